/* The outline: parts, chapters and sections in the reader's side bar. */
#ifndef PDF_OUTLINE_H
#define PDF_OUTLINE_H

#include "page/page.h"
#include "pdf/document.h"

/* Writes the outline, if there is one, and names it in the catalogue. */
void outline_write(struct document *doc, const struct pages *pages);

#endif
