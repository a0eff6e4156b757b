/* Ties as no-wrap spans.
 *
 * A reader's screen may be 20 letters wide at large type, so that only short groups can be held together: 12 letters,
 * or the last two words of a longer name. U+00A0 would be shorter but hides names from readers' search.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "epub/ties.h"

#define GROUP_LETTERS 12u /* held together whole */
#define GROUP_LONGEST 18u /* two long words: beyond this they would overflow a narrow screen at large type */

static bool is_gap(char c)
{
    return c == ' ' || c == '\n';
}

/* Has the stretch more than so many letters? Of few bytes it has not. */
static bool is_longer(const struct text *t, uint32_t from, uint32_t to, uint32_t letters)
{
    return to - from > letters && utf8_count(t->s + from, to - from) > letters;
}

/* True if a line could break inside: elsewhere a span would only cost bytes. */
static bool breakable(const struct text *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        char c = t->s[i];
        if (is_gap(c) || c == '-' || c == '/' || (c == '\xE2' && i + 2 < to && t->s[i + 1] == '\x80'))
            return true;
    }
    return false;
}

static uint32_t trim_end(const struct text *t, uint32_t from, uint32_t to)
{
    while (to > from && is_gap(t->s[to - 1]))
        to--;
    return to;
}

/* A tie may cover the space alone: it then means the words on both sides. */
static void widen_to_words(const struct text *t, struct tie_group *g)
{
    if (is_gap(t->s[g->start])) {
        while (g->start > 0 && is_gap(t->s[g->start]))
            g->start--;
        while (g->start > 0 && !is_gap(t->s[g->start - 1]))
            g->start--;
    }
    if (is_gap(t->s[g->end - 1])) {
        while (g->end < t->n && is_gap(t->s[g->end]))
            g->end++;
        while (g->end < t->n && !is_gap(t->s[g->end]))
            g->end++;
    }
}

/* Keeps the last two words of a group that is too long. */
static void shorten(const struct text *t, struct tie_group *g)
{
    if (!is_longer(t, g->start, g->end, GROUP_LETTERS))
        return;
    uint32_t at = g->end;
    for (unsigned words = 0; words < 2; words++) {
        while (at > g->start && is_gap(t->s[at - 1]))
            at--;
        while (at > g->start && !is_gap(t->s[at - 1]))
            at--;
    }
    g->start = at;
}

static int by_start(const void *x, const void *y)
{
    const struct tie_group *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static inline bool counts(const struct text_part *p, const struct span *s)
{
    if (s->kind != SPAN_TIE || s->end <= s->start || s->end > p->t->n || s->end <= p->from || s->start >= p->to)
        return false;
    return s->value == NULL || s->value[0] == '!'; /* names are tied softly too; weak ties aim at lines */
}

/* The ties of the part as groups, in order, perhaps overlapping. */
static size_t candidates(const struct text_part *p, struct tie_group *out)
{
    const struct text *t = p->t;
    size_t n = 0;
    bool in_order = true; /* as spans are, mostly */
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (!counts(p, s))
            continue;
        struct tie_group g = {s->start, s->end, -1, s->value != NULL && s->value[0] == '!'};
        widen_to_words(t, &g);
        shorten(t, &g);
        if (!breakable(t, g.start, g.end) || is_longer(t, g.start, g.end, GROUP_LONGEST))
            continue;
        in_order &= n == 0 || by_start(&out[n - 1], &g) < 0;
        out[n++] = g;
    }
    if (!in_order)
        qsort(out, n, sizeof *out, by_start);
    return n;
}

/* Joins overlapping groups as long as they stay short; else the firm one wins, else the first. */
static size_t merge(const struct text *t, struct tie_group *g, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct tie_group *last = kept > 0 ? &g[kept - 1] : NULL;
        if (last == NULL || g[i].start >= last->end) {
            g[kept++] = g[i];
            continue;
        }
        uint32_t end = g[i].end > last->end ? g[i].end : last->end;
        if (!is_longer(t, last->start, end, GROUP_LETTERS) || end == last->end) {
            last->end = end;
            last->firm |= g[i].firm;
        } else if (g[i].firm && !last->firm) {
            last->end = trim_end(t, last->start, g[i].start);
            if (breakable(t, last->start, last->end))
                g[kept++] = g[i];
            else
                *last = g[i];
        }
    }
    return kept;
}

/* End of the word at `at`; only its first letters when it is long, for the whole word would not fit on a narrow screen.
 */
static uint32_t word_end(const struct text *t, uint32_t at)
{
    size_t end = at;
    for (unsigned i = 0; i < GROUP_LETTERS && end < t->n && !is_gap(t->s[end]); i++)
        utf8_next(t->s, t->n, &end);
    return (uint32_t)end;
}

struct sink {
    struct tie_group *items;
    size_t n;
};

static void push(struct sink *out, uint32_t start, uint32_t end, int32_t marker)
{
    out->items[out->n++] = (struct tie_group){start, end, marker, false};
}

/* Puts page start `m` at byte `at` before the group `next` (NULL: none left), which begins or covers or follows it. */
static void place_marker(const struct text *t, struct sink *out, struct tie_group *next, uint32_t at, int32_t m)
{
    if (next != NULL && next->start <= at) {
        uint32_t before = trim_end(t, next->start, at);
        if (next->marker >= 0 || breakable(t, next->start, before))
            push(out, next->start, before, next->marker);
        next->start = at;
        next->marker = m;
        return;
    }
    if (out->n > 0 && out->items[out->n - 1].end > at)
        out->items[out->n - 1].end = at;
    uint32_t end = word_end(t, at);
    push(out, at, next != NULL && next->start < end ? next->start : end, m);
}

size_t ties_group(struct arena *a, const struct text_part *part, const struct page_start *starts, size_t n_starts,
                  struct tie_group **result)
{
    const struct text *t = part->t;
    *result = NULL;
    struct tie_group *g = arena_room(a, (t->n_spans + (size_t)1) * sizeof *g);
    size_t n_ties = candidates(part, g);
    if (n_ties == 0 && n_starts == 0)
        return 0;
    size_t n = merge(t, g, n_ties), i = 0;
    struct sink out = {arena_room(a, (n + 2 * n_starts + 1) * sizeof *g), 0};
    for (size_t m = 0; m < n_starts; m++) {
        uint32_t at = starts[m].offset < t->n ? starts[m].offset : t->n;
        while (at < t->n && is_gap(t->s[at]))
            at++;
        while (i < n && g[i].end <= at)
            out.items[out.n++] = g[i++];
        place_marker(t, &out, i < n ? &g[i] : NULL, at, (int32_t)m);
    }
    while (i < n)
        out.items[out.n++] = g[i++];
    *result = out.items;
    return out.n;
}
