/* image/raster.c, canvas.c, encode.c: ink where glyphs, rules and pictures are, and none elsewhere. */
#include <hb.h>
#include <png.h>

#include "base/diag.h"
#include "base/mem.h"
#include "image/encode.h"
#include "image/image.h"
#include "unit/image/pictures.h"
#include "unit/suite.h"

#define GENTIUM "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"
#define INTER "/usr/share/fonts/opentype/inter/Inter-Regular.otf"

static struct ink inks[] = {
    [INK_BLACK] = {.rgb = {0, 0, 0}},        [INK_ACCENT] = {.rgb = {0x12, 0x47, 0x6B}},
    [INK_MARK] = {.rgb = {0xC0, 0, 0}},      [INK_WHITE] = {.rgb = {255, 255, 255}},
    [INK_FIRST_FREE] = {.rgb = {0, 128, 0}},
};

static struct page_item items[8];
static struct page page;
static struct pages pages;
static struct buf png;
static uint8_t *shown; /* the PNG, decoded to RGB */
static uint32_t width, height;

static void set_up(void)
{
    memset(items, 0, sizeof items);
    page = (struct page){.width = PT(100), .height = PT(200), .items = items};
    pages = (struct pages){.items = &page, .n = 1, .inks = inks, .n_inks = 5};
    png = (struct buf)BUF_INIT;
    shown = NULL;
}

static void tear_down(void)
{
    buf_free(&png);
    free(shown);
}

static void decode(void)
{
    png_image reader = {.version = PNG_IMAGE_VERSION};

    ck_assert(png_image_begin_read_from_memory(&reader, png.p, png.n));
    reader.format = PNG_FORMAT_RGB;
    free(shown);
    shown = malloc(PNG_IMAGE_SIZE(reader));
    ck_assert(png_image_finish_read(&reader, NULL, shown, 0, NULL));
    width = reader.width;
    height = reader.height;
}

static void draw(uint32_t n_items, uint32_t w, uint32_t h)
{
    page.n_items = n_items;
    buf_clear(&png);
    ck_assert_int_eq(raster_page(&pages, 0, w, h, &png), 0);
    decode();
    ck_assert_uint_eq(width, w);
    ck_assert_uint_eq(height, h);
}

static const uint8_t *at(uint32_t x, uint32_t y)
{
    return shown + 3 * (y * width + x);
}

static bool is_white(uint32_t x, uint32_t y)
{
    return at(x, y)[0] == 255 && at(x, y)[1] == 255 && at(x, y)[2] == 255;
}

static unsigned bit_depth(void)
{
    return (uint8_t)png.p[24];
}

/* Bounds of all that is not white. */
struct box {
    uint32_t x0, y0, x1, y1;
};

static struct box ink_box(void)
{
    struct box b = {UINT32_MAX, UINT32_MAX, 0, 0};

    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            if (is_white(x, y))
                continue;
            b.x0 = x < b.x0 ? x : b.x0;
            b.y0 = y < b.y0 ? y : b.y0;
            b.x1 = x + 1 > b.x1 ? x + 1 : b.x1;
            b.y1 = y + 1 > b.y1 ? y + 1 : b.y1;
        }
    return b;
}

#define ASSERT_BOX(b, X0, Y0, X1, Y1)                                                                                  \
    do {                                                                                                               \
        ck_assert_uint_eq((b).x0, X0);                                                                                 \
        ck_assert_uint_eq((b).y0, Y0);                                                                                 \
        ck_assert_uint_eq((b).x1, X1);                                                                                 \
        ck_assert_uint_eq((b).y1, Y1);                                                                                 \
    } while (0)

START_TEST(an_empty_page_is_white)
{
    draw(0, 50, 100);
    ck_assert_uint_eq(ink_box().x1, 0);
    ck_assert_uint_eq(bit_depth(), 1);
}
END_TEST

