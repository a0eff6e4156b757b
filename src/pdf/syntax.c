/* The words of PDF. */
#include "pdf/syntax.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
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

/* Writes a byte of a string, two at most; returns the place behind it. */
static inline char *escape(char *to, unsigned char c)
{
    if (c == '\r') { /* a reader would take it for a line feed */
        *to++ = '\\';
        c = 'r';
    } else if (c == '(' || c == ')' || c == '\\') {
        *to++ = '\\';
    }
    *to++ = (char)c;
    return to;
}

static inline char *put_two(char *to, uint16_t code)
{
    return escape(escape(to, (unsigned char)(code >> 8)), (unsigned char)(code & 0xFF));
}

char *code_put(char *to, uint16_t code)
{
    return code > 0xFF ? put_two(to, code) : escape(to, (unsigned char)code);
}

void put_code(struct buf *b, uint16_t code)
{
    char *at = buf_reserve(b, 4);
    b->n += (size_t)(code_put(at, code) - at);
}

void put_bytes(struct buf *b, const void *p, size_t n)
{
    const unsigned char *s = p;
    if (n > SIZE_MAX / 2 - 1)
        mem_fail();
    char *at = buf_reserve(b, 2 * n + 2), *to = at;
    *to++ = '(';
    for (size_t i = 0; i < n; i++)
        to = escape(to, s[i]);
    *to++ = ')';
    b->n += (size_t)(to - at);
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
    static const char begin[] = {'(', '\xFE', '\xFF'}; /* with the mark of UTF-16BE */
    size_t i = 0, units = 0;
    uint16_t unit[2];
    if (n > SIZE_MAX / 4 - 4)
        mem_fail();
    char *at = buf_reserve(b, 4 * n + 4), *to = at; /* a byte gives a unit at most, and that four bytes */
    memcpy(to, begin, sizeof begin);
    to += sizeof begin;
    while (i < n) {
        uint32_t cp = utf8_next(s, n, &i);
        if (cp < 0x10000 && units < TEXT_MAX_UNITS) { /* nearly always */
            to = put_two(to, (uint16_t)cp);
            units++;
            continue;
        }
        unsigned count = utf16_units(cp, unit);
        units += count;
        if (units > TEXT_MAX_UNITS)
            break;
        for (unsigned k = 0; k < count; k++)
            to = put_two(to, unit[k]);
    }
    *to++ = ')';
    b->n += (size_t)(to - at);
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
    size_t n = strlen(s);
    if (is_printable_ascii(s, n) && n > 0 && s[0] != ' ' && s[n - 1] != ' ' && strstr(s, "  ") == NULL) {
        put_page_text(b, s, n);
        return;
    }
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
    if ((cp >= 0xA0 && cp < 0x600) || (cp >= 0x1000 && cp < 0x2000)) /* letters of Latin, Cyrillic and Vietnamese */
        return false;
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0x200E || cp == 0x200F || cp == 0x061C ||
           (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x206F) || cp == 0xFEFF || cp == 0xFFFD ||
           (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE;
}

void text_clean(struct buf *out, const char *s)
{
    size_t n = strlen(s), i = 0, start = out->n;
    char *to = buf_reserve(out, n + 1), *first = to; /* a byte that is no UTF-8 gives U+FFFD, which is dropped */
    bool space = false;
    while (i < n) {
        size_t from = i;
        bool plain = s[i] > ' ' && s[i] < 0x7F;
        if (plain && !space) { /* nearly half of it */
            *to++ = s[i++];
            continue;
        }
        uint32_t cp = utf8_next(s, n, &i);
        if (cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x2028 || cp == 0x2029) {
            space = to > first;
        } else if (!is_unwanted(cp)) {
            if (space)
                *to++ = ' ';
            space = false;
            while (from < i) /* few bytes: no call is worth it */
                *to++ = s[from++];
        }
    }
    out->n = start + (size_t)(to - first);
}
