/* Writing PNG. */
#ifndef IMAGE_ENCODE_H
#define IMAGE_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* A picture of at most 256 colours: one byte a pixel, an index into the palette. */
struct indexed_image {
    uint32_t width, height;
    const uint8_t *pixels;
    const uint8_t (*palette)[3];
    unsigned n_colours;
    const bool *used; /* rows that may hold other than colour 0; the pixels of the others are not read. NULL: all */
};

/* Appends a PNG with 1, 2, 4 or 8 bits a pixel, as few as the number of colours allows. -1 when the picture is too
 * large for the format. */
int png_put_indexed(struct buf *out, const struct indexed_image *image);

/* Appends a PNG of RGB bytes. */
int png_put_rgb(struct buf *out, uint32_t width, uint32_t height, const uint8_t *pixels);

#endif
