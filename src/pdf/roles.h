/* Roles of the structure tree as they are written. */
#ifndef PDF_ROLES_H
#define PDF_ROLES_H

#include <stdbool.h>
#include <stdint.h>

#include "page/page.h"

/* The role of each tag, which differs from what layout asked for where the standard would not have it: a Link without
 * a link is a Span, a Figure without alternative text a Div whose picture is decoration. */
struct roles {
    const struct pages *pages;
    uint8_t *items; /* enum tag_role, by tag */
};

/* Works the roles out; linked[tag] says which tags have a link annotation. */
void roles_init(struct roles *r, const struct pages *pages, const bool *linked);
void roles_free(struct roles *r);

/* The tag, or 0 where there is no such tag. */
uint32_t roles_tag(const struct roles *r, uint32_t tag);

#endif
