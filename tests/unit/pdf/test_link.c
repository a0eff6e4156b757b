/* pdf/link.c: which addresses a book links to, and how they are written. */
#include <stdlib.h>
#include <string.h>

#include "pdf/link.h"
#include "unit/suite.h"

static const char *const allowed[] = {"https://example.org/", "HTTP://EXAMPLE.ORG", "mailto:a@example.org"};
static const char *const refused[] = {"",        "https://",       "javascript:alert(1)", "file:///etc/passwd",
                                      "//x.org", " https://x.org", "data:text/html,x",    "ftp://example.org/",
                                      "mailto:", "https:x"};

START_TEST(web_and_mail_are_allowed)
{
    ck_assert(link_is_allowed(allowed[_i]));
}
END_TEST

START_TEST(all_else_is_refused)
{
    ck_assert(!link_is_allowed(refused[_i]));
}
END_TEST

START_TEST(endless_addresses_are_refused)
{
    char *uri = malloc(100001);
    memset(uri, 'x', 100000);
    uri[100000] = '\0';
    memcpy(uri, "https://", 8);
    ck_assert(!link_is_allowed(uri));
    free(uri);
}
END_TEST

static const struct {
    const char *in, *out;
} addresses[] = {
    {"https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"},
    {"https://example.org/tin tức", "https://example.org/tin%20t%E1%BB%A9c"},
    {"https://example.org/100%", "https://example.org/100%25"},
    {"https://example.org/%zz", "https://example.org/%25zz"},
    {"https://example.org/<\"\\^`{|}>\r\n", "https://example.org/%3C%22%5C%5E%60%7B%7C%7D%3E%0D%0A"},
    {"https://example.org/(1)", "https://example.org/(1)"},
};

START_TEST(addresses_are_encoded)
{
    struct buf b = BUF_INIT;
    link_encode(&b, addresses[_i].in);
    ck_assert_str_eq(buf_str(&b), addresses[_i].out);
    buf_free(&b);
}
END_TEST

TEST_MAIN("link")
{
    tcase_add_loop_test(c, web_and_mail_are_allowed, 0, sizeof allowed / sizeof *allowed);
    tcase_add_loop_test(c, all_else_is_refused, 0, sizeof refused / sizeof *refused);
    tcase_add_test(c, endless_addresses_are_refused);
    tcase_add_loop_test(c, addresses_are_encoded, 0, sizeof addresses / sizeof *addresses);
}
