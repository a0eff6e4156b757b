/* Line breaking by total fit, after Knuth & Plass 1981 and part 38 of TeX: The Program.
 *
 * Going through the list once, the active nodes are the feasible ends of lines from which the line at hand could begin.
 * At each legal break every active node is tried: a node whose line would be too wide even when shrunk is dropped for
 * good, so the active list never holds more than about a line's worth of nodes and the work is linear in the length of
 * the paragraph. Of the lines that are good enough the cheapest is kept for each fitness class, which makes the result
 * optimal although neighbouring lines have a say in each other's price.
 *
 * What differs from TeX: letters may shrink and stretch too (glyph scaling) and do so before the spaces, punctuation
 * hangs, the last line needs no glue that fills it, short last lines have a price, and the first pass leaves ties alone
 * as it does hyphens, so that a name is only torn where a paragraph can't be set well otherwise.
 */
#include "layout/linebreak.h"

#include <stdlib.h>

#include "base/mem.h"
#include "layout/linebreak_measure.h"
#include "layout/linebreak_trace.h"

#define NONE UINT32_MAX
#define FIRST_PASS_TOLERANCE 300
#define INFINITE INT64_MAX
/* Part of the measure that a ragged line may leave empty at a badness of 100. */
#define RAG_SHARE 7

/* A feasible end of a line. */
struct node {
    uint32_t position; /* item at which the line ended */
    uint32_t start;    /* item with which the next line begins */
    uint32_t line;     /* number of lines up to here */
    uint32_t prev;     /* node before, or NONE */
    int32_t badness;
    uint8_t fitness;
    uint8_t hyphens; /* lines in a row that end with one, this included; LADDER: as many or more */
    bool overfull;
    int64_t demerits;
};

struct nodes {
    struct node *items;
    size_t n, cap;
};

/* An active node, and what is asked of it at every break. */
struct candidate {
    uint32_t node;
    uint32_t start;     /* of the node's next line */
    uint32_t class;     /* nodes that are told apart by line number */
    uint32_t first;     /* 1: its line has the width of the first ones */
    int64_t need, past; /* see struct reach */
};

/* Active nodes, sorted by line number. */
struct active {
    struct candidate *items;
    size_t n, cap;
    int64_t least_need[2]; /* of those whose line has the width of all lines, and of the first */
};

/* Sums over the items before an index. `most` is what they can be stretched to within the pass's tolerance, times
 * `unit`; `least` what they can be shrunk to. A line is too loose, whatever its exact badness, where
 *     most[end] - most[start] < unit * (width of the line - its hyphen + what hangs out at both ends) - elastic,
 * and no line that begins at its node fits any more where
 *     least[end] - least[start] > width of the line + what may hang out.
 * What belongs to the node is kept with it, what belongs to the end is worked out once a break: a comparison is left.
 */
struct reach {
    int64_t most, least;
};

/* For lines that end at the break at hand; [1]: for lines as wide as the first. */
struct limits {
    int64_t open[2], past[2];
};

struct pass {
    const struct hlist_measure *m;
    const struct linebreak_params *p;
    int number;
    int32_t tolerance;
    int64_t emergency;
    bool count_lines;    /* nodes of different line numbers are kept apart */
    struct reach *reach; /* n + 1 */
    int64_t unit;        /* of reach.most; 0: every loose line counts, or is told to the trace */
    int64_t elastic;     /* what a line has beside its items' stretch, in that unit */
    struct nodes nodes;
    struct active active, next;
};

/* How a line from a node to the break at hand comes out. */
struct trial {
    int32_t badness;
    uint8_t fitness;
    bool overfull;
};

/* Lines in a row that end with a hyphen; a further one makes a ladder. */
#define LADDER 2
#define N_FITNESS 4
#define N_CLASSES (N_FITNESS * (LADDER + 1))

/* The cheapest way to the break at hand, by hyphens in a row and fitness class. */
struct best {
    struct node nodes[N_CLASSES];
    unsigned used; /* a bit for each of them that holds something */
};

int32_t badness(int64_t t, int64_t s)
{
    if (t == 0)
        return 0;
    if (s <= 0)
        return BADNESS_OVERFULL;
    if (t > s * 16)
        return BADNESS_OVERFULL;
    int64_t r = t * 297 / s; /* 297³ is close to 100 · 2¹⁸ */
    if (r > 1290)
        return BADNESS_OVERFULL;
    int64_t b = (r * r * r + 131072) / 262144;
    return b > BADNESS_OVERFULL ? BADNESS_OVERFULL : (int32_t)b;
}

