/* The index: what `index:` of book.yaml adds, merges, renames, leaves out and refers to; order and letters. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "book/book.h"
#include "unit/suite.h"

struct fixture {
    struct arena *a;
    struct diag *d;
    struct article article;
    struct book *book;
};

static const char *const prose[] = {
    "Sáng nay, ông Trần Văn Bách gặp bà Lê Thị Sen tại Hà Nội.",
    "Ông Trần Văn Bách nói rằng Hà Nội và Astana đã ký bốn thỏa thuận; trước đây Astana mang tên Nur-Sultan.",
    "Đoàn đi tiếp tới Đà Nẵng, Bắc Kinh, Ấn Độ và Ai Cập rồi trở về Hà Nội.",
};

/* A book of one chapter with the paragraphs above, and an index. */
static void set_up(struct fixture *f, const char *keys)
{
    f->a = arena_new();
    f->d = diag_new();
    f->book = NULL;
    f->article = (struct article){.root = doc_new(f->a, DOC_ARTICLE, (struct srcpos){"bai.txt", 1, 0})};
    struct article_meta *meta = &f->article.meta;
    f->article.root->meta = meta;
    meta->file = meta->id = "bai.txt";
    meta->lang = "vi";
    meta->date.hour = meta->date.minute = -1;
    meta->title = text_make(f->a, "Một chuyến đi", strlen("Một chuyến đi"));
    for (size_t i = 0; i < sizeof prose / sizeof *prose; i++)
        doc_append(f->article.root,
                   doc_new_text(f->a, DOC_PARAGRAPH, f->article.root->pos, prose[i], strlen(prose[i])));
    const char *yaml = arena_printf(f->a, "chapters: [bai.txt]\nback: [index]\n%s", keys);
    struct manifest *m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                                       (struct settings){NULL, 0}, f->d);
    ck_assert_msg(m != NULL && m->faults == 0, "%s", diag_stored(f->d) > 0 ? diag_text(f->d, 0, "en") : "");
    const struct book_input input = {.chapter = &m->parts[0].chapters[0], .articles = {&f->article, 1}};
    f->book = book_assemble(f->a, m, (struct book_inputs){&input, 1}, NULL, NULL, f->d);
    ck_assert_ptr_nonnull(f->book);
    const char *wrong = doc_check(f->book->root, f->a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
}

static void drop(struct fixture *f)
{
    diag_drop(f->d);
    arena_drop(f->a);
}

static void put_entry(struct buf *out, const struct doc_node *entry)
{
    const struct doc_node *title = doc_child(entry, DOC_TITLE), *meta = doc_child(entry, DOC_META);
    unsigned pages = 0;
    for (uint32_t i = 0; i < meta->text.n_spans; i++)
        pages += meta->text.spans[i].kind == SPAN_PAGEREF;
    buf_printf(out, "%.*s", (int)title->text.n, title->text.s);
    if (pages > 0)
        buf_printf(out, " %u", pages);
    if (meta->text.n > 0)
        buf_printf(out, " [%.*s]", (int)meta->text.n, meta->text.s);
    buf_puts(out, "; ");
}

/* "Astana 2; Nur-Sultan [xem Astana]; ": entries with the number of their places and what they refer to; "" without an
 * index. */
static const char *entries(const struct fixture *f)
{
    const struct doc_node *index = doc_child(f->book->root, DOC_INDEX);
    struct buf out = BUF_INIT;
    for (const struct doc_node *node = index; node; node = doc_next(index, node))
        if (node->kind == DOC_ENTRY)
            put_entry(&out, node);
    const char *list = arena_strdup(f->a, buf_str(&out));
    buf_free(&out);
    return list;
}

