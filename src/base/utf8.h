/* UTF-8: decoding, validating and normalizing. All lengths are in bytes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The same as utf8_next() for a byte that is not ASCII. */
uint32_t utf8_next_long(const char *s, size_t n, size_t *i);

/* Decodes the code point at s[*i] (*i < n) and moves *i behind it. A byte that begins no valid sequence
 * gives U+FFFD and moves by one. */
static inline uint32_t utf8_next(const char *s, size_t n, size_t *i)
{
    unsigned char c = (unsigned char)s[*i];
    if (c < 0x80) {
        ++*i;
        return c;
    }
    if (c == 0xE1 && n - *i > 2 && ((unsigned char)s[*i + 1] & 0xC0) == 0x80 &&
        ((unsigned char)s[*i + 2] & 0xC0) == 0x80) { /* most of Vietnamese */
        uint32_t cp = 0x1000 | ((uint32_t)s[*i + 1] & 0x3F) << 6 | ((uint32_t)s[*i + 2] & 0x3F);
        *i += 3;
        return cp;
    }
    if (c >= 0xC2 && c < 0xE0 && n - *i > 1 && ((unsigned char)s[*i + 1] & 0xC0) == 0x80) {
        uint32_t cp = ((uint32_t)c & 0x1F) << 6 | ((uint32_t)s[*i + 1] & 0x3F);
        *i += 2;
        return cp;
    }
    return utf8_next_long(s, n, i);
}

/* Decodes the code point that ends before s[*i] (*i > 0) and moves *i to its first byte. */
uint32_t utf8_prev(const char *s, size_t *i);

/* Writes `cp` to out (4 bytes at most) and returns the count. */
size_t utf8_put(char *out, uint32_t cp);

/* True if the bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool utf8_valid(const char *s, size_t n);

/* True for UTF-8 in which all characters are as NFC wants them, whatever stands beside them; quicker than
 * utf8_is_nfc(). False says nothing. */
bool utf8_is_plain(const char *s, size_t n);

/* True for a text that needs no look byte by byte: plain, no controls, no space but single ones between other
 * characters, nothing invisible, no signs but dashes, quotation marks and dots. False says nothing; short texts are
 * never tidy. */
bool utf8_is_tidy(const char *s, size_t n);

/* The same for a part of a text that utf8_is_plain() found plain: less is left to look at. */
bool utf8_plain_is_tidy(const char *s, size_t n);

/* Number of code points. */
size_t utf8_count(const char *s, size_t n);

/* NFC of the text (Unicode Standard Annex 15), NUL-terminated, in the arena; *out_n gets its length.
 * Text that is in NFC already is copied unchanged. Invalid bytes become U+FFFD. */
char *utf8_nfc(struct arena *a, const char *s, size_t n, size_t *out_n);

/* True if the text is in NFC. */
bool utf8_is_nfc(const char *s, size_t n);

/* Letter and case questions, locale-free (Unicode properties). */
bool utf8_is_letter_beyond_ascii(uint32_t cp);
static inline bool utf8_is_letter(uint32_t cp)
{
    return cp < 0x80 ? (cp | 32) - 'a' < 26 : utf8_is_letter_beyond_ascii(cp);
}
bool utf8_is_upper(uint32_t cp);
bool utf8_is_lower(uint32_t cp);
bool utf8_is_digit(uint32_t cp);
bool utf8_is_space(uint32_t cp); /* White_Space property: also U+00A0, U+2009, U+202F … */
uint32_t utf8_lower(uint32_t cp);
uint32_t utf8_upper(uint32_t cp);

/* The base letter without tone and vowel marks, in lower case: 'Ế' gives 'e', 'Đ' gives 'd'; other
 * characters are returned in lower case. */
uint32_t utf8_fold(uint32_t cp);

/* Lower-cases a string into the arena. */
char *utf8_lower_str(struct arena *a, const char *s, size_t n);

/* Makes an ASCII slug: folded letters and digits, runs of others as one '-', none at the ends; at most
 * `max` bytes, cut at a '-' where there is one; "x" when nothing is left. Cyrillic is transliterated. */
char *utf8_slug(struct arena *a, const char *s, size_t n, size_t max);

#endif
