/* Page breaking by dynamic programming.
 *
 * best[b] is the least total cost of setting items [0, b) on whole pages, b being a legal break. From each reachable
 * break one page is filled item by item; each legal break on it offers a way to reach that break. A page holds some
 * hundred items, so the work is n times a constant. First-fit was refused: it cannot leave a line free on one page to
 * save the next one from a widow, or pull a chapter's last two lines back.
 *
 * Cost of a page = (empty lines)² · EMPTY_COST + the penalty of its break. The last page of the list costs nothing for
 * its emptiness, but a short one costs `short_demerits`.
 */
#include "layout/pagebreak.h"

#include <limits.h>
#include <string.h>

#include "layout/linebreak.h"

#define EMPTY_COST 100
#define NEVER INT64_MAX

struct state {
    const struct vitem *items;
    size_t n;
    const struct pagebreak_params *p;
    int64_t *best;  /* least cost to have a page end before item b; NEVER: not reachable */
    uint32_t *from; /* where that page began */
    scaled *used;
    bool *forced; /* the page ends where nothing allows it */
};

/* What has been put on the page that is being filled. */
struct filling {
    int64_t y;       /* height of text so far */
    int64_t notes;   /* height of notes so far */
    int64_t pending; /* glue since the last box */
    int32_t lines;   /* of running text */
    bool any;        /* a box stands on the page */
};

static bool is_break(const struct state *s, size_t i)
{
    const struct vitem *v = &s->items[i];
    if (v->kind == VITEM_PENALTY)
        return v->penalty < PENALTY_FORBID;
    return v->kind == VITEM_GLUE && i > 0 && s->items[i - 1].kind == VITEM_BOX;
}

static int64_t snap(int64_t y, scaled step)
{
    if (step <= 0)
        return y;
    int64_t over = (y % step + step) % step;
    /* Half a thousandth of a point of rounding must not cost a line. */
    return over <= 32 ? y - over : y + step - over;
}

scaled pagebreak_snap(scaled y, scaled step)
{
    return (scaled)snap(y, step);
}

/* Adds item v; afterwards f->y + note height is what the page needs. */
static void fill(struct filling *f, const struct vitem *v, const struct pagebreak_params *p)
{
    if (v->kind == VITEM_GLUE) {
        f->pending += f->any ? v->height : v->keep;
    } else if (v->kind == VITEM_BOX) {
        f->y += f->pending;
        f->pending = 0;
        if (v->grid)
            f->y = snap(f->y - v->phase, p->line) + v->phase;
        f->y += v->height + (f->any ? 0 : v->top);
        f->notes += v->insert;
        f->lines += v->text;
        f->any = true;
    }
}

static int64_t needed(const struct filling *f, const struct pagebreak_params *p)
{
    return f->y + (f->notes > 0 ? f->notes + p->insert_gap : 0);
}

static int64_t page_cost(const struct state *s, const struct filling *f, scaled height, size_t at)
{
    const struct pagebreak_params *p = s->p;
    if (at == s->n) /* the chapter's last page may stay empty, but not with a few lines alone */
        return f->lines < p->last_min_lines ? p->short_demerits : 0;
    int64_t cost = 0;
    int64_t empty = height - needed(f, p);
    bool forced = s->items[at].kind == VITEM_PENALTY && s->items[at].penalty <= PENALTY_FORCE;
    if (!forced && empty > 0) {
        int64_t half_lines = muldiv(empty, 2, p->line > 0 ? p->line : SCALED_ONE);
        cost += half_lines * half_lines * EMPTY_COST / 4;
    }
    if (s->items[at].kind == VITEM_PENALTY && !forced)
        cost += s->items[at].penalty;
    return cost;
}

static void offer(struct state *s, size_t from, size_t at, const struct filling *f, int64_t cost, bool forced)
{
    int64_t total = s->best[from] + cost;
    if (total < s->best[at]) {
        s->best[at] = total;
        s->from[at] = (uint32_t)from;
        s->used[at] = needed(f, s->p) < INT32_MAX ? (scaled)needed(f, s->p) : INT32_MAX;
        s->forced[at] = forced;
    }
}

/* Fills one page from `from` and offers every legal end. Always offers at least one, so that the search cannot fail:
 * where nothing legal fits, the page ends before the box that is too much (or behind it, when it stands alone). */
static void fill_page(struct state *s, size_t from)
{
    const struct pagebreak_params *p = s->p;
    scaled height = from == 0 ? p->first_height : p->height;
    struct filling f = {0};
    bool offered = false;
    size_t last_fit = from;
    for (size_t i = from; i < s->n; i++) {
        if (f.any && is_break(s, i)) {
            offer(s, from, i, &f, page_cost(s, &f, height, i), false);
            offered = true;
            if (s->items[i].kind == VITEM_PENALTY && s->items[i].penalty <= PENALTY_FORCE)
                return;
        }
        struct filling before = f;
        fill(&f, &s->items[i], p);
        if (s->items[i].kind != VITEM_BOX)
            continue;
        if (needed(&f, p) > height + 32) {
            if (offered)
                return;
            size_t end = before.any ? last_fit : i + 1;
            offer(s, from, end, before.any ? &before : &f, (int64_t)PENALTY_FORBID * 100, true);
            return;
        }
        last_fit = i + 1;
    }
    if (f.any)
        offer(s, from, s->n, &f, page_cost(s, &f, height, s->n), false);
}

/* Index of the first item of the page that a break at b begins: the breaking glue or penalty itself belongs to neither.
 */
static size_t after_break(const struct state *s, size_t b)
{
    while (b < s->n && s->items[b].kind == VITEM_PENALTY && s->items[b].penalty > PENALTY_FORCE)
        b++;
    return b;
}

static void collect(struct state *s, struct arena *a, struct page_spans *out)
{
    size_t count = 0;
    for (size_t b = s->n; b > 0; b = s->from[b])
        count++;
    out->items = arena_calloc(a, count, sizeof *out->items);
    out->n = count;
    for (size_t b = s->n; b > 0; b = s->from[b]) {
        struct page_span *span = &out->items[--count];
        *span =
            (struct page_span){(uint32_t)after_break(s, s->from[b]), (uint32_t)b, s->used[b], s->best[b], s->forced[b]};
    }
}

void pagebreak(const struct vitem *items, size_t n, const struct pagebreak_params *p, struct arena *a,
               struct page_spans *out)
{
    *out = (struct page_spans){0};
    while (n > 0 && items[n - 1].kind != VITEM_BOX) /* what follows the last box needs no page */
        n--;
    if (n == 0)
        return;
    struct state s = {.items = items, .n = n, .p = p};
    s.best = arena_calloc(a, n + 1, sizeof *s.best);
    s.from = arena_calloc(a, n + 1, sizeof *s.from);
    s.used = arena_calloc(a, n + 1, sizeof *s.used);
    s.forced = arena_calloc(a, n + 1, sizeof *s.forced);
    for (size_t i = 1; i <= n; i++)
        s.best[i] = NEVER;
    for (size_t i = 0; i < n; i++)
        if (s.best[i] != NEVER)
            fill_page(&s, i);
    collect(&s, a, out);
}
