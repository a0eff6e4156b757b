/* The XML writer's filter, and which addresses may stand in a book. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
};

START_TEST(filter)
{
    char *out = written(texts[_i].attr, texts[_i].text, strlen(texts[_i].text));
    ck_assert_str_eq(out, texts[_i].out);
    free(out);
}
END_TEST

START_TEST(zero_bytes)
{
    char *out = written("x", "a\0b", 3);
    ck_assert_str_eq(out, "<p a=\"x\">ab</p>\n");
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
    tcase_add_test(c, zero_bytes);
    tcase_add_loop_test(c, addresses, 0, (int)(sizeof urls / sizeof urls[0]));
}
