/* Palettes for pictures of many colours, by median cut: the box of all colours is cut at the median of its longest
 * side, then the fullest of the parts, until there are as many parts as the palette has places. Each part shows its
 * mean. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/encode.h"

#define BITS 5
#define SIDE (1u << BITS)
#define CELLS (SIDE * SIDE * SIDE)
#define PLACES 256u
#define SEEN 12          /* a channel that is off by more is seen beside the true one */
#define SEEN_SHARE 2000u /* 1 / this many pixels may be off so far: edges of letters on pictures */

/* All colours that agree in their upper bits. */
struct cell {
    uint32_t n;
    uint64_t sum[3];
};

/* Cells [low, high] of each channel. */
struct box {
    uint8_t low[3], high[3];
    uint64_t n;
};

static size_t cell_of(const uint8_t rgb[3])
{
    return (size_t)(rgb[0] >> (8 - BITS)) << (2 * BITS) | (size_t)(rgb[1] >> (8 - BITS)) << BITS | rgb[2] >> (8 - BITS);
}

static size_t cell_at(const uint8_t at[3])
{
    return (size_t)at[0] << (2 * BITS) | (size_t)at[1] << BITS | at[2];
}

/* Goes to the next cell of the box; false, and back at the first, at the end. */
static bool step(const struct box *b, uint8_t at[3])
{
    for (int i = 2; i >= 0; i--) {
        if (at[i] < b->high[i]) {
            at[i]++;
            return true;
        }
        at[i] = b->low[i];
    }
    return false;
}

/* Draws the box close around its colours and counts them. */
static void tighten(struct box *b, const struct cell *cells)
{
    struct box tight = {.low = {SIDE - 1, SIDE - 1, SIDE - 1}};
    uint8_t at[3];
    memcpy(at, b->low, sizeof at);
    do {
        const struct cell *c = &cells[cell_at(at)];
        for (int i = 0; c->n > 0 && i < 3; i++) {
            tight.low[i] = at[i] < tight.low[i] ? at[i] : tight.low[i];
            tight.high[i] = at[i] > tight.high[i] ? at[i] : tight.high[i];
        }
        tight.n += c->n;
    } while (step(b, at));
    *b = tight;
}

static int longest_side(const struct box *b)
{
    int side = 1; /* green, where the eye tells most */
    for (int i = 0; i < 3; i++)
        if (b->high[i] - b->low[i] > b->high[side] - b->low[side])
            side = i;
    return side;
}

/* Cuts the box where half of its colours lie on each side, as far as whole cells allow; `b` keeps the lower part. */
static struct box cut(struct box *b, const struct cell *cells)
{
    int side = longest_side(b);
    uint64_t planes[SIDE] = {0}, below = 0;
    uint8_t at[3];
    memcpy(at, b->low, sizeof at);
    do {
        planes[at[side]] += cells[cell_at(at)].n;
    } while (step(b, at));
    uint8_t last = b->low[side];
    for (below = planes[last]; last + 1 < b->high[side] && 2 * below < b->n; below += planes[last])
        last++;
    struct box upper = *b;
    b->high[side] = last;
    upper.low[side] = (uint8_t)(last + 1);
    tighten(b, cells);
    tighten(&upper, cells);
    return upper;
}

/* How much there is to gain by a cut: colours times the longest side. */
static uint64_t weight(const struct box *b)
{
    int side = longest_side(b);
    return b->n * (uint64_t)(b->high[side] - b->low[side]);
}

static unsigned cut_all(struct box *boxes, const struct cell *cells)
{
    unsigned n = 1;
    boxes[0] = (struct box){.high = {SIDE - 1, SIDE - 1, SIDE - 1}};
    tighten(&boxes[0], cells);
    while (n < PLACES) {
        unsigned most = 0;
        for (unsigned i = 1; i < n; i++)
            if (weight(&boxes[i]) > weight(&boxes[most]))
                most = i;
        if (weight(&boxes[most]) == 0)
            break;
        boxes[n] = cut(&boxes[most], cells);
        n++;
    }
    return n;
}

/* The mean colour of a box, and its number for all of its cells. */
static void take_box(struct palette *p, unsigned number, const struct box *b, const struct cell *cells, uint8_t *place)
{
    uint64_t sum[3] = {0};
    uint8_t at[3];
    memcpy(at, b->low, sizeof at);
    do {
        place[cell_at(at)] = (uint8_t)number;
        for (int i = 0; i < 3; i++)
            sum[i] += cells[cell_at(at)].sum[i];
    } while (step(b, at));
    for (int i = 0; i < 3; i++)
        p->colours[number][i] = (uint8_t)((sum[i] + b->n / 2) / (b->n > 0 ? b->n : 1));
}

static bool is_off(const uint8_t *rgb, const uint8_t colour[3])
{
    for (int i = 0; i < 3; i++)
        if (rgb[i] > colour[i] + SEEN || colour[i] > rgb[i] + SEEN)
            return true;
    return false;
}

static struct cell *count_cells(const uint8_t *rgb, size_t n)
{
    struct cell *cells = mem_calloc(CELLS, sizeof *cells);
    for (size_t i = 0; i < n; i++, rgb += 3) {
        struct cell *c = &cells[cell_of(rgb)];
        c->n++;
        for (int k = 0; k < 3; k++)
            c->sum[k] += rgb[k];
    }
    return cells;
}

uint8_t *image_index_near(const struct pixels *from, struct palette *palette)
{
    if (from->components != 3)
        return NULL;
    size_t n = (size_t)from->width * from->height, off = 0;
    const uint8_t *rgb = from->p;
    struct cell *cells = count_cells(rgb, n);
    uint8_t *place = mem_calloc(CELLS, 1), *indices = mem_alloc(n);
    struct box boxes[PLACES];
    palette->n = cut_all(boxes, cells);
    for (unsigned i = 0; i < palette->n; i++)
        take_box(palette, i, &boxes[i], cells, place);
    for (size_t i = 0; i < n; i++) {
        indices[i] = place[cell_of(rgb + 3 * i)];
        off += is_off(rgb + 3 * i, palette->colours[indices[i]]);
    }
    free(cells);
    free(place);
    if (off <= n / SEEN_SHARE)
        return indices;
    free(indices);
    return NULL;
}
