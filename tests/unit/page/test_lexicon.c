/* page/lexicon.c: numbers of words, also while threads give and read them. */
#include <pthread.h>
#include <stdlib.h>

#include "page/page.h"
#include "unit/suite.h"

#define WORDS 5000 /* in several parts */

static struct lexicon *lexicon;
static struct shaped words[2 * WORDS];

START_TEST(numbers_count_up)
{
    lexicon = lexicon_new();
    for (uint32_t i = 0; i < WORDS; i++) {
        ck_assert_uint_eq(lexicon_add(lexicon, &words[i]), i);
        ck_assert_uint_eq(lexicon_count(lexicon), i + 1);
    }
    for (uint32_t i = 0; i < WORDS; i++)
        ck_assert_ptr_eq(lexicon_word(lexicon, i), &words[i]);
    lexicon_drop(lexicon);
    lexicon_drop(NULL);
}
END_TEST

/* Adds half of the words and reads each back. */
static void *add(void *from)
{
    struct shaped *mine = from;
    size_t wrong = 0;
    for (size_t i = 0; i < WORDS; i++) {
        mine[i].number = lexicon_add(lexicon, &mine[i]);
        wrong += lexicon_word(lexicon, mine[i].number) != &mine[i];
    }
    return wrong == 0 ? NULL : from;
}

START_TEST(threads_share_it)
{
    pthread_t other;
    void *bad;
    lexicon = lexicon_new();
    ck_assert_int_eq(pthread_create(&other, NULL, add, words), 0);
    ck_assert_ptr_null(add(words + WORDS));
    pthread_join(other, &bad);
    ck_assert_ptr_null(bad);
    ck_assert_uint_eq(lexicon_count(lexicon), 2 * WORDS);
    for (size_t i = 0; i < 2 * WORDS; i++)
        ck_assert_ptr_eq(lexicon_word(lexicon, words[i].number), &words[i]);
    lexicon_drop(lexicon);
}
END_TEST

START_TEST(pieces_hold_their_reach)
{
    static const int32_t places[] = {0, 1, -1, RUN_REACH, -RUN_REACH};
    ck_assert_uint_eq(sizeof(struct run_piece), 8);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct run_piece p = run_piece(UINT32_MAX, places[i], PIECE_SPACE_AFTER | PIECE_HYPHEN);
        ck_assert_uint_eq(p.word, UINT32_MAX);
        ck_assert_int_eq(p.x, places[i]);
        ck_assert_uint_eq(p.flags, PIECE_SPACE_AFTER | PIECE_HYPHEN);
    }
}
END_TEST

TEST_MAIN("lexicon")
{
    tcase_add_test(c, numbers_count_up);
    tcase_add_test(c, threads_share_it);
    tcase_add_test(c, pieces_hold_their_reach);
}
