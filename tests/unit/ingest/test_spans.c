/* Nothing is lost, span by span: the visible text of a file falls into the texts of blocks, of fields and of records,
 * each of which stands in it in one stretch and none of which shares a character with another. Spaces do not count, and
 * signs that typography changes are compared by their kind; that each change is recorded is counted in
 * test_nothing_lost.c.
 */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ingest/charset.h"
#include "ingest/sniff.h"
#include "ingest_fixture.h"
#include "unit/folder.h"
#include "unit/suite.h"
#include "zip_maker.h"

/* ---- folding ---- */

/* Characters that no page shows. */
static bool is_unseen(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x180E || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || (cp >= 0xE000 && cp <= 0xF8FF) ||
           cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) || cp >= 0xF0000;
}

/* Spaces and invisible characters go; quotation marks, dashes and dots of every kind are one. */
static void put_folded(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (utf8_is_space(cp) || is_unseen(cp))
            continue;
        char one[8];
        if (cp == 0x2026)
            buf_puts(out, "...");
        else if (cp == '"' || cp == '\'' || cp == '`' || cp == 0xB4 || cp == 0xAB || cp == 0xBB ||
                 (cp >= 0x2018 && cp <= 0x201F))
            buf_putc(out, '"');
        else if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
            buf_putc(out, '-');
        else /* Ð of Icelandic looks like Đ */
            buf_put(out, one, utf8_put(one, cp == 0xD0 ? 0x110 : cp == 0xF0 ? 0x111 : cp));
    }
}

static void put_nfc(struct buf *out, const char *s)
{
    size_t n;
    const char *nfc = utf8_nfc(arena, s, strlen(s), &n);
    put_folded(out, nfc, n);
}

/* ---- the spans ---- */

struct span_text {
    char *s;
    size_t n;
};

struct cover {
    struct buf source; /* folded */
    struct span_text *spans;
    size_t n, cap;
};

static void add_span(struct cover *c, const char *s, size_t n)
{
    struct buf folded = BUF_INIT;
    put_folded(&folded, s, n);
    if (folded.n > 0) {
        c->spans = realloc(c->spans, (c->n + 1) * sizeof *c->spans);
        c->spans[c->n++] = (struct span_text){arena_strndup(arena, folded.p, folded.n), folded.n};
    }
    buf_free(&folded);
}

/* The numbers that refer to notes are the program's own: the text has other words for them, or none. */
static void add_text(struct cover *c, const struct text *t)
{
    struct buf words = BUF_INIT;
    size_t from = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        if (t->spans[i].kind != SPAN_NOTE)
            continue;
        buf_put(&words, t->s + from, t->spans[i].start - from);
        from = t->spans[i].end;
        add_span(c, words.p, words.n); /* the mark stands between */
        buf_clear(&words);
    }
    buf_put(&words, t->s + from, t->n - from);
    add_span(c, words.n > 0 ? words.p : "", words.n);
    buf_free(&words);
}

static void add_article(struct cover *c, const struct article *article)
{
    const struct article_meta *meta = &article->meta;
    const struct records *r = &article->records;
    if (meta->title_line > 0)
        add_text(c, &meta->title);
    if (meta->lead_line > 0)
        add_text(c, &meta->lead);
    if (meta->subtitle.n > 0)
        add_text(c, &meta->subtitle);
    for (const struct doc_node *n = article->root; n != NULL; n = doc_next(article->root, n))
        if (n->text.n > 0)
            add_text(c, &n->text);
    for (size_t i = 0; i < r->n_dropped; i++)
        add_span(c, r->dropped[i].text, strlen(r->dropped[i].text));
    for (size_t i = 0; i < r->n_merged; i++)
        add_span(c, r->merged[i].text, strlen(r->merged[i].text));
    for (size_t i = 0; i < r->n_changed; i++)
        if (r->changed[i].after[0] == '\0')
            add_span(c, r->changed[i].before, strlen(r->changed[i].before));
}

