/* EPUB as input: each document of the spine is an article. */
#include "ingest_fixture.h"
#include "unit/suite.h"
#include "zip_maker.h"

#define CONTAINER                                                                                                      \
    "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' "                         \
    "version='1.0'><rootfiles>"                                                                                        \
    "<rootfile full-path='OEBPS/noi%20dung.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
#define PACKAGE(spine)                                                                                                 \
    "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"  \
    "<metadata><dc:title>Tạp chí Thảo nguyên</dc:title><dc:creator>Mai "                                         \
    "Anh</dc:creator><dc:language>vi-VN</dc:language>"                                                                 \
    "<dc:date>2024-05-01</dc:date></metadata><manifest><item id='cover' href='bia.xhtml' "                             \
    "media-type='application/xhtml+xml'/><item id='nav' properties='nav' href='muc-luc.xhtml' "                        \
    "media-type='application/xhtml+xml'/><item id='a' href='chuong/m%E1%BB%99t.xhtml' "                                \
    "media-type='application/xhtml+xml'/><item id='b' href='./chuong/../chuong/hai.xhtml' "                            \
    "media-type='application/xhtml+xml'/><item id='x' href='anh.png' media-type='image/png'/></manifest><spine>" spine \
    "</spine></package>"
#define PAGE(body)                                                                                                     \
    "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml' "                 \
    "xmlns:epub='http://www.idpf.org/2007/ops'><head><title>Trang</title><style>p {}</style></head><body>" body        \
    "</body></html>"
#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa."

static int read_book(const struct zip_entry *entries, const struct ingest_options *options)
{
    size_t n;
    char *bytes = make_zip(entries, &n);
    int status = ingest_bytes(arena, &(struct ingest_source){"sach.epub", bytes, n}, options, &articles, diag);
    free(bytes);
    for (size_t i = 0; status == 0 && i < articles.n; i++)
        ck_assert_ptr_null(doc_check(articles.items[i].root, arena));
    return status;
}

static const struct zip_entry book[] = {
    {"mimetype", "application/epub+zip"},
    {"META-INF/container.xml", CONTAINER},
    {"OEBPS/noi dung.opf",
     PACKAGE("<itemref idref='cover'/><itemref idref='nav'/><itemref idref='a'/><itemref idref='b'/>"
             "<itemref idref='x'/><itemref idref='thiếu'/>")},
    {"OEBPS/bia.xhtml", PAGE("<h1>Tạp chí</h1><img src='anh.png' alt='Bìa'/>")},
    {"OEBPS/muc-luc.xhtml",
     PAGE("<nav epub:type='toc'><h1>Mục lục</h1><ol><li><a href='chuong/m%E1%BB%99t.xhtml'>Chương "
          "một</a></li><li><a href='chuong/hai.xhtml#dau'>Chuyện thứ hai</a></li></ol></nav>")},
    {"OEBPS/chuong/một.xhtml",
     PAGE(
         "<section><h2>Chuyện thứ nhất</h2><p>" LONG "</p><h3>Phần nhỏ</h3><p>Chữ <em>nghiêng</em>&nbsp;và "
         "<strong>đậm</strong>.</p><figure><img src='../anh.png' alt='Đồng cỏ'/><figcaption>Đồng cỏ mùa hạ</figcaption>"
         "</figure><ul><li>Một</li><li>Hai</li></ul></section>")},
    {"OEBPS/chuong/hai.xhtml", PAGE("<p>" LONG "</p><p>" LONG "</p>")},
    {NULL, NULL}};

START_TEST(spine_gives_articles)
{
    ck_assert_int_eq(read_book(book, NULL), 0);
    ck_assert_uint_eq(articles.n, 2);
    const struct article *one = &articles.items[0], *two = &articles.items[1];
    const char *tree = dump(one);
    ck_assert_str_eq(one->meta.id, "sach-1");
    ck_assert_str_eq(two->meta.id, "sach-2");
    ck_assert_str_eq(one->split_of, "sach.epub");
    ck_assert_str_eq(one->meta.title.s, "Chuyện thứ nhất");
    ck_assert_str_eq(two->meta.title.s, "Chuyện thứ hai");
    ck_assert_str_eq(one->meta.source_name, "Tạp chí Thảo nguyên");
    ck_assert_str_eq(one->meta.author.s, "Mai Anh");
    ck_assert_str_eq(one->meta.lang, "vi");
    ck_assert_int_eq(two->meta.date.year, 2024);
    ck_assert_msg(strstr(tree, "heading 2 line=1 \"Phần nhỏ\"") != NULL, "%s", tree);
    ck_assert_ptr_nonnull(strstr(tree, "\"Chữ nghiêng và đậm.\""));
    ck_assert_ptr_nonnull(strstr(tree, "\"Đồng cỏ mùa hạ\""));
    ck_assert_ptr_nonnull(strstr(tree, "  list"));
    ck_assert_ptr_null(strstr(tree, "Mục lục"));
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "Mục lục"), "epub-contents");
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "Tạp chí"), "epub-cover");
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PICTURES), 1);
}
END_TEST

