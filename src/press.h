/* What the preset and the keys about printing make of the finished pages. */
#ifndef PRESS_H
#define PRESS_H

#include "book/book.h"
#include "pdf/pdf.h"

struct press_job {
    bool job; /* the PDF is for a print shop */
    enum pdf_colours colours;
    enum pdf_claim claim;
    struct pdf_condition condition;
    const struct manifest *manifest;
};

/* Reads the profile of the printing condition where one is needed. `grey`: all in shades of black. Returns -1 after an
 * error. */
int press_read(struct press_job *p, const struct manifest *m, bool grey, struct arena *a, struct diag *d);

/* The pages as they go into the PDF. */
const struct pages *press_pages(const struct press_job *p, const struct pages *book, struct arena *a);

/* Tells what a print shop would complain about. */
void press_preflight(const struct press_job *p, const struct pages *book, struct diag *d);

/* Sets what of `in` concerns colours. */
void press_apply(const struct press_job *p, struct pdf_input *in);

#endif
