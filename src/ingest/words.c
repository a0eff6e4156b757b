/* Looking at lines without changing them. Nothing here allocates. */
#include "ingest/words.h"

#include <string.h>

#include "base/utf8.h"

#define BLOCK 32 /* bytes that compilers take at once */

static inline uint8_t is_blank(char c)
{
    return (uint8_t)((c == ' ') | (c == '\n') | (c == '\t'));
}

/* A word begins where no blank follows one. */
size_t words_count(const char *s, size_t n)
{
    size_t count = n > 0 && !is_blank(s[0]), i = 1;
    for (; i + BLOCK <= n; i += BLOCK) {
        uint8_t begun = 0;
        for (size_t k = 0; k < BLOCK; k++)
            begun = (uint8_t)(begun + (is_blank(s[i + k - 1]) & !is_blank(s[i + k])));
        count += begun;
    }
    for (; i < n; i++)
        count += is_blank(s[i - 1]) & !is_blank(s[i]);
    return count;
}

bool words_is_sign(uint32_t cp, const char *signs)
{
    return cp != 0 && cp < 0x80 && strchr(signs, (int)cp) != NULL;
}

bool words_is_quote(uint32_t cp)
{
    return cp == '"' || cp == 0xAB || cp == 0xBB || (cp >= 0x2018 && cp <= 0x201F) || cp == 0x2039 || cp == 0x203A;
}

static bool is_closing(uint32_t cp)
{
    return words_is_quote(cp) || cp == '\'' || cp == ')' || cp == ']' || cp == '*';
}

static bool is_word_char(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp);
}

uint32_t words_last_sign(const char *s, size_t n)
{
    while (n > 0) {
        uint32_t cp = utf8_prev(s, &n);
        if (!is_closing(cp) && !utf8_is_space(cp))
            return cp;
    }
    return 0;
}

bool words_end_sentence(const char *s, size_t n)
{
    uint32_t cp = words_last_sign(s, n);
    return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026 || cp == ':' || cp == ';';
}

/* A full stop ends a sentence when a capital, a quotation mark or a dash follows behind white space. */
static bool sentence_starts_at(const char *s, size_t n, size_t i)
{
    if (i >= n || s[i] != ' ')
        return i >= n;
    while (i < n && s[i] == ' ')
        i++;
    if (i >= n)
        return true;
    uint32_t cp = utf8_next(s, n, &i);
    return utf8_is_upper(cp) || words_is_quote(cp) || cp == 0x2013 || cp == 0x2014;
}

/* "TP. HCM", "Mr. X", "U.S. and": a stop behind one capital or a very short capitalized word ends nothing. */
static bool is_abbreviation(const char *s, size_t stop)
{
    size_t letters = 0, i = stop;
    bool capital = false;
    while (i > 0 && letters < 4) {
        size_t before = i;
        uint32_t cp = utf8_prev(s, &before);
        if (!utf8_is_letter(cp))
            break;
        capital = utf8_is_upper(cp);
        i = before;
        letters++;
    }
    return letters > 0 && letters <= 2 && capital;
}

/* Bytes that the end of a sentence can begin with: stops and the first of "…". */
static const bool may_be_stop[256] = {['.'] = true, ['!'] = true, ['?'] = true, [0xE2] = true};

size_t words_next_sentence(const char *s, size_t n, size_t from)
{
    for (size_t i = from; i < n; i++) {
        if (!may_be_stop[(unsigned char)s[i]])
            continue;
        bool stop = s[i] == '.' || s[i] == '!' || s[i] == '?';
        bool dots = !stop && (unsigned char)s[i] == 0xE2 && i + 2 < n && memcmp(s + i, "\xE2\x80\xA6", 3) == 0;
        if (!stop && !dots)
            continue;
        size_t end = i + (dots ? 3 : 1);
        while (end < n) {
            size_t next = end;
            uint32_t cp = utf8_next(s, n, &next);
            if (!is_closing(cp) && cp != '.')
                break;
            end = next;
        }
        if (!sentence_starts_at(s, n, end) || (s[i] == '.' && end < n && is_abbreviation(s, i)))
            continue;
        while (end < n && s[end] == ' ')
            end++;
        return end;
    }
    return n;
}

size_t words_sentences(const char *s, size_t n, size_t most)
{
    size_t count = 0;
    for (size_t at = 0; at < n && count < most; count++)
        at = words_next_sentence(s, n, at);
    return count;
}

