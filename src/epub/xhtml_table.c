/* Tables, which become cards on narrow screens, and figures. */
#include <string.h>

#include "epub/images.h"
#include "epub/xhtml.h"

#define CARD_COLUMNS 4  /* tables of fewer columns fit a phone as they are */
#define SHORT_BYTES 600 /* tables of less text and ... */
#define HEAD_BYTES 2000 /* a longer head is not repeated where a table goes on in another file */
#define SHORT_ROWS 10   /* ... not more rows fit a phone's screen whole */

struct table {
    const struct doc_node *node;
    const struct doc_node *head; /* the last of the head's rows; NULL: no head */
    unsigned columns;
    const char **titles; /* of the columns, for cards */
};

static bool is_head(const struct doc_node *row)
{
    if (row->header)
        return true;
    for (const struct doc_node *c = row->first; c != NULL; c = c->next)
        if (!c->header)
            return false;
    return row->first != NULL;
}

static unsigned count_cells(const struct doc_node *row)
{
    unsigned n = 0;
    for (const struct doc_node *c = row->first; c != NULL; c = c->next)
        n++;
    return n;
}

static const struct doc_node *first_row(const struct doc_node *table)
{
    return doc_child(table, DOC_ROW);
}

/* Does the table fit a screen at the usual size of letters? */
static bool is_short(const struct doc_node *table)
{
    size_t bytes = 0, rows = 0;
    for (const struct doc_node *n = table; n != NULL; n = doc_next(table, n)) {
        bytes += n->text.n;
        rows += n->kind == DOC_ROW;
    }
    return bytes < SHORT_BYTES && rows <= SHORT_ROWS;
}

static struct table table_look(struct render *r, const struct doc_node *node)
{
    struct table t = {.node = node};
    for (const struct doc_node *row = first_row(node); row != NULL; row = row->next) {
        unsigned n = count_cells(row);
        t.columns = n > t.columns ? n : t.columns;
    }
    for (const struct doc_node *row = first_row(node); row != NULL && is_head(row); row = row->next)
        t.head = row;
    if (t.head == NULL || t.columns < 2)
        return t;
    t.titles = arena_calloc(r->titles, t.columns, sizeof *t.titles);
    unsigned i = 0;
    for (const struct doc_node *c = t.head->first; c != NULL; c = c->next)
        t.titles[i++] = c->text.n <= PLAN_TITLE_BYTES ? plan_plain(r->titles, &c->text) : NULL;
    return t;
}

static const char *cell_class(const struct doc_node *cell)
{
    return cell->align == 'r' ? "num" : cell->align == 'c' ? "mid" : NULL;
}

static void put_cell(struct render *r, const struct table *t, const struct doc_node *cell, unsigned column, bool head)
{
    if (inline_begin(r, cell->parent) > 0 && inline_begin(r, cell) == cell->text.n) {
        xml_leaf(r->x, "td", ""); /* the row goes on in other cells */
        return;
    }
    bool th = head || cell->header;
    xhtml_begin(r, th ? "th" : "td", cell_class(cell), cell);
    if (th)
        xml_attr(r->x, "scope", head ? "col" : "row");
    else if (t->titles != NULL && t->titles[column] != NULL && t->titles[column][0] != '\0')
        xml_attr(r->x, "data-h", t->titles[column]);
    inline_leaf(r, cell, LEAF_BEGINS);
    xhtml_end(r);
}

static void put_row(struct render *r, const struct table *t, const struct doc_node *row, bool head)
{
    xhtml_begin(r, "tr", NULL, row);
    xml_nl(r->x);
    unsigned column = 0;
    for (const struct doc_node *c = row->first; c != NULL; c = c->next)
        put_cell(r, t, c, column++, head);
    xhtml_end(r);
}

/* The rows of the head from `row` up to `to`. Returns the row behind them. */
static const struct doc_node *put_head(struct render *r, const struct table *t, const struct doc_node *row,
                                       const struct doc_node *to)
{
    xml_begin(r->x, "thead");
    xml_attr(r->x, "class", r->again ? "again" : NULL);
    xml_nl(r->x);
    for (; row != to && row != t->head->next; row = row->next)
        put_row(r, t, row, true);
    xhtml_end(r);
    return row;
}

static bool head_is_short(const struct table *t)
{
    size_t bytes = 0;
    for (const struct doc_node *row = first_row(t->node); row != t->head->next; row = row->next)
        for (const struct doc_node *c = row->first; c != NULL; c = c->next)
            bytes += c->text.n;
    return bytes <= HEAD_BYTES;
}

