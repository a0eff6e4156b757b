/* Which files the EPUB has, what each shows, and what it is called. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "epub/href.h"
#include "epub/images.h"
#include "epub/plan.h"
#include "lang/data.h"

bool plan_is_head(enum doc_kind kind)
{
    return kind == DOC_LABEL || kind == DOC_TITLE || kind == DOC_SUBTITLE || kind == DOC_KICKER || kind == DOC_LEAD ||
           kind == DOC_BYLINE || kind == DOC_CONTENTS;
}

const char *plan_word(const struct plan *p, const char *path)
{
    return data_word(p->in->book->language, path);
}

const char *plan_lang(const char *lang)
{
    size_t part = 0, parts = 0;
    for (const char *c = lang != NULL ? lang : ""; *c != '\0'; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'), digit = *c >= '0' && *c <= '9';
        if (*c == '-' && part >= 1) {
            part = 0;
            parts++;
        } else if (!(letter || (digit && parts > 0)) || ++part > 8) {
            return NULL;
        }
        if (*c == '-' && parts == 1 && (c - lang < 2 || c - lang > 3))
            return NULL;
    }
    return part > 0 && (parts > 0 || part == 2 || part == 3) ? lang : NULL;
}

const char *plan_plain(struct arena *a, const struct text *t)
{
    char *s = arena_alloc(a, (size_t)t->n + 1);
    size_t n = 0;
    uint32_t from = 0; /* what is before is copied or left out */
    for (uint32_t k = 0; k < t->n_spans && t->spans[k].start < t->n; k++) {
        const struct span *span = &t->spans[k];
        if (span->kind != SPAN_NOTE || span->end <= from)
            continue;
        if (span->start > from) {
            memcpy(s + n, t->s + from, span->start - from);
            n += span->start - from;
        }
        from = span->end;
    }
    if (from < t->n) {
        memcpy(s + n, t->s + from, t->n - from);
        n += t->n - from;
    }
    s[n] = '\0';
    for (char *nl = s; (nl = memchr(nl, '\n', n - (size_t)(nl - s))) != NULL;)
        *nl = ' ';
    return s;
}

const char *plan_title(const struct plan *p, const struct doc_node *top)
{
    if (top->kind == DOC_COVER)
        return plan_word(p, "words.cover");
    if (top->kind == DOC_TITLEPAGE)
        return plan_word(p, "words.title-page");
    const struct doc_node *title = doc_child(top, DOC_TITLE), *label = doc_child(top, DOC_LABEL);
    const char *text = title != NULL ? plan_plain(p->arena, &title->text) : "";
    if (*text == '\0')
        return plan_word(p, top->kind == DOC_IMPRINT ? "words.imprint" : "words.untitled");
    if ((top->kind != DOC_PART && top->kind != DOC_MATTER) || label == NULL || label->text.n == 0)
        return text;
    return arena_printf(p->arena, "%s. %s", plan_plain(p->arena, &label->text), text);
}

const struct piece *plan_first(const struct plan *p, enum doc_kind kind)
{
    for (size_t i = 0; i < p->n_pieces; i++)
        if (p->pieces[i].top->kind == kind)
            return &p->pieces[i];
    return NULL;
}

/* Names by what the thing is, not by its place, so that they stay when other chapters come and go. */
static const char *base_name(const struct plan *p, const struct doc_node *top)
{
    switch (top->kind) {
    case DOC_COVER:
        return "cover";
    case DOC_TITLEPAGE:
        return "title";
    case DOC_IMPRINT:
        return "imprint";
    case DOC_CONTENTS:
        return "contents";
    case DOC_SOURCES:
        return "sources";
    case DOC_INDEX:
        return "index";
    case DOC_PART:
        return arena_printf(p->arena, "part-%u", (unsigned)top->number);
    default:
        break;
    }
    const char *name = top->file != NULL ? top->file : top->id != NULL ? top->id : top->name;
    if (name == NULL)
        name = plan_title(p, top);
    return utf8_slug(p->arena, name, strlen(name), 60);
}

