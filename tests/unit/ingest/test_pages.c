/* Pages of the web: addresses, the words that JSON-LD has of the article, notes, by-lines of links, lists of links. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa."
#define OTHER                                                                                                                                                \
    "Bộ phim mới kể về một người thợ sửa đàn trên phố cũ, anh đi khắp các tỉnh để tìm lại cây đàn mà cha mình đã " \
    "bán trong năm đói kém."
#define PAGE(head, body) "<html><head>" head "</head><body><h1>Tên bài đủ dài để là tên</h1>" body "</body></html>"
#define ARTICLE "<div><p>" LONG "</p><p>" LONG " Hai.</p><p>" LONG " Ba.</p></div>"

static void expect(const char *tree, const char *part)
{
    ck_assert_msg(strstr(tree, part) != NULL, "no %s in:\n%s", part, tree);
}

static const struct {
    const char *head, *url; /* NULL: it cannot be told */
} addresses[] = {
    {"<base href='https://bao.example/tin/'><link rel='canonical' href='80/bai.aspx'>",
     "https://bao.example/tin/80/bai.aspx"},
    {"<base href='https://bao.example/tin/'><link rel='canonical' href='/80/bai.aspx'>",
     "https://bao.example/80/bai.aspx"},
    {"<link rel='canonical' href='/80/bai'><meta property='og:url' content='https://bao.example/x?y=1'>",
     "https://bao.example/80/bai"},
    {"<link rel='canonical' href='https://a.example/1'><meta property='og:url' content='https://b.example/2'>",
     "https://a.example/1"},
    {"<meta property='og:url' content='//bao.example/3'><base href='https://khac.example/'>", "https://bao.example/3"},
    {"<link rel='canonical' href='/80/bai'>", NULL},
    {"<base href='ftp://bao.example/'><link rel='canonical' href='javascript:alert(1)'>", NULL},
};

START_TEST(addresses_are_whole)
{
    const char *page = arena_printf(
        arena, "<html><head>%s</head><body><h1>Tên bài đủ dài</h1>" ARTICLE "</body></html>", addresses[_i].head);
    const struct article *a = read_string("a.html", page);
    if (addresses[_i].url == NULL)
        ck_assert_msg(a->meta.source_url == NULL, "%s: %s", addresses[_i].head, a->meta.source_url);
    else
        ck_assert_str_eq(a->meta.source_url, addresses[_i].url);
}
END_TEST

/* Blocks without a name, and longer teasers around them: only the head knows which are the article's. */
#define BLOCKS                                                                                                         \
    "<div><div class='q'><div>" LONG "</div></div><div class='q'><div>" LONG " Hai mùa.</div></div></div>"            \
    "<div><div>" OTHER " Một.</div><div>" OTHER " Hai.</div><div>" OTHER " Ba.</div><div>" OTHER " Bốn.</div></div>"
#define LD(body) "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"" body "\"}</script>"

START_TEST(the_body_in_the_head_tells_the_article)
{
    const struct article *a = read_string("a.html", PAGE(LD(LONG " " LONG " Hai mùa."), BLOCKS));
    const char *tree = dump(a);
    expect(tree, "Hai mùa.");
    ck_assert_ptr_null(strstr(tree, "sửa đàn"));
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, OTHER " Ba."), "outside-article");
}
END_TEST

START_TEST(a_body_that_is_not_in_the_page_says_nothing)
{
    const char *with = dump(read_string("a.html", PAGE(LD("Một văn bản khác hẳn, không có chữ nào của trang này, dài "
                                                          "vừa đủ để được tin, nói về những chuyến tàu đêm, về than "
                                                          "đá và về muối, về ba người thợ máy già cùng làm một ca, "
                                                          "về sương xuống trên ga nhỏ và tiếng còi tàu rất xa vọng "
                                                          "lại trong đêm mưa phùn đầu tháng chạp năm ấy."),
                                                       BLOCKS)));
    ck_assert_str_eq(with, dump(read_string("a.html", PAGE("", BLOCKS))));
}
END_TEST

