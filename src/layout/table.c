/* Tables: column widths from the content, rows that are never divided, heads that are set again on every page.
 *
 * Widths: each column has a least width (its longest word) and a wish (its longest cell on one line). If the wishes
 * fit, they are taken; else what is left above the least widths is shared in proportion to the wishes. A column whose
 * cells are nearly all numbers is set flush right.
 */
#include <string.h>

#include "base/utf8.h"
#include "layout/flow.h"
#include "layout/linebreak.h"

#define MAX_COLUMNS 64
#define COLUMN_GAP PT(12)
/* Above and below the text of a row. */
#define CELL_PAD PT(2)
/* No page has so much room; four times as much is still a length. */
#define TALLEST PT(8000)
/* Tables of so few rows are never divided. */
#define WHOLE_ROWS 10
/* Rows that take more of a page than this, per cent, may be divided between their lines, at a price. */
#define TALL_ROW 40
#define ROW_DIVIDED 800
/* Type is made smaller step by step, per cent, to no less than 7 pt; from MIDDLE_SCALE on the gaps are halved. */
#define SCALE_STEP 6
#define MIDDLE_SCALE 90
#define SMALLEST_TYPE PT(7)
/* A table that needs less than so much of its size is turned by a quarter, if that helps, onto pages of its own. */
#define LEGIBLE_SCALE 82
/* Price of a line more, half of it above and half of it below (see pagebreak.c). */
#define TABLE_COST 400

struct columns {
    unsigned n;
    scaled gap;   /* between columns */
    scaled room;  /* that the columns share */
    scaled pad;   /* between the outer rules of a grid and the text */
    scaled table; /* width of the whole: the measure, or the full width where the measure is too narrow */
    scaled width[MAX_COLUMNS], x[MAX_COLUMNS];
    scaled wish[MAX_COLUMNS], least[MAX_COLUMNS];
    unsigned numbers[MAX_COLUMNS], cells[MAX_COLUMNS];
    bool right[MAX_COLUMNS];
    int scale;   /* of the type, per cent */
    bool turned; /* as wide as the text is high */
};

static scaled text_height(const struct flow *f)
{
    const struct page_design *p = &f->ctx->design->page;
    return p->height - p->top - p->bottom;
}

/* The style of a row's cells, smaller where the table needs it. */
static struct style cell_style(const struct flow *f, const struct doc_node *row, const struct columns *c)
{
    struct style style = *flow_style(f, row->header ? ROLE_TABLE_HEAD : ROLE_TABLE);
    style.size = (scaled)muldiv(style.size, c->scale, 100);
    style.leading = (scaled)muldiv(style.leading, c->scale, 100);
    return style;
}

static scaled text_width(struct flow *f, const struct doc_node *cell, const struct text *text,
                         const struct style *style)
{
    struct par_request r = {
        .text = text, .style = style, .lang = doc_lang(cell, f->lang), .pos = cell->pos, .width = flow_width(f)};
    return par_natural_width(f->ctx, &r);
}

static scaled longest_word(struct flow *f, const struct doc_node *cell, const struct style *style)
{
    scaled widest = 0;
    const char *s = cell->text.s, *end = s + cell->text.n;
    while (s < end) {
        const char *stop = s;
        while (stop < end && *stop != ' ' && *stop != '\n')
            stop++;
        struct text word = text_make(f->ctx->scratch, s, (size_t)(stop - s));
        scaled w = word.n > 0 ? text_width(f, cell, &word, style) : 0;
        widest = w > widest ? w : widest;
        s = stop + 1;
    }
    return widest;
}

static bool is_number(const struct text *text)
{
    bool digit = false;
    for (uint32_t i = 0; i < text->n; i++) {
        char c = text->s[i];
        if (c >= '0' && c <= '9')
            digit = true;
        else if (strchr(" .,%+-/", c) == NULL && (unsigned char)c < 0x80)
            return false;
    }
    return digit;
}

