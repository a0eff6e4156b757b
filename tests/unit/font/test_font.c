/* font/font.c, outline.c, spaces.c: faces of Debian's packages, and damaged copies of them. */
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "font/composing.h"
#include "font/font.h"
#include "font/known_faces.h"
#include "font/spaces.h"
#include "unit/suite.h"

#define GENTIUM "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"
#define GENTIUM_ITALIC "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Italic.ttf"
#define INTER "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define INTER_MEDIUM_ITALIC "/usr/share/fonts/opentype/inter/Inter-MediumItalic.otf"
#define NOTO_SERIF "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
#define LIBERATION "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"

static struct diag *diag;

static void set_up(void)
{
    diag = diag_new();
}

static void tear_down(void)
{
    diag_drop(diag);
}

static struct font *open_path(const char *path)
{
    struct font_spec spec = {.family = "Test", .path = path, .weight = 400, .serif = true, .scale = 1000};
    return font_open(&spec, diag);
}

static uint16_t gid_of(const struct font *f, uint32_t cp)
{
    hb_codepoint_t gid = 0;

    ck_assert(hb_font_get_nominal_glyph(f->hb, cp, &gid));
    return (uint16_t)gid;
}

START_TEST(truetype_face_is_measured)
{
    struct font *f = open_path(GENTIUM);

    ck_assert_ptr_nonnull(f);
    ck_assert_str_eq(f->ps_name, "GentiumBookPlus");
    ck_assert(!f->cff && f->may_embed && f->may_subset);
    ck_assert_int_eq(f->upem, 2048);
    ck_assert_int_gt(f->cap_height, f->x_height);
    ck_assert_int_gt(f->x_height, 800);
    ck_assert_int_lt(f->descent, 0);
    ck_assert_int_lt(f->underline, 0);
    ck_assert_int_gt(f->underline_thickness, 0);
    ck_assert_int_lt(f->bbox[1], f->bbox[3]);
    ck_assert_int_eq(f->flags, 2 | 4);
    ck_assert_int_eq(f->italic_angle, 0);
    ck_assert_int_eq(f->space_gid, gid_of(f, ' '));
    ck_assert_int_eq(f->space_advance, font_advance(f, f->space_gid));
    font_close(f);
}
END_TEST

/* A copy of the font whose OS/2 table says `type`; the caller removes it. */
static void copy_with_rights(char *path, unsigned type)
{
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(GENTIUM, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    const uint8_t *table = (const uint8_t *)bytes + 12;
    while (memcmp(table, "OS/2", 4) != 0)
        table += 16;
    size_t at = (size_t)table[8] << 24 | (size_t)table[9] << 16 | (size_t)table[10] << 8 | table[11];
    bytes[at + 8] = (char)(type >> 8);
    bytes[at + 9] = (char)(type & 255);
    int fd = mkstemps(path, 4);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, n), (ssize_t)n);
    close(fd);
    free(bytes);
}

