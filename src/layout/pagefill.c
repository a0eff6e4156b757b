/* Filling a page: what stands on it after each item, and the ways in which it may end.
 *
 * Cost of a page = (empty lines)² · EMPTY_COST + the penalty of its break + what dividing a note and making a
 * construction longer or shorter cost. The last page of the list costs nothing for its emptiness, but a short one costs
 * `short_demerits`.
 */
#include "layout/pagefill.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "layout/columnfill.h"
#include "layout/linebreak.h"

#define EMPTY_COST 100
/* A note that goes on overleaf costs as much as five empty lines; a single line of it on either side, or none of a rest
 * that waited, more. */
#define NOTE_DIVIDED 3000
#define NOTE_LONE_LINE 2000
#define NOTE_WAITS 6000
/* Ends that leave so many more lines empty than the fullest are not looked at. */
#define WINDOW 12
/* What has been put on the page that is being filled. */
struct filling {
    int64_t y;                               /* height of text so far */
    int64_t pending;                         /* glue since the last box */
    int32_t lines;                           /* of running text */
    uint32_t first;                          /* item of the first box */
    bool any;                                /* a box stands on the page */
    uint32_t waiting;                        /* elastic that ends with glue: counts when a box follows; index + 1 */
    uint32_t longer[PAGE_ELASTICS], shorter; /* the cheapest, index + 1 */
};

struct filler {
    const struct page_list *l;
    uint32_t from, note;
    int64_t height;
    struct filling f;
    struct page_ends *out;
};

bool page_is_forced(const struct vitem *v)
{
    return v->kind == VITEM_PENALTY && v->penalty <= PENALTY_FORCE;
}

bool page_is_break(const struct vitem *items, size_t i)
{
    const struct vitem *v = &items[i];
    if (v->kind == VITEM_PENALTY)
        return v->penalty < PENALTY_FORBID;
    return v->kind == VITEM_GLUE && i > 0 && items[i - 1].kind == VITEM_BOX;
}

int64_t pagebreak_snap(int64_t y, scaled step)
{
    if (step <= 0)
        return y;
    int64_t over = (y % step + step) % step;
    return over <= PAGE_SLACK ? y - over : y + step - over;
}

void page_list_make(struct page_list *l, const struct vitem *items, size_t n, const struct pagebreak_params *p,
                    struct arena *a)
{
    *l = (struct page_list){.items = items, .n = n, .p = p};
    l->note_sums = arena_calloc(a, p->n_note_lines + 1, sizeof *l->note_sums);
    l->note_start = arena_calloc(a, p->n_note_lines + 1, sizeof *l->note_start);
    l->brought = arena_calloc(a, n + 1, sizeof *l->brought);
    uint32_t start = 0;
    for (size_t i = 0; i < p->n_note_lines; i++) {
        start = p->note_lines[i].first ? (uint32_t)i : start;
        l->note_start[i] = start;
        l->note_sums[i + 1] = l->note_sums[i] + p->note_lines[i].height;
    }
    for (size_t i = 0; i < n; i++) {
        size_t sum = l->brought[i] + (items[i].kind == VITEM_BOX ? (size_t)items[i].notes : 0);
        l->brought[i + 1] = (uint32_t)(sum < p->n_note_lines ? sum : p->n_note_lines);
    }
}

int64_t page_end_cost(const struct page_end *e)
{
    return e->empty + e->penalty + e->notes + e->elastic + e->last;
}

/* Keeps the two cheapest of what can be made longer and the cheapest of what can be made shorter. */
static void add_elastic(struct filler *s, uint32_t number)
{
    const struct elastic *all = s->l->p->elastics, *e = &all[number - 1];
    struct filling *f = &s->f;
    bool glue = s->l->items[e->first].kind == VITEM_GLUE;
    if (e->first < s->from || (glue && e->first < f->first))
        return;
    if (e->shorter > 0 && (f->shorter == 0 || e->shorter < all[f->shorter - 1].shorter))
        f->shorter = number;
    if (e->longer <= 0)
        return;
    if (f->longer[0] == 0 || e->longer < all[f->longer[0] - 1].longer) {
        f->longer[1] = f->longer[0];
        f->longer[0] = number;
    } else if (f->longer[1] == 0 || e->longer < all[f->longer[1] - 1].longer) {
        f->longer[1] = number;
    }
}

