/* Subsets of faces, by hb-subset: for the PDF by glyphs with new numbers, for the EPUB by characters. */
#ifndef FONT_SUBSET_H
#define FONT_SUBSET_H

#include <stddef.h>
#include <stdint.h>

#include "base/memo.h"
#include "font/font.h"

struct font_subset;

/* Plans a subset that holds glyph 0 and each glyph whose bit is set in `used` (bit gid & 7 of byte gid >> 3). No hints
 * and no layout tables. Returns NULL when the face can't be subset. With a `memo` (NULL: none) the same subset of the
 * same open face is not made again; the memo then keeps it, and must not outlive the face. */
struct font_subset *font_subset_glyphs(const struct font *f, const uint8_t *used, struct memo *memo);

/* Plans a subset that shows every one of the code points, keeping kern liga ccmp locl mark mkmk lnum tnum; of faces
 * with letters of further scripts, what those need too. */
struct font_subset *font_subset_chars(const struct font *f, const uint32_t *cps, size_t n, struct memo *memo);

/* New number of a glyph; 0xFFFF when it is not in the subset. */
uint16_t font_subset_gid(const struct font_subset *s, uint16_t gid);
/* Count of glyphs in the subset. */
uint16_t font_subset_count(const struct font_subset *s);
/* The glyph of the face that got the new number `gid`. */
uint16_t font_subset_old(const struct font_subset *s, uint16_t gid);

/* The font file of the subset (TrueType, or with `bare_cff` the CFF table alone), made at the first call; NULL on
 * failure. The bytes belong to the subset. The same input gives the same bytes. */
const void *font_subset_bytes(struct font_subset *s, bool bare_cff, size_t *n);

void font_subset_drop(struct font_subset *s);

#endif
