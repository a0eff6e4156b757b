/* A whole page pasted as text: menus and tools above the article, other articles and imprint below. The article is
 * found by its long paragraphs; its title is the line above them that looks and stands most like one.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define LONG_PARAGRAPH 110 /* characters of running text */
#define HEAD_MAX 60        /* lines above the first long paragraph that are looked at */
#define SENTENCE 60        /* bytes of a paragraph that has one */
#define SHORT_WORDS 4      /* of a line in a menu */
#define SHORT_BYTES 64
#define TITLE_BYTES 300

static bool is_short(const struct piece *p)
{
    return piece_is_open(p) && p->text.n <= SHORT_BYTES && words_count(p->text.s, p->text.n) <= SHORT_WORDS &&
           !words_end_sentence(p->text.s, p->text.n);
}

/* A paragraph, whether of the lead or of the text. A character has four bytes at most. */
static bool is_prose(const struct piece *p)
{
    return p->role == ROLE_BODY && p->text.n >= LONG_PARAGRAPH && words_end_sentence(p->text.s, p->text.n) &&
           (p->text.n >= 4 * LONG_PARAGRAPH || utf8_count(p->text.s, p->text.n) >= LONG_PARAGRAPH);
}

static bool is_tool(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low);
    return phrase_starts(r->phrases, PHRASE_BUTTON, p->low, n) > 0 ||
           phrase_starts(r->phrases, PHRASE_BUTTON_START, p->low, n) > 0 ||
           phrase_starts(r->phrases, PHRASE_HOME, p->low, n) > 0;
}

static bool could_be_title(const struct reading *r, const struct piece *p)
{
    struct doc_date date;
    size_t words = words_count(p->text.s, p->text.n);
    if (!piece_is_open(p) || p->text.n > TITLE_BYTES || words < 3 || words > 36 || p->low[0] == '\0')
        return false;
    uint32_t last = words_last_sign(p->text.s, p->text.n);
    if (last == '.' || last == ':' || last == ',' || last == ';' || words_sentences(p->text.s, p->text.n, 3) > 2)
        return false;
    return !is_tool(r, p) && captions_credit(r, p) == SIZE_MAX && !metadata_is_date_line(r, p, &date) &&
           !phrase_starts(r->phrases, PHRASE_BYLINE_START, p->low, strlen(p->low)) &&
           !phrase_starts(r->phrases, PHRASE_BYLINE_ROLE, p->low, strlen(p->low));
}

/* The line comes again as a part of another: in a caption, a breadcrumb, a comment's heading. */
static bool recurs(const struct reading *r, size_t at)
{
    const struct text *t = &r->pieces.items[at].text;
    for (size_t i = 0, looked = 0; i < r->pieces.n && looked < 200; i++, looked++) {
        const struct piece *p = &r->pieces.items[i];
        size_t n = p->text.n;
        if (i == at || n < t->n || n > t->n + 120)
            continue;
        if (words_count(t->s, t->n) <= SHORT_WORDS) { /* a paper's name, in its imprint and in credits, is no title */
            size_t credit = captions_credit(r, p);
            n = strstr(p->text.s, "©") != NULL ? 0 : credit < n ? credit : n;
        }
        if (n >= t->n && words_contain(p->text.s, n, t->s, t->n))
            return true;
    }
    return false;
}

static bool is_date(const struct reading *r, size_t at)
{
    struct doc_date date;
    return at < r->pieces.n && metadata_is_date_line(r, &r->pieces.items[at], &date);
}

/* A by-line stands at `at`, or below the subtitle that does. */
static bool is_above_byline(const struct reading *r, size_t at, size_t body)
{
    for (size_t i = at, seen = 0; i < body && seen < 2; i = piece_next(r, i + 1), seen++) {
        const struct piece *p = &r->pieces.items[i];
        if (phrase_starts(r->phrases, PHRASE_BYLINE_START, p->low, strlen(p->low)) > 0)
            return true;
    }
    return false;
}