static inline void add_item(struct filler *s, uint32_t i)
{
    const struct vitem *v = &s->l->items[i];
    struct filling *f = &s->f;
    if (v->kind == VITEM_GLUE) {
        f->pending += f->any ? v->height : v->keep;
        f->waiting = v->elastic != 0 ? v->elastic : f->waiting;
    } else if (v->kind == VITEM_BOX) {
        f->y += f->pending;
        f->pending = 0;
        if (v->grid)
            f->y = pagebreak_snap(f->y - v->phase, s->l->p->line) + v->phase;
        f->y += v->height + (f->any ? 0 : v->top);
        f->lines += v->text;
        f->first = f->any ? f->first : i;
        f->any = true;
        if (f->waiting != 0)
            add_elastic(s, f->waiting);
        f->waiting = 0;
        if (v->elastic != 0)
            add_elastic(s, v->elastic);
    }
}

bool page_place_notes(const struct page_list *l, uint32_t from, uint32_t note, uint32_t at, int64_t room,
                      struct page_end *e)
{
    uint32_t before = l->brought[from], all = l->brought[at], end = note;
    e->note_end = all;
    e->notes = 0;
    if (note == all || l->note_sums[all] - l->note_sums[note] <= room + PAGE_SLACK)
        return true;
    uint32_t least = note;
    if (all > before) {
        least = l->note_start[all - 1];
        least += all - least < 2 ? all - least : 2;
    }
    while (end < all && l->note_sums[end + 1] - l->note_sums[note] <= room + PAGE_SLACK)
        end++;
    if (all - end == 1 && end > least && end > note + 1)
        end--;
    e->note_end = end;
    e->notes = NOTE_DIVIDED + (all - end == 1 ? NOTE_LONE_LINE : 0) + (end == note ? NOTE_WAITS : 0);
    return end >= least;
}

int64_t page_notes_height(const struct page_list *l, uint32_t note, uint32_t end)
{
    int64_t sum = l->note_sums[end] - l->note_sums[note];
    return sum > 0 ? sum + l->p->insert_gap : 0;
}

/* Does the page's text leave `room` for its notes when it ends before item `at`? */
static bool place_notes(const struct filler *s, uint32_t at, int64_t room, struct page_end *e)
{
    return page_place_notes(s->l, s->from, s->note, at, room, e);
}

static int64_t notes_height(const struct filler *s, uint32_t end)
{
    return page_notes_height(s->l, s->note, end);
}

int64_t page_empty_cost(const struct pagebreak_params *p, int64_t empty)
{
    if (empty <= 0)
        return 0;
    int64_t half_lines = muldiv(empty, 2, p->line > 0 ? p->line : SCALED_ONE);
    return half_lines * half_lines * EMPTY_COST / 4;
}

int32_t page_level(const struct pagebreak_params *p, int64_t empty)
{
    int64_t lines = empty > 0 ? (empty + PAGE_SLACK) / (p->line > 0 ? p->line : SCALED_ONE) : 0;
    return lines < LEVEL_MAX ? (int32_t)lines : LEVEL_MAX;
}

static void set_costs(const struct filler *s, struct page_end *e)
{
    const struct pagebreak_params *p = s->l->p;
    bool end = e->at == s->l->n, forced = !end && page_is_forced(&s->l->items[e->at]);
    e->level = LEVEL_FREE;
    if (end) /* the chapter's last page may stay empty, but not with a few lines alone */
        e->last = e->lines + e->more * e->n_elastics < p->last_min_lines ? p->short_demerits : 0;
    if (end || forced)
        return;
    if (e->lines == 1 && e->note_end > s->note)
        e->notes += NOTE_LONE_LINE; /* of text above notes */
    int64_t empty = s->height - e->used;
    e->empty = page_empty_cost(p, empty);
    e->level = e->note_end == s->note ? page_level(p, empty) : 0;
    if (s->l->items[e->at].kind == VITEM_PENALTY)
        e->penalty = s->l->items[e->at].penalty;
}

