/* Ties, shown in the text itself: "_" for a soft tie, "=" inside a name, "^" for a weak one, "~" for a hard one. */
#include <stdlib.h>
#include <string.h>

#include "lang/lang.h"
#include "unit/suite.h"

static const struct {
    const char *lang, *tied;
} cases[] = {
    {"vi", "khoảng 1,5~tỷ~USD trong 30~năm qua"},
    {"vi", "xuống mức 183,8~triệu~đồng/lượng ở^chiều bán"},
    {"vi", "tăng 15–20~% so với năm_2021 người ta"},
    {"vi", "từ 15~–~20~% trở lên"},
    {"vi", "ngày_29~tháng~11^năm_2021, hai nước"},
    {"vi", "theo Nghị_quyết_84/NQ-CP ngày_29/5/2020 của Chính phủ"},
    {"vi", "Căn cứ Nghị_định_số_86/2002/NĐ-CP của Chính phủ"},
    {"vi", "quan hệ Việt=Nam~– Kazakhstan được nuôi dưỡng"},
    {"vi", "Theo Đại_sứ_Kazakhstan tại Việt=Nam^Baizanov=Erlan, mối quan hệ"},
    {"vi", "Chủ tịch Liên hiệp các tổ chức hữu nghị Việt=Nam^Nguyễn=Phương=Nga trông đợi"},
    {"vi", "Ông=Phạm=Minh=Sơn, Giám đốc Học viện Báo chí"},
    {"vi", "Chủ_tịch_Quốc_hội_Vương=Đình=Huệ chúc mừng"},
    {"vi", "đến thành_phố_Hồ=Chí=Minh và TP=HCM"},
    {"vi", "xem Chương_II, trang_8^và Điều_5."},
    {"vi", "đến từ Việt=Nam. Theo Hà=Nội, \"Tô=Lâm\" nói với báo chí"},
    {"vi", "lãnh đạo hai nước. Mối quan hệ ấy"},
    {"vi", "theo GS.TS._Trần=Văn=A và TP._Hà=Nội ở^nước ta"},
    {"vi", "sang Trung=Á. Khi đó tỷ lệ 1/2.000 năm_2014"},
    {"vi", "HỘI NGHỊ CẤP CAO VIỆT NAM TẠI HÀ NỘI"},
    {"vi", "–_Xin chào"},
    {"vi", "hãng_Air=Astana mở thêm 12^đường bay, đứng thứ_9^về diện tích"},
    {"en", "on 29~November_2021 the price rose 5~million~tonnes"},
    {"en", "On November~29, 2021, Mr._Smith met President_Tokayev"},
    {"en", "I_saw a_ship and 12^sailors"},
    {"en", "The meeting of World=Athletics in New=York"},
    {"ru", "МОСКВА, 29~июня_2020 прошло в_районе 5~млн~руб. за 2019~г."},
    {"ru", "президент_К.=К.=Токаев и_он"},
    {"kk", "2021~жылғы 29~қараша күні Қасым-Жомарт=Тоқаев"},
};

/* Where ties lie over each other the stronger one shows. */
static char mark_of(const struct span *s, char before)
{
    static const char marks[] = " ^_=~";
    char mark = s->value == NULL ? '_' : s->value[0] == '!' ? '~' : s->value[0] == '~' ? '^' : '=';
    return strchr(marks, mark) > strchr(marks, before) ? mark : before;
}

static char *show(const struct text *t)
{
    char *s = strdup(t->s);
    for (size_t i = 0; i < t->n_spans; i++)
        for (size_t k = t->spans[i].start; k < t->spans[i].end; k++)
            if (t->s[k] == ' ')
                s[k] = mark_of(&t->spans[i], s[k]);
    return s;
}

