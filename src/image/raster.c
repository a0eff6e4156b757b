/* Drawing a page as a picture: the EPUB's cover, and previews.
 *
 * Glyph outlines go through FreeType's smooth rasterizer, which works in integers (1/64 pixel) and reports spans of
 * coverage. Rectangles are snapped to whole pixels instead, so that rules are crisp and the modules of a QR code leave
 * no seams. Lengths become pixels by 64-bit products alone: no machine rounds them otherwise.
 */
#include <ft2build.h>
#include FT_OUTLINE_H
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/canvas.h"
#include "image/image.h"

/* The page on the canvas: pixels = scaled * num / den, moved to the middle. */
struct view {
    int64_t num, den;
    uint32_t left, top; /* pixels */
};

/* An outline as FreeType takes it, growing. */
struct shape {
    FT_Vector *points;
    char *tags;
    short *ends;
    size_t n, cap_points, cap_tags;
    size_t n_ends, cap_ends;
};

struct raster {
    struct canvas canvas;
    struct view view;
    FT_Library library;
    struct shape shape;
    struct paint paint; /* of what is being drawn */
};

static struct view fit(const struct page *page, uint32_t w, uint32_t h)
{
    struct view v;

    if ((int64_t)w * page->height <= (int64_t)h * page->width) {
        v.num = w;
        v.den = page->width;
    } else {
        v.num = h;
        v.den = page->height;
    }
    v.left = (w - (uint32_t)muldiv(page->width, v.num, v.den)) / 2;
    v.top = (h - (uint32_t)muldiv(page->height, v.num, v.den)) / 2;
    return v;
}

