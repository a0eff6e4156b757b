/* Articles become a book: order, numbers, ids, generated words, and a tree that the checker accepts. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "unit/suite.h"

struct fixture {
    struct arena *a;
    struct diag *d;
    struct article articles[4];
    struct book_input inputs[4];
    struct manifest *m;
    struct book *book;
};

static struct doc_node *leaf(struct arena *a, struct doc_node *to, enum doc_kind kind, const char *s)
{
    struct doc_node *node = doc_new_text(a, kind, to->pos, s, strlen(s));
    doc_append(to, node);
    return node;
}

static struct article *article(struct fixture *f, size_t i, const char *file, const char *title)
{
    struct article *x = &f->articles[i];
    *x = (struct article){.root = doc_new(f->a, DOC_ARTICLE, (struct srcpos){file, 1, 0})};
    x->root->meta = &x->meta;
    x->meta.file = file;
    x->meta.id = file;
    x->meta.lang = "vi";
    x->meta.date.hour = x->meta.date.minute = -1;
    if (title)
        x->meta.title = text_make(f->a, title, strlen(title));
    return x;
}

static void fill_first(struct fixture *f)
{
    struct article *x = article(f, 0, "bai/Thủ đô.txt", "Thủ đô của Kazakhstan");
    const char *author = "Mai Anh", *lead = "Đoạn mở đầu.";
    x->meta.author = text_make(f->a, author, strlen(author));
    x->meta.lead = text_make(f->a, lead, strlen(lead));
    x->meta.source_name = "Thời Đại";
    x->meta.source_url = "https://www.example.org/bai";
    doc_date_parse("2021-11-29T14:00", &x->meta.date);
    leaf(f->a, x->root, DOC_PARAGRAPH, "Một.");
    leaf(f->a, x->root, DOC_PARAGRAPH, "Hai, xem ghi chú1 và kết luận.");
    struct doc_node *p = x->root->last;
    uint32_t note = (uint32_t)(strstr(p->text.s, "1") - p->text.s),
             link = (uint32_t)(strstr(p->text.s, "kết") - p->text.s);
    text_add_span(f->a, &p->text, (struct span){note, note + 1, SPAN_NOTE, "fn-a"});
    text_add_span(f->a, &p->text, (struct span){link, p->text.n - 1, SPAN_LINK, "#ket-luan"});
    text_add_span(f->a, &p->text, (struct span){0, 3, SPAN_LINK, "#khong-co"});
    struct doc_node *h = leaf(f->a, x->root, DOC_HEADING, "Kết luận");
    h->level = 4;
    h->id = "ket-luan";
    leaf(f->a, x->root, DOC_PARAGRAPH, "Ba.");
    struct doc_node *figure = doc_new(f->a, DOC_FIGURE, x->root->pos);
    doc_append(x->root, figure);
    figure->src = "a.png";
    leaf(f->a, figure, DOC_CAPTION, "Một góc thủ đô.");
    struct doc_node *lost = doc_new(f->a, DOC_FIGURE, x->root->pos);
    doc_append(x->root, lost);
    leaf(f->a, lost, DOC_CAPTION, "Ảnh đã mất.");
    struct doc_node *fn = doc_new(f->a, DOC_NOTE, x->root->pos);
    fn->id = "fn-a";
    doc_append(x->root, fn);
    leaf(f->a, fn, DOC_PARAGRAPH, "Ghi chú.");
}

static void set_up_for(struct fixture *f, const char *yaml, bool document_head)
{
    memset(f, 0, sizeof *f);
    f->a = arena_new();
    f->d = diag_new();
    f->m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                         (struct settings){NULL, 0}, f->d);
    ck_assert_msg(f->m != NULL, "%s", diag_count(f->d, DIAG_NOTE) ? diag_text(f->d, 0, "en") : "");
    f->m->document_head = document_head;
    fill_first(f);
    struct article *x = article(f, 1, "thu-do.md", NULL);
    leaf(f->a, x->root, DOC_PARAGRAPH, "Bốn.");
    x = article(f, 2, "en.txt", "The capital of the north");
    x->meta.lang = "en";
    doc_date_parse("2022-01", &x->meta.date);
    leaf(f->a, x->root, DOC_PARAGRAPH, "Five.");
    size_t n = 0;
    for (size_t p = 0; p < f->m->n_parts; p++)
        for (size_t k = 0; k < f->m->parts[p].n_chapters; k++, n++) {
            f->inputs[n].chapter = &f->m->parts[p].chapters[k];
            f->inputs[n].articles.items = &f->articles[n];
            f->inputs[n].articles.n = 1;
        }
    f->book = book_assemble(f->a, f->m, (struct book_inputs){f->inputs, n}, NULL, NULL, f->d);
    ck_assert_ptr_nonnull(f->book);
    const char *wrong = doc_check(f->book->root, f->a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
}

static void set_up(struct fixture *f, const char *yaml)
{
    set_up_for(f, yaml, false);
}

static void tear_down(struct fixture *f)
{
    diag_drop(f->d);
    arena_drop(f->a);
}

static const char yaml[] =
    "name: thu\ntitle: Sách\ndate: 2025-11-14\nmeeting: {name: Họp, date: 2025-11-20, time: 8 giờ}\n"
    "handling: Mật\nparts:\n"
    "  - title: Phần đầu\n    chapters: [{file: a.txt, title: Tên khác, short: Ngắn}, b.txt]\n"
    "  - title: Phần sau\n    chapters: [c.txt]\n";

static const struct doc_node *nth(const struct doc_node *root, enum doc_kind kind, size_t n)
{
    for (const struct doc_node *node = root; node; node = doc_next(root, node))
        if (node->kind == kind && n-- == 0)
            return node;
    return NULL;
}

static void says(const struct doc_node *root, enum doc_kind kind, size_t n, const char *text)
{
    const struct doc_node *node = nth(root, kind, n);
    ck_assert_msg(node != NULL, "no %s %zu", doc_kind_name(kind), n);
    ck_assert_str_eq(node->text.s, text);
}

START_TEST(orders_and_numbers)
{
    static const enum doc_kind order[] = {DOC_COVER,   DOC_TITLEPAGE, DOC_CONTENTS, DOC_PART,   DOC_CHAPTER,
                                          DOC_CHAPTER, DOC_PART,      DOC_CHAPTER,  DOC_SOURCES};
    struct fixture f;
    set_up(&f, yaml);
    const struct doc_node *node = f.book->root->first;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++, node = node->next)
        ck_assert_int_eq(node->kind, order[i]);
    ck_assert_ptr_null(node);
    const struct doc_node *first = nth(f.book->root, DOC_CHAPTER, 0), *third = nth(f.book->root, DOC_CHAPTER, 2);
    ck_assert_str_eq(first->id, "ch-thu-do");
    ck_assert_str_eq(nth(f.book->root, DOC_CHAPTER, 1)->id, "ch-thu-do-2");
    ck_assert_str_eq(third->file, "ch-en");
    ck_assert_uint_eq(third->number, 3);
    ck_assert_uint_eq(third->part, 2);
    ck_assert_str_eq(third->lang, "en");
    ck_assert_str_eq(book_short_title(first), "Ngắn");
    says(nth(f.book->root, DOC_PART, 1), DOC_LABEL, 0, "Phần II");
    says(nth(f.book->root, DOC_PART, 0), DOC_TITLE, 2, "thu-do.md"); /* the lists on dividers */
    tear_down(&f);
}
END_TEST

