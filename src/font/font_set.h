/* The families that a layout may name (fonts/NAME.yaml), found on this machine. */
#ifndef FONT_FONT_SET_H
#define FONT_FONT_SET_H

#include "base/diag.h"
#include "font/font.h"

struct font_set;

/* Reads every fonts/NAME.yaml of `dir`. Faces are opened when first looked up. Returns NULL after an error message. The
 * set ends with font_set_drop(). */
struct font_set *font_set_open(const char *dir, struct diag *d);
void font_set_drop(struct font_set *s);

/* The face of a family nearest in weight (italic must fit; upright stands in after a warning). Opens it at the first
 * call; a family that is not installed is replaced by its fallback with a warning that names the Debian package. NULL
 * after an error when nothing can be had. Opening is locked; call it while preparing, not in the hot path. */
const struct font *font_set_lookup(struct font_set *s, const char *family, unsigned weight, bool italic,
                                   struct diag *d);

/* The face of the fallback chain of `f`'s family (same weight and slope as near as can be) that has `cp`, or NULL. */
const struct font *font_set_fallback(struct font_set *s, const struct font *f, uint32_t cp, struct diag *d);

/* Faces that are open. They are numbered as they were opened, which threads may change: write them in the order of
 * `rank`, or of their first use. */
unsigned font_set_count(const struct font_set *s);
const struct font *font_set_at(const struct font_set *s, unsigned index);

/* Families, one a line, with their files and whether they are installed: the command `fonts`. Fields are divided by
 * tabs: family, role, "installed" or "missing", Debian package, files (divided by spaces). */
struct buf;
void font_set_list(struct font_set *s, struct buf *out);

#endif
