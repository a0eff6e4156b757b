/* What navigation lists: the table of contents and the pages of the printed book, made once the files are written. */
#ifndef EPUB_TOC_H
#define EPUB_TOC_H

#include "epub/plan.h"
#include "epub/xml.h"

struct toc_item {
    const char *label;
    const struct piece *piece;
    const char *fragment; /* NULL: the whole file */
    unsigned level;       /* 0 is outermost; never more than one deeper than the item before */
    unsigned play;        /* place in one run over contents and pages, from 1 */
};

struct toc {
    struct toc_item *items, *pages;
    size_t n_items, n_pages;
    unsigned depth; /* levels in use */
};

void toc_make(struct toc *toc, const struct plan *p);
void toc_free(struct toc *toc);

/* Adds the item's address from the folder of package and nav as an attribute: "text/ch-1.xhtml#ch-1-s2". */
void toc_attr(struct xml *x, const char *name, const struct toc_item *item);

/* nav.c, ncx.c: the two files. */
void epub_nav(const struct plan *p, const struct toc *toc, struct buf *out);
void epub_ncx(const struct plan *p, const struct toc *toc, struct buf *out);

/* What the parts of the book are called in landmarks and guide; NULL ends the list. */
struct landmark {
    const char *type;  /* epub:type */
    const char *guide; /* type in EPUB 2's guide; NULL: not there */
    const char *label;
    const struct piece *piece;
};
#define MAX_LANDMARKS 8
size_t toc_landmarks(const struct plan *p, struct landmark out[MAX_LANDMARKS]);

#endif
