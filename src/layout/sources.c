/* Sources: the block at a chapter's end and the ruled list at the book's; text left, QR code right. */
#include <string.h>

#include "book/qr.h"
#include "layout/flow.h"
#include "layout/linebreak.h"

/* Horizontal runs of dark modules become one rectangle each. */
static uint32_t qr_rects(const struct qr *qr, scaled module, struct rect *out)
{
    uint32_t n = 0;
    for (uint32_t row = 0; row < qr->side; row++) {
        for (uint32_t col = 0; col < qr->side;) {
            uint32_t end = col;
            while (end < qr->side && qr->dark[row * qr->side + end])
                end++;
            if (end > col)
                out[n++] =
                    (struct rect){(scaled)col * module, (scaled)row * module, (scaled)(end - col) * module, module};
            col = end + 1;
        }
    }
    return n;
}

/* A code as it is drawn. */
struct code {
    struct qr qr;
    scaled module, side; /* side 0: there is none */
};

/* Clear space that a code wants on all sides, in modules (ISO/IEC 18004). */
#define QUIET 4

/* The code of an address: modules no smaller than the layout says, and larger where the whole would be too small. What
 * would take more than half of the measure is left out. */
static struct code code_of(struct flow *f, const char *url)
{
    const struct design *d = f->ctx->design;
    struct code code = {.module = d->qr.module};
    if (url == NULL || !f->book->manifest->qr || d->qr.module <= 0)
        return code;
    code.qr = qr_recall(f->ctx->memo, f->ctx->out, url); /* texts that are set meanwhile reuse the scratch */
    if (code.qr.side == 0)
        return code;
    if ((int64_t)code.qr.side * code.module < d->qr.size_min)
        code.module = d->qr.size_min / (scaled)code.qr.side;
    int64_t side = (int64_t)code.qr.side * code.module;
    code.side = side + QUIET * code.module <= flow_width(f) / 2 ? (scaled)side : 0;
    return code;
}

/* Draws the code with its right edge (or with `left` its left one) at x. */
static void put_code(struct flow *f, struct vbox *box, const struct code *code, const char *url, scaled x, bool left)
{
    if (code->side == 0)
        return;
    size_t side = code->qr.side;
    struct rect *rects = arena_calloc(f->ctx->out, side * side / 2 + side, sizeof *rects);
    struct page_item item = {.kind = ITEM_RECTS, .x = left ? x : x - code->side, .y = PT(6)};
    item.u.rects.n = qr_rects(&code->qr, code->module, rects);
    item.u.rects.r = rects;
    uint32_t tag = tags_add(f->ctx->tags, TAG_FIGURE, f->tag);
    f->ctx->tags->items[tag].alt = arena_printf(f->ctx->out, "QR: %s", url);
    item.tag = tag;
    flow_put_item(f, box, &item);
}

/* Space that the code takes beside the text, quiet zone included; codes of usual size take the same. */
static scaled code_room(const struct flow *f, const struct code *code)
{
    scaled usual = f->ctx->design->qr.size_max, side = code->side > usual ? code->side : usual;
    return code->side > 0 ? side + QUIET * code->module : 0;
}

/* Sets a leaf into the box at *y and moves *y behind it. */
static void put_leaf(struct flow *f, struct vbox *box, const struct doc_node *leaf, const struct leaf_setting *s,
                     scaled x, scaled *y)
{
    struct par par = {0};
    struct text text = leaf->kind == DOC_URL ? flow_url(f, leaf) : leaf->text;
    flow_set_text(f, &text, leaf, s, &par);
    if (box->seq == 0 && par.n > 0)
        box->seq = leaf->seq;
    if (par.n > 0)
        flow_put_anchor(f, box, leaf->id);
    for (uint32_t i = 0; i < par.n; i++, *y += s->style->leading)
        flow_put_line(f, box, &par.lines[i], x, *y + flow_baseline(s->style->leading));
}

static const char *url_of(const struct doc_node *node)
{
    const struct doc_node *url = doc_child(node, DOC_URL);
    return url != NULL ? url->target : NULL;
}

