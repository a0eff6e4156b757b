/* EPUB as input: notes, page markers, covers, pictures; and that no word of a book gets lost. */
#include <ctype.h>

#include "ingest_fixture.h"
#include "unit/suite.h"
#include "zip_maker.h"

#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa."
#define PAGE(body)                                                                                                     \
    "<html xmlns:epub='http://www.idpf.org/2007/ops'><head><title>x</title></head><body>" body "</body></html>"

static const char package[] =
    "<package><metadata/><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/><item id='a' "
    "href='t/a.xhtml' media-type='application/xhtml+xml'/><item id='b' href='t/b.xhtml' "
    "media-type='application/xhtml+xml'/><item id='n' href='t/n.xhtml' media-type='application/xhtml+xml'/></manifest>"
    "<spine><itemref idref='c'/><itemref idref='a'/><itemref idref='b'/><itemref idref='n'/></spine></package>";

static const char cover[] = PAGE("<section epub:type='cover'><p>Bìa sách</p></section>");
static const char chapter_a[] = PAGE(
    "<section epub:type='chapter'><h1>Chuyện một</h1><p>" LONG "<a epub:type='noteref' href='#f1'>*</a></p>"
    "<span epub:type='pagebreak'>12</span><figure><img src='../h/x.png' alt='Xe'/><figcaption>Xe tải</figcaption>"
    "</figure><p>Ông kể<sup><a id='r2' href='n.xhtml#e1'>[1]</a></sup> thêm<sup><a href='n.xhtml#e1'>[1]</a></sup>. "
    "Năm <a href='#năm'>1975</a> thì khác.</p><aside epub:type='footnote' id='f1'><p>Trạm cũ. <a href='#r1' "
    "role='doc-backlink'>Về</a></p></aside><p id='năm'>Năm ấy.</p></section>");
static const char chapter_b[] = PAGE("<h1>Chuyện hai</h1><p>" LONG " Hai.</p><p>Bà kể<a role='doc-noteref' "
                                     "href='n.xhtml#e2'>2</a>.</p><nav><p>Mục của chương</p></nav>");
static const char notes[] =
    PAGE("<section role='doc-endnotes'><h2>Ghi chú</h2><ol><li id='e1'><p><a href='a.xhtml#r2'>1.</a> Ông tên là "
         "Bình.</p></li><li id='e2' epub:type='endnote'><p>Bà tên là Lan.</p></li></ol></section>");

static const struct zip_entry book[] = {
    {"mimetype", "application/epub+zip"},
    {"META-INF/container.xml", "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>"},
    {"p.opf", package},
    {"c.xhtml", cover},
    {"t/a.xhtml", chapter_a},
    {"t/b.xhtml", chapter_b},
    {"t/n.xhtml", notes},
    {"h/x.png", "x"},
    {NULL, NULL}};

static void read_book(const struct zip_entry *entries, const struct ingest_options *options)
{
    size_t n;
    char *bytes = make_zip(entries, &n);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){"thu/sach.epub", bytes, n}, options, &articles, diag),
                     0);
    free(bytes);
    for (size_t i = 0; i < articles.n; i++)
        ck_assert_ptr_null(doc_check(articles.items[i].root, arena));
}

static void expect(const char *tree, const char *part)
{
    ck_assert_msg(strstr(tree, part) != NULL, "no %s in:\n%s", part, tree);
}

START_TEST(notes_stand_in_their_articles)
{
    read_book(book, NULL);
    ck_assert_uint_eq(articles.n, 2);
    const struct article *one = &articles.items[0], *two = &articles.items[1];
    const char *tree = dump(one);
    expect(tree, "cơm trưa.1\"\n    note");
    expect(tree, "Ông kể2 thêm2. Năm 1975 thì khác.");
    expect(tree, "note #1 number=1 line=1\n    paragraph continues line=1 \"Trạm cũ.\"");
    expect(tree, "note #2 number=2 line=1\n    paragraph continues line=1 \"Ông tên là Bình.\"");
    expect(tree, "figure src=sach.epub#h/x.png");
    expect(tree, "\"Năm ấy.\"");
    tree = dump(two);
    expect(tree, "Bà kể1.");
    expect(tree, "note #1 number=1 line=1\n    paragraph continues line=1 \"Bà tên là Lan.\"");
    ck_assert_ptr_null(strstr(tree, "Bình"));
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "Bìa sách"), "epub-cover");
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "12"), "page-marker");
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "Về"), "back-link");
    ck_assert_str_eq(rule_of(one->records.dropped, one->records.n_dropped, "1."), "back-link");
    ck_assert_str_eq(rule_of(one->records.merged, one->records.n_merged, "[1]"), "note-label");
    ck_assert_str_eq(rule_of(two->records.dropped, two->records.n_dropped, "Mục của chương"), "epub-contents");
    ck_assert_str_eq(rule_of(two->records.dropped, two->records.n_dropped, "Ghi chú"), "notes-heading");
}
END_TEST

START_TEST(notes_count_on_when_the_spine_is_joined)
{
    struct ingest_options options = {.split = SPLIT_H1};
    read_book(book, &options);
    ck_assert_uint_eq(articles.n, 2);
    expect(dump(&articles.items[0]), "note #2 number=2");
    expect(dump(&articles.items[1]), "note #3 number=3 line=1\n    paragraph continues line=1 \"Bà tên là Lan.\"");
}
END_TEST

/* ---- nothing is lost ---- */

/* Counts the characters of a text, without white space and markup: what stands once must come once. */
static void count_text(const char *s, size_t n, int sign, long counts[256])
{
    bool tag = false;
    for (size_t i = 0; i < n; i++) {
        tag = s[i] == '<' || (tag && s[i] != '>');
        if (!tag && s[i] != '>' && !isspace((unsigned char)s[i]))
            counts[(unsigned char)s[i]] += sign;
    }
}

