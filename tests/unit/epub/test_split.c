/* Long chapters, tables and lists over several files; odd and hostile names. */
#include "unit/epub/sample.h"
#include "unit/suite.h"

#define LIMIT 140000 /* what the estimate may be off, above 100 kB */

static struct sample s;

static void setup(void)
{
    sample_open(&s);
}

static void teardown(void)
{
    sample_close(&s);
}

static struct doc_node *long_chapter(const char *slug, unsigned paragraphs, unsigned every)
{
    struct doc_node *ch = put_chapter(&s, slug, "Báo · 1/1/2020", "Dài");
    char text[1024];
    for (unsigned i = 0; i < paragraphs; i++) {
        if (every != 0 && i % every == every / 2)
            put_heading(&s, ch, 2, "Mục", NULL);
        snprintf(text, sizeof text, "Đoạn %u: %0*d cuối.", i, 600, 0);
        put_text(&s, ch, DOC_PARAGRAPH, text);
    }
    return ch;
}

struct content {
    zip_t *z;
    char *bytes;
};

static struct content open_book(void)
{
    size_t n;
    struct content c;
    c.bytes = write_book(&s, &n);
    c.z = open_zip(c.bytes, n);
    return c;
}

static void close_book(struct content *c)
{
    zip_discard(c->z);
    free(c->bytes);
}

/* All XHTML entries in order as one text; each must be small and well-formed. */
static char *all_text(struct content *c, unsigned *files)
{
    struct buf all = BUF_INIT;
    *files = 0;
    for (zip_int64_t i = 0; i < zip_get_num_entries(c->z, 0); i++) {
        const char *name = zip_get_name(c->z, (zip_uint64_t)i, 0);
        if (strncmp(name, "EPUB/text/", 10) != 0)
            continue;
        size_t n;
        char *text = read_entry(c->z, name, &n);
        ck_assert_ptr_nonnull(text);
        ck_assert_msg(n < LIMIT, "%s has %zu bytes", name, n);
        xmlDocPtr doc = xmlReadMemory(text, (int)n, name, NULL, XML_PARSE_NONET);
        ck_assert_msg(doc != NULL, "%s is not well-formed", name);
        xmlFreeDoc(doc);
        buf_put(&all, text, n);
        free(text);
        (*files)++;
    }
    return buf_str(&all);
}

static unsigned occurrences(const char *text, const char *what)
{
    unsigned n = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what))
        n++;
    return n;
}

START_TEST(long_chapter_is_divided)
{
    struct doc_node *ch = long_chapter("ch-dai", 400, 20), *p = NULL;
    unsigned k = 0;
    for (struct doc_node *n = ch->first; n != NULL; n = n->next)
        if (n->kind == DOC_PARAGRAPH && ++k == 300)
            p = n;
    ck_assert_ptr_nonnull(p);
    mark(&s, p, "cuối", SPAN_NOTE, "fn-ch-dai-1");
    p->id = "ch-dai-p300";
    begin_page(&s, p, "cuối", "7");
    put_ref(&s, "ch-dai-p300", "7");
    struct doc_node *note = put(&s, ch, DOC_NOTE);
    note->id = "fn-ch-dai-1";
    note->number = 1;
    put_text(&s, note, DOC_PARAGRAPH, "Chú thích.");
    struct doc_node *other = put_chapter(&s, "ch-dai-b", NULL, "Trùng tên");
    struct doc_node *link = put_text(&s, other, DOC_PARAGRAPH, "Xem đoạn ấy.");
    mark(&s, link, "đoạn ấy", SPAN_LINK, "#ch-dai-p300");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    for (unsigned i = 0; i < 400; i++) {
        char text[32];
        snprintf(text, sizeof text, "Đoạn %u: ", i);
        ck_assert_uint_eq(occurrences(all, text), 1);
    }
    ck_assert_uint_eq(occurrences(all, "<h1"), 2);
    has(all, "aria-label=\"Dài (tiếp)\"");
    has(all, "<title>Dài (tiếp)</title>");
    /* Cut before a heading: the second file begins with a section. */
    has(all, "id=\"ch-dai-c\" aria-label=\"Dài (tiếp)\">\n<section");
    free(all);
    /* A chapter that is really called so keeps its name. */
    char *own = read_entry(c.z, "EPUB/text/ch-dai-b.xhtml", NULL);
    has(own, "Trùng tên");
    has(own, ".xhtml#ch-dai-p300\">đoạn ấy</a>");
    free(own);
    /* The note stands in the file of its reference. */
    unsigned together = 0;
    for (zip_int64_t i = 0; i < zip_get_num_entries(c.z, 0); i++) {
        char *text = read_entry(c.z, zip_get_name(c.z, (zip_uint64_t)i, 0), NULL);
        if (strstr(text, "href=\"#fn-ch-dai-1\"") != NULL &&
            strstr(text, "<aside class=\"fn fn1\" id=\"fn-ch-dai-1\"") != NULL)
            together++;
        free(text);
    }
    ck_assert_uint_eq(together, 1);
    close_book(&c);
}
END_TEST

