/* Text in columns: nothing is lost, columns hold what they are given, and balanced ones are as low as can be. */
#include <stdlib.h>

#include "layout/columnfill.h"
#include "layout/linebreak.h"
#include "unit/suite.h"

#define LINE PT(16)
#define MOST_ITEMS 400

struct list {
    struct vitem items[MOST_ITEMS];
    size_t n;
    struct note_line notes[8];
    struct pagebreak_params p;
};

static struct vitem *put(struct list *l, enum vitem_kind kind)
{
    struct vitem *v = &l->items[l->n++];
    *v = (struct vitem){.kind = (uint8_t)kind};
    return v;
}

static void put_lines(struct list *l, int n)
{
    for (int i = 0; i < n; i++) {
        struct vitem *v = put(l, VITEM_BOX);
        v->height = LINE;
        v->text = v->grid = true;
        if (i + 1 < n)
            put(l, VITEM_PENALTY)->penalty = i + 1 < 2 || n - 1 - i < 2 ? PENALTY_FORBID : 0;
    }
    put(l, VITEM_PENALTY);
}

static void put_heading(struct list *l)
{
    struct vitem *v = put(l, VITEM_GLUE);
    v->height = LINE * 3 / 2;
    v->keep = LINE / 2;
    put(l, VITEM_BOX)->height = LINE;
    put(l, VITEM_PENALTY)->penalty = PENALTY_FORBID;
    put(l, VITEM_GLUE)->height = LINE / 2;
    put(l, VITEM_PENALTY)->penalty = PENALTY_FORBID;
}

/* Something that stands over all columns. */
static void put_wide(struct list *l, scaled height)
{
    size_t from = l->n;
    put(l, VITEM_GLUE)->height = LINE / 2;
    put(l, VITEM_BOX)->height = height;
    put(l, VITEM_PENALTY);
    put(l, VITEM_GLUE)->height = LINE / 2;
    for (; from < l->n; from++)
        l->items[from].span = true;
}

static void make_list(struct list *l, unsigned *seed, int columns, int paragraphs)
{
    *l = (struct list){.n = 0};
    put_wide(l, 3 * LINE);
    put(l, VITEM_PENALTY)->penalty = PENALTY_FORBID;
    for (int i = 0; i < paragraphs; i++) {
        if (i > 0 && rand_r(seed) % 5 == 0)
            put_heading(l);
        put_lines(l, 1 + (int)(rand_r(seed) % 7));
        if (rand_r(seed) % 9 == 0)
            put_wide(l, (1 + (int)(rand_r(seed) % 6)) * LINE);
    }
    l->p = (struct pagebreak_params){.height = (12 + (int)(rand_r(seed) % 12)) * LINE,
                                     .insert_gap = LINE / 2,
                                     .line = LINE,
                                     .last_min_lines = 3,
                                     .short_demerits = 20000,
                                     .columns = columns};
    l->p.first_height = l->p.height - 2 * LINE;
}

static struct column_page page_of(const struct list *l, const struct page_spans *spans, size_t i)
{
    const struct page_span *s = &spans->items[i];
    int64_t height = i == 0 ? l->p.first_height : l->p.height;
    return (struct column_page){l->items, s->first, s->end, &l->p, height, s->free};
}

static uint32_t boxes_in(const struct list *l, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += l->items[i].kind == VITEM_BOX;
    return n;
}

/* Bands follow each other and hold all boxes of the page once, in order; nothing reaches below the page. */
static void check_bands(const struct list *l, const struct column_page *page, const struct column_bands *bands)
{
    uint32_t at = page->first, boxes = 0;
    for (size_t i = 0; i < bands->n; i++) {
        const struct column_band *b = &bands->items[i];
        ck_assert_uint_eq(b->first, at);
        ck_assert_uint_eq(b->starts[0], b->first);
        ck_assert_uint_le(b->n, b->spans ? 1 : (uint32_t)l->p.columns);
        for (uint32_t k = 0; k < b->n; k++) {
            uint32_t end = k + 1 < b->n ? b->starts[k + 1] : b->end;
            ck_assert_uint_le(b->starts[k], end);
            ck_assert_int_le(b->bottoms[k], page->height + PAGE_SLACK);
            ck_assert_int_ge(b->bottoms[k], b->top);
            boxes += boxes_in(l, b->starts[k], end);
            if (k > 0) /* no column begins where no page could */
                ck_assert(page_is_break(l->items, b->starts[k]) || page_is_break(l->items, b->starts[k] - 1));
        }
        at = b->end;
    }
    ck_assert_uint_eq(at, page->end);
    ck_assert_uint_eq(boxes, boxes_in(l, page->first, page->end));
}

START_TEST(every_box_stands_in_one_column_of_one_page)
{
    struct arena *a = arena_new();
    struct column_bands bands = {.n = 0};
    struct list *l = malloc(sizeof *l);
    for (unsigned seed = 1, round = 0; round < 200; round++) {
        struct page_spans spans;
        make_list(l, &seed, 2 + (int)(round % 2), 10 + (int)(round % 10));
        pagebreak(l->items, l->n, &l->p, a, NULL, &spans);
        uint32_t boxes = 0;
        for (size_t i = 0; i < spans.n; i++) {
            ck_assert(!spans.items[i].overfull);
            struct column_page page = page_of(l, &spans, i);
            ck_assert(columns_divide(&page, &bands));
            check_bands(l, &page, &bands);
            boxes += boxes_in(l, page.first, page.end);
        }
        ck_assert_uint_eq(boxes, boxes_in(l, 0, (uint32_t)l->n));
        ck_assert(spans.items[spans.n - 1].free);
        arena_reset(a);
    }
    free(l);
    free(bands.items);
    arena_drop(a);
}
END_TEST

