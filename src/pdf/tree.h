/* Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7): sorted tables in which a reader finds a key without
 * reading all of it. */
#ifndef PDF_TREE_H
#define PDF_TREE_H

#include <stddef.h>

#include "pdf/document.h"

/* A table in ascending order of keys. */
struct tree {
    const char *list; /* "/Names" or "/Nums" */
    size_t n;
    void (*put_key)(const void *ctx, size_t i, struct buf *out);
    void (*put_value)(const void *ctx, size_t i, struct buf *out);
    const void *ctx;
};

/* Writes the tree, balanced, and returns the number of its root. */
uint32_t tree_write(struct document *doc, const struct tree *t);

#endif
