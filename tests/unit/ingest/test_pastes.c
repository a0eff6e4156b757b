/* Pastes: copies from PDF files, posts of networks, wires; titles of other articles between paragraphs. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa với các cụ cao niên trong làng và xem lũ trẻ thả diều."

static void expect(const char *tree, const char *part)
{
    ck_assert_msg(strstr(tree, part) != NULL, "no %s in:\n%s", part, tree);
}

static const char *dropped_as(const struct article *a, const char *text)
{
    return rule_of(a->records.dropped, a->records.n_dropped, text);
}

static const char copy[] =
    "NOTES ON THE GRAIN ROUTE\n\nThe first survey was made in spring, when the river was\n"
    "high and most of the crossings had been closed for the sea-\nson. Drivers told the same story "
    "everywhere: the well-known\nroad is safe, the short one is not.\nNotes on the grain route 1\n"
    "Second part\nNobody remembers a year in which the season was longer than\nthis one, and the well-\nknown "
    "inns by the road were full\nNotes on the grain route 2\nuntil the end of November, when the last lorry "
    "came\nthrough the pass.\nNotes on the grain route 3\n";

START_TEST(pages_are_joined)
{
    const struct article *a = read_string("a.txt", copy);
    const char *tree = dump(a);
    expect(tree, "closed for the season. Drivers");
    expect(tree, "and the well-known inns by the road were full until the end");
    expect(tree, "heading 2 line=8 \"Second part\"");
    ck_assert_str_eq(dropped_as(a, "Notes on the grain route 2"), "page-furniture");
    ck_assert_str_eq(a->meta.title.s, "NOTES ON THE GRAIN ROUTE");
    size_t divided = 0;
    for (size_t i = 0; i < a->records.n_changed; i++)
        divided += strcmp(a->records.changed[i].rule, "word-divided") == 0;
    ck_assert_uint_eq(divided, 1);
}
END_TEST

START_TEST(what_is_kept_is_not_dropped)
{
    static const char *const keep[] = {"page-furniture", NULL};
    const struct ingest_options options = {.keep = keep};
    ck_assert_int_eq(
        ingest_bytes(arena, &(struct ingest_source){"a.txt", copy, strlen(copy)}, &options, &articles, diag), 0);
    for (size_t i = 0; i < articles.items[0].records.n_dropped; i++)
        ck_assert_str_ne(articles.items[0].records.dropped[i].rule, "page-furniture");
}
END_TEST

START_TEST(lines_of_a_list_are_not_wrapped)
{
    const char *tree = dump(read_string("a.txt", "Lịch làm việc của đoàn trong tuần đầu\n\n" LONG "\n\n"
                                                 "Thăm nhà máy dệt ở phía bắc thành phố vào buổi sáng\n"
                                                 "Gặp gỡ các nhà văn trẻ tại thư viện vào buổi chiều muộn\n"
                                                 "Xem vở diễn mới của nhà hát kịch vào buổi tối hôm ấy\n"));
    ck_assert_ptr_null(strstr(tree, "buổi sáng Gặp"));
}
END_TEST

START_TEST(posts_of_networks)
{
    const struct article *a = read_string(
        "a.txt", "Câu lạc bộ Đi Bộ\n21 tháng 3 lúc 20:15 · \nHẹn nhau ở bến sông cuối tuần\n\n" LONG "\n\n" LONG
                 " Hai.\n\n#dibo #bensong\nXem bản dịch\n45 bình luận\nMinh Châu\nHay quá!\nThích\n");
    const char *tree = dump(a);
    ck_assert_str_eq(a->meta.title.s, "Hẹn nhau ở bến sông cuối tuần");
    ck_assert_str_eq(a->meta.source_name, "Câu lạc bộ Đi Bộ");
    ck_assert_int_eq(a->meta.date.year, 0);
    ck_assert_ptr_null(strstr(tree, "Minh Châu"));
    ck_assert_str_eq(dropped_as(a, "#dibo #bensong"), "tags");
    ck_assert_str_eq(dropped_as(a, "Hay quá!"), "reactions");
    ck_assert_str_eq(dropped_as(a, "21 tháng 3 lúc 20:15 ·"), "date-yearless");
}
END_TEST

START_TEST(foreign_titles_are_no_headings)
{
    const struct article *a = read_string(
        "a.txt",
        "Một ngày của những người ven sông\n\nThứ Bảy, 30/03/2024 07:00\n\n" LONG "\n\n" LONG " Hai.\n\n" LONG
        " Ba.\n\nCô gái nhảy dù giành ba huy chương ở giải vô địch quốc gia\n\n" LONG
        " Bốn.\n\nBữa cơm trưa của các cụ\n\n" LONG " Năm.\n\nQuán nhỏ trên đỉnh Zailiysky\n\n" LONG " Sáu.\n");
    const char *tree = dump(a);
    expect(tree, "\"Bữa cơm trưa của các cụ\"");
    expect(tree, "heading 2");
    ck_assert_str_eq(dropped_as(a, "Cô gái nhảy dù giành ba huy chương ở giải vô địch quốc gia"), "teaser-bare");
    ck_assert_str_eq(dropped_as(a, "Quán nhỏ trên đỉnh Zailiysky"), "teaser-bare");
}
END_TEST

START_TEST(a_credit_below_its_caption)
{
    const struct article *a =
        read_string("a.txt", "Một ngày của những người ven sông\n\n" LONG "\n\n" LONG
                             " Hai.\n\nBến sông lúc sáng sớm.\nẢnh: Nhân vật cung cấp\n\n" LONG " Ba.\n");
    const char *tree = dump(a);
    expect(tree, "caption line=7 \"Bến sông lúc sáng sớm.\"");
    expect(tree, "credit line=7 \"Ảnh: Nhân vật cung cấp\"");
}
END_TEST

TEST_MAIN("pastes")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, pages_are_joined);
    tcase_add_test(c, what_is_kept_is_not_dropped);
    tcase_add_test(c, lines_of_a_list_are_not_wrapped);
    tcase_add_test(c, posts_of_networks);
    tcase_add_test(c, foreign_titles_are_no_headings);
    tcase_add_test(c, a_credit_below_its_caption);
}
