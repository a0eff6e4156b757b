/* book.yaml becomes a struct manifest.
 *
 * The top keys of book.yaml and of a layout are disjoint, so both may stand in one file and be changed by --set. Here
 * they are parted: the layout's keys are handed on as they are (style/ checks them), the book's are filled by tables.
 * All mistakes are reported before giving up.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "book/book.h"
#include "lang/data.h"
#include "lang/dates.h"

/* ---- what book.yaml may hold ---- */

struct raw_chapter {
    struct srcpos pos;
    const char *file, *title, *short_title, *summary, *date, *lang;
    struct yaml_array tags;
    bool omit;
    int split;
};

struct raw_part {
    struct srcpos pos;
    const char *title;
    struct yaml_node *chapters;
};

struct raw_matter {
    struct srcpos pos;
    const char *file, *title;
};

struct raw_metadata {
    const char *identifier, *publisher, *rights, *description;
    struct yaml_array creators;
};

struct raw {
    const char *name, *title, *subtitle, *language, *date, *handling, *layout, *names;
    struct {
        const char *name, *department, *logo;
    } issuer;
    struct {
        const char *name, *date, *time, *place, *chair;
    } meeting;
    int numbering, colour;
    bool qr;
    struct yaml_node *front, *back, *chapters;
    struct yaml_array parts;
    struct raw_metadata metadata;
};

static const char *const numbering_words[] = {"arabic", "roman", "none", NULL};
static const char *const colour_words[] = {"auto", "none", NULL};
static const char *const split_words[] = {"none", "h1", "spine", NULL}; /* EPUB: spine also for none */

#define TEXT(key, type, field)                                                                                         \
    {                                                                                                                  \
        key, YT_STRING, false, offsetof(type, field), NULL                                                             \
    }
#define END                                                                                                            \
    {                                                                                                                  \
        NULL, YT_STRING, false, 0, NULL                                                                                \
    }

static const struct yaml_key chapter_keys[] = {
    {"file", YT_STRING, true, offsetof(struct raw_chapter, file), NULL},
    TEXT("title", struct raw_chapter, title),
    TEXT("short", struct raw_chapter, short_title),
    TEXT("summary", struct raw_chapter, summary),
    TEXT("date", struct raw_chapter, date),
    TEXT("lang", struct raw_chapter, lang),
    {"tags", YT_STRINGS, false, offsetof(struct raw_chapter, tags), NULL},
    {"omit", YT_BOOL, false, offsetof(struct raw_chapter, omit), NULL},
    {"split", YT_ENUM, false, offsetof(struct raw_chapter, split), split_words},
    END};
static const struct yaml_schema chapter_schema = {chapter_keys, sizeof(struct raw_chapter),
                                                  offsetof(struct raw_chapter, pos), -1};

static const struct yaml_key part_keys[] = {{"title", YT_STRING, true, offsetof(struct raw_part, title), NULL},
                                            {"chapters", YT_NODE, true, offsetof(struct raw_part, chapters), NULL},
                                            END};
static const struct yaml_schema part_schema = {part_keys, sizeof(struct raw_part), offsetof(struct raw_part, pos), -1};

static const struct yaml_key matter_keys[] = {
    {"file", YT_STRING, true, offsetof(struct raw_matter, file), NULL}, TEXT("title", struct raw_matter, title), END};
static const struct yaml_schema matter_schema = {matter_keys, sizeof(struct raw_matter),
                                                 offsetof(struct raw_matter, pos), -1};

static const struct yaml_key issuer_keys[] = {TEXT("name", struct raw, issuer.name),
                                              TEXT("department", struct raw, issuer.department),
                                              TEXT("logo", struct raw, issuer.logo), END};
static const struct yaml_schema issuer_schema = {issuer_keys, 0, -1, -1};

static const struct yaml_key meeting_keys[] = {
    TEXT("name", struct raw, meeting.name),   TEXT("date", struct raw, meeting.date),
    TEXT("time", struct raw, meeting.time),   TEXT("place", struct raw, meeting.place),
    TEXT("chair", struct raw, meeting.chair), END};