static uint8_t fitness_of(int32_t bad, bool stretched)
{
    if (!stretched)
        return bad > 12 ? FIT_TIGHT : FIT_DECENT;
    return bad > 99 ? FIT_VERY_LOOSE : bad > 12 ? FIT_LOOSE : FIT_DECENT;
}

static void try_justified(const struct pass *s, const struct line_fit *fit, int64_t width, bool forced, struct trial *t)
{
    int64_t room = width - fit->natural, rest = measure_rest(fit, room);
    if (room < 0) {
        t->overfull = -rest > fit->shrink;
        t->badness = badness(-rest, fit->shrink);
    } else if (!forced) {
        t->badness = badness(rest * STRETCH_WEIGHT, fit->stretch + s->emergency);
    }
    t->fitness = fitness_of(t->badness, room >= 0);
}

/* A ragged line is neither stretched nor shrunk. Its emptiness is judged against a part of the measure. */
static void try_ragged(const struct pass *s, const struct line_fit *fit, int64_t width, bool forced, struct trial *t)
{
    int64_t room = width - fit->natural;
    t->overfull = room < 0;
    if (!forced && room > 0)
        t->badness = badness(room, s->p->width / RAG_SHARE + s->emergency);
    t->fitness = fitness_of(t->badness, true);
}

static struct trial try_line(const struct pass *s, const struct node *from, uint32_t end)
{
    struct line_fit fit;
    struct trial t = {0};
    int64_t width = measure_width(s->m, s->p, from->line, end);
    measure_line(s->m, from->start, end, &fit);
    if (s->p->ragged || s->p->balance)
        try_ragged(s, &fit, width, measure_forced(s->m, end), &t);
    else
        try_justified(s, &fit, width, measure_forced(s->m, end), &t);
    if (t.overfull)
        t.badness = BADNESS_OVERFULL;
    return t;
}

/* The largest r of badness() for which a line is within the tolerance. */
static int64_t ratio_within(int32_t tolerance)
{
    int64_t r = 0, high = 1290;
    while (r < high) {
        int64_t mid = (r + high + 1) / 2;
        if ((mid * mid * mid + 131072) / 262144 <= tolerance)
            r = mid;
        else
            high = mid - 1;
    }
    return r;
}

/* Prepares the sums for a pass. A line is within the tolerance if 297 t / s < r + 1; t is what stretching needs (twice
 * what is left when letters gave all they may), s the stretch of its spaces. */
static void set_reach(struct pass *s)
{
    bool ragged = s->p->ragged || s->p->balance;
    int64_t above = ratio_within(s->tolerance) + 1, most = 0, least = 0;
    s->unit = s->tolerance >= BADNESS_OVERFULL || s->p->trace != NULL ? 0 : ragged ? 297 : 297 * STRETCH_WEIGHT;
    s->elastic = above * ((ragged ? s->p->width / RAG_SHARE : 0) + s->emergency);
    for (size_t i = 0; i < s->m->n; i++) {
        const struct hitem *it = &s->m->items[i];
        s->reach[i] = (struct reach){most, least};
        if (it->kind == HITEM_PENALTY)
            continue;
        most += s->unit * it->width;
        least += it->width;
        if (ragged)
            continue;
        most += it->kind == HITEM_GLUE ? above * it->stretch : s->unit * ((int64_t)it->stretch + it->more);
        least -= (int64_t)it->shrink + it->more;
    }
    s->reach[s->m->n] = (struct reach){most, least};
}

/* Limits for lines that end at item `end`. */
static void set_limits(const struct pass *s, uint32_t end, struct limits *l)
{
    const struct hitem *last = &s->m->items[end];
    int64_t beyond = 0; /* the hyphen, or what hangs out */
    if (last->kind == HITEM_PENALTY && last->width > 0)
        beyond = last->width - last->hang_right;
    else if (end > 0 && s->m->items[end - 1].kind == HITEM_BOX)
        beyond = -s->m->items[end - 1].hang_right;
    for (int first = 0; first < 2; first++) {
        int64_t width = first ? s->p->first_width : s->p->width;
        l->past[first] = s->reach[end].least - s->m->max_hang - width;
        if (end + 1 == s->m->n)
            width -= s->p->last_room;
        l->open[first] = s->reach[end].most + s->elastic - s->unit * (width - beyond);
    }
}

static int64_t square(int64_t v)
{
    return v * v;
}

static int64_t sum_parts(const struct demerit_parts *d)
{
    return d->line + d->penalty + d->hyphens + d->fitness + d->last;
}

