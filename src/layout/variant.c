#include "layout/variant.h"

#include <string.h>

static bool same_string(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_text(const struct text *a, const struct text *b)
{
    if (a->n != b->n || a->n_spans != b->n_spans || (a->n > 0 && memcmp(a->s, b->s, a->n) != 0))
        return false;
    for (uint32_t i = 0; i < a->n_spans; i++) {
        const struct span *x = &a->spans[i], *y = &b->spans[i];
        if (x->start != y->start || x->end != y->end || x->kind != y->kind || !same_string(x->value, y->value))
            return false;
    }
    return true;
}

static bool same_node(const struct doc_node *a, const struct doc_node *b)
{
    return a->kind == b->kind && a->level == b->level && a->ordered == b->ordered && a->header == b->header &&
           a->continues == b->continues && a->align == b->align && a->number == b->number && a->part == b->part &&
           same_text(&a->text, &b->text) && same_string(a->id, b->id) && same_string(a->lang, b->lang) &&
           same_string(a->target, b->target) && same_string(a->src, b->src) && same_string(a->alt, b->alt) &&
           same_string(a->name, b->name) && same_string(a->file, b->file);
}

/* The shape of both trees is compared by walking them side by side. */
bool variant_is_same(const struct doc_node *a, const struct doc_node *b)
{
    const struct doc_node *x = a, *y = b;
    while (x != NULL && y != NULL) {
        bool same_shape =
            (x->first == NULL) == (y->first == NULL) && (x == a || (x->next == NULL) == (y->next == NULL));
        if (!same_shape || !same_node(x, y))
            return false;
        x = doc_next(a, x);
        y = doc_next(b, y);
    }
    return x == NULL && y == NULL;
}

void variant_share(struct piece *p, const struct piece *donor, struct arena *a)
{
    p->donor = donor;
    p->tags = donor->tags;
    p->n_pages = donor->n_pages;
    p->pages = arena_calloc(a, donor->n_pages + 1, sizeof *p->pages);
    for (uint32_t i = 0; i < donor->n_pages; i++) {
        p->pages[i] = donor->pages[i];
        if (p->pages[i].seq != 0) /* the same tree, begun at another number */
            p->pages[i].seq = p->pages[i].seq - donor->node->seq + p->node->seq;
    }
}

/* What the first page shows, again, for the eye alone. */
static void repeat_page(const struct piece *p, struct piece_page *to)
{
    const struct piece_page *first = &p->pages[0];
    to->items = arena_calloc(p->out, first->n_items + FURNITURE_ROOM, sizeof *to->items);
    for (uint32_t i = 0; i < first->n_items; i++) {
        if (first->items[i].kind == ITEM_LINK)
            continue;
        to->items[to->n_items] = first->items[i];
        to->items[to->n_items++].tag = 0;
    }
}

bool variant_pad(struct piece *p, uint32_t n)
{
    if (p->n_pages >= n)
        return p->n_pages == n;
    struct piece_page *pages = arena_calloc(p->out, n, sizeof *pages);
    memcpy(pages, p->pages, p->n_pages * sizeof *pages);
    for (uint32_t i = p->n_pages; i < n; i++) {
        pages[i] = (struct piece_page){0};
        if (p->node->kind == DOC_CHAPTER && p->n_pages > 0)
            repeat_page(p, &pages[i]);
        else
            pages[i].items = arena_calloc(p->out, FURNITURE_ROOM, sizeof *pages[i].items);
    }
    p->pages = pages;
    p->n_pages = n;
    return true;
}
