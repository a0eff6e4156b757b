/* The readers of numbered copies: a CSV file with a line each.
 *
 * Its first line names the columns: "name"; "number" (of the copy; else counted on); "hide" (chapters that the reader
 * may not see: their files as book.yaml names them, or these without folder or suffix, with spaces or semicolons
 * between). Fields are divided by commas, semicolons or tabs, whichever the first line has, and may be quoted (RFC
 * 4180). */
#ifndef BOOK_RECIPIENTS_H
#define BOOK_RECIPIENTS_H

#include "book/book.h"

#define RECIPIENTS_MAX 500

struct recipient {
    struct srcpos pos;
    const char *name;
    unsigned number;
    bool *hidden; /* by chapter of the manifest, in its order */
};

struct recipients {
    struct recipient *items;
    size_t n, n_chapters;
};

/* The list as it was read from its file. */
struct recipients_file {
    const char *path, *bytes;
    size_t n;
};

/* Reads the list; all mistakes are told. `chapters`: files of the manifest's chapters. Returns -1 after an error. */
int recipients_read(struct arena *a, const struct recipients_file *from, const char *const *chapters, size_t n_chapters,
                    struct recipients *out, struct diag *d);

#endif