START_TEST(makes_openings)
{
    struct fixture f;
    set_up(&f, yaml);
    const struct doc_node *c = nth(f.book->root, DOC_CHAPTER, 0);
    says(c, DOC_LABEL, 0, "1");
    says(c, DOC_KICKER, 0, "Thời Đại · 29/11/2021");
    says(c, DOC_TITLE, 0, "Tên khác");
    says(c, DOC_LEAD, 0, "Đoạn mở đầu.");
    says(c, DOC_BYLINE, 0, "Mai Anh");
    const struct doc_node *source = doc_child(c, DOC_SOURCE_BLOCK);
    says(source, DOC_LABEL, 0, "Nguồn");
    says(source, DOC_META, 0, "Mai Anh, Thời Đại, 29/11/2021 14:00");
    says(source, DOC_URL, 0, "https://www.example.org/bai");
    ck_assert_ptr_null(doc_child(nth(f.book->root, DOC_CHAPTER, 1), DOC_SOURCE_BLOCK));
    ck_assert(nth(c, DOC_PARAGRAPH, 0)->continues && !nth(c, DOC_PARAGRAPH, 1)->continues);
    ck_assert(nth(c, DOC_PARAGRAPH, 2)->continues);
    tear_down(&f);
}
END_TEST

START_TEST(names_and_links)
{
    struct fixture f;
    set_up(&f, yaml);
    const struct doc_node *c = nth(f.book->root, DOC_CHAPTER, 0);
    const struct doc_node *h = nth(c, DOC_HEADING, 0), *p = nth(c, DOC_PARAGRAPH, 1);
    ck_assert_str_eq(h->id, "ch-thu-do-s1");
    ck_assert_uint_eq(h->level, 2);
    ck_assert_str_eq(nth(c, DOC_NOTE, 0)->id, "ch-thu-do-n1");
    size_t links = 0;
    for (size_t i = 0; i < p->text.n_spans; i++) {
        links += p->text.spans[i].kind == SPAN_LINK;
        if (p->text.spans[i].kind == SPAN_LINK)
            ck_assert_str_eq(p->text.spans[i].value, "#ch-thu-do-s1");
        if (p->text.spans[i].kind == SPAN_NOTE)
            ck_assert_str_eq(p->text.spans[i].value, "ch-thu-do-n1");
    }
    ck_assert_uint_eq(links, 1);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_LINK), 1);
    says(nth(c, DOC_FIGURE, 0), DOC_LABEL, 0, "Hình 1.");
    says(nth(c, DOC_FIGURE, 1), DOC_LABEL, 0, "Ảnh (không kèm theo):");
    tear_down(&f);
}
END_TEST

