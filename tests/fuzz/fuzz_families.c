/* Any bytes as the description of a font family: what is accepted is whole, what is refused has a reason. */
#include "font/family.h"
#include "fuzz.h"

static void check_whole(const struct family *f)
{
    FUZZ_CHECK(f->name != NULL && *f->name != '\0', "a family has a name");
    const struct face *faces = f->faces.items;
    for (size_t i = 0; i < f->faces.n; i++) {
        FUZZ_CHECK(faces[i].file != NULL && *faces[i].file != '\0', "a face has a file");
        FUZZ_CHECK(faces[i].weight > 0 && faces[i].weight <= 1000, "a face has a weight");
    }
    const struct fallback *fallbacks = f->fallbacks.items;
    for (size_t i = 0; i < f->fallbacks.n; i++)
        FUZZ_CHECK(fallbacks[i].family != NULL && fallbacks[i].scale > 0, "a fallback is known and has a size");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char other[] = "family: Other\nrole: text\nfaces:\n  - {file: other.ttf, weight: 400}\n";
    struct arena *a = arena_new();
    struct diag *d = diag_new();

    fuzz_write("other.yaml", other, sizeof other - 1);
    fuzz_write("family.yaml", bytes, n);
    struct family *all = families_read(a, fuzz_folder(), d);
    if (all == NULL)
        FUZZ_CHECK(diag_count(d, DIAG_ERROR) > 0, "refusing has a reason");
    for (const struct family *f = all; f != NULL; f = f->next)
        check_whole(f);
    for (size_t i = 0; i < diag_stored(d); i++)
        diag_text(d, i, (i & 1) != 0 ? "vi" : "en");
    diag_drop(d);
    arena_drop(a);
    return 0;
}
