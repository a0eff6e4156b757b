/* Covering pixels, and a palette of ink ramps. */
#include "image/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/encode.h"
#include "image/page_png.h"

#define MAX_COLOURS 16 /* four bits a pixel */

void canvas_init(struct canvas *c, uint32_t width, uint32_t height, bool full_colour)
{
    size_t pixels = (size_t)width * height;

    *c = (struct canvas){.width = width, .height = height};
    if (full_colour) {
        c->rgb = mem_alloc(pixels * 3);
        memset(c->rgb, 255, pixels * 3);
    } else {
        c->rows = mem_calloc(height, sizeof *c->rows);
    }
}

void canvas_drop(struct canvas *c)
{
    free(c->rgb);
    free(c->rows);
    free(c->spans);
}

struct paint canvas_paint(struct canvas *c, const uint8_t rgb[3])
{
    struct paint p = {.rgb = {rgb[0], rgb[1], rgb[2]}};

    if (c->rgb || (rgb[0] == 255 && rgb[1] == 255 && rgb[2] == 255))
        return p;
    unsigned i = 0;
    while (i < c->n_inks && memcmp(c->inks[i], rgb, 3) != 0)
        i++;
    if (i == c->n_inks && i < CANVAS_MAX_INKS)
        memcpy(c->inks[c->n_inks++], rgb, 3);
    p.slot = (uint8_t)(i + 1);
    return p;
}

static void add_span(struct canvas *c, struct paint paint, uint32_t y, uint32_t x, uint32_t n, uint8_t alpha)
{
    struct canvas_row *row = &c->rows[y];

    if (c->n_spans == c->cap_spans) {
        void *spans = c->spans;
        mem_grow(&spans, &c->cap_spans, c->n_spans + 1, sizeof *c->spans);
        c->spans = spans;
    }
    c->spans[c->n_spans++] = (struct canvas_span){0, (uint16_t)x, (uint16_t)n, paint.slot, alpha};
    if (row->first == 0)
        row->first = (uint32_t)c->n_spans;
    else
        c->spans[row->last - 1].next = (uint32_t)c->n_spans;
    row->last = (uint32_t)c->n_spans;
}

static void cover_rgb(uint8_t *pixel, struct paint paint, uint8_t alpha)
{
    for (unsigned i = 0; i < 3; i++)
        pixel[i] = (uint8_t)((pixel[i] * (255u - alpha) + paint.rgb[i] * alpha + 127) / 255);
}

void canvas_cover(struct canvas *c, struct paint paint, uint32_t x, uint32_t y, uint32_t n, uint8_t alpha)
{
    size_t at = (size_t)y * c->width + x;

    if (c->rgb) {
        for (uint32_t i = 0; i < n; i++)
            cover_rgb(c->rgb + 3 * (at + i), paint, alpha);
        return;
    }
    add_span(c, paint, y, x, n, alpha);
}

/* Index 0 is white; then each ink has `steps` shades from pale to solid. */
static unsigned make_palette(const struct canvas *c, unsigned steps, uint8_t palette[MAX_COLOURS][3])
{
    unsigned n = 1;

    memset(palette[0], 255, 3);
    for (unsigned ink = 0; ink < c->n_inks; ink++)
        for (unsigned step = 1; step <= steps; step++, n++)
            for (unsigned i = 0; i < 3; i++)
                palette[n][i] = (uint8_t)(255 - ((255u - c->inks[ink][i]) * step + steps / 2) / steps);
    return n;
}

/* A pixel of a page of few inks. */
struct dot {
    uint8_t slot;     /* 1 …: which ink covers most */
    uint8_t coverage; /* 0 white … 255 solid */
};

/* A canvas of few inks, while it is written. */
struct shades {
    const struct canvas *canvas;
    struct dot *dots;                        /* of a row, all white between rows */
    uint8_t index[CANVAS_MAX_INKS + 1][256]; /* place in the palette, by ink and coverage */
};

/* v of 255 parts, rounded. */
static uint8_t part(unsigned a, unsigned b)
{
    return (uint8_t)((a * b + 127) / 255);
}

