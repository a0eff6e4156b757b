/* The word lists by which names are found, as hash tables; shared by the files of the name finder. */
#ifndef LANG_NAMES_WORDS_H
#define LANG_NAMES_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum name_class {
    NC_SURNAME = 1 << 0,
    NC_TITLE = 1 << 1,
    NC_PLACE_HEAD = 1 << 2,
    NC_NAMED_WITH = 1 << 3,
    NC_ORG_HEAD = 1 << 4,
    NC_GENERAL = 1 << 5, /* of every country: no entry without a further name */
    NC_FIELD = 1 << 6,
    NC_NOT = 1 << 7,
    NC_THING = 1 << 8,
    NC_CREDIT = 1 << 9,
    NC_SPEECH = 1 << 10,
    NC_PLACE = 1 << 11,
    NC_ORG = 1 << 12,
    NC_AMBIGUOUS = 1 << 13,
    NC_STARTER = 1 << 14,
    NC_ABBREVIATION = 1 << 15,
    NC_ORG_TAIL = 1 << 16,
    NC_HEAD = 1 << 17,  /* Russian: behind an adjective it makes a place */
    NC_TONGUE = 1 << 18 /* a country's name behind it is that of a language */
};

/* Words of the longest phrase. */
#define NAME_PHRASE_WORDS 7

struct name_word {
    unsigned classes;
    const char *name;       /* NC_PLACE, NC_ORG: what the list calls it; NC_HEAD: the nominative */
    char gender;            /* NC_HEAD */
    unsigned char capitals; /* words that the list writes with a capital */
    bool prefix;            /* longer phrases begin with it */
};

struct name_words;

/* The table of a language ("vi", "en", "ru", "kk"; others have none: NULL), made at the first call and kept. */
const struct name_words *name_words_of(const char *lang);

/* The entry of a phrase by its key (names_word_key() of each word, joined by spaces), or NULL. *goes_on (or
 * NULL) tells whether there are phrases that begin with these words. */
const struct name_word *name_words_find(const struct name_words *w, const char *key, size_t n, bool *goes_on);

/* Appends the key of one word to `out` (room for `room` bytes) and returns its length, 0 when there is no room: lower
 * case, dashes as "-", the tone mark on the first of "oa, oe, uy"; for "ru" and "kk" the stem. */
size_t names_word_key(const char *s, size_t n, const char *lang, char *out, size_t room);

/* Does a word's key end with two vowels whose tone mark may stand on either ("hòa", "hoà")? */
bool names_tone_word(const char *key, size_t n);

/* Length of the stem of a lower-case word: what stays when its case ending is taken off; never less than two letters.
 */
size_t names_stem(const char *s, size_t n, const char *lang);

/* A Russian adjective in the nominative of a gender ('m', 'f', 'n'), from any of its forms; NULL when it is none. */
const char *names_adjective(struct arena *a, const char *s, size_t n, char gender);

#endif
