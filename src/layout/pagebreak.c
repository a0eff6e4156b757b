/* Page breaking by dynamic programming.
 *
 * A node is a place where a page may end: item, lines of notes that are placed by then, and in layouts of facing pages
 * the side that comes next and the level at which the page before ended. Its cost is the least total cost of getting
 * there. From each node one page is filled (pagefill.c); each of its ends offers a way to a further node. A page holds
 * some hundred items, so the work is n times a constant. First-fit was refused: it cannot leave a line free on one page
 * to save the next one from a widow, or end two facing pages on the same line.
 */
#include "layout/pagebreak.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "layout/linebreak.h"
#include "layout/pagefill.h"

/* Facing pages that end on different lines: as bad as leaving five lines empty, and more for each line. */
#define UNEVEN_COST 2000
#define UNEVEN_LINE_COST 500

/* Which page comes next. */
enum side { SIDE_SECOND, SIDE_FIRST };

struct node {
    struct page_end end; /* of the page before; `at` is this node's place */
    int64_t cost;        /* total up to here; of the page before: less `from`'s */
    uint32_t from;       /* index of the node before + 1; 0: the beginning */
    uint32_t next;       /* further node of the same item + 1 */
    int32_t level;       /* of the page that the next one faces; LEVEL_FREE */
    uint8_t side;
    bool uneven;
};

struct search {
    struct page_list list;
    const struct pagebreak_params *p;
    struct node *nodes;
    size_t n_nodes, cap;
    uint32_t *at; /* by item: its first node + 1 */
    struct page_ends ends;
};

static int64_t uneven_cost(int32_t a, int32_t b)
{
    if (a == b || a == LEVEL_FREE || b == LEVEL_FREE)
        return 0;
    int32_t lines = a > b ? a - b : b - a;
    return UNEVEN_COST + (int64_t)lines * UNEVEN_LINE_COST;
}

/* The node that an end leads to from `from`. */
static struct node follow(const struct search *s, uint32_t from, const struct page_end *e)
{
    const struct node *before = &s->nodes[from];
    int64_t uneven = before->side == SIDE_SECOND ? uneven_cost(before->level, e->level) : 0;
    struct node node = {.end = *e, .from = from + 1, .level = LEVEL_FREE, .side = SIDE_SECOND};
    node.cost = before->cost + page_end_cost(e) + uneven;
    node.uneven = uneven > 0;
    if (s->p->facing != 0 && before->side == SIDE_SECOND)
        node.side = SIDE_FIRST;
    else if (s->p->facing != 0)
        node.level = e->level;
    return node;
}

/* Takes the node where its place is new, or reached at less cost than before. */
static void offer(struct search *s, const struct node *node)
{
    uint32_t *link = &s->at[node->end.at];
    for (; *link != 0; link = &s->nodes[*link - 1].next) {
        struct node *old = &s->nodes[*link - 1];
        if (old->end.note_end != node->end.note_end || old->side != node->side || old->level != node->level)
            continue;
        if (node->cost < old->cost) {
            uint32_t next = old->next;
            *old = *node;
            old->next = next;
        }
        return;
    }
    uint32_t number = (uint32_t)s->n_nodes + 1;
    *link = number;
    mem_grow((void **)&s->nodes, &s->cap, s->n_nodes + 1, sizeof *s->nodes);
    s->nodes[s->n_nodes++] = *node;
}

static void fill_from(struct search *s, uint32_t node)
{
    const struct page_end *end = &s->nodes[node].end;
    page_fill(&s->list, end->at, end->note_end, s->nodes[node].from == 0, &s->ends);
}

/* The nodes of one item at which the note lines before `note` are placed; they share the filling. */
static void go_on(struct search *s, size_t item, uint32_t note)
{
    bool filled = false;
    for (uint32_t number = s->at[item]; number != 0; number = s->nodes[number - 1].next) {
        if (s->nodes[number - 1].end.note_end != note)
            continue;
        if (!filled)
            fill_from(s, number - 1);
        filled = true;
        for (size_t i = 0; i < s->ends.n; i++) {
            struct node node = follow(s, number - 1, &s->ends.items[i]);
            offer(s, &node);
        }
    }
}

/* Least number of note lines placed, above `done`, of the nodes of an item; UINT32_MAX: none. */
static uint32_t next_note(const struct search *s, size_t item, int64_t done)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t number = s->at[item]; number != 0; number = s->nodes[number - 1].next) {
        uint32_t note = s->nodes[number - 1].end.note_end;
        if (note > done && note < least)
            least = note;
    }
    return least;
}

/* All nodes of one item. Behind the last item only rests of notes are left, page after page. */
static void go_on_from(struct search *s, size_t item)
{
    uint32_t limit = item == s->list.n ? s->list.brought[item] : UINT32_MAX;
    for (uint32_t note = next_note(s, item, -1); note < limit; note = next_note(s, item, note))
        go_on(s, item, note);
}

