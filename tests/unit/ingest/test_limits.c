/* Limits of docs/security.md that an article may meet, at the number and just over it. */
#include "ingest_fixture.h"
#include "unit/suite.h"
#include "zip_maker.h"

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

/* Not by strstr(), which sanitizers have look at the whole rest of the text at each place. */
static size_t occurrences(const char *s, const char *what)
{
    size_t found = 0, n = strlen(s), length = strlen(what);
    for (size_t i = 0; i + length <= n; i++)
        found += s[i] == what[0] && memcmp(s + i, what, length) == 0;
    return found;
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

#define PARAGRAPH                                                                                                      \
    "<p>Một đoạn văn bình thường, đủ dài để người đọc nhận ra đây là bài báo thật chứ không phải thứ gì khác.</p>"
#define PAGE_HEAD "<html><body><article><h1>Tiêu đề của bài</h1>" PARAGRAPH PARAGRAPH PARAGRAPH
#define PAGE_TAIL PARAGRAPH "</article></body></html>"

/* A table of more than 64 columns or 100,000 cells is read cell by cell, with a message; no word of it is lost. */
START_TEST(tables_of_pages)
{
    struct buf page = BUF_INIT;
    for (unsigned n = 64; n <= 65; n++) {
        buf_clear(&page);
        buf_puts(&page, PAGE_HEAD "<table><tr><td>q<td>q<tr>");
        for (unsigned i = 0; i < n; i++)
            buf_printf(&page, "<td>c%u.</td>", i);
        buf_puts(&page, "<tr><td>q<td>q</table>" PAGE_TAIL);
        const char *tree = dump(read_bytes("a.html", page.p, page.n));
        ck_assert_uint_eq(occurrences(tree, "table "), 65 - n);
        ck_assert_uint_eq(occurrences(tree, "\"c"), n);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_TABLE), n - 64);
    }
    buf_free(&page);
    ck_assert_uint_eq(diag_pos(diag, 0).line, 1);
    static const char *const tall[] = {PAGE_HEAD "<table>", "<tr><td>c<td>%zu", "</table>" PAGE_TAIL};
    ck_assert_uint_eq(occurrences(read_repeated("a.html", tall, 50000), "cell "), 100000);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_TABLE), 1);
    const char *tree = read_repeated("a.html", tall, 50001);
    ck_assert_uint_eq(occurrences(tree, "cell "), 0);
    ck_assert_uint_eq(occurrences(tree, "\"c\""), 50001);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_TABLE), 2);
}
END_TEST

/* Word tells how many columns a cell is wide. */
START_TEST(tables_of_word)
{
    for (unsigned n = 64; n <= 65; n++) {
        struct buf document = BUF_INIT;
        buf_puts(&document, "<w:document xmlns:w='w'><w:body><w:tbl>");
        for (unsigned row = 0; row < 2; row++)
            buf_printf(&document,
                       "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='%u'/></w:tcPr><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc>"
                       "<w:tc><w:p><w:r><w:t>Z</w:t></w:r></w:p></w:tc></w:tr>",
                       n - 1);
        buf_puts(&document, "</w:tbl></w:body></w:document>");
        const struct zip_entry entries[] = {{"word/document.xml", buf_str(&document)}, {NULL, NULL}};
        size_t size;
        char *bytes = make_zip(entries, &size);
        const char *tree = dump(read_bytes("a.docx", bytes, size));
        ck_assert_uint_eq(occurrences(tree, "cell "), n == 64 ? 128 : 0);
        ck_assert_uint_eq(occurrences(tree, "\"A\"") + occurrences(tree, "\"Z\""), 4);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_TABLE), n - 64);
        free(bytes);
        buf_free(&document);
    }
}
END_TEST

/* Of more than 20,000 notes the others are text; a second mark of one that counts is a mark still. */
START_TEST(notes_of_pages)
{
    for (size_t n = 20000; n <= 20001; n++) {
        struct buf page = BUF_INIT;
        buf_puts(&page, PAGE_HEAD "<p>");
        for (size_t i = 0; i < n; i++)
            buf_printf(&page, "x<a epub:type='noteref' href='#n%zu'>*</a> ", i);
        buf_puts(&page, "y<a epub:type='noteref' href='#n7'>*</a></p>" PARAGRAPH);
        for (size_t i = 0; i < n; i++)
            buf_printf(&page, "<p epub:type='footnote' id='n%zu'>Ghi chú thứ %zu.</p>", i, i);
        buf_puts(&page, PAGE_TAIL);
        const char *tree = dump(read_bytes("a.html", page.p, page.n));
        ck_assert_uint_eq(occurrences(tree, "Ghi chú thứ"), n);
        ck_assert_uint_eq(occurrences(tree, " number="), 20000);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_NOTES), n - 20000);
        ck_assert_uint_eq(occurrences(tree, " y8\""), 1);
        buf_free(&page);
    }
}
END_TEST

