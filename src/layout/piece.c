/* Setting one piece: its flow, its page breaks, its pages. */
#include "layout/piece.h"

#include "layout/shape_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "layout/columnfill.h"
#include "layout/linebreak.h"

static const char *page_label(void *user, const char *id)
{
    struct piece *p = user;
    const char *label = layout_page_label(p->layout, id);
    p->asked = true;
    if (layout_notes_lookups(p->layout) && id != NULL) {
        if (p->n_lookups == p->cap_lookups) {
            p->cap_lookups = 2 * p->cap_lookups + 8;
            struct page_lookup *more = arena_calloc(p->out, p->cap_lookups, sizeof *more);
            if (p->n_lookups > 0)
                memcpy(more, p->lookups, p->n_lookups * sizeof *more);
            p->lookups = more;
        }
        p->lookups[p->n_lookups++] = (struct page_lookup){arena_strdup(p->out, id), arena_strdup(p->out, label)};
    }
    return label;
}

static enum tag_role root_role(enum doc_kind kind)
{
    return kind == DOC_CHAPTER ? TAG_ART : TAG_SECT;
}

static void fill_flow(struct flow *f, const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_COVER:
    case DOC_TITLEPAGE:
        flow_cover(f, node);
        break;
    case DOC_PART:
        flow_part(f, node);
        break;
    case DOC_CONTENTS:
        flow_contents(f, node);
        break;
    case DOC_SOURCES:
        flow_sources(f, node);
        break;
    case DOC_INDEX:
        flow_index(f, node);
        break;
    case DOC_CHAPTER:
        flow_chapter(f, node);
        break;
    default:
        flow_matter(f, node);
        break;
    }
}

static struct pagebreak_params params(const struct piece *p, const struct design *d)
{
    scaled height = p->whole ? d->page.height : d->page.height - d->page.top - d->page.bottom;
    struct pagebreak_params b = {
        .height = height, .first_height = height, .insert_gap = PT(12), .line = d->text.leading};
    if (d->page.duplex && !p->whole)
        b.facing = p->first_page % 2 == 0 ? FACING_FROM_SECOND : FACING_FROM_FIRST;
    /* a source is one box, which counts as a line */
    b.last_min_lines = p->node->kind == DOC_SOURCES ? 2 : (int32_t)d->text.last_page_lines;
    b.short_demerits = 20000;
    if (p->node->kind == DOC_CHAPTER) {
        b.first_height -= d->opening.sink;
        b.columns = (int)d->text.columns;
    }
    return b;
}

#define MAX_FIGURES 64
#define MAX_DELAY 12
#define MAX_TRIES 60
/* A page may end so many lines early before a picture is moved or made smaller to fill it. */
#define HOLE_LINES 5
/* A picture may be made smaller to this share of its height, per cent. */
#define SMALLEST 65

/* What has been decided about pictures. */
struct placing {
    uint8_t delays[MAX_FIGURES];
    scaled limits[MAX_FIGURES];
};

static scaled picture_height(const struct vbox *box)
{
    for (uint32_t i = 0; i < box->n_items; i++)
        if (box->items[i].kind == ITEM_IMAGE)
            return box->items[i].u.image.h;
    return 0;
}

/* First box from item k on. */
static const struct vbox *first_box(const struct flow *f, uint32_t k)
{
    while (k < f->n && f->items[k].kind != VITEM_BOX)
        k++;
    return k < f->n ? f->boxes[f->items[k].ref] : NULL;
}

/* The picture `box` did not fit into the hole before it: it is made smaller, or comes later. Returns whether it is. */
static bool move_picture(struct placing *placing, const struct vbox *box, scaled hole, scaled line)
{
    if (hole <= HOLE_LINES * line || box == NULL || box->figure == 0 || box->figure > MAX_FIGURES)
        return false;
    uint32_t k = box->figure - 1;
    scaled picture = picture_height(box), fits = picture - (box->height + line - hole);
    if (placing->limits[k] == 0 && placing->delays[k] == 0 && fits >= (scaled)muldiv(picture, SMALLEST, 100)) {
        placing->limits[k] = fits;
        return true;
    }
    if (placing->delays[k] == MAX_DELAY)
        return false;
    placing->limits[k] = 0;
    placing->delays[k]++;
    return true;
}

