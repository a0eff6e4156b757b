/* Rows of records: a label (number, time, date, term) at the left, what it is about beside it, small print in the notes
 * column where the layout has one, else below. The middle of a row is set into the flow like any text (row.c); label
 * and small print are hung on it (row_hang.c).
 */
#include <string.h>

#include "layout/linebreak.h"
#include "layout/row.h"

static const struct look looks[] = {
    {
        "agenda",
        ROLE_AGENDA_TIME,
        ROLE_AGENDA_ITEM,
        ROLE_AGENDA_NOTE,
        ROLE_AGENDA_NOTE,
        ROLE_AGENDA_LEAD,
        .rules = true,
        .side = true,
    },
    {
        "delegation",
        ROLE_DELEGATION_NUMBER,
        ROLE_DELEGATION_NAME,
        ROLE_DELEGATION_OFFICE,
        ROLE_DELEGATION_NOTE,
        ROLE_ROW_META,
        .numbers = true,
    },
    {
        "key-messages",
        ROLE_MESSAGE_NUMBER,
        ROLE_MESSAGE,
        ROLE_MESSAGE,
        ROLE_MESSAGE,
        ROLE_MESSAGE_REFERENCE,
        .numbers = true,
        .accent = true,
        .side = true,
    },
    {
        "responses",
        ROLE_ROW_LABEL,
        ROLE_ROW_TITLE,
        ROLE_ROW_TEXT,
        ROLE_ROW_TEXT,
        ROLE_MESSAGE_REFERENCE,
        .beside = true,
        .half = true,
        .rules = true,
        .side = true,
    },
    {
        "timeline",
        ROLE_ROW_LABEL,
        ROLE_ROW_TITLE,
        ROLE_ROW_TEXT,
        ROLE_ROW_TEXT,
        ROLE_MESSAGE_REFERENCE,
        .side = true,
    },
    {
        "agreements",
        ROLE_ROW_LABEL,
        ROLE_SOURCES_TITLE,
        ROLE_ROW_TEXT,
        ROLE_ROW_TEXT,
        ROLE_ROW_META,
        .codes = true,
        .rules = true,
    },
    {
        "glossary",
        ROLE_ROW_LABEL,
        ROLE_ROW_TITLE,
        ROLE_ROW_TEXT,
        ROLE_ROW_TEXT,
        ROLE_ROW_META,
        .beside = true,
        .wide = true,
    },
};
/* Objectives, arguments. */
static const struct look points = {
    "",           ROLE_ROW_LABEL, ROLE_ROW_TITLE, ROLE_ROW_TEXT, ROLE_ROW_TEXT, ROLE_MESSAGE_REFERENCE, .numbers = true,
    .side = true,
};

static const struct look *look_of(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof looks / sizeof *looks; i++)
        if (strcmp(looks[i].name, name) == 0)
            return &looks[i];
    return &points;
}

/* ---- columns ---- */

/* Width from the left edge of the flow to the end of the full width. */
static scaled full_width(const struct flow *f)
{
    scaled full = f->ctx->design->page.full_width - f->left, measure = flow_width(f);
    return full > measure && f->right == 0 ? full : measure;
}

/* Have the records numbers of documents ("12/HĐ-BCT") for labels, not only 1, 2, 3? */
static bool have_codes(const struct doc_node *records)
{
    for (const struct doc_node *record = records->first; record != NULL; record = record->next) {
        const struct doc_node *label = doc_child(record, DOC_LABEL);
        if (label != NULL && label->text.n > 3)
            return true;
    }
    return false;
}