/* What the file shows of the rows as head and body. A later part of a divided table says its head again. */
static void put_rows(struct render *r, const struct table *t, const struct shown *shown)
{
    const struct doc_node *row = shown->from != NULL && shown->from->kind == DOC_ROW ? shown->from : first_row(t->node);
    if (t->head != NULL && row->seq <= t->head->seq) {
        row = put_head(r, t, row, shown->to);
    } else if (t->head != NULL && head_is_short(t)) {
        r->again = true;
        put_head(r, t, first_row(t->node), NULL);
        r->again = false;
    }
    if (row == shown->to)
        return;
    xml_begin(r->x, "tbody");
    xml_nl(r->x);
    for (; row != NULL && row != shown->to; row = row->next)
        put_row(r, t, row, is_head(row));
    xhtml_end(r);
}

/* Label, caption and credit, one after the other in the element that is open. */
static void put_captions(struct render *r, const struct doc_node *first, enum leaf_place place)
{
    bool begun = false;
    for (const struct doc_node *c = first; c != NULL && c->kind != DOC_ROW; c = c->next) {
        if (!doc_is_leaf(c->kind) || inline_is_silent(r, c))
            continue;
        if (begun)
            xml_puts(r->x, " ");
        if (c->kind != DOC_CAPTION) {
            xml_begin(r->x, "span");
            xml_attr(r->x, "class", c->kind == DOC_LABEL ? "lbl" : "credit");
        }
        inline_leaf(r, c, begun ? LEAF_FOLLOWS : c == first ? place : LEAF_BEGINS);
        if (c->kind != DOC_CAPTION)
            xml_end(r->x);
        begun = true;
    }
}

/* "cards": rows stand one under the other on a phone; "few": only where letters are so large that even few columns do
 * not fit beside each other. */
static const char *table_class(const struct table *t)
{
    return t->head != NULL && t->columns >= CARD_COLUMNS ? "cards" : "few";
}

void xhtml_table(struct render *r, const struct doc_node *node)
{
    struct table t = table_look(r, node);
    struct shown shown = xhtml_shown(r, node);
    xml_begin(r->x, "div");
    xml_attr(r->x, "class", is_short(node) ? "tw short" : "tw");
    xml_nl(r->x);
    if (shown.begins) {
        xhtml_begin(r, "table", table_class(&t), node);
    } else {
        xml_begin(r->x, "table");
        xml_attr(r->x, "class", table_class(&t));
    }
    xml_nl(r->x);
    if (shown.begins && node->first != first_row(node)) {
        xml_begin(r->x, "caption");
        put_captions(r, node->first, LEAF_BEGINS);
        xhtml_end(r);
    }
    put_rows(r, &t, &shown);
    xhtml_end(r);
    xhtml_end(r);
    arena_reset(r->titles);
}

/* The words for a picture: its own, else its caption's; a picture without either is decoration. The summary says when
 * some lack words of their own. */
static const char *words_for(const struct render *r, const struct doc_node *figure)
{
    const struct doc_node *caption = doc_child(figure, DOC_CAPTION);
    if (figure->alt != NULL && figure->alt[0] != '\0')
        return figure->alt;
    return caption != NULL ? plan_plain(r->scratch, &caption->text) : "";
}

static void put_picture(struct render *r, const struct doc_node *figure, const struct picture *pic)
{
    uint32_t w = pic->image->width, h = pic->image->height;
    xml_begin(r->x, "img");
    xml_attr(r->x, "class", w >= 600 && w >= h ? "wide" : NULL);
    xml_attr(r->x, "src", arena_printf(r->scratch, "../%s", pic->name));
    const char *words = words_for(r, figure);
    xml_attr(r->x, "alt", words);
    xml_attr(r->x, "role", *words == '\0' ? "presentation" : NULL);
    xml_close(r->x);
    xml_nl(r->x);
}

void xhtml_figure(struct render *r, const struct doc_node *figure)
{
    const struct picture *pic = r->plan->pictures->by_seq[figure->seq];
    if (pic == NULL && figure->first == NULL && !inline_has_marker(r, figure) && r->plan->node_id[figure->seq] == NULL)
        return;
    bool spot = pic == NULL && figure->first == NULL; /* only the place is left of it */
    xhtml_begin(r, pic != NULL ? "figure" : spot ? "div" : "p", pic != NULL || spot ? NULL : "cap-note", figure);
    inline_markers(r, figure);
    /* A page that begins with the caption's words begins with the picture above them. */
    if (figure->first != NULL)
        inline_markers(r, figure->first);
    if (pic != NULL) {
        xml_nl(r->x);
        put_picture(r, figure, pic);
    }
    if (pic != NULL && figure->first != NULL)
        xml_begin(r->x, "figcaption");
    put_captions(r, figure->first, LEAF_MARKED);
    if (pic != NULL && figure->first != NULL)
        xhtml_end(r);
    xhtml_end(r);
}
