/* The ZIP container: every entry with the same fixed time and mode, packed by several threads, the same bytes every
 * time. */
#ifndef EPUB_CONTAINER_H
#define EPUB_CONTAINER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/workers.h"

struct entry {
    const char *name;  /* path in the container, ASCII */
    const void *bytes; /* must live until epub_container() has returned */
    size_t n;
};

/* Puts the container together in memory, `mimetype` first, and appends it to `out`. Returns -1 after an error message.
 */
int epub_container(const struct entry *entries, size_t n, struct workers *w, struct buf *out, struct diag *d);

#endif
