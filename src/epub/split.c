/* Splitting a chapter (or list of sources, contents, index) that is too long for small readers.
 *
 * Sizes are estimated from text and spans: the limit is soft, and writing everything twice to know it to the byte would
 * cost more than it is worth. A cut goes before the section that brings the halves nearest, else before a block; the
 * halves are cut again until they fit. The same text gives the same files; a change in one chapter leaves the others'
 * files alone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/plan.h"

#define FILE_BYTES 100000u /* more is divided */
#define LEAF_BYTES 60000u  /* a longer paragraph or code block may be divided within */
#define BLOCK_BYTES 30000u /* a longer list or table may be divided at its items or rows */

/* Bytes that a node's XHTML takes, roughly. */
static size_t estimate(const struct plan *p, const struct doc_node *root)
{
    size_t sum = 0;
    for (const struct doc_node *n = root; n != NULL; n = doc_next(root, n)) {
        size_t starts = 0;
        starts_in(p->in->starts, n->seq, &starts);
        sum += 24 + n->text.n + 115 * starts + (n->kind == DOC_FIGURE ? 150 : 0) + (n->kind == DOC_NOTE ? 260 : 0);
        for (uint32_t i = 0; i < n->text.n_spans; i++) {
            const struct span *s = &n->text.spans[i];
            sum += s->kind == SPAN_NOTE ? 140 : s->kind == SPAN_TIE ? 24 : 32;
            if (s->kind == SPAN_LINK)
                sum += strlen(s->value);
        }
    }
    return sum;
}

struct units {
    struct unit {
        const struct doc_node *node;
        size_t size;
        uint32_t from, to; /* bytes of a leaf; all of it: 0, UINT32_MAX */
    } * items;
    size_t n, cap;
};

static void add_unit(struct units *u, const struct unit *unit)
{
    mem_grow((void **)&u->items, &u->cap, u->n + 1, sizeof *u->items);
    u->items[u->n++] = *unit;
}

/* May the leaf be divided at this space? Not inside what has an id or is written as one element. */
static bool is_seam(const struct text *t, uint32_t at)
{
    for (uint32_t i = 0; i < t->n_spans && t->spans[i].start < at; i++) {
        enum span_kind kind = t->spans[i].kind;
        bool flows = kind == SPAN_STRONG || kind == SPAN_EMPHASIS || kind == SPAN_LANG;
        if (!flows && t->spans[i].end > at)
            return false;
    }
    return true;
}

/* Where a stretch of the leaf that begins at `from` should end: behind a sentence or line, else a word, else (what is
 * so long without a space is no word) between two characters. The text's end when there is no such place. */
static uint32_t seam_after(const struct doc_node *leaf, uint32_t from)
{
    const struct text *t = &leaf->text;
    uint32_t word = 0, want = from + LEAF_BYTES / 2, last = from + LEAF_BYTES;
    for (uint32_t i = want; i < t->n && i < last; i++) {
        bool line = t->s[i] == '\n', sentence = t->s[i] == ' ' && strchr(".!?", t->s[i - 1]) != NULL;
        if (!(line || t->s[i] == ' ') || (!line && !sentence && word > 0) || !is_seam(t, i))
            continue;
        if (line || sentence)
            return i;
        word = i;
    }
    while (word == 0 && want < last && ((t->s[want] & 0xC0) == 0x80 || !is_seam(t, want)))
        want++;
    return word > 0 ? word : want < last ? want : t->n;
}

static void add_leaf(struct units *u, const struct doc_node *leaf, size_t size)
{
    uint32_t n = leaf->text.n;
    for (uint32_t from = 0; from < n;) {
        uint32_t to = n - from > LEAF_BYTES ? seam_after(leaf, from) : n;
        struct unit unit = {leaf, (size_t)((uint64_t)size * (to - from) / n), from, to < n ? to : UINT32_MAX};
        add_unit(u, &unit);
        bool gap = to < n && (leaf->text.s[to] == ' ' || leaf->text.s[to] == '\n');
        from = to + gap;
    }
}

static void add_node(const struct plan *p, struct units *u, const struct doc_node *node)
{
    size_t size = estimate(p, node);
    if (node->text.n > LEAF_BYTES && (node->kind == DOC_PARAGRAPH || node->kind == DOC_CODE))
        add_leaf(u, node, size);
    else
        add_unit(u, &(struct unit){node, size, 0, UINT32_MAX});
}

static bool divisible(enum doc_kind kind)
{
    return kind == DOC_LIST || kind == DOC_TABLE || kind == DOC_QUOTE || kind == DOC_DIV || kind == DOC_RECORDS;
}

/* What must stay with its container's beginning or end and is written with it. */
static bool is_fixture(const struct doc_node *node)
{
    return node->kind == DOC_CAPTION || node->kind == DOC_LABEL;
}

static void add_children(const struct plan *p, struct units *u, const struct doc_node *item)
{
    for (const struct doc_node *n = item->first; n != NULL; n = n->next)
        add_node(p, u, n);
}

