/* Adding many spans to a text at once. */
#include "lang/spans.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void spans_push(struct span_list *list, size_t start, size_t end, enum span_kind kind, const char *value)
{
    if (start >= end)
        return;
    mem_grow((void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
    list->items[list->n++] = (struct span){(uint32_t)start, (uint32_t)end, kind, value};
}

/* The first place in (start, end) where the span would have to be cut, or `end`. */
static size_t first_cut(const struct text *t, size_t start, size_t end)
{
    size_t cut = end;
    for (size_t i = 0; i < t->n_spans && t->spans[i].start < end; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind == SPAN_TIE)
            continue;
        if (s->start <= start && s->end > start && s->end < cut)
            cut = s->end;
        else if (s->start > start && s->end > end && s->start < cut)
            cut = s->start;
    }
    return cut;
}

void spans_push_nested(struct span_list *list, const struct text *t, size_t start, size_t end, enum span_kind kind,
                       const char *value)
{
    while (start < end) {
        size_t cut = first_cut(t, start, end), stop = cut;
        while (stop > start && t->s[stop - 1] == ' ')
            stop--;
        spans_push(list, start, stop, kind, value);
        for (start = cut; start < end && t->s[start] == ' ';)
            start++;
    }
}

static int compare(const void *x, const void *y)
{
    const struct span *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end != b->end ? (a->end > b->end ? -1 : 1) : 0;
}

/* Most lists are. */
static bool in_order(const struct span_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        if (compare(&list->items[i - 1], &list->items[i]) > 0)
            return false;
    return true;
}

void spans_merge(struct arena *a, struct text *t, struct span_list *list)
{
    if (list->n > 0) {
        if (!in_order(list))
            qsort(list->items, list->n, sizeof *list->items, compare);
        struct span *all = arena_calloc(a, t->n_spans + list->n, sizeof *all);
        size_t n = 0, old = 0, new = 0;
        while (old < t->n_spans || new < list->n) {
            bool take_old = new == list->n || (old < t->n_spans && compare(&t->spans[old], &list->items[new]) <= 0);
            all[n++] = take_old ? t->spans[old++] : list->items[new ++];
        }
        t->spans = all;
        t->n_spans = (uint32_t)n;
    }
    free(list->items);
    *list = (struct span_list){NULL, 0, 0};
}