static void add_piece(struct plan *p, const struct doc_node *top, const char *name)
{
    size_t bytes = survey_top(p, top);
    mem_grow((void **)&p->pieces, &p->cap_pieces, p->n_pieces + 1, sizeof *p->pieces);
    p->pieces[p->n_pieces] =
        (struct piece){.top = top,
                       .index = p->n_pieces,
                       .first = true,
                       .last = true,
                       .end_at = UINT32_MAX,
                       .name = name,
                       .title = top->kind == DOC_TITLEPAGE ? p->in->book->title : plan_title(p, top)};
    p->n_pieces++;
    if (top->kind != DOC_COVER && top->kind != DOC_TITLEPAGE && top->kind != DOC_PART)
        split_piece(p, p->n_pieces - 1, bytes);
}

uint32_t plan_seq_behind(const struct plan *p, const struct doc_node *node)
{
    const struct doc_node *next = doc_skip(p->in->book->root, node);
    return next != NULL ? next->seq : p->in->book->n_nodes + 1;
}

void plan_place(struct plan *p, const struct doc_node *node, size_t piece)
{
    for (uint32_t seq = node->seq, end = plan_seq_behind(p, node); seq < end; seq++)
        p->piece_of[seq] = (uint32_t)piece + 1;
}

static void add_part(struct plan *p, const struct doc_node *leaf, uint32_t from, size_t piece)
{
    mem_grow((void **)&p->parts, &p->cap_parts, p->n_parts + 1, sizeof *p->parts);
    p->parts[p->n_parts++] = (struct leaf_part){leaf->seq, from, (uint32_t)piece};
}

static int by_leaf(const void *x, const void *y)
{
    const struct leaf_part *a = x, *b = y;
    return a->seq != b->seq ? (a->seq < b->seq ? -1 : 1) : (a->from > b->from) - (a->from < b->from);
}

void plan_sort_parts(struct plan *p)
{
    if (p->n_parts > 0)
        qsort(p->parts, p->n_parts, sizeof *p->parts, by_leaf);
}

uint32_t plan_piece_at(const struct plan *p, uint32_t seq, uint32_t offset)
{
    size_t low = 0, high = p->n_parts; /* the parts before `low` do not begin behind the place */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_leaf(&p->parts[middle], &(struct leaf_part){seq, offset, 0}) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0 && p->parts[low - 1].seq == seq)
        return p->parts[low - 1].piece + 1;
    return seq <= p->in->book->n_nodes ? p->piece_of[seq] : 0;
}

/* What piece `at` goes on with in the cells of a divided row. */
static void add_cells(struct plan *p, const struct doc_node *row, uint32_t slice, size_t at)
{
    for (const struct doc_node *cell = row->first; cell != NULL; cell = cell->next)
        if (split_slice(p, cell, slice) < cell->text.n)
            add_part(p, cell, split_slice(p, cell, slice), at);
}

static bool holds(const struct doc_node *node, const struct doc_node *below)
{
    while (below != NULL && below != node)
        below = below->parent;
    return below != NULL;
}

/* Places what holds the unit and does not hold the unit before it, from the outside in. */
static void place_around(struct plan *p, const struct doc_node *node, const struct doc_node *before, size_t piece)
{
    if (node == p->pieces[piece].top || holds(node, before))
        return;
    place_around(p, node->parent, before, piece);
    plan_place(p, node, piece);
}

void plan_place_units(struct plan *p, size_t at)
{
    const struct piece *piece = &p->pieces[at];
    const struct doc_node *before = NULL;
    if (at > 0 && piece[-1].top == piece->top && piece[-1].n_units > 0)
        before = piece[-1].units[piece[-1].n_units - 1];
    for (size_t k = 0; k < piece->n_units; k++) {
        const struct doc_node *unit = piece->units[k];
        place_around(p, unit->parent, before, at);
        before = unit;
        if (k > 0 || piece->begin_at == 0)
            plan_place(p, unit, at);
        else if (unit->kind != DOC_ROW)
            add_part(p, unit, piece->begin_at, at);
        else
            add_cells(p, unit, piece->begin_at, at);
    }
}

/* A whole child of the book goes to its last piece first; what other pieces show of it is then taken from that. A list
 * that begins in one file and ends in another counts as standing where it begins, with its caption or label. */
static void place_top(struct plan *p, size_t first, size_t last)
{
    const struct doc_node *top = p->pieces[first].top;
    plan_place(p, top, last);
    if (first == last)
        return;
    p->piece_of[top->seq] = (uint32_t)first + 1;
    for (const struct doc_node *n = top->first; n != NULL; n = n->next)
        if (plan_is_head(n->kind))
            plan_place(p, n, first);
    for (size_t i = first; i <= last; i++)
        plan_place_units(p, i);
}

