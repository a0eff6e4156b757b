/* Byte buffers and numbers without locale. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "unit/suite.h"

static const struct {
    int64_t milli;
    const char *text;
} fixed[] = {
    {0, "0"},
    {1500, "1.5"},
    {-1500, "-1.5"},
    {1, "0.001"},
    {-1, "-0.001"},
    {10, "0.01"},
    {100, "0.1"},
    {1000, "1"},
    {595276, "595.276"},
    {-40, "-0.04"},
    {1001, "1.001"},
    {123450, "123.45"},
    {INT64_MAX, "9223372036854775.807"},
    {INT64_MIN, "-9223372036854775.808"},
};

START_TEST(fixed_numbers)
{
    struct buf b = BUF_INIT;

    setlocale(LC_ALL, "de_DE.UTF-8"); /* where it exists, a comma would show */
    buf_fixed(&b, fixed[_i].milli);
    ck_assert_str_eq(buf_str(&b), fixed[_i].text);
    buf_free(&b);
}
END_TEST

START_TEST(integers)
{
    struct buf b = BUF_INIT;

    buf_int(&b, 0);
    buf_putc(&b, ' ');
    buf_int(&b, -42);
    buf_putc(&b, ' ');
    buf_int(&b, INT64_MIN);
    buf_putc(&b, ' ');
    buf_int(&b, INT64_MAX);
    ck_assert_str_eq(buf_str(&b), "0 -42 -9223372036854775808 9223372036854775807");
    buf_free(&b);
}
END_TEST

START_TEST(integers_of_any_length)
{
    for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10)
        for (int64_t v = power - 2; v <= power + 2; v++) {
            char want[2 * DECIMAL_ROOM + 2];
            struct buf b = BUF_INIT;
            snprintf(want, sizeof want, "%lld %lld", (long long)v, (long long)-v);
            buf_int(&b, v);
            buf_putc(&b, ' ');
            buf_int(&b, -v);
            ck_assert_str_eq(buf_str(&b), want);
            buf_free(&b);
        }
}
END_TEST

START_TEST(printf_of_any_length)
{
    char text[5000];

    for (size_t n = 0; n < sizeof text - 1; n = n * 2 + 1) {
        struct buf b = BUF_INIT;
        memset(text, 'x', n);
        text[n] = '\0';
        buf_puts(&b, "a");
        buf_printf(&b, "%s|", text);
        ck_assert_uint_eq(b.n, n + 2);
        ck_assert_int_eq(b.p[b.n - 1], '|');
        buf_free(&b);
    }
}
END_TEST

START_TEST(bytes_and_characters)
{
    struct buf b = BUF_INIT;

    ck_assert_str_eq(buf_str(&b), "");
    buf_put(&b, NULL, 0);
    buf_put(&b, "a\0b", 3);
    ck_assert_uint_eq(b.n, 3);
    ck_assert_mem_eq(buf_str(&b), "a\0b", 4);
    buf_clear(&b);
    buf_utf8(&b, 0x1EBF);
    buf_utf8(&b, 0x10FFFF);
    ck_assert_str_eq(buf_str(&b), "ế\U0010FFFF");
    char *p = buf_reserve(&b, 100000);
    memset(p, 'y', 100000);
    b.n += 100000;
    ck_assert_uint_eq(b.n, 100007);
    buf_free(&b);
    ck_assert_ptr_null(b.p);
}
END_TEST

TEST_MAIN("buf")
{
    tcase_add_loop_test(c, fixed_numbers, 0, sizeof fixed / sizeof *fixed);
    tcase_add_test(c, integers);
    tcase_add_test(c, integers_of_any_length);
    tcase_add_test(c, printf_of_any_length);
    tcase_add_test(c, bytes_and_characters);
}
