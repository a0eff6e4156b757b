/* Sentences: where they end. */
#include "lang/sentences.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/names_words.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

static bool closes(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == ')' || cp == ']' || cp == 0x201D || cp == 0x2019 || cp == 0xBB;
}

static bool opens(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == '(' || cp == '[' || cp == 0x201C || cp == 0x2018 || cp == 0xAB ||
           cp == 0x2013 || cp == 0x2014;
}

static bool is_end_mark(uint32_t cp)
{
    return cp == '.' || cp == '!' || cp == '?' || cp == 0x2026;
}

/* May a sentence begin at s[i]? A capital, a figure, or what opens a quotation. */
static bool may_begin(const char *s, size_t n, size_t i)
{
    if (i >= n)
        return true;
    uint32_t cp = utf8_next(s, n, &i);
    return utf8_is_upper(cp) || utf8_is_digit(cp) || opens(cp);
}

/* Does the full stop at s[stop] belong to the word before it: an abbreviation, an initial? */
static bool is_abbreviation(const char *s, size_t stop, const char *lang)
{
    size_t start = stop;
    while (start > 0 && !is_blank(s[start - 1]) && s[start - 1] != '(')
        start--;
    char key[80];
    size_t n = names_word_key(s + start, stop - start, lang, key, sizeof key), i = start;
    const struct name_word *word = name_words_find(name_words_of(lang), key, n, NULL);
    if (word && word->classes & NC_ABBREVIATION)
        return true;
    uint32_t cp = start < stop ? utf8_next(s, stop, &i) : 0;
    return i == stop && cp < 0x80 && utf8_is_upper(cp);
}

bool sentence_next(const char *s, size_t n, size_t from, const char *lang, size_t *start, size_t *end)
{
    while (from < n && is_blank(s[from]))
        from++;
    if (from >= n)
        return false;
    *start = from;
    for (size_t i = from; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (cp == '\n') {
            *end = at;
            return true;
        }
        if (!is_end_mark(cp))
            continue;
        while (i < n) {
            size_t next = i;
            uint32_t mark = utf8_next(s, n, &next);
            if (!closes(mark) && !is_end_mark(mark))
                break;
            i = next;
        }
        bool blank = i >= n || is_blank(s[i]);
        if (blank && may_begin(s, n, i + 1) && !(cp == '.' && i == at + 1 && is_abbreviation(s, at, lang))) {
            *end = i;
            return true;
        }
    }
    *end = n;
    while (*end > *start && is_blank(s[*end - 1]))
        (*end)--;
    return true;
}

void sentence_around(const char *s, size_t n, size_t at, const char *lang, size_t *start, size_t *end)
{
    size_t from = 0;
    *start = 0;
    *end = n;
    while (sentence_next(s, n, from, lang, start, end) && *end <= at)
        from = *end;
}
