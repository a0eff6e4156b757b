/* Typography: quotation marks, dashes, dots, spaces before signs, letters that only look right. Spelling is never
 * touched, and where a mark could be read in two ways it stays as it is. Each change is recorded, smallest first, so
 * that undoing them all gives the text back.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/legacy.h"
#include "ingest/stages.h"
#include "ingest/words.h"

struct edit {
    size_t at, n; /* bytes that go */
    const char *with;
    const char *rule;
};

struct edits {
    struct edit *items;
    size_t n, cap;
};

struct cleaner {
    struct reading *r;
    struct edits edits;
    bool vietnamese, tcvn3;
    const char *open, *close; /* quotation marks of the language */
};

static void add_edit(struct cleaner *c, size_t at, size_t n, const char *with, const char *rule)
{
    mem_grow((void **)&c->edits.items, &c->edits.cap, c->edits.n + 1, sizeof *c->edits.items);
    c->edits.items[c->edits.n++] = (struct edit){at, n, with, rule};
}

/* ---- quotation marks ---- */

static bool opens_here(const char *s, size_t n, size_t at, size_t length)
{
    size_t i = at, j = at + length;
    uint32_t before = at > 0 ? utf8_prev(s, &i) : ' ';
    uint32_t after = j < n ? utf8_next(s, n, &j) : ' ';
    return (utf8_is_space(before) || words_is_sign(before, "([-/:") || before == 0x2013 || before == 0x2014 ||
            words_is_quote(before)) &&
           !utf8_is_space(after);
}

static bool closes_here(const char *s, size_t n, size_t at, size_t length)
{
    size_t i = at, j = at + length;
    uint32_t before = at > 0 ? utf8_prev(s, &i) : ' ';
    uint32_t after = j < n ? utf8_next(s, n, &j) : ' ';
    return !utf8_is_space(before) && !utf8_is_letter(after) && !utf8_is_digit(after);
}

/* Where the byte stands next from `from` on, t->n: nowhere; `last` is the answer before, from an earlier place. */
static size_t next_byte(const struct text *t, char byte, size_t from, size_t last)
{
    if (last > from || (last == from && from < t->n && t->s[from] == byte))
        return last;
    const char *hit = from < t->n ? memchr(t->s + from, byte, t->n - from) : NULL;
    return hit != NULL ? (size_t)(hit - t->s) : t->n;
}

/* Goes through the double marks of a paragraph. They are changed only if straight ones occur and all of them, curly
 * ones included, open and close in turn. */
static void edit_quotes(struct cleaner *c, const struct text *t)
{
    const char *s = t->s;
    bool open = false, fits = true, straight = memchr(s, '"', t->n) != NULL;
    size_t first = c->edits.n, next_straight = 0, next_curly = 0;
    for (size_t i = 0; straight && fits;) {
        next_straight = next_byte(t, '"', i, next_straight);
        next_curly = next_byte(t, '\xE2', i, next_curly);
        size_t at = next_straight < next_curly ? next_straight : next_curly;
        if (at >= t->n)
            break;
        i = at;
        uint32_t cp = utf8_next(s, t->n, &i);
        if (cp != '"' && cp != 0x201C && cp != 0x201D)
            continue;
        if (!open)
            fits = cp != 0x201D && opens_here(s, t->n, at, i - at);
        else
            fits = cp != 0x201C && closes_here(s, t->n, at, i - at);
        open = !open;
        if (cp == '"')
            add_edit(c, at, 1, open ? c->open : c->close, "quotes");
    }
    if (!fits || open)
        c->edits.n = first;
}

/* ---- other marks ---- */

static bool is_letter_before(const char *s, size_t at)
{
    return at > 0 && utf8_is_letter(utf8_prev(s, &at));
}

static bool is_letter_at(const char *s, size_t n, size_t at)
{
    return at < n && utf8_is_letter(utf8_next(s, n, &at));
}

static void edit_dots(struct cleaner *c, const char *s, size_t n, size_t i)
{
    bool three = i + 2 < n && s[i + 1] == '.' && s[i + 2] == '.';
    if (three && (i == 0 || s[i - 1] != '.') && (i + 3 >= n || s[i + 3] != '.'))
        add_edit(c, i, 3, "…", "ellipsis");
}

