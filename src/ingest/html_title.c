/* The title of a page: the heading that agrees best with the titles in the head. Heads are written for search engines
 * and name the site; first-level headings may be the site's name; so neither is believed alone.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/html.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define TITLE_LINE_MAX 300 /* bytes */
#define LINES_ABOVE 14     /* pieces before the first paragraph in which a title without a heading may stand */

/* What parts a title from the names of section and site. */
static const char *const bars[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · "};

/* A title of the head without the site's name behind a bar or dash; section names between both go too. */
static const char *strip_site(struct reading *r, const char *title, const char *site)
{
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

/* `s` stands at the end of the title, behind a bar, dash or colon: "Site: Title". */
static bool ends_title(const char *title, const char *s, size_t n)
{
    size_t length = strlen(title);
    if (n + 2 > length || memcmp(title + length - n, s, n) != 0)
        return false;
    return title[length - n - 1] == ' ' && words_count(s, n) >= 3;
}

/* How well a heading agrees with one of the titles in the head: 2 the same, 1 the head has a name before or behind it.
 */
static int agreement(const struct piece *p, const char *title)
{
    size_t rest;
    if (title == NULL)
        return 0;
    if (words_same(p->text.s, p->text.n, title, strlen(title)))
        return 2;
    return p->text.n > 12 && (words_begin_with(title, strlen(title), p->text.s, p->text.n, &rest) ||
                              ends_title(title, p->text.s, p->text.n));
}

static int agreement_with_head(const struct page_meta *page, const struct piece *p)
{
    return agreement(p, page->headline) + agreement(p, page->og_title) + agreement(p, page->title);
}

static bool is_site(const struct page_meta *page, const struct piece *p)
{
    return (page->site != NULL && words_same(p->text.s, p->text.n, page->site, strlen(page->site))) ||
           words_count(p->text.s, p->text.n) < 3;
}

/* Points of a heading; 0: none. A heading that is a link to somewhere and begins the head's title may be the site's. */
static int points_of(const struct page_meta *page, const struct piece *p)
{
    int agree = agreement_with_head(page, p);
    bool hinted = p->hint == HINT_TITLE;
    if (agree == 0 && ((p->level > 1 && !hinted) || is_site(page, p)))
        return 0;
    if (p->level > 2 && (agree == 0 || !hinted))
        return 0;
    if (p->linked && !hinted && is_site(page, p))
        return 1;
    int points = agree * 4 + (p->level == 1 ? 3 : 0) + (p->zone == ZONE_MAIN && p->level == 1) + (hinted ? 2 : 0);
    points -= p->linked ? 4 : 0;
    points -= agree == 0 && p->zone == ZONE_OUT ? 2 : 0;
    return points > 0 ? points : 1;
}

/* The best heading up to the article's first paragraphs. */
static size_t find_heading(const struct reading *r, const struct page_meta *page)
{
    size_t best = SIZE_MAX;
    int best_points = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->level > 4 || p->text.n > 400 || p->zone == ZONE_TAIL)
            continue;
        int points = points_of(page, p);
        /* Strangers may be the site's name: the last one before the text is best. */
        bool stranger = p->zone == ZONE_OUT && agreement_with_head(page, p) == 0;
        if (points > best_points || (stranger && points > 0 && points == best_points)) {
            best = i;
            best_points = points;
        }
    }
    return best;
}

/* A page without headings: the title in its head, or a part of it beside the site's name, stands as a line of its own.
 */
static size_t find_line(const struct reading *r, const char *title)
{
    for (size_t i = 0; title != NULL && i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        size_t rest;
        if (p->kind != PIECE_TEXT || p->text.n < 12 || p->text.n > TITLE_LINE_MAX ||
            words_count(p->text.s, p->text.n) < 3 || p->linked)
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

/* Old pages whose head names the site alone: the last line above the text that is bold as a whole or whose class says
 * title. */
static size_t find_marked_line(const struct reading *r)
{
    size_t text = 0, best = SIZE_MAX;
    while (text < r->pieces.n && (r->pieces.items[text].zone != ZONE_MAIN || r->pieces.items[text].text.n < 200))
        text++;
    if (text == r->pieces.n)
        return SIZE_MAX;
    for (size_t i = text > LINES_ABOVE ? text - LINES_ABOVE : 0; i < text; i++) {
        const struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        bool marked = p->hint == HINT_TITLE || p->bold || p->kind == PIECE_HEADING;
        if (!marked || p->linked || p->role != ROLE_BODY || p->text.n > TITLE_LINE_MAX || p->hint == HINT_LEAD ||
            words_count(p->text.s, p->text.n) < 4 || p->in != NULL || metadata_is_date_line(r, p, &date))
            continue;
        if (best == SIZE_MAX || p->hint == HINT_TITLE || r->pieces.items[best].hint != HINT_TITLE)
            best = i;
    }
    return best;
}

/* Words with a letter: signs around a name (".:: The Paper ::.") are none. */
static size_t lettered_words(const char *s)
{
    size_t count = 0, upper;
    for (size_t n; *s != '\0'; s += n + (s[n] == ' ')) {
        n = strcspn(s, " ");
        count += words_letters(s, n, &upper) > 0;
    }
    return count;
}

/* The head's title says no more than whose page it is: no part of it is a headline. */
static bool is_bare_name(const struct page_meta *page)
{
    if (page->headline != NULL || page->og_title != NULL)
        return false;
    return page->title == NULL || lettered_words(page->title) <= 6 ||
           (page->site != NULL && words_same(page->title, strlen(page->title), page->site, strlen(page->site)));
}

size_t html_choose_title(struct reading *r, const struct page_meta *page)
{
    size_t at = find_heading(r, page);
    if (at == SIZE_MAX)
        at = find_line(r, page->headline != NULL ? page->headline : page->title);
    if (at == SIZE_MAX && is_bare_name(page))
        at = find_marked_line(r);
    if (at != SIZE_MAX) {
        struct piece *p = &r->pieces.items[at];
        p->role = ROLE_TITLE;
        p->rule = NULL;
        p->in = NULL;
        r->meta->title = p->text;
        r->meta->title_line = p->line;
        return at;
    }
    const char *site = page->site != NULL ? page->site : page->publisher;
    const char *title = page->headline != NULL
                            ? page->headline
                            : strip_site(r, page->og_title != NULL ? page->og_title : page->title, site);
    if (title != NULL) {
        r->meta->title = text_make(r->a, title, strlen(title));
        record_guessed(r, 0, "title-from-head", title, strlen(title));
    }
    return SIZE_MAX;
}
