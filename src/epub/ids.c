/* Ids: unique over the whole book, so that a split changes the file before the '#' and never the id.
 *
 * Ids come from the tree; those that only the EPUB needs (titles that name their section, references to notes,
 * page-break markers) are made here after all of the tree's are known, so they never take one away.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/plan.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

struct item {
    struct id_entry entry;
    UT_hash_handle hh;
};

struct label {
    const char *label;
    size_t start;
    UT_hash_handle hh;
};

struct id_table {
    struct arena *arena; /* of what it holds */
    struct item *items;
    struct label *labels;
};

struct id_table *ids_new(void)
{
    struct id_table *t = mem_calloc(1, sizeof *t);
    t->arena = arena_new();
    return t;
}

void ids_drop(struct id_table *t)
{
    if (t == NULL)
        return;
    HASH_CLEAR(hh, t->items);
    HASH_CLEAR(hh, t->labels);
    arena_drop(t->arena);
    free(t);
}

static struct item *find(const struct id_table *t, const char *id)
{
    struct item *item = NULL;
    HASH_FIND_STR(t->items, id, item);
    return item;
}

static struct item *add(struct id_table *t, const char *id)
{
    struct item *item = arena_calloc(t->arena, 1, sizeof *item);
    item->entry.id = id;
    HASH_ADD_KEYPTR(hh, t->items, id, strlen(id), item);
    return item;
}