static int longer_first(const void *x, const void *y)
{
    size_t a = ((const struct span_text *)x)->n, b = ((const struct span_text *)y)->n;
    return a < b ? 1 : a > b ? -1 : 0;
}

/* Byte of the first place that no other span has; SIZE_MAX: there is none. */
static size_t find_place(const struct cover *c, const bool *taken, const char *span, size_t n)
{
    const char *at = c->source.p, *end = c->source.p + c->source.n;
    while ((at = memmem(at, (size_t)(end - at), span, n)) != NULL) {
        size_t from = (size_t)(at - c->source.p), unclaimed = 0;
        while (unclaimed < n && !taken[from + unclaimed])
            unclaimed++;
        if (unclaimed == n)
            return from;
        at += unclaimed + 1;
    }
    return SIZE_MAX;
}

#define PARTS 8
#define PART_MIN 12 /* bytes */

/* A block out of whose middle words were taken (said twice, a caption run in) stands in two stretches: the longest
 * beginning that has a place, then the rest. */
static bool claim(const struct cover *c, bool *taken, const char *span, size_t n, unsigned parts)
{
    size_t from = find_place(c, taken, span, n), fits = 0, fails = n;
    if (from != SIZE_MAX) {
        memset(taken + from, true, n);
        return true;
    }
    if (parts == 0 || n < 2 * PART_MIN)
        return false;
    while (fails - fits > 1) {
        size_t half = fits + (fails - fits) / 2;
        *(find_place(c, taken, span, half) != SIZE_MAX ? &fits : &fails) = half;
    }
    if (fits < PART_MIN || n - fits < PART_MIN)
        return false;
    memset(taken + find_place(c, taken, span, fits), true, fits);
    return claim(c, taken, span + fits, n - fits, parts - 1);
}

/* Names the first span without a place and the first stretch without a span; "" when all is covered. */
static const char *check_cover(struct cover *c)
{
    bool *taken = calloc(c->source.n + 1, sizeof *taken);
    const char *fault = "";
    if (c->n > 0)
        qsort(c->spans, c->n, sizeof *c->spans, longer_first);
    for (size_t i = 0; i < c->n && *fault == '\0'; i++)
        if (!claim(c, taken, c->spans[i].s, c->spans[i].n, PARTS))
            fault = arena_printf(arena, "no place for \"%.200s\"", c->spans[i].s);
    for (size_t i = 0; i < c->source.n && *fault == '\0'; i++)
        if (!taken[i])
            fault =
                arena_printf(arena, "in no span: \"%.80s\"", arena_strndup(arena, c->source.p + i, c->source.n - i));
    free(taken);
    buf_free(&c->source);
    free(c->spans);
    return fault;
}

/* ---- what a reader of the input sees, by rules of this test's own ---- */

static bool is_named(const xmlNode *node, const char *const *names)
{
    for (; *names != NULL; names++)
        if (node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, *names) == 0)
            return true;
    return false;
}

static bool is_hidden_by_style(const xmlNode *node)
{
    xmlChar *style = xmlGetProp((xmlNode *)node, (const xmlChar *)"style");
    const char *display = style != NULL ? strstr((char *)style, "display") : NULL;
    bool none = display != NULL && strncmp(display + 7 + strspn(display + 7, " :"), "none", 4) == 0;
    xmlFree(style);
    return none || xmlHasProp((xmlNode *)node, (const xmlChar *)"hidden") != NULL;
}

static void see_nodes(struct cover *c, const xmlNode *node, const char *const *unseen)
{
    for (; node != NULL; node = node->next) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
            put_nfc(&c->source, (const char *)node->content);
        else if (node->type == XML_ELEMENT_NODE && !is_named(node, unseen) && !is_hidden_by_style(node))
            see_nodes(c, node->children, unseen);
    }
}

