/* Where a word may be broken.
 *
 * Hyphens that are put in are not found here (lang/hyphen.h). Vietnamese has none, so most words have no such place and
 * are not even shown to ICU. What has: addresses, compounds with hyphens or dashes, scripts without spaces.
 */
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/utf8.h"
#include "layout/linebreak.h"
#include "layout/word.h"

#define HYPHEN_PENALTY 200
#define DASH_PENALTY 50
#define SLASH_PENALTY 100
#define URL_SLASH_PENALTY 20
#define URL_PENALTY 60
/* A compound is broken after a hyphen when both sides have so many letters. */
#define HYPHEN_SIDE 3
/* An address keeps so many characters together at each end. */
#define URL_SIDE 4

/* Longer words with so many separators are pieces of addresses, paths and the like. */
#define LONG_WORD 60
#define SEPARATORS 3

static size_t count_separators(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += s[i] != '\0' && strchr("/-.?&", s[i]) != NULL;
    return count;
}

static bool is_address(const char *s, size_t n)
{
    return memmem(s, n, "://", 3) || (n > 4 && memcmp(s, "www.", 4) == 0) ||
           (n > LONG_WORD && count_separators(s, n) >= SEPARATORS);
}

static size_t address_breaks(const char *s, size_t n, struct word_break *out, size_t max)
{
    size_t k = 0, from = 0;
    const char *scheme = memmem(s, n, "://", 3);
    if (scheme)
        from = (size_t)(scheme - s) + 3;
    for (size_t i = from + URL_SIDE; i + URL_SIDE <= n && k < max; i++)
        if (strchr("/-.?&", s[i - 1]) && !strchr("/-.?&", s[i]))
            out[k++] =
                (struct word_break){(uint16_t)i, s[i - 1] == '/' ? URL_SLASH_PENALTY : URL_PENALTY, false, false};
    return k;
}

/* True for characters that never make a place to break: letters of alphabets, figures, common marks. */
static bool is_ordinary(uint32_t cp)
{
    if (cp < 0x80)
        return cp != '-' && cp != '/' && cp != '?' && cp != '|';
    if (cp < 0x2000)
        return cp < 0x0590 || (cp >= 0x1E00); /* Latin, Greek, Cyrillic, Armenian; Vietnamese */
    return (cp >= 0x2018 && cp <= 0x201F) || cp == 0x2026 || cp == 0x202F || (cp >= 0x20A0 && cp < 0x2100);
}

static bool is_all_ordinary(const char *s, size_t n)
{
    for (size_t i = 0; i < n;)
        if (!is_ordinary(utf8_next(s, n, &i)))
            return false;
    return true;
}

static bool has_digit(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* Letters in a row before (or, forward, after) byte `at`. */
static int letters_beside(const char *s, size_t n, size_t at, bool forward)
{
    int count = 0;
    while (forward ? at < n : at > 0) {
        uint32_t cp = forward ? utf8_next(s, n, &at) : utf8_prev(s, &at);
        if (!utf8_is_letter(cp))
            break;
        count++;
    }
    return count;
}

static bool is_dash(uint32_t cp)
{
    return cp >= 0x2012 && cp <= 0x2015;
}

/* Price of a break that UAX 14 allows at byte `at`; PENALTY_FORBID where this project does not. */
static struct word_break price(const char *s, size_t n, size_t at)
{
    size_t before = at;
    uint32_t cp = utf8_prev(s, &before);
    struct word_break b = {(uint16_t)at, 0, false, false};
    if (cp == '-' || cp == 0x2010) {
        size_t end = before;
        bool sides = letters_beside(s, n, end, false) >= HYPHEN_SIDE && letters_beside(s, n, at, true) >= HYPHEN_SIDE;
        b.hyphen = true;
        b.penalty = sides && !has_digit(s, n) && !memchr(s, '/', n) ? HYPHEN_PENALTY : PENALTY_FORBID;
    } else if (is_dash(cp)) {
        b.penalty = has_digit(s, n) ? PENALTY_FORBID : DASH_PENALTY;
    } else if (cp == '/') {
        bool sides =
            letters_beside(s, n, before, false) >= HYPHEN_SIDE && letters_beside(s, n, at, true) >= HYPHEN_SIDE;
        b.penalty = sides && !has_digit(s, n) ? SLASH_PENALTY : PENALTY_FORBID;
    } else if (cp < 0x0590 || (cp >= 0x1E00 && cp < 0x2E80)) {
        b.penalty = PENALTY_FORBID; /* "?" inside a word and the like */
    }
    return b;
}

static bool open_iterator(struct word_cache *c)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!c->breaks)
        c->breaks = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
    return c->breaks != NULL;
}

size_t word_breaks(struct word_cache *c, const char *s, size_t n, struct word_break *out, size_t max)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t k = 0;
    if (is_address(s, n))
        return address_breaks(s, n, out, max);
    if (is_all_ordinary(s, n) || !open_iterator(c))
        return 0;
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, s, (int64_t)n, &status);
    ubrk_setUText(c->breaks, &text, &status);
    if (U_SUCCESS(status)) {
        for (int32_t at = ubrk_first(c->breaks); at != UBRK_DONE && k < max; at = ubrk_next(c->breaks)) {
            if (at <= 0 || (size_t)at >= n)
                continue;
            struct word_break b = price(s, n, (size_t)at);
            if (b.penalty < PENALTY_FORBID)
                out[k++] = b;
        }
    }
    utext_close(&text);
    return k;
}
