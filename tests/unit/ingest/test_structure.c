/* The structure of plain text, as small cases of one behaviour each. */
#include "ingest_fixture.h"
#include "unit/suite.h"

#define PARAGRAPH                                                                                                                                       \
    "Buổi chiều ở thảo nguyên kéo dài hơn người ta tưởng. Người chăn ngựa kể chuyện cũ cho khách phương xa, còn gió " \
    "thì "                                                                                                                                             \
    "thổi mãi không ngừng từ phía bắc xuống."

START_TEST(title_date_author_source)
{
    const struct article *a = read_string(
        "a.txt", "Một ngày trên thảo nguyên\n\n14:00 | 29/11/2021\n\n" PARAGRAPH "\n\n" PARAGRAPH "\n\n" PARAGRAPH
                 "\n\nMai Anh\n\nĐường dẫn bài viết: https://example.org/a\n\nIn bài viết\n");
    char date[32];
    doc_date_iso(&a->meta.date, date);
    ck_assert_str_eq(a->meta.title.s, "Một ngày trên thảo nguyên");
    ck_assert_str_eq(date, "2021-11-29T14:00");
    ck_assert_str_eq(a->meta.author.s, "Mai Anh");
    ck_assert_str_eq(a->meta.source_url, "https://example.org/a");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "In bài viết"), "button");
}
END_TEST

START_TEST(nothing_is_invented)
{
    const struct article *a = read_string("a.txt", PARAGRAPH " Ngày 29/11/2021 có một lễ hội.\n\n" PARAGRAPH "\n");
    ck_assert_uint_eq(a->meta.title.n, 0);
    ck_assert_int_eq(a->meta.date.year, 0);
    ck_assert_uint_eq(a->meta.author.n, 0);
    ck_assert_ptr_null(a->meta.source_url);
}
END_TEST

START_TEST(doubled_teasers_go)
{
    const struct article *a =
        read_string("a.txt", "Tiêu đề của bài\n\n" PARAGRAPH "\nTin khác hay lắm Tin khác hay lắm\n\n" PARAGRAPH
                             "\n\n" PARAGRAPH "\n");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Tin khác hay lắm Tin khác hay lắm"),
                     "teaser-doubled");
    ck_assert_ptr_null(strstr(dump(a), "Tin khác"));
}
END_TEST

/* A caption that was saved with its alternative text; case and signs may differ, another word may not. */
START_TEST(words_said_twice_stay_once)
{
    const struct article *a = read_string(
        "a.txt",
        "Tiêu đề của bài\n\n" PARAGRAPH
        "\n\nĐoàn xe chở lúa mì dừng ở ga nhỏ bên sông Đoàn xe chở “lúa mì” dừng ở ga nhỏ bên Sông rồi đi "
        "tiếp về phía nam trong đêm, và người coi ga lại thắp đèn như mọi khi trước lúc trời sáng.\n\n" PARAGRAPH
        "\n\nTừ sáng sớm người ta đã chở gạo đến chợ xa từ sáng sớm người ta đã chở ngô đến chợ xa, rồi ai về "
        "nhà nấy cho kịp bữa cơm.\n");
    ck_assert_str_eq(rule_of(a->records.merged, a->records.n_merged, "Đoàn xe chở “lúa mì” dừng ở ga nhỏ bên Sông"),
                     "words-again");
    ck_assert_ptr_nonnull(strstr(dump(a), "chở ngô đến"));
}
END_TEST
START_TEST(kept_rules_drop_nothing)
{
    static const char *const keep[] = {"teaser-doubled", NULL};
    static const char text[] = "Tiêu đề của bài\n\n" PARAGRAPH "\nTin khác hay lắm Tin khác hay lắm\n\n" PARAGRAPH "\n";
    struct ingest_options options = {.keep = keep};
    ck_assert_int_eq(
        ingest_bytes(arena, &(struct ingest_source){"a.txt", text, strlen(text)}, &options, &articles, diag), 0);
    ck_assert_ptr_nonnull(strstr(dump(&articles.items[0]), "Tin khác"));
}
END_TEST

