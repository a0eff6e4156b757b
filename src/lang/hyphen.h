/* Hyphenation by patterns. Russian and English have them; Vietnamese is never hyphenated, and for Kazakh there are
 * none. */
#ifndef LANG_HYPHEN_H
#define LANG_HYPHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The patterns of one language; they do not change once they are loaded. */
struct hyphen;

/* True if words of this language (BCP 47) are to be hyphenated when there are patterns. */
bool hyphen_wanted(const char *lang);

/* The patterns for a language from the system's dictionaries, or NULL: the language has none or they are not installed.
 * Loaded when first asked for and kept until the program ends. Any thread may ask. */
const struct hyphen *hyphen_for(const char *lang);

/* Patterns from the dictionaries in a folder, for hyphen_drop(). NULL when there are none that can be read. */
struct hyphen *hyphen_open(const char *dir, const char *lang);
void hyphen_drop(struct hyphen *h);

/* Places in a word, with the marks around it, where it may be divided: bytes before which the next line would begin.
 * Two letters at least stay before and three behind. Not divided are words of less than five letters, words with
 * capitals (but Russian ones that begin with one may be, at need), with a figure, with a letter of another alphabet,
 * and compounds that have hyphens of their own. At most `max`; returns their number. */
size_t hyphen_points(const struct hyphen *h, const char *s, size_t n, uint16_t *out, size_t max);

#endif
