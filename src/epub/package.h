/* The package document and what it lists. */
#ifndef EPUB_PACKAGE_H
#define EPUB_PACKAGE_H

#include "epub/fonts.h"
#include "epub/toc.h"
#include "epub/xml.h"

struct package {
    const struct plan *plan;
    const struct toc *toc;
    const struct book_fonts *fonts;
};

void opf_write(const struct package *k, struct buf *out);

/* metadata.c: the element <metadata> with all in it, computed from book and content. */
void package_metadata_write(struct xml *x, const struct package *k);

#endif
