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

/* ---- title ---- */

/* A title of the head without the site's name behind a bar or dash. */
static const char *strip_site(struct reading *r, const char *title, const char *site)
{
    static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", " » "};
    size_t best = 0;
    if (title == NULL)
        return NULL;
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        const char *at = title, *last = NULL;
        while ((at = strstr(at, bars[i])) != NULL)
            last = at++;
        if (last == NULL)
            continue;
        size_t n = (size_t)(last - title);
        const char *rest = last + strlen(bars[i]);
        bool named = site != NULL && words_same(rest, strlen(rest), site, strlen(site));
        if ((named || (i != 1 && words_count(rest, strlen(rest)) <= 4)) && words_count(title, n) >= 3 && n > best)
            best = n;
    }
    return best > 0 ? arena_strndup(r->a, title, best) : title;
}

/* How well a heading agrees with one of the titles in the head: 2 the same, 1 one begins with the other. */
static int agreement(const struct piece *p, const char *title)
{
    size_t rest;
    if (title == NULL)
        return 0;
    if (words_same(p->text.s, p->text.n, title, strlen(title)))
        return 2;
    return words_begin_with(title, strlen(title), p->text.s, p->text.n, &rest) && p->text.n > 12;
}

static bool is_site(const struct page_meta *page, const struct piece *p)
{
    return (page->site != NULL && words_same(p->text.s, p->text.n, page->site, strlen(page->site))) ||
           words_count(p->text.s, p->text.n) < 3;
}

/* The best first-level heading up to the article's first paragraphs. */
static size_t find_title(const struct reading *r, const struct page_meta *page)
{
    size_t best = SIZE_MAX;
    int best_points = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->level > 2 || p->text.n > 400 || p->zone == ZONE_TAIL)
            continue;
        int agree = agreement(p, page->headline) + agreement(p, page->og_title) + agreement(p, page->title);
        bool stranger =
            agree == 0 && p->zone == ZONE_OUT; /* perhaps the site's name; the last one before the text is best */
        int points = agree * 4 + (p->level == 1 ? 3 : 0) + (p->zone == ZONE_MAIN && p->level == 1) - (stranger ? 2 : 0);
        if (agree == 0 && (p->level == 2 || is_site(page, p)))
            continue;
        if (points > best_points || (stranger && points == best_points)) {
            best = i;
            best_points = points;
        }
    }
    return best;
}

/* A page without headings: the title in its head, or a part of it beside the site's name, stands as a line of its own.
 */
static size_t find_title_line(const struct reading *r, const char *title)
{
    for (size_t i = 0; title != NULL && i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        size_t rest;
        if (p->kind != PIECE_TEXT || p->text.n < 12 || p->text.n > 300 || words_count(p->text.s, p->text.n) < 3 ||
            p->linked)
            continue;
        const char *at = strstr(title, p->text.s);
        if (at != NULL &&
            (words_begin_with(title, strlen(title), p->text.s, p->text.n, &rest) || (at > title && at[-1] == ' ')) &&
            strlen(at) <= p->text.n + 40)
            return i;
        if (p->zone == ZONE_MAIN && p->text.n > 250)
            break;
    }
    return SIZE_MAX;
}

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
        if (phrase_is(&r->phrases, PHRASE_DATE_WORD, p->low, n) ||
            phrase_is(&r->phrases, PHRASE_BYLINE_START, p->low, n) || phrase_is(&r->phrases, PHRASE_UPDATED, p->low, n))
            piece_drop(r, p, "label");
    }
}

static void choose_title(struct reading *r, const struct page_meta *page, size_t at)
{
    if (at != SIZE_MAX) {
        struct piece *p = &r->pieces.items[at];
        p->role = ROLE_TITLE;
        p->rule = NULL;
        r->meta->title = p->text;
        r->meta->title_line = p->line;
        return;
    }
    const char *site = page->site != NULL ? page->site : page->publisher;
    const char *title = page->headline != NULL
                            ? page->headline
                            : strip_site(r, page->og_title != NULL ? page->og_title : page->title, site);
    if (title != NULL) {
        r->meta->title = text_make(r->a, title, strlen(title));
        record_guessed(r, 0, "title-from-head", title, strlen(title));
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
                    (is_description(page, p) || words_sentences(p->text.s, p->text.n, 3) >= 2) &&
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

static bool take_head_author(struct reading *r, const struct page_meta *page, const char *name)
{
    struct text author;
    size_t n = name != NULL ? strlen(name) : 0;
    if (n == 0 || !metadata_author_of(r, name, n, &author) || words_count(author.s, author.n) < 2 ||
        is_site_name(page, author.s, author.n))
        return false;
    r->meta->author = author;
    record_guessed(r, 0, "author-from-head", author.s, author.n);
    return true;
}

/* By-lines with a class, in the head, behind the article or at its end. */
static void find_bylines(struct reading *r, const struct page_meta *page)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct text author;
        if (p->hint != HINT_AUTHOR || p->zone == ZONE_OUT || p->text.n > 120 || p->kind != PIECE_TEXT ||
            p->role != ROLE_BODY || !metadata_author_of(r, p->text.s, p->text.n, &author) ||
            is_site_name(page, author.s, author.n))
            continue;
        if (r->meta->author.n == 0 && words_count(author.s, author.n) >= 2) {
            r->meta->author = author;
            r->meta->author_line = p->line;
        }
        p->in = NULL;
        piece_merge(r, p, "byline");
    }
}