/* One paragraph of 300 kB: divided between sentences; what is linked to is found in the file that has it. */
START_TEST(long_paragraph_is_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-mot-doan", NULL, "Một đoạn");
    struct buf b = BUF_INIT;
    for (unsigned i = 0; b.n < 300000; i++)
        buf_printf(&b, "Câu số%u của một đoạn không có chỗ ngắt nào. ", i);
    buf_puts(&b, "Chỗ này ở cuối.");
    struct doc_node *p = put_text(&s, ch, DOC_PARAGRAPH, buf_str(&b));
    p->id = "ch-mot-doan-p1";
    mark(&s, p, "Chỗ này", SPAN_ANCHOR, "ix-cuoi");
    begin_page(&s, p, "số3000 ", "8");
    begin_page(&s, p, NULL, "7");
    struct doc_node *link = put_text(&s, put_chapter(&s, "ch-sau", NULL, "Sau"), DOC_PARAGRAPH, "Xem chỗ ấy.");
    mark(&s, link, "chỗ ấy", SPAN_LINK, "#ix-cuoi");
    put_ref(&s, "ix-cuoi", "8");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    for (unsigned i = 0; i < 4000; i += 7) {
        char text[64];
        snprintf(text, sizeof text, "số%u của một đoạn không có chỗ ngắt nào.", i);
        ck_assert_uint_eq(occurrences(all, text), i == 3000 ? 0 : 1);
    }
    ck_assert_uint_eq(occurrences(all, "id=\"ch-mot-doan-p1\""), 1);
    ck_assert_uint_eq(occurrences(all, PB("pg-7", "7") "Câu số0 của"), 1);
    ck_assert_uint_eq(occurrences(all, PB("pg-8", "8") "số3000</span> của"), 1);
    ck_assert_uint_eq(occurrences(all, "nào. </p>") + occurrences(all, "<p class=\"first\"> "), 0);
    free(all);
    char *last = read_entry(c.z, "EPUB/text/ch-sau.xhtml", NULL);
    const char *href = strstr(last, "href=\"ch-mot-doan");
    ck_assert_ptr_nonnull(href);
    char name[64];
    snprintf(name, sizeof name, "EPUB/text/%.*s", (int)strcspn(href + 6, "#"), href + 6);
    char *target = read_entry(c.z, name, NULL);
    has(target, "<span id=\"ix-cuoi\">Chỗ này</span>");
    free(target);
    free(last);
    buf_free(&b);
    close_book(&c);
}
END_TEST

START_TEST(long_table_is_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-bang", NULL, "Bảng");
    struct doc_node *table = put(&s, ch, DOC_TABLE);
    table->id = "tab-1";
    put_text(&s, table, DOC_CAPTION, "Bảng dài");
    char text[256];
    for (unsigned i = 0; i <= 2000; i++) {
        struct doc_node *row = put(&s, table, DOC_ROW);
        row->header = i == 0 || i == 1000;
        for (unsigned k = 0; k < 4; k++) {
            snprintf(text, sizeof text, i == 0 ? "Cột %u%u" : "ô %u-%u.", i, k);
            struct doc_node *cell = put_text(&s, row, DOC_CELL, i == 1000 ? "giữa" : text);
            cell->header = i == 0;
            if (i == 0 && k == 1)
                mark(&s, cell, "01", SPAN_ANCHOR, "ix-cot");
            if (i == 0 && k == 0)
                begin_page(&s, cell, NULL, "7");
        }
    }
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 3);
    ck_assert_uint_eq(occurrences(all, "<caption>"), 1);
    ck_assert_uint_eq(occurrences(all, "<thead>"), 1);
    ck_assert_uint_eq(occurrences(all, "<thead class=\"again\">"), files - 1);
    ck_assert_uint_eq(occurrences(all, "Cột 00</th>"), files);
    ck_assert_uint_eq(occurrences(all, "id=\"ix-cot\""), 1);
    ck_assert_uint_eq(occurrences(all, PB("pg-7", "7")), 1);
    ck_assert_uint_eq(occurrences(all, "<th scope=\"col\">giữa"), 4);
    ck_assert_uint_eq(occurrences(all, "id=\"tab-1\""), 1);
    ck_assert_uint_eq(occurrences(all, "<td"), 7996);
    ck_assert_uint_eq(occurrences(all, "data-h=\"Cột 00\""), 1999);
    free(all);
    close_book(&c);
}
END_TEST

