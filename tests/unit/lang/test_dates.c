/* Dates: the shapes that newspapers use are found, with what belongs to them; and dates are written by language. */
#include <stdlib.h>
#include <string.h>

#include "lang/dates.h"
#include "unit/suite.h"

struct found {
    const char *text, *iso, *covered; /* iso NULL: no date */
};

static const struct found cases[] = {
    {"14:00 | 29/11/2021", "2021-11-29T14:00", "14:00 | 29/11/2021"},
    {"Thứ ba, 13/12/2016 | 12:30 GMT+7", "2016-12-13T12:30+07:00", "Thứ ba, 13/12/2016 | 12:30 GMT+7"},
    {"Chủ nhật, 25/2/2018, 07:44 (GMT+7)", "2018-02-25T07:44+07:00", "Chủ nhật, 25/2/2018, 07:44 (GMT+7)"},
    {"28 tháng 11 2016", "2016-11-28", "28 tháng 11 2016"},
    {"Hà Nội, ngày 22 tháng 11 năm 2002.", "2002-11-22", "ngày 22 tháng 11 năm 2002"},
    {"07-03-2026 - 00:01 AM", "2026-03-07T00:01", "07-03-2026 - 00:01 AM"},
    {"2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52+07:00", "2026-03-07T08:52:11.000 +07:00"},
    {"2026-03-07 08:52 +07199999999999999999999999", "2026-03-07T08:52", "2026-03-07 08:52"},
    {"2020-06-28T21:16:15Z", "2020-06-28T21:16Z", "2020-06-28T21:16:15Z"},
    {"2026-03-07 08:07", "2026-03-07T08:07", "2026-03-07 08:07"},
    {"Published: Wednesday, 08 Apr 2020 11:39 PM MYT", "2020-04-08T23:39+08:00", "Wednesday, 08 Apr 2020 11:39 PM MYT"},
    {"29 Nov 2021", "2021-11-29", "29 Nov 2021"},
    {"November 29th, 2021 at 2:05 p.m.", "2021-11-29T14:05", "November 29th, 2021 at 2:05 p.m."},
    {"Tháng Mười Một 29, 2021", "2021-11-29", "Tháng Mười Một 29, 2021"},
    {"29 июня 2020, 00:16 МСК", "2020-06-29T00:16+03:00", "29 июня 2020, 00:16 МСК"},
    {"29 июня 2020 г. в 10:05", "2020-06-29T10:05", "29 июня 2020 г. в 10:05"},
    {"2021 жылғы 29 қараша", "2021-11-29", "2021 жылғы 29 қараша"},
    {"29 Қараша 2021, 14:00", "2021-11-29T14:00", "29 Қараша 2021, 14:00"},
    {"8 giờ 30, thứ Năm, ngày 12 tháng 6 năm 2025", "2025-06-12T08:30", "8 giờ 30, thứ Năm, ngày 12 tháng 6 năm 2025"},
    {"lúc 16h08 ngày 13/2/2022 tại", "2022-02-13T16:08", "lúc 16h08 ngày 13/2/2022"},
    {"hàng năm từ 19-22/3/2017 ở", "2017-03-22", "22/3/2017"},
    {"Thứ 2, 29/11/2021", "2021-11-29", "Thứ 2, 29/11/2021"},
    {"tháng 11/2021", "2021-11", "tháng 11/2021"},
    {"ноябрь 2021 г.", "2021-11", "ноябрь 2021 г."},
    {"11/29/2021", "2021-11-29", "11/29/2021"},
    {"29.11.2021", "2021-11-29", "29.11.2021"},
    {"(29 - 11 - 2021)", "2021-11-29", "29 - 11 - 2021"},
    {"Nghị định số 05/11/2002/NĐ-CP", NULL, NULL},
    {"https://example.org/2021/11/29/bai.html", NULL, NULL},
    {"Năm 2022, hai nước", NULL, NULL},
    {"31/02/2021", NULL, NULL},
    {"Published Date: N/A", NULL, NULL},
    {"12021/11/29", NULL, NULL},
    {"năm 2022 và ngày 5/6/2021", "2021-06-05", "ngày 5/6/2021"},
    {"Lê Thu, 14/05/2022", "2022-05-14", "14/05/2022"},
    {"Nguyễn Hoài Thu - 14/05/2022 08:30", "2022-05-14T08:30", "14/05/2022 08:30"},
    {"14/05/2022 - Thu Hà", "2022-05-14", "14/05/2022"},
    {"Thu, 14 May 2022", "2022-05-14", "Thu, 14 May 2022"},
    {"Updated Thu, 14 May 2022", "2022-05-14", "Thu, 14 May 2022"},
    {"Hà Nội, Thứ Năm, 12/5/2022", "2022-05-12", "Thứ Năm, 12/5/2022"},
    {"", NULL, NULL},
};

