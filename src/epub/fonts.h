/* The faces that the book is set in, as subsets that show every character of it. */
#ifndef EPUB_FONTS_H
#define EPUB_FONTS_H

#include "epub/plan.h"

struct font_subset;

struct book_face {
    const char *family; /* as @font-face names it */
    bool bold, italic;
    const char *name; /* below EPUB/: "fonts/inter-bold.otf" */
    const char *media_type;
    const void *bytes;
    size_t n_bytes;
    struct font_subset *subset;
};

struct book_fonts {
    struct book_face *faces;
    size_t n;
    const char *text,
        *sans; /* font-family of running text and of headings, apparatus: a list that ends with a generic name */
};

/* Adds the characters of a file, but for ASCII, to a set (plan.chars). The bytes are well-formed UTF-8: of others the
 * set gets wrong characters. */
void epub_take_chars(uint8_t *set, const char *s, size_t n);

/* Chooses, subsets and names the faces for the characters of all files. A face that may not be embedded
 * is left out after a warning: no font is named that is not in the book. */
void epub_fonts_collect(struct plan *p, struct book_fonts *out);
void epub_fonts_drop(struct book_fonts *f);

/* css.c: the two style sheets. */
void css_book(const struct plan *p, const struct book_fonts *f, struct buf *out);
void css_modern(const struct plan *p, struct buf *out);

#endif
