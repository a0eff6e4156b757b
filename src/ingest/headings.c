/* Headings of plain text: numbered lines, and bare short lines before a paragraph. And the levels of all headings. */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/vocabulary.h"
#include "ingest/words.h"
#include "lang/lang.h"

#define HEADING_MAX 180 /* bytes */
#define HEADING_WORDS 24
#define NUMBERED_MAX 260 /* bytes of a numbered heading */

enum numbering { NUMBER_NONE, NUMBER_ROMAN, NUMBER_LETTER, NUMBER_ARABIC, NUMBER_DEEP };

/* "IV. ", "2. ", "2) ", "2.1. ", "B. " at the start; *length covers it. */
static enum numbering numbering_of(const char *s, size_t n, size_t *length)
{
    size_t i = 0, dots = 0;
    unsigned roman = lang_roman_parse(s, n, &i);
    if (roman > 0 && s[0] >= 'A' && s[0] <= 'Z' && i < n && (s[i] == '.' || s[i] == ')' || s[i] == '-') && i + 1 < n &&
        s[i + 1] == ' ') {
        *length = i + 1;
        return NUMBER_ROMAN;
    }
    if (n > 3 && s[0] >= 'A' && s[0] <= 'Z' && (s[1] == '.' || s[1] == ')') && s[2] == ' ') {
        *length = 2;
        return NUMBER_LETTER;
    }
    i = 0;
    while (i < n && ((s[i] >= '0' && s[i] <= '9') || (i > 0 && s[i] == '.')) && i < 9)
        dots += s[i++] == '.';
    if (i == 0 || i >= n || s[0] == '.')
        return NUMBER_NONE;
    bool stop = s[i - 1] == '.' || s[i] == ')' || s[i] == '/';
    i += s[i] == ')' || s[i] == '/';
    if (i >= n || s[i] != ' ' || (!stop && dots == 0))
        return NUMBER_NONE;
    *length = i;
    return dots - (s[i - 1] == '.') >= 1 ? NUMBER_DEEP : NUMBER_ARABIC;
}

/* Nothing at its end that a sentence would have; a question mark may. */
static bool ends_like_heading(const struct piece *p)
{
    uint32_t cp = words_last_sign(p->text.s, p->text.n);
    return cp != '.' && cp != ';' && cp != ':' && cp != ',' && cp != 0x2026;
}

static bool starts_like_heading(const struct piece *p)
{
    size_t i = 0;
    uint32_t cp = utf8_next(p->text.s, p->text.n, &i);
    if (cp == '\'') /* a quotation mark, since a letter's apostrophe stands behind it */
        cp = utf8_next(p->text.s, p->text.n, &i);
    return utf8_is_upper(cp) || utf8_is_digit(cp) || words_is_quote(cp) || cp == 0xBF;
}

/* Followed by a paragraph that is clearly longer, with a caption or list in between at most. */
static bool leads_to_paragraph(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    for (size_t i = at + 1, seen = 0; i < r->pieces.n && seen < 4; i++) {
        const struct piece *q = &r->pieces.items[i];
        if (q->role == ROLE_DROPPED || q->role == ROLE_MERGED || q->kind == PIECE_FIGURE)
            continue;
        seen++;
        if (q->kind == PIECE_TABLE || q->in != NULL)
            return q->in != NULL;
        bool announces =
            words_last_sign(q->text.s, q->text.n) == ':' && i + 1 < r->pieces.n && r->pieces.items[i + 1].in != NULL;
        return q->kind == PIECE_TEXT && (announces || (q->text.n > p->text.n + p->text.n / 3 && q->text.n > 80));
    }
    return false;
}

static bool has_paragraph_before(const struct reading *r, size_t at)
{
    for (size_t i = at; i-- > 0;) {
        const struct piece *q = &r->pieces.items[i];
        if (q->role == ROLE_LEAD || (q->role == ROLE_BODY && q->kind == PIECE_TEXT && q->text.n > 80))
            return true;
    }
    return false;
}