static bool is_flagged(const struct pass *s, uint32_t end)
{
    return s->m->items[end].kind == HITEM_PENALTY && s->m->items[end].flagged;
}

static struct demerit_parts line_demerits(const struct pass *s, const struct node *from, uint32_t end, int32_t penalty,
                                          const struct trial *t)
{
    const struct linebreak_params *p = s->p;
    bool last = end + 1 == s->m->n;
    struct demerit_parts d = {.line = square((int64_t)p->line_penalty + t->badness)};
    if (penalty > PENALTY_FORCE)
        d.penalty = penalty > 0 ? square(penalty) : -square(penalty);
    if (from->hyphens > 0 && is_flagged(s, end))
        d.hyphens += from->hyphens == LADDER ? p->ladder_demerits : p->double_hyphen_demerits;
    if (from->hyphens > 0 && last)
        d.hyphens += p->final_hyphen_demerits;
    if (t->fitness > from->fitness + 1 || from->fitness > t->fitness + 1)
        d.fitness = p->adj_demerits;
    if (last && from->prev != NONE && s->m->sums[end].width - s->m->sums[from->start].width < p->last_min)
        d.last = p->runt_demerits;
    return d;
}

static void tell(const struct pass *s, struct linebreak_step step)
{
    step.pass = s->number;
    s->p->trace->note(s->p->trace->user, &step);
}

static void tell_trial(const struct pass *s, enum linebreak_event event, uint32_t from, uint32_t end,
                       const struct trial *t)
{
    const struct node *a = &s->nodes.items[from];
    struct linebreak_step step = {
        .event = event, .from = from, .position = end, .line = a->line, .badness = t->badness, .fitness = t->fitness};
    int32_t penalty;
    if (event == TRACE_LINE && measure_may_break(s->m, end, &penalty)) {
        step.parts = line_demerits(s, a, end, penalty, t);
        step.demerits = a->demerits + sum_parts(&step.parts);
    }
    tell(s, step);
}

static void consider(struct pass *s, struct best *best, uint32_t from, uint32_t end, int32_t penalty,
                     const struct trial *t)
{
    const struct node *a = &s->nodes.items[from];
    struct demerit_parts parts = line_demerits(s, a, end, penalty, t);
    int64_t d = a->demerits + sum_parts(&parts);
    uint8_t hyphens = !is_flagged(s, end) ? 0 : a->hyphens < LADDER ? a->hyphens + 1 : LADDER;
    int class = hyphens * N_FITNESS + t->fitness;
    struct node *slot = &best->nodes[class];
    if (s->p->trace != NULL)
        tell_trial(s, TRACE_LINE, from, end, t);
    if ((best->used >> class & 1) && slot->demerits <= d)
        return;
    *slot = (struct node){.position = end,
                          .start = s->m->line_start[end + 1],
                          .line = a->line + 1,
                          .prev = from,
                          .badness = t->badness,
                          .fitness = t->fitness,
                          .overfull = t->overfull,
                          .hyphens = hyphens,
                          .demerits = d};
    best->used |= 1u << class;
}

static inline void keep(struct active *a, const struct candidate *c)
{
    if (a->n == a->cap)
        mem_grow((void **)&a->items, &a->cap, a->n + 1, sizeof *a->items);
    a->items[a->n++] = *c;
    if (c->need < a->least_need[c->first])
        a->least_need[c->first] = c->need;
}

static inline void empty(struct active *a)
{
    a->n = 0;
    a->least_need[0] = a->least_need[1] = INT64_MAX;
}

/* Makes a node active. The first lines may have a width of their own, so they are told apart. */
static void activate(struct pass *s, struct active *a, uint32_t k)
{
    const struct node *n = &s->nodes.items[k];
    uint32_t first = measure_first_lines(s->p);
    bool box = n->start < s->m->n && s->m->items[n->start].kind == HITEM_BOX;
    int64_t hang = box ? s->m->items[n->start].hang_left : 0;
    keep(a, &(struct candidate){.node = k,
                                .start = n->start,
                                .class = s->count_lines || n->line < first ? n->line : first,
                                .first = n->line < first,
                                .need = s->reach[n->start].most + s->unit * hang,
                                .past = s->reach[n->start].least + hang});
}

/* Is there a way that is cheaper by more than any neighbour could make up for, and ends with no more hyphens? */
static bool is_beaten(const struct pass *s, const struct best *b, int i)
{
    unsigned others = b->used & ((1u << (i / N_FITNESS + 1) * N_FITNESS) - 1);
    for (; others != 0; others &= others - 1)
        if (b->nodes[i].demerits > b->nodes[__builtin_ctz(others)].demerits + s->p->adj_demerits)
            return true;
    return false;
}

