/* The words of a book in reading order, and how those of two books go together.
 *
 * A flow keeps the characters without spaces, so that places in it do not depend on how lines were broken, and where
 * each word begins. A word is what stands between two spaces; soft hyphens are left out.
 */
#ifndef BOOK_FLOW_H
#define BOOK_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct flow {
    struct buf bare; /* UTF-8 without spaces */
    size_t *words;   /* place in `bare` where each word begins */
    size_t n, cap;
    bool apart; /* the next character begins a word */
};

#define FLOW_INIT                                                                                                      \
    {                                                                                                                  \
        BUF_INIT, NULL, 0, 0, true                                                                                     \
    }

void flow_free(struct flow *f);
/* What follows is another word. */
void flow_space(struct flow *f);
void flow_text(struct flow *f, const char *s, size_t n);
/* Word number k and its length in bytes. */
const char *flow_word(const struct flow *f, size_t k, size_t *n);
/* Number of the word that holds place `at`; f->n at the end. */
size_t flow_word_at(const struct flow *f, size_t at);
/* `count` words from number k on, with spaces between, into `out` (NUL-terminated, cut to fit). */
const char *flow_quote(const struct flow *f, size_t k, size_t count, char *out, size_t size);

/* For each word of x its fellow in y, or SIZE_MAX: the longest common subsequence (Myers, "An O(ND) difference
 * algorithm", 1986). The caller frees *to. Returns the number of pairs; 0 also when the texts are too far apart to be
 * compared. */
size_t flow_align(const struct flow *x, const struct flow *y, size_t **to);

/* As flow_align(), where y may have much besides: each word of x is looked for behind the fellow of the one before.
 * `running`: x is running text, so that a word away from there counts only with the one that follows it, and a word
 * that is missing is not found in another sentence. */
size_t flow_find(const struct flow *x, const struct flow *y, bool running, size_t **to);

/* Prints, as notes, the longest stretches of x without fellows. */
void flow_show_missing(const struct flow *x, const size_t *to, const char *rule, const char *what);

#endif
