/* Changing a YAML tree after reading: single values from the command line, and one file laid upon another. */
#include <string.h>

#include "base/yaml.h"

static const struct srcpos set_place = {YAML_SET_PLACE, 0, 0};

static bool is_null(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted && node->scalar[0] == '\0';
}

/* The index that a part of a path is, or -1. */
static long list_index(const char *part)
{
    long index = 0;

    for (const char *p = part; *p; p++) {
        if (*p < '0' || *p > '9' || p - part > 6)
            return -1;
        index = index * 10 + (*p - '0');
    }
    return *part ? index : -1;
}

static struct yaml_node *append(struct arena *a, struct yaml_node **link)
{
    struct yaml_node *node = arena_alloc(a, sizeof *node);

    node->kind = YAML_SCALAR;
    node->scalar = "";
    node->pos = set_place;
    *link = node;
    return node;
}

/* The child of `parent` that a part of a path names, made if need be; NULL when there can be none. */
static struct yaml_node *step(struct arena *a, struct yaml_node *parent, const char *part)
{
    if (is_null(parent)) {
        parent->kind = YAML_MAP;
        parent->scalar = NULL;
        parent->first = NULL;
    }
    if (parent->kind == YAML_SCALAR || !*part)
        return NULL;
    struct yaml_node **link = &parent->first;
    if (parent->kind == YAML_LIST) {
        long index = list_index(part);
        for (; *link && index > 0; index--)
            link = &(*link)->next;
        if (index != 0)
            return NULL;
    } else {
        while (*link && strcmp((*link)->key, part) != 0)
            link = &(*link)->next;
    }
    if (*link)
        return *link;
    struct yaml_node *made = append(a, link);
    if (parent->kind == YAML_LIST)
        return made;
    made->key = part;
    made->key_pos = set_place;
    return made;
}

int yaml_set(struct arena *a, struct yaml_node *root, const char *path, const char *value)
{
    struct yaml_node *node = root;

    for (const char *part = path; part;) {
        const char *dot = strchr(part, '.');
        const char *name = dot ? arena_strndup(a, part, (size_t)(dot - part)) : arena_strdup(a, part);
        node = step(a, node, name);
        if (!node)
            return -1;
        part = dot ? dot + 1 : NULL;
    }
    node->kind = YAML_SCALAR;
    node->scalar = arena_strdup(a, value);
    node->quoted = value[0] == '\0'; /* an empty value given on purpose is a text, not a null */
    node->pos = set_place;
    node->first = NULL;
    return 0;
}

static struct yaml_node *copy_node(struct arena *a, const struct yaml_node *node)
{
    struct yaml_node *copy = arena_alloc(a, sizeof *copy);

    *copy = *node;
    copy->next = NULL;
    return copy;
}

struct yaml_node *yaml_merge(struct arena *a, struct yaml_node *under, struct yaml_node *over)
{
    struct yaml_node *merged = copy_node(a, over);

    merged->faults = under->faults + over->faults;
    if (under->kind != YAML_MAP || over->kind != YAML_MAP)
        return merged;
    /* Keys keep the order of the lower map; new ones follow in theirs. */
    struct yaml_node **link = &merged->first;
    *link = NULL;
    for (struct yaml_node *u = under->first; u; u = u->next) {
        struct yaml_node *o = yaml_lookup(over, u->key);
        *link = o ? yaml_merge(a, u, o) : copy_node(a, u);
        link = &(*link)->next;
    }
    for (struct yaml_node *o = over->first; o; o = o->next) {
        if (yaml_lookup(under, o->key))
            continue;
        *link = copy_node(a, o);
        link = &(*link)->next;
    }
    return merged;
}
