/* Stamps: the one line in which copies of a book differ. Every page shows a form; each copy has its own. */
#ifndef PDF_STAMP_H
#define PDF_STAMP_H

#include "pdf/content.h"
#include "pdf/pdf.h"

/* Notes the glyphs of all stamps. */
void stamps_collect(struct glyph_use *glyphs, const struct pdf_stamp *stamps, size_t n);

/* Names the form /Stamp in a dictionary of resources that is being written: within /XObject if that came last. */
void stamps_put_resource(struct buf *resources, uint32_t form);

/* Shows the form at the foot of the page; larger where it is the cover. */
void stamp_show(const struct page *page, bool cover, struct buf *content);

/* Makes the forms of all copies into in->stamped. */
void stamps_make(const struct paint *what, struct glyph_use *glyphs, const struct pdf_input *in);

#endif