/* Bold lines above the title are the head of a paper. A page's title may stand in its head only. */
static bool has_title_before(const struct reading *r, size_t at)
{
    if (r->page || r->authored)
        return true;
    for (size_t i = at; i-- > 0 && at - i < 30;)
        if (r->pieces.items[i].role == ROLE_TITLE)
            return true;
    return false;
}

/* Only short lines (series, place, year) stand between the title and this one. */
static bool is_below_title(const struct reading *r, size_t at)
{
    for (size_t i = at, seen = 0; i-- > 0 && seen < 4; seen++) {
        if (r->pieces.items[i].role == ROLE_TITLE)
            return true;
        if (r->pieces.items[i].role == ROLE_BODY && r->pieces.items[i].text.n > 80)
            return false;
    }
    return false;
}

static bool is_bare_heading(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    if (!piece_is_open(p) || p->text.n < 3 || p->text.n > HEADING_MAX ||
        words_count(p->text.s, p->text.n) > HEADING_WORDS)
        return false;
    if (!ends_like_heading(p) || !starts_like_heading(p) || words_sentences(p->text.s, p->text.n, 3) > 2)
        return false;
    bool first = r->wrapped && words_count(p->text.s, p->text.n) <= 4 && is_below_title(r, at) &&
                 at + 1 < r->pieces.n && p[1].blank == 0 && words_sentences(p[1].text.s, p[1].text.n, 2) >= 2;
    return leads_to_paragraph(r, at) && (first || has_paragraph_before(r, at)); /* "Introduction" of a report */
}

/* "Điều 3. Phạm vi", "Chapter 2: …": a word for a part, its number, and something short behind it. */
static bool is_part_heading(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    size_t n = strlen(p->low), i = phrase_starts(r->phrases, PHRASE_HEADING_NUMBER, p->low, n), roman;
    if (!piece_is_open(p) || i == 0 || i + 1 >= n || p->low[i] != ' ' || p->text.n > HEADING_MAX || n != p->text.n)
        return false;
    i++;
    size_t first = i;
    while (i < n && p->low[i] >= '0' && p->low[i] <= '9')
        i++;
    if (i == first && lang_roman_parse(p->text.s + i, n - i, &roman) > 0)
        i += roman;
    bool numbered = i > first && (i == n || p->low[i] == '.' || p->low[i] == ':' || memcmp(p->low + i, " -", 2) == 0);
    return numbered && (ends_like_heading(p) || i + 1 >= n) && words_sentences(p->text.s, p->text.n, 4) <= 2;
}

/* Arabic numbers and letters count clauses and items too: a heading has a paragraph behind it, no further number. Where
 * headings are bold, numbered lines that are not are clauses. */
static bool is_numbered_heading(const struct reading *r, size_t at, bool bold_heads)
{
    const struct piece *p = &r->pieces.items[at];
    size_t length;
    if (!piece_is_open(p) || p->text.n > NUMBERED_MAX)
        return false;
    enum numbering kind = numbering_of(p->text.s, p->text.n, &length);
    if (kind == NUMBER_NONE || p->text.n <= length + 2 || !ends_like_heading(p) || at + 1 >= r->pieces.n)
        return false;
    size_t next = piece_next(r, at + 1), ignored;
    if (kind == NUMBER_ROMAN)
        return true;
    if (bold_heads && !p->bold)
        return false;
    return next < r->pieces.n &&
           (numbering_of(r->pieces.items[next].text.s, r->pieces.items[next].text.n, &ignored) != kind ||
            r->pieces.items[next].text.n > 2 * p->text.n) &&
           r->pieces.items[next].role == ROLE_BODY;
}

/* Signatures and empty forms at the end of a paper have nothing but short lines behind them. */
static bool has_text_behind(const struct reading *r, size_t at)
{
    for (size_t i = at + 1, seen = 0; i < r->pieces.n && seen < 4; i++) {
        const struct piece *q = &r->pieces.items[i];
        if (q->role != ROLE_BODY)
            continue;
        seen++;
        if (q->text.n > 60 || q->kind == PIECE_TABLE || q->in != NULL)
            return true;
    }
    return false;
}

