/* The grammar of doc.h as a table, and the checks that every pass of a debug build runs.
 *
 * Each container's children are a sequence of steps; a step takes children of the kinds in its set, at least `min` and
 * at most `max` of them. Neighbouring steps have disjoint sets, so taking as many as possible needs no backtracking.
 */
#include <assert.h>
#include <string.h>

#include "doc/doc.h"

#define K(kind) (UINT64_C(1) << (kind))
#define BLOCKS                                                                                                         \
    (K(DOC_PARAGRAPH) | K(DOC_HEADING) | K(DOC_LIST) | K(DOC_QUOTE) | K(DOC_FIGURE) | K(DOC_TABLE) | K(DOC_CODE) |     \
     K(DOC_RULE) | K(DOC_DIV) | K(DOC_RECORDS))
#define MATTERS                                                                                                        \
    (K(DOC_COVER) | K(DOC_TITLEPAGE) | K(DOC_IMPRINT) | K(DOC_CONTENTS) | K(DOC_MATTER) | K(DOC_PART) |                \
     K(DOC_CHAPTER) | K(DOC_SOURCES) | K(DOC_INDEX))
#define MANY UINT32_MAX
#define MAX_STEPS 10

static_assert(DOC_KIND_COUNT <= 64, "sets of kinds are 64 bits wide");

struct step {
    uint64_t kinds;
    uint32_t min, max;
};

#define COVER_STEPS                                                                                                    \
    {                                                                                                                  \
        {K(DOC_FIGURE), 0, 1}, {K(DOC_ISSUER), 0, MANY}, {K(DOC_STATE), 0, 2}, {K(DOC_NUMBER) | K(DOC_PLACE), 0, 2},   \
            {K(DOC_HANDLING), 0, 1}, {K(DOC_KICKER), 0, 1}, {K(DOC_TITLE), 1, 1}, {K(DOC_SUBTITLE), 0, 1},             \
            {K(DOC_FIELD), 0, MANY},                                                                                   \
        {                                                                                                              \
            K(DOC_META), 0, MANY                                                                                       \
        }                                                                                                              \
    }

static const struct step grammar[DOC_LAST_CONTAINER + 1][MAX_STEPS] = {
    [DOC_ARTICLE] = {{BLOCKS, 0, MANY}, {K(DOC_NOTE), 0, MANY}},
    [DOC_BOOK] = {{MATTERS, 0, MANY}},
    [DOC_COVER] = COVER_STEPS,
    [DOC_TITLEPAGE] = COVER_STEPS,
    [DOC_IMPRINT] = {{K(DOC_TITLE), 0, 1}, {BLOCKS, 0, MANY}},
    [DOC_CONTENTS] = {{K(DOC_TITLE), 0, 1}, {K(DOC_ENTRY), 0, MANY}},
    [DOC_ENTRY] = {{K(DOC_LABEL), 0, 1}, {K(DOC_TITLE), 1, 1}, {K(DOC_PAGEREF), 0, 1}, {K(DOC_META), 0, MANY}},
    [DOC_PART] = {{K(DOC_LABEL), 0, 1}, {K(DOC_TITLE), 1, 1}, {K(DOC_ENTRY), 0, MANY}},
    [DOC_CHAPTER] = {{K(DOC_LABEL), 0, 1},
                     {K(DOC_KICKER), 0, 1},
                     {K(DOC_TITLE), 1, 1},
                     {K(DOC_SUBTITLE), 0, 1},
                     {K(DOC_LEAD), 0, MANY},
                     {K(DOC_BYLINE), 0, 1},
                     {K(DOC_CONTENTS), 0, 1},
                     {BLOCKS, 0, MANY},
                     {K(DOC_SOURCE_BLOCK), 0, 1},
                     {K(DOC_NOTE), 0, MANY}},
    [DOC_MATTER] =
        {{K(DOC_LABEL), 0, 1}, {K(DOC_TITLE), 1, 1}, {K(DOC_META), 0, MANY}, {BLOCKS, 0, MANY}, {K(DOC_NOTE), 0, MANY}},
    [DOC_SOURCES] = {{K(DOC_TITLE), 1, 1}, {K(DOC_HEADING) | K(DOC_SOURCE), 0, MANY}},
    [DOC_SOURCE] = {{K(DOC_LABEL), 0, 1},
                    {K(DOC_TITLE), 1, 1},
                    {K(DOC_META), 0, MANY},
                    {K(DOC_PAGEREF), 0, 1},
                    {K(DOC_URL), 0, 1}},
    [DOC_SOURCE_BLOCK] = {{K(DOC_LABEL), 0, 1}, {K(DOC_META), 0, MANY}, {K(DOC_URL), 0, 1}},
    [DOC_INDEX] = {{K(DOC_TITLE), 1, 1}, {BLOCKS, 0, MANY}},
    [DOC_FIELD] = {{K(DOC_LABEL), 1, 1}, {K(DOC_VALUE), 1, 1}},
    [DOC_LIST] = {{K(DOC_ITEM), 1, MANY}},
    [DOC_ITEM] = {{BLOCKS, 1, MANY}},
    [DOC_QUOTE] = {{BLOCKS, 1, MANY}, {K(DOC_ATTRIBUTION), 0, 1}},
    [DOC_FIGURE] = {{K(DOC_LABEL), 0, 1}, {K(DOC_CAPTION), 0, 1}, {K(DOC_CREDIT), 0, 1}},
    [DOC_TABLE] = {{K(DOC_LABEL), 0, 1}, {K(DOC_CAPTION), 0, 1}, {K(DOC_ROW), 1, MANY}},
    [DOC_ROW] = {{K(DOC_CELL), 1, MANY}},
    [DOC_NOTE] = {{BLOCKS, 1, MANY}},
    [DOC_DIV] = {{K(DOC_LABEL), 0, 1}, {K(DOC_META), 0, MANY}, {BLOCKS | K(DOC_ENTRY), 0, MANY}},
    [DOC_RECORDS] = {{K(DOC_RECORD), 1, MANY}},
    [DOC_RECORD] = {{K(DOC_FIGURE), 0, 1},
                    {K(DOC_LABEL), 0, 1},
                    {K(DOC_TITLE), 0, 1},
                    {K(DOC_SUBTITLE), 0, 1},
                    {BLOCKS, 0, MANY},
                    {K(DOC_FIELD), 0, MANY},
                    {K(DOC_META), 0, MANY},
                    {K(DOC_URL), 0, 1}},
};

