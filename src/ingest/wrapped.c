/* Texts that were wrapped at a fixed width, as mail programs and copies from PDF files are. A line goes on with the
 * paragraph above it unless its first word would still have fitted there. Between pages such copies have page numbers
 * and running heads, and words that were divided at a line's end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/text_lines.h"
#include "ingest/words.h"

#define WRAP_MAX 110      /* characters of the longest line in a wrapped file */
#define WRAP_MIN 40       /* and at least */
#define FURNITURE_MAX 120 /* bytes of a running head */
#define CODE_MAX 40       /* bytes of a paper's number beside that of the page */
#define FIRST_LINES 10    /* where the title stands that running heads repeat */
#define PAGE_DIGITS 4
#define HASH_STEP 0x9E3779B97F4A7C15u
#define MAX_FURNITURE (1u << 20) /* lines of a file that is looked through for it */

struct wrap {
    const char *s; /* the file */
    size_t n;
    size_t width;       /* characters of a usual line that does not end its paragraph */
    bool vietnamese;    /* its words are not divided */
    bool *furniture;    /* by line number */
    uint32_t last_line; /* of `furniture` */
};

static bool starts_small(const struct text_line *line)
{
    size_t i = 0;
    return line->n > 0 && utf8_is_lower(utf8_next(line->s, line->n, &i));
}

static size_t length_of(const struct text_line *line)
{
    return line->n <= 4 * WRAP_MAX ? utf8_count(line->s, line->n) : line->n;
}

/* ---- is it wrapped? ---- */

struct survey {
    size_t longest, open, broken, broken_length;
};

/* Lines that stop in a sentence and go on small tell the width; most lines that stop in a sentence do so. False when a
 * line is too long for a wrapped file. */
static bool survey_lines(const char *s, size_t n, struct survey *found)
{
    struct text_lines in = {s, n, 0, 0};
    struct text_line line, before = {0};
    size_t before_length = 0;
    *found = (struct survey){0};
    while (text_lines_next(&in, &line)) {
        size_t length = length_of(&line);
        found->longest = length > found->longest ? length : found->longest;
        if (length > WRAP_MAX)
            return false;
        if (before.s != NULL && line.blank == 0 && before_length >= WRAP_MIN &&
            !words_end_sentence(before.s, before.n)) {
            found->open++;
            if (starts_small(&line)) {
                found->broken++;
                found->broken_length += before_length;
            }
        }
        before = line;
        before_length = length;
    }
    return true;
}

/* ---- what stands at the ends of pages ---- */

/* "12", "- 12 -", "12/40" */
static bool is_page_number(const struct text_line *line)
{
    size_t digits = 0, others = 0;
    for (size_t i = 0; i < line->n; i++) {
        digits += line->s[i] >= '0' && line->s[i] <= '9';
        others += strchr("0123456789 -/|", line->s[i]) == NULL;
    }
    return digits > 0 && digits <= 2 * PAGE_DIGITS && others == 0 && line->n <= 14;
}

static bool is_running_head(const struct text_line *line)
{
    return line->n >= 6 && line->n <= FURNITURE_MAX && !words_end_sentence(line->s, line->n) && !starts_small(line);
}

/* The line with each row of figures as one sign: "Page 1 of 9" is "Page 2 of 9". */
static uint64_t masked_hash(const struct text_line *line)
{
    uint64_t hash = line->n > 0;
    bool digit = false;
    for (size_t i = 0; i < line->n; i++) {
        bool now = line->s[i] >= '0' && line->s[i] <= '9';
        if (!now || !digit)
            hash = (hash ^ (now ? '#' : (unsigned char)line->s[i])) * HASH_STEP;
        digit = now;
    }
    return hash | 1;
}

/* How often each masked line stands in the file, and where first. */
struct seen {
    uint64_t hash;
    uint32_t count, first;
};

struct seen_table {
    struct seen *slot;
    size_t mask;
};

static struct seen *seen_slot(const struct seen_table *table, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & table->mask;
    while (table->slot[at].hash != 0 && table->slot[at].hash != hash)
        at = (at + 1) & table->mask;
    return &table->slot[at];
}