/* The last paragraph of the article, if it is only a name: what most papers print. */
static void find_signature(struct reading *r)
{
    size_t seen = 0;
    for (size_t i = r->pieces.n; i-- > 0 && seen < 3;) {
        struct piece *p = &r->pieces.items[i];
        struct text author;
        if (p->zone != ZONE_MAIN || p->kind != PIECE_TEXT || p->role != ROLE_BODY || p->in != NULL)
            continue;
        seen++;
        if (p->text.n > 100)
            return;
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
    r->meta->date = page->date.year != 0 ? page->date : r->meta->date;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        bool near = p->zone == ZONE_HEAD || (p->zone == ZONE_MAIN && p->hint == HINT_DATE);
        if (!near || p->role != ROLE_BODY || p->kind != PIECE_TEXT)
            continue;
        bool said = p->name != NULL && doc_date_parse(p->name, &date) && date.day != 0;
        p->name = NULL;
        if (!said && !metadata_is_date_line(r, p, &date))
            continue;
        if (r->meta->date.year == 0) {
            r->meta->date = date;
            r->meta->date_line = p->line;
        }
        piece_merge(r, p, "date-line");
    }
}

/* A date before the title (a portal's line above the heading), if nothing else gives one. */
static void find_early_date(struct reading *r, size_t title)
{
    for (size_t i = title == SIZE_MAX ? 0 : title, looked = 0; i-- > 0 && looked < 6 && r->meta->date.year == 0;
         looked++) {
        struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        if (p->role == ROLE_BODY && p->kind == PIECE_TEXT && metadata_is_date_line(r, p, &date)) {
            r->meta->date = date;
            r->meta->date_line = p->line;
            piece_merge(r, p, "date-line");
        }
    }
}

/* ---- captions ---- */

/* A caption belongs to the picture right before it. */
void html_attach_captions(struct reading *r, size_t from)
{
    size_t figure = SIZE_MAX;
    for (size_t i = from; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind == PIECE_FIGURE) {
            figure = i;
            continue;
        }
        if (p->role != ROLE_BODY || p->text.n == 0)
            continue;
        bool caption = p->kind == PIECE_TEXT && p->text.n <= 600 && (p->zone == ZONE_MAIN || p->zone == ZONE_HEAD) &&
                       (p->hint == HINT_CAPTION || (figure != SIZE_MAX && captions_credit(r, p) != SIZE_MAX));
        if (caption && figure != SIZE_MAX && r->pieces.items[figure].text.n == 0) {
            struct piece *f = &r->pieces.items[figure];
            piece_set_text(r, f, p->text);
            if (r->page)
                f->in = NULL;
            p->role = ROLE_MERGED;
            p->rule = "caption";
            piece_set_text(r, p, (struct text){.s = ""});
        } else if (caption && p->hint == HINT_CAPTION) {
            p->kind = PIECE_FIGURE;
            continue;
        }
        figure = SIZE_MAX;
    }
}

static void drop_outside(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        bool figure = p->kind == PIECE_FIGURE && p->zone == ZONE_HEAD && p->src != NULL;
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
        if (p->zone == ZONE_MAIN && p->role == ROLE_BODY && p->linked && p->kind != PIECE_FIGURE &&
            p->kind != PIECE_TABLE && words_count(p->text.s, p->text.n) >= 3)
            piece_drop(r, p, "teaser-link");
    }
}

void html_choose_fields(struct reading *r)
{
    const struct page_meta *page = r->head;
    if (page == NULL)
        return;
    size_t title = find_title(r, page);
    if (title == SIZE_MAX)
        title = find_title_line(r, page->headline != NULL ? page->headline : page->title);
    r->description = page->description;
    choose_title(r, page, title);
    set_head_zone(r, title);
    choose_lead(r, page);
    find_date(r, page);
    find_early_date(r, title);
    find_signature(r);
    if (r->meta->author.n == 0)
        find_bylines(r, page);
    if (r->meta->author.n == 0 && !take_head_author(r, page, page->author))
        take_head_author(r, page, page->meta_author);
    drop_labels(r);
    html_attach_captions(r, 0);
    drop_links(r);
    drop_outside(r);
    r->meta->source_url = page->url;
    r->meta->source_name = page->site != NULL ? page->site : page->publisher;
}
