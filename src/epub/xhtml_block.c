/* Blocks: headings and their sections, paragraphs, lists, quotations, named blocks. */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "epub/xhtml.h"

/* ---- elements ---- */

void xhtml_lang(struct render *r, const struct doc_node *node)
{
    const char *book = r->plan->in->book->language;
    if (plan_lang(node->lang) == NULL || strcmp(node->lang, doc_lang(node->parent, book)) == 0)
        return;
    xml_attr(r->x, "lang", node->lang);
    xml_attr(r->x, "xml:lang", node->lang);
}

void xhtml_begin(struct render *r, const char *tag, const char *class, const struct doc_node *node)
{
    xml_begin(r->x, tag);
    xml_attr_plain(r->x, "class", class);
    if (!r->again && inline_begin(r, node) == 0)
        xml_attr_plain(r->x, "id", r->plan->node_id[node->seq]);
    xhtml_lang(r, node);
}

/* As xhtml_begin(), for a part of a block that is divided over files: only the first part has the id. */
static void begin_part(struct render *r, const char *tag, const char *class, const struct doc_node *node, bool begins)
{
    if (begins) {
        xhtml_begin(r, tag, class, node);
        return;
    }
    xml_begin(r->x, tag);
    xml_attr_plain(r->x, "class", class);
    xhtml_lang(r, node);
}

void xhtml_end(struct render *r)
{
    xml_end(r->x);
    xml_nl(r->x);
}

void xhtml_leaf(struct render *r, const char *tag, const char *class, const struct doc_node *leaf)
{
    if (inline_is_silent(r, leaf))
        return;
    xhtml_begin(r, tag, class, leaf);
    inline_leaf(r, leaf, LEAF_BEGINS);
    xhtml_end(r);
}

/* ---- what a file shows ---- */

/* The child of `node` that is `below` or holds it; NULL if it does not stand in `node`. */
static const struct doc_node *child_towards(const struct doc_node *node, const struct doc_node *below)
{
    while (below != NULL && below->parent != node)
        below = below->parent;
    return below;
}

/* Does `node` begin with the unit, apart from what is written with its beginning? */
static bool begins_with(const struct doc_node *node, const struct doc_node *unit)
{
    for (; unit != node; unit = unit->parent)
        for (const struct doc_node *n = unit->prev; n != NULL; n = n->prev)
            if (n->kind != DOC_LABEL && n->kind != DOC_CAPTION && (unit->kind != DOC_ROW || n->kind == DOC_ROW))
                return false;
    return true;
}

struct shown xhtml_shown(const struct render *r, const struct doc_node *node)
{
    const struct piece *piece = r->piece;
    struct shown shown = {node->first, NULL, true};
    if ((piece->first && piece->last) || piece->n_units == 0)
        return shown;
    const struct doc_node *from = child_towards(node, piece->units[0]);
    const struct doc_node *last = child_towards(node, piece->units[piece->n_units - 1]);
    if (from != NULL && (piece->begin_at > 0 || !begins_with(node, piece->units[0]))) {
        shown.from = from;
        shown.begins = false;
    }
    if (last != NULL)
        shown.to = last->next;
    return shown;
}

/* ---- headings and sections ---- */

static void put_spot(struct render *r, const struct doc_node *heading)
{
    struct piece *piece = r->piece;
    mem_grow((void **)&piece->spots, &piece->cap_spots, piece->n_spots + 1, sizeof *piece->spots);
    piece->spots[piece->n_spots++] = (struct spot){heading, 0};
}

/* A page that begins with a heading has its marker beside it in a common box: inside, the number would become part of
 * the heading's name; alone before it, it may stay behind on the screen before. */
static void put_heading(struct render *r, const struct doc_node *h, unsigned level, const char *id)
{
    static const char *const tags[] = {"h1", "h2", "h3", "h4", "h5", "h6"};
    bool boxed = inline_has_marker(r, h);
    if (boxed) {
        xml_begin(r->x, "div");
        xml_attr(r->x, "class", "hd");
        xml_nl(r->x);
        inline_markers(r, h);
        xml_nl(r->x);
    }
    xml_begin(r->x, tags[level - 1]);
    xml_attr_plain(r->x, "id", id);
    xhtml_lang(r, h);
    inline_leaf(r, h, LEAF_MARKED);
    xhtml_end(r);
    if (boxed)
        xhtml_end(r);
}