static void see_page(struct cover *c, const char *s, size_t n)
{
    static const char *const unseen[] = {"script",   "style",  "noscript", "template", "head",  "svg",
                                         "iframe",   "object", "canvas",   "video",    "audio", "select",
                                         "textarea", "input",  "datalist", "map",      NULL};
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING;
    htmlDocPtr doc = htmlReadMemory(s, (int)n, NULL, "UTF-8", options);
    if (doc != NULL)
        see_nodes(c, xmlDocGetRootElement(doc), unseen);
    xmlFreeDoc(doc);
}

/* Word: the runs' texts. Deleted text and field codes stand in other elements; what vanishes is passed over. */
static void see_runs(struct cover *c, const xmlNode *node)
{
    static const char *const text[] = {"t", NULL}, *const unseen[] = {"del", "moveFrom", "Fallback",
                                                                      "rPr", "pPr",      NULL};
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || is_named(node, unseen))
            continue;
        if (is_named(node, text)) {
            xmlChar *s = xmlNodeGetContent(node);
            put_nfc(&c->source, (const char *)s);
            xmlFree(s);
        } else {
            see_runs(c, node->children);
        }
    }
}

static void see_word(struct cover *c, const char *xml)
{
    xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    ck_assert_ptr_nonnull(doc);
    see_runs(c, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

/* ---- Word ---- */

#define NS                                                                                                             \
    " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "                                         \
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "                                   \
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "                               \
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
#define P(text) "<w:p><w:r><w:t xml:space='preserve'>" text "</w:t></w:r></w:p>"
#define STYLED(style, text) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define CELL(text) "<w:tc>" P(text) "</w:tc>"
#define LONG                                                                                                                                      \
    "Sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông, nghe bà con kể chuyện mùa màng rồi cùng ăn " \
    "bữa cơm trưa ở nhà văn hóa."

static const char word_document[] = "<w:document" NS "><w:body>" P("Thứ hai, 13/6/2022 | 08:00")
    STYLED("Title", "Chuyện bên sông") P("Bài: Lê Minh Hà") P(LONG) STYLED(
        "H1", "Buổi sáng") "<w:p><w:r><w:t>Ông kể</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
                           "<w:r><w:t xml:space='preserve'> rằng \"mưa\" - nắng... thất "
                           "thường</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"
                           "<w:r><w:t>.</w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del></w:p>"
                           "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' descr='Bến'/><a:blip "
                           "r:embed='r1'/></wp:inline></w:drawing></w:r></w:p>"
                           "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>Bến sông buổi sớm. Ảnh: Mai "
                           "Anh</w:t></w:r></w:p>" P(LONG " Hai.") STYLED("H1", "Con số") "<w:tbl><w:tr>" CELL("Xã")
                               CELL("Hộ") "</w:tr><w:tr>" CELL("Đông Hải")
                                   CELL("120") "</w:tr></w:tbl>" P("- một con thuyền") P("- hai tấm lưới")
                                       P(LONG " Ba.") "<w:p><w:r><w:pict><w:txbxContent>" P(
                                           "Hộp chữ bên lề, nói về giá cá.") "</w:txbxContent></w:pict></w:r></"
                                                                             "w:p>" P("Theo Nhịp Cầu Xa") "</"
                                                                                                          "w:body></"
                                                                                                          "w:"
                                                                                                          "document>";
static const char word_notes[] =
    "<w:footnotes" NS
    "><w:footnote w:id='1'>" P("Chú thích sau.") "</w:footnote><w:footnote w:id='2'>" P("Chú thích trước.")
        P("Đoạn hai.") "</w:footnote><w:footnote w:id='3'>" P("Không ai hỏi.") "</w:footnote></w:footnotes>";
static const char word_styles[] =
    "<w:styles" NS "><w:style w:styleId='H1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='Title'><w:name "
    "w:val='Title'/></w:style></w:styles>";

static void cover_articles(struct cover *c, const char *name, const char *bytes, size_t n)
{
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){name, bytes, n}, NULL, &articles, diag), 0);
    for (size_t i = 0; i < articles.n; i++)
        add_article(c, &articles.items[i]);
}

