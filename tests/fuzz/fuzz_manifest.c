/* Any bytes as a book.yaml: what is accepted is whole, what is refused has a reason. */
#include <string.h>

#include "book/book.h"
#include "fuzz.h"

static void check_part(const struct manifest_part *part)
{
    for (size_t i = 0; i < part->n_chapters; i++) {
        FUZZ_CHECK(part->chapters[i].file != NULL && *part->chapters[i].file != '\0', "a chapter has a file");
        FUZZ_CHECK(part->chapters[i].pos.line > 0, "a chapter has a place");
    }
}

static void check_matter(const struct manifest_matter *matter, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(matter[i].kind != NULL, "a page group has a kind");
        FUZZ_CHECK(strcmp(matter[i].kind, "file") != 0 || matter[i].file != NULL,
                   "a page of the user's own has a file");
    }
}

static void check_whole(const struct manifest *m)
{
    size_t chapters = 0;

    FUZZ_CHECK(m->folder != NULL && m->file != NULL, "it knows where it lies");
    for (size_t i = 0; i < m->n_parts; i++) {
        check_part(&m->parts[i]);
        chapters += m->parts[i].n_chapters;
    }
    FUZZ_CHECK(chapters > 0, "a book has chapters");
    check_matter(m->front, m->n_front);
    check_matter(m->back, m->n_back);
    FUZZ_CHECK(m->numbering <= NUMBER_NONE, "numbering is one of the words");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const struct setting settings[] = {{"title", "x"},
                                              {"parts.0.title", "y"},
                                              {"page.inner", "30mm"},
                                              {"meeting.date", "2026-11-30"},
                                              {"front.0", "cover"}};
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    size_t n_settings = n % 6;
    struct manifest *m = manifest_read(a, &(struct manifest_file){"book.yaml", "/nowhere", (const char *)bytes, n},
                                       (struct settings){settings, n_settings}, d);

    if (m == NULL)
        FUZZ_CHECK(diag_count(d, DIAG_ERROR) > 0, "refusing has a reason");
    else if (diag_count(d, DIAG_ERROR) == 0)
        check_whole(m);
    for (size_t i = 0; i < diag_stored(d); i++)
        diag_text(d, i, (i & 1) != 0 ? "vi" : "en");
    diag_drop(d);
    arena_drop(a);
    return 0;
}
