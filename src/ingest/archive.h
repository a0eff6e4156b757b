/* Zip archives that are read: from memory, with limits on what comes out of them. */
#ifndef INGEST_ARCHIVE_H
#define INGEST_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct archive;

/* Opens the bytes, which must outlive it. NULL: no sound archive. */
struct archive *archive_open(const char *bytes, size_t n);
void archive_close(struct archive *z);

/* Reads one entry to the heap, NUL-terminated; the caller frees it. NULL: not there, damaged, or more than 64 MB. */
char *archive_read(struct archive *z, const char *name, size_t *n);

/* The entry that `href` names in the entry `base`: without fragment, %xx decoded, "." and ".." followed; "/…" counts
 * from the top. In the arena. */
const char *archive_entry_name(struct arena *a, const char *base, const char *href);

/* True if there is an entry of this name, of a size that archive_read() would take. */
bool archive_has(struct archive *z, const char *name);

#endif
