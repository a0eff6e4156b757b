/* The structure tree while it is built: tags in reading order. */
#ifndef LAYOUT_TAGS_H
#define LAYOUT_TAGS_H

#include "base/arena.h"
#include "page/page.h"

/* Tags of one piece of the book (a chapter), joined later by tags_join(). Index 0 is unused. */
struct tag_list {
    struct tag *items;
    size_t n, cap;
};

void tags_init(struct tag_list *t);
void tags_free(struct tag_list *t);

/* Adds a tag below `parent` (0: the piece's root) and returns its index. */
uint32_t tags_add(struct tag_list *t, enum tag_role role, uint32_t parent);

#endif
