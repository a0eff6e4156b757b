/* One table a language, filled from the data files on first use. */
#include "lang/compounds.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/data.h"
#include "lang/spans.h"
#include "lang/word_table.h"

/* Longer pairs of words are none. */
#define MOST_BYTES 48

static struct word_table tables[WORD_LANGUAGES];

/* A bit for each beginning that some word has: most pairs are turned away by it. */
#define BEGINNINGS 4096
static uint64_t beginnings[WORD_LANGUAGES][BEGINNINGS / 64];
static struct word_fillings fillings = WORD_FILLINGS_INIT;

static uint32_t letters_hash(uint32_t hash, const char *s, size_t n, size_t most)
{
    for (size_t i = 0; i < n && most > 0; most--)
        hash = hash * 37 + utf8_lower(utf8_next(s, n, &i));
    return hash;
}

/* A number for the first letter of a pair's first word, and two of the second, in whatever case. `first`: bytes of the
 * one, with a space behind it. */
static uint32_t beginning(const char *s, size_t first, size_t n)
{
    return letters_hash(letters_hash(0, s, first, 1), s + first + 1, n - first - 1, 2) % BEGINNINGS;
}

static void fill(size_t language)
{
    struct data_list list = data_lookup(word_languages[language], "compounds.words");
    word_table_make(&tables[language], list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct word_slot *s = word_table_slot(&tables[language], list.items[i], strlen(list.items[i]));
        size_t n = strlen(list.items[i]), first = strcspn(list.items[i], " ");
        if (s->key == NULL)
            word_table_fill(s, list.items[i], n);
        uint32_t begins = first < n ? beginning(list.items[i], first, n) : 0;
        beginnings[language][begins / 64] |= UINT64_C(1) << begins % 64;
    }
}

/* The end of the letters from byte `at` on. */
static size_t letters_end(const struct text *t, size_t at)
{
    for (size_t next = at; at < t->n; at = next)
        if (!utf8_is_letter(utf8_next(t->s, t->n, &next)))
            break;
    return at;
}

/* Is this one of the words, in whatever case? `first`: as of beginning(). */
static bool is_listed(size_t language, const char *s, size_t first, size_t n)
{
    char lower[2 * MOST_BYTES]; /* a small letter may take a byte more than its capital */
    size_t used = 0;
    uint32_t begins = beginning(s, first, n);
    if (n > MOST_BYTES || (beginnings[language][begins / 64] >> begins % 64 & 1) == 0)
        return false;
    for (size_t i = 0; i < n;)
        used += utf8_put(lower + used, utf8_lower(utf8_next(s, n, &i)));
    return word_table_slot(&tables[language], lower, used)->key != NULL;
}

void compounds_tie(struct arena *a, struct text *t, const char *lang)
{
    size_t language = word_language(lang), at = 0, end = letters_end(t, 0);
    struct span_list found = {NULL, 0, 0};
    if (language == WORD_LANGUAGES)
        return;
    word_fill_once(&fillings, language, fill);
    while (at < t->n) {
        if (end == at) { /* no letter */
            utf8_next(t->s, t->n, &at);
            end = letters_end(t, at);
            continue;
        }
        size_t second = end < t->n && t->s[end] == ' ' ? end + 1 : end;
        size_t second_end = second > end ? letters_end(t, second) : end;
        bool is_word = second_end > second && is_listed(language, t->s + at, end - at, second_end - at);
        if (is_word)
            spans_push(&found, at, second_end, SPAN_TIE, "~");
        at = is_word ? second_end : second;
        end = second_end;
    }
    spans_merge(a, t, &found);
}
