/* PNG of a drawn page: few colours, most rows white. */
#ifndef IMAGE_PAGE_PNG_H
#define IMAGE_PAGE_PNG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Pixels of a row. */
struct page_stretch {
    uint32_t from, end;
};

struct page_rows {
    uint32_t width, height;
    const uint8_t (*palette)[3];
    unsigned n_colours; /* at most 256 */
    /* Writes a row's places in the palette, one byte a pixel; `to` comes filled with 0. Returns where others may be. */
    struct page_stretch (*read)(void *of, uint32_t y, uint8_t *to);
    bool (*is_white)(const void *of, uint32_t y); /* of colour 0 alone: such rows are not read */
    void *of;
};

/* Appends a PNG with 1, 2, 4 or 8 bits a pixel, as few as the number of colours allows. -1 when the picture is too
 * large for the format. */
int png_put_page(struct buf *out, const struct page_rows *page);

#endif
