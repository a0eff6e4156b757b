/* layout/shape.c: words are shaped once, in their language; stretches look across spaces. */
#include "unit/layout/fixture.h"
#include "unit/suite.h"

#include "layout/shape_cache.h"
#include "layout/shape_features.h"

#define LATN 0x4C61746Eu
#define CYRL 0x4379726Cu

static struct fixture f;
static const struct font *text_font, *inter;

static void set_up(void)
{
    fixture_init(&f);
    text_font = font_set_lookup(f.fonts, "Gentium Book Plus", 400, false, f.diag);
    inter = font_set_lookup(f.fonts, "Inter", 400, false, f.diag);
}

static void tear_down(void)
{
    fixture_drop(&f);
}

static const struct shaped *word(const struct font *font, const char *lang, uint32_t script, unsigned features,
                                 const char *s)
{
    struct shaping how = {font, cache_lang(f.ctx.words, lang), script, features};
    return shape_word(f.ctx.words, &how, s, strlen(s));
}

/* Vietnamese in Latin letters. */
static struct shaping vietnamese(const struct font *font)
{
    return (struct shaping){.font = font, .lang = cache_lang(f.ctx.words, "vi"), .script = LATN};
}

START_TEST(a_word_is_shaped_once)
{
    uint64_t shaped, hits;
    const struct shaped *w = word(text_font, "vi", LATN, 0, "nghiệp");
    for (int i = 0; i < 5; i++)
        ck_assert_ptr_eq(word(text_font, "vi", LATN, 0, "nghiệp"), w);
    word_cache_figures(f.ctx.words, &shaped, &hits);
    ck_assert_uint_eq(shaped, 1);
    ck_assert_uint_eq(hits, 5);
    ck_assert_str_eq(w->text, "nghiệp");
    ck_assert_uint_eq(w->text_n, strlen("nghiệp"));
    ck_assert_uint_eq(w->n, 6);
    int32_t sum = 0;
    for (unsigned i = 0; i < w->n; i++)
        sum += w->glyphs[i].advance;
    ck_assert_int_eq(sum, w->width);
}
END_TEST

START_TEST(clusters_point_into_the_text)
{
    const struct shaped *w = word(text_font, "vi", LATN, 0, "Thủ");
    ck_assert_uint_eq(w->n, 3);
    ck_assert_uint_eq(w->glyphs[2].cluster, 2); /* ủ is three bytes */
    ck_assert_uint_eq(w->glyphs[2].flags & GLYPH_CONTINUES, 0);
}
END_TEST

START_TEST(language_and_features_tell_words_apart)
{
    /* Gentium has forms of its own for stacked Vietnamese marks */
    const struct shaped *vi = word(text_font, "vi", LATN, 0, "ấ"), *en = word(text_font, "en", LATN, 0, "ấ");
    ck_assert_ptr_ne(vi, en);
    ck_assert_uint_ne(vi->glyphs[0].gid, en->glyphs[0].gid);
    const struct shaped *plain = word(inter, "vi", LATN, 0, "1711"),
                        *tabular = word(inter, "vi", LATN, SHAPE_TABULAR, "1711");
    ck_assert_int_lt(plain->width, tabular->width);
    for (unsigned i = 1; i < tabular->n; i++)
        ck_assert_int_eq(tabular->glyphs[i].advance, tabular->glyphs[0].advance);
}
END_TEST

START_TEST(features_change_the_glyphs_and_not_the_text)
{
    const struct shaped *plain = word(text_font, "vi", LATN, 0, "hội"),
                        *small = word(text_font, "vi", LATN, SHAPE_SMALL_CAPS, "hội");
    ck_assert_uint_ne(plain->glyphs[0].gid, small->glyphs[0].gid);
    ck_assert_str_eq(small->text, "hội");
    ck_assert(font_has_feature(text_font, 0x736D6370u)); /* smcp */
    ck_assert(!font_has_feature(text_font, 0x7A7A7A7Au));
}
END_TEST

/* Contextual forms must not make another sign of what the author wrote; those that only suit it are welcome. */
START_TEST(signs_stay_what_they_are)
{
    const struct shaped *product = word(inter, "vi", LATN, 0, "3x4"), *arrow = word(inter, "vi", LATN, 0, "a->b");
    ck_assert_uint_eq(product->n, 3);
    ck_assert_uint_eq(product->glyphs[1].gid, word(inter, "vi", LATN, 0, "x")->glyphs[0].gid);
    ck_assert_uint_eq(arrow->n, 4);
    ck_assert_uint_eq(arrow->glyphs[1].gid, word(inter, "vi", LATN, 0, "-")->glyphs[0].gid);
    struct shaping how = vietnamese(inter);
    const struct stretch *s = shape_stretch(f.ctx.words, &how, "3 x 4", 5);
    ck_assert_uint_eq(s->words[1]->glyphs[0].gid, word(inter, "vi", LATN, 0, "x")->glyphs[0].gid);
    const struct shaped *many = word(inter, "vi", LATN, 0, "1x2x3x4x5x6x7x8x9x1x2x3x4x5x6x7x8x9x1x2x3");
    for (unsigned i = 1; i < many->n; i += 2)
        ck_assert_uint_eq(many->glyphs[i].gid, product->glyphs[1].gid);
}
END_TEST

