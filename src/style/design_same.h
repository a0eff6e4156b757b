/* Are two layouts the same? */
#ifndef STYLE_DESIGN_SAME_H
#define STYLE_DESIGN_SAME_H

#include "style/design.h"

/* True if the layouts, each as design_read() gave it, say the same in all that they say. (False may also come of two
 * that do: nothing but work is lost by that.) */
bool design_same(const struct design *a, const struct design *b);

/* Copies the strings of the design, which may be those of its overrides, into `a`. */
struct arena;
void design_own_strings(struct design *d, struct arena *a);

#endif
