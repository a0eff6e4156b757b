/* Tables of words: what was put in is found again, nothing else is. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
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

TEST_MAIN("word_table")
{
    tcase_add_test(c, finds_what_was_put_in);
    tcase_add_test(c, languages);
}
