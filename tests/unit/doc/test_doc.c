/* doc/: links, walking, checking, dumping, dates. */
#include <string.h>

#include "doc/doc.h"
#include "unit/suite.h"

static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
}

static void tear_down(void)
{
    arena_drop(arena);
}

static struct doc_node *leaf(enum doc_kind kind, const char *s)
{
    return doc_new_text(arena, kind, (struct srcpos){"a.txt", 3, 0}, s, strlen(s));
}

static struct doc_node *sample(void)
{
    struct doc_node *root = doc_new(arena, DOC_ARTICLE, (struct srcpos){"a.txt", 1, 0});
    struct doc_node *list = doc_new(arena, DOC_LIST, root->pos), *item = doc_new(arena, DOC_ITEM, root->pos);
    doc_append(root, leaf(DOC_PARAGRAPH, "Một"));
    doc_append(item, leaf(DOC_PARAGRAPH, "Hai"));
    doc_append(list, item);
    doc_append(root, list);
    doc_append(root, leaf(DOC_HEADING, "Ba"));
    return root;
}

START_TEST(walks_in_reading_order)
{
    struct doc_node *root = sample();
    struct buf seen = BUF_INIT;
    for (struct doc_node *n = root; n != NULL; n = doc_next(root, n))
        buf_puts(&seen, n->text.s);
    ck_assert_str_eq(buf_str(&seen), "MộtHaiBa");
    buf_free(&seen);
    ck_assert_uint_eq(doc_number_nodes(root), 6);
    ck_assert_uint_eq(root->last->seq, 6);
    ck_assert_ptr_eq(doc_skip(root, root->first->next), root->last);
}
END_TEST

START_TEST(links_stay_whole)
{
    struct doc_node *root = sample(), *moved = root->first;
    doc_unlink(moved);
    doc_insert_after(root->last, moved);
    ck_assert_ptr_eq(root->last, moved);
    ck_assert_ptr_null(doc_check(root, arena));
    ck_assert_ptr_eq(doc_child(root, DOC_HEADING), moved->prev);
}
END_TEST

START_TEST(checker_finds_wrong_trees)
{
    struct doc_node *root = sample();
    ck_assert_ptr_null(doc_check(root, arena));
    doc_append(root, leaf(DOC_CAPTION, "x"));
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "caption may not stand here in article"));
    doc_unlink(root->last);
    doc_append(root, doc_new(arena, DOC_LIST, root->pos));
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "list lacks a child"));
    doc_unlink(root->last);
    root->first->next->prev = NULL;
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "node before"));
}
END_TEST

/* A record holds its picture, label, title, subtitle, blocks, fields, small print and address in this order. */
START_TEST(checker_finds_wrong_records)
{
    static const enum doc_kind good[] = {DOC_LABEL, DOC_TITLE, DOC_SUBTITLE, DOC_PARAGRAPH,
                                         DOC_META,  DOC_META,  DOC_URL};
    static const struct {
        enum doc_kind kinds[3];
        const char *why;
    } wrong[] = {
        {{DOC_TITLE, DOC_LABEL}, "label may not stand here in record"},
        {{DOC_LABEL, DOC_LABEL}, "label may not stand here in record"},
        {{DOC_META, DOC_PARAGRAPH}, "paragraph may not stand here in record"},
        {{DOC_URL, DOC_URL}, "url may not stand here in record"},
        {{DOC_TITLE, DOC_CAPTION}, "caption may not stand here in record"},
    };
    struct doc_node *root = doc_new(arena, DOC_ARTICLE, DIAG_NOWHERE),
                    *records = doc_new(arena, DOC_RECORDS, DIAG_NOWHERE);
    doc_append(root, records);
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "records lacks a child"));
    struct doc_node *record = doc_new(arena, DOC_RECORD, DIAG_NOWHERE);
    doc_append(records, record);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        doc_append(record, leaf(good[i], "x"));
    ck_assert_ptr_null(doc_check(root, arena));
    doc_append(records, leaf(DOC_PARAGRAPH, "x"));
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "paragraph may not stand here in records"));
    doc_unlink(records->last);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        while (record->first != NULL)
            doc_unlink(record->first);
        for (size_t k = 0; k < 3 && wrong[i].kinds[k] != 0; k++)
            doc_append(record, leaf(wrong[i].kinds[k], "x"));
        const char *why = doc_check(root, arena);
        ck_assert_msg(why != NULL && strstr(why, wrong[i].why) != NULL, "%zu: %s", i, why != NULL ? why : "accepted");
    }
}
END_TEST