/* The same for pictures that begin a column. */
static bool place_in_columns(const struct flow *f, const struct page_span *span, const struct pagebreak_params *b,
                             struct placing *placing, scaled height)
{
    struct column_page page = {f->items, span->first, span->end, b, height, span->free};
    struct column_bands bands = {.n = 0};
    bool moved = false;
    if (!span->free && columns_divide(&page, &bands) && bands.n > 0) {
        const struct column_band *band = &bands.items[bands.n - 1];
        for (uint32_t k = 1; k < band->n && !moved; k++) {
            scaled hole = height - (scaled)band->bottoms[k - 1];
            moved = move_picture(placing, first_box(f, band->starts[k]), hole, b->line);
        }
    }
    free(bands.items);
    return moved;
}

/* A picture that begins a page because it did not fit into the hole at the end of the one before is made smaller, or
 * comes later. Returns whether anything changed, so that the piece has to be set again. */
static bool place_picture(const struct flow *f, const struct page_spans *spans, const struct pagebreak_params *b,
                          struct placing *placing)
{
    for (size_t i = 0; i + 1 < spans->n; i++) {
        scaled height = i == 0 ? b->first_height : b->height, hole = height - spans->items[i].used;
        if (b->columns > 1 && place_in_columns(f, &spans->items[i], b, placing, height))
            return true;
        if (move_picture(placing, first_box(f, spans->items[i + 1].first), hole, b->line))
            return true;
    }
    return false;
}

/* What is decided about a piece from one setting to the next. */
struct plan {
    struct placing placing;
    int8_t *loosened; /* by construction (see flow_elastic()) */
    size_t n_loosened;
    bool offers;      /* asks what could be longer or shorter */
    bool last;        /* pictures stay where they are now */
    bool final;       /* the pages are to be composed */
    struct buf trace; /* --trace=pagebreak */
};

static void start_flow(struct piece *p, struct par_ctx *ctx, const struct plan *plan, struct flow *f)
{
    const struct layout_input *in = layout_input_of(p->layout);
    flow_init(f, ctx, in->book, in->images, doc_lang(p->node, in->book->language));
    f->delays = plan->placing.delays;
    f->limits = plan->placing.limits;
    f->max_figures = MAX_FIGURES;
    f->offers_elastics = plan->offers;
    f->loosened = plan->loosened;
    f->n_loosened = plan->n_loosened;
    f->whole = p->whole;
    f->tag = tags_add(&p->tags, root_role(p->node->kind), 0);
    p->tags.items[f->tag].lang = p->node->lang;
    fill_flow(f, p->node);
}

static bool uneven(const struct page_spans *spans)
{
    for (size_t i = 0; i < spans->n; i++)
        if (spans->items[i].uneven)
            return true;
    return false;
}

/* Takes what the pages were given to come out even. Returns whether there is anything. */
static bool take_loosened(struct plan *plan, const struct flow *f, const struct page_spans *spans)
{
    bool any = false;
    plan->loosened = mem_calloc(f->next_elastic + 1u, sizeof *plan->loosened);
    plan->n_loosened = f->next_elastic;
    for (size_t i = 0; i < spans->n; i++)
        for (uint8_t k = 0; k < spans->items[i].n_elastics; k++, any = true)
            plan->loosened[spans->items[i].elastics[k]] = spans->items[i].more;
    return any;
}

/* What has to be done after one setting; the plan says how. */
static bool done(struct plan *plan, const struct flow *f, const struct page_spans *spans,
                 const struct pagebreak_params *b)
{
    if (plan->final)
        return true;
    if (plan->offers) {
        plan->offers = false;
        plan->final = true;
        return !take_loosened(plan, f, spans);
    }
    if (!plan->last && place_picture(f, spans, b, &plan->placing))
        return false;
    plan->last = true;
    plan->offers = b->facing != FACING_NONE && b->columns < 2 && uneven(spans);
    return !plan->offers;
}

