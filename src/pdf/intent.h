/* The output intent: what the device colours of the file mean. */
#ifndef PDF_INTENT_H
#define PDF_INTENT_H

#include "base/buf.h"
#include "pdf/document.h"
#include "pdf/pdf.h"

/* Writes the output intent and names it in the catalogue: a printing condition (ISO 15930-7, 6.2.2), or with NULL sRGB
 * (ISO 19005-2, 6.2.3). */
void intent_write(struct document *doc, const struct pdf_condition *condition);

/* Writes a stream with the profile of sRGB and returns its number. */
uint32_t intent_write_profile(struct document *doc);

/* Appends an ICC profile of sRGB. */
void intent_profile(struct buf *out);

#endif
