/* A look into CFF font programs. */
#ifndef PDF_CFF_H
#define PDF_CFF_H

#include <stdbool.h>
#include <stddef.h>

/* True if the font program names its glyphs by character identifiers of their own (big East Asian fonts do). In such a
 * font a glyph's number is not the code that shows it. */
bool cff_is_cid_keyed(const void *bytes, size_t n);

#endif