static const struct yaml_schema meeting_schema = {meeting_keys, 0, -1, -1};

static const struct yaml_key metadata_keys[] = {
    TEXT("identifier", struct raw, metadata.identifier),
    TEXT("publisher", struct raw, metadata.publisher),
    TEXT("rights", struct raw, metadata.rights),
    TEXT("description", struct raw, metadata.description),
    {"creators", YT_STRINGS, false, offsetof(struct raw, metadata.creators), NULL},
    END};
static const struct yaml_schema metadata_schema = {metadata_keys, 0, -1, -1};

/* The maps of one place only are filled into `struct raw` itself: their offsets count from its start. */
static const struct yaml_key top_keys[] = {
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
    {"front", YT_NODE, false, offsetof(struct raw, front), NULL},
    {"back", YT_NODE, false, offsetof(struct raw, back), NULL},
    {"parts", YT_LIST, false, offsetof(struct raw, parts), &part_schema},
    {"chapters", YT_NODE, false, offsetof(struct raw, chapters), NULL},
    TEXT("names", struct raw, names),
    {"metadata", YT_MAP, false, 0, &metadata_schema},
    END};
static const struct yaml_schema top_schema = {top_keys, sizeof(struct raw), -1, -1};

/* Top keys of a layout; a test keeps the list equal to design_keys(). "extends" and "description" make sense only in a
 * file of layouts/. */
static const char *const layout_keys[] = {"page",     "text",          "folio",  "head", "foot",  "opening",
                                          "contents", "index-columns", "cover",  "inks", "rules", "list",
                                          "block",    "qr-code",       "styles", NULL};

const char *const *manifest_layout_keys(void)
{
    return layout_keys;
}

/* ---- reading ---- */

/* Where mistakes of the command line are said to be, as yaml_set() does. */
static const struct srcpos set_place = {YAML_SET_PLACE, 0, 0};

struct reading {
    struct arena *a;
    struct diag *d;
    struct manifest *m;
    int faults;
};

static void fault(struct reading *r, enum msg id, struct srcpos pos, const char *arg, const char *arg2)
{
    diag_add(r->d, id, pos, arg ? arg : "", arg2 ? arg2 : "", NULL);
    r->faults++;
}

static bool is_one_of(const char *word, size_t n, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == n && memcmp(*words, word, n) == 0)
            return true;
    return false;
}

static bool is_top_key(const char *word, size_t n)
{
    for (const struct yaml_key *k = top_keys; k->key; k++)
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
        if (!is_one_of(node->key, strlen(node->key), layout_keys)) {
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
static const char *suggest_top(const char *word)
{
    const char *words[sizeof top_keys / sizeof *top_keys + sizeof layout_keys / sizeof *layout_keys];
    size_t n = 0;
    for (const struct yaml_key *k = top_keys; k->key; k++)
        words[n++] = k->key;
    for (const char *const *k = layout_keys; *k; k++)
        words[n++] = *k;
    words[n] = NULL;
    return yaml_suggest(word, words);
}

static void apply_setting(struct reading *r, struct yaml_node *root, struct yaml_node *layout, const struct setting *s)
{
    size_t n = strcspn(s->path, ".");
    bool of_layout = is_one_of(s->path, n, layout_keys);
    if (!of_layout && !is_top_key(s->path, n)) {
        const char *like = suggest_top(arena_strndup(r->a, s->path, n));
        fault(r, like ? MSG_BOOK_SETTING_LIKE : MSG_BOOK_SETTING, set_place, s->path, like);
        return;
    }
    if (yaml_set(r->a, of_layout ? layout : root, s->path, s->value) < 0)
        fault(r, MSG_BOOK_SETTING_PATH, set_place, s->path, NULL);
}

/* ---- values ---- */

static struct srcpos place_of(const struct yaml_node *root, const char *key)
{
    const struct yaml_node *node = root ? yaml_lookup(root, key) : NULL;
    return node ? node->pos : DIAG_NOWHERE;
}

/* A date in ISO form or as people write it; nothing else may stand beside it. */
static bool read_date(const char *s, struct doc_date *out)
{
    size_t start, end;
    return doc_date_parse(s, out) || (date_find(s, strlen(s), out, &start, &end) && start == 0 && end == strlen(s));
}

bool manifest_date(const char *s, struct doc_date *out)
{
    return read_date(s, out);
}

static bool is_language_code(const char *s)
{
    size_t n = strlen(s);
    if (n < 2 || n > 35)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i < 2 || !(c == '-' || (c >= '0' && c <= '9'))))
            return false;
    }
    return s[n - 1] != '-';
}

