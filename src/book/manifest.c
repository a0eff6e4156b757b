/* book.yaml becomes a struct manifest.
 *
 * The top keys of book.yaml and of a layout are disjoint, so both may stand in one file and be changed by --set. Here
 * they are parted: the layout's keys are handed on as they are (style/ checks them), the book's are filled by tables.
 * Keys with a structure of their own are read by manifest_*.c. All mistakes are reported before giving up.
 */
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "book/manifest_blocks.h"

/* ---- what book.yaml may hold ---- */

#define OWN_KEYS_MAX 48 /* keys with a reader of their own, in all tables */

struct raw {
    const char *name, *title, *subtitle, *language, *date, *handling, *layout, *names;
    struct {
        const char *name, *department, *logo;
    } issuer;
    struct {
        const char *name, *date, *time, *place, *chair;
    } meeting;
    int numbering, colour, notes, preset;
    bool qr;
    const struct yaml_node *front, *back, *chapters, *parts;
    const struct yaml_node *own[OWN_KEYS_MAX];
};

static const char *const numbering_words[] = {"arabic", "roman", "none", NULL};
static const char *const colour_words[] = {"auto", "none", NULL};
static const char *const notes_words[] = {"foot", "end", NULL};
static const char *const preset_words[] = {"archive", "press", "confidential", NULL}; /* enum preset */

#define TEXT(key, type, field)                                                                                         \
    {                                                                                                                  \
        key, YT_STRING, false, offsetof(type, field), NULL                                                             \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, YT_STRING, false, 0, NULL                                                                                \
    }

static const struct yaml_key issuer_keys[] = {TEXT("name", struct raw, issuer.name),
                                              TEXT("department", struct raw, issuer.department),
                                              TEXT("logo", struct raw, issuer.logo), END};
static const struct yaml_schema issuer_schema = {issuer_keys, 0, -1, -1};

static const struct yaml_key meeting_keys[] = {
    TEXT("name", struct raw, meeting.name),   TEXT("date", struct raw, meeting.date),
    TEXT("time", struct raw, meeting.time),   TEXT("place", struct raw, meeting.place),
    TEXT("chair", struct raw, meeting.chair), END};
static const struct yaml_schema meeting_schema = {meeting_keys, 0, -1, -1};

/* The maps of one place only are filled into `struct raw` itself: their offsets count from its start. */
static const struct yaml_key plain_keys[] = {
    TEXT("name", struct raw, name),
    TEXT("title", struct raw, title),
    TEXT("subtitle", struct raw, subtitle),
    TEXT("language", struct raw, language),
    TEXT("date", struct raw, date),
    {"issuer", YT_MAP, false, 0, &issuer_schema},
    TEXT("handling", struct raw, handling),
    {"meeting", YT_MAP, false, 0, &meeting_schema},
    TEXT("layout", struct raw, layout),
    {"numbering", YT_ENUM, false, offsetof(struct raw, numbering), numbering_words},
    {"qr", YT_BOOL, false, offsetof(struct raw, qr), NULL},
    {"colour", YT_ENUM, false, offsetof(struct raw, colour), colour_words},
    {"notes", YT_ENUM, false, offsetof(struct raw, notes), notes_words},
    {"preset", YT_ENUM, false, offsetof(struct raw, preset), preset_words},
    {"front", YT_NODE, false, offsetof(struct raw, front), NULL},
    {"back", YT_NODE, false, offsetof(struct raw, back), NULL},
    {"parts", YT_NODE, false, offsetof(struct raw, parts), NULL},
    {"chapters", YT_NODE, false, offsetof(struct raw, chapters), NULL},
    TEXT("names", struct raw, names),
    END};
#define PLAIN_KEYS (sizeof plain_keys / sizeof *plain_keys - 1)

/* The tables of keys that have readers of their own. */
static const struct manifest_key *const own_tables[] = {
    manifest_block_keys, manifest_index_keys, manifest_document_keys, manifest_print_keys, manifest_metadata_keys};
#define OWN_TABLES (sizeof own_tables / sizeof *own_tables)

