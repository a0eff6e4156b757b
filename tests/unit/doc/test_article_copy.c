/* doc/article_copy.c, and arenas that take over others: a copy is whole when the original is gone. */
#include <stdlib.h>
#include <string.h>

#include "doc/article_copy.h"
#include "unit/suite.h"

/* An article with a list in a list, spans, fields and a record; every string lies in the arena. */
static struct article *sample(struct arena *a)
{
    struct article *article = arena_alloc(a, sizeof *article);
    struct srcpos pos = {arena_strdup(a, "tin.md"), 3, 1};
    article->meta.id = arena_strdup(a, "tin");
    article->meta.file = pos.file;
    article->meta.title = text_make(a, "Tin vắn", strlen("Tin vắn"));
    article->root = doc_new(a, DOC_ARTICLE, pos);
    article->root->meta = &article->meta;
    struct doc_node *list = doc_new(a, DOC_LIST, pos), *item = doc_new(a, DOC_ITEM, pos);
    struct doc_node *p = doc_new_text(a, DOC_PARAGRAPH, pos, "Hai bên gặp lại.", strlen("Hai bên gặp lại."));
    text_add_span(a, &p->text, (struct span){0, 3, SPAN_LINK, arena_strdup(a, "https://example.vn/")});
    doc_append(article->root, list);
    doc_append(list, item);
    doc_append(item, p);
    doc_append(item, doc_new(a, DOC_RULE, pos));
    doc_append(article->root, doc_new_text(a, DOC_HEADING, pos, "Hết", strlen("Hết")));
    article->records.dropped = arena_calloc(a, 1, sizeof(struct record));
    article->records.dropped[0] = (struct record){arena_strdup(a, "rule"), 7, arena_strdup(a, "Xem thêm")};
    article->records.n_dropped = 1;
    return article;
}

static char *dump_of(const struct doc_node *root)
{
    struct buf b = BUF_INIT;
    doc_dump(root, &b);
    return buf_str(&b);
}

START_TEST(a_copy_needs_nothing_of_the_original)
{
    struct arena *first = arena_new(), *second = arena_new();
    struct article *from = sample(first), to;
    char *before = dump_of(from->root);
    article_copy(second, from, true, &to);
    arena_drop(first); /* under the address sanitizer a pointer into it would end the test */
    char *after = dump_of(to.root);
    ck_assert_str_eq(before, after);
    ck_assert_ptr_null(doc_check(to.root, second));
    ck_assert_ptr_eq(to.root->meta, &to.meta);
    ck_assert_str_eq(to.meta.title.s, "Tin vắn");
    ck_assert_str_eq(to.root->first->pos.file, "tin.md");
    ck_assert_str_eq(to.root->first->first->first->text.spans[0].value, "https://example.vn/");
    ck_assert_uint_eq(to.records.n_dropped, 1);
    ck_assert_str_eq(to.records.dropped[0].text, "Xem thêm");
    free(before);
    free(after);
    arena_drop(second);
}
END_TEST

START_TEST(records_are_left_out_on_request)
{
    struct arena *a = arena_new();
    struct article to;
    article_copy(a, sample(a), false, &to);
    ck_assert_uint_eq(to.records.n_dropped, 0);
    ck_assert_ptr_null(to.records.dropped);
    arena_drop(a);
}
END_TEST

START_TEST(an_arena_takes_over_another)
{
    struct arena *a = arena_new(), *b = arena_new();
    char *mine = _i == 0 ? arena_strdup(a, "của tôi") : NULL;
    char *theirs = arena_strdup(b, "của họ"), *large = arena_alloc(b, 100000);
    size_t used = arena_used(a) + arena_used(b);
    arena_adopt(a, b);
    ck_assert_uint_eq(arena_used(a), used);
    memset(large, 'x', 100000);
    char *more = arena_strdup(a, "nữa"); /* what comes afterwards disturbs none of it */
    memset(arena_alloc(a, 50000), 'y', 50000);
    ck_assert_str_eq(theirs, "của họ");
    ck_assert_str_eq(more, "nữa");
    ck_assert_int_eq(large[99999], 'x');
    if (mine != NULL)
        ck_assert_str_eq(mine, "của tôi");
    arena_drop(a);
}
END_TEST

START_TEST(an_empty_arena_is_taken_over)
{
    struct arena *a = arena_new();
    char *mine = arena_strdup(a, "của tôi");
    arena_adopt(a, arena_new());
    ck_assert_str_eq(mine, "của tôi");
    arena_drop(a);
}
END_TEST

TEST_MAIN("article_copy")
{
    tcase_add_test(c, a_copy_needs_nothing_of_the_original);
    tcase_add_test(c, records_are_left_out_on_request);
    tcase_add_loop_test(c, an_arena_takes_over_another, 0, 2);
    tcase_add_test(c, an_empty_arena_is_taken_over);
}
