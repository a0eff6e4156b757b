/* Fields of a page. What a reader sees wins over what the head says: heads are written for search engines, and name the
 * site, an agency or a designer as the author. The head fills what the page does not show.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/html.h"
#include "ingest/stages.h"
#include "ingest/words.h"
#include "lang/dates.h"

/* What is left of "posted on … by …" when date and name are taken. */
static void drop_labels(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->zone != ZONE_MAIN || p->role != ROLE_BODY || p->kind != PIECE_TEXT)
            continue;
        if (p->text.n > 80)
            return;
        size_t n = strlen(p->low);
        if (phrase_is(r->phrases, PHRASE_DATE_WORD, p->low, n) ||
            phrase_is(r->phrases, PHRASE_BYLINE_START, p->low, n) || phrase_is(r->phrases, PHRASE_UPDATED, p->low, n))
            piece_drop(r, p, "label");
    }
}

/* ---- zones ---- */

/* From the title on, what stands before the article is its head. */
static void set_head_zone(struct reading *r, size_t title)
{
    size_t first = 0;
    while (first < r->pieces.n && r->pieces.items[first].zone != ZONE_MAIN)
        first++;
    for (size_t i = title == SIZE_MAX ? first : title + 1; i < first; i++)
        r->pieces.items[i].zone = ZONE_HEAD;
    for (size_t i = first; title != SIZE_MAX && i < title; i++)
        if (r->pieces.items[i].zone == ZONE_MAIN && r->pieces.items[i].kind != PIECE_FIGURE)
            r->pieces.items[i].zone = ZONE_OUT;
}

static bool is_description(const struct page_meta *page, const struct piece *p)
{
    size_t rest, n = page->description != NULL ? strlen(page->description) : 0;
    if (n < 30 || p->text.n < 30)
        return false;
    n = n > 100 ? 100 : n;
    while (n > 40 && page->description[n] != '\0' && page->description[n] != ' ')
        n--;
    return words_begin_with(p->text.s, p->text.n, page->description, n, &rest);
}

/* The lead stands in the head, or first in the article, with a class or the words of the description. */
static void choose_lead(struct reading *r, const struct page_meta *page)
{
    size_t seen = 0;
    for (size_t i = 0; i < r->pieces.n && seen < 4; i++) {
        struct piece *p = &r->pieces.items[i];
        if ((p->zone != ZONE_HEAD && p->zone != ZONE_MAIN) || p->text.n < 30 || p->role == ROLE_TITLE ||
            (p->kind != PIECE_TEXT && p->kind != PIECE_HEADING))
            continue;
        seen += p->zone == ZONE_MAIN && p->role == ROLE_BODY;
        /* A heading below the title that is a description or several sentences heads nothing. */
        bool deck = p->kind == PIECE_HEADING && p->level > 1 && seen <= (p->zone == ZONE_MAIN) &&
                    (is_description(page, p) || words_sentences(p->text.s, p->text.n, 3) >= 2 ||
                     words_last_sign(p->text.s, p->text.n) == '.') &&
                    words_count(p->text.s, p->text.n) >= 12;
        bool lead = p->hint == HINT_LEAD || deck || (p->zone == ZONE_HEAD && is_description(page, p));
        bool again = words_same(p->text.s, p->text.n, r->meta->title.s, r->meta->title.n);
        if (!lead || p->linked || again || p->in != NULL ||
            (p->zone == ZONE_HEAD && words_count(p->text.s, p->text.n) < 8))
            continue;
        p->kind = PIECE_TEXT;
        p->role = ROLE_LEAD;
        p->rule = NULL;
        return;
    }
}

/* Without a class: the one piece of running text between the title and the article. */
static void choose_lead_between(struct reading *r)
{
    struct piece *found = NULL;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_LEAD)
            return;
        if (p->zone != ZONE_HEAD || p->role != ROLE_BODY || p->kind != PIECE_TEXT || p->linked || p->in != NULL ||
            p->hint == HINT_CAPTION || p->hint == HINT_DATE || p->figure != 0 || p->text.n > 900 ||
            words_count(p->text.s, p->text.n) < 12 || !words_end_sentence(p->text.s, p->text.n))
            continue;
        if (found != NULL)
            return;
        found = p;
    }
    if (found == NULL || phrase_starts(r->phrases, PHRASE_BUTTON_START, found->low, strlen(found->low)) > 0)
        return;
    found->role = ROLE_LEAD;
    found->rule = NULL;
    record_guessed(r, found->line, "lead", found->text.s, found->text.n);
}

/* ---- author and date ---- */

