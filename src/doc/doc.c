/* The tree's links and names. Only this file changes links; everything is in an arena, so nothing is freed here. */
#include <assert.h>
#include <string.h>

#include "doc/doc.h"

static const char *const kind_names[DOC_KIND_COUNT] = {
    [DOC_ARTICLE] = "article",
    [DOC_BOOK] = "book",
    [DOC_COVER] = "cover",
    [DOC_TITLEPAGE] = "titlepage",
    [DOC_IMPRINT] = "imprint",
    [DOC_CONTENTS] = "contents",
    [DOC_ENTRY] = "entry",
    [DOC_PART] = "part",
    [DOC_CHAPTER] = "chapter",
    [DOC_MATTER] = "matter",
    [DOC_SOURCES] = "sources",
    [DOC_SOURCE] = "source",
    [DOC_SOURCE_BLOCK] = "source-block",
    [DOC_INDEX] = "index",
    [DOC_FIELD] = "field",
    [DOC_LIST] = "list",
    [DOC_ITEM] = "item",
    [DOC_QUOTE] = "quote",
    [DOC_FIGURE] = "figure",
    [DOC_TABLE] = "table",
    [DOC_ROW] = "row",
    [DOC_NOTE] = "note",
    [DOC_DIV] = "div",
    [DOC_RECORDS] = "records",
    [DOC_RECORD] = "record",
    [DOC_PARAGRAPH] = "paragraph",
    [DOC_HEADING] = "heading",
    [DOC_TITLE] = "title",
    [DOC_SUBTITLE] = "subtitle",
    [DOC_LEAD] = "lead",
    [DOC_KICKER] = "kicker",
    [DOC_BYLINE] = "byline",
    [DOC_CAPTION] = "caption",
    [DOC_CREDIT] = "credit",
    [DOC_ATTRIBUTION] = "attribution",
    [DOC_CELL] = "cell",
    [DOC_CODE] = "code",
    [DOC_RULE] = "rule",
    [DOC_LABEL] = "label",
    [DOC_META] = "meta",
    [DOC_URL] = "url",
    [DOC_VALUE] = "value",
    [DOC_ISSUER] = "issuer",
    [DOC_HANDLING] = "handling",
    [DOC_STATE] = "state",
    [DOC_NUMBER] = "number",
    [DOC_PLACE] = "place",
    [DOC_PAGEREF] = "pageref",
};

struct doc_node *doc_new(struct arena *a, enum doc_kind kind, struct srcpos pos)
{
    struct doc_node *node = arena_alloc(a, sizeof *node);
    node->kind = kind;
    node->pos = pos;
    node->text.s = "";
    return node;
}

struct doc_node *doc_new_text(struct arena *a, enum doc_kind kind, struct srcpos pos, const char *s, size_t n)
{
    assert(doc_is_leaf(kind));
    struct doc_node *node = doc_new(a, kind, pos);
    node->text = text_make(a, s, n);
    return node;
}

void doc_append(struct doc_node *parent, struct doc_node *child)
{
    assert(child->parent == NULL);
    child->parent = parent;
    child->prev = parent->last;
    child->next = NULL;
    if (parent->last != NULL)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
}

void doc_insert_after(struct doc_node *after, struct doc_node *node)
{
    assert(after->parent != NULL && node->parent == NULL);
    node->parent = after->parent;
    node->prev = after;
    node->next = after->next;
    if (after->next != NULL)
        after->next->prev = node;
    else
        after->parent->last = node;
    after->next = node;
}

void doc_unlink(struct doc_node *node)
{
    struct doc_node *parent = node->parent;
    if (parent == NULL)
        return;
    if (node->prev != NULL)
        node->prev->next = node->next;
    else
        parent->first = node->next;
    if (node->next != NULL)
        node->next->prev = node->prev;
    else
        parent->last = node->prev;
    node->parent = node->next = node->prev = NULL;
}

struct doc_node *doc_child(const struct doc_node *node, enum doc_kind kind)
{
    for (struct doc_node *child = node->first; child != NULL; child = child->next)
        if (child->kind == kind)
            return child;
    return NULL;
}

bool doc_is_leaf(enum doc_kind kind)
{
    return kind > DOC_LAST_CONTAINER;
}

const char *doc_kind_name(enum doc_kind kind)
{
    return kind_names[kind];
}

const char *doc_lang(const struct doc_node *node, const char *otherwise)
{
    for (; node != NULL; node = node->parent)
        if (node->lang != NULL)
            return node->lang;
    return otherwise;
}

struct text text_make(struct arena *a, const char *s, size_t n)
{
    return (struct text){.s = arena_strndup(a, s, n), .n = (uint32_t)n};
}

/* Order of spans: by start, the longer first; equal ones stay in the order in which they were added. */
static bool span_before(const struct span *x, const struct span *y)
{
    return x->start != y->start ? x->start < y->start : x->end > y->end;
}

void text_add_span(struct arena *a, struct text *t, struct span span)
{
    struct span *spans = arena_calloc(a, (size_t)t->n_spans + 1, sizeof *spans);
    uint32_t at = t->n_spans;
    while (at > 0 && span_before(&span, &t->spans[at - 1]))
        at--;
    if (at > 0)
        memcpy(spans, t->spans, at * sizeof *spans);
    spans[at] = span;
    if (at < t->n_spans)
        memcpy(spans + at + 1, t->spans + at, (t->n_spans - at) * sizeof *spans);
    t->spans = spans;
    t->n_spans++;
}
