/* Inside the name finder: a text as words, with what the lists say of each. */
#ifndef LANG_NAMES_LINE_H
#define LANG_NAMES_LINE_H

#include "lang/names.h"
#include "lang/names_words.h"

struct name_token {
    size_t start, end; /* without brackets, quotes and stops around it */
    const char *key;
    size_t key_n;
    const char *lang;            /* by script: the text's own, or that of another alphabet */
    bool opens, bracket, quote;  /* something opens before it: anything, "(", a quotation */
    bool closes, bracket_closes; /* a stop, comma, bracket or quote behind it; ")" */
    bool quote_closes;
    bool dot, stop;       /* just a full stop behind it; . ! ? : … */
    bool upper, capitals; /* first letter; all letters, at least two */
    bool cyrillic, syllable, digit, dash;
    bool sentence;                                      /* begins one */
    bool looked_up, goes_on;                            /* phrases[0] is known; longer phrases begin so */
    unsigned any;                                       /* classes of all phrases that begin here, together */
    const struct name_word *phrases[NAME_PHRASE_WORDS]; /* of 1, 2 … words that begin here */
};

struct name_line {
    const char *s;
    const char *lang;
    struct name_token *item;
    size_t n;
};

/* Splits a text; everything is in the arena, but for what is kept with `known`, the tokens of the text's language
 * (token.h), or NULL: what a word is by itself. */
struct tokens;
struct name_line name_line_split(struct arena *a, const struct text *t, const char *lang, struct tokens *known);

/* Does word i + 1 follow word i with nothing between them? A full stop of an abbreviation is let pass. */
bool name_line_joined(const struct name_line *l, size_t i);

/* Words of the longest phrase of one of the classes that begins at word i, or 0. */
size_t name_line_phrase(const struct name_line *l, size_t i, unsigned classes);

/* Words of the longest phrase of one of the classes that ends before word i, nothing between, or 0. */
size_t name_line_before(const struct name_line *l, size_t i, unsigned classes);

/* A quotation of a few words without a stop inside is a name or a title, and its first word begins no sentence: the
 * last word of the one that begins at word i > 0, or 0. */
size_t name_line_quoted(const struct name_line *l, size_t i);

/* Is most of it in capitals, so that they show nothing? */
bool name_line_shouts(const struct name_line *l);

#endif