START_TEST(rules_are_crisp)
{
    items[0] =
        (struct page_item){.kind = ITEM_RULE, .ink = INK_ACCENT, .x = PT(10), .y = PT(20), .u.rule = {PT(30), PT(4)}};
    draw(1, 200, 400);
    ASSERT_BOX(ink_box(), 20, 40, 80, 48);
    ck_assert_mem_eq(at(20, 40), inks[INK_ACCENT].rgb, 3);
    ck_assert_mem_eq(at(79, 47), inks[INK_ACCENT].rgb, 3);
    items[0].u.rule.h = PT(1) / 100; /* a hair line is a pixel */
    draw(1, 200, 400);
    ASSERT_BOX(ink_box(), 20, 40, 80, 41);
}
END_TEST

START_TEST(the_page_is_centred)
{
    items[0] = (struct page_item){.kind = ITEM_RULE, .u.rule = {PT(100), PT(200)}};
    draw(1, 300, 200); /* too wide by 200 */
    ASSERT_BOX(ink_box(), 100, 0, 200, 200);
    draw(1, 50, 400); /* too high by 300 */
    ASSERT_BOX(ink_box(), 0, 150, 50, 250);
}
END_TEST

START_TEST(what_hangs_over_is_cut)
{
    items[0] = (struct page_item){.kind = ITEM_RULE, .x = -PT(50), .y = PT(190), .u.rule = {PT(60), PT(60)}};
    items[1] = (struct page_item){.kind = ITEM_RULE, .x = PT(500), .y = -PT(500), .u.rule = {PT(10), PT(10)}};
    draw(2, 100, 200);
    ASSERT_BOX(ink_box(), 0, 190, 10, 200);
}
END_TEST

START_TEST(modules_leave_no_seams)
{
    struct rect modules[7];

    for (int i = 0; i < 7; i++)
        modules[i] = (struct rect){i * (PT(1) + 4000), 0, PT(1) + 4000, PT(3)};
    items[0] = (struct page_item){.kind = ITEM_RECTS, .x = PT(10) + 777, .y = PT(10), .u.rects = {modules, 7}};
    draw(1, 333, 666);
    struct box b = ink_box();
    for (uint32_t x = b.x0; x < b.x1; x++)
        ck_assert_uint_eq(at(x, b.y0)[0], 0);
}
END_TEST

/* A run of one word that has one glyph. */
struct word {
    struct font *font;
    struct shaped *shaped;
    struct lexicon *words;
    struct run_piece piece;
    struct glyph_run run;
};

static void make_word(struct word *w, const char *path, uint32_t cp)
{
    struct diag *d = diag_new();
    struct font_spec spec = {.family = "Test", .path = path, .weight = 400, .scale = 1000};
    hb_codepoint_t gid = 0;

    w->font = font_open(&spec, d);
    diag_drop(d);
    ck_assert_ptr_nonnull(w->font);
    hb_font_get_nominal_glyph(w->font->hb, cp, &gid);
    w->words = lexicon_new();
    w->shaped = mem_calloc(1, sizeof *w->shaped + 2 * sizeof(struct glyph));
    w->shaped->font = w->font;
    w->shaped->text = "x";
    w->shaped->n = 1;
    w->shaped->glyphs[0] =
        (struct glyph){.gid = (uint16_t)gid, .advance = (int16_t)font_advance(w->font, (uint16_t)gid)};
    w->piece = (struct run_piece){.word = lexicon_add(w->words, w->shaped)};
    w->run = (struct glyph_run){.size = PT(50), .hscale = 10000, .n = 1, .pieces = &w->piece, .words = w->words};
}

static void drop_word(struct word *w)
{
    lexicon_drop(w->words);
    font_close(w->font);
    free(w->shaped);
}

