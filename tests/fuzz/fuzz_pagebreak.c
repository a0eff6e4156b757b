/* Random vertical lists: every box stands on exactly one page, pages that are not said to be overfull hold what is on
 * them, breaks are legal, forced breaks are kept. */
#include "layout/pagebreak.h"

#include <string.h>

#include "fuzz.h"
#include "layout/linebreak.h"

#define MAX_ITEMS 400

static struct vitem items[MAX_ITEMS];
static size_t n_items;

static struct vitem take_item(struct fuzz_bytes *b, scaled line)
{
    static const int32_t penalties[] = {0, 100, -100, 3000, PENALTY_FORBID, PENALTY_FORCE, 500, PENALTY_FORBID};
    struct vitem v = {.ref = (uint32_t)n_items};
    uint8_t kind = fuzz_byte(b);

    if (kind % 4 < 2) {
        v.kind = VITEM_BOX;
        v.text = (kind & 4) != 0;
        v.grid = (kind & 8) != 0;
        v.height = kind & 16 ? (scaled)fuzz_number(b, (uint32_t)PT(1200)) : line;
        v.phase = v.grid && kind & 32 ? (scaled)fuzz_number(b, (uint32_t)PT(20)) : 0;
        v.top = kind & 64 ? (scaled)fuzz_number(b, (uint32_t)PT(100)) : 0;
        v.notes = kind & 128 ? fuzz_byte(b) % 40 : 0;
    } else if (kind % 4 == 2) {
        v.kind = VITEM_GLUE;
        v.height = (scaled)fuzz_number(b, (uint32_t)PT(kind & 4 ? 2000 : 40));
        v.keep = kind & 8 ? (scaled)fuzz_number(b, (uint32_t)v.height) : 0;
    } else {
        v.kind = VITEM_PENALTY;
        v.penalty = penalties[kind >> 5];
    }
    return v;
}

static struct pagebreak_params take_params(struct fuzz_bytes *b)
{
    struct pagebreak_params p = {.height = PT(40) + (scaled)fuzz_number(b, (uint32_t)PT(900))};
    uint8_t flags = fuzz_byte(b);

    p.first_height = flags & 1 ? p.height : (scaled)fuzz_number(b, (uint32_t)p.height);
    p.insert_gap = flags & 2 ? PT(12) : 0;
    p.line = flags & 4 ? PT(16) : PT(10) + (scaled)fuzz_number(b, (uint32_t)PT(20));
    p.last_min_lines = (int32_t)(flags >> 4);
    p.short_demerits = flags & 8 ? 5000 : 0;
    return p;
}

static bool is_forced(const struct vitem *v)
{
    return v->kind == VITEM_PENALTY && v->penalty <= PENALTY_FORCE;
}

/* A page that is not overfull ends where it may; behind the last box everywhere. */
static bool may_end(size_t i)
{
    size_t next = i;

    while (next < n_items && items[next].kind != VITEM_BOX)
        next++;
    if (next == n_items)
        return true;
    const struct vitem *v = &items[i];
    return v->kind == VITEM_PENALTY ? v->penalty < PENALTY_FORBID
                                    : v->kind == VITEM_GLUE && i > 0 && items[i - 1].kind == VITEM_BOX;
}

static void check_page(const struct page_span *s, scaled height, size_t k)
{
    bool box = false;

    FUZZ_CHECK(s->first < s->end && s->end <= n_items, "page %zu has items", k);
    for (uint32_t i = s->first; i < s->end; i++) {
        FUZZ_CHECK(!box || !is_forced(&items[i]), "page %zu does not run over a forced break", k);
        box |= items[i].kind == VITEM_BOX;
    }
    FUZZ_CHECK(box, "page %zu has a box", k);
    FUZZ_CHECK(s->overfull || may_end(s->end), "page %zu ends at a legal break", k);
    FUZZ_CHECK(s->overfull || s->used <= height + 32, "page %zu holds what is on it", k);
}

static void check_pages(const struct pagebreak_params *p, const struct page_spans *pages)
{
    uint32_t next = 0;

    for (size_t k = 0; k < pages->n; k++) {
        const struct page_span *s = &pages->items[k];
        FUZZ_CHECK(s->first >= next, "page %zu begins behind the one before", k);
        for (; next < s->first; next++)
            FUZZ_CHECK(items[next].kind != VITEM_BOX, "item %u is lost before page %zu", (unsigned)next, k);
        check_page(s, k == 0 ? p->first_height : p->height, k);
        next = s->end;
    }
    for (; next < n_items; next++)
        FUZZ_CHECK(items[next].kind != VITEM_BOX, "item %u is lost behind the last page", (unsigned)next);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzz_bytes b = {bytes, n};
    struct arena *a = arena_new();
    struct pagebreak_params p = take_params(&b);
    struct page_spans once, again;

    for (n_items = 0; n_items < MAX_ITEMS && b.n > 0; n_items++)
        items[n_items] = take_item(&b, p.line);
    pagebreak(items, n_items, &p, a, NULL, &once);
    pagebreak(items, n_items, &p, a, NULL, &again);
    check_pages(&p, &once);
    FUZZ_CHECK(once.n == again.n && (once.n == 0 || memcmp(once.items, again.items, once.n * sizeof *once.items) == 0),
               "two runs agree");
    arena_drop(a);
    return 0;
}
