/* The report: all that ingest left out, merged, guessed or changed, as JSON. */
#ifndef REPORT_H
#define REPORT_H

#include "book/contradictions.h"

/* Names of articles with the same text. */
struct report_cluster {
    const char *const *names;
    size_t n;
};

/* What is said of the articles together. */
struct report_book {
    const struct report_cluster *duplicates;
    size_t n_duplicates;
    const struct contradictions *contradictions;
    size_t torn;       /* lines that end inside what belongs together, */
    int64_t torn_cost; /* … and what that cost in all */
};

/* Writes the report of the contract (one object: files, duplicates, contradictions, torn) to `path`. Returns -1 after a
 * message. */
int report_write(const char *path, struct article *const *articles, size_t n, const struct report_book *book,
                 struct diag *d);

#endif
