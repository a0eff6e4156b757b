/* Paragraphs: the stages in reading order. */
#include "layout/par.h"

#include "base/buf.h"
#include "layout/layout.h"
#include "layout/line.h"
#include "layout/linebreak_trace.h"

/* Prices of line breaking. A line of this badness has its spaces stretched by one and a half times what they may give;
 * up to there no name is torn for it. Where that can't be had, tearing one costs as much as stretching spaces by twice
 * what they may give: the emergency stretch is small so that such lines are still told apart. */
#define TOLERANCE 2700
#define LINE_PENALTY 10
#define ADJ_DEMERITS 10000
#define DOUBLE_HYPHEN_DEMERITS 10000
#define FINAL_HYPHEN_DEMERITS 5000
#define LADDER_DEMERITS 5000000 /* more than a loose line: a third hyphen in a row is for need alone */
#define RUNT_DEMERITS 1000000
/* A paragraph is made a line longer or shorter for the sake of its page only where no line is worse than this, at a
 * price of CHOICE_COST and its demerits by CHOICE_DEMERITS. */
#define CHOICE_BADNESS 200
#define CHOICE_COST 300
#define CHOICE_DEMERITS 100
#define CHOICE_MOST 4000
#define CHOICE_LINES 30 /* breaking longer ones with looseness takes too long */
/* In a measure of less than so many em the emergency stretch grows by a quarter of what is missing: few spaces share
 * the rest there, and the lines that are bad beyond telling would all be alike. */
#define NARROW_EMS 24
/* A last line is wider than this many em, and than the indent. */
#define LAST_LINE_EMS 2

static scaled emergency_stretch(scaled width, scaled em)
{
    int64_t missing = (int64_t)NARROW_EMS * em - width;
    return em / 2 + (missing > 0 ? (scaled)(missing / 4) : 0);
}

static void set_params(const struct par_ctx *ctx, const struct par_request *r, struct linebreak_params *p)
{
    scaled hang = r->first_indent < 0 ? -r->first_indent : 0, em = r->style->size;
    scaled indent = ctx->design->text.indent + em / 2;
    *p = (struct linebreak_params){
        .width = r->width - hang,
        .first_width = r->first_indent > 0 ? r->width - r->first_indent : r->width,
        .first_lines = r->first_lines,
        .last_room = r->last_room,
        .tolerance = TOLERANCE,
        .line_penalty = LINE_PENALTY,
        .adj_demerits = ADJ_DEMERITS,
        .double_hyphen_demerits = DOUBLE_HYPHEN_DEMERITS,
        .final_hyphen_demerits = FINAL_HYPHEN_DEMERITS,
        .ladder_demerits = LADDER_DEMERITS,
        .emergency_stretch = emergency_stretch(r->width, em),
        .last_min = indent > LAST_LINE_EMS * em ? indent : LAST_LINE_EMS * em,
        .runt_demerits = RUNT_DEMERITS,
        .looseness = r->looseness,
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

/* How a paragraph came out under some looseness. */
struct outcome {
    size_t lines;
    int64_t demerits;
    unsigned torn;
    bool good;
};

static struct outcome try_looseness(struct par_ctx *ctx, const struct hlist *list, struct linebreak_params *params,
                                    int looseness)
{
    struct breaks breaks;
    params->looseness = looseness;
    linebreak(list->items, list->n, params, ctx->scratch, &breaks);
    struct outcome out = {.lines = breaks.n, .good = !breaks.overfull && breaks.pass <= 2};
    for (size_t i = 0; i < breaks.n; i++) {
        uint8_t tie = list->items[breaks.items[i].position].tie;
        out.demerits = breaks.items[i].demerits;
        out.torn += tie != TIE_NONE && tie != TIE_WEAK;
        out.good = out.good && breaks.items[i].badness <= CHOICE_BADNESS;
    }
    return out;
}

static int32_t choice_cost(const struct outcome *natural, const struct outcome *other)
{
    int64_t extra = (other->demerits - natural->demerits) / CHOICE_DEMERITS;
    if (!other->good || other->torn > natural->torn)
        return 0;
    return CHOICE_COST + (int32_t)(extra < 0 ? 0 : extra < CHOICE_MOST ? extra : CHOICE_MOST);
}

/* May the text fill so many lines at all? Asked first, because breaking with looseness takes long where it can't be. */
static bool could_fill(const struct hlist *list, const struct linebreak_params *p, size_t lines)
{
    int64_t width = 0, stretch = 0, shrink = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].kind == HITEM_PENALTY)
            continue;
        width += list->items[i].width;
        stretch += list->items[i].stretch;
        shrink += list->items[i].shrink;
    }
    int64_t most = (int64_t)lines * p->width, least = most - p->width + p->last_min;
    return width - shrink <= most && width + stretch + stretch / 4 >= least;
}

static int32_t try_choice(struct par_ctx *ctx, const struct hlist *list, struct linebreak_params *params,
                          const struct outcome *natural, int looseness)
{
    size_t lines = natural->lines + (size_t)looseness;
    if (lines == 0 || lines > CHOICE_LINES || !could_fill(list, params, lines))
        return 0;
    struct outcome other = try_looseness(ctx, list, params, looseness);
    return other.lines == lines ? choice_cost(natural, &other) : 0;
}

void par_choices(struct par_ctx *ctx, const struct par_request *r, struct par_choices *out)
{
    struct par_text text;
    struct hlist list;
    struct linebreak_params params;
    struct par_ctx quiet = *ctx;
    *out = (struct par_choices){0};
    quiet.diag = diag_new();
    if (r->text->n > 0 && itemize(&quiet, r, &text) && text.n > 0) {
        hlist_make(&quiet, r, &text, &list);
        set_params(&quiet, r, &params);
        struct outcome natural = try_looseness(&quiet, &list, &params, 0);
        out->longer = try_choice(&quiet, &list, &params, &natural, 1);
        out->shorter = try_choice(&quiet, &list, &params, &natural, -1);
    }
    diag_drop(quiet.diag);
    arena_reset(ctx->scratch);
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
        if (ctx->dumped & EXPLAIN_BREAKS)
            hlist_dump_breaks(&list, &breaks, out);
        if (ctx->dumped & EXPLAIN_LINEBREAK) {
            buf_printf(out, "linebreak %s:%u\n", r->pos.file ? r->pos.file : "-", (unsigned)r->pos.line);
            linebreak_explain(&list, &params, ctx->scratch, out);
        }
    }
    arena_reset(ctx->scratch);
}
