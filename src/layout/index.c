/* The index, in columns: an entry hangs, its pages are links; a letter stands above its first entry. Each page is one
 * box, so that the columns of the last page can be made even.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/flow.h"
#include "layout/linebreak.h"

/* A column of the last page has so many lines at least, where the pages before it can spare them. */
#define LAST_LINES 8

/* A line of a column. */
struct column_line {
    struct vbox box;
    bool parted; /* space stands above it, but for the top of a column */
    bool stays;  /* no column ends before it */
};

struct columns {
    struct flow *f;
    size_t count;
    scaled width, step; /* of a column; from one to the next */
    struct column_line *lines;
    size_t n, cap;
    scaled gap;    /* above a letter */
    uint32_t root; /* the Index element */
};

/* ---- entries ---- */

struct put {
    struct buf s;
    struct span *spans;
    size_t n, cap;
};

static void put_span(struct put *p, size_t start, enum span_kind kind, const char *value)
{
    if (p->s.n == start)
        return;
    mem_grow((void **)&p->spans, &p->cap, p->n + 1, sizeof *p->spans);
    p->spans[p->n++] = (struct span){(uint32_t)start, (uint32_t)p->s.n, kind, value};
}

static void put_link(struct flow *f, struct put *p, const char *id, const char *label)
{
    size_t start = p->s.n;
    buf_puts(&p->s, label);
    put_span(p, start, SPAN_LINK, arena_printf(f->ctx->out, "#%s", id));
}

/* The entry's places with their pages, as far as they are known. */
static size_t locators_of(struct flow *f, const struct doc_node *meta, struct locator **out)
{
    struct index_place *places = arena_calloc(f->ctx->out, (size_t)meta->text.n_spans + 1, sizeof *places);
    size_t n = 0;
    for (uint32_t i = 0; i < meta->text.n_spans; i++)
        if (meta->text.spans[i].kind == SPAN_PAGEREF)
            places[n++] = (struct index_place){meta->text.spans[i].value,
                                               f->ctx->page_label(f->ctx->user, meta->text.spans[i].value)};
    return locators_make(f->ctx->out, places, n, out);
}

/* Words of a leaf with their spans, behind what is there. */
static void put_leaf(struct put *p, const struct text *t)
{
    size_t at = p->s.n;
    buf_put(&p->s, t->s, t->n);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        if (t->spans[i].kind == SPAN_PAGEREF)
            continue;
        mem_grow((void **)&p->spans, &p->cap, p->n + 1, sizeof *p->spans);
        p->spans[p->n] = t->spans[i];
        p->spans[p->n].start += (uint32_t)at;
        p->spans[p->n++].end += (uint32_t)at;
    }
}

/* "Kazakhstan, 3, 5–7; xem thêm Astana" */
static struct text entry_text(struct flow *f, const struct doc_node *entry)
{
    const struct doc_node *title = doc_child(entry, DOC_TITLE), *meta = doc_child(entry, DOC_META);
    struct put p = {BUF_INIT, NULL, 0, 0};
    struct locator *list = NULL;
    size_t n = meta != NULL ? locators_of(f, meta, &list) : 0;
    put_leaf(&p, &title->text);
    for (size_t i = 0; i < n; i++) {
        buf_puts(&p.s, ", ");
        put_link(f, &p, list[i].id, list[i].label);
        if (list[i].last_label == NULL)
            continue;
        buf_puts(&p.s, "–");
        put_link(f, &p, list[i].last_id, list[i].last_label);
    }
    if (meta != NULL && meta->text.n > 0) {
        buf_puts(&p.s, n > 0 ? "; " : ", ");
        put_leaf(&p, &meta->text);
    }
    struct text text = {arena_strndup(f->ctx->out, p.s.p, p.s.n), (uint32_t)p.s.n, (uint32_t)p.n, NULL};
    struct span *spans = arena_calloc(f->ctx->out, p.n + 1, sizeof *spans);
    if (p.n > 0)
        memcpy(spans, p.spans, p.n * sizeof *spans);
    text.spans = spans;
    free(p.spans);
    buf_free(&p.s);
    return text;
}

static struct column_line *add_line(struct columns *c)
{
    mem_grow((void **)&c->lines, &c->cap, c->n + 1, sizeof *c->lines);
    c->lines[c->n] = (struct column_line){.stays = false};
    return &c->lines[c->n++];
}

