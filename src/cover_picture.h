/* The cover as a picture, for the EPUB. */
#ifndef COVER_PICTURE_H
#define COVER_PICTURE_H

#include "base/buf.h"
#include "layout/layout.h"

#define COVER_WIDTH 1600
#define COVER_HEIGHT 2560

/* Lays the cover out once more, in the picture's proportions, and draws it: a PNG, or nothing where the book has no
 * cover or it cannot be drawn. A cover that was drawn before with the same fonts and design is taken as it is. */
void cover_picture_make(const struct layout_input *in, struct buf *png, struct diag *d);

#endif
