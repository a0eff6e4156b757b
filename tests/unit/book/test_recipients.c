/* The list of readers: forms of CSV, numbers, hidden chapters, mistakes with their places. */
#include <string.h>

#include "book/recipients.h"
#include "unit/suite.h"

static const char *const chapters[] = {"mo.md", "phan/bai-hai.txt", "ket.md"};
static struct arena *a;
static struct diag *d;
static struct recipients list;

static void begin(void)
{
    a = arena_new();
    d = diag_new();
}

static void end(void)
{
    diag_drop(d);
    arena_drop(a);
}

static int read_list(const char *s)
{
    return recipients_read(a, &(struct recipients_file){"list.csv", s, strlen(s)}, chapters, 3, &list, d);
}

START_TEST(forms)
{
    ck_assert_int_eq(read_list("\xEF\xBB\xBFnumber;name;hide\r\n7;\"L\xC3\xAA; \"\"C\"\"\";bai-hai mo.md\r\n;B;\r\n"),
                     0);
    ck_assert_uint_eq(list.n, 2);
    ck_assert_str_eq(list.items[0].name, "L\xC3\xAA; \"C\"");
    ck_assert_uint_eq(list.items[0].number, 7);
    ck_assert(list.items[0].hidden[0] && list.items[0].hidden[1] && !list.items[0].hidden[2]);
    ck_assert_uint_eq(list.items[1].number, 8);
    ck_assert(!list.items[1].hidden[0]);
}
END_TEST

START_TEST(mistakes)
{
    ck_assert_int_eq(read_list("name,number,hide\n,1,\nA,x,\nB,1,none\n"), -1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_RECIPIENTS_NAMELESS), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_RECIPIENTS_NUMBER), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_RECIPIENTS_SAME_NUMBER), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_RECIPIENTS_CHAPTER), 1);
    struct srcpos pos = diag_pos(d, 1);
    ck_assert(pos.line == 3 && pos.col == 3);
}
END_TEST

START_TEST(nothing_left)
{
    ck_assert_int_eq(read_list("name,hide\nA,mo.md bai-hai ket\n"), -1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_RECIPIENTS_ALL), 1);
    ck_assert_int_eq(read_list(""), -1);
    ck_assert_int_eq(read_list("number\n1\n"), -1);
    ck_assert_int_eq(read_list("name\n\"A\n"), -1);
    ck_assert_int_eq(read_list("name\n\xFF\n"), -1);
}
END_TEST

TEST_MAIN("recipients")
{
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, forms);
    tcase_add_test(c, mistakes);
    tcase_add_test(c, nothing_left);
}
