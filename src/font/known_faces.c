#include "font/known_faces.h"

#include <hb.h>
#include <string.h>

/* NULL: the face is not known. */
static const struct known_face *find(hb_face_t *face)
{
    struct known_face key;

    if (strcmp(known_faces_harfbuzz, hb_version_string()) != 0 || !known_face_key(face, &key))
        return NULL;
    for (const struct known_face *f = known_faces; f->n_bytes > 0; f++)
        if (f->n_bytes == key.n_bytes && f->checksum == key.checksum && f->directory == key.directory)
            return f;
    return NULL;
}

bool known_face_is(hb_face_t *face)
{
    return find(face) != NULL;
}

bool known_spaces_find(hb_face_t *face, enum font_spaces *spaces, hb_set_t *changed)
{
    const struct known_face *f = find(face);

    if (f == NULL)
        return false;
    *spaces = f->spaces;
    for (unsigned i = 0; i < f->n_changed; i++)
        hb_set_add(changed, f->changed[i]);
    return true;
}

bool known_letters_find(hb_face_t *face, hb_script_t script, hb_language_t lang, const uint64_t **letters)
{
    static const struct {
        hb_script_t script;
        const char *lang;
    } texts[] = {
#define KNOWN_TEXT(id, script, lang) {script, lang},
        KNOWN_TEXT_LIST(KNOWN_TEXT)
#undef KNOWN_TEXT
    };
    const char *name = hb_language_to_string(lang);
    size_t i = 0;

    while (i < KNOWN_TEXTS && (texts[i].script != script || name == NULL || strcmp(texts[i].lang, name) != 0))
        i++;
    const struct known_face *f = i < KNOWN_TEXTS ? find(face) : NULL;
    if (f == NULL)
        return false;
    *letters = f->letters[i];
    return true;
}
