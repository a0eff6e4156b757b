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
/* Tables of so few rows are never divided. */
#define WHOLE_ROWS 10
/* Price of a line more, half of it above and half of it below (see pagebreak.c). */
#define TABLE_COST 400

struct columns {
    unsigned n;
    scaled pad;   /* between the outer rules of a grid and the text */
    scaled table; /* width of the whole: the measure, or the full width where the measure is too narrow */
    scaled width[MAX_COLUMNS], x[MAX_COLUMNS];
    scaled wish[MAX_COLUMNS], least[MAX_COLUMNS];
    unsigned numbers[MAX_COLUMNS], cells[MAX_COLUMNS];
    bool right[MAX_COLUMNS];
};

static const struct style *cell_style(const struct flow *f, const struct doc_node *row)
{
    return flow_style(f, row->header ? ROLE_TABLE_HEAD : ROLE_TABLE);
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
            const struct style *style = cell_style(f, row);
            scaled wish = text_width(f, cell, &cell->text, style), least = longest_word(f, cell, style);
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

static void share(const struct flow *f, struct columns *c)
{
    int64_t wishes = 0, least = 0;
    for (unsigned i = 0; i < c->n; i++) {
        wishes += c->wish[i];
        least += c->least[i];
    }
    c->pad = f->ctx->design->block.table_grid ? COLUMN_GAP / 2 : 0;
    scaled gaps = (scaled)(c->n - 1) * COLUMN_GAP + 2 * c->pad, full = f->ctx->design->page.full_width - f->left;
    c->table = flow_width(f);
    if (least * 3 / 2 > c->table - gaps && full > c->table)
        c->table = full;
    scaled room = c->table - gaps;
    scaled x = c->pad;
    for (unsigned i = 0; i < c->n; i++) {
        if (wishes <= room) /* spread what is left evenly, so that the table is as wide as the measure */
            c->width[i] = c->wish[i] + (scaled)((room - wishes) / c->n);
        else if (least <= room && wishes > least)
            c->width[i] = c->least[i] + (scaled)muldiv(room - least, c->wish[i] - c->least[i], wishes - least);
        else
            c->width[i] = room / (scaled)c->n;
        c->x[i] = x;
        c->right[i] = c->cells[i] > 0 && c->numbers[i] * 4 >= c->cells[i] * 3;
        x += c->width[i] + COLUMN_GAP;
    }
}

static uint32_t cell_tag(struct flow *f, const struct doc_node *cell, bool header)
{
    uint32_t tag = flow_tag(f, header ? TAG_TH : TAG_TD, cell);
    if (header)
        f->ctx->tags->items[tag].scope = 'c';
    return tag;
}

/* Upright rules between the cells of a row and at its sides. */
static void put_grid(struct flow *f, const struct columns *c, struct vbox *box)
{
    scaled thin = f->ctx->design->rules.inner;
    for (unsigned i = 0; i <= c->n; i++) {
        scaled x = i < c->n ? c->x[i] - c->pad : c->table - thin;
        flow_put_rule(f, box, f->left + (i > 0 && i < c->n ? x - thin / 2 : x), 0, thin, box->height, INK_BLACK);
    }
}

/* A row as one box: cells side by side, a rule under it. */
static void set_row(struct flow *f, const struct doc_node *row, const struct columns *c, struct vbox *box, scaled rule)
{
    scaled height = 0;
    unsigned i = 0;
    for (const struct doc_node *cell = row->first; cell != NULL && i < c->n; cell = cell->next, i++) {
        struct style style = *cell_style(f, row);
        style.align = cell->align == 'r' || (cell->align == 0 && c->right[i]) ? ALIGN_RIGHT
                      : cell->align == 'c'                                    ? ALIGN_CENTER
                                                                              : ALIGN_LEFT;
        struct leaf_setting s = {
            .style = &style, .tag = cell_tag(f, cell, row->header || cell->header), .width = c->width[i]};
        struct par par = {0};
        flow_set(f, cell, &s, &par);
        if (box->seq == 0 && par.n > 0)
            box->seq = cell->seq;
        for (uint32_t k = 0; k < par.n; k++)
            flow_put_line(f, box, &par.lines[k], f->left + c->x[i],
                          PT(2) + (scaled)k * style.leading + flow_baseline(style.leading));
        scaled h = (scaled)par.n * style.leading + PT(4);
        height = h > height ? h : height;
    }
    box->height = height > 0 ? height : PT(16);
    flow_put_rule(f, box, f->left, box->height - rule / 2, c->table, rule, INK_BLACK);
    if (c->pad > 0)
        put_grid(f, c, box);
}

static void caption(struct flow *f, const struct doc_node *table)
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
    struct leaf_setting s = {.style = flow_style(f, ROLE_CAPTION), .tag = flow_tag(f, TAG_CAPTION, leaves[0])};
    struct par par = {0};
    flow_set_text(f, &text, leaves[0], &s, &par);
    for (uint32_t i = 0; i < par.n; i++) {
        struct vbox box = {.height = s.style->leading, .seq = leaves[0]->seq, .offset = par.lines[i].start};
        flow_put_line(f, &box, &par.lines[i], f->left, flow_baseline(s.style->leading));
        flow_box(f, &box, false);
        flow_penalty(f, PENALTY_FORBID);
    }
    flow_glue(f, f->ctx->design->block.table_gap, 0);
    flow_penalty(f, PENALTY_FORBID);
}

