/* What an article speaks of: pairs of syllables (Vietnamese) or beginnings of words, and words as they are written.
 * They are kept as bits of one set, so that a chance agreement can only make a line look less foreign than it is.
 */
#include "ingest/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define PARAGRAPH 120        /* bytes */
#define LEAST_TEXT 800       /* bytes in which a heading's words would come again */
#define MOST_TEXT (48 << 10) /* longer texts are no articles */
#define LONG_LINE 8          /* terms of a line that must share some with the article */
#define NAMED_LINE 5         /* words of a line whose names must be known */
#define STEM 5               /* letters */
#define NAME_LETTERS 4
#define BITS (1u << 18)
#define HASH_STEP 0x9E3779B97F4A7C15u

struct vocabulary {
    uint8_t set[BITS / 8];
    bool syllables; /* terms are pairs of syllables */
    bool names;     /* capitals in a line mean names */
};

static void put(struct vocabulary *v, uint64_t hash)
{
    size_t bit = (size_t)(hash >> 40) & (BITS - 1);
    v->set[bit / 8] = (uint8_t)(v->set[bit / 8] | 1u << bit % 8);
}

static bool has(const struct vocabulary *v, uint64_t hash)
{
    size_t bit = (size_t)(hash >> 40) & (BITS - 1);
    return v->set[bit / 8] >> bit % 8 & 1;
}

/* One word: its hash as it is written, in small letters, and of its first letters alone. */
struct word {
    uint64_t written, small, stem;
    size_t letters;
    bool capital, opens; /* a sentence or a quotation begins with it */
};

/* Next word from *i on; false at the end. */
static bool next_word(const char *s, size_t n, size_t *i, struct word *w)
{
    *w = (struct word){.opens = *i == 0};
    while (*i < n) {
        size_t at = *i;
        uint32_t cp = utf8_next(s, n, i);
        if (!utf8_is_letter(cp)) {
            if (w->letters > 0) {
                *i = at;
                break;
            }
            w->opens |= cp < 0x80 ? strchr(" ,/-", (int)cp) == NULL : cp != 0xA0;
            continue;
        }
        uint32_t small = utf8_lower(cp);
        w->capital = w->letters == 0 ? utf8_is_upper(cp) : w->capital;
        w->written = (w->written ^ cp) * HASH_STEP;
        w->small = (w->small ^ small) * HASH_STEP;
        w->stem = w->letters < STEM ? w->small : w->stem;
        w->letters++;
    }
    return w->letters > 0;
}

/* The term that ends with this word, 0: none does. */
static uint64_t term_of(const struct vocabulary *v, const struct word *before, const struct word *w)
{
    if (v->syllables)
        return before->letters > 0 ? (before->small * 31 + w->small) * HASH_STEP | 1 : 0;
    return w->letters >= NAME_LETTERS ? w->stem * HASH_STEP | 1 : 0;
}

static void add_text(struct vocabulary *v, const struct text *t)
{
    struct word w, before = {0};
    for (size_t i = 0; next_word(t->s, t->n, &i, &w); before = w) {
        uint64_t term = term_of(v, &before, &w);
        if (term != 0)
            put(v, term);
        if (w.capital)
            put(v, w.written * HASH_STEP ^ 1);
    }
}

struct vocabulary *vocabulary_new(const struct reading *r)
{
    size_t bytes = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        bytes += p->role != ROLE_DROPPED && p->text.n >= PARAGRAPH ? p->text.n : 0;
    }
    if (bytes < LEAST_TEXT || bytes > MOST_TEXT)
        return NULL;
    struct vocabulary *v = mem_calloc(1, sizeof *v);
    v->syllables = strncmp(r->meta->lang, "vi", 2) == 0;
    v->names = strncmp(r->meta->lang, "en", 2) != 0; /* English headings may capitalize every word */
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_TITLE || p->kind == PIECE_FIGURE || (p->role != ROLE_DROPPED && p->text.n >= PARAGRAPH))
            add_text(v, &p->text);
    }
    add_text(v, &r->meta->title);
    add_text(v, &r->meta->author);
    return v;
}

void vocabulary_drop(struct vocabulary *v)
{
    free(v);
}

bool vocabulary_may_be_foreign(const struct text *line)
{
    struct word w;
    size_t words = 0, names = 0;
    for (size_t i = 0; next_word(line->s, line->n, &i, &w); words++)
        names += w.capital && !w.opens && w.letters >= NAME_LETTERS;
    return words >= LONG_LINE || (words >= NAMED_LINE && names > 0);
}

bool vocabulary_is_foreign(const struct vocabulary *v, const struct text *line)
{
    struct word w, before = {0};
    size_t words = 0, capitals = 0, terms = 0, known = 0, strangers = 0;
    if (v == NULL)
        return false;
    for (size_t i = 0; next_word(line->s, line->n, &i, &w); before = w) {
        uint64_t term = term_of(v, &before, &w);
        words++;
        capitals += w.capital;
        terms += term != 0;
        known += term != 0 && has(v, term);
        strangers += w.capital && !w.opens && w.letters >= NAME_LETTERS && !has(v, w.written * HASH_STEP ^ 1);
    }
    bool named = v->names && words >= NAMED_LINE && capitals * 2 <= words && strangers > 0;
    return (terms >= LONG_LINE && known * 4 < terms) || (named && known * 4 < terms);
}

bool vocabulary_meet(const char *lang, const struct text *line, const struct text *paragraph)
{
    struct vocabulary v = {.syllables = strncmp(lang, "vi", 2) == 0};
    struct word w, before = {0};
    add_text(&v, paragraph);
    for (size_t i = 0; next_word(line->s, line->n, &i, &w); before = w) {
        uint64_t term = w.capital || (v.syllables && before.capital) ? 0 : term_of(&v, &before, &w);
        if (term != 0 && has(&v, term))
            return true;
    }
    return false;
}
