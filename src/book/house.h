/* The house's spellings: `house:` of book.yaml. */
#ifndef BOOK_HOUSE_H
#define BOOK_HOUSE_H

#include "book/book.h"

/* Writes `to` wherever an article has `from` as whole words, in any case; a capital at the beginning is kept. Titles,
 * leads and all blocks but code are changed; each change is recorded in the article with the rule "house". New strings
 * live in `a`. NULL entries are passed over. */
void house_apply(struct arena *a, struct article *const *articles, size_t n, const struct house_word *words,
                 size_t n_words);

#endif
