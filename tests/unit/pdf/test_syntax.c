/* pdf/syntax.c: what the input may hold, and what of it reaches a file. */
#include <stdlib.h>
#include <string.h>

#include "pdf/syntax.h"
#include "unit/suite.h"

struct sample {
    const char *in, *out;
};

static struct buf b;

static void setup(void)
{
    b = (struct buf)BUF_INIT;
}

static void teardown(void)
{
    buf_free(&b);
}

static const struct sample names[] = {
    {"F0", "/F0"}, {"a b", "/a#20b"}, {"a/b(c)", "/a#2Fb#28c#29"}, {"#", "/#23"}, {"\xC4\x91", "/#C4#91"},
};

START_TEST(names_are_escaped)
{
    put_name(&b, names[_i].in);
    ck_assert_str_eq(buf_str(&b), names[_i].out);
}
END_TEST

START_TEST(names_are_short)
{
    char name[500];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    put_name(&b, name);
    ck_assert_uint_eq(b.n, 128);
}
END_TEST

static const struct sample texts[] = {
    {"plain", "(plain)"},
    {"(a) \\ b", "(\\(a\\) \\\\ b)"},
    {"two\r\n  lines\t", "(two lines)"},
    {"be\a\x1Bll", "(bell)"},
    {"\xE2\x80\xAEgpj.exe", "(gpj.exe)"},
    {"\xFF\xFE", "()"},
    {"", "()"},
};

START_TEST(texts_are_cleaned_and_escaped)
{
    put_text(&b, texts[_i].in);
    ck_assert_str_eq(buf_str(&b), texts[_i].out);
}
END_TEST

START_TEST(other_texts_are_utf16)
{
    put_text(&b, "\xC4\x90\xF0\x9F\x99\x82)");
    ck_assert_mem_eq(buf_str(&b), "(\xFE\xFF\x01\x10\xD8=\xDE\x42\0\\))", 14);
}
END_TEST

START_TEST(carriage_returns_are_kept)
{
    put_bytes(&b, "\r\n", 2); /* as it stands it would be read as one line feed */
    ck_assert_str_eq(buf_str(&b), "(\\r\n)");
}
END_TEST

START_TEST(long_texts_are_cut)
{
    char *text = malloc(60001);
    for (int i = 0; i < 60000; i += 2)
        memcpy(text + i, "\xC4\x90", 2);
    text[60000] = '\0';
    put_text(&b, text);
    ck_assert_uint_le(b.n, 32767 + 2);
    ck_assert_uint_ge(b.n, 32760);
    buf_clear(&b);
    memset(text, 'x', 60000);
    put_text(&b, text);
    ck_assert_uint_le(b.n, 32767 + 2);
    free(text);
}
END_TEST

START_TEST(rectangles_are_turned_upside_down)
{
    const struct rect r = {PT(10), PT(20), PT(30), PT(40)};
    put_rect(&b, &r, PT(100));
    ck_assert_str_eq(buf_str(&b), "[10 40 40 80]");
}
END_TEST

START_TEST(lengths_have_three_decimals)
{
    put_length(&b, -PT(1) / 3);
    ck_assert_str_eq(buf_str(&b), "-0.333");
}
END_TEST

START_TEST(hexadecimal_utf16)
{
    put_utf16_hex(&b, "\xE1\xBB\x87\xF0\x9F\x99\x82", 7);
    ck_assert_str_eq(buf_str(&b), "1EC7D83DDE42");
}
END_TEST

TEST_MAIN("syntax")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, names_are_escaped, 0, sizeof names / sizeof *names);
    tcase_add_test(c, names_are_short);
    tcase_add_loop_test(c, texts_are_cleaned_and_escaped, 0, sizeof texts / sizeof *texts);
    tcase_add_test(c, other_texts_are_utf16);
    tcase_add_test(c, carriage_returns_are_kept);
    tcase_add_test(c, long_texts_are_cut);
    tcase_add_test(c, rectangles_are_turned_upside_down);
    tcase_add_test(c, lengths_have_three_decimals);
    tcase_add_test(c, hexadecimal_utf16);
}
