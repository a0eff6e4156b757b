/* The EPUB back end: the book tree and the page starts in, a file out. */
#ifndef EPUB_EPUB_H
#define EPUB_EPUB_H

#include "base/buf.h"
#include "base/file.h"
#include "base/workers.h"
#include "book/book.h"
#include "font/font_set.h"
#include "image/image.h"
#include "page/starts.h"
#include "style/design.h"

struct epub_input {
    const struct book *book;
    const struct design *design;
    struct font_set *fonts;
    const struct image_set *images;
    const struct page_starts *starts;
    const char *cover_png; /* bytes of the cover picture */
    size_t cover_png_n;
    uint32_t cover_w, cover_h;
    const char *generator;   /* "briefbook 0.1.0" */
    struct workers *workers; /* NULL: one thread */
    const char *copy_line;   /* stands on the title page and in the metadata; NULL: nothing. Words that epub_copy() will
                                replace may stand for it, with the characters that the fonts then need: */
    const char *copy_chars;
};

/* Writes the EPUB 3.3 into `out`, which the caller finishes and commits. Returns -1 after an error message. Same input,
 * same bytes. */
int epub_write(const struct epub_input *in, struct out_file *out, struct diag *d);

/* Writes an EPUB with `line` in the place of `copy_line`; all else is taken over as it is packed. Appends to `to`.
 * Returns -1 after an error message. */
int epub_copy(const struct buf *epub, const char *copy_line, const char *line, struct buf *to, struct diag *d);

#endif
