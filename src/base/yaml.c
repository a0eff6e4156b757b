/* Reading YAML into a tree with places.
 *
 * libyaml's event stream is used, not its document loader: the loader needs quadratic time for deep nesting and many
 * anchors, and builds cyclic graphs from aliases. Depth and count are checked after each event, so a hostile file ends
 * within its first few kilobytes.
 */
#include "base/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"
#include "base/utf8.h"

#define MAX_DEPTH 64
#define MAX_NODES 1000000

/* An open list or map. */
struct level {
    struct yaml_node *node;
    struct yaml_node *last; /* its last child */
    const char *key;        /* map: the key read, whose value comes next */
    struct srcpos key_pos;
    unsigned n; /* children */
};

struct reader {
    struct arena *arena;
    struct diag *diag;
    const char *file;
    yaml_parser_t parser;
    struct level stack[MAX_DEPTH];
    int depth;
    int skip; /* depth inside a key that is no scalar: its contents are left out */
    unsigned nodes;
    unsigned faults;
    unsigned documents;
    struct yaml_node *root;
};

static struct srcpos place(const struct reader *r, yaml_mark_t mark)
{
    return (struct srcpos){r->file, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

static void fault(struct reader *r, enum msg m, yaml_mark_t mark)
{
    r->faults++;
    diag_add(r->diag, m, place(r, mark), NULL);
}

/* Where byte `offset` lies; libyaml gives no mark for bytes that are no UTF-8. */
static struct srcpos place_of_byte(const char *file, const char *bytes, size_t n, size_t offset)
{
    struct srcpos pos = {file, 1, 1};

    for (size_t i = 0; i < n && i < offset;) {
        if (utf8_next(bytes, n, &i) == '\n') {
            pos.line++;
            pos.col = 1;
        } else {
            pos.col++;
        }
    }
    return pos;
}

/* Did the reading run on because a quotation mark or a bracket of an earlier place is not closed? Where it began is
 * what the user must look at; libyaml stopped further on. */
static bool is_unclosed(const yaml_parser_t *p)
{
    if (p->context == NULL || p->problem == NULL)
        return false;
    if (strstr(p->context, "quoted scalar") != NULL)
        return strncmp(p->problem, "found unexpected", 16) == 0;
    return strstr(p->context, "flow") != NULL && p->context_mark.line < p->problem_mark.line;
}

static void report_syntax(struct reader *r, const char *bytes, size_t n)
{
    yaml_parser_t *p = &r->parser;

    if (p->error == YAML_MEMORY_ERROR)
        mem_fail();
    if (is_unclosed(p)) {
        diag_add(r->diag, MSG_YAML_UNCLOSED, place(r, p->context_mark), NULL);
        return;
    }
    struct srcpos pos =
        p->error == YAML_READER_ERROR ? place_of_byte(r->file, bytes, n, p->problem_offset) : place(r, p->problem_mark);
    diag_add(r->diag, MSG_YAML_SYNTAX, pos, p->problem ? p->problem : "?", NULL);
}

/* Puts a finished or just opened node where it belongs. */
static void attach(struct reader *r, struct yaml_node *node)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct level *top = &r->stack[r->depth - 1];
    if (top->node->kind == YAML_MAP) {
        node->key = top->key;
        node->key_pos = top->key_pos;
        top->key = NULL;
    }
    if (top->last)
        top->last->next = node;
    else
        top->node->first = node;
    top->last = node;
    top->n++;
}

static struct yaml_node *new_node(struct reader *r, enum yaml_kind kind, yaml_mark_t mark)
{
    struct yaml_node *node = arena_alloc(r->arena, sizeof *node);

