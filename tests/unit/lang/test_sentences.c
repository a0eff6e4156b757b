/* Sentences. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/sentences.h"
#include "unit/suite.h"

static const struct {
    const char *lang, *text, *parts; /* parts joined by "|" */
} cases[] = {
    {"vi", "Trời mưa. Đường vắng!", "Trời mưa.|Đường vắng!"},
    {"vi", "Ông hỏi: “Đi đâu?” Không ai đáp…", "Ông hỏi: “Đi đâu?”|Không ai đáp…"},
    {"vi", "TS. Lê Văn Bắp đến TP. Vinh lúc 7.30. Rồi về.", "TS. Lê Văn Bắp đến TP. Vinh lúc 7.30.|Rồi về."},
    {"vi", "Dân số 1.000.000 người. 30 năm sau tăng gấp đôi.", "Dân số 1.000.000 người.|30 năm sau tăng gấp đôi."},
    {"vi", "Một dòng\nhai dòng", "Một dòng|hai dòng"},
    {"vi", "Không có dấu chấm", "Không có dấu chấm"},
    {"vi", "v.v. và còn nữa.", "v.v. và còn nữa."},
    {"en", "Mr. Brown met K. Brown. They left.", "Mr. Brown met K. Brown.|They left."},
    {"ru", "В 2014 г. началось. Потом стихло.", "В 2014 г. началось.|Потом стихло."},
    {"vi", "   ", ""},
};

START_TEST(divides)
{
    const char *s = cases[_i].text;
    size_t n = strlen(s), from = 0, start, end;
    struct buf b = BUF_INIT;
    for (; sentence_next(s, n, from, cases[_i].lang, &start, &end); from = end) {
        ck_assert_uint_lt(start, end);
        if (b.n > 0)
            buf_putc(&b, '|');
        buf_put(&b, s + start, end - start);
    }
    ck_assert_str_eq(buf_str(&b), cases[_i].parts);
    buf_free(&b);
}
END_TEST

START_TEST(finds_the_one_around)
{
    const char *s = "Một. Hai ba. Bốn.";
    size_t start, end;
    sentence_around(s, strlen(s), (size_t)(strstr(s, "ba") - s), "vi", &start, &end);
    ck_assert_uint_eq(end - start, strlen("Hai ba."));
    ck_assert_int_eq(strncmp(s + start, "Hai ba.", end - start), 0);
}
END_TEST

TEST_MAIN("sentences")
{
    tcase_add_loop_test(c, divides, 0, sizeof cases / sizeof *cases);
    tcase_add_test(c, finds_the_one_around);
}
