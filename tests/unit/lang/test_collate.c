/* Order: a Vietnamese word list, keys against comparison, CLDR's order against ICU's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "lang/collate.h"
#include "lang/lang.h"
#include "unit/suite.h"

#define MAX_LIST 1000

struct keyed {
    const char *word;
    struct collate_key key;
};

static struct arena *arena;
static struct keyed list[MAX_LIST];
static size_t n_list;

static void read_list(const char *lang, enum collate_order order)
{
    char line[128];
    FILE *f = fopen(SOURCE_DIR "/tests/unit/lang/dictionary-vi.txt", "r");
    ck_assert_ptr_nonnull(f);
    struct collator *c = collator_new(lang, order);
    for (n_list = 0; n_list < MAX_LIST && fgets(line, sizeof line, f) != NULL; n_list++) {
        line[strcspn(line, "\n")] = '\0';
        list[n_list].word = arena_strdup(arena, line);
        list[n_list].key = collator_key(c, arena, line);
    }
    collator_drop(c);
    fclose(f);
}

static int compare(const void *x, const void *y)
{
    return collate_key_compare(&((const struct keyed *)x)->key, &((const struct keyed *)y)->key);
}

/* The same order each run, unlike that of the file. */
static void shuffle(void)
{
    uint64_t seed = 88172645463325252U;
    for (size_t i = n_list; i > 1; i--) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        struct keyed swap = list[i - 1];
        list[i - 1] = list[seed % i];
        list[seed % i] = swap;
    }
}

START_TEST(dictionary_order)
{
    static const char *in_order[MAX_LIST];
    arena = arena_new();
    read_list("vi", COLLATE_SYLLABLE);
    ck_assert_uint_ge(n_list, 500);
    for (size_t i = 0; i < n_list; i++)
        in_order[i] = list[i].word;
    shuffle();
    qsort(list, n_list, sizeof *list, compare);
    for (size_t i = 0; i < n_list; i++)
        ck_assert_msg(strcmp(list[i].word, in_order[i]) == 0, "%zu: '%s' for '%s'", i, list[i].word, in_order[i]);
    arena_drop(arena);
}
END_TEST

static int sign(int x)
{
    return (x > 0) - (x < 0);
}

START_TEST(keys_agree_with_comparison)
{
    static const char *const more[] = {"",          "A",     "a b",     "a-b",     "Kazakhstan", "kazakhstan", "Токаев",
                                       "Қазақстан", "Ольга", "2",       "10",      "10 a",       "Zürich",     "Zurich",
                                       "bản đồ",    "bán",   "Đắk Lắk", "Air 2 x", "Tòa",        "Toà",        "日本"};
    static const char *const langs[] = {"vi", "en", "ru"};
    enum { N = sizeof more / sizeof *more };
    arena = arena_new();
    struct collator *c = collator_new(langs[_i], COLLATE_SYLLABLE);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N; k++) {
            struct collate_key x = collator_key(c, arena, more[i]), y = collator_key(c, arena, more[k]);
            ck_assert_msg(sign(collate_key_compare(&x, &y)) == sign(collate_compare(langs[_i], more[i], more[k])),
                          "%s: '%s' and '%s'", langs[_i], more[i], more[k]);
        }
    collator_drop(c);
    arena_drop(arena);
}
END_TEST

static int by_icu(const UCollator *icu, const char *x, const char *y)
{
    UErrorCode status = U_ZERO_ERROR;
    return (int)ucol_strcollUTF8(icu, x, -1, y, -1, &status);
}

START_TEST(cldr_order_is_that_of_icu)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollator *icu = ucol_open("vi", &status);
    ck_assert(U_SUCCESS(status));
    arena = arena_new();
    read_list("vi", COLLATE_CLDR);
    shuffle();
    qsort(list, n_list, sizeof *list, compare);
    for (size_t i = 1; i < n_list; i++) {
        ck_assert_msg(by_icu(icu, list[i - 1].word, list[i].word) <= 0, "'%s', '%s'", list[i - 1].word, list[i].word);
    }
    size_t ban = 0, buon = 0;
    for (size_t i = 0; i < n_list; i++) {
        ban = strcmp(list[i].word, "bản đồ") == 0 ? i : ban;
        buon = strcmp(list[i].word, "bán buôn") == 0 ? i : buon;
    }
    ck_assert_uint_lt(buon, ban);
    ck_assert_int_gt(collate_compare("vi", "bán buôn", "bản đồ"), 0);
    ucol_close(icu);
    arena_drop(arena);
}
END_TEST

START_TEST(letters)
{
    static const struct {
        const char *lang, *word, *letter;
    } cases[] = {
        {"vi", "Ăng-ten", "Ă"},       {"vi", "ấn tượng", "Â"}, {"vi", "Đắk Lắk", "Đ"},      {"vi", "Ở", "Ơ"},
        {"vi", "Ông Ích Khiêm", "Ô"}, {"vi", "ảnh", "A"},      {"vi", "“Kazakhstan”", "K"}, {"vi", "Übung", "U"},
        {"vi", "Токаев", "Т"},        {"vi", "Әуезов", "Ә"},   {"vi", "30 tháng 4", "0"},   {"vi", "…", "#"},
        {"en", "Đà Nẵng", "D"},       {"ru", "ёлка", "Ё"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letter[8];
        collate_letter(cases[i].lang, cases[i].word, letter);
        ck_assert_str_eq(letter, cases[i].letter);
    }
}
END_TEST

TEST_MAIN("collate")
{
    tcase_add_test(c, dictionary_order);
    tcase_add_loop_test(c, keys_agree_with_comparison, 0, 3);
    tcase_add_test(c, cldr_order_is_that_of_icu);
    tcase_add_test(c, letters);
}