/* The ink box of a glyph, in pixels of a page drawn at 4 pixels a point, as HarfBuzz tells it. */
static void expect_glyph_box(const struct word *w, uint32_t origin_x, uint32_t origin_y)
{
    hb_glyph_extents_t e;
    struct box b = ink_box();
    double unit = 50.0 * 4 / w->font->upem;

    hb_font_get_glyph_extents(w->font->hb, w->shaped->glyphs[0].gid, &e);
    ck_assert_double_eq_tol(b.x0, origin_x + e.x_bearing * unit, 1.01);
    ck_assert_double_eq_tol(b.x1, origin_x + (e.x_bearing + e.width) * unit, 1.01);
    ck_assert_double_eq_tol(b.y0, origin_y - e.y_bearing * unit, 1.01);
    ck_assert_double_eq_tol(b.y1, origin_y - (e.y_bearing + e.height) * unit, 1.01);
}

START_TEST(glyphs_stand_where_they_should)
{
    struct word w;

    make_word(&w, _i == 0 ? GENTIUM : INTER, 'H');
    items[0] = (struct page_item){.kind = ITEM_TEXT, .x = PT(20), .y = PT(100), .u.run = &w.run};
    draw(1, 400, 800);
    expect_glyph_box(&w, 80, 400);
    ck_assert_uint_eq(bit_depth(), 4);
    w.run.rise = PT(10);
    w.piece.x = PT(5);
    draw(1, 400, 800);
    expect_glyph_box(&w, 100, 360);
    w.run.rise = 0;
    w.shaped->glyphs[0].dx = (int16_t)(w.font->upem / 10);
    w.shaped->glyphs[0].dy = (int16_t)(w.font->upem / 5);
    draw(1, 400, 800);
    expect_glyph_box(&w, 120, 360);
    drop_word(&w);
}
END_TEST

START_TEST(counters_stay_open)
{
    struct word w;

    make_word(&w, _i == 0 ? GENTIUM : INTER, 'O');
    items[0] = (struct page_item){.kind = ITEM_TEXT, .x = PT(20), .y = PT(100), .u.run = &w.run};
    draw(1, 400, 800);
    struct box b = ink_box();
    uint32_t middle = (b.y0 + b.y1) / 2;
    ck_assert(is_white((b.x0 + b.x1) / 2, middle));
    unsigned dark = 0, grey = 0;
    for (uint32_t x = b.x0; x < b.x1; x++) {
        dark += at(x, middle)[0] == 0;
        grey += at(x, b.y0)[0] > 0 && at(x, b.y0)[0] < 255;
    }
    ck_assert_uint_gt(dark, 4);
    ck_assert_uint_gt(grey, 0); /* edges are smooth */
    drop_word(&w);
}
END_TEST

START_TEST(scaling_and_tracking_move_glyphs)
{
    struct word w;

    make_word(&w, GENTIUM, 'l');
    w.shaped->n = 2;
    w.shaped->glyphs[1] = w.shaped->glyphs[0];
    items[0] = (struct page_item){.kind = ITEM_TEXT, .x = PT(10), .y = PT(100), .u.run = &w.run};
    draw(1, 400, 800);
    uint32_t plain = ink_box().x1;
    w.run.tracking = PT(5);
    draw(1, 400, 800);
    ck_assert_int_le(abs((int)(ink_box().x1 - plain) - 20), 1);
    w.run.tracking = 0;
    w.run.hscale = 5000;
    draw(1, 400, 800);
    ck_assert_int_le(abs((int)(ink_box().x1 - 40) - (int)(plain - 40) / 2), 1);
    drop_word(&w);
}
END_TEST

