/* Paragraphs: the stages in reading order. */
#include "layout/par.h"

#include "layout/layout.h"
#include "layout/line.h"

/* Prices of line breaking. A line of badness 340 has its spaces stretched by one and a half times what they may give;
 * up to there no tie is torn for it (see TIE_PENALTY in hlist.c). Where that can't be had, tearing one costs as much as
 * stretching spaces by twice what they may give: the emergency stretch is small so that such lines are still told
 * apart. */
#define TOLERANCE 340
#define LINE_PENALTY 10
#define ADJ_DEMERITS 10000
#define DOUBLE_HYPHEN_DEMERITS 10000
#define FINAL_HYPHEN_DEMERITS 5000
#define RUNT_DEMERITS 1000000
/* A last line is wider than this many em, and than the indent. */
#define LAST_LINE_EMS 2

static void set_params(const struct par_ctx *ctx, const struct par_request *r, struct linebreak_params *p)
{
    scaled hang = r->first_indent < 0 ? -r->first_indent : 0, em = r->style->size;
    scaled indent = ctx->design->text.indent + em / 2;
    *p = (struct linebreak_params){
        .width = r->width - hang,
        .first_width = r->first_indent > 0 ? r->width - r->first_indent : r->width,
        .last_room = r->last_room,
        .tolerance = TOLERANCE,
        .line_penalty = LINE_PENALTY,
        .adj_demerits = ADJ_DEMERITS,
        .double_hyphen_demerits = DOUBLE_HYPHEN_DEMERITS,
        .final_hyphen_demerits = FINAL_HYPHEN_DEMERITS,
        .emergency_stretch = em / 2,
        .last_min = indent > LAST_LINE_EMS * em ? indent : LAST_LINE_EMS * em,
        .runt_demerits = RUNT_DEMERITS,
        .ragged = r->style->align != ALIGN_JUSTIFY,
        .balance = r->style->balance,
    };
}

void par_set(struct par_ctx *ctx, const struct par_request *r, struct par *out)
{
    struct par_text text;
    struct hlist list;
    struct linebreak_params params;
    struct breaks breaks;
    *out = (struct par){0};
    if (r->text->n == 0)
        return;
    if (!itemize(ctx, r, &text)) {
        diag_add(ctx->diag, MSG_LAYOUT_NO_FONT, r->pos, r->style->font, NULL);
    } else if (text.n > 0) {
        hlist_make(ctx, r, &text, &list);
        set_params(ctx, r, &params);
        linebreak(list.items, list.n, &params, ctx->scratch, &breaks);
        line_set(&(struct line_job){ctx, r, &list, &params, &breaks}, out);
    }
    arena_reset(ctx->scratch);
}

scaled par_natural_width(struct par_ctx *ctx, const struct par_request *r)
{
    struct par_text text;
    struct hlist list;
    struct par_ctx quiet = *ctx;
    struct par_request plain = *r;
    int64_t width = 0;
    quiet.diag = diag_new();
    plain.tag = 0;
    plain.width = INT32_MAX / 4;
    plain.first_indent = 0;
    if (r->text->n > 0 && itemize(&quiet, &plain, &text)) {
        hlist_make(&quiet, &plain, &text, &list);
        for (size_t i = 0; i < list.n; i++)
            width += list.items[i].kind == HITEM_PENALTY ? 0 : list.items[i].width;
    }
    diag_drop(quiet.diag);
    arena_reset(ctx->scratch);
    return (scaled)(width > INT32_MAX ? INT32_MAX : width);
}

void par_dump(struct par_ctx *ctx, const struct par_request *r, struct buf *out)
{
    struct par_text text;
    struct hlist list;
    struct linebreak_params params;
    struct breaks breaks;
    if (r->text->n > 0 && itemize(ctx, r, &text) && text.n > 0) {
        hlist_make(ctx, r, &text, &list);
        set_params(ctx, r, &params);
        linebreak(list.items, list.n, &params, ctx->scratch, &breaks);
        if (ctx->dumped & EXPLAIN_HLIST)
            hlist_dump(&list, &breaks, out);
        if (ctx->dumped & (EXPLAIN_BREAKS | EXPLAIN_LINEBREAK))
            hlist_dump_breaks(&list, &breaks, out);
    }
    arena_reset(ctx->scratch);
}