static void entry(struct columns *c, const struct doc_node *node, bool first)
{
    struct flow *f = c->f;
    const struct style *style = flow_style(f, ROLE_INDEX);
    const struct doc_node *title = doc_child(node, DOC_TITLE);
    scaled turnover = f->ctx->design->index.turnover;
    uint32_t list = f->tag;
    f->tag = flow_tag(f, TAG_LI, node);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_LBODY, node), .first_indent = -turnover};
    s.width = c->width - turnover;
    struct text text = entry_text(f, node);
    struct par par = {0};
    flow_set_text(f, &text, title, &s, &par);
    for (uint32_t i = 0; i < par.n; i++) {
        struct column_line *line = add_line(c);
        line->box.height = style->leading;
        line->box.seq = i == 0 ? title->seq : 0;
        line->stays = i > 0 ? par.n < 12 : first; /* a very long entry may go on in the next column */
        flow_put_line(f, &line->box, &par.lines[i], turnover, flow_baseline(style->leading));
        if (i == 0)
            flow_put_anchor(f, &line->box, node->id);
    }
    f->tag = list;
}

static void letter(struct columns *c, const struct doc_node *label, bool first)
{
    struct flow *f = c->f;
    const struct style *style = flow_style(f, ROLE_INDEX_LETTER);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, label), .width = c->width};
    struct par par = {0};
    flow_set(f, label, &s, &par);
    for (uint32_t i = 0; i < par.n; i++) {
        struct column_line *line = add_line(c);
        line->box.height = style->leading;
        line->box.seq = i == 0 ? label->seq : 0;
        line->parted = i == 0 && !first;
        line->stays = i > 0;
        flow_put_line(f, &line->box, &par.lines[i], 0, flow_baseline(style->leading));
    }
}

static void group(struct columns *c, const struct doc_node *node, bool first)
{
    struct flow *f = c->f;
    const struct doc_node *label = doc_child(node, DOC_LABEL);
    f->tag = c->root;
    if (label != NULL)
        letter(c, label, first);
    f->tag = flow_tag(f, TAG_L, node);
    f->ctx->tags->items[f->tag].numbering = 'n';
    bool headed = label != NULL;
    for (const struct doc_node *n = node->first; n != NULL; n = n->next) {
        if (n->kind != DOC_ENTRY || doc_child(n, DOC_TITLE) == NULL)
            continue;
        entry(c, n, headed);
        headed = false;
    }
}

/* ---- columns ---- */

static scaled gap_before(const struct columns *c, size_t from, size_t i)
{
    return i > from && c->lines[i].parted ? c->gap : 0;
}

/* The lines from `from` that one column of this height takes; at least one. Returns the line behind them and, in *used,
 * the height that they fill. */
static size_t fill_column(const struct columns *c, size_t from, scaled height, scaled *used)
{
    size_t i = from;
    scaled y = 0;
    *used = 0;
    for (; i < c->n; i++) {
        scaled more = c->lines[i].box.height + gap_before(c, from, i);
        if (i > from && y + more > height)
            break;
        y += more;
    }
    size_t end = i;
    while (end > from && end < c->n && c->lines[end].stays)
        end--;
    end = end > from ? end : i;
    for (i = from; i < end; i++)
        *used += c->lines[i].box.height + gap_before(c, from, i);
    return end;
}

/* The line behind those that a page with columns of this height takes. */
static size_t fill_page(const struct columns *c, size_t from, scaled height)
{
    scaled used;
    for (size_t k = 0; k < c->count && from < c->n; k++)
        from = fill_column(c, from, height, &used);
    return from;
}