START_TEST(word_documents)
{
    const struct zip_entry entries[] = {
        {"[Content_Types].xml", "<Types/>"},
        {"word/document.xml", word_document},
        {"word/styles.xml", word_styles},
        {"word/footnotes.xml", word_notes},
        {"word/_rels/document.xml.rels", "<Relationships><Relationship Id='r1' Target='media/a.png'/></Relationships>"},
        {"word/media/a.png", "x"},
        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    struct cover c = {.source = BUF_INIT};
    see_word(&c, word_document);
    see_word(&c, word_notes);
    cover_articles(&c, "a.docx", bytes, n);
    free(bytes);
    ck_assert_str_eq(check_cover(&c), "");
}
END_TEST

/* ---- EPUB ---- */

#define PAGE(body)                                                                                                     \
    "<html xmlns:epub='http://www.idpf.org/2007/ops'><head><title>x</title></head><body>" body "</body></html>"

static const char *const pages[] = {
    PAGE("<section epub:type='cover'><p>Bìa sách</p></section>"),
    PAGE("<section epub:type='chapter'><h1>Chuyện một</h1><p>" LONG "<a epub:type='noteref' href='#f1'>*</a></p>"
         "<span epub:type='pagebreak'>12</span><figure><img src='h/x.png' alt='Xe'/><figcaption>Xe tải</figcaption>"
         "</figure><p>Ông kể<sup><a id='r2' href='n.xhtml#e1'>[1]</a></sup> thêm \"chuyện\" - rồi thôi...</p><aside "
         "epub:type='footnote' id='f1'><p>Trạm cũ.</p></aside><ul><li>Một</li><li>Hai<ol><li>Trong hai</li></ol></li>"
         "</ul><table><tr><th>Năm</th><th>Tấn</th></tr><tr><td>2020</td><td>7</td></tr></table></section>"),
    PAGE("<h1>Chuyện hai</h1><p>" LONG " Hai.</p><blockquote><p>Lời ông.</p><cite>Ông Bình</cite></blockquote><nav><p>"
         "Mục của chương</p></nav><p>Bà kể<a role='doc-noteref' href='n.xhtml#e2'>2</a>.</p>"),
    PAGE("<section role='doc-endnotes'><h2>Ghi chú</h2><ol><li id='e1'><p><a href='a.xhtml#r2'>1.</a> Ông tên là "
         "Bình.</p></li><li id='e2' epub:type='endnote'><p>Bà tên là Lan.</p></li></ol></section>")};

START_TEST(digital_books)
{
    static const char package[] =
        "<package><metadata/><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/><item id='a' "
        "href='a.xhtml' media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' "
        "media-type='application/xhtml+xml'/><item id='n' href='n.xhtml' media-type='application/xhtml+xml'/>"
        "</manifest><spine><itemref idref='c'/><itemref idref='a'/><itemref idref='b'/><itemref idref='n'/></spine>"
        "</package>";
    const struct zip_entry entries[] = {
        {"mimetype", "application/epub+zip"},
        {"META-INF/container.xml", "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>"},
        {"p.opf", package},
        {"c.xhtml", pages[0]},
        {"a.xhtml", pages[1]},
        {"b.xhtml", pages[2]},
        {"n.xhtml", pages[3]},
        {"h/x.png", "x"},
        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    struct cover c = {.source = BUF_INIT};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        see_page(&c, pages[i], strlen(pages[i]));
    cover_articles(&c, "sach.epub", bytes, n);
    free(bytes);
    ck_assert_str_eq(check_cover(&c), "");
}
END_TEST

/* ---- Markdown ---- */

/* Each text beside what a reader of it sees: its marks are no text. */
static const struct {
    const char *name, *markdown, *seen;
} notes[] = {
    {"marks.md",
     "# Chuyện *bên* sông\n\n" LONG
     "[^1]\n\n## Buổi **sáng**\n\nÔng kể[^dài] \"rằng\" - thôi...\n\n- một[^1]\n- hai\n\n"
     "> Lời ông.\n\n| Năm | Tấn |\n|---|---|\n| 2020 | 7[^b] |\n\n[^1]: Trạm cũ.\n\n[^dài]: Đoạn đầu của chú.\n\n"
     "    Đoạn sau, có [liên kết](https://example.org/x).\n\n[^b]: Số tạm tính.\n",
     "Chuyện bên sông " LONG
     " Buổi sáng Ông kể \"rằng\" - thôi... một hai Lời ông. Năm Tấn 2020 7 Trạm cũ. Đoạn đầu của "
     "chú. Đoạn sau, có liên kết. Số tạm tính."},
    {"unasked.md", "# Tên bài\n\n" LONG "[^2]\n\n[^1]: Không ai hỏi.\n[^2]: Có người hỏi.\n\n" LONG " Hết.\n",
     "Tên bài " LONG " Không ai hỏi. Có người hỏi. " LONG " Hết."},
    {"twice.md", "# Tên bài\n\nMột[^a] và hai[^a], ba[^b].\n\n" LONG "\n\n[^b]: Chú bê[^a].\n[^a]: Chú a.\n",
     "Tên bài Một và hai, ba. " LONG " Chú bê[^a]. Chú a."},
    {"front.md",
     "---\ntitle: Tên trên đầu\nauthor: Lê Hà\n---\n\n" LONG
     "[^x]\n\n### Mục nhỏ\n\nCuối cùng là `mã[^1]` và dòng.\n\n[^x]: Chú có "
     "*nghiêng*.\n",
     LONG " Mục nhỏ Cuối cùng là mã[^1] và dòng. Chú có nghiêng."}};

START_TEST(markdown_with_notes)
{
    struct cover c = {.source = BUF_INIT};
    put_folded(&c.source, notes[_i].seen, strlen(notes[_i].seen));
    cover_articles(&c, notes[_i].name, notes[_i].markdown, strlen(notes[_i].markdown));
    const char *fault = check_cover(&c);
    ck_assert_msg(*fault == '\0', "%s: %s", notes[_i].name, fault);
}
END_TEST

/* ---- texts and pages of the folders ---- */

static void check_file(const char *path)
{
    struct cover c = {.source = BUF_INIT};
    struct decoded text;
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    ck_assert_int_eq(charset_decode(arena, path, bytes, n, &text, diag), 0);
    enum format format = sniff_text(path, text.s, text.n);
    if (format == FORMAT_HTML)
        see_page(&c, text.s, text.n);
    else
        put_folded(&c.source, text.s, text.n);
    if (format != FORMAT_MARKDOWN) {
        cover_articles(&c, path, bytes, n);
        const char *fault = check_cover(&c);
        ck_assert_msg(*fault == '\0', "%s: %s", path, fault);
    } else {
        buf_free(&c.source);
    }
    free(bytes);
}

static bool is_text_or_page(const char *name)
{
    return name_ends(name, ".txt") || name_ends(name, ".html");
}

static size_t check_folder(const char *folder)
{
    return each_file(folder, is_text_or_page, check_file);
}

START_TEST(own_articles)
{
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/tests/ingest"), 0);
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/tests/ingest/shapes"), 0);
}
END_TEST

START_TEST(articles_of_others)
{
    const char *corpus = CORPUS_DIR;
    if (*corpus != '\0')
        ck_assert_uint_gt(check_folder(corpus), 0);
}
END_TEST

TEST_MAIN("spans")
{
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, word_documents);
    tcase_add_test(c, digital_books);
    tcase_add_loop_test(c, markdown_with_notes, 0, (int)(sizeof notes / sizeof *notes));
    tcase_add_test(c, own_articles);
    tcase_add_test(c, articles_of_others);
}
