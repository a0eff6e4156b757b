/* Columns: a page is filled band by band. In a band each column takes as much as fits, so that the last one is the
 * short one; a balanced band gets the least height with which that goes. No way of ending a column early is looked for:
 * an empty line at the foot of a column costs as much as one at the foot of a page, and pagebreak.c chooses among the
 * ends of the page.
 */
#include "layout/columnfill.h"

#include <stdlib.h>

#include "base/mem.h"
#include "layout/linebreak.h"

/* Items below each other. */
struct stack {
    int64_t y, pending;
    bool any; /* a box stands there */
};

static void stack_item(struct stack *s, const struct vitem *v, scaled line)
{
    if (v->kind == VITEM_GLUE) {
        s->pending += s->any ? v->height : v->keep;
    } else if (v->kind == VITEM_BOX) {
        s->y += s->pending;
        s->pending = 0;
        if (v->grid)
            s->y = pagebreak_snap(s->y - v->phase, line) + v->phase;
        s->y += v->height + (s->any ? 0 : v->top);
        s->any = true;
    }
}

/* Fills a column from item `from` to a limit. Returns the item before which it ends: the band's end, or a legal break;
 * its bottom. *need is lowered to the height at which it would take more. */
static uint32_t fill_column(const struct column_page *page, uint32_t from, const struct column_band *band,
                            int64_t limit, int64_t *bottom, int64_t *need)
{
    struct stack s = {.y = band->top};
    uint32_t best = from;
    *bottom = band->top;
    for (uint32_t i = from; i < band->end; i++) {
        if (s.any && page_is_break(page->items, i)) {
            best = i;
            *bottom = s.y;
        }
        stack_item(&s, &page->items[i], page->p->line);
        if (s.y > limit + PAGE_SLACK) {
            *need = s.y < *need ? s.y : *need;
            return best;
        }
    }
    *bottom = s.y;
    return band->end;
}

static uint32_t after_break(const struct column_page *page, uint32_t i, uint32_t end)
{
    while (i < end && page->items[i].kind == VITEM_PENALTY)
        i++;
    return i;
}

/* Fills the columns of a band to a limit. Returns whether all of it has room; else *need is a larger limit to try. */
static bool fill_band(const struct column_page *page, struct column_band *band, int64_t limit, int64_t *need)
{
    uint32_t at = band->first;
    *need = INT64_MAX;
    for (band->n = 0; band->n < (uint32_t)page->p->columns && (at < band->end || band->n == 0); band->n++) {
        band->starts[band->n] = at;
        uint32_t end = fill_column(page, at, band, limit, &band->bottoms[band->n], need);
        at = after_break(page, end, band->end);
    }
    return at >= band->end;
}

/* The least height with which the band's columns hold it. */
static bool balance_band(const struct column_page *page, struct column_band *band, int64_t limit)
{
    struct stack s = {.y = 0};
    for (uint32_t i = band->first; i < band->end; i++)
        stack_item(&s, &page->items[i], page->p->line);
    int64_t need, try = band->top + s.y / page->p->columns;
    while (try < limit && !fill_band(page, band, try, &need))
        try = need;
    return fill_band(page, band, try < limit ? try : limit, &need);
}