struct page_end *page_end_append(struct page_ends *out, const struct page_end *e)
{
    mem_grow((void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    out->items[out->n] = *e;
    return &out->items[out->n++];
}

/* The page ended before item `at`, with `n` constructions made `more` lines longer, if that fits. */
static bool offer(struct filler *s, uint32_t at, int n, int more, const uint32_t *which)
{
    const struct pagebreak_params *p = s->l->p;
    struct page_end e = {.at = at, .more = (int8_t)more, .n_elastics = (uint8_t)n};
    int64_t y = s->f.y + (int64_t)n * more * p->line;
    if (y > s->height + PAGE_SLACK || !place_notes(s, at, s->height - y - p->insert_gap, &e))
        return false;
    for (int i = 0; i < n; i++) {
        const struct elastic *el = &p->elastics[which[i] - 1];
        e.elastics[i] = el->id;
        e.elastic += more > 0 ? el->longer : el->shorter;
    }
    e.used = y + notes_height(s, e.note_end);
    e.lines = s->f.lines;
    page_end_append(s->out, &e);
    return true;
}

static bool offer_all(struct filler *s, uint32_t at)
{
    const struct filling *f = &s->f;
    bool end = at == s->l->n || page_is_forced(&s->l->items[at]), any = offer(s, at, 0, 0, NULL);
    if (f->longer[0] != 0 && !end)
        any |= offer(s, at, 1, 1, f->longer);
    if (f->longer[1] != 0 && !end)
        any |= offer(s, at, 2, 1, f->longer);
    if (f->shorter != 0)
        any |= offer(s, at, 1, -1, &f->shorter);
    return any;
}

/* Where nothing legal fits, the page ends before the box that is too much, or behind it, when it stands alone. */
static void offer_forced(struct filler *s, uint32_t at)
{
    struct page_end e = {.at = at, .forced = true, .level = LEVEL_FREE, .penalty = (int64_t)PENALTY_FORBID * 100};
    place_notes(s, at, s->height - s->f.y - s->l->p->insert_gap, &e);
    e.used = s->f.y + notes_height(s, e.note_end);
    page_end_append(s->out, &e);
}

/* Drops the ends that leave much more of the page empty than the last. */
static void drop_empty(struct filler *s)
{
    struct page_ends *out = s->out;
    int64_t least = out->items[out->n - 1].used - (int64_t)WINDOW * s->l->p->line;
    size_t k = 0;
    for (size_t i = 0; i < out->n; i++)
        if (out->items[i].used >= least || i + 1 == out->n)
            out->items[k++] = out->items[i];
    out->n = k;
}

/* Does the text that stands on the page leave room for its notes? */
static inline bool fits(const struct filler *s, uint32_t at, int64_t y)
{
    struct page_end e;
    if (y > s->height + PAGE_SLACK)
        return false;
    return s->note == s->l->brought[at] || place_notes(s, at, s->height - y - s->l->p->insert_gap, &e);
}

/* A page of the rest of a note, behind the text. */
static void notes_alone(struct filler *s)
{
    const int64_t *sums = s->l->note_sums;
    uint32_t all = s->l->brought[s->l->n], end = s->note + 1;
    while (end < all && sums[end + 1] - sums[s->note] <= s->height + PAGE_SLACK)
        end++;
    struct page_end e = {.at = (uint32_t)s->l->n, .note_end = end, .level = LEVEL_FREE, .notes = NOTE_DIVIDED};
    e.used = sums[end] - sums[s->note];
    page_end_append(s->out, &e);
}

/* Nothing legal fits. */
static void fill_forced(struct filler *s, uint32_t fit, uint32_t too_much)
{
    uint32_t end = fit > s->from ? fit : too_much + 1;
    s->f = (struct filling){0};
    for (uint32_t i = s->from; i < end; i++)
        add_item(s, i);
    offer_forced(s, end);
}

/* Fills until nothing more fits, offering each legal end. Returns the item that was too much, or where the page must
 * end. `fit` becomes the item behind the last box that fits as things are. */
static uint32_t fill(struct filler *s, uint32_t *fit)
{
    const struct page_list *l = s->l;
    int64_t spare = l->p->n_elastics > 0 ? l->p->line : 0;
    for (uint32_t i = s->from; i < l->n; i++) {
        if (s->f.any && page_is_break(l->items, i))
            offer_all(s, i);
        if (s->f.any && page_is_forced(&l->items[i]))
            return i;
        add_item(s, i);
        if (l->items[i].kind != VITEM_BOX)
            continue;
        if (!fits(s, i + 1, s->f.y - spare))
            return i;
        if (spare == 0 || fits(s, i + 1, s->f.y))
            *fit = i + 1;
    }
    offer_all(s, (uint32_t)l->n);
    return (uint32_t)l->n - 1;
}

void page_fill(const struct page_list *l, uint32_t from, uint32_t note, bool first, struct page_ends *out)
{
    struct filler s = {.l = l, .from = from, .note = note, .out = out};
    s.height = first ? l->p->first_height : l->p->height;
    out->n = 0;
    if (from == l->n) {
        notes_alone(&s);
        return;
    }
    if (l->p->columns > 1) {
        columns_fill(l, from, note, first, out);
        if (!out->items[0].forced)
            drop_empty(&s);
        return;
    }
    uint32_t last_fit = from, too_much = fill(&s, &last_fit);
    if (out->n == 0) {
        fill_forced(&s, last_fit, too_much);
        return;
    }
    drop_empty(&s);
    for (size_t i = 0; i < out->n; i++)
        set_costs(&s, &out->items[i]);
}