static void count_heads(const struct wrap *wrap, struct seen_table *table)
{
    struct text_lines in = {wrap->s, wrap->n, 0, 0};
    for (struct text_line line; text_lines_next(&in, &line);) {
        if (!is_running_head(&line))
            continue;
        struct seen *seen = seen_slot(table, masked_hash(&line));
        if (seen->count++ == 0)
            *seen = (struct seen){masked_hash(&line), 1, line.number};
    }
}

/* A running head comes again; where the title stood first, it stays. */
static bool comes_again(const struct seen_table *table, const struct text_line *line)
{
    const struct seen *seen = is_running_head(line) ? seen_slot(table, masked_hash(line)) : NULL;
    if (seen == NULL || seen->count < 2)
        return false;
    bool figures = false; /* "Page 1 of 9" is furniture from the first */
    for (size_t i = 0; i < line->n; i++)
        figures |= line->s[i] >= '0' && line->s[i] <= '9';
    return figures || line->number != seen->first || line->number > FIRST_LINES;
}

/* "IGC/11/SR": no word of small letters; beside a line that is furniture. */
static bool is_code(const struct text_line *line)
{
    size_t upper, letters = words_letters(line->s, line->n, &upper);
    return line->n <= CODE_MAX && letters == upper && strpbrk(line->s, "/0123456789") < line->s + line->n &&
           strpbrk(line->s, "/0123456789") != NULL;
}

static void find_furniture(struct wrap *wrap)
{
    struct text_lines in = {wrap->s, wrap->n, 0, 0};
    struct text_line line, before = {0};
    uint32_t lines = 0;
    size_t size = 64;
    while (text_lines_next(&in, &line))
        lines++;
    if (lines > MAX_FURNITURE)
        return;
    while (size < 2 * (size_t)lines + 2)
        size *= 2;
    struct seen_table table = {mem_calloc(size, sizeof *table.slot), size - 1};
    count_heads(wrap, &table);
    wrap->last_line = in.number;
    wrap->furniture = mem_calloc((size_t)in.number + 1, sizeof *wrap->furniture);
    in = (struct text_lines){wrap->s, wrap->n, 0, 0};
    while (text_lines_next(&in, &line)) {
        bool beside = before.s != NULL && line.blank == 0 && wrap->furniture[before.number];
        bool page = is_page_number(&line) || comes_again(&table, &line);
        wrap->furniture[line.number] = page || (beside && is_code(&line));
        if (page && line.blank == 0 && before.s != NULL && is_code(&before))
            wrap->furniture[before.number] = true;
        before = line;
    }
    free(table.slot);
}

static bool has_vietnamese(const char *s, size_t n)
{
    for (const char *at = s, *end = s + n; (at = memchr(at, 0xE1, (size_t)(end - at))) != NULL; at++)
        if (at + 1 < end && ((unsigned char)at[1] & 0xFE) == 0xBA)
            return true;
    return false;
}

struct wrap *wrap_find(const char *s, size_t n)
{
    struct survey found;
    if (!survey_lines(s, n, &found) || found.longest < WRAP_MIN || found.broken < 3 || found.broken * 2 < found.open)
        return NULL;
    struct wrap *wrap = mem_calloc(1, sizeof *wrap);
    wrap->s = s;
    wrap->n = n;
    wrap->width = found.broken_length / found.broken;
    wrap->vietnamese = has_vietnamese(s, n);
    find_furniture(wrap);
    return wrap;
}

void wrap_drop(struct wrap *wrap)
{
    if (wrap == NULL)
        return;
    free(wrap->furniture);
    free(wrap);
}

bool wrap_is_furniture(const struct wrap *wrap, const struct text_line *line)
{
    return wrap != NULL && line->number <= wrap->last_line && wrap->furniture != NULL && wrap->furniture[line->number];
}

/* ---- divided words ---- */

static bool is_letter_of(uint32_t cp, bool cyrillic)
{
    return utf8_is_lower(cp) && (cyrillic ? cp >= 0x430 && cp <= 0x4FF : cp < 0x80);
}

