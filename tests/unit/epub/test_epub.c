/* A whole small book: each file well-formed, every reference leading somewhere, markers at the right words. */
#include "unit/epub/sample.h"
#include "unit/suite.h"
#include "xhtml_rules.h"

static struct sample s;

static void setup(void)
{
    sample_book(&s);
}

static void teardown(void)
{
    sample_close(&s);
}

/* ---- the container ---- */

START_TEST(mimetype_first_and_stored)
{
    size_t n;
    char *bytes = write_book(&s, &n);
    ck_assert_uint_gt(n, 100);
    ck_assert(memcmp(bytes, "PK\003\004", 4) == 0);
    ck_assert_msg(bytes[8] == 0 && bytes[9] == 0, "stored");
    ck_assert_msg(bytes[28] == 0 && bytes[29] == 0, "no extra field");
    ck_assert(memcmp(bytes + 30, "mimetypeapplication/epub+zip", 28) == 0);
    zip_t *z = open_zip(bytes, n);
    for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
        zip_stat_t st;
        ck_assert_int_eq(zip_stat_index(z, (zip_uint64_t)i, 0, &st), 0);
        char *entry = read_entry(z, st.name, NULL); /* checks size and CRC */
        ck_assert_ptr_nonnull(entry);
        free(entry);
    }
    zip_discard(z);
    free(bytes);
}
END_TEST

START_TEST(equal_bytes)
{
    size_t n, m;
    char *one = write_book(&s, &n);
    setenv("TZ", "Asia/Ho_Chi_Minh", 1);
    s.in.workers = workers_new(3);
    char *two = write_book(&s, &m);
    unsetenv("TZ");
    workers_drop(s.in.workers);
    ck_assert_uint_eq(n, m);
    ck_assert(memcmp(one, two, n) == 0);
    free(one);
    free(two);
}
END_TEST

/* ---- references ---- */

struct files {
    zip_t *z;
    size_t n;
    const char *names[64];
    xmlDocPtr docs[64];
};

static void open_files(struct files *f, char **bytes)
{
    size_t n;
    *bytes = write_book(&s, &n);
    f->z = open_zip(*bytes, n);
    f->n = 0;
    for (zip_int64_t i = 0; i < zip_get_num_entries(f->z, 0); i++) {
        const char *name = zip_get_name(f->z, (zip_uint64_t)i, 0);
        const char *dot = strrchr(name, '.');
        if (dot == NULL || (strcmp(dot, ".xhtml") != 0 && strcmp(dot, ".opf") != 0 && strcmp(dot, ".ncx") != 0))
            continue;
        size_t size = 0;
        char *text = read_entry(f->z, name, &size);
        xmlDocPtr doc = xmlReadMemory(text, (int)size, name, NULL, XML_PARSE_NONET);
        ck_assert_msg(doc != NULL, "%s is not well-formed:\n%s", name, text);
        f->names[f->n] = name;
        f->docs[f->n++] = doc;
        free(text);
    }
}

static void close_files(struct files *f, char *bytes)
{
    for (size_t i = 0; i < f->n; i++)
        xmlFreeDoc(f->docs[i]);
    zip_discard(f->z);
    free(bytes);
}

static xmlXPathObjectPtr find_all(xmlDocPtr doc, const char *path)
{
    xmlXPathContextPtr ctx = xmlXPathNewContext(doc);
    xmlXPathRegisterNs(ctx, BAD_CAST "h", BAD_CAST "http://www.w3.org/1999/xhtml");
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, ctx);
    xmlXPathFreeContext(ctx);
    ck_assert_ptr_nonnull(found);
    return found;
}

static int count(xmlDocPtr doc, const char *path)
{
    xmlXPathObjectPtr found = find_all(doc, path);
    int n = found->nodesetval != NULL ? found->nodesetval->nodeNr : 0;
    xmlXPathFreeObject(found);
    return n;
}

static xmlDocPtr doc_of(const struct files *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->names[i], name) == 0)
            return f->docs[i];
    return NULL;
}

