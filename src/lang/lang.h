/* Knowledge about languages: which one, what must stay together, order. */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include "doc/doc.h"

/* The language of a text: "vi", "en", "ru" or "kk", or `otherwise` when too little speaks for any. By script and
 * letters. */
const char *lang_identify(const char *s, size_t n, const char *otherwise);

/* Adds SPAN_LANG spans to stretches of another language than `lang` (quoted Russian, Kazakh, English …); only where it
 * is sure: at least a word in another script, or a sentence-like run for Latin languages. */
void lang_mark_runs(struct arena *a, struct text *t, const char *lang);

/* Adds SPAN_TIE spans: number + unit, day + month, "Nghị quyết 84/NQ-CP", the dash with the word before it, syllables
 * of names, title + name, initials; one-letter prepositions in Russian. `names`: further names, NULL-terminated, or
 * NULL. */
void ties_mark(struct arena *a, struct text *t, const char *lang, const char *const *names);

/* Does both for many texts. It remembers every word it has met (few of a book's words are different ones), so it
 * belongs to one thread. `names` is borrowed. End it with marker_drop(). */
struct marker;
struct marker *marker_new(const char *const *names);
void marker_drop(struct marker *m);
/* Tokens of the marker for texts in a language (token.h), which stay until the next text is marked; NULL for languages
 * without tables. */
struct tokens *marker_tokens(struct marker *m, const char *lang);

/* lang_mark_runs() and then ties_mark(): spans go to the arena. */
void marker_mark(struct marker *m, struct arena *a, struct text *t, const char *lang);

/* Dictionary order, syllable by syllable: <0, 0, >0. */
int collate_compare(const char *lang, const char *x, const char *y);

/* Roman numeral of 1 … 3999, upper or lower case; out has 16 bytes. */
void lang_roman(unsigned n, bool upper, char out[16]);

/* Reads a Roman numeral (either case) at the start of s; returns its value and sets *len, or 0. Only canonical forms.
 */
unsigned lang_roman_parse(const char *s, size_t n, size_t *len);

#endif