/* " , " loses its first space, also before a stop at the end. The sign stands at s[i]. */
static void edit_space_before(struct cleaner *c, const char *s, size_t n, size_t i)
{
    bool sign = words_is_sign((unsigned char)s[i], ",;!?.:") && (i + 1 == n || s[i + 1] == ' ');
    if (sign && is_letter_before(s, i - 1))
        add_edit(c, i - 1, 1, "", "space-before-sign");
}

/* Where the run of one sign that begins at byte i ends. */
static size_t run_end(const char *s, size_t n, size_t i)
{
    size_t end = i + 1;
    while (end < n && s[end] == s[i])
        end++;
    return end;
}

#define DRAWN 5 /* signs in a row that are a line */

/* Lines drawn with dashes inside a line of text, also several side by side ("_____ _____", where two sign): they go
 * together, with one space beside them. Returns the bytes looked at. */
static size_t edit_run(struct cleaner *c, const char *s, size_t n, size_t i)
{
    size_t end = run_end(s, n, i);
    if (end - i < DRAWN)
        return 1;
    for (size_t next = end + 1; next < n && s[end] == ' ' && strchr("_=-", s[next]) != NULL; next = end + 1) {
        size_t next_end = run_end(s, n, next);
        if (next_end - next < DRAWN)
            break;
        end = next_end;
    }
    bool space_before = i > 0 && s[i - 1] == ' ' && (end == n || s[end] == ' ');
    bool space_after = i == 0 && end < n && s[end] == ' ';
    add_edit(c, i - space_before, end - i + space_before + space_after, "", "drawn-line");
    return end - i;
}

/* Bytes at which something may be edited. Spaces are looked at from the signs behind them, which are fewer. */
static const bool is_mark[256] = {['.'] = true, [','] = true, [';'] = true,  ['!'] = true, ['?'] = true, [':'] = true,
                                  ['_'] = true, ['='] = true, ['\''] = true, ['-'] = true, [0xC3] = true};

#define MARKS_TOGETHER 64 /* bytes that are looked at together */

/* May byte `c` behind `b` be or end a mark to edit (apostrophes aside)? A sign behind a space, a run of one sign, "Ð".
 * Two ranges rather than the signs: compilers make vector instructions of them. */
static inline uint8_t edit_signs(uint8_t b, uint8_t c)
{
    uint8_t sign = (c < '0') | ((c >= ':') & (c <= '?'));
    uint8_t pair = (b == 0xC3) & ((c & 0xDF) == 0x90);
    return (uint8_t)(((b == ' ') & sign) | (b == c) | pair);
}

/* Is there a mark that may be edited in the MARKS_TOGETHER bytes from `s` on? Bytes stand before and behind them. Most
 * marks stand as they should, which vector instructions see in many bytes at once. */
static bool may_need_edit(const char *s)
{
    const uint8_t *p = (const uint8_t *)s - 1;
    uint8_t found = 0;
    for (size_t i = 0; i < MARKS_TOGETHER; i++)
        found |= edit_signs(p[i], p[i + 1]);
    /* A mark may be known by what follows it. */
    return (found | edit_signs(p[MARKS_TOGETHER], p[MARKS_TOGETHER + 1])) != 0;
}

static void edit_marks(struct cleaner *c, const struct text *t)
{
    const char *s = t->s;
    size_t n = t->n, looked = memchr(s, '\'', n) != NULL ? n : 0;
    for (size_t i = 0; i < n; i++) {
        if (i >= looked && i > 0 && n - i > MARKS_TOGETHER) {
            looked = i + MARKS_TOGETHER;
            if (!may_need_edit(s + i)) {
                i = looked - 1;
                continue;
            }
        }
        if (!is_mark[(unsigned char)s[i]])
            continue;
        if (i > 0 && s[i - 1] == ' ')
            edit_space_before(c, s, n, i);
        switch (s[i]) {
        case '.':
            edit_dots(c, s, n, i);
            break;
        case '\'':
            if (is_letter_before(s, i) && is_letter_at(s, n, i + 1))
                add_edit(c, i, 1, "’", "apostrophe");
            break;
        case '_':
        case '=':
            i += edit_run(c, s, n, i) - 1;
            break;
        case '-':
            if (i + 4 < n && s[i + 1] == '-') {
                i += edit_run(c, s, n, i) - 1;
                break;
            }
            if (i > 0 && i + 1 < n && s[i - 1] == ' ' && s[i + 1] == ' ')
                add_edit(c, i, 1, "–", "dash");
            break;
        case '\xC3':
            if (c->vietnamese && i + 1 < n && (s[i + 1] == '\x90' || s[i + 1] == '\xB0'))
                add_edit(c, i, 2, s[i + 1] == '\x90' ? "Đ" : "đ", "look-alike");
            break;
        default:
            break;
        }
    }
}

