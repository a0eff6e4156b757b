/* The files of a book on their way through ingest: chapters, and pages of the user's own. */
#ifndef SOURCE_FILES_H
#define SOURCE_FILES_H

#include "base/workers.h"
#include "book/book.h"
#include "ingest/ingest.h"
#include "source_cache.h"

struct source_file {
    const struct manifest_chapter *chapter; /* NULL: `matter` */
    const struct manifest_matter *matter;
    struct srcpos pos; /* where it is named */
    char *path;
    const char *origin; /* picture_origin() */
    bool is_link;       /* the path is a symbolic link */
    struct diag *diag;
    struct articles articles;
};

struct source_files {
    const struct manifest *manifest;
    struct source_file *items; /* in the order that book_assemble() wants */
    size_t n;
    struct arena *memory;       /* of the articles */
    struct source_cache *cache; /* of earlier builds that read in the same way; NULL: none */
};

struct source_reading {
    const char *const *keep; /* rules of ingest that drop nothing, NULL-terminated */
    bool records;            /* what ingest did is wanted too */
};

/* Lists what the manifest names; strings live in `a`. What `cache` (NULL: none) has of the same files is taken from
 * there, and what is new goes there. Ends with source_files_drop(). */
void source_files_list(struct source_files *f, const struct manifest *m, struct source_cache *cache, struct arena *a);

/* Reads and ingests all, in workers; each file has its diagnostics. */
void source_files_read(struct source_files *f, const struct source_reading *how, struct workers *w);

/* All articles in order, in the arena; those of the user's own pages and of omitted chapters are NULL. */
struct article **source_files_articles(const struct source_files *f, struct arena *a, size_t *n);

/* Takes out the articles that are marked (in the order of source_files_articles()); the others stay where they are. */
void source_files_leave_out(struct source_files *f, const bool *out);

void source_files_drop(struct source_files *f);

#endif
