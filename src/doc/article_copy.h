/* Copies of articles: ingest fills its arena with much that nobody needs afterwards; what stays moves to another one.
 */
#ifndef DOC_ARTICLE_COPY_H
#define DOC_ARTICLE_COPY_H

#include "doc/article.h"

/* Copies an article with its tree and, if wanted, its records, with everything they point to, into the arena `a`. */
void article_copy(struct arena *a, const struct article *from, bool records, struct article *to);

/* Copies a tree of the book, with everything it points to but `meta`, which is NULL in the copy. */
struct doc_node *doc_copy(struct arena *a, const struct doc_node *root);

#endif
