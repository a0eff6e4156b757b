/* Named destinations: every anchor, under the id that the EPUB uses, too. */
#ifndef PDF_NAMES_H
#define PDF_NAMES_H

#include "page/page.h"
#include "pdf/document.h"

/* The anchor of that id, or NULL. */
const struct anchor *names_find(const struct pages *pages, const char *id);

/* Writes the destinations and names them in the catalogue, with the name tree of embedded files (0: none). */
void names_write(struct document *doc, const struct pages *pages, uint32_t files);

#endif