START_TEST(few_inks_make_few_colours)
{
    struct word w;

    make_word(&w, GENTIUM, 'S');
    for (uint8_t i = 0; i < 3; i++)
        items[i] = (struct page_item){.kind = ITEM_TEXT, .ink = i, .x = PT(5 + 30 * i), .y = PT(100), .u.run = &w.run};
    items[3] = (struct page_item){.kind = ITEM_RULE, .ink = INK_WHITE, .x = 0, .y = 0, .u.rule = {PT(10), PT(10)}};
    draw(4, 400, 800);
    ck_assert_uint_eq(bit_depth(), 4);
    ck_assert_uint_eq((uint8_t)png.p[25], 3);
    unsigned solid[3] = {0};
    for (uint32_t i = 0; i < width * height; i++)
        for (unsigned ink = 0; ink < 3; ink++)
            solid[ink] += memcmp(shown + 3 * i, inks[ink].rgb, 3) == 0;
    for (unsigned ink = 0; ink < 3; ink++)
        ck_assert_uint_gt(solid[ink], 100);
    items[3].ink = INK_FIRST_FREE; /* a fourth ink: mixtures of its edges, at most 256 colours */
    draw(4, 400, 800);
    ck_assert_uint_eq(bit_depth(), 8);
    ck_assert_uint_eq((uint8_t)png.p[25], 3);
    ck_assert_mem_eq(at(1, 1), inks[INK_FIRST_FREE].rgb, 3);
    drop_word(&w);
}
END_TEST

START_TEST(white_covers)
{
    items[0] = (struct page_item){.kind = ITEM_RULE, .u.rule = {PT(100), PT(100)}};
    items[1] = (struct page_item){.kind = ITEM_RULE, .ink = INK_WHITE, .u.rule = {PT(100), PT(50)}};
    draw(2, 100, 200);
    ASSERT_BOX(ink_box(), 0, 50, 100, 100);
    items[2] = (struct page_item){.kind = ITEM_RULE, .ink = INK_MARK, .y = PT(60), .u.rule = {PT(10), PT(10)}};
    draw(3, 100, 200);
    ck_assert_mem_eq(at(5, 65), inks[INK_MARK].rgb, 3);
    ck_assert_mem_eq(at(5, 75), inks[INK_BLACK].rgb, 3);
}
END_TEST

/* Drawn on all over, in more rows than one part of the stream takes, and of a width that fills no byte. */
START_TEST(full_pages_come_back)
{
    items[0] = (struct page_item){.kind = ITEM_RULE, .u.rule = {PT(100), PT(200)}};
    items[1] =
        (struct page_item){.kind = ITEM_RULE, .ink = INK_MARK, .x = PT(40), .y = PT(80), .u.rule = {PT(60), PT(60)}};
    items[2] = (struct page_item){.kind = ITEM_RULE, .ink = INK_WHITE, .y = PT(120), .u.rule = {PT(30), PT(1)}};
    draw(3, 1003, 2006);
    ck_assert_uint_eq(bit_depth(), 4);
    for (uint32_t y = 0; y < 2006; y++)
        for (uint32_t x = 0; x < 1003; x++) {
            bool marked = x >= 401 && y >= 802 && y < 1404, white = x < 301 && y >= 1204 && y < 1214;
            const uint8_t *expected = inks[white ? INK_WHITE : marked ? INK_MARK : INK_BLACK].rgb;
            if (memcmp(at(x, y), expected, 3) != 0)
                ck_abort_msg("pixel %u, %u", x, y);
        }
}
END_TEST

START_TEST(pictures_are_averaged)
{
    static const uint8_t rows[] = {0, 255, 100, 200, 255, 0, 200, 100};
    struct image image = {.kind = IMAGE_PNG, .width = 4, .height = 2, .components = 1, .bits = 8, .pixels = rows};

    items[0] = (struct page_item){.kind = ITEM_IMAGE, .x = PT(10), .y = PT(10), .u.image = {&image, PT(40), PT(20)}};
    draw(1, 100, 200);
    ASSERT_BOX(ink_box(), 10, 10, 50, 30);
    ck_assert_uint_eq(at(12, 12)[0], 0);
    ck_assert_uint_eq(at(35, 12)[1], 100);
    ck_assert_uint_eq(at(45, 28)[2], 100);
    items[0].u.image.w = PT(2); /* two pixels wide, one high: four samples each */
    items[0].u.image.h = PT(1);
    draw(1, 100, 200);
    ck_assert_uint_eq(at(10, 10)[0], 128);
    ck_assert_uint_eq(at(11, 10)[0], 150);
    ck_assert(is_white(12, 10) && is_white(10, 11));
}
END_TEST

