/* gen_faces OUT.c DIR: asks the installed faces of the families in DIR what spaces do in them and which letters are
 * never composed, and writes the table of font/known_faces.h.
 *
 * Runs while building. A face that is not installed then, or is replaced later, is asked when it is used.
 */
#include <errno.h>
#include <hb-ot.h>
#include <hb.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "font/composing.h"
#include "font/family.h"
#include "font/known_faces.h"
#include "font/opens.h"

struct table {
    FILE *out;
    struct arena *arena;
    struct known_face *faces;
    size_t n, cap;
    const uint64_t **lists; /* of letters, each once */
    size_t n_lists, cap_lists;
};

static bool has_face(const struct table *t, const struct known_face *face)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->faces[i].n_bytes == face->n_bytes && t->faces[i].checksum == face->checksum &&
            t->faces[i].directory == face->directory)
            return true;
    return false;
}

static const uint16_t *list_of(struct arena *a, const hb_set_t *set)
{
    uint16_t *list = arena_calloc(a, hb_set_get_population(set) + 1, sizeof *list), *end = list;

    for (hb_codepoint_t gid = HB_SET_VALUE_INVALID; hb_set_next(set, &gid);)
        *end++ = (uint16_t)gid;
    return list;
}

/* The list that says the same, which is kept. */
static const uint64_t *keep_letters(struct table *t, const uint64_t *letters)
{
    for (size_t i = 0; i < t->n_lists; i++)
        if (memcmp(t->lists[i], letters, COMPOSING_WORDS * sizeof *letters) == 0)
            return t->lists[i];
    void *lists = t->lists;
    mem_grow(&lists, &t->cap_lists, t->n_lists + 1, sizeof *t->lists);
    t->lists = lists;
    uint64_t *kept = arena_calloc(t->arena, COMPOSING_WORDS, sizeof *kept);
    t->lists[t->n_lists++] = memcpy(kept, letters, COMPOSING_WORDS * sizeof *kept);
    return kept;
}

/* The letters that are never composed in texts of a script and a language; NULL: there is nothing to gain. */
static const uint64_t *ask_letters(struct table *t, hb_font_t *font, hb_script_t script, const char *lang)
{
    hb_face_t *face = hb_font_get_face(font);
    hb_segment_properties_t props = HB_SEGMENT_PROPERTIES_DEFAULT;
    uint64_t letters[COMPOSING_WORDS];
    props.direction = HB_DIRECTION_LTR;
    props.script = script;
    props.language = hb_language_from_string(lang, -1);
    hb_shape_plan_t *full = hb_shape_plan_create_cached(face, &props, NULL, 0, NULL),
                    *bare = hb_shape_plan_create_cached(face, &props, &font_no_composing, 1, NULL);
    bool found = font_composing(font, full, bare, letters);
    hb_shape_plan_destroy(full);
    hb_shape_plan_destroy(bare);
    return found ? keep_letters(t, letters) : NULL;
}

static bool opens(hb_face_t *face)
{
    unsigned n = 0;
    hb_blob_t *blob = hb_face_reference_blob(face);
    const char *bytes = hb_blob_get_data(blob, &n);
    bool does = font_opens(bytes, n) == 0;
    hb_blob_destroy(blob);
    return does;
}

static void ask(struct table *t, hb_face_t *face)
{
    struct known_face known;
    hb_codepoint_t space = 0;
    hb_font_t *font = hb_font_create(face);
    hb_set_t *changed = hb_set_create();

    if (known_face_key(face, &known) && !has_face(t, &known) && opens(face) &&
        hb_font_get_nominal_glyph(font, ' ', &space) && space != 0 && space < UINT16_MAX) {
        known.spaces = font_spaces_find(font, (uint16_t)space, changed);
        known.n_changed = (uint16_t)hb_set_get_population(changed);
        known.changed = list_of(t->arena, changed);
#define KNOWN_TEXT(id, script, lang) known.letters[KNOWN_##id] = ask_letters(t, font, script, lang);
        KNOWN_TEXT_LIST(KNOWN_TEXT)
#undef KNOWN_TEXT
        void *faces = t->faces;
        mem_grow(&faces, &t->cap, t->n + 1, sizeof *t->faces);
        t->faces = faces;
        t->faces[t->n++] = known;
    }
    hb_set_destroy(changed);
    hb_font_destroy(font);
}

