/* Pages for the press, one by one: what reaches the edge goes on into the bleed, and marks show where to cut. */
#ifndef PRINT_MARKS_H
#define PRINT_MARKS_H

#include "base/arena.h"
#include "page/page.h"

struct marks_options {
    scaled bleed;
    bool marks; /* for cutting on all pages; for register on pages that need more than black */
};

/* The same pages, bleeding and marked; what is new is the arena's, the rest stays the book's. */
struct pages *marks_add(const struct pages *book, const struct marks_options *o, struct arena *a);

/* A register mark about the point: MARKS_TARGET_RECTS rectangles, for the ink of all plates. */
#define MARKS_TARGET_RECTS 6
void marks_put_target(scaled x, scaled y, struct rect r[MARKS_TARGET_RECTS]);

/* Does the page need more than black? A sheet does when one of its pages does. */
bool marks_has_colour(const struct pages *book, const struct page *page);

#endif
