/* Bytes of UTF-8 by what stands before them, without a branch: compilers make vector instructions of a loop over them.
 * A text may end within a character, which its last two bytes tell; before its first byte there are zeros. */
#ifndef BASE_PLAIN_BYTES_H
#define BASE_PLAIN_BYTES_H

#include <stdint.h>

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

#endif
