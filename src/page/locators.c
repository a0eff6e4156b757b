/* Places in an index as pages and ranges of pages. */
#include "page/starts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The number of an Arabic label, or -1. */
static long number_of(const char *label)
{
    size_t n = strlen(label);
    return n > 0 && n < 9 && strspn(label, "0123456789") == n ? strtol(label, NULL, 10) : -1;
}

static const char *end_of(const struct locator *l)
{
    return l->last_label ? l->last_label : l->label;
}

static void append(struct locator *l, const struct index_place *place)
{
    l->last_id = place->id;
    l->last_label = place->label;
}

struct ordered {
    const struct index_place *place;
    long number;
};

/* By page; places without an Arabic label (front matter) first, and equal ones as they came. */
static int compare_places(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* Footnotes stand behind the text of their chapter but on its pages. */
static struct ordered *in_order(struct arena *a, const struct index_place *places, size_t *n)
{
    struct ordered *list = arena_calloc(a, *n + 1, sizeof *list);
    size_t used = 0;
    bool sorted = true;
    for (size_t i = 0; i < *n; i++) {
        if (!places[i].label || !*places[i].label)
            continue;
        list[used] = (struct ordered){&places[i], number_of(places[i].label)};
        sorted = sorted && (used == 0 || list[used - 1].number <= list[used].number);
        used++;
    }
    if (!sorted)
        qsort(list, used, sizeof *list, compare_places);
    *n = used;
    return list;
}

size_t locators_make(struct arena *a, const struct index_place *places, size_t n, struct locator **out)
{
    struct ordered *ordered = in_order(a, places, &n);
    struct locator *list = arena_calloc(a, n + 1, sizeof *list);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        struct locator *before = used > 0 ? &list[used - 1] : NULL;
        const struct index_place *place = ordered[i].place;
        if (before && strcmp(end_of(before), place->label) == 0)
            continue;
        if (before && ordered[i].number > 0 && number_of(end_of(before)) == ordered[i].number - 1)
            append(before, place);
        else
            list[used++] = (struct locator){place->id, place->label, NULL, NULL};
    }
    *out = list;
    return used;
}
