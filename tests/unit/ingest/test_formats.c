/* HTML and Markdown readers, and input that is made to hurt. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#include <stdlib.h>

#define TEXT                                                                                                                                            \
    "Buổi chiều ở thảo nguyên kéo dài hơn người ta tưởng. Người chăn ngựa kể chuyện cũ cho khách phương xa, còn gió " \
    "thì "                                                                                                                                             \
    "thổi mãi không ngừng từ phía bắc xuống."

START_TEST(a_page_gives_its_article)
{
    const struct article *a = read_string(
        "a.html",
        "<html><head><title>Một ngày - Báo Gió</title><meta property='article:published_time' "
        "content='2024-05-01T08:00:00+07:00'>"
        "<link rel=canonical href='https://example.org/a'></head><body><nav><a href=/>Trang chủ</a></nav><h1>Một ngày "
        "trên thảo nguyên</h1>"
        "<article><p>" TEXT "</p><p>" TEXT "</p><figure><img src=a.jpg alt=x><figcaption>Đồng cỏ</figcaption></figure>"
        "<p><b>Chuyện người kể</b></p><p>" TEXT "</p><p style='text-align:right'><b>Mai Anh</b></p></article>"
        "<footer>Giấy phép số 1</footer></body></html>");
    const char *tree = dump(a);
    char date[32];
    doc_date_iso(&a->meta.date, date);
    ck_assert_str_eq(a->meta.title.s, "Một ngày trên thảo nguyên");
    ck_assert_str_eq(date, "2024-05-01T08:00+07:00");
    ck_assert_str_eq(a->meta.author.s, "Mai Anh");
    ck_assert_str_eq(a->meta.source_url, "https://example.org/a");
    ck_assert_ptr_nonnull(strstr(tree, "heading 2 line=1 \"Chuyện người kể\""));
    ck_assert_ptr_nonnull(strstr(tree, "figure src=a.jpg alt=\"x\""));
    ck_assert_ptr_nonnull(strstr(tree, "caption line=1 \"Đồng cỏ\""));
    ck_assert_ptr_null(strstr(tree, "Trang chủ"));
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Giấy phép số 1"), "outside-article");
}
END_TEST

START_TEST(markdown_gives_its_blocks)
{
    const char *tree = dump(read_string(
        "a.md", "---\ntitle: A: B\ndate: 2023-10-05\nauthor:\n---\n\nĐoạn **đậm** có chú[^n].\n\n## Phần {#phan}\n\n"
                "> Lời nói\n\n1. Một\n   - Hai\n\n| a | b |\n|---|---|\n| c | d |\n\n![alt](p.png)\n\n::: note\nTrong "
                "khối\n:::\n\n[^n]: Chú thích.\n"));
    ck_assert_ptr_nonnull(strstr(tree, "strong 8-14"));
    ck_assert_ptr_nonnull(strstr(tree, "heading 2 #phan line=9 \"Phần\""));
    ck_assert_ptr_nonnull(strstr(tree, "  quote line="));
    ck_assert_ptr_nonnull(strstr(tree, "list ordered number=1"));
    ck_assert_ptr_nonnull(strstr(tree, "cell header"));
    ck_assert_ptr_nonnull(strstr(tree, "figure src=p.png alt=\"alt\""));
    ck_assert_ptr_nonnull(strstr(tree, "div name=note"));
    ck_assert_ptr_nonnull(strstr(tree, "note #n number=1"));
    ck_assert_str_eq(articles.items[0].meta.title.s, "A: B");
    ck_assert_uint_eq(articles.items[0].meta.author.n, 0);
}
END_TEST

START_TEST(level_one_headings_split)
{
    read_string("x.md", "---\ntitle: Tập\nsplit: h1\n---\n\nLời nói đầu.\n\n# Một\n\nA[^1].\n\n## Phần\n\nB.\n\n# "
                        "Hai\n\nC.\n\n[^1]: Chú.\n");
    ck_assert_uint_eq(articles.n, 3);
    ck_assert_str_eq(articles.items[0].meta.id, "x-1");
    ck_assert_str_eq(articles.items[0].meta.title.s, "Tập");
    ck_assert_str_eq(articles.items[1].meta.title.s, "Một");
    ck_assert_ptr_nonnull(doc_child(articles.items[1].root, DOC_NOTE));
    ck_assert_ptr_null(doc_child(articles.items[2].root, DOC_NOTE));
    ck_assert_str_eq(doc_child(articles.items[2].root, DOC_PARAGRAPH)->text.s, "C.");
}
END_TEST

static char *repeat(const char *s, size_t times, size_t *n)
{
    size_t length = strlen(s);
    char *out = malloc(length * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(out + i * length, s, length);
    out[length * times] = '\0';
    *n = length * times;
    return out;
}

static const struct {
    const char *name, *unit;
    size_t times;
} hostile[] = {
    {"a.html", "<div>", 100000},
    {"a.html", "<a x=y ", 60000},
    {"a.html", "<b><i>x</b></i>", 20000},
    {"a.html", "<table><tr><td>x", 3000},
    {"a.md", "> ", 20000},
    {"a.md", "|a", 5000},
    {"a.md", "[^1]: x\n[^1]", 5000},
    {"a.md", "::: x\n", 5000},
    {"a.txt", "Cùng một dòng\n", 60000},
    {"a.txt", "a: b\n", 60000},
    {"a.txt", "\"' - ", 60000},
    {"a.txt", "Một câu đủ dài để trích.\nMai Anh\n", 20000},
    {"a.txt", "Một câu dài vừa phải. Ảnh: X y. ", 20000},
    {"a.txt", "x\ty\n", 30000},
};

START_TEST(hostile_input_ends_soon)
{
    size_t n;
    char *bytes = repeat(hostile[_i].unit, hostile[_i].times, &n);
    read_bytes(hostile[_i].name, bytes, n);
    free(bytes);
}
END_TEST

START_TEST(text_below_the_depth_limit_is_kept)
{
    size_t n;
    struct buf page = BUF_INIT;
    char *open = repeat("<div>", 5000, &n);
    buf_puts(&page, "<html><body>");
    buf_put(&page, open, n);
    buf_puts(&page, "<p>" TEXT " Chữ ở sâu bên trong. Câu nữa.</p>");
    const struct article *a = read_bytes("a.html", page.p, page.n);
    ck_assert_ptr_nonnull(a);
    ck_assert_ptr_nonnull(strstr(dump(a), "Chữ ở sâu bên trong"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_HTML_CUT), 1);
    free(open);
    buf_free(&page);
}
END_TEST

/* Every prefix of a page and of a Markdown text is read without a fault. */
START_TEST(truncated_input)
{
    static const char *const texts[] = {
        "<html><head><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A &#x2B; "
        "B\"}</script></head><body>"
        "<h1>T</h1><ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3<td>4</table><blockquote>x</blockquote></body></"
        "html>",
        "---\ntitle: 'x'\n---\n# A {#b}\n\n[^1] ![x](y) <b>z</b> &amp; `c`\n\n```\ncode\n```\n\n| a | b "
        "|\n|---|---|\n| c |\n\n[^1]: note\n    more\n"};
    for (size_t n = 0; n <= strlen(texts[_i]); n++)
        read_bytes(_i == 0 ? "a.html" : "a.md", texts[_i], n);
}
END_TEST

TEST_MAIN("formats")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_page_gives_its_article);
    tcase_add_test(c, markdown_gives_its_blocks);
    tcase_add_test(c, level_one_headings_split);
    tcase_add_loop_test(c, hostile_input_ends_soon, 0, (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(c, text_below_the_depth_limit_is_kept);
    tcase_add_loop_test(c, truncated_input, 0, 2);
}
