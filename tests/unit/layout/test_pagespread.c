/* Facing pages and divided notes: the least cost equals brute force on small chapters. */
#include <stdlib.h>

#include "base/buf.h"
#include "layout/linebreak.h"
#include "layout/pagebreak.h"
#include "unit/suite.h"

#define LINE PT(16)
#define FREE 255

/* The prices, said a second time. */
#define EMPTY 100
#define UNEVEN 2000
#define UNEVEN_LINE 500
#define DIVIDED 3000
#define LONE 2000
#define WAITS 6000

struct chapter {
    struct vitem items[96];
    size_t n;
    struct note_line notes[32];
    size_t n_notes;
    struct elastic elastics[16];
    size_t n_elastics;
    struct pagebreak_params p;
};

static void put_box(struct chapter *c)
{
    c->items[c->n++] = (struct vitem){.kind = VITEM_BOX, .height = LINE, .text = true};
}

static void put_penalty(struct chapter *c, int32_t penalty)
{
    c->items[c->n++] = (struct vitem){.kind = VITEM_PENALTY, .penalty = penalty};
}

static void put_elastic(struct chapter *c, size_t first, int32_t longer, int32_t shorter)
{
    uint32_t id = (uint32_t)c->n_elastics;
    c->elastics[c->n_elastics++] = (struct elastic){(uint32_t)first, longer, shorter, id};
    c->items[c->n - 1].elastic = (uint32_t)c->n_elastics;
}

static void put_paragraph(struct chapter *c, unsigned *seed)
{
    size_t first = c->n;
    int n = 1 + (int)(rand_r(seed) % 5);
    for (int i = 0; i < n; i++) {
        put_box(c);
        if (rand_r(seed) % 9 == 0 && c->n_notes + 6 < 32) {
            int lines = 1 + (int)(rand_r(seed) % 6);
            c->items[c->n - 1].notes = (uint32_t)lines;
            for (int k = 0; k < lines; k++)
                c->notes[c->n_notes++] = (struct note_line){LINE / 2, k == 0};
        }
        if (i + 1 < n)
            put_penalty(c, i + 1 < 2 || n - 1 - i < 2 ? PENALTY_FORBID : 0);
    }
    if (rand_r(seed) % 2 == 0)
        put_elastic(c, first, 300 + (int)(rand_r(seed) % 500), n > 1 ? 300 + (int)(rand_r(seed) % 500) : 0);
    put_penalty(c, 0);
}

static void put_heading(struct chapter *c)
{
    c->items[c->n++] = (struct vitem){.kind = VITEM_GLUE, .height = LINE, .keep = LINE / 2};
    put_elastic(c, c->n - 1, 700, 0);
    put_box(c);
    put_penalty(c, PENALTY_FORBID);
}

static void make_chapter(struct chapter *c, unsigned *seed)
{
    *c = (struct chapter){.n = 0};
    int paragraphs = 3 + (int)(rand_r(seed) % 3);
    for (int i = 0; i < paragraphs; i++) {
        if (i > 0 && rand_r(seed) % 3 == 0)
            put_heading(c);
        put_paragraph(c, seed);
    }
    scaled height = (5 + (int)(rand_r(seed) % 4)) * LINE;
    c->p = (struct pagebreak_params){.height = height,
                                     .first_height = height - (int)(rand_r(seed) % 3) * LINE,
                                     .insert_gap = LINE / 2,
                                     .line = LINE,
                                     .last_min_lines = 2,
                                     .short_demerits = 5000,
                                     .facing = (int)(rand_r(seed) % 3),
                                     .note_lines = c->notes,
                                     .n_note_lines = c->n_notes,
                                     .elastics = c->elastics,
                                     .n_elastics = c->n_elastics};
}

/* Where a page begins. */
struct place {
    size_t from, note;
    bool first, faces; /* first of the chapter; second of a spread */
    int level;         /* of the page that it faces */
};

/* A page as it would be. */
struct page {
    size_t end, note_end;
    scaled y;
    int lines, change;
    int64_t cost;
};

static int64_t best_from(const struct chapter *c, struct place at);

static size_t brought(const struct chapter *c, size_t end)
{
    size_t n = 0;
    for (size_t i = 0; i < end; i++)
        n += c->items[i].notes;
    return n;
}

/* Lines of notes by the rule: all, or as many as fit, two at least of one that begins here, no single line left where
 * that can be helped. Returns false where they have no room. */
