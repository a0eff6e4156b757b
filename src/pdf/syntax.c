/* The words of PDF. */
#include "pdf/syntax.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

#define NAME_MAX_BYTES 127
/* PDF/A allows strings of 32,767 bytes; the byte order mark takes two. */
#define TEXT_MAX_UNITS 16382

static const char digits[] = "0123456789ABCDEF";

void put_ref(struct buf *b, uint32_t number)
{
    buf_int(b, number);
    buf_puts(b, " 0 R");
}

void put_length(struct buf *b, int64_t length)
{
    buf_fixed(b, scaled_milli(length));
}

void put_rect(struct buf *b, const struct rect *r, scaled page_height)
{
    buf_putc(b, '[');
    put_length(b, r->x);
    buf_putc(b, ' ');
    put_length(b, (int64_t)page_height - r->y - r->h);
    buf_putc(b, ' ');
    put_length(b, (int64_t)r->x + r->w);
    buf_putc(b, ' ');
    put_length(b, (int64_t)page_height - r->y);
    buf_putc(b, ']');
}

void put_name(struct buf *b, const char *name)
{
    buf_putc(b, '/');
    for (size_t i = 0; i < NAME_MAX_BYTES && name[i] != '\0'; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c > ' ' && c < 0x7F && strchr("()<>[]{}/%#", c) == NULL) {
            buf_putc(b, (char)c);
        } else {
            char escape[3] = {'#', digits[c >> 4], digits[c & 15]};
            buf_put(b, escape, sizeof escape);
        }
    }
}

void put_escaped(struct buf *b, unsigned char c)
{
    if (c == '\r') { /* a reader would take it for a line feed */
        buf_put(b, "\\r", 2);
        return;
    }
    if (c == '(' || c == ')' || c == '\\')
        buf_putc(b, '\\');
    buf_putc(b, (char)c);
}

void put_bytes(struct buf *b, const void *p, size_t n)
{
    const unsigned char *s = p;
    buf_putc(b, '(');
    for (size_t i = 0; i < n; i++)
        put_escaped(b, s[i]);
    buf_putc(b, ')');
}

static bool is_printable_ascii(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < ' ' || s[i] > '~')
            return false;
    return true;
}

/* UTF-16 code units of a code point; returns how many. */
static unsigned utf16_units(uint32_t cp, uint16_t out[2])
{
    if (cp < 0x10000) {
        out[0] = (uint16_t)cp;
        return 1;
    }
    cp -= 0x10000;
    out[0] = (uint16_t)(0xD800 + (cp >> 10));
    out[1] = (uint16_t)(0xDC00 + (cp & 0x3FF));
    return 2;
}

static void put_utf16_string(struct buf *b, const char *s, size_t n)
{
    size_t i = 0, units = 0;
    uint16_t unit[2];
    buf_put(b, "(\xFE\xFF", 3);
    while (i < n) {
        unsigned count = utf16_units(utf8_next(s, n, &i), unit);
        units += count;
        if (units > TEXT_MAX_UNITS)
            break;
        for (unsigned k = 0; k < count; k++) {
            put_escaped(b, (unsigned char)(unit[k] >> 8));
            put_escaped(b, (unsigned char)(unit[k] & 0xFF));
        }
    }
    buf_putc(b, ')');
}

void put_page_text(struct buf *b, const char *s, size_t n)
{
    if (is_printable_ascii(s, n))
        put_bytes(b, s, n < 2 * TEXT_MAX_UNITS ? n : 2 * TEXT_MAX_UNITS);
    else
        put_utf16_string(b, s, n);
}

void put_text(struct buf *b, const char *s)
{
    struct buf clean = BUF_INIT;
    text_clean(&clean, s);
    put_page_text(b, buf_str(&clean), clean.n);
    buf_free(&clean);
}

void put_utf16_hex(struct buf *b, const char *s, size_t n)
{
    size_t i = 0;
    uint16_t unit[2];
    while (i < n) {
        unsigned count = utf16_units(utf8_next(s, n, &i), unit);
        for (unsigned k = 0; k < count; k++) {
            char hex[4] = {digits[unit[k] >> 12], digits[unit[k] >> 8 & 15], digits[unit[k] >> 4 & 15],
                           digits[unit[k] & 15]};
            buf_put(b, hex, sizeof hex);
        }
    }
}

/* Characters that order or forge the direction of writing, noncharacters, and the byte order mark. */
static bool is_unwanted(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x200E || cp == 0x200F || cp == 0x061C ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x206F) || cp == 0xFEFF || cp == 0xFFFD ||
           (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE;
}

void text_clean(struct buf *out, const char *s)
{
    size_t n = strlen(s), i = 0, start = out->n;
    bool space = false;
    while (i < n) {
        uint32_t cp = utf8_next(s, n, &i);
        if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x2028 || cp == 0x2029) {
            space = out->n > start;
        } else if (!is_unwanted(cp)) {
            if (space)
                buf_putc(out, ' ');
            space = false;
            buf_utf8(out, cp);
        }
    }
}