/* Height of items below each other at the top of a column, said a second time. */
static int64_t height_of(const struct list *l, uint32_t from, uint32_t to)
{
    int64_t y = 0, space = 0;
    bool any = false;
    for (uint32_t i = from; i < to; i++) {
        const struct vitem *v = &l->items[i];
        if (v->kind == VITEM_GLUE)
            space += any ? v->height : v->keep;
        if (v->kind != VITEM_BOX)
            continue;
        y += space;
        if (v->grid)
            y = (y + LINE - 1) / LINE * LINE;
        y += v->height;
        space = 0;
        any = true;
    }
    return y;
}

/* The lowest that two columns can be, of all places where the first may end. */
static int64_t lowest(const struct list *l)
{
    int64_t best = height_of(l, 0, (uint32_t)l->n);
    for (uint32_t k = 1; k < l->n; k++) {
        if (!page_is_break(l->items, k) || boxes_in(l, k, (uint32_t)l->n) == 0)
            continue;
        int64_t left = height_of(l, 0, k), right = height_of(l, k, (uint32_t)l->n);
        best = (left > right ? left : right) < best ? (left > right ? left : right) : best;
    }
    return best;
}

START_TEST(balanced_columns_are_as_low_as_can_be)
{
    struct column_bands bands = {.n = 0};
    struct list *l = malloc(sizeof *l);
    for (unsigned seed = 7, round = 0; round < 300; round++) {
        *l = (struct list){.p = {.line = LINE, .columns = 2, .height = 100 * LINE}};
        for (int i = 0; i < 2 + (int)(round % 5); i++) {
            if (rand_r(&seed) % 4 == 0)
                put_heading(l);
            put_lines(l, 1 + (int)(rand_r(&seed) % 6));
        }
        struct column_page page = {l->items, 0, (uint32_t)l->n, &l->p, 100 * LINE, true};
        ck_assert(columns_divide(&page, &bands));
        ck_assert_uint_eq(bands.n, 1);
        ck_assert_int_eq(bands.bottom, lowest(l));
        ck_assert_int_ge(bands.items[0].bottoms[0], bands.items[0].n > 1 ? LINE : 0);
    }
    free(l);
    free(bands.items);
}
END_TEST

START_TEST(what_stands_over_all_columns_parts_them)
{
    struct column_bands bands = {.n = 0};
    struct list *l = calloc(1, sizeof *l);
    l->p = (struct pagebreak_params){.line = LINE, .columns = 2, .height = 40 * LINE};
    put_lines(l, 8);
    put_wide(l, 5 * LINE);
    put_lines(l, 6);
    struct column_page page = {l->items, 0, (uint32_t)l->n, &l->p, 40 * LINE, true};
    ck_assert(columns_divide(&page, &bands));
    ck_assert_uint_eq(bands.n, 3);
    ck_assert_int_eq(bands.items[0].bottoms[0], 4 * LINE); /* eight lines, four and four */
    ck_assert_int_eq(bands.items[0].bottoms[1], 4 * LINE);
    ck_assert(bands.items[1].spans);
    ck_assert_int_eq(bands.items[1].bottoms[0], 9 * LINE + LINE / 2);
    ck_assert_int_eq(bands.items[2].top, 10 * LINE);
    ck_assert_int_eq(bands.bottom, 13 * LINE);
    free(l);
    free(bands.items);
}
END_TEST

START_TEST(notes_take_their_room_from_all_columns)
{
    struct arena *a = arena_new();
    struct page_spans spans;
    struct list *l = calloc(1, sizeof *l);
    for (int i = 0; i < 10; i++)
        put_lines(l, 4);
    l->items[0].notes = 2;
    l->notes[0] = (struct note_line){LINE, true};
    l->notes[1] = (struct note_line){LINE, false};
    l->p = (struct pagebreak_params){.line = LINE, .columns = 2, .height = 12 * LINE, .first_height = 12 * LINE};
    l->p.insert_gap = LINE;
    l->p.note_lines = l->notes;
    l->p.n_note_lines = 2;
    pagebreak(l->items, l->n, &l->p, a, NULL, &spans);
    ck_assert_uint_eq(spans.n, 2);
    ck_assert_uint_eq(spans.items[0].note_end, 2);
    ck_assert_uint_le(boxes_in(l, 0, spans.items[0].end), 2 * 9); /* twelve lines, less three for the note */
    ck_assert_uint_ge(boxes_in(l, 0, spans.items[0].end), 2 * 9 - 2);
    free(l);
    arena_drop(a);
}
END_TEST

TEST_MAIN("columns")
{
    tcase_add_test(c, every_box_stands_in_one_column_of_one_page);
    tcase_add_test(c, balanced_columns_are_as_low_as_can_be);
    tcase_add_test(c, what_stands_over_all_columns_parts_them);
    tcase_add_test(c, notes_take_their_room_from_all_columns);
}
