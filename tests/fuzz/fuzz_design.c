/* Any bytes as a layout: what is accepted can be laid out with, and what is refused has a reason. */
#include <string.h>

#include "fuzz.h"
#include "style/design.h"

static void check_whole(const struct design *design)
{
    const struct page_design *p = &design->page;

    FUZZ_CHECK(p->width > 0 && p->height > 0, "a page has a size");
    FUZZ_CHECK((int64_t)p->inner + p->outer + p->gutter < p->width, "there is room between the margins");
    FUZZ_CHECK((int64_t)p->top + p->bottom < p->height, "there is room between top and bottom");
    FUZZ_CHECK(design->text.size > 0 && design->text.leading > 0, "text has a size");
    for (int i = 0; i < ROLE_COUNT; i++) {
        const struct style *s = &design->styles[i];
        FUZZ_CHECK(s->size > 0 && s->leading > 0, "%s has a size", design_role_name((enum role)i));
        FUZZ_CHECK(s->font != NULL && *s->font != '\0', "%s has a font", design_role_name((enum role)i));
        FUZZ_CHECK(s->align >= ALIGN_JUSTIFY && s->align <= ALIGN_CENTER, "%s is aligned",
                   design_role_name((enum role)i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    const char *path = fuzz_write("layout.yaml", bytes, n);
    struct design *design = design_read(a, SOURCE_DIR "/layouts", path, DIAG_NOWHERE, NULL, d);

    if (design == NULL)
        FUZZ_CHECK(diag_count(d, DIAG_ERROR) > 0, "refusing has a reason");
    else
        check_whole(design);
    for (size_t i = 0; i < diag_stored(d); i++)
        diag_text(d, i, (i & 1) != 0 ? "vi" : "en");
    diag_drop(d);
    arena_drop(a);
    return 0;
}