START_TEST(lists_sources_and_contents)
{
    struct fixture f;
    set_up(&f, yaml);
    const struct doc_node *sources = doc_child(f.book->root, DOC_SOURCES),
                          *contents = doc_child(f.book->root, DOC_CONTENTS);
    says(sources, DOC_TITLE, 0, "Nguồn tài liệu");
    says(sources, DOC_TITLE, 1, "Thủ đô của Kazakhstan");
    says(sources, DOC_META, 0, "Mai Anh, Thời Đại, 29/11/2021 (trang )");
    says(sources, DOC_META, 1, "Không ghi tác giả, nơi đăng và ngày (trang )");
    ck_assert_str_eq(nth(sources, DOC_SOURCE, 0)->target, "ch-thu-do");
    const struct doc_node *meta = nth(sources, DOC_META, 0);
    size_t refs = 0;
    for (size_t i = 0; i < meta->text.n_spans; i++)
        if (meta->text.spans[i].kind == SPAN_PAGEREF) {
            refs++;
            ck_assert_str_eq(meta->text.spans[i].value, "ch-thu-do");
            ck_assert_uint_eq(meta->text.spans[i].start, meta->text.n - 1);
        }
    ck_assert_uint_eq(refs, 1);
    size_t entries = 0;
    for (const struct doc_node *node = contents->first->next; node; node = node->next, entries++)
        ck_assert_ptr_nonnull(node->target);
    ck_assert_uint_eq(entries, 6);
    says(nth(contents, DOC_ENTRY, 1), DOC_META, 0, "Thời Đại · 29/11/2021");
    tear_down(&f);
}
END_TEST

START_TEST(makes_the_cover)
{
    struct fixture f;
    set_up(&f, yaml);
    const struct doc_node *cover = doc_child(f.book->root, DOC_COVER);
    says(cover, DOC_HANDLING, 0, "MẬT");
    says(cover, DOC_KICKER, 0, "Tài liệu phục vụ cuộc họp");
    says(cover, DOC_TITLE, 0, "Sách");
    says(cover, DOC_VALUE, 1, "8 giờ, thứ Năm, ngày 20 tháng 11 năm 2025");
    says(cover, DOC_META, 0, "Tháng 11 năm 2025");
    tear_down(&f);
}
END_TEST