/* "text/ch-1.xhtml#x" as seen from `from` must name a file of the book, and an id in it. */
static void check_target(const struct files *f, const char *from, const char *href)
{
    char path[512], file[256] = "";
    const char *hash = strchr(href, '#');
    size_t n = hash != NULL ? (size_t)(hash - href) : strlen(href);
    if (n == 0) {
        snprintf(path, sizeof path, "%s", from);
    } else {
        snprintf(file, sizeof file, "%.*s", (int)n, href);
        const char *rest = file;
        int up = 0;
        for (; strncmp(rest, "../", 3) == 0; rest += 3)
            up++;
        const char *end = from + strlen(from);
        for (int i = 0; i <= up; i++)
            while (end > from && *--end != '/') {
            }
        snprintf(path, sizeof path, "%.*s/%s", (int)(end - from), from, rest);
    }
    ck_assert_msg(zip_name_locate(f->z, path, 0) >= 0, "%s: %s leads to no file (%s)", from, href, path);
    if (hash == NULL)
        return;
    char query[512];
    snprintf(query, sizeof query, "//*[@id='%s']", hash + 1);
    xmlDocPtr doc = doc_of(f, path);
    ck_assert_ptr_nonnull(doc);
    ck_assert_msg(count(doc, query) == 1, "%s: %s leads to %d places", from, href, count(doc, query));
}

START_TEST(references_resolve)
{
    struct files f;
    char *bytes;
    open_files(&f, &bytes);
    for (size_t i = 0; i < f.n; i++) {
        xmlXPathObjectPtr found = find_all(f.docs[i], "//@href | //@src");
        for (int k = 0; k < found->nodesetval->nodeNr; k++) {
            xmlChar *href = xmlNodeGetContent(found->nodesetval->nodeTab[k]);
            if (strncmp((char *)href, "http", 4) != 0)
                check_target(&f, f.names[i], (char *)href);
            xmlFree(href);
        }
        xmlXPathFreeObject(found);
        found = find_all(f.docs[i], "//@aria-labelledby");
        for (int k = 0; found->nodesetval != NULL && k < found->nodesetval->nodeNr; k++) {
            xmlChar *ids = xmlNodeGetContent(found->nodesetval->nodeTab[k]);
            for (char *save = NULL, *id = strtok_r((char *)ids, " ", &save); id; id = strtok_r(NULL, " ", &save)) {
                char query[256];
                snprintf(query, sizeof query, "//*[@id='%s']", id);
                ck_assert_msg(count(f.docs[i], query) == 1, "%s: %s names nothing", f.names[i], id);
            }
            xmlFree(ids);
        }
        xmlXPathFreeObject(found);
    }
    close_files(&f, bytes);
}
END_TEST

/* Ids are unique over the whole book. */
START_TEST(ids_are_unique)
{
    struct files f;
    char *bytes;
    open_files(&f, &bytes);
    char *all[2048];
    size_t n = 0;
    for (size_t i = 0; i < f.n; i++) {
        if (strstr(f.names[i], "/text/") == NULL)
            continue;
        xmlXPathObjectPtr found = find_all(f.docs[i], "//@id");
        for (int k = 0; found->nodesetval != NULL && k < found->nodesetval->nodeNr; k++) {
            all[n] = (char *)xmlNodeGetContent(found->nodesetval->nodeTab[k]);
            for (size_t j = 0; j < n; j++)
                ck_assert_str_ne(all[j], all[n]);
            n++;
        }
        xmlXPathFreeObject(found);
    }
    ck_assert_uint_gt(n, 20);
    while (n > 0)
        xmlFree(all[--n]);
    close_files(&f, bytes);
}
END_TEST

struct finding {
    const char *file;
    unsigned n;
    char last[500];
};

static void take_finding(void *ctx, const char *what)
{
    struct finding *f = ctx;
    f->n++;
    snprintf(f->last, sizeof f->last, "%s: %s", f->file, what);
}

/* What EPUB 3.3 asks of every content document, and what this book promises. */
START_TEST(content_rules)
{
    struct files f;
    char *bytes;
    open_files(&f, &bytes);
    for (size_t i = 0; i < f.n; i++) {
        if (strstr(f.names[i], ".xhtml") == NULL)
            continue;
        xmlDocPtr doc = f.docs[i];
        struct finding found = {.file = f.names[i]};
        xhtml_check(doc, take_finding, &found);
        ck_assert_msg(found.n == 0, "%s", found.last);
        ck_assert_int_eq(count(doc, "/h:html[@lang='vi'][@xml:lang='vi']/h:head/h:title[string()]"), 1);
        ck_assert_int_eq(count(doc, "//h:img[not(@alt)]"), 0);
        ck_assert_int_eq(count(doc, "//h:a//h:a"), 0);
        ck_assert_int_eq(count(doc, "//h:p//h:p | //h:p//h:ul | //h:p//h:section"), 0);
        ck_assert_int_eq(count(doc, "//h:script | //h:style | //@style"), 0);
        ck_assert_int_eq(count(doc, "//h:h1//h:span[@class='pb'] | //h:h2//h:span[@class='pb']"), 0);
        ck_assert_int_eq(count(doc, "//h:aside//h:span[@class='pb']"), 0);
        ck_assert_int_eq(count(doc, "//*[local-name()='span'][@lang][not(@lang=@xml:lang)]"), 0);
        if (strstr(f.names[i], "/text/") == NULL)
            continue;
        ck_assert_int_le(count(doc, "//h:h1"), 1);
        ck_assert_int_eq(count(doc, "/h:html/h:body/h:section"), 1);
        ck_assert_int_eq(count(doc, "/h:html/h:body/*"), 1);
    }
    close_files(&f, bytes);
}
END_TEST

