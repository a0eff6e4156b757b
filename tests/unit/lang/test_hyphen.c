/* lang/hyphen.c: where words may be divided. Skips itself where the dictionaries are not installed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lang/hyphen.h"
#include "unit/suite.h"

/* Words with all their points. */
static const struct {
    const char *lang, *shown;
} cases[] = {
    {"ru", "со-труд-ни-че-ство"},
    {"ru", "меж-ду-на-род-ных"},
    {"ru", "«гу-ма-ни-тар-ной»,"},
    {"ru", "объ-яв-ле-ние"},
    {"ru", "страна"},
    {"ru", "годы"},
    {"ru", "Ка-зах-стан"},
    {"ru", "Ёл-ками"},
    {"ru", "ТАССов"},
    {"ru", "КазМунайГаз"},
    {"ru", "МИНИСТЕРСТВО"},
    {"ru", "социально-экономического"},
    {"ru", "достық"},
    {"ru", "Nguyễn"},
    {"ru", "country"},
    {"ru", "2021-летний"},
    {"en", "co-op-er-a-tion"},
    {"en", "as-so-ci-a-tion,"},
    {"en", "(coun-try’s)"},
    {"en", "re-la-tions—in-ter-na-tional"},
    {"en", "Kazakhstan"},
    {"en", "unesco@example"},
    {"en", "www.example.com"},
    {"en", "café"},
    {"en", "peo-ple"},
    {"en", "early"},
    {"en", "сотрудничество"},
};

/* The word without the points that were asked for; those of its own stay. */
static size_t split(const char *shown, char *word, uint16_t *points)
{
    size_t n = 0, k = 0;
    for (; *shown != '\0'; shown++) {
        if (*shown == '-')
            points[k++] = (uint16_t)n;
        else
            word[n++] = *shown;
    }
    word[n] = '\0';
    return k;
}

static const struct hyphen *patterns(const char *lang)
{
    const struct hyphen *h = hyphen_for(lang);
    if (h == NULL)
        printf("no patterns for %s: not tested\n", lang);
    return h;
}

START_TEST(words_are_divided_between_syllables)
{
    const struct hyphen *h = patterns(cases[_i].lang);
    uint16_t want[64], got[64];
    char word[256], found[512];
    if (h == NULL)
        return;
    bool whole = strstr(cases[_i].shown, "социально-") != NULL || strstr(cases[_i].shown, "2021-") != NULL;
    size_t n_want = whole ? 0 : split(cases[_i].shown, word, want);
    const char *s = whole ? cases[_i].shown : word;
    size_t n = hyphen_points(h, s, strlen(s), got, 64), at = 0;
    for (size_t i = 0, k = 0; s[i] != '\0'; i++) {
        if (k < n && got[k] == i) {
            found[at++] = '-';
            k++;
        }
        found[at++] = s[i];
    }
    found[at] = '\0';
    ck_assert_str_eq(found, cases[_i].shown);
    ck_assert_uint_eq(n, n_want);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(got[i], want[i]);
}
END_TEST

START_TEST(points_stop_at_the_room_for_them)
{
    const struct hyphen *h = patterns("en");
    uint16_t out[3] = {0, 0, 77};
    if (h == NULL)
        return;
    ck_assert_uint_eq(hyphen_points(h, "cooperation", 11, out, 2), 2);
    ck_assert_uint_eq(out[2], 77);
    ck_assert_uint_eq(hyphen_points(h, "", 0, out, 2), 0);
}
END_TEST

START_TEST(endless_words_stay_whole)
{
    const struct hyphen *h = patterns("en");
    uint16_t out[64];
    char word[5000];
    if (h == NULL)
        return;
    for (size_t i = 0; i < sizeof word; i++)
        word[i] = "nation"[i % 6];
    ck_assert_uint_gt(hyphen_points(h, word, 60, out, 64), 10);
    ck_assert_uint_eq(hyphen_points(h, word, 61, out, 64), 0);
    ck_assert_uint_eq(hyphen_points(h, word, sizeof word, out, 64), 0);
}
END_TEST

