/* What ingest made of the files of a book, kept for its next build in the same process. */
#ifndef SOURCE_CACHE_H
#define SOURCE_CACHE_H

#include <time.h>

#include "book/book.h"
#include "ingest/ingest.h"

struct source_cache;

/* An empty cache; ends with source_cache_drop(). */
struct source_cache *source_cache_new(void);
void source_cache_drop(struct source_cache *c);

/* What a file is known by before it is read. */
struct source_identity {
    unsigned long long device, inode, size;
    struct timespec modified, changed;
    bool settled; /* nobody could have changed it since without changing its times */
};

/* A file as it was ingested. Immutable but for `used` and `identity`, which belong to the one who reads the file. */
struct source_kept {
    char *path, *lang;
    enum split split;
    struct source_identity identity;
    char sha256[65];
    struct arena *memory; /* of the articles */
    struct articles articles;
    struct diag *diag;
    bool has_original; /* its front matter names another file, which says where its pictures lie */
    bool used;
};

/* What identifies the file now; all zero when it cannot be had. */
struct source_identity source_identify(const char *path);

/* The file as it was ingested with these options, or NULL. For several threads, while nothing is added. */
struct source_kept *source_cache_find(const struct source_cache *c, const char *path, const char *lang,
                                      enum split split);

/* True if the file cannot have changed since, going by its identity alone. */
bool source_is_unchanged(const struct source_kept *kept, const struct source_identity *now);

/* A copy of what was made of a file. */
struct source_kept *source_kept_new(const char *path, const struct ingest_options *options,
                                    const struct source_identity *identity, const char *sha256);
void source_kept_drop(struct source_kept *kept);

/* Takes it over, in the place of what there was of this file. */
void source_cache_add(struct source_cache *c, struct source_kept *kept);

/* Drops what was not used since the last call. */
void source_cache_end(struct source_cache *c);

#endif
