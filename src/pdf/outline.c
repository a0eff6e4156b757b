/* The outline (ISO 32000-1, 12.3.3). */
#include "pdf/outline.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/names.h"
#include "pdf/syntax.h"

/* With at most so many lines on the two upper levels both are shown when the book is opened. */
#define SHOWN_LINES 40

/* A line with its relatives, as indexes counted from 1; 0: none. */
struct line {
    size_t parent, first, last, previous, next;
    size_t shown; /* lines below it that are in view when all above are open */
    unsigned level;
    bool open;
};

struct outline {
    const struct pages *pages;
    struct line *lines;    /* [0] is the root */
    size_t n;              /* without the root */
    uint32_t first_number; /* of the root; the lines follow */
};

static void append(struct outline *o, size_t parent, size_t i)
{
    struct line *up = &o->lines[parent];
    o->lines[i].parent = parent;
    o->lines[i].previous = up->last;
    if (up->last != 0)
        o->lines[up->last].next = i;
    else
        up->first = i;
    up->last = i;
}

/* Puts each line under the nearest one before it that is of a higher level. */
static void make_tree(struct outline *o)
{
    size_t above = 0;
    for (size_t i = 1; i <= o->n; i++) {
        unsigned level = o->pages->outline[i - 1].level;
        while (above != 0 && o->lines[above].level >= level)
            above = o->lines[above].parent;
        o->lines[i].level = level;
        append(o, above, i);
        above = i;
    }
}

static void open_lines(struct outline *o)
{
    size_t upper = 0;
    for (size_t i = 1; i <= o->n; i++)
        upper += o->lines[i].parent == 0 || o->lines[o->lines[i].parent].parent == 0;
    for (size_t i = 1; i <= o->n; i++)
        o->lines[i].open = o->lines[i].parent == 0 && upper <= SHOWN_LINES;
    o->lines[0].open = true;
    for (size_t i = o->n; i > 0; i--) /* children stand behind their parents */
        o->lines[o->lines[i].parent].shown += 1 + (o->lines[i].open ? o->lines[i].shown : 0);
}

static void put_relative(const struct outline *o, struct buf *b, const char *key, size_t i)
{
    if (i == 0)
        return;
    buf_puts(b, key);
    put_ref(b, o->first_number + (uint32_t)i);
}

static void put_children(const struct outline *o, struct buf *b, const struct line *line)
{
    put_relative(o, b, "/First ", line->first);
    put_relative(o, b, "/Last ", line->last);
    if (line->first != 0)
        buf_printf(b, "/Count %s%zu", line->open ? "" : "-", line->shown);
}

static void put_line(const struct outline *o, struct buf *b, size_t i)
{
    const struct outline_entry *entry = &o->pages->outline[i - 1];
    const struct line *line = &o->lines[i];
    buf_puts(b, "<</Title");
    put_text(b, entry->title);
    buf_puts(b, "/Parent ");
    put_ref(b, o->first_number + (uint32_t)line->parent);
    put_relative(o, b, "/Prev ", line->previous);
    put_relative(o, b, "/Next ", line->next);
    put_children(o, b, line);
    if (entry->anchor != NULL && names_find(o->pages, entry->anchor) != NULL) {
        buf_puts(b, "/Dest");
        put_bytes(b, entry->anchor, strlen(entry->anchor));
    }
    buf_puts(b, ">>");
}

static void write_lines(struct document *doc, const struct outline *o)
{
    struct buf b = BUF_INIT;
    buf_puts(&b, "<</Type/Outlines");
    put_children(o, &b, &o->lines[0]);
    buf_puts(&b, ">>");
    document_put(doc, o->first_number, &b);
    for (size_t i = 1; i <= o->n; i++) {
        buf_clear(&b);
        put_line(o, &b, i);
        document_put(doc, o->first_number + (uint32_t)i, &b);
    }
    buf_free(&b);
}

void outline_write(struct document *doc, const struct pages *pages)
{
    if (pages->n_outline == 0)
        return;
    struct outline o = {.pages = pages, .n = pages->n_outline};
    o.lines = mem_calloc(o.n + 1, sizeof *o.lines);
    o.first_number = document_reserve(doc, o.n + 1);
    make_tree(&o);
    open_lines(&o);
    write_lines(doc, &o);
    free(o.lines);
    struct buf *catalog = document_catalog(doc);
    buf_puts(catalog, "/Outlines ");
    put_ref(catalog, o.first_number);
}
