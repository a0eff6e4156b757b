/* What a Vietnamese syllable looks like; shared by language finding and order. */
#ifndef LANG_SYLLABLE_H
#define LANG_SYLLABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A letter that of the four languages only Vietnamese has: đ ă ơ ư and those with two marks or a tone that French,
 * Spanish … do not have. */
static inline bool syllable_is_vietnamese_letter(uint32_t cp)
{
#define BIT(of) (UINT64_C(1) << ((of)&63))
    /* Ă ă, Đ đ Ĩ ĩ, Ũ ũ, Ơ ơ Ư ư: U+0100 … U+01BF, 64 to a word */
    static const uint64_t latin[] = {BIT(0x102) | BIT(0x103) | BIT(0x110) | BIT(0x111) | BIT(0x128) | BIT(0x129),
                                     BIT(0x168) | BIT(0x169), BIT(0x1A0) | BIT(0x1A1) | BIT(0x1AF) | BIT(0x1B0)};
#undef BIT
    if (cp - 0x100 < 0xC0)
        return latin[(cp - 0x100) / 64] >> (cp & 63) & 1;
    return cp >= 0x1EA0 && cp <= 0x1EF9;
}

/* A letter that of the four languages only Kazakh has. */
bool syllable_is_kazakh_letter(uint32_t cp);

static inline bool syllable_is_cyrillic(uint32_t cp)
{
    return cp >= 0x0400 && cp <= 0x052F;
}

bool syllable_is_latin(uint32_t cp);

/* Could the word (letters only, any case and marks) be one Vietnamese syllable: onset, vowels, coda? "theo" could,
 * "foreign" could not. */
bool syllable_fits(const char *word, size_t n);

#endif
