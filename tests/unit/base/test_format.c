/* base/format.h: the same as vsnprintf() says, or nothing. */
#include "base/format.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/suite.h"

static size_t simple(char *out, size_t room, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    size_t n = format_simple(out, room, fmt, args);
    va_end(args);
    return n;
}

#define SAME(...)                                                                                                      \
    do {                                                                                                               \
        char own[128], theirs[128];                                                                                    \
        size_t n = simple(own, sizeof own, __VA_ARGS__);                                                               \
        ck_assert_int_eq((int)n, snprintf(theirs, sizeof theirs, __VA_ARGS__));                                        \
        ck_assert_str_eq(own, theirs);                                                                                 \
    } while (0)

START_TEST(as_printf)
{
    SAME("%s", "");
    SAME("%s-%s.xhtml#%s", "một", "hai", "ba");
    SAME("100 %%, %c%c", 'a', 'z');
    SAME("%d %d %d %d", 0, -1, INT32_MAX, INT32_MIN);
    SAME("%u %u %u", 0u, 4294967295u, 10u);
    SAME("%zu|%zu", (size_t)0, (size_t)INT64_MAX);
}
END_TEST

START_TEST(what_it_leaves_to_printf)
{
    char out[64];
    ck_assert_uint_eq(simple(out, sizeof out, "%04d", 7), SIZE_MAX);
    ck_assert_uint_eq(simple(out, sizeof out, "%.*s", 2, "abc"), SIZE_MAX);
    ck_assert_uint_eq(simple(out, sizeof out, "%zx", (size_t)7), SIZE_MAX);
    ck_assert_uint_eq(simple(out, sizeof out, "%zu", SIZE_MAX), SIZE_MAX);
    ck_assert_uint_eq(simple(out, sizeof out, "50 %"), SIZE_MAX);
    ck_assert_uint_eq(simple(out, sizeof out, "%s", (const char *)NULL), SIZE_MAX);
}
END_TEST

/* Nothing is written behind the room, however little there is. */
START_TEST(little_room)
{
    for (size_t room = 1; room < 60; room++) {
        char *out = malloc(room);
        ck_assert_ptr_nonnull(out);
        size_t n = simple(out, room, "%s:%d", "0123456789", 12345);
        ck_assert(n == SIZE_MAX || (n == 16 && strcmp(out, "0123456789:12345") == 0));
        ck_assert(room < 40 || n == 16);
        free(out);
    }
}
END_TEST

TEST_MAIN("format")
{
    tcase_add_test(c, as_printf);
    tcase_add_test(c, what_it_leaves_to_printf);
    tcase_add_test(c, little_room);
}