/* Where two inks meet in one pixel the stronger one has it: a mixture would need colours of its own. */
static void cover_dot(struct dot *dot, const struct canvas_span *span)
{
    uint8_t alpha = span->coverage, under = part(dot->coverage, 255u - alpha); /* what is seen of it still */

    bool is_paper = span->slot == 0, same = dot->slot == span->slot || dot->coverage == 0;

    if (is_paper || (!same && alpha < under)) {
        dot->coverage = under;
        return;
    }
    dot->slot = span->slot;
    dot->coverage = same ? (uint8_t)(under + alpha) : alpha;
}

/* Draws the span on the row's dots, and their places in the palette. */
static void cover_dots(const struct shades *s, const struct canvas_span *span, uint8_t *to)
{
    struct dot *dot = s->dots + span->x, *end = dot + span->n;

    to += span->x;
    if (span->coverage == 255) { /* nothing shines through: the inside of a letter, a rule */
        const struct dot solid = {span->slot, span->slot == 0 ? 0 : 255};
        memset(to, s->index[solid.slot][solid.coverage], span->n);
        while (dot < end)
            *dot++ = solid;
        return;
    }
    for (; dot < end; dot++) {
        if (dot->coverage == 0 && span->slot != 0)
            *dot = (struct dot){span->slot, span->coverage};
        else
            cover_dot(dot, span);
        *to++ = s->index[dot->slot][dot->coverage];
    }
}

/* Turns what was drawn on a row into places in the palette. */
static struct page_stretch index_row(void *of, uint32_t y, uint8_t *to)
{
    const struct shades *s = of;
    const struct canvas *c = s->canvas;
    struct page_stretch drawn = {c->width, 0};

    for (uint32_t i = c->rows[y].first; i != 0; i = c->spans[i - 1].next) {
        const struct canvas_span *span = &c->spans[i - 1];
        cover_dots(s, span, to);
        uint32_t end = (uint32_t)span->x + span->n;
        drawn.from = span->x < drawn.from ? span->x : drawn.from;
        drawn.end = end > drawn.end ? end : drawn.end;
    }
    if (drawn.from >= drawn.end)
        return (struct page_stretch){0, 0};
    memset(s->dots + drawn.from, 0, (drawn.end - drawn.from) * sizeof *s->dots);
    return drawn;
}

static bool is_white_row(const void *of, uint32_t y)
{
    return ((const struct shades *)of)->canvas->rows[y].first == 0;
}

static void make_shades(struct shades *s, const struct canvas *c, unsigned steps)
{
    *s = (struct shades){.canvas = c, .dots = mem_calloc(c->width, sizeof *s->dots)};
    for (unsigned ink = 0; ink < c->n_inks; ink++)
        for (unsigned coverage = 0; coverage < 256; coverage++) {
            unsigned step = (coverage * steps + 127) / 255;
            s->index[ink + 1][coverage] = (uint8_t)(step == 0 ? 0 : ink * steps + step);
        }
}

static int put_indexed(const struct canvas *c, struct buf *out)
{
    uint8_t palette[MAX_COLOURS][3];
    unsigned steps = (MAX_COLOURS - 1) / (c->n_inks ? c->n_inks : 1);
    struct shades shades;
    make_shades(&shades, c, steps);
    const struct page_rows rows = {.width = c->width,
                                   .height = c->height,
                                   .palette = (const uint8_t(*)[3])palette,
                                   .n_colours = make_palette(c, steps, palette),
                                   .read = index_row,
                                   .is_white = is_white_row,
                                   .of = &shades};
    int result = png_put_page(out, &rows);
    free(shades.dots);
    return result;
}

/* A third of the bytes where a palette will do: covers have a logo, hardly a photograph. */
static int put_full_colour(const struct canvas *c, struct buf *out)
{
    struct pixels pixels = {c->rgb, c->width, c->height, 3};
    struct palette palette;
    uint8_t *indices = image_index(&pixels, &palette);

    if (indices == NULL)
        indices = image_index_near(&pixels, &palette);
    if (indices == NULL)
        return png_put_rgb(out, c->width, c->height, c->rgb);
    struct indexed_image image = {.width = c->width,
                                  .height = c->height,
                                  .pixels = indices,
                                  .palette = (const uint8_t(*)[3])palette.colours,
                                  .n_colours = palette.n};
    int result = png_put_indexed(out, &image);
    free(indices);
    return result;
}

int canvas_put_png(const struct canvas *c, struct buf *out)
{
    return c->rgb ? put_full_colour(c, out) : put_indexed(c, out);
}
