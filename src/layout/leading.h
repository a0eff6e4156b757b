/* Leading that is safe for stacked diacritics, measured from the ink of the fonts. */
#ifndef LAYOUT_LEADING_H
#define LAYOUT_LEADING_H

#include "font/font_set.h"
#include "style/design.h"

/* Gives the text and every style whose leading is "auto" the least leading, in quarters of a point, at which no
 * Vietnamese letter of one line comes nearer than the layout's clearance to a letter of the line above, in the faces
 * that the style is set in. */
void leading_find(struct design *design, struct font_set *fonts, struct diag *d);

/* How far the ink of Vietnamese letters reaches above and below the base line at a size, in one face. */
void leading_ink(const struct font *f, scaled size, scaled *up, scaled *down);

#endif
