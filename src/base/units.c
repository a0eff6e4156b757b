/* Lengths in 1/65536 pt. All arithmetic is on integers, so that every machine gets the same lines and pages. */
#include "base/units.h"

#include <stddef.h>
#include <string.h>

#define INCH_PT 72
#define LENGTH_LIMIT ((int64_t)200 * INCH_PT * SCALED_ONE)

int64_t muldiv(int64_t a, int64_t b, int64_t c)
{
    __extension__ typedef __int128 wide; /* no product of two 64-bit numbers overflows it */
    int64_t narrow;
    if (!__builtin_mul_overflow(a, b, &narrow) && narrow > INT64_MIN / 2 && narrow < INT64_MAX / 2 && c > 0 &&
        c < INT64_MAX / 2)
        return (narrow < 0 ? narrow - c / 2 : narrow + c / 2) / c; /* several times as fast */
    wide product = (wide)a * b;
    wide half = (c < 0 ? -(wide)c : c) / 2;

    return (int64_t)((product < 0 ? product - half : product + half) / c);
}

scaled mm_milli(int64_t milli)
{
    return (scaled)muldiv(milli, (int64_t)INCH_PT * SCALED_ONE, 25400);
}

int64_t scaled_milli(int64_t v)
{
    if (v > INT64_MIN / 2000 && v < INT64_MAX / 2000) /* muldiv() without its division */
        return (v < 0 ? v * 1000 - SCALED_ONE / 2 : v * 1000 + SCALED_ONE / 2) / SCALED_ONE;
    return muldiv(v, 1000, SCALED_ONE);
}

/* Reads digits with at most four decimals into ten-thousandths and moves *s behind them. */
static bool parse_number(const char **s, int64_t *value)
{
    const char *p = *s;
    int64_t v = 0;
    int digits = 0;

    for (; *p >= '0' && *p <= '9'; p++, digits++) {
        v = v * 10 + (*p - '0');
        if (v > 1000000)
            return false;
    }
    int decimals = 0;
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9'; p++, decimals++) {
            if (decimals == 4)
                return false;
            v = v * 10 + (*p - '0');
        }
        if (decimals == 0)
            return false;
    }
    if (digits + decimals == 0)
        return false;
    for (; decimals < 4; decimals++)
        v *= 10;
    *s = p;
    *value = v;
    return true;
}

bool length_parse(const char *s, scaled em, scaled *out)
{
    bool negative = *s == '-';
    int64_t v, result;

    if (*s == '-' || *s == '+')
        s++;
    if (!parse_number(&s, &v))
        return false;
    if (*s == ' ') /* "30 mm" is how a typist writes it */
        s++;
    if (strcmp(s, "mm") == 0)
        result = muldiv(v, (int64_t)INCH_PT * SCALED_ONE, 254000);
    else if (strcmp(s, "cm") == 0)
        result = muldiv(v, (int64_t)INCH_PT * SCALED_ONE, 25400);
    else if (strcmp(s, "in") == 0)
        result = muldiv(v, (int64_t)INCH_PT * SCALED_ONE, 10000);
    else if (strcmp(s, "pt") == 0)
        result = muldiv(v, SCALED_ONE, 10000);
    else if (strcmp(s, "em") == 0 && em > 0)
        result = muldiv(v, em, 10000);
    else if (*s == '\0' && v == 0)
        result = 0;
    else
        return false;
    if (result > LENGTH_LIMIT)
        return false;
    *out = (scaled)(negative ? -result : result);
    return true;
}
