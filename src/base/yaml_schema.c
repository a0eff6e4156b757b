/* Filling structs from YAML by tables. Every mistake in a file is reported in one run: a faulty value leaves its field
 * as it was and the walk goes on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/yaml.h"

struct filling {
    struct arena *arena;
    struct diag *diag;
    scaled em;
    int mistakes;
};

static void fill_map(struct filling *f, const struct yaml_node *map, const struct yaml_schema *s, char *out);

static void wrong_type(struct filling *f, const struct yaml_node *v, const char *name, enum diag_word wanted)
{
    f->mistakes++;
    diag_add(f->diag, MSG_YAML_WRONG_TYPE, v->pos, name, diag_word(wanted), NULL);
}

static bool is_null(const struct yaml_node *v)
{
    return v->kind == YAML_SCALAR && !v->quoted && v->scalar[0] == '\0';
}

/* The text of a plain scalar, or "" for what can be no number or word. */
static const char *plain(const struct yaml_node *v)
{
    return v->kind == YAML_SCALAR ? v->scalar : "";
}

static void fill_string(struct filling *f, const struct yaml_node *v, const char *name, const char **out)
{
    if (v->kind == YAML_SCALAR)
        *out = v->scalar;
    else
        wrong_type(f, v, name, WORD_A_TEXT);
}

static void fill_int(struct filling *f, const struct yaml_node *v, const char *name, int64_t *out)
{
    const char *text = plain(v);
    char *end;

    errno = 0;
    long long value = strtoll(text, &end, 10);
    bool starts_well = (text[0] >= '0' && text[0] <= '9') || ((text[0] == '-' || text[0] == '+') && text[1] >= '0');
    if (starts_well && *end == '\0' && errno == 0)
        *out = value;
    else
        wrong_type(f, v, name, WORD_A_WHOLE_NUMBER);
}

static void fill_bool(struct filling *f, const struct yaml_node *v, const char *name, bool *out)
{
    static const char *const yes[] = {"yes", "true", "on", NULL};
    static const char *const no[] = {"no", "false", "off", NULL};

    for (int i = 0; yes[i]; i++) {
        if (strcasecmp(plain(v), yes[i]) == 0 || strcasecmp(plain(v), no[i]) == 0) {
            *out = strcasecmp(plain(v), yes[i]) == 0;
            return;
        }
    }
    wrong_type(f, v, name, WORD_YES_OR_NO);
}

static void fill_length(struct filling *f, const struct yaml_node *v, const char *name, scaled *out)
{
    if (!length_parse(plain(v), f->em, out))
        wrong_type(f, v, name, f->em > 0 ? WORD_A_LENGTH : WORD_A_LENGTH_NOT_EM);
}

static void fill_enum(struct filling *f, const struct yaml_node *v, const char *name, const char *const *words,
                      int *out)
{
    for (int i = 0; v->kind == YAML_SCALAR && words[i]; i++) {
        if (strcmp(words[i], v->scalar) == 0) {
            *out = i;
            return;
        }
    }
    struct buf list = BUF_INIT;
    for (int i = 0; words[i]; i++) {
        buf_puts(&list, i ? ", " : "");
        buf_puts(&list, words[i]);
    }
    f->mistakes++;
    const char *given = v->kind == YAML_SCALAR ? v->scalar : diag_word(v->kind == YAML_MAP ? WORD_A_MAP : WORD_A_LIST);
    diag_add(f->diag, MSG_YAML_WRONG_WORD, v->pos, name, given, buf_str(&list), NULL);
    buf_free(&list);
}

static size_t count_children(const struct yaml_node *v)
{
    size_t n = 0;

    for (const struct yaml_node *c = v->first; c; c = c->next)
        n++;
    return n;
}

static void fill_list(struct filling *f, const struct yaml_node *v, const char *name, const struct yaml_schema *s,
                      struct yaml_array *out)
{
    if (v->kind != YAML_LIST) {
        wrong_type(f, v, name, WORD_A_LIST);
        return;
    }
    char *items = arena_calloc(f->arena, count_children(v), s->size);
    out->items = items;
    out->n = 0;
    for (const struct yaml_node *c = v->first; c; c = c->next) {
        if (c->kind == YAML_MAP)
            fill_map(f, c, s, items + out->n++ * s->size);
        else
            wrong_type(f, c, name, WORD_A_MAP);
    }
}

static void fill_strings(struct filling *f, const struct yaml_node *v, const char *name, struct yaml_array *out)
{
    if (v->kind == YAML_MAP) {
        wrong_type(f, v, name, WORD_A_LIST_OF_TEXTS);
        return;
    }
    const char **items = arena_calloc(f->arena, v->kind == YAML_SCALAR ? 1 : count_children(v), sizeof *items);
    out->items = items;
    out->n = 0;
    if (v->kind == YAML_SCALAR) {
        items[out->n++] = v->scalar;
        return;
    }
    for (const struct yaml_node *c = v->first; c; c = c->next) {
        if (c->kind == YAML_SCALAR)
            items[out->n++] = c->scalar;
        else
            wrong_type(f, c, name, WORD_A_LIST_OF_TEXTS);
    }
}

