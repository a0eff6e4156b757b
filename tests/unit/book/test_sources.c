/* The list of sources: its order, the heads of languages, and what stands in a line. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "book/book.h"
#include "unit/suite.h"

struct given {
    const char *lang, *author, *outlet, *title, *date;
};

enum { MOST = 24 };

struct fixture {
    struct arena *a;
    struct diag *d;
    struct article articles[MOST];
    struct book_input inputs[MOST];
    struct book *book;
};

static struct text text_of(struct arena *a, const char *s)
{
    return s ? text_make(a, s, strlen(s)) : (struct text){0};
}

static void set_up(struct fixture *f, const struct given *given, size_t n, const char *language)
{
    memset(f, 0, sizeof *f);
    f->a = arena_new();
    f->d = diag_new();
    struct buf yaml = BUF_INIT;
    buf_printf(&yaml, "language: %s\nchapters:\n", language);
    for (size_t i = 0; i < n; i++)
        buf_printf(&yaml, "  - bai-%zu.txt\n", i);
    struct manifest *m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml.p, yaml.n},
                                       (struct settings){NULL, 0}, f->d);
    buf_free(&yaml);
    ck_assert(m != NULL && m->faults == 0);
    for (size_t i = 0; i < n; i++) {
        struct article *x = &f->articles[i];
        const char *file = m->parts[0].chapters[i].file;
        x->root = doc_new(f->a, DOC_ARTICLE, (struct srcpos){file, 1, 0});
        x->root->meta = &x->meta;
        x->meta.file = x->meta.id = file;
        x->meta.lang = given[i].lang;
        x->meta.title = text_of(f->a, given[i].title);
        x->meta.author = text_of(f->a, given[i].author);
        x->meta.source_name = given[i].outlet;
        x->meta.date.hour = x->meta.date.minute = -1;
        if (given[i].date)
            doc_date_parse(given[i].date, &x->meta.date);
        doc_append(x->root, doc_new_text(f->a, DOC_PARAGRAPH, x->root->pos, "Một.", 5));
        f->inputs[i] = (struct book_input){.chapter = &m->parts[0].chapters[i], .articles = {x, 1}};
    }
    f->book = book_assemble(f->a, m, (struct book_inputs){f->inputs, n}, NULL, NULL, f->d);
    ck_assert_ptr_nonnull(f->book);
    const char *wrong = doc_check(f->book->root, f->a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
}

static void drop(struct fixture *f)
{
    diag_drop(f->d);
    arena_drop(f->a);
}

/* "Tiếng Việt: Bài ba, Bài một; Tiếng Nga: …": heads and titles as they stand. */
static const char *listed(const struct fixture *f)
{
    const struct doc_node *sources = doc_child(f->book->root, DOC_SOURCES);
    struct buf out = BUF_INIT;
    for (const struct doc_node *node = sources->first; node; node = node->next) {
        const struct doc_node *title = node->kind == DOC_SOURCE ? doc_child(node, DOC_TITLE) : NULL;
        if (node->kind == DOC_HEADING)
            buf_printf(&out, "[%.*s] ", (int)node->text.n, node->text.s);
        else if (title)
            buf_printf(&out, "%.*s ", (int)title->text.n, title->text.s);
    }
    const char *list = arena_strdup(f->a, buf_str(&out));
    buf_free(&out);
    return list;
}

/* Titles are the places that the rules give: by language; Vietnamese by given name, others by family name; what has no
 * author by its issuing body; an author alone before the same with others. */
static const struct given rules[] = {
    {"ru", "Марат Хусаинов", "Вести", "3.3", "2020-01-02"},
    {"vi", NULL, "Tổng cục Thống kê", "1.7", "2021-03-04"},
    {"vi", "Nguyễn Thị Bình", "Báo Sông", "1.2", "2022-05-06"},
    {"kk", "Гүлнар Әбдірахманова", "Дала", "4.1", "2024-01-01"},
    {"vi", "Trần Anh", "Báo Sông", "1.1", "2023-05-06"},
    {"en", "John Adams", "The Gazette", "2.1", "2019-10-11"},
    {"vi", "Lê Đức", "Báo Núi", "1.4", "2019-10-11"},
    {"vi", "Phạm Dũng", "Báo Núi", "1.3", "2019-10-11"},
    {"en", NULL, "Harbour Times", "2.2", "2018-01-01"},
    {"ru", "Андреев И. И.", "Вести", "3.1", "2018-01-01"},
    {"vi", "Mai Quỳnh, Lê An", "Báo Núi", "1.6", "2018-01-01"},
    {"vi", "Mai Quỳnh", "Báo Núi", "1.5", "2019-01-01"},
    {"ru", "Антон Белов", "Вести", "3.2", "2018-01-01"},
    {"fr", "Anne Martin", "Feuille", "5.2", "2018-01-01"},
    {"de", "Anna Zimmer", "Blatt", "5.1", "2018-01-01"},
};

START_TEST(order_follows_the_rules)
{
    struct fixture f;
    set_up(&f, rules, sizeof rules / sizeof *rules, "vi");
    ck_assert_str_eq(listed(&f), "[Tiếng Việt] 1.1 1.2 1.3 1.4 1.5 1.6 1.7 [Tiếng Anh] 2.1 2.2 [Tiếng Nga] 3.1 3.2 3.3 "
                                 "[Tiếng Kazakh] 4.1 [Ngôn ngữ khác] 5.1 5.2 ");
    /* numbers run through */
    unsigned n = 0;
    const struct doc_node *sources = doc_child(f.book->root, DOC_SOURCES);
    for (const struct doc_node *node = sources->first; node; node = node->next)
        if (node->kind == DOC_SOURCE)
            ck_assert_uint_eq(node->number, ++n);
    ck_assert_uint_eq(n, sizeof rules / sizeof *rules);
    drop(&f);
}
END_TEST

START_TEST(one_language_has_no_head)
{
    static const struct given two[] = {{"vi", "Lê Hoa", NULL, "hai", NULL}, {"vi", "Lê Ba", NULL, "một", NULL}};
    struct fixture f;
    set_up(&f, two, 2, "vi");
    ck_assert_str_eq(listed(&f), "một hai ");
    drop(&f);
}
END_TEST

START_TEST(heads_are_in_the_language_of_the_book)
{
    static const struct given two[] = {{"vi", "Lê Hoa", NULL, "hai", NULL}, {"en", "Ann Lee", NULL, "one", NULL}};
    static const struct {
        const char *lang, *said;
    } cases[] = {{"vi", "[Tiếng Việt] hai [Tiếng Anh] one "},
                 {"en", "[In Vietnamese] hai [In English] one "},
                 {"ru", "[На вьетнамском языке] hai [На английском языке] one "},
                 {"kk", "[Вьетнам тілінде] hai [Ағылшын тілінде] one "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        set_up(&f, two, 2, cases[i].lang);
        ck_assert_str_eq(listed(&f), cases[i].said);
        drop(&f);
    }
}
END_TEST

TEST_MAIN("sources")
{
    tcase_add_test(c, order_follows_the_rules);
    tcase_add_test(c, one_language_has_no_head);
    tcase_add_test(c, heads_are_in_the_language_of_the_book);
}