    node->kind = kind;
    node->pos = place(r, mark);
    return node;
}

/* True if a scalar that comes now is the key of a map. */
static bool at_key(const struct reader *r)
{
    return r->depth > 0 && r->stack[r->depth - 1].node->kind == YAML_MAP && !r->stack[r->depth - 1].key;
}

static void take_scalar(struct reader *r, const yaml_event_t *e)
{
    const char *value = (const char *)e->data.scalar.value;
    const char *text = arena_strndup(r->arena, value, e->data.scalar.length);

    if (memchr(value, '\0', e->data.scalar.length)) { /* "\0" in double quotes: it would cut our strings short */
        fault(r, MSG_YAML_NUL, e->start_mark);
        text = "";
    }
    if (at_key(r)) {
        struct level *top = &r->stack[r->depth - 1];
        top->key = text;
        top->key_pos = place(r, e->start_mark);
        return;
    }
    struct yaml_node *node = new_node(r, YAML_SCALAR, e->start_mark);
    node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->scalar = !node->quoted && strcmp(text, "~") == 0 ? "" : text;
    attach(r, node);
}

/* An alias: reported, and read as a null so that the rest can be checked. */
static void take_alias(struct reader *r, const yaml_event_t *e)
{
    fault(r, MSG_YAML_ALIAS, e->start_mark);
    if (at_key(r)) {
        struct level *top = &r->stack[r->depth - 1];
        top->key = "";
        top->key_pos = place(r, e->start_mark);
        return;
    }
    struct yaml_node *node = new_node(r, YAML_SCALAR, e->start_mark);
    node->scalar = "";
    attach(r, node);
}

/* Opens a list or a map; -1 when it lies too deep. */
static int open_level(struct reader *r, enum yaml_kind kind, const yaml_event_t *e)
{
    if (r->depth == MAX_DEPTH) {
        fault(r, MSG_YAML_LIMIT, e->start_mark);
        return -1;
    }
    if (at_key(r)) {
        fault(r, MSG_YAML_KEY_KIND, e->start_mark);
        r->skip = 1;
        return 0;
    }
    struct yaml_node *node = new_node(r, kind, e->start_mark);
    attach(r, node);
    r->stack[r->depth++] = (struct level){.node = node};
    return 0;
}

struct key_use {
    const char *key;
    unsigned order;
    struct yaml_node *node;
};

static int compare_keys(const void *a, const void *b)
{
    const struct key_use *x = a, *y = b;
    int c = strcmp(x->key, y->key);

    return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int compare_order(const void *a, const void *b)
{
    const struct key_use *x = a, *y = b;

    return (x->order > y->order) - (x->order < y->order);
}

/* Takes the later uses of keys out of a finished map. They are found by sorting: a map may have a million keys. */
static void drop_duplicates(struct reader *r, const struct level *level)
{
    if (level->n < 2)
        return;
    struct key_use *uses = mem_calloc(level->n, sizeof *uses);
    unsigned n = 0, doubles = 0;
    for (struct yaml_node *c = level->node->first; c; c = c->next, n++)
        uses[n] = (struct key_use){c->key, n, c};
    qsort(uses, n, sizeof *uses, compare_keys);
    const char *previous = uses[0].key;
    for (unsigned i = 1; i < n; i++) {
        if (strcmp(previous, uses[i].key) == 0)
            uses[doubles++] = uses[i];
        previous = uses[i].key;
    }
    qsort(uses, doubles, sizeof *uses, compare_order);
    struct yaml_node **link = &level->node->first;
    for (unsigned i = 0; i < doubles; i++) {
        r->faults++;
        diag_add(r->diag, MSG_YAML_DUPLICATE, uses[i].node->key_pos, uses[i].key, NULL);
        while (*link != uses[i].node)
            link = &(*link)->next;
        *link = uses[i].node->next;
    }
    free(uses);
}

static void close_level(struct reader *r)
{
    struct level *top = &r->stack[--r->depth];

    if (top->node->kind == YAML_MAP)
        drop_duplicates(r, top);
}

/* Follows a key that is no scalar to its end, then gives its value an empty key. */
static void skip_event(struct reader *r, const yaml_event_t *e)
{
    if (e->type == YAML_SEQUENCE_START_EVENT || e->type == YAML_MAPPING_START_EVENT)
        r->skip++;
    if (e->type == YAML_SEQUENCE_END_EVENT || e->type == YAML_MAPPING_END_EVENT)
        r->skip--;
    if (r->skip == 0) {
        struct level *top = &r->stack[r->depth - 1];
        top->key = "";
        top->key_pos = place(r, e->start_mark);
    }
}

/* Anchors are reported even when nothing refers to them. */
static void check_anchor(struct reader *r, const yaml_event_t *e)
{
    const yaml_char_t *anchor = NULL;

    if (e->type == YAML_SCALAR_EVENT)
        anchor = e->data.scalar.anchor;
    else if (e->type == YAML_SEQUENCE_START_EVENT)
        anchor = e->data.sequence_start.anchor;
    else if (e->type == YAML_MAPPING_START_EVENT)
        anchor = e->data.mapping_start.anchor;
    if (anchor)
        fault(r, MSG_YAML_ALIAS, e->start_mark);
}

static bool is_node(const yaml_event_t *e)
{
    return e->type == YAML_SCALAR_EVENT || e->type == YAML_ALIAS_EVENT || e->type == YAML_SEQUENCE_START_EVENT ||
           e->type == YAML_MAPPING_START_EVENT;
}

/* Takes one event in; -1 when reading cannot go on. */
static int take_event(struct reader *r, const yaml_event_t *e)
{
    if (is_node(e) && ++r->nodes > MAX_NODES) {
        fault(r, MSG_YAML_LIMIT, e->start_mark);
        return -1;
    }
    check_anchor(r, e);
    if (r->skip) {
        skip_event(r, e);
        return r->skip > MAX_DEPTH ? -1 : 0;
    }
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (++r->documents < 2)
            return 0;
        fault(r, MSG_YAML_DOCUMENTS, e->start_mark);
        return -1;
    case YAML_SCALAR_EVENT:
        take_scalar(r, e);
        return 0;
    case YAML_ALIAS_EVENT:
        take_alias(r, e);
        return 0;
    case YAML_SEQUENCE_START_EVENT:
        return open_level(r, YAML_LIST, e);
    case YAML_MAPPING_START_EVENT:
        return open_level(r, YAML_MAP, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_level(r);
        return 0;
    default:
        return 0;
    }
}

static int read_events(struct reader *r, const char *bytes, size_t n)
{
    for (bool ended = false; !ended;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e)) {
            report_syntax(r, bytes, n);
            return -1;
        }
        int result = take_event(r, &e);
        ended = e.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&e);
        if (result < 0)
            return -1;
    }
    return 0;
}

struct yaml_node *yaml_read(struct arena *a, const char *file, const char *bytes, size_t n, struct diag *d)
{
    /* libyaml would take a BOM for a part of the first key once the encoding is set. */
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    struct reader *r = mem_calloc(1, sizeof *r);
    r->arena = a;
    r->diag = d;
    r->file = file;
    if (!yaml_parser_initialize(&r->parser))
        mem_fail();
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)bytes, n);
    int result = read_events(r, bytes, n);
    struct yaml_node *root = r->root;
    if (!root || (root->kind == YAML_SCALAR && !root->quoted && root->scalar[0] == '\0')) {
        root = arena_alloc(a, sizeof *root);
        root->kind = YAML_MAP;
        root->pos = (struct srcpos){file, 1, 1};
    }
    root->faults = r->faults;
    yaml_parser_delete(&r->parser);
    free(r);
    return result < 0 ? NULL : root;
}

struct yaml_node *yaml_lookup(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (struct yaml_node *c = map->first; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            return c;
    return NULL;
}
