/* Codes of the glyphs of one font, and the CMaps that explain them (ISO 32000-1, 9.7.5 and 9.10.3).
 *
 * What text has most takes one byte, the rest two. A glyph that says an ASCII character has that character's code, so
 * that page contents can be read; small letters and signs come before capitals, and glyphs that no character has come
 * last. A font of at most 255 glyphs needs nothing but one byte; else the lowest values of the first byte begin codes
 * of two, as many as are needed. Code 0 is not used. All this depends on which glyphs there are and what they say, not
 * on how often they come: a changed paragraph leaves the codes of a book as they are.
 */
#ifndef PDF_ENCODING_H
#define PDF_ENCODING_H

#include <stdint.h>

#include "base/buf.h"
#include "pdf/glyphs.h"

/* Gives those glyphs of the subset that are used, and whose texts are known, their codes, and the hyphen that is put in
 * at the ends of lines (f->hyphen) a further one, f->soft. Returns -1 when there are more glyphs than codes, about
 * 65,000. */
int encoding_make(struct used_font *f);

/* Frees what encoding_make() made. */
void encoding_drop(struct used_font *f);

/* Name of the font's CMap, "Text-" and eight digits that tell codings apart; `name` has 16 bytes. */
void encoding_name(const struct used_font *f, char name[16]);

/* Appends the CMap from codes to glyphs of the subset. */
void encoding_put_cmap(const struct used_font *f, struct buf *b);

/* Appends the ToUnicode CMap. */
void encoding_put_to_unicode(const struct used_font *f, struct buf *b);

#endif
