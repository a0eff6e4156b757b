/* Words of two syllables are tied in titles, weakly, and nothing else is. */
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "lang/compounds.h"
#include "lang/data.h"
#include "unit/suite.h"

static const struct {
    const char *lang, *text, *tied; /* with bars between */
} cases[] = {
    {"vi", "Giá vàng giảm, vẫn cao hơn thế giới gần 20 triệu đồng", "thế giới"},
    {"vi", "Chính sách của THẾ GIỚI", "Chính sách|THẾ GIỚI"},
    {"vi-VN", "toàn bộ", "toàn bộ"},
    {"vi", "an toàn bộ máy", "an toàn|bộ máy"}, /* not "toàn bộ" */
    {"vi", "ở thế, giới", ""},                  /* a comma between */
    {"vi", "thế  giới thế-giới thế\ngiới thếgiới", ""},
    {"vi", "thế", ""},
    {"vi", "thế ", ""},
    {"vi", " ", ""},
    {"vi", "", ""},
    {"vi", "tiền tiền tiền tiền tiền tiền tiền tiền tiền tiền", ""},
    {"vi", "nghiêngnghiêngnghiêngnghiêngnghiêng nghiêngnghiêngnghiêngnghiêngnghiêng", ""},
    {"en", "thế giới", ""},
    {"fr", "thế giới", ""},
};

START_TEST(ties_listed_words)
{
    struct arena *a = arena_new();
    struct text t = text_make(a, cases[_i].text, strlen(cases[_i].text));
    const char *tied = "";
    compounds_tie(a, &t, cases[_i].lang);
    for (uint32_t i = 0; i < t.n_spans; i++) {
        const struct span *s = &t.spans[i];
        ck_assert_int_eq(s->kind, SPAN_TIE);
        ck_assert_str_eq(s->value, "~");
        tied = arena_printf(a, "%s%s%.*s", tied, i > 0 ? "|" : "", (int)(s->end - s->start), t.s + s->start);
    }
    ck_assert_str_eq(tied, cases[_i].tied);
    arena_drop(a);
}
END_TEST

/* Each word of the list, in whatever case. */
START_TEST(ties_all_listed_words)
{
    struct arena *a = arena_new();
    struct data_list list = data_lookup("vi", "compounds.words");
    ck_assert_uint_gt(list.n, 100);
    for (size_t i = 0; i < list.n; i++)
        for (int form = 0; form < 3; form++) {
            char s[128];
            size_t used = 0, n = strlen(list.items[i]);
            for (size_t k = 0; k < n;) {
                bool upper = form == 2 || (form == 1 && k == 0);
                uint32_t cp = utf8_next(list.items[i], n, &k);
                used += utf8_put(s + used, upper ? utf8_upper(cp) : cp);
            }
            struct text t = text_make(a, s, used);
            compounds_tie(a, &t, "vi");
            ck_assert_msg(t.n_spans == 1 && t.spans[0].start == 0 && t.spans[0].end == used, "%.*s", (int)used, s);
        }
    arena_drop(a);
}
END_TEST

TEST_MAIN("compounds")
{
    tcase_add_test(c, ties_all_listed_words);
    tcase_add_loop_test(c, ties_listed_words, 0, sizeof cases / sizeof *cases);
}