/* Makes the kept ways active, but for those that can't become part of the best solution. */
static void flush(struct pass *s, struct best *b)
{
    for (unsigned left = b->used; left != 0; left &= left - 1) {
        int i = __builtin_ctz(left);
        const struct node *n = &b->nodes[i];
        if (is_beaten(s, b, i))
            continue;
        mem_grow((void **)&s->nodes.items, &s->nodes.cap, s->nodes.n + 1, sizeof *s->nodes.items);
        s->nodes.items[s->nodes.n] = *n;
        activate(s, &s->next, (uint32_t)s->nodes.n++);
        if (s->p->trace != NULL)
            tell(s, (struct linebreak_step){.event = TRACE_NODE,
                                            .node = (uint32_t)s->nodes.n - 1,
                                            .from = n->prev,
                                            .position = n->position,
                                            .line = n->line,
                                            .fitness = n->fitness,
                                            .demerits = n->demerits});
    }
    b->used = 0;
}

/* Nothing fits: the line that sticks out least is the one that begins last. */
static void accept_overfull(struct pass *s, struct best *b, uint32_t end, int32_t penalty)
{
    uint32_t from = s->active.items[0].node; /* there is one: else try_break() would not have been called */
    for (size_t i = 1; i < s->active.n; i++) {
        uint32_t k = s->active.items[i].node;
        const struct node *a = &s->nodes.items[k], *c = &s->nodes.items[from];
        if (a->start > c->start || (a->start == c->start && a->demerits < c->demerits))
            from = k;
    }
    struct trial t = {.badness = BADNESS_OVERFULL, .fitness = FIT_TIGHT, .overfull = true};
    consider(s, b, from, end, penalty, &t);
    flush(s, b);
}

static void swap_active(struct pass *s)
{
    struct active used = s->active;
    s->active = s->next;
    s->next = used;
    empty(&s->next);
}

/* Tries a line from one active node to item `end`. False: no further line begins at the node. */
static bool try_candidate(struct pass *s, struct best *best, const struct candidate *c, const struct limits *l,
                          uint32_t end, int32_t penalty)
{
    struct trial t = try_line(s, &s->nodes.items[c->node], end);
    if (!t.overfull && t.badness <= s->tolerance)
        consider(s, best, c->node, end, penalty, &t);
    else if (s->p->trace != NULL && !t.overfull && t.badness < BADNESS_OVERFULL)
        tell_trial(s, TRACE_TOO_LOOSE, c->node, end, &t);
    if (c->start < end && penalty > PENALTY_FORCE && l->past[c->first] <= c->past)
        return true;
    if (s->p->trace != NULL && t.overfull)
        tell_trial(s, TRACE_TOO_WIDE, c->node, end, &t);
    return false;
}

/* Tries to end a line at item `end`. False when no active node is left. */
static bool try_break(struct pass *s, uint32_t end, int32_t penalty)
{
    bool forced = penalty <= PENALTY_FORCE;
    struct limits limits;
    struct best best;
    best.used = 0;
    set_limits(s, end, &limits);
    if (!forced && s->unit != 0 && limits.open[0] < s->active.least_need[0] && limits.open[1] < s->active.least_need[1])
        return true; /* too loose from wherever the line begins: most places are */
    for (size_t i = 0; i < s->active.n; i++) {
        const struct candidate *c = &s->active.items[i];
        if (i > 0 && c->class != c[-1].class)
            flush(s, &best);
        bool nothing = c->start > end || (c->start == end && !forced); /* lies between the two breaks */
        bool loose = !forced && s->unit != 0 && limits.open[c->first] < c->need;
        if (nothing || loose || try_candidate(s, &best, c, &limits, end, penalty))
            keep(&s->next, c);
    }
    flush(s, &best);
    if (s->next.n == 0 && s->number == PASS_OVERFULL)
        accept_overfull(s, &best, end, penalty);
    swap_active(s);
    return s->active.n > 0;
}

/* May a line end at this item in the pass at hand? */
static bool allowed(const struct pass *s, size_t i, int32_t penalty)
{
    const struct hitem *it = &s->m->items[i];
    if (s->number >= PASS_EMERGENCY || it->kind != HITEM_PENALTY || penalty <= PENALTY_FORCE)
        return true;
    if (it->tie == TIE_RUNT || it->tie == TIE_CUT)
        return false;
    if (it->tie == TIE_NAME)
        return s->number >= PASS_NAMES;
    return s->number >= PASS_PRICED || (!it->flagged && (it->tie == TIE_NONE || it->tie == TIE_WEAK));
}

