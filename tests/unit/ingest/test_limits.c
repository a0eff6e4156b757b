/* Limits of docs/security.md that an article may meet, at the number and just over it. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define LINE "Một dòng đúng ở đây, dài vừa phải."

/* `head`, `unit` so many times with its number behind it, `tail` as the article of this name, as a tree. */
static const char *read_repeated(const char *name, const char *const parts[3], size_t times)
{
    struct buf b = BUF_INIT;
    buf_puts(&b, parts[0]);
    for (size_t i = 0; i < times; i++)
        buf_printf(&b, parts[1], i);
    buf_puts(&b, parts[2]);
    const struct article *a = read_bytes(name, b.p, b.n);
    ck_assert_ptr_nonnull(a);
    buf_free(&b);
    return dump(a);
}

static size_t occurrences(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)) != NULL; s++)
        n++;
    return n;
}

/* A tag of more than 64 KiB goes, with a message; the text stays. */
START_TEST(long_tags)
{
    static const char *const parts[] = {"<h1>Tiêu đề</h1><p>" LINE "</p><p title='", "%010zu", "'>Ở sau.</p>"};
    ck_assert_ptr_nonnull(strstr(read_repeated("a.html", parts, 6500), "Ở sau."));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_HTML_TAG), 0);
    ck_assert_ptr_nonnull(strstr(read_repeated("a.html", parts, 6600), "Ở sau."));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_HTML_TAG), 1);
}
END_TEST

/* Of a table with more than 100,000 cells the rest goes, with a message. */
START_TEST(cells_of_markdown)
{
    static const char *const parts[] = {"# Tiêu đề\n\n" LINE "\n\n|a|b|\n|---|---|\n", "|c|d%zu|\n", "\nHết.\n"};
    ck_assert_ptr_nonnull(strstr(read_repeated("a.md", parts, 49990), "Hết."));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_MD_TABLE), 0);
    const char *tree = read_repeated("a.md", parts, 50010);
    ck_assert_ptr_nonnull(strstr(tree, "Hết."));
    ck_assert_uint_eq(occurrences(tree, "cell "), 100000);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_MD_TABLE), 1);
}
END_TEST

/* So many bare addresses in a text that to find them all would take too long. */
START_TEST(bare_addresses)
{
    static const char *const parts[] = {"# Tiêu đề\n\n" LINE "\n\n",
                                        "Địa chỉ thứ nhất là http://a.example/b%zu ở đây.\n\n", ""};
    ck_assert_uint_ge(occurrences(read_repeated("a.md", parts, 2990), " http://a.example/b"), 2990);
    const char *tree = read_repeated("a.md", parts, 3010);
    ck_assert_ptr_null(strstr(tree, "link "));
    ck_assert_uint_eq(occurrences(tree, "http://a.example/b"), 3010);
}
END_TEST

/* Pasted rows of more than 64 cells are text; longer tables than 20,000 rows go on as another one. */
START_TEST(pasted_tables)
{
    struct buf rows = BUF_INIT;
    for (unsigned n = 64; n <= 65; n++) {
        buf_clear(&rows);
        buf_puts(&rows, "Tiêu đề của bài\n\n" LINE "\n\n");
        for (unsigned i = 0; i < 3; i++)
            for (unsigned k = 0; k < n; k++)
                buf_printf(&rows, "r%u-%u%c", i, k, k + 1 < n ? '\t' : '\n');
        const char *tree = dump(read_bytes("a.txt", rows.p, rows.n));
        ck_assert_uint_eq(occurrences(tree, "table "), 65 - n);
        ck_assert_uint_eq(occurrences(tree, "-63"), 3);
    }
    buf_free(&rows);
    static const char *const tall[] = {"Tiêu đề của bài\n\n" LINE "\n\n", "một\thai%zu\n", ""};
    const char *tree = read_repeated("a.txt", tall, 20010);
    ck_assert_uint_ge(occurrences(tree, "table "), 2);
    ck_assert_uint_eq(occurrences(tree, "\"hai"), 20010);
}
END_TEST

TEST_MAIN("limits")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, long_tags);
    tcase_add_test(c, cells_of_markdown);
    tcase_add_test(c, bare_addresses);
    tcase_add_test(c, pasted_tables);
}
