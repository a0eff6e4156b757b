/* The table of contents: number, balanced title, leaders after its last line, page; a second line with source and date.
 */
#include <string.h>

#include "layout/flow.h"
#include "layout/linebreak.h"

#define CHAPTER_LIST_WHOLE 10 /* entries of a chapter's own list that are not torn */

/* Columns of an entry, from the text's left edge. */
struct entry_setting {
    const struct style *style;
    scaled x, width;     /* of the title */
    uint32_t toci, link; /* structure elements */
};

static const char *label_of(struct flow *f, const struct doc_node *ref)
{
    const char *label = f->ctx->page_label(f->ctx->user, ref->target);
    return label != NULL ? label : "";
}

/* Sets a short text on one line: number, page. Returns its width. */
static struct par_line *short_line(struct flow *f, const struct text *text, const struct doc_node *at,
                                   const struct style *style, uint32_t tag)
{
    struct leaf_setting s = {.style = style, .tag = tag, .width = flow_width(f)};
    struct par par = {0};
    flow_set_text(f, text, at, &s, &par);
    return par.n > 0 ? &par.lines[0] : NULL;
}

/* Dots on a common grid of positions, so that leaders of all lines stand in columns. */
static void leaders(struct flow *f, struct vbox *box, scaled from, scaled to, scaled y, const struct doc_node *at)
{
    const struct style *own = flow_style(f, ROLE_CONTENTS_LEADER);
    struct text dot = text_make(f->ctx->scratch, ".", 1);
    struct style style = *own;
    style.left = style.right = 0;
    scaled step = f->ctx->design->contents.leader_step;
    if (step <= 0)
        return;
    scaled first = (from + step * 2) / step * step;
    struct par_line *line = short_line(f, &dot, at, &style, 0);
    if (line == NULL || line->n_items == 0)
        return;
    /* One run of many pieces: the same dot at each step. */
    const struct glyph_run *one = line->items[0].u.run;
    size_t n = to > first ? (size_t)((to - first) / step) : 0;
    if (n < 2 || n > 400)
        return;
    struct run_piece *pieces = arena_calloc(par_shown(f->ctx), n, sizeof *pieces);
    for (size_t i = 0; i < n; i++)
        pieces[i] = run_piece(one->pieces[0].word, (scaled)i * step, 0);
    struct glyph_run *run = arena_alloc(par_shown(f->ctx), sizeof *run);
    *run = *one;
    run->n = (uint16_t)n;
    run->pieces = pieces;
    struct page_item item = line->items[0];
    item.x = first;
    item.y = y;
    item.tag = 0;
    item.u.run = run;
    flow_put_item(f, box, &item);
}

static void put_page(struct flow *f, struct vbox *box, const struct doc_node *ref, const struct entry_setting *e,
                     scaled y)
{
    const char *label = label_of(f, ref);
    struct text text = text_make(f->ctx->out, label, strlen(label));
    struct style style = *flow_style(f, ROLE_CONTENTS_PAGE);
    if (style.size > e->style->size) /* beside smaller entries, as those of sections */
        style.size = e->style->size;
    struct par_line *line = short_line(f, &text, ref, &style, e->link);
    if (line != NULL)
        flow_put_line(f, box, line, flow_width(f) - line->width, y);
}

static void put_link(struct flow *f, struct vbox *box, const struct doc_node *entry, const struct text *title,
                     uint32_t tag)
{
    if (entry->target == NULL)
        return;
    struct page_item item = {.kind = ITEM_LINK, .tag = tag, .x = 0, .y = 0};
    item.u.link.to = page_link(f->ctx->out, arena_printf(f->ctx->out, "#%s", entry->target), title->s);
    item.u.link.w = flow_width(f);
    item.u.link.h = box->height;
    flow_put_item(f, box, &item);
}

/* Lines of the title, a box each; the number beside the first, leaders and page beside the last. */
static void entry_lines(struct flow *f, const struct doc_node *entry, const struct entry_setting *e)
{
    const struct doc_node *label = doc_child(entry, DOC_LABEL), *title = doc_child(entry, DOC_TITLE),
                          *ref = doc_child(entry, DOC_PAGEREF);
    struct leaf_setting s = {.style = e->style, .tag = e->link, .width = e->width};
    struct par par = {0};
    flow_set(f, title, &s, &par);
    scaled y = flow_baseline(e->style->leading);
    for (uint32_t i = 0; i < par.n; i++) {
        struct vbox box = {.height = e->style->leading, .seq = title->seq, .offset = par.lines[i].start};
        if (i == 0 && label != NULL && label->text.n > 0) {
            bool part = entry->level == 1;
            struct par_line *number =
                short_line(f, &label->text, label, part ? e->style : flow_style(f, ROLE_CONTENTS_NUMBER), e->link);
            if (number != NULL)
                flow_put_spaced(f, &box, number, 0, y);
            box.seq = label->seq;
            box.offset = 0;
        }
        flow_put_spaced(f, &box, &par.lines[i], e->x, y);
        if (i + 1 == par.n && ref != NULL) {
            scaled room = f->ctx->design->contents.page_room;
            if (entry->level != 1)
                leaders(f, &box, e->x + par.lines[i].width, flow_width(f) - room / 2, y, ref);
            put_page(f, &box, ref, e, y);
        }
        put_link(f, &box, entry, &title->text, e->link);
        flow_box(f, &box, true);
        flow_penalty(f, PENALTY_FORBID);
    }
}

