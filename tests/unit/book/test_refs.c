/* Cross-references, the order of sources, matter and lists, from articles as ingest hands them over. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "unit/suite.h"

struct fixture {
    struct arena *a;
    struct diag *d;
    struct manifest *m;
    struct article articles[8];
    struct book_input inputs[8];
    size_t n;
    struct book *book;
};

static struct doc_node *leaf(struct fixture *f, struct doc_node *to, enum doc_kind kind, const char *s, uint32_t line)
{
    struct doc_node *node = doc_new_text(f->a, kind, (struct srcpos){to->pos.file, line, 0}, s, strlen(s));
    doc_append(to, node);
    return node;
}

/* Makes every "#word" of the leaf a link to it, up to the next space or sign. */
static void link_all(struct fixture *f, struct doc_node *leaf)
{
    for (const char *at = leaf->text.s; (at = strchr(at, '#')) != NULL; at++) {
        size_t n = 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789-");
        const char *value = arena_strndup(f->a, at, n);
        for (int i = 0; i < 4; i++) {
            static const char *const forms[] = {" number", " title", " page", " pages"};
            size_t length = strlen(forms[3 - i]);
            if (strncmp(at + n, forms[3 - i], length) == 0) {
                n += length;
                break;
            }
        }
        uint32_t start = (uint32_t)(at - leaf->text.s);
        text_add_span(f->a, &leaf->text, (struct span){start, start + (uint32_t)n, SPAN_LINK, value});
    }
}

static struct article *add(struct fixture *f, const char *file, const char *title, const char *author)
{
    struct article *x = &f->articles[f->n];
    x->root = doc_new(f->a, DOC_ARTICLE, (struct srcpos){file, 1, 0});
    x->root->meta = &x->meta;
    x->meta = (struct article_meta){.file = file, .id = file, .lang = "vi"};
    x->meta.date.hour = x->meta.date.minute = -1;
    x->meta.title = text_make(f->a, title, strlen(title));
    if (author)
        x->meta.author = text_make(f->a, author, strlen(author));
    f->inputs[f->n].articles.items = x;
    f->inputs[f->n++].articles.n = 1;
    return x;
}

static void begin(struct fixture *f, const char *yaml)
{
    memset(f, 0, sizeof *f);
    f->a = arena_new();
    f->d = diag_new();
    f->m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                         (struct settings){NULL, 0}, f->d);
    ck_assert_msg(f->m != NULL, "%s", diag_stored(f->d) ? diag_text(f->d, 0, "en") : "");
}