void xhtml_title(struct render *r, const struct doc_node *title)
{
    if (title != NULL)
        put_heading(r, title, 1, r->plan->title_id[title->seq]);
}

static unsigned level_here(const struct render *r)
{
    return r->n_sections + 2 < XHTML_MAX_LEVEL ? r->n_sections + 2 : XHTML_MAX_LEVEL;
}

void xhtml_label(struct render *r, const struct doc_node *label)
{
    put_heading(r, label, level_here(r), r->plan->title_id[label->seq]);
}

static void close_sections(struct render *r, unsigned level)
{
    while (r->n_sections > 0 && r->sections[r->n_sections - 1] >= level) {
        r->n_sections--;
        xhtml_end(r);
    }
}

/* A heading begins a section that lasts to the next of its level or above; levels that the source skips are not
 * skipped. */
static void put_section(struct render *r, const struct doc_node *h)
{
    unsigned level = h->level < 2 ? 2 : h->level;
    close_sections(r, level);
    unsigned shown = level_here(r);
    r->sections[r->n_sections++] = (uint8_t)level;
    xml_begin(r->x, "section");
    xml_attr_plain(r->x, "id", r->plan->node_id[h->seq]);
    xml_attr_plain(r->x, "aria-labelledby", r->plan->title_id[h->seq]);
    xml_nl(r->x);
    if (shown == 2)
        put_spot(r, h);
    put_heading(r, h, shown, r->plan->title_id[h->seq]);
}

/* ---- blocks ---- */

/* Set without indent: after anything but a paragraph. */
static bool is_first(const struct doc_node *p)
{
    return p->continues || p->prev == NULL || p->prev->kind != DOC_PARAGRAPH;
}

void xhtml_children(struct render *r, const struct doc_node *from, const struct doc_node *to)
{
    for (const struct doc_node *c = from; c != to; c = c->next) {
        if (c->kind == DOC_HEADING)
            put_heading(r, c, level_here(r), r->plan->node_id[c->seq]);
        else
            xhtml_block(r, c);
    }
}

/* An item that is one paragraph, perhaps with a list below it, needs no element for the paragraph. */
static bool item_is_plain(const struct render *r, const struct doc_node *p)
{
    return p != NULL && p->kind == DOC_PARAGRAPH && r->plan->node_id[p->seq] == NULL && p->lang == NULL &&
           (p->next == NULL || p->next->kind == DOC_LIST);
}

/* An item that goes on from another file has its number there. */
static void put_item(struct render *r, const struct doc_node *item)
{
    struct shown shown = xhtml_shown(r, item);
    const struct doc_node *from = shown.from;
    begin_part(r, "li", shown.begins ? NULL : "none", item, shown.begins);
    if (shown.begins)
        inline_markers(r, item);
    if (shown.begins && item_is_plain(r, from)) {
        inline_leaf(r, from, LEAF_BEGINS);
        from = from->next;
    }
    if (from != shown.to)
        xml_nl(r->x);
    xhtml_children(r, from, shown.to);
    xhtml_end(r);
}

static long item_number(const struct doc_node *list, const struct doc_node *item)
{
    long n = list->number > 0 ? list->number : 1;
    for (const struct doc_node *c = list->first; c != item && c != NULL; c = c->next)
        n++;
    return n;
}

static void put_list(struct render *r, const struct doc_node *list)
{
    struct shown shown = xhtml_shown(r, list);
    begin_part(r, list->ordered ? "ol" : "ul", NULL, list, shown.begins);
    if (list->ordered && item_number(list, shown.from) != 1)
        xml_attr_int(r->x, "start", item_number(list, shown.from));
    xml_nl(r->x);
    for (const struct doc_node *c = shown.from; c != shown.to; c = c->next)
        put_item(r, c);
    xhtml_end(r);
}

/* Who is quoted stands behind the quotation, for it is not part of it. */
static void put_quote(struct render *r, const struct doc_node *quote)
{
    struct shown shown = xhtml_shown(r, quote);
    const struct doc_node *by = shown.from;
    while (by != shown.to && by->kind != DOC_ATTRIBUTION)
        by = by->next;
    begin_part(r, "blockquote", by != shown.to ? "said" : NULL, quote, shown.begins);
    xml_nl(r->x);
    xhtml_children(r, shown.from, by);
    xhtml_end(r);
    if (by != shown.to)
        xhtml_leaf(r, "p", "attr", by);
}

