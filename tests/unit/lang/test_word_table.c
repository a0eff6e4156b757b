/* Tables of words: what was put in is found again, nothing else is. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/workers.h"
#include "lang/word_table.h"
#include "unit/suite.h"

START_TEST(finds_what_was_put_in)
{
    enum { N = 1000 };
    struct arena *a = arena_new();
    static struct word_table t; /* is kept */
    char key[32];
    word_table_make(&t, N);
    for (unsigned i = 0; i < N; i++) {
        int n = snprintf(key, sizeof key, "từ %u", i);
        struct word_slot *s = word_table_slot(&t, key, (size_t)n);
        ck_assert_ptr_null(s->key);
        ck_assert_uint_eq(s->value, 0);
        word_table_fill(s, arena_strndup(a, key, (size_t)n), (size_t)n);
        s->value = i + 1;
    }
    for (unsigned i = 0; i < N; i++) {
        int n = snprintf(key, sizeof key, "từ %u", i);
        const struct word_slot *s = word_table_slot(&t, key, (size_t)n);
        ck_assert_uint_eq(s->value, i + 1);
        ck_assert_uint_eq(s->n, (unsigned)n);
    }
    ck_assert_ptr_null(word_table_slot(&t, "từ ", strlen("từ "))->key); /* a part of a key is none */
    ck_assert_ptr_null(word_table_slot(&t, "không có", strlen("không có"))->key);
    arena_drop(a);
}
END_TEST

START_TEST(languages)
{
    for (size_t i = 0; i < WORD_LANGUAGES; i++)
        ck_assert_uint_eq(word_language(word_languages[i]), i);
    ck_assert_uint_eq(word_language("vi-VN"), word_language("vi"));
    ck_assert_uint_eq(word_language("ru_RU"), word_language("ru"));
    ck_assert_uint_eq(word_language("vie"), WORD_LANGUAGES);
    ck_assert_uint_eq(word_language("fr"), WORD_LANGUAGES);
    ck_assert_uint_eq(word_language(""), WORD_LANGUAGES);
}
END_TEST

static atomic_uint fills[WORD_LANGUAGES];

static void count_fill(size_t language)
{
    atomic_fetch_add(&fills[language], 1);
}

static void ask(void *fillings, size_t i, unsigned worker)
{
    (void)worker;
    word_fill_once(fillings, i % 2, count_fill);
    ck_assert_uint_eq(atomic_load(&fills[i % 2]), 1);
}

START_TEST(tables_are_filled_once)
{
    struct word_fillings fillings = WORD_FILLINGS_INIT;
    struct workers *w = workers_new(4);
    workers_run(w, 1000, ask, &fillings);
    workers_drop(w);
    ck_assert_uint_eq(atomic_load(&fills[0]), 1);
    ck_assert_uint_eq(atomic_load(&fills[1]), 1);
    ck_assert_uint_eq(atomic_load(&fills[2]), 0); /* nobody asked */
}
END_TEST

TEST_MAIN("word_table")
{
    tcase_add_test(c, tables_are_filled_once);
    tcase_add_test(c, finds_what_was_put_in);
    tcase_add_test(c, languages);
}