/* Width of a part's label and the space behind it, or the common column of numbers. */
static scaled title_x(struct flow *f, const struct doc_node *entry, const struct style *style)
{
    const struct doc_node *label = doc_child(entry, DOC_LABEL);
    if (entry->level == 2)
        return f->ctx->design->contents.number_width;
    if (entry->level > 2) /* sections, one step in a level */
        return f->ctx->design->contents.number_width + (entry->level - 3) * style->size * 3 / 2;
    if (label == NULL || label->text.n == 0)
        return 0;
    struct par_request r = {
        .text = &label->text, .style = style, .lang = f->lang, .pos = entry->pos, .width = flow_width(f)};
    return par_natural_width(f->ctx, &r) + style->size;
}

static bool in_row(const struct doc_node *node, const struct doc_node *next)
{
    return node != NULL && next != NULL && node->kind == DOC_ENTRY && next->kind == DOC_ENTRY && node->level == 0 &&
           next->level == 0;
}

/* Would a page that ends behind this entry of a row leave a single one alone? */
static bool is_edge(const struct doc_node *node)
{
    return !in_row(node->prev, node) || !in_row(node->next, node->next->next);
}

/* At the head of a chapter a short list stays whole, a long one leaves no entry alone. */
static bool stays_with_next(const struct doc_node *node)
{
    const struct doc_node *list = node->parent;
    size_t n = 0;
    if (list->parent == NULL || list->parent->kind != DOC_CHAPTER || node->next == NULL)
        return false;
    for (const struct doc_node *one = list->first; one != NULL; one = one->next)
        n++;
    return n <= CHAPTER_LIST_WHOLE || node->prev == NULL || node->next->next == NULL;
}

static void entry(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, node->level == 1   ? ROLE_CONTENTS_PART
                                              : node->level <= 2 ? ROLE_CONTENTS_ENTRY
                                                                 : ROLE_CONTENTS_META);
    uint32_t toc = f->tag;
    struct entry_setting e = {.style = style, .x = title_x(f, node, style)};
    e.width = flow_width(f) - e.x - f->ctx->design->contents.page_room;
    e.toci = flow_tag(f, TAG_TOCI, node);
    f->tag = e.toci;
    uint32_t reference = flow_tag(f, TAG_REFERENCE, node);
    e.link = tags_add(f->ctx->tags, TAG_LINK, reference);
    flow_glue(f, style->before, 0);
    flow_anchor(f, node->id);
    entry_lines(f, node, &e);
    for (const struct doc_node *meta = node->first; meta != NULL; meta = meta->next) {
        struct style second = *flow_style(f, ROLE_CONTENTS_META);
        if (meta->kind != DOC_META || meta->text.n == 0)
            continue;
        if (meta->prev->kind == DOC_META)
            flow_penalty(f, PENALTY_FORBID);
        second.left += e.x;
        second.right += f->ctx->design->contents.page_room;
        struct leaf_setting s = {.style = &second, .tag = flow_tag(f, TAG_P, meta), .whole = true};
        flow_leaf(f, meta, &s);
    }
    /* A part keeps its first chapter. */
    bool row = in_row(node, node->next); /* the pages around the chapters are a plain list */
    bool goes_on = node->level >= 2 && node->next != NULL && node->next->level > 2; /* sections stand close */
    bool whole = node->level == 1 || (goes_on && node->level == 2) || (row && is_edge(node)) || stays_with_next(node);
    flow_penalty(f, whole ? PENALTY_FORBID : 0);
    const struct style *below = node->level > 2 ? flow_style(f, ROLE_CONTENTS_ENTRY) : style;
    flow_glue(f, goes_on || row ? 0 : below->after, 0);
    if (node->level == 1)
        flow_penalty(f, PENALTY_FORBID);
    f->tag = toc;
}

/* Matter before and after the chapters stands in blocks of its own. */
static void between_groups(struct flow *f, const struct doc_node *before, const struct doc_node *node)
{
    if (before == NULL || before->kind != DOC_ENTRY || before->level == node->level || node->level == 1)
        return;
    if ((before->level == 0 || node->level == 0) && before->level != node->level)
        flow_glue(f, flow_style(f, ROLE_CONTENTS_PART)->before, 0);
}

void flow_entries(struct flow *f, const struct doc_node *contents)
{
    uint32_t root = f->tag;
    f->tag = flow_tag(f, TAG_TOC, contents);
    for (const struct doc_node *node = contents->first; node != NULL; node = node->next) {
        between_groups(f, node->prev, node);
        if (node->kind == DOC_ENTRY && doc_child(node, DOC_TITLE) != NULL)
            entry(f, node);
    }
    f->tag = root;
}

void flow_contents(struct flow *f, const struct doc_node *contents)
{
    flow_anchor(f, contents->id);
    if (contents->first != NULL && contents->first->kind == DOC_TITLE)
        flow_head(f, contents->first);
    flow_entries(f, contents);
}
