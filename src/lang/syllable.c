/* The shape of Vietnamese syllables and the letters that tell languages apart. */
#include "lang/syllable.h"

#include "base/utf8.h"

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

bool syllable_is_latin(uint32_t cp)
{
    return utf8_is_letter(cp) && (cp < 0x0250 || (cp >= 0x1E00 && cp <= 0x1EFF));
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* At most three letters as a number. */
#define LETTERS(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)

static uint32_t letters(const char *s, size_t n)
{
    return LETTERS(n > 0 ? s[0] : 0, n > 1 ? s[1] : 0, n > 2 ? s[2] : 0);
}

static bool in_list(const char *s, size_t n, const uint32_t *list, size_t length)
{
    uint32_t asked = letters(s, n);
    bool found = false;
    for (size_t i = 0; i < length; i++)
        found |= list[i] == asked;
    return found && n <= 3;
}

bool syllable_fits(const char *word, size_t n)
{
#define L1(a) LETTERS(a, 0, 0)
#define L2(a, b) LETTERS(a, b, 0)
    static const uint32_t onsets[] = {0,
                                      L1('b'),
                                      L1('c'),
                                      L2('c', 'h'),
                                      L1('d'),
                                      L1('g'),
                                      L2('g', 'h'),
                                      L2('g', 'i'),
                                      L1('h'),
                                      L1('k'),
                                      L2('k', 'h'),
                                      L1('l'),
                                      L1('m'),
                                      L1('n'),
                                      L2('n', 'g'),
                                      LETTERS('n', 'g', 'h'),
                                      L2('n', 'h'),
                                      L1('p'),
                                      L2('p', 'h'),
                                      L1('q'),
                                      L1('r'),
                                      L1('s'),
                                      L1('t'),
                                      L2('t', 'h'),
                                      L2('t', 'r'),
                                      L1('v'),
                                      L1('x')};
    static const uint32_t codas[] = {0,       L1('c'), L2('c', 'h'), L1('m'), L1('n'), L2('n', 'g'), L2('n', 'h'),
                                     L1('p'), L1('t')};
#undef L1
#undef L2
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
    return vowel < length && coda - vowel <= 3 && in_list(folded, vowel, onsets, sizeof onsets / sizeof *onsets) &&
           in_list(folded + coda, length - coda, codas, sizeof codas / sizeof *codas);
}