static const char *complain(struct arena *a, const struct doc_node *node, const char *what, const char *more)
{
    return arena_printf(a, "%s:%u: %s %s%s", node->pos.file != NULL ? node->pos.file : "?", (unsigned)node->pos.line,
                        doc_kind_name(node->kind), what, more);
}

static const char *check_links(const struct doc_node *node, struct arena *a)
{
    const struct doc_node *prev = NULL;
    for (const struct doc_node *child = node->first; child != NULL; child = child->next) {
        if (child->parent != node)
            return complain(a, child, "does not know its parent ", doc_kind_name(node->kind));
        if (child->prev != prev)
            return complain(a, child, "does not know the node before it", "");
        prev = child;
    }
    return node->last == prev ? NULL : complain(a, node, "does not know its last child", "");
}

static const char *check_children(const struct doc_node *node, struct arena *a)
{
    const struct doc_node *child = node->first;
    for (const struct step *step = grammar[node->kind]; step < grammar[node->kind] + MAX_STEPS && step->kinds; step++) {
        uint32_t count = 0;
        while (child != NULL && (step->kinds & K(child->kind)) && count < step->max) {
            count++;
            child = child->next;
        }
        if (count < step->min)
            return complain(a, node, "lacks a child before ", child != NULL ? doc_kind_name(child->kind) : "its end");
    }
    return child == NULL ? NULL : complain(a, child, "may not stand here in ", doc_kind_name(node->kind));
}

static bool on_boundary(const struct text *t, uint32_t at)
{
    return at <= t->n && ((unsigned char)t->s[at] & 0xC0) != 0x80;
}

/* Spans that may be empty mark a spot; ties lie over whatever spans stand there. */
static bool may_be_empty(enum span_kind kind)
{
    return kind == SPAN_PAGEREF || kind == SPAN_ANCHOR;
}

static const char *check_spans(const struct doc_node *node, struct arena *a)
{
    const struct text *t = &node->text;
    uint32_t *open = t->n_spans > 0 ? arena_calloc(a, t->n_spans, sizeof *open) : NULL;
    uint32_t depth = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->end < s->start || !on_boundary(t, s->start) || !on_boundary(t, s->end))
            return complain(a, node, "has a span that is not whole", "");
        if (s->end == s->start && !may_be_empty(s->kind))
            return complain(a, node, "has an empty span", "");
        if (i > 0 && (s->start < s[-1].start || (s->start == s[-1].start && s->end > s[-1].end)))
            return complain(a, node, "has spans out of order", "");
        if (s->kind == SPAN_TIE)
            continue;
        while (depth > 0 && open[depth - 1] <= s->start)
            depth--;
        if (depth > 0 && s->end > open[depth - 1])
            return complain(a, node, "has spans that cross", "");
        open[depth++] = s->end;
    }
    return NULL;
}

static const char *check_leaf(const struct doc_node *node, struct arena *a)
{
    const struct text *t = &node->text;
    if (node->first != NULL)
        return complain(a, node, "is a leaf but has children", "");
    if (t->s == NULL || strlen(t->s) != t->n)
        return complain(a, node, "has a text of another length than it says", "");
    if (t->n > 0 && (node->kind == DOC_RULE || node->kind == DOC_PAGEREF))
        return complain(a, node, "may not have text", "");
    return check_spans(node, a);
}

const char *doc_check(const struct doc_node *root, struct arena *a)
{
    for (const struct doc_node *node = root; node != NULL; node = doc_next(root, node)) {
        const char *wrong;
        if (doc_is_leaf(node->kind)) {
            wrong = check_leaf(node, a);
        } else {
            wrong = check_links(node, a);
            if (wrong == NULL)
                wrong = check_children(node, a);
            if (wrong == NULL && node->text.n > 0)
                wrong = complain(a, node, "is a container but has text", "");
        }
        if (wrong != NULL)
            return wrong;
    }
    return NULL;
}