/* Names that are the site itself ("Báo X", "x.vn", "Ban biên tập"). */
static bool is_site_name(const struct page_meta *page, const char *name, size_t n)
{
    const char *const sites[] = {page->site, page->publisher};
    for (size_t i = 0; i < 2; i++) {
        if (sites[i] == NULL)
            continue;
        if (words_contain(sites[i], strlen(sites[i]), name, n) || words_contain(name, n, sites[i], strlen(sites[i])))
            return true;
    }
    /* "The title - The Site" */
    size_t length = page->title != NULL ? strlen(page->title) : 0;
    if (length > n + 3 && memcmp(page->title + length - n, name, n) == 0 && page->title[length - n - 1] == ' ')
        return true;
    /* The host's first label, compared without spaces and marks. */
    const char *host = page->url != NULL ? strstr(page->url, "://") : NULL;
    if (host == NULL)
        return false;
    host += 3;
    host += strncasecmp(host, "www.", 4) == 0 ? 4 : 0;
    char folded[80];
    size_t used = 0;
    for (size_t i = 0; i < n && used + 4 < sizeof folded;) {
        uint32_t cp = utf8_fold(utf8_next(name, n, &i));
        if (utf8_is_letter(cp) || utf8_is_digit(cp))
            used += utf8_put(folded + used, cp);
    }
    size_t label = strcspn(host, "./:");
    return used >= 3 && label >= used && strncasecmp(host, folded, used) == 0;
}

/* "Báo Bình Minh", "Tạp chí …", "Newsroom": a paper, whatever the page calls it. */
static bool is_paper(const struct reading *r, const struct text *name)
{
    char *low = utf8_lower_str(r->a, name->s, name->n);
    size_t n = strlen(low);
    return phrase_starts(r->phrases, PHRASE_BYLINE_SITE, low, n) > 0;
}

static bool take_head_author(struct reading *r, const struct page_meta *page, const char *name)
{
    struct text author;
    size_t n = name != NULL ? strlen(name) : 0;
    if (n == 0 || !metadata_author_of(r, name, n, &author) || words_count(author.s, author.n) < 2 ||
        is_site_name(page, author.s, author.n) || is_paper(r, &author))
        return false;
    r->meta->author = author;
    record_guessed(r, 0, "author-from-head", author.s, author.n);
    return true;
}

/* "and", ",", "&" between two names that stand in elements of their own. */
static bool is_joint(const struct piece *p)
{
    static const char *const joints[] = {"and", "và", "và:", ",", "&", "и", "және", "|", "/", "-"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strcmp(p->text.s, joints[i]) == 0)
            return true;
    return false;
}

static bool is_byline(const struct reading *r, const struct page_meta *page, const struct piece *p, struct text *author)
{
    return p->hint == HINT_AUTHOR && p->zone != ZONE_OUT && p->text.n > 0 && p->text.n <= 160 &&
           (p->kind == PIECE_TEXT || (p->kind == PIECE_HEADING && p->level > 2)) && p->role == ROLE_BODY &&
           metadata_author_of(r, p->text.s, p->text.n, author) && !is_paper(r, author) &&
           !is_site_name(page, author->s, author->n);
}

/* Further authors right behind the first, with nothing but a joint between them. */
static void add_bylines(struct reading *r, const struct page_meta *page, size_t at)
{
    struct text author;
    struct buf all = BUF_INIT;
    buf_puts(&all, r->meta->author.s);
    for (; at + 2 < r->pieces.n; at += 2) {
        struct piece *joint = &r->pieces.items[at + 1], *p = &r->pieces.items[at + 2];
        if (!is_joint(joint) || !is_byline(r, page, p, &author) || words_count(author.s, author.n) < 2)
            break;
        buf_puts(&all, ", ");
        buf_puts(&all, author.s);
        piece_merge(r, joint, "byline");
        piece_merge(r, p, "byline");
    }
    if (all.n > r->meta->author.n)
        r->meta->author = text_make(r->a, all.p, all.n);
    buf_free(&all);
}

/* "in Almaty" behind the name's own element. */
static void drop_place(struct reading *r, size_t at)
{
    struct piece *p = at < r->pieces.n ? &r->pieces.items[at] : NULL;
    if (p != NULL && p->role == ROLE_BODY && p->kind == PIECE_TEXT && words_count(p->text.s, p->text.n) <= 4 &&
        phrase_starts(r->phrases, PHRASE_BYLINE_PLACE, p->low, strlen(p->low)) > 0)
        piece_merge(r, p, "byline");
}