/* The list of the file begins with the number that its first item says. */
static void check_goes_on(struct content *c, const char *file)
{
    char *text = read_entry(c->z, file, NULL);
    const char *list = strstr(text, "<ol start=\""), *item = strstr(text, "Mục số ");
    ck_assert(list != NULL && item != NULL);
    ck_assert_uint_eq(strtoul(list + strlen("<ol start=\""), NULL, 10), strtoul(item + strlen("Mục số "), NULL, 10));
    free(text);
}

START_TEST(long_list_goes_on_counting)
{
    struct doc_node *ch = put_chapter(&s, "ch-ds", NULL, "Danh sách"), *list = put(&s, ch, DOC_LIST);
    list->ordered = true;
    char text[256];
    for (unsigned i = 1; i <= 2000; i++) {
        snprintf(text, sizeof text, "Mục số %u: %0*d", i, 120, 0);
        put_text(&s, put(&s, list, DOC_ITEM), DOC_PARAGRAPH, text);
    }
    sample_finish(&s);
    struct content c = open_book();
    check_goes_on(&c, "EPUB/text/ch-ds-b.xhtml");
    close_book(&c);
}
END_TEST

/* An item of 300 kB in a list: divided as a paragraph is; its number stands once, and the list goes on counting. */
START_TEST(long_item_is_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-muc", NULL, "Mục dài"), *list = put(&s, ch, DOC_LIST);
    list->ordered = true;
    list->id = "ch-muc-l1";
    put_text(&s, put(&s, list, DOC_ITEM), DOC_PARAGRAPH, "Mục đầu.");
    struct doc_node *item = put(&s, list, DOC_ITEM);
    struct buf b = BUF_INIT;
    for (unsigned i = 0; b.n < 300000; i++)
        buf_printf(&b, "Câu số%u của một mục không có chỗ ngắt nào. ", i);
    put_text(&s, item, DOC_PARAGRAPH, buf_str(&b));
    put_text(&s, item, DOC_PARAGRAPH, "Đoạn hai của mục.");
    put_text(&s, put(&s, list, DOC_ITEM), DOC_PARAGRAPH, "Mục cuối.");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    ck_assert_uint_eq(occurrences(all, "id=\"ch-muc-l1\""), 1);
    ck_assert_uint_eq(occurrences(all, "<ol start=\"2\">\n<li class=\"none\">"), files - 1);
    ck_assert_uint_eq(occurrences(all, "<li class=\"none\">"), files - 1);
    has(all, "Đoạn hai của mục.</p>\n</li>\n<li>Mục cuối.</li>");
    for (unsigned i = 0; i < 4000; i += 7) {
        char text[64];
        snprintf(text, sizeof text, "số%u của một mục không có chỗ ngắt nào.", i);
        ck_assert_uint_eq(occurrences(all, text), 1);
    }
    free(all);
    buf_free(&b);
    close_book(&c);
}
END_TEST

/* Sentences "TAG0 …", "TAG1 …" up to so many bytes. Returns their number. */
static unsigned put_sentences(struct buf *b, const char *tag, size_t bytes)
{
    unsigned n = 0;
    for (size_t end = b->n + bytes; b->n < end; n++)
        buf_printf(b, "%s%u & một câu của nó. ", tag, n);
    return n;
}

