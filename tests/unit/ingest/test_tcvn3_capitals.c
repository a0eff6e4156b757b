/* TCVN3 has no capitals with a tone: mixed words get them back, and what nobody can tell is listed. */
#include "ingest_fixture.h"
#include "unit/suite.h"

/* In TCVN3: a line of capitals, a paragraph with names, a line that is written small throughout. */
static const char letter[] =
    "TH\xA4NG B\xB8O C\xF1"
    "A B\xD5N PH\xB5 \xEB H\xE5 L\xEDN\n\n"
    "Ph\xDFng \xAEi\xD2u h\xB5nh UBND M\xFC \xA7\xF8"
    "c cho bi\xD5t chuy\xD5n ph\xB5 cu\xE8i ng\xB5y ngh\xD8 v\xD7 gi\xE3 l\xEDn, b\xB5 con ch\xEA \xAE\xD5n s\xB8ng "
    "mai.\n\nquy\xD5t \xAE\xDEnh\n\n"
    "B\xB5 con \xAE\xAD\xEE"
    "c \xAE\xEEi trong nh\xB5 ga, c\xE3 ch\xCC n\xE3ng v\xB5 b\xB8nh m\xD7.\n";

START_TEST(capitals_come_back)
{
    const struct article *a = read_bytes("a.txt", letter, sizeof letter - 1);
    ck_assert_ptr_nonnull(a);
    ck_assert_str_eq(a->meta.title.s, "THÔNG BÁO CỦA BẾN PHÀ Ở HỒ LỚN");
    ck_assert_ptr_nonnull(strstr(dump(a), "UBND Mỹ Đức cho biết"));
    size_t words = 0;
    for (size_t i = 0; i < a->records.n_changed; i++)
        words += strcmp(a->records.changed[i].rule, "tcvn3-capitals") == 0;
    ck_assert_uint_eq(words, 7);
}
END_TEST

START_TEST(small_lines_are_listed)
{
    const struct article *a = read_bytes("a.txt", letter, sizeof letter - 1);
    ck_assert_ptr_nonnull(a);
    ck_assert_str_eq(rule_of(a->records.guessed, a->records.n_guessed, "quyết định"), "tcvn3-small");
    ck_assert_ptr_nonnull(strstr(dump(a), "\"quyết định\""));
}
END_TEST

/* A paper put together from two: one half of it was TCVN3 that somebody took for Latin-1, the other has the wrong "Ð"
 * within a word that gets its capitals back. */
START_TEST(two_edits_of_a_word)
{
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < sizeof letter - 1; i++)
        buf_utf8(&text, (unsigned char)letter[i]);
    buf_puts(&text, "\nTheo QUYếTÐịNH ấy, bà con được đi chuyến sớm hơn mọi ngày trong tuần này.\n");
    const struct article *a = read_bytes("a.txt", text.p, text.n);
    buf_free(&text);
    ck_assert_ptr_nonnull(a);
    ck_assert_ptr_nonnull(strstr(dump(a), "Theo QUYẾTĐỊNH ấy"));
}
END_TEST

/* Unicode text keeps whatever it has. */
START_TEST(only_in_tcvn3)
{
    const struct article *a = read_string("a.txt", "Bến phà cuối hồ\n\nTHÔNG BáO của bến phà, gió lớn nên nghỉ sớm.\n");
    ck_assert_ptr_nonnull(strstr(dump(a), "THÔNG BáO"));
}
END_TEST

TEST_MAIN("tcvn3_capitals")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, capitals_come_back);
    tcase_add_test(c, small_lines_are_listed);
    tcase_add_test(c, two_edits_of_a_word);
    tcase_add_test(c, only_in_tcvn3);
}
