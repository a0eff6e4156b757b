/* Sentences of a text. */
#ifndef LANG_SENTENCES_H
#define LANG_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

/* Finds the sentence that begins at s[from] (blanks are passed over): its bytes are [*start, *end), with the marks that
 * close it. Ends at . ! ? … and marks behind them, before a blank and a capital, a figure or an opening quote; not
 * behind the abbreviations of the language and initials. A forced line break ends one, too. False at the text's end. */
bool sentence_next(const char *s, size_t n, size_t from, const char *lang, size_t *start, size_t *end);

/* The sentence around byte `at` (< n). */
void sentence_around(const char *s, size_t n, size_t at, const char *lang, size_t *start, size_t *end);

#endif