/* Where the decisions about pages are told, under a heading; NULL: nowhere. */
static struct buf *begin_trace(const struct piece *p, struct plan *plan)
{
    if (p->dump == NULL || (p->dumped & EXPLAIN_PAGEBREAK) == 0)
        return NULL;
    const char *how = plan->offers           ? "with what can be made longer or shorter"
                      : plan->n_loosened > 0 ? "with what was made longer or shorter"
                                             : "as it is";
    buf_printf(&plan->trace, "pages of %s, %s\n", p->node->id != NULL ? p->node->id : "-", how);
    return &plan->trace;
}

/* Sets the piece once as planned. Returns false when it has to be set again as the plan says now. */
static bool set_once(struct piece *p, struct word_cache *words, struct arena *scratch, struct plan *plan)
{
    const struct layout_input *in = layout_input_of(p->layout);
    piece_clear(p);
    p->out = arena_new_small();
    p->shown = arena_new_small();
    p->faults = NULL;
    p->n_faults = 0;
    p->tears = (struct tear_count){0};
    p->diag = diag_new();
    p->asked = false;
    p->lookups = NULL;
    p->n_lookups = p->cap_lookups = 0;
    p->seq_shift = 0;
    tags_init(&p->tags);
    struct arena *temporary = words->work;
    struct par_ctx ctx = {
        .design = in->design,
        .fonts = in->fonts,
        .words = words,
        .out = p->out,
        .shown = p->shown,
        .work = temporary,
        .scratch = scratch,
        .tags = &p->tags,
        .diag = p->diag,
        .page_label = page_label,
        .user = p,
        .dump = p->dump,
        .dumped = p->dumped,
        .tears = &p->tears,
        .memo = workers_memo(in->workers),
    };
    struct flow f;
    start_flow(p, &ctx, plan, &f);
    struct pagebreak_params b = params(p, in->design);
    struct page_spans spans;
    b.note_lines = f.note_lines;
    b.n_note_lines = f.n_note_lines;
    b.elastics = f.elastics;
    b.n_elastics = f.n_elastics;
    pagebreak(f.items, f.n, &b, temporary, begin_trace(p, plan), &spans);
    bool is_done = done(plan, &f, &spans, &b);
    if (is_done)
        compose_pages(p, &f, &spans, &b);
    flow_free(&f);
    arena_reset(temporary);
    return is_done;
}

/* Chapters have few pictures and words are shaped once, so setting a piece again is cheap. */
void piece_set(struct piece *p, struct word_cache *words, struct arena *scratch)
{
    struct plan plan = {.trace = BUF_INIT};
    size_t dumped = p->dump != NULL ? p->dump->n : 0;
    for (int tries = 1; !set_once(p, words, scratch, &plan); tries++) {
        plan.last = plan.last || tries >= MAX_TRIES;
        if (p->dump != NULL)
            p->dump->n = dumped;
    }
    if (p->dump != NULL)
        buf_put(p->dump, plan.trace.p, plan.trace.n);
    buf_free(&plan.trace);
    free(plan.loosened);
    p->tags.cap = p->tags.n; /* they stay as long as the book */
    p->tags.items = mem_realloc(p->tags.items, p->tags.n * sizeof *p->tags.items);
}

void piece_forget_shown(struct piece *p)
{
    if (p->kept == NULL)
        arena_drop(p->shown);
    p->shown = NULL;
}

void piece_clear(struct piece *p)
{
    if (p->out == NULL)
        return;
    piece_forget_shown(p);
    if (p->kept == NULL) { /* otherwise what it has is the cache's */
        tags_free(&p->tags);
        diag_drop(p->diag);
        arena_drop(p->out);
    }
    p->kept = NULL;
    p->out = NULL;
    p->diag = NULL;
}