static int64_t clamp(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

/* Whole pixels. */
static int64_t to_pixels(const struct view *v, int64_t length)
{
    return muldiv(length, v->num, v->den);
}

/* Fills a rectangle, at least a pixel in each direction; what lies beyond the canvas is cut off. */
static void fill_rect(struct raster *r, struct rect rect)
{
    struct canvas *c = &r->canvas;
    int64_t x0 = r->view.left + to_pixels(&r->view, rect.x);
    int64_t y0 = r->view.top + to_pixels(&r->view, rect.y);
    int64_t x1 = r->view.left + to_pixels(&r->view, (int64_t)rect.x + rect.w);
    int64_t y1 = r->view.top + to_pixels(&r->view, (int64_t)rect.y + rect.h);

    if (rect.w <= 0 || rect.h <= 0)
        return;
    if (x1 == x0)
        x1++;
    if (y1 == y0)
        y1++;
    x0 = clamp(x0, 0, c->width);
    x1 = clamp(x1, 0, c->width);
    for (int64_t y = clamp(y0, 0, c->height); y < clamp(y1, 0, c->height); y++)
        if (x1 > x0)
            canvas_cover(c, r->paint, (uint32_t)x0, (uint32_t)y, (uint32_t)(x1 - x0), 255);
}

/* Where a glyph stands and how its units become 1/64 pixels. */
struct place {
    struct shape *shape;
    int64_t x, y;         /* of its origin, 1/64 pixel, y upward */
    int64_t num_x, num_y; /* 1/64 font unit to 1/64 pixel: * num / den */
    int64_t den;
};

static void add_point(struct place *p, struct font_point at, char tag)
{
    struct shape *s = p->shape;
    void *points = s->points, *tags = s->tags;

    mem_grow(&points, &s->cap_points, s->n + 1, sizeof *s->points);
    mem_grow(&tags, &s->cap_tags, s->n + 1, 1);
    s->points = points;
    s->tags = tags;
    /* Coordinates are whole or half units (in CFF: 1/65536), so that nothing is lost here in the fonts that are used.
     */
    s->points[s->n].x = (FT_Pos)(p->x + muldiv(lrintf(at.x * 64), p->num_x, p->den));
    s->points[s->n].y = (FT_Pos)(p->y + muldiv(lrintf(at.y * 64), p->num_y, p->den));
    s->tags[s->n++] = tag;
}

/* A contour begins, or a straight line ends. */
static void on_point(void *u, struct font_point to)
{
    add_point(u, to, FT_CURVE_TAG_ON);
}

static void on_curve(void *u, struct font_point first, struct font_point second, struct font_point to)
{
    add_point(u, first, FT_CURVE_TAG_CUBIC);
    add_point(u, second, FT_CURVE_TAG_CUBIC);
    add_point(u, to, FT_CURVE_TAG_ON);
}

static void on_quad(void *u, struct font_point pull, struct font_point to)
{
    add_point(u, pull, FT_CURVE_TAG_CONIC);
    add_point(u, to, FT_CURVE_TAG_ON);
}

static void on_close(void *u)
{
    struct shape *s = ((struct place *)u)->shape;
    void *ends = s->ends;

    mem_grow(&ends, &s->cap_ends, s->n_ends + 1, sizeof *s->ends);
    s->ends = ends;
    s->ends[s->n_ends++] = (short)(s->n - 1);
}

static const struct font_outline_sink sink = {on_point, on_point, on_curve, on_close, on_quad};

/* FreeType's rows count upward. */
static void on_spans(int y, int count, const FT_Span *spans, void *user)
{
    struct raster *r = user;

    for (int i = 0; i < count; i++)
        canvas_cover(&r->canvas, r->paint, (uint32_t)spans[i].x, r->canvas.height - 1 - (uint32_t)y, spans[i].len,
                     spans[i].coverage);
}

/* The whole pixels that an outline may touch, as far as they are on the canvas. In a larger box the rasterizer would go
 * through the outline once for each of the stripes that it divides the box into. */
static FT_BBox touched(const struct canvas *c, FT_Outline *outline)
{
    FT_BBox box;

    FT_Outline_Get_CBox(outline, &box); /* 1/64 pixel */
    box.xMin = clamp(box.xMin >> 6, 0, c->width);
    box.yMin = clamp(box.yMin >> 6, 0, c->height);
    box.xMax = clamp((box.xMax + 63) >> 6, 0, c->width);
    box.yMax = clamp((box.yMax + 63) >> 6, 0, c->height);
    return box;
}

static void render_shape(struct raster *r)
{
    struct shape *s = &r->shape;

    if (s->n == 0 || s->n > INT16_MAX || s->n_ends == 0 || s->n_ends > INT16_MAX)
        return;
    FT_Outline outline = {.n_contours = (short)s->n_ends,
                          .n_points = (short)s->n,
                          .points = s->points,
                          .tags = s->tags,
                          .contours = s->ends,
                          .flags = FT_OUTLINE_HIGH_PRECISION};
    FT_Raster_Params params = {.flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                               .gray_spans = on_spans,
                               .user = r,
                               .clip_box = touched(&r->canvas, &outline)};
    if (params.clip_box.xMin < params.clip_box.xMax && params.clip_box.yMin < params.clip_box.yMax)
        FT_Outline_Render(r->library, &outline, &params);
}

/* Draws a glyph with its origin at x, y (scaled, y downward, from the page's corner). */
static void draw_glyph(struct raster *r, const struct glyph_run *run, uint16_t gid, int64_t x, int64_t y)
{
    const struct view *v = &r->view;
    struct place p = {.shape = &r->shape,
                      .x = (int64_t)v->left * 64 + muldiv(x, v->num * 64, v->den),
                      .y = ((int64_t)r->canvas.height - v->top) * 64 - muldiv(y, v->num * 64, v->den),
                      .num_x = run->size * v->num * run->hscale,
                      .num_y = run->size * v->num * 10000,
                      .den = v->den * run_font(run)->upem * 10000};

    r->shape.n = r->shape.n_ends = 0;
    font_outline(run_font(run), gid, &sink, &p);
    render_shape(r);
}

/* Font units along the line to scaled. */
static int64_t along(const struct glyph_run *run, int64_t units)
{
    return muldiv(units * run->hscale, run->size, (int64_t)run_font(run)->upem * 10000);
}

static void draw_piece(struct raster *r, const struct glyph_run *run, const struct shaped *word, int64_t x, int64_t y)
{
    int64_t pen = 0;

    for (uint16_t i = 0; i < word->n; i++) {
        const struct glyph *g = &word->glyphs[i];
        int64_t gx = x + along(run, pen + g->dx) + (int64_t)i * run->tracking;
        int64_t gy = y - muldiv(g->dy, run->size, run_font(run)->upem);
        draw_glyph(r, run, g->gid, gx, gy);
        pen += g->advance;
    }
}

static void draw_text(struct raster *r, const struct page_item *item)
{
    const struct glyph_run *run = item->u.run;

    if (run->size <= 0 || run_font(run)->upem == 0)
        return;
    for (uint16_t i = 0; i < run->n; i++) {
        int64_t x = (int64_t)item->x + run->pieces[i].x;
        draw_piece(r, run, run_word(run, i), x, (int64_t)item->y - run->rise);
    }
}

/* A picture being scaled onto the canvas. */
struct sampling {
    const uint8_t *pixels, *alpha; /* NULL: opaque */
    uint32_t width, height;
    unsigned components;
    int64_t x0, y0, w, h; /* on the canvas */
};

/* The range of source pixels under destination pixel i of n; at least one. */
static void source_range(int64_t i, int64_t n, uint32_t size, uint32_t *from, uint32_t *to)
{
    *from = (uint32_t)(i * size / n);
    *to = (uint32_t)((i + 1) * size / n);
    if (*to <= *from)
        *to = *from + 1;
}

/* The mean of the source pixels under a destination pixel. */
static void sample(const struct sampling *s, int64_t dx, int64_t dy, uint8_t rgb[3])
{
    uint32_t x0, x1, y0, y1;
    uint64_t sum[3] = {0};

    source_range(dx, s->w, s->width, &x0, &x1);
    source_range(dy, s->h, s->height, &y0, &y1);
    for (uint32_t y = y0; y < y1; y++) {
        const uint8_t *p = s->pixels + ((size_t)y * s->width + x0) * s->components;
        for (uint32_t x = x0; x < x1; x++, p += s->components)
            for (unsigned c = 0; c < 3; c++)
                sum[c] += p[s->components == 3 ? c : 0];
    }
    uint64_t n = (uint64_t)(x1 - x0) * (y1 - y0), alpha = 255 * n;
    if (s->alpha) {
        alpha = 0;
        for (uint32_t y = y0; y < y1; y++)
            for (uint32_t x = x0; x < x1; x++)
                alpha += s->alpha[(size_t)y * s->width + x];
    }
    /* The pixels lie on white: what shines through is taken from that and from what is there. */
    for (unsigned c = 0; c < 3; c++) {
        uint64_t clear = 255 * n - alpha, behind = clear * rgb[c] / 255;
        rgb[c] = (uint8_t)(((sum[c] > clear ? sum[c] - clear : 0) + behind + n / 2) / n);
    }
}

static void draw_sampled(struct raster *r, const struct sampling *s)
{
    struct canvas *c = &r->canvas;

    for (int64_t dy = 0; dy < s->h; dy++) {
        int64_t y = s->y0 + dy;
        if (y < 0 || y >= c->height)
            continue;
        for (int64_t dx = 0; dx < s->w; dx++) {
            int64_t x = s->x0 + dx;
            if (x >= 0 && x < c->width)
                sample(s, dx, dy, c->rgb + 3 * ((size_t)y * c->width + (size_t)x));
        }
    }
}

/* A picture whose data turn out to be bad leaves its place white. */
static void draw_image(struct raster *r, const struct page_item *item)
{
    const struct image *image = item->u.image.image;
    const struct view *v = &r->view;
    struct sampling s = {.width = image->width, .height = image->height};

    s.x0 = v->left + to_pixels(v, item->x);
    s.y0 = v->top + to_pixels(v, item->y);
    s.w = v->left + to_pixels(v, (int64_t)item->x + item->u.image.w) - s.x0;
    s.h = v->top + to_pixels(v, (int64_t)item->y + item->u.image.h) - s.y0;
    uint8_t *pixels = image_decode(image, &s.components);
    if (!pixels)
        return;
    s.pixels = pixels;
    s.alpha = image->alpha;
    draw_sampled(r, &s);
    free(pixels);
}

static void draw_item(struct raster *r, const struct pages *pages, const struct page_item *item)
{
    if (item->ink < pages->n_inks)
        r->paint = canvas_paint(&r->canvas, pages->inks[item->ink].rgb);
    switch (item->kind) {
    case ITEM_TEXT:
        draw_text(r, item);
        break;
    case ITEM_RULE:
        fill_rect(r, (struct rect){item->x, item->y, item->u.rule.w, item->u.rule.h});
        break;
    case ITEM_RECTS:
        for (uint32_t i = 0; i < item->u.rects.n; i++) {
            const struct rect *q = &item->u.rects.r[i];
            fill_rect(r, (struct rect){item->x + q->x, item->y + q->y, q->w, q->h});
        }
        break;
    case ITEM_IMAGE:
        draw_image(r, item);
        break;
    default: /* links leave no mark */
        break;
    }
}

/* True if the page has pictures or more inks than fit into a small palette. White is no ink. */
static bool needs_full_colour(const struct pages *pages, const struct page *page)
{
    struct canvas few = {0};

    for (uint32_t i = 0; i < page->n_items; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind == ITEM_IMAGE)
            return true;
        if (item->kind != ITEM_LINK && item->ink < pages->n_inks &&
            canvas_paint(&few, pages->inks[item->ink].rgb).slot > CANVAS_MAX_INKS)
            return true;
    }
    return false;
}

static void raster_end(struct raster *r)
{
    canvas_drop(&r->canvas);
    free(r->shape.points);
    free(r->shape.tags);
    free(r->shape.ends);
    FT_Done_FreeType(r->library);
}

int raster_page(const struct pages *pages, size_t page, uint32_t w, uint32_t h, struct buf *png)
{
    struct raster r = {0};

    if (page >= pages->n || w == 0 || h == 0 || w > CANVAS_MAX_SIDE || h > CANVAS_MAX_SIDE)
        return -1;
    const struct page *p = &pages->items[page];
    if (p->width <= 0 || p->height <= 0 || FT_Init_FreeType(&r.library) != 0)
        return -1;
    r.view = fit(p, w, h);
    canvas_init(&r.canvas, w, h, needs_full_colour(pages, p));
    for (uint32_t i = 0; i < p->n_items; i++)
        draw_item(&r, pages, &p->items[i]);
    int result = canvas_put_png(&r.canvas, png);
    raster_end(&r);
    return result;
}