static const char *read_language(struct reading *r, const char *s, struct srcpos pos)
{
    if (!s || !*s)
        return NULL;
    if (!is_language_code(s))
        fault(r, MSG_BOOK_LANGUAGE, pos, s, NULL);
    else if (!data_has_language(s))
        diag_add(r->d, MSG_BOOK_LANGUAGE_WORDS, pos, s, NULL);
    return s;
}

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

static const char *const *read_strings(struct arena *a, const struct yaml_array *array)
{
    if (array->n == 0)
        return NULL;
    const char **list = arena_calloc(a, array->n + 1, sizeof *list);
    memcpy(list, array->items, array->n * sizeof *list);
    return list;
}

/* The file of names: one a line, "#" begins a comment. */
static const char *const *read_names(struct reading *r, const char *file, struct srcpos pos)
{
    char *bytes;
    size_t n, n_bytes;
    if (file_read(path_join(r->a, r->m->folder, file), (size_t)4 << 20, &bytes, &n_bytes, r->d, pos) < 0) {
        r->faults++;
        return NULL;
    }
    const char *text = utf8_nfc(r->a, bytes, n_bytes, &n);
    free(bytes);
    size_t count = 1, used = 0;
    for (size_t i = 0; i < n; i++)
        count += text[i] == '\n';
    const char **names = arena_calloc(r->a, count + 1, sizeof *names);
    for (const char *line = text; line < text + n;) {
        size_t length = strcspn(line, "\r\n"), end = strcspn(line, "\r\n#");
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t'))
            end--;
        size_t begin = strspn(line, " \t");
        if (begin < end)
            names[used++] = arena_strndup(r->a, line + begin, end - begin);
        line += length + strspn(line + length, "\r\n");
    }
    return names;
}

/* ---- chapters and matter ---- */

static void take_chapter(struct reading *r, const struct raw_chapter *raw, struct manifest_chapter *out)
{
    struct doc_date date;
    *out = (struct manifest_chapter){.pos = raw->pos,
                                     .file = raw->file,
                                     .title = raw->title,
                                     .short_title = raw->short_title,
                                     .summary = raw->summary,
                                     .date = raw->date,
                                     .lang = read_language(r, raw->lang, raw->pos),
                                     .omit = raw->omit,
                                     .split_h1 = raw->split == 1};
    if (raw->date && !read_date(raw->date, &date))
        fault(r, MSG_BOOK_DATE, raw->pos, raw->date, NULL);
}

static void read_chapters(struct reading *r, const struct yaml_node *list, struct manifest_part *part)
{
    size_t count = 0;
    if (list->kind != YAML_LIST) {
        if (list->kind != YAML_SCALAR || list->scalar[0])
            fault(r, MSG_YAML_WRONG_TYPE, list->pos, "chapters", diag_word(WORD_A_LIST));
        return;
    }
    for (const struct yaml_node *node = list->first; node; node = node->next)
        count++;
    part->chapters = arena_calloc(r->a, count + 1, sizeof *part->chapters);
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        struct raw_chapter raw = {.pos = node->pos};
        if (node->kind == YAML_SCALAR && node->scalar[0]) {
            raw.file = node->scalar;
        } else if (node->kind == YAML_MAP) {
            int faults = yaml_fill(node, &chapter_schema, &raw, 0, r->a, r->d);
            const struct yaml_node *file = yaml_lookup(node, "file");
            r->faults += faults;
            raw.pos = file ? file->pos : node->pos;
            if (faults)
                continue;
        } else {
            fault(r, MSG_BOOK_CHAPTER_SHAPE, node->pos, NULL, NULL);
            continue;
        }
        struct manifest_chapter chapter;
        take_chapter(r, &raw, &chapter);
        if (!chapter.omit)
            part->chapters[part->n_chapters++] = chapter;
    }
}