/* By-lines with a class, in the head, behind the article or at its end. */
static void find_bylines(struct reading *r, const struct page_meta *page)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct text author;
        if (!is_byline(r, page, p, &author))
            continue;
        p->in = NULL;
        piece_merge(r, p, "byline");
        if (r->meta->author.n == 0 && words_count(author.s, author.n) >= 2) {
            r->meta->author = author;
            r->meta->author_line = p->line;
            add_bylines(r, page, i);
            drop_place(r, i + 1);
        }
    }
}

/* "Posted by <name> at …" in a box below the text that went with its links. */
static void find_boxed_byline(struct reading *r, const struct page_meta *page)
{
    for (size_t i = 1; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        const struct piece *label = p - 1;
        struct text author;
        bool boxed = p->role == ROLE_DROPPED && strcmp(p->rule, "page-box") == 0 && p->hint == HINT_AUTHOR;
        if (!boxed || !phrase_is(r->phrases, PHRASE_BYLINE_START, label->low, strlen(label->low)) ||
            !metadata_author_of(r, p->text.s, p->text.n, &author) || words_count(author.s, author.n) < 2 ||
            is_site_name(page, author.s, author.n))
            continue;
        r->meta->author = author;
        r->meta->author_line = p->line;
        p->role = ROLE_MERGED;
        p->rule = "byline";
        return;
    }
}

/* No other heading of its rank stands in the article. */
static bool is_only_heading(const struct reading *r, const struct piece *p)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *q = &r->pieces.items[i];
        if (q != p && q->kind == PIECE_HEADING && q->level == p->level && q->zone == ZONE_MAIN && q->role == ROLE_BODY)
            return false;
    }
    return true;
}

/* A bare name above the article, next to the line of the date. English sections look like names. */
static void find_name_beside_date(struct reading *r, const struct page_meta *page)
{
    for (size_t i = 0; i < r->pieces.n && strcmp(r->meta->lang, "en") != 0; i++) {
        struct piece *p = &r->pieces.items[i];
        struct text author;
        bool beside = false;
        for (size_t k = i > 2 ? i - 2 : 0; k <= i + 2 && k < r->pieces.n; k++)
            beside |= r->pieces.items[k].role == ROLE_MERGED && strcmp(r->pieces.items[k].rule, "date-line") == 0;
        if (!beside || p->zone != ZONE_HEAD || p->role != ROLE_BODY || p->kind != PIECE_TEXT || p->text.n > 60 ||
            !metadata_author_of(r, p->text.s, p->text.n, &author) || words_count(author.s, author.n) < 2 ||
            is_site_name(page, author.s, author.n))
            continue;
        r->meta->author = author;
        r->meta->author_line = p->line;
        record_guessed(r, p->line, "author", p->text.s, p->text.n);
        piece_merge(r, p, "byline");
        return;
    }
}

/* The heading or line right below the title that its class calls a subtitle, or a second heading in the head that says
 * something else than a lead would. */
static void choose_subtitle(struct reading *r, size_t title)
{
    for (size_t i = title == SIZE_MAX ? r->pieces.n : title + 1, seen = 0; i < r->pieces.n && seen < 4; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY || p->kind == PIECE_FIGURE)
            continue;
        seen++;
        if (p->text.n > 200 || p->linked)
            return;
        bool heading = p->kind == PIECE_HEADING && seen == 1 && words_count(p->text.s, p->text.n) >= 5 &&
                       (p->zone == ZONE_HEAD || is_only_heading(r, p));
        if ((p->kind != PIECE_TEXT && p->kind != PIECE_HEADING) || p->in != NULL ||
            (p->hint != HINT_SUBTITLE && !heading) || words_count(p->text.s, p->text.n) < 3 ||
            words_same(p->text.s, p->text.n, r->meta->title.s, r->meta->title.n))
            continue;
        p->kind = PIECE_TEXT;
        p->role = ROLE_SUBTITLE;
        p->rule = NULL;
        r->meta->subtitle = p->text;
        return;
    }
}

/* The last paragraph of the article, if it is only a name: what most papers print. */
static void find_signature(struct reading *r)
{
    size_t seen = 0;
    for (size_t i = r->pieces.n; i-- > 0 && seen < 3;) {
        struct piece *p = &r->pieces.items[i];
        struct text author;
        if (p->zone != ZONE_MAIN || p->kind != PIECE_TEXT || p->role != ROLE_BODY || p->in != NULL || p->linked ||
            phrase_is(r->phrases, PHRASE_RELATED, p->low, strlen(p->low)))
            continue;
        seen++;
        if (p->text.n > 100)
            return;
        if (p->centred && is_paper(r, &p->text) && !words_end_sentence(p->text.s, p->text.n)) {
            piece_merge(r, p, "source-name"); /* "Press office of the ministry", in italics */
            continue;
        }
        if (metadata_author_of(r, p->text.s, p->text.n, &author) && words_count(author.s, author.n) >= 2 &&
            p->hint != HINT_CAPTION) {
            r->meta->author = author;
            r->meta->author_line = p->line;
            piece_merge(r, p, "byline");
            return;
        }
    }
}

