/* Inside layout/: what the cache of set pieces (reuse.h) holds. */
#ifndef LAYOUT_REUSE_PARTS_H
#define LAYOUT_REUSE_PARTS_H

#include "layout/piece.h"
#include "layout/reuse.h"

/* What one worker needs of its own. */
struct setter {
    struct word_cache *words;
    struct arena *scratch;
};

/* A picture that the piece shows, or has room for. */
struct kept_picture {
    const char *src;
    const struct image *image; /* of the layout that set the piece: only compared with what its items say; NULL: none */
    char sha256[65];
    uint32_t width, height;
};

/* What stands around the text of a page, and what made it so. */
struct kept_furniture {
    struct furniture made; /* its strings are the cache's */
    const struct page_item *items;
    uint32_t n_items;
};

struct kept_piece {
    struct kept_piece *next; /* in its chain of the table */
    uint64_t hash;
    struct arena *memory; /* of all that does not belong to `piece` */
    struct doc_node *node;
    struct piece piece; /* as it was set; its node is `node` */
    const char *language;
    bool end_notes, qr; /* what a piece looks at in the book */
    bool verso;         /* its first page was taken to be on the left */
    struct kept_picture *pictures;
    size_t n_pictures;
    struct arena *furniture_memory;
    struct kept_furniture *furniture; /* by page; NULL: none yet */
    struct head_title titles[2];      /* set for the pages of one joining, in `furniture_memory` */
    bool used;
};

/* The workers' caches of words. */
struct setter *reuse_setters(struct layout_cache *c);
unsigned reuse_setters_count(const struct layout_cache *c);

/* Sets the piece, or takes it over. Several threads may call, each for another piece and with a setter of its own. */
void reuse_set(struct layout_cache *c, struct piece *p, struct setter *s);

/* Tells the cache, when all threads have finished, what became of the piece. */
void reuse_note(struct layout_cache *c, struct piece *p);

/* The picture that stands in this layout for one of an item of the piece. */
const struct image *reuse_picture(const struct piece *p, const struct image *image);

/* Furniture of page `i` (pages come in order), made with `f` unless it is there already. Returns the number of *items.
 */
uint32_t reuse_furniture(struct kept_piece *k, uint32_t i, const struct furniture *f, const struct page_item **items);

#endif
