/* Named blocks with a setting of their own: both delegations side by side, lines below a head, pages for writing. */
#include <string.h>

#include "layout/linebreak.h"
#include "layout/records.h"

/* ---- lines below a head ---- */

void flow_block_lines(struct flow *f, const struct doc_node *first, enum role role)
{
    const struct style *style = flow_style(f, role);
    bool any = false;
    for (const struct doc_node *node = first; node != NULL && node->kind == DOC_META; node = node->next, any = true) {
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, node), .whole = true};
        flow_leaf(f, node, &s);
        flow_penalty(f, PENALTY_FORBID);
    }
    if (!any)
        return;
    flow_glue(f, f->ctx->design->text.leading / 2, 0);
    flow_penalty(f, PENALTY_FORBID);
    f->last = DOC_META;
}

/* ---- delegations ---- */

/* One side: accent rule, who they are, how many, their members. */
static void side(struct flow *f, const struct doc_node *node)
{
    uint32_t outer = f->tag;
    uint8_t level = f->heading_level;
    f->tag = flow_tag(f, TAG_SECT, node);
    flow_anchor(f, node->id);
    flow_rule_box(f, flow_width(f), f->ctx->design->rules.accent, (uint8_t)flow_style(f, ROLE_MESSAGE_NUMBER)->ink);
    flow_glue(f, f->ctx->design->text.leading / 2, 0);
    flow_penalty(f, PENALTY_FORBID);
    const struct doc_node *child = node->first;
    if (child != NULL && child->kind == DOC_LABEL) {
        enum tag_role heading = (enum tag_role)(TAG_H1 + (level < 6 ? level : 5));
        struct leaf_setting s = {
            .style = flow_style(f, ROLE_DELEGATION_SIDE), .tag = flow_tag(f, heading, child), .whole = true};
        flow_leaf(f, child, &s);
        flow_penalty(f, PENALTY_FORBID);
        child = child->next;
    }
    flow_block_lines(f, child, ROLE_ROW_META);
    for (; child != NULL; child = child->next)
        if (child->kind != DOC_META)
            flow_block(f, child);
    f->tag = outer;
}

/* Where the flow stands, to return to. */
struct mark {
    size_t items, boxes, tags;
};

static struct mark mark_of(const struct flow *f)
{
    return (struct mark){f->n, f->n_boxes, f->ctx->tags->n};
}

/* All that was put into the flow from one mark to the other moves into one box. Returns its height. */
static scaled gather(struct flow *f, struct vbox *out, struct mark from, struct mark to)
{
    scaled y = 0;
    for (size_t i = from.items; i < to.items; i++) {
        const struct vitem *v = &f->items[i];
        const struct vbox *box = v->kind == VITEM_BOX ? f->boxes[v->ref] : NULL;
        for (uint32_t k = 0; box != NULL && k < box->n_items; k++)
            flow_put_item(f, out, &box->items[k])->y += y;
        for (uint32_t k = 0; box != NULL && k < box->n_anchors; k++)
            flow_put_anchor(f, out, box->anchors[k].id);
        if (box != NULL && out->seq == 0)
            out->seq = box->seq;
        y += v->height;
    }
    return y;
}

static bool brings_notes(const struct flow *f, struct mark from)
{
    for (size_t i = from.boxes; i < f->n_boxes; i++)
        if (f->boxes[i]->n_notes > 0)
            return true;
    return false;
}

/* Sets both sides in columns, as one box. Returns false (and leaves the flow as it was) when no page would hold it. */
static bool side_by_side(struct flow *f, const struct doc_node *div)
{
    const struct design *d = f->ctx->design;
    scaled left = f->left, right = f->right, measure = flow_width(f);
    scaled full = d->page.full_width - left > measure && right == 0 ? d->page.full_width - left : measure;
    scaled column = (full - d->block.column_gap) / 2;
    struct mark start = mark_of(f);
    f->right = right + measure - column;
    side(f, div->first);
    struct mark middle = mark_of(f);
    f->left = left + column + d->block.column_gap;
    f->right = right + measure - column - (f->left - left);
    side(f, div->first->next);
    struct mark end = mark_of(f);
    bool notes = brings_notes(f, start);
    f->left = left;
    f->right = right;
    struct vbox both = {0};
    scaled first = gather(f, &both, start, middle), second = gather(f, &both, middle, end);
    both.height = first > second ? first : second;
    f->n = start.items;
    f->n_boxes = start.boxes;
    if (notes || both.height > (d->page.height - d->page.top - d->page.bottom) * 4 / 5) {
        f->ctx->tags->n = start.tags;
        return false;
    }
    flow_box(f, &both, true);
    return true;
}

void flow_delegations(struct flow *f, const struct doc_node *div)
{
    uint32_t outer = f->tag;
    const struct doc_node *first = div->first;
    f->tag = flow_tag(f, TAG_DIV, div);
    bool two = first != NULL && first->next != NULL && first->next->next == NULL && first->kind == DOC_DIV;
    if (!two || !f->ctx->design->block.pairs || !side_by_side(f, div)) {
        for (const struct doc_node *node = first; node != NULL; node = node->next) {
            if (node != first)
                flow_glue(f, f->ctx->design->text.leading, 0);
            if (node->kind == DOC_DIV)
                side(f, node);
            else
                flow_block(f, node);
        }
    }
    flow_penalty(f, 0);
    f->tag = outer;
    f->last = DOC_DIV;
}

bool flow_named(struct flow *f, const struct doc_node *div)
{
    if (div->name == NULL)
        return false;
    if (strcmp(div->name, "delegations") == 0) {
        flow_delegations(f, div);
        return true;
    }
    if (strcmp(div->name, "agenda-total") != 0)
        return false;
    flow_block_lines(f, div->first, ROLE_AGENDA_LEAD);
    return true;
}

/* ---- pages for writing ---- */

#define DOT PT(0.75)
#define DOT_STEP PT(4)

/* A line to write on, as an artifact. */
static void writing_line(struct flow *f, struct vbox *box, scaled y, scaled width)
{
    const struct design *d = f->ctx->design;
    if (d->block.note_lines == NOTES_RULED) {
        flow_put_rule(f, box, (struct rect){f->left, y, width, d->rules.hair}, INK_BLACK);
        return;
    }
    uint32_t n = (uint32_t)(width / DOT_STEP);
    struct rect *dots = arena_calloc(f->ctx->out, n + 1, sizeof *dots);
    for (uint32_t i = 0; i < n; i++)
        dots[i] = (struct rect){(scaled)i * DOT_STEP, 0, DOT, DOT};
    struct page_item item = {.kind = ITEM_RECTS, .x = f->left, .y = y};
    item.u.rects.n = n;
    item.u.rects.r = dots;
    flow_put_item(f, box, &item);
}

void flow_ruled(struct flow *f, unsigned pages)
{
    const struct design *d = f->ctx->design;
    scaled step = d->block.note_step > PT(12) ? d->block.note_step : PT(24);
    scaled height = d->page.height - d->page.top - d->page.bottom, used = 0;
    scaled full = d->page.full_width - f->left, width = full > flow_width(f) ? full : flow_width(f);
    for (size_t i = 0; i < f->n; i++)
        used += f->items[i].height;
    for (unsigned i = 0; i < pages; i++, used = 0) {
        struct vbox box = {.height = height - used};
        if (box.height < step)
            box.height = step;
        for (scaled y = step; y <= box.height - d->rules.hair; y += step)
            writing_line(f, &box, y, width);
        if (i > 0)
            flow_new_page(f);
        flow_box(f, &box, false);
    }
}
