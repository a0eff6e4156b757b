/* Lengths. */
#include <stdint.h>

#include "base/units.h"
#include "unit/suite.h"

static const struct {
    const char *text;
    scaled em;
    bool ok;
    scaled value;
} lengths[] = {
    {"0", 0, true, 0},
    {"0.0", 0, true, 0},
    {"11pt", 0, true, 11 * 65536},
    {"-11pt", 0, true, -11 * 65536},
    {"+1.5pt", 0, true, 98304},
    {".5pt", 0, true, 32768},
    {"1in", 0, true, 72 * 65536},
    {"25.4mm", 0, true, 72 * 65536},
    {"2.54cm", 0, true, 72 * 65536},
    {"30mm", 0, true, 5573140},
    {"30 mm", 0, true, 5573140},
    {"1.2em", 10 * 65536, true, 12 * 65536},
    {"0.0001pt", 0, true, 7},
    {"200in", 0, true, 200 * 72 * 65536},
    {"200.0001in", 0, false, 0},
    {"99999999999999999999pt", 0, false, 0},
    {"1.2em", 0, false, 0}, /* em means nothing here */
    {"1.23456pt", 0, false, 0},
    {"1.pt", 0, false, 0},
    {"pt", 0, false, 0},
    {"", 0, false, 0},
    {"-", 0, false, 0},
    {"5", 0, false, 0},
    {"5px", 0, false, 0},
    {"5PT", 0, false, 0},
    {"1,5pt", 0, false, 0},
    {"5pt ", 0, false, 0},
    {"--5pt", 0, false, 0},
};

START_TEST(parsing)
{
    scaled v = 4711;

    ck_assert(length_parse(lengths[_i].text, lengths[_i].em, &v) == lengths[_i].ok);
    ck_assert_int_eq(v, lengths[_i].ok ? lengths[_i].value : 4711);
}
END_TEST

static const struct {
    int64_t a, b, c, result;
} products[] = {
    {7, 1, 2, 4},
    {-7, 1, 2, -4},
    {7, 1, -2, -4},
    {5, 1, 4, 1},
    {6, 1, 4, 2},
    {0, 5, 3, 0},
    {1, 1, 3, 0},
    {2, 1, 3, 1},
    {-1, 1, 3, 0},
    {-2, 1, 3, -1},
    {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
    {INT64_MIN, 3, 3, INT64_MIN},
    {INT64_MAX, 1000, 2000, 4611686018427387904},
};

START_TEST(rounding)
{
    ck_assert_int_eq(muldiv(products[_i].a, products[_i].b, products[_i].c), products[_i].result);
}
END_TEST

START_TEST(conversions)
{
    ck_assert_int_eq(mm_milli(25400), 72 * 65536);
    ck_assert_int_eq(mm_milli(210000), 39011981); /* A4: 595.2756 pt */
    ck_assert_int_eq(mm_milli(-25400), -72 * 65536);
    ck_assert_int_eq(scaled_milli(PT(595.5)), 595500);
    ck_assert_int_eq(scaled_milli(-1), 0);
    ck_assert_int_eq(scaled_milli(33), 1);
    ck_assert_int_eq(scaled_milli((int64_t)1 << 40), (int64_t)1000 << 24);
}
END_TEST

TEST_MAIN("units")
{
    tcase_add_loop_test(c, parsing, 0, sizeof lengths / sizeof *lengths);
    tcase_add_loop_test(c, rounding, 0, sizeof products / sizeof *products);
    tcase_add_test(c, conversions);
}
