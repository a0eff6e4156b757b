/* Which elements there are, and the order of their parts.
 *
 * Children stand in the order of their tags, which is reading order. Only where an element has content of its own
 * beside children (a link within a paragraph) does the place of the content decide: `order` counts the sequences of the
 * whole book, and an element begins where the first one below it does.
 */
#include "pdf/structure_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NOWHERE UINT32_MAX

struct planner {
    struct structure_plan *plan;
    const struct structure_input *in;
    size_t n_tags;
    uint32_t *first; /* by tag: where the content below it begins */
    bool *kept;
    uint32_t *filled; /* by tag: parts put so far */
};

/* The tag that holds tag i; layout puts parents before children, anything else goes to the root. */
static uint32_t parent_of(const struct planner *p, size_t i)
{
    uint32_t parent = p->in->pages->tags[i].parent;
    return i <= 1 ? 0 : parent > 0 && parent < i ? parent : 1;
}

static void keep_content(struct planner *p)
{
    uint32_t order = 0;
    for (size_t i = 0; i < p->in->pages->n; i++)
        for (size_t k = 0; k < p->in->marks[i].n; k++, order++) {
            uint32_t tag = p->in->marks[i].tags[k];
            p->kept[tag] = true;
            if (p->first[tag] == NOWHERE)
                p->first[tag] = order;
        }
    for (size_t i = 0; i < p->in->links->n; i++)
        p->kept[p->in->links->items[i].item.tag] = true;
}

/* What holds something is kept, too, from the leaves up. */
static void keep_parents(struct planner *p)
{
    p->kept[1] = true;
    for (size_t i = p->n_tags - 1; i > 1; i--) {
        uint32_t parent = parent_of(p, i);
        if (!p->kept[i])
            continue;
        p->kept[parent] = true;
        if (p->first[i] < p->first[parent])
            p->first[parent] = p->first[i];
    }
}

static bool is_table_part(uint8_t role)
{
    return role == TAG_THEAD || role == TAG_TBODY || role == TAG_TR || role == TAG_TH || role == TAG_TD;
}

/* A table has its rows and cells even where they are empty, or the columns would not agree. */
static void keep_cells(struct planner *p)
{
    for (size_t i = 2; i < p->n_tags; i++) {
        uint8_t above = p->in->roles->items[parent_of(p, i)];
        if (is_table_part(p->in->roles->items[i]) && p->kept[parent_of(p, i)] &&
            (above == TAG_TABLE || is_table_part(above)))
            p->kept[i] = true;
    }
}

static void number_elements(struct planner *p, struct document *doc)
{
    struct structure_plan *plan = p->plan;
    for (size_t i = 1; i < p->n_tags; i++)
        if (p->kept[i])
            plan->numbers[i] = ++plan->n_elements;
    plan->first_number = document_reserve(doc, plan->n_elements);
    for (size_t i = 1; i < p->n_tags; i++)
        if (p->kept[i])
            plan->numbers[i] += plan->first_number - 1;
}

/* Counts the parts of each tag and so finds where they begin. */
static void make_room(struct planner *p)
{
    uint32_t *starts = p->plan->starts;
    for (size_t i = 0; i < p->in->pages->n; i++)
        for (size_t k = 0; k < p->in->marks[i].n; k++)
            starts[p->in->marks[i].tags[k] + 1]++;
    for (size_t i = 0; i < p->in->links->n; i++)
        starts[p->in->links->items[i].item.tag + 1]++;
    for (size_t i = 2; i < p->n_tags; i++)
        if (p->kept[i])
            starts[parent_of(p, i) + 1]++;
    for (size_t i = 1; i <= p->n_tags; i++)
        starts[i] += starts[i - 1];
    p->plan->parts = mem_calloc((size_t)starts[p->n_tags] + 1, sizeof *p->plan->parts);
}

static void put_part(struct planner *p, uint32_t tag, struct part part)
{
    p->plan->parts[p->plan->starts[tag] + p->filled[tag]++] = part;
}

/* Content and links of the pages, a page's links behind its content. */
static void put_content(struct planner *p)
{
    const struct link_use *links = p->in->links;
    uint32_t order = 0;
    size_t link = 0;
    for (uint32_t i = 0; i < p->in->pages->n; i++) {
        for (uint32_t k = 0; k < p->in->marks[i].n; k++, order++)
            put_part(p, p->in->marks[i].tags[k], (struct part){i, k, order, PART_CONTENT});
        for (; link < links->n && links->items[link].page == i; link++) {
            uint32_t tag = links->items[link].item.tag;
            put_part(p, tag, (struct part){i, (uint32_t)link, order > 0 ? order - 1 : 0, PART_LINK});
        }
    }
}

/* Children behind the content; one without content begins where the child before it does. */
static void put_children(struct planner *p)
{
    for (uint32_t i = 2; i < p->n_tags; i++) {
        if (!p->kept[i])
            continue;
        uint32_t parent = parent_of(p, i), order = p->first[i];
        const struct part *before = &p->plan->parts[p->plan->starts[parent] + p->filled[parent]];
        if (order == NOWHERE)
            order = p->filled[parent] > 0 ? before[-1].order : 0;
        put_part(p, parent, (struct part){0, i, order, PART_ELEMENT});
    }
}

static int compare_parts(const void *x, const void *y)
{
    const struct part *a = x, *b = y;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Elements with content and children: the content decides. */
static void sort_mixed(struct planner *p)
{
    const struct structure_plan *plan = p->plan;
    for (size_t i = 1; i < p->n_tags; i++) {
        struct part *parts = plan->parts + plan->starts[i];
        uint32_t n = plan->starts[i + 1] - plan->starts[i];
        if (n > 1 && parts[0].kind != PART_ELEMENT && parts[n - 1].kind == PART_ELEMENT)
            qsort(parts, n, sizeof *parts, compare_parts);
    }
}

void structure_plan_make(struct structure_plan *plan, struct document *doc, const struct structure_input *in)
{
    size_t n = in->pages->n_tags;
    *plan = (struct structure_plan){.in = in};
    struct planner p = {.plan = plan, .in = in, .n_tags = n};
    plan->numbers = mem_calloc(n + 1, sizeof *plan->numbers);
    plan->starts = mem_calloc(n + 2, sizeof *plan->starts);
    p.first = mem_alloc((n + 1) * sizeof *p.first);
    memset(p.first, 0xFF, (n + 1) * sizeof *p.first);
    p.kept = mem_calloc(n + 1, sizeof *p.kept);
    p.filled = mem_calloc(n + 1, sizeof *p.filled);
    keep_content(&p);
    keep_parents(&p);
    keep_cells(&p);
    number_elements(&p, doc);
    make_room(&p);
    put_content(&p);
    put_children(&p);
    sort_mixed(&p);
    free(p.first);
    free(p.kept);
    free(p.filled);
}

void structure_plan_free(struct structure_plan *p)
{
    free(p->numbers);
    free(p->starts);
    free(p->parts);
}
