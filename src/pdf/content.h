/* Content streams: the items of a page as PDF operators, with marked content that ties them to the structure tree.
 *
 * Painting reads only what was planned before (fonts, images, roles) and writes only what is its own, so that pages can
 * be painted in any order by several threads.
 */
#ifndef PDF_CONTENT_H
#define PDF_CONTENT_H

#include "base/buf.h"
#include "page/page.h"
#include "pdf/glyphs.h"
#include "pdf/image.h"
#include "pdf/pdf.h"
#include "pdf/roles.h"

/* What is common to all pages. */
struct paint {
    const struct pages *pages;
    const struct glyph_use *glyphs;
    const struct image_use *images;
    const struct roles *roles;
    enum pdf_colours colours;
    const struct page *stamped; /* the book's first page: all show a stamp, and it a larger one; NULL: no stamps */
};

/* The structure element of each marked-content sequence of a page, by its number (MCID). */
struct page_marks {
    uint32_t *tags;
    size_t n, cap;
};

/* Appends the content stream of a page to `out` and its marks to `marks`. */
void content_paint(const struct paint *what, size_t page, struct buf *out, struct page_marks *marks);

#endif
