/* Inside layout/: do two set lines touch? */
#ifndef LAYOUT_TOUCH_H
#define LAYOUT_TOUCH_H

#include "layout/flow.h"

/* Words of which the upper one's ink reaches into the lower one's. */
struct touching {
    const char *above, *below;
};

/* Compares the glyphs of two boxes at these heights, or the lines of one box with each other. True when the boxes of
 * the ink of two glyphs of different lines overlap. */
bool touch_find(const struct vbox *above, scaled y_above, const struct vbox *below, scaled y_below,
                struct touching *out);

/* May they touch, by how far their ink reaches? Cheap. */
static inline bool touch_may(const struct vbox *above, scaled y_above, const struct vbox *below, scaled y_below)
{
    return above->ink_bottom != 0 && below->ink_bottom != 0 && y_above + above->ink_bottom > y_below + below->ink_top;
}

#endif
