/* The phrase tables: one hash table a language, filled from the data files on first use. */
#include "lang/tie_phrases.h"

#include <stdint.h>
#include <string.h>
#include <threads.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "lang/data.h"

struct slot {
    const char *words; /* NULL: free */
    size_t n;
    unsigned classes;
};

struct phrases {
    struct slot *slots;
    size_t mask;
};

enum { N_LANGUAGES = 4 };

static const char *const languages[N_LANGUAGES] = {"vi", "en", "ru", "kk"};
static struct phrases tables[N_LANGUAGES];
static struct arena *words_arena;
static once_flag once = ONCE_FLAG_INIT;

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < n; i++)
        h = (h ^ (uint8_t)s[i]) * 16777619U;
    return h;
}

static struct slot *slot_of(const struct phrases *p, const char *words, size_t n)
{
    for (size_t i = hash(words, n) & p->mask;; i = (i + 1) & p->mask) {
        struct slot *s = &p->slots[i];
        if (!s->words || (s->n == n && memcmp(s->words, words, n) == 0))
            return s;
    }
}

static void add(struct phrases *p, const char *lower, size_t n, unsigned classes)
{
    struct slot *s = slot_of(p, lower, n);
    if (!s->words) {
        s->words = lower;
        s->n = n;
    }
    s->classes |= classes;
}

/* A phrase, and what it begins with. */
static void add_phrase(struct phrases *p, const char *words, unsigned classes)
{
    const char *lower = utf8_lower_str(words_arena, words, strlen(words));
    for (const char *space = strchr(lower, ' '); space; space = strchr(space + 1, ' '))
        add(p, lower, (size_t)(space - lower), PHRASE_PREFIX);
    add(p, lower, strlen(lower), classes);
}

static const struct {
    const char *path;
    unsigned classes;
} lists[] = {
    {"ties.multipliers", PHRASE_MULTIPLIER},
    {"ties.units", PHRASE_UNIT},
    {"ties.before-number", PHRASE_BEFORE_NUMBER},
    {"ties.documents", PHRASE_DOCUMENT},
    {"ties.document-number", PHRASE_DOCUMENT_NUMBER},
    {"ties.titles", PHRASE_TITLE},
    {"ties.starters", PHRASE_STARTER},
    {"ties.places", PHRASE_PLACE},
    {"ties.one-letter", PHRASE_ONE_LETTER},
    {"ties.abbreviations", PHRASE_ABBREVIATION},
    {"dates.month-words", PHRASE_MONTH_WORD},
    {"dates.year-after", PHRASE_YEAR_AFTER},
    {"dates.m1", PHRASE_MONTH},
    {"dates.m2", PHRASE_MONTH},
    {"dates.m3", PHRASE_MONTH},
    {"dates.m4", PHRASE_MONTH},
    {"dates.m5", PHRASE_MONTH},
    {"dates.m6", PHRASE_MONTH},
    {"dates.m7", PHRASE_MONTH},
    {"dates.m8", PHRASE_MONTH},
    {"dates.m9", PHRASE_MONTH},
    {"dates.m10", PHRASE_MONTH},
    {"dates.m11", PHRASE_MONTH},
    {"dates.m12", PHRASE_MONTH},
};

static void fill(struct phrases *p, const char *lang)
{
    size_t count = 0, size = 16;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        count += data_lookup(lang, lists[i].path).n * PHRASE_MAX_WORDS;
    while (size < count * 2 + 2)
        size *= 2;
    p->slots = mem_calloc(size, sizeof *p->slots);
    p->mask = size - 1;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct data_list list = data_lookup(lang, lists[i].path);
        for (size_t k = 0; k < list.n; k++)
            add_phrase(p, list.items[k], lists[i].classes);
    }
}

static void fill_all(void)
{
    words_arena = arena_new();
    for (size_t i = 0; i < N_LANGUAGES; i++)
        fill(&tables[i], languages[i]);
}

const struct phrases *phrases_of(const char *lang)
{
    call_once(&once, fill_all);
    size_t n = strcspn(lang, "-_");
    for (size_t i = 0; i < N_LANGUAGES; i++)
        if (strlen(languages[i]) == n && memcmp(languages[i], lang, n) == 0)
            return &tables[i];
    return NULL;
}

unsigned phrases_find(const struct phrases *p, const char *words, size_t n)
{
    if (!p || n == 0)
        return 0;
    const struct slot *s = slot_of(p, words, n);
    return s->words ? s->classes : 0;
}