static const struct {
    const char *keys, *wanted;
} cases[] = {
    {"", "Ai Cập 1; Astana 2; Ấn Độ 1; Bắc Kinh 1; Đà Nẵng 1; Hà Nội 3; Lê Thị Sen 1; Nur-Sultan 1; Trần Văn Bách 2; "},
    /* how often a name must stand */
    {"index: {min-mentions: 1}", "Ai Cập 1; Astana 2; Ấn Độ 1; Bắc Kinh 1; Đà Nẵng 1; Hà Nội 3; Lê Thị Sen 1; "
                                 "Nur-Sultan 1; Trần Văn Bách 2; "},
    {"index: {min-mentions: 2}", "Astana 2; Hà Nội 3; Trần Văn Bách 2; "},
    {"index: {min-mentions: 3}", "Hà Nội 3; "},
    {"index: {min-mentions: 4}", ""},
    /* a name of the user's own stands however rare it is; merged places count together */
    {"index: {min-mentions: 3, add: [Lê Thị Sen]}", "Hà Nội 3; Lê Thị Sen 1; "},
    {"index: {min-mentions: 3, merge: {Astana: Nur-Sultan}}", "Astana 3; Hà Nội 3; "},
    /* only what is listed */
    {"index: {only-listed: yes}", ""},
    {"index: {only-listed: yes, add: [Hà Nội, thỏa thuận]}", "Hà Nội 3; thỏa thuận 1; "},
    {"index: {only-listed: yes, add: [Hà Nội], min-mentions: 5}", "Hà Nội 3; "},
    {"index: {only-listed: yes, see: {Nur-Sultan: Astana}}", "Astana 3; Nur-Sultan [xem Astana]; "},
    {"index: {only-listed: no, omit: [Ai Cập, Ấn Độ, Bắc Kinh, Đà Nẵng]}",
     "Astana 2; Hà Nội 3; Lê Thị Sen 1; Nur-Sultan 1; Trần Văn Bách 2; "},
    /* curated */
    {"index: {min-mentions: 2, rename: {Trần Văn Bách: \"Bách, Trần Văn\"}}", "Astana 2; Bách, Trần Văn 2; Hà Nội 3; "},
    {"index: {min-mentions: 2, see-also: {Astana: Hà Nội}}", "Astana 2 [xem thêm Hà Nội]; Hà Nội 3; Trần Văn Bách 2; "},
    {"index: {min-mentions: 2, see-also: {Astana: [Hà Nội, Trần Văn Bách]}}",
     "Astana 2 [xem thêm Hà Nội; Trần Văn Bách]; Hà Nội 3; Trần Văn Bách 2; "},
    /* order */
    {"index: {only-listed: yes, add: [Ấn Độ, Ai Cập, Astana]}", "Ai Cập 1; Astana 2; Ấn Độ 1; "},
    {"index: {only-listed: yes, order: cldr, add: [Ấn Độ, Ai Cập, Astana]}", "Ai Cập 1; Astana 2; Ấn Độ 1; "},
};

START_TEST(book_yaml_rules_the_index)
{
    struct fixture f;
    set_up(&f, cases[_i].keys);
    ck_assert_msg(strcmp(entries(&f), cases[_i].wanted) == 0, "%s\nwanted: %s\ngiven:  %s", cases[_i].keys,
                  cases[_i].wanted, entries(&f));
    drop(&f);
}
END_TEST

/* What has no effect is told at its place. */
static const struct {
    const char *keys;
    enum msg id;
    unsigned line, col;
} idle[] = {
    {"index: {omit: [Huế]}", MSG_BOOK_INDEX_RULE, 3, 16},
    {"index: {add: [Hà Nội, Huế]}", MSG_BOOK_INDEX_RULE, 3, 23},
    {"index: {merge: {Hà Nội: [Huế]}}", MSG_BOOK_INDEX_RULE, 3, 26},
    {"index: {rename: {Huế: Cố đô}}", MSG_BOOK_INDEX_RULE, 3, 18},
    {"index: {see: {Huế: Hà Nội}}", MSG_BOOK_INDEX_RULE, 3, 15},
    {"index: {see-also: {Hà Nội: Huế}}", MSG_BOOK_INDEX_RULE, 3, 20},
    {"index: {see-also: {Hà Nội: Hà Nội}}", MSG_BOOK_INDEX_ROUND, 3, 20},
    {"index: {see: {Astana: Nur-Sultan, Nur-Sultan: Astana}}", MSG_BOOK_INDEX_ROUND, 3, 35},
    {"index: {min-mentions: 9}", MSG_BOOK_INDEX_EMPTY, 0, 0},
};

START_TEST(tells_what_has_no_effect)
{
    struct fixture f;
    set_up(&f, idle[_i].keys);
    ck_assert_msg(diag_count_msg(f.d, idle[_i].id) == 1, "%s is not told", idle[_i].keys);
    for (size_t i = 0; i < diag_stored(f.d); i++)
        if (diag_msg(f.d, i) == idle[_i].id && idle[_i].line > 0) {
            ck_assert_uint_eq(diag_pos(f.d, i).line, idle[_i].line);
            ck_assert_uint_eq(diag_pos(f.d, i).col, idle[_i].col);
        }
    drop(&f);
}
END_TEST

/* With enough entries each letter has its head: A, Ă and Â are three letters, D and Đ two. */
START_TEST(letters_stand_over_their_entries)
{
    struct fixture f;
    set_up(&f, "index: {add: [Sáng nay, ông, gặp, tại, nói, rằng, đã ký, bốn, thỏa thuận, trước đây, mang tên, đoàn, "
               "đi tiếp, tới, rồi, trở về, bà, và]}");
    const struct doc_node *index = doc_child(f.book->root, DOC_INDEX);
    struct buf letters = BUF_INIT;
    for (const struct doc_node *group = doc_child(index, DOC_DIV); group; group = group->next)
        if (group->kind == DOC_DIV) {
            const struct doc_node *label = doc_child(group, DOC_LABEL);
            buf_printf(&letters, "%.*s ", (int)label->text.n, label->text.s);
        }
    ck_assert_str_eq(buf_str(&letters), "A Â B Đ G H L M N Ô R S T V ");
    buf_free(&letters);
    drop(&f);
}
END_TEST

TEST_MAIN("index")
{
    tcase_add_loop_test(c, book_yaml_rules_the_index, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(c, tells_what_has_no_effect, 0, sizeof idle / sizeof *idle);
    tcase_add_test(c, letters_stand_over_their_entries);
}
