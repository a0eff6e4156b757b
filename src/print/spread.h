/* The cover as a print shop wants it: back, spine and front on one sheet, bleeding, with marks where to cut and where
 * the spine is folded. */
#ifndef PRINT_SPREAD_H
#define PRINT_SPREAD_H

#include "base/arena.h"
#include "page/page.h"

/* The narrowest spine that carries a title: on a thinner one it would slip over the folds. */
#define SPREAD_SPINE_LEAST mm_milli(6000)

/* A line of text: items from x = 0 on the base line y = 0. */
struct spread_line {
    const struct page_item *items;
    uint32_t n;
    scaled width, size;
};

struct spread {
    const struct page *front; /* NULL: the sheet's right part stays white */
    scaled width, height;     /* of a page after trimming */
    scaled spine;             /* thickness of the book */
    bool upward;              /* the title reads from the foot to the head; else from the head down */
    struct spread_line title; /* n 0: none */
    struct spread_line back;  /* who issued the book, at the foot of the back; n 0: nothing */
    scaled margin;            /* of that line from the left edge and the foot */
    scaled bleed;
    bool marks;
};

/* Thickness of a block of so many pages (two a leaf) on paper of that caliper. */
scaled spread_spine(size_t pages, scaled caliper);

/* The largest type for a title of this width, when set in type of that size, on the spine; 0: it has no room. */
scaled spread_title_size(const struct spread *s, scaled width, scaled size);

/* One sheet. Everything new is the arena's, the pages stay the book's. */
struct pages *spread_make(const struct pages *book, const struct spread *s, struct arena *a);

#endif
