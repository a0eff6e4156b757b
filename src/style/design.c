/* Layouts: finding the file, laying it upon those that it extends, checking the result.
 *
 * Inheritance works on the YAML, not on the filled structs: so a derived layout may change one number of one style,
 * and messages point to the file where the number stands.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "style/design.h"
#include "style/design_fill.h"

#define MAX_LAYOUT_BYTES ((size_t)1 << 20)
#define MAX_EXTENDS 16
#define SUFFIX ".yaml"

static bool has_suffix(const char *s)
{
    size_t n = strlen(s), k = strlen(SUFFIX);
    return n > k && strcmp(s + n - k, SUFFIX) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the layouts in `dir`, sorted; returns their number. */
static size_t list_names(struct arena *a, const char *dir, const char ***names)
{
    size_t n = 0, room = 64;
    const char **list = arena_calloc(a, room, sizeof *list);
    DIR *folder = opendir(dir);
    for (struct dirent *e; folder && (e = readdir(folder)) != NULL && n < room;)
        if (e->d_name[0] != '.' && has_suffix(e->d_name))
            list[n++] = arena_strndup(a, e->d_name, strlen(e->d_name) - strlen(SUFFIX));
    if (folder)
        closedir(folder);
    qsort(list, n, sizeof *list, compare_names);
    *names = list;
    return n;
}

static void report_unknown(struct arena *a, const char *dir, const char *name, struct srcpos pos, struct diag *d)
{
    const char **names;
    size_t n = list_names(a, dir, &names);
    struct buf all = BUF_INIT;
    if (n == 0) {
        diag_add(d, MSG_LAYOUTS_NONE, DIAG_NOWHERE, dir, NULL);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_puts(&all, ", ");
        buf_puts(&all, names[i]);
    }
    diag_add(d, MSG_LAYOUT_UNKNOWN, pos, name, buf_str(&all), NULL);
    buf_free(&all);
}

/* Path of the layout `name`; a name with a '/' or ending in .yaml is a path already, else it must be one of `dir`'s.
 * NULL when there is none. */
static const char *find_file(struct arena *a, const char *dir, const char *name)
{
    if (strchr(name, '/') || has_suffix(name))
        return name;
    const char **names;
    size_t n = list_names(a, dir, &names);
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return path_join(a, dir, arena_printf(a, "%s" SUFFIX, name));
    return NULL;
}

static struct yaml_node *read_file(struct arena *a, const char *path, struct diag *d)
{
    char *bytes;
    size_t n;
    if (file_read(path, MAX_LAYOUT_BYTES, &bytes, &n, d, (struct srcpos){path, 0, 0}) < 0)
        return NULL;
    struct yaml_node *root = yaml_read(a, arena_strdup(a, path), bytes, n, d);
    free(bytes);
    if (root && root->kind != YAML_MAP) {
        diag_add(d, MSG_YAML_WRONG_TYPE, root->pos, path, diag_word(WORD_A_MAP), NULL);
        return NULL;
    }
    return root;
}

/* The layouts on the way from the asked one to the one that extends nothing. */
struct chain {
    const char *files[MAX_EXTENDS];
    struct yaml_node *roots[MAX_EXTENDS];
    int n;
};

/* A layout file of the user's own may extend a file beside it. */
static const char *resolve_extends(struct arena *a, const char *dir, const char *from, const char *name)
{
    if (strchr(name, '/') || has_suffix(name))
        return path_join(a, path_dir(a, from), name);
    return find_file(a, dir, name);
}

static int read_chain(struct arena *a, const char *dir, const char *file, struct chain *c, struct diag *d)
{
    c->n = 0;
    while (file) {
        struct yaml_node *root = read_file(a, file, d);
        if (!root)
            return -1;
        c->files[c->n] = file;
        c->roots[c->n++] = root;
        const struct yaml_node *up = yaml_lookup(root, "extends");
        if (!up || up->kind != YAML_SCALAR)
            return 0;
        file = resolve_extends(a, dir, file, up->scalar);
        if (!file) {
            report_unknown(a, dir, up->scalar, up->pos, d);
            return -1;
        }
        bool seen = c->n == MAX_EXTENDS;
        for (int i = 0; i < c->n; i++)
            seen = seen || strcmp(c->files[i], file) == 0;
        if (seen) {
            diag_add(d, MSG_LAYOUT_LOOP, up->pos, up->scalar, NULL);
            return -1;
        }
    }
    return 0;
}

static struct yaml_node *merge_chain(struct arena *a, const struct chain *c)
{
    struct yaml_node *root = c->roots[c->n - 1];
    for (int i = c->n - 2; i >= 0; i--)
        root = yaml_merge(a, root, c->roots[i]);
    return root;
}

struct design *design_read(struct arena *a, const char *dir, const char *name, struct srcpos named,
                           struct yaml_node *overrides, struct diag *d)
{
    struct chain chain;
    const char *file = find_file(a, dir, name);
    if (!file) {
        report_unknown(a, dir, name, named, d);
        return NULL;
    }
    if (read_chain(a, dir, file, &chain, d) < 0)
        return NULL;
    struct yaml_node *root = merge_chain(a, &chain);
    if (overrides)
        root = yaml_merge(a, root, overrides);
    struct design *design = arena_alloc(a, sizeof *design);
    int faults = design_fill(root, design, a, d);
    design->name = path_stem(a, file);
    design->file = arena_strdup(a, file);
    if (faults == 0)
        faults = design_check(root, design, a, d);
    return faults > 0 ? NULL : design;
}

/* The description nearest in the chain. */
static const char *chain_description(const struct chain *c)
{
    for (int i = 0; i < c->n; i++) {
        const struct yaml_node *text = yaml_lookup(c->roots[i], "description");
        if (text && text->kind == YAML_SCALAR)
            return text->scalar;
    }
    return "";
}

void design_list(const char *dir, struct buf *out, struct diag *d)
{
    struct arena *a = arena_new();
    const char **names;
    size_t n = list_names(a, dir, &names);
    if (n == 0)
        diag_add(d, MSG_LAYOUTS_NONE, DIAG_NOWHERE, dir, NULL);
    for (size_t i = 0; i < n; i++) {
        struct chain chain;
        if (read_chain(a, dir, find_file(a, dir, names[i]), &chain, d) == 0)
            buf_printf(out, "%-16s%s\n", names[i], chain_description(&chain));
    }
    arena_drop(a);
}