static uint32_t cheapest(const struct pass *s)
{
    uint32_t best = s->active.items[0].node;
    for (size_t i = 1; i < s->active.n; i++)
        if (s->nodes.items[s->active.items[i].node].demerits < s->nodes.items[best].demerits)
            best = s->active.items[i].node;
    return best;
}

/* The node at the end that is wanted: the cheapest, or with looseness the cheapest of those whose number of lines comes
 * nearest; *met tells whether it has the lines that were asked for. */
static uint32_t choose(const struct pass *s, bool *met)
{
    uint32_t best = cheapest(s);
    int64_t want = (int64_t)s->nodes.items[best].line + s->p->looseness;
    for (size_t i = 0; s->p->looseness != 0 && i < s->active.n; i++) {
        const struct node *a = &s->nodes.items[s->active.items[i].node], *b = &s->nodes.items[best];
        int64_t da = llabs(a->line - want), db = llabs(b->line - want);
        if (da < db || (da == db && a->demerits < b->demerits))
            best = s->active.items[i].node;
    }
    *met = s->nodes.items[best].line == want;
    return best;
}

static bool run_pass(struct pass *s)
{
    int32_t penalty;
    s->nodes.n = 0;
    empty(&s->active);
    empty(&s->next);
    if (s->p->trace != NULL)
        tell(s, (struct linebreak_step){.event = TRACE_PASS, .tolerance = s->tolerance});
    mem_grow((void **)&s->nodes.items, &s->nodes.cap, 1, sizeof *s->nodes.items);
    s->nodes.items[s->nodes.n++] = (struct node){.prev = NONE, .fitness = FIT_DECENT, .start = 0};
    set_reach(s);
    activate(s, &s->active, 0);
    for (size_t i = 0; i < s->m->n; i++) {
        if (!measure_may_break(s->m, i, &penalty) || !allowed(s, i, penalty))
            continue;
        if (try_break(s, (uint32_t)i, penalty))
            continue;
        if (s->p->trace != NULL)
            tell(s, (struct linebreak_step){.event = TRACE_FAILED, .position = (uint32_t)i});
        return false;
    }
    return s->active.n > 0;
}

static void set_pass(struct pass *s, int number)
{
    int32_t tolerance = s->p->tolerance;
    s->number = number;
    s->emergency = number >= PASS_EMERGENCY ? s->p->emergency_stretch : 0;
    if (number == PASS_PLAIN &&
        !s->p->ragged) /* in ragged text an empty end disturbs less than a hyphen or a torn tie */
        s->tolerance = tolerance < FIRST_PASS_TOLERANCE ? tolerance : FIRST_PASS_TOLERANCE;
    else
        s->tolerance = number < PASS_EMERGENCY ? tolerance : BADNESS_OVERFULL;
}

static void collect(const struct pass *s, uint32_t last, struct arena *a, struct breaks *out)
{
    out->n = s->nodes.items[last].line;
    out->items = arena_calloc(a, out->n, sizeof *out->items);
    out->overfull = false;
    out->pass = s->number;
    size_t i = out->n;
    for (uint32_t k = last; s->nodes.items[k].prev != NONE; k = s->nodes.items[k].prev) {
        const struct node *node = &s->nodes.items[k];
        uint32_t start = s->nodes.items[node->prev].start;
        int32_t ratio = measure_ratio(s->m, s->p, (uint32_t)--i, start, node->position);
        out->items[i] = (struct breakpoint){node->position, start, ratio, node->badness, node->fitness, node->demerits};
        out->overfull = out->overfull || node->overfull;
    }
}

void linebreak(const struct hitem *items, size_t n, const struct linebreak_params *p, struct arena *a,
               struct breaks *out)
{
    struct hlist_measure m;
    *out = (struct breaks){0};
    if (n == 0)
        return;
    measure_init(&m, items, n, a);
    if (p->balance && linebreak_balanced(&m, p, a, out))
        return;
    struct pass s = {.m = &m, .p = p, .count_lines = p->looseness != 0};
    s.reach = arena_room(a, (n + 1) * sizeof *s.reach);
    uint32_t last = 0;
    bool met = false;
    for (int number = PASS_PLAIN; number <= PASS_OVERFULL; number++) {
        set_pass(&s, number);
        if (!run_pass(&s))
            continue;
        last = choose(&s, &met);
        if (met || number == PASS_EMERGENCY)
            break;
    }
    collect(&s, last, a, out);
    free(s.nodes.items);
    free(s.active.items);
    free(s.next.items);
}
