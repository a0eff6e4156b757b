/* Briefing blocks that are lists: delegations, points, responses, timeline, agreements, glossary. */
#include <stdlib.h>
#include <string.h>

#include "book/block_make.h"
#include "lang/dates.h"
#include "lang/lang.h"

static void put_number(const struct assembly *as, struct doc_node *record, size_t i)
{
    make_leaf(as->a, record, DOC_LABEL, arena_printf(as->a, "%zu", i + 1));
}

/* ---- delegations ---- */

static void put_photo(const struct assembly *as, struct doc_node *record, const struct delegate *d)
{
    if (!d->photo)
        return;
    struct doc_node *figure = doc_new(as->a, DOC_FIGURE, d->pos);
    figure->src = d->photo;
    figure->alt = d->name;
    doc_append(record, figure);
}

static void put_member(const struct assembly *as, struct doc_node *records, const struct delegate *d, size_t i)
{
    struct doc_node *record = block_record(as, records, d->pos);
    put_photo(as, record, d);
    put_number(as, record, i);
    struct doc_node *name = make_leaf(as->a, record, DOC_TITLE, d->name);
    if (d->lang && strcmp(d->lang, as->book->language) != 0)
        name->lang = d->lang;
    block_leaf(as, record, DOC_SUBTITLE, d->office);
    block_text(as, record, d->biography);
}

void block_put_delegations(const struct assembly *as, struct doc_node *to, const char *name)
{
    struct doc_node *both = doc_new(as->a, DOC_DIV, to->pos);
    both->name = name;
    doc_append(to, both);
    for (size_t i = 0; i < as->m->blocks.n_delegations; i++) {
        const struct delegation *d = &as->m->blocks.delegations[i];
        struct doc_node *side = doc_new(as->a, DOC_DIV, d->pos);
        side->name = "delegation";
        doc_append(both, side);
        make_leaf(as->a, side, DOC_LABEL, d->side);
        make_leaf(as->a, side, DOC_META, block_filled(as, "members", arena_printf(as->a, "%zu", d->n)));
        struct doc_node *records = block_records(as, side, "delegation");
        for (size_t k = 0; k < d->n; k++)
            put_member(as, records, &d->members[k], k);
    }
}

/* ---- points, responses, prose ---- */

static const struct block_points *points_of(const struct assembly *as, const char *name)
{
    static const char *const names[POINTS_KINDS] = {[POINTS_OBJECTIVES] = "objectives",
                                                    [POINTS_THEIRS] = "their-objectives",
                                                    [POINTS_ARGUMENTS] = "arguments",
                                                    [POINTS_MESSAGES] = "key-messages",
                                                    [POINTS_RESPONSES] = "responses"};
    size_t i = 0;
    while (i + 1 < POINTS_KINDS && strcmp(names[i], name) != 0)
        i++;
    return &as->m->blocks.points[i];
}

void block_put_points(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct block_points *points = points_of(as, name);
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < points->n; i++) {
        const struct block_point *point = &points->items[i];
        struct doc_node *record = block_record(as, records, point->pos);
        put_number(as, record, i);
        block_text(as, record, point->text);
        block_reference(as, record, point->see);
    }
}

void block_put_responses(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct block_points *points = points_of(as, name);
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < points->n; i++) {
        const struct block_point *point = &points->items[i];
        struct doc_node *record = block_record(as, records, point->pos);
        block_line(as, record, DOC_TITLE, point->text);
        block_text(as, record, point->answer);
        block_reference(as, record, point->see);
    }
}

void block_put_prose(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct manifest_blocks *b = &as->m->blocks;
    block_text(as, to, strcmp(name, "press-line") == 0 ? b->press_line : b->background);
}

/* ---- timeline ---- */

void block_put_timeline(const struct assembly *as, struct doc_node *to, const char *name)
{
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < as->m->blocks.n_timeline; i++) {
        const struct timeline_event *event = &as->m->blocks.timeline[i];
        struct doc_node *record = block_record(as, records, event->pos);
        char iso[32];
        make_leaf(as->a, record, DOC_LABEL, date_write(as->a, as->book->language, &event->date, DATE_NUMERIC, false));
        doc_date_iso(&event->date, iso);
        record->target = arena_strdup(as->a, iso);
        block_text(as, record, event->text);
        block_reference(as, record, event->see);
    }
}

/* ---- figures ---- */

static void put_cell(const struct assembly *as, struct doc_node *row, const char *s, uint8_t align, bool header)
{
    struct doc_node *cell = make_leaf(as->a, row, DOC_CELL, s ? s : "");
    cell->align = align;
    cell->header = header;
}

static const char *origin(const struct assembly *as, const struct block_figure *f)
{
    const char *date = date_write(as->a, as->book->language, &f->date, DATE_NUMERIC, false);
    if (f->source && *f->source && *date)
        return arena_printf(as->a, "%s, %s", f->source, date);
    return f->source && *f->source ? f->source : date;
}

