/* Several articles in one file: noticed, and split where each begins. */
#include "base/file.h"
#include "ingest_fixture.h"
#include "unit/suite.h"
#include "zip_maker.h"

#define BODY                                                                                                                                                    \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi "              \
    "cùng ăn bữa cơm trưa với người dân trong xã và hẹn ngày trở lại.\n\n"                                                                 \
    "Người già nhất làng kể rằng ngày trước con sông này rộng gấp đôi bây giờ, thuyền buồm từ biển vào tận bến đình, " \
    "và mỗi phiên chợ là một ngày hội của cả vùng.\n\n"                                                                                        \
    "Chuyến đi kết thúc khi mặt trời xuống sau rặng tre, để lại trên mặt nước một vệt vàng dài mà ai cũng muốn giữ "       \
    "lại trong máy ảnh của mình trước khi lên xe.\n\n"
#define ONE "Đoàn công tác thăm các xã ven sông\n14:00 | 29/11/2021\n\n" BODY "Mai Anh\n\n"
#define TWO "Thứ ba, 13/12/2016 | 12:30 GMT+7\nCon đường mới qua thảo nguyên đã thông xe\n\n" BODY
#define THREE "Mùa lúa mì năm nay được giá hơn năm ngoái\n\n5/1/2022 08:15\n\n" BODY

static void expect_proposal(const char *name, const char *text, enum split how, size_t n)
{
    size_t warnings = diag_count_msg(diag, MSG_INGEST_SEVERAL);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){name, text, strlen(text)}, NULL, &articles, diag), 0);
    ck_assert_int_eq(articles.proposed, how);
    ck_assert_uint_eq(articles.n_proposed, n);
    ck_assert_uint_eq(articles.n, 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_SEVERAL) - warnings, n > 0);
}

START_TEST(pasted_texts)
{
    expect_proposal("a.txt", ONE TWO THREE, SPLIT_ARTICLES, 3);
    expect_proposal("a.txt", ONE, SPLIT_NONE, 0);
    expect_proposal("a.txt", TWO, SPLIT_NONE, 0);
    /* a list of other articles with their dates is no text of several */
    expect_proposal("a.txt",
                    ONE "Con đường mới qua thảo nguyên đã thông xe\n13/12/2016\nMùa lúa mì năm nay được giá hơn\n"
                        "5/1/2022\n",
                    SPLIT_NONE, 0);
    /* nor are dates in a chronicle */
    expect_proposal("a.txt", "Chuyện một dòng sông\n\n" BODY "Ngày 29/11/2021\n\n" BODY "Ngày 30/11/2021\n\n" BODY,
                    SPLIT_NONE, 0);
}
END_TEST

START_TEST(split_articles_are_read_like_files)
{
    struct ingest_options options = {.split = SPLIT_ARTICLES};
    static const char text[] = ONE TWO THREE;
    ck_assert_int_eq(
        ingest_bytes(arena, &(struct ingest_source){"bo/tin.txt", text, strlen(text)}, &options, &articles, diag), 0);
    ck_assert_uint_eq(articles.n, 3);
    ck_assert_int_eq(articles.proposed, SPLIT_NONE);
    const struct article *a = articles.items;
    ck_assert_str_eq(a[0].meta.title.s, "Đoàn công tác thăm các xã ven sông");
    ck_assert_str_eq(a[0].meta.author.s, "Mai Anh");
    ck_assert_str_eq(a[1].meta.title.s, "Con đường mới qua thảo nguyên đã thông xe");
    ck_assert_str_eq(a[2].meta.title.s, "Mùa lúa mì năm nay được giá hơn năm ngoái");
    ck_assert_int_eq(a[0].meta.date.year, 2021);
    ck_assert_int_eq(a[1].meta.date.month, 12);
    ck_assert_int_eq(a[2].meta.date.hour, 8);
    ck_assert_str_eq(a[2].meta.id, "tin-3");
    ck_assert_str_eq(a[2].split_of, "bo/tin.txt");
    for (size_t i = 0; i < 3; i++)
        ck_assert_ptr_nonnull(strstr(dump(&a[i]), "mặt trời xuống sau rặng tre"));
    /* one article alone stays what it is */
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"a.txt", ONE, strlen(ONE)}, &options, &articles, diag),
                     0);
    ck_assert_uint_eq(articles.n, 1);
    ck_assert_str_eq(articles.items[0].meta.id, "a");
}
END_TEST