START_TEST(headings_and_their_levels)
{
    const char *tree =
        dump(read_string("a.txt", "Tiêu đề của bài\n" PARAGRAPH "\nI. Mở đầu câu chuyện\n" PARAGRAPH
                                  "\n1. Người kể\n" PARAGRAPH "\nII. Phần sau câu chuyện\n" PARAGRAPH "\n"));
    ck_assert_ptr_nonnull(strstr(tree, "heading 2 line=3 \"I. Mở đầu câu chuyện\""));
    ck_assert_ptr_nonnull(strstr(tree, "heading 3 line=5 \"1. Người kể\""));
    ck_assert_ptr_nonnull(strstr(tree, "heading 2 line=7"));
}
END_TEST

START_TEST(lists_lose_their_markers)
{
    const struct article *a = read_string("a.txt", "Tiêu đề của bài\n" PARAGRAPH
                                                   "\nCó ba việc:\n- Kinh tế: trao đổi.\n- Giáo dục.\n" PARAGRAPH "\n");
    const struct doc_node *list = doc_child(a->root, DOC_LIST);
    ck_assert_ptr_nonnull(list);
    ck_assert_str_eq(list->first->first->text.s, "Kinh tế: trao đổi.");
    ck_assert_uint_eq(a->records.n_changed, 2);
    ck_assert_str_eq(a->records.changed[0].rule, "list-marker");
}
END_TEST

START_TEST(captions_and_credits)
{
    const struct article *a = read_string("a.txt", "Tiêu đề của bài\n\n" PARAGRAPH
                                                   "\n\nThảo nguyên buổi chiều. Ảnh: Mai Anh\n\n" PARAGRAPH "\n");
    const struct doc_node *figure = doc_child(a->root, DOC_FIGURE);
    ck_assert_ptr_nonnull(figure);
    ck_assert_str_eq(doc_child(figure, DOC_CAPTION)->text.s, "Thảo nguyên buổi chiều.");
    ck_assert_str_eq(doc_child(figure, DOC_CREDIT)->text.s, "Ảnh: Mai Anh");
}
END_TEST

START_TEST(tables_with_tabs)
{
    const struct article *a =
        read_string("a.txt", "Tiêu đề của bài\n" PARAGRAPH
                             "\nTiền của các nước\nNước\tTiền\nMột\ttenge\nHai\tsom\n" PARAGRAPH "\n");
    const struct doc_node *table = doc_child(a->root, DOC_TABLE);
    ck_assert_ptr_nonnull(table);
    ck_assert_str_eq(doc_child(table, DOC_CAPTION)->text.s, "Tiền của các nước");
    ck_assert(doc_child(table, DOC_ROW)->header);
}
END_TEST

START_TEST(wrapped_lines_are_joined)
{
    const struct article *a = read_string(
        "a.txt", "Tiêu đề của bài\n\n"
                 "Buổi chiều ở thảo nguyên kéo dài hơn người ta\ntưởng. Người chăn ngựa kể chuyện cũ cho khách\n"
                 "phương xa, còn gió thì thổi mãi không ngừng từ\nphía bắc xuống phía nam.\n\n"
                 "Đoạn thứ hai cũng vậy, nó dài hơn một dòng và\nđược ngắt ở giữa câu.\n");
    const struct doc_node *p = doc_child(a->root, DOC_PARAGRAPH);
    ck_assert_ptr_nonnull(p);
    ck_assert_ptr_nonnull(strstr(p->text.s, "người ta tưởng. Người"));
}
END_TEST

START_TEST(quotation_marks_only_in_pairs)
{
    const struct article *a =
        read_string("a.txt", "Tiêu đề của bài\n\n" PARAGRAPH "\n\nÔng nói: \"Đường còn dài\" rồi đi. Ông cười.\n\n"
                             "Cao 5'10\" và nặng, \"không rõ.\n");
    const char *tree = dump(a);
    ck_assert_ptr_nonnull(strstr(tree, "“Đường còn dài”"));
    ck_assert_ptr_nonnull(strstr(tree, "5'10\\\" và nặng, \\\"không"));
}
END_TEST

