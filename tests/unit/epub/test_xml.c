/* The XML writer's filter, and which addresses may stand in a book. */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "epub/href.h"
#include "epub/xml.h"
#include "unit/suite.h"

static char *written(const char *attr, const char *text, size_t n)
{
    struct xml *x = xml_new();
    struct buf out = BUF_INIT;
    xml_start(x, false);
    xml_begin(x, "p");
    xml_attr(x, "a", attr);
    xml_text(x, text, n);
    xml_end(x);
    xml_finish(x, &out);
    xml_drop(x);
    char *body = mem_strdup(strchr(buf_str(&out), '\n') + 1); /* behind the declaration */
    buf_free(&out);
    return body;
}

static const struct {
    const char *attr, *text, *out;
} texts[] = {
    {"x", "Tổng Bí thư", "<p a=\"x\">Tổng Bí thư</p>\n"},
    {"\"<&>", "</p><script>&amp;", "<p a=\"&quot;&lt;&amp;&gt;\">&lt;/p&gt;&lt;script&gt;&amp;amp;</p>\n"},
    {"ẩ",
     "a\001b\x7F"
     "c\xC2\x85"
     "d\xEF\xBF\xBE"
     "e",
     "<p a=\"ẩ\">abcde</p>\n"},
    {"a\xFFz", "\xC3(\xED\xA0\x80)", "<p a=\"az\">()</p>\n"},
    {"", "", "<p a=\"\"></p>\n"},
    {"a\tb\nc\r", "a\tb\nc\r", "<p a=\"a&#9;b&#10;c\">a\tb\nc</p>\n"},
    {"\xE1\xBA", "\xE1\xBAz\xC3", "<p a=\"\">z</p>\n"},
};

START_TEST(filter)
{
    char *out = written(texts[_i].attr, texts[_i].text, strlen(texts[_i].text));
    ck_assert_str_eq(out, texts[_i].out);
    free(out);
}
END_TEST

/* What needs a closer look, at each place of a text that is longer than what is looked at together. */
static const struct {
    const char *in, *out;
} signs[] = {{"<", "&lt;"},        {"&", "&amp;"},   {"\x7F", ""},         {"\x80", ""},
             {"\xC2\x85", ""},     {"\xC3", ""},     {"\xE1\xBA", ""},     {"\xE2\x80\x93", "–"},
             {"\xEF\xBF\xBE", ""}, {"\xC0\xAF", ""}, {"\xED\xA0\x80", ""}, {"\xF0\x9F\x98\x80", "😀"}};

START_TEST(anywhere)
{
    static const char around[] = "Việt Nam và các đối tác chiến lược toàn diện, từ năm 1992 đến nay: ẩn ý";
    for (size_t at = 0; at <= strlen(around); at++) {
        if (((unsigned char)around[at] & 0xC0) == 0x80)
            continue;
        struct buf in = BUF_INIT, out = BUF_INIT;
        buf_printf(&in, "%.*s%s%s", (int)at, around, signs[_i].in, around + at);
        buf_printf(&out, "<p a=\"\">%.*s%s%s</p>\n", (int)at, around, signs[_i].out, around + at);
        char *made = written("", in.p, in.n);
        ck_assert_str_eq(made, buf_str(&out));
        buf_free(&in);
        buf_free(&out);
        free(made);
    }
}
END_TEST

START_TEST(zero_bytes)
{
    char *out = written("x", "a\0b", 3);
    ck_assert_str_eq(out, "<p a=\"x\">ab</p>\n");
    free(out);
}
END_TEST

START_TEST(nesting)
{
    struct xml *x = xml_new();
    struct buf out = BUF_INIT;
    xml_start(x, true);
    xml_begin(x, "html");
    xml_begin(x, "br");
    xml_attr_int(x, "n", -12);
    xml_attr(x, "none", NULL);
    xml_close(x);
    xml_begin(x, "i");
    xml_text(x, "", 0);
    xml_end(x);
    xml_begin(x, "b");
    xml_puts(x, "c");
    xml_close(x);
    xml_begin(x, "u");
    xml_nl(x);
    xml_leaf(x, "s", "d");
    buf_puts(&out, "before");
    xml_finish(x, &out);
    xml_drop(x);
    ck_assert_str_eq(buf_str(&out), "before<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                                    "<html><br n=\"-12\"/><i></i><b>c</b><u>\n<s>d</s>\n</u></html>\n");
    buf_free(&out);
}
END_TEST

/* What is plain is as plain at each place of a longer text, and nothing else is. */
START_TEST(plain)
{
    static const char *const yes[] = {"", "a", "ẩ ý", "–“”…", "Қазақстан", "tiếng Việt, tiếng Việt, tiếng Việt"};
    static const char *const no[] = {"<", ">", "&", "\"", "\n", "\t", "\x7F", "\xC2\x85", "\xE1\xBA", "\xC3"};
    struct buf text = BUF_INIT;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        ck_assert_msg(xml_is_plain(yes[i], strlen(yes[i])), "%s", yes[i]);
    for (size_t at = 0; at < 70; at++) {
        for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
            buf_clear(&text);
            for (size_t k = 0; k < 70; k++)
                buf_puts(&text, k == at ? no[i] : "ế");
            ck_assert_msg(!xml_is_plain(text.p, text.n), "%zu at %zu", i, at);
        }
    }
    buf_free(&text);
}
END_TEST

