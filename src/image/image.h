/* Pictures: checked, measured, ready for the back ends; and pages drawn as pictures. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "base/buf.h"
#include "base/diag.h"
#include "page/page.h"

enum image_kind { IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP };

#define IMAGE_MAX_PIXELS 100000000u

struct image {
    const char *path; /* as it was loaded */
    const char *file; /* what was read from the disk: the same, or an archive that holds the picture */
    enum image_kind kind;
    uint32_t width, height; /* pixels */
    uint8_t components;     /* 1 grey, 3 RGB, 4 CMYK (JPEG only) */
    uint8_t bits;
    bool photo;           /* compressed with loss: a JPEG, or a WebP of that kind */
    bool own_gamma;       /* PNG: gAMA is not to be heeded, for sRGB or a profile rules */
    bool adobe_inverted;  /* CMYK JPEG by Adobe: values are inverted */
    double dpi;           /* as the file says; 0: not said */
    const uint8_t *bytes; /* the file (a JPEG that Exif says is turned: turned upright, without loss) */
    size_t n_bytes;
    /* Decoded pixels for kinds that do not pass through: sRGB or grey, 8 bits; else NULL. One byte a pixel when
     * `components` is 1, else three (a CMYK JPEG too). */
    const uint8_t *pixels;
    const uint8_t *alpha; /* how far each of `pixels` covers what is behind it, 255: wholly; NULL: all do */
    /* Sound ICC profile of the file's colours where they are not sRGB, nor already decoded to it; else NULL. */
    const uint8_t *icc;
    size_t n_icc;
    char sha256[65];
    uint16_t index; /* place in its set */
};

struct image_set;

struct image_set *image_set_new(void);
/* A set that holds no more than so many bytes, files and decoded pixels together; what goes beyond is left out, with a
 * warning. image_set_new(): 2 GiB. */
struct image_set *image_set_limited(uint64_t bytes);
/* How many bytes more it would hold. */
uint64_t image_set_room(const struct image_set *s);
void image_set_drop(struct image_set *s);

/* Reads, checks and decodes the picture `path` once; the same file gives the same image, and so does another file of
 * the same bytes. Returns NULL after a warning that names file and reason (unknown kind, truncated, too many pixels).
 * `pos` is where it is used. One thread at a time. */
const struct image *image_set_load(struct image_set *s, const char *path, struct srcpos pos, struct diag *d);

/* A picture in an archive: the name it goes by, the archive's file, and its bytes. */
struct image_bytes {
    const char *path, *file;
    const void *bytes;
    size_t n;
};

/* The same for bytes that were taken from an archive; they are copied. */
const struct image *image_set_load_bytes(struct image_set *s, const struct image_bytes *from, struct srcpos pos,
                                         struct diag *d);

/* The image that was loaded from `path`, or NULL. */
const struct image *image_set_lookup(const struct image_set *s, const char *path);
unsigned image_set_count(const struct image_set *s);
const struct image *image_set_at(const struct image_set *s, unsigned i);

/* The picture's rows from the top as sRGB or grey bytes (*components: 3 or 1) with alpha laid on white. The caller
 * frees them. NULL when the data are too bad to be decoded. */
uint8_t *image_decode(const struct image *image, unsigned *components);

/* How the image data of a PNG lie in its IDAT chunks. */
struct png_idat {
    uint8_t colours;    /* components of a pixel: 1 (grey or index) or 3 */
    uint8_t bits;       /* of a component: 1, 2, 4, 8 */
    uint16_t n_palette; /* 0: no palette; else 1 << bits entries, filled up with black */
    uint8_t palette[256 * 3];
};

/* The joined IDAT of a PNG that a PDF can hold as it stands (FlateDecode with Predictor 15): no interlace, no alpha, at
 * most 8 bits, the file's colours plain sRGB or told by a profile, and the data found whole by inflating them once. The
 * caller frees the bytes. NULL when any of that is not so: then image_decode() serves. */
uint8_t *image_png_idat(const struct image *image, struct png_idat *how, size_t *n);

/* Draws a page (text, rules, rects, pictures) on white, as large as fits into `w` × `h` pixels and centred there, and
 * appends it as a PNG: of at most 16 colours where the page has no picture and at most three inks, else in full colour.
 * Integer arithmetic all through, so the same everywhere. Returns -1 when it can't be drawn. */
int raster_page(const struct pages *pages, size_t page, uint32_t w, uint32_t h, struct buf *png);

#endif
