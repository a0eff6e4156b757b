/* Does a font change glyphs or kern across spaces? Asked once of a face: font_spaces(). */
#ifndef FONT_SPACES_H
#define FONT_SPACES_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hb_font_t hb_font_t;
typedef struct hb_set_t hb_set_t;

/* SPACES_BY_SIGNS: only words with figures or signs in them, and their neighbours, may come out otherwise within their
 * line than alone; words of letters have no effect on each other. SPACES_MATTER: any word may. */
enum font_spaces { SPACES_PLAIN, SPACES_BY_SIGNS, SPACES_MATTER };

/* What spaces do in Latin and Cyrillic text. With SPACES_BY_SIGNS the caller's set gets the glyphs that rules across
 * spaces make others of; it stays empty where that is not known. */
enum font_spaces font_spaces_find(hb_font_t *hb, uint16_t space_gid, hb_set_t *changed);

#endif
