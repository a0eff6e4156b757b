/* `print:` and `images:` of book.yaml: what becomes of the finished pages. */
#include "book/manifest_reading.h"

/* What shops ask for, and what no paper needs. */
#define BLEED mm_milli(3000)
#define BLEED_MAX mm_milli(25000)
#define DPI_MIN 72
#define DPI_MAX 2400

struct raw_print {
    const char *profile;
    scaled bleed;
    bool marks;
};

static const struct yaml_key print_keys[] = {{"profile", YT_STRING, false, offsetof(struct raw_print, profile), NULL},
                                             {"bleed", YT_LENGTH, false, offsetof(struct raw_print, bleed), NULL},
                                             {"marks", YT_BOOL, false, offsetof(struct raw_print, marks), NULL},
                                             {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema print_schema = {print_keys, sizeof(struct raw_print), -1, -1};

void manifest_print_defaults(struct manifest *m)
{
    m->print.bleed = BLEED;
    m->print.marks = true;
}

static void read_print(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_print raw = {.bleed = r->m->print.bleed, .marks = r->m->print.marks};
    if (!manifest_fill(r, value, &print_schema, &raw))
        return;
    if (raw.bleed < 0 || raw.bleed > BLEED_MAX) {
        manifest_fault(r, MSG_BOOK_BLEED, manifest_place(value, "bleed"), NULL, NULL);
        return;
    }
    r->m->print.profile = raw.profile && *raw.profile ? raw.profile : NULL;
    r->m->print.profile_pos = manifest_place(value, "profile");
    r->m->print.bleed = raw.bleed;
    r->m->print.marks = raw.marks;
}

struct raw_images {
    int64_t max_dpi;
};

static const struct yaml_key images_keys[] = {{"max-dpi", YT_INT, false, offsetof(struct raw_images, max_dpi), NULL},
                                              {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema images_schema = {images_keys, sizeof(struct raw_images), -1, -1};

static void read_images(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_images raw = {0};
    if (!manifest_fill(r, value, &images_schema, &raw))
        return;
    if (raw.max_dpi != 0 && (raw.max_dpi < DPI_MIN || raw.max_dpi > DPI_MAX))
        manifest_fault(r, MSG_BOOK_MAX_DPI, manifest_place(value, "max-dpi"), NULL, NULL);
    r->m->max_dpi = raw.max_dpi;
}

const struct manifest_key manifest_print_keys[] = {{"print", read_print}, {"images", read_images}, {NULL, NULL}};