static void measure(struct flow *f, const struct doc_node *table, struct columns *c)
{
    for (const struct doc_node *row = table->first; row != NULL; row = row->next) {
        unsigned i = 0;
        for (const struct doc_node *cell = row->kind == DOC_ROW ? row->first : NULL; cell != NULL && i < MAX_COLUMNS;
             cell = cell->next, i++) {
            struct style style = cell_style(f, row, c);
            scaled wish = text_width(f, cell, &cell->text, &style), least = longest_word(f, cell, &style);
            c->wish[i] = wish > c->wish[i] ? wish : c->wish[i];
            c->least[i] = least > c->least[i] ? least : c->least[i];
            if (!row->header && cell->text.n > 0) {
                c->cells[i]++;
                c->numbers[i] += is_number(&cell->text);
            }
        }
        c->n = i > c->n ? i : c->n;
    }
}

/* Width that the columns share. Returns whether the longest word of each column has room. */
static bool find_room(const struct flow *f, struct columns *c, int64_t least)
{
    c->gap = (scaled)muldiv(COLUMN_GAP, c->scale > MIDDLE_SCALE ? 100 : 50, 100);
    c->pad = f->ctx->design->block.table_grid ? c->gap / 2 : 0;
    bool in_column = f->columns && !f->span;
    scaled gaps = (scaled)(c->n - 1) * c->gap + 2 * c->pad;
    scaled full = in_column ? 0 : f->ctx->design->page.full_width - f->left;
    c->table = c->turned ? text_height(f) : flow_width(f);
    if (!c->turned && least * 3 / 2 > c->table - gaps && full > c->table)
        c->table = full;
    c->room = c->table > gaps ? c->table - gaps : c->table / 2;
    return least <= c->room;
}

/* Is the table too wide for a column of the text, in type of its usual size and with a little ease? */
static bool outgrows_column(struct flow *f, const struct doc_node *table)
{
    struct columns c = {.scale = 100};
    if (!f->columns || f->span)
        return false;
    measure(f, table, &c);
    int64_t least = 0, wish = 0;
    for (unsigned i = 0; i < c.n; i++) {
        least += c.least[i];
        wish += c.wish[i];
    }
    return c.n > 0 && (!find_room(f, &c, least) || wish > 2 * (int64_t)c.room);
}

/* Measures the columns, in type of `lowest` per cent of its size at least. Returns whether they fit. */
static bool measure_down_to(struct flow *f, const struct doc_node *table, int lowest, bool turned, struct columns *c)
{
    scaled size = flow_style(f, ROLE_TABLE)->size;
    for (int scale = 100;; scale -= SCALE_STEP) {
        *c = (struct columns){.scale = scale, .turned = turned};
        measure(f, table, c);
        int64_t least = 0;
        for (unsigned i = 0; i < c->n; i++)
            least += c->least[i];
        if (c->n == 0 || find_room(f, c, least))
            return true;
        if (muldiv(size, scale - SCALE_STEP, 100) < SMALLEST_TYPE || scale - SCALE_STEP < lowest)
            return false;
    }
}

/* A cell that refers to a note needs the page's foot, which a turned table has not. */
static bool has_notes(const struct doc_node *table)
{
    for (const struct doc_node *row = table->first; row != NULL; row = row->next)
        for (const struct doc_node *cell = row->kind == DOC_ROW ? row->first : row; cell != NULL;
             cell = row->kind == DOC_ROW ? cell->next : NULL)
            for (uint32_t i = 0; i < cell->text.n_spans; i++)
                if (cell->text.spans[i].kind == SPAN_NOTE)
                    return true;
    return false;
}

/* Measures the columns: upright, turned where the page is higher than wide and type would become small else, in smaller
 * type. What does not fit even so is reported. */
static void measure_to_fit(struct flow *f, const struct doc_node *table, struct columns *c)
{
    bool may_turn = f->left == 0 && f->right == 0 && !f->whole && text_height(f) > f->ctx->design->page.full_width;
    if (measure_down_to(f, table, LEGIBLE_SCALE, false, c))
        return;
    may_turn = may_turn && !has_notes(table);
    if (may_turn && (measure_down_to(f, table, LEGIBLE_SCALE, true, c)))
        return;
    if (measure_down_to(f, table, 1, false, c) || (may_turn && measure_down_to(f, table, 1, true, c)))
        return;
    measure_down_to(f, table, 1, false, c);
    diag_add(f->ctx->diag, MSG_TABLE_WIDE, table->pos, arena_printf(f->ctx->out, "%u", c->n), NULL);
}