/* Figures below each other: each is the same wherever it stands. */
START_TEST(tabular_numbers_are_made_of_their_figures)
{
    for (int i = 0; i < 1200; i += 7) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        const struct shaped *whole = word(inter, "vi", LATN, SHAPE_TABULAR, number);
        ck_assert_uint_eq(whole->n, strlen(number));
        for (unsigned k = 0; k < whole->n; k++) {
            const struct shaped *figure = word(inter, "vi", LATN, SHAPE_TABULAR, (char[]){number[k], '\0'});
            ck_assert_uint_eq(whole->glyphs[k].gid, figure->glyphs[0].gid);
            ck_assert_int_eq(whole->glyphs[k].advance, figure->glyphs[0].advance);
        }
    }
}
END_TEST

START_TEST(identifiers_are_told_from_words)
{
    static const char *const identifiers[] = {"0123456789ab", "ebdac914accadcde…",
                                              "ffffffffffffffffffffffffffffffffffffffff"},
                             *const words[] = {"",
                                               "…",
                                               "0123456789a",
                                               "ebdac914accaDcde",
                                               "faceb00kfaceb00k",
                                               "đecade0123456789",
                                               "2026",
                                               "ebdac914accadcde……"};
    for (size_t i = 0; i < sizeof identifiers / sizeof *identifiers; i++)
        ck_assert_msg(shape_is_identifier(identifiers[i], strlen(identifiers[i])), "%s", identifiers[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(!shape_is_identifier(words[i], strlen(words[i])), "%s", words[i]);
}
END_TEST

/* A character of an identifier is a glyph, though the face has a ligature for two of them. */
START_TEST(identifiers_have_no_ligatures)
{
    const struct font *noto = font_set_lookup(f.fonts, "Noto Serif", 400, false, f.diag);
    const struct shaped *w = word(noto, "vi", LATN, 0, "ff0123456789ff"), *single = word(noto, "vi", LATN, 0, "f");
    ck_assert_uint_eq(w->n, 14);
    ck_assert_uint_eq(w->glyphs[0].gid, single->glyphs[0].gid);
    ck_assert_uint_eq(w->glyphs[13].gid, single->glyphs[0].gid);
}
END_TEST

START_TEST(many_words_stay_apart)
{
    const struct shaped *words[5000];
    char s[16];
    for (int i = 0; i < 5000; i++) {
        snprintf(s, sizeof s, "w%d", i);
        words[i] = word(text_font, "vi", LATN, 0, s);
    }
    for (int i = 0; i < 5000; i++) {
        snprintf(s, sizeof s, "w%d", i);
        ck_assert_ptr_eq(word(text_font, "vi", LATN, 0, s), words[i]);
        ck_assert_str_eq(words[i]->text, s);
    }
}
END_TEST

START_TEST(a_stretch_is_what_the_whole_text_gives)
{
    const char *s = "Việt Nam – Kazakhstan";
    struct shaping how = vietnamese(inter);
    const struct stretch *t = shape_stretch(f.ctx.words, &how, s, strlen(s));
    const struct shaped *whole = word(inter, "vi", LATN, 0, s);
    ck_assert_uint_eq(t->n, 4);
    int32_t width = 0;
    unsigned glyph = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        for (unsigned k = 0; k < t->words[i]->n; k++, glyph++)
            ck_assert_uint_eq(t->words[i]->glyphs[k].gid, whole->glyphs[glyph].gid);
        width += t->words[i]->width;
        if (i + 1 < t->n) {
            width += t->spaces[i];
            glyph++;
        }
    }
    ck_assert_int_eq(width, whole->width);
    ck_assert_str_eq(t->words[2]->text, "–");
    ck_assert_ptr_eq(t->words[0], word(inter, "vi", LATN, 0, "Việt")); /* unchanged words are shared */
    ck_assert_ptr_eq(shape_stretch(f.ctx.words, &how, s, strlen(s)), t);
}
END_TEST

START_TEST(slices_keep_the_width_of_the_whole)
{
    const char *s = "AVAT-TAVA";
    const struct shaped *whole = word(text_font, "vi", LATN, 0, s);
    struct shaping how = vietnamese(text_font);
    const struct shaped *a = shape_slice(f.ctx.words, &how, whole, 0, 5),
                        *b = shape_slice(f.ctx.words, &how, whole, 5, 9);
    ck_assert_int_eq(a->width + b->width, whole->width);
    ck_assert_uint_eq(a->n + b->n, whole->n);
    ck_assert_int_eq(memcmp(b->text, "TAVA", 4), 0);
    ck_assert_uint_eq(b->glyphs[0].cluster, 0);
}
END_TEST

START_TEST(a_substitute_keeps_the_character)
{
    const struct shaped *w = shape_substitute(f.ctx.words, inter, "U+2603", "☃", 3);
    ck_assert_str_eq(w->text, "☃");
    ck_assert_uint_eq(w->n, 6);
    for (unsigned i = 0; i < w->n; i++) {
        ck_assert_uint_eq(w->glyphs[i].cluster, 0);
        ck_assert_uint_eq(w->glyphs[i].flags & GLYPH_CONTINUES, i > 0 ? GLYPH_CONTINUES : 0);
    }
}
END_TEST

TEST_MAIN("shape")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_word_is_shaped_once);
    tcase_add_test(c, clusters_point_into_the_text);
    tcase_add_test(c, language_and_features_tell_words_apart);
    tcase_add_test(c, features_change_the_glyphs_and_not_the_text);
    tcase_add_test(c, signs_stay_what_they_are);
    tcase_add_test(c, tabular_numbers_are_made_of_their_figures);
    tcase_add_test(c, identifiers_are_told_from_words);
    tcase_add_test(c, identifiers_have_no_ligatures);
    tcase_add_test(c, many_words_stay_apart);
    tcase_add_test(c, a_stretch_is_what_the_whole_text_gives);
    tcase_add_test(c, slices_keep_the_width_of_the_whole);
    tcase_add_test(c, a_substitute_keeps_the_character);
}