static bool notes_fit(const struct chapter *c, const struct place *at, struct page *page)
{
    size_t all = brought(c, page->end), before = brought(c, at->from), least = at->note, fit = 0;
    int64_t room = (at->first ? c->p.first_height : c->p.height) - page->y;
    if (room < 0)
        return false;
    page->note_end = all;
    if (all == at->note)
        return true;
    while (at->note + fit < all && (int64_t)(fit + 1) * (LINE / 2) + LINE / 2 <= room)
        fit++;
    if (at->note + fit == all)
        return true;
    if (all > before) {
        least = all - 1;
        while (!c->notes[least].first)
            least--;
        least += all - least >= 2 ? 2 : 1;
    }
    if (all - at->note - fit == 1 && at->note + fit > least && fit > 1)
        fit--;
    page->note_end = at->note + fit;
    page->cost += DIVIDED + (all - page->note_end == 1 ? LONE : 0) + (fit == 0 ? WAITS : 0);
    return page->note_end >= least;
}

/* Total cost when the page is this one. */
static int64_t with_page(const struct chapter *c, const struct place *at, struct page page)
{
    page.y += page.change * LINE;
    if (!notes_fit(c, at, &page))
        return INT64_MAX;
    scaled height = at->first ? c->p.first_height : c->p.height;
    scaled notes = (scaled)(page.note_end - at->note) * (LINE / 2), used = page.y + notes + (notes > 0 ? LINE / 2 : 0);
    int level = FREE;
    if (page.end == c->n) {
        page.cost += page.lines + page.change < c->p.last_min_lines ? c->p.short_demerits : 0;
    } else {
        int64_t halves = (height - used) * 2 / LINE;
        page.cost += halves * halves * EMPTY / 4 + (page.lines == 1 && notes > 0 ? LONE : 0);
        level = notes > 0 ? 0 : (height - used) / LINE;
        level = level > 8 ? 8 : level;
    }
    if (c->p.facing != FACING_NONE && at->faces && at->level != FREE && level != FREE && level != at->level)
        page.cost += UNEVEN + UNEVEN_LINE * abs(level - at->level);
    struct place next = {page.end, page.note_end, false, c->p.facing == FACING_NONE || !at->faces, level};
    int64_t rest = best_from(c, next);
    return rest == INT64_MAX ? rest : page.cost + rest;
}

static bool usable(const struct chapter *c, const struct place *at, const struct page *page, size_t k, size_t last)
{
    const struct elastic *e = &c->elastics[k];
    size_t first_box = at->from;
    while (c->items[first_box].kind != VITEM_BOX)
        first_box++;
    if (c->items[last].kind == VITEM_GLUE) /* its box follows at once */
        last++;
    return last < page->end && e->first >= at->from && (c->items[e->first].kind != VITEM_GLUE || e->first > first_box);
}