/* All top keys of book.yaml as one table; the values of those with readers go to raw.own, in order. */
static const struct yaml_key *all_keys(struct arena *a)
{
    struct yaml_key *keys = arena_calloc(a, PLAIN_KEYS + OWN_KEYS_MAX + 1, sizeof *keys);
    size_t n = 0;
    memcpy(keys, plain_keys, PLAIN_KEYS * sizeof *keys);
    for (size_t t = 0; t < OWN_TABLES; t++)
        for (const struct manifest_key *k = own_tables[t]; k->key && n < OWN_KEYS_MAX; k++, n++)
            keys[PLAIN_KEYS + n] =
                (struct yaml_key){k->key, YT_NODE, false, offsetof(struct raw, own) + n * sizeof(void *), NULL};
    return keys;
}

/* Top keys of a layout; a test keeps the list equal to design_keys(). "extends" and "description" make sense only in a
 * file of layouts/. */
static const char *const layout_keys[] = {"page",    "text",     "ties",          "folio",  "head",   "foot",
                                          "opening", "contents", "index-columns", "cover",  "inks",   "rules",
                                          "list",    "block",    "qr-code",       "screen", "styles", NULL};

const char *const *manifest_layout_keys(void)
{
    return layout_keys;
}

/* ---- reading ---- */

/* Where mistakes of the command line are said to be, as yaml_set() does. */
static const struct srcpos set_place = {YAML_SET_PLACE, 0, 0};

static bool is_top_key(const struct yaml_key *keys, const char *word, size_t n)
{
    for (const struct yaml_key *k = keys; k->key; k++)
        if (strlen(k->key) == n && memcmp(k->key, word, n) == 0)
            return true;
    return false;
}

/* Moves the layout's keys out of the tree of book.yaml into one of their own. */
static struct yaml_node *take_layout(struct arena *a, struct yaml_node *root)
{
    struct yaml_node *layout = arena_alloc(a, sizeof *layout), **to = &layout->first;
    layout->kind = YAML_MAP;
    layout->pos = root->pos;
    for (struct yaml_node **link = &root->first; *link;) {
        struct yaml_node *node = *link;
        if (!manifest_is_one_of(node->key, strlen(node->key), layout_keys)) {
            link = &node->next;
            continue;
        }
        *link = node->next;
        node->next = NULL;
        *to = node;
        to = &node->next;
    }
    return layout;
}

/* The known top key nearest to that of a setting, or NULL. */
static const char *suggest_top(const struct yaml_key *keys, const char *word)
{
    const char *words[PLAIN_KEYS + OWN_KEYS_MAX + sizeof layout_keys / sizeof *layout_keys];
    size_t n = 0;
    for (const struct yaml_key *k = keys; k->key; k++)
        words[n++] = k->key;
    for (const char *const *k = layout_keys; *k; k++)
        words[n++] = *k;
    words[n] = NULL;
    return yaml_suggest(word, words);
}

static void apply_setting(struct manifest_reading *r, const struct yaml_key *keys, struct yaml_node *root,
                          struct yaml_node *layout, const struct setting *s)
{
    size_t n = strcspn(s->path, ".");
    bool of_layout = manifest_is_one_of(s->path, n, layout_keys);
    if (!of_layout && !is_top_key(keys, s->path, n)) {
        const char *like = suggest_top(keys, arena_strndup(r->a, s->path, n));
        manifest_fault(r, like ? MSG_BOOK_SETTING_LIKE : MSG_BOOK_SETTING, set_place, s->path, like);
        return;
    }
    if (yaml_set(r->a, of_layout ? layout : root, s->path, s->value) < 0)
        manifest_fault(r, MSG_BOOK_SETTING_PATH, set_place, s->path, NULL);
}

/* ---- values ---- */

/* Handling marks are set in capitals wherever they stand. */
static const char *in_capitals(struct arena *a, const char *s)
{
    struct buf out = BUF_INIT;
    size_t n = strlen(s);
    for (size_t i = 0; i < n;)
        buf_utf8(&out, utf8_upper(utf8_next(s, n, &i)));
    const char *capitals = utf8_nfc(a, out.p ? out.p : "", out.n, &n);
    buf_free(&out);
    return capitals;
}

static const char *read_name(struct manifest_reading *r, const char *name, struct srcpos pos)
{
    const char *slug = utf8_slug(r->a, name, strlen(name), 80);
    if (strcmp(slug, name) != 0 && pos.file)
        diag_add(r->d, MSG_BOOK_NAME, pos, name, slug, NULL);
    return slug;
}

