/* font/composing.c: texts of the letters it names come out the same with 'ccmp' and without. */
#include "font/composing.h"

#include <hb.h>
#include <string.h>

#include "unit/suite.h"

#define GENTIUM "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf"
#define GENTIUM_ITALIC "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Italic.ttf"
#define INTER "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define NOTO_SERIF "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
#define LIBERATION "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"

#define N_TEXTS 800
#define MOST_LETTERS 30
#define ALL_LETTERS 2000

static const hb_feature_t off = {HB_TAG('c', 'c', 'm', 'p'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};

/* A face with the two plans for a script. */
struct plans {
    hb_font_t *font;
    hb_segment_properties_t props;
    hb_shape_plan_t *full, *bare;
    uint64_t letters[COMPOSING_WORDS];
    bool found;
};

/* Takes the face. */
static void open_face(hb_face_t *face, hb_script_t script, const char *lang, struct plans *p)
{
    *p = (struct plans){.font = hb_font_create(face)};
    p->props.direction = HB_DIRECTION_LTR;
    p->props.script = script;
    p->props.language = hb_language_from_string(lang, -1);
    p->full = hb_shape_plan_create_cached(face, &p->props, NULL, 0, NULL);
    p->bare = hb_shape_plan_create_cached(face, &p->props, &off, 1, NULL);
    p->found = font_composing(p->font, p->full, p->bare, p->letters);
    hb_face_destroy(face);
}

static void open_plans(const char *path, hb_script_t script, const char *lang, struct plans *p)
{
    hb_blob_t *blob = hb_blob_create_from_file(path);
    open_face(hb_face_create(blob, 0), script, lang, p);
    hb_blob_destroy(blob);
}

static void close_plans(struct plans *p)
{
    hb_shape_plan_destroy(p->full);
    hb_shape_plan_destroy(p->bare);
    hb_font_destroy(p->font);
}

static bool has(const struct plans *p, uint32_t cp)
{
    return p->letters[cp / 64] >> cp % 64 & 1;
}

static hb_buffer_t *shape(const struct plans *p, const uint32_t *text, int n, bool bare)
{
    hb_buffer_t *b = hb_buffer_create();
    hb_buffer_add_utf32(b, text, n, 0, n);
    hb_buffer_set_segment_properties(b, &p->props);
    hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    ck_assert(hb_shape_plan_execute(bare ? p->bare : p->full, p->font, b, bare ? &off : NULL, bare));
    return b;
}

static bool same(const struct plans *p, const uint32_t *text, int n)
{
    hb_buffer_t *a = shape(p, text, n, false), *b = shape(p, text, n, true);
    unsigned n_a, n_b;
    const hb_glyph_info_t *ga = hb_buffer_get_glyph_infos(a, &n_a), *gb = hb_buffer_get_glyph_infos(b, &n_b);
    const hb_glyph_position_t *pa = hb_buffer_get_glyph_positions(a, NULL),
                              *pb = hb_buffer_get_glyph_positions(b, NULL);
    bool equal = n_a == n_b;
    for (unsigned i = 0; equal && i < n_a; i++)
        equal = ga[i].codepoint == gb[i].codepoint && ga[i].cluster == gb[i].cluster &&
                hb_glyph_info_get_glyph_flags(&ga[i]) == hb_glyph_info_get_glyph_flags(&gb[i]) &&
                pa[i].x_advance == pb[i].x_advance && pa[i].x_offset == pb[i].x_offset &&
                pa[i].y_offset == pb[i].y_offset;
    hb_buffer_destroy(a);
    hb_buffer_destroy(b);
    return equal;
}

/* Texts of letters in any order, and each letter beside itself. */
static void try_texts(const struct plans *p, const char *path)
{
    static uint32_t all[ALL_LETTERS];
    uint32_t text[MOST_LETTERS], random = 1;
    int n = 0;
    for (uint32_t cp = 0; cp < COMPOSING_END && n < ALL_LETTERS; cp++)
        if (has(p, cp))
            all[n++] = cp;
    ck_assert_int_gt(n, 300);
    for (int i = 0; i < n; i++) {
        uint32_t twice[] = {all[i], all[i]};
        ck_assert_msg(same(p, twice, 2), "%s: U+%04X", path, (unsigned)all[i]);
    }
    for (int i = 0; i < N_TEXTS; i++) {
        for (int k = 0; k < MOST_LETTERS; k++) {
            random = random * 1664525 + 1013904223;
            uint32_t range = random >> 31 ? (uint32_t)n : 100; /* figures, signs and letters of ASCII more often */
            text[k] = all[(random >> 8) % range];
        }
        ck_assert_msg(same(p, text, MOST_LETTERS), "%s: text %d", path, i);
    }
}

START_TEST(texts_come_out_the_same)
{
    static const char *const paths[] = {GENTIUM, GENTIUM_ITALIC, INTER, NOTO_SERIF, LIBERATION};
    unsigned tried = 0;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        for (int cyrillic = 0; cyrillic < 2; cyrillic++) {
            struct plans p;
            open_plans(paths[i], cyrillic ? HB_SCRIPT_CYRILLIC : HB_SCRIPT_LATIN, cyrillic ? "ru" : "vi", &p);
            if (p.found)
                try_texts(&p, paths[i]);
            tried += p.found;
            close_plans(&p);
        }
    ck_assert_uint_ge(tried, 6);
}
END_TEST

START_TEST(letters_that_are_composed_are_not_named)
{
    static const uint32_t e_acute = 0x1EBF; /* has a form of its own in Vietnamese */
    struct plans p;
    open_plans(GENTIUM, HB_SCRIPT_LATIN, "vi", &p);
    ck_assert(p.found);
    ck_assert(has(&p, 'n') && has(&p, ' ') && has(&p, 0x111) && has(&p, 0x1EA1));
    ck_assert(!has(&p, e_acute) && !same(&p, &e_acute, 1));
    ck_assert(!has(&p, 0x301) && !has(&p, 0xAD));
    close_plans(&p);
    open_plans(INTER, HB_SCRIPT_LATIN, "vi", &p);
    ck_assert(p.found && has(&p, e_acute));
    close_plans(&p);
}
END_TEST

/* The face with a 'ccmp' of its own: B C become A, and so that these are outputs as well, M M become B, M M M become C.
 */
static hb_face_t *face_with_rules(hb_face_t *from, const uint16_t abc[3], uint16_t m)
{
    const uint16_t gsub[] = {
        1,      0,      10,     30,     44,                           /* header: scripts, features, look-ups */
        1,      0x4446, 0x4C54, 8,                                    /* DFLT */
        4,      0,      0,      0xFFFF, 1,      0,                    /* its language: feature 0 */
        1,      0x6363, 0x6D70, 8,      0,      1, 0,                 /* ccmp: look-up 0 */
        1,      4,      4,      0,      1,      8,                    /* which makes ligatures */
        1,      10,     2,      18,     28,                           /* of what begins with B, with M */
        1,      2,      abc[1], m,      1,      4, abc[0], 2, abc[2], /* B C */
        2,      6,      14,                                           /* the longer first */
        abc[2], 3,      m,      m,      abc[1], 2, m,
    };
    char table[sizeof gsub];
    for (size_t i = 0; i < sizeof gsub / sizeof *gsub; i++) {
        table[2 * i] = (char)(gsub[i] >> 8);
        table[2 * i + 1] = (char)(gsub[i] & 255);
    }
    static const char *const kept[] = {"cmap", "head", "hhea", "hmtx", "maxp", "OS/2"};
    hb_face_t *face = hb_face_builder_create();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        hb_tag_t tag = hb_tag_from_string(kept[i], -1);
        hb_blob_t *blob = hb_face_reference_table(from, tag);
        hb_face_builder_add_table(face, tag, blob);
        hb_blob_destroy(blob);
    }
    hb_blob_t *blob = hb_blob_create(table, sizeof table, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(face, HB_TAG('G', 'S', 'U', 'B'), blob);
    hb_blob_destroy(blob);
    blob = hb_face_reference_blob(face);
    hb_face_destroy(face);
    face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return face;
}

/* A rule of which each bit of the output's number is that of one letter or the other. */
START_TEST(letters_that_become_another_letter_together_are_found)
{
    static const uint32_t text[] = {'B', 'C'};
    hb_blob_t *blob = hb_blob_create_from_file(LIBERATION);
    hb_face_t *from = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(from);
    hb_codepoint_t abc[3], m;
    for (unsigned i = 0; i < 3; i++)
        ck_assert(hb_font_get_nominal_glyph(font, 'A' + i, &abc[i]));
    ck_assert(hb_font_get_nominal_glyph(font, 0x301, &m) && abc[0] < abc[1] && abc[1] < abc[2]);
    const uint16_t gids[] = {(uint16_t)abc[0], (uint16_t)abc[1], (uint16_t)abc[2]};
    hb_face_t *face = face_with_rules(from, gids, (uint16_t)m);
    struct plans p;
    open_face(face, HB_SCRIPT_LATIN, "vi", &p);
    ck_assert(!same(&p, text, 2));
    ck_assert(!p.found);
    close_plans(&p);
    hb_font_destroy(font);
    hb_face_destroy(from);
    hb_blob_destroy(blob);
}
END_TEST

TEST_MAIN("composing")
{
    tcase_add_test(c, letters_that_become_another_letter_together_are_found);
    tcase_add_test(c, texts_come_out_the_same);
    tcase_add_test(c, letters_that_are_composed_are_not_named);
}
