/* Named destinations (ISO 32000-1, 12.3.2.3): links from outside, "book.pdf#ch-thu-do", hold from build to build. */
#include "pdf/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/syntax.h"
#include "pdf/tree.h"

/* PDF/A allows strings of 32,767 bytes. */
#define ID_MAX 32000

struct names {
    const struct document *doc;
    const struct pages *pages;
    const struct anchor **items; /* one an id */
};

static int compare_id(const void *id, const void *anchor)
{
    return strcmp(id, ((const struct anchor *)anchor)->id);
}

static bool is_usable(const struct pages *pages, const struct anchor *a)
{
    return a->page < pages->n && a->id[0] != '\0' && strlen(a->id) <= ID_MAX;
}

const struct anchor *names_find(const struct pages *pages, const char *id)
{
    if (pages->n_anchors == 0)
        return NULL;
    const struct anchor *a = bsearch(id, pages->anchors, pages->n_anchors, sizeof *pages->anchors, compare_id);
    return a != NULL && is_usable(pages, a) ? a : NULL;
}

static void put_id(const void *ctx, size_t i, struct buf *out)
{
    const char *id = ((const struct names *)ctx)->items[i]->id;
    put_bytes(out, id, strlen(id));
}

static void put_place(const void *ctx, size_t i, struct buf *out)
{
    const struct names *n = ctx;
    const struct anchor *a = n->items[i];
    buf_putc(out, '[');
    put_ref(out, document_page(n->doc, a->page));
    buf_puts(out, "/XYZ ");
    put_length(out, a->x > 0 ? a->x : 0);
    buf_putc(out, ' ');
    put_length(out, (int64_t)n->pages->items[a->page].height - a->y);
    buf_puts(out, " null]");
}

static void put_tree(struct buf *catalog, const char *key, uint32_t number)
{
    if (number == 0)
        return;
    buf_puts(catalog, key);
    put_ref(catalog, number);
}

void names_write(struct document *doc, const struct pages *pages, uint32_t files)
{
    struct names names = {doc, pages, mem_calloc(pages->n_anchors + 1, sizeof *names.items)};
    struct tree tree = {"/Names", 0, put_id, put_place, &names};
    for (size_t i = 0; i < pages->n_anchors; i++) {
        const struct anchor *a = &pages->anchors[i];
        bool repeated = tree.n > 0 && strcmp(names.items[tree.n - 1]->id, a->id) == 0;
        if (is_usable(pages, a) && !repeated)
            names.items[tree.n++] = a;
    }
    uint32_t places = tree.n > 0 ? tree_write(doc, &tree) : 0;
    struct buf *catalog = document_catalog(doc);
    if (places != 0 || files != 0)
        buf_puts(catalog, "/Names<<");
    put_tree(catalog, "/Dests ", places);
    put_tree(catalog, "/EmbeddedFiles ", files);
    if (places != 0 || files != 0)
        buf_puts(catalog, ">>");
    free(names.items);
}
