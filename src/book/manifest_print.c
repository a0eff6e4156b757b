/* `print:`, `images:`, `pdf:` and `archive:` of book.yaml: what becomes of the finished pages. */
#include <string.h>

#include "book/manifest_reading.h"

/* What shops ask for, and what no paper needs. */
#define BLEED mm_milli(3000)
#define BLEED_MAX mm_milli(25000)
/* A leaf of office paper (80 g/m²); thinner than Bible paper and thicker than board there is none. */
#define CALIPER mm_milli(100)
#define CALIPER_MIN mm_milli(20)
#define CALIPER_MAX mm_milli(1000)
#define DPI_MIN 72
#define DPI_MAX 2400

struct raw_print {
    const char *profile;
    scaled bleed, caliper;
    bool marks;
    int spine;
};

static const char *const spine_words[] = {"down", "up", NULL};

static const struct yaml_key print_keys[] = {{"profile", YT_STRING, false, offsetof(struct raw_print, profile), NULL},
                                             {"bleed", YT_LENGTH, false, offsetof(struct raw_print, bleed), NULL},
                                             {"caliper", YT_LENGTH, false, offsetof(struct raw_print, caliper), NULL},
                                             {"marks", YT_BOOL, false, offsetof(struct raw_print, marks), NULL},
                                             {"spine", YT_ENUM, false, offsetof(struct raw_print, spine), spine_words},
                                             {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema print_schema = {print_keys, sizeof(struct raw_print), -1, -1};

void manifest_print_defaults(struct manifest *m)
{
    m->print.bleed = BLEED;
    m->print.caliper = CALIPER;
    m->print.marks = true;
}

static void read_print(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_print raw = {.bleed = r->m->print.bleed, .caliper = r->m->print.caliper, .marks = r->m->print.marks};
    if (!manifest_fill(r, value, &print_schema, &raw))
        return;
    if (raw.bleed < 0 || raw.bleed > BLEED_MAX) {
        manifest_fault(r, MSG_BOOK_BLEED, manifest_place(value, "bleed"), NULL, NULL);
        return;
    }
    if (raw.caliper < CALIPER_MIN || raw.caliper > CALIPER_MAX) {
        manifest_fault(r, MSG_BOOK_CALIPER, manifest_place(value, "caliper"), NULL, NULL);
        return;
    }
    r->m->print.profile = raw.profile && *raw.profile ? raw.profile : NULL;
    r->m->print.profile_pos = manifest_place(value, "profile");
    r->m->print.bleed = raw.bleed;
    r->m->print.caliper = raw.caliper;
    r->m->print.marks = raw.marks;
    r->m->print.spine_up = raw.spine == 1;
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

struct raw_pdf {
    bool linearize;
};

static const struct yaml_key pdf_keys[] = {{"linearize", YT_BOOL, false, offsetof(struct raw_pdf, linearize), NULL},
                                           {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema pdf_schema = {pdf_keys, sizeof(struct raw_pdf), -1, -1};

static void read_pdf(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_pdf raw = {0};
    if (manifest_fill(r, value, &pdf_schema, &raw))
        r->m->linearize = raw.linearize;
}

static void read_archive(struct manifest_reading *r, const struct yaml_node *value)
{
    bool attach = value->kind == YAML_SCALAR && strcmp(value->scalar, "attach-sources") == 0;
    bool none = value->kind == YAML_SCALAR && strcmp(value->scalar, "none") == 0;
    if (!attach && !none)
        manifest_fault(r, MSG_BOOK_ARCHIVE, value->pos, NULL, NULL);
    r->m->attach_sources = attach;
    r->m->archive_pos = value->pos;
}

const struct manifest_key manifest_print_keys[] = {
    {"print", read_print}, {"images", read_images}, {"pdf", read_pdf}, {"archive", read_archive}, {NULL, NULL}};
