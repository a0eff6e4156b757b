/* Reading fonts/NAME.yaml. All descriptions are read and checked before anything is looked for. */
#include "font/family.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#define DESCRIPTION_MAX_BYTES 65536
#define SCALE_MIN 100
#define SCALE_MAX 3000

static const struct yaml_key face_keys[] = {
    {"file", YT_STRING, true, offsetof(struct face, file), NULL},
    {"weight", YT_INT, true, offsetof(struct face, weight), NULL},
    {"italic", YT_BOOL, false, offsetof(struct face, italic), NULL},
    {0},
};
static const struct yaml_schema face_schema = {face_keys, sizeof(struct face), offsetof(struct face, pos), -1};

static const struct yaml_key fallback_keys[] = {
    {"family", YT_STRING, true, offsetof(struct fallback, name), NULL},
    {"scale", YT_INT, false, offsetof(struct fallback, scale), NULL},
    {0},
};
static const struct yaml_schema fallback_schema = {fallback_keys, sizeof(struct fallback),
                                                   offsetof(struct fallback, pos), -1};

static const struct yaml_key family_keys[] = {
    {"family", YT_STRING, true, offsetof(struct family, name), NULL},
    {"role", YT_STRING, true, offsetof(struct family, role), NULL},
    {"serif", YT_BOOL, false, offsetof(struct family, serif), NULL},
    {"package", YT_STRING, true, offsetof(struct family, package), NULL},
    {"folders", YT_STRINGS, true, offsetof(struct family, folders), NULL},
    {"faces", YT_LIST, true, offsetof(struct family, faces), &face_schema},
    {"fallback", YT_LIST, false, offsetof(struct family, fallbacks), &fallback_schema},
    {0},
};
static const struct yaml_schema family_schema = {family_keys, sizeof(struct family), offsetof(struct family, pos), -1};

/* Names of the descriptions in `dir`, sorted by bytes so that no locale changes their order. */
struct names {
    char **items;
    size_t n, cap;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_description(const char *name)
{
    size_t n = strlen(name);

    return name[0] != '.' && n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

static int list_descriptions(const char *dir, struct arena *a, struct names *out, struct diag *d)
{
    DIR *handle = opendir(dir);

    if (!handle) {
        diag_add(d, MSG_FONT_FOLDER, (struct srcpos){dir, 0, 0}, diag_errno(errno), NULL);
        return -1;
    }
    for (const struct dirent *e; (e = readdir(handle)) != NULL;) {
        if (!is_description(e->d_name))
            continue;
        void *items = out->items;
        mem_grow(&items, &out->cap, out->n + 1, sizeof *out->items);
        out->items = items;
        out->items[out->n++] = path_join(a, dir, e->d_name);
    }
    closedir(handle);
    if (out->n > 0)
        qsort(out->items, out->n, sizeof *out->items, compare_names);
    else
        diag_add(d, MSG_FONT_NO_FAMILIES, (struct srcpos){dir, 0, 0}, NULL);
    return out->n > 0 ? 0 : -1;
}

static bool in_range(const char *what, int64_t v, int64_t min, int64_t max, struct srcpos pos, struct diag *d)
{
    char low[24], high[24];

    if (v >= min && v <= max)
        return true;
    snprintf(low, sizeof low, "%lld", (long long)min);
    snprintf(high, sizeof high, "%lld", (long long)max);
    diag_add(d, MSG_FONT_NUMBER, pos, what, low, high, NULL);
    return false;
}

/* Checks what the tables cannot say, and fills in what was left out. */
static bool check_family(struct family *f, struct diag *d)
{
    struct face *faces = f->faces.items;
    struct fallback *fallbacks = f->fallbacks.items;
    bool ok = f->faces.n > 0;

    if (!ok)
        diag_add(d, MSG_FONT_NO_FACES, f->pos, f->name, NULL);
    for (size_t i = 0; i < f->faces.n; i++)
        ok &= in_range("weight", faces[i].weight, 1, 1000, faces[i].pos, d);
    for (size_t i = 0; i < f->fallbacks.n; i++) {
        if (fallbacks[i].scale == 0)
            fallbacks[i].scale = 1000;
        ok &= in_range("scale", fallbacks[i].scale, SCALE_MIN, SCALE_MAX, fallbacks[i].pos, d);
    }
    return ok;
}

static struct family *read_family(struct arena *a, const char *path, struct diag *d)
{
    char *bytes;
    size_t n;

    if (file_read(path, DESCRIPTION_MAX_BYTES, &bytes, &n, d, DIAG_NOWHERE) < 0)
        return NULL;
    struct yaml_node *root = yaml_read(a, path, bytes, n, d);
    free(bytes);
    if (!root)
        return NULL;
    struct family *f = arena_alloc(a, sizeof *f);
    if (yaml_fill(root, &family_schema, f, 0, a, d) > 0 || !check_family(f, d))
        return NULL;
    return f;
}

/* Ties the fallbacks to their families and numbers the faces. */
static bool link_families(struct arena *a, struct family *all, struct diag *d)
{
    uint32_t serial = 0;
    bool ok = true;

    for (struct family *f = all; f; f = f->next) {
        struct face *faces = f->faces.items;
        struct fallback *fallbacks = f->fallbacks.items;
        for (size_t i = 0; i < f->faces.n; i++)
            faces[i].serial = serial++;
        for (size_t i = 0; i < f->fallbacks.n; i++) {
            fallbacks[i].family = families_lookup(all, fallbacks[i].name);
            if (fallbacks[i].family)
                continue;
            ok = false;
            diag_add(d, MSG_FONT_FALLBACK_UNKNOWN, fallbacks[i].pos, fallbacks[i].name, families_names(a, all), NULL);
        }
    }
    return ok;
}

struct family *families_read(struct arena *a, const char *dir, struct diag *d)
{
    struct names names = {0};
    struct family *all = NULL, **tail = &all;
    bool ok = list_descriptions(dir, a, &names, d) == 0;

    for (size_t i = 0; i < names.n; i++) {
        struct family *f = read_family(a, names.items[i], d);
        if (!f) {
            ok = false;
        } else if (families_lookup(all, f->name)) {
            diag_add(d, MSG_FONT_TWICE, f->pos, f->name, NULL);
            ok = false;
        } else {
            *tail = f;
            tail = &f->next;
        }
    }
    free(names.items);
    /* A family that could not be read would be reported again by each fallback that names it. */
    return ok && link_families(a, all, d) ? all : NULL;
}

struct family *families_lookup(struct family *all, const char *name)
{
    for (struct family *f = all; f; f = f->next)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

const char *families_names(struct arena *a, const struct family *all)
{
    struct buf b = BUF_INIT;

    for (const struct family *f = all; f; f = f->next) {
        if (b.n > 0)
            buf_puts(&b, ", ");
        buf_puts(&b, f->name);
    }
    char *names = arena_strndup(a, buf_str(&b), b.n);
    buf_free(&b);
    return names;
}
