/* Flows: the vertical list and its boxes. */
#include "layout/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/linebreak.h"

void flow_init(struct flow *f, struct par_ctx *ctx, const struct book *book, const struct image_set *images,
               const char *lang)
{
    *f = (struct flow){.ctx = ctx, .book = book, .images = images, .lang = lang};
}

void flow_free(struct flow *f)
{
    free(f->items);
    free(f->boxes);
    free(f->waiting);
    free(f->note_lines);
    free(f->note_boxes);
    free(f->elastics);
    f->note_lines = NULL;
    f->note_boxes = NULL;
    f->elastics = NULL;
    f->items = NULL;
    f->boxes = NULL;
    f->waiting = NULL;
}

const struct style *flow_style(const struct flow *f, enum role role)
{
    return &f->ctx->design->styles[role];
}

scaled flow_width(const struct flow *f)
{
    const struct design *d = f->ctx->design;
    scaled width = d->page.width - d->page.inner - d->page.outer - d->page.gutter;
    if (f->columns && !f->span)
        width = design_column_width(d);
    return width - f->left - f->right;
}

bool flow_span(struct flow *f, bool span)
{
    bool before = f->span;
    f->span = f->columns && span;
    return before;
}

scaled flow_baseline(scaled leading)
{
    return (scaled)muldiv(leading, 72, 100);
}

static struct vitem *add_item(struct flow *f, enum vitem_kind kind)
{
    mem_grow((void **)&f->items, &f->cap, f->n + 1, sizeof *f->items);
    struct vitem *v = &f->items[f->n++];
    *v = (struct vitem){.kind = (uint8_t)kind, .span = f->span};
    return v;
}

void flow_glue(struct flow *f, scaled height, scaled keep)
{
    if (height == 0 && keep == 0)
        return;
    struct vitem *v = add_item(f, VITEM_GLUE);
    v->height = height;
    v->keep = keep;
}

void flow_penalty(struct flow *f, int32_t penalty)
{
    add_item(f, VITEM_PENALTY)->penalty = penalty;
}

void flow_new_page(struct flow *f)
{
    flow_penalty(f, PENALTY_FORCE);
}

void flow_anchor(struct flow *f, const char *id)
{
    if (id == NULL)
        return;
    mem_grow((void **)&f->waiting, &f->cap_waiting, f->n_waiting + 1, sizeof *f->waiting);
    f->waiting[f->n_waiting++] = id;
}

void flow_put_anchor(struct flow *f, struct vbox *box, const char *id)
{
    if (id == NULL)
        return;
    struct par_anchor *all = arena_calloc(par_work(f->ctx), box->n_anchors + 1, sizeof *all);
    if (box->n_anchors > 0)
        memcpy(all, box->anchors, box->n_anchors * sizeof *all);
    all[box->n_anchors++] = (struct par_anchor){id, 0};
    box->anchors = all;
}

uint32_t flow_elastic(struct flow *f, int *more)
{
    uint32_t id = f->next_elastic++;
    *more = id < f->n_loosened ? f->loosened[id] : 0;
    return id;
}

void flow_offer(struct flow *f, uint32_t id, size_t first, const struct par_choices *cost)
{
    if (!f->offers_elastics || f->n <= first || (cost->longer == 0 && cost->shorter == 0))
        return;
    mem_grow((void **)&f->elastics, &f->cap_elastics, f->n_elastics + 1, sizeof *f->elastics);
    f->elastics[f->n_elastics++] = (struct elastic){(uint32_t)first, cost->longer, cost->shorter, id};
    f->items[f->n - 1].elastic = (uint32_t)f->n_elastics;
}

/* Queues the lines of the notes that a box brings to its page. Returns their number. */
static uint32_t queue_notes(struct flow *f, const struct vbox *box)
{
    size_t before = f->n_note_lines;
    for (uint32_t i = 0; i < box->n_notes; i++)
        for (uint32_t k = 0; k < box->notes[i]->n_lines; k++) {
            const struct vbox *line = &box->notes[i]->lines[k];
            mem_grow((void **)&f->note_lines, &f->cap_note_lines, f->n_note_lines + 1, sizeof *f->note_lines);
            mem_grow((void **)&f->note_boxes, &f->cap_note_boxes, f->n_note_lines + 1, sizeof *f->note_boxes);
            f->note_lines[f->n_note_lines] = (struct note_line){line->height, k == 0};
            f->note_boxes[f->n_note_lines++] = line;
        }
    return (uint32_t)(f->n_note_lines - before);
}