/* What may be an XML id everywhere: an ASCII letter, then letters, digits, '-', '_' and '.'. */
static bool is_proper(const char *id)
{
    if (id == NULL || !((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z')))
        return false;
    for (; *id != '\0'; id++)
        if (!((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z') || (*id >= '0' && *id <= '9') ||
              strchr("-_.", *id) != NULL))
            return false;
    return true;
}

const char *ids_fresh(struct id_table *t, struct arena *a, const char *wish)
{
    const char *id = arena_strdup(a, wish);
    for (unsigned i = 2; find(t, id) != NULL; i++)
        id = arena_printf(a, "%s-%u", wish, i);
    add(t, id);
    return id;
}

const struct id_entry *ids_lookup(const struct id_table *t, const char *id)
{
    if (id == NULL)
        return NULL;
    const struct item *item = find(t, id);
    return item != NULL && item->entry.node != NULL ? &item->entry : NULL;
}

/* The id of a node or of an anchor, if it is a proper one and the first of its name. */
static bool take(struct plan *p, const char *id, const struct doc_node *node, const struct span *anchor)
{
    if (!is_proper(id) || find(p->ids, id) != NULL)
        return false;
    struct item *item = add(p->ids, id);
    item->entry.node = node;
    item->entry.anchor = anchor;
    return true;
}

static void take_node(struct plan *p, const struct doc_node *node)
{
    /* Captions share an element with labels and credits: only the figure or table itself can be pointed at. */
    bool shared = node->parent != NULL && (node->parent->kind == DOC_FIGURE || node->parent->kind == DOC_TABLE) &&
                  doc_is_leaf(node->kind);
    if (node->id != NULL && !shared && take(p, node->id, node, NULL))
        p->node_id[node->seq] = node->id;
    for (uint32_t i = 0; i < node->text.n_spans; i++)
        if (node->text.spans[i].kind == SPAN_ANCHOR)
            take(p, node->text.spans[i].value, node, &node->text.spans[i]);
}

/* The first reference to each note gets an id, for the note's back link; the note goes to the file of that reference.
 */
static void take_references(struct plan *p, const struct doc_node *leaf)
{
    for (uint32_t i = 0; i < leaf->text.n_spans; i++) {
        const struct span *s = &leaf->text.spans[i];
        struct item *note = s->kind == SPAN_NOTE && s->value != NULL ? find(p->ids, s->value) : NULL;
        if (note == NULL || note->entry.node == NULL || note->entry.node->kind != DOC_NOTE || note->entry.ref != NULL)
            continue;
        uint32_t piece = plan_piece_at(p, leaf->seq, s->start);
        if (piece == 0)
            return;
        bool prefixed = strncmp(s->value, "fn-", 3) == 0;
        note->entry.ref = s;
        note->entry.ref_id =
            ids_fresh(p->ids, p->arena, arena_printf(p->arena, "fnr-%s", s->value + (prefixed ? 3 : 0)));
        if (p->pieces[piece - 1].top == note->entry.node->parent)
            plan_place(p, note->entry.node, piece - 1);
    }
}

/* A heading is named by its own text, its section by the id that the tree gave it. */
static void name_heading(struct plan *p, const struct doc_node *h)
{
    const char *id = p->node_id[h->seq];
    if (id == NULL) {
        const struct piece *piece = &p->pieces[p->piece_of[h->seq] - 1];
        id = ids_fresh(p->ids, p->arena, arena_printf(p->arena, "%s-h", piece->name));
        p->node_id[h->seq] = id;
        find(p->ids, id)->entry.node = h;
    }
    p->title_id[h->seq] = ids_fresh(p->ids, p->arena, arena_printf(p->arena, "%s-t", id));
}

/* A title keeps the id that the tree gave it; else it gets one after what it names. */
static void name_title(struct plan *p, const struct doc_node *node, const char *base)
{
    const char *own = p->node_id[node->seq], *end = node->kind == DOC_TITLE ? "t" : "n";
    p->title_id[node->seq] =
        own != NULL ? own : ids_fresh(p->ids, p->arena, arena_printf(p->arena, "%s-%s", base, end));
}

/* Titles of whole files, headings of sections and labels of named blocks get an id for aria-labelledby. */
static void name_titles(struct plan *p, const struct doc_node *node)
{
    const struct piece *piece = &p->pieces[p->piece_of[node->seq] - 1];
    if (node->kind == DOC_HEADING) {
        name_heading(p, node);
    } else if (node->parent == piece->top &&
               (node->kind == DOC_TITLE || (node->kind == DOC_LABEL && piece->top->kind == DOC_PART))) {
        name_title(p, node, piece->root_id != NULL ? piece->root_id : piece->name);
    } else if (node->kind == DOC_LABEL && node->parent->kind == DOC_DIV) {
        const char *base = p->node_id[node->parent->seq];
        name_title(p, node, base != NULL ? base : piece->name);
    }
}

static void name_roots(struct plan *p)
{
    for (size_t i = 0; i < p->n_pieces; i++) {
        struct piece *piece = &p->pieces[i];
        const char *own = p->node_id[piece->top->seq];
        if (piece->first)
            piece->root_id = own;
        else if (own != NULL)
            piece->root_id = ids_fresh(p->ids, p->arena, piece->name);
    }
}

/* "pg-12"; a label that is no id (the layout may have any) is spelt by its bytes. */
static const char *marker_wish(struct arena *a, const char *label)
{
    const char *wish = arena_printf(a, "pg-%s", label);
    if (is_proper(wish))
        return wish;
    struct buf b = BUF_INIT;
    buf_puts(&b, "pg-");
    for (; *label != '\0'; label++)
        buf_printf(&b, "%02x", (unsigned)(unsigned char)*label);
    wish = arena_strndup(a, b.p, b.n);
    buf_free(&b);
    return wish;
}

static void take_markers(struct plan *p)
{
    const struct page_starts *starts = p->in->starts;
    for (size_t i = 0; i < starts->n; i++) {
        const struct page_start *s = &starts->items[i];
        if (s->seq == 0 || s->seq > p->in->book->n_nodes || p->piece_of[s->seq] == 0 ||
            p->pieces[p->piece_of[s->seq] - 1].top->kind == DOC_COVER)
            continue;
        p->facts.markers = true;
        p->marker_id[i] = ids_fresh(p->ids, p->arena, marker_wish(p->arena, s->label));
        struct label *label = NULL;
        HASH_FIND_STR(p->ids->labels, s->label, label);
        if (label != NULL)
            continue;
        label = arena_calloc(p->ids->arena, 1, sizeof *label);
        label->label = s->label;
        label->start = i;
        HASH_ADD_KEYPTR(hh, p->ids->labels, s->label, strlen(s->label), label);
    }
}

long ids_marker(const struct plan *p, const char *text)
{
    struct label *label = NULL;
    HASH_FIND_STR(p->ids->labels, text, label);
    return label != NULL ? (long)label->start : -1;
}

/* Calls `each` with the nodes that were noted for that reason. */
static void for_each(struct plan *p, uint8_t what, void (*each)(struct plan *, const struct doc_node *))
{
    for (size_t i = 0; i < p->n_survey; i++)
        if (p->survey[i].what & what)
            each(p, p->survey[i].node);
}

void ids_collect(struct plan *p)
{
    for_each(p, SURVEY_NAMED, take_node);
    take_markers(p);
    name_roots(p);
    for_each(p, SURVEY_HEAD, name_titles);
    for_each(p, SURVEY_REFERS, take_references);
}