/* OpenType, OS/2 fsType: restricted, preview and print, editable; not as a subset, bitmaps only. */
START_TEST(rights_are_heeded)
{
    static const struct {
        unsigned type;
        bool embed, subset;
    } cases[] = {{0, true, true},     {2, false, true},     {4, true, true},      {8, true, true},
                 {2 | 4, true, true}, {0x100, true, false}, {0x200, false, true}, {8 | 0x100, true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[] = "/tmp/briefbook-font-XXXXXX.ttf";
        copy_with_rights(path, cases[i].type);
        struct font *f = open_path(path);
        ck_assert_ptr_nonnull(f);
        ck_assert_msg(f->may_embed == cases[i].embed && f->may_subset == cases[i].subset, "fsType %#x: %d %d",
                      cases[i].type, f->may_embed, f->may_subset);
        font_close(f);
        unlink(path);
    }
}
END_TEST

START_TEST(cff_face_is_measured)
{
    struct font *f = open_path(INTER);

    ck_assert_ptr_nonnull(f);
    ck_assert(f->cff);
    ck_assert_int_eq(f->upem, 2816);
    ck_assert_int_eq(font_advance(f, f->n_glyphs), 0);
    ck_assert_int_gt(font_advance(f, gid_of(f, 'W')), font_advance(f, gid_of(f, 'i')));
    font_close(f);
}
END_TEST

START_TEST(slope_is_negative_whatever_the_file_says)
{
    static const char *const italics[] = {GENTIUM_ITALIC, INTER_MEDIUM_ITALIC};

    for (size_t i = 0; i < 2; i++) {
        struct font_spec spec = {.family = "Test", .path = italics[i], .weight = 400, .italic = true, .scale = 1000};
        struct font *f = font_open(&spec, diag);
        ck_assert_ptr_nonnull(f);
        ck_assert_int_lt(f->italic_angle, 0);
        ck_assert_int_eq(f->flags & 64, 64);
        font_close(f);
    }
}
END_TEST

START_TEST(advances_are_those_of_harfbuzz)
{
    static const char *const paths[] = {GENTIUM, INTER, NOTO_SERIF, LIBERATION};

    for (size_t i = 0; i < 4; i++) {
        struct font *f = open_path(paths[i]);
        for (unsigned gid = 0; gid < f->n_glyphs; gid += 7)
            ck_assert_int_eq(font_advance(f, (uint16_t)gid), hb_font_get_glyph_h_advance(f->hb, gid));
        ck_assert_int_eq(font_advance(f, f->n_glyphs), 0);
        font_close(f);
    }
}
END_TEST

START_TEST(coverage)
{
    struct font *f = open_path(GENTIUM);

    ck_assert(font_has(f, 'a') && font_has(f, 0x1EC3) && font_has(f, 0x4D9)); /* a ể ә */
    ck_assert(!font_has(f, 0x4E2D) && !font_has(f, 0x1F600));
    font_close(f);
}
END_TEST

/* Design figures: worst ink of Vietnamese letters in Gentium Book is 1.066 em up and 0.243 em down. */
START_TEST(ink_of_stacked_marks)
{
    struct font *f = open_path(GENTIUM);
    int32_t top, bottom;

    font_ink(f, gid_of(f, 0x1EC2), &top, &bottom); /* Ể */
    ck_assert_int_gt(top, f->cap_height);
    ck_assert_int_eq(muldiv(top, 1000, f->upem), 1066);
    ck_assert_int_le(bottom, 0);
    font_ink(f, gid_of(f, 0x1EF3), &top, &bottom); /* ỳ */
    ck_assert_int_eq(muldiv(bottom, 1000, f->upem), -243);
    font_ink(f, f->space_gid, &top, &bottom);
    ck_assert_int_eq(top, 0);
    ck_assert_int_eq(bottom, 0);
    font_close(f);
}
END_TEST

START_TEST(rules_across_spaces)
{
    static const struct {
        const char *path;
        enum font_spaces spaces;
    } cases[] = {
        {GENTIUM, SPACES_PLAIN}, {NOTO_SERIF, SPACES_PLAIN}, {INTER, SPACES_BY_SIGNS}, {LIBERATION, SPACES_MATTER}};

    struct font *f = open_path(cases[_i].path);
    ck_assert_int_eq(font_spaces(f), cases[_i].spaces);
    ck_assert_uint_gt(f->reach, 0);
    ck_assert_int_eq(font_rules(f)->changed != NULL, font_spaces(f) == SPACES_BY_SIGNS);
    font_close(f);
}
END_TEST

static bool is_changed(const struct font *f, uint32_t cp)
{
    hb_codepoint_t gid = 0;

    ck_assert(hb_font_get_nominal_glyph(f->hb, cp, &gid));
    return font_rules(f)->changed[gid / 64] >> gid % 64 & 1;
}

/* Inter lifts hyphens and brackets beside capitals, over spaces too; stops, figures and letters stay as they are. */
START_TEST(glyphs_that_change_across_spaces)
{
    struct font *f = open_path(INTER);
    ck_assert(is_changed(f, '-'));
    ck_assert(is_changed(f, '('));
    ck_assert(!is_changed(f, ','));
    ck_assert(!is_changed(f, '.'));
    ck_assert(!is_changed(f, '1'));
    ck_assert(!is_changed(f, 0x1EA0));
    font_close(f);
}
END_TEST

struct tally {
    unsigned moves, closes, lines, quads, curves;
    float top;
    float x, y;
};

static void see(struct tally *t, struct font_point to)
{
    t->top = to.y > t->top ? to.y : t->top;
    t->x = to.x;
    t->y = to.y;
}

static void on_move(void *u, struct font_point to)
{
    struct tally *t = u;
    t->moves++;
    see(t, to);
}

static void on_line(void *u, struct font_point to)
{
    struct tally *t = u;
    t->lines++;
    see(t, to);
}

static void on_curve(void *u, struct font_point first, struct font_point second, struct font_point to)
{
    struct tally *t = u;
    (void)first, (void)second;
    t->curves++;
    see(t, to);
}

static void on_quad(void *u, struct font_point pull, struct font_point to)
{
    struct tally *t = u;
    (void)pull;
    t->quads++;
    see(t, to);
}

static void on_close(void *u)
{
    ((struct tally *)u)->closes++;
}

START_TEST(outlines_arrive)
{
    struct font *f = open_path(_i == 0 ? GENTIUM : INTER);
    struct font_outline_sink cubic = {on_move, on_line, on_curve, on_close, NULL};
    struct font_outline_sink both = {on_move, on_line, on_curve, on_close, on_quad};
    struct tally a = {0}, b = {0};
    int32_t top, bottom;

    font_outline(f, gid_of(f, 'O'), &cubic, &a);
    font_outline(f, gid_of(f, 'O'), &both, &b);
    ck_assert_uint_eq(a.moves, 2); /* the bowl and its counter */
    ck_assert_uint_eq(a.closes, 2);
    ck_assert_uint_eq(a.quads, 0);
    ck_assert_uint_gt(a.curves, 7);
    ck_assert_uint_eq(b.quads, f->cff ? 0 : a.curves);
    font_ink(f, gid_of(f, 'O'), &top, &bottom);
    ck_assert_int_le(abs((int)a.top - top), 1);
    font_close(f);
}
END_TEST

/* Writes the first `n` bytes (0: all) of a font with byte `at` changed by `flip` to a file, and opens that. */
static struct font *open_damaged(const char *path, size_t keep, size_t at, uint8_t flip)
{
    char *bytes, name[] = "/tmp/briefbook-font-XXXXXX";
    size_t n;

    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    bytes[at] = (char)(bytes[at] ^ flip);
    int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    if (keep == 0 || keep > n)
        keep = n;
    ck_assert_int_eq(write(fd, bytes, keep), (ssize_t)keep);
    close(fd);
    free(bytes);
    struct font *f = open_path(name);
    unlink(name);
    return f;
}

START_TEST(truncated_files_are_refused)
{
    static const size_t lengths[] = {1, 11, 12, 100, 1000, 50000, 200000};
    const char *path = _i % 2 ? INTER : GENTIUM;

    ck_assert_ptr_null(open_damaged(path, lengths[_i / 2], 0, 0));
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 1);
    ck_assert_str_eq(diag_rule(diag, 0), "font-broken");
}
END_TEST

