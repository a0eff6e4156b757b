/* Matching of phrases. The lists are short (tens of entries) and asked about short lines only, so they are tried one by
 * one; the first byte rules nearly all of them out. */
#include "ingest/phrases.h"

#include <string.h>

#include "base/utf8.h"

void phrases_load(struct phrases *p, const char *lang)
{
    static const char *const paths[PHRASE_LIST_COUNT] = {
#define PHRASE(id, path) "ingest." path,
        PHRASE_LISTS
#undef PHRASE
    };
    bool english = strcmp(lang, "en") == 0;
    for (int i = 0; i < PHRASE_LIST_COUNT; i++) {
        p->own[i] = data_lookup(lang, paths[i]);
        p->common[i] = english ? (struct data_list){NULL, 0} : data_lookup("en", paths[i]);
    }
}

static bool is_word_char(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp);
}

static bool word_ends_at(const char *s, size_t n, size_t at)
{
    return at >= n || !is_word_char(utf8_next(s, n, &at));
}

static bool word_starts_at(const char *s, size_t at)
{
    return at == 0 || !is_word_char(utf8_prev(s, &at));
}

/* Calls for both languages: `i` counts through own, then common. */
static const char *phrase_at(const struct phrases *p, enum phrase_list list, size_t i)
{
    const struct data_list *own = &p->own[list], *common = &p->common[list];
    if (i < own->n)
        return own->items[i];
    i -= own->n;
    return i < common->n ? common->items[i] : NULL;
}

/* Phrases that end in a sign (">>", "xem:") need no word boundary behind them. */
static bool ends_in_sign(const char *phrase, size_t length)
{
    size_t at = length;
    return !is_word_char(utf8_prev(phrase, &at));
}

size_t phrase_starts(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    size_t best = 0;
    const char *phrase;
    for (size_t i = 0; n > 0 && (phrase = phrase_at(p, list, i)) != NULL; i++) {
        if (low[0] != phrase[0])
            continue;
        size_t length = strlen(phrase);
        if (length > best && length <= n && memcmp(low, phrase, length) == 0 &&
            (word_ends_at(low, n, length) || ends_in_sign(phrase, length)))
            best = length;
    }
    return best;
}

size_t phrase_ends(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    size_t best = 0;
    const char *phrase;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++) {
        size_t length = strlen(phrase);
        if (length > best && length <= n && memcmp(low + n - length, phrase, length) == 0 &&
            word_starts_at(low, n - length))
            best = length;
    }
    return best;
}

bool phrase_is(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    size_t from = 0;
    while (from < n) {
        size_t next = from;
        if (is_word_char(utf8_next(low, n, &next)))
            break;
        from = next;
    }
    while (n > from) {
        size_t before = n;
        if (is_word_char(utf8_prev(low, &before)))
            break;
        n = before;
    }
    const char *phrase;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++)
        if (strlen(phrase) == n - from && memcmp(low + from, phrase, n - from) == 0)
            return true;
    return false;
}

/* The first place before `limit` where one of the phrases stands as whole words; *found_n gets its length. SIZE_MAX:
 * none. */
static size_t find_before(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t limit,
                          size_t *found_n)
{
    const char *phrase;
    size_t best = SIZE_MAX;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++) {
        size_t length = strlen(phrase), stop = limit + length < n ? limit + length : n;
        const char *hit = low;
        while ((hit = memmem(hit, stop - (size_t)(hit - low), phrase, length)) != NULL) {
            size_t at = (size_t)(hit - low);
            if (at >= best || at >= limit)
                break;
            if (word_starts_at(low, at) && word_ends_at(low, n, at + length)) {
                best = at;
                *found_n = length;
                break;
            }
            hit++;
        }
    }
    return best;
}

/* The stretch that is looked at grows, so that asking again behind each place costs no more than the way to the next
 * one. */
bool phrase_find(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t *start, size_t *end)
{
    for (size_t limit = 256;; limit *= 4) {
        size_t length = 0, at = find_before(p, list, low, n, limit < n ? limit : n, &length);
        if (at != SIZE_MAX) {
            *start = at;
            *end = at + length;
            return true;
        }
        if (limit >= n)
            return false;
    }
}