static void has_sentences(const char *all, const char *tag, unsigned n)
{
    for (unsigned i = 0; i < n; i += 5) {
        char text[64];
        snprintf(text, sizeof text, "%s%u &amp; một câu của nó.", tag, i);
        ck_assert_uint_eq(occurrences(all, text), 1);
    }
}

static struct doc_node *put_note(struct doc_node *ch, const char *id, uint16_t number, const char *text)
{
    struct doc_node *note = put(&s, ch, DOC_NOTE);
    note->id = id;
    note->number = number;
    put_text(&s, note, DOC_PARAGRAPH, text);
    return note;
}

/* A note of 350 kB between two short ones: a file of notes behind the text, the long one going on in others; only its
 * beginning is a footnote; markers of pages and links stand where their words are. */
START_TEST(long_note_is_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-chu", NULL, "Lời chú dài");
    struct doc_node *p = put_text(&s, ch, DOC_PARAGRAPH, "Một, hai, ba.");
    mark(&s, p, "Một", SPAN_NOTE, "fn-ch-chu-1");
    mark(&s, p, "hai", SPAN_NOTE, "fn-ch-chu-2");
    mark(&s, p, "ba", SPAN_NOTE, "fn-ch-chu-3");
    struct buf b = BUF_INIT;
    put_note(ch, "fn-ch-chu-1", 1, "Ngắn.");
    unsigned n = put_sentences(&b, "câu", 350000);
    struct doc_node *note = put_note(ch, "fn-ch-chu-2", 2, buf_str(&b));
    struct doc_node *more = put_text(&s, note, DOC_PARAGRAPH, "Đoạn cuối của lời chú.");
    more->id = "ch-chu-n2";
    begin_page(&s, more, "cuối", "9");
    put_ref(&s, "ch-chu-n2", "9");
    put_note(ch, "fn-ch-chu-3", 3, "Cuối cùng.");
    struct doc_node *other = put_chapter(&s, "ch-sau", NULL, "Chương sau");
    mark(&s, put_text(&s, other, DOC_PARAGRAPH, "Xem lời chú ấy."), "lời chú ấy", SPAN_LINK, "#ch-chu-n2");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 6);
    has_sentences(all, "câu", n);
    ck_assert_uint_eq(occurrences(all, "epub:type=\"footnote\""), 3);
    ck_assert_uint_eq(occurrences(all, "epub:type=\"backlink\""), 3);
    ck_assert_uint_eq(occurrences(all, "id=\"pg-9\""), 1);
    has(all, "href=\"ch-chu-notes.xhtml#fn-ch-chu-2\">hai</a>");
    has(all, "href=\"ch-chu.xhtml#fnr-ch-chu-2\"");
    has(all, "<p class=\"on\"><a href=\"ch-chu-notes-b.xhtml\">(tiếp)</a></p>\n</aside>");
    char *first = read_entry(c.z, "EPUB/text/ch-chu-notes.xhtml", NULL);
    has(first, "epub:type=\"endnotes\" role=\"doc-endnotes\" aria-label=\"Chú thích: Lời chú dài\"");
    has(first, "Ngắn.");
    free(first);
    char name[64];
    snprintf(name, sizeof name, "ch-chu-notes-%c.xhtml#ch-chu-n2\">lời chú ấy", 'a' + (int)files - 3);
    has(all, name);
    char *nav = read_entry(c.z, "EPUB/nav.xhtml", NULL);
    ck_assert_ptr_null(strstr(nav, "Chú thích:"));
    snprintf(name, sizeof name, "text/ch-chu-notes-%c.xhtml#pg-9", 'a' + (int)files - 3);
    has(nav, name);
    free(nav);
    free(all);
    buf_free(&b);
    close_book(&c);
}
END_TEST

/* Many notes to one paragraph: a file holds whole notes. */
START_TEST(many_notes_are_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-nhieu", NULL, "Nhiều lời chú");
    struct doc_node *p = put_text(&s, ch, DOC_PARAGRAPH, "a1 a2 a3 a4 a5 a6 a7 a8 a9");
    for (uint16_t i = 1; i <= 9; i++) {
        char *id = arena_printf(s.a, "fn-ch-nhieu-%u", (unsigned)i), tag[16];
        mark(&s, p, id + strlen(id) - 1, SPAN_NOTE, id);
        struct buf b = BUF_INIT;
        snprintf(tag, sizeof tag, "chú%u-", (unsigned)i);
        put_sentences(&b, tag, 26000);
        put_note(ch, id, i, buf_str(&b));
        buf_free(&b);
    }
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    ck_assert_uint_eq(occurrences(all, "epub:type=\"footnote\""), 9);
    ck_assert_uint_eq(occurrences(all, "(tiếp)</a>"), 0);
    for (unsigned i = 1; i <= 9; i++) {
        char tag[16];
        snprintf(tag, sizeof tag, "chú%u-", i);
        has_sentences(all, tag, 500);
    }
    free(all);
    close_book(&c);
}
END_TEST

