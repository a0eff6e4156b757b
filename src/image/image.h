/* Pictures: checked, measured, ready for the back ends; and pages drawn as pictures. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "base/buf.h"
#include "base/diag.h"
#include "page/page.h"

enum image_kind { IMAGE_JPEG, IMAGE_PNG };

#define IMAGE_MAX_PIXELS 100000000u

struct image {
    const char *path;
    enum image_kind kind;
    uint32_t width, height;  /* pixels */
    uint8_t components;      /* 1 grey, 3 RGB, 4 CMYK (JPEG only) */
    uint8_t bits;
    bool has_alpha;
    bool adobe_inverted;     /* CMYK JPEG by Adobe: values are inverted */
    double dpi;              /* as the file says; 0: not said */
    const uint8_t *bytes;    /* the file */
    size_t n_bytes;
    /* Decoded pixels for kinds that do not pass through: RGB or grey, 8 bits, alpha laid on white; else NULL. */
    const uint8_t *pixels;
    char sha256[65];
    uint16_t index;          /* place in its set */
};

struct image_set;

struct image_set *image_set_new(void);
void image_set_drop(struct image_set *s);

/* Reads, checks and decodes the picture `path` once; the same file gives the same image. Returns NULL after a warning that
 * names file and reason (unknown kind, truncated, too many pixels). `pos` is where it is used. */
const struct image *image_set_load(struct image_set *s, const char *path, struct srcpos pos, struct diag *d);

/* The image that was loaded from `path`, or NULL. */
const struct image *image_set_lookup(const struct image_set *s, const char *path);
unsigned image_set_count(const struct image_set *s);
const struct image *image_set_at(const struct image_set *s, unsigned i);

/* Draws a page (text, rules, rects, pictures) at `w` × `h` pixels on white and appends it as a PNG of few colours (palette).
 * Deterministic. Returns -1 when it can't be drawn. */
int raster_page(const struct pages *pages, size_t page, uint32_t w, uint32_t h, struct buf *png);

#endif
