/* Ties as no-wrap groups, and words that pages begin with. */
#include <string.h>

#include "epub/ties.h"
#include "unit/suite.h"

static struct arena *a;

static void setup(void)
{
    a = arena_new();
}

static void teardown(void)
{
    arena_drop(a);
}

/* The groups as "[Tô Lâm] …": '{' for one with a marker. */
static const char *show_part(const struct text_part *part, const struct page_start *starts, size_t n)
{
    const struct text *t = part->t;
    struct tie_group *g;
    size_t count = ties_group(a, part, starts, n, &g);
    const char *out = "";
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_le(g[i].start, g[i].end);
        ck_assert(i == 0 || g[i - 1].end <= g[i].start);
        out = arena_printf(a, "%s%c%.*s]", out, g[i].marker >= 0 ? '{' : '[', (int)(g[i].end - g[i].start),
                           t->s + g[i].start);
    }
    return out;
}

static const char *show(const struct text *t, const struct page_start *starts, size_t n)
{
    return show_part(&(struct text_part){t, 0, t->n}, starts, n);
}

static struct text tied(const char *s, const char *const *ties, size_t n, const char *strength)
{
    struct text t = text_make(a, s, strlen(s));
    for (size_t i = 0; i < n; i++) {
        const char *at = strstr(s, ties[i]);
        uint32_t start = (uint32_t)(at - s);
        text_add_span(a, &t, (struct span){start, start + (uint32_t)strlen(ties[i]), SPAN_TIE, strength});
    }
    return t;
}

static struct page_start at(const struct text *t, const char *word)
{
    return (struct page_start){1, (uint32_t)(strstr(t->s, word) - t->s), 0, "1"};
}

static const struct {
    const char *text, *ties[3];
    size_t n;
    const char *groups;
} cases[] = {
    {"ông Tô Lâm nói", {"Tô Lâm"}, 1, "[Tô Lâm]"},
    {"thành phố Hồ Chí Minh", {"Hồ Chí Minh"}, 1, "[Hồ Chí Minh]"},
    {"bà Nguyễn Phương Nga nói", {"Nguyễn Phương Nga"}, 1, "[Phương Nga]"},
    {"Baizanov Erlan nói", {"Baizanov Erlan"}, 1, "[Baizanov Erlan]"},
    {"dịch COVID-19 qua", {"COVID-19"}, 1, "[COVID-19]"},
    {"từ Kazakhstan", {"Kazakhstan"}, 1, ""},
    {"hơn 70 năm nay", {" "}, 1, "[hơn 70]"},
    {"số 15 tháng 12 này", {"15 tháng", "tháng 12"}, 2, "[15 tháng 12]"},
    {"Đại sứ Tô Văn Lâm", {"sứ Tô Văn", "Tô Văn Lâm"}, 2, "[sứ Tô Văn]"},
};

START_TEST(groups)
{
    struct text t = tied(cases[_i].text, cases[_i].ties, cases[_i].n, NULL);
    ck_assert_str_eq(show(&t, NULL, 0), cases[_i].groups);
}
END_TEST

START_TEST(firm_tie_wins)
{
    const char *loose[] = {"khoảng 28"};
    struct text t = tied("vào khoảng 28 năm", loose, 1, NULL);
    const char *s = strstr(t.s, "28 năm");
    uint32_t from = (uint32_t)(s - t.s);
    text_add_span(a, &t, (struct span){from, from + (uint32_t)strlen("28 năm"), SPAN_TIE, "!"});
    ck_assert_str_eq(show(&t, NULL, 0), "[28 năm]");
}
END_TEST

START_TEST(marker_inside_a_paragraph)
{
    struct text t = text_make(a, "có hạn ngạch", strlen("có hạn ngạch"));
    struct page_start s = at(&t, "hạn");
    ck_assert_str_eq(show(&t, &s, 1), "{hạn]");
}
END_TEST

START_TEST(marker_at_a_tie)
{
    const char *ties[] = {"Tô Lâm"};
    struct text t = tied("ông Tô Lâm nói", ties, 1, NULL);
    struct page_start s = at(&t, "Tô");
    ck_assert_str_eq(show(&t, &s, 1), "{Tô Lâm]");
    s = at(&t, "Lâm");
    ck_assert_str_eq(show(&t, &s, 1), "{Lâm]");
    s = at(&t, " nói"); /* points at the space: the word behind it is meant */
    ck_assert_str_eq(show(&t, &s, 1), "[Tô Lâm]{nói]");
}
END_TEST

START_TEST(marker_divides_a_long_tie)
{
    const char *ties[] = {"Hồ Chí Minh"};
    struct text t = tied("Hồ Chí Minh", ties, 1, NULL);
    struct page_start s[] = {at(&t, "Minh")};
    ck_assert_str_eq(show(&t, s, 1), "[Hồ Chí]{Minh]");
}
END_TEST

START_TEST(long_words_are_held_in_part)
{
    struct text t = text_make(a, "xem https://example.org/rat-dai", strlen("xem https://example.org/rat-dai"));
    struct page_start s[] = {at(&t, "https"), at(&t, "example")};
    ck_assert_str_eq(show(&t, s, 1), "{https://exam]");
    ck_assert_str_eq(show(&t, s, 2), "{https://]{example.org/]");
    struct page_start beyond = {1, 9999, 0, "1"};
    ck_assert_str_eq(show(&t, &beyond, 1), "{]");
}
END_TEST

START_TEST(two_pages_at_one_word)
{
    struct text t = text_make(a, "mot hai", 7);
    struct page_start s[] = {at(&t, "hai"), at(&t, "hai")};
    ck_assert_str_eq(show(&t, s, 2), "{]{hai]");
}
END_TEST

/* Of a divided leaf each part has the groups that lie in it or reach into it. */
START_TEST(a_part_has_its_own_groups)
{
    const char *ties[] = {"Tô Lâm", "Lê An", "Võ Bé"};
    struct text t = tied("ông Tô Lâm, bà Lê An và ông Võ Bé", ties, 3, NULL);
    uint32_t second = (uint32_t)(strstr(t.s, "bà") - t.s), third = (uint32_t)(strstr(t.s, "ông Võ") - t.s);
    ck_assert_str_eq(show_part(&(struct text_part){&t, 0, second}, NULL, 0), "[Tô Lâm]");
    ck_assert_str_eq(show_part(&(struct text_part){&t, second, third}, NULL, 0), "[Lê An]");
    ck_assert_str_eq(show_part(&(struct text_part){&t, third, t.n}, NULL, 0), "[Võ Bé]");
    ck_assert_str_eq(show_part(&(struct text_part){&t, second + 6, t.n}, NULL, 0), "[Lê An][Võ Bé]");
    ck_assert_str_eq(show_part(&(struct text_part){&t, t.n, t.n}, NULL, 0), "");
}
END_TEST

TEST_MAIN("ties")
{
    tcase_add_test(c, a_part_has_its_own_groups);
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, groups, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(c, firm_tie_wins);
    tcase_add_test(c, marker_inside_a_paragraph);
    tcase_add_test(c, marker_at_a_tie);
    tcase_add_test(c, marker_divides_a_long_tie);
    tcase_add_test(c, long_words_are_held_in_part);
    tcase_add_test(c, two_pages_at_one_word);
}
