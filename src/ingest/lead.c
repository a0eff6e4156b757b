/* The lead: the paragraph between title and text that says the whole in short. A text file does not mark it, so signs
 * are weighed: an agency's mark, a date or picture that parts it from the text, its length, and how it and the next
 * paragraph begin. Without enough of them the first paragraph is only the first paragraph.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"
#include "lang/dates.h"

#define LEAD_MAX 620 /* bytes */
#define LEAD_SENTENCES 5
#define SHORT_LEAD 450 /* bytes */

/* "TTO - ", "(Dân trí) - ", "HAO –": a paper's sign before the lead. English datelines ("PARIS, April 8 —") begin the
 * body itself. */
static bool has_agency_prefix(const struct piece *p)
{
    const char *s = p->text.s;
    size_t n = p->text.n < 40 ? p->text.n : 40, i = 0;
    bool bracket = n > 0 && s[0] == '(';
    if (bracket) {
        const char *close = memchr(s, ')', n);
        i = close != NULL ? (size_t)(close - s) + 1 : 0;
        return i > 0 && i + 2 < n && s[i] == ' ' && (s[i + 1] == '-' || (unsigned char)s[i + 1] == 0xE2);
    }
    while (i < n &&
           ((s[i] >= 'A' && s[i] <= 'Z') || s[i] == '.' || s[i] == '+' || (i > 0 && s[i] >= '0' && s[i] <= '9')))
        i++;
    return i >= 2 && i + 2 < n && s[i] == ' ' && (s[i + 1] == '-' || (unsigned char)s[i + 1] == 0xE2) && i <= 12;
}

/* "ASTANA. Agency –", "HANOI (Wire) -", "Hà Nội (TTXVN 15/3) -", "АСТАНА, 11 октября. /Агентство/.": the news itself
 * begins here. */
static bool has_dateline(const struct piece *p)
{
    size_t n = p->text.n < 90 ? p->text.n : 90, first = 0, upper, letters;
    while (first < n && strchr(" (,.-/", p->text.s[first]) == NULL)
        first++;
    letters = words_letters(p->text.s, first, &upper);
    bool capitals = letters >= 3 && upper == letters && !has_agency_prefix(p);
    if (capitals && first < n) {
        size_t i = first;
        while (i < n && (p->text.s[i] == ' '))
            i++;
        return i < n && strchr(".,(-/", p->text.s[i]) != NULL;
    }
    const char *open = memchr(p->text.s, '(', n),
               *close = open != NULL ? memchr(open, ')', n - (size_t)(open - p->text.s)) : NULL;
    bool dated = close != NULL && memchr(open, '/', (size_t)(close - open)) != NULL &&
                 strcspn(open, "0123456789") < (size_t)(close - open); /* "Hà Nội (TTX 15/5) Chiều nay …" */
    if (dated && open > p->text.s && words_count(p->text.s, (size_t)(open - p->text.s)) <= 4)
        return true;
    return close != NULL && open > p->text.s && words_count(p->text.s, (size_t)(open - p->text.s)) <= 4 &&
           (strncmp(close + 1, " -", 2) == 0 || strncmp(close + 1, " –", 4) == 0 || strncmp(close + 1, " —", 4) == 0);
}

static bool begins_with(const struct reading *r, const struct piece *p, enum phrase_list list)
{
    size_t n = p->text.n < 60 ? p->text.n : 60;
    while (n < p->text.n && n > 0 && ((unsigned char)p->text.s[n] & 0xC0) == 0x80)
        n--;
    char *low = utf8_lower_str(r->a, p->text.s, n);
    return phrase_starts(r->phrases, list, low, strlen(low)) > 0;
}

static bool is_lead_sized(const struct piece *p)
{
    return p->text.n >= 40 && p->text.n <= LEAD_MAX &&
           words_sentences(p->text.s, p->text.n, LEAD_SENTENCES + 1) <= LEAD_SENTENCES;
}

