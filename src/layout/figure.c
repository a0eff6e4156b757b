/* Figures: a picture as wide as the measure at most, its caption under it. A caption whose picture is missing is a
 * note. */
#include <string.h>

#include "layout/flow.h"
#include "layout/linebreak.h"

/* Print looks right at 200 dots an inch: a picture is not made larger than that allows, nor wider than the measure. */
#define MIN_DPI 110

/* Price of a line more, half of it above and half of it below (see pagebreak.c). */
#define FIGURE_COST 400

/* A picture so many times wider than high stands over all columns. */
#define PANORAMA 2

static scaled picture_width(const struct flow *f, const struct image *image, scaled max_height)
{
    scaled width = flow_width(f);
    int64_t natural = muldiv(image->width, PT(72), MIN_DPI);
    if (natural < width)
        width = (scaled)natural;
    if (muldiv(width, image->height, image->width) > max_height)
        width = (scaled)muldiv(max_height, image->width, image->height);
    return width;
}

/* Caption and credit as one text under the label. */
static struct text caption_text(struct flow *f, const struct doc_node *figure, const struct doc_node **at)
{
    const struct doc_node *leaves[8];
    size_t n = 0, n_strong = 0;
    for (const struct doc_node *child = figure->first; child != NULL && n < 8; child = child->next) {
        n_strong += child->kind == DOC_LABEL;
        leaves[n++] = child;
    }
    *at = n > 0 ? leaves[0] : figure;
    return flow_join(f, leaves, n, n_strong);
}

static scaled put_caption(struct flow *f, struct vbox *box, const struct text *text, const struct doc_node *at,
                          scaled y, uint32_t tag)
{
    const struct style *style = flow_style(f, ROLE_CAPTION);
    struct leaf_setting s = {.style = style, .tag = tag};
    struct par par = {0};
    flow_set_text(f, text, at, &s, &par);
    for (uint32_t i = 0; i < par.n; i++, y += style->leading)
        flow_put_line(f, box, &par.lines[i], f->left, y + flow_baseline(style->leading));
    return y;
}

/* The picture's own words, else its caption's; NULL: it is decoration. */
static const char *words_for(struct flow *f, const struct doc_node *figure)
{
    const struct doc_node *caption = doc_child(figure, DOC_CAPTION);
    if (figure->alt != NULL && *figure->alt != '\0')
        return figure->alt;
    return caption != NULL && caption->text.n > 0 ? arena_strdup(f->ctx->out, caption->text.s) : NULL;
}

static void with_picture(struct flow *f, const struct doc_node *node, const struct image *image, struct vbox *box)
{
    const struct design *d = f->ctx->design;
    uint32_t outer = f->tag, tag = f->figure_tag != 0 ? f->figure_tag : flow_tag(f, TAG_FIGURE, node);
    const struct doc_node *at;
    struct text text = caption_text(f, node, &at);
    f->ctx->tags->items[tag].alt = words_for(f, node);
    scaled highest = d->page.height - d->page.top - d->page.bottom - PT(72);
    scaled limit = box->figure <= f->max_figures && box->figure > 0 ? f->limits[box->figure - 1] : 0;
    scaled w = picture_width(f, image, limit > 0 && limit < highest ? limit : highest);
    struct page_item item = {.kind = ITEM_IMAGE, .tag = f->ctx->tags->items[tag].alt != NULL ? tag : 0, .x = f->left};
    item.u.image.image = image;
    item.u.image.w = w;
    item.u.image.h = (scaled)muldiv(w, image->height, image->width);
    flow_put_item(f, box, &item);
    scaled y = item.u.image.h;
    if (text.n > 0) {
        f->tag = tag;
        y = put_caption(f, box, &text, at, y + d->block.figure_gap, flow_tag(f, TAG_CAPTION, at));
        f->tag = outer;
    }
    box->height = y;
}

static void without_picture(struct flow *f, const struct doc_node *node, struct vbox *box)
{
    const struct doc_node *at;
    struct text text = caption_text(f, node, &at);
    if (text.n == 0)
        return;
    flow_put_rule(f, box, (struct rect){f->left, 0, flow_width(f), f->ctx->design->rules.inner}, INK_BLACK);
    box->height = put_caption(f, box, &text, at, f->ctx->design->block.table_gap, flow_tag(f, TAG_P, node));
}

static void put_figure(struct flow *f, const struct vbox *box)
{
    scaled half = f->ctx->design->text.leading / 2;
    size_t from = f->n;
    int more;
    uint32_t id = flow_elastic(f, &more);
    flow_glue(f, half + more * half, 0);
    flow_box(f, box, false);
    flow_penalty(f, 0);
    flow_fill_line(f, from, half + more * half);
    flow_offer(f, id, from, &(struct par_choices){.longer = FIGURE_COST});
}

void flow_figure(struct flow *f, const struct doc_node *node)
{
    const struct image *image = node->src != NULL ? image_set_lookup(f->images, node->src) : NULL;
    struct vbox box = {.floats = image != NULL};
    const struct doc_node *first = node->first;
    while (first != NULL && first->text.n == 0)
        first = first->next;
    box.seq = first != NULL ? first->seq : node->seq;
    bool span = flow_span(f, f->span || (image != NULL && image->width / PANORAMA > image->height));
    flow_anchor(f, node->id);
    if (node->src != NULL)
        box.figure = ++f->n_figures;
    if (image != NULL)
        with_picture(f, node, image, &box);
    else
        without_picture(f, node, &box);
    if (box.height > 0)
        put_figure(f, &box);
    flow_span(f, span);
}
