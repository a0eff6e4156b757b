/* Inside layout/: pages whose text stands in columns. A page is a pile of bands: boxes over the whole width below each
 * other, or columns side by side. A band above another one is balanced; so is the last one of a chapter. */
#ifndef LAYOUT_COLUMNFILL_H
#define LAYOUT_COLUMNFILL_H

#include "layout/pagefill.h"

/* Items [first, end) of a page, from `top` down, in y of the page. */
struct column_band {
    uint32_t first, end;
    bool spans;                        /* one column over the whole width */
    bool below;                        /* something stands above it on the page */
    uint32_t n;                        /* columns */
    uint32_t starts[MAX_TEXT_COLUMNS]; /* item with which each begins */
    int64_t bottoms[MAX_TEXT_COLUMNS]; /* where each ends */
    int64_t top, before;               /* `before`: space above its first box, already in `top` for columns */
};

/* What of a page's items is to be put in bands, and how. */
struct column_page {
    const struct vitem *items;
    uint32_t first, end;
    const struct pagebreak_params *p;
    int64_t height; /* that is there for them */
    bool balanced;  /* the last band too: its columns end on the same line as far as they can */
};

struct column_bands {
    struct column_band *items;
    size_t n, cap;
    int64_t bottom; /* of all */
};

/* Puts the page in bands. Returns whether it fits; where not, what does not is in the last column. `out` keeps its
 * memory from call to call; the caller frees out->items. */
bool columns_divide(const struct column_page *page, struct column_bands *out);

/* page_fill() for a list in columns. */
void columns_fill(const struct page_list *l, uint32_t from, uint32_t note, bool first, struct page_ends *out);

#endif