START_TEST(a_bad_picture_stays_white)
{
    struct image image = {
        .kind = IMAGE_JPEG, .width = 4, .height = 2, .components = 3, .bytes = (const uint8_t *)"x", .n_bytes = 1};

    items[0] = (struct page_item){.kind = ITEM_IMAGE, .u.image = {&image, PT(40), PT(20)}};
    items[1] = (struct page_item){.kind = ITEM_RULE, .y = PT(100), .u.rule = {PT(10), PT(10)}};
    draw(2, 100, 200);
    ASSERT_BOX(ink_box(), 0, 100, 10, 110);
}
END_TEST

START_TEST(same_page_same_bytes)
{
    struct word w;

    make_word(&w, GENTIUM, 0x1EC3);
    items[0] = (struct page_item){.kind = ITEM_TEXT, .x = PT(20), .y = PT(100), .u.run = &w.run};
    draw(1, 400, 800);
    struct buf first = png;
    png = (struct buf)BUF_INIT;
    draw(1, 400, 800);
    ck_assert_uint_eq(first.n, png.n);
    ck_assert_mem_eq(first.p, png.p, png.n);
    buf_free(&first);
    drop_word(&w);
}
END_TEST

START_TEST(impossible_sizes_are_refused)
{
    ck_assert_int_eq(raster_page(&pages, 1, 10, 10, &png), -1);
    ck_assert_int_eq(raster_page(&pages, 0, 0, 10, &png), -1);
    ck_assert_int_eq(raster_page(&pages, 0, 10, 100000, &png), -1);
    page.height = 0;
    ck_assert_int_eq(raster_page(&pages, 0, 10, 10, &png), -1);
    ck_assert_uint_eq(png.n, 0);
}
END_TEST

START_TEST(indexed_png_uses_few_bits)
{
    static const unsigned colours[] = {2, 4, 16, 17, 256}, bits[] = {1, 2, 4, 8, 8};
    uint8_t palette[256][3], pixels[256];
    struct indexed_image image = {.width = 16, .height = 16, .pixels = pixels, .palette = palette};

    for (unsigned i = 0; i < 256; i++) {
        pixels[i] = (uint8_t)(i % colours[_i]);
        palette[i][0] = (uint8_t)i;
        palette[i][1] = (uint8_t)(255 - i);
        palette[i][2] = 7;
    }
    image.n_colours = colours[_i];
    ck_assert_int_eq(png_put_indexed(&png, &image), 0);
    ck_assert_uint_eq(bit_depth(), bits[_i]);
    decode();
    for (unsigned i = 0; i < 256; i++)
        ck_assert_mem_eq(shown + 3 * i, palette[i % colours[_i]], 3);
}
END_TEST

TEST_MAIN("image/raster")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, an_empty_page_is_white);
    tcase_add_test(c, rules_are_crisp);
    tcase_add_test(c, the_page_is_centred);
    tcase_add_test(c, what_hangs_over_is_cut);
    tcase_add_test(c, modules_leave_no_seams);
    tcase_add_loop_test(c, glyphs_stand_where_they_should, 0, 2);
    tcase_add_loop_test(c, counters_stay_open, 0, 2);
    tcase_add_test(c, scaling_and_tracking_move_glyphs);
    tcase_add_test(c, few_inks_make_few_colours);
    tcase_add_test(c, white_covers);
    tcase_add_test(c, full_pages_come_back);
    tcase_add_test(c, pictures_are_averaged);
    tcase_add_test(c, a_bad_picture_stays_white);
    tcase_add_test(c, same_page_same_bytes);
    tcase_add_test(c, impossible_sizes_are_refused);
    tcase_add_loop_test(c, indexed_png_uses_few_bits, 0, 5);
}
