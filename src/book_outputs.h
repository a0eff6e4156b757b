/* The files of a book: where they go, and writing them. */
#ifndef BOOK_OUTPUTS_H
#define BOOK_OUTPUTS_H

#include "attachments.h"
#include "build.h"
#include "layout/layout.h"
#include "press.h"
#include "stopwatch.h"

/* Paths to write; NULL: not asked for. */
struct output_paths {
    const char *pdf, *epub;
    const char *sheets; /* the same pages for the press */
    const char *spread; /* back, spine and front of the cover */
};

/* What they are made of; all is borrowed. */
struct book_outputs {
    const struct build_options *options;
    const struct layout_input *in; /* what was laid out */
    struct layout *layout;
    const struct press_job *press;
    const struct attachments *attachments;
    struct output_paths paths;
    struct stopwatch *watch;
    struct arena *a;
    struct diag *d;
};

/* Names the outputs as the options and the book say. Returns -1 after a mistake of the command line. */
int output_paths_choose(struct output_paths *paths, const struct build_options *o, const struct book *book,
                        struct arena *a, struct diag *d);

/* Returns -1 after a message if anything that is to be written would replace one of the inputs (there may be NULLs
 * among them). */
int output_paths_spare(const struct output_paths *paths, const struct build_options *o, const char *const *inputs,
                       size_t n, struct diag *d);

/* Makes the folder of the outputs, where it is ours to make. Returns -1 after a message. */
int book_outputs_folder(const struct build_options *o, struct diag *d);

/* Writes all; they get their names when all are finished, so that old results are replaced by new ones or not at all.
 * With several workers PDFs and EPUB are written at the same time. The layout's pages may be gone afterwards. Returns
 * -1 after a message. */
int book_outputs_write(const struct book_outputs *o);

#endif
