/* The originals of the articles, as files that the PDF carries: `archive: attach-sources`. */
#ifndef ATTACHMENTS_H
#define ATTACHMENTS_H

#include "pdf/pdf.h"
#include "source_files.h"

struct attachments {
    struct pdf_attachment *items;
    const char **paths; /* by item: of the file */
    size_t n;
    size_t *of_file; /* by source file (the chapters come first): its item + 1; 0: none */
    size_t n_chapters;
};

/* Reads the original of every file that gave the book an article (what `original:` of an edited article names, if it
 * still has the bytes that it had), and notes in the articles under which name the PDF carries it. A file that cannot
 * be attached is told. All but the bytes is the arena's. Ends with attachments_free(). */
void attachments_read(struct attachments *all, struct source_files *files, struct arena *a, struct diag *d);
void attachments_free(struct attachments *all);

/* What a reader gets to whom the marked chapters are hidden (NULL: none is): the list is the arena's. */
const struct pdf_attachment *const *attachments_for(const struct attachments *all, const bool *hidden, struct arena *a,
                                                    size_t *n);

#endif