static void take_values(struct manifest_reading *r, const struct raw *raw, const struct yaml_node *root)
{
    struct manifest *m = r->m;
    if (raw->name && *raw->name)
        m->name = read_name(r, raw->name, manifest_place(root, "name"));
    m->title = raw->title;
    m->subtitle = raw->subtitle;
    m->language = manifest_language(r, raw->language, manifest_place(root, "language"));
    if (raw->date)
        manifest_check_date(r, raw->date, manifest_place(root, "date"), &m->date);
    m->issuer.name = raw->issuer.name;
    m->issuer.department = raw->issuer.department;
    m->issuer.logo = raw->issuer.logo;
    m->issuer.logo_pos = manifest_place(yaml_lookup(root, "issuer"), "logo");
    m->handling = raw->handling && *raw->handling ? in_capitals(r->a, raw->handling) : NULL;
    m->meeting.name = raw->meeting.name;
    m->meeting.date = raw->meeting.date;
    m->meeting.time = raw->meeting.time;
    m->meeting.place = raw->meeting.place;
    m->meeting.chair = raw->meeting.chair;
    m->layout = raw->layout;
    m->layout_pos = manifest_place(root, "layout");
    m->numbering = (enum numbering)raw->numbering;
    m->qr = raw->qr;
    m->colour = raw->colour == 0;
    m->preset = (enum preset)raw->preset;
    m->end_notes = raw->notes == 1;
    if (raw->names && *raw->names)
        m->names = manifest_names(r, raw->names, manifest_place(root, "names"));
    manifest_read_matter(r, raw->front, raw->back);
}

static void take_own_keys(struct manifest_reading *r, const struct raw *raw)
{
    size_t n = 0;
    for (size_t t = 0; t < OWN_TABLES; t++)
        for (const struct manifest_key *k = own_tables[t]; k->key && n < OWN_KEYS_MAX; k++, n++)
            if (raw->own[n] && (raw->own[n]->kind != YAML_SCALAR || raw->own[n]->scalar[0]))
                k->read(r, raw->own[n]);
}

/* Applies the settings, fills the manifest from the tree. With `files` the chapters are those, not the tree's. */
static void make(struct manifest_reading *r, struct yaml_node *root, struct settings settings, bool has_files)
{
    struct raw raw = {.qr = true};
    const struct yaml_key *keys = all_keys(r->a);
    const struct yaml_schema schema = {keys, sizeof raw, -1, -1};
    struct yaml_node *layout = take_layout(r->a, root);
    for (size_t i = 0; i < settings.n; i++)
        apply_setting(r, keys, root, layout, &settings.items[i]);
    manifest_fill(r, root, &schema, &raw);
    manifest_print_defaults(r->m);
    take_values(r, &raw, root);
    take_own_keys(r, &raw);
    if (!has_files)
        manifest_read_parts(r, root);
    manifest_check_blocks(r);
    r->m->layout_overrides = layout->first ? layout : NULL;
    r->m->faults = r->faults;
}

struct manifest *manifest_read(struct arena *a, const struct manifest_file *from, struct settings settings,
                               struct diag *d)
{
    struct yaml_node *root = yaml_read(a, from->file, from->bytes, from->n, d);
    if (!root)
        return NULL;
    if (root->kind != YAML_MAP) {
        diag_add(d, MSG_BOOK_NO_CHAPTERS, root->pos, NULL);
        return NULL;
    }
    struct manifest *m = arena_alloc(a, sizeof *m);
    m->file = from->file;
    m->folder = from->folder;
    struct manifest_reading r = {a, d, m, 0};
    make(&r, root, settings, false);
    return m;
}

struct manifest *manifest_default(struct arena *a, const char *const *files, size_t n_files, const char *name_from,
                                  struct settings settings, struct diag *d)
{
    struct manifest *m = arena_alloc(a, sizeof *m);
    struct yaml_node *root = arena_alloc(a, sizeof *root);
    root->kind = YAML_MAP;
    m->folder = ".";
    m->parts = arena_calloc(a, 1, sizeof *m->parts);
    m->n_parts = 1;
    m->parts[0].chapters = arena_calloc(a, n_files + 1, sizeof *m->parts[0].chapters);
    for (size_t i = 0; i < n_files; i++)
        m->parts[0].chapters[m->parts[0].n_chapters++] =
            (struct manifest_chapter){.pos = {files[i], 0, 0}, .file = files[i]};
    struct manifest_reading r = {a, d, m, 0};
    make(&r, root, settings, true);
    if (!m->name) {
        const char *stem = path_stem(a, name_from);
        m->name = utf8_slug(a, stem, strlen(stem), 80);
    }
    return m;
}
