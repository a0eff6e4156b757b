/* The structure tree while it is built. */
#include "layout/tags.h"

#include <stdlib.h>

#include "base/mem.h"

void tags_init(struct tag_list *t)
{
    *t = (struct tag_list){0};
    mem_grow((void **)&t->items, &t->cap, 1, sizeof *t->items);
    t->items[0] = (struct tag){0};
    t->n = 1;
}

void tags_free(struct tag_list *t)
{
    free(t->items);
    *t = (struct tag_list){0};
}

uint32_t tags_add(struct tag_list *t, enum tag_role role, uint32_t parent)
{
    mem_grow((void **)&t->items, &t->cap, t->n + 1, sizeof *t->items);
    t->items[t->n] = (struct tag){.role = (uint8_t)role, .parent = parent};
    return (uint32_t)t->n++;
}
