/* `front:` and `back:` of book.yaml: the pages before and behind the chapters. */
#include <string.h>

#include "base/buf.h"
#include "book/manifest_reading.h"
#include "book/matter.h"

struct raw_matter {
    const char *file, *title;
};

static const struct yaml_key matter_keys[] = {{"file", YT_STRING, true, offsetof(struct raw_matter, file), NULL},
                                              {"title", YT_STRING, false, offsetof(struct raw_matter, title), NULL},
                                              {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema matter_schema = {matter_keys, sizeof(struct raw_matter), -1, -1};

/* The names of all pages that there are, for messages. */
static const char *known_kinds(struct arena *a)
{
    struct buf list = BUF_INIT;
    for (const struct matter_kind *k = matter_kinds; k->name; k++)
        buf_printf(&list, "%s%s", k == matter_kinds ? "" : ", ", k->name);
    const char *names = arena_strdup(a, buf_str(&list));
    buf_free(&list);
    return names;
}

static const char *suggest_kind(const char *word)
{
    const char *words[MATTER_KINDS_MAX + 1];
    size_t n = 0;
    for (const struct matter_kind *k = matter_kinds; k->name && n < MATTER_KINDS_MAX; k++)
        words[n++] = k->name;
    words[n] = NULL;
    return yaml_suggest(word, words);
}

static void check_kind(struct manifest_reading *r, const struct yaml_node *node, const struct manifest_matter *before,
                       size_t n)
{
    if (!matter_kind_named(node->scalar)) {
        const char *like = suggest_kind(node->scalar);
        if (like)
            manifest_fault(r, MSG_BOOK_MATTER_LIKE, node->pos, node->scalar, like);
        else
            manifest_fault(r, MSG_BOOK_MATTER_UNKNOWN, node->pos, node->scalar, known_kinds(r->a));
    }
    for (size_t i = 0; i < n; i++)
        if (strcmp(before[i].kind, node->scalar) == 0) {
            manifest_fault(r, MSG_BOOK_MATTER_TWICE, node->pos, node->scalar, NULL);
            break;
        }
}

/* "[key-messages, responses]" inside the list: briefing blocks on common pages, named by the first. */
static void read_group(struct manifest_reading *r, const struct yaml_node *list, struct manifest_matter *m)
{
    size_t n = 0;
    for (const struct yaml_node *node = list->first; node; node = node->next)
        n++;
    const char **with = arena_calloc(r->a, n + 1, sizeof *with);
    m->kind = "";
    n = 0;
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        if (node->kind != YAML_SCALAR || !blocks_is_name(node->scalar))
            manifest_fault(r, MSG_BOOK_MATTER_GROUP, node->pos, node->kind == YAML_SCALAR ? node->scalar : "[…]", NULL);
        else if (node == list->first)
            m->kind = node->scalar;
        else
            with[n++] = node->scalar;
    }
    m->with = with;
    if (!list->first)
        manifest_fault(r, MSG_BOOK_MATTER_GROUP, list->pos, "", NULL);
}

/* A list of page names and of files of the user's own; a single word counts as a list of one. */
static void read_list(struct manifest_reading *r, const struct yaml_node *list, const char *key,
                      struct manifest_matter **out, size_t *n)
{
    size_t count = 0;
    const struct yaml_node *first = list->kind == YAML_LIST ? list->first : list;
    for (const struct yaml_node *node = first; node; node = node->next)
        count++;
    *out = arena_calloc(r->a, count + 1, sizeof **out);
    *n = 0;
    for (const struct yaml_node *node = first; node; node = list->kind == YAML_LIST ? node->next : NULL) {
        struct manifest_matter *m = &(*out)[*n];
        struct raw_matter raw = {0};
        if (node->kind == YAML_SCALAR && (node->scalar[0] || list->kind == YAML_LIST)) {
            check_kind(r, node, *out, *n);
            m->kind = node->scalar;
        } else if (node->kind == YAML_MAP) {
            manifest_fill(r, node, &matter_schema, &raw);
            m->kind = "file";
            m->file = raw.file;
            m->title = raw.title;
        } else if (node->kind == YAML_LIST) {
            read_group(r, node, m);
        } else if (node->kind != YAML_SCALAR) {
            manifest_fault(r, MSG_BOOK_MATTER_SHAPE, node->pos, key, known_kinds(r->a));
            continue;
        } else {
            continue;
        }
        m->pos = node->pos;
        (*n)++;
    }
}

void manifest_read_matter(struct manifest_reading *r, const struct yaml_node *front, const struct yaml_node *back)
{
    static const char *const default_front[] = {"cover", "contents"};
    struct manifest *m = r->m;
    if (front)
        read_list(r, front, "front", &m->front, &m->n_front);
    if (back)
        read_list(r, back, "back", &m->back, &m->n_back);
    if (!m->front) {
        m->front = arena_calloc(r->a, 2, sizeof *m->front);
        for (m->n_front = 0; m->n_front < 2; m->n_front++)
            m->front[m->n_front].kind = default_front[m->n_front];
    }
    if (!m->back) {
        m->back = arena_calloc(r->a, 1, sizeof *m->back);
        m->back[0].kind = "sources";
        m->n_back = 1;
    }
}