START_TEST(split_at_headings_joins_the_spine)
{
    const struct zip_entry entries[] = {book[0],
                                        book[1],
                                        {book[2].name, PACKAGE("<itemref idref='a'/><itemref idref='b'/>")},
                                        {"OEBPS/chuong/một.xhtml", PAGE("<h1>Một</h1><p>A.</p>")},
                                        {"OEBPS/chuong/hai.xhtml", PAGE("<p>B.</p><h1>Hai</h1><p>C.</p>")},
                                        {NULL, NULL}};
    struct ingest_options options = {.split = SPLIT_H1};
    ck_assert_int_eq(read_book(entries, &options), 0);
    ck_assert_uint_eq(articles.n, 2);
    ck_assert_str_eq(articles.items[0].meta.title.s, "Một");
    ck_assert_str_eq(articles.items[1].meta.title.s, "Hai");
    ck_assert_str_eq(articles.items[0].root->last->text.s, "B.");
}
END_TEST

START_TEST(damaged_books)
{
    const struct zip_entry no_package[] = {book[0], book[1], {NULL, NULL}};
    ck_assert_int_eq(read_book(no_package, NULL), -1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_DAMAGED), 1);
    const struct zip_entry empty[] = {book[0],
                                      book[1],
                                      {book[2].name, PACKAGE("<itemref idref='a'/>")},
                                      {"OEBPS/chuong/một.xhtml", PAGE("")},
                                      {NULL, NULL}};
    ck_assert_int_eq(read_book(empty, NULL), -1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_EMPTY), 1);
    const struct zip_entry missing[] = {book[0], book[1], book[2], book[6], {NULL, NULL}};
    ck_assert_int_eq(read_book(missing, NULL), 0);
    ck_assert_uint_eq(articles.n, 1);
    ck_assert_str_eq(articles.items[0].meta.id, "sach");
    ck_assert_uint_gt(diag_count_msg(diag, MSG_INGEST_PART), 0);
    size_t n;
    char *bytes = make_zip(book, &n);
    for (size_t i = 0; i < n; i += 5)
        ingest_bytes(arena, &(struct ingest_source){"sach.epub", bytes, i}, NULL, &articles, diag);
    for (size_t i = 30; i < n; i += 3) {
        char old = bytes[i];
        bytes[i] = (char)(old ^ (char)0x55);
        ingest_bytes(arena, &(struct ingest_source){"sach.epub", bytes, n}, NULL, &articles, diag);
        bytes[i] = old;
    }
    free(bytes);
}
END_TEST

/* Ten thousand times the same chapter: it is read once. */
START_TEST(bombs_end_soon)
{
    struct buf package = BUF_INIT, page = BUF_INIT;
    buf_puts(&page, "<html><body><p>");
    for (size_t i = 0; i < 200000; i++)
        buf_puts(&page, "một hai ba bốn năm sáu bảy tám chín mười ");
    buf_puts(&package, "<package><manifest><item id='a' href='a.html'/></manifest><spine>");
    for (size_t i = 0; i < 10000; i++)
        buf_puts(&package, "<itemref idref='a'/>");
    buf_puts(&package, "</spine></package>");
    const struct zip_entry entries[] = {
        {"mimetype", "application/epub+zip"},
        {"META-INF/container.xml", "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>"},
        {"p.opf", buf_str(&package)},
        {"a.html", buf_str(&page)},
        {NULL, NULL}};
    read_book(entries, NULL);
    ck_assert_uint_eq(articles.n, 1);
    buf_free(&package);
    buf_free(&page);
}
END_TEST

TEST_MAIN("epub_input")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, spine_gives_articles);
    tcase_add_test(c, split_at_headings_joins_the_spine);
    tcase_add_test(c, damaged_books);
    tcase_add_test(c, bombs_end_soon);
}
