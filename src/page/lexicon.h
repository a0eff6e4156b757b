/* Numbers for shaped words: a page says which word stands where in four bytes, and what is known of words can lie in
 * arrays. A lexicon belongs to the caches that shape the words (layout/shape_cache.h) and lives as long as they do.
 */
#ifndef PAGE_LEXICON_H
#define PAGE_LEXICON_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct shaped;

#define LEXICON_FIRST 10 /* bits of the first part's size; each further one is twice as large as the one before */
#define LEXICON_PARTS 20

struct lexicon {
    const struct shaped **_Atomic parts[LEXICON_PARTS];
    _Atomic uint32_t n;
};

/* Makes an empty one; ends with lexicon_drop(), which leaves the words alone. */
struct lexicon *lexicon_new(void);
void lexicon_drop(struct lexicon *l);

/* Gives the word (borrowed) the next number, from 0. Several threads may call; which gets which number is chance, so
 * nothing of a book may depend on it. */
uint32_t lexicon_add(struct lexicon *l, const struct shaped *word);

/* How many words have a number. */
static inline uint32_t lexicon_count(const struct lexicon *l)
{
    return atomic_load_explicit(&l->n, memory_order_relaxed);
}

/* Part and place of a number: parts of 1024, 2048, 4096 … */
static inline const struct shaped **lexicon_place(const struct lexicon *l, uint32_t number)
{
    uint32_t at = number + (1u << LEXICON_FIRST);
    unsigned part = 31u - (unsigned)__builtin_clz(at);
    const struct shaped **words = atomic_load_explicit(&l->parts[part - LEXICON_FIRST], memory_order_acquire);
    return words + (at - (1u << part));
}

/* The word of a number that lexicon_add() gave in this thread, or in one from which this one has it. */
static inline const struct shaped *lexicon_word(const struct lexicon *l, uint32_t number)
{
    return *lexicon_place(l, number);
}

#endif
