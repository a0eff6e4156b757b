/* Random horizontal lists: every box stands in exactly one line, breaks are legal, forced breaks are kept, lines that
 * are not said to be too wide can be set in the measure. */
#include <string.h>

#include "fuzz.h"
#include "layout/linebreak_measure.h"

#define MAX_ITEMS 600

static struct hitem items[MAX_ITEMS];
static size_t n_items;

static int32_t take_penalty(struct fuzz_bytes *b)
{
    static const int32_t usual[] = {0, 50, -50, 500, 1000, 9999, PENALTY_FORBID, PENALTY_FORCE};
    uint8_t which = fuzz_byte(b);

    if (which < 128)
        return usual[which % 8];
    return (int32_t)fuzz_number(b, 20000) - 10000;
}

static struct hitem take_item(struct fuzz_bytes *b, uint32_t unit)
{
    struct hitem it = {.ref = (uint32_t)n_items};
    uint8_t kind = fuzz_byte(b);

    if (kind % 8 < 4) {
        it.kind = HITEM_BOX;
        it.width = (scaled)fuzz_number(b, unit);
        if (kind & 16)
            it.stretch = (scaled)fuzz_number(b, unit / 20);
        if (kind & 32)
            it.shrink = (scaled)fuzz_number(b, (uint32_t)it.width / 20);
        if (kind & 64)
            it.hang_left = (scaled)fuzz_number(b, (uint32_t)it.width / 2);
        if (kind & 128)
            it.hang_right = (scaled)fuzz_number(b, (uint32_t)it.width / 2);
    } else if (kind % 8 < 7) {
        it.kind = HITEM_GLUE;
        it.width = (scaled)fuzz_number(b, unit / 4);
        it.stretch = (scaled)fuzz_number(b, unit / 8);
        it.shrink = (scaled)fuzz_number(b, (uint32_t)it.width);
    } else {
        it.kind = HITEM_PENALTY;
        it.penalty = take_penalty(b);
        it.flagged = (kind & 16) != 0;
        it.tie = (kind >> 5) % (TIE_CUT + 1);
        if (it.flagged)
            it.width = (scaled)fuzz_number(b, unit / 8);
        if (kind & 8)
            it.hang_right = it.width / 2;
    }
    return it;
}

static struct linebreak_params take_params(struct fuzz_bytes *b, uint32_t *unit)
{
    uint8_t flags = fuzz_byte(b);

    *unit = (uint32_t)1 << (6 + fuzz_byte(b) % 18); /* up to 256 pt */
    struct linebreak_params p = {.width = (scaled)fuzz_number(b, *unit * 24)};
    p.first_width = flags & 1 ? (scaled)fuzz_number(b, *unit * 24) : p.width;
    p.last_room = flags & 2 ? (scaled)fuzz_number(b, *unit * 4) : 0;
    p.tolerance = (int32_t)fuzz_number(b, 10000);
    p.line_penalty = 10;
    p.adj_demerits = flags & 4 ? (int32_t)fuzz_number(b, 100000) : 10000;
    p.double_hyphen_demerits = 10000;
    p.final_hyphen_demerits = 5000;
    p.emergency_stretch = flags & 8 ? (scaled)fuzz_number(b, *unit) : p.width / 4;
    p.last_min = (scaled)(*unit / 2);
    p.runt_demerits = 10000;
    p.looseness = flags & 16 ? (int32_t)(fuzz_byte(b) % 7) - 3 : 0;
    p.ragged = (flags & 32) != 0;
    p.balance = (flags & 64) != 0;
    return p;
}

/* Between the ends of two lines there is nothing but what a line's beginning drops. */
static void check_dropped(uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        FUZZ_CHECK(items[i].kind != HITEM_BOX && (items[i].kind != HITEM_PENALTY || items[i].penalty > PENALTY_FORCE),
                   "item %u is lost between lines", (unsigned)i);
}

/* The place at an item; NULL: no line may end there. */
static const struct hplace *place_at(const struct hlist_measure *m, uint32_t item)
{
    for (size_t i = 0; i < m->n_places; i++)
        if (m->places[i].item == item)
            return &m->places[i];
    return NULL;
}

static void check_line(const struct hlist_measure *m, const struct linebreak_params *p, const struct breaks *b,
                       size_t k)
{
    const struct breakpoint *at = &b->items[k];
    const struct hplace *end = place_at(m, at->position);
    struct line_begin begin;

    FUZZ_CHECK(end != NULL, "line %zu ends at a legal break", k);
    FUZZ_CHECK(at->start <= at->position, "line %zu begins before it ends", k);
    for (uint32_t i = at->start; i < at->position; i++)
        FUZZ_CHECK(!measure_forced(&items[i]), "line %zu does not run over a forced break", k);
    if (k == 0)
        measure_first(m, &begin);
    else
        measure_behind(m, place_at(m, b->items[k - 1].position), &begin);
    int64_t natural = measure_natural(&begin, end), width = 0, give = 0, hung = 0;
    for (uint32_t i = at->start; i < at->position; i++) {
        width += items[i].kind == HITEM_PENALTY ? 0 : items[i].width;
        give += items[i].kind == HITEM_PENALTY || p->ragged || p->balance ? 0 : items[i].shrink;
    }
    if (at->start < at->position)
        hung = (items[at->start].kind == HITEM_BOX ? items[at->start].hang_left : 0) - end->beyond;
    FUZZ_CHECK(begin.item == at->start, "line %zu begins behind the last break", k);
    FUZZ_CHECK(natural == width - hung, "line %zu is as wide as its items", k);
    int64_t room = measure_width(m, p, (uint32_t)k, at->position) - natural;
    if (!b->overfull)
        FUZZ_CHECK(room + give >= 0, "line %zu can be set in the measure", k);
    FUZZ_CHECK(at->ratio == measure_ratio(m, p, (uint32_t)k, &begin, end) || (p->balance && at->ratio == 0),
               "line %zu has its ratio", k);
}

static void check_breaks(const struct hlist_measure *m, const struct linebreak_params *p, const struct breaks *b)
{
    uint32_t next = 0;

    FUZZ_CHECK(b->n > 0 && b->items[b->n - 1].position == n_items - 1, "the last line ends the list");
    for (size_t k = 0; k < b->n; k++) {
        check_line(m, p, b, k);
        FUZZ_CHECK(k == 0 || b->items[k].start >= next, "line %zu begins behind the one before", k);
        check_dropped(next, b->items[k].start);
        next = b->items[k].position + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_bytes b = {bytes, n};
    struct arena *a = arena_new();
    uint32_t unit;
    struct linebreak_params p = take_params(&b, &unit);
    struct breaks once, again;
    struct hlist_measure m;

    for (n_items = 0; n_items + 1 < MAX_ITEMS && b.n > 0; n_items++)
        items[n_items] = take_item(&b, unit);
    items[n_items++] = (struct hitem){.kind = HITEM_PENALTY, .penalty = PENALTY_FORCE};
    measure_init(&m, items, n_items, a);
    linebreak(items, n_items, &p, a, &once);
    linebreak(items, n_items, &p, a, &again);
    check_breaks(&m, &p, &once);
    FUZZ_CHECK(once.n == again.n && memcmp(once.items, again.items, once.n * sizeof *once.items) == 0,
               "two runs agree");
    arena_drop(a);
    return 0;
}