START_TEST(front_matter_says_it)
{
    static const char text[] = "---\nsplit: h1\n---\n\n# Một\n\nA.\n\n# Hai\n\nB.[^1]\n\n[^1]: Chú.\n";
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"a.md", text, strlen(text)}, NULL, &articles, diag),
                     0);
    ck_assert_uint_eq(articles.n, 2);
    ck_assert_ptr_null(strstr(dump(&articles.items[0]), "Chú."));
    ck_assert_ptr_nonnull(strstr(dump(&articles.items[1]), "Chú."));
    /* a note that nobody refers to goes with the last part, once */
    static const char unasked[] =
        "---\nsplit: h1\n---\n\n# Một\n\nA.[^1]\n\n[^2]: Thừa.\n\n# Hai\n\nB.\n\n[^1]: Chú.\n";
    ck_assert_int_eq(
        ingest_bytes(arena, &(struct ingest_source){"a.md", unasked, strlen(unasked)}, NULL, &articles, diag), 0);
    ck_assert_ptr_nonnull(strstr(dump(&articles.items[0]), "Chú."));
    ck_assert_ptr_null(strstr(dump(&articles.items[0]), "Thừa."));
    ck_assert_ptr_null(strstr(dump(&articles.items[1]), "Chú."));
    ck_assert_ptr_nonnull(strstr(dump(&articles.items[1]), "Thừa."));
    expect_proposal("a.md", "# Đoàn công tác\n\n14:00 | 29/11/2021\n\n" BODY "# Con đường mới\n\n13/12/2016\n\n" BODY,
                    SPLIT_H1, 2);
}
END_TEST

#define P(style, text) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TEXT P("", BODY) P("", BODY)

START_TEST(word_files)
{
    const struct zip_entry entries[] = {
        {"word/document.xml", "<w:document xmlns:w='w'><w:body>" P("Title", "Bài một về sông") P("", "29/11/2021")
                                  TEXT P("Title", "Bài hai về núi") P("", "30/11/2021") TEXT "</w:body></w:document>"},
        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    struct ingest_options options = {.split = SPLIT_H1};
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"a.docx", bytes, n}, NULL, &articles, diag), 0);
    ck_assert_int_eq(articles.proposed, SPLIT_H1);
    ck_assert_uint_eq(articles.n_proposed, 2);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"a.docx", bytes, n}, &options, &articles, diag), 0);
    ck_assert_uint_eq(articles.n, 2);
    ck_assert_str_eq(articles.items[0].meta.title.s, "Bài một về sông");
    ck_assert_str_eq(articles.items[1].meta.title.s, "Bài hai về núi");
    ck_assert_int_eq(articles.items[1].meta.date.day, 30);
    free(bytes);
}
END_TEST

/* The project's own articles one after another. */
START_TEST(own_articles_in_a_row)
{
    static const char *const names[] = {"01-ba-muoi-nam-quan-he", "02-doi-tac-chien-luoc", "03-cica-xay-long-tin",
                                        "04-nauryz-va-tet"};
    struct buf all = BUF_INIT;
    for (size_t i = 0; i < 4; i++) {
        char *bytes;
        size_t n;
        const char *path = arena_printf(arena, "%s/tests/ingest/%s.txt", SOURCE_DIR, names[i]);
        ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
        buf_put(&all, bytes, n);
        buf_puts(&all, "\n\n");
        free(bytes);
    }
    struct ingest_options options = {.split = SPLIT_ARTICLES};
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"a.txt", all.p, all.n}, &options, &articles, diag), 0);
    ck_assert_uint_eq(articles.n, 4);
    buf_free(&all);
}
END_TEST

TEST_MAIN("several")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, pasted_texts);
    tcase_add_test(c, split_articles_are_read_like_files);
    tcase_add_test(c, front_matter_says_it);
    tcase_add_test(c, word_files);
    tcase_add_test(c, own_articles_in_a_row);
}