START_TEST(damaged_directory_is_refused)
{
    ck_assert_ptr_null(open_damaged(GENTIUM, 0, 0, 0x40));       /* no sfnt */
    ck_assert_ptr_null(open_damaged(GENTIUM, 0, 12 + 8, 0x7F));  /* the first table lies elsewhere */
    ck_assert_ptr_null(open_damaged(GENTIUM, 0, 12 + 12, 0x7F)); /* … or is longer than the file */
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NOT_SFNT), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_TRUNCATED), 2);
    ck_assert_ptr_null(open_path("/nonexistent/font.ttf"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_UNREADABLE), 1);
}
END_TEST

/* Bytes changed here and there, above all in the directory: a face or a warning, never a crash. */
START_TEST(changed_fonts_never_crash)
{
    struct font_outline_sink sink = {on_move, on_line, on_curve, on_close, on_quad};
    struct tally t = {0};
    int32_t top, bottom;

    for (size_t at = 4; at < 20000; at += at < 320 ? 9 : 1009) {
        struct font *f = open_damaged(_i == 0 ? LIBERATION : INTER, 0, at, (uint8_t)(1 << at % 8));
        if (!f)
            continue;
        ck_assert_uint_lt(f->space_gid, f->n_glyphs);
        for (unsigned gid = 0; gid < f->n_glyphs; gid += 97) {
            font_outline(f, (uint16_t)gid, &sink, &t);
            font_ink(f, (uint16_t)gid, &top, &bottom);
        }
        font_close(f);
    }
}
END_TEST

/* What was found when the program was built is what is found now. */
START_TEST(known_spaces_are_those_that_are_found)
{
    static const char *const paths[] = {GENTIUM, GENTIUM_ITALIC, INTER, INTER_MEDIUM_ITALIC, NOTO_SERIF, LIBERATION};

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct font *f = open_path(paths[i]);
        hb_set_t *known = hb_set_create(), *found = hb_set_create();
        enum font_spaces spaces;
        ck_assert(known_spaces_find(f->face, &spaces, known));
        ck_assert_int_eq(spaces, font_spaces_find(f->hb, f->space_gid, found));
        ck_assert(hb_set_is_equal(known, found));
        hb_set_destroy(known);
        hb_set_destroy(found);
        font_close(f);
    }
}
END_TEST

