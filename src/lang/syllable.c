/* The shape of Vietnamese syllables and the letters that tell languages apart. */
#include "lang/syllable.h"

#include <string.h>

#include "base/utf8.h"

bool syllable_is_vietnamese_letter(uint32_t cp)
{
    return (cp >= 0x1EA0 && cp <= 0x1EF9) || cp == 0x0110 || cp == 0x0111 || cp == 0x01A0 || cp == 0x01A1 ||
           cp == 0x01AF || cp == 0x01B0 || cp == 0x0102 || cp == 0x0103 || cp == 0x0128 || cp == 0x0129 ||
           cp == 0x0168 || cp == 0x0169;
}

bool syllable_is_kazakh_letter(uint32_t cp)
{
    switch (cp) {
    case 0x04D8:
    case 0x04D9: /* ә */
    case 0x0492:
    case 0x0493: /* ғ */
    case 0x049A:
    case 0x049B: /* қ */
    case 0x04A2:
    case 0x04A3: /* ң */
    case 0x04E8:
    case 0x04E9: /* ө */
    case 0x04B0:
    case 0x04B1: /* ұ */
    case 0x04AE:
    case 0x04AF: /* ү */
    case 0x04BA:
    case 0x04BB: /* һ */
    case 0x0406:
    case 0x0456: /* і */
        return true;
    default:
        return false;
    }
}

bool syllable_is_cyrillic(uint32_t cp)
{
    return cp >= 0x0400 && cp <= 0x052F;
}

bool syllable_is_latin(uint32_t cp)
{
    return utf8_is_letter(cp) && (cp < 0x0250 || (cp >= 0x1E00 && cp <= 0x1EFF));
}

static bool in_list(const char *s, size_t n, const char *const *list)
{
    for (; *list; list++)
        if (strlen(*list) == n && memcmp(*list, s, n) == 0)
            return true;
    return false;
}

static bool is_vowel(char c)
{
    return strchr("aeiouy", c) != NULL;
}

bool syllable_fits(const char *word, size_t n)
{
    static const char *const onsets[] = {"",   "b", "c", "ch", "d",  "g",   "gh", "gi", "h",  "k",
                                         "kh", "l", "m", "n",  "ng", "ngh", "nh", "p",  "ph", "q",
                                         "r",  "s", "t", "th", "tr", "v",   "x",  NULL};
    static const char *const codas[] = {"", "c", "ch", "m", "n", "ng", "nh", "p", "t", NULL};
    char folded[8];
    size_t length = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_fold(utf8_next(word, n, &i));
        if (cp < 'a' || cp > 'z' || length == sizeof folded)
            return false;
        folded[length++] = (char)cp;
    }
    size_t vowel = 0, coda;
    while (vowel < length && !is_vowel(folded[vowel]))
        vowel++;
    for (coda = vowel; coda < length && is_vowel(folded[coda]); coda++)
        ;
    return vowel < length && coda - vowel <= 3 && in_list(folded, vowel, onsets) &&
           in_list(folded + coda, length - coda, codas);
}