/* A paragraph that is bold as a whole, as pages of many papers set their headings. */
static bool is_bold_heading(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    size_t length;
    bool stop =
        words_last_sign(p->text.s, p->text.n) == '.' && numbering_of(p->text.s, p->text.n, &length) == NUMBER_NONE;
    if (!p->bold || !piece_is_open(p) || p->text.n > HEADING_MAX + 60 || stop)
        return false;
    uint32_t last = words_last_sign(p->text.s, p->text.n);
    if (last == ',' || last == ';' || !starts_like_heading(p))
        return false;
    return has_text_behind(r, at) && (has_paragraph_before(r, at) || has_title_before(r, at));
}

static void make_heading(struct reading *r, struct piece *p, const char *rule)
{
    p->kind = PIECE_HEADING;
    p->level = 0; /* headings_level() */
    record_guessed(r, p->line, rule, p->text.s, p->text.n);
}

/* Bare lines in a row are no headings: names in a list, teasers, verse. */
static bool has_bare_neighbour(const struct reading *r, size_t at)
{
    size_t before = at > 0 ? piece_prev(r, at - 1) : SIZE_MAX, after = piece_next(r, at + 1);
    const struct piece *p = before != SIZE_MAX ? &r->pieces.items[before] : NULL;
    const struct piece *q = after < r->pieces.n ? &r->pieces.items[after] : NULL;
    return (p != NULL && piece_is_open(p) && p->text.n <= 100 && !words_end_sentence(p->text.s, p->text.n)) ||
           (q != NULL && piece_is_open(q) && q->text.n <= 80 && !words_end_sentence(q->text.s, q->text.n));
}

/* True if strong spans cover the bytes [from, to). */
static bool is_strong(const struct text *t, size_t from, size_t to)
{
    for (uint32_t i = 0; i < t->n_spans && from < to; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind == SPAN_STRONG && s->start <= from && s->end > from)
            from = s->end;
        while (from < to && t->s[from] == ' ')
            from++;
    }
    return from >= to;
}

/* "<b>The river</b><br>It rises …": a bold line in a paragraph, behind a sentence's end, with a long line that is not
 * bold below it. Returns its first byte, SIZE_MAX: there is none. */
static size_t find_bold_line(struct reading *r, const struct piece *p, size_t *end)
{
    const struct text *t = &p->text;
    if (t->n_spans == 0 || !piece_is_open(p) || is_strong(t, 0, t->n))
        return SIZE_MAX;
    for (size_t from = 0; from < t->n; from = *end + 1) {
        const char *stop = memchr(t->s + from, '\n', t->n - from);
        if (stop == NULL)
            return SIZE_MAX;
        size_t next = *end = (size_t)(stop - t->s);
        while (next < t->n && t->s[next] == '\n')
            next++;
        const char *below = memchr(t->s + next, '\n', t->n - next);
        size_t length = below != NULL ? (size_t)(below - t->s) - next : t->n - next, n = *end - from;
        if (n < 3 || n > HEADING_MAX || length <= 80 || length <= n + n / 3 || !is_strong(t, from, *end) ||
            is_strong(t, next, next + 1) || (from > 0 && !words_end_sentence(t->s, from)))
            continue;
        struct piece line = {.kind = PIECE_TEXT, .text = text_slice(r->a, t, from, *end)};
        if (ends_like_heading(&line) && starts_like_heading(&line) && words_sentences(line.text.s, line.text.n, 3) <= 2)
            return from;
    }
    return SIZE_MAX;
}

