/* Does a font change glyphs or kern across spaces? Asked once when a face is opened. */
#ifndef FONT_SPACES_H
#define FONT_SPACES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hb_font_t hb_font_t;

/* True if words of Latin or Cyrillic text, shaped one by one, may come out otherwise than within their line. */
bool font_spaces_matter(hb_font_t *hb, uint16_t space_gid);

#endif