/* The inputs are the chapters in order, then the files at front and back. */
static void assemble(struct fixture *f)
{
    size_t n = 0;
    for (size_t p = 0; p < f->m->n_parts; p++)
        for (size_t k = 0; k < f->m->parts[p].n_chapters; k++)
            f->inputs[n++].chapter = &f->m->parts[p].chapters[k];
    for (size_t i = 0; i < f->m->n_front; i++)
        if (f->m->front[i].file)
            f->inputs[n++].matter = &f->m->front[i];
    for (size_t i = 0; i < f->m->n_back; i++)
        if (f->m->back[i].file)
            f->inputs[n++].matter = &f->m->back[i];
    ck_assert_uint_eq(n, f->n);
    f->book = book_assemble(f->a, f->m, (struct book_inputs){f->inputs, f->n}, NULL, NULL, f->d);
    ck_assert_ptr_nonnull(f->book);
    const char *wrong = doc_check(f->book->root, f->a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
}

static void end(struct fixture *f)
{
    diag_drop(f->d);
    arena_drop(f->a);
}

static const struct doc_node *node_with(const struct fixture *f, const char *words)
{
    for (const struct doc_node *n = f->book->root; n; n = doc_next(f->book->root, n))
        if (n->text.n > 0 && strstr(n->text.s, words))
            return n;
    ck_abort_msg("no leaf with %s", words);
    return NULL;
}

/* The span of this kind and value in the leaf, or NULL. */
static const struct span *span_of(const struct doc_node *leaf, enum span_kind kind, const char *value)
{
    for (uint32_t i = 0; i < leaf->text.n_spans; i++)
        if (leaf->text.spans[i].kind == kind && strcmp(leaf->text.spans[i].value, value) == 0)
            return &leaf->text.spans[i];
    return NULL;
}

/* "words" as numbering: as a layout has it that writes "Chương II" over a chapter. */
static void two_chapters(struct fixture *f, const char *numbering, const char *words)
{
    char yaml[200];
    bool chapter_words = strcmp(numbering, "words") == 0;
    snprintf(yaml, sizeof yaml,
             "title: T\nlanguage: vi\nnumbering: %s\nparts: [{title: Phần đầu, chapters: [mot.md, hai.md]}]\n",
             chapter_words ? "arabic" : numbering);
    begin(f, yaml);
    f->m->chapter_words = chapter_words;
    struct article *x = add(f, "mot.md", "Bài một", NULL);
    link_all(f, leaf(f, x->root, DOC_PARAGRAPH, words, 4));
    leaf(f, x->root, DOC_HEADING, "Mở đầu", 6)->id = "muc";
    x->root->last->level = 2;
    x = add(f, "hai.md", "Bài hai", NULL);
    leaf(f, x->root, DOC_HEADING, "Mục khác", 3)->id = "muc";
    x->root->last->level = 2;
    struct doc_node *h = leaf(f, x->root, DOC_HEADING, "Kết luận", 5);
    h->id = "ket-luan";
    h->level = 2;
    assemble(f);
}

static const struct {
    const char *numbering, *words, *said;
} forms[] = {
    {"arabic", "Xem #hai nhé.", "Xem Chương 2, “Bài hai”, trang  nhé."},
    {"roman", "Xem #ch-hai.", "Xem Chương II, “Bài hai”, trang ."},
    {"words", "Xem #hai.", "Xem Chương II, “Bài hai”, trang ."},
    {"words", "Xem #hai number.", "Xem Chương II."},
    {"none", "Xem #hai.", "Xem “Bài hai”, trang ."},
    {"arabic", "Xem #hai number.", "Xem Chương 2."},
    {"none", "Xem #hai number.", "Xem “Bài hai”."},
    {"arabic", "Xem #hai title và #ket-luan.", "Xem “Bài hai” và “Kết luận”, trang ."},
    {"arabic", "Xem #ket-luan page.", "Xem trang ."},
    {"arabic", "Xem #muc title.", "Xem “Mở đầu”."}, /* the one of its own chapter */
    {"arabic", "Xem #ch-hai-s1 title.", "Xem “Mục khác”."},
    {"arabic", "Xem #part-1 number, #part-1 title.", "Xem Phần I, “Phần đầu”."},
};

START_TEST(writes_references)
{
    struct fixture f;
    two_chapters(&f, forms[_i].numbering, forms[_i].words);
    ck_assert_str_eq(node_with(&f, "Xem ")->text.s, forms[_i].said);
    ck_assert_uint_eq(diag_count(f.d, DIAG_WARNING), 0);
    end(&f);
}
END_TEST

START_TEST(links_number_and_page)
{
    struct fixture f;
    two_chapters(&f, "arabic", "Xem #hai nhé.");
    const struct doc_node *p = node_with(&f, "Xem ");
    const struct span *link = span_of(p, SPAN_LINK, "#ch-hai"), *page = span_of(p, SPAN_PAGEREF, "ch-hai");
    ck_assert_ptr_nonnull(link);
    ck_assert_ptr_nonnull(page);
    ck_assert_uint_eq(link->start, 4);
    ck_assert_uint_eq(page->start, page->end);
    ck_assert_str_eq(p->text.s + page->start, " nhé.");
    ck_assert_uint_lt(link->end, page->start); /* the page's number is a link of its own */
    end(&f);
}
END_TEST

START_TEST(reports_what_leads_nowhere)
{
    struct fixture f;
    begin(&f, "title: T\nlanguage: vi\nchapters: [mot.md]\n");
    struct article *x = add(&f, "mot.md", "Bài một", NULL);
    link_all(&f, leaf(&f, x->root, DOC_PARAGRAPH, "Xem #ket-laun và #xyz cùng #ket-luan pages.", 4));
    leaf(&f, x->root, DOC_HEADING, "Kết luận", 9)->id = "ket-luan";
    x->root->last->level = 2;
    struct link_place places[] = {{"#ket-laun", 5, 7, &places[1]}, {"#xyz", 6, 2, NULL}};
    x->links = places;
    assemble(&f);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_LINK_LIKE), 1);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_LINK), 1);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_REF_FORM), 1);
    for (size_t i = 0; i < diag_stored(f.d); i++) {
        struct srcpos pos = diag_pos(f.d, i);
        if (diag_msg(f.d, i) == MSG_BOOK_LINK_LIKE) {
            ck_assert_ptr_nonnull(strstr(diag_text(f.d, i, "en"), "'#ket-luan'"));
            ck_assert(pos.line == 5 && pos.col == 7);
        } else if (diag_msg(f.d, i) == MSG_BOOK_LINK) {
            ck_assert(pos.line == 6 && pos.col == 2);
        }
    }
    const struct doc_node *p = node_with(&f, "Xem #ket-laun và #xyz");
    ck_assert_ptr_null(span_of(p, SPAN_LINK, "#xyz"));
    end(&f);
}
END_TEST

