/* `index:`, `digest:` and `house:` of book.yaml. */
#include <string.h>

#include "book/manifest_reading.h"

static bool is_null(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted && node->scalar[0] == '\0';
}

/* ---- index ---- */

struct raw_index {
    bool only_listed;
    int order;
    int64_t min_mentions;
    const struct yaml_node *add, *omit, *merge, *rename, *see, *see_also;
};

static const char *const order_words[] = {"syllable", "cldr", NULL};

static const struct yaml_key index_keys[] = {
    {"order", YT_ENUM, false, offsetof(struct raw_index, order), order_words},
    {"min-mentions", YT_INT, false, offsetof(struct raw_index, min_mentions), NULL},
    {"only-listed", YT_BOOL, false, offsetof(struct raw_index, only_listed), NULL},
    {"add", YT_NODE, false, offsetof(struct raw_index, add), NULL},
    {"omit", YT_NODE, false, offsetof(struct raw_index, omit), NULL},
    {"merge", YT_NODE, false, offsetof(struct raw_index, merge), NULL},
    {"rename", YT_NODE, false, offsetof(struct raw_index, rename), NULL},
    {"see", YT_NODE, false, offsetof(struct raw_index, see), NULL},
    {"see-also", YT_NODE, false, offsetof(struct raw_index, see_also), NULL},
    {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema index_schema = {index_keys, sizeof(struct raw_index), -1, -1};

struct rules {
    struct manifest_reading *r;
    struct index_rule *items;
    size_t n, room;
};

/* How many scalars a node holds at most two levels down. */
static size_t count_scalars(const struct yaml_node *node)
{
    size_t n = 0;
    if (!node)
        return 0;
    for (const struct yaml_node *child = node->first; child; child = child->next)
        n += child->kind == YAML_SCALAR ? 1 : count_scalars(child);
    return n + (node->kind == YAML_SCALAR);
}

static const char *name_of(struct rules *rules, const struct yaml_node *node, const char *key)
{
    if (node->kind == YAML_SCALAR && node->scalar[0])
        return node->scalar;
    manifest_fault(rules->r, MSG_YAML_WRONG_TYPE, node->pos, key, diag_word(WORD_A_TEXT));
    return NULL;
}

static void add_rule(struct rules *rules, enum index_rule_kind kind, struct srcpos pos, const char *name,
                     const char *to)
{
    if (rules->n < rules->room)
        rules->items[rules->n++] = (struct index_rule){kind, pos, name, to};
}

/* "[a, b]"; a single name counts as a list of one. */
static void read_list(struct rules *rules, const struct yaml_node *list, enum index_rule_kind kind, const char *key)
{
    if (!list || is_null(list))
        return;
    if (list->kind == YAML_MAP) {
        manifest_fault(rules->r, MSG_YAML_WRONG_TYPE, list->pos, key, diag_word(WORD_A_LIST));
        return;
    }
    const struct yaml_node *first = list->kind == YAML_LIST ? list->first : list;
    for (const struct yaml_node *node = first; node; node = list->kind == YAML_LIST ? node->next : NULL) {
        const char *name = name_of(rules, node, key);
        if (name)
            add_rule(rules, kind, node->pos, name, NULL);
    }
}

/* "{a: b}" and "{a: [b, c]}"; with `turned` what stands behind the colon is the name that the rule is about. */
static void read_pairs(struct rules *rules, const struct yaml_node *map, enum index_rule_kind kind, const char *key,
                       bool turned)
{
    if (!map || is_null(map))
        return;
    if (map->kind != YAML_MAP) {
        manifest_fault(rules->r, MSG_YAML_WRONG_TYPE, map->pos, key, diag_word(WORD_A_MAP));
        return;
    }
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        const struct yaml_node *first = node->kind == YAML_LIST ? node->first : node;
        for (const struct yaml_node *v = first; v; v = node->kind == YAML_LIST ? v->next : NULL) {
            const char *name = name_of(rules, v, node->key);
            if (name)
                add_rule(rules, kind, turned ? v->pos : node->key_pos, turned ? name : node->key,
                         turned ? node->key : name);
        }
    }
}

static void read_index(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_index raw = {.min_mentions = 1};
    if (value->kind != YAML_MAP) {
        manifest_fault(r, MSG_YAML_WRONG_TYPE, value->pos, "index", diag_word(WORD_A_MAP));
        return;
    }
    manifest_fill(r, value, &index_schema, &raw);
    size_t room = count_scalars(value);
    struct rules rules = {r, arena_calloc(r->a, room + 1, sizeof *rules.items), 0, room};
    read_list(&rules, raw.add, INDEX_ADD, "add");
    read_list(&rules, raw.omit, INDEX_OMIT, "omit");
    read_pairs(&rules, raw.merge, INDEX_MERGE, "merge", true);
    read_pairs(&rules, raw.rename, INDEX_MERGE, "rename", false);
    read_pairs(&rules, raw.see, INDEX_SEE, "see", false);
    read_pairs(&rules, raw.see_also, INDEX_SEE_ALSO, "see-also", false);
    if (raw.min_mentions < 1)
        manifest_fault(r, MSG_BOOK_INDEX_MIN, manifest_place(value, "min-mentions"), NULL, NULL);
    r->m->index.only_listed = raw.only_listed;
    r->m->index.cldr = raw.order == 1;
    r->m->index.min_mentions = raw.min_mentions;
    r->m->index.rules = rules.items;
    r->m->index.n_rules = rules.n;
}

/* ---- digest ---- */

struct raw_top {
    bool digest;
};
static const struct yaml_key digest_key[] = {{"digest", YT_BOOL, false, offsetof(struct raw_top, digest), NULL},
                                             {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema digest_schema = {digest_key, sizeof(struct raw_top), -1, -1};

/* A single value as a boolean, checked as every other one is. */
static bool read_bool(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_top raw = {false};
    struct yaml_node only = *value, map = {.kind = YAML_MAP, .pos = value->pos, .first = &only};
    only.next = NULL;
    manifest_fill(r, &map, &digest_schema, &raw);
    return raw.digest;
}

static void read_digest(struct manifest_reading *r, const struct yaml_node *value)
{
    r->m->digest = read_bool(r, value);
}

void manifest_read_digest(struct manifest_reading *r, const struct yaml_node *value, struct manifest_chapter *out)
{
    if (!value || is_null(value))
        return;
    if (value->kind != YAML_LIST) {
        out->digest = read_bool(r, value) ? DIGEST_YES : DIGEST_NO;
        return;
    }
    size_t n = 0;
    for (const struct yaml_node *node = value->first; node; node = node->next)
        n++;
    const char **lines = arena_calloc(r->a, n + 1, sizeof *lines);
    n = 0;
    for (const struct yaml_node *node = value->first; node; node = node->next) {
        if (node->kind == YAML_SCALAR && node->scalar[0])
            lines[n++] = node->scalar;
        else
            manifest_fault(r, MSG_YAML_WRONG_TYPE, node->pos, "digest", diag_word(WORD_A_TEXT));
    }
    out->digest = DIGEST_YES;
    out->digest_lines = lines;
    out->digest_pos = value->pos;
}

/* ---- house ---- */

static void read_house(struct manifest_reading *r, const struct yaml_node *value)
{
    if (value->kind != YAML_MAP) {
        manifest_fault(r, MSG_YAML_WRONG_TYPE, value->pos, "house", diag_word(WORD_A_MAP));
        return;
    }
    size_t room = count_scalars(value);
    struct rules rules = {r, arena_calloc(r->a, room + 1, sizeof *rules.items), 0, room};
    read_pairs(&rules, value, INDEX_MERGE, "house", false);
    struct house_word *words = arena_calloc(r->a, rules.n + 1, sizeof *words);
    for (size_t i = 0; i < rules.n; i++)
        words[i] = (struct house_word){rules.items[i].pos, rules.items[i].name, rules.items[i].to};
    r->m->house = words;
    r->m->n_house = rules.n;
}

const struct manifest_key manifest_index_keys[] = {
    {"index", read_index}, {"digest", read_digest}, {"house", read_house}, {NULL, NULL}};