static void count_string(const struct text *t, int sign, long counts[256])
{
    count_text(t->s, t->n, sign, counts);
    for (uint32_t i = 0; i < t->n_spans; i++) /* numbers of notes are ours */
        if (t->spans[i].kind == SPAN_NOTE)
            count_text(t->s + t->spans[i].start, t->spans[i].end - t->spans[i].start, -sign, counts);
}

static void count_article(const struct article *a, long counts[256])
{
    for (const struct doc_node *n = a->root; n != NULL; n = doc_next(a->root, n))
        count_string(&n->text, -1, counts);
    const struct text *fields[] = {&a->meta.title, &a->meta.lead, &a->meta.subtitle};
    for (size_t i = 0; i < 3; i++)
        count_string(fields[i], -1, counts);
    for (size_t i = 0; i < a->records.n_dropped; i++)
        count_text(a->records.dropped[i].text, strlen(a->records.dropped[i].text), -1, counts);
    for (size_t i = 0; i < a->records.n_merged; i++)
        count_text(a->records.merged[i].text, strlen(a->records.merged[i].text), -1, counts);
    for (size_t i = 0; i < a->records.n_changed; i++) {
        const struct record_change *c = &a->records.changed[i];
        count_text(c->before, strlen(c->before), -1, counts);
        count_text(c->after, strlen(c->after), 1, counts);
    }
}

static void expect_nothing_lost(long counts[256])
{
    for (int c = 0; c < 256; c++)
        ck_assert_msg(counts[c] == 0, "byte %02X: %ld too %s", c, labs(counts[c]), counts[c] > 0 ? "few" : "many");
}

START_TEST(no_word_of_a_book_is_lost)
{
    long counts[256] = {0};
    const char *texts[] = {cover, chapter_a, chapter_b, notes};
    for (size_t i = 0; i < 4; i++) {
        const char *body = strstr(texts[i], "<body>");
        count_text(body, strlen(body), 1, counts);
    }
    read_book(book, NULL);
    for (size_t i = 0; i < articles.n; i++)
        count_article(&articles.items[i], counts);
    expect_nothing_lost(counts);
}
END_TEST

#define W " xmlns:w='w' xmlns:r='r' xmlns:wp='wp' xmlns:a='a'"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(text) "<w:tc>" P(text) "</w:tc>"

START_TEST(no_word_of_a_word_file_is_lost)
{
    static const char document[] = "<w:document" W "><w:body>" P("Chuyện một")
        P(LONG) "<w:p><w:pPr><w:pStyle w:val='Heading2'/></w:pPr><w:r><w:t>Phần "
                "hai</w:t></w:r></w:p><w:p><w:r><w:t>Ông kể</w:t><w:footnoteReference "
                "w:id='1'/></w:r><w:ins><w:r><w:t> thêm"
                "</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p><w:p><w:r><w:t>Trước hộp, một "
                "câu.</w:t><w:pict><w:txbxContent>" P("Chữ trong hộp.") "</w:txbxContent></w:pict></w:r></w:p>" P(
                    "- một việc") P("- hai việc") "<w:tbl><w:tr>" CELL("A") CELL("B") "</w:tr><w:tr>" CELL("C")
                    CELL("D") "</w:tr></w:tbl>" P(LONG " Hết.") "<w:p><w:hyperlink r:id='r1'><w:r><w:t>Xem thêm ở đây "
                                                                "nhé</w:t></w:r></w:hyperlink></w:p>" P(
                                                                    LONG " Thật.") "</w:body></w:document>";
    static const char footnotes[] =
        "<w:footnotes" W "><w:footnote w:id='1'>" P("Tên là Bình.") "</w:footnote></w:footnotes>";
    const struct zip_entry entries[] = {
        {"word/document.xml", document}, {"word/footnotes.xml", footnotes}, {NULL, NULL}};
    long counts[256] = {0};
    size_t n;
    count_text(document, strlen(document), 1, counts);
    count_text(footnotes, strlen(footnotes), 1, counts);
    char *bytes = make_zip(entries, &n);
    const struct article *a = read_bytes("a.docx", bytes, n);
    free(bytes);
    count_article(a, counts);
    expect_nothing_lost(counts);
}
END_TEST

/* Thousands of references to thousands of notes in another document end soon. */
START_TEST(many_notes)
{
    struct buf a = BUF_INIT, all = BUF_INIT;
    buf_puts(&a, "<html><body><h1>Một</h1>");
    buf_puts(&all, "<html><body><section role='doc-endnotes'>");
    for (int i = 0; i < 20000; i++) {
        buf_printf(&a, "<p>Câu%d<a role='doc-noteref' id='r%d' href='n.xhtml#e%d'>%d</a></p>", i, i, i, i);
        buf_printf(&all, "<p id='e%d' role='doc-endnote'>Chú %d</p>", i, i);
    }
    struct zip_entry entries[sizeof book / sizeof *book];
    memcpy(entries, book, sizeof book);
    entries[4].content = buf_str(&a);
    entries[6].content = buf_str(&all);
    read_book(entries, NULL);
    expect(dump(&articles.items[0]), "note #20000 number=20000");
    buf_free(&a);
    buf_free(&all);
}
END_TEST

TEST_MAIN("epub_notes")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, notes_stand_in_their_articles);
    tcase_add_test(c, notes_count_on_when_the_spine_is_joined);
    tcase_add_test(c, no_word_of_a_book_is_lost);
    tcase_add_test(c, no_word_of_a_word_file_is_lost);
    tcase_add_test(c, many_notes);
}
