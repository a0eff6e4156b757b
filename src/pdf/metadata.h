/* What the document says of itself: information dictionary, XMP, viewer preferences, language. */
#ifndef PDF_METADATA_H
#define PDF_METADATA_H

#include "pdf/document.h"
#include "pdf/pdf.h"

/* Writes all of it; what the two forms say agrees to the letter. */
void pdf_metadata_write(struct document *doc, const struct pdf_input *in);

/* The identifier of the file as 16 bytes: those of info->uuid, or a fingerprint of the rest when there is none. */
void metadata_id(const struct pdf_info *info, uint8_t id[16]);

/* A moment as a string of PDF: "(D:20261122000000Z)". */
void metadata_put_date(struct buf *b, int64_t epoch);

#endif
