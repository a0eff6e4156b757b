/* Blocks of running text: paragraphs, headings, lists, quotes, code; each a construction that totals whole lines of the
 * grid. */
#include <string.h>

#include "base/utf8.h"
#include "layout/linebreak.h"
#include "layout/records.h"

/* Price of a line more above a heading (see pagebreak.c: 100 is an empty line on a page). */
#define HEADING_COST 900
/* … of half a line more above and below a list or a quote. */
#define SPACED_COST 500

/* A paragraph that ends in ":" introduces what follows and stays with it. */
static bool introduces(const struct doc_node *node)
{
    return node->text.n > 0 && node->text.s[node->text.n - 1] == ':' && node->next != NULL &&
           (node->next->kind == DOC_LIST || node->next->kind == DOC_QUOTE || node->next->kind == DOC_TABLE);
}

/* Between two blocks a page may end; a paragraph that introduces keeps the next one. */
static void between(struct flow *f, bool keep)
{
    flow_penalty(f, keep ? PENALTY_FORBID : 0);
}

static void paragraph(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_BODY);
    const struct text_design *t = &f->ctx->design->text;
    bool indent = t->indent_all || (f->last == DOC_PARAGRAPH && t->par_skip == 0);
    struct leaf_setting s = {
        .style = style, .tag = flow_tag(f, TAG_P, node), .first_indent = indent ? style->indent : 0, .grid = true};
    s.elastic = true;
    flow_glue(f, style->before, 0);
    if (f->run_in != NULL) {
        s.run_in = f->run_in;
        s.first_indent = f->run_in->line.width + style->size;
        f->run_in = NULL;
    }
    if (f->last != DOC_TITLE || !flow_drop_cap(f, node, &s))
        flow_leaf(f, node, &s);
    between(f, introduces(node));
    flow_glue(f, style->after, 0); /* the body's is the paragraph space unless its style says otherwise */
}

static enum role heading_role(unsigned level)
{
    return level <= 2 ? ROLE_HEADING_1 : level == 3 ? ROLE_HEADING_2 : ROLE_HEADING_3;
}

/* H1 is the chapter's title; a level that the source skips is not skipped in the structure tree. */
static enum tag_role heading_tag(struct flow *f, unsigned level)
{
    unsigned tag_level = level < 2 ? 2 : level > 6 ? 6 : level;
    if (tag_level > f->heading_level + 1u)
        tag_level = f->heading_level + 1u;
    f->heading_level = (uint8_t)tag_level;
    return (enum tag_role)(TAG_H1 + tag_level - 1);
}

/* How far below a grid line a heading begins, so that what follows its space below is back on the grid: then a heading
 * stays near its text even where the page began off the grid. Its own lines are a whole step each. */
static scaled phase_before(const struct flow *f, const struct style *style)
{
    scaled step = f->ctx->design->text.leading, over = step > 0 ? style->after % step : 0;
    return over == 0 || style->leading != step ? 0 : step - over;
}

/* Space before a construction that may be a line more where that makes pages even. */
static void open_elastic(struct flow *f, scaled space, scaled keep, int32_t cost)
{
    int more;
    uint32_t id = flow_elastic(f, &more);
    size_t first = f->n;
    struct par_choices choices = {.longer = space > 0 ? cost : 0};
    flow_glue(f, space + more * f->ctx->design->text.leading, keep);
    flow_offer(f, id, first, &choices);
}

/* A construction with space on both sides, which may be a line more in all. */
struct spaced {
    uint32_t id;
    size_t first;
    scaled more; /* of it below */
};

static struct spaced open_spaced(struct flow *f, scaled before)
{
    int more;
    struct spaced s = {.id = flow_elastic(f, &more), .first = f->n};
    scaled line = f->ctx->design->text.leading, extra = more * line;
    /* Between whole lines everything is on the grid, where half a line on either side would become a line on both. */
    bool halves = line <= 0 || before % line != 0;
    s.more = halves ? extra / 2 : extra;
    flow_glue(f, before + extra - s.more, 0);
    return s;
}

static void close_spaced(struct flow *f, const struct spaced *s, scaled after)
{
    flow_glue(f, after + s->more, 0);
    if (after > 0 && s->first < f->n && f->items[s->first].kind == VITEM_GLUE)
        flow_offer(f, s->id, s->first, &(struct par_choices){.longer = SPACED_COST});
}

/* A heading takes so much of the line that it runs into, per cent; a longer one stands on lines of its own. */
#define RUN_IN_SHARE 60

