/* book/duplicates.c: the same text twice, edited texts, different texts, many copies. */
#include "book/duplicates.h"
#include "unit/suite.h"

#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_drop(arena);
}

/* A text of `n` words that depends on `seed`; every `edit`-th word is another one. */
static struct article *make(unsigned seed, size_t n, size_t edit)
{
    static const char *const words[] = {"đồng", "cỏ",    "trời", "xanh", "ngựa", "chạy", "gió",   "mùa", "hạ",   "sông",
                                        "nước", "người", "xa",   "về",   "nhà",  "khói", "chiều", "đất", "rộng", "mưa"};
    struct article *article = arena_calloc(arena, 1, sizeof *article);
    struct buf text = BUF_INIT;
    article->root = doc_new(arena, DOC_ARTICLE, DIAG_NOWHERE);
    unsigned state = seed * 2654435761u + 1;
    for (size_t i = 0; i < n; i++) {
        state = state * 1103515245u + 12345u;
        const char *word = words[(state >> 16) % 20];
        buf_printf(&text, "%s%s", i % 3 == 0 ? ", " : " ", edit > 0 && i % edit == edit - 1 ? "khác" : word);
        if (i % 40 == 39 || i + 1 == n) {
            doc_append(article->root, doc_new_text(arena, DOC_PARAGRAPH, DIAG_NOWHERE, text.p, text.n));
            buf_clear(&text);
        }
    }
    buf_free(&text);
    return article;
}

START_TEST(copies_and_edited_copies)
{
    struct article *articles[] = {make(1, 400, 0), make(2, 400, 0),  NULL,           make(1, 400, 0),
                                  make(3, 20, 0),  make(2, 400, 60), make(1, 90, 0), make(3, 20, 0)};
    struct duplicates found;
    duplicates_find(articles, 8, NULL, arena, &found);
    ck_assert_uint_eq(found.n, 3);
    ck_assert_uint_eq(found.clusters[0].n, 2);
    ck_assert_uint_eq(found.clusters[0].members[0], 0);
    ck_assert_uint_eq(found.clusters[0].members[1], 3);
    ck_assert_uint_eq(found.clusters[1].members[0], 1);
    ck_assert_uint_eq(found.clusters[1].members[1], 5);
    ck_assert_uint_eq(found.clusters[2].members[0], 4);
    ck_assert_uint_eq(found.clusters[2].members[1], 7);
}
END_TEST

START_TEST(different_texts_are_apart)
{
    struct article *articles[50];
    struct duplicates found;
    for (unsigned i = 0; i < 50; i++)
        articles[i] = make(i + 10, 300, 0);
    duplicates_find(articles, 50, NULL, arena, &found);
    ck_assert_uint_eq(found.n, 0);
    duplicates_find(articles, 0, NULL, arena, &found);
    ck_assert_uint_eq(found.n, 0);
}
END_TEST

START_TEST(many_copies_are_one_cluster)
{
    enum { N = 3000 };
    static struct article *articles[N];
    struct duplicates found;
    for (unsigned i = 0; i < N; i++)
        articles[i] = make(7, 120, i % 3 == 0 ? 0 : 100 + i % 3);
    duplicates_find(articles, N, NULL, arena, &found);
    ck_assert_uint_eq(found.n, 1);
    ck_assert_uint_eq(found.clusters[0].n, N);
    ck_assert_uint_eq(found.clusters[0].members[N - 1], N - 1);
}
END_TEST

TEST_MAIN("duplicates")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, copies_and_edited_copies);
    tcase_add_test(c, different_texts_are_apart);
    tcase_add_test(c, many_copies_are_one_cluster);
}