START_TEST(ties)
{
    struct arena *a = arena_new();
    char *plain = strdup(cases[_i].tied);
    for (char *p = plain; *p; p++)
        if (strchr("^_=~", *p) != NULL)
            *p = ' ';
    struct text t = text_make(a, plain, strlen(plain));
    ties_mark(a, &t, cases[_i].lang, NULL);
    char *shown = show(&t);
    ck_assert_str_eq(shown, cases[_i].tied);
    struct doc_node *leaf = doc_new(a, DOC_PARAGRAPH, DIAG_NOWHERE);
    leaf->text = t;
    ck_assert_ptr_null(doc_check(leaf, a));
    free(shown);
    free(plain);
    arena_drop(a);
}
END_TEST

START_TEST(ties_listed_names)
{
    static const char *const names[] = {"đường sắt Lào Cai", "x", NULL};
    struct arena *a = arena_new();
    struct text t = text_make(a, "tuyến đường sắt Lào Cai mới", strlen("tuyến đường sắt Lào Cai mới"));
    ties_mark(a, &t, "vi", names);
    char *shown = show(&t);
    ck_assert_str_eq(shown, "tuyến đường=sắt=Lào=Cai mới");
    free(shown);
    arena_drop(a);
}
END_TEST

/* Ties may lie over spans that are there, and leave them as they are. */
START_TEST(keeps_other_spans)
{
    struct arena *a = arena_new();
    struct text t = text_make(a, "ông Tô Lâm nói", strlen("ông Tô Lâm nói"));
    text_add_span(a, &t, (struct span){0, 8, SPAN_STRONG, NULL});
    ties_mark(a, &t, "vi", NULL);
    ck_assert_uint_eq(t.n_spans, 3);
    ck_assert_int_eq(t.spans[0].kind, SPAN_TIE);
    ck_assert_int_eq(t.spans[1].kind, SPAN_STRONG);
    ck_assert_int_eq(t.spans[2].kind, SPAN_TIE);
    arena_drop(a);
}
END_TEST

/* Dictionary order: each list is sorted. */
static const char *const sorted_vi[] = {
    "1 tháng 9", "2 tháng 9", "10 tháng 3", "a",      "A",   "ác",   "ách", "An Giang", "ang",         "anh",
    "ăn",        "ba",        "bà",         "Bà",     "bả",  "bã",   "bá",  "bạ",       "bản",         "bản đồ",
    "bán",       "bán buôn",  "băng",       "bâng",   "cha", "chan", "da",  "đa",       "Đà Nẵng",     "Đắk Lắk",
    "e",         "ê",         "hai",        "hài",    "hải", "hãi",  "hái", "hại",      "Hồ Chí Minh", "hơn",
    "o",         "ô",         "ơ",          "Tô Lâm", "u",   "ư",    "y",   "ỷ",        "Астана"};

START_TEST(sorts_vietnamese)
{
    size_t n = sizeof sorted_vi / sizeof *sorted_vi;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int order = collate_compare("vi", sorted_vi[i], sorted_vi[k]);
            ck_assert_msg((order < 0) == (i < k) && (order > 0) == (i > k), "%s and %s: %d", sorted_vi[i], sorted_vi[k],
                          order);
        }
}
END_TEST

START_TEST(sorts_others)
{
    ck_assert_int_lt(collate_compare("kk", "ақ", "әк"), 0);
    ck_assert_int_lt(collate_compare("kk", "Қазан", "Лондон"), 0);
    ck_assert_int_lt(collate_compare("ru", "ель", "ёлка"), 0);
    ck_assert_int_lt(collate_compare("en", "Écu", "edge"), 0);
    ck_assert_int_eq(collate_compare("vi", "", ""), 0);
}
END_TEST

TEST_MAIN("ties")
{
    tcase_add_loop_test(c, ties, 0, sizeof cases / sizeof *cases);
    tcase_add_test(c, ties_listed_names);
    tcase_add_test(c, keeps_other_spans);
    tcase_add_test(c, sorts_vietnamese);
    tcase_add_test(c, sorts_others);
}
