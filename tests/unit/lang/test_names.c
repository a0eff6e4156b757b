/* Names of people, places and bodies. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lang/lang.h"
#include "lang/names.h"
#include "unit/suite.h"

static const char *const listed[] = {"Sao Mai", "lúa nếp", NULL};

static const struct {
    const char *lang, *text, *names; /* names with kind: p person, l place, o body, ? other; "~" weak, "'" given */
} cases[] = {
    {"vi", "Theo bà Nguyễn Thị Tơ, chợ ở Bến Tre đông khách.", "pNguyễn Thị Tơ lBến Tre"},
    {"vi", "Mùa này Hà Nội mưa.", "lHà Nội"},
    {"vi", "Tại Nhật Bản, người Anh và người Nga đều uống trà.", "lNhật Bản lAnh lNga"},
    {"vi", "Anh về quê.", ""},
    {"vi", "Bà Nga cười.", "p'Nga"},
    {"vi", "Ông Phan Đức Lâm và chị Hà Nam Anh đến.", "pPhan Đức Lâm pHà Nam Anh"},
    {"vi", "Họ học tiếng Nga ở Đông Nam Á.", "lĐông Nam Á"},
    {"vi", "Hôm qua Bộ Giáo dục và Đào tạo họp với Bộ Ngoại giao.", "oBộ Giáo dục và Đào tạo oBộ Ngoại giao"},
    {"vi", "Chủ tịch Hội Nhà văn Việt Nam Trần Văn Bưởi nói.", "oHội Nhà văn Việt Nam pTrần Văn Bưởi"},
    {"vi", "Học viện Báo chí và Tuyên truyền mở lớp.", "oHọc viện Báo chí và Tuyên truyền"},
    {"vi", "Giá gạo, theo công ty xuất khẩu Gringo Rice, đã tăng.", "oGringo Rice"},
    {"vi", "Tổ chức Lương thực Thế giới (LTG) và khí tự nhiên (KTN).", "oTổ chức Lương thực Thế giới oLTG !KTN"},
    {"vi", "Tờ Harare Post đưa tin.", "oHarare Post"},
    {"vi", "Ảnh: Lê Văn Bắp", ""},
    {"vi", "Sáng thứ Hai, dịp Tết Nguyên đán, dịch COVID-19 đã lui.", ""},
    {"vi", "Chi tiết có ở Chương V; về Hà Nội, xem Phụ lục I và Phần X.", "lHà Nội"},
    {"vi", "Bên bờ sông Lam có phố Lê Lợi.", "lsông Lam lphố Lê Lợi"},
    {"vi", "HỘI NGHỊ VIỆT NAM VỚI CÁC NƯỚC BẠN", ""},
    {"vi", "I. Kết luận chung", ""},
    {"vi", "Họ hàng Sao Mai trồng lúa nếp.", "?Sao Mai ?lúa nếp"},
    {"vi", "Rồi Mỹ–Israel và châu Á. Dù vậy, họ đến.", "lMỹ lIsrael lchâu Á"},
    {"vi", "Bà hát “Юрту не продают никому сегодня”.", "?'~Юрту"},
    {"en", "When President Bolat Omarov met Dana, the Steppe Bank closed.", "pBolat Omarov ?'Dana oSteppe Bank"},
    {"en", "She speaks no Russian. On Monday she left Hoi An.", "lHoi An"},
    {"en", "Yesterday nobody came.", "?'~Yesterday"},
    {"ru", "Движение от Лесного до Полевого шоссе открыл губернатор Томской области Пётр Малинин.",
     "?'~Движение lЛесное шоссе lПолевое шоссе lТомская область pПётр Малинин"},
    {"ru", "На Большой степной автодороге (БСАД) тихо.", "?Большая степная автодорога ?БСАД"},
    {"ru", "В Москве и Москву.", "lМосква lМосква"},
    {"kk", "Ол Алматыда тұрады, Ханойға барды.", "lАлматы lХаной"},
};

static void describe(const struct name_hits *hits, struct buf *b)
{
    static const char letters[] = "?plo";
    for (size_t i = 0; i < hits->n; i++) {
        const struct name_hit *h = &hits->items[i];
        buf_printf(b, "%s%c%s%s%s", i > 0 ? " " : "", h->common ? '!' : letters[h->kind], h->given ? "'" : "",
                   h->weak && !h->common ? "~" : "", h->name);
    }
}

