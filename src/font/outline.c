/* Glyph outlines, passed on from HarfBuzz's drawing functions.
 *
 * Quadratic curves are kept where the receiver takes them: their coordinates are whole font units, while raising them
 * to cubic ones brings thirds, which machines may round differently.
 */
#include <hb.h>
#include <pthread.h>

#include "font/font.h"

struct outline {
    const struct font_outline_sink *sink;
    void *u;
    struct font_point at; /* current point */
};

static void draw_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *u)
{
    struct outline *o = data;

    (void)funcs, (void)state, (void)u;
    o->at = (struct font_point){x, y};
    o->sink->move(o->u, o->at);
}

static void draw_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *u)
{
    struct outline *o = data;

    (void)funcs, (void)state, (void)u;
    o->at = (struct font_point){x, y};
    o->sink->line(o->u, o->at);
}

/* The parameters are what HarfBuzz calls it with. NOLINTNEXTLINE(readability-function-size) */
static void draw_quad(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float cx, float cy, float x, float y,
                      void *u)
{
    struct outline *o = data;

    (void)funcs, (void)state, (void)u;
    struct font_point pull = {cx, cy}, to = {x, y};
    if (o->sink->quad)
        o->sink->quad(o->u, pull, to);
    else
        o->sink->curve(o->u, (struct font_point){(o->at.x + 2 * cx) / 3, (o->at.y + 2 * cy) / 3},
                       (struct font_point){(x + 2 * cx) / 3, (y + 2 * cy) / 3}, to);
    o->at = to;
}

/* The same. NOLINTNEXTLINE(readability-function-size) */
static void draw_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
                       float y2, float x, float y, void *u)
{
    struct outline *o = data;

    (void)funcs, (void)state, (void)u;
    o->at = (struct font_point){x, y};
    o->sink->curve(o->u, (struct font_point){x1, y1}, (struct font_point){x2, y2}, o->at);
}

static void draw_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *u)
{
    struct outline *o = data;

    (void)funcs, (void)state, (void)u;
    o->sink->close(o->u);
}

static hb_draw_funcs_t *draw_funcs;
static pthread_once_t draw_once = PTHREAD_ONCE_INIT;

static void make_funcs(void)
{
    draw_funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(draw_funcs, draw_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(draw_funcs, draw_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(draw_funcs, draw_quad, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(draw_funcs, draw_cubic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(draw_funcs, draw_close, NULL, NULL);
    hb_draw_funcs_make_immutable(draw_funcs);
}

void font_outline(const struct font *f, uint16_t gid, const struct font_outline_sink *sink, void *u)
{
    struct outline o = {.sink = sink, .u = u};

    pthread_once(&draw_once, make_funcs);
#if HB_VERSION_ATLEAST(7, 0, 0)
    hb_font_draw_glyph(f->hb, gid, draw_funcs, &o);
#else
    hb_font_get_glyph_shape(f->hb, gid, draw_funcs, &o);
#endif
}
