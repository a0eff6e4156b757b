/* The PDF back end: finished pages in, a file out. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/diag.h"
#include "base/file.h"
#include "base/workers.h"
#include "font/font_set.h"
#include "image/image.h"
#include "page/page.h"

/* What the document says of itself; strings are UTF-8, NULL: not said. */
struct pdf_info {
    const char *title, *author, *subject, *keywords, *lang;
    const char *producer; /* "briefbook 0.1.0" */
    const char *uuid;     /* identifier of this PDF, 36 characters: trailer ID and xmpMM:DocumentID */
    int64_t epoch;        /* seconds since 1970: creation and modification date */
    bool archive;         /* claim PDF/A-2a and PDF/UA-1 in XMP */
};

struct pdf_input {
    const struct pages *pages;
    struct font_set *fonts;
    const struct pdf_info *info;
    struct workers *workers; /* NULL: one thread */
};

/* Writes the whole PDF (1.7, object and cross-reference streams, tagged) into `out`, which the caller finishes and
 * commits. Returns -1 after an error message. The same input gives the same bytes at any number of workers. */
int pdf_write(const struct pdf_input *in, struct out_file *out, struct diag *d);

#endif