/* Sets a heading that the next paragraph begins with. False where it can't be. */
static bool run_in(struct flow *f, const struct doc_node *node, const struct leaf_setting *s)
{
    const struct doc_node *next = node->next;
    struct par_request wish = {.text = &node->text,
                               .style = s->style,
                               .lang = doc_lang(node, f->lang),
                               .pos = node->pos,
                               .width = flow_width(f)};
    struct par par = {0};
    if (!s->style->run_in || next == NULL || next->kind != DOC_PARAGRAPH || next->text.n == 0 || node->text.n == 0 ||
        par_natural_width(f->ctx, &wish) > muldiv(flow_width(f), RUN_IN_SHARE, 100))
        return false;
    flow_set(f, node, s, &par);
    f->run_in = arena_alloc(par_work(f->ctx), sizeof *f->run_in);
    *f->run_in = (struct run_in){node, par.lines[0]};
    flow_anchor(f, node->id);
    return true;
}

static void heading(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, heading_role(node->level));
    struct leaf_setting s = {
        .style = style, .tag = flow_tag(f, heading_tag(f, node->level), node), .whole = true, .grid = true};
    s.phase = phase_before(f, style);
    open_elastic(f, style->before, style->before < style->leading ? 0 : style->leading / 2, HEADING_COST);
    if (run_in(f, node, &s))
        return;
    flow_leaf(f, node, &s);
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, style->after, 0);
    flow_penalty(
        f, PENALTY_FORBID); /* two lines of what follows stay with it: their own penalties forbid a break between */
}

static void code(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_CODE);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_CODE, node)};
    flow_glue(f, style->before, 0);
    flow_leaf(f, node, &s);
    between(f, false);
    flow_glue(f, style->after, 0);
}

/* A thematic break: an empty line. */
static void rule(struct flow *f)
{
    flow_glue(f, f->ctx->design->text.leading, 0);
}

/* The marker of item `i` of a list: "–", or its number. */
static const char *marker_text(struct flow *f, const struct doc_node *list, unsigned i)
{
    if (!list->ordered)
        return f->ctx->design->list_marker;
    unsigned first = list->number != 0 ? list->number : 1;
    return arena_printf(f->ctx->out, "%u.", first + i);
}

/* Puts the marker beside the first line of the item, which stands in f->boxes[box]. Numbers end, dashes begin at the
 * margin. */
static void put_marker(struct flow *f, const struct doc_node *list, unsigned i, uint32_t lbl, size_t box, scaled indent)
{
    const char *s = marker_text(f, list, i);
    struct text text = text_make(f->ctx->out, s, strlen(s));
    struct style style = *flow_style(f, ROLE_LIST);
    style.left = style.right = 0;
    style.align = ALIGN_LEFT;
    struct par_request r = {
        .text = &text, .style = &style, .lang = f->lang, .pos = list->pos, .width = flow_width(f), .tag = lbl};
    struct par par = {0};
    par_set(f->ctx, &r, &par);
    if (par.n == 0 || box >= f->n_boxes)
        return;
    scaled x = f->left - indent;
    if (list->ordered)
        x += indent - par.lines[0].width - style.size / 3;
    /* The marker comes first in reading order. */
    struct vbox marked = {0};
    flow_put_spaced(f, &marked, &par.lines[0], x < 0 ? 0 : x, flow_baseline(style.leading));
    struct vbox *b = f->boxes[box];
    for (uint32_t k = 0; k < b->n_items; k++)
        flow_put_item(f, &marked, &b->items[k]);
    b->items = marked.items;
    b->n_items = marked.n_items;
}

static void list(struct flow *f, const struct doc_node *node, unsigned depth);

/* Text of an item: paragraphs in the list's own style, nested lists, any other block. */
static void item(struct flow *f, const struct doc_node *node, unsigned depth)
{
    uint32_t body = f->tag;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next) {
        f->tag = body;
        if (child->kind == DOC_PARAGRAPH) {
            const struct style *style = flow_style(f, ROLE_LIST);
            struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, child)};
            s.grid = style->leading > 0 && style->before % style->leading == 0;
            flow_leaf(f, child, &s);
            if (child->next != NULL)
                between(f, introduces(child));
        } else if (child->kind == DOC_LIST) {
            list(f, child, depth + 1);
        } else {
            flow_block(f, child);
        }
    }
}

/* Room for the markers: the layout's indent, or more where the last number needs it. */
static scaled list_indent(struct flow *f, const struct doc_node *node)
{
    scaled indent = f->ctx->design->list_indent;
    unsigned n = 0;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next)
        n++;
    if (node->ordered && n > 0) {
        const char *last = marker_text(f, node, n - 1);
        struct text text = text_make(f->ctx->out, last, strlen(last));
        const struct style *style = flow_style(f, ROLE_LIST);
        struct par_request r = {
            .text = &text, .style = style, .lang = f->lang, .pos = node->pos, .width = flow_width(f)};
        scaled needed = par_natural_width(f->ctx, &r) + style->size / 3;
        indent = needed > indent ? needed : indent;
    }
    return flow_width(f) < 4 * indent ? 0 : indent; /* nested beyond what the measure can show */
}

