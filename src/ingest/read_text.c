/* Plain text: a line is a piece, unless the file was wrapped at a fixed width; lines with tabs make tables. */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define TAB_COLUMNS 8
#define WRAP_MAX 110 /* characters of the longest line in a wrapped file */
#define MAX_CELLS 64
#define MAX_ROWS 20000

struct line {
    const char *s; /* without indent and line end */
    size_t n;
    uint32_t number;
    uint16_t indent;
    uint16_t blank; /* empty lines before it */
};

struct lines {
    const char *s;
    size_t n, at;
    uint32_t number;
};

/* White space at s[i], in bytes; 0: none. Invisible characters count, or a line of U+FEFF would be text. */
static size_t space_length(const char *s, size_t n, size_t i)
{
    if (s[i] == ' ' || s[i] == '\t')
        return 1;
    if ((unsigned char)s[i] < 0x80)
        return s[i] == '\f' || s[i] == '\v' ? 1 : 0;
    size_t next = i;
    uint32_t cp = utf8_next(s, n, &next);
    return utf8_is_space(cp) ? next - i : 0;
}

/* Next line that is not empty; false at the end. */
static bool next_line(struct lines *in, struct line *out)
{
    unsigned blank = 0;
    while (in->at < in->n) {
        const char *s = in->s + in->at, *end = memchr(s, '\n', in->n - in->at);
        size_t n = end != NULL ? (size_t)(end - s) : in->n - in->at, skip = 0;
        unsigned indent = 0;
        in->at += n + 1;
        in->number++;
        for (size_t space; skip < n && (space = space_length(s, n, skip)) > 0; skip += space)
            indent += s[skip] == '\t' ? TAB_COLUMNS : 1;
        while (n > skip && (s[n - 1] == ' ' || s[n - 1] == '\t'))
            n--;
        if (skip == n) {
            blank++;
            continue;
        }
        *out = (struct line){s + skip, n - skip, in->number, (uint16_t)(indent < 999 ? indent : 999),
                             (uint16_t)(blank < 99 ? blank : 99)};
        return true;
    }
    return false;
}

/* ---- wrapped files ---- */

struct wrap {
    bool on;
    size_t width; /* bytes of the longest line */
};

static bool starts_small(const struct line *line)
{
    size_t i = 0;
    return line->n > 0 && utf8_is_lower(utf8_next(line->s, line->n, &i));
}

/* A file is wrapped when no line is long and most lines inside a block stop in the middle of a sentence. */
static struct wrap find_wrap(const char *s, size_t n)
{
    struct lines in = {s, n, 0, 0};
    struct line line, before = {0};
    struct wrap wrap = {false, 0};
    size_t inside = 0, broken = 0, longest = 0;
    while (next_line(&in, &line)) {
        size_t length = line.n <= 4 * WRAP_MAX ? utf8_count(line.s, line.n) : line.n;
        longest = length > longest ? length : longest;
        if (longest > WRAP_MAX)
            return wrap;
        wrap.width = line.n > wrap.width ? line.n : wrap.width;
        if (before.s != NULL && line.blank == 0) {
            inside++;
            broken += !words_end_sentence(before.s, before.n) && starts_small(&line);
        }
        before = line;
    }
    wrap.on = longest >= 40 && inside >= 3 && broken * 2 >= inside;
    return wrap;
}

static bool has_marker(const struct line *line)
{
    size_t i = 0;
    uint32_t cp = utf8_next(line->s, line->n, &i);
    return cp == '-' || cp == '+' || cp == '*' || cp == 0x2022 || cp == 0x2013;
}

static bool continues(const struct wrap *wrap, const struct line *before, const struct line *line)
{
    return wrap->on && line->blank == 0 && line->indent <= before->indent && before->n * 10 >= wrap->width * 6 &&
           !has_marker(line);
}

/* ---- tables ---- */

static size_t count_cells(const struct line *line)
{
    size_t cells = 1;
    for (size_t i = 0; i < line->n; i++)
        cells += line->s[i] == '\t' && i + 1 < line->n && line->s[i + 1] != '\t';
    return cells;
}

static void add_row(struct reading *r, struct doc_node *table, const struct line *line)
{
    struct srcpos pos = {r->path, line->number, 0};
    struct doc_node *row = doc_new(r->a, DOC_ROW, pos);
    for (size_t i = 0; i < line->n;) {
        size_t end = i;
        while (end < line->n && line->s[end] != '\t')
            end++;
        reading_put(r, line->s + i, end - i, line->number);
        struct doc_node *cell = doc_new(r->a, DOC_CELL, pos);
        cell->text = text_finish(r->builder, r->a);
        doc_append(row, cell);
        while (end < line->n && line->s[end] == '\t')
            end++;
        i = end;
    }
    doc_append(table, row);
}

/* Short lines without figures over lines with some: a head. */
static void mark_head(struct doc_node *table)
{
    struct doc_node *row = table->first;
    if (row == NULL || row->next == NULL)
        return;
    for (const struct doc_node *cell = row->first; cell != NULL; cell = cell->next) {
        size_t upper;
        if (cell->text.n == 0 || cell->text.n > 60 || words_letters(cell->text.s, cell->text.n, &upper) == 0)
            return;
    }
    row->header = true;
    for (struct doc_node *cell = row->first; cell != NULL; cell = cell->next)
        cell->header = true;
}

/* Reads a table that begins with this line, if the next line has as many cells. Leaves the line behind it in *line and
 * sets *more. */
static bool read_table(struct reading *r, struct lines *in, struct line *line, bool *more)
{
    size_t cells = count_cells(line);
    struct lines ahead = *in;
    struct line next;
    uint16_t most = r->spaced ? 1 : 0;
    if (cells < 2 || cells > MAX_CELLS || !next_line(&ahead, &next) || next.blank > most || count_cells(&next) != cells)
        return false;
    struct piece *p = piece_add(r, PIECE_TABLE, line->number);
    p->blank = line->blank;
    p->said = true;
    struct doc_node *table = doc_new(r->a, DOC_TABLE, (struct srcpos){r->path, line->number, 0});
    p->node = table;
    size_t rows = 0;
    do {
        add_row(r, table, line);
        *more = next_line(in, line);
    } while (*more && line->blank <= most && count_cells(line) == cells && ++rows < MAX_ROWS);
    mark_head(table);
    return true;
}

/* True when no two lines touch. */
static bool is_spaced(const char *s, size_t n)
{
    struct lines in = {s, n, 0, 0};
    struct line line;
    size_t count = 0;
    while (next_line(&in, &line))
        if (line.blank == 0 && count++ > 0)
            return false;
    return true;
}

void read_text(struct reading *r, const char *s, size_t n)
{
    struct wrap wrap = find_wrap(s, n);
    r->spaced = is_spaced(s, n);
    struct lines in = {s, n, 0, 0};
    struct line line;
    bool more = next_line(&in, &line);
    while (more) {
        if (read_table(r, &in, &line, &more))
            continue;
        struct line first = line, before;
        do {
            reading_put(r, line.s, line.n, line.number);
            text_put(r->builder, " ", 1);
            before = line;
            more = next_line(&in, &line);
        } while (more && continues(&wrap, &before, &line));
        struct text text = text_finish(r->builder, r->a);
        if (text.n == 0)
            continue;
        struct piece *p = piece_add_text(r, PIECE_TEXT, text, first.number);
        p->indent = first.indent;
        p->blank = first.blank;
    }
}