START_TEST(finds)
{
    struct arena *a = arena_new();
    struct name_hits hits = {NULL, 0, 0};
    struct buf b = BUF_INIT;
    struct text t = text_make(a, cases[_i].text, strlen(cases[_i].text));
    name_hits_find(a, &t, cases[_i].lang, name_list_make(a, listed), &hits);
    describe(&hits, &b);
    ck_assert_msg(strcmp(buf_str(&b), cases[_i].names) == 0, "%s\n  found  %s\n  wanted %s", cases[_i].text,
                  buf_str(&b), cases[_i].names);
    for (size_t i = 0; i < hits.n; i++) {
        ck_assert_uint_lt(hits.items[i].start, hits.items[i].end);
        ck_assert_uint_le(hits.items[i].end, t.n);
        ck_assert(i == 0 || hits.items[i - 1].end <= hits.items[i].start);
    }
    buf_free(&b);
    name_hits_free(&hits);
    arena_drop(a);
}
END_TEST

/* Words that were met before, in another text, say the same: every case twice with one marker's tokens. */
START_TEST(words_met_before)
{
    struct arena *a = arena_new();
    struct marker *m = marker_new(NULL);
    for (size_t k = 0; k < 2 * (sizeof cases / sizeof *cases); k++) {
        const char *words = cases[k / 2].text, *lang = cases[k / 2].lang;
        struct name_hits plain = {NULL, 0, 0}, known = {NULL, 0, 0};
        struct buf b = BUF_INIT, both = BUF_INIT;
        struct text t = text_make(a, words, strlen(words));
        name_hits_find(a, &t, lang, NULL, &plain);
        name_hits_find_known(a, &t, lang, marker_tokens(m, lang), &known);
        describe(&plain, &b);
        describe(&known, &both);
        ck_assert_str_eq(buf_str(&both), buf_str(&b));
        ck_assert_uint_eq(known.n, plain.n);
        for (size_t i = 0; i < plain.n; i++) {
            ck_assert_uint_eq(known.items[i].start, plain.items[i].start);
            ck_assert_uint_eq(known.items[i].end, plain.items[i].end);
            ck_assert_str_eq(known.items[i].key, plain.items[i].key);
        }
        buf_free(&b);
        buf_free(&both);
        name_hits_free(&plain);
        name_hits_free(&known);
    }
    marker_drop(m);
    arena_drop(a);
}
END_TEST

/* The number of a note, before a sign or behind it, is no part of the words around it. */
START_TEST(numbers_of_notes_stand_outside)
{
    static const char *const texts[] = {"Họ từ Hà Nội tới Nha Trang,1 rồi vào Cần Thơ.",
                                        "Họ từ Hà Nội tới Nha Trang1, rồi vào Cần Thơ.",
                                        "Họ từ Hà Nội tới Nha Trang 1 rồi vào Cần Thơ."};
    struct arena *a = arena_new();
    struct name_hits hits = {NULL, 0, 0};
    struct buf b = BUF_INIT;
    struct text t = text_make(a, texts[_i], strlen(texts[_i]));
    uint32_t at = (uint32_t)(strchr(texts[_i], '1') - texts[_i]);
    text_add_span(a, &t, (struct span){at, at + 1, SPAN_NOTE, "n1"});
    name_hits_find(a, &t, "vi", NULL, &hits);
    describe(&hits, &b);
    ck_assert_str_eq(buf_str(&b), "lHà Nội lNha Trang lCần Thơ");
    ck_assert_uint_eq(hits.items[1].end, (uint32_t)(strstr(texts[_i], "Trang") - texts[_i]) + 5);
    name_hits_free(&hits);
    buf_free(&b);
    arena_drop(a);
}
END_TEST

START_TEST(forms_of_one_name)
{
    static const char *const same[][3] = {
        {"vi", "Khánh Hoà", "Khánh Hòa"}, {"ru", "Токаева", "Токаев"}, {"ru", "Марата Есенова", "Марат Есенов"},
        {"ru", "Россией", "Россия"},      {"vi", "Á – Âu", "Á - Âu"},  {"kk", "Алматыда", "Алматы"}};
    static const char *const other[][3] = {
        {"ru", "Токаев", "Токин"}, {"vi", "Hà Nam", "Hà Nắm"}, {"en", "Dana", "Dan"}};
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        ck_assert_str_eq(names_key(a, same[i][1], same[i][0]), names_key(a, same[i][2], same[i][0]));
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        ck_assert_str_ne(names_key(a, other[i][1], other[i][0]), names_key(a, other[i][2], other[i][0]));
    arena_drop(a);
}
END_TEST

START_TEST(verbs_of_speech)
{
    ck_assert_uint_eq(names_speech_at("nhấn mạnh rằng", 19, "vi"), strlen("nhấn mạnh"));
    ck_assert_uint_eq(names_speech_at("said on", 7, "en"), 4);
    ck_assert_uint_eq(names_speech_at("xanh", 4, "vi"), 0);
}
END_TEST

TEST_MAIN("names")
{
    tcase_add_loop_test(c, finds, 0, sizeof cases / sizeof *cases);
    tcase_add_test(c, words_met_before);
    tcase_add_test(c, forms_of_one_name);
    tcase_add_loop_test(c, numbers_of_notes_stand_outside, 0, 3);
    tcase_add_test(c, verbs_of_speech);
}