/* The rules find what breaks them. */
START_TEST(rules_find_faults)
{
    static const struct {
        const char *body, *finding;
    } faults[] = {
        {"<p>a<p>b</p></p>", "may not stand in <p>"},
        {"<ul><p>a</p></ul>", "may not stand in <ul>"},
        {"<ul></ul>", "no items"},
        {"<div>loose</div>", "words that stand loose"},
        {"<p><a href=\"#x\">a <em><a href=\"#x\">b</a></em></a></p>", "a link in a link"},
        {"<dl><div><dt>a</dt></div></dl>", "nothing is said"},
        {"<dl><dd>a</dd></dl>", "without its term"},
        {"<table><tbody><tr><td>a</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>", "2 cells"},
        {"<table><thead><tr><th>a</th></tr></thead></table>", "scope is missing"},
        {"<h1>a</h1><h3>b</h3>", "follows h1"},
        {"<h1>a</h1><h1>b</h1>", "second h1"},
        {"<h2> </h2>", "no words"},
        {"<p><img src=\"a.png\"/></p>", "alt and role"},
        {"<p><time datetime=\"gestern\">a</time></p>", "no date"},
        {"<p style=\"color: red\">a</p>", "attribute style"},
        {"<p id=\"x\">a</p><p id=\"x\">b</p>", "stands 2 times"},
        {"<p lang=\"en\">a</p>", "lang and xml:lang"},
        {"<section aria-labelledby=\"y\"><p>a</p></section>", "its name"},
        {"<section><p>a</p></section>", "without a name"},
        {"<aside epub:type=\"footnote\"><p>a</p></aside>", "goes with role"},
        {"<p epub:type=\"footnote\" role=\"doc-footnote\">a</p>", "belongs to"},
        {"<p role=\"button\">a</p>", "without a type"},
        {"<p><a epub:type=\"noteref\" role=\"doc-noteref\" href=\"#x\">1</a></p><p id=\"x\">a</p>",
         "is no doc-footnote"},
        {"<p><span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"p\">12</span>a</p>", "marker with words"},
        {"<p><font>a</font></p>", "no element"},
        {"<figure><p>a</p><figcaption>b</figcaption><p>c</p></figure>", "neither first nor last"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        char text[1000];
        int n = snprintf(text, sizeof text,
                         "<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" "
                         "lang=\"vi\" xml:lang=\"vi\"><head><title>t</title></head><body>%s</body></html>",
                         faults[i].body);
        xmlDocPtr doc = xmlReadMemory(text, n, "fault", NULL, XML_PARSE_NONET);
        ck_assert_ptr_nonnull(doc);
        struct finding found = {.file = faults[i].body};
        xhtml_check(doc, take_finding, &found);
        ck_assert_msg(found.n > 0 && strstr(found.last, faults[i].finding) != NULL, "%s: %u findings, %s",
                      faults[i].body, found.n, found.last);
        xmlFreeDoc(doc);
    }
}
END_TEST

/* ---- markers ---- */

START_TEST(markers_stand_before_their_words)
{
    char *t = entry_of(&s, "EPUB/text/ch-the-manh.xhtml");
    has(t, "<p class=\"kicker\">" PB("pg-3", "3") "Thời Đại · <time datetime=\"2021-11-29\">29/11/2021</time>");
    has(t, "<p class=\"first\" id=\"ch-the-manh-p1\">Theo Tổng Bí thư <span class=\"nb\">Tô Lâm</span>, mỗi "
           "<strong>ngành hàng</strong> có <span class=\"nb\">" PB("pg-4", "4") "hạn</span> ngạch nhất định<sup>");
    has(t, "nói với <span class=\"nb\">" PB("pg-5", "5") "Việt Nam –</span> Kazakhstan");
    has(t, "<li>" PB("pg-6", "6") "Giáo dục: đào tạo.\n<ol start=\"3\">");
    has(t, "<section id=\"ch-the-manh-s2\" aria-labelledby=\"ch-the-manh-s2-t\">\n<div class=\"hd\">\n" PB(
               "pg-7", "7") "\n<h3 id=\"ch-the-manh-s2-t\">Giao lưu nhân dân</h3>\n</div>");
    has(t, PB("pg-8", "8") "<aside class=\"fn fn1\" id=\"fn-ch-the-manh-1\"");
    free(t);
    t = entry_of(&s, "EPUB/text/ch-hinh-mau.xhtml");
    has(t, "<header class=\"opening\">\n<div class=\"hd\">\n" PB("pg-9", "9") "\n<h1 id=\"ch-hinh-mau-t\">");
    has(t, "<th scope=\"row\">" PB("pg-10", "10") "Du lịch</th>");
    has(t, "Tô <span class=\"nb\">" PB("pg-11", "11") "Lâm</span>.");
    free(t);
    t = entry_of(&s, "EPUB/text/part-1.xhtml");
    has(t, "<p class=\"part-no\" id=\"part-1-n\">" PB("pg-1", "1") "Phần I</p>");
    free(t);
    t = entry_of(&s, "EPUB/text/contents.xhtml");
    has(t, PB("pg-ii", "ii") "\n<h1 id=\"contents-t\">Mục lục</h1>");
    free(t);
    t = entry_of(&s, "EPUB/text/cover.xhtml");
    lacks(t, "pagebreak");
    free(t);
}
END_TEST

/* The page list names every marker in the order of the files, and nothing else. */
START_TEST(page_list)
{
    char *nav = entry_of(&s, "EPUB/nav.xhtml");
    const char *list = strstr(nav, "doc-pagelist");
    static const char *const pages[] = {
        "text/contents.xhtml#pg-ii\">ii<",    "text/part-1.xhtml#pg-1\">1<",        "text/ch-the-manh.xhtml#pg-3\">3<",
        "text/ch-the-manh.xhtml#pg-4\">4<",   "text/ch-the-manh.xhtml#pg-5\">5<",   "text/ch-the-manh.xhtml#pg-6\">6<",
        "text/ch-the-manh.xhtml#pg-7\">7<",   "text/ch-the-manh.xhtml#pg-8\">8<",   "text/ch-hinh-mau.xhtml#pg-9\">9<",
        "text/ch-hinh-mau.xhtml#pg-10\">10<", "text/ch-hinh-mau.xhtml#pg-11\">11<", "text/sources.xhtml#pg-12\">12<"};
    ck_assert_ptr_nonnull(list);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        const char *found = strstr(list, pages[i]);
        ck_assert_msg(found != NULL, "%s is missing or out of order", pages[i]);
        list = found;
    }
    ck_assert_ptr_null(strstr(list + 1, "<li>"));
    free(nav);
}
END_TEST

