/* Whether FreeType, which is stricter than HarfBuzz, opens a font file. */
#ifndef FONT_OPENS_H
#define FONT_OPENS_H

#include <stddef.h>

/* 0: it opens the `n` bytes as a face with outlines and glyphs enough; else FreeType's error number. */
int font_opens(const void *bytes, size_t n);

#endif