/* ---- capitals of TCVN3 ----
 *
 * The set has no capitals with a tone: a font of capitals draws them. Mixed words ("QUYếT địNH") tell by their other
 * letters that they were capitals, and get them back; a text that begins small may have lost all of its capitals, which
 * nothing in it can tell: it is listed as guessed. */

enum word_case {
    CASE_OTHER,
    CASE_OPEN, /* letters of which nothing can be told, behind one capital at most */
    CASE_FULL, /* several capitals, nothing lost */
    CASE_LOST  /* several capitals, and small letters whose capitals the set does not have */
};

static bool has_no_capital(uint32_t cp)
{
    uint32_t upper = utf8_upper(cp);
    if (cp < 0x80 || upper == cp)
        return false;
    for (size_t i = 0; i < 256; i++)
        if (legacy_tcvn3[i] == upper)
            return false;
    return true;
}

/* The word at or behind byte `from`: its case and end; *start == n when there is none. */
static enum word_case next_word(const char *s, size_t n, size_t from, size_t *start, size_t *end)
{
    size_t upper = 0, lost = 0, small = 0, i = from;
    *start = *end = n;
    while (i < n) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (!utf8_is_letter(cp)) {
            *end = at;
            if (*start < n)
                break;
            continue;
        }
        *start = *start < n ? *start : at;
        *end = i;
        upper += utf8_is_upper(cp);
        lost += has_no_capital(cp);
        small += utf8_is_lower(cp);
    }
    if (small > lost || *start == n)
        return CASE_OTHER;
    return upper < 2 ? (lost > 0 ? CASE_OPEN : CASE_OTHER) : lost > 0 ? CASE_LOST : CASE_FULL;
}

static void edit_word(struct cleaner *c, const char *s, size_t from, size_t to)
{
    struct buf word = BUF_INIT;
    for (size_t i = from; i < to;) {
        uint32_t upper = utf8_upper(utf8_next(s, to, &i));
        buf_utf8(&word, upper == 0xD0 ? 0x110 : upper); /* the look-alike, which this edit stands for, too */
    }
    add_edit(c, from, to - from, arena_strndup(c->r->a, word.p, word.n), "tcvn3-capitals");
    buf_free(&word);
}

/* A short word goes with the one before or behind it, unless the other neighbour is written small. */
static void edit_capitals(struct cleaner *c, const struct text *t)
{
    enum word_case before = CASE_FULL, kind;
    size_t start, end, next_start, next_end;
    for (kind = next_word(t->s, t->n, 0, &start, &end); start < t->n; start = next_start, end = next_end) {
        enum word_case next = next_word(t->s, t->n, end, &next_start, &next_end);
        bool last = next_start == t->n;
        bool goes_along = kind == CASE_OPEN && (before == CASE_LOST || next == CASE_LOST) && before != CASE_OTHER &&
                          (last || next != CASE_OTHER);
        if (kind == CASE_LOST || goes_along) {
            edit_word(c, t->s, start, end);
            kind = CASE_LOST;
        }
        before = kind;
        kind = next;
    }
}

static void report_small_start(struct cleaner *c, const struct text *t, uint32_t line)
{
    uint32_t first = words_first_letter(t->s, t->n);
    size_t upper, letters = words_letters(t->s, t->n, &upper);
    if (t->n <= PIECE_SHORT && letters >= 4 && upper == 0 && utf8_is_lower(first))
        record_guessed(c->r, line, "tcvn3-small", t->s, t->n);
}

/* ---- applying ---- */

static int compare_edits(const void *x, const void *y)
{
    const struct edit *a = x, *b = y;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Of two edits of the same bytes the first stays: what follows goes from one edit to the next. */
static void leave_overlaps_out(struct edits *e)
{
    size_t kept = 0, end = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (e->items[i].at < end)
            continue;
        end = e->items[i].at + e->items[i].n;
        e->items[kept++] = e->items[i];
    }
    e->n = kept;
}

