#include "font/known_spaces.h"

#include <hb.h>
#include <string.h>

bool known_spaces_find(hb_face_t *face, enum font_spaces *spaces, hb_set_t *changed)
{
    struct known_face key;

    if (strcmp(known_faces_harfbuzz, hb_version_string()) != 0 || !known_face_key(face, &key))
        return false;
    for (const struct known_face *f = known_faces; f->n_bytes > 0; f++) {
        if (f->n_bytes != key.n_bytes || f->checksum != key.checksum)
            continue;
        *spaces = f->spaces;
        for (unsigned i = 0; i < f->n_changed; i++)
            hb_set_add(changed, f->changed[i]);
        return true;
    }
    return false;
}