static void read_parts(struct reading *r, const struct raw *raw, const struct yaml_node *root)
{
    const struct raw_part *parts = raw->parts.items;
    size_t n = raw->parts.n, chapters = 0;
    if (n > 0 && raw->chapters) {
        fault(r, MSG_BOOK_BOTH_LISTS, yaml_lookup(root, "chapters")->key_pos, NULL, NULL);
        return;
    }
    r->m->parts = arena_calloc(r->a, n + 1, sizeof *r->m->parts);
    if (raw->chapters) {
        read_chapters(r, raw->chapters, &r->m->parts[r->m->n_parts++]);
    } else {
        for (size_t i = 0; i < n; i++) {
            struct manifest_part *part = &r->m->parts[r->m->n_parts++];
            part->pos = parts[i].pos;
            part->title = parts[i].title;
            if (parts[i].chapters)
                read_chapters(r, parts[i].chapters, part);
        }
    }
    for (size_t i = 0; i < r->m->n_parts; i++)
        chapters += r->m->parts[i].n_chapters;
    if (chapters == 0 && r->faults == 0)
        fault(r, MSG_BOOK_NO_CHAPTERS, root->pos, NULL, NULL);
}

static const char *const matter_kinds[] = {"cover", "contents", "sources", NULL};

static void check_matter_kind(struct reading *r, const struct yaml_node *node, const struct manifest_matter *before,
                              size_t n)
{
    if (!is_one_of(node->scalar, strlen(node->scalar), matter_kinds))
        fault(r, MSG_BOOK_MATTER_UNKNOWN, node->pos, node->scalar, "cover, contents, sources");
    for (size_t i = 0; i < n; i++)
        if (strcmp(before[i].kind, node->scalar) == 0) {
            fault(r, MSG_BOOK_MATTER_TWICE, node->pos, node->scalar, NULL);
            break;
        }
}

/* A list of page names and of files of the user's own; a single word counts as a list of one. */
static void read_matter(struct reading *r, struct yaml_node *list, const char *key, struct manifest_matter **out,
                        size_t *n)
{
    size_t count = 0;
    struct yaml_node *first = list->kind == YAML_LIST ? list->first : list;
    for (const struct yaml_node *node = first; node; node = node->next)
        count++;
    *out = arena_calloc(r->a, count + 1, sizeof **out);
    *n = 0;
    for (struct yaml_node *node = first; node; node = list->kind == YAML_LIST ? node->next : NULL) {
        struct manifest_matter *m = &(*out)[*n];
        struct raw_matter raw = {.pos = node->pos};
        if (node->kind == YAML_SCALAR && (node->scalar[0] || list->kind == YAML_LIST)) {
            check_matter_kind(r, node, *out, *n);
            m->kind = node->scalar;
        } else if (node->kind == YAML_MAP) {
            r->faults += yaml_fill(node, &matter_schema, &raw, 0, r->a, r->d);
            m->kind = "file";
            m->file = raw.file;
            m->title = raw.title;
        } else if (node->kind != YAML_SCALAR) {
            fault(r, MSG_BOOK_MATTER_SHAPE, node->pos, key, "cover, contents, sources");
        } else {
            continue;
        }
        m->pos = node->pos;
        (*n)++;
    }
}

static void default_matter(struct reading *r)
{
    static const char *const front[] = {"cover", "contents"};
    if (!r->m->front) {
        r->m->front = arena_calloc(r->a, 2, sizeof *r->m->front);
        for (r->m->n_front = 0; r->m->n_front < 2; r->m->n_front++)
            r->m->front[r->m->n_front].kind = front[r->m->n_front];
    }
    if (!r->m->back) {
        r->m->back = arena_calloc(r->a, 1, sizeof *r->m->back);
        r->m->back[0].kind = "sources";
        r->m->n_back = 1;
    }
}

/* ---- the whole ---- */