static void list(struct flow *f, const struct doc_node *node, unsigned depth)
{
    const struct style *style = flow_style(f, ROLE_LIST);
    uint32_t outer = f->tag, tag = flow_tag(f, TAG_L, node);
    f->ctx->tags->items[tag].numbering = node->ordered ? 'd' : 'u';
    scaled indent = list_indent(f, node);
    struct spaced around = {0};
    scaled margin = depth == 0 ? f->ctx->design->list_left : 0;
    f->left += margin;
    if (depth == 0)
        around = open_spaced(f, style->before);
    flow_anchor(f, node->id);
    unsigned i = 0;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next, i++) {
        uint32_t li = tags_add(f->ctx->tags, TAG_LI, tag), lbl = tags_add(f->ctx->tags, TAG_LBL, li);
        f->tag = tags_add(f->ctx->tags, TAG_LBODY, li);
        f->left += indent;
        size_t first = f->n_boxes;
        flow_anchor(f, child->id);
        item(f, child, depth);
        put_marker(f, node, i, lbl, first, indent);
        f->left -= indent;
        if (child->next != NULL)
            between(f, false);
    }
    f->tag = outer;
    f->left -= margin;
    if (depth == 0) {
        between(f, false);
        close_spaced(f, &around, style->after);
    }
}

static void quote(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_QUOTE), *by = flow_style(f, ROLE_ATTRIBUTION);
    uint32_t outer = f->tag;
    f->tag = flow_tag(f, TAG_BLOCKQUOTE, node);
    struct spaced around = open_spaced(f, style->before);
    flow_anchor(f, node->id);
    for (const struct doc_node *child = node->first; child != NULL; child = child->next) {
        bool attribution = child->kind == DOC_ATTRIBUTION, first = child == node->first;
        if (child->kind != DOC_PARAGRAPH && !attribution) {
            flow_block(f, child);
            continue;
        }
        struct leaf_setting s = {.style = attribution ? by : style, .tag = flow_tag(f, TAG_P, child)};
        s.first_indent = first || attribution ? 0 : style->indent;
        if (attribution)
            flow_penalty(f, PENALTY_FORBID);
        flow_leaf(f, child, &s);
        if (child->next != NULL) /* who said it stands below what was said */
            between(f, child->next->kind == DOC_ATTRIBUTION);
    }
    f->tag = outer;
    between(f, false);
    close_spaced(f, &around, style->after);
}

/* A named block whose name has no setting of its own: its label as a heading, then its content. */
static void division(struct flow *f, const struct doc_node *node)
{
    uint32_t outer = f->tag;
    uint8_t level = f->heading_level;
    if (flow_named(f, node))
        return;
    bool page = node->name != NULL && strcmp(node->name, "digest") == 0; /* one to a page */
    if (page && node->prev != NULL && node->prev->kind == DOC_DIV)
        flow_new_page(f);
    f->tag = flow_tag(f, TAG_DIV, node);
    flow_anchor(f, node->id);
    const struct doc_node *first = node->first;
    if (first != NULL && first->kind == DOC_LABEL) {
        const struct style *style = flow_style(f, ROLE_HEADING_2);
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, heading_tag(f, level + 1u), first), .whole = true};
        f->heading_level = level;
        flow_glue(f, page ? 0 : style->before, 0);
        flow_leaf(f, first, &s);
        flow_penalty(f, PENALTY_FORBID);
        flow_glue(f, style->after, 0);
        f->last = DOC_HEADING;
        first = first->next;
    }
    flow_blocks(f, first);
    f->tag = outer;
}

#define LETTERS_PER_EM 2 /* about */

/* May a pull quote take more than half a page? Then its lines stand by themselves, and each page knows with which word
 * it begins. */
static bool is_long(const struct flow *f, const struct doc_node *node, const struct style *style)
{
    int64_t letters = 0;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next)
        letters += (int64_t)utf8_count(child->text.s, child->text.n);
    int64_t lines = letters * style->size / LETTERS_PER_EM / (flow_width(f) > 0 ? flow_width(f) : 1);
    return lines * style->leading > flow_page_height(f) / 2;
}

static void put_pull_lines(struct flow *f, const struct doc_node *node, const struct style *style)
{
    for (const struct doc_node *child = node->first; child != NULL; child = child->next) {
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, child)};
        flow_penalty(f, child == node->first ? PENALTY_FORBID : 0);
        flow_leaf(f, child, &s);
    }
}

/* "::: pull-quote": words lifted out of the text, under a rule in accent. They are in the reading order once, where
 * they stand. */