static const char document_yaml[] =
    "name: thu\ntitle: Sách\ndate: 2026-02-05\ndocument: {number: 7/BC, place: Huế}\nchapters: [a.txt]\n";

/* Number and day get their zeros; a date in the head is not repeated at the foot; the layout decides. */
START_TEST(heads_a_document)
{
    struct fixture f;
    set_up_for(&f, document_yaml, true);
    const struct doc_node *cover = doc_child(f.book->root, DOC_COVER);
    says(cover, DOC_STATE, 0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    says(cover, DOC_STATE, 1, "Độc lập - Tự do - Hạnh phúc");
    says(cover, DOC_NUMBER, 0, "Số: 07/BC");
    says(cover, DOC_PLACE, 0, "Huế, ngày 05 tháng 02 năm 2026");
    ck_assert_ptr_null(doc_child(cover, DOC_META));
    tear_down(&f);
    set_up_for(&f, document_yaml, false);
    cover = doc_child(f.book->root, DOC_COVER);
    ck_assert_ptr_null(doc_child(cover, DOC_STATE));
    says(cover, DOC_META, 0, "Tháng 2 năm 2026");
    tear_down(&f);
}
END_TEST

START_TEST(describes_itself)
{
    struct fixture f;
    set_up(&f, yaml);
    ck_assert_str_eq(f.book->language, "vi");
    ck_assert_int_eq(f.book->epoch, 1763078400);
    ck_assert_uint_eq(strlen(f.book->uuid), 36);
    ck_assert_str_ne(f.book->uuid, f.book->pdf_uuid);
    tear_down(&f);
}
END_TEST

/* Without a book.yaml: one article gives the title, several the word for a briefing and the newest date. */
START_TEST(titles_itself)
{
    struct fixture f;
    set_up(&f, "chapters: [a.txt]\n");
    ck_assert_str_eq(f.book->title, "Thủ đô của Kazakhstan");
    ck_assert_int_eq(f.book->epoch, 1638194400);
    tear_down(&f);
    set_up(&f, "chapters: [a.txt, b.txt, c.txt]\n");
    ck_assert_str_eq(f.book->title, "Hồ sơ thông tin, tháng 1 năm 2022");
    ck_assert_ptr_null(nth(f.book->root, DOC_PART, 0));
    tear_down(&f);
}
END_TEST

START_TEST(takes_the_epoch)
{
    static const struct {
        const char *env;
        int64_t epoch;
    } cases[] = {
        {"86400", 86400}, {"", 1763078400}, {"x", 1763078400}, {"-5", 1763078400}, {"99999999999999", 1763078400}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f;
        set_up(&f, "date: 2025-11-14\nchapters: [a.txt]\n");
        fill_first(&f);
        struct book *book = book_assemble(f.a, f.m, (struct book_inputs){f.inputs, 1}, cases[i].env, NULL, f.d);
        ck_assert_int_eq(book->epoch, cases[i].epoch);
        tear_down(&f);
    }
}
END_TEST

START_TEST(fails_without_articles)
{
    struct fixture f;
    set_up(&f, "chapters: [a.txt]\n");
    f.inputs[0].articles.n = 0;
    ck_assert_ptr_null(book_assemble(f.a, f.m, (struct book_inputs){f.inputs, 1}, NULL, NULL, f.d));
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_NOTHING_LEFT), 1);
    tear_down(&f);
}
END_TEST

TEST_MAIN("assemble")
{
    tcase_add_test(c, orders_and_numbers);
    tcase_add_test(c, makes_openings);
    tcase_add_test(c, names_and_links);
    tcase_add_test(c, lists_sources_and_contents);
    tcase_add_test(c, makes_the_cover);
    tcase_add_test(c, heads_a_document);
    tcase_add_test(c, describes_itself);
    tcase_add_test(c, titles_itself);
    tcase_add_test(c, takes_the_epoch);
    tcase_add_test(c, fails_without_articles);
}