static void find_date(struct reading *r, const struct page_meta *page)
{
    struct doc_date updated = {0};
    uint32_t updated_line = 0;
    bool begun = false; /* a paragraph stands before */
    r->meta->date = page->date.year != 0 ? page->date : r->meta->date;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        bool near = p->zone == ZONE_HEAD || (p->zone == ZONE_MAIN && (p->hint == HINT_DATE || !begun));
        begun |= p->zone == ZONE_MAIN && p->text.n > 200;
        if (!near || p->role != ROLE_BODY || p->kind != PIECE_TEXT)
            continue;
        bool said = p->name != NULL && doc_date_parse(p->name, &date) && date.day != 0;
        p->name = NULL;
        if (!said && !metadata_is_date_line(r, p, &date))
            continue;
        if (!said && metadata_is_update(r, p)) {
            updated = updated.year == 0 ? date : updated;
            updated_line = updated_line == 0 ? p->line : updated_line;
        } else if (r->meta->date.year == 0) {
            r->meta->date = date;
            r->meta->date_line = p->line;
        }
        piece_merge(r, p, "date-line");
    }
    r->updated = updated;
    r->updated_line = updated_line;
}

/* A date before the title (a portal's line above the heading), if nothing else gives one. */
static void find_early_date(struct reading *r, size_t title)
{
    for (size_t i = title == SIZE_MAX ? 0 : title, looked = 0; i-- > 0 && looked < 6 && r->meta->date.year == 0;) {
        struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        looked += !p->linked; /* menus are of any length */
        if (p->role != ROLE_BODY || !metadata_is_date_line(r, p, &date))
            continue;
        if (metadata_is_update(r, p)) {
            r->updated = r->updated.year == 0 ? date : r->updated;
            r->updated_line = p->line;
            continue;
        }
        r->meta->date = date;
        r->meta->date_line = p->line;
        piece_merge(r, p, "date-line");
    }
    if (r->meta->date.year == 0 && r->updated.year != 0) {
        r->meta->date = r->updated;
        r->meta->date_line = r->updated_line;
    }
}

static void drop_outside(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        bool figure = p->kind == PIECE_FIGURE && p->zone == ZONE_HEAD && p->src != NULL && p->text.n > 0;
        if (p->zone != ZONE_MAIN && p->role == ROLE_BODY && !figure) {
            p->role = ROLE_DROPPED;
            p->rule = "outside-article";
        }
    }
}

/* Inside the article: paragraphs that are nothing but a link are teasers; a source's name with a class. */
static void drop_links(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        bool note = p->in != NULL && p->in->kind == DOC_NOTE;
        if (p->zone == ZONE_MAIN && p->role == ROLE_BODY && p->linked && !note && p->kind != PIECE_FIGURE &&
            p->kind != PIECE_TABLE && words_count(p->text.s, p->text.n) >= 3) {
            piece_drop(r, p, "teaser-link");
            struct piece *label = i > 0 ? p - 1 : p; /* "From:" */
            if (label->role == ROLE_BODY && label->kind == PIECE_TEXT && label->text.n > 0 &&
                words_count(label->text.s, label->text.n) <= 3 && label->text.s[label->text.n - 1] == ':')
                piece_drop(r, label, "label");
        }
    }
}

void html_choose_fields(struct reading *r)
{
    const struct page_meta *page = r->head;
    if (page == NULL)
        return;
    size_t title = html_choose_title(r, page);
    r->description = page->description;
    set_head_zone(r, title);
    choose_lead(r, page);
    choose_subtitle(r, title);
    find_date(r, page);
    find_early_date(r, title);
    find_signature(r);
    if (r->meta->author.n == 0)
        find_bylines(r, page);
    if (r->meta->author.n == 0)
        find_boxed_byline(r, page);
    if (r->meta->author.n == 0 && !take_head_author(r, page, page->author))
        take_head_author(r, page, page->meta_author);
    if (r->meta->author.n == 0)
        find_name_beside_date(r, page);
    choose_lead_between(r);
    drop_labels(r);
    html_attach_captions(r, 0);
    drop_links(r);
    drop_outside(r);
    r->meta->source_url = page->url;
    r->meta->source_name = page->site != NULL ? page->site : page->publisher;
}
