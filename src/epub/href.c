/* Addresses: the scheme decides what is allowed, the host is checked, the rest is encoded. Hosts of other scripts stay
 * as they are (browsers turn them into Punycode); user names before the host are refused, for they serve to mislead. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "epub/href.h"

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Writes path, query and fragment (RFC 3986): one '#' at most, '%' only before two hex digits. */
static void put_encoded(struct buf *out, const char *s, size_t n)
{
    bool fragment = false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool plain = is_alnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@/?", c) != NULL);
        if (c == '%')
            plain = i + 2 < n && is_hex(s[i + 1]) && is_hex(s[i + 2]);
        if (c == '#' && !fragment)
            plain = fragment = true;
        if (plain)
            buf_putc(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

/* Labels of 1 to 63 bytes, apart by single dots, of letters, digits, '-' and '_'; perhaps a port. */
static bool host_is_proper(const char *s, size_t n)
{
    size_t label = 0, i = 0;
    for (; i < n && s[i] != ':'; i++) {
        bool dot = s[i] == '.';
        if (dot && label == 0)
            return false;
        if (!dot && !is_alnum(s[i]) && s[i] != '-' && s[i] != '_' && (unsigned char)s[i] < 0x80)
            return false;
        label = dot ? 0 : label + 1;
        if (label > 63)
            return false;
    }
    if (i == 0 || s[i - 1] == '.')
        return false;
    size_t digits = 0;
    for (size_t k = i + 1; k < n; k++, digits++)
        if (s[k] < '0' || s[k] > '9')
            return false;
    return i == n || (digits > 0 && digits <= 5);
}

const char *href_external(struct arena *a, const char *url)
{
    while (*url == ' ' || *url == '\n' || *url == '\t')
        url++;
    size_t n = strlen(url), scheme = 0;
    while (n > 0 && (url[n - 1] == ' ' || url[n - 1] == '\n' || url[n - 1] == '\t'))
        n--;
    if (!utf8_valid(url, n))
        return NULL;
    struct buf out = BUF_INIT;
    if (n > 7 && strncasecmp(url, "mailto:", 7) == 0) {
        buf_puts(&out, "mailto:");
        put_encoded(&out, url + 7, n - 7);
    } else {
        if (n > 7 && strncasecmp(url, "http://", 7) == 0)
            scheme = 7;
        else if (n > 8 && strncasecmp(url, "https://", 8) == 0)
            scheme = 8;
        size_t end = scheme;
        while (end < n && strchr("/?#", url[end]) == NULL)
            end++;
        if (scheme == 0 || !host_is_proper(url + scheme, end - scheme))
            return NULL;
        buf_puts(&out, scheme == 7 ? "http://" : "https://");
        buf_put(&out, url + scheme, end - scheme);
        put_encoded(&out, url + end, n - end);
    }
    const char *result = arena_strndup(a, out.p, out.n);
    buf_free(&out);
    return result;
}
