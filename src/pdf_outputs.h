/* The PDFs of a build: the book, its sheets for the press, its cover. */
#ifndef PDF_OUTPUTS_H
#define PDF_OUTPUTS_H

#include "attachments.h"
#include "layout/layout.h"
#include "press.h"
#include "print/impose.h"

/* What they are made of; all is borrowed. */
struct pdf_outputs {
    const struct book *book;
    const struct pages *pages;
    struct layout *ends; /* gives up what stands on its pages as they are painted, for the last time; NULL: none does */
    const struct press_job *press;
    const struct attachments *attachments;
    const bool *hidden; /* chapters that the reader may not see; NULL: none */
    struct font_set *fonts;
    struct workers *workers;
    const char *version; /* "briefbook 0.1.0" */
    struct arena *a;
    struct diag *d;
    /* Copies that differ in a stamp (NULL: none): what is written is their common part. */
    const struct pdf_stamp *stamps;
    size_t n_stamps;
    struct pdf_stamped *stamped;
    struct pdf_company *company; /* NULL: none */
};

/* Each writes a file, or with stamps what pdf_copy() and press_finish() make of it. Returns -1 after a message. */
int pdf_outputs_book(const struct pdf_outputs *o, struct out_file *out);
int pdf_outputs_sheets(const struct pdf_outputs *o, enum impose_scheme scheme, struct out_file *out);

/* Tells what folding and binding the sheets in `path` takes: "98 pages = 6×16 + 2: …". */
void pdf_outputs_advise(const struct pages *pages, enum impose_scheme scheme, const char *path, struct arena *a,
                        struct diag *d);

/* The cover of an edition. */
struct pdf_cover {
    const char *path;
    size_t pages; /* of the block that it is put around, with blank ones */
};

/* Back, spine and front on one sheet (print/spread.h). Tells how thick the spine is. Returns -1 after a message. */
int pdf_outputs_cover(const struct pdf_outputs *o, struct layout *layout, const struct pdf_cover *cover,
                      struct out_file *out);

/* NAME-`what`.pdf: beside NAME.pdf or NAME.epub. */
const char *pdf_outputs_beside(const char *main, const char *what, struct arena *a);

/* NAME-booklet.pdf, NAME-16.pdf: the same for sheets. */
const char *pdf_outputs_sheets_path(const char *main, enum impose_scheme scheme, struct arena *a);

#endif
