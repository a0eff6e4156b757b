/* Making pictures smaller. */
#ifndef IMAGE_SCALE_H
#define IMAGE_SCALE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct pixels {
    uint8_t *p; /* rows from the top */
    uint32_t width, height;
    unsigned components;
};

/* The picture with `width` × `height` pixels, no more than it has: each new pixel is the mean of what it covers. The
 * caller frees the result. */
uint8_t *image_shrink(const struct pixels *from, uint32_t width, uint32_t height);

/* Appends a JPEG of grey or RGB pixels in high quality. -1 when the library refuses. */
int jpeg_put(struct buf *out, const struct pixels *from);

#endif