/* Where two sign, and behind a bar: several lines side by side are one edit. */
START_TEST(drawn_lines_side_by_side)
{
    static const char *const lines[] = {"_____ _____", "----- ----- Hai bên ký tên.",
                                        "===== _____ ===== Hai bên ký tên.", "Hai bên ký tên _____ _____",
                                        "Hai bên _____ ----- ký tên."};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *text = arena_printf(arena,
                                        "Biên bản bàn giao bến phà\n\nHôm nay hai bên gặp nhau ở bến phà để bàn "
                                        "giao.\n\n%s\n\nBiên bản được lập thành hai bản giống nhau.\n",
                                        lines[i]);
        const char *tree = dump(read_string("a.txt", text));
        ck_assert_msg(strpbrk(tree, "_-") == NULL && strstr(tree, "==") == NULL, "%s:\n%s", lines[i], tree);
        ck_assert_msg(i == 0 || strstr(tree, "Hai bên") != NULL, "%s:\n%s", lines[i], tree);
    }
}
END_TEST

START_TEST(invisible_characters_are_recorded)
{
    const struct article *a = read_string(
        "a.txt", "Tiêu đề của bài\n\nThảo\xE2\x80\x8B nguyên \xEE\x80\x80mênh mông 👨‍👩‍👧.\n");
    ck_assert_ptr_nonnull(strstr(dump(a), "Thảo nguyên mênh mông 👨‍👩‍👧."));
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "\xE2\x80\x8B\xEE\x80\x80"), "invisible");
}
END_TEST

START_TEST(unusable_files_are_refused)
{
    ck_assert_ptr_null(read_bytes("a.txt", "", 0));
    ck_assert_ptr_null(read_bytes("a.txt", " \n\t\n", 4));
    ck_assert_ptr_null(read_bytes("a.pdf", "%PDF-1.7\n", 9));
    ck_assert_ptr_null(read_bytes("a.docx", "PK\x03\x04 broken", 11));
    ck_assert_uint_eq(diag_count(diag, DIAG_ERROR), 4);
}
END_TEST

START_TEST(json_is_the_contract)
{
    const struct article *a = read_string("x.txt", "Tiêu đề \"một\" của bài\n\n" PARAGRAPH "\n");
    struct buf out = BUF_INIT;
    ingest_json(a, false, &out);
    const char *json = buf_str(&out);
    ck_assert_ptr_nonnull(strstr(json, "{\"id\": \"x\", \"lang\": \"vi\", \"title\": \"Tiêu đề “một” của bài\", "
                                       "\"blocks\": [{\"type\": \"paragraph\", \"text\": \"Buổi"));
    ck_assert_ptr_nonnull(
        strstr(json, "\"changed\": [{\"line\": 1, \"rule\": \"quotes\", \"before\": \"\\\"\", \"after\": \"“\"}"));
    buf_free(&out);
}
END_TEST

TEST_MAIN("structure")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, title_date_author_source);
    tcase_add_test(c, nothing_is_invented);
    tcase_add_test(c, doubled_teasers_go);
    tcase_add_test(c, words_said_twice_stay_once);
    tcase_add_test(c, kept_rules_drop_nothing);
    tcase_add_test(c, headings_and_their_levels);
    tcase_add_test(c, lists_lose_their_markers);
    tcase_add_test(c, captions_and_credits);
    tcase_add_test(c, tables_with_tabs);
    tcase_add_test(c, wrapped_lines_are_joined);
    tcase_add_test(c, quotation_marks_only_in_pairs);
    tcase_add_test(c, drawn_lines_side_by_side);
    tcase_add_test(c, invisible_characters_are_recorded);
    tcase_add_test(c, unusable_files_are_refused);
    tcase_add_test(c, json_is_the_contract);
}