static void fill_value(struct filling *f, const struct yaml_node *v, const struct yaml_key *key, char *out)
{
    void *field = out + key->offset;

    switch (key->type) {
    case YT_STRING:
        fill_string(f, v, key->key, field);
        break;
    case YT_INT:
        fill_int(f, v, key->key, field);
        break;
    case YT_BOOL:
        fill_bool(f, v, key->key, field);
        break;
    case YT_LENGTH_OR_AUTO:
        if (v->kind == YAML_SCALAR && strcmp(v->scalar, "auto") == 0)
            *(scaled *)field = 0;
        else
            fill_length(f, v, key->key, field);
        break;
    case YT_LENGTH:
        fill_length(f, v, key->key, field);
        break;
    case YT_ENUM:
        fill_enum(f, v, key->key, key->detail, field);
        break;
    case YT_MAP:
        if (v->kind == YAML_MAP)
            fill_map(f, v, key->detail, field);
        else
            wrong_type(f, v, key->key, WORD_A_MAP);
        break;
    case YT_LIST:
        fill_list(f, v, key->key, key->detail, field);
        break;
    case YT_STRINGS:
        fill_strings(f, v, key->key, field);
        break;
    case YT_NODE:
        *(const struct yaml_node **)field = v;
        break;
    }
}

static void unknown_key(struct filling *f, const struct yaml_node *entry, const struct yaml_schema *s)
{
    size_t n = 0;

    while (s->keys[n].key)
        n++;
    const char **words = mem_calloc(n + 1, sizeof *words);
    for (size_t i = 0; i < n; i++)
        words[i] = s->keys[i].key;
    const char *like = yaml_suggest(entry->key, words);
    f->mistakes++;
    if (like) {
        diag_add(f->diag, MSG_YAML_UNKNOWN_KEY_LIKE, entry->key_pos, entry->key, like, NULL);
    } else {
        struct buf known = BUF_INIT;
        for (size_t i = 0; i < n; i++)
            buf_printf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
        diag_add(f->diag, MSG_YAML_UNKNOWN_KEY, entry->key_pos, entry->key, buf_str(&known), NULL);
        buf_free(&known);
    }
    free(words);
}

static const struct yaml_key *find_key(const struct yaml_schema *s, const char *name)
{
    for (const struct yaml_key *k = s->keys; k->key; k++)
        if (strcmp(k->key, name) == 0)
            return k;
    return NULL;
}

static void fill_map(struct filling *f, const struct yaml_node *map, const struct yaml_schema *s, char *out)
{
    if (s->pos_at >= 0)
        memcpy(out + s->pos_at, &map->pos, sizeof map->pos);
    if (s->node_at >= 0)
        memcpy(out + s->node_at, &map, sizeof map);
    for (const struct yaml_node *c = map->first; c; c = c->next) {
        const struct yaml_key *key = find_key(s, c->key);
        if (!key)
            unknown_key(f, c, s);
        else if (!is_null(c) || key->type == YT_NODE)
            fill_value(f, c, key, out);
    }
    for (const struct yaml_key *k = s->keys; k->key; k++) {
        const struct yaml_node *v = k->required ? yaml_lookup(map, k->key) : NULL;
        if (k->required && (!v || is_null(v))) {
            f->mistakes++;
            diag_add(f->diag, MSG_YAML_MISSING_KEY, v ? v->key_pos : map->pos, k->key, NULL);
        }
    }
}

int yaml_fill(const struct yaml_node *map, const struct yaml_schema *s, void *out, scaled em, struct arena *a,
              struct diag *d)
{
    struct filling f = {a, d, em, (int)map->faults};

    if (map->kind != YAML_MAP) {
        diag_add(d, MSG_YAML_NOT_MAP, map->pos, NULL);
        return f.mistakes + 1;
    }
    fill_map(&f, map, s, out);
    return f.mistakes;
}

#define WORD_MAX 40 /* longer words are no misspelt keys */

/* Edit distance of two words in which a swap of neighbours is one step, as typists make it. */
static unsigned edit_distance(const char *a, size_t n, const char *b, size_t m)
{
    unsigned rows[3][WORD_MAX + 1];
    unsigned *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= m; j++)
        above[j] = (unsigned)j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= m; j++) {
            unsigned best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        unsigned *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[m];
}

const char *yaml_suggest(const char *word, const char *const *words)
{
    const char *best = NULL;
    size_t n = strlen(word);
    unsigned limit = n <= 4 ? 1 : 2;

    if (n == 0 || n > WORD_MAX)
        return NULL;
    for (; *words; words++) {
        size_t m = strlen(*words);
        if (m == 0 || m > WORD_MAX)
            continue;
        unsigned distance = edit_distance(word, n, *words, m);
        if (distance <= limit) {
            best = *words;
            if (distance == 0)
                break;
            limit = distance - 1; /* the first of equals wins */
        }
    }
    return best;
}
