/* The output intent: what the device colours of the file mean. */
#ifndef PDF_INTENT_H
#define PDF_INTENT_H

#include "base/buf.h"
#include "pdf/document.h"

/* Writes an sRGB output intent and names it in the catalogue. */
void intent_write(struct document *doc);

/* Appends an ICC profile of sRGB. */
void intent_profile(struct buf *out);

#endif
