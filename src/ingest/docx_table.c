/* Word: tables. Merged cells become one with empty cells in the places that it covers. */
#include <stdlib.h>
#include <string.h>

#include "ingest/docx.h"

#define MAX_SPAN 64

static bool is_deleted(const xmlNode *row)
{
    return xml_child(xml_child(row, "trPr"), "del") != NULL;
}

static size_t columns_of(const xmlNode *row)
{
    size_t columns = 0;
    for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        columns += xml_is(cell, "tc");
    return columns;
}

/* All text below a node: paragraphs, and tables inside the cell. */
static void walk_cell(struct docx *d, xmlNode *parent, unsigned depth)
{
    for (xmlNode *node = parent->children; node != NULL && depth < DOCX_DEPTH; node = node->next) {
        if (xml_is(node, "p")) {
            docx_walk_runs(d, node, depth);
            text_break(d->r->builder);
        } else if (node->type == XML_ELEMENT_NODE && !xml_is(node, "tcPr") && !xml_is(node, "del")) {
            walk_cell(d, node, depth + 1);
        }
    }
}

static unsigned span_of(const xmlNode *properties, const char *name)
{
    const char *value = docx_value(properties, name);
    long span = value != NULL ? strtol(value, NULL, 10) : 1;
    return span > 1 ? (unsigned)(span < MAX_SPAN ? span : MAX_SPAN) : 1;
}

static void add_cell(struct docx *d, struct doc_node *row, struct text text)
{
    struct doc_node *cell = doc_new(d->r->a, DOC_CELL, row->pos);
    cell->header = row->header;
    cell->text = text;
    doc_append(row, cell);
}

/* Returns false when not all that has text in it is strong. */
static bool add_cells(struct docx *d, struct doc_node *row, xmlNode *tr)
{
    bool bold = true;
    for (xmlNode *tc = tr->children; tc != NULL; tc = tc->next) {
        if (!xml_is(tc, "tc"))
            continue;
        const xmlNode *properties = xml_child(tc, "tcPr"), *merge = xml_child(properties, "vMerge");
        const char *how = merge != NULL ? xml_attribute(merge, "val") : NULL;
        struct text text = {.s = ""};
        d->bytes = d->strong = d->slanted = 0;
        walk_cell(d, tc, 0);
        if (merge == NULL || (how != NULL && strcmp(how, "restart") == 0))
            text = text_finish(d->r->builder, d->r->a);
        else
            text_builder_clear(d->r->builder);
        bold &= d->bytes > 0 && d->strong == d->bytes;
        add_cell(d, row, text);
        for (unsigned i = span_of(properties, "gridSpan"); i > 1; i--)
            add_cell(d, row, (struct text){.s = ""});
    }
    return bold;
}

static void make_head(struct doc_node *row)
{
    row->header = true;
    for (struct doc_node *cell = row->first; cell != NULL; cell = cell->next)
        cell->header = true;
}

static size_t places_of(const xmlNode *row)
{
    size_t places = 0;
    for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        places += xml_is(cell, "tc") ? span_of(xml_child(cell, "tcPr"), "gridSpan") : 0;
    return places;
}

/* One row or one column is only a frame for setting things side by side. */
bool docx_is_table(struct docx *d, const xmlNode *table)
{
    size_t rows = 0, wide = 0, cells = 0, most = 0;
    for (const xmlNode *row = table->children; row != NULL; row = row->next) {
        if (!xml_is(row, "tr"))
            continue;
        size_t places = places_of(row);
        rows++;
        wide += columns_of(row) >= 2;
        cells += places;
        most = places > most ? places : most;
    }
    return rows >= 2 && wide >= 2 && reading_takes_table(d->r, d->line, most, cells);
}

void docx_add_table(struct docx *d, xmlNode *table)
{
    struct srcpos pos = {d->r->path, d->line, 0};
    struct doc_node *node = doc_new(d->r->a, DOC_TABLE, pos);
    bool first_bold = false, others_bold = true;
    d->style_bold = false;
    for (xmlNode *tr = table->children; tr != NULL; tr = tr->next) {
        if (!xml_is(tr, "tr") || columns_of(tr) == 0 || is_deleted(tr))
            continue;
        struct doc_node *row = doc_new(d->r->a, DOC_ROW, pos);
        row->header = xml_child(xml_child(tr, "trPr"), "tblHeader") != NULL;
        bool bold = add_cells(d, row, tr);
        if (node->first == NULL)
            first_bold = bold;
        else
            others_bold &= bold;
        doc_append(node, row);
    }
    if (node->first != NULL && first_bold && !others_bold)
        make_head(node->first);
    struct piece *p = piece_add(d->r, PIECE_TABLE, d->line);
    p->node = node;
    p->said = true;
    p->blank = 1;
    p->in = d->frame;
}
