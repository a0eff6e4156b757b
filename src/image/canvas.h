/* What a page is drawn on: pixels that are covered by inks.
 *
 * A page of few inks is kept as what was drawn, row by row; a row becomes pixels when it is written. Ink and coverage
 * of each pixel give a palette directly: no colours have to be counted or matched. A page with pictures is kept in RGB.
 */
#ifndef IMAGE_CANVAS_H
#define IMAGE_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "page/page.h"

#define CANVAS_MAX_INKS 3

#define CANVAS_MAX_SIDE 16000 /* the rasterizer's coordinates, and those of spans, are 16 bits of pixels */

/* What was drawn on a row at a time. */
struct canvas_span {
    uint32_t next;    /* of the same row, plus 1; 0: none */
    uint16_t x, n;    /* pixels */
    uint8_t slot;     /* 1 …: which of `inks`; 0: paper */
    uint8_t coverage; /* 255: solid */
};

struct canvas {
    uint32_t width, height; /* at most CANVAS_MAX_SIDE */
    uint8_t *rgb;           /* full colour, or NULL: then the rows below */
    struct canvas_row {
        uint32_t first, last; /* of its spans, in the order of drawing, plus 1; 0: the row is white */
    } * rows;
    struct canvas_span *spans;
    size_t n_spans, cap_spans;
    unsigned n_inks;
    uint8_t inks[CANVAS_MAX_INKS][3];
};

/* A white canvas; `full_colour` for pages with pictures or more inks than CANVAS_MAX_INKS. */
void canvas_init(struct canvas *c, uint32_t width, uint32_t height, bool full_colour);
void canvas_drop(struct canvas *c);

/* A colour, made ready for canvas_cover(). */
struct paint {
    uint8_t rgb[3];
    uint8_t slot; /* 0: white */
};
struct paint canvas_paint(struct canvas *c, const uint8_t rgb[3]);

/* Covers the pixels x … x+n-1 of row y by `alpha` of 255. The pixels must lie on the canvas. */
void canvas_cover(struct canvas *c, struct paint paint, uint32_t x, uint32_t y, uint32_t n, uint8_t alpha);

/* Appends the canvas as a PNG. */
int canvas_put_png(const struct canvas *c, struct buf *out);

#endif
