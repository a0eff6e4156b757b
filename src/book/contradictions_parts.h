/* Inside book/: the kinds of contradictions, each in a file of its own. */
#ifndef BOOK_CONTRADICTIONS_PARTS_H
#define BOOK_CONTRADICTIONS_PARTS_H

#include "book/contradictions.h"

/* All leaves of prose of all articles, in order. */
struct passage {
    const struct article *article;
    const struct text *text;
    uint32_t line;
    const char *lang;
    bool body; /* a paragraph, not a title or caption */
};

struct passages {
    struct passage *items;
    size_t n, cap;
};

void contradictions_statements(const struct passages *p, struct arena *a, struct contradictions *out);
void contradictions_passages(const struct passages *p, struct arena *a, struct contradictions *out);
void contradictions_variants(const struct passages *p, struct arena *a, struct contradictions *out);

/* Appends one; the strings are taken as they are. */
void contradictions_add(struct contradictions *out, const struct contradiction *c);

/* The sentence around a byte of a passage, cut to what a message can bear. */
const char *contradictions_sentence(struct arena *a, const struct passage *p, size_t at);

#endif
