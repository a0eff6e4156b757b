/* What the rules of faces do that were there when the program was built: font_spaces_find() and font_composing() take
 * longer than to set a short article, and what they find depends on the file and on HarfBuzz alone. */
#ifndef FONT_KNOWN_FACES_H
#define FONT_KNOWN_FACES_H

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "font/spaces.h"

/* The texts that font_composing() was asked about: KNOWN_TEXT(ID, script, language). */
#define KNOWN_TEXT_LIST(X)                                                                                             \
    X(VI, HB_SCRIPT_LATIN, "vi")                                                                                       \
    X(EN, HB_SCRIPT_LATIN, "en")                                                                                       \
    X(RU, HB_SCRIPT_CYRILLIC, "ru")                                                                                    \
    X(KK, HB_SCRIPT_CYRILLIC, "kk")

enum known_text {
#define KNOWN_TEXT(id, script, lang) KNOWN_##id,
    KNOWN_TEXT_LIST(KNOWN_TEXT)
#undef KNOWN_TEXT
        KNOWN_TEXTS
};

/* A face that FreeType opens, known by its file's length, the checksum of all of its tables (OpenType:
 * head.checkSumAdjustment) and its directory, which has the checksum of each. */
struct known_face {
    uint32_t n_bytes, checksum, directory; /* the last: FNV-1a */
    enum font_spaces spaces;
    uint16_t n_changed; /* glyphs that rules across spaces replace */
    const uint16_t *changed;
    const uint64_t *letters[KNOWN_TEXTS]; /* COMPOSING_WORDS each (font/composing.h); NULL: there is nothing to gain */
};

/* Fills in what a face is known by. False where it has no checksum to tell. */
bool known_face_key(hb_face_t *face, struct known_face *key);

/* Was the face there then? */
bool known_face_is(hb_face_t *face);

/* Finds what spaces do in a face. False: it was not there then, or HarfBuzz was another; font_spaces_find() must be
 * asked. */
bool known_spaces_find(hb_face_t *face, enum font_spaces *spaces, hb_set_t *changed);

/* Finds what font_composing() says of a face for texts of that script and language without further features: *letters,
 * or NULL where it says no. False: that is not known, and it must be asked. */
bool known_letters_find(hb_face_t *face, hb_script_t script, hb_language_t lang, const uint64_t **letters);

/* Written by gen_faces.c; the last face is empty. */
extern const struct known_face known_faces[];
extern const char known_faces_harfbuzz[]; /* the version that was asked */

#endif
