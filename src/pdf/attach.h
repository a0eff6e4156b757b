/* Files that the PDF carries: embedded file streams (ISO 32000-1, 7.11.4), associated with the document (ISO 19005-3,
 * 6.8). */
#ifndef PDF_ATTACH_H
#define PDF_ATTACH_H

#include "pdf/document.h"
#include "pdf/pdf.h"

/* Writes the files that `in` carries and names them in the catalogue's /AF. Returns the number of the name tree for
 * /EmbeddedFiles, 0 when there are none. */
uint32_t attachments_write(struct document *doc, const struct pdf_input *in);

#endif