/* A cell of 350 kB beside short ones: the row goes on in tables of other files, which say the head again. */
START_TEST(long_cell_is_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-o", NULL, "Ô dài"), *table = put(&s, ch, DOC_TABLE);
    struct buf b = BUF_INIT;
    unsigned n = put_sentences(&b, "ô", 350000);
    table->id = "ch-o-b1";
    const char *const cells[3][3] = {{"Mục", "Nội dung", "Trang"}, {"Lớn", buf_str(&b), "7"}, {"Nhỏ", "hết", "8"}};
    for (size_t i = 0; i < 3; i++) {
        struct doc_node *row = put(&s, table, DOC_ROW);
        row->header = i == 0;
        for (size_t k = 0; k < 3; k++)
            put_text(&s, row, DOC_CELL, cells[i][k]);
    }
    struct doc_node *big = table->first->next->first->next;
    begin_page(&s, big, "ô6001 ", "7");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    has_sentences(all, "ô", n);
    ck_assert_uint_eq(occurrences(all, "id=\"ch-o-b1\""), 1);
    ck_assert_uint_eq(occurrences(all, "id=\"pg-7\""), 1);
    has(all, "aria-label=\"7\"></span>ô6001</span>");
    ck_assert_uint_eq(occurrences(all, ">Lớn</td>"), 1);
    ck_assert_uint_eq(occurrences(all, ">hết</td>"), 1);
    ck_assert_uint_eq(occurrences(all, "<thead class=\"again\">"), files - 1);
    free(all);
    buf_free(&b);
    close_book(&c);
}
END_TEST

/* Lists in a list in a quotation: divided however deep the items stand. */
START_TEST(nested_lists_are_divided)
{
    struct doc_node *ch = put_chapter(&s, "ch-long", NULL, "Lồng nhau"), *quote = put(&s, ch, DOC_QUOTE);
    struct doc_node *outer = put(&s, quote, DOC_LIST), *item = put(&s, outer, DOC_ITEM);
    outer->ordered = true;
    put_text(&s, item, DOC_PARAGRAPH, "Mục ngoài.");
    struct doc_node *list = put(&s, item, DOC_LIST);
    list->ordered = true;
    char text[256];
    for (unsigned i = 1; i <= 2000; i++) {
        snprintf(text, sizeof text, "Mục số %u: %0*d", i, 150, 0);
        put_text(&s, put(&s, list, DOC_ITEM), DOC_PARAGRAPH, text);
    }
    put_text(&s, put(&s, outer, DOC_ITEM), DOC_PARAGRAPH, "Mục ngoài thứ hai.");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    for (unsigned i = 1; i <= 2000; i += 3) {
        snprintf(text, sizeof text, "<li>Mục số %u: ", i);
        ck_assert_uint_eq(occurrences(all, text), 1);
    }
    ck_assert_uint_eq(occurrences(all, "<li class=\"none\">"), files - 1);
    has(all, "</ol>\n</li>\n<li>Mục ngoài thứ hai.</li>");
    free(all);
    check_goes_on(&c, "EPUB/text/ch-long-b.xhtml");
    close_book(&c);
}
END_TEST

/* Letters without a space: no file is too long, and none is lost. */
START_TEST(letters_without_end)
{
    struct doc_node *ch = put_chapter(&s, "ch-tu", NULL, "Từ dài");
    struct buf b = BUF_INIT;
    while (b.n < 400000)
        buf_puts(&b, "ộ");
    put_text(&s, ch, DOC_PARAGRAPH, buf_str(&b));
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 4);
    ck_assert_uint_eq(occurrences(all, "ộ"), b.n / strlen("ộ"));
    free(all);
    buf_free(&b);
    close_book(&c);
}
END_TEST