START_TEST(warns_of_several)
{
    struct fixture f;
    begin(&f, "title: T\nlanguage: vi\nchapters: [mot.md, hai.md, ba.md]\n");
    struct article *x = add(&f, "mot.md", "Bài một", NULL);
    link_all(&f, leaf(&f, x->root, DOC_PARAGRAPH, "Xem #muc title.", 4));
    for (int i = 0; i < 2; i++) {
        x = add(&f, i == 0 ? "hai.md" : "ba.md", "Bài", NULL);
        leaf(&f, x->root, DOC_HEADING, i == 0 ? "Đầu" : "Sau", 3)->id = "muc";
        x->root->last->level = 2;
    }
    assemble(&f);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_LINK_SEVERAL), 1);
    ck_assert_str_eq(node_with(&f, "Xem ")->text.s, "Xem “Đầu”.");
    end(&f);
}
END_TEST

static const char *const *trial_fonts(const struct book_making *making, struct arena *a)
{
    static const char *const fonts[] = {"Chữ Thử 1.2", NULL};
    (void)making, (void)a;
    return fonts;
}

START_TEST(makes_matter)
{
    struct fixture f;
    struct book_making making = {
        .program = "briefbook 9", .layout = "thu-a4", .fonts = trial_fonts, .contents_depth = 2, .part_contents = true};
    begin(&f, "title: T\nlanguage: vi\nnumbering: roman\nfront: [half-title, imprint, {file: mo.md}, contents]\n"
              "back: [{file: x.md}, {file: y.md, title: Tên riêng}]\n"
              "chapters: [{file: a.md, summary: Tóm tắt, tags: [vận tải, thuế]}]\n");
    f.m->making = &making;
    struct article *x = add(&f, "bai/a.md", "Bài", NULL);
    strcpy(x->meta.sha256, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    for (int i = 0; i < 2; i++) {
        leaf(&f, x->root, DOC_HEADING, i == 0 ? "Mục A" : "Mục B", 3)->level = 2;
        leaf(&f, x->root, DOC_PARAGRAPH, "Chữ.", 4);
    }
    add(&f, "mo.md", "Lời mở", NULL);
    add(&f, "x.md", "Phụ một", NULL);
    add(&f, "y.md", "Phụ hai", NULL);
    assemble(&f);
    const struct doc_node *top = f.book->root->first;
    ck_assert_str_eq(top->name, "half-title");
    ck_assert_int_eq(top->next->kind, DOC_IMPRINT);
    ck_assert_str_eq(top->next->next->name, "foreword");
    ck_assert_str_eq(f.book->root->last->prev->name, "annex");
    ck_assert_str_eq(f.book->root->last->first->text.s, "Phụ lục II");
    node_with(&f, "briefbook 9");
    node_with(&f, "thu-a4");
    node_with(&f, "Chữ Thử 1.2");
    node_with(&f, "a.md\n0123456789abcdef 0123456789abcdef");
    node_with(&f, "Phụ lục I. Phụ một");
    node_with(&f, "Phụ lục II. Tên riêng");
    ck_assert_int_eq(node_with(&f, "Tóm tắt")->parent->kind, DOC_ENTRY);
    ck_assert_int_eq(node_with(&f, "Mục A")->parent->level, 3); /* in the contents */
    ck_assert_str_eq(f.book->tags[1], "thuế");
    ck_assert_ptr_null(f.book->tags[2]);
    end(&f);
}
END_TEST

TEST_MAIN("refs")
{
    tcase_add_loop_test(c, writes_references, 0, sizeof forms / sizeof *forms);
    tcase_add_test(c, links_number_and_page);
    tcase_add_test(c, reports_what_leads_nowhere);
    tcase_add_test(c, warns_of_several);
    tcase_add_test(c, makes_matter);
}
