/* What hangs on a row: label and small print beside its text, a photo. They are hung on its boxes: the label on the
 * first, the small print on the last one with a negative height, so that the order of words on the page is that of the
 * tree. A row that takes up to half a page is not divided; a longer one may be, and then its small print hangs on the
 * first box.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/linebreak.h"
#include "layout/row.h"

#define MM(n) ((scaled)muldiv(n, PT(720), 254))
/* A photo is so large at most. */
#define PHOTO_WIDTH MM(18)
#define PHOTO_HEIGHT MM(24)

/* Lines in a column, from the height of the first base line down. */
struct hanging {
    struct par_line *lines;
    scaled *leading;
    size_t n, cap_lines, cap_leading;
    scaled height;
    uint32_t seq;
};

static void hanging_free(struct hanging *h)
{
    free(h->lines);
    free(h->leading);
    *h = (struct hanging){.n = 0};
}

static void hang(struct row *r, struct hanging *h, const struct doc_node *leaf, enum role role, uint32_t tag,
                 scaled width)
{
    struct style style = *flow_style(r->f, role);
    style.left = style.right = 0;
    struct leaf_setting s = {.style = &style, .tag = tag, .width = width};
    struct par par = {0};
    flow_set(r->f, leaf, &s, &par);
    if (h->n == 0)
        h->seq = leaf->seq;
    mem_grow((void **)&h->lines, &h->cap_lines, h->n + par.n, sizeof *h->lines);
    mem_grow((void **)&h->leading, &h->cap_leading, h->n + par.n, sizeof *h->leading);
    for (uint32_t i = 0; i < par.n; i++) {
        h->leading[h->n] = style.leading;
        h->lines[h->n++] = par.lines[i];
        h->height += style.leading;
    }
}

/* The lines into a box; y of the first base line in it. */
static void put_hanging(struct row *r, struct vbox *box, const struct hanging *h, scaled x, scaled y)
{
    for (size_t i = 0; i < h->n; i++) {
        flow_put_spaced(r->f, box, &h->lines[i], x, y);
        y += i + 1 < h->n ? h->leading[i + 1] : 0;
    }
}

/* Height of the row so far. */
static scaled height_of(const struct row *r)
{
    scaled sum = 0;
    for (size_t i = r->item; i < r->f->n; i++)
        sum += r->f->items[i].height;
    return sum;
}

/* Empty space in the row, so that what hangs on it has room. */
static void fill_up(struct row *r, scaled wanted)
{
    scaled have = height_of(r);
    if (wanted <= have && r->f->n_boxes > r->box)
        return;
    struct vbox space = {.height = wanted > have ? wanted - have : 1};
    if (r->f->n > r->item)
        flow_penalty(r->f, PENALTY_FORBID);
    flow_box(r->f, &space, true);
}

/* Below `until` no page ends inside the row. */
static void keep_together(struct row *r, scaled until)
{
    scaled y = 0;
    for (size_t i = r->item; i < r->f->n && y < until; i++) {
        struct vitem *v = &r->f->items[i];
        if (v->kind == VITEM_PENALTY)
            v->penalty = PENALTY_FORBID;
        y += v->height;
    }
}

static scaled first_baseline(const struct row *r)
{
    return flow_baseline(r->f->boxes[r->box]->height);
}

/* The label before all else in the first box. */
static void put_label(struct row *r, const struct hanging *label)
{
    struct vbox *first = r->f->boxes[r->box], marked = {0};
    if (label->n == 0)
        return;
    put_hanging(r, &marked, label, r->left, first_baseline(r));
    for (uint32_t k = 0; k < first->n_items; k++)
        flow_put_item(r->f, &marked, &first->items[k]);
    for (uint32_t k = 0; k < marked.n_anchors; k++)
        flow_put_anchor(r->f, first, marked.anchors[k].id);
    first->items = marked.items;
    first->n_items = marked.n_items;
    first->seq = label->seq;
    first->offset = 0;
}

static scaled page_height(const struct flow *f)
{
    return f->ctx->design->page.height - f->ctx->design->page.top - f->ctx->design->page.bottom;
}

/* Small print in its column, where there is one. */
static void put_side(struct row *r, const struct hanging *side, bool whole)
{
    if (side->n == 0)
        return;
    struct flow *f = r->f;
    scaled above = 0;
    size_t last = whole ? f->n_boxes - 1 : r->box;
    for (size_t i = r->item; i < f->n && !(f->items[i].kind == VITEM_BOX && f->items[i].ref == last); i++)
        above += f->items[i].height;
    put_hanging(r, f->boxes[last], side, r->side_x, first_baseline(r) - above);
}