START_TEST(contents_of_a_large_book)
{
    struct doc_node *contents = put(&s, s.book.root, DOC_CONTENTS);
    put_text(&s, contents, DOC_TITLE, "Mục lục");
    char text[64];
    for (unsigned i = 0; i < 1500; i++) {
        struct doc_node *entry = put(&s, contents, DOC_ENTRY);
        snprintf(text, sizeof text, "Chương số %u của cuốn sách rất dài này", i);
        entry->level = i % 100 == 0 ? 1 : 2;
        put_text(&s, entry, DOC_TITLE, text);
        put(&s, entry, DOC_PAGEREF)->target = "nowhere";
    }
    put_chapter(&s, "ch-1", NULL, "Một");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_ge(files, 3);
    ck_assert_uint_eq(occurrences(all, "Chương số "), 1500);
    free(all);
    close_book(&c);
}
END_TEST

/* Whatever the material says: the files stay well-formed, names and ids are ASCII, and nothing runs. */
START_TEST(hostile_titles)
{
    s.book.title = "</title><script>alert('x')</script> \"&' \001\xFF";
    s.book.author = "]]>";
    struct doc_node *ch = put_chapter(&s, "ch-../../etc/passwd", NULL, "<h1>&amp;\"]]>");
    ch->id = "1 \"bad\" id";
    put_heading(&s, ch, 6, "<!-- -- -->", "trùng");
    put_heading(&s, ch, 2, "Sau", "trùng");
    struct doc_node *p = put_text(&s, ch, DOC_PARAGRAPH, "chữ\xE2\x80\x8B và \xEE\x80\x80 nữa");
    mark(&s, p, "và", SPAN_LANG, "\"><x");
    mark(&s, p, "nữa", SPAN_ANCHOR, "a b");
    put_chapter(&s, "cover", NULL, "");
    ch = put_chapter(&s, "cover", NULL, "Trùng");
    begin_page(&s, ch->first, NULL, "A\"<1>");
    sample_finish(&s);
    struct content c = open_book();
    unsigned files;
    char *all = all_text(&c, &files);
    ck_assert_uint_eq(files, 3);
    lacks(all, "<script");
    lacks(all, "id=\"1 ");
    lacks(all, "trùng");
    lacks(all, "id=\"a b\"");
    lacks(all, "&gt;&lt;x");
    has(all, "id=\"pg-41223c313e\" aria-label=\"A&quot;&lt;1&gt;\"");
    has(all, "<h2 id=\"ch-etc-passwd-h-t\">&lt;!-- -- --&gt;</h2>");
    free(all);
    const char *others[] = {"EPUB/package.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"};
    for (size_t i = 0; i < 3; i++) {
        size_t n;
        char *text = read_entry(c.z, others[i], &n);
        ck_assert_ptr_nonnull(text);
        xmlDocPtr doc = xmlReadMemory(text, (int)n, others[i], NULL, XML_PARSE_NONET);
        ck_assert_ptr_nonnull(doc);
        xmlFreeDoc(doc);
        lacks(text, "<script");
        free(text);
    }
    close_book(&c);
}
END_TEST

START_TEST(empty_book)
{
    put_chapter(&s, "ch-1", NULL, "Một");
    sample_finish(&s);
    struct content c = open_book();
    char *nav = read_entry(c.z, "EPUB/nav.xhtml", NULL), *opf = read_entry(c.z, "EPUB/package.opf", NULL);
    lacks(nav, "page-list");
    lacks(opf, "pageBreakMarkers");
    lacks(opf, "dc:source");
    free(nav);
    free(opf);
    close_book(&c);
}
END_TEST

TEST_MAIN("split")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, long_chapter_is_divided);
    tcase_add_test(c, long_paragraph_is_divided);
    tcase_add_test(c, long_table_is_divided);
    tcase_add_test(c, long_list_goes_on_counting);
    tcase_add_test(c, long_item_is_divided);
    tcase_add_test(c, long_note_is_divided);
    tcase_add_test(c, many_notes_are_divided);
    tcase_add_test(c, long_cell_is_divided);
    tcase_add_test(c, nested_lists_are_divided);
    tcase_add_test(c, letters_without_end);
    tcase_add_test(c, contents_of_a_large_book);
    tcase_add_test(c, hostile_titles);
    tcase_add_test(c, empty_book);
}
