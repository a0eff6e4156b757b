/* Roman numerals. */
#include <string.h>

#include "lang/lang.h"

static const struct {
    unsigned value;
    const char *upper, *lower;
} parts[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"},  {400, "CD", "cd"}, {100, "C", "c"},
             {90, "XC", "xc"}, {50, "L", "l"},    {40, "XL", "xl"}, {10, "X", "x"},    {9, "IX", "ix"},
             {5, "V", "v"},    {4, "IV", "iv"},   {1, "I", "i"}};

void lang_roman(unsigned n, bool upper, char out[16])
{
    size_t at = 0;
    if (n > 3999)
        n = 3999;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *digits = upper ? parts[i].upper : parts[i].lower;
        for (; n >= parts[i].value; n -= parts[i].value) {
            memcpy(out + at, digits, strlen(digits));
            at += strlen(digits);
        }
    }
    out[at] = '\0';
}

static int digit_value(char c)
{
    switch (c) {
    case 'i':
        return 1;
    case 'v':
        return 5;
    case 'x':
        return 10;
    case 'l':
        return 50;
    case 'c':
        return 100;
    case 'd':
        return 500;
    case 'm':
        return 1000;
    default:
        return 0;
    }
}

/* Letters are added up loosely, then the sum is written again: only the one true spelling comes out the same. */
unsigned lang_roman_parse(const char *s, size_t n, size_t *len)
{
    if (n == 0)
        return 0;
    bool upper = s[0] >= 'A' && s[0] <= 'Z';
    int total = 0, previous = 0;
    size_t i = 0;
    for (; i < n && i < 16; i++) {
        char c = upper && s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : upper ? ' ' : s[i];
        int value = digit_value(c);
        if (!value)
            break;
        total += value > previous ? value - 2 * previous : value;
        previous = value;
    }
    char again[16];
    if (i == 0 || i == 16 || total < 1 || total > 3999)
        return 0;
    lang_roman((unsigned)total, upper, again);
    if (strlen(again) != i || memcmp(again, s, i) != 0)
        return 0;
    *len = i;
    return (unsigned)total;
}