/* Columns that ask for less than an equal share of the room get what they ask for; the others share the rest. False
 * when the longest words would not fit then. */
static bool share_by_need(struct columns *c, scaled room)
{
    bool settled[MAX_COLUMNS] = {false};
    int64_t wishes = 0, least = 0;
    unsigned open = c->n;
    for (bool again = true; again && open > 0;) {
        again = false;
        scaled fair = room / (scaled)open;
        for (unsigned i = 0; i < c->n; i++) {
            if (settled[i] || c->wish[i] > fair)
                continue;
            settled[i] = again = true;
            c->width[i] = c->wish[i];
            room -= c->wish[i];
            open--;
        }
    }
    for (unsigned i = 0; i < c->n; i++) {
        wishes += settled[i] ? 0 : c->wish[i];
        least += settled[i] ? 0 : c->least[i];
    }
    if (least > room || wishes <= least)
        return false;
    for (unsigned i = 0; i < c->n; i++)
        if (!settled[i])
            c->width[i] = c->least[i] + (scaled)muldiv(room - least, c->wish[i] - c->least[i], wishes - least);
    return true;
}

static void share(struct columns *c)
{
    int64_t wishes = 0, least = 0;
    for (unsigned i = 0; i < c->n; i++) {
        wishes += c->wish[i];
        least += c->least[i];
    }
    scaled room = c->room, x = c->pad;
    bool by_need = wishes > room && least <= room && share_by_need(c, room);
    for (unsigned i = 0; i < c->n; i++) {
        if (wishes <= room) /* spread what is left evenly, so that the table is as wide as the measure */
            c->width[i] = c->wish[i] + (scaled)((room - wishes) / c->n);
        else if (by_need)
            ;
        else if (least <= room && wishes > least)
            c->width[i] = c->least[i] + (scaled)muldiv(room - least, c->wish[i] - c->least[i], wishes - least);
        else
            c->width[i] = room / (scaled)c->n;
        c->x[i] = x;
        c->right[i] = c->cells[i] > 0 && c->numbers[i] * 4 >= c->cells[i] * 3;
        x += c->width[i] + c->gap;
    }
}

/* A head of its column in a row of heads, else of its row. */
static uint32_t cell_tag(struct flow *f, const struct doc_node *cell, bool header)
{
    uint32_t tag = flow_tag(f, header ? TAG_TH : TAG_TD, cell);
    if (header)
        f->ctx->tags->items[tag].scope = cell->parent->header ? 'c' : 'r';
    return tag;
}

/* Upright rules between the cells of a row and at its sides. */
static void put_grid(struct flow *f, const struct columns *c, struct vbox *box)
{
    scaled thin = f->ctx->design->rules.inner;
    for (unsigned i = 0; i <= c->n; i++) {
        scaled x = i < c->n ? c->x[i] - c->pad : c->table - thin;
        flow_put_rule(f, box, (struct rect){f->left + (i > 0 && i < c->n ? x - thin / 2 : x), 0, thin, box->height},
                      INK_BLACK);
    }
}

/* A row with its cells set. */
struct row {
    const struct doc_node *node;
    struct par *cells;
    uint32_t lines;
    scaled leading;
    scaled rule; /* under it */
};

static void set_row(struct flow *f, const struct columns *c, struct row *r)
{
    unsigned i = 0;
    r->cells = arena_calloc(f->ctx->out, c->n, sizeof *r->cells);
    for (const struct doc_node *cell = r->node->first; cell != NULL && i < c->n; cell = cell->next, i++) {
        struct style style = cell_style(f, r->node, c);
        style.align = cell->align == 'r' || (cell->align == 0 && c->right[i]) ? ALIGN_RIGHT
                      : cell->align == 'c'                                    ? ALIGN_CENTER
                                                                              : ALIGN_LEFT;
        struct leaf_setting s = {
            .style = &style, .tag = cell_tag(f, cell, r->node->header || cell->header), .width = c->width[i]};
        flow_set(f, cell, &s, &r->cells[i]);
        r->lines = r->cells[i].n > r->lines ? r->cells[i].n : r->lines;
        r->leading = style.leading;
    }
}

