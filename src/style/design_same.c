/* Strings are compared; all else is numbers, which are compared together. */
#include "style/design_same.h"

#include <string.h>

#include "base/arena.h"

static bool same_string(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_names(const struct yaml_array *a, const struct yaml_array *b)
{
    const char *const *x = a->items, *const *y = b->items;
    for (size_t i = 0; a->n == b->n && i < a->n; i++)
        if (!same_string(x[i], y[i]))
            return false;
    return a->n == b->n;
}

static bool same_strings(const struct design *a, const struct design *b)
{
    bool same = same_string(a->name, b->name) && same_string(a->description, b->description) &&
                same_string(a->file, b->file) && same_string(a->text.font, b->text.font) &&
                same_string(a->list_marker, b->list_marker);
    for (int role = 0; same && role < ROLE_COUNT; role++)
        same = same_string(a->styles[role].font, b->styles[role].font) &&
               same_names(&a->styles[role].feature_names, &b->styles[role].feature_names);
    return same;
}

/* A copy, byte for byte, in which all that points is NULL. */
static void copy_numbers(struct design *to, const struct design *from)
{
    memcpy(to, from, sizeof *to);
    to->name = to->description = to->file = to->text.font = to->list_marker = NULL;
    for (int role = 0; role < ROLE_COUNT; role++) {
        to->styles[role].font = NULL;
        to->styles[role].feature_names.items = NULL;
    }
}

bool design_same(const struct design *a, const struct design *b)
{
    struct design x, y;
    if (!same_strings(a, b))
        return false;
    copy_numbers(&x, a);
    copy_numbers(&y, b);
    /* Padding is compared with it, which may take the same for another: that costs work, no more.
     * NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
    return memcmp(&x, &y, sizeof x) == 0;
}

void design_own_strings(struct design *d, struct arena *a)
{
    const char **strings[] = {&d->name, &d->description, &d->file, &d->text.font, &d->list_marker};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = arena_strdup(a, *strings[i]);
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct style *s = &d->styles[role];
        s->font = arena_strdup(a, s->font);
        const char **names = arena_calloc(a, s->feature_names.n + 1, sizeof *names);
        for (size_t i = 0; i < s->feature_names.n; i++)
            names[i] = arena_strdup(a, ((const char *const *)s->feature_names.items)[i]);
        s->feature_names.items = names;
    }
}