START_TEST(plain_parts)
{
    static const char *const parts[] = {"text/", "ch-1", ".xhtml#", "s2"};
    struct xml *x = xml_new();
    struct buf out = BUF_INIT;
    xml_begin(x, "a");
    xml_attr_plain(x, "class", "nr");
    xml_attr_plain(x, "id", NULL);
    xml_attr_joined(x, "href", parts, 4);
    xml_plain(x, "", 0);
    xml_plain(x, "mộtx", strlen("một"));
    xml_finish(x, &out);
    xml_drop(x);
    ck_assert_str_eq(buf_str(&out), "<a class=\"nr\" href=\"text/ch-1.xhtml#s2\">một</a>\n");
    buf_free(&out);
}
END_TEST

/* What may be read of a text: its characters but for those that XML does not allow or discourages. */
static char *expected(const char *s, size_t n)
{
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        bool control = (cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7F && cp < 0xA0);
        bool broken = cp == 0xFFFD && i == at + 1;
        if (!control && !broken && (cp & 0xFFFE) != 0xFFFE && !(cp >= 0xFDD0 && cp <= 0xFDEF))
            buf_put(&out, s + at, i - at);
    }
    char *copy = mem_strdup(buf_str(&out));
    buf_free(&out);
    return copy;
}

/* Random bytes, most of them such as come together in UTF-8, are read by libxml2 as what they should be. */
START_TEST(read_back)
{
    static const unsigned char bytes[] =
        "aZ <>&\"'\t\n\r\x01\x7F\xC2\x85\x9F\xA0\xC3\xA9\xDF\xE0\xE1\xBA\xBF\xE2\x80\xA6"
        "\xED\xEF\xB7\x90\xBF\xBD\xBE\xF0\x9F\xF4\xF5\xFF";
    uint32_t seed = (uint32_t)_i * 2654435761u + 1;
    char s[64] = "";
    size_t n = (size_t)_i % 63;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1664525 + 1013904223;
        s[i] = (char)bytes[(seed >> 16) % (sizeof bytes - 1)];
    }
    char *out = written(s, s, n), *want = expected(s, n);
    xmlDoc *doc = xmlReadMemory(out, (int)strlen(out), "a.xml", "UTF-8", XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    ck_assert_ptr_nonnull(doc);
    xmlNode *root = xmlDocGetRootElement(doc);
    xmlChar *text = xmlNodeGetContent(root), *attr = xmlGetNoNsProp(root, BAD_CAST "a");
    ck_assert_str_eq((char *)text, want);
    ck_assert_str_eq((char *)attr, want);
    if (xml_is_plain(s, n))
        ck_assert_msg(strncmp(strchr(out, '>') + 1, s, n) == 0, "%s", out);
    xmlFree(text);
    xmlFree(attr);
    xmlFreeDoc(doc);
    free(want);
    free(out);
}
END_TEST

static const struct {
    const char *url, *out;
} urls[] = {
    {"https://example.org/a b", "https://example.org/a%20b"},
    {" http://example.org:8080/?q=1&x=\"2\"#top#more ", "http://example.org:8080/?q=1&x=%222%22#top%23more"},
    {"https://example.org/%41%zz", "https://example.org/%41%25zz"},
    {"https://example.org/tiếng", "https://example.org/ti%E1%BA%BFng"},
    {"HTTPS://Example.org", "https://Example.org"},
    {"mailto:a@example.org", "mailto:a@example.org"},
    {"javascript:alert(1)", NULL},
    {"data:text/html,x", NULL},
    {"file:///etc/passwd", NULL},
    {"https://", NULL},
    {"https://a b/", NULL},
    {"https://bank.example@evil.example/", NULL},
    {"https://[::1]/", NULL},
    {"https://a..b/", NULL},
    {"https://example.org:/", NULL},
    {"//example.org/", NULL},
    {"text/ch-1.xhtml", NULL},
    {"https://example.org/\xFF", NULL},
    {"", NULL},
};

START_TEST(addresses)
{
    struct arena *a = arena_new();
    const char *out = href_external(a, urls[_i].url);
    if (urls[_i].out == NULL)
        ck_assert_msg(out == NULL, "%s", out);
    else
        ck_assert_pstr_eq(out, urls[_i].out);
    arena_drop(a);
}
END_TEST

TEST_MAIN("xml")
{
    tcase_add_loop_test(c, filter, 0, (int)(sizeof texts / sizeof texts[0]));
    tcase_add_loop_test(c, anywhere, 0, (int)(sizeof signs / sizeof signs[0]));
    tcase_add_test(c, zero_bytes);
    tcase_add_test(c, nesting);
    tcase_add_test(c, plain);
    tcase_add_test(c, plain_parts);
    tcase_add_loop_test(c, read_back, 0, 2000);
    tcase_add_loop_test(c, addresses, 0, (int)(sizeof urls / sizeof urls[0]));
}
