/* Links and cross-references inside the book. */
#ifndef BOOK_REFS_H
#define BOOK_REFS_H

#include "book/assemble.h"

struct refs;

/* An empty table of the book's spots; ends with refs_drop(). */
struct refs *refs_new(const struct assembly *as);
void refs_drop(struct refs *refs);

/* Says that `name`, as an author may write it, means `node`, which stands in `top` (a child of the book). Strings are
 * borrowed. */
void refs_add(struct refs *refs, const char *name, const struct doc_node *node, const struct doc_node *top);

/* Adds what every book has: the ids and slugs of its children and of all named blocks. */
void refs_add_book(struct refs *refs, const struct doc_node *root);

/* Gives every link to "#id" and every reference to a note its target, and writes number, title and page where a link
 * has no words of its own. What leads nowhere is reported and becomes plain words. Numbers and labels must be there. */
void refs_resolve(struct refs *refs, struct doc_node *root);

#endif
