/* Where a family's files lie. The folders of Debian's packages are tried first: that takes microseconds, while
 * fontconfig needs some 5 ms to start, and half a second where it has no cache. */
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "font/family.h"

struct locator {
    FcConfig *config;
    bool tried;
};

struct locator *locator_new(void)
{
    return mem_calloc(1, sizeof(struct locator));
}

void locator_drop(struct locator *l)
{
    if (!l)
        return;
    if (l->config)
        FcConfigDestroy(l->config);
    free(l);
}

/* Tries the family's folders for one face. */
static const char *find_in_folders(const struct family *f, const struct face *face, struct arena *a, const char *dir)
{
    const char *const *folders = f->folders.items;

    for (size_t i = 0; i < f->folders.n; i++) {
        char *path = path_join(a, path_join(a, dir, folders[i]), face->file);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static FcFontSet *list_family(FcConfig *config, const char *name)
{
    FcPattern *pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)name);
    FcObjectSet *wanted =
        FcObjectSetBuild(FC_FILE, FC_INDEX, FC_WEIGHT, FC_SLANT, FC_WIDTH, FC_VARIABLE, (const char *)NULL);
    FcFontSet *found = FcFontList(config, pattern, wanted);

    FcObjectSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return found;
}

/* True if the listed font is a file of its own, of normal width, with the face's weight and slope. */
static bool fits(FcPattern *font, const struct face *face)
{
    int index = 0, slant = FC_SLANT_ROMAN, width = FC_WIDTH_NORMAL;
    double weight = FC_WEIGHT_REGULAR;
    FcBool variable = FcFalse;

    FcPatternGetInteger(font, FC_INDEX, 0, &index);
    FcPatternGetInteger(font, FC_SLANT, 0, &slant);
    FcPatternGetInteger(font, FC_WIDTH, 0, &width);
    FcPatternGetBool(font, FC_VARIABLE, 0, &variable);
    if (FcPatternGetDouble(font, FC_WEIGHT, 0, &weight) != FcResultMatch || variable || index != 0)
        return false;
    int64_t css = (int64_t)(FcWeightToOpenTypeDouble(weight) + 0.5);
    return css == face->weight && (slant != FC_SLANT_ROMAN) == face->italic && width == FC_WIDTH_NORMAL;
}

/* Of several files that fit, the first by name is taken: fontconfig's order is that of its cache. */
static void take_fitting(FcFontSet *found, struct face *face, struct arena *a)
{
    const char *best = NULL;

    for (int i = 0; i < found->nfont; i++) {
        FcChar8 *path;
        if (!fits(found->fonts[i], face) || FcPatternGetString(found->fonts[i], FC_FILE, 0, &path) != FcResultMatch)
            continue;
        if (!best || strcmp((const char *)path, best) < 0)
            best = (const char *)path;
    }
    face->path = arena_strdup(a, best);
}

static void find_by_fontconfig(struct family *f, struct locator *l, struct arena *a)
{
    struct face *faces = f->faces.items;

    if (!l->tried)
        l->config = FcInitLoadConfigAndFonts();
    l->tried = true;
    if (!l->config)
        return;
    FcFontSet *found = list_family(l->config, f->name);
    if (!found)
        return;
    for (size_t i = 0; i < f->faces.n; i++)
        take_fitting(found, &faces[i], a);
    FcFontSetDestroy(found);
}

bool family_installed(const struct family *f)
{
    const struct face *faces = f->faces.items;

    for (size_t i = 0; i < f->faces.n; i++)
        if (faces[i].path && !faces[i].broken)
            return true;
    return false;
}

void family_locate(struct family *f, struct locator *l, struct arena *a, const char *dir)
{
    struct face *faces = f->faces.items;

    if (f->located)
        return;
    f->located = true;
    for (size_t i = 0; i < f->faces.n; i++)
        faces[i].path = find_in_folders(f, &faces[i], a, dir);
    if (!family_installed(f))
        find_by_fontconfig(f, l, a);
}
