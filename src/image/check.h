/* Inside image/: what a file is, and the steps from its bytes to a struct image. */
#ifndef IMAGE_CHECK_H
#define IMAGE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "image/image.h"

/* A file that is being checked, and where to complain about it. */
struct image_source {
    const char *path;
    const char *file; /* struct image */
    const uint8_t *bytes;
    size_t n;
    struct srcpos pos;
    struct diag *diag;
};

/* Formats that are told apart; the first three are usable. */
enum image_format {
    FORMAT_JPEG,
    FORMAT_PNG,
    FORMAT_WEBP,
    FORMAT_GIF,
    FORMAT_AVIF,
    FORMAT_HEIC,
    FORMAT_TIFF,
    FORMAT_BMP,
    FORMAT_JPEG_2000,
    FORMAT_JPEG_XL,
    FORMAT_SVG,
    FORMAT_UNKNOWN
};

/* What the bytes are, by their beginning; the file's name plays no part. */
enum image_format image_sniff(const uint8_t *bytes, size_t n);

/* Warns of an unusable format. Returns false. */
bool image_refuse_format(const struct image_source *src, enum image_format format);

/* Warns that the picture is damaged; `what` is a technical word for where. Returns false. */
bool image_damaged(const struct image_source *src, const char *what);

/* False after a warning when a side is 0 or there are more than IMAGE_MAX_PIXELS. */
bool image_size_allowed(const struct image_source *src, uint32_t w, uint32_t h);

/* Fill `image` from a file of the format; its bytes stay where they are, except for a turned JPEG, which gets new ones,
 * and what is decoded (mem_alloc()). False after a warning. */
bool jpeg_check(const struct image_source *src, struct image *image);
bool png_check(const struct image_source *src, struct image *image);
bool webp_check(const struct image_source *src, struct image *image);

/* Decode a file that passes through into `components` bytes a pixel (see image_decode()); NULL on bad data. */
uint8_t *jpeg_decode(const struct image *image, unsigned *components);
uint8_t *png_decode(const struct image *image, unsigned *components);

/* Gives the image the profile found in its file (copied), unless it says no more than sRGB. Returns false after a
 * warning when it is damaged or of other colours; then the picture's are taken as they come. `n` 0: none, true. */
bool image_take_profile(const struct image_source *src, struct image *image, const void *icc, size_t n);

/* Turns `pixels` of the image's colours into sRGB or grey, in place, by the image's profile if it has one. */
void image_apply_profile(const struct image *image, uint8_t *pixels);

/* Gives the image its decoded pixels, from mem_alloc(), of its own colours: by its profile, which has then done its
 * work, they become sRGB, and one byte a pixel where all are grey. */
void image_take_pixels(struct image *image, uint8_t *pixels);

/* Parts colour bytes with alpha behind them in place into colours, and alpha, which is returned; NULL: all are opaque.
 * What cannot be seen becomes white. */
uint8_t *image_part_alpha(uint8_t *pixels, size_t n, unsigned colours);

/* Lays the colours on white. */
void image_lay_on_white(uint8_t *pixels, const uint8_t *alpha, size_t n, unsigned colours);

static inline uint16_t image_be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t image_be32(const uint8_t *p)
{
    return (uint32_t)image_be16(p) << 16 | image_be16(p + 2);
}

#endif
