/* The house's spellings; contradictions on texts made for them. */
#include <stdlib.h>
#include <string.h>

#include "book/contradictions.h"
#include "book/house.h"
#include "unit/suite.h"

static struct arena *arena;

static struct article *make(const char *file, int16_t year, const char *const *paragraphs)
{
    struct article *article = arena_alloc(arena, sizeof *article);
    article->meta.file = file;
    article->meta.lang = "vi";
    article->meta.date.year = year;
    article->root = doc_new(arena, DOC_ARTICLE, (struct srcpos){file, 1, 0});
    article->root->meta = &article->meta;
    uint32_t line = 1;
    for (; *paragraphs != NULL; paragraphs++, line++)
        doc_append(article->root, doc_new_text(arena, DOC_PARAGRAPH, (struct srcpos){file, line, 0}, *paragraphs,
                                               strlen(*paragraphs)));
    return article;
}

START_TEST(words_are_replaced)
{
    arena = arena_new();
    struct article *a =
        make("a.txt", 2021, (const char *const[]){"Nghệ sĩ và bác sĩ, không phải sĩnh. Sĩ quan ở càphê.", NULL});
    struct doc_node *p = a->root->first;
    text_add_span(arena, &p->text, (struct span){0, 9, SPAN_STRONG, NULL}); /* "Nghệ sĩ" */
    const char *end = strstr(p->text.s, "càphê");
    uint32_t at = (uint32_t)(end - p->text.s);
    text_add_span(arena, &p->text, (struct span){at, at + 7, SPAN_EMPHASIS, NULL});
    const struct house_word words[] = {{{NULL, 0, 0}, "sĩ", "sỹ"}, {{NULL, 0, 0}, "càphê", "cà phê"}};
    house_apply(arena, &a, 1, words, 2);
    ck_assert_str_eq(p->text.s, "Nghệ sỹ và bác sỹ, không phải sĩnh. Sỹ quan ở cà phê.");
    ck_assert_uint_eq(p->text.n, strlen(p->text.s));
    ck_assert_uint_eq(a->records.n_changed, 4);
    ck_assert_str_eq(a->records.changed[2].before, "Sĩ");
    ck_assert_str_eq(a->records.changed[2].after, "Sỹ");
    ck_assert_str_eq(a->records.changed[0].rule, "house");
    ck_assert_uint_eq(p->text.spans[0].end, strlen("Nghệ sỹ"));
    ck_assert_int_eq(strncmp(p->text.s + p->text.spans[1].start, "cà phê", 8), 0);
    ck_assert_uint_eq(p->text.spans[1].end - p->text.spans[1].start, strlen("cà phê"));
    ck_assert_ptr_null(doc_check(a->root, arena));
    arena_drop(arena);
}
END_TEST

/* Two articles with one paragraph each, and the rules found. */
static const struct {
    const char *one, *two, *rule; /* rule NULL: nothing to tell */
} cases[] = {
    {"Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao cách đây 28 năm.",
     "Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao năm 1992.", "year-differs"},
    {"Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao cách đây 29 năm.",
     "Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao năm 1992.", NULL},
    {"Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao cách đây gần 30 năm.",
     "Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao năm 1992.", NULL},
    {"Năm 2022, hai nước kỷ niệm 30 năm thiết lập quan hệ ngoại giao Việt Nam và Kazakhstan.",
     "Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao từ 29/6/1992.", NULL},
    {"Việt Nam và Lào thiết lập quan hệ ngoại giao năm 1962.",
     "Việt Nam và Kazakhstan thiết lập quan hệ ngoại giao năm 1992.", NULL},
    {"Kim ngạch song phương giữa Việt Nam và Lào năm 2020 đạt 1,5 tỷ USD.",
     "Kim ngạch song phương giữa Việt Nam và Lào năm 2020 đạt 900 triệu USD.", "number-differs"},
    {"Kim ngạch song phương giữa Việt Nam và Lào năm 2020 đạt 1,5 tỷ USD.",
     "Kim ngạch song phương giữa Việt Nam và Lào năm 2021 đạt 900 triệu USD.", NULL},
    {"Kim ngạch song phương giữa Việt Nam và Lào năm 2020 đạt 1,5 tỷ USD.",
     "Kim ngạch song phương giữa Việt Nam và Lào năm 2020 đạt khoảng 1.480 triệu USD.", NULL},
    {"Thủ đô Nur-Sultan về đêm.", "Mùa đông ở Astana rất dài.", "name-differs"},
    {"Thủ đô Nur-Sultan về đêm.", "Hãng Air Astana mở đường bay.", NULL},
    {"Lục địa Á – Âu.", "Học viện Á-Âu.", "name-differs"},
    {"Một tách càphê.", "Hai tách cà phê.", "name-differs"},
    {"Một nghệ sĩ già.", "Một nghệ sỹ trẻ.", "name-differs"},
    {"Nền hòa bình.", "Một thế giới hoà thuận.", "name-differs"},
    {"Mưa to.", "Gió lớn.", NULL},
};

/* Names of several words are shown whole, whichever way the dash stands. */
START_TEST(names_beside_a_dash_are_whole)
{
    arena = arena_new();
    struct article *articles[] = {
        make("a.txt", 2021, (const char *const[]){"Quan hệ Việt Nam – Kazakhstan tốt đẹp.", NULL}),
        make("b.txt", 2023, (const char *const[]){"Về quan hệ Việt Nam-Kazakhstan hiện nay.", NULL})};
    struct contradictions found;
    contradictions_find(articles, 2, arena, &found);
    ck_assert_uint_eq(found.n, 1);
    ck_assert_str_eq(found.items[0].places[0].value, "Việt Nam – Kazakhstan");
    ck_assert_str_eq(found.items[0].places[1].value, "Việt Nam-Kazakhstan");
    contradictions_free(&found);
    arena_drop(arena);
}
END_TEST

START_TEST(contradictions)
{
    arena = arena_new();
    struct article *articles[] = {make("a.txt", 2021, (const char *const[]){cases[_i].one, NULL}), NULL,
                                  make("b.txt", 2023, (const char *const[]){cases[_i].two, NULL})};
    struct contradictions found;
    contradictions_find(articles, 3, arena, &found);
    const char *rule = cases[_i].rule;
    ck_assert_msg(found.n == (rule != NULL), "%s: %zu found", cases[_i].one, found.n);
    if (rule != NULL) {
        ck_assert_str_eq(contradiction_rule_id(found.items[0].rule), rule);
        ck_assert_str_eq(found.items[0].places[0].file, "a.txt");
        ck_assert_str_eq(found.items[0].places[1].file, "b.txt");
        ck_assert_str_eq(found.items[0].places[1].text, cases[_i].two);
    }
    contradictions_free(&found);
    arena_drop(arena);
}
END_TEST

TEST_MAIN("house")
{
    tcase_add_test(c, words_are_replaced);
    tcase_add_test(c, names_beside_a_dash_are_whole);
    tcase_add_loop_test(c, contradictions, 0, sizeof cases / sizeof *cases);
}
