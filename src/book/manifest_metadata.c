/* What book.yaml says about the publication: `metadata:`, and `fonts:` of the EPUB. */
#include <string.h>

#include "book/manifest_reading.h"

struct raw_metadata {
    const char *identifier, *publisher, *rights, *description, *series, *series_number, *certifier, *report, *contact;
    struct yaml_array subjects;
    const struct yaml_node *creators;
    int conformance;
};

/* What a publisher may sign, in short and in full; 0: nothing is signed. */
static const char *const conformance_words[] = {
    "none",         "WCAG 2.0 A", "WCAG 2.0 AA", "WCAG 2.0 AAA", "WCAG 2.1 A", "WCAG 2.1 AA",
    "WCAG 2.1 AAA", "WCAG 2.2 A", "WCAG 2.2 AA", "WCAG 2.2 AAA", NULL};
/* The same in the very words of EPUB Accessibility 1.1, section 3.5. */
static const char *const conformance_claims[] = {NULL,
                                                 "EPUB Accessibility 1.1 - WCAG 2.0 Level A",
                                                 "EPUB Accessibility 1.1 - WCAG 2.0 Level AA",
                                                 "EPUB Accessibility 1.1 - WCAG 2.0 Level AAA",
                                                 "EPUB Accessibility 1.1 - WCAG 2.1 Level A",
                                                 "EPUB Accessibility 1.1 - WCAG 2.1 Level AA",
                                                 "EPUB Accessibility 1.1 - WCAG 2.1 Level AAA",
                                                 "EPUB Accessibility 1.1 - WCAG 2.2 Level A",
                                                 "EPUB Accessibility 1.1 - WCAG 2.2 Level AA",
                                                 "EPUB Accessibility 1.1 - WCAG 2.2 Level AAA"};

#define TEXT(key, field)                                                                                               \
    {                                                                                                                  \
        key, YT_STRING, false, offsetof(struct raw_metadata, field), NULL                                              \
    }

static const struct yaml_key metadata_keys[] = {
    TEXT("identifier", identifier),
    TEXT("publisher", publisher),
    TEXT("rights", rights),
    TEXT("description", description),
    {"creators", YT_NODE, false, offsetof(struct raw_metadata, creators), NULL},
    {"subjects", YT_STRINGS, false, offsetof(struct raw_metadata, subjects), NULL},
    TEXT("series", series),
    TEXT("series-number", series_number),
    {"conformance", YT_ENUM, false, offsetof(struct raw_metadata, conformance), conformance_words},
    TEXT("certifier", certifier),
    TEXT("certifier-report", report),
    TEXT("contact", contact),
    {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema metadata_schema = {metadata_keys, sizeof(struct raw_metadata), -1, -1};

/* ---- creators ---- */

static const struct yaml_key creator_keys[] = {
    {"name", YT_STRING, true, offsetof(struct manifest_creator, name), NULL},
    {"file-as", YT_STRING, false, offsetof(struct manifest_creator, file_as), NULL},
    {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema creator_schema = {creator_keys, sizeof(struct manifest_creator), -1, -1};

static void read_creator(struct manifest_reading *r, const struct yaml_node *node, struct manifest_creator *out)
{
    if (node->kind == YAML_SCALAR)
        out->name = node->scalar;
    else if (node->kind == YAML_MAP)
        manifest_fill(r, node, &creator_schema, out);
    else
        manifest_fault(r, MSG_YAML_WRONG_TYPE, node->pos, "creators", diag_word(WORD_A_TEXT));
}

/* A list of names or of {name, file-as}; one alone counts as a list. */
static void read_creators(struct manifest_reading *r, const struct yaml_node *value)
{
    if (value == NULL || (value->kind == YAML_SCALAR && value->scalar[0] == '\0'))
        return;
    bool list = value->kind == YAML_LIST;
    size_t n = !list;
    for (const struct yaml_node *node = list ? value->first : NULL; node != NULL; node = node->next)
        n++;
    struct manifest_creator *creators = arena_calloc(r->a, n + 1, sizeof *creators);
    const char **names = arena_calloc(r->a, n + 1, sizeof *names);
    const struct yaml_node *node = list ? value->first : value;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++, node = node->next) {
        read_creator(r, node, &creators[kept]);
        names[kept] = creators[kept].name;
        kept += names[kept] != NULL && *names[kept] != '\0';
    }
    names[kept] = NULL;
    r->m->metadata.creators = names;
    r->m->metadata.filed = creators;
}

/* ---- metadata ---- */

/* Nobody else can say that a book conforms: who signs must be named. */
static void check_claim(struct manifest_reading *r, const struct raw_metadata *raw, const struct yaml_node *value)
{
    if (raw->conformance == 0 && raw->report == NULL)
        return;
    if (raw->certifier == NULL || *raw->certifier == '\0')
        manifest_fault(r, MSG_BOOK_CERTIFIER,
                       manifest_place(value, raw->conformance ? "conformance" : "certifier-report"), NULL, NULL);
}

/* "office@example.org": one @ with something before it and a domain behind it. Whether mail arrives nobody can say. */
static bool is_mail(const char *s)
{
    const char *at = strchr(s, '@'), *dot = at != NULL ? strrchr(at, '.') : NULL;
    for (const char *c = s; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || strchr("<>()[]\\,;:\"", *c) != NULL || (*c == '@' && c != at))
            return false;
    return dot != NULL && at > s && dot > at + 1 && dot[1] != '\0';
}

static const char *read_contact(struct manifest_reading *r, const char *contact, const struct yaml_node *value)
{
    if (contact == NULL || *contact == '\0')
        return NULL;
    if (!is_mail(contact))
        manifest_fault(r, MSG_BOOK_MAIL, manifest_place(value, "contact"), contact, NULL);
    return contact;
}

static void read_metadata(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_metadata raw = {0};
    struct manifest *m = r->m;
    if (value->kind != YAML_MAP) {
        manifest_fault(r, MSG_YAML_WRONG_TYPE, value->pos, "metadata", diag_word(WORD_A_MAP));
        return;
    }
    manifest_fill(r, value, &metadata_schema, &raw);
    check_claim(r, &raw, value);
    m->metadata.identifier = raw.identifier;
    m->metadata.publisher = raw.publisher;
    m->metadata.rights = raw.rights;
    m->metadata.description = raw.description;
    m->metadata.subjects = manifest_strings(r->a, &raw.subjects);
    m->metadata.series = raw.series;
    m->metadata.series_number = raw.series_number;
    m->metadata.conformance = conformance_claims[raw.conformance];
    m->metadata.certifier = raw.certifier;
    m->metadata.certifier_report = raw.report;
    m->metadata.contact = read_contact(r, raw.contact, value);
    read_creators(r, raw.creators);
}

/* ---- fonts ---- */

static const char *const fonts_words[] = {"embed", "none", NULL};
static const struct yaml_key fonts_keys[] = {{"fonts", YT_ENUM, false, 0, fonts_words},
                                             {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema fonts_schema = {fonts_keys, sizeof(int), -1, -1};

static void read_fonts(struct manifest_reading *r, const struct yaml_node *value)
{
    int choice = 0;
    struct yaml_node only = *value, map = {.kind = YAML_MAP, .pos = value->pos, .first = &only};
    only.next = NULL;
    manifest_fill(r, &map, &fonts_schema, &choice);
    r->m->no_fonts = choice == 1;
}

const struct manifest_key manifest_metadata_keys[] = {{"metadata", read_metadata}, {"fonts", read_fonts}, {NULL, NULL}};
