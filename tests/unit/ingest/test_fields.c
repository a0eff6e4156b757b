/* Fields and what belongs to them: strong leads, speakers, sources before leads, dashes in titles, code. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa."
#define PAGE(body) "<html><body><article><h1>Tên bài đủ dài để là tên</h1>" body "</article></body></html>"

static void expect(const char *tree, const char *part)
{
    ck_assert_msg(strstr(tree, part) != NULL, "no %s in:\n%s", part, tree);
}

START_TEST(a_strong_lead_is_a_lead)
{
    const struct article *a = read_string("a.md", "# Tên **bài**\n\n**" LONG "**\n\n" LONG
                                                  " Một.\n\n## **Phần đậm**\n\n" LONG " Hai.\n\n" LONG " Ba.\n");
    ck_assert_uint_gt(a->meta.lead.n, 0);
    ck_assert_uint_eq(a->meta.lead.n_spans, 0);
    ck_assert_uint_eq(a->meta.title.n_spans, 1);
    ck_assert_ptr_null(strstr(dump(a), "strong"));
}
END_TEST

/* The page's own lead stands, and a bold paragraph before it stays what it is. */
START_TEST(a_bold_paragraph_before_the_lead_is_kept)
{
    const struct article *a =
        read_string("a.html", PAGE("<p><b>Mở đầu. " LONG "</b></p><p class=\"sapo\">Tóm lại. " LONG "</p><p>" LONG
                                   " Một.</p><p>" LONG " Hai.</p>"));
    ck_assert_msg(strncmp(a->meta.lead.s, "Tóm lại.", strlen("Tóm lại.")) == 0, "the lead is: %s", a->meta.lead.s);
    expect(dump(a), "Mở đầu.");
}
END_TEST

START_TEST(speakers_of_pages)
{
    const char *tree = dump(read_string(
        "a.html",
        PAGE("<p>" LONG "</p><blockquote><p>Cây này ông tôi trồng.</p><cite>Bà Mai</cite></blockquote><p>" LONG
             "</p><blockquote><p>Tôi đọc <cite>Tắt đèn</cite> rồi.</p><footer>— Ông Tư, <cite>thợ "
             "mộc</cite></footer></blockquote><p>" LONG "</p>")));
    expect(tree, "attribution line=1 \"Bà Mai\"");
    expect(tree, "attribution line=1 \"Ông Tư, thợ mộc\"");
    expect(tree, "\"Tôi đọc Tắt đèn rồi.\"");
}
END_TEST

START_TEST(a_source_before_the_lead)
{
    const struct article *a =
        read_string("a.txt", "Tên bài báo về mùa màng\n\n(Mây Trắng) - " LONG "\n\n" LONG " Một.\n\n" LONG " Hai.\n");
    ck_assert_ptr_nonnull(a->meta.source_name);
    ck_assert_str_eq(a->meta.source_name, "Mây Trắng");
    a = read_string("a.md",
                    "---\ntitle: Tên\nsource_name: Báo Gió\n---\n\n(Mây Trắng) - " LONG "\n\n" LONG "\n\n" LONG "\n");
    ck_assert_str_eq(a->meta.source_name, "Báo Gió");
}
END_TEST

START_TEST(dashes_of_fields)
{
    const struct article *a =
        read_string("a.md", "---\ntitle: Á - Âu\nsubtitle: \"Nói \\\"vậy\\\"\"\nsource_name: Báo A - B\n---\n\n" LONG
                            "\n\n![x](a.png \"Một góc Á - Âu\")\n");
    ck_assert_str_eq(a->meta.title.s, "Á – Âu");
    ck_assert_str_eq(a->meta.subtitle.s, "Nói “vậy”");
    ck_assert_str_eq(a->meta.source_name, "Báo A – B");
    expect(dump(a), "\"Một góc Á – Âu\"");
    ck_assert_uint_eq(a->records.n_changed, 5);
}
END_TEST

START_TEST(code_keeps_its_spaces)
{
    expect(dump(read_string("a.html", PAGE("<p>" LONG "</p><p>" LONG "</p><pre>a  b\n    c</pre><p>" LONG "</p>"))),
           "\"a  b\\n    c\"");
}
END_TEST

TEST_MAIN("fields")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_strong_lead_is_a_lead);
    tcase_add_test(c, a_bold_paragraph_before_the_lead_is_kept);
    tcase_add_test(c, speakers_of_pages);
    tcase_add_test(c, a_source_before_the_lead);
    tcase_add_test(c, dashes_of_fields);
    tcase_add_test(c, code_keeps_its_spaces);
}