/* A publication of these documents; `bodies` may be one for all. */
static const char *read_publication(size_t documents, const char *body)
{
    struct zip_entry *entries = calloc(documents + 5, sizeof *entries);
    struct buf package = BUF_INIT;
    buf_puts(&package, "<package><manifest>");
    for (size_t i = 0; i < documents; i++)
        buf_printf(&package, "<item id='d%zu' href='%zu.html'/>", i, i);
    buf_puts(&package, "</manifest><spine>");
    for (size_t i = 0; i < documents; i++) {
        buf_printf(&package, "<itemref idref='d%zu'/>", i);
        entries[i] = (struct zip_entry){arena_printf(arena, "%zu.html", i), body};
    }
    buf_puts(&package, "</spine></package>");
    entries[documents] = (struct zip_entry){"mimetype", "application/epub+zip"};
    entries[documents + 1] = (struct zip_entry){
        "META-INF/container.xml", "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>"};
    entries[documents + 2] = (struct zip_entry){"p.opf", buf_str(&package)};
    entries[documents + 3] = (struct zip_entry){"anh.png", "?"};
    size_t n;
    char *bytes = make_zip(entries, &n);
    read_bytes("a.epub", bytes, n);
    free(bytes);
    buf_free(&package);
    free(entries);
    return dump(&articles.items[0]);
}

START_TEST(documents_of_a_publication)
{
    static const char body[] = "<html><body><h1>Bài</h1><p>" LINE "</p></body></html>";
    for (size_t n = 5000; n <= 5001; n++) {
        read_publication(n, body);
        ck_assert_uint_eq(articles.n, 5000);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_DOCUMENTS), n - 5000);
    }
}
END_TEST

/* Of more than 1,000 pictures in a file the others are named as left out. */
START_TEST(pictures_of_a_publication)
{
    for (size_t n = 1000; n <= 1001; n++) {
        struct buf body = BUF_INIT;
        buf_puts(&body, "<html><body><h1>Bài</h1><p>" LINE "</p>");
        for (size_t i = 0; i < n; i++)
            buf_printf(&body, "<figure><img src='anh.png' alt='Ảnh %zu'/></figure>", i);
        buf_puts(&body, "</body></html>");
        ck_assert_uint_eq(occurrences(read_publication(1, buf_str(&body)), "a.epub#anh.png"), 1000);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PICTURES), n - 1000);
        buf_free(&body);
    }
}
END_TEST

START_TEST(pictures_of_word)
{
    for (size_t n = 1000; n <= 1001; n++) {
        struct buf document = BUF_INIT;
        buf_puts(&document, "<w:document xmlns:w='w' xmlns:r='r' xmlns:a='a' xmlns:wp='wp'><w:body><w:p><w:r><w:t>" LINE
                            "</w:t></w:r></w:p>");
        for (size_t i = 0; i < n; i++)
            buf_puts(&document, "<w:p><w:r><w:drawing><wp:inline><wp:docPr descr='Ảnh'/><a:blip r:embed='r1'/>"
                                "</wp:inline></w:drawing></w:r></w:p>");
        buf_puts(&document, "</w:body></w:document>");
        const struct zip_entry entries[] = {
            {"word/document.xml", buf_str(&document)},
            {"word/_rels/document.xml.rels",
             "<Relationships><Relationship Id='r1' Target='media/a.png'/></Relationships>"},
            {"word/media/a.png", "?"},
            {NULL, NULL}};
        size_t size;
        char *bytes = make_zip(entries, &size);
        ck_assert_uint_eq(occurrences(dump(read_bytes("a.docx", bytes, size)), "a.docx#word/media/a.png"), 1000);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PICTURES), n - 1000);
        free(bytes);
        buf_free(&document);
    }
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
    tcase_add_test(c, tables_of_pages);
    tcase_add_test(c, tables_of_word);
    tcase_add_test(c, notes_of_pages);
    tcase_add_test(c, documents_of_a_publication);
    tcase_add_test(c, pictures_of_a_publication);
    tcase_add_test(c, pictures_of_word);
}
