/* Font objects: Type 0 fonts addressed by glyph number, subset and embedded, with widths and ToUnicode maps. */
#ifndef PDF_FONT_H
#define PDF_FONT_H

#include "pdf/document.h"
#include "pdf/glyphs.h"

/* Writes every used font and sets its number. Returns -1 after an error message when a subset can't be made. */
int fonts_write(struct document *doc, struct glyph_use *g, struct diag *d);

/* Appends the font resources: "/Font<</F0 5 0 R…>>". */
void fonts_put_resources(struct glyph_use *g, struct buf *out);

#endif
