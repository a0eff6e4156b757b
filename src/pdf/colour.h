/* Which colours a file is written in. */
#ifndef PDF_COLOUR_H
#define PDF_COLOUR_H

#include "base/buf.h"
#include "page/page.h"
#include "pdf/pdf.h"

/* Appends the operator that makes the fill colour that of the ink. */
void colour_put_ink(struct buf *b, const struct ink *ink, enum pdf_colours colours);

/* Appends the colour spaces that the operators name, for the resources of all pages. */
void colour_put_resources(struct buf *b, enum pdf_colours colours);

/* How light a colour is, 0 … 255 (Rec. 601, as for grey television). */
uint8_t colour_grey(const uint8_t rgb[3]);

#endif
