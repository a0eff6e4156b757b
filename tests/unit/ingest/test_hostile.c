/* Files that are damaged or made to hurt, small: a message each, and what can be read is read. The large ones are in
 * tests/deep/hostile.sh. */
#include "ingest_fixture.h"

#define LINE "Một dòng đúng ở đây, dài vừa phải.\n"

static const struct article *expect_message(const char *name, const char *bytes, size_t n, enum msg msg)
{
    const struct article *a = read_bytes(name, bytes, n);
    ck_assert_uint_eq(diag_count_msg(diag, msg), 1);
    ck_assert_ptr_nonnull(a);
    return a;
}
#define EXPECT(name, text, msg) dump(expect_message(name, text, sizeof text - 1, msg))

START_TEST(zero_bytes)
{
    static const char text[] =
        "Tiêu đề của bài\n\n" LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE LINE "Một\0 dòng.\n";
    ck_assert_ptr_nonnull(strstr(EXPECT("a.txt", text, MSG_INGEST_ZEROS), "\"Một dòng.\""));
}
END_TEST

/* Surrogates and cut letters in UTF-8: the rest of the line is not taken for another set. */
START_TEST(damaged_utf8)
{
    static const char text[] = "Tiêu đề của bài\n\nMột đoạn \xED\xA0\x80 l\xE1\xBA và hết.\n";
    ck_assert_ptr_nonnull(strstr(EXPECT("a.txt", text, MSG_INGEST_BAD_BYTES), "Một đoạn \xEF\xBF\xBD"));
}
END_TEST

START_TEST(mixed_sets)
{
    static const char text[] =
        "Tiêu đề bằng UTF-8\n\n" LINE
        "M\xE9t d\xDFng TCVN3 n\xF7\x61, ch\xF3ng ta \xAE\xE4\x63 \xAE\xAD\xEE\x63 nh\xF7ng b\xB5i c\xF2.\n";
    const char *tree = EXPECT("a.txt", text, MSG_INGEST_LEGACY);
    ck_assert_msg(strstr(tree, "chúng ta đọc được những bài cũ") != NULL, "%s", tree);
    ck_assert_ptr_nonnull(strstr(tree, "Một dòng đúng ở đây"));
}
END_TEST

START_TEST(damaged_utf16)
{
    static const char text[] = "\xFF\xFEM\0\xD9\x1Et\0 \0b\0\xE0\0i\0\n\0\x00\xD8x\0\n\0z";
    EXPECT("a.txt", text, MSG_INGEST_BAD_PAIRS);
}
END_TEST

START_TEST(entity_bombs)
{
    static const char text[] =
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><html><body><h1>Tiêu "
        "đề</h1><p>" LINE "&b;&b;&b;</p><p>" LINE "</p></body></html>";
    const struct article *a = read_string("a.html", text);
    ck_assert_uint_lt(strlen(dump(a)), 1000);
}
END_TEST

START_TEST(deep_pages)
{
    struct buf page = BUF_INIT;
    buf_puts(&page, "<html><body>");
    for (int i = 0; i < 5000; i++)
        buf_puts(&page, "<div>");
    buf_puts(&page, "Chữ ở sâu.");
    ck_assert_ptr_nonnull(strstr(dump(expect_message("a.html", page.p, page.n, MSG_INGEST_HTML_CUT)), "Chữ ở sâu."));
    buf_free(&page);
}
END_TEST

START_TEST(binary_data)
{
    static const char bytes[] = "\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11\x12";
    ck_assert_ptr_null(read_bytes("a.txt", bytes, sizeof bytes));
    ck_assert_uint_eq(diag_count(diag, DIAG_ERROR), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tc = tcase_create("hostile");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, zero_bytes);
    tcase_add_test(tc, damaged_utf8);
    tcase_add_test(tc, mixed_sets);
    tcase_add_test(tc, damaged_utf16);
    tcase_add_test(tc, entity_bombs);
    tcase_add_test(tc, deep_pages);
    tcase_add_test(tc, binary_data);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