/* At most TALLEST, which no page has: a cell may have more lines than a `scaled` can count points. */
static scaled row_height(const struct row *r)
{
    int64_t height = (int64_t)r->lines * r->leading + 2 * CELL_PAD;
    return r->lines == 0 ? PT(16) : height < TALLEST ? (scaled)height : TALLEST;
}

/* The first word of the lines [from, to). */
static void set_start(const struct columns *c, const struct row *r, uint32_t from, uint32_t to, struct vbox *box)
{
    const struct doc_node *cell = r->node->first;
    for (unsigned i = 0; i < c->n && cell != NULL; i++, cell = cell->next)
        if (from < r->cells[i].n && from < to) {
            box->seq = cell->seq;
            box->offset = r->cells[i].lines[from].start;
            return;
        }
}

/* Lines [from, to) of a row as one box: cells side by side, under the last a rule. */
static void put_lines(struct flow *f, const struct columns *c, const struct row *r, uint32_t from, uint32_t to,
                      struct vbox *box)
{
    scaled top = from == 0 ? CELL_PAD : 0;
    bool ends = to >= r->lines;
    set_start(c, r, from, to, box);
    box->height = r->lines == 0 ? PT(16) : top + (scaled)(to - from) * r->leading + (ends ? CELL_PAD : 0);
    for (unsigned i = 0; i < c->n; i++)
        for (uint32_t k = from; k < to && k < r->cells[i].n; k++)
            flow_put_line(f, box, &r->cells[i].lines[k], f->left + c->x[i],
                          top + (scaled)(k - from) * r->leading + flow_baseline(r->leading));
    if (ends)
        flow_put_rule(f, box, (struct rect){f->left, box->height - r->rule / 2, c->table, r->rule}, INK_BLACK);
    if (c->pad > 0)
        put_grid(f, c, box);
}

/* Puts a row: whole, or line by line when it is tall. */
static struct vbox *put_row(struct flow *f, const struct columns *c, const struct row *r, struct vbox *head)
{
    const struct page_design *p = &f->ctx->design->page;
    bool divided = !r->node->header && row_height(r) > muldiv(p->height - p->top - p->bottom, TALL_ROW, 100);
    struct vbox *first = NULL, padded;
    if (divided && head != NULL) { /* above lines that have no pad of their own */
        padded = *head;
        padded.height += CELL_PAD;
        head = arena_alloc(f->ctx->out, sizeof *head);
        *head = padded;
    }
    for (uint32_t from = 0; from == 0 || from < r->lines;) {
        uint32_t to = divided ? from + 1 : r->lines > 0 ? r->lines : 1;
        struct vbox box = {.head = head};
        put_lines(f, c, r, from, to, &box);
        struct vbox *placed = flow_box(f, &box, true);
        first = first != NULL ? first : placed;
        if (to < r->lines)
            flow_penalty(f, to < 2 || r->lines - to < 2 ? PENALTY_FORBID : ROW_DIVIDED);
        from = to;
    }
    return first;
}

/* Caption and label as one text. None: no lines. */
static void set_caption(struct flow *f, const struct doc_node *table, struct leaf_setting *s, struct par *par,
                        const struct doc_node **at)
{
    const struct doc_node *leaves[4];
    size_t n = 0, n_strong = 0;
    for (const struct doc_node *child = table->first; child != NULL && child->kind != DOC_ROW && n < 4;
         child = child->next) {
        n_strong += child->kind == DOC_LABEL;
        leaves[n++] = child;
    }
    if (n == 0)
        return;
    struct text text = flow_join(f, leaves, n, n_strong);
    s->tag = flow_tag(f, TAG_CAPTION, leaves[0]);
    *at = leaves[0];
    flow_set_text(f, &text, leaves[0], s, par);
}

