/* The phrase tables: one hash table a language, each filled from the data files on first use. */
#include "lang/tie_phrases.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/data.h"
#include "lang/word_table.h"

/* The value of a slot: the classes. */
struct phrases {
    struct word_table table;
};

static struct phrases tables[WORD_LANGUAGES];
static struct arena *words_arena;
static struct word_fillings fillings = WORD_FILLINGS_INIT;

static void add(struct phrases *p, const char *lower, size_t n, unsigned classes)
{
    struct word_slot *s = word_table_slot(&p->table, lower, n);
    if (!s->key)
        word_table_fill(s, lower, n);
    s->value |= classes;
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

static void fill(size_t language)
{
    struct phrases *p = &tables[language];
    const char *lang = word_languages[language];
    size_t count = 0;
    if (words_arena == NULL)
        words_arena = arena_new();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        count += data_lookup(lang, lists[i].path).n * PHRASE_MAX_WORDS;
    word_table_make(&p->table, count);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct data_list list = data_lookup(lang, lists[i].path);
        for (size_t k = 0; k < list.n; k++)
            add_phrase(p, list.items[k], lists[i].classes);
    }
}

const struct phrases *phrases_of(const char *lang)
{
    size_t i = word_language(lang);
    if (i == WORD_LANGUAGES)
        return NULL;
    word_fill_once(&fillings, i, fill);
    return &tables[i];
}

unsigned phrases_find(const struct phrases *p, const char *words, size_t n)
{
    if (!p || n == 0)
        return 0;
    return word_table_slot(&p->table, words, n)->value;
}
