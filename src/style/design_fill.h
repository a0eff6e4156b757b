/* Inside style/: from the merged YAML of a layout to struct design. */
#ifndef STYLE_DESIGN_FILL_H
#define STYLE_DESIGN_FILL_H

#include "style/design.h"

/* Fills `out` from a layout's root map; all mistakes are added to `d`. Returns their number. */
int design_fill(const struct yaml_node *root, struct design *out, struct arena *a, struct diag *d);

/* Place of the value `key` in the group `group` of a layout, for messages. */
struct srcpos design_place(const struct yaml_node *root, const char *group, const char *key);

/* Checks the filled design for nonsense, such as margins wider than the page. `root` gives the places. Returns the
 * mistakes. */
int design_check(const struct yaml_node *root, const struct design *design, struct arena *a, struct diag *d);

#endif