/* A named block: with a label it is a section in a box, else only a container. */
static void put_div(struct render *r, const struct doc_node *div)
{
    struct shown shown = xhtml_shown(r, div);
    const struct doc_node *label = div->first != NULL && div->first->kind == DOC_LABEL ? div->first : NULL;
    const struct doc_node *inside = shown.begins && label != NULL ? label->next : shown.from; /* what the label names */
    const struct doc_node *title = shown.begins ? label : NULL;
    if (div->name != NULL && strcmp(div->name, "index-group") == 0) {
        xhtml_index_group(r, div, inside, shown.to, title);
        return;
    }
    bool pulled = label == NULL && div->name != NULL && strcmp(div->name, "pull-quote") == 0;
    const char *tag = pulled ? "aside" : title != NULL ? "section" : "div";
    begin_part(r, tag, pulled ? "pull" : label != NULL ? "box" : "blk", div, shown.begins);
    if (pulled)
        xml_attr(r->x, "role", "doc-pullquote");
    if (title != NULL)
        xml_attr_plain(r->x, "aria-labelledby", r->plan->title_id[label->seq]);
    xml_nl(r->x);
    if (title != NULL)
        xhtml_label(r, label);
    xhtml_children(r, inside, shown.to);
    xhtml_end(r);
}

static void put_code(struct render *r, const struct doc_node *code)
{
    xhtml_begin(r, "pre", NULL, code);
    if (inline_begin(r, code) == 0)
        inline_markers(r, code);
    xml_begin(r->x, "code");
    inline_leaf(r, code, LEAF_MARKED);
    xml_end(r->x);
    xhtml_end(r);
}

static void put_rule(struct render *r, const struct doc_node *rule)
{
    if (inline_has_marker(r, rule)) {
        xml_begin(r->x, "div");
        inline_markers(r, rule);
        xhtml_end(r);
    }
    xhtml_begin(r, "hr", NULL, rule);
    xml_close(r->x);
    xml_nl(r->x);
}

/* Does a chapter begin with the paragraph, so that its first letter is large where the layout wants that? A quotation
 * mark or a link is not. */
static bool has_large_letter(const struct render *r, const struct doc_node *p)
{
    const struct doc_node *before = p->prev;
    while (before != NULL && plan_is_head(before->kind))
        before = before->prev;
    size_t at = 0;
    if (r->plan->in->design->text.drop_cap < 2 || p->parent->kind != DOC_CHAPTER || before != NULL || p->text.n == 0)
        return false;
    uint32_t cp = utf8_next(p->text.s, p->text.n, &at);
    return utf8_lower(cp) != cp && !inline_has_marker(r, p) && inline_begin(r, p) == 0;
}

static void put_paragraph(struct render *r, const struct doc_node *p)
{
    bool first = is_first(p) || inline_begin(r, p) > 0;
    xhtml_leaf(r, "p", has_large_letter(r, p) ? "first cap" : first ? "first" : NULL, p);
}

void xhtml_block(struct render *r, const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_PARAGRAPH:
        put_paragraph(r, node);
        break;
    case DOC_HEADING:
        put_section(r, node);
        break;
    case DOC_LIST:
        put_list(r, node);
        break;
    case DOC_QUOTE:
        put_quote(r, node);
        break;
    case DOC_FIGURE:
        xhtml_figure(r, node);
        break;
    case DOC_TABLE:
        xhtml_table(r, node);
        break;
    case DOC_DIV:
        put_div(r, node);
        break;
    case DOC_RECORDS:
        xhtml_records(r, node);
        break;
    case DOC_META:
        xhtml_leaf(r, "p", "meta", node);
        break;
    case DOC_CODE:
        put_code(r, node);
        break;
    case DOC_RULE:
        put_rule(r, node);
        break;
    default:
        break;
    }
}

void xhtml_units(struct render *r)
{
    const struct piece *piece = r->piece;
    if (piece->n_units == 0)
        return;
    struct shown shown = xhtml_shown(r, piece->top);
    for (const struct doc_node *c = shown.from; c != shown.to; c = c->next)
        xhtml_block(r, c);
    close_sections(r, 0);
}
