/* Plain text: a line is a piece, unless the file was wrapped at a fixed width; lines with tabs make tables. */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/text_lines.h"
#include "ingest/words.h"

#define MAX_CELLS 64
#define MAX_ROWS 20000

/* ---- tables ---- */

static size_t count_cells(const struct text_line *line)
{
    size_t cells = 1;
    for (size_t i = 0; i < line->n; i++)
        cells += line->s[i] == '\t' && i + 1 < line->n && line->s[i + 1] != '\t';
    return cells;
}

static void add_row(struct reading *r, struct doc_node *table, const struct text_line *line)
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
static bool read_table(struct reading *r, struct text_lines *in, struct text_line *line, bool *more)
{
    size_t cells = count_cells(line);
    struct text_lines ahead = *in;
    struct text_line next;
    uint16_t most = r->spaced ? 1 : 0;
    if (cells < 2 || cells > MAX_CELLS || !text_lines_next(&ahead, &next) || next.blank > most ||
        count_cells(&next) != cells)
        return false;
    struct piece *p = piece_add(r, PIECE_TABLE, line->number);
    p->blank = line->blank;
    p->said = true;
    struct doc_node *table = doc_new(r->a, DOC_TABLE, (struct srcpos){r->path, line->number, 0});
    p->node = table;
    size_t rows = 0;
    do {
        add_row(r, table, line);
        *more = text_lines_next(in, line);
    } while (*more && line->blank <= most && count_cells(line) == cells && ++rows < MAX_ROWS);
    mark_head(table);
    return true;
}

/* True when no two lines touch. */
static bool is_spaced(const char *s, size_t n)
{
    struct text_lines in = {s, n, 0, 0};
    struct text_line line;
    size_t count = 0;
    while (text_lines_next(&in, &line))
        if (line.blank == 0 && count++ > 0)
            return false;
    return true;
}

/* Next line of the text; what a page had at its ends is recorded and passed over. */
static bool next_of_text(struct reading *r, const struct wrap *wrap, struct text_lines *in, struct text_line *line)
{
    bool torn = false;
    uint16_t blank = 0;
    while (text_lines_next(in, line)) {
        line->torn = torn;
        line->blank = line->blank > blank ? line->blank : blank;
        if (!wrap_is_furniture(wrap, line) || rule_kept(r, "page-furniture"))
            return true;
        record_dropped(r, line->number, "page-furniture", line->s, line->n);
        torn = true;
        blank = line->blank;
    }
    return false;
}

/* A line and what parts it from the next one of its paragraph. */
static void put_line(struct reading *r, const struct wrap *wrap, const struct text_line *line,
                     const struct text_line *next)
{
    bool divided = next != NULL && wrap_divides_word(wrap, line, next);
    reading_put(r, line->s, line->n - divided, line->number);
    if (divided)
        record_changed(r, line->number, "word-divided", (struct text){.s = "-", .n = 1}, (struct text){.s = ""});
    else if (next == NULL || line->s[line->n - 1] != '-')
        text_put(r->builder, " ", 1);
}

void read_text(struct reading *r, const char *s, size_t n)
{
    struct wrap *wrap = wrap_find(s, n);
    r->wrapped = wrap != NULL;
    r->spaced = is_spaced(s, n);
    struct text_lines in = {s, n, 0, 0};
    struct text_line line;
    bool more = next_of_text(r, wrap, &in, &line);
    while (more) {
        if (read_table(r, &in, &line, &more))
            continue;
        struct text_line first = line, before;
        bool joined;
        do {
            before = line;
            more = next_of_text(r, wrap, &in, &line);
            joined = more && wrap_continues(wrap, &before, &line);
            put_line(r, wrap, &before, joined ? &line : NULL);
        } while (joined);
        struct text text = text_finish(r->builder, r->a);
        if (text.n == 0)
            continue;
        struct piece *p = piece_add_text(r, PIECE_TEXT, text, first.number);
        p->indent = first.indent;
        p->blank = first.blank;
    }
    wrap_drop(wrap);
}
