/* base/bytes.h: short strings by the eight bytes. */
#include "base/bytes.h"

#include <stdlib.h>

#include "unit/suite.h"

/* Every length, with one byte changed at every place. */
START_TEST(equal_and_not)
{
    char a[40], b[40];
    for (size_t n = 0; n <= sizeof a; n++) {
        for (size_t i = 0; i < n; i++)
            a[i] = b[i] = (char)(i * 7 + 0xC0);
        ck_assert(bytes_same(a, b, n));
        ck_assert_uint_eq(bytes_hash(a, n, 5), bytes_hash(b, n, 5));
        ck_assert_uint_ne(bytes_hash(a, n, 5), bytes_hash(a, n, 6));
        for (size_t i = 0; i < n; i++) {
            b[i] ^= 1;
            ck_assert(!bytes_same(a, b, n));
            ck_assert_uint_ne(bytes_hash(a, n, 5), bytes_hash(b, n, 5));
            b[i] ^= 1;
        }
    }
    ck_assert_uint_ne(bytes_hash("\0\0", 1, 0), bytes_hash("\0\0", 2, 0));
}
END_TEST

/* Bytes above 0x80 and those beside the space are none. */
START_TEST(the_first_space)
{
    char s[32];
    for (size_t n = 0; n <= sizeof s; n++)
        for (size_t at = 0; at <= n; at++) {
            for (size_t i = 0; i < n; i++)
                s[i] = "!\x1F\xA0\x8A\x0B"[i % 5];
            if (at < n)
                s[at] = at % 2 ? ' ' : '\n';
            if (at + 1 < n)
                s[at + 1] = ' ';
            ck_assert_uint_eq(bytes_to_space(s, n), at);
        }
}
END_TEST

/* The same place, and the bytes before it, whatever follows; nothing is read behind the end. */
START_TEST(words_to_the_first_space)
{
    for (size_t n = 1; n <= 40; n++)
        for (size_t at = 0; at <= n; at++) {
            char *s = malloc(n), head[16] = {0};
            ck_assert_ptr_nonnull(s);
            for (size_t i = 0; i < n; i++)
                s[i] = "!\x1F\xA0\x8A\x0B"[i % 5];
            memcpy(head, s, at < 16 ? at : 16);
            if (at < n)
                s[at] = at % 2 ? ' ' : '\n';
            struct bytes_word w;
            ck_assert_uint_eq(bytes_to_space_word(s, n, &w), at);
            ck_assert_uint_eq(w.low, bytes_load8(head));
            ck_assert_uint_eq(w.high, bytes_load8(head + 8));
            free(s);
        }
}
END_TEST

START_TEST(words_have_their_own_hash)
{
    const struct bytes_word a = {1, 0}, b = {0, 1}, c = {UINT64_C(1) << 63, 0}, d = {0, UINT64_C(1) << 63};
    ck_assert_uint_ne(bytes_word_hash(a), bytes_word_hash(b));
    ck_assert_uint_ne(bytes_word_hash(c), bytes_word_hash(d));
    ck_assert_uint_ne((uint32_t)bytes_word_hash(c), (uint32_t)bytes_word_hash((struct bytes_word){0, 0}));
}
END_TEST

/* Bytes beside the one that is looked for are none, nor is the one behind the end. */
START_TEST(the_first_of_one_kind)
{
    char s[32];
    for (size_t n = 0; n < sizeof s; n++)
        for (size_t at = 0; at <= n; at++) {
            for (size_t i = 0; i < sizeof s; i++)
                s[i] = i < at ? "!\x1F\xA0\0"[i % 4] : " !"[(i - at) % 2];
            s[n] = ' ';
            ck_assert_uint_eq(bytes_to(s, n, ' '), at);
        }
}
END_TEST

/* What stands beside the digits, in ASCII and with another high half, is none. */
START_TEST(the_first_digit)
{
    char s[32];
    for (size_t n = 0; n <= sizeof s; n++)
        for (size_t at = 0; at <= n; at++) {
            for (size_t i = 0; i < n; i++)
                s[i] = "/:\xB0\xB9"[i % 4];
            for (size_t i = at; i < n; i++)
                s[i] = (char)('0' + i % 10);
            ck_assert_uint_eq(bytes_to_digit(s, n), at);
        }
}
END_TEST

TEST_MAIN("bytes")
{
    tcase_add_test(c, equal_and_not);
    tcase_add_test(c, the_first_space);
    tcase_add_test(c, the_first_of_one_kind);
    tcase_add_test(c, the_first_digit);
    tcase_add_test(c, words_to_the_first_space);
    tcase_add_test(c, words_have_their_own_hash);
}
