/* XML writing: see xml.h. Nearly all bytes are copied in long runs; what XML does not allow is left out on the way and
 * the five signs of markup are escaped. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/plain_bytes.h"
#include "base/utf8.h"
#include "epub/xml.h"

/* What a file takes at least, mostly: so much at once is not copied each time that more is needed. */
#define USUAL_BYTES 12000

/* Where the writer is: in a start tag, which is still open for attributes, or in content. */
struct xml {
    struct buf out;
    const char **open; /* names of the elements that are not ended yet, the outermost first */
    size_t n_open, cap_open;
    bool in_tag;
};

struct xml *xml_new(void)
{
    return mem_calloc(1, sizeof(struct xml));
}

void xml_drop(struct xml *x)
{
    if (x == NULL)
        return;
    buf_free(&x->out);
    free(x->open);
    free(x);
}

/* XML 1.0 (production 2) less what its note discourages: the C1 controls and the noncharacters of each plane. */
static bool allowed(uint32_t cp)
{
    if (cp < 0x20)
        return cp == '\t' || cp == '\n';
    if (cp >= 0x7F && cp < 0xA0)
        return false;
    if (cp >= 0xFDD0 && cp <= 0xFDEF)
        return false;
    return (cp & 0xFFFE) != 0xFFFE && !(cp >= 0xD800 && cp <= 0xDFFF) && cp <= 0x10FFFF;
}

/* What stands for an ASCII character; NULL: itself. White space in an attribute would be made a space by readers. */
static const char *escaped(unsigned char c, bool attr)
{
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\t':
        return attr ? "&#9;" : NULL;
    case '\n':
        return attr ? "&#10;" : NULL;
    default:
        return NULL;
    }
}

#define BIT(c) (UINT64_C(1) << ((c)&63))

/* ASCII that is written as it is. */
static inline bool is_plain(unsigned char c)
{
    static const uint64_t ascii[2] = {UINT64_MAX << ' ' & ~(BIT('<') | BIT('>') | BIT('&') | BIT('"')), ~BIT(0x7F)};
    return ascii[c >> 6] >> (c & 63) & 1;
}

/* Bytes that are looked at together, in two halves: for each a vector instruction does. */
#define HALF 16
#define VECTOR (2 * HALF)

/* Does a character begin with the byte that XML allows whatever follows? U+00C0 … U+07FF, U+1000 … U+2FFF: letters of
 * Vietnamese, dashes, quotation marks. */
static inline bool begins_allowed(uint8_t c)
{
    return (c >= 0xC3) & (c <= 0xE2) & (c != 0xE0);
}

/* 0 if byte `c` needs no closer look behind the bytes `a` and `b`. */
static inline uint8_t fault(uint8_t a, uint8_t b, uint8_t c)
{
    uint8_t control = (c < ' ') | (c == 0x7F), other = (c >= 0xC0) & !begins_allowed(c);
    uint8_t markup = ((c & 0xFD) == '<') | ((c & 0xFB) == '"'); /* '<' or '>', '"' or '&' */
    return (uint8_t)(plain_misplaced(a, b, c) | control | other | markup);
}

static inline bool vector_fault(const uint8_t *p)
{
    const uint8_t *before = p - 2;
    uint8_t faults = 0;
    for (size_t k = 0; k < HALF; k++)
        faults |= fault(before[k], before[k + 1], before[k + 2]) |
                  fault(before[k + HALF], before[k + HALF + 1], before[k + HALF + 2]);
    return faults != 0;
}

/* End of a run of such characters from byte i on; it may go on behind it. */
static size_t plain_vectors(const char *s, size_t n, size_t i)
{
    const uint8_t *p = (const uint8_t *)s;
    size_t end = i + 2;
    if (n - i < VECTOR + 2 || fault(0, 0, p[i]) | fault(0, p[i], p[i + 1]))
        return i;
    while (n - end >= VECTOR && !vector_fault(p + end))
        end += VECTOR;
    if (n - end < VECTOR && !vector_fault(p + n - VECTOR)) /* some bytes again */
        end = n;
    /* The last character may lack bytes. */
    return p[end - 1] >= 0xC0 ? end - 1 : p[end - 2] >= 0xE0 ? end - 2 : end;
}

