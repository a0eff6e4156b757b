/* Any bytes as YAML: read, changed, laid upon themselves, filled into a struct. Nothing may be read outside the input,
 * and a file without a tree must have got a message. */
#include <stdint.h>
#include <stdlib.h>

#include "base/yaml.h"

struct page {
    const char *name;
    int64_t count;
    scaled width;
    struct yaml_array words, parts;
};

static const struct yaml_key part_keys[] = {{"name", YT_STRING, true, offsetof(struct page, name), NULL}, {0}};
static const struct yaml_schema part_schema = {part_keys, sizeof(struct page), -1, -1};
static const struct yaml_key page_keys[] = {
    {"name", YT_STRING, false, offsetof(struct page, name), NULL},
    {"count", YT_INT, false, offsetof(struct page, count), NULL},
    {"width", YT_LENGTH, false, offsetof(struct page, width), NULL},
    {"words", YT_STRINGS, false, offsetof(struct page, words), NULL},
    {"parts", YT_LIST, false, offsetof(struct page, parts), &part_schema},
    {0},
};
static const struct yaml_schema page_schema = {page_keys, sizeof(struct page), -1, -1};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct page page = {0};
    struct yaml_node *root = yaml_read(a, "input", (const char *)bytes, n, d);

    if (!root && diag_count(d, DIAG_ERROR) == 0)
        abort();
    if (root) {
        struct yaml_node *merged = yaml_merge(a, root, root);
        yaml_set(a, merged, "parts.0.name", "x");
        int mistakes = yaml_fill(merged, &page_schema, &page, PT(10), a, d);
        if (mistakes > 0 && diag_count(d, DIAG_ERROR) == 0)
            abort();
    }
    for (size_t i = 0; i < diag_stored(d); i++)
        diag_text(d, i, "vi");
    diag_drop(d);
    arena_drop(a);
    return 0;
}