static const char *read_name(struct reading *r, const char *name, struct srcpos pos)
{
    const char *slug = utf8_slug(r->a, name, strlen(name), 80);
    if (strcmp(slug, name) != 0 && pos.file)
        diag_add(r->d, MSG_BOOK_NAME, pos, name, slug, NULL);
    return slug;
}

static void take_values(struct reading *r, const struct raw *raw, const struct yaml_node *root)
{
    struct manifest *m = r->m;
    if (raw->name && *raw->name)
        m->name = read_name(r, raw->name, place_of(root, "name"));
    m->title = raw->title;
    m->subtitle = raw->subtitle;
    m->language = read_language(r, raw->language, place_of(root, "language"));
    if (raw->date && !read_date(raw->date, &m->date))
        fault(r, MSG_BOOK_DATE, place_of(root, "date"), raw->date, NULL);
    m->issuer.name = raw->issuer.name;
    m->issuer.department = raw->issuer.department;
    m->issuer.logo = raw->issuer.logo;
    if (raw->issuer.logo && *raw->issuer.logo)
        diag_add(r->d, MSG_BOOK_LOGO, place_of(yaml_lookup(root, "issuer"), "logo"), NULL);
    m->handling = raw->handling && *raw->handling ? in_capitals(r->a, raw->handling) : NULL;
    m->meeting.name = raw->meeting.name;
    m->meeting.date = raw->meeting.date;
    m->meeting.time = raw->meeting.time;
    m->meeting.place = raw->meeting.place;
    m->meeting.chair = raw->meeting.chair;
    m->layout = raw->layout;
    m->numbering = (enum numbering)raw->numbering;
    m->qr = raw->qr;
    m->colour = raw->colour == 0;
    m->metadata.identifier = raw->metadata.identifier;
    m->metadata.publisher = raw->metadata.publisher;
    m->metadata.rights = raw->metadata.rights;
    m->metadata.description = raw->metadata.description;
    m->metadata.creators = read_strings(r->a, &raw->metadata.creators);
    if (raw->names && *raw->names)
        m->names = read_names(r, raw->names, place_of(root, "names"));
    if (raw->front)
        read_matter(r, raw->front, "front", &m->front, &m->n_front);
    if (raw->back)
        read_matter(r, raw->back, "back", &m->back, &m->n_back);
    default_matter(r);
}

/* Applies the settings, fills the manifest from the tree. With `files` the chapters are those, not the tree's. */
static struct manifest *make(struct reading *r, struct yaml_node *root, const struct setting *settings,
                             size_t n_settings, bool has_files)
{
    struct raw raw = {.qr = true};
    struct yaml_node *layout = take_layout(r->a, root);
    for (size_t i = 0; i < n_settings; i++)
        apply_setting(r, root, layout, &settings[i]);
    r->faults += yaml_fill(root, &top_schema, &raw, 0, r->a, r->d);
    take_values(r, &raw, root);
    if (!has_files)
        read_parts(r, &raw, root);
    r->m->layout_overrides = layout->first ? layout : NULL;
    return r->faults ? NULL : r->m;
}

struct manifest *manifest_read(struct arena *a, const char *file, const char *folder, const char *bytes, size_t n,
                               const struct setting *settings, size_t n_settings, struct diag *d)
{
    struct yaml_node *root = yaml_read(a, file, bytes, n, d);
    if (!root)
        return NULL;
    if (root->kind != YAML_MAP) {
        diag_add(d, MSG_BOOK_NO_CHAPTERS, root->pos, NULL);
        return NULL;
    }
    struct manifest *m = arena_alloc(a, sizeof *m);
    m->file = file;
    m->folder = folder;
    struct reading r = {a, d, m, 0};
    return make(&r, root, settings, n_settings, false);
}

struct manifest *manifest_default(struct arena *a, const char *const *files, size_t n_files, const char *name_from,
                                  const struct setting *settings, size_t n_settings, struct diag *d)
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
    struct reading r = {a, d, m, 0};
    if (!make(&r, root, settings, n_settings, true))
        return NULL;
    if (!m->name) {
        const char *stem = path_stem(a, name_from);
        m->name = utf8_slug(a, stem, strlen(stem), 80);
    }
    return m;
}
