/* The ZIP container: every entry with the same fixed time and mode, packed by several threads, the same bytes every
 * time. */
#ifndef EPUB_CONTAINER_H
#define EPUB_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/workers.h"

/* An entry's bytes as they stand in the container. */
struct packed {
    bool deflated; /* else the entry's bytes are stored as they are */
    void *bytes;   /* deflated, on the heap */
    size_t n, all; /* bytes in the container; bytes of the entry */
    uint32_t crc;
};

/* Deflates bytes; what does not get smaller (photographs; of long entries a piece is tried first) stays as it is.
 * `tool` belongs to one thread. */
struct libdeflate_compressor;
struct libdeflate_compressor *container_tool(void);
void container_tool_drop(struct libdeflate_compressor *tool);
void container_pack(struct libdeflate_compressor *tool, const void *bytes, size_t n, struct packed *out);

struct entry {
    const char *name;  /* path in the container, ASCII */
    const void *bytes; /* must live until epub_container() has returned; NULL: packed already */
    size_t n;
    struct packed *packed; /* packed already, and given back when it was written; NULL: by epub_container() */
};

/* Puts the container together, `mimetype` first, and writes it. Returns -1 after an error message, or when writing
 * failed, which finishing the file tells. */
int epub_container(const struct entry *entries, size_t n, struct workers *w, struct out_file *out, struct diag *d);

#endif