static struct column_band *add_band(struct column_bands *out)
{
    mem_grow((void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    struct column_band *band = &out->items[out->n++];
    *band = (struct column_band){.n = 1};
    return band;
}

/* Glue and penalties stand with the box that follows. */
static uint32_t band_end(const struct column_page *page, uint32_t from)
{
    uint32_t i = from;
    while (i < page->end && page->items[i].span == page->items[from].span)
        i++;
    return i;
}

static int64_t deepest(const struct column_band *band)
{
    int64_t y = band->top;
    for (uint32_t i = 0; i < band->n; i++)
        y = band->bottoms[i] > y ? band->bottoms[i] : y;
    return y;
}

/* Boxes over the whole width. */
static void pile(const struct column_page *page, struct column_band *band, struct stack *s)
{
    band->spans = true;
    band->starts[0] = band->first;
    band->before = s->pending;
    band->below = s->any;
    for (uint32_t i = band->first; i < band->end; i++)
        stack_item(s, &page->items[i], page->p->line);
    band->bottoms[0] = s->y;
}

bool columns_divide(const struct column_page *page, struct column_bands *out)
{
    struct stack s = {.y = 0};
    bool fits = true;
    out->n = 0;
    for (uint32_t from = page->first; from < page->end;) {
        struct column_band *band = add_band(out);
        int64_t need;
        band->first = from;
        band->end = band_end(page, from);
        band->top = s.y;
        if (page->items[from].span) {
            pile(page, band, &s);
        } else {
            band->top += s.pending;
            bool last = band->end >= page->end && !page->balanced;
            fits = (last ? fill_band(page, band, page->height, &need) : balance_band(page, band, page->height)) && fits;
            s = (struct stack){.y = deepest(band), .any = s.any || deepest(band) > band->top};
        }
        fits = fits && s.y <= page->height + PAGE_SLACK;
        from = band->end;
    }
    out->bottom = s.y;
    return fits;
}

/* ---- ends of a page ---- */

struct column_filler {
    const struct page_list *l;
    uint32_t from, note;
    int64_t height;
    struct column_bands bands;
    struct page_ends *out;
};

static bool ends_free(const struct column_filler *s, uint32_t at)
{
    return at == s->l->n || page_is_forced(&s->l->items[at]);
}

static bool divide(struct column_filler *s, uint32_t at, int64_t height, bool balanced)
{
    struct column_page page = {s->l->items, s->from, at, s->l->p, height, balanced};
    return columns_divide(&page, &s->bands);
}

/* Squares of what the columns of the last band leave empty. */
static int64_t empty_cost(const struct column_filler *s, int64_t height)
{
    if (s->bands.n == 0)
        return 0;
    const struct column_band *band = &s->bands.items[s->bands.n - 1];
    int64_t sum = 0;
    uint32_t columns = band->spans ? 1 : (uint32_t)s->l->p->columns;
    for (uint32_t i = 0; i < columns; i++)
        sum += page_empty_cost(s->l->p, height - (i < band->n ? band->bottoms[i] : band->top));
    return columns > 1 ? sum / columns : sum;
}

static int32_t lines_of(const struct page_list *l, uint32_t from, uint32_t to)
{
    int32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += l->items[i].kind == VITEM_BOX && l->items[i].text;
    return n;
}

static void set_costs(struct column_filler *s, struct page_end *e)
{
    const struct pagebreak_params *p = s->l->p;
    e->level = LEVEL_FREE;
    e->used = s->bands.bottom + page_notes_height(s->l, s->note, e->note_end);
    if (e->at == s->l->n && lines_of(s->l, s->from, e->at) < p->last_min_lines)
        e->last = p->short_demerits;
    if (ends_free(s, e->at))
        return;
    int64_t height = s->height - page_notes_height(s->l, s->note, e->note_end);
    e->empty = empty_cost(s, height);
    e->level = page_level(p, s->height - e->used);
    if (s->l->items[e->at].kind == VITEM_PENALTY)
        e->penalty = s->l->items[e->at].penalty;
}

/* The page ended before item `at`, if that fits: with all its notes, or with as many as there is room for. */
static void offer(struct column_filler *s, uint32_t at)
{
    struct page_end e = {.at = at, .note_end = s->l->brought[at]};
    bool balanced = ends_free(s, at);
    if (!divide(s, at, s->height - page_notes_height(s->l, s->note, e.note_end), balanced)) {
        if (e.note_end == s->note || !divide(s, at, s->height, true) ||
            !page_place_notes(s->l, s->from, s->note, at, s->height - s->bands.bottom - s->l->p->insert_gap, &e))
            return;
        divide(s, at, s->height - page_notes_height(s->l, s->note, e.note_end), balanced);
    }
    set_costs(s, &e);
    page_end_append(s->out, &e);
}

/* Where nothing legal fits: as much as a single column holds, one box at least. */
static void offer_forced(struct column_filler *s)
{
    struct stack stack = {.y = 0};
    uint32_t at = s->from;
    for (uint32_t i = s->from; i < s->l->n; i++) {
        bool had = stack.any;
        stack_item(&stack, &s->l->items[i], s->l->p->line);
        if (had && stack.y > s->height)
            break;
        at = s->l->items[i].kind == VITEM_BOX ? i + 1 : at;
    }
    struct page_end e = {.at = at, .forced = true, .level = LEVEL_FREE, .penalty = (int64_t)PENALTY_FORBID * 100};
    page_place_notes(s->l, s->from, s->note, at, s->height - stack.y, &e);
    e.used = stack.y + page_notes_height(s->l, s->note, e.note_end);
    page_end_append(s->out, &e);
}

void columns_fill(const struct page_list *l, uint32_t from, uint32_t note, bool first, struct page_ends *out)
{
    struct column_filler s = {.l = l, .from = from, .note = note, .out = out};
    struct stack all = {.y = 0};
    bool stopped = false;
    s.height = first ? l->p->first_height : l->p->height;
    for (uint32_t i = from; i < l->n && !stopped; i++) {
        if (all.any && page_is_break(l->items, i))
            offer(&s, i);
        stopped = (all.any && page_is_forced(&l->items[i])) || all.y > s.height * (l->p->columns + 1);
        stack_item(&all, &l->items[i], l->p->line);
    }
    if (!stopped)
        offer(&s, (uint32_t)l->n);
    if (out->n == 0)
        offer_forced(&s);
    free(s.bands.items);
}