/* Letters of one script at the end (before a hyphen) or the beginning of a text; 0: there are none. */
static size_t part_at_end(const char *s, size_t n, bool cyrillic)
{
    size_t from = n;
    while (from > 0) {
        size_t i = from;
        if (!is_letter_of(utf8_prev(s, &i), cyrillic))
            break;
        from = i;
    }
    return from > 0 && s[from - 1] != ' ' ? 0 : n - from;
}

static size_t part_at_start(const char *s, size_t n, bool cyrillic)
{
    size_t at = 0;
    while (at < n) {
        size_t i = at;
        if (!is_letter_of(utf8_next(s, n, &i), cyrillic))
            break;
        at = i;
    }
    return at;
}

/* Does the word stand somewhere in the file, with white space or signs around it? */
static bool stands(const struct wrap *wrap, const char *word, size_t n)
{
    const char *end = wrap->s + wrap->n;
    for (const char *at = wrap->s; (at = memmem(at, (size_t)(end - at), word, n)) != NULL; at++) {
        size_t before = (size_t)(at - wrap->s), behind = before + n;
        bool left = before == 0 || !utf8_is_letter(utf8_prev(wrap->s, &before));
        bool right = behind >= wrap->n || (!utf8_is_letter(utf8_next(wrap->s, wrap->n, &behind)) && at[n] != '-');
        if (left && right)
            return true;
    }
    return false;
}

/* Compounds keep their hyphen: the whole stands elsewhere with it, or both parts do as words. */
bool wrap_divides_word(const struct wrap *wrap, const struct text_line *before, const struct text_line *line)
{
    char word[128];
    if (wrap == NULL || before->n < 3 || before->s[before->n - 1] != '-')
        return false;
    size_t i = before->n - 1;
    bool cyrillic = utf8_prev(before->s, &i) >= 0x400;
    size_t first = part_at_end(before->s, before->n - 1, cyrillic), rest = part_at_start(line->s, line->n, cyrillic);
    size_t letter = cyrillic ? 2 : 1;
    if ((wrap->vietnamese && !cyrillic) || first < 2 * letter || rest < 2 * letter || first + rest + 2 > sizeof word)
        return false;
    const char *start = before->s + before->n - 1 - first;
    memcpy(word, start, first);
    memcpy(word + first, line->s, rest);
    if (stands(wrap, word, first + rest))
        return true;
    word[first] = '-';
    memcpy(word + first + 1, line->s, rest);
    return !stands(wrap, word, first + 1 + rest) && !(stands(wrap, start, first) && stands(wrap, line->s, rest));
}

/* ---- joining ---- */

static bool has_marker(const struct text_line *line)
{
    size_t i = 0, digits = strspn(line->s, "0123456789");
    uint32_t cp = utf8_next(line->s, line->n, &i);
    if (digits > 0 && digits <= 2 && digits + 1 < line->n)
        return (line->s[digits] == '.' || line->s[digits] == ')') && line->s[digits + 1] == ' ';
    return cp == '+' || cp == '*' || cp == 0x2022 || ((cp == '-' || cp == 0x2013) && line->n > i && line->s[i] == ' ');
}

/* The first word of `line` would have stood on the line above, had the paragraph gone on. */
static bool would_fit(const struct wrap *wrap, const struct text_line *before, const struct text_line *line)
{
    size_t word = 0;
    while (word < line->n && line->s[word] != ' ')
        word++;
    return length_of(before) + 1 + utf8_count(line->s, word) + 2 <= wrap->width;
}

bool wrap_continues(const struct wrap *wrap, const struct text_line *before, const struct text_line *line)
{
    if (wrap == NULL || (line->blank > 0 && !line->torn) || line->indent > before->indent + 1)
        return false;
    bool ended = words_end_sentence(before->s, before->n), full = length_of(before) * 10 >= wrap->width * 6;
    if (wrap_divides_word(wrap, before, line))
        return true;
    if (line->torn)
        return !ended && starts_small(line);
    if (!ended && starts_small(line))
        return true;
    return full && !has_marker(line) && !would_fit(wrap, before, line);
}