static struct vbox *append_box(struct flow *f, const struct vbox *box, bool text)
{
    struct vbox *b = arena_alloc(par_work(f->ctx), sizeof *b);
    *b = *box;
    for (size_t i = 0; i < f->n_waiting; i++)
        flow_put_anchor(f, b, f->waiting[i]);
    f->n_waiting = 0;
    mem_grow((void **)&f->boxes, &f->cap_boxes, f->n_boxes + 1, sizeof *f->boxes);
    f->boxes[f->n_boxes] = b;
    struct vitem *v = add_item(f, VITEM_BOX);
    v->height = b->height;
    v->text = text;
    v->notes = queue_notes(f, b);
    v->top = b->head != NULL ? b->head->height : 0;
    v->ref = (uint32_t)f->n_boxes++;
    return b;
}

/* Where an item ends downward, from the box's top. */
static scaled item_bottom(const struct page_item *item)
{
    switch (item->kind) {
    case ITEM_RULE:
        return item->y + item->u.rule.h;
    case ITEM_IMAGE:
        return item->y + item->u.image.h;
    default:
        return item->y;
    }
}

/* A box that is higher than a page becomes several, each with the items that end in its stretch; they touch, so that
 * nothing but the page's end can come between them. Nothing is lost, however long a title is. */
static struct vbox *append_pieces(struct flow *f, const struct vbox *box, bool text, scaled page)
{
    struct vbox *first = NULL;
    for (scaled from = 0; from < box->height; from += page) {
        scaled to = box->height - from < page ? box->height : from + page;
        struct vbox part = *box;
        part.items = NULL;
        part.n_items = 0;
        part.height = to - from;
        for (uint32_t i = 0; i < box->n_items; i++) {
            scaled bottom = item_bottom(&box->items[i]);
            if ((bottom <= from && from > 0) || (bottom > to && to < box->height))
                continue;
            flow_put_item(f, &part, &box->items[i])->y -= from;
        }
        if (first != NULL) {
            part.anchors = NULL;
            part.notes = NULL;
            part.n_anchors = part.n_notes = 0;
            part.floats = true; /* it is the rest of something; the page's start is not known to the byte */
            flow_penalty(f, 0);
        }
        struct vbox *placed = append_box(f, &part, text);
        first = first != NULL ? first : placed;
        if (to == box->height)
            break;
    }
    return first;
}

scaled flow_page_height(const struct flow *f)
{
    const struct page_design *p = &f->ctx->design->page;
    return p->height - p->top - p->bottom;
}

struct vbox *flow_box(struct flow *f, const struct vbox *box, bool text)
{
    scaled page = flow_page_height(f);
    return f->whole || box->height <= page ? append_box(f, box, text) : append_pieces(f, box, text, page);
}

void flow_on_grid(struct flow *f, scaled phase)
{
    struct vitem *v = &f->items[f->n - 1];
    v->grid = f->ctx->design->text.grid;
    v->phase = phase;
}

void flow_fill_line(struct flow *f, size_t from, scaled min)
{
    scaled step = f->ctx->design->text.leading;
    int64_t y = 0; /* a table may be higher than a length can be */
    for (size_t i = from; i < f->n; i++) {
        if (f->items[i].kind == VITEM_BOX && f->items[i].grid)
            y = pagebreak_snap(y - f->items[i].phase, step) + f->items[i].phase;
        y += f->items[i].height;
    }
    int64_t end = f->ctx->design->text.grid ? pagebreak_snap(y + min, step) : y + min;
    flow_glue(f, (scaled)(end - y), 0);
}