/* Next letter or digit from *i on, in lower case; 0 at the end. */
static uint32_t next_letter(const char *s, size_t n, size_t *i)
{
    while (*i < n) {
        uint32_t cp = utf8_next(s, n, i);
        if (is_word_char(cp))
            return utf8_lower(cp);
    }
    return 0;
}

bool words_begin_with(const char *x, size_t nx, const char *y, size_t ny, size_t *rest)
{
    size_t i = 0, j = 0;
    bool any = false;
    for (;;) {
        uint32_t want = next_letter(y, ny, &j);
        if (want == 0) {
            *rest = i;
            return any;
        }
        if (next_letter(x, nx, &i) != want)
            return false;
        any = true;
    }
}

bool words_same(const char *x, size_t nx, const char *y, size_t ny)
{
    size_t rest;
    return words_begin_with(x, nx, y, ny, &rest) && next_letter(x, nx, &rest) == 0;
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool words_contain(const char *x, size_t nx, const char *y, size_t ny)
{
    size_t rest, start = 0;
    uint32_t first = next_letter(y, ny, &start);
    if (first == 0)
        return false;
    for (size_t i = 0; i < nx;) {
        size_t at = i;
        bool other = first < 0x80 && is_ascii_letter(x[i]) && ((uint32_t)x[i] | 0x20) != first;
        if (!other && next_letter(x, nx, &at) == first && words_begin_with(x + i, nx - i, y, ny, &rest))
            return true;
        /* On to the next word: y begins with a word. */
        while (i < nx && x[i] != ' ')
            i++;
        while (i < nx && x[i] == ' ')
            i++;
    }
    return false;
}

bool words_doubled(const char *s, size_t n, size_t *half)
{
    if (n < 9 || n % 2 == 0 || s[n / 2] != ' ' || memcmp(s, s + n / 2 + 1, n / 2) != 0)
        return false;
    *half = n / 2;
    return words_count(s, n / 2) >= 2;
}

/* One word of a name: a capital first, letters, apostrophes, hyphens and a stop behind initials. */
static bool is_name_word(const char *s, size_t n)
{
    size_t i = 0;
    uint32_t cp = utf8_next(s, n, &i);
    if (!utf8_is_upper(cp))
        return false;
    while (i < n) {
        cp = utf8_next(s, n, &i);
        bool inner = cp == '\'' || cp == 0x2019 || cp == '-' || cp == '.';
        if (!utf8_is_letter(cp) && !inner)
            return false;
    }
    return true;
}

static bool is_name_joint(const char *s, size_t n)
{
    static const char *const joints[] = {"-", "–", "—", "&", "và", "and", "и", "/", "|", "de", "van", "von", "бен"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strlen(joints[i]) == n && memcmp(joints[i], s, n) == 0)
            return true;
    return false;
}

bool words_are_name(const char *s, size_t n)
{
    size_t words = 0, run = 0;
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && s[end] != ' ' && s[end] != ',')
            end++;
        size_t length = end - i;
        if (length > 0 && is_name_joint(s + i, length)) {
            run = 0;
        } else if (length > 0) {
            if (!is_name_word(s + i, length) || ++run > 5)
                return false;
            words++;
        }
        if (end < n && s[end] == ',')
            run = 0;
        i = end + 1;
    }
    return words >= 1 && words <= 12 && n <= 120;
}

uint32_t words_first_letter(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (is_word_char(cp))
            return cp;
    }
    return 0;
}

size_t words_letters(const char *s, size_t n, size_t *upper)
{
    size_t letters = 0;
    *upper = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        letters += utf8_is_letter(cp);
        *upper += utf8_is_upper(cp);
    }
    return letters;
}

bool words_find_url(const char *s, size_t n, size_t *start, size_t *end)
{
    const char *hit = memmem(s, n, "http", 4);
    while (hit != NULL) {
        size_t at = (size_t)(hit - s), i = at + 4;
        if (i < n && (s[i] == 's' || s[i] == 'S'))
            i++;
        if (i + 3 < n && memcmp(s + i, "://", 3) == 0) {
            i += 3;
            while (i < n && (unsigned char)s[i] > ' ' && s[i] != '"' && s[i] != '<' && s[i] != '>')
                i++;
            while (i > at && strchr(".,;)]", s[i - 1]) != NULL)
                i--;
            *start = at;
            *end = i;
            return true;
        }
        hit = memmem(hit + 4, n - at - 4, "http", 4);
    }
    return false;
}

bool words_quoted(const char *s, size_t n)
{
    if (n < 4)
        return false;
    size_t i = 0, j = n;
    return words_is_quote(utf8_next(s, n, &i)) && words_is_quote(utf8_prev(s, &j)) && j > i;
}
