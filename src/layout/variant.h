/* Variants: the book again with chapters withheld, page for page like the first. What says the same is not set anew. */
#ifndef LAYOUT_VARIANT_H
#define LAYOUT_VARIANT_H

#include "layout/piece.h"

/* True if both trees say the same in every respect that a page can show, places in the input aside. */
bool variant_is_same(const struct doc_node *a, const struct doc_node *b);

/* Gives `p` the pages of `donor` (of the first book, joined already), which stays their owner. */
void variant_share(struct piece *p, const struct piece *donor, struct arena *a);

/* Brings a piece that was set anew to `n` pages: a withheld chapter says on each what it says on the first, as an
 * artifact; other pieces end with empty pages. Returns false when it has more pages than that. */
bool variant_pad(struct piece *p, uint32_t n);

#endif
