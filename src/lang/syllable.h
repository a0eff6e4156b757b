/* What a Vietnamese syllable looks like; shared by language finding and order. */
#ifndef LANG_SYLLABLE_H
#define LANG_SYLLABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A letter that of the four languages only Vietnamese has: đ ă ơ ư and those with two marks or a tone that French,
 * Spanish … do not have. */
bool syllable_is_vietnamese_letter(uint32_t cp);

/* A letter that of the four languages only Kazakh has. */
bool syllable_is_kazakh_letter(uint32_t cp);

bool syllable_is_cyrillic(uint32_t cp);
bool syllable_is_latin(uint32_t cp);

/* Could the word (letters only, any case and marks) be one Vietnamese syllable: onset, vowels, coda? "theo" could,
 * "foreign" could not. */
bool syllable_fits(const char *word, size_t n);

#endif