/* One run of playOrder from 1 without gaps over contents and pages. */
START_TEST(ncx_play_order)
{
    struct files f;
    char *bytes;
    open_files(&f, &bytes);
    xmlDocPtr doc = doc_of(&f, "EPUB/toc.ncx");
    xmlXPathObjectPtr found = find_all(doc, "//@playOrder");
    int n = found->nodesetval->nodeNr;
    char *seen = mem_calloc((size_t)n + 2, 1);
    for (int i = 0; i < n; i++) {
        xmlChar *value = xmlNodeGetContent(found->nodesetval->nodeTab[i]);
        long order = strtol((char *)value, NULL, 10);
        ck_assert_int_ge(order, 1);
        ck_assert_int_le(order, n);
        ck_assert_msg(!seen[order], "%ld stands twice", order);
        seen[order] = 1;
        xmlFree(value);
    }
    ck_assert_int_eq(count(doc, "//*[local-name()='pageTarget']"), 12);
    ck_assert_int_eq(count(doc, "//*[local-name()='navPoint']"),
                     count(doc_of(&f, "EPUB/nav.xhtml"), "//h:nav[@id='toc']//h:a"));
    xmlXPathFreeObject(found);
    free(seen);
    close_files(&f, bytes);
}
END_TEST

/* ---- markup ---- */

