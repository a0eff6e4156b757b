/* Roles of the structure tree (ISO 32000-1, 14.8.4). */
#include "pdf/roles.h"

#include <stdlib.h>

#include "base/mem.h"

static uint8_t role_of(const struct tag *tag, bool linked)
{
    bool has_alt = tag->alt != NULL && *tag->alt != '\0';
    if (tag->role == TAG_LINK && !linked)
        return TAG_SPAN;
    if ((tag->role == TAG_FIGURE || tag->role == TAG_FORMULA) && !has_alt)
        return TAG_DIV;
    return tag->role;
}

void roles_init(struct roles *r, const struct pages *pages, const bool *linked)
{
    r->pages = pages;
    r->items = mem_calloc(pages->n_tags + 1, sizeof *r->items);
    for (size_t i = 1; i < pages->n_tags; i++)
        r->items[i] = role_of(&pages->tags[i], linked[i]);
}

void roles_free(struct roles *r)
{
    free(r->items);
}

uint32_t roles_tag(const struct roles *r, uint32_t tag)
{
    return tag < r->pages->n_tags ? tag : 0;
}
