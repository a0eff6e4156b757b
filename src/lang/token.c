/* The table of tokens, and what is worked out when one is met for the first time. */
#include "lang/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "lang/data.h"
#include "lang/lang.h"
#include "lang/syllable.h"
#include "lang/tie_phrases.h"

/* Ordinary books have some ten thousand; a text made to fill memory may have any number. */
enum { FIRST_SLOTS = 1 << 12, MOST_TOKENS = 1 << 16 };

struct tokens {
    struct arena *arena, *scratch;
    struct token **slots; /* open addressing; NULL: free */
    size_t mask, used;
    const struct phrases *phrases;
    const char *const *names;
    struct data_list english;
};

static void empty(struct tokens *t)
{
    free(t->slots);
    t->slots = mem_calloc(FIRST_SLOTS, sizeof *t->slots);
    t->mask = FIRST_SLOTS - 1;
    t->used = 0;
}

struct tokens *tokens_new(const struct phrases *phrases, const char *const *names)
{
    struct tokens *t = mem_calloc(1, sizeof *t);
    t->arena = arena_new();
    t->scratch = arena_new();
    t->phrases = phrases;
    t->names = names;
    t->english = data_lookup("en", "langid.function-words");
    empty(t);
    return t;
}

void tokens_drop(struct tokens *t)
{
    if (t == NULL)
        return;
    arena_drop(t->arena);
    arena_drop(t->scratch);
    free(t->slots);
    free(t);
}

void tokens_tidy(struct tokens *t)
{
    if (t->used <= MOST_TOKENS)
        return;
    empty(t);
    arena_reset(t->arena);
}

/* ---- looking at one ---- */

static bool is_opening(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '{' || cp == '"' || cp == '\'' || cp == 0x201C || cp == 0x2018 ||
           cp == 0xAB || cp == 0x201E;
}

static bool is_closing(uint32_t cp)
{
    return cp == ')' || cp == ']' || cp == '}' || cp == '"' || cp == '\'' || cp == 0x201D || cp == 0x2019 ||
           cp == 0xBB || cp == 0x2026 || cp == '.' || cp == ',' || cp == ';' || cp == ':' || cp == '!' || cp == '?';
}

static void trim(struct token *w)
{
    size_t start = 0, end = w->n, stops = 0;
    while (start < end) {
        size_t next = start;
        if (!is_opening(utf8_next(w->bytes, end, &next)))
            break;
        start = next;
        w->opens = true;
    }
    while (end > start) {
        size_t last = end;
        uint32_t cp = utf8_prev(w->bytes, &last);
        if (!is_closing(cp))
            break;
        end = last;
        w->closes = true;
        w->dot = cp == '.' && ++stops == 1;
        stops += cp != '.';
        w->stop |= cp == '.' || cp == '!' || cp == '?' || cp == ':' || cp == 0x2026;
    }
    w->start = (uint32_t)start;
    w->end = (uint32_t)end;
}

static bool is_roman(const char *s, size_t n)
{
    size_t len;
    return s[0] >= 'A' && s[0] <= 'Z' && lang_roman_parse(s, n, &len) && len == n;
}

/* Digits with separators, a sign or currency before them: "1.000", "15–20", "US$16", "7,2%". */
static bool is_number(const char *s, size_t n)
{
    size_t i = 0;
    bool digits = false;
    if (n > 2 && memcmp(s, "US$", 3) == 0)
        i = 3;
    while (i < n) {
        uint32_t cp = utf8_next(s, n, &i);
        bool digit = cp >= '0' && cp <= '9';
        bool sign = cp == '+' || cp == '-' || cp == 0x2212 || cp == '~' || cp == 0x2248 || cp == '$' || cp == 0x20AC ||
                    cp == 0xB1;
        bool inside = cp == '.' || cp == ',' || cp == ':' || cp == 0x2013 || cp == '/';
        if (!digit && !(sign || (digits && inside)))
            return false;
        digits |= digit;
    }
    return digits;
}

static bool is_year(const char *s, size_t n)
{
    return n == 4 && s[0] >= '1' && s[0] <= '2' && strspn(s, "0123456789") >= 4;
}

static void look_at_letters(struct token *w)
{
    size_t letters = 0, uppers = 0;
    for (size_t i = w->start; i < w->end;) {
        bool first = i == w->start;
        uint32_t cp = utf8_next(w->bytes, w->end, &i);
        bool letter = utf8_is_letter(cp), upper = utf8_is_upper(cp);
        letters += letter;
        uppers += upper;
        w->upper |= first && upper;
        w->latin_initial |= first && syllable_is_latin(cp);
        w->digit |= cp >= '0' && cp <= '9';
        w->slash |= cp == '/';
        w->dash = first && i == w->end && (cp == '-' || cp == 0x2013 || cp == 0x2014 || cp == 0x2010);
    }
    w->letters = letters > 0;
    w->letter = letters == 1 && uppers == 0 && !w->digit;
    w->capitals = letters > 1 && uppers == letters;
    w->initial = letters == 1 && uppers == 1 && w->dot;
}

/* English words that are no Vietnamese syllables and stand in nearly every sentence. */
static bool is_function_word(const struct tokens *t, const char *s, size_t n)
{
    for (size_t i = 0; i < t->english.n; i++)
        if (((t->english.items[i][0] ^ s[0]) & ~0x20) == 0 && strncasecmp(t->english.items[i], s, n) == 0 &&
            t->english.items[i][n] == '\0')
            return true;
    return false;
}

