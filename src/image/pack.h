/* Deflating pixels that are mostly blank. A blank stretch costs next to nothing and never lies in memory; libdeflate
 * has to be given all of it and looks at each byte. What is left is packed about as tightly as by libdeflate's level 3.
 */
#ifndef IMAGE_PACK_H
#define IMAGE_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct pack;

/* Begins a zlib stream (RFC 1950) that is appended to `out`; `row` is the distance at which bytes are likely to be
 * alike. */
struct pack *pack_new(struct buf *out, size_t row);

/* Adds bytes, and `n` zero bytes. */
void pack_bytes(struct pack *p, const uint8_t *bytes, size_t n);
void pack_zeros(struct pack *p, size_t n);

/* Ends the stream and gives the memory back. */
void pack_end(struct pack *p);

#endif
