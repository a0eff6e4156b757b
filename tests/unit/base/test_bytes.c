/* base/bytes.h: short strings by the eight bytes. */
#include "base/bytes.h"
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

TEST_MAIN("bytes")
{
    tcase_add_test(c, equal_and_not);
    tcase_add_test(c, the_first_space);
}
