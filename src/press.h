/* What the preset and the keys about printing, archives and passwords make of the finished pages. */
#ifndef PRESS_H
#define PRESS_H

#include "base/password.h"
#include "book/book.h"
#include "pdf/finish.h"
#include "pdf/pdf.h"
#include "print/impose.h"

struct press_job {
    bool job; /* the PDF is for a print shop */
    enum pdf_colours colours;
    enum pdf_claim claim;
    struct pdf_condition condition;
    const char *profile; /* its file; NULL: none */
    const struct manifest *manifest;
    struct passwords passwords;    /* wiped by press_close() */
    struct pdf_finisher *finisher; /* NULL: PDFs are written as they are */
};

/* What the command line says of it. */
struct press_wishes {
    bool grey;                 /* all in shades of black */
    bool check;                /* nothing is going to be written: passwords are not needed */
    const char *password_file; /* NULL: none */
};

/* Reads the profile of the printing condition and the passwords where they are needed, and loads libqpdf where that is.
 * Returns -1 after an error; ends with press_close() all the same. */
int press_read(struct press_job *p, const struct manifest *m, const struct press_wishes *w, struct arena *a,
               struct diag *d);
void press_close(struct press_job *p);

/* The pages as they go into the PDF. */
const struct pages *press_pages(const struct press_job *p, const struct pages *book, struct arena *a);

/* They, on sheets to be printed, folded and cut. */
const struct pages *press_sheets(const struct press_job *p, const struct pages *book, enum impose_scheme scheme,
                                 struct arena *a);

/* Tells what a print shop would complain about. */
void press_preflight(const struct press_job *p, const struct pages *book, struct diag *d);
/* The same of a cover's sheet; of its pictures all was told with the book's first page. */
void press_preflight_cover(const struct press_job *p, const struct pages *sheet, struct diag *d);

/* Sets what of `in` concerns colours. */
void press_apply(const struct press_job *p, struct pdf_input *in);

/* pdf_write(), and then what the job has libqpdf do. */
int press_write(const struct press_job *p, const struct pdf_input *in, struct out_file *out, struct diag *d);

/* Puts a PDF that is made already through what the job has libqpdf do, in place. Returns -1 after an error. */
int press_finish(const struct press_job *p, struct buf *pdf, struct diag *d);

/* Is the PDF to carry the original articles? */
bool press_attaches(const struct press_job *p);

#endif