static void caption(struct flow *f, const struct doc_node *table)
{
    struct leaf_setting s = {.style = flow_style(f, ROLE_CAPTION)};
    struct par par = {0};
    const struct doc_node *at = NULL;
    set_caption(f, table, &s, &par, &at);
    if (par.n == 0)
        return;
    for (uint32_t i = 0; i < par.n; i++) {
        struct vbox box = {.height = s.style->leading, .seq = at->seq, .offset = par.lines[i].start};
        flow_put_line(f, &box, &par.lines[i], f->left, flow_baseline(s.style->leading));
        flow_box(f, &box, false);
        flow_penalty(f, PENALTY_FORBID);
    }
    flow_glue(f, f->ctx->design->block.table_gap, 0);
    flow_penalty(f, PENALTY_FORBID);
}

static struct row *set_rows(struct flow *f, const struct doc_node *table, const struct columns *c, unsigned *n)
{
    uint32_t outer = f->tag, group = 0;
    bool in_head = false;
    const struct rule_design *rule = &f->ctx->design->rules;
    unsigned count = 0;
    for (const struct doc_node *row = table->first; row != NULL; row = row->next)
        count += row->kind == DOC_ROW;
    struct row *all = arena_calloc(f->ctx->out, count + 1, sizeof *all);
    *n = 0;
    for (const struct doc_node *row = table->first; row != NULL; row = row->next) {
        if (row->kind != DOC_ROW)
            continue;
        if (group == 0 || in_head != row->header) {
            group = tags_add(f->ctx->tags, row->header ? TAG_THEAD : TAG_TBODY, outer);
            in_head = row->header;
        }
        f->tag = tags_add(f->ctx->tags, TAG_TR, group);
        bool last = row->next == NULL, next_is_body = !last && row->header && !row->next->header;
        struct row *r = &all[(*n)++];
        *r = (struct row){.node = row, .rule = last ? rule->edge : next_is_body ? rule->inner : rule->hair};
        set_row(f, c, r);
    }
    f->tag = outer;
    return all;
}

/* All rows with their rules; a page may end between two rows of the body, but not next to the first or last one, nor in
 * a table of few rows that fits a page. */
static void rows(struct flow *f, const struct doc_node *table, const struct columns *c)
{
    const struct page_design *p = &f->ctx->design->page;
    unsigned n, body = 0;
    struct row *all = set_rows(f, table, c, &n);
    struct vbox *head = NULL;
    int64_t height = 0;
    for (unsigned i = 0; i < n; i++)
        height += row_height(&all[i]);
    bool whole = n <= WHOLE_ROWS && height < muldiv(p->height - p->top - p->bottom, 3, 4);
    for (unsigned i = 0; i < n; i++) {
        bool header = all[i].node->header;
        struct vbox *placed = put_row(f, c, &all[i], header ? NULL : head);
        if (header && head == NULL)
            head = placed;
        body += !header;
        bool tall = row_height(&all[i]) * 4 > p->height;
        if (i + 1 < n)
            flow_penalty(f, header || whole || (!tall && (body == 1 || i + 2 == n)) ? PENALTY_FORBID : 0);
    }
}

/* One page of a turned table while it is filled. */
struct turned_page {
    struct vbox box;
    scaled y; /* filled so far, of the page's width */
};

static struct turned_page new_turned_page(const struct flow *f)
{
    return (struct turned_page){.box = {.height = text_height(f)}};
}

/* The items of `from` below what stands there; as a repetition they have no tags. */
static void take_items(struct flow *f, struct turned_page *page, const struct vbox *from, bool again)
{
    for (uint32_t i = 0; i < from->n_items; i++) {
        struct page_item *item = flow_put_item(f, &page->box, &from->items[i]);
        item->y += page->y;
        item->turned = true;
        item->tag = again ? 0 : item->tag;
    }
    for (uint32_t i = 0; i < from->n_anchors; i++)
        flow_put_anchor(f, &page->box, from->anchors[i].id);
    if (page->box.seq == 0 && !again) {
        page->box.seq = from->seq;
        page->box.offset = from->offset;
    }
    page->y += from->height;
}