void flow_source_block(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_SOURCE);
    const char *url = url_of(node);
    uint32_t outer = f->tag;
    bool span = flow_span(f, true);
    f->tag = flow_tag(f, TAG_DIV, node);
    struct vbox box = {0};
    struct code code = code_of(f, url);
    scaled y = PT(4), width = flow_width(f) - code_room(f, &code);
    flow_put_rule(f, &box, (struct rect){f->left, 0, flow_width(f), f->ctx->design->rules.inner}, INK_BLACK);
    for (const struct doc_node *leaf = node->first; leaf != NULL; leaf = leaf->next) {
        const struct style *own = leaf->kind == DOC_LABEL ? flow_style(f, ROLE_SOURCE_LABEL) : style;
        struct leaf_setting s = {.style = own, .tag = flow_tag(f, TAG_P, leaf), .width = width};
        put_leaf(f, &box, leaf, &s, f->left, &y);
    }
    put_code(f, &box, &code, url, f->left + flow_width(f), false);
    box.height = code.side + PT(6) > y ? code.side + PT(6) : y;
    f->tag = outer;
    size_t from = f->n;
    flow_anchor(f, node->id);
    flow_penalty(f, PENALTY_FORBID); /* never alone on a page */
    flow_glue(f, style->before, 0);
    flow_penalty(f, PENALTY_FORBID);
    flow_box(f, &box, false); /* it does not count as a line of text on the chapter's last page */
    flow_penalty(f, 0);
    flow_fill_line(f, from, 0);
    flow_span(f, span);
}

/* "Trang 8" and the like is text of the book; the number itself is looked up. */
static struct text with_page(struct flow *f, const struct doc_node *ref)
{
    const char *label = f->ctx->page_label(f->ctx->user, ref->target);
    const char *s = arena_printf(f->ctx->out, "%s%s%s", ref->text.n > 0 ? ref->text.s : "", ref->text.n > 0 ? " " : "",
                                 label != NULL ? label : "");
    return text_make(f->ctx->out, s, strlen(s));
}

/* Outlet, author, date and page on one line: leaves joined by the middle dot between them. */
static void put_meta(struct flow *f, struct vbox *box, const struct doc_node *source, const struct leaf_setting *s,
                     scaled x, scaled *y)
{
    for (const struct doc_node *leaf = source->first; leaf != NULL; leaf = leaf->next) {
        if (leaf->kind != DOC_META && leaf->kind != DOC_URL && leaf->kind != DOC_PAGEREF)
            continue;
        struct leaf_setting own = *s;
        own.tag = flow_tag(f, TAG_P, leaf);
        if (leaf->kind != DOC_PAGEREF) {
            put_leaf(f, box, leaf, &own, x, y);
            continue;
        }
        struct text text = with_page(f, leaf);
        struct par par = {0};
        flow_set_text(f, &text, leaf, &own, &par);
        for (uint32_t i = 0; i < par.n; i++, *y += own.style->leading)
            flow_put_line(f, box, &par.lines[i], x, *y + flow_baseline(own.style->leading));
    }
}

/* An entry that no page can hold goes leaf by leaf into the flow, without a code. */
static void endless_source(struct flow *f, const struct doc_node *node)
{
    uint32_t list = f->tag;
    uint32_t li = flow_tag(f, TAG_LI, node), lbl = tags_add(f->ctx->tags, TAG_LBL, li);
    f->tag = tags_add(f->ctx->tags, TAG_LBODY, li);
    flow_anchor(f, node->id);
    for (const struct doc_node *leaf = node->first; leaf != NULL; leaf = leaf->next) {
        enum role role = leaf->kind == DOC_LABEL   ? ROLE_SOURCES_NUMBER
                         : leaf->kind == DOC_TITLE ? ROLE_SOURCES_TITLE
                                                   : ROLE_SOURCES_META;
        struct leaf_setting s = {.style = flow_style(f, role)};
        s.tag = leaf->kind == DOC_LABEL ? lbl : flow_tag(f, TAG_P, leaf);
        if (leaf->text.n > 0)
            flow_leaf(f, leaf, &s);
        flow_penalty(f, 0);
    }
    f->tag = list;
}

