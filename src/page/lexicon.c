/* Words by number, in parts that never move: threads read while others add. */
#include "page/lexicon.h"

#include <stdlib.h>

#include "base/mem.h"

struct lexicon *lexicon_new(void)
{
    return mem_calloc(1, sizeof(struct lexicon));
}

void lexicon_drop(struct lexicon *l)
{
    for (size_t i = 0; l != NULL && i < LEXICON_PARTS; i++)
        free((void *)atomic_load(&l->parts[i]));
    free(l);
}

/* Whoever comes first makes the part. */
static void make_part(struct lexicon *l, unsigned part)
{
    const struct shaped **none = NULL, **words = mem_calloc((size_t)1 << (part + LEXICON_FIRST), sizeof(void *));
    if (!atomic_compare_exchange_strong(&l->parts[part], &none, words))
        free((void *)words);
}

uint32_t lexicon_add(struct lexicon *l, const struct shaped *word)
{
    uint32_t number = atomic_fetch_add(&l->n, 1);
    if (number >= (1u << (LEXICON_FIRST + LEXICON_PARTS)) - (1u << LEXICON_FIRST))
        mem_fail(); /* words of 100 GB */
    unsigned part = 31u - (unsigned)__builtin_clz(number + (1u << LEXICON_FIRST)) - LEXICON_FIRST;
    if (atomic_load(&l->parts[part]) == NULL)
        make_part(l, part);
    *lexicon_place(l, number) = word;
    return number;
}
