/* A byte buffer that grows. Number output is written out here because printf()'s %f follows the locale. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/mem.h"
#include "base/utf8.h"

/* What a buffer has room for at first: a line, or most objects of a PDF. */
#define FIRST_BYTES 120

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
}

char *buf_grow(struct buf *b, size_t n)
{
    if (n > SIZE_MAX - b->n)
        mem_fail();
    if (b->n + n > b->cap) {
        void *p = b->p;
        size_t need = b->n + n;
        mem_grow(&p, &b->cap, need > FIRST_BYTES ? need : FIRST_BYTES, 1);
        b->p = p;
    }
    return b->p + b->n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;

    /* Most results fit into what is there; only longer ones are formatted twice. */
    buf_reserve(b, 64);
    size_t room = b->cap - b->n;
    va_start(args, fmt);
    size_t simple = format_simple(b->p + b->n, room, fmt, args);
    va_end(args);
    if (simple != SIZE_MAX) {
        b->n += simple;
        return;
    }
    va_start(args, fmt);
    int n = vsnprintf(b->p + b->n, room, fmt, args);
    va_end(args);
    if (n < 0)
        mem_fail();
    if ((size_t)n >= room) {
        buf_reserve(b, (size_t)n + 1);
        va_start(args, fmt);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, args);
        va_end(args);
    }
    b->n += (size_t)n;
}

/* The absolute value, also of the smallest integer. */
static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

/* Writes the decimal digits of v from the last one on, two at a time; most numbers of a page have three at most. */
static char *put_digits(char *to, uint64_t v)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    if (v < 10) {
        *to = (char)('0' + v);
        return to + 1;
    }
    if (v < 100) {
        memcpy(to, pairs + 2 * v, 2);
        return to + 2;
    }
    char digits[DECIMAL_ROOM];
    size_t i = sizeof digits;
    for (; v >= 10; v /= 100)
        memcpy(digits + (i -= 2), pairs + 2 * (v % 100), 2);
    if (v > 0)
        digits[--i] = (char)('0' + v);
    size_t n = sizeof digits - i;
    memcpy(to, digits + i, n);
    return to + n;
}

char *decimal_put(char *to, int64_t v)
{
    if (v < 0)
        *to++ = '-';
    return put_digits(to, magnitude(v));
}

void buf_int(struct buf *b, int64_t v)
{
    char *to = buf_reserve(b, DECIMAL_ROOM);
    b->n += (size_t)(decimal_put(to, v) - to);
}

void buf_fixed(struct buf *b, int64_t milli)
{
    uint64_t m = magnitude(milli);
    unsigned fraction = (unsigned)(m % 1000);
    char *from = buf_reserve(b, DECIMAL_ROOM + 4), *to = from;

    if (milli < 0)
        *to++ = '-';
    to = put_digits(to, m / 1000);
    if (fraction > 0)
        *to++ = '.';
    for (unsigned place = 100; fraction; place /= 10) {
        *to++ = (char)('0' + fraction / place);
        fraction %= place;
    }
    b->n += (size_t)(to - from);
}

void buf_utf8(struct buf *b, uint32_t cp)
{
    b->n += utf8_put(buf_reserve(b, 4), cp);
}

char *buf_str(struct buf *b)
{
    *buf_reserve(b, 1) = '\0';
    return b->p;
}
