/* What a tree says as bytes, for those who look whether they have seen the same before. */
#ifndef DOC_DOC_KEY_H
#define DOC_DOC_KEY_H

#include "base/buf.h"
#include "doc/doc.h"

/* Appends the number, the string (NULL differs from ""), the text with its spans: each so that different ones never
 * give equal bytes, whatever follows. */
void key_number(struct buf *out, uint64_t n);
void key_string(struct buf *out, const char *s);
void key_text(struct buf *out, const struct text *t);

/* Appends one node, and a tree in preorder: all fields but `seq`, `pos` and `meta`. */
void key_node(struct buf *out, const struct doc_node *node);
void key_tree(struct buf *out, const struct doc_node *root);

/* Appends the spans of a text; reads them back into the arena as those of `t`. */
void key_spans(struct buf *out, const struct text *t);
void key_take_spans(struct arena *a, struct text *t, const char *bytes);

#endif