static void collect(const struct plan *p, const struct doc_node *top, struct units *u)
{
    for (const struct doc_node *n = top->first; n != NULL; n = n->next) {
        if (plan_is_head(n->kind) || n->kind == DOC_NOTE || n->kind == DOC_SOURCE_BLOCK)
            continue;
        if (!divisible(n->kind) || estimate(p, n) <= BLOCK_BYTES) {
            add_node(p, u, n);
            continue;
        }
        for (const struct doc_node *c = n->first; c != NULL; c = c->next)
            if (c->kind == DOC_ITEM && estimate(p, c) > LEAF_BYTES)
                add_children(p, u, c);
            else if (!is_fixture(c))
                add_node(p, u, c);
    }
}

/* No file ends with a heading, with a table's head, or before the words that say who is quoted. */
static bool may_cut(const struct doc_node *before, const struct doc_node *after)
{
    if (before->kind == DOC_HEADING || after->kind == DOC_ATTRIBUTION)
        return false;
    if (before->kind == DOC_ROW && before->header)
        return false;
    return !(before->kind == DOC_ENTRY && before->level == 1);
}

static bool begins_section(const struct doc_node *node)
{
    return (node->kind == DOC_HEADING && node->level <= 2) || (node->kind == DOC_ENTRY && node->level == 1);
}

/* The best place to cut units [from, to), whose sizes add up to `total`; `to` when there is none. A section's beginning
 * is taken unless it would leave a scrap. */
static size_t best_cut(const struct units *u, size_t from, size_t to, size_t total)
{
    size_t best = to, best_gap = SIZE_MAX, section = to, section_gap = SIZE_MAX, left = 0;
    for (size_t i = from + 1; i < to; i++) {
        left += u->items[i - 1].size;
        size_t right = total - left, gap = left > right ? left - right : right - left;
        if (!may_cut(u->items[i - 1].node, u->items[i].node))
            continue;
        if (gap < best_gap) {
            best_gap = gap;
            best = i;
        }
        if (gap < section_gap && begins_section(u->items[i].node)) {
            section_gap = gap;
            section = i;
        }
    }
    return section_gap <= total - total / 4 ? section : best;
}

struct cuts {
    size_t *at;
    size_t n, cap;
};

static void cut(const struct units *u, size_t from, size_t to, struct cuts *out)
{
    size_t total = 0;
    for (size_t i = from; i < to; i++)
        total += u->items[i].size;
    size_t at = total > FILE_BYTES ? best_cut(u, from, to, total) : to;
    if (at == to) {
        mem_grow((void **)&out->at, &out->cap, out->n + 1, sizeof *out->at);
        out->at[out->n++] = to;
        return;
    }
    cut(u, from, at, out);
    cut(u, at, to, out);
}

/* b, c … z, aa, ab … for the second, third … file. */
static const char *suffix(struct arena *a, size_t index)
{
    char s[16];
    size_t at = sizeof s - 1;
    s[at] = '\0';
    for (size_t n = index + 1; n > 0 && at > 0; n = (n - 1) / 26)
        s[--at] = (char)('a' + (n - 1) % 26);
    return arena_strdup(a, s + at);
}

/* Gives `piece` the units [from, to) of `u`. */
static void give(struct plan *p, struct piece *piece, const struct units *u, size_t from, size_t to)
{
    piece->n_units = 0;
    piece->units = arena_calloc(p->arena, to - from + 1, sizeof *piece->units);
    for (size_t i = from; i < to; i++)
        if (i == from || u->items[i].node != u->items[i - 1].node)
            piece->units[piece->n_units++] = u->items[i].node;
    piece->begin_at = to > from ? u->items[from].from : 0;
    piece->end_at = to > from ? u->items[to - 1].to : UINT32_MAX;
}

static void add_piece(struct plan *p, size_t first, size_t part)
{
    mem_grow((void **)&p->pieces, &p->cap_pieces, p->n_pieces + 1, sizeof *p->pieces);
    struct piece *piece = &p->pieces[p->n_pieces];
    *piece = p->pieces[first];
    piece->index = p->n_pieces++;
    piece->first = false;
    piece->name = ids_fresh(p->names, p->arena, arena_printf(p->arena, "%s-%s", piece->name, suffix(p->arena, part)));
    piece->label = arena_printf(p->arena, "%s %s", piece->title, plan_word(p, "words.continued"));
}

void split_piece(struct plan *p, size_t first)
{
    struct units u = {0};
    struct cuts cuts = {0};
    collect(p, p->pieces[first].top, &u);
    cut(&u, 0, u.n, &cuts);
    for (size_t i = 0; i < cuts.n; i++) {
        if (i > 0)
            add_piece(p, first, i);
        size_t at = i > 0 ? p->n_pieces - 1 : first;
        p->pieces[at].last = i + 1 == cuts.n;
        give(p, &p->pieces[at], &u, i > 0 ? cuts.at[i - 1] : 0, cuts.at[i]);
    }
    free(u.items);
    free(cuts.at);
}
