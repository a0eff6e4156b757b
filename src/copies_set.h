/* What readers who may see the same see: the book without what is withheld from them, page for page like the whole. */
#ifndef COPIES_SET_H
#define COPIES_SET_H

#include "copies.h"

struct copies_set {
    const bool *hidden; /* by chapter */
    const struct recipient **readers;
    size_t n;
    const struct book *book;
    struct layout *layout;
    struct arena *own; /* of both; NULL: they are the whole book's */
};

/* Puts the set's book together of copies of the articles in `kept` and lays it out. Returns -1 after a message. */
int copies_set_lay_out(struct copies_set *set, const struct copies_input *in, const struct articles_ref *kept,
                       const struct copies_book *whole, struct diag *d);
void copies_set_drop(struct copies_set *set);

#endif
