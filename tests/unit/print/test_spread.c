/* The cover's sheet: where back, spine and front stand, how thick the spine is, and what type it takes. */
#include "print/spread.h"
#include "unit/suite.h"

#include <stdlib.h>

#define WIDTH mm_milli(148000)
#define HEIGHT mm_milli(210000)

START_TEST(a_leaf_has_two_pages)
{
    ck_assert_int_eq(spread_spine(200, mm_milli(100)), 100 * mm_milli(100));
    ck_assert_int_eq(spread_spine(201, mm_milli(100)), 101 * mm_milli(100));
    ck_assert_int_eq(spread_spine(0, mm_milli(100)), 0);
    ck_assert_int_gt(spread_spine(100000000, mm_milli(1000)), 0);
    ck_assert_int_le(spread_spine(100000000, mm_milli(1000)), PT(14400) - 2 * WIDTH);
}
END_TEST

START_TEST(the_title_fits_the_spine)
{
    struct spread s = {.width = WIDTH, .height = HEIGHT, .spine = mm_milli(5990)};
    ck_assert_int_eq(spread_title_size(&s, PT(100), PT(10)), 0); /* too thin */
    s.spine = mm_milli(6000);
    scaled thin = spread_title_size(&s, PT(100), PT(10));
    ck_assert_int_ge(thin, PT(7));
    ck_assert_int_lt(thin, s.spine * 2 / 3);
    s.spine = mm_milli(40000);
    scaled thick = spread_title_size(&s, PT(100), PT(10));
    ck_assert_int_gt(thick, thin);
    ck_assert_int_le(thick, PT(16));
    /* A long one gets smaller until its length is that of the room, and then has none. */
    scaled longer = spread_title_size(&s, PT(600), PT(10));
    ck_assert_int_lt(longer, thick);
    ck_assert_int_le(muldiv(PT(600), longer, PT(10)), HEIGHT - mm_milli(30000));
    ck_assert_int_eq(spread_title_size(&s, PT(2000), PT(10)), 0);
}
END_TEST

/* A front that is painted to all its edges. */
static struct pages *make(struct spread *s, struct page *front, struct arena *a)
{
    static struct ink inks[] = {{.k_only = true}, {.cmyk = {100, 0, 0, 0}}};
    struct page_item *ground = arena_calloc(a, 1, sizeof *ground);
    static struct page_item word = {.kind = ITEM_RULE};
    struct pages *book = arena_calloc(a, 1, sizeof *book);
    *ground = (struct page_item){.kind = ITEM_RULE, .ink = 1};
    ground->u.rule.w = WIDTH;
    ground->u.rule.h = HEIGHT;
    *front = (struct page){.width = WIDTH, .height = HEIGHT, .items = ground, .n_items = 1};
    *s = (struct spread){.front = front,
                         .width = WIDTH,
                         .height = HEIGHT,
                         .spine = mm_milli(12000),
                         .title = {&word, 1, PT(200), PT(12)},
                         .back = {&word, 1, PT(50), PT(10)},
                         .margin = mm_milli(20000),
                         .bleed = mm_milli(3000),
                         .marks = true};
    *book = (struct pages){.items = front, .n = 1, .inks = inks, .n_inks = 2};
    return spread_make(book, s, a);
}

START_TEST(parts_stand_side_by_side)
{
    struct arena *a = arena_new();
    struct spread s;
    struct page front;
    const struct pages *out = make(&s, &front, a);
    ck_assert_uint_eq(out->n, 1);
    const struct page *sheet = &out->items[0];
    ck_assert_int_eq(sheet->width, 2 * WIDTH + s.spine);
    ck_assert_int_eq(sheet->height, HEIGHT);
    ck_assert_int_eq(sheet->bleed, s.bleed);
    ck_assert_int_gt(sheet->slug, s.bleed);
    ck_assert_uint_eq(sheet->n_placed, 3);
    const struct placed_page *back = &sheet->placed[0], *title = &sheet->placed[1], *right = &sheet->placed[2];
    ck_assert_int_lt(back->x + back->page->width, WIDTH);
    /* The spine's line lies on its side, in the middle of the height, between the folds. */
    ck_assert_uint_eq(title->turns, 1);
    ck_assert_int_eq(title->x, WIDTH);
    ck_assert_int_eq(title->page->height, s.spine);
    ck_assert_int_le(abs(2 * title->y + title->page->width - HEIGHT), 1);
    /* The front's ground bleeds to the right, above and below; its spine's side is cut at the fold. */
    ck_assert_int_eq(right->x, WIDTH + s.spine);
    ck_assert_int_eq(right->clip.x, right->x);
    ck_assert_int_eq(right->clip.x + right->clip.w, sheet->width + s.bleed);
    ck_assert_int_eq(right->clip.y, -s.bleed);
    ck_assert_int_eq(right->clip.h, HEIGHT + 2 * s.bleed);
    ck_assert_int_eq(right->page->items[0].u.rule.w, WIDTH + 2 * s.bleed);
    arena_drop(a);
}
END_TEST

START_TEST(marks_stand_outside)
{
    struct arena *a = arena_new();
    struct spread s;
    struct page front;
    const struct pages *out = make(&s, &front, a);
    const struct page *sheet = &out->items[0];
    unsigned folds = 0, all = 0;
    for (uint32_t i = 0; i < sheet->n_items; i++) {
        const struct page_item *item = &sheet->items[i];
        ck_assert_int_eq(item->kind, ITEM_RECTS);
        all += item->ink < out->n_inks && out->inks[item->ink].all;
        for (uint32_t k = 0; k < item->u.rects.n; k++) {
            const struct rect r = item->u.rects.r[k];
            bool beside = r.x + r.w <= -s.bleed || r.x >= sheet->width + s.bleed;
            ck_assert(beside || r.y + r.h <= -s.bleed || r.y >= HEIGHT + s.bleed);
            scaled middle = r.x + r.w / 2;
            folds += middle == WIDTH || middle == WIDTH + s.spine;
        }
    }
    ck_assert_uint_eq(folds, 4);
    ck_assert_uint_eq(all, 1); /* colours: register marks */
    arena_drop(a);
}
END_TEST

TEST_MAIN("spread")
{
    tcase_add_test(c, a_leaf_has_two_pages);
    tcase_add_test(c, the_title_fits_the_spine);
    tcase_add_test(c, parts_stand_side_by_side);
    tcase_add_test(c, marks_stand_outside);
}
