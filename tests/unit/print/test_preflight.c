/* print/preflight.c: what stands near the edge of a sheet, however its pages are turned; hairlines. */
#include "print/preflight.h"

#include <stdlib.h>
#include <string.h>

#include "font/font.h"
#include "unit/suite.h"

#define EM PT(10)

static struct diag *d;
static struct font font;
static struct shaped word;
static struct lexicon *words;
static struct run_piece piece;
static struct glyph_run run;
static struct page_item text;
static struct page inner, sheet;
static struct placed_page placed;
static struct pages pages;

/* A page of 400 × 300 pt with a word of 20 pt, in the middle of it as long as nobody moves it; placed on a sheet. */
static void setup(void)
{
    d = diag_new();
    font = (struct font){.upem = 1000};
    word = (struct shaped){.font = &font, .width = 2000};
    words = lexicon_new();
    piece = (struct run_piece){.word = lexicon_add(words, &word)};
    run = (struct glyph_run){.size = EM, .hscale = 10000, .n = 1, .pieces = &piece, .words = words};
    text = (struct page_item){.kind = ITEM_TEXT, .x = PT(200), .y = PT(150)};
    text.u.run = &run;
    inner = (struct page){.width = PT(400), .height = PT(300), .items = &text, .n_items = 1};
    placed = (struct placed_page){.page = &inner};
    sheet = (struct page){.width = PT(1000), .height = PT(1000), .label = "cover", .placed = &placed, .n_placed = 1};
    pages = (struct pages){.items = &sheet, .n = 1};
}

static void teardown(void)
{
    lexicon_drop(words);
    diag_drop(d);
}

static size_t found(enum msg msg)
{
    struct preflight_limits limits = preflight_defaults(true);
    preflight(&pages, &limits, d);
    return diag_count_msg(d, msg);
}

/* Turned so, and with its area there, the word's far end (x = 395 of 400 on its page) lies 2 pt from the edge. */
static const struct {
    uint8_t turns;
    scaled x, y;
} near[] = {
    {0, PT(1000) - PT(2) - PT(395), PT(300)}, /* to the right */
    {1, PT(300), PT(1000) - PT(2) - PT(395)}, /* downwards */
    {2, PT(2) - PT(5), PT(300)},              /* to the left */
    {3, PT(300), PT(2) - PT(5)},              /* upwards */
};

START_TEST(text_near_the_sheets_edge)
{
    text.x = PT(375);
    placed.turns = near[_i].turns;
    placed.x = near[_i].x;
    placed.y = near[_i].y;
    ck_assert_uint_eq(found(MSG_PREFLIGHT_TRIM), 1);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 0, "en"), "0.71 mm from the trimmed edge on page cover"));
}
END_TEST

START_TEST(text_far_from_it)
{
    placed.turns = (uint8_t)_i;
    placed.x = placed.y = PT(300);
    text.x = PT(1); /* near the edge of its page, which is not cut there */
    ck_assert_uint_eq(found(MSG_PREFLIGHT_TRIM), 0);
}
END_TEST

START_TEST(lines_of_placed_pages)
{
    struct page_item rule = {.kind = ITEM_RULE, .x = PT(100), .y = PT(100)};
    rule.u.rule.w = PT(50);
    rule.u.rule.h = PT(1) / 8;
    inner.items = &rule;
    placed.x = placed.y = PT(300);
    ck_assert_uint_eq(found(MSG_PREFLIGHT_HAIRLINE), 1);
}
END_TEST

TEST_MAIN("preflight")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, text_near_the_sheets_edge, 0, 4);
    tcase_add_loop_test(c, text_far_from_it, 0, 4);
    tcase_add_test(c, lines_of_placed_pages);
}
