/* The words of the book tree, from `briefbook build --dump book`. */
#ifndef BOOK_TREE_READ_H
#define BOOK_TREE_READ_H

#include "flow.h"

struct tree {
    struct flow flow, notes; /* without the cover, whose words the title page has again */
};

/* `title_page`: also its words. Returns -1 when the file cannot be read. */
int tree_read(struct tree *t, const char *dump_file, bool title_page);
void tree_free(struct tree *t);

#endif