START_TEST(notes_of_pages)
{
    const struct article *a = read_string(
        "a.html", PAGE("", "<article><p>" LONG "<sup><a id='r1' href='#n1'>[1]</a></sup></p><p>" LONG
                           " Hai. Xem <a href='#muc'>2</a>.</p><h2 id='muc'>Mục</h2><p>" LONG
                           " Ba.</p><ol><li id='n1'>Sổ của trạm thủy văn. <a href='#r1'>↩</a></li></ol></article>"));
    const char *tree = dump(a);
    expect(tree, "cơm trưa.1\"");
    expect(tree, "note #1 number=1");
    expect(tree, "\"Sổ của trạm thủy văn.\"");
    expect(tree, "Xem 2.");
    struct buf json = BUF_INIT;
    ingest_json(a, false, &json);
    ck_assert_ptr_nonnull(strstr(buf_str(&json), "cơm trưa.\""));
    ck_assert_ptr_null(strstr(buf_str(&json), "cơm trưa.1"));
    buf_free(&json);
}
END_TEST

START_TEST(by_lines_of_links)
{
    const struct article *a = read_string(
        "a.html", PAGE("<meta name='author' content='Viện Mây Trắng'><title>Tên bài đủ dài để là tên - Viện Mây "
                       "Trắng</title>",
                       "<article><div class='byline'><a href='/1'>Lê Minh Hà</a></div><p>" LONG "</p><p>" LONG
                       " Hai.</p><p>" LONG " Ba.</p></article>"));
    ck_assert_str_eq(a->meta.author.s, "Lê Minh Hà");
    a = read_string("a.html", PAGE("<meta name='author' content='Viện Mây Trắng'><title>Tên bài đủ dài để là tên - "
                                   "Viện Mây Trắng</title>",
                                   "<article><p>" LONG "</p><p>" LONG " Hai.</p><p>" LONG " Ba.</p></article>"));
    ck_assert_uint_eq(a->meta.author.n, 0);
}
END_TEST

START_TEST(plain_lines_below_pictures)
{
    const char *tree = dump(read_string(
        "a.html",
        PAGE("", "<div><p>" LONG "</p><p><img src='a.jpg' alt='Lễ'></p><p>Bà con xem đua thuyền trên bến</p><p>" LONG
                 " Hai.</p><p><img src='b.jpg' alt='Cụ Tư kể chuyện.'></p><p>Cụ Tư kể chuyện.</p><p>" LONG
                 " Ba.</p><p><img src='c.jpg'></p><p>Trời đã tối.</p><p>" LONG " Bốn.</p></div>")));
    expect(tree, "caption line=1 \"Bà con xem đua thuyền trên bến\"");
    expect(tree, "caption line=1 \"Cụ Tư kể chuyện.\"");
    expect(tree, "paragraph continues line=1 \"Trời đã tối.\"");
}
END_TEST

START_TEST(lists_of_links_between_breaks)
{
    const struct article *a = read_string(
        "a.html",
        PAGE("", "<div><p>" LONG "</p><p>" LONG " Hai.</p><p>" LONG " Ba.</p><p><b>Bài khác của số này:</b><br>"
                 "<a href='1'>Mưa lớn ở vùng núi</a><br><a href='2'>Chợ phiên họp lại</a> (16/11)<br>"
                 "<a href='3'>Đường tàu thông trở lại</a></p></div>"));
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Mưa lớn ở vùng núi"), "teaser-link");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Chợ phiên họp lại (16/11)"), "teaser-link");
}
END_TEST

TEST_MAIN("pages")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, addresses_are_whole, 0, (int)(sizeof addresses / sizeof *addresses));
    tcase_add_test(c, the_body_in_the_head_tells_the_article);
    tcase_add_test(c, a_body_that_is_not_in_the_page_says_nothing);
    tcase_add_test(c, notes_of_pages);
    tcase_add_test(c, by_lines_of_links);
    tcase_add_test(c, plain_lines_below_pictures);
    tcase_add_test(c, lists_of_links_between_breaks);
}
