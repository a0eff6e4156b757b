/* A byte buffer that grows. Number output is written out here because printf()'s %f follows the locale. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

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
        mem_grow(&p, &b->cap, b->n + n, 1);
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

/* Appends the decimal digits of v. */
static void put_digits(struct buf *b, uint64_t v)
{
    char digits[20];
    size_t i = sizeof digits;

    do {
        digits[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_put(b, digits + i, sizeof digits - i);
}

/* The absolute value, also of the smallest integer. */
static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

void buf_int(struct buf *b, int64_t v)
{
    if (v < 0)
        buf_putc(b, '-');
    put_digits(b, magnitude(v));
}

void buf_fixed(struct buf *b, int64_t milli)
{
    uint64_t m = magnitude(milli);
    unsigned fraction = (unsigned)(m % 1000);

    if (milli < 0)
        buf_putc(b, '-');
    put_digits(b, m / 1000);
    if (fraction == 0)
        return;
    buf_putc(b, '.');
    for (unsigned place = 100; fraction; place /= 10) {
        buf_putc(b, (char)('0' + fraction / place));
        fraction %= place;
    }
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
