/* ZIP archives of entries that are packed already, written from front to back (PKWARE's APPNOTE.TXT 6.3, as far as
 * OCF of EPUB 3.3 allows it: stored or deflated, no encryption, one volume; ZIP64 only where there are many entries).
 */
#ifndef EPUB_ZIPPER_H
#define EPUB_ZIPPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/file.h"

/* What stands in an archive about an entry, and its bytes there. */
struct zipped {
    const char *name; /* ASCII; not NUL-terminated */
    size_t name_n;
    bool deflated;
    const char *bytes; /* as they stand in the archive */
    uint64_t n, all;   /* how many they are; how many when inflated */
    uint32_t crc;      /* CRC-32 of those */
};

struct zipper {
    struct out_file *out;
    struct buf directory;
    uint64_t at; /* bytes written */
    uint64_t entries;
};

/* Appends an entry, with a time that is always the same. Returns -1 if the archive would reach 4 GB, where e-readers
 * end; writing that fails is told when the file is finished. */
int zipper_add(struct zipper *z, const struct zipped *e);

/* Writes the directory and gives its memory back; to be called once, after failures too. Returns -1 as zipper_add(). */
int zipper_end(struct zipper *z);

/* The next entry of an archive that zipper_add() wrote: *at is 0 at first, and behind the entry then. False: there is
 * no further one. */
bool zipper_next(const struct buf *archive, size_t *at, struct zipped *e);

#endif
