/* Phrases that ties are made of: units, titles, places …, found by their words. */
#ifndef LANG_TIE_PHRASES_H
#define LANG_TIE_PHRASES_H

#include <stddef.h>

enum phrase_class {
    PHRASE_MULTIPLIER = 1 << 0,
    PHRASE_UNIT = 1 << 1,
    PHRASE_BEFORE_NUMBER = 1 << 2,
    PHRASE_DOCUMENT = 1 << 3,
    PHRASE_DOCUMENT_NUMBER = 1 << 4,
    PHRASE_TITLE = 1 << 5,
    PHRASE_STARTER = 1 << 6,
    PHRASE_PLACE = 1 << 7,
    PHRASE_MONTH = 1 << 8,
    PHRASE_YEAR_AFTER = 1 << 9,
    PHRASE_ONE_LETTER = 1 << 10,
    PHRASE_MONTH_WORD = 1 << 11,
    PHRASE_ABBREVIATION = 1 << 12,
    PHRASE_PREFIX = 1 << 13 /* longer phrases begin with these words */
};

/* Words of the longest phrase. */
#define PHRASE_MAX_WORDS 5

struct phrases;

/* The phrases of a language ("vi", "en" …; others have none), made at the first call and kept. Safe from all threads.
 */
const struct phrases *phrases_of(const char *lang);

/* Classes of the phrase `words` (in lower case, single spaces), or 0. */
unsigned phrases_find(const struct phrases *p, const char *words, size_t n);

#endif
