/* Pieces of a book as they were set in an earlier layout of it, for the next one in the same process.
 *
 * A piece depends on its nodes, on the pictures in them, on the page labels that it looked up, and on the side that its
 * first page was taken to lie on; besides, on the design and the fonts, for which a cache is made. What agrees in all
 * of that is not set again. Shaped words are kept, too. Pages that a layout took from here must not be used when
 * layout_cache_end() has been called.
 */
#ifndef LAYOUT_REUSE_H
#define LAYOUT_REUSE_H

#include <stdbool.h>

#include "layout/layout.h"

struct layout_cache;

/* For one design, one set of fonts, and workers of this number. Ends with layout_cache_drop(), before the fonts do. */
struct layout_cache *layout_cache_new(unsigned workers);
void layout_cache_drop(struct layout_cache *c);

/* Drops the pieces that no layout has used since the last call. Returns false when the cache has grown far beyond what
 * its first layout needed: the caller then drops it and makes a new one. */
bool layout_cache_end(struct layout_cache *c);

/* Pieces that were taken over, and pieces that were set, since it was made. */
struct layout_reuse {
    size_t taken, set;
};
struct layout_reuse layout_cache_figures(const struct layout_cache *c);

#endif