static void ask_family(struct table *t, const struct family *f)
{
    const struct face *faces = f->faces.items;

    for (size_t i = 0; i < f->faces.n; i++) {
        hb_blob_t *blob = faces[i].path != NULL ? hb_blob_create_from_file_or_fail(faces[i].path) : NULL;
        if (blob == NULL)
            continue;
        hb_face_t *face = hb_face_create(blob, 0);
        hb_face_make_immutable(face);
        ask(t, face);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
}

static void put_changed(const struct table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->faces[i].n_changed == 0)
            continue;
        fprintf(t->out, "\nstatic const uint16_t changed_%zu[] = {", i);
        for (unsigned k = 0; k < t->faces[i].n_changed; k++)
            fprintf(t->out, "%s%u,", k % 16 == 0 ? "\n    " : " ", t->faces[i].changed[k]);
        fputs("\n};\n", t->out);
    }
}

static void put_letters(const struct table *t)
{
    for (size_t i = 0; i < t->n_lists; i++) {
        fprintf(t->out, "\nstatic const uint64_t letters_%zu[] = {", i);
        for (unsigned k = 0; k < COMPOSING_WORDS; k++)
            fprintf(t->out, "%sUINT64_C(0x%" PRIX64 "),", k % 4 == 0 ? "\n    " : " ", t->lists[i][k]);
        fputs("\n};\n", t->out);
    }
}

static void put_name_of_letters(const struct table *t, const uint64_t *letters)
{
    size_t i = 0;
    while (i < t->n_lists && t->lists[i] != letters)
        i++;
    if (i < t->n_lists)
        fprintf(t->out, "letters_%zu, ", i);
    else
        fputs("NULL, ", t->out);
}

static void put_face(const struct table *t, size_t i)
{
    static const char *const names[] = {
        [SPACES_PLAIN] = "SPACES_PLAIN", [SPACES_BY_SIGNS] = "SPACES_BY_SIGNS", [SPACES_MATTER] = "SPACES_MATTER"};
    const struct known_face *f = &t->faces[i];

    fprintf(t->out, "    {%u, 0x%08X, 0x%08X, %s, %u, ", f->n_bytes, f->checksum, f->directory, names[f->spaces],
            f->n_changed);
    if (f->n_changed > 0)
        fprintf(t->out, "changed_%zu, {", i);
    else
        fputs("NULL, {", t->out);
    for (size_t k = 0; k < KNOWN_TEXTS; k++)
        put_name_of_letters(t, f->letters[k]);
    fputs("}},\n", t->out);
}

static void put_table(const struct table *t)
{
    fprintf(t->out,
            "#include \"font/known_faces.h\"\n\n#include <stddef.h>\n\n"
            "const char known_faces_harfbuzz[] = \"%s\";\n",
            hb_version_string());
    put_changed(t);
    put_letters(t);
    fputs("\nconst struct known_face known_faces[] = {\n", t->out);
    for (size_t i = 0; i < t->n; i++)
        put_face(t, i);
    fputs("    {0, 0, 0, SPACES_PLAIN, 0, NULL, {NULL}},\n};\n", t->out);
}

static int ask_families(struct table *t, const char *dir, struct diag *d)
{
    struct family *families = families_read(t->arena, dir, d);
    struct locator *locator = locator_new();

    for (struct family *f = families; f != NULL; f = f->next) {
        family_locate(f, locator, t->arena, dir);
        ask_family(t, f);
    }
    locator_drop(locator);
    return families != NULL ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: gen_faces OUT.c DIR\n", stderr);
        return 2;
    }
    struct table t = {.out = fopen(argv[1], "w"), .arena = arena_new()};
    if (t.out == NULL) {
        fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
        arena_drop(t.arena);
        return 1;
    }
    struct diag *d = diag_new();
    int status = ask_families(&t, argv[2], d);
    if (status == 0)
        put_table(&t);
    else
        fprintf(stderr, "%s: no families can be read there\n", argv[2]);
    diag_drop(d);
    free(t.faces);
    free(t.lists);
    arena_drop(t.arena);
    return fclose(t.out) == 0 && status == 0 ? 0 : 1;
}
