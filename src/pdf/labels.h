/* Page labels: what a reader calls its pages, "iv" and "12". */
#ifndef PDF_LABELS_H
#define PDF_LABELS_H

#include "page/page.h"
#include "pdf/document.h"

/* Adds the labels to the catalogue. */
void labels_write(struct document *doc, const struct pages *pages);

#endif
