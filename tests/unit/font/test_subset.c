/* font/subset.c: numbers, bytes and what a subset still can do. */
#include <hb-ot.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "font/subset.h"
#include "unit/suite.h"

#define GENTIUM "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"
#define INTER "/usr/share/fonts/opentype/inter/Inter-Regular.otf"

static const char *const paths[] = {GENTIUM, INTER};
static const uint32_t letters[] = {'H', 0xE0, ' ', 'N', 0x1ED9, 'i', '1', '9', 0x111};
#define N_LETTERS (sizeof letters / sizeof *letters)

static struct diag *diag;
static struct font *font;

static void open_font(int i)
{
    diag = diag_new();
    struct font_spec spec = {.family = "Test", .path = paths[i], .weight = 400, .scale = 1000};
    font = font_open(&spec, diag);
    ck_assert_ptr_nonnull(font);
}

static void close_font(void)
{
    font_close(font);
    diag_drop(diag);
}

static uint16_t gid_of(hb_font_t *hb, uint32_t cp)
{
    hb_codepoint_t gid = 0;

    hb_font_get_nominal_glyph(hb, cp, &gid);
    return (uint16_t)gid;
}

static struct font_subset *glyph_subset(void)
{
    uint8_t *used = calloc(1, 8192);

    for (size_t i = 0; i < N_LETTERS; i++) {
        uint16_t gid = gid_of(font->hb, letters[i]);
        used[gid >> 3] = (uint8_t)(used[gid >> 3] | 1 << (gid & 7));
    }
    struct font_subset *s = font_subset_glyphs(font, used, NULL);
    free(used);
    return s;
}

START_TEST(maps_go_there_and_back)
{
    open_font(_i);
    struct font_subset *s = glyph_subset();
    uint16_t n = font_subset_count(s), seen = 0;

    ck_assert_uint_ge(n, N_LETTERS + 1);
    ck_assert_uint_lt(n, 3 * N_LETTERS); /* composites bring their parts */
    ck_assert_uint_eq(font_subset_gid(s, 0), 0);
    for (uint32_t gid = 0; gid < font->n_glyphs; gid++) {
        uint16_t fresh = font_subset_gid(s, (uint16_t)gid);
        if (fresh == 0xFFFF)
            continue;
        seen++;
        ck_assert_uint_lt(fresh, n);
        ck_assert_uint_eq(font_subset_old(s, fresh), gid);
    }
    ck_assert_uint_eq(seen, n);
    for (size_t i = 0; i < N_LETTERS; i++)
        ck_assert_uint_ne(font_subset_gid(s, gid_of(font->hb, letters[i])), 0xFFFF);
    ck_assert_uint_eq(font_subset_gid(s, gid_of(font->hb, 'Q')), 0xFFFF);
    ck_assert_uint_eq(font_subset_gid(s, 0xFFFF), 0xFFFF);
    font_subset_drop(s);
    close_font();
}
END_TEST

static unsigned table_length(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    unsigned n = hb_blob_get_length(blob);

    hb_blob_destroy(blob);
    return n;
}

static hb_face_t *face_of(const void *bytes, size_t n)
{
    hb_blob_t *blob = hb_blob_create(bytes, (unsigned)n, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);

    hb_blob_destroy(blob);
    return face;
}

START_TEST(glyph_subset_is_bare)
{
    open_font(_i);
    struct font_subset *s = glyph_subset();
    size_t n, n_cff;
    const void *bytes = font_subset_bytes(s, false, &n);
    const void *cff = font_subset_bytes(s, true, &n_cff);

    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(cff != NULL, font->cff);
    ck_assert_uint_lt(n, 16000);
    hb_face_t *face = face_of(bytes, n);
    hb_font_t *hb = hb_font_create(face);
    ck_assert_uint_eq(hb_face_get_glyph_count(face), font_subset_count(s));
    ck_assert_uint_eq(table_length(face, HB_TAG('G', 'S', 'U', 'B')), 0);
    ck_assert_uint_eq(table_length(face, HB_TAG('c', 'm', 'a', 'p')), 0);
    ck_assert_uint_eq(table_length(face, HB_TAG('f', 'p', 'g', 'm')), 0);
    for (uint16_t gid = 1; gid < font_subset_count(s); gid++) { /* the box of .notdef is left out */
        hb_glyph_extents_t a, b;
        uint16_t old = font_subset_old(s, gid);
        ck_assert_int_eq(hb_font_get_glyph_h_advance(hb, gid), font_advance(font, old));
        ck_assert_int_eq(hb_font_get_glyph_extents(hb, gid, &a), hb_font_get_glyph_extents(font->hb, old, &b));
        ck_assert_mem_eq(&a, &b, sizeof a);
    }
    hb_font_destroy(hb);
    hb_face_destroy(face);
    font_subset_drop(s);
    close_font();
}
END_TEST