START_TEST(checker_finds_wrong_spans)
{
    struct doc_node *root = doc_new(arena, DOC_ARTICLE, DIAG_NOWHERE), *p = leaf(DOC_PARAGRAPH, "Một hai");
    doc_append(root, p);
    text_add_span(arena, &p->text, (struct span){0, 5, SPAN_STRONG, NULL});
    text_add_span(arena, &p->text, (struct span){0, 9, SPAN_LINK, "#x"});
    ck_assert_ptr_null(doc_check(root, arena));
    ck_assert_int_eq(p->text.spans[0].kind, SPAN_LINK);
    text_add_span(arena, &p->text, (struct span){3, 9, SPAN_TIE, NULL});
    ck_assert_ptr_nonnull(strstr(doc_check(root, arena), "not whole"));
    p->text.n_spans = 2;
    text_add_span(arena, &p->text, (struct span){4, 8, SPAN_EMPHASIS, NULL});
    ck_assert_ptr_nonnull(doc_check(root, arena));
}
END_TEST

START_TEST(dump_shows_everything)
{
    struct doc_node *root = doc_new(arena, DOC_ARTICLE, (struct srcpos){"a.txt", 1, 0});
    struct doc_node *h = leaf(DOC_HEADING, "Một \"hai\"");
    h->level = 2;
    h->id = "x-s1";
    text_add_span(arena, &h->text, (struct span){0, 5, SPAN_LINK, "#x"});
    doc_append(root, h);
    struct buf out = BUF_INIT;
    doc_dump(root, &out);
    ck_assert_str_eq(buf_str(&out), "article line=1\n"
                                    "  heading 2 #x-s1 line=3 \"Một \\\"hai\\\"\"\n"
                                    "    link 0-5 #x\n");
    buf_free(&out);
}
END_TEST

static const struct {
    const char *in, *out; /* out NULL: no date */
} dates[] = {
    {"2021-11-29T14:00+07:00", "2021-11-29T14:00+07:00"},
    {"2021-11-29T14:00:09.123Z", "2021-11-29T14:00Z"},
    {"2021-11-29 14:00", "2021-11-29T14:00"},
    {"2021-11", "2021-11"},
    {"2024-02-29", "2024-02-29"},
    {"2023-02-29", NULL},
    {"29/11/2021", NULL},
    {"2021-13", NULL},
    {"2021-11-29T25:00", NULL},
    {"2021-11-29T14:00+0630", "2021-11-29T14:00+06:30"},
};

START_TEST(dates_are_read_and_written)
{
    struct doc_date date;
    char iso[32];
    bool ok = doc_date_parse(dates[_i].in, &date);
    ck_assert_int_eq(ok, dates[_i].out != NULL);
    if (!ok)
        return;
    doc_date_iso(&date, iso);
    ck_assert_str_eq(iso, dates[_i].out);
}
END_TEST

START_TEST(dates_compare)
{
    struct doc_date a, b;
    doc_date_parse("2021-11-29", &a);
    doc_date_parse("2021-11-29T00:10", &b);
    ck_assert_int_lt(doc_date_compare(&a, &b), 0);
    ck_assert_int_eq(doc_date_compare(&b, &b), 0);
}
END_TEST

TEST_MAIN("doc")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, walks_in_reading_order);
    tcase_add_test(c, links_stay_whole);
    tcase_add_test(c, checker_finds_wrong_trees);
    tcase_add_test(c, checker_finds_wrong_records);
    tcase_add_test(c, checker_finds_wrong_spans);
    tcase_add_test(c, dump_shows_everything);
    tcase_add_loop_test(c, dates_are_read_and_written, 0, (int)(sizeof dates / sizeof *dates));
    tcase_add_test(c, dates_compare);
}
