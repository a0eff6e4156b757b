/* Headings, leads and speakers that stand in unusual places; and lines that look like them and are none. */
#include "ingest_fixture.h"
#include "unit/suite.h"

/* Paragraphs of their own words, since the same line twice is merged. */
#define LONG(n)                                                                                                        \
    "In year " #n " the ferry crossed the lake twice a day, in the morning with milk and letters and in the evening "  \
    "with " #n " people who had been to the market on the other shore."
#define DAI(n)                                                                                                               \
    "Năm " #n " chuyến phà qua hồ mỗi ngày hai lần, buổi sáng chở sữa và thư, buổi chiều chở " #n " người đi chợ ở " \
    "bờ bên kia về nhà trong tiếng sóng vỗ."

static size_t count(const struct article *a, enum doc_kind kind)
{
    size_t n = 0;
    for (const struct doc_node *node = a->root; node != NULL; node = doc_next(a->root, node))
        n += node->kind == kind;
    return n;
}

START_TEST(bold_lines_in_paragraphs)
{
    const struct article *a = read_string(
        "a.md",
        "---\ntitle: The ferry\n---\n\n" LONG(1901) "\n\n"
                                                    "**A pier of oak**<br>\n" LONG(1902) "\n\n" LONG(1903) "\n");
    ck_assert_str_eq(doc_child(a->root, DOC_HEADING)->text.s, "A pier of oak");
    ck_assert_uint_eq(count(a, DOC_PARAGRAPH), 3);
    a = read_string(
        "a.html",
        "<html lang=en><body><article><h1>The ferry of the lake</h1><p>" LONG(1904) "</p><p>" LONG(
            1905) "<br><b>A pier of oak</b><br>" LONG(1906) "</p><p>" LONG(1907) "</p></article></body></html>");
    ck_assert_str_eq(doc_child(a->root, DOC_HEADING)->text.s, "A pier of oak");
    ck_assert_uint_eq(count(a, DOC_PARAGRAPH), 4);
}
END_TEST

START_TEST(bold_lines_that_head_nothing)
{
    const struct article *a = read_string(
        "a.md", "---\ntitle: The ferry\n---\n\n" LONG(1901) "\n\n**Ada Weir**<br>\nharbour master<br>\nroom 5\n\n"
                                                            "**The guard:**<br>\n" LONG(1902) "\n\n**The pier** " LONG(
                                                                1903) "\n\n" LONG(1904) "\n");
    ck_assert_ptr_null(doc_child(a->root, DOC_HEADING));
    ck_assert_uint_eq(count(a, DOC_PARAGRAPH), 5);
}
END_TEST

START_TEST(bold_by_style)
{
    const struct article *a =
        read_string("a.html", "<html lang=en><body><article><h1>The ferry of the lake</h1>"
                              "<b style=\"font-weight: normal\"><p>" LONG(1901) "</p><p>Now and then</p><p>" LONG(
                                  1902) "</p>"
                                        "<p><span style=\"font-weight:700\">A pier of oak</span></p><p>" LONG(
                                            1903) "</p></b><p>" LONG(1904) "</p></article></body></html>");
    ck_assert_uint_eq(count(a, DOC_HEADING), 1);
    ck_assert_str_eq(doc_child(a->root, DOC_HEADING)->text.s, "A pier of oak");
}
END_TEST

/* A page that is bold throughout has no headings for that. */
START_TEST(bold_everywhere)
{
#define BOLD(a, b) "<p><b>" LONG(a) " " LONG(b) "</b></p>"
    const struct article *a = read_string("a.html", "<html lang=en><body><article><h1>The ferry of the lake</h1>" BOLD(
                                                        1901, 1902) "<p><b>Now and then</b></p>" BOLD(1903, 1904)
                                                        BOLD(1905, 1906) "</article></body></html>");
    ck_assert_ptr_null(doc_child(a->root, DOC_HEADING));
}
END_TEST

START_TEST(headings_in_single_quotation_marks)
{
    const struct article *a = read_string(
        "a.txt", "Chuyến phà cuối ngày\n" DAI(1901) "\n" DAI(1902) "\n'Bến cũ'\n" DAI(1903) "\n" DAI(1904) "\n");
    ck_assert_str_eq(doc_child(a->root, DOC_HEADING)->text.s, "'Bến cũ'");
}
END_TEST

START_TEST(speakers_with_their_rank)
{
    const struct article *a = read_string(
        "a.txt", "Chuyến phà cuối ngày\n" DAI(1901) "\n" DAI(
                     1902) "\nHồ này từng có bảy chuyến phà và một ngọn hải đăng nhỏ\n"
                           "Phó giáo sư, tiến sĩ Lê Vi\n" DAI(1903) "\nBà kể: hồ này từng có bảy chuyến phà và một "
                                                                    "ngọn hải đăng nhỏ ở phía nam.\n" DAI(1904) "\n");
    const struct doc_node *quote = doc_child(a->root, DOC_QUOTE);
    ck_assert_ptr_null(doc_child(a->root, DOC_HEADING));
    ck_assert_ptr_nonnull(quote);
    ck_assert_str_eq(doc_child(quote, DOC_ATTRIBUTION)->text.s, "Phó giáo sư, tiến sĩ Lê Vi");
}
END_TEST

/* What the summary says, the content says again; the next sentence begins with a number. */
START_TEST(summaries_before_digits)
{
    const struct article *a = read_string(
        "a.txt", "Title: Chuyến phà cuối ngày\nSource: Bến Hồ\nSummary: Phà qua hồ hôm nay nghỉ sớm vì gió "
                 "lớn.\nContent: Phà qua hồ hôm nay nghỉ sớm vì gió lớn. 5h chiều đã vắng. " DAI(1901) "\n");
    ck_assert_str_eq(a->meta.lead.s, "Phà qua hồ hôm nay nghỉ sớm vì gió lớn.");
    ck_assert_ptr_nonnull(strstr(dump(a), "\"5h chiều đã vắng."));
}
END_TEST

START_TEST(leads_set_as_headings)
{
    const struct article *a = read_string(
        "a.html",
        "<html lang=vi><head><meta name=author content=\"Lê Vi\"></head><body><article>"
        "<h1>Chuyến phà cuối ngày trên hồ</h1><div>Lê Vi</div>"
        "<h2>Phà qua hồ hôm nay nghỉ sớm vì gió lớn. Khách đi chợ về phải chờ đến sáng mai ở bến.</h2><p>" DAI(
            1901) "</p><h2>Bến cũ</h2><p>" DAI(1902) "</p><p>" DAI(1903) "</p></article></body></html>");
    ck_assert_ptr_nonnull(strstr(a->meta.lead.s, "Phà qua hồ hôm nay"));
    ck_assert_str_eq(a->meta.author.s, "Lê Vi");
    ck_assert_str_eq(doc_child(a->root, DOC_HEADING)->text.s, "Bến cũ");
    ck_assert_ptr_null(strstr(dump(a), "paragraph line=1 \"Lê Vi\""));
    ck_assert_uint_eq(count(a, DOC_PARAGRAPH), 3);
}
END_TEST

TEST_MAIN("headings")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, bold_lines_in_paragraphs);
    tcase_add_test(c, bold_lines_that_head_nothing);
    tcase_add_test(c, bold_by_style);
    tcase_add_test(c, bold_everywhere);
    tcase_add_test(c, headings_in_single_quotation_marks);
    tcase_add_test(c, speakers_with_their_rank);
    tcase_add_test(c, summaries_before_digits);
    tcase_add_test(c, leads_set_as_headings);
}