static inline bool follows(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* End of the run from byte i on of characters that need no closer look. */
static size_t plain_run(const char *s, size_t n, size_t i)
{
    i = plain_vectors(s, n, i);
    while (i < n) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            if (!is_plain(c))
                break;
            i++;
        } else {
            size_t more = c >= 0xE0 ? 2 : 1;
            if (!begins_allowed(c) || n - i <= more || !follows(s[i + 1]) || !follows(s[i + more]))
                break;
            i += 1 + more;
        }
    }
    return i;
}

/* Appends text in which markup is escaped. Broken bytes and what XML does not allow are left out. */
static void put_escaped(struct xml *x, const char *s, size_t n, bool attr)
{
    for (size_t i = 0; i < n;) {
        size_t from = i;
        i = plain_run(s, n, i);
        buf_put(&x->out, s + from, i - from);
        if (i == n)
            return;
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        bool broken = cp == 0xFFFD && i - at == 1;
        if (broken || !allowed(cp))
            continue;
        const char *reference = cp < 0x80 ? escaped((unsigned char)cp, attr) : NULL;
        if (reference != NULL)
            buf_puts(&x->out, reference);
        else
            buf_put(&x->out, s + at, i - at);
    }
}

static void end_tag(struct xml *x)
{
    if (x->in_tag)
        buf_putc(&x->out, '>');
    x->in_tag = false;
}

void xml_start(struct xml *x, bool html)
{
    buf_reserve(&x->out, USUAL_BYTES);
    buf_puts(&x->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (html)
        buf_puts(&x->out, "<!DOCTYPE html>\n");
}

void xml_begin(struct xml *x, const char *name)
{
    end_tag(x);
    mem_grow((void **)&x->open, &x->cap_open, x->n_open + 1, sizeof *x->open);
    x->open[x->n_open++] = name;
    buf_putc(&x->out, '<');
    buf_puts(&x->out, name);
    x->in_tag = true;
}

static void begin_attr(struct xml *x, const char *name)
{
    buf_putc(&x->out, ' ');
    buf_puts(&x->out, name);
    buf_put(&x->out, "=\"", 2);
}

void xml_attr(struct xml *x, const char *name, const char *value)
{
    if (value == NULL)
        return;
    begin_attr(x, name);
    put_escaped(x, value, strlen(value), true);
    buf_putc(&x->out, '"');
}

void xml_attr_joined(struct xml *x, const char *name, const char *const *parts, size_t n)
{
    begin_attr(x, name);
    for (size_t i = 0; i < n; i++) {
        assert(xml_is_plain(parts[i], strlen(parts[i])));
        buf_puts(&x->out, parts[i]);
    }
    buf_putc(&x->out, '"');
}

void xml_attr_plain(struct xml *x, const char *name, const char *value)
{
    if (value != NULL)
        xml_attr_joined(x, name, &value, 1);
}

void xml_attr_int(struct xml *x, const char *name, long value)
{
    begin_attr(x, name);
    buf_int(&x->out, value);
    buf_putc(&x->out, '"');
}

void xml_end(struct xml *x)
{
    end_tag(x);
    buf_put(&x->out, "</", 2);
    buf_puts(&x->out, x->open[--x->n_open]);
    buf_putc(&x->out, '>');
}

void xml_close(struct xml *x)
{
    if (!x->in_tag) {
        xml_end(x);
        return;
    }
    x->in_tag = false;
    x->n_open--;
    buf_put(&x->out, "/>", 2);
}

void xml_text(struct xml *x, const char *s, size_t n)
{
    if (n == 0)
        return;
    end_tag(x);
    put_escaped(x, s, n, false);
}

bool xml_is_plain(const char *s, size_t n)
{
    return plain_run(s, n, 0) == n;
}

void xml_plain(struct xml *x, const char *s, size_t n)
{
    if (n == 0)
        return;
    end_tag(x);
    buf_put(&x->out, s, n);
}

void xml_puts(struct xml *x, const char *s)
{
    xml_text(x, s, strlen(s));
}

void xml_nl(struct xml *x)
{
    end_tag(x);
    buf_putc(&x->out, '\n');
}

void xml_leaf(struct xml *x, const char *name, const char *text)
{
    xml_begin(x, name);
    xml_puts(x, text);
    xml_end(x);
    xml_nl(x);
}

void xml_finish(struct xml *x, struct buf *out)
{
    while (x->n_open > 0)
        xml_close(x);
    buf_putc(&x->out, '\n');
    if (out->cap == 0) { /* handed over as it is */
        *out = x->out;
        x->out = (struct buf)BUF_INIT;
    } else {
        buf_put(out, x->out.p, x->out.n);
    }
}
