/* The pages before and behind the chapters. */
#ifndef BOOK_MATTER_H
#define BOOK_MATTER_H

#include "book/assemble.h"

/* A group of pages that `front:` and `back:` of book.yaml can name. A new one is a line in matter.c's table. */
struct matter_kind {
    const char *name;
    /* Appends the pages to `root`; nothing when there is nothing to show. */
    void (*put)(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter);
};

#define MATTER_KINDS_MAX 32
extern const struct matter_kind matter_kinds[]; /* ends with an entry whose name is NULL */

/* The kind of that name, or NULL. */
const struct matter_kind *matter_kind_named(const char *name);

/* imprint.c */
void imprint_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter);
/* A SHA-256 in four groups, which lines can be broken between. */
const char *imprint_hash(struct arena *a, const char *sha256);

/* Appends all pages of a list. */
void matter_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *list, size_t n);

#endif