START_TEST(inline_markup)
{
    char *t = entry_of(&s, "EPUB/text/ch-the-manh.xhtml");
    has(t, "<h1 id=\"ch-the-manh-t\">Thế mạnh &amp; hợp tác</h1>");
    has(t, "<sup><a class=\"nr\" epub:type=\"noteref\" role=\"doc-noteref\" id=\"fnr-ch-the-manh-1\" "
           "href=\"#fn-ch-the-manh-1\">1</a></sup>");
    has(t, "<span lang=\"kk\" xml:lang=\"kk\">Қазақстан Республикасы</span>");
    has(t, "<span id=\"ix-nha-1\"><a href=\"https://example.org/a%20b?x=1&amp;y=%222%22\">Nhà nghiên cứu</a></span>");
    has(t, "Học bổng &lt;mới&gt;.");
    has(t, "xem trang <a href=\"ch-hinh-mau.xhtml#pg-9\">9</a>.");
    has(t, "<a class=\"back\" epub:type=\"backlink\" role=\"doc-backlink\" href=\"#fnr-ch-the-manh-1\"");
    has(t, "<p class=\"attr\">– bà Phương Nga</p>");
    has(t, "<a class=\"url\" href=\"https://example.org/bai-1\">https://example.org/bai-1</a>");
    free(t);
    t = entry_of(&s, "EPUB/text/ch-hinh-mau.xhtml");
    has(t, "Xem <a href=\"ch-the-manh.xhtml\">chương trước</a> và địa chỉ xấu.<br/>Dòng sau; Tô ");
    lacks(t, "javascript");
    has(t, "<td class=\"num\" data-h=\"Trang\">9</td>");
    has(t,
        "<p class=\"cap-note\" id=\"fig-1\"><span class=\"lbl\">Ảnh (không kèm theo):</span> Đại sứ tại buổi lễ.</p>");
    has(t, "<pre><code>dòng một\n  dòng hai</code></pre>");
    ck_assert_uint_eq(diag_count_msg(s.d, MSG_EPUB_LINK), 2); /* the book was written twice */
    free(t);
}
END_TEST

START_TEST(front_matter)
{
    char *t = entry_of(&s, "EPUB/text/cover.xhtml");
    has(t, "alt=\"Bìa: Hợp tác Việt Nam – Kazakhstan. Hà Nội, 2021\"");
    free(t);
    t = entry_of(&s, "EPUB/text/contents.xhtml");
    has(t, "<li class=\"part\"><a class=\"part-a\" href=\"part-1.xhtml\"><span class=\"t\"><span class=\"no\">Phần "
           "I</span> "
           "Bài báo</span> <span class=\"pg\">1</span></a>\n<ol>\n<li class=\"n\">");
    has(t, "<span class=\"pg\">9</span></a></li>\n</ol>\n</li>\n<li class=\"part\">");
    has(t, "<p class=\"meta\">Thời Đại, 29/11/2021</p>");
    free(t);
    t = entry_of(&s, "EPUB/text/title.xhtml");
    has(t, "<p class=\"subtitle\" role=\"doc-subtitle\">Hai bài báo</p>");
    has(t, "<dt>Thời gian</dt>\n<dd>15/12/2021</dd>");
    free(t);
}
END_TEST

START_TEST(package)
{
    char *t = entry_of(&s, "EPUB/package.opf");
    has(t, "<dc:identifier id=\"uid\">urn:uuid:3e6a6f07-8001-5b6f-9a71-7c6ac729b36f</dc:identifier>");
    has(t, "<meta property=\"dcterms:modified\">2021-12-01T00:00:00Z</meta>");
    has(t, "<dc:source id=\"src-pages\">urn:uuid:5192b9d8-c8b4-599f-8264-fbcd37524965</dc:source>");
    has(t, "<meta property=\"pageBreakSource\">urn:uuid:5192b9d8-c8b4-599f-8264-fbcd37524965</meta>");
    has(t, "<dc:contributor id=\"co-1\">Mai Anh</dc:contributor>");
    has(t, "property=\"file-as\">Anh, Mai<");
    has(t, "<dc:date>2021-12-15</dc:date>");
    lacks(t, ">visual<");
    lacks(t, "alternativeText");
    lacks(t, "conformsTo");
    has(t, "schema:accessibilitySummary\" xml:lang=\"vi\">Có mục lục");
    has(t, "<itemref idref=\"x-cover\"/>\n<itemref idref=\"x-title\"/>\n<itemref idref=\"x-contents\"/>\n"
           "<itemref idref=\"x-part-1\"/>\n<itemref idref=\"x-ch-the-manh\"/>");
    free(t);
}
END_TEST

TEST_MAIN("epub")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, mimetype_first_and_stored);
    tcase_add_test(c, equal_bytes);
    tcase_add_test(c, references_resolve);
    tcase_add_test(c, ids_are_unique);
    tcase_add_test(c, content_rules);
    tcase_add_test(c, rules_find_faults);
    tcase_add_test(c, markers_stand_before_their_words);
    tcase_add_test(c, page_list);
    tcase_add_test(c, ncx_play_order);
    tcase_add_test(c, inline_markup);
    tcase_add_test(c, front_matter);
    tcase_add_test(c, package);
}