struct page_item *flow_put_item(struct flow *f, struct vbox *box, const struct page_item *item)
{
    /* Boxes are built of a handful of items: room is doubled at powers of two, so the count alone tells the capacity.
     */
    uint32_t n = box->n_items;
    if ((n & (n - 1)) == 0) {
        struct page_item *more = arena_calloc(par_work(f->ctx), n == 0 ? 1 : (size_t)n * 2, sizeof *more);
        if (n > 0)
            memcpy(more, box->items, n * sizeof *more);
        box->items = more;
    }
    box->items[n] = *item;
    box->n_items++;
    return &box->items[n];
}

void flow_put_rule(struct flow *f, struct vbox *box, struct rect r, uint8_t ink)
{
    struct page_item item = {.kind = ITEM_RULE, .ink = ink, .x = r.x, .y = r.y};
    item.u.rule.w = r.w;
    item.u.rule.h = r.h;
    flow_put_item(f, box, &item);
}

static void put_notes(struct flow *f, struct vbox *box, const struct par_line *line)
{
    for (uint32_t i = 0; i < line->n_notes; i++) {
        struct note_box *note = flow_note(f, line->notes[i]);
        if (note == NULL || note->placed) /* a further reference leads to the note where it stands */
            continue;
        note->placed = true;
        const struct note_box **all = arena_calloc(par_work(f->ctx), box->n_notes + 1, sizeof *all);
        if (box->n_notes > 0)
            memcpy(all, box->notes, box->n_notes * sizeof *all);
        all[box->n_notes++] = note;
        box->notes = all;
    }
}

/* Notes how far the ink of a box reaches once the line is in it. */
static void put_ink(struct vbox *box, const struct par_line *line, scaled y)
{
    scaled top = y - line->top, bottom = y + line->bottom;
    bool first = box->ink_bottom == 0 && box->ink_top == 0;
    box->tight = box->tight || (!first && top < box->ink_bottom);
    box->ink_top = first || top < box->ink_top ? top : box->ink_top;
    box->ink_bottom = first || bottom > box->ink_bottom ? bottom : box->ink_bottom;
}

void flow_put_line(struct flow *f, struct vbox *box, const struct par_line *line, scaled x, scaled y)
{
    for (uint32_t i = 0; i < line->n_items; i++) {
        struct page_item *item = flow_put_item(f, box, &line->items[i]);
        item->x += x;
        item->y += y;
    }
    for (uint32_t i = 0; i < line->n_anchors; i++)
        flow_put_anchor(f, box, line->anchors[i].id);
    put_notes(f, box, line);
    put_ink(box, line, y);
}

void flow_put_spaced(struct flow *f, struct vbox *box, const struct par_line *line, scaled x, scaled y)
{
    flow_put_line(f, box, line, x, y);
    for (uint32_t i = box->n_items; i-- > 0;) {
        struct page_item *item = &box->items[i];
        if (item->kind != ITEM_TEXT || item->u.run->n == 0)
            continue;
        struct glyph_run *run = arena_alloc(par_shown(f->ctx), sizeof *run);
        struct run_piece *pieces = arena_calloc(par_shown(f->ctx), item->u.run->n, sizeof *pieces);
        memcpy(pieces, item->u.run->pieces, item->u.run->n * sizeof *pieces);
        pieces[item->u.run->n - 1].flags |= PIECE_SPACE_AFTER;
        *run = *item->u.run;
        run->pieces = pieces;
        item->u.run = run;
        return;
    }
}

uint32_t flow_tag(struct flow *f, enum tag_role role, const struct doc_node *node)
{
    uint32_t tag = tags_add(f->ctx->tags, role, f->tag);
    f->ctx->tags->items[tag].lang = node->lang;
    return tag;
}

struct text flow_join(struct flow *f, const struct doc_node *const *leaves, size_t n, size_t n_strong)
{
    size_t bytes = 0, n_spans = n;
    for (size_t i = 0; i < n; i++) {
        bytes += leaves[i]->text.n + 1;
        n_spans += leaves[i]->text.n_spans;
    }
    char *s = arena_alloc(f->ctx->out, bytes + 1);
    struct span *spans = arena_calloc(f->ctx->out, n_spans, sizeof *spans);
    uint32_t at = 0, k = 0;
    for (size_t i = 0; i < n; i++) {
        const struct text *t = &leaves[i]->text;
        if (at > 0 && t->n > 0)
            s[at++] = ' ';
        if (i < n_strong && t->n > 0)
            spans[k++] = (struct span){at, at + t->n, SPAN_STRONG, NULL};
        for (uint32_t j = 0; j < t->n_spans; j++) {
            spans[k] = t->spans[j];
            spans[k].start += at;
            spans[k++].end += at;
        }
        if (t->n > 0)
            memcpy(s + at, t->s, t->n);
        at += t->n;
    }
    return (struct text){s, at, k, spans};
}