/* The least height with which the rest fits on one page. */
static scaled even_height(const struct columns *c, size_t from, scaled height)
{
    scaled low = 0, high = height;
    while (high - low > PT(1)) {
        scaled middle = low + (high - low) / 2;
        if (fill_page(c, from, middle) == c->n)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void put_column(struct columns *c, struct vbox *page, size_t from, size_t to, scaled x)
{
    scaled y = 0;
    for (size_t i = from; i < to; i++) {
        struct vbox *line = &c->lines[i].box;
        y += gap_before(c, from, i);
        if (page->seq == 0)
            page->seq = line->seq;
        for (uint32_t k = 0; k < line->n_items; k++) {
            struct page_item *item = flow_put_item(c->f, page, &line->items[k]);
            item->x += x;
            item->y += y;
        }
        for (uint32_t k = 0; k < line->n_anchors; k++)
            flow_put_anchor(c->f, page, line->anchors[k].id);
        y += line->height;
        page->height = y > page->height ? y : page->height;
    }
}

/* One page; returns the line with which the next begins. */
static size_t put_page(struct columns *c, size_t from, scaled height)
{
    struct vbox page = {0};
    scaled used;
    if (fill_page(c, from, height) == c->n)
        height = even_height(c, from, height);
    for (size_t k = 0; k < c->count && from < c->n; k++) {
        size_t end = fill_column(c, from, height, &used);
        put_column(c, &page, from, end, (scaled)k * c->step);
        from = end;
    }
    flow_box(c->f, &page, true);
    return from;
}

/* Height of what stands in the flow already: the index's head. */
static scaled head_height(const struct flow *f)
{
    scaled sum = 0;
    bool any = false;
    for (size_t i = 0; i < f->n; i++) {
        if (f->items[i].kind == VITEM_GLUE)
            sum += any ? f->items[i].height : f->items[i].keep;
        any = any || f->items[i].kind == VITEM_BOX;
        if (f->items[i].kind == VITEM_BOX)
            sum += f->items[i].height;
    }
    return sum;
}

static struct columns new_columns(struct flow *f)
{
    const struct design *d = f->ctx->design;
    struct columns c = {.f = f, .count = d->index.columns > 0 ? (size_t)d->index.columns : 1};
    scaled full = d->page.full_width > flow_width(f) ? d->page.full_width : flow_width(f);
    while (c.count > 1 &&
           (full - (scaled)(c.count - 1) * d->index.column_gap) / (scaled)c.count < 4 * d->index.turnover)
        c.count--;
    c.width = (full - (scaled)(c.count - 1) * d->index.column_gap) / (scaled)c.count;
    c.step = c.width + d->index.column_gap;
    return c;
}

/* How many pages it takes; *last gets the line with which the last one begins. */
static size_t count_pages(const struct columns *c, scaled room, scaled height, size_t *last)
{
    size_t pages = 0;
    *last = 0;
    for (size_t i = 0; i < c->n; room = height, pages++) {
        *last = i;
        i = fill_page(c, i, room);
    }
    return pages;
}

/* Room for the columns of the first page, and of the others. */
struct column_room {
    scaled first, other;
};

/* Lines in a column of the last page, when it begins with line `last`. */
static size_t last_lines(const struct columns *c, size_t last)
{
    return (c->n - last + c->count - 1) / c->count;
}

/* A few lines alone on a last page are brought back by less space between the letters, where that is enough. */
static bool fit_gap(struct columns *c, const struct column_room *room)
{
    size_t last;
    scaled full = c->gap;
    size_t pages = count_pages(c, room->first, room->other, &last);
    if (pages < 2 || last_lines(c, last) >= LAST_LINES)
        return true;
    for (int share = 3; share > 0; share--) {
        c->gap = full / 4 * share;
        if (count_pages(c, room->first, room->other, &last) < pages)
            return true;
    }
    c->gap = full;
    return false;
}

/* Else the pages before give it some of theirs: all of them end a little earlier. */
static void fill_last(const struct columns *c, struct column_room *room)
{
    size_t last;
    scaled line = flow_style(c->f, ROLE_INDEX)->leading;
    struct column_room less = *room;
    size_t pages = count_pages(c, room->first, room->other, &last);
    while (last_lines(c, last) < LAST_LINES && less.first > room->first / 2 && line > 0) {
        less.first -= line;
        less.other -= line;
        if (count_pages(c, less.first, less.other, &last) > pages)
            return;
        if (last_lines(c, last) >= LAST_LINES)
            *room = less;
    }
}

void flow_index(struct flow *f, const struct doc_node *index)
{
    const struct design *d = f->ctx->design;
    uint32_t outer = f->tag;
    flow_anchor(f, index->id);
    const struct doc_node *node = index->first;
    if (node != NULL && node->kind == DOC_TITLE) {
        flow_head(f, node);
        node = node->next;
    }
    struct columns c = new_columns(f);
    c.root = flow_tag(f, TAG_INDEX, index);
    for (bool first = true; node != NULL; node = node->next, first = false)
        if (node->kind == DOC_DIV)
            group(&c, node, first);
    scaled height = d->page.height - d->page.top - d->page.bottom;
    struct column_room room = {height - head_height(f), height};
    c.gap = d->index.letter_gap;
    if (!fit_gap(&c, &room))
        fill_last(&c, &room);
    for (size_t i = 0; i < c.n; room.first = room.other) {
        i = put_page(&c, i, room.first);
        if (i < c.n)
            flow_new_page(f);
    }
    free(c.lines);
    f->tag = outer;
}