/* How much line `at` looks like the title, more than 0; 0: not at all. */
static int title_points(const struct reading *r, size_t at, size_t body)
{
    const struct piece *p = &r->pieces.items[at];
    if (!could_be_title(r, p))
        return 0;
    size_t next = piece_next(r, at + 1), words = words_count(p->text.s, p->text.n);
    const struct piece *q = &r->pieces.items[next < body ? next : body];
    bool sums_up = q->text.n >= 60 && words_last_sign(q->text.s, q->text.n) == '.';
    int points = words > SHORT_WORDS ? 3 : 1;
    points += recurs(r, at) ? 4 : 0;
    points += is_date(r, at + 1) || sums_up ? 2 : 0;
    points += is_above_byline(r, next, body) ? 3 : 0;
    points += at > 0 && is_date(r, at - 1) ? 2 : 0;
    points += p->blank > 0 && at + 1 < r->pieces.n && r->pieces.items[at + 1].blank > 0 ? 1 : 0;
    if (words > SHORT_WORDS && next < body && could_be_title(r, q) && words_count(q->text.s, q->text.n) > SHORT_WORDS &&
        at > 0 && could_be_title(r, &r->pieces.items[at - 1]))
        points -= 2; /* one of several headlines in a row */
    return points;
}

static size_t first_long(const struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n && i < HEAD_MAX; i++)
        if (piece_is_open(&r->pieces.items[i]) && is_prose(&r->pieces.items[i]))
            return i;
    return SIZE_MAX;
}

/* Are the lines before `at` those of a portal? Several short ones that are no names, or the first names its front page
 * or a tool. */
static bool has_menu(const struct reading *r, size_t at)
{
    size_t shorts = 0, names = 0, first = 0;
    while (first < at && is_date(r, first))
        first++;
    for (size_t i = 0; i < at; i++) {
        const struct piece *p = &r->pieces.items[i];
        shorts += is_short(p);
        names += is_short(p) && words_count(p->text.s, p->text.n) > 1 && words_are_name(p->text.s, p->text.n);
    }
    const struct piece *p = &r->pieces.items[first];
    bool dropped = p->role == ROLE_DROPPED && (strcmp(p->rule, "button") == 0 || strcmp(p->rule, "breadcrumb") == 0);
    bool tool = first < at && (dropped || (piece_is_open(p) && is_tool(r, p)));
    return shorts >= 3 || tool || (shorts == 2 && names == 0);
}

/* Nothing but short lines stands above the title: the sections that it belongs to. */
static bool are_sections(const struct reading *r, size_t title)
{
    for (size_t i = 0; i < title; i++)
        if (r->pieces.items[i].role == ROLE_BODY && !is_short(&r->pieces.items[i]) && !is_date(r, i))
            return false;
    return title <= 4 && !r->wrapped;
}

/* Of several dates around the title that behind it counts, else the nearest above; the page's own day does not. */
static void keep_one_date(struct reading *r, size_t title, size_t body)
{
    size_t best = SIZE_MAX;
    for (size_t i = title + 1; i < body && best == SIZE_MAX; i++)
        if (is_date(r, i) && !metadata_is_update(r, &r->pieces.items[i]))
            best = i;
    for (size_t i = title + 1; i < body && best == SIZE_MAX; i++)
        if (is_date(r, i))
            best = i;
    for (size_t i = title; i-- > 0 && best == SIZE_MAX && title - i <= 4;)
        if (is_date(r, i))
            best = i;
    for (size_t i = 0; i < title; i++)
        if (i != best && is_date(r, i))
            piece_drop(r, &r->pieces.items[i], "navigation");
}