START_TEST(finds)
{
    const struct found *c = &cases[_i];
    struct doc_date date;
    size_t start = 0, end = 0;
    char iso[32];
    bool found = date_find(c->text, strlen(c->text), &date, &start, &end);
    ck_assert_msg(found == (c->iso != NULL), "%s: %s", c->text, found ? "found" : "not found");
    if (!found)
        return;
    doc_date_iso(&date, iso);
    ck_assert_msg(strcmp(iso, c->iso) == 0, "%s: %s", c->text, iso);
    ck_assert_msg(strlen(c->covered) == end - start && memcmp(c->text + start, c->covered, end - start) == 0,
                  "%s: covers \"%.*s\"", c->text, (int)(end - start), c->text + start);
}
END_TEST

/* A line of a megabyte with numbers everywhere takes no more than a moment. */
START_TEST(stays_linear)
{
    size_t n = 1 << 20;
    char *s = malloc(n);
    for (size_t i = 0; i < n; i++)
        s[i] = "2021 12:3 "[i % 10];
    struct doc_date date;
    size_t start, end;
    ck_assert(!date_find(s, n, &date, &start, &end));
    free(s);
}
END_TEST

static const struct {
    const char *text;
    bool is;
} yearless[] = {{"21 tháng 3 lúc 20:15 · ", true},
                {"3 МАР, 11:20", true},
                {"May 17 at 2:32 PM", true},
                {"Thứ Sáu, 17/5 | 14:30", true},
                {"17 мамыр, 14:30", true},
                {"21 tháng 3 năm 2021 lúc 20:15", false}, /* has its year */
                {"21 tháng 3", false},                    /* may head a section */
                {"20:15", false},
                {"Lúc 20:15 ngày 21 tháng 3 trời mưa", false},
                {"", false}};

START_TEST(days_without_a_year)
{
    ck_assert_msg(date_is_yearless(yearless[_i].text, strlen(yearless[_i].text)) == yearless[_i].is, "%s",
                  yearless[_i].text);
}
END_TEST

static const struct written {
    const char *lang;
    enum date_form form;
    const char *text;
} forms[] = {
    {"vi", DATE_NUMERIC, "5/2/2021 07:05"},        {"vi", DATE_LONG, "ngày 05 tháng 02 năm 2021 07:05"},
    {"vi", DATE_MONTH, "tháng 2 năm 2021 07:05"},  {"en", DATE_NUMERIC, "5 February 2021 07:05"},
    {"en", DATE_MONTH, "February 2021 07:05"},     {"ru", DATE_NUMERIC, "05.02.2021 07:05"},
    {"ru", DATE_LONG, "5 февраля 2021 г. 07:05"},  {"ru", DATE_MONTH, "февраль 2021 г. 07:05"},
    {"kk", DATE_LONG, "2021 жылғы 5 ақпан 07:05"}, {"kk", DATE_MONTH, "2021 жылғы ақпан 07:05"},
};

START_TEST(writes)
{
    struct arena *a = arena_new();
    struct doc_date date = {.year = 2021, .month = 2, .day = 5, .hour = 7, .minute = 5};
    ck_assert_str_eq(date_write(a, forms[_i].lang, &date, forms[_i].form, true), forms[_i].text);
    arena_drop(a);
}
END_TEST

START_TEST(writes_what_is_known)
{
    struct arena *a = arena_new();
    struct doc_date month = {.year = 2021, .month = 11, .hour = -1, .minute = -1};
    struct doc_date year = {.year = 2021, .hour = -1, .minute = -1};
    struct doc_date none = {.hour = -1, .minute = -1};
    ck_assert_str_eq(date_write(a, "vi", &month, DATE_NUMERIC, true), "11/2021");
    ck_assert_str_eq(date_write(a, "vi", &month, DATE_LONG, true), "tháng 11 năm 2021");
    ck_assert_str_eq(date_write(a, "ru", &year, DATE_LONG, true), "2021");
    ck_assert_str_eq(date_write(a, "vi", &none, DATE_LONG, true), "");
    arena_drop(a);
}
END_TEST

TEST_MAIN("dates")
{
    tcase_add_loop_test(c, finds, 0, sizeof cases / sizeof *cases);
    tcase_add_test(c, stays_linear);
    tcase_add_loop_test(c, days_without_a_year, 0, (int)(sizeof yearless / sizeof *yearless));
    tcase_add_loop_test(c, writes, 0, sizeof forms / sizeof *forms);
    tcase_add_test(c, writes_what_is_known);
}