static bool is_endless(struct flow *f, const struct doc_node *node)
{
    const struct design *d = f->ctx->design;
    size_t bytes = 0;
    for (const struct doc_node *leaf = node->first; leaf != NULL; leaf = leaf->next)
        bytes += leaf->text.n;
    /* At least this many bytes go on a page of the narrowest type in use; only then is it worth setting it to see. */
    if (bytes < 1500)
        return false;
    struct par par = {0};
    scaled height = 0;
    for (const struct doc_node *leaf = node->first; leaf != NULL; leaf = leaf->next) {
        const struct style *style = flow_style(f, leaf->kind == DOC_TITLE ? ROLE_SOURCES_TITLE : ROLE_SOURCES_META);
        struct leaf_setting s = {.style = style, .width = flow_width(f) - d->contents.number_width};
        flow_set(f, leaf, &s, &par);
        height += (scaled)par.n * style->leading;
    }
    return height + PT(40) > d->page.height - d->page.top - d->page.bottom;
}

static void source(struct flow *f, const struct doc_node *node, bool last)
{
    if (is_endless(f, node)) {
        endless_source(f, node);
        return;
    }
    const struct design *d = f->ctx->design;
    const struct style *number = flow_style(f, ROLE_SOURCES_NUMBER), *title = flow_style(f, ROLE_SOURCES_TITLE);
    scaled full = d->page.full_width > 0 ? d->page.full_width : flow_width(f), x = d->contents.number_width;
    const char *url = url_of(node);
    scaled width = flow_width(f) - x, y = PT(8);
    struct code code = code_of(f, url);
    scaled widest = code.side > d->qr.size_max ? code.side : d->qr.size_max;
    bool column = full >= flow_width(f) + d->index.column_gap + widest; /* beside the measure */
    if (!column)
        width -= code_room(f, &code);
    uint32_t list = f->tag, li = flow_tag(f, TAG_LI, node);
    struct vbox box = {0};
    flow_put_rule(f, &box, (struct rect){0, 0, full, d->rules.edge}, INK_BLACK);
    const struct doc_node *label = doc_child(node, DOC_LABEL), *name = doc_child(node, DOC_TITLE);
    f->tag = li;
    if (label != NULL) {
        struct leaf_setting s = {.style = number, .tag = flow_tag(f, TAG_LBL, label), .width = x};
        scaled number_y = y + flow_baseline(title->leading) - flow_baseline(number->leading);
        put_leaf(f, &box, label, &s, 0, &number_y);
    }
    f->tag = flow_tag(f, TAG_LBODY, node);
    struct leaf_setting s = {.style = title, .tag = flow_tag(f, TAG_P, name), .width = width};
    put_leaf(f, &box, name, &s, x, &y);
    struct leaf_setting meta = {.style = flow_style(f, ROLE_SOURCES_META), .width = width};
    put_meta(f, &box, node, &meta, x, &y);
    put_code(f, &box, &code, url, column ? flow_width(f) + d->index.column_gap : full, column);
    box.height = (code.side + PT(12) > y + PT(6) ? code.side + PT(12) : y + PT(6));
    if (last)
        flow_put_rule(f, &box, (struct rect){0, box.height - d->rules.edge, full, d->rules.edge}, INK_BLACK);
    f->tag = list;
    flow_anchor(f, node->id);
    flow_box(f, &box, true);
    flow_penalty(f, 0);
}

/* The head of a language's sources. */
static void language(struct flow *f, const struct doc_node *heading)
{
    const struct style *style = flow_style(f, ROLE_HEADING_2);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_H2, heading), .whole = true};
    flow_glue(f, heading->prev->kind == DOC_SOURCE ? style->before : 0, 0);
    flow_anchor(f, heading->id);
    flow_leaf(f, heading, &s);
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, f->ctx->design->text.leading / 2, 0);
    flow_penalty(f, PENALTY_FORBID);
}

static uint32_t new_list(struct flow *f, const struct doc_node *sources)
{
    uint32_t tag = flow_tag(f, TAG_L, sources);
    f->ctx->tags->items[tag].numbering = 'd';
    return tag;
}

void flow_sources(struct flow *f, const struct doc_node *sources)
{
    flow_anchor(f, sources->id);
    uint32_t root = f->tag;
    const struct doc_node *node = sources->first;
    if (node != NULL && node->kind == DOC_TITLE) {
        flow_head(f, node);
        node = node->next;
    }
    for (; node != NULL; node = node->next) {
        if (node->kind == DOC_HEADING) {
            f->tag = root;
            language(f, node);
        } else if (node->kind == DOC_SOURCE && doc_child(node, DOC_TITLE) != NULL) {
            if (f->tag == root)
                f->tag = new_list(f, sources);
            source(f, node, node->next == NULL || node->next->kind == DOC_HEADING);
        }
    }
    f->tag = root;
}
