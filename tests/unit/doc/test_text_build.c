/* doc/text_build.c: white space, nesting of spans, NFC. */
#include <string.h>

#include "base/utf8.h"
#include "doc/text_build.h"
#include "unit/suite.h"

static struct arena *arena;
static struct text_builder *b;

static void set_up(void)
{
    arena = arena_new();
    b = text_builder_new();
}

static void tear_down(void)
{
    text_builder_drop(b);
    arena_drop(arena);
}

static void put(const char *s)
{
    text_put(b, s, strlen(s));
}

START_TEST(white_space_is_folded)
{
    put("  Một \t\n hai");
    put(" ");
    put("\xC2\xA0 ba");
    text_break(b);
    put("  bốn  ");
    text_break(b);
    struct text t = text_finish(b, arena);
    ck_assert_str_eq(t.s, "Một hai ba\nbốn");
    ck_assert_uint_eq(t.n, strlen(t.s));
}
END_TEST

/* Tidy texts need no look, but where they meet others the rules for spaces and NFC are the same. */
START_TEST(tidy_texts_meet_others)
{
    static const char tidy[] = " một dòng chữ đủ dài để được xem là gọn gàng ";
    ck_assert(utf8_is_tidy(tidy, strlen(tidy)));
    text_put_tidy(b, tidy, strlen(tidy));
    put(" ");
    text_put_tidy(b, tidy, strlen(tidy));
    text_put_tidy(b, " ", 1);
    put("e\xCC\x81");
    struct text t = text_finish(b, arena);
    ck_assert_str_eq(
        t.s, "một dòng chữ đủ dài để được xem là gọn gàng một dòng chữ đủ dài để được xem là gọn gàng \xC3\xA9");
}
END_TEST

START_TEST(spans_are_tight_and_sorted)
{
    put("a ");
    text_begin(b, SPAN_STRONG, NULL);
    text_begin(b, SPAN_LINK, "https://x.example/");
    put("b ");
    text_end(b, SPAN_LINK);
    text_end(b, SPAN_STRONG);
    put("c");
    text_begin(b, SPAN_EMPHASIS, NULL);
    put("  ");
    text_end(b, SPAN_EMPHASIS);
    struct text t = text_finish(b, arena);
    ck_assert_str_eq(t.s, "a b c");
    ck_assert_uint_eq(t.n_spans, 2);
    ck_assert_int_eq(t.spans[0].kind, SPAN_STRONG);
    ck_assert_str_eq(t.spans[1].value, "https://x.example/");
    ck_assert_uint_eq(t.spans[1].start, 2);
    ck_assert_uint_eq(t.spans[1].end, 3);
}
END_TEST

START_TEST(crossing_marks_are_cut)
{
    struct doc_node *p = doc_new(arena, DOC_PARAGRAPH, DIAG_NOWHERE);
    text_begin(b, SPAN_STRONG, NULL);
    put("one ");
    text_begin(b, SPAN_EMPHASIS, NULL);
    put("two ");
    text_end(b, SPAN_STRONG);
    put("three");
    text_end(b, SPAN_EMPHASIS);
    p->text = text_finish(b, arena);
    ck_assert_uint_eq(p->text.n_spans, 3);
    ck_assert_ptr_null(doc_check(p, arena));
}
END_TEST

START_TEST(composition_moves_spans)
{
    put("Vie");
    put("\xCC\xA3\xCC\x82t ");
    text_begin(b, SPAN_STRONG, NULL);
    put("Nam");
    struct text t = text_finish(b, arena);
    ck_assert_str_eq(t.s, "Việt Nam");
    ck_assert_uint_eq(t.n_spans, 1);
    ck_assert_str_eq(t.s + t.spans[0].start, "Nam");
    ck_assert_uint_eq(t.spans[0].end, t.n);
}
END_TEST

START_TEST(a_builder_can_be_used_again)
{
    put("x");
    text_begin(b, SPAN_CODE, NULL);
    ck_assert_uint_eq(text_finish(b, arena).n, 1);
    struct text t = text_finish(b, arena);
    ck_assert_uint_eq(t.n, 0);
    ck_assert_str_eq(t.s, "");
}
END_TEST

TEST_MAIN("text_build")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, white_space_is_folded);
    tcase_add_test(c, tidy_texts_meet_others);
    tcase_add_test(c, spans_are_tight_and_sorted);
    tcase_add_test(c, crossing_marks_are_cut);
    tcase_add_test(c, composition_moves_spans);
    tcase_add_test(c, a_builder_can_be_used_again);
}
