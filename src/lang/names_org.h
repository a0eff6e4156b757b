/* Inside the name finder: names of bodies. */
#ifndef LANG_NAMES_ORG_H
#define LANG_NAMES_ORG_H

#include "lang/names_line.h"

/* If the head of a body's name stands at word i with a capital ("Bộ", "Ministry of"): the index behind the name's last
 * word, and *begin its first one; else 0. */
size_t names_org_extent(const struct name_line *l, size_t i, size_t *begin);

#endif