/* Scripts of all its letters, and the English words between what are no letters ("and/or"). */
static void look_at_scripts(const struct tokens *t, struct token *w)
{
    size_t word = 0;
    for (size_t i = 0, at = 0; at < w->n; at = i) {
        uint32_t cp = utf8_next(w->bytes, w->n, &i);
        bool letter = utf8_is_letter(cp);
        if (syllable_is_cyrillic(cp))
            w->tells |= TELLS_CYRILLIC;
        if (syllable_is_vietnamese_letter(cp))
            w->tells |= TELLS_VIETNAMESE;
        if ((!letter || i == w->n) && is_function_word(t, w->bytes + word, (letter ? i : at) - word))
            w->tells |= TELLS_ENGLISH;
        if (!letter)
            word = i;
    }
}

/* Does a listed name begin with this word, or this word with the whole name? Either way a closer look is worth it. */
static bool may_be_listed(const struct tokens *t, const char *s, size_t n)
{
    for (const char *const *name = t->names; name != NULL && *name != NULL && n > 0; name++) {
        size_t length = strlen(*name);
        if (length > 0 && memcmp(*name, s, length < n ? length : n) == 0)
            return true;
    }
    return false;
}

static void look(const struct tokens *t, struct token *w)
{
    trim(w);
    look_at_letters(w);
    look_at_scripts(t, w);
    const char *s = w->bytes + w->start;
    size_t n = w->end - w->start;
    w->number = w->digit && is_number(s, n);
    w->roman = w->upper && is_roman(s, n);
    w->year = w->number && is_year(s, n);
    w->day = w->number && n <= 2;
    w->syllable = syllable_fits(s, n);
    w->listed = may_be_listed(t, s, n);
    w->lower = utf8_lower_str(t->arena, s, n);
    w->lower_n = (uint32_t)strlen(w->lower);
    w->classes = phrases_find(t->phrases, w->lower, w->lower_n);
    w->signs = memmem(w->bytes, w->n, "\xE2\x80", 2) != NULL;
    const char *slash = memchr(w->lower, '/', w->lower_n);
    if (slash != NULL && !w->digit)
        w->classes |= phrases_find(t->phrases, w->lower, (size_t)(slash - w->lower)) & PHRASE_UNIT;
    w->quiet = w->classes == 0 && !w->upper && !w->number && !w->dash && !w->initial && !w->letter && !w->opens;
    w->alone = w->number || w->dash || w->letter;
    w->counts = (w->upper ? 1 : 0) + (w->dash || w->digit ? TOKEN_SIGN : 0);
}

/* ---- the table ---- */

static void grow(struct tokens *t)
{
    size_t size = (t->mask + 1) * 2;
    struct token **slots = mem_calloc(size, sizeof *slots);
    for (size_t i = 0; i <= t->mask; i++) {
        if (t->slots[i] == NULL)
            continue;
        size_t at = t->slots[i]->hash & (size - 1);
        while (slots[at] != NULL)
            at = (at + 1) & (size - 1);
        slots[at] = t->slots[i];
    }
    free(t->slots);
    t->slots = slots;
    t->mask = size - 1;
}

/* Few calls come here. */
static __attribute__((noinline)) const struct token *add(struct tokens *t, const char *s, size_t n,
                                                         struct bytes_word first, uint32_t hash)
{
    if (t->used * 2 > t->mask)
        grow(t);
    struct token *w = arena_alloc(t->arena, sizeof *w);
    *w = (struct token){.first = first, .n = (uint32_t)n, .hash = hash};
    w->name = arena_alloc(t->arena, sizeof *w->name);
    w->bytes = arena_strndup(t->arena, s, n);
    look(t, w);
    size_t at = w->hash & t->mask;
    while (t->slots[at] != NULL)
        at = (at + 1) & t->mask;
    t->slots[at] = w;
    t->used++;
    return w;
}

/* Is `w` the token with these bytes? */
static inline bool is_same(const struct token *w, struct bytes_word first, const char *s, size_t n)
{
    return w->first.low == first.low && w->first.high == first.high && w->n == n &&
           (n <= 16 || bytes_same(w->bytes + 16, s + 16, n - 16));
}

static inline const struct token *find(struct tokens *t, const char *s, size_t n, struct bytes_word first)
{
    uint64_t hash = bytes_word_hash(first);
    if (n > 16)
        hash = bytes_hash(s + 16, n - 16, hash);
    for (size_t at = hash & t->mask; t->slots[at] != NULL; at = (at + 1) & t->mask)
        if (is_same(t->slots[at], first, s, n))
            return t->slots[at];
    return add(t, s, n, first, (uint32_t)hash);
}

/* Apart, so that what all other words need is short. */
static __attribute__((noinline)) const struct token *find_at_end(struct tokens *t, const char *s, size_t n)
{
    struct bytes_word first;
    n = bytes_few_to_space(s, n, &first);
    return find(t, s, n, first);
}

const struct token *tokens_at(struct tokens *t, const char *s, size_t n)
{
    struct bytes_word first;
    if (n < 16)
        return find_at_end(t, s, n);
    n = bytes_many_to_space(s, n, &first);
    return find(t, s, n, first);
}

void *tokens_room(struct tokens *t, size_t size)
{
    return arena_alloc(t->arena, size);
}

struct arena *tokens_scratch(struct tokens *t)
{
    return t->scratch;
}
