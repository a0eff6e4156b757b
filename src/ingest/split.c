/* One file, several articles: a part begins at each heading of level 1, or where several.c found a beginning. Text
 * before the first is a part of its own, a preface. Footnotes go where they are referred to.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ingest/stages.h"

static bool begins_part(const struct reading *r, const struct piece *p)
{
    if (r->split == SPLIT_ARTICLES)
        return p->begins;
    return p->kind == PIECE_HEADING && p->level == 1 && p->in == NULL && p->role == ROLE_BODY;
}

static const char *note_id(const struct piece *p)
{
    const struct frame *f = p->in;
    while (f != NULL && f->kind != DOC_NOTE)
        f = f->parent;
    return f != NULL ? f->id : NULL;
}

static bool stays(const struct piece *p)
{
    return p->role != ROLE_DROPPED && p->role != ROLE_MERGED;
}

/* The piece behind the part that begins at `from`: a part has something that stays, and ends before the next heading of
 * its kind. */
static size_t part_end(const struct reading *whole, size_t from)
{
    bool filled = false;
    size_t k = from;
    for (; k < whole->pieces.n; k++) {
        const struct piece *p = &whole->pieces.items[k];
        if (filled && begins_part(whole, p))
            break;
        filled |= stays(p) && note_id(p) == NULL;
    }
    return k;
}

/* ---- notes ---- */

struct ids {
    const char **items;
    size_t n, cap;
};

static int compare_ids(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void add_ids(struct ids *ids, const struct text *t)
{
    for (uint32_t k = 0; k < t->n_spans; k++) {
        if (t->spans[k].kind != SPAN_NOTE || t->spans[k].value == NULL)
            continue;
        mem_grow((void **)&ids->items, &ids->cap, ids->n + 1, sizeof *ids->items);
        ids->items[ids->n++] = t->spans[k].value;
    }
}

/* Notes that the part refers to, also from its tables. */
static struct ids asked_ids(const struct reading *part)
{
    struct ids ids = {0};
    for (size_t i = 0; i < part->pieces.n; i++) {
        const struct piece *p = &part->pieces.items[i];
        add_ids(&ids, &p->text);
        for (const struct doc_node *n = p->node; n != NULL; n = doc_next(p->node, n))
            add_ids(&ids, &n->text);
    }
    if (ids.n > 1)
        qsort(ids.items, ids.n, sizeof *ids.items, compare_ids);
    return ids;
}

static void copy_piece(struct reading *part, const struct piece *p)
{
    struct piece *copy = piece_add(part, p->kind, p->line);
    *copy = *p;
}

static bool is_asked(const struct ids *ids, const char *id)
{
    return ids->n > 0 && bsearch(&id, ids->items, ids->n, sizeof *ids->items, compare_ids) != NULL;
}

/* Notes go where they are referred to; those that nothing refers to go with the last part, as they would stay in a file
 * that is not split. */
static void copy_notes(struct reading *part, const struct reading *whole, bool last)
{
    struct ids ids = asked_ids(part), all = {0};
    if (last)
        all = asked_ids(whole);
    for (size_t k = 0; k < whole->pieces.n; k++) {
        const char *id = note_id(&whole->pieces.items[k]);
        if (id != NULL && (is_asked(&ids, id) || (last && !is_asked(&all, id))))
            copy_piece(part, &whole->pieces.items[k]);
    }
    free(ids.items);
    free(all.items);
}

/* ---- parts ---- */

/* The first piece that stays is the part's title when it is its heading. */
static void take_title(struct reading *part, struct article_meta *meta)
{
    size_t first = piece_next(part, 0);
    struct piece *p = first < part->pieces.n ? &part->pieces.items[first] : NULL;
    if (p == NULL || part->split != SPLIT_H1 || !begins_part(part, p))
        return;
    p->role = ROLE_TITLE;
    meta->title = p->text;
    meta->title_line = p->line;
    meta->lead = (struct text){.s = ""};
}

bool split_part(const struct reading *whole, size_t *at, size_t number, struct reading *part, struct article_meta *meta)
{
    size_t from = *at, to = part_end(whole, from);
    if (from >= whole->pieces.n)
        return false;
    *at = to;
    reading_begin(part, whole->a, whole->path, whole->options, whole->diag);
    part->split = whole->split;
    part->page = whole->page;
    part->authored = whole->authored;
    part->finished = whole->finished;
    part->links = whole->links;
    *meta = *whole->meta;
    meta->id = arena_printf(whole->a, "%s-%zu", whole->meta->id, number);
    part->meta = meta;
    for (size_t k = from; k < to; k++)
        if (note_id(&whole->pieces.items[k]) == NULL)
            copy_piece(part, &whole->pieces.items[k]);
    copy_notes(part, whole, to == whole->pieces.n);
    take_title(part, meta);
    return true;
}