/* The columns that say anything: what and how much always, unit and source where one figure has them. */
void block_put_figures(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct manifest_blocks *b = &as->m->blocks;
    struct doc_node *table = doc_new(as->a, DOC_TABLE, to->pos), *head = doc_new(as->a, DOC_ROW, to->pos);
    bool units = false, origins = false;
    (void)name;
    for (size_t i = 0; i < b->n_figures; i++) {
        units |= b->figures[i].unit && *b->figures[i].unit;
        origins |= *origin(as, &b->figures[i]) != '\0';
    }
    doc_append(to, table);
    head->header = true;
    doc_append(table, head);
    put_cell(as, head, block_word(as, "figure-label"), 'l', true);
    put_cell(as, head, block_word(as, "figure-value"), 'r', true);
    if (units)
        put_cell(as, head, block_word(as, "figure-unit"), 'l', true);
    if (origins)
        put_cell(as, head, block_word(as, "figure-source"), 'l', true);
    for (size_t i = 0; i < b->n_figures; i++) {
        const struct block_figure *f = &b->figures[i];
        struct doc_node *row = doc_new(as->a, DOC_ROW, f->pos);
        doc_append(table, row);
        put_cell(as, row, f->label, 'l', true);
        put_cell(as, row, f->value, 'r', false);
        if (units)
            put_cell(as, row, f->unit, 'l', false);
        if (origins)
            put_cell(as, row, origin(as, f), 'l', false);
    }
}

/* ---- agreements ---- */

/* "Ký ngày 14/9/2011, Hà Nội" */
static const char *signing(const struct assembly *as, const struct agreement *g)
{
    const char *date = date_write(as->a, as->book->language, &g->date, DATE_LONG, false);
    bool place = g->place && *g->place;
    if (!*date && !place)
        return NULL;
    const char *when = *date && place ? arena_printf(as->a, "%s, %s", date, g->place) : *date ? date : g->place;
    return block_filled(as, "signed", when);
}

void block_put_agreements(const struct assembly *as, struct doc_node *to, const char *name)
{
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < as->m->blocks.n_agreements; i++) {
        const struct agreement *g = &as->m->blocks.agreements[i];
        struct doc_node *record = block_record(as, records, g->pos);
        if (g->number && *g->number)
            make_leaf(as->a, record, DOC_LABEL, g->number);
        else
            put_number(as, record, i);
        make_leaf(as->a, record, DOC_TITLE, g->title);
        block_leaf(as, record, DOC_META, signing(as, g));
        block_leaf(as, record, DOC_META, g->status);
        if (g->url) {
            struct doc_node *url = doc_new_text(as->a, DOC_URL, g->pos, g->url, strlen(g->url));
            url->target = g->url;
            doc_append(record, url);
        }
    }
}

/* ---- glossary ---- */

static void put_name(const struct assembly *as, struct doc_node *record, const char *name, const char *lang)
{
    if (!name || !*name)
        return;
    struct doc_node *field = doc_new(as->a, DOC_FIELD, record->pos);
    doc_append(record, field);
    make_leaf(as->a, field, DOC_LABEL, block_word(as, arena_printf(as->a, "name-%s", lang)));
    struct doc_node *value = make_leaf(as->a, field, DOC_VALUE, name);
    value->lang = strcmp(lang, as->book->language) == 0 ? NULL : lang;
}

/* In dictionary order; equal terms stay as given. */
static void put_term(const struct assembly *as, struct doc_node *records, const struct glossary_term *t, size_t i)
{
    struct doc_node *record = block_record(as, records, t->pos);
    record->id = arena_printf(as->a, "gl-%zu", i + 1);
    make_leaf(as->a, record, DOC_TITLE, t->term);
    block_text(as, record, t->text);
    for (size_t k = 0; k < TERM_LANGUAGES; k++)
        put_name(as, record, t->names[k], term_languages[k]);
}

void block_put_glossary(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct manifest_blocks *b = &as->m->blocks;
    const struct glossary_term **order = arena_calloc(as->a, b->n_glossary + 1, sizeof *order);
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < b->n_glossary; i++) {
        size_t at = i;
        for (; at > 0 && collate_compare(as->book->language, order[at - 1]->term, b->glossary[i].term) > 0; at--)
            order[at] = order[at - 1];
        order[at] = &b->glossary[i];
    }
    for (size_t i = 0; i < b->n_glossary; i++)
        put_term(as, records, order[i], i);
}

/* Pages for writing have no words but their title; layout rules them. */
void block_put_notes(const struct assembly *as, struct doc_node *to, const char *name)
{
    (void)name;
    to->number = (uint16_t)as->m->blocks.note_pages;
}