START_TEST(other_languages_have_no_patterns)
{
    static const char *const none[] = {"vi", "kk", "kk-Cyrl", "de", "", "r", "rus", "eng"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ck_assert(!hyphen_wanted(none[i]));
        ck_assert_ptr_null(hyphen_for(none[i]));
        ck_assert_ptr_null(hyphen_open("/usr/share/hyphen", none[i]));
    }
    ck_assert(hyphen_wanted("ru"));
    ck_assert(hyphen_wanted("ru-RU"));
    ck_assert(hyphen_wanted("en"));
    ck_assert(hyphen_wanted("en-GB"));
    ck_assert_ptr_eq(hyphen_for("en-GB"), hyphen_for("en"));
}
END_TEST

/* Writes a dictionary of our own and opens it. */
static struct hyphen *open_text(const char *text, size_t n)
{
    char dir[] = "/tmp/hyphenXXXXXX", path[64];
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/hyph_ru_RU.dic", dir);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(text, 1, n, f), n);
    fclose(f);
    struct hyphen *h = hyphen_open(dir, "ru");
    unlink(path);
    rmdir(dir);
    return h;
}

START_TEST(dictionaries_in_any_charset)
{
    static const char *const texts[] = {"KOI8-R\n\xCD\x31\xCE\n", "windows-1251\r\n\xEC\x31\xED\r\n",
                                        "UTF-8\n\xD0\xBC\x31\xD0\xBD\n"}; /* "m1n" in Cyrillic */
    uint16_t out[8];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct hyphen *h = open_text(texts[i], strlen(texts[i]));
        ck_assert_ptr_nonnull(h);
        ck_assert_uint_eq(hyphen_points(h, "аамнаа", strlen("аамнаа"), out, 8), 1);
        ck_assert_uint_eq(out[0], strlen("аам"));
        ck_assert_uint_eq(hyphen_points(h, "амнаааа", strlen("амнаааа"), out, 8), 1);
        ck_assert_uint_eq(hyphen_points(h, "мнаааа", strlen("мнаааа"), out, 8), 0);
        ck_assert_uint_eq(hyphen_points(h, "аааамна", strlen("аааамна"), out, 8), 0);
        ck_assert_uint_eq(hyphen_points(h, "ааамнаа", strlen("ааамнаа"), out, 8), 1);
        hyphen_drop(h);
    }
}
END_TEST

START_TEST(bad_dictionaries_are_none)
{
    static const char nothing[] = "", no_line[] = "UTF-8", unknown[] = "no-such-charset\na1b\n";
    ck_assert_ptr_null(hyphen_open("/nowhere", "ru"));
    ck_assert_ptr_null(open_text(nothing, 0));
    ck_assert_ptr_null(open_text(no_line, strlen(no_line)));
    ck_assert_ptr_null(open_text(unknown, strlen(unknown)));
    hyphen_drop(NULL);
}
END_TEST

/* At most 4 MiB; what is larger is no dictionary. */
START_TEST(dictionaries_have_a_limit)
{
    static const char head[] = "UTF-8\n\xD0\xBC\x31\xD0\xBD\n%"; /* then a comment */
    const size_t most = (size_t)4 << 20;
    char *text = malloc(most + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', most + 1);
    memcpy(text, head, sizeof head - 1);
    struct hyphen *h = open_text(text, most);
    ck_assert_ptr_nonnull(h);
    hyphen_drop(h);
    ck_assert_ptr_null(open_text(text, most + 1));
    free(text);
}
END_TEST

TEST_MAIN("hyphen")
{
    tcase_add_loop_test(c, words_are_divided_between_syllables, 0, sizeof cases / sizeof *cases);
    tcase_add_test(c, points_stop_at_the_room_for_them);
    tcase_add_test(c, endless_words_stay_whole);
    tcase_add_test(c, other_languages_have_no_patterns);
    tcase_add_test(c, dictionaries_in_any_charset);
    tcase_add_test(c, bad_dictionaries_are_none);
    tcase_add_test(c, dictionaries_have_a_limit);
}