/* All rows with their rules; a page may end between two rows of the body, but not next to the first or last one. */
static void rows(struct flow *f, const struct doc_node *table, const struct columns *c)
{
    struct vbox *head = NULL;
    uint32_t tag = f->tag, group = 0;
    bool in_head = false;
    unsigned body = 0, count = 0;
    for (const struct doc_node *row = table->first; row != NULL; row = row->next)
        count += row->kind == DOC_ROW;
    const struct rule_design *rule = &f->ctx->design->rules;
    for (const struct doc_node *row = table->first; row != NULL; row = row->next) {
        if (row->kind != DOC_ROW)
            continue;
        if (group == 0 || in_head != row->header) {
            group = tags_add(f->ctx->tags, row->header ? TAG_THEAD : TAG_TBODY, tag);
            in_head = row->header;
        }
        f->tag = tags_add(f->ctx->tags, TAG_TR, group);
        struct vbox box = {.head = row->header ? NULL : head};
        bool last = row->next == NULL, next_is_body = !last && row->header && !row->next->header;
        set_row(f, row, c, &box, last ? rule->edge : next_is_body ? rule->inner : rule->hair);
        struct vbox *placed = flow_box(f, &box, true);
        if (row->header && head == NULL)
            head = placed;
        body += !row->header;
        if (!last)
            flow_penalty(f, row->header || body == 1 || row->next->next == NULL || count <= WHOLE_ROWS ? PENALTY_FORBID
                                                                                                       : 0);
    }
    f->tag = tag;
}

void flow_table(struct flow *f, const struct doc_node *table)
{
    struct columns c = {0};
    measure(f, table, &c);
    if (c.n == 0)
        return;
    share(f, &c);
    scaled half = f->ctx->design->text.leading / 2;
    uint32_t outer = f->tag;
    f->tag = flow_tag(f, TAG_TABLE, table);
    size_t from = f->n;
    int more;
    uint32_t id = flow_elastic(f, &more);
    flow_glue(f, half + more * half, 0);
    flow_anchor(f, table->id);
    caption(f, table);
    scaled edge = f->ctx->design->rules.edge;
    struct vbox top = {.height = edge};
    flow_put_rule(f, &top, f->left, 0, c.table, edge, INK_BLACK);
    flow_box(f, &top, false);
    flow_penalty(f, PENALTY_FORBID);
    rows(f, table, &c);
    f->tag = outer;
    flow_penalty(f, 0);
    flow_fill_line(f, from, half + more * half);
    flow_offer(f, id, from, &(struct par_choices){.longer = TABLE_COST});
}