static void put_edge(struct flow *f, const struct columns *c, struct turned_page *page)
{
    scaled edge = f->ctx->design->rules.edge;
    struct vbox top = {.height = edge};
    flow_put_rule(f, &top, (struct rect){0, 0, c->table, edge}, INK_BLACK);
    take_items(f, page, &top, true);
}

static void end_turned_page(struct flow *f, const struct turned_page *page)
{
    flow_box(f, &page->box, false);
    flow_penalty(f, 0);
}

static void turned_caption(struct flow *f, const struct doc_node *table, const struct columns *c,
                           struct turned_page *page)
{
    struct par par = {0};
    const struct doc_node *at = NULL;
    struct leaf_setting s = {.style = flow_style(f, ROLE_CAPTION), .width = c->table};
    set_caption(f, table, &s, &par, &at);
    for (uint32_t i = 0; i < par.n; i++) {
        struct vbox line = {.height = s.style->leading, .seq = at->seq, .offset = par.lines[i].start};
        flow_put_line(f, &line, &par.lines[i], 0, flow_baseline(s.style->leading));
        take_items(f, page, &line, false);
    }
    page->y += par.n > 0 ? f->ctx->design->block.table_gap : 0;
}

/* Pages with nothing but the table, turned: as many rows as the page is wide, under the heads. They stand where the
 * text has them, though the page before may end early: text that went ahead of so many pages would not be on the page
 * that the EPUB says it is on. */
static void put_turned(struct flow *f, const struct doc_node *table, const struct columns *c)
{
    const struct page_design *p = &f->ctx->design->page;
    scaled measure = p->width - p->inner - p->outer - p->gutter;
    scaled room = p->full_width > measure ? p->full_width : measure;
    unsigned n, heads = 0;
    struct turned_page page = new_turned_page(f);
    flow_penalty(f, 0); /* whatever stands above: the table has its own page */
    flow_anchor(f, table->id);
    turned_caption(f, table, c, &page);
    put_edge(f, c, &page);
    struct row *all = set_rows(f, table, c, &n);
    struct vbox *boxes = arena_calloc(par_work(f->ctx), n + 1, sizeof *boxes);
    for (unsigned i = 0; i < n; i++)
        put_lines(f, c, &all[i], 0, all[i].lines, &boxes[i]);
    while (heads < n && all[heads].node->header)
        heads++;
    for (unsigned i = 0; i < n; i++) {
        bool full = page.y + boxes[i].height > room + PT(1);
        if (full && i > heads) {
            end_turned_page(f, &page);
            page = new_turned_page(f);
            put_edge(f, c, &page);
            for (unsigned k = 0; k < heads; k++)
                take_items(f, &page, &boxes[k], true);
        }
        take_items(f, &page, &boxes[i], false);
    }
    end_turned_page(f, &page);
}

static void put_table(struct flow *f, const struct doc_node *table)
{
    struct columns c;
    measure_to_fit(f, table, &c);
    if (c.n == 0)
        return;
    share(&c);
    uint32_t outer = f->tag;
    if (c.turned) {
        f->tag = flow_tag(f, TAG_TABLE, table);
        put_turned(f, table, &c);
        f->tag = outer;
        return;
    }
    scaled half = f->ctx->design->text.leading / 2;
    f->tag = flow_tag(f, TAG_TABLE, table);
    size_t from = f->n;
    int more;
    uint32_t id = flow_elastic(f, &more);
    flow_glue(f, half + more * half, 0);
    flow_anchor(f, table->id);
    caption(f, table);
    scaled edge = f->ctx->design->rules.edge;
    struct vbox top = {.height = edge};
    flow_put_rule(f, &top, (struct rect){f->left, 0, c.table, edge}, INK_BLACK);
    flow_box(f, &top, false);
    flow_penalty(f, PENALTY_FORBID);
    rows(f, table, &c);
    f->tag = outer;
    flow_penalty(f, 0);
    flow_fill_line(f, from, half + more * half);
    flow_offer(f, id, from, &(struct par_choices){.longer = TABLE_COST});
}

void flow_table(struct flow *f, const struct doc_node *table)
{
    bool span = flow_span(f, f->span || outgrows_column(f, table));
    put_table(f, table);
    flow_span(f, span);
}
