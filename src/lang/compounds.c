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
static struct word_fillings fillings = WORD_FILLINGS_INIT;

static void fill(size_t language)
{
    struct data_list list = data_lookup(word_languages[language], "compounds.words");
    word_table_make(&tables[language], list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct word_slot *s = word_table_slot(&tables[language], list.items[i], strlen(list.items[i]));
        if (s->key == NULL)
            word_table_fill(s, list.items[i], strlen(list.items[i]));
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

/* Is this one of the words, in whatever case? */
static bool is_listed(const struct word_table *table, const char *s, size_t n)
{
    char lower[2 * MOST_BYTES]; /* a small letter may take a byte more than its capital */
    size_t used = 0;
    if (n > MOST_BYTES)
        return false;
    for (size_t i = 0; i < n;)
        used += utf8_put(lower + used, utf8_lower(utf8_next(s, n, &i)));
    return word_table_slot(table, lower, used)->key != NULL;
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
        bool is_word = second_end > second && is_listed(&tables[language], t->s + at, second_end - at);
        if (is_word)
            spans_push(&found, at, second_end, SPAN_TIE, "~");
        at = is_word ? second_end : second;
        end = second_end;
    }
    spans_merge(a, t, &found);
}