/* Size of the photo at the right of the text; 0: none. */
static scaled photo_size(const struct row *r, const struct doc_node *record, scaled *height)
{
    const struct doc_node *figure = record->first;
    const struct image *image = NULL;
    if (figure != NULL && figure->kind == DOC_FIGURE && figure->src != NULL)
        image = image_set_lookup(r->f->images, figure->src);
    if (image == NULL || image->width == 0 || image->height == 0)
        return 0;
    scaled w = r->measure / 5 < PHOTO_WIDTH ? r->measure / 5 : PHOTO_WIDTH; /* narrow columns keep room for words */
    *height = (scaled)muldiv(w, image->height, image->width);
    if (*height > PHOTO_HEIGHT) {
        *height = PHOTO_HEIGHT;
        w = (scaled)muldiv(*height, image->width, image->height);
    }
    return w;
}

static void put_photo(struct row *r, const struct doc_node *record, scaled x, scaled w, scaled h)
{
    const struct doc_node *figure = record->first;
    r->f->tag = r->body;
    uint32_t tag = flow_tag(r->f, TAG_FIGURE, figure);
    r->f->ctx->tags->items[tag].alt = figure->alt;
    struct page_item item = {.kind = ITEM_IMAGE, .tag = tag, .x = x, .y = PT(3)};
    item.u.image.image = image_set_lookup(r->f->images, figure->src);
    item.u.image.w = w;
    item.u.image.h = h;
    flow_put_item(r->f, r->f->boxes[r->box], &item);
}

static void begin_row(struct row *r, const struct doc_node *record)
{
    struct flow *f = r->f;
    r->line_end = 0;
    r->item = f->n;
    r->box = f->n_boxes;
    r->li = flow_tag(f, TAG_LI, record);
    r->lbl = tags_add(f->ctx->tags, TAG_LBL, r->li);
    r->body = tags_add(f->ctx->tags, TAG_LBODY, r->li);
    flow_anchor(f, record->id);
}

/* What hangs at the left: the label, or a title in its place. One that is too long stands above the text. */
static void take_label(struct row *r, const struct doc_node *record, struct hanging *h)
{
    const struct look *look = r->look;
    const struct doc_node *label = doc_child(record, look->beside ? DOC_TITLE : DOC_LABEL);
    enum role role = look->beside ? look->title : look->label;
    if (label == NULL || label->text.n == 0)
        return;
    if (r->label_width > 0)
        hang(r, h, label, role, r->lbl, r->label_width);
    if (h->n > 0 && h->height <= page_height(r->f) / 2)
        return;
    hanging_free(h);
    struct leaf_setting s = {.style = flow_style(r->f, role), .tag = r->lbl};
    flow_leaf(r->f, label, &s);
}

/* What hangs at the right; false: it stands below the text. */
static bool take_side(struct row *r, const struct doc_node *record, struct hanging *h)
{
    size_t tags = r->f->ctx->tags->n;
    r->f->tag = r->body;
    for (const struct doc_node *node = record->first; r->side_width > 0 && node != NULL; node = node->next)
        if (node->kind == DOC_META)
            hang(r, h, node, r->look->meta, flow_tag(r->f, TAG_P, node), r->side_width);
    if (r->side_width > 0 && h->height <= page_height(r->f) / 2)
        return true;
    r->f->ctx->tags->n = tags;
    hanging_free(h);
    return false;
}

/* Height that hanging lines need: their first one is as high as that of the text. */
static scaled needed(const struct row *r, const struct hanging *h)
{
    if (h->n == 0)
        return 0;
    scaled first = r->f->n_boxes > r->box ? r->f->boxes[r->box]->height : h->leading[0];
    return h->height - h->leading[0] + first;
}

/* Makes room for what hangs on the row, keeps it together, and hangs it. */
static void hang_all(struct row *r, const struct hanging *label, const struct hanging *side, scaled photo)
{
    scaled wanted = needed(r, label), right = needed(r, side);
    wanted = right > wanted ? right : wanted;
    wanted = photo > wanted ? photo : wanted;
    fill_up(r, wanted);
    bool whole = height_of(r) <= page_height(r->f) / 2;
    keep_together(r, whole ? INT32_MAX : wanted);
    put_side(r, side, whole);
    put_label(r, label);
}

void row_set(struct row *r, const struct doc_node *record)
{
    struct flow *f = r->f;
    uint32_t outer = f->tag;
    scaled left = f->left, right = f->right, photo_height = 0;
    struct hanging label = {.n = 0}, side = {.n = 0};
    begin_row(r, record);
    scaled photo = photo_size(r, record, &photo_height);
    f->left += r->label_width + r->gap;
    f->right += photo > 0 ? photo + f->ctx->design->block.column_gap / 2 : 0;
    take_label(r, record, &label);
    row_middle(r, record);
    row_small_print(r, record, !take_side(r, record, &side));
    hang_all(r, &label, &side, photo > 0 ? photo_height + PT(4) : 0);
    if (photo > 0)
        put_photo(r, record, left + r->measure - photo, photo, photo_height);
    hanging_free(&label);
    hanging_free(&side);
    f->left = left;
    f->right = right;
    f->tag = outer;
}
