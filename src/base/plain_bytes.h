/* Bytes of UTF-8 by what stands before them, without a branch: compilers make vector instructions of a loop over them.
 * A text may end within a character, which its last two bytes tell; before its first byte there are zeros. */
#ifndef BASE_PLAIN_BYTES_H
#define BASE_PLAIN_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* 0 if byte `c` goes on a character where the bytes `a` and `b` before it want that, and only there. No character has
 * four bytes here: who asks allows no byte that begins one. */
static inline uint8_t plain_misplaced(uint8_t a, uint8_t b, uint8_t c)
{
    uint8_t follows = (c & 0xC0) == 0x80, due = ((b & 0xC0) == 0xC0) | ((a & 0xE0) == 0xE0);
    return follows != due;
}

/* 0 if byte `c` may stand behind the bytes `a` and `b` in a text of ASCII, precomposed Vietnamese (U+0080 … U+02FF,
 * U+1E80 … U+1EFF), Cyrillic (U+0400 … U+0482, U+048A … U+04FF), dashes and quotation marks (U+2010 … U+2027): nearly
 * all text is, and all of it is in NFC. */
static inline uint8_t plain_fault(uint8_t a, uint8_t b, uint8_t c)
{
    uint8_t lead = (c >= 0xC2) & (c <= 0xE2) & !((c >= 0xCC) & (c < 0xD0)) & !((c > 0xD3) & (c < 0xE1));
    uint8_t second = ((b != 0xE1) | ((c & 0xFE) == 0xBA)) & ((b != 0xE2) | (c == 0x80)) & ((b != 0xD2) | (c >= 0x8A));
    uint8_t third = (a != 0xE2) | ((c >= 0x90) & (c <= 0xA7));
    return (uint8_t)(plain_misplaced(a, b, c) | ((c >= 0xC0) & !lead) | !second | !third);
}

#define PLAIN_TOGETHER 16

#ifdef __SSE2__
typedef __m128i plain_faults;

/* The faults so far and those of the PLAIN_TOGETHER bytes from p[0] on, each as plain_fault() finds it behind the two
 * bytes before it. */
static inline plain_faults plain_add_faults(plain_faults so_far, const uint8_t *p)
{
    const __m128i a = _mm_loadu_si128((const __m128i *)(const void *)(p - 2));
    const __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(p - 1));
    const __m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
#define ALL(byte) _mm_set1_epi8((char)(byte))
    const __m128i even = _mm_and_si128(c, ALL(0xFE)), from_d4 = _mm_sub_epi8(c, ALL(0xD4));
    __m128i due = _mm_or_si128(_mm_subs_epu8(b, ALL(0xBF)), _mm_subs_epu8(a, ALL(0xDF)));
    __m128i follows = _mm_cmpgt_epi8(ALL(0xC0), c);
    __m128i misplaced = _mm_cmpeq_epi8(follows, _mm_cmpeq_epi8(due, _mm_setzero_si128()));
    __m128i lead = _mm_subs_epu8(c, ALL(0xE2)); /* not 0: beyond the last */
    lead = _mm_or_si128(lead, _mm_cmpeq_epi8(even, ALL(0xC0)));
    lead = _mm_or_si128(lead, _mm_cmpeq_epi8(_mm_and_si128(c, ALL(0xFC)), ALL(0xCC)));
    lead = _mm_or_si128(lead, _mm_cmpeq_epi8(from_d4, _mm_min_epu8(from_d4, ALL(0xE0 - 0xD4))));
    __m128i second = _mm_and_si128(_mm_cmpeq_epi8(b, ALL(0xE1)), _mm_xor_si128(even, ALL(0xBA)));
    second = _mm_or_si128(second, _mm_and_si128(_mm_cmpeq_epi8(b, ALL(0xE2)), _mm_xor_si128(c, ALL(0x80))));
    second = _mm_or_si128(second, _mm_and_si128(_mm_cmpeq_epi8(b, ALL(0xD2)), _mm_cmpgt_epi8(ALL(0x8A), c)));
    __m128i third = _mm_subs_epu8(_mm_sub_epi8(c, ALL(0x90)), ALL(0xA7 - 0x90));
    third = _mm_and_si128(third, _mm_cmpeq_epi8(a, ALL(0xE2)));
#undef ALL
    return _mm_or_si128(_mm_or_si128(_mm_or_si128(so_far, misplaced), _mm_or_si128(lead, second)), third);
}

static inline bool plain_any(plain_faults faults)
{
    return _mm_movemask_epi8(_mm_cmpeq_epi8(faults, _mm_setzero_si128())) != 0xFFFF;
}
#define PLAIN_NONE _mm_setzero_si128()
#else
typedef uint8_t plain_faults;

static inline plain_faults plain_add_faults(plain_faults so_far, const uint8_t *p)
{
    for (int i = 0; i < PLAIN_TOGETHER; i++)
        so_far |= plain_fault(p[i - 2], p[i - 1], p[i]);
    return so_far;
}

static inline bool plain_any(plain_faults faults)
{
    return faults != 0;
}
#define PLAIN_NONE 0
#endif

#endif