static void pull_quote(struct flow *f, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_PULL_QUOTE);
    scaled half = f->ctx->design->text.leading / 2, rule = f->ctx->design->rules.accent;
    uint32_t outer = f->tag;
    struct vbox box = {.height = rule + style->leading / 2};
    bool divided = is_long(f, node, style);
    f->tag = flow_tag(f, TAG_BLOCKQUOTE, node);
    flow_anchor(f, node->id);
    flow_put_rule(f, &box, (struct rect){f->left, 0, f->ctx->design->block.note_rule, rule}, INK_ACCENT);
    for (const struct doc_node *child = divided ? NULL : node->first; child != NULL; child = child->next) {
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, child)};
        struct par par = {0};
        flow_set(f, child, &s, &par);
        box.seq = box.seq == 0 && par.n > 0 ? child->seq : box.seq;
        for (uint32_t i = 0; i < par.n; i++, box.height += style->leading)
            flow_put_line(f, &box, &par.lines[i], f->left + style->left, box.height + flow_baseline(style->leading));
    }
    size_t from = f->n;
    flow_glue(f, half, 0);
    flow_box(f, &box, !divided);
    if (divided)
        put_pull_lines(f, node, style);
    f->tag = outer;
    between(f, false);
    flow_fill_line(f, from, half);
    f->last = DOC_DIV;
}

static bool is_pull_quote(const struct doc_node *node)
{
    if (node->name == NULL || strcmp(node->name, "pull-quote") != 0)
        return false;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next)
        if (child->kind != DOC_PARAGRAPH)
            return false;
    return true;
}

void flow_block(struct flow *f, const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_PARAGRAPH:
        paragraph(f, node);
        break;
    case DOC_HEADING:
        heading(f, node);
        break;
    case DOC_LIST:
        list(f, node, 0);
        break;
    case DOC_QUOTE:
        quote(f, node);
        break;
    case DOC_FIGURE:
        flow_figure(f, node);
        break;
    case DOC_TABLE:
        flow_table(f, node);
        break;
    case DOC_CODE:
        code(f, node);
        break;
    case DOC_RULE:
        rule(f);
        break;
    case DOC_DIV:
        if (is_pull_quote(node))
            pull_quote(f, node);
        else
            division(f, node);
        break;
    case DOC_RECORDS:
        flow_records(f, node);
        break;
    case DOC_SOURCE_BLOCK:
        flow_source_block(f, node);
        break;
    default:
        return; /* notes are placed at the foot; others are set by their piece */
    }
    f->last = node->kind;
}

void flow_blocks(struct flow *f, const struct doc_node *first)
{
    for (const struct doc_node *node = first; node != NULL; node = node->next)
        flow_block(f, node);
}

/* Pictures on their way to a later place, in order. */
struct floating {
    const struct doc_node *nodes[8];
    uint32_t left[8];
    uint32_t tags[8]; /* of pictures: they are read where the text has them */
    unsigned n;
};

static void land(struct flow *f, struct floating *fl, bool all)
{
    while (fl->n > 0 && (all || fl->left[0] == 0)) {
        f->figure_tag = fl->tags[0];
        flow_block(f, fl->nodes[0]);
        f->figure_tag = 0;
        fl->n--;
        memmove(fl->nodes, fl->nodes + 1, fl->n * sizeof *fl->nodes);
        memmove(fl->left, fl->left + 1, fl->n * sizeof *fl->left);
        memmove(fl->tags, fl->tags + 1, fl->n * sizeof *fl->tags);
    }
}

static bool takes_off(struct flow *f, const struct doc_node *node, struct floating *fl)
{
    if (node->kind != DOC_FIGURE || node->src == NULL || f->n_figures + fl->n >= f->max_figures)
        return false;
    uint32_t delay = f->delays[f->n_figures + fl->n];
    if ((delay == 0 && fl->n == 0) || fl->n == sizeof fl->nodes / sizeof *fl->nodes)
        return false;
    fl->nodes[fl->n] = node;
    fl->tags[fl->n] = image_set_lookup(f->images, node->src) != NULL ? flow_tag(f, TAG_FIGURE, node) : 0;
    fl->left[fl->n++] = delay;
    return true;
}

void flow_body(struct flow *f, const struct doc_node *first)
{
    struct floating fl = {.n = 0};
    for (const struct doc_node *node = first; node != NULL; node = node->next) {
        if (takes_off(f, node, &fl))
            continue;
        if (node->kind == DOC_SOURCE_BLOCK || node->kind == DOC_NOTE || node->kind == DOC_TABLE)
            land(f, &fl, true); /* pictures stay before the next table, and in their chapter */
        flow_block(f, node);
        if (node->kind == DOC_HEADING) /* never between a heading and its text */
            continue;
        for (unsigned i = 0; i < fl.n; i++)
            fl.left[i] -= fl.left[i] > 0;
        land(f, &fl, false);
    }
    land(f, &fl, true);
}