/* The text parts behind the first paragraph: a heading, a teaser, a picture that a program named. */
static bool is_parted(const struct reading *r, size_t at)
{
    if (at + 1 >= r->pieces.n)
        return false;
    const struct piece *next = &r->pieces.items[at + 1];
    if (next->role == ROLE_DROPPED || next->role == ROLE_MERGED)
        return strncmp(next->rule, "teaser", 6) == 0 || strcmp(next->rule, "related") == 0 ||
               strcmp(next->rule, "auto-caption") == 0;
    return next->kind == PIECE_HEADING;
}

static size_t count_paragraphs(const struct reading *r, size_t from)
{
    size_t count = 0;
    for (size_t i = from; i < r->pieces.n && count < 8; i++)
        count += r->pieces.items[i].role == ROLE_BODY && r->pieces.items[i].kind == PIECE_TEXT &&
                 r->pieces.items[i].text.n > 80;
    return count;
}

/* First paragraph behind the title; teasers directly above it mean that the lead is missing. */
static size_t first_paragraph(const struct reading *r, bool *teased)
{
    bool after_title = r->meta->title_line == 0 || r->page;
    *teased = false;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_LEAD)
            return SIZE_MAX;
        if (p->role == ROLE_TITLE || (p->role == ROLE_MERGED && strcmp(p->rule, "label") == 0))
            after_title = true;
        if (p->role == ROLE_DROPPED && after_title && strncmp(p->rule, "teaser", 6) == 0)
            *teased = true;
        if (p->role != ROLE_BODY || !after_title || p->kind == PIECE_FIGURE)
            continue;
        return p->kind == PIECE_TEXT && p->in == NULL ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* Speech, greetings and what announces a list sum nothing up. */
static bool is_no_lead(const struct piece *p)
{
    size_t i = 0;
    uint32_t first = utf8_next(p->text.s, p->text.n, &i), last = words_last_sign(p->text.s, p->text.n);
    return last == ',' || last == ':' || last == '!' || first == '-' || first == 0x2013 || first == 0x2014 ||
           words_quoted(p->text.s, p->text.n);
}

/* Vietnamese papers open with a short paragraph of their own between title and text, also where a text file shows no
 * date. One that begins with day or place tells the news already; when the next one does, this one is the lead. */
static int vietnamese_points(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    if (strcmp(r->meta->lang, "vi") != 0 || r->meta->title_line == 0 || p->text.n > SHORT_LEAD ||
        words_sentences(p->text.s, p->text.n, 4) > 3)
        return 0;
    size_t next = piece_next(r, at + 1);
    while (next < r->pieces.n && r->pieces.items[next].kind == PIECE_FIGURE)
        next = piece_next(r, next + 1);
    int points = 1;
    if (begins_with(r, p, PHRASE_NEWS_START))
        points -= 3;
    if (next < r->pieces.n && r->pieces.items[next].kind == PIECE_TEXT) {
        points += begins_with(r, &r->pieces.items[next], PHRASE_NEWS_START);
        points += r->pieces.items[next].text.n > p->text.n * 2;
    }
    return points;
}

/* Two points make a lead. */
static int points_of(const struct reading *r, size_t at, bool teased)
{
    const struct piece *p = &r->pieces.items[at];
    bool english = strcmp(r->meta->lang, "en") == 0;
    int points = has_agency_prefix(p) && !english ? 3 : 0;
    if (teased || r->authored)
        return points;
    points += is_parted(r, at) ? 2 : 0;
    int dated = english ? 0 : 2;
    points += !r->letter && r->meta->date_line != 0 ? dated : 0;
    points += !r->letter ? vietnamese_points(r, at) : 0;
    return is_no_lead(p) ? 0 : points - (has_dateline(p) ? 3 : 0);
}

