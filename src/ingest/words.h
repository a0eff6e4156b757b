/* Questions about lines of text that several stages ask. All take bytes and a length; texts are NFC. */
#ifndef INGEST_WORDS_H
#define INGEST_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words, parted by white space. */
size_t words_count(const char *s, size_t n);

/* The last character that is no closing quote or bracket; 0 for none. */
uint32_t words_last_sign(const char *s, size_t n);
/* True if the text ends as a sentence does: . ! ? … or : ; */
bool words_end_sentence(const char *s, size_t n);
/* Sentences in it, at least 1 when it has a letter: full stops followed by a capital or the end. Stops counting at
 * `most`. */
size_t words_sentences(const char *s, size_t n, size_t most);
/* Byte behind the sentence that begins at `from` and the white space that follows it. */
size_t words_next_sentence(const char *s, size_t n, size_t from);

/* The same letters and digits in the same order, whatever case, spaces and signs. False when there are none. */
bool words_same(const char *x, size_t nx, const char *y, size_t ny);
/* `x` begins with all letters and digits of `y`; *rest is the byte of x behind them. */
bool words_begin_with(const char *x, size_t nx, const char *y, size_t ny, size_t *rest);
/* Letters and digits of `y` stand in `x` in one stretch. Linear for short `y`. */
bool words_contain(const char *x, size_t nx, const char *y, size_t ny);

/* "X X": the same words twice. *half: bytes of the first. */
bool words_doubled(const char *s, size_t n, size_t *half);

/* A personal name or several ("Mai Anh", "MAI ANH", "Lê Vi – An Bình"): capitalized words without digits. */
bool words_are_name(const char *s, size_t n);

/* First character that is a letter or digit; 0: none. */
uint32_t words_first_letter(const char *s, size_t n);
/* How many letters there are, and how many of them are capitals. */
size_t words_letters(const char *s, size_t n, size_t *upper);

/* Finds a web address; false when there is none. */
bool words_find_url(const char *s, size_t n, size_t *start, size_t *end);

/* True if the character is one of these ASCII signs. */
bool words_is_sign(uint32_t cp, const char *signs);

/* Opening or closing quotation mark of any kind. */
bool words_is_quote(uint32_t cp);
/* First and last character without white space are quotation marks. */
bool words_quoted(const char *s, size_t n);

#endif