START_TEST(same_input_same_bytes)
{
    open_font(_i);
    struct font_subset *a = glyph_subset(), *b = glyph_subset();
    size_t n_a, n_b;
    const void *first = font_subset_bytes(a, font->cff, &n_a);
    const void *second = font_subset_bytes(b, font->cff, &n_b);

    ck_assert_uint_eq(n_a, n_b);
    ck_assert_mem_eq(first, second, n_a);
    font_subset_drop(a);
    font_subset_drop(b);
    close_font();
}
END_TEST

static int32_t text_width(hb_font_t *hb, const char *s, const char *feature)
{
    hb_buffer_t *b = hb_buffer_create();
    hb_feature_t f;
    unsigned n;
    int32_t width = 0;

    hb_feature_from_string(feature, -1, &f);
    hb_buffer_add_utf8(b, s, -1, 0, -1);
    hb_buffer_guess_segment_properties(b);
    hb_shape(hb, b, &f, 1);
    hb_glyph_position_t *at = hb_buffer_get_glyph_positions(b, &n);
    for (unsigned i = 0; i < n; i++)
        width += at[i].x_advance;
    hb_buffer_destroy(b);
    return width;
}

static bool has_feature(hb_face_t *face, hb_tag_t feature)
{
    hb_tag_t tags[64];
    unsigned n = sizeof tags / sizeof *tags;

    hb_ot_layout_table_get_feature_tags(face, HB_OT_TAG_GSUB, 0, &n, tags);
    for (unsigned i = 0; i < n; i++)
        if (tags[i] == feature)
            return true;
    return false;
}

START_TEST(char_subset_keeps_the_features_of_plain_letters)
{
    open_font(1); /* which has many more */
    struct font_subset *s = font_subset_chars(font, letters, N_LETTERS, NULL);
    size_t n;
    const void *bytes = font_subset_bytes(s, false, &n);
    hb_face_t *face = face_of(bytes, n);

    ck_assert(font_has_feature(font, HB_TAG('f', 'r', 'a', 'c')));
    ck_assert(!has_feature(face, HB_TAG('f', 'r', 'a', 'c')));
    ck_assert(!has_feature(face, HB_TAG('c', 'a', 'l', 't')));
    ck_assert(has_feature(face, HB_TAG('t', 'n', 'u', 'm')) == font_has_feature(font, HB_TAG('t', 'n', 'u', 'm')));
    hb_face_destroy(face);
    font_subset_drop(s);
    close_font();
}
END_TEST

START_TEST(char_subset_shapes_as_the_font_does)
{
    open_font(_i);
    struct font_subset *s = font_subset_chars(font, letters, N_LETTERS, NULL);
    size_t n;
    const void *bytes = font_subset_bytes(s, false, &n);

    ck_assert_ptr_nonnull(bytes);
    hb_face_t *face = face_of(bytes, n);
    hb_font_t *hb = hb_font_create(face);
    for (size_t i = 0; i < N_LETTERS; i++)
        ck_assert_uint_ne(gid_of(hb, letters[i]), 0);
    ck_assert_uint_eq(gid_of(hb, 'Q'), 0);
    ck_assert_int_eq(text_width(hb, "Hà Nội 191", "kern"), text_width(font->hb, "Hà Nội 191", "kern"));
    ck_assert_int_eq(text_width(hb, "191", "tnum"), text_width(font->hb, "191", "tnum"));
    ck_assert_uint_gt(table_length(face, HB_TAG('O', 'S', '/', '2')), 0);
    hb_font_destroy(hb);
    hb_face_destroy(face);
    font_subset_drop(s);
    close_font();
}
END_TEST

START_TEST(fonts_that_forbid_it_are_not_subset)
{
    uint8_t used[1024] = {0};

    open_font(0);
    font->may_subset = false;
    ck_assert_ptr_null(font_subset_glyphs(font, used, NULL));
    ck_assert_ptr_null(font_subset_chars(font, letters, N_LETTERS, NULL));
    close_font();
}
END_TEST

TEST_MAIN("font/subset")
{
    tcase_add_loop_test(c, maps_go_there_and_back, 0, 2);
    tcase_add_loop_test(c, glyph_subset_is_bare, 0, 2);
    tcase_add_loop_test(c, same_input_same_bytes, 0, 2);
    tcase_add_test(c, char_subset_keeps_the_features_of_plain_letters);
    tcase_add_loop_test(c, char_subset_shapes_as_the_font_does, 0, 2);
    tcase_add_test(c, fonts_that_forbid_it_are_not_subset);
}
