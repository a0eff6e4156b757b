/* What spaces do in faces that were there when the program was built: font_spaces_find() takes longer than to set a
 * short article, and what it finds depends on the file and on HarfBuzz alone. */
#ifndef FONT_KNOWN_SPACES_H
#define FONT_KNOWN_SPACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "font/spaces.h"

typedef struct hb_face_t hb_face_t;

/* A face, known by its file's length and by the checksum of all of its tables (OpenType: head.checkSumAdjustment). */
struct known_face {
    uint32_t n_bytes, checksum;
    enum font_spaces spaces;
    uint16_t n_changed; /* glyphs that rules across spaces replace */
    const uint16_t *changed;
};

/* Fills in what a face is known by. False where it has no checksum to tell. */
bool known_face_key(hb_face_t *face, struct known_face *key);

/* Finds what spaces do in a face. False: it was not there then, or HarfBuzz was another; font_spaces_find() must be
 * asked. */
bool known_spaces_find(hb_face_t *face, enum font_spaces *spaces, hb_set_t *changed);

/* Written by gen_spaces.c; the last face is empty. */
extern const struct known_face known_faces[];
extern const char known_faces_harfbuzz[]; /* the version that was asked */

#endif
