/* Matching of phrases. Those that begin with the same two bytes are chained: at nearly every place there is none, and
 * else a few are tried one by one. */
#include "ingest/phrases.h"

#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static uint8_t start_hash(char first, char second)
{
    return (uint8_t)((unsigned char)first * 37u + (unsigned char)second);
}

static bool is_byte(const struct phrase *phrase)
{
    return phrase->n < 2;
}

/* Chains the phrases by their beginnings. Behind a phrase of one byte any other may follow: those end every chain. */
static void add_starts(struct phrases *p, int list)
{
    const struct data_list *own = &p->own[list], *common = &p->common[list];
    size_t n = own->n + common->n;
    uint16_t bytes = 0;
    p->all[list] = mem_calloc(n + 1, sizeof(struct phrase));
    for (size_t i = n; i-- > 0;) {
        struct phrase *phrase = &p->all[list][i];
        phrase->s = i < own->n ? own->items[i] : common->items[i - own->n];
        phrase->n = (uint16_t)strlen(phrase->s);
        if (is_byte(phrase)) {
            phrase->next = bytes;
            bytes = (uint16_t)(i + 1);
        }
    }
    for (size_t i = 0; i < 256; i++)
        p->starts[list][i] = bytes;
    for (size_t i = n; i-- > 0;) {
        struct phrase *phrase = &p->all[list][i];
        uint16_t *start = &p->starts[list][start_hash(phrase->s[0], phrase->n > 0 ? phrase->s[1] : '\0')];
        if (is_byte(phrase))
            continue;
        phrase->next = *start;
        *start = (uint16_t)(i + 1);
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
        add_starts(p, i);
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

/* The first phrase of the list that may stand at `low`, which has n > 0 bytes, or NULL; and the next. */
static const struct phrase *first_phrase(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    uint16_t number = p->starts[list][start_hash(low[0], n > 1 ? low[1] : '\0')];
    return number > 0 ? &p->all[list][number - 1] : NULL;
}

static const struct phrase *next_phrase(const struct phrases *p, enum phrase_list list, const struct phrase *phrase)
{
    return phrase->next > 0 ? &p->all[list][phrase->next - 1] : NULL;
}

static bool begins_with(const char *low, size_t n, const struct phrase *phrase)
{
    return phrase->n <= n && low[0] == phrase->s[0] && memcmp(low, phrase->s, phrase->n) == 0;
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

/* Phrases that end in a sign (">>", "xem:") need no word boundary behind them. */
static bool ends_in_sign(const char *phrase, size_t length)
{
    size_t at = length;
    return !is_word_char(utf8_prev(phrase, &at));
}

size_t phrase_starts(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    size_t best = 0;
    if (n == 0)
        return 0;
    for (const struct phrase *f = first_phrase(p, list, low, n); f != NULL; f = next_phrase(p, list, f))
        if (f->n > best && begins_with(low, n, f) && (word_ends_at(low, n, f->n) || ends_in_sign(f->s, f->n)))
            best = f->n;
    return best;
}

size_t phrase_ends(const struct phrases *p, enum phrase_list list, const char *low, size_t n)
{
    size_t best = 0, count = p->own[list].n + p->common[list].n;
    for (size_t i = 0; i < count; i++) {
        const struct phrase *f = &p->all[list][i];
        if (f->n > best && f->n <= n && low[n - 1] == f->s[f->n - 1] && memcmp(low + n - f->n, f->s, f->n) == 0 &&
            word_starts_at(low, n - f->n))
            best = f->n;
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
    low += from;
    n -= from;
    if (n == 0)
        return false;
    for (const struct phrase *f = first_phrase(p, list, low, n); f != NULL; f = next_phrase(p, list, f))
        if (f->n == n && begins_with(low, n, f))
            return true;
    return false;
}

/* The first phrase of the list that stands at byte `at` as whole words, or NULL. */
static const struct phrase *phrase_stands(const struct phrases *p, enum phrase_list list, const char *low, size_t n,
                                          size_t at)
{
    const struct phrase *first = NULL;
    for (const struct phrase *f = first_phrase(p, list, low + at, n - at); f != NULL; f = next_phrase(p, list, f))
        if ((first == NULL || f < first) && f->n > 0 && begins_with(low + at, n - at, f) &&
            word_ends_at(low, n, at + f->n))
            first = f;
    return first;
}

bool phrase_find(const struct phrases *p, enum phrase_list list, const char *low, size_t n, size_t *start, size_t *end)
{
    for (size_t at = 0; at < n; at++) {
        if (first_phrase(p, list, low + at, n - at) == NULL || !word_starts_at(low, at))
            continue;
        const struct phrase *found = phrase_stands(p, list, low, n, at);
        if (found == NULL)
            continue;
        *start = at;
        *end = at + found->n;
        return true;
    }
    return false;
}