static size_t last_item(const struct chapter *c, size_t k)
{
    size_t i = 0;
    while (c->items[i].elastic != k + 1)
        i++;
    return i;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The page as it is, with one or two constructions longer, with one shorter: every choice of them. */
static int64_t best_page(const struct chapter *c, const struct place *at, const struct page *page)
{
    int64_t best = with_page(c, at, *page);
    for (size_t i = 0; i < c->n_elastics; i++) {
        if (!usable(c, at, page, i, last_item(c, i)))
            continue;
        struct page other = *page;
        other.change = -1;
        other.cost += c->elastics[i].shorter;
        if (c->elastics[i].shorter > 0)
            best = least(best, with_page(c, at, other));
        other = *page;
        other.change = 1;
        other.cost += c->elastics[i].longer;
        if (c->elastics[i].longer > 0 && page->end < c->n)
            best = least(best, with_page(c, at, other));
        for (size_t k = 0; k < i && page->end < c->n; k++) {
            struct page two = other;
            two.change = 2;
            two.cost += c->elastics[k].longer;
            if (c->elastics[i].longer > 0 && c->elastics[k].longer > 0 && usable(c, at, page, k, last_item(c, k)))
                best = least(best, with_page(c, at, two));
        }
    }
    return best;
}

static int64_t notes_alone(const struct chapter *c, struct place at)
{
    int64_t cost = 0;
    for (size_t note = at.note; note < c->n_notes; cost += DIVIDED)
        note += (size_t)(c->p.height / (LINE / 2));
    return cost;
}

static int64_t best_from(const struct chapter *c, struct place at)
{
    int64_t best = INT64_MAX;
    struct page page = {.end = at.from};
    scaled pending = 0;
    if (at.from == c->n)
        return notes_alone(c, at);
    for (size_t i = at.from; i <= c->n; i++) {
        bool legal = i == c->n || (c->items[i].kind == VITEM_PENALTY && c->items[i].penalty < PENALTY_FORBID) ||
                     (c->items[i].kind == VITEM_GLUE && i > 0 && c->items[i - 1].kind == VITEM_BOX);
        page.end = i;
        if (legal && page.lines > 0)
            best = least(best, best_page(c, &at, &page));
        if (i == c->n || page.y > c->p.height + LINE)
            break;
        if (c->items[i].kind == VITEM_GLUE)
            pending += page.lines > 0 ? c->items[i].height : c->items[i].keep;
        if (c->items[i].kind != VITEM_BOX)
            continue;
        page.y += pending + LINE;
        pending = 0;
        page.lines++;
    }
    return best;
}

static void check_notes(const struct chapter *c, const struct page_spans *s)
{
    uint32_t next = 0;
    for (size_t i = 0; i < s->n; i++) {
        ck_assert_uint_eq(s->items[i].note_first, next);
        next = s->items[i].note_end;
    }
    ck_assert_uint_eq(next, c->n_notes);
}

START_TEST(test_optimum_equals_brute_force)
{
    unsigned seed = 5;
    int compared = 0, divided = 0, uneven = 0, changed = 0;
    for (int round = 0; round < 400; round++) {
        static struct chapter c;
        struct arena *a = arena_new();
        struct page_spans spans;
        make_chapter(&c, &seed);
        while (c.items[c.n - 1].kind != VITEM_BOX)
            c.n--;
        pagebreak(c.items, c.n, &c.p, a, NULL, &spans);
        check_notes(&c, &spans);
        bool forced = false;
        for (size_t i = 0; i < spans.n; i++) {
            forced |= spans.items[i].overfull;
            divided += i > 0 && spans.items[i].note_first < brought(&c, spans.items[i].first);
            uneven += spans.items[i].uneven;
            changed += spans.items[i].n_elastics;
        }
        struct place start = {0, 0, true, c.p.facing != FACING_FROM_FIRST, FREE};
        if (!forced) {
            ck_assert_int_eq(spans.items[spans.n - 1].demerits, best_from(&c, start));
            compared++;
        }
        arena_drop(a);
    }
    ck_assert_int_gt(compared, 300);
    ck_assert_int_gt(divided, 10); /* the chapters have what is tested */
    ck_assert_int_gt(uneven, 10);
    ck_assert_int_gt(changed, 50);
}
END_TEST

START_TEST(test_note_higher_than_page_goes_on)
{
    struct arena *a = arena_new();
    struct vitem items[3] = {{.kind = VITEM_BOX, .height = LINE, .text = true, .notes = 50},
                             {.kind = VITEM_PENALTY},
                             {.kind = VITEM_BOX, .height = LINE, .text = true}};
    struct note_line lines[50] = {{LINE, true}};
    for (int i = 1; i < 50; i++)
        lines[i].height = LINE;
    struct pagebreak_params p = {.height = 10 * LINE, .first_height = 10 * LINE, .insert_gap = LINE, .line = LINE};
    p.note_lines = lines;
    p.n_note_lines = 50;
    struct page_spans spans;
    pagebreak(items, 3, &p, a, NULL, &spans);
    ck_assert_uint_eq(spans.items[0].note_first, 0);
    ck_assert_uint_ge(spans.items[0].note_end, 2); /* it begins on the page of its reference */
    uint32_t next = 0;
    for (size_t i = 0; i < spans.n; i++) {
        ck_assert_uint_eq(spans.items[i].note_first, next);
        ck_assert_int_le(spans.items[i].used, p.height);
        ck_assert(!spans.items[i].overfull);
        next = spans.items[i].note_end;
    }
    ck_assert_uint_eq(next, 50);
    arena_drop(a);
}
END_TEST

START_TEST(test_trace_names_the_chosen_end)
{
    struct arena *a = arena_new();
    struct chapter c;
    unsigned seed = 3;
    struct page_spans spans;
    struct buf trace = BUF_INIT;
    make_chapter(&c, &seed);
    pagebreak(c.items, c.n, &c.p, a, &trace, &spans);
    size_t chosen = 0;
    for (const char *s = buf_str(&trace); *s != '\0'; s++)
        chosen += *s == '*';
    ck_assert_uint_eq(chosen, spans.n);
    buf_free(&trace);
    arena_drop(a);
}
END_TEST

TEST_MAIN("pagespread")
{
    tcase_add_test(c, test_optimum_equals_brute_force);
    tcase_add_test(c, test_note_higher_than_page_goes_on);
    tcase_add_test(c, test_trace_names_the_chosen_end);
    tcase_set_timeout(c, 120);
}
