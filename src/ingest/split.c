/* One file, several articles: a part begins at each heading of level 1. Text before the first is a part of its own, a
 * preface. Footnotes go where they are referred to.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/stages.h"

static bool begins_part(const struct piece *p)
{
    return p->kind == PIECE_HEADING && p->level == 1 && p->in == NULL && p->role == ROLE_BODY;
}

static const char *note_id(const struct piece *p)
{
    const struct frame *f = p->in;
    while (f != NULL && f->kind != DOC_NOTE)
        f = f->parent;
    return f != NULL ? f->id : NULL;
}

/* The pieces from number `from` on that make the next part; *to is the first behind it. */
static bool find_part(const struct reading *whole, size_t i, size_t *from, size_t *to)
{
    size_t part = 0;
    *from = 0;
    for (size_t k = 0; k <= whole->pieces.n; k++) {
        bool end = k == whole->pieces.n || note_id(&whole->pieces.items[k]) != NULL;
        if (!end && (k == *from || !begins_part(&whole->pieces.items[k])))
            continue;
        *to = k;
        if (k > *from && part++ == i)
            return true;
        *from = k;
        if (end)
            return false;
    }
    return false;
}

static bool refers_to(const struct reading *r, const char *id)
{
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct text *t = &r->pieces.items[i].text;
        for (uint32_t k = 0; k < t->n_spans; k++)
            if (t->spans[k].kind == SPAN_NOTE && t->spans[k].value != NULL && strcmp(t->spans[k].value, id) == 0)
                return true;
    }
    return false;
}

static void copy_piece(struct reading *part, const struct piece *p)
{
    struct piece *copy = piece_add(part, p->kind, p->line);
    *copy = *p;
}

bool split_part(const struct reading *whole, size_t i, struct reading *part, struct article_meta *meta)
{
    size_t from, to;
    if (!find_part(whole, i, &from, &to))
        return false;
    reading_begin(part, whole->a, whole->path, whole->options, whole->diag);
    part->page = whole->page;
    part->authored = whole->authored;
    part->finished = whole->finished;
    *meta = *whole->meta;
    meta->id = arena_printf(whole->a, "%s-%zu", whole->meta->id, i + 1);
    part->meta = meta;
    for (size_t k = from; k < to; k++)
        copy_piece(part, &whole->pieces.items[k]);
    for (size_t k = to; k < whole->pieces.n; k++) {
        const char *id = note_id(&whole->pieces.items[k]);
        if (id != NULL && refers_to(part, id))
            copy_piece(part, &whole->pieces.items[k]);
    }
    struct piece *first = &part->pieces.items[0];
    if (begins_part(first)) {
        first->role = ROLE_TITLE;
        meta->title = first->text;
        meta->title_line = first->line;
        meta->lead = (struct text){.s = ""};
    }
    return true;
}
