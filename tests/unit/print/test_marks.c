/* Bleed, marks and preflight on pages made by hand. */
#include <stdlib.h>

#include "image/image.h"
#include "print/marks.h"
#include "print/preflight.h"
#include "unit/suite.h"

static struct arena *a;
static struct image photo = {.path = "anh.jpg", .width = 100, .height = 100, .components = 3};
static struct ink inks[] = {{.cmyk = {0, 0, 0, 100}, .k_only = true}, {.rgb = {200, 0, 0}, .cmyk = {0, 90, 80, 0}}};
static struct page_item items[3];
static struct page page;
static struct pages book;

static void set_up(void)
{
    a = arena_new();
    page = (struct page){.width = PT(400), .height = PT(600), .label = "7", .items = items};
    book = (struct pages){.items = &page, .n = 1, .inks = inks, .n_inks = 2};
}

static void tear_down(void)
{
    arena_drop(a);
}

static struct page_item rule(scaled x, scaled y, scaled w, scaled h)
{
    struct page_item item = {.kind = ITEM_RULE, .ink = 0, .x = x, .y = y};
    item.u.rule.w = w;
    item.u.rule.h = h;
    return item;
}

static struct page_item picture(scaled side)
{
    struct page_item item = {.kind = ITEM_IMAGE, .x = PT(50), .y = PT(50)};
    item.u.image.image = &photo;
    item.u.image.w = item.u.image.h = side;
    return item;
}

START_TEST(test_edges_bleed)
{
    items[0] = rule(0, 0, PT(400), PT(20));         /* a band at the head */
    items[1] = rule(PT(50), PT(50), PT(10), PT(1)); /* inside */
    page.n_items = 2;
    struct pages *out = marks_add(&book, &(struct marks_options){PT(9), false}, a);
    const struct page_item *band = &out->items[0].items[0], *inner = &out->items[0].items[1];
    ck_assert_int_eq(band->x, -PT(9));
    ck_assert_int_eq(band->y, -PT(9));
    ck_assert_int_eq(band->u.rule.w, PT(418));
    ck_assert_int_eq(band->u.rule.h, PT(29));
    ck_assert_int_eq(inner->x, PT(50));
    ck_assert_int_eq(inner->u.rule.w, PT(10));
    ck_assert_int_eq(out->items[0].slug, PT(9));
    ck_assert_int_eq(items[0].x, 0); /* the book's own page stays */
}
END_TEST

START_TEST(test_marks_stand_outside_the_bleed)
{
    items[0] = rule(PT(50), PT(50), PT(10), PT(1));
    items[0].ink = 1;
    page.n_items = 1;
    struct pages *out = marks_add(&book, &(struct marks_options){PT(9), true}, a);
    const struct page *p = &out->items[0];
    ck_assert_uint_eq(p->n_items, 3);
    ck_assert(out->inks[p->items[2].ink].all);
    ck_assert(!out->inks[p->items[1].ink].all);
    for (int k = 1; k < 3; k++)
        for (uint32_t i = 0; i < p->items[k].u.rects.n; i++) {
            struct rect r = p->items[k].u.rects.r[i];
            bool beside = r.x + r.w <= -PT(9) || r.x >= PT(409), above = r.y + r.h <= -PT(9) || r.y >= PT(609);
            ck_assert_msg(beside || above, "mark %u of %d lies within the bleed", i, k);
            ck_assert_int_ge(r.x, -p->slug);
            ck_assert_int_ge(r.y, -p->slug);
            ck_assert_int_le(r.x + r.w, PT(400) + p->slug);
            ck_assert_int_le(r.y + r.h, PT(600) + p->slug);
        }
}
END_TEST

START_TEST(test_black_pages_need_no_register)
{
    items[0] = rule(PT(50), PT(50), PT(10), PT(1));
    page.n_items = 1;
    ck_assert(!marks_has_colour(&book, &page));
    ck_assert_uint_eq(marks_add(&book, &(struct marks_options){PT(9), true}, a)->items[0].n_items, 2);
    items[0].ink = 1;
    ck_assert(marks_has_colour(&book, &page));
}
END_TEST

START_TEST(test_preflight_finds)
{
    struct preflight_limits press = preflight_defaults(true), office = preflight_defaults(false);
    struct diag *d = diag_new();
    items[0] = picture(PT(36)); /* 200 per inch: enough */
    items[1] = rule(PT(50), PT(50), PT(10), SCALED_ONE / 4);
    page.n_items = 2;
    press.rgb = false;
    preflight(&book, &press, d);
    ck_assert_uint_eq(diag_stored(d), 0);
    items[0] = picture(PT(37));
    items[1] = rule(PT(50), PT(50), PT(10), SCALED_ONE / 4 - 1);
    preflight(&book, &press, d);
    ck_assert_uint_eq(diag_count_msg(d, MSG_PREFLIGHT_DPI), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_PREFLIGHT_HAIRLINE), 1);
    preflight(&book, &office, d);
    ck_assert_uint_eq(diag_count_msg(d, MSG_PREFLIGHT_DPI), 1);
    press.rgb = true;
    preflight(&book, &press, d);
    ck_assert_uint_eq(diag_count_msg(d, MSG_PREFLIGHT_RGB), 1);
    preflight_count(&book, d);
    ck_assert_uint_eq(diag_count_msg(d, MSG_PREFLIGHT_PAGES), 1);
    diag_drop(d);
}
END_TEST

TEST_MAIN("marks")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, test_edges_bleed);
    tcase_add_test(c, test_marks_stand_outside_the_bleed);
    tcase_add_test(c, test_black_pages_need_no_register);
    tcase_add_test(c, test_preflight_finds);
}
