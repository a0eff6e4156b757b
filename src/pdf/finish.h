/* What libqpdf does with a PDF that is whole: linearizing and AES-256. Optional when building, and loaded only by runs
 * that ask for it, since it brings libraries whose loading takes longer than a small book. */
#ifndef PDF_FINISH_H
#define PDF_FINISH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"

struct pdf_finish {
    bool linearize; /* the first page comes first, for reading from a web server (ISO 32000-1, annex F) */
    /* AES-256, revision 6 (ISO 32000-2, 7.6.4.4): UTF-8 prepared by SASLprep, at most 127 bytes each; NULL: not
     * encrypted. Who opens with the first may read, print, and have it read aloud; with the second, all. */
    const char *user, *owner;
};

struct pdf_finisher;

/* Loads libqpdf: before rights are given up. Returns NULL after a message. */
struct pdf_finisher *pdf_finisher_open(struct diag *d);
void pdf_finisher_close(struct pdf_finisher *f);

/* Writes the finished form of `pdf` into `out`, which the caller finishes. Encrypted bytes are random, others are not.
 * Returns -1 after a message. */
int pdf_finish(const struct pdf_finisher *f, const struct pdf_finish *how, const struct buf *pdf, struct out_file *out,
               struct diag *d);

#endif
