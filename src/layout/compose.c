/* Composing: the boxes of each page in place. Follows the same rules for space as pagebreak.c counted with. */
#include <stdlib.h>
#include <string.h>

#include "layout/columnfill.h"
#include "layout/linebreak.h"
#include "layout/piece.h"
#include "layout/touch.h"

struct composer {
    struct piece *piece;
    struct flow *flow;
    const struct pagebreak_params *params;
    struct column_bands bands;
    const struct design *design;
    struct piece_page *page;
    uint32_t page_index;
    struct vbox all;          /* items of the page under construction */
    const struct vbox *above; /* the box put last, at y_above */
    scaled y_above;
    uint32_t line;               /* boxes of text so far on the page */
    uint32_t last_seq, page_seq; /* greatest number of a leaf on the pages before, and with this page */
    bool start_in_order;         /* the page's start follows what stands on the pages before */
};

static void put_anchors(struct composer *c, const struct vbox *box, scaled x, scaled y)
{
    struct piece_page *page = c->page;
    if (box->n_anchors == 0)
        return;
    struct anchor *all = arena_calloc(c->piece->out, page->n_anchors + box->n_anchors, sizeof *all);
    if (page->n_anchors > 0)
        memcpy(all, page->anchors, page->n_anchors * sizeof *all);
    for (uint32_t i = 0; i < box->n_anchors; i++)
        all[page->n_anchors++] =
            (struct anchor){box->anchors[i].id, c->page_index, x + box->anchors[i].x, y + box->anchor_y};
    page->anchors = all;
}

/* Where a figure lies on its page. */
static struct rect extent(const struct page_item *item)
{
    struct rect r = {item->x, item->y, 0, 0};
    if (item->kind == ITEM_IMAGE) {
        r.w = item->u.image.w;
        r.h = item->u.image.h;
    }
    for (uint32_t i = 0; item->kind == ITEM_RECTS && i < item->u.rects.n; i++) {
        const struct rect *part = &item->u.rects.r[i];
        r.w = part->x + part->w > r.w ? part->x + part->w : r.w;
        r.h = part->y + part->h > r.h ? part->y + part->h : r.h;
    }
    return r;
}

/* Keeps for layout_book() what is wrong on a page, whose number is not known yet. */
static void add_fault(struct composer *c, const struct page_fault *fault)
{
    struct piece *p = c->piece;
    if (p->n_faults == MAX_FAULTS)
        return;
    if (p->faults == NULL)
        p->faults = arena_calloc(p->out, MAX_FAULTS, sizeof *p->faults);
    p->faults[p->n_faults++] = *fault;
}

/* Does the ink of two lines meet? */
static void check_touch(struct composer *c, const struct vbox *box, scaled y)
{
    struct touching words;
    bool asked = layout_tells_faults(c->piece->layout);
    bool found = asked && box->tight && touch_find(box, y, box, y, &words);
    if (asked && !found && c->above != NULL && touch_may(c->above, c->y_above, box, y))
        found = touch_find(c->above, c->y_above, box, y, &words);
    c->line += box->n_items > 0;
    c->above = box;
    c->y_above = y;
    if (found)
        add_fault(c, &(struct page_fault){c->page_index, c->line, words.above, words.below,
                                          box->pos.file != NULL ? box->pos : c->piece->node->pos});
}

/* Copies a box's items to y; as furniture they lose their tags. */
static void put_box(struct composer *c, const struct vbox *box, scaled x, scaled y, bool artifact)
{
    for (uint32_t i = 0; i < box->n_items; i++) {
        struct page_item *item = flow_put_item(c->flow, &c->all, &box->items[i]);
        item->x += item->turned ? c->design->page.height - y - box->height : x;
        item->y += item->turned ? x : y;
        if (artifact)
            item->tag = 0;
        if (item->tag != 0 && (item->kind == ITEM_IMAGE || item->kind == ITEM_RECTS))
            c->piece->tags.items[item->tag].bbox = extent(item);
    }
    if (!c->piece->whole)
        check_touch(c, box, y);
    if (!artifact)
        put_anchors(c, box, x, y);
}

/* Does the page begin with this box rather than with what was noted so far? A picture that was moved behind text of an
 * earlier page, and the rest of a box cut in pieces, count only when nothing else is there. */
static bool begins_page(const struct composer *c, const struct vbox *box, bool in_order)
{
    if (c->page->seq == 0 || c->start_in_order != in_order)
        return c->page->seq == 0 || in_order;
    return in_order && box->seq < c->page->seq;
}

/* A page starts at the first word, in the order of the text, of those that follow on the page before. */
static void note_start(struct composer *c, const struct vbox *box)
{
    if (box->seq == 0)
        return;
    bool in_order = !box->floats || box->seq > c->last_seq;
    if (begins_page(c, box, in_order)) {
        c->page->seq = box->seq;
        c->page->offset = box->offset;
        c->start_in_order = in_order;
    }
    if (box->seq > c->page_seq)
        c->page_seq = box->seq;
}

