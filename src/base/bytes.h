/* Short strings by the eight bytes: for tables that are asked for every word of a book. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline uint64_t bytes_mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static inline uint64_t bytes_load4(const char *s)
{
    uint32_t v;
    memcpy(&v, s, sizeof v);
    return le32toh(v);
}

/* Eight bytes as a number, the first as its lowest. */
static inline uint64_t bytes_load8(const char *s)
{
    uint64_t v;
    memcpy(&v, s, sizeof v);
    return le64toh(v);
}

/* Up to eight bytes as a number. Some may count twice, so it says what they are only together with their count. */
static inline uint64_t bytes_load(const char *s, size_t n)
{
    if (n >= 4)
        return bytes_load4(s) | bytes_load4(s + n - 4) << 32;
    return n == 0 ? 0 : (uint64_t)(uint8_t)s[0] | (uint64_t)(uint8_t)s[n / 2] << 8 | (uint64_t)(uint8_t)s[n - 1] << 16;
}

/* A hash of `n` bytes in a context; the same on every machine. Good in all its bits, but not made against enemies. */
static inline uint64_t bytes_hash(const char *s, size_t n, uint64_t context)
{
    uint64_t h = bytes_mix(n, context);
    for (; n > 8; s += 8, n -= 8)
        h = bytes_mix(h, bytes_load8(s));
    h = bytes_mix(h, bytes_load(s, n));
    return bytes_mix(h, h >> 32);
}

static inline bool bytes_same(const char *a, const char *b, size_t n)
{
    for (; n > 8; a += 8, b += 8, n -= 8)
        if (bytes_load8(a) != bytes_load8(b))
            return false;
    return bytes_load(a, n) == bytes_load(b, n);
}

/* The high bit of each byte of `v` that is `c`, as bytes_load8() counts them. The lowest that is set is right; above it
 * bytes may be marked that are not `c`. */
static inline uint64_t bytes_equal(uint64_t v, uint8_t c)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    v ^= ones * c;
    return (v - ones) & ~v & ones << 7;
}

/* A short word as two numbers: its first sixteen bytes as bytes_load8() counts them, zeros behind its end. */
struct bytes_word {
    uint64_t low, high;
};

/* The lowest `n` bytes of `v`. */
static inline uint64_t bytes_lowest(uint64_t v, size_t n)
{
    return n < 8 ? v & ~(~UINT64_C(0) << n * 8) : v;
}

/* Bytes before the first space or line break, or `n`. */
static inline size_t bytes_to_space(const char *s, size_t n)
{
    size_t at = 0;
    for (; at + 8 <= n; at += 8) {
        uint64_t v = bytes_load8(s + at), found = bytes_equal(v, ' ') | bytes_equal(v, '\n');
        if (found != 0)
            return at + (size_t)__builtin_ctzll(found) / 8;
    }
    while (at < n && s[at] != ' ' && s[at] != '\n')
        at++;
    return at;
}

/* Bytes before the first `c`, or `n`; quicker than memchr() where words are short. */
static inline size_t bytes_to(const char *s, size_t n, char c)
{
    size_t at = 0;
    for (; at + 8 <= n; at += 8) {
        uint64_t found = bytes_equal(bytes_load8(s + at), (uint8_t)c);
        if (found != 0)
            return at + (size_t)__builtin_ctzll(found) / 8;
    }
    while (at < n && s[at] != c)
        at++;
    return at;
}

/* Bytes before the first digit, or `n`. */
static inline size_t bytes_to_digit(const char *s, size_t n)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;
    for (; at + 8 <= n; at += 8) {
        uint64_t v = bytes_load8(s + at) ^ ones * '0', found = (v - ones * 10) & ~v & ones << 7; /* below ten */
        if (found != 0)
            return at + (size_t)__builtin_ctzll(found) / 8;
    }
    while (at < n && (s[at] < '0' || s[at] > '9'))
        at++;
    return at;
}

/* Bytes before the first space or line break in the sixteen from s[0], or 16. */
static inline size_t bytes_space_in_16(const char *s)
{
#ifdef __SSE2__
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
    __m128i found = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\n')));
    return (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(found) | 1u << 16);
#else
    return bytes_to_space(s, 16);
#endif
}

/* Less than sixteen bytes, zeros behind them. */
static inline struct bytes_word bytes_load_few(const char *s, size_t n)
{
    if (n > 8)
        return (struct bytes_word){bytes_load8(s), bytes_load8(s + n - 8) >> (16 - n) * 8};
    if (n >= 4)
        return (struct bytes_word){bytes_load4(s) | bytes_load4(s + n - 4) << (n - 4) * 8, 0};
    if (n == 0)
        return (struct bytes_word){0, 0};
    return (struct bytes_word){(uint64_t)(uint8_t)s[0] | (uint64_t)(uint8_t)s[n / 2] << n / 2 * 8 |
                                   (uint64_t)(uint8_t)s[n - 1] << (n - 1) * 8,
                               0};
}

/* Bytes before the first space or line break in the `n` of a word, or `n`. */
static inline size_t bytes_space_in_word(struct bytes_word w, size_t n)
{
    uint64_t found = bytes_equal(w.low, ' ') | bytes_equal(w.low, '\n');
    if (found != 0)
        return (size_t)__builtin_ctzll(found) / 8;
    found = bytes_equal(w.high, ' ') | bytes_equal(w.high, '\n');
    return found != 0 ? 8 + (size_t)__builtin_ctzll(found) / 8 : n;
}

/* bytes_to_space_word() at the end of a text, where nothing is read behind it. Few calls come here. */
static __attribute__((noinline, unused)) size_t bytes_few_to_space(const char *s, size_t n, struct bytes_word *w)
{
    struct bytes_word few = bytes_load_few(s, n);
    n = bytes_space_in_word(few, n);
    *w = (struct bytes_word){bytes_lowest(few.low, n), n > 8 ? bytes_lowest(few.high, n - 8) : 0};
    return n;
}

/* bytes_to_space_word() where at least sixteen bytes are left. */
static inline size_t bytes_many_to_space(const char *s, size_t n, struct bytes_word *w)
{
    size_t at = bytes_space_in_16(s);
    w->low = bytes_lowest(bytes_load8(s), at);
    w->high = at > 8 ? bytes_lowest(bytes_load8(s + 8), at - 8) : 0;
    return at < 16 ? at : 16 + bytes_to_space(s + 16, n - 16);
}

/* As bytes_to_space(), and *w gets the first bytes: what is shorter than sixteen is told by its length and them. */
static inline size_t bytes_to_space_word(const char *s, size_t n, struct bytes_word *w)
{
    struct bytes_word first;
    size_t length = n < 16 ? bytes_few_to_space(s, n, &first) : bytes_many_to_space(s, n, &first);
    *w = first;
    return length;
}

/* A hash of the first bytes; good in all its bits, but not made against enemies. */
static inline uint64_t bytes_word_hash(struct bytes_word w)
{
    return bytes_mix(bytes_mix(0, w.low), w.high);
}

#endif