/* The cheapest node behind everything. */
static uint32_t last_node(const struct search *s)
{
    uint32_t best = 0;
    for (uint32_t number = s->at[s->list.n]; number != 0; number = s->nodes[number - 1].next)
        if (s->nodes[number - 1].end.note_end == s->list.brought[s->list.n] &&
            (best == 0 || s->nodes[number - 1].cost < s->nodes[best - 1].cost))
            best = number;
    return best - 1;
}

/* Index of the first item of the page that a break at b begins: the breaking penalty itself belongs to neither. */
static uint32_t after_break(const struct search *s, uint32_t b)
{
    while (b < s->list.n && s->list.items[b].kind == VITEM_PENALTY && s->list.items[b].penalty > PENALTY_FORCE)
        b++;
    return b;
}

static void set_span(const struct search *s, const struct node *node, struct page_span *span)
{
    const struct node *before = &s->nodes[node->from - 1];
    *span = (struct page_span){.first = after_break(s, before->end.at),
                               .end = node->end.at,
                               .note_first = before->end.note_end,
                               .note_end = node->end.note_end,
                               .used = node->end.used < INT32_MAX ? (scaled)node->end.used : INT32_MAX,
                               .demerits = node->cost,
                               .overfull = node->end.forced,
                               .uneven = node->uneven,
                               .free = node->end.level == LEVEL_FREE && !node->end.forced,
                               .n_elastics = node->end.n_elastics,
                               .more = node->end.more};
    memcpy(span->elastics, node->end.elastics, sizeof span->elastics);
}

static void collect(struct search *s, struct arena *a, struct page_spans *out)
{
    uint32_t last = last_node(s);
    for (uint32_t k = last; s->nodes[k].from != 0; k = s->nodes[k].from - 1)
        out->n++;
    out->items = arena_calloc(a, out->n, sizeof *out->items);
    size_t i = out->n;
    for (uint32_t k = last; s->nodes[k].from != 0; k = s->nodes[k].from - 1)
        set_span(s, &s->nodes[k], &out->items[--i]);
}

static void trace_end(const struct search *s, const struct node *node, const struct node *chosen, struct buf *out)
{
    const struct page_end *e = &node->end;
    bool is_chosen = e->at == chosen->end.at && e->note_end == chosen->end.note_end && e->more == chosen->end.more &&
                     e->n_elastics == chosen->end.n_elastics;
    buf_printf(out, "  %c item %u, ", is_chosen ? '*' : ' ', (unsigned)e->at);
    buf_fixed(out, muldiv(e->used, 1000, s->p->line > 0 ? s->p->line : SCALED_ONE));
    buf_puts(out, " lines");
    if (e->n_elastics > 0)
        buf_printf(out, " (%d %s)", e->n_elastics, e->more > 0 ? "longer" : "shorter");
    int64_t uneven = node->cost - s->nodes[node->from - 1].cost - page_end_cost(e);
    const struct {
        const char *name;
        int64_t cost;
    } parts[] = {{"empty", e->empty},     {"break", e->penalty},  {"notes", e->notes},
                 {"elastic", e->elastic}, {"short end", e->last}, {"uneven", uneven}};
    buf_puts(out, ":");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].cost != 0)
            buf_printf(out, " %s %lld", parts[i].name, (long long)parts[i].cost);
    buf_printf(out, "%s = %lld\n", e->forced ? " forced" : "", (long long)(node->cost - s->nodes[node->from - 1].cost));
}

/* What was possible at the end of each page, once the pages are chosen. */
static void explain(struct search *s, struct buf *out)
{
    uint32_t last = last_node(s), n = 0, *path = mem_calloc(s->n_nodes + 1, sizeof *path);
    for (uint32_t k = last; s->nodes[k].from != 0; k = s->nodes[k].from - 1)
        path[n++] = k;
    for (uint32_t page = 1; n-- > 0; page++) {
        const struct node *chosen = &s->nodes[path[n]];
        buf_printf(out, " page %u, from item %u, total %lld\n", (unsigned)page,
                   (unsigned)s->nodes[chosen->from - 1].end.at, (long long)chosen->cost);
        fill_from(s, chosen->from - 1);
        for (size_t i = 0; i < s->ends.n; i++) {
            struct node node = follow(s, chosen->from - 1, &s->ends.items[i]);
            trace_end(s, &node, chosen, out);
        }
    }
    free(path);
}

void pagebreak(const struct vitem *items, size_t n, const struct pagebreak_params *p, struct arena *a,
               struct buf *trace, struct page_spans *out)
{
    *out = (struct page_spans){0};
    while (n > 0 && items[n - 1].kind != VITEM_BOX) /* what follows the last box needs no page */
        n--;
    if (n == 0)
        return;
    struct search s = {.p = p};
    page_list_make(&s.list, items, n, p, a);
    s.at = arena_calloc(a, n + 1, sizeof *s.at);
    struct node start = {.level = LEVEL_FREE, .side = p->facing == FACING_FROM_FIRST ? SIDE_FIRST : SIDE_SECOND};
    offer(&s, &start);
    for (size_t i = 0; i <= n; i++)
        go_on_from(&s, i);
    collect(&s, a, out);
    if (trace != NULL)
        explain(&s, trace);
    free(s.nodes);
    free(s.ends.items);
}