/* Notes stand on the last line of the text box, under a short rule; the rest of a note alone, at the top. */
static void put_notes(struct composer *c, const struct page_span *span)
{
    scaled height = 0;
    bool alone = span->first >= span->end; /* such a page has no start: notes do not count */
    for (uint32_t i = span->note_first; i < span->note_end; i++)
        height += c->flow->note_boxes[i]->height;
    if (height == 0)
        return;
    const struct design *d = c->design;
    scaled y = alone ? d->page.top : d->page.height - d->page.bottom - height;
    flow_put_rule(c->flow, &c->all, (struct rect){0, y - PT(4), d->block.note_rule, d->rules.inner}, INK_BLACK);
    for (uint32_t i = span->note_first; i < span->note_end; i++) {
        const struct vbox *line = c->flow->note_boxes[i];
        put_box(c, line, 0, y, false);
        y += line->height;
    }
}

/* A part of a page: boxes below each other. */
struct pile {
    uint32_t first, end;
    scaled x, top; /* of the page; left edge from the text's */
    scaled y;      /* from `top`, where it begins */
    bool below;    /* something stands above it: its first space counts in full, */
    scaled before; /* … and so much more */
};

/* Places the boxes of a pile. */
static void put_pile(struct composer *c, const struct pile *p)
{
    scaled y = p->y, pending = p->before, step = c->design->text.grid ? c->design->text.leading : 0;
    bool any = p->below;
    for (uint32_t i = p->first; i < p->end; i++) {
        const struct vitem *v = &c->flow->items[i];
        if (v->kind == VITEM_GLUE)
            pending += any ? v->height : v->keep;
        if (v->kind != VITEM_BOX)
            continue;
        const struct vbox *box = c->flow->boxes[v->ref];
        y += pending;
        pending = 0;
        if (v->grid)
            y = (scaled)pagebreak_snap(y - v->phase, step) + v->phase;
        if (!any && box->head != NULL) {
            put_box(c, box->head, p->x, p->top + y, true);
            y += box->head->height;
        }
        put_box(c, box, p->x, p->top + y, false);
        note_start(c, box);
        y += v->height;
        any = true;
    }
}

/* Bands of columns, in the order in which they are read. */
static void put_bands(struct composer *c, const struct page_span *span, scaled top, scaled height)
{
    int64_t notes = 0;
    for (uint32_t i = span->note_first; i < span->note_end; i++)
        notes += c->flow->note_boxes[i]->height;
    struct column_page page = {c->flow->items, span->first, span->end, c->params, height, span->free};
    page.height -= notes > 0 ? notes + c->params->insert_gap : 0;
    columns_divide(&page, &c->bands);
    for (size_t i = 0; i < c->bands.n; i++) {
        const struct column_band *b = &c->bands.items[i];
        for (uint32_t k = 0; k < b->n; k++) {
            struct pile pile = {.first = b->starts[k],
                                .end = k + 1 < b->n ? b->starts[k + 1] : b->end,
                                .x = (scaled)k * (design_column_width(c->design) + c->design->text.column_gap),
                                .top = top,
                                .y = (scaled)b->top,
                                .below = b->below,
                                .before = b->spans ? (scaled)b->before : 0};
            c->above = NULL;
            put_pile(c, &pile);
        }
    }
}

/* Places the boxes of one page from `top` down, where there is `height`. */
static void fill_page(struct composer *c, const struct page_span *span, scaled top, scaled height)
{
    c->last_seq = c->page_seq;
    c->start_in_order = false;
    if (c->params->columns > 1)
        put_bands(c, span, top, height);
    else
        put_pile(c, &(struct pile){.first = span->first, .end = span->end, .top = top});
    put_notes(c, span);
}

static void report_overfull(struct composer *c)
{
    add_fault(c, &(struct page_fault){.page = c->page_index, .pos = c->piece->node->pos});
}

/* The page's items leave the memory they were gathered in. */
static void keep_items(const struct composer *c)
{
    c->page->items = arena_calloc(c->piece->shown, c->all.n_items + FURNITURE_ROOM, sizeof *c->page->items);
    c->page->n_items = c->all.n_items;
    if (c->all.n_items > 0)
        memcpy(c->page->items, c->all.items, c->all.n_items * sizeof *c->all.items);
}

void compose_pages(struct piece *p, struct flow *f, const struct page_spans *spans, const struct pagebreak_params *b)
{
    struct composer c = {.piece = p, .flow = f, .params = b, .design = f->ctx->design};
    const struct design *d = c.design;
    p->n_pages = (uint32_t)spans->n;
    p->pages = arena_calloc(p->out, spans->n, sizeof *p->pages);
    for (uint32_t i = 0; i < spans->n; i++) {
        c.page = &p->pages[i];
        c.page_index = i;
        c.all = (struct vbox){0};
        c.above = NULL;
        c.line = 0;
        scaled sink = i == 0 && p->node->kind == DOC_CHAPTER ? d->opening.sink : 0;
        fill_page(&c, &spans->items[i], p->whole ? 0 : d->page.top + sink, i == 0 ? b->first_height : b->height);
        keep_items(&c);
        if (spans->items[i].overfull && !p->whole)
            report_overfull(&c);
    }
    free(c.bands.items);
}
