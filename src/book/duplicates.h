/* Articles that are the same text: from two sources, or one file twice. */
#ifndef BOOK_DUPLICATES_H
#define BOOK_DUPLICATES_H

#include "base/workers.h"
#include "doc/article.h"

/* Articles with the same text, by their numbers, in order. */
struct duplicate_cluster {
    size_t *members;
    size_t n;
};

struct duplicates {
    struct duplicate_cluster *clusters;
    size_t n;
};

/* Finds them among `n` articles; NULL entries are passed over. Time grows with the length of all texts together, not
 * with the number of pairs. The texts are read by the workers. */
void duplicates_find(struct article *const *articles, size_t n, struct workers *workers, struct arena *a,
                     struct duplicates *out);

#endif