static void split_bold_lines(struct reading *r)
{
    for (size_t i = 0, end; i < r->pieces.n; i++) {
        size_t from = find_bold_line(r, &r->pieces.items[i], &end);
        if (from == SIZE_MAX || (from > 0 && !piece_split(r, i, from)))
            continue;
        i += from > 0;
        if (piece_split(r, i, end - from))
            r->pieces.items[i].bold = true;
    }
}

/* Where most long paragraphs are bold, bold says nothing. */
static bool is_bold_usual(const struct reading *r)
{
    size_t all = 0, bold = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (!piece_is_open(p) || p->text.n <= HEADING_MAX + 60)
            continue;
        all++;
        bold += p->bold;
    }
    return all >= 3 && bold * 2 > all;
}

/* Between the lead and the first paragraph stands a picture more often than a heading: there a bare line is a caption
 * unless the text has more of its kind. */
static void make_bare_heading(struct reading *r, size_t at)
{
    size_t paragraphs = 0, others = 0;
    for (size_t i = 0; i < at && paragraphs <= 2; i++)
        paragraphs += r->pieces.items[i].role == ROLE_BODY && r->pieces.items[i].kind == PIECE_TEXT &&
                      r->pieces.items[i].text.n > 80;
    for (size_t i = at + 1; i < r->pieces.n && paragraphs <= 2 && others == 0; i++)
        others += is_bare_heading(r, i) && !has_bare_neighbour(r, i);
    struct piece *p = &r->pieces.items[at];
    if (paragraphs > 2 || others > 0 || words_count(p->text.s, p->text.n) < (paragraphs > 1 ? 7 : 4) ||
        words_last_sign(p->text.s, p->text.n) == '?') {
        make_heading(r, p, "heading-line");
        return;
    }
    p->kind = PIECE_FIGURE;
    record_guessed(r, p->line, "caption", p->text.s, p->text.n);
}

void headings_find(struct reading *r)
{
    size_t bold = 0;
    struct vocabulary *words = NULL;
    bool looked = false;
    split_bold_lines(r);
    bool usual = is_bold_usual(r);
    for (size_t i = 0; i < r->pieces.n; i++)
        bold +=
            r->pieces.items[i].bold && piece_is_open(&r->pieces.items[i]) && r->pieces.items[i].text.n <= HEADING_MAX;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (!r->authored && (is_numbered_heading(r, i, bold >= 3) || is_part_heading(r, i)))
            make_heading(r, p, "heading-number");
        else if (!usual && is_bold_heading(r, i))
            make_heading(r, p, "heading-bold");
        else if (!r->page && !r->authored && is_bare_heading(r, i) && !has_bare_neighbour(r, i)) {
            bool may = !r->wrapped && vocabulary_may_be_foreign(&p->text);
            words = may && !looked ? vocabulary_new(r) : words;
            looked |= may;
            if (may && vocabulary_is_foreign(words, &p->text))
                piece_drop(r, p, "teaser-bare");
            else
                make_bare_heading(r, i);
        }
    }
    vocabulary_drop(words);
}

/* Which ranks occur decides the levels: the highest one present is level 2. */
void headings_level(struct reading *r)
{
    bool seen[NUMBER_DEEP + 1] = {false};
    uint8_t level[NUMBER_DEEP + 1] = {2, 2, 2, 2, 3}, next = 2, top = 7;
    size_t length;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->role != ROLE_BODY)
            continue;
        if (p->level == 0)
            seen[numbering_of(p->text.s, p->text.n, &length)] = true;
        else if (p->level < top)
            top = p->level;
    }
    for (int k = NUMBER_ROMAN; k <= NUMBER_DEEP; k++)
        if (seen[k])
            level[k] = next < 6 ? next++ : 6;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->role != ROLE_BODY)
            continue;
        if (p->level == 0)
            p->level = level[numbering_of(p->text.s, p->text.n, &length)];
        else if (r->page || top == 1) /* a page's h3 may be its highest rank below the title */
            p->level = (uint8_t)(p->level - top + 2 > 6 ? 6 : p->level - top + 2);
        else if (p->level < 2)
            p->level = 2;
    }
}