static bool resembles_description(const struct reading *r, const struct piece *p)
{
    size_t rest, n;
    if (r->description == NULL)
        return false;
    n = strlen(r->description);
    while (n > 0 && (r->description[n - 1] == '.' || (unsigned char)r->description[n - 1] >= 0x80))
        n--;
    n = n > 90 ? 90 : n;
    while (n > 0 && r->description[n - 1] != ' ' && n >= 60)
        n--;
    return n >= 24 && words_begin_with(p->text.s, p->text.n, r->description, n, &rest);
}

/* "(Mây Trắng) - …": what stands in the brackets is the source when nothing better names one. */
static void take_source_prefix(struct reading *r, const struct piece *p)
{
    const char *close = has_agency_prefix(p) && p->text.s[0] == '(' ? memchr(p->text.s, ')', p->text.n) : NULL;
    size_t n = close != NULL ? (size_t)(close - p->text.s) - 1 : 0, upper;
    size_t first = 1;
    if (r->meta->source_name != NULL || n < 2 || words_count(p->text.s + 1, n) > 5 ||
        words_letters(p->text.s + 1, n, &upper) < 2 || !utf8_is_upper(utf8_next(p->text.s, p->text.n, &first)))
        return;
    r->meta->source_name = arena_strndup(r->a, p->text.s + 1, n);
    record_guessed(r, p->line, "source-prefix", r->meta->source_name, n);
}

/* A line between the title and the first paragraph that says more than it: below a title in capitals, or above an
 * agency's place and date. */
static void find_subtitle(struct reading *r)
{
    size_t title = 0, upper;
    while (title < r->pieces.n && r->pieces.items[title].role != ROLE_TITLE)
        title++;
    size_t at = title < r->pieces.n ? piece_next(r, title + 1) : r->pieces.n, next = piece_next(r, at + 1);
    if (next >= r->pieces.n || r->meta->subtitle.n > 0)
        return;
    struct piece *p = &r->pieces.items[at];
    const struct piece *q = &r->pieces.items[next];
    size_t words = words_count(p->text.s, p->text.n);
    const struct text *t = &r->meta->title;
    bool capitals = words_letters(t->s, t->n, &upper) == upper && upper >= 8 && at == title + 1 && p->blank == 0 &&
                    words_letters(p->text.s, p->text.n, &upper) > upper;
    if (!piece_is_open(p) || words < 4 || words > 20 || words_end_sentence(p->text.s, p->text.n) ||
        words_are_name(p->text.s, p->text.n) || p->text.n > 200 || !words_end_sentence(q->text.s, q->text.n) ||
        q->text.n < 80 || !(capitals || has_dateline(q)))
        return;
    p->role = ROLE_SUBTITLE;
    r->meta->subtitle = p->text;
    record_guessed(r, p->line, "subtitle", p->text.s, p->text.n);
}

/* A page may name its lead, or a list of labels, further down than the first paragraph. */
static bool has_lead(const struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++)
        if (r->pieces.items[i].role == ROLE_LEAD)
            return true;
    return r->meta->lead.n > 0;
}

void metadata_find_lead(struct reading *r)
{
    if (!r->page && !r->authored && r->meta->title.n > 0)
        find_subtitle(r);
    bool teased;
    size_t at = first_paragraph(r, &teased);
    if (at != SIZE_MAX)
        take_source_prefix(r, &r->pieces.items[at]);
    if (at == SIZE_MAX || r->meta->title.n == 0 || has_lead(r))
        return;
    struct piece *p = &r->pieces.items[at];
    bool english = strcmp(r->meta->lang, "en") == 0, lead;
    if (!is_lead_sized(p) || count_paragraphs(r, at + 1) < 2)
        return;
    if (r->page)
        lead = p->hint == HINT_LEAD || p->bold || (has_agency_prefix(p) && !english) ||
               (resembles_description(r, p) && !english && !has_dateline(p));
    else
        lead = points_of(r, at, teased) >= 2 || (r->authored && p->bold);
    if (!lead || rule_kept(r, "lead"))
        return;
    p->role = ROLE_LEAD;
    if (p->hint != HINT_LEAD)
        record_guessed(r, p->line, "lead", p->text.s, p->text.n);
}