struct text flow_url(struct flow *f, const struct doc_node *url)
{
    struct span *link = arena_alloc(f->ctx->out, sizeof *link);
    struct text text = url->text;
    *link = (struct span){0, text.n, SPAN_LINK, url->target};
    text.spans = link;
    text.n_spans = url->target != NULL;
    return text;
}

void flow_set(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s, struct par *out)
{
    flow_set_text(f, &leaf->text, leaf, s, out);
}

static struct par_request leaf_request(const struct flow *f, const struct text *text, const struct doc_node *at,
                                       const struct leaf_setting *s)
{
    return (struct par_request){
        .text = text,
        .style = s->style,
        .lang = doc_lang(at, f->lang),
        .pos = at->pos,
        .width = s->width > 0 ? s->width : flow_width(f) - s->style->left - s->style->right,
        .first_indent = s->first_indent,
        .first_lines = s->first_lines,
        .last_room = s->last_room,
        .looseness = s->looseness,
        .tag = s->tag,
    };
}

void flow_set_text(struct flow *f, const struct text *text, const struct doc_node *at, const struct leaf_setting *s,
                   struct par *out)
{
    struct par_request r = leaf_request(f, text, at, s);
    if (f->ctx->dump != NULL)
        par_dump(f->ctx, &r, f->ctx->dump);
    par_set(f->ctx, &r, out);
}

/* May the page end behind line i of n? Two lines at least stay together at either end. */
static int32_t line_penalty(const struct flow *f, const struct leaf_setting *s, uint32_t i, uint32_t n)
{
    if (s->whole)
        return PENALTY_FORBID;
    uint32_t orphan = (uint32_t)f->ctx->design->text.orphan_lines, widow = (uint32_t)f->ctx->design->text.widow_lines;
    return i + 1 < orphan || n - 1 - i < widow ? PENALTY_FORBID : 0;
}

/* What it costs to set the leaf a line longer or shorter. */
static struct par_choices leaf_choices(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s)
{
    struct par_choices choices = {0};
    struct par_request r = leaf_request(f, &leaf->text, leaf, s);
    if (f->offers_elastics)
        par_choices(f->ctx, &r, &choices);
    return choices;
}

static uint32_t put_leaf(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s)
{
    struct par par = {0};
    flow_set(f, leaf, s, &par);
    if (leaf->id != NULL)
        flow_anchor(f, leaf->id);
    scaled left = f->left + s->style->left;
    for (uint32_t i = 0; i < par.n; i++) {
        const struct par_line *line = &par.lines[i];
        struct vbox box = {.height = s->style->leading, .seq = leaf->seq, .offset = line->start, .pos = leaf->pos};
        if (i == 0 && s->run_in != NULL) {
            box.seq = s->run_in->heading->seq;
            box.offset = s->run_in->line.start;
            flow_put_spaced(f, &box, &s->run_in->line, left, flow_baseline(s->style->leading));
        }
        flow_put_line(f, &box, line, left, flow_baseline(s->style->leading));
        flow_box(f, &box, true);
        if (s->grid && (i == 0 || s->phase == 0))
            flow_on_grid(f, s->phase);
        if (i + 1 < par.n)
            flow_penalty(f, line->hyphenated ? PENALTY_FORBID : line_penalty(f, s, i, par.n));
    }
    return par.n;
}

uint32_t flow_leaf(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s)
{
    if (!s->elastic)
        return put_leaf(f, leaf, s);
    struct leaf_setting own = *s;
    uint32_t id = flow_elastic(f, &own.looseness);
    size_t first = f->n;
    uint32_t n = put_leaf(f, leaf, &own);
    struct par_choices choices = leaf_choices(f, leaf, &own);
    flow_offer(f, id, first, &choices);
    return n;
}
