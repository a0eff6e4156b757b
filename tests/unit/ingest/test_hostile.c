/* Files that are damaged or made to hurt, small: a message each, and what can be read is read. The large ones are in
 * tests/deep/hostile.sh. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define LINE "Một dòng đúng ở đây, dài vừa phải.\n"

static const struct article *expect_message(const char *name, const char *bytes, size_t n, enum msg msg)
{
    const struct article *a = read_bytes(name, bytes, n);
    ck_assert_uint_eq(diag_count_msg(diag, msg), 1);
    ck_assert_ptr_nonnull(a);
    return a;
}
#define EXPECT(name, text, msg) dump(expect_message(name, text, sizeof(text) - 1, msg))

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
    static const char text[] = "\xFF\xFEM\0\xD9\x1Et\0 \0b\0\xE0\0i\0\n\0\n\0"
                               "S\0\xF4\0n\0g\0 \0\x00\xD8x\0a\0n\0h\0 \0\x00\xDCv\0\xE0\0 \0s\0\xE2\0u\0.\0\n\0z";
    const struct article *a = expect_message("a.txt", text, sizeof text - 1, MSG_INGEST_BAD_PAIRS);
    const char *tree = dump(a);
    ck_assert_str_eq(a->meta.title.s, "Một bài");
    /* each half is marked, and what stands behind it is there; the odd byte at the end is no character */
    ck_assert_msg(strstr(tree, "\"Sông \xEF\xBF\xBDxanh \xEF\xBF\xBDvà sâu.\"") != NULL, "%s", tree);
    ck_assert_msg(strchr(tree, 'z') == NULL, "%s", tree);
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

/* What is too long to be read is named with its line; the page's other data and its text are there. */
START_TEST(long_page_data)
{
    static const char head[] = "<html><head><meta name=author content='Lê Mẫu'>\n\n<script "
                               "type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"",
                      tail[] = "\",\"author\":\"Trần Vd\"}</script></head><body><h1>Tiêu đề</h1><p>" LINE
                               "</p></body></html>";
    for (int over = 0; over < 2; over++) {
        struct buf page = BUF_INIT;
        buf_puts(&page, head);
        while (page.n < ((size_t)1 << 20) - 100 + (over > 0 ? 1000 : 0))
            buf_puts(&page, "Chợ nổi. ");
        buf_puts(&page, tail);
        const struct article *a = read_bytes("a.html", page.p, page.n);
        ck_assert_str_eq(a->meta.author.s, over > 0 ? "Lê Mẫu" : "Trần Vd");
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PAGE_DATA), (size_t)over);
        buf_free(&page);
    }
    struct srcpos pos = diag_pos(diag, diag_stored(diag) - 1);
    ck_assert_str_eq(pos.file, "a.html");
    ck_assert_uint_eq(pos.line, 3);
}
END_TEST

START_TEST(binary_data)
{
    static const char bytes[] = "\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11\x12";
    ck_assert_ptr_null(read_bytes("a.txt", bytes, sizeof bytes));
    ck_assert_uint_eq(diag_count(diag, DIAG_ERROR), 1);
}
END_TEST

/* Numbers of two and of four bytes, which have a zero in every other place as UTF-16 does. */
START_TEST(zeros_are_no_utf16)
{
    static const char two[] = "\1\0\2\0\3\0\4\0\5\0\6\0\7\0\x10\0", four[] = "A\0\0\0B\0\0\0C\0\0\0D\0\0\0";
    static const char big[] = "\0\1\0\2\0\3\0\x99\0\5\0\6\0\7\0\x10",
                      text[] = "T\0h\0\xB0\x01 \0c\0\x67\x1Ei\0 \0v\0\x01\x1E\n\0";
    ck_assert_ptr_null(read_bytes("a.txt", two, 16));
    ck_assert_ptr_null(read_bytes("a.txt", four, 16));
    ck_assert_ptr_null(read_bytes("a.txt", big, 16));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_BINARY), 3);
    ck_assert_str_eq(read_bytes("a.txt", text, sizeof text - 1)->meta.encoding, "UTF-16LE");
}
END_TEST

TEST_MAIN("hostile")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, zero_bytes);
    tcase_add_test(c, damaged_utf8);
    tcase_add_test(c, mixed_sets);
    tcase_add_test(c, damaged_utf16);
    tcase_add_test(c, entity_bombs);
    tcase_add_test(c, deep_pages);
    tcase_add_test(c, long_page_data);
    tcase_add_test(c, binary_data);
    tcase_add_test(c, zeros_are_no_utf16);
}
