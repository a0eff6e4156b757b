/* Writing PNG. */
#ifndef IMAGE_ENCODE_H
#define IMAGE_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "image/scale.h"

/* A picture of at most 256 colours: one byte a pixel, an index into the palette. */
struct indexed_image {
    uint32_t width, height;
    const uint8_t *pixels;
    const uint8_t (*palette)[3];
    unsigned n_colours;
};

/* Appends a PNG with 1, 2, 4 or 8 bits a pixel, as few as the number of colours allows. -1 when the picture is too
 * large for the format. */
int png_put_indexed(struct buf *out, const struct indexed_image *image);

/* Appends a PNG of RGB bytes. */
int png_put_rgb(struct buf *out, uint32_t width, uint32_t height, const uint8_t *pixels);

/* Appends a PNG of grey or RGB pixels, as small as it gets: indexed where there are few colours. */
int png_put_pixels(struct buf *out, const struct pixels *from);

/* The colours of a picture. */
struct palette {
    uint8_t colours[256][3];
    unsigned n;
};

/* One byte a pixel, an index into the palette, which holds colours in the order in which they come; the caller frees
 * it. NULL: there are more than 256 colours, or more than 16 shades of grey, which need no palette. */
uint8_t *image_index(const struct pixels *from, struct palette *palette);

/* The same for RGB of more colours, by median cut (Heckbert 1982) over cells of 5 bits a channel. NULL when that would
 * be seen, as in photographs: too many pixels would be off by more than the eye takes for the same. */
uint8_t *image_index_near(const struct pixels *from, struct palette *palette);

/* Parts of a PNG file: signature and first chunk; any chunk; the compressed rows in a chunk of theirs, and the last.
 * The latter gives -1 when the data are too long for a chunk. */
enum { ROW_FILTER_UP = 2 }; /* PNG 9.2: each byte less the one above it */
enum png_type { PNG_GREY = 0, PNG_RGB = 2, PNG_PALETTE = 3 };
void png_put_header(struct buf *out, uint32_t width, uint32_t height, unsigned bits, enum png_type type);
void png_put_chunk(struct buf *out, const char *type, const void *data, size_t n);
int png_put_data(struct buf *out, const void *packed, size_t n);

/* Bits that an index of so many colours takes: 1, 2, 4 or 8. */
unsigned image_index_bits(unsigned n_colours);

/* Packs a row of indices, the first pixel in the highest bits. */
void image_pack_row(const uint8_t *pixels, uint32_t width, unsigned bits, uint8_t *to);

#endif
