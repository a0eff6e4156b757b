/* Matching of phrases. The lists are short (tens of entries), so those that fit are tried one by one; a set of first
 * two bytes says at nearly every place that none does. */
#include "ingest/phrases.h"

#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

static uint8_t start_hash(char first, char second)
{
    return (uint8_t)((unsigned char)first * 37u + (unsigned char)second);
}

/* Behind a phrase of one byte any other may follow. */
static void add_starts(bool starts[256], const struct data_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const char *phrase = list->items[i];
        if (phrase[0] != '\0' && phrase[1] != '\0')
            starts[start_hash(phrase[0], phrase[1])] = true;
        else
            memset(starts, true, 256);
    }
}

static void load(struct phrases *p, const char *lang)
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
        add_starts(p->starts[i], &p->own[i]);
        add_starts(p->starts[i], &p->common[i]);
    }
}

/* One for each language of data_languages(), and one for all others. An article is often shorter than these lists. */
#define MAX_LANGUAGES 8
static struct phrases loaded[MAX_LANGUAGES + 1];
static pthread_once_t loaded_once = PTHREAD_ONCE_INIT;

static void load_all(void)
{
    const char *const *languages = data_languages();
    for (size_t i = 0; i < MAX_LANGUAGES && languages[i] != NULL; i++)
        load(&loaded[i], languages[i]);
    load(&loaded[MAX_LANGUAGES], "");
}

const struct phrases *phrases_for(const char *lang)
{
    const char *const *languages = data_languages();
    size_t n = strcspn(lang, "-_");
    pthread_once(&loaded_once, load_all);
    for (size_t i = 0; i < MAX_LANGUAGES && languages[i] != NULL; i++)
        if (strncmp(languages[i], lang, n) == 0 && languages[i][n] == '\0')
            return &loaded[i];
    return &loaded[MAX_LANGUAGES];
}

/* Can a phrase of the list stand at `low`, which has n > 0 bytes? */
static bool may_begin(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    return p->starts[list][start_hash(low[0], n > 1 ? low[1] : '\0')];
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
    if (at > 0 && (unsigned char)s[at - 1] < 0x80)
        return !is_word_char((unsigned char)s[at - 1]);
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
    if (n == 0 || !may_begin(p, list, low, n))
        return 0;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++) {
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
    if (n == from || !may_begin(p, list, low + from, n - from))
        return false;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++)
        if (strlen(phrase) == n - from && memcmp(low + from, phrase, n - from) == 0)
            return true;
    return false;
}

/* Length of the first phrase of the list that stands at byte `at` as whole words, 0: none. */
static size_t phrase_stands(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t at)
{
    const char *phrase;
    for (size_t i = 0; (phrase = phrase_at(p, list, i)) != NULL; i++) {
        if (phrase[0] != low[at])
            continue;
        size_t length = strlen(phrase);
        if (length <= n - at && memcmp(low + at, phrase, length) == 0 && word_ends_at(low, n, at + length))
            return length;
    }
    return 0;
}

bool phrase_find(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t *start, size_t *end)
{
    for (size_t at = 0; at < n; at++) {
        if (!may_begin(p, list, low + at, n - at) || !word_starts_at(low, at))
            continue;
        size_t length = phrase_stands(p, list, low, n, at);
        if (length == 0)
            continue;
        *start = at;
        *end = at + length;
        return true;
    }
    return false;
}