static void choose_columns(struct row *r, const struct doc_node *records)
{
    struct flow *f = r->f;
    const struct design *d = f->ctx->design;
    scaled measure = flow_width(f), room = full_width(f) - measure - d->block.column_gap;
    r->left = f->left;
    r->measure = measure;
    bool codes = r->look->codes && have_codes(records), numbers = r->look->numbers || (r->look->codes && !codes);
    r->gap = numbers ? 0 : d->block.column_gap;
    r->label_width = numbers ? d->block.number_width : d->block.label_width;
    if (codes && r->label_width < measure / 4)
        r->label_width = measure / 4;
    if (r->look->half)
        r->label_width = (measure - r->gap) / 2;
    /* Terms and points need more room than times: without it they stand above their text. */
    if (r->look->beside && (!d->block.pairs || measure - r->label_width < measure / 3))
        r->label_width = r->gap = 0;
    if (r->look->side && room >= d->block.side_width && d->block.side_width > 0) {
        r->side_x = f->left + measure + d->block.column_gap;
        r->side_width = room;
    }
}

/* ---- all rows ---- */

void flow_rule_box(struct flow *f, scaled width, scaled thickness, uint8_t ink)
{
    struct vbox box = {.height = thickness};
    flow_put_rule(f, &box, (struct rect){f->left, 0, width, thickness}, ink);
    flow_box(f, &box, false);
    flow_penalty(f, PENALTY_FORBID);
}

static void between_rows(struct flow *f, const struct look *look, scaled width)
{
    const struct style *text = flow_style(f, look->text);
    scaled pad = look->rules ? f->ctx->design->text.leading / 2 : text->after + text->before;
    if (look->rules) {
        flow_penalty(f, PENALTY_FORBID);
        flow_glue(f, pad, 0);
    }
    flow_penalty(f, 0);
    if (!look->rules) {
        flow_glue(f, pad, 0);
        return;
    }
    flow_rule_box(f, width, f->ctx->design->rules.hair, INK_BLACK);
    flow_glue(f, pad, 0);
    flow_penalty(f, PENALTY_FORBID);
}

/* The rule above the first row, and the space between. */
static void open_rows(struct flow *f, const struct look *look, scaled width)
{
    const struct rule_design *rules = &f->ctx->design->rules;
    scaled half = f->ctx->design->text.leading / 2;
    if (f->last != DOC_TITLE && f->last != DOC_HEADING && f->last != DOC_META)
        flow_glue(f, half, 0);
    if (!look->accent && !look->rules)
        return;
    uint8_t ink = look->accent ? (uint8_t)flow_style(f, look->label)->ink : INK_BLACK;
    flow_rule_box(f, width, look->accent ? rules->accent : rules->edge, ink);
    flow_glue(f, half, half);
    flow_penalty(f, PENALTY_FORBID);
}

static void close_rows(struct flow *f, const struct look *look, scaled width)
{
    const struct rule_design *rules = &f->ctx->design->rules;
    if (!look->accent && !look->rules)
        return;
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, f->ctx->design->text.leading / 2, 0);
    flow_penalty(f, PENALTY_FORBID);
    flow_rule_box(f, width, look->accent ? rules->inner : rules->edge, INK_BLACK);
}

void flow_records(struct flow *f, const struct doc_node *records)
{
    const struct look *look = look_of(records->name);
    struct row r = {.f = f, .look = look};
    uint32_t outer = f->tag;
    size_t from = f->n;
    bool span = flow_span(f, true);
    choose_columns(&r, records);
    scaled width = r.side_width > 0 ? r.side_x + r.side_width - f->left : flow_width(f), right = f->right;
    if (look->wide)
        f->right -= full_width(f) - flow_width(f);
    f->tag = flow_tag(f, TAG_L, records);
    f->ctx->tags->items[f->tag].numbering = 'n'; /* its labels are words of the book */
    open_rows(f, look, width);
    for (const struct doc_node *record = records->first; record != NULL; record = record->next) {
        row_set(&r, record);
        if (record->next != NULL)
            between_rows(f, look, width);
    }
    close_rows(f, look, width);
    f->tag = outer;
    flow_penalty(f, 0);
    f->last = DOC_RECORDS;
    f->right = right;
    /* without a grid headings have little space of their own */
    flow_fill_line(f, from, f->ctx->design->text.grid ? 0 : f->ctx->design->text.leading / 2);
    flow_span(f, span);
}