/* Where a byte of the old text is in the new one. Spans are few and sorted by start, so a search for each is enough. */
static uint32_t moved(const struct edits *e, const int64_t *shift, uint32_t at)
{
    size_t low = 0, high = e->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (e->items[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return at;
    size_t end = e->items[low - 1].at + e->items[low - 1].n; /* a span can begin or end inside of what is edited */
    return (uint32_t)((int64_t)(at > end ? at : end) + shift[low - 1]);
}

static struct text apply(struct cleaner *c, const struct text *t, uint32_t line)
{
    struct edits *e = &c->edits;
    struct buf out = BUF_INIT;
    int64_t *shift = mem_calloc(e->n, sizeof *shift), sum = 0;
    size_t from = 0;
    for (size_t i = 0; i < e->n; i++) {
        const struct edit *edit = &e->items[i];
        struct text before = {.s = t->s + edit->at, .n = (uint32_t)edit->n};
        struct text after = {.s = edit->with, .n = (uint32_t)strlen(edit->with)};
        buf_put(&out, t->s + from, edit->at - from);
        buf_put(&out, after.s, after.n);
        from = edit->at + edit->n;
        sum += (int64_t)after.n - (int64_t)before.n;
        shift[i] = sum;
        record_changed(c->r, line, edit->rule, before, after);
    }
    buf_put(&out, t->s + from, t->n - from);
    struct text result = text_make(c->r->a, out.p, out.n);
    struct span *spans = t->n_spans > 0 ? arena_calloc(c->r->a, t->n_spans, sizeof *spans) : NULL;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        struct span span = t->spans[i];
        span.start = moved(e, shift, span.start);
        span.end = moved(e, shift, span.end);
        if (span.start < span.end || t->spans[i].start == t->spans[i].end) /* else nothing of it is left */
            spans[result.n_spans++] = span;
    }
    result.spans = spans;
    free(shift);
    buf_free(&out);
    return result;
}

static void clean_text(struct cleaner *c, struct text *t, uint32_t line)
{
    c->edits.n = 0;
    if (t->n == 0)
        return;
    edit_quotes(c, t);
    edit_marks(c, t);
    if (c->tcvn3) {
        edit_capitals(c, t);
        report_small_start(c, t, line);
    }
    if (c->edits.n == 0)
        return;
    qsort(c->edits.items, c->edits.n, sizeof *c->edits.items, compare_edits);
    leave_overlaps_out(&c->edits);
    *t = apply(c, t, line);
}

/* Fields that no piece of the text is: from the front matter, or from a page's head. Their line is 0. */
static void clean_field(struct cleaner *c, struct text *field, enum role role)
{
    for (size_t i = 0; i < c->r->pieces.n; i++)
        if (c->r->pieces.items[i].role == role)
            return;
    if (field->n > 0)
        clean_text(c, field, 0);
}

static void clean_source_name(struct cleaner *c)
{
    const char *name = c->r->meta->source_name;
    struct text text = {.s = name, .n = name != NULL ? (uint32_t)strlen(name) : 0};
    clean_text(c, &text, 0);
    if (text.n > 0)
        c->r->meta->source_name = text.s;
}

void clean_pieces(struct reading *r)
{
    bool cyrillic = strcmp(r->meta->lang, "ru") == 0 || strcmp(r->meta->lang, "kk") == 0;
    struct cleaner c = {.r = r, .vietnamese = strcmp(r->meta->lang, "vi") == 0};
    c.tcvn3 = c.vietnamese && r->meta->encoding != NULL && strstr(r->meta->encoding, "TCVN3") != NULL;
    c.open = cyrillic ? "«" : "“";
    c.close = cyrillic ? "»" : "”";
    for (size_t i = 0; i < r->pieces.n && !rule_kept(r, "typography"); i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_DROPPED || p->role == ROLE_MERGED || p->kind == PIECE_CODE)
            continue;
        clean_text(&c, &p->text, p->line);
        clean_text(&c, &p->credit, p->line);
        for (struct doc_node *n = p->node; n != NULL; n = doc_next(p->node, n))
            clean_text(&c, &n->text, n->pos.line);
    }
    if (!rule_kept(r, "typography")) {
        clean_field(&c, &r->meta->title, ROLE_TITLE);
        clean_field(&c, &r->meta->subtitle, ROLE_SUBTITLE);
        clean_field(&c, &r->meta->lead, ROLE_LEAD);
        clean_source_name(&c);
    }
    free(c.edits.items);
}