/* What font_composing() says now, for every text that was asked about; NULL of *list where it says no. */
static void find_letters(const struct font *f, hb_script_t script, const char *lang, const uint64_t **list,
                         uint64_t *letters)
{
    hb_segment_properties_t props = HB_SEGMENT_PROPERTIES_DEFAULT;
    props.direction = HB_DIRECTION_LTR;
    props.script = script;
    props.language = hb_language_from_string(lang, -1);
    hb_shape_plan_t *full = hb_shape_plan_create_cached(f->face, &props, NULL, 0, NULL),
                    *bare = hb_shape_plan_create_cached(f->face, &props, &font_no_composing, 1, NULL);
    *list = font_composing(f->hb, full, bare, letters) ? letters : NULL;
    hb_shape_plan_destroy(full);
    hb_shape_plan_destroy(bare);
}

START_TEST(known_letters_are_those_that_are_found)
{
    static const char *const paths[] = {GENTIUM, INTER, NOTO_SERIF, LIBERATION};
    static const struct {
        hb_script_t script;
        const char *lang;
    } texts[] = {
        {HB_SCRIPT_LATIN, "vi"}, {HB_SCRIPT_LATIN, "en"}, {HB_SCRIPT_CYRILLIC, "ru"}, {HB_SCRIPT_CYRILLIC, "kk"}};
    unsigned n_found = 0;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct font *f = open_path(paths[i]);
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            const uint64_t *known, *found;
            uint64_t letters[COMPOSING_WORDS];
            hb_language_t lang = hb_language_from_string(texts[k].lang, -1);
            ck_assert(known_letters_find(f->face, texts[k].script, lang, &known));
            find_letters(f, texts[k].script, texts[k].lang, &found, letters);
            ck_assert_int_eq(known != NULL, found != NULL);
            if (known != NULL)
                ck_assert_mem_eq(known, found, sizeof letters);
            n_found += known != NULL;
        }
        font_close(f);
    }
    ck_assert_uint_gt(n_found, 0);
}
END_TEST

/* Other languages may have rules of their own. */
START_TEST(letters_of_other_texts_are_not_known)
{
    const uint64_t *letters;
    struct font *f = open_path(NOTO_SERIF);
    ck_assert(!known_letters_find(f->face, HB_SCRIPT_LATIN, hb_language_from_string("ro", -1), &letters));
    ck_assert(!known_letters_find(f->face, HB_SCRIPT_LATIN, hb_language_from_string("ru", -1), &letters));
    ck_assert(!known_letters_find(f->face, HB_SCRIPT_GREEK, hb_language_from_string("vi", -1), &letters));
    ck_assert(!known_letters_find(f->face, HB_SCRIPT_LATIN, HB_LANGUAGE_INVALID, &letters));
    font_close(f);
}
END_TEST

/* A file of another length, or with another directory of tables, is another font. */
START_TEST(changed_files_are_not_known)
{
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(INTER, 1 << 20, &bytes, &n, diag, DIAG_NOWHERE), 0);
    for (int change = 0; change < 3; change++) {
        bool longer = change == 1;
        char *copy = mem_calloc(n + 1, 1);
        memcpy(copy, bytes, n);
        if (change == 2)
            copy[12 + 4] ^= 1; /* the checksum of its first table */
        hb_blob_t *blob = hb_blob_create(copy, (unsigned)(n + (size_t)longer), HB_MEMORY_MODE_WRITABLE, copy, free);
        hb_face_t *face = hb_face_create(blob, 0);
        hb_set_t *changed = hb_set_create();
        enum font_spaces spaces;
        ck_assert_int_eq(known_spaces_find(face, &spaces, changed), change == 0);
        ck_assert_int_eq(known_face_is(face), change == 0);
        hb_set_destroy(changed);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
    free(bytes);
}
END_TEST

TEST_MAIN("font/font")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 30);
    tcase_add_test(c, truetype_face_is_measured);
    tcase_add_test(c, rights_are_heeded);
    tcase_add_test(c, cff_face_is_measured);
    tcase_add_test(c, slope_is_negative_whatever_the_file_says);
    tcase_add_test(c, advances_are_those_of_harfbuzz);
    tcase_add_test(c, coverage);
    tcase_add_test(c, ink_of_stacked_marks);
    tcase_add_loop_test(c, rules_across_spaces, 0, 4);
    tcase_add_test(c, glyphs_that_change_across_spaces);
    tcase_add_loop_test(c, outlines_arrive, 0, 2);
    tcase_add_loop_test(c, truncated_files_are_refused, 0, 14);
    tcase_add_test(c, damaged_directory_is_refused);
    tcase_add_loop_test(c, changed_fonts_never_crash, 0, 2);
    tcase_add_test(c, known_spaces_are_those_that_are_found);
    tcase_add_test(c, known_letters_are_those_that_are_found);
    tcase_add_test(c, letters_of_other_texts_are_not_known);
    tcase_add_test(c, changed_files_are_not_known);
}
