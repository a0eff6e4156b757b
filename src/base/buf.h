/* A byte buffer that grows. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
    char *p; /* bytes; not NUL-terminated unless buf_str() was called */
    size_t n;
    size_t cap;
};

#define BUF_INIT                                                                                                       \
    {                                                                                                                  \
        NULL, 0, 0                                                                                                     \
    }

/* Gives the buffer's memory back and empties it. */
void buf_free(struct buf *b);

/* Empties the buffer but keeps its memory. */
void buf_clear(struct buf *b);

/* Makes room for `n` further bytes, more than there is; use buf_reserve(). */
char *buf_grow(struct buf *b, size_t n);

/* Makes room for `n` further bytes and returns where they go; the caller adds to b->n what it wrote. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
    return n <= b->cap - b->n ? b->p + b->n : buf_grow(b, n);
}

static inline void buf_put(struct buf *b, const void *p, size_t n)
{
    if (n == 0)
        return;
    memcpy(buf_reserve(b, n), p, n);
    b->n += n;
}

static inline void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

static inline void buf_putc(struct buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->n++;
}

/* Appends as printf(). Numbers with a fraction go through buf_fixed(), never through %f (locale). */
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Bytes that decimal_put() writes at most. */
#define DECIMAL_ROOM 20

/* Writes an integer in decimal at `to`, without a NUL; returns the place behind it. */
char *decimal_put(char *to, int64_t v);

/* Appends an integer in decimal. */
void buf_int(struct buf *b, int64_t v);

/* Appends `milli` thousandths as a decimal number without trailing zeros: 1500 gives "1.5". */
void buf_fixed(struct buf *b, int64_t milli);

/* Appends one code point as UTF-8. */
void buf_utf8(struct buf *b, uint32_t cp);

/* NUL-terminates (the NUL is not counted) and returns the bytes, which stay the buffer's. */
char *buf_str(struct buf *b);

#endif
