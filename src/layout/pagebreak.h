/* Page breaking over a whole chapter by dynamic programming, in the manner of Plass (Optimal Pagination Techniques,
 * 1981). Sees heights, never text. */
#ifndef LAYOUT_PAGEBREAK_H
#define LAYOUT_PAGEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/units.h"

enum vitem_kind { VITEM_BOX, VITEM_GLUE, VITEM_PENALTY };

/* An item of a vertical list. Glue at the top of a page is dropped, but for its `keep` part. A break is possible at
 * glue that follows a box, and at a penalty below PENALTY_FORBID. */
struct vitem {
    uint8_t kind;
    bool text; /* BOX: a line of running text */
    bool grid; /* BOX: moves down until its top lies `phase` below a line of the base line grid */
    int32_t penalty;
    scaled height; /* BOX: with its share of the leading; GLUE: natural space */
    scaled keep;   /* GLUE: what stays of it at the top of a page */
    scaled phase;  /* BOX: see `grid`; 0 for running text, so that its base lines are on the grid */
    scaled top;    /* BOX: height of what is set again above it when it begins a page (table heads) */
    scaled insert; /* BOX: height of the footnotes that it brings to its page */
    uint32_t ref;  /* what it stands for, known to the caller */
};

struct pagebreak_params {
    scaled height;          /* of the text box */
    scaled first_height;    /* of the first page's (openings may sink) */
    scaled insert_gap;      /* between text and notes */
    scaled line;            /* leading: step of the grid, and unit of the costs for empty space */
    int32_t last_min_lines; /* a last page with fewer lines of text costs `short_demerits` */
    int64_t short_demerits;
};

/* One page: items [first, end) and what it cost. */
struct page_span {
    uint32_t first, end;
    scaled used;      /* height that is filled, notes included */
    int64_t demerits; /* total up to here */
    bool overfull;    /* a box taller than the page */
};

struct page_spans {
    struct page_span *items;
    size_t n;
};

/* Chooses page breaks of least total cost. Results in the arena. */
void pagebreak(const struct vitem *items, size_t n, const struct pagebreak_params *p, struct arena *a,
               struct page_spans *out);

/* The next line of the grid at or below y; a step of 0 or less: y. */
scaled pagebreak_snap(scaled y, scaled step);

#endif