void portal_find_head(struct reading *r)
{
    size_t body = first_long(r), title = SIZE_MAX;
    int best = 0;
    if (body == SIZE_MAX || body < 3)
        return;
    bool early = true; /* no line of a title's length came before */
    for (size_t i = 0; i < body; i++) {
        int points = title_points(r, i, body);
        if (points >= 3 && early &&
            (words_count(r->pieces.items[i].text.s, r->pieces.items[i].text.n) > SHORT_WORDS || recurs(r, i))) {
            points++;
            early = false;
        }
        if (points > best) {
            best = points;
            title = i;
        }
    }
    if (title == SIZE_MAX || title == 0 || best < 3 ||
        !(has_menu(r, title) || (is_above_byline(r, piece_next(r, title + 1), body) && are_sections(r, title))))
        return;
    keep_one_date(r, title, body);
    for (size_t i = 0; i < title; i++)
        if (piece_is_open(&r->pieces.items[i]) && !is_date(r, i))
            piece_drop(r, &r->pieces.items[i], "navigation");
    struct piece *p = &r->pieces.items[title];
    p->role = ROLE_TITLE;
    r->meta->title = p->text;
    r->meta->title_line = p->line;
    r->pasted = true;
    record_guessed(r, p->line, "title", p->text.s, p->text.n);
}

/* ---- the end ---- */

/* A line with which the page goes on behind the article. */
static bool begins_tail(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), end = n;
    if (p->low[0] == '\0' || p->text.n > 120 || p->kind == PIECE_TABLE || p->kind == PIECE_FIGURE)
        return false;
    while (end > 0 && strchr(" ()0123456789:", p->low[end - 1]) != NULL)
        end--;
    if (p->role == ROLE_DROPPED)
        return strcmp(p->rule, "tags") == 0 || strcmp(p->rule, "related") == 0 || strcmp(p->rule, "comments") == 0;
    return p->role == ROLE_BODY && end > 0 &&
           (phrase_is(r->phrases, PHRASE_RELATED, p->low, end) || phrase_is(r->phrases, PHRASE_TAGS, p->low, end) ||
            phrase_is(r->phrases, PHRASE_COMMENTS, p->low, end));
}

static bool has_sentence(const struct piece *p)
{
    return p->role == ROLE_BODY && p->text.n >= SENTENCE && words_end_sentence(p->text.s, p->text.n);
}

static size_t prose(const struct reading *r, size_t from, size_t to)
{
    size_t sum = 0;
    for (size_t i = from; i < to; i++)
        sum += has_sentence(&r->pieces.items[i]) ? r->pieces.items[i].text.n : 0;
    return sum;
}

/* Who wrote it and where it was taken from may stand behind the text. */
static bool may_be_credit(const struct reading *r, const struct piece *p)
{
    struct text author;
    struct doc_date date;
    return captions_credit(r, p) != SIZE_MAX || metadata_is_date_line(r, p, &date) ||
           phrase_starts(r->phrases, PHRASE_CREDIT_SOURCE, p->low, strlen(p->low)) > 0 || p->text.s[0] == '(' ||
           metadata_author_of(r, p->text.s, p->text.n, &author);
}

/* A page that had a menu above its text has other things below: lines that are no sentences. */
static void drop_loose_end(struct reading *r)
{
    size_t end = r->pieces.n, seen = 0;
    while (end > 0 && !has_sentence(&r->pieces.items[end - 1]) && r->pieces.items[end - 1].kind == PIECE_TEXT)
        end--;
    for (size_t i = end; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (!piece_is_open(p))
            continue;
        if (++seen > 2 || (!words_end_sentence(p->text.s, p->text.n) && !may_be_credit(r, p)))
            piece_drop(r, p, "page-tail");
    }
}

/* Behind such a line all goes, as long as next to all running text stands before it. Names may be the author's. */
void portal_find_tail(struct reading *r)
{
    size_t all = 0, left = 0, counted = r->pieces.n; /* prose from `counted` on is in `left` */
    size_t first = r->pieces.n / 3, end = r->pieces.n;
    for (size_t i = first; i < end; i++) {
        if (!begins_tail(r, &r->pieces.items[i]))
            continue;
        all = counted == end ? prose(r, 0, end) : all; /* only a page with such a line has its prose measured */
        left = counted == end ? prose(r, i + 1, end) : left - prose(r, counted, i + 1);
        counted = i + 1;
        if (left * 10 > all)
            continue;
        for (size_t k = i; k < r->pieces.n; k++) {
            struct piece *q = &r->pieces.items[k];
            if (q->role == ROLE_BODY)
                piece_drop(r, q, "page-tail");
        }
        break;
    }
    if (r->pasted)
        drop_loose_end(r);
}