static void place_all(struct plan *p)
{
    for (size_t first = 0, last; first < p->n_pieces; first = last + 1) {
        for (last = first; !p->pieces[last].last;)
            last++;
        place_top(p, first, last);
    }
    plan_sort_parts(p);
}

static void give_notes(struct plan *p)
{
    if (!p->facts.notes)
        return;
    for (size_t i = 0; i < p->n_pieces; i++) {
        struct piece *piece = &p->pieces[i];
        size_t n = 0;
        for (const struct doc_node *c = piece->top->first; c != NULL; c = c->next)
            n += c->kind == DOC_NOTE && p->piece_of[c->seq] == i + 1;
        piece->notes = arena_calloc(p->arena, n + 1, sizeof *piece->notes);
        for (const struct doc_node *c = piece->top->first; c != NULL; c = c->next)
            if (c->kind == DOC_NOTE && p->piece_of[c->seq] == i + 1)
                piece->notes[piece->n_notes++] = c;
    }
}

/* Warns of links that lead nowhere, here, on one thread; the files then leave them out. */
static void check_links(struct plan *p, const struct doc_node *leaf)
{
    for (uint32_t i = 0; i < leaf->text.n_spans; i++) {
        const struct span *s = &leaf->text.spans[i];
        if (s->kind != SPAN_LINK || s->value == NULL)
            continue;
        if (s->value[0] == '#' && ids_lookup(p->ids, s->value + 1) == NULL)
            diag_add(p->diag, MSG_EPUB_TARGET, leaf->pos, s->value + 1, NULL);
        else if (s->value[0] != '#' && href_external(p->arena, s->value) == NULL)
            diag_add(p->diag, MSG_EPUB_LINK, leaf->pos, s->value, NULL);
    }
}

static void finish_facts(struct plan *p)
{
    struct facts *f = &p->facts;
    for (size_t i = 0; i < p->n_survey; i++) {
        const struct surveyed *s = &p->survey[i];
        if (s->what & SURVEY_LINKS)
            check_links(p, s->node);
        if ((s->what & SURVEY_FIGURE) && p->pictures->by_seq[s->node->seq] != NULL) {
            f->pictures = true;
            f->pictures_lacking_alt |= s->node->alt == NULL || s->node->alt[0] == '\0';
        }
    }
}

void plan_make(struct plan *p, const struct epub_input *in, struct arena *a, struct diag *d)
{
    *p = (struct plan){.in = in, .arena = a, .diag = d, .ids = ids_new(), .names = ids_new()};
    size_t n = (size_t)in->book->n_nodes + 1;
    p->piece_of = arena_calloc(a, n, sizeof *p->piece_of);
    p->node_id = arena_calloc(a, n, sizeof *p->node_id);
    p->title_id = arena_calloc(a, n, sizeof *p->title_id);
    p->marker_id = arena_calloc(a, in->starts->n + 1, sizeof *p->marker_id);
    /* All plain names first: a chapter called "x-b" keeps its name even if "x" is divided. */
    size_t tops = 0, i = 0;
    for (const struct doc_node *top = in->book->root->first; top != NULL; top = top->next)
        tops++;
    const char **names = arena_calloc(a, tops + 1, sizeof *names);
    for (const struct doc_node *top = in->book->root->first; top != NULL; top = top->next)
        names[i++] = ids_fresh(p->names, a, base_name(p, top));
    i = 0;
    for (const struct doc_node *top = in->book->root->first; top != NULL; top = top->next, i++)
        if (top->kind != DOC_COVER || in->cover_png != NULL)
            add_piece(p, top, names[i]);
    place_all(p);
    ids_collect(p);
    give_notes(p);
    split_notes(p);
    p->pictures = epub_pictures_collect(p);
    finish_facts(p);
}

void plan_end(struct plan *p)
{
    for (size_t i = 0; i < p->n_pieces; i++) {
        buf_free(&p->pieces[i].xhtml);
        free(p->pieces[i].packed.bytes);
        free(p->pieces[i].spots);
    }
    free(p->pieces);
    free(p->parts);
    free(p->survey);
    free(p->chars);
    ids_drop(p->ids);
    ids_drop(p->names);
    epub_pictures_drop(p->pictures);
}
