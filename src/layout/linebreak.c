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
#include <string.h>

#include "layout/linebreak_measure.h"
#include "layout/linebreak_trace.h"

#define NONE UINT32_MAX
#define FIRST_PASS_TOLERANCE 300
#define FIRST_CAP 64 /* nodes */
/* Part of the measure that a ragged line may leave empty at a badness of 100. */
#define RAG_SHARE 7

/* A feasible end of a line. */
struct node {
    struct line_begin begin; /* of the next line */
    uint32_t place;          /* index of the place where the line ended; NONE: the paragraph's beginning */
    uint32_t line;           /* number of lines up to here */
    uint32_t prev;           /* node before, or NONE */
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

/* What a line's ends say about it. `most` is what the items before an end can be stretched to within the pass's
 * tolerance, times `unit`; `least` what they can be shrunk to. A line is too loose, whatever its exact badness, where
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
    struct arena *a;
    bool ragged;      /* lines are neither stretched nor shrunk */
    bool count_lines; /* nodes of different line numbers are kept apart */
    int64_t unit;     /* of reach.most; 0: every loose line counts, or is told to the trace */
    int64_t above;    /* what a space may be stretched by, of its stretch, in that unit */
    int64_t elastic;  /* what a line has beside its items' stretch, in that unit */
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

/* A way to the break at hand. */
struct way {
    int64_t demerits;
    uint32_t from; /* node */
    int32_t badness;
    bool overfull;
};

/* The cheapest ways, by hyphens in a row and fitness class. */
struct best {
    struct way ways[N_CLASSES];
    unsigned used; /* a bit for each of them that holds something */
};

/* A break at hand. */
struct ending {
    const struct hplace *place;
    uint32_t index; /* among the places */
    bool forced, last;
    int64_t price; /* the demerits of its penalty */
    struct limits limits;
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

static inline void try_justified(const struct pass *s, const struct line_begin *b, const struct ending *e, int64_t room,
                                 struct trial *t)
{
    const struct hsums *to = &e->place->sums, *from = &b->sums;
    int64_t more = to->more - from->more;
    if (room < 0) {
        int64_t glue = to->shrink - from->shrink;
        int64_t rest = measure_rest(-room, to->box_shrink - from->box_shrink, glue, more);
        t->overfull = rest > glue;
        t->badness = badness(rest, glue);
    } else if (!e->forced) {
        int64_t glue = to->stretch - from->stretch;
        int64_t rest = measure_rest(room, to->box_stretch - from->box_stretch, glue, more);
        t->badness = badness(rest * STRETCH_WEIGHT, glue + s->emergency);
    }
    t->fitness = fitness_of(t->badness, room >= 0);
}

/* A ragged line is neither stretched nor shrunk. Its emptiness is judged against a part of the measure. */
static void try_ragged(const struct pass *s, const struct ending *e, int64_t room, struct trial *t)
{
    t->overfull = room < 0;
    if (!e->forced && room > 0)
        t->badness = badness(room, s->p->width / RAG_SHARE + s->emergency);
    t->fitness = fitness_of(t->badness, true);
}

static inline struct trial try_line(const struct pass *s, const struct node *from, const struct ending *e)
{
    struct trial t = {0};
    const struct line_begin *b = &from->begin;
    int64_t room = measure_width(s->m, s->p, from->line, e->place->item) - measure_natural(b, e->place);
    if (s->ragged)
        try_ragged(s, e, room, &t);
    else if (b->item < e->place->item)
        try_justified(s, b, e, room, &t);
    else /* nothing stands between two forced breaks */
        try_justified(s, b, &(struct ending){.place = &(struct hplace){.sums = b->sums}, .forced = e->forced}, room,
                      &t);
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

/* Prepares the limits of a pass. A line is within the tolerance if 297 t / s < r + 1; t is what stretching needs (twice
 * what is left when letters gave all they may), s the stretch of its spaces. */
static void set_tolerance(struct pass *s)
{
    int64_t above = ratio_within(s->tolerance) + 1;
    s->unit = s->tolerance >= BADNESS_OVERFULL || s->p->trace != NULL ? 0 : s->ragged ? 297 : 297 * STRETCH_WEIGHT;
    s->above = s->ragged ? 0 : above;
    s->elastic = above * ((s->ragged ? s->p->width / RAG_SHARE : 0) + s->emergency);
}

static inline struct reach reach_of(const struct pass *s, const struct hsums *sums)
{
    if (s->ragged)
        return (struct reach){s->unit * sums->width, sums->width};
    return (struct reach){s->unit * (sums->width + sums->box_stretch + sums->more) + s->above * sums->stretch,
                          sums->width - sums->box_shrink - sums->shrink - sums->more};
}

/* Limits for lines that end at a place. */
static inline void set_limits(const struct pass *s, const struct hplace *place, struct limits *l)
{
    struct reach r = reach_of(s, &place->sums);
    int64_t room = place->item + 1 == s->m->n ? s->p->last_room : 0, width = s->p->width, first = s->p->first_width;
    l->past[0] = r.least - s->m->max_hang - width;
    l->past[1] = r.least - s->m->max_hang - first;
    l->open[0] = r.most + s->elastic - s->unit * (width - room - place->beyond);
    l->open[1] = r.most + s->elastic - s->unit * (first - room - place->beyond);
}

static int64_t square(int64_t v)
{
    return v * v;
}

static int64_t sum_parts(const struct demerit_parts *d)
{
    return d->line + d->penalty + d->hyphens + d->fitness + d->last;
}

static inline __attribute__((always_inline)) struct demerit_parts
line_demerits(const struct pass *s, const struct node *from, const struct ending *e, const struct trial *t)
{
    const struct linebreak_params *p = s->p;
    struct demerit_parts d = {.line = square((int64_t)p->line_penalty + t->badness), .penalty = e->price};
    if (from->hyphens > 0 && e->place->flagged)
        d.hyphens += from->hyphens == LADDER ? p->ladder_demerits : p->double_hyphen_demerits;
    if (from->hyphens > 0 && e->last)
        d.hyphens += p->final_hyphen_demerits;
    if (t->fitness > from->fitness + 1 || from->fitness > t->fitness + 1)
        d.fitness = p->adj_demerits;
    if (e->last && from->prev != NONE && e->place->sums.width - from->begin.sums.width < p->last_min)
        d.last = p->runt_demerits;
    return d;
}

static void tell(const struct pass *s, struct linebreak_step step)
{
    step.pass = s->number;
    s->p->trace->note(s->p->trace->user, &step);
}

static __attribute__((noinline)) void tell_trial(const struct pass *s, enum linebreak_event event, uint32_t from,
                                                 const struct ending *e, const struct trial *t)
{
    const struct node *a = &s->nodes.items[from];
    struct linebreak_step step = {.event = event,
                                  .from = from,
                                  .position = e->place->item,
                                  .line = a->line,
                                  .ratio = measure_ratio(s->m, s->p, a->line, &a->begin, e->place),
                                  .badness = t->badness,
                                  .fitness = t->fitness};
    if (event == TRACE_LINE) {
        step.parts = line_demerits(s, a, e, t);
        step.demerits = a->demerits + sum_parts(&step.parts);
    }
    tell(s, step);
}

static inline void consider(struct pass *s, struct best *best, uint32_t from, const struct ending *e,
                            const struct trial *t)
{
    const struct node *a = &s->nodes.items[from];
    struct demerit_parts parts = line_demerits(s, a, e, t);
    int64_t d = a->demerits + sum_parts(&parts);
    unsigned hyphens = !e->place->flagged ? 0 : a->hyphens < LADDER ? a->hyphens + 1u : LADDER;
    unsigned class = hyphens * N_FITNESS + t->fitness;
    struct way *way = &best->ways[class];
    if (s->p->trace != NULL)
        tell_trial(s, TRACE_LINE, from, e, t);
    if ((best->used >> class & 1) && way->demerits <= d)
        return;
    *way = (struct way){d, from, t->badness, t->overfull};
    best->used |= 1u << class;
}

/* A larger array in the arena, with what stands in the old one. */
static void *larger(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
{
    *cap = *cap == 0 ? FIRST_CAP : *cap * 2;
    void *items = arena_room(a, *cap * size);
    if (n > 0)
        memcpy(items, old, n * size);
    return items;
}

static inline void keep(struct pass *s, struct active *a, const struct candidate *c)
{
    if (a->n == a->cap)
        a->items = larger(s->a, a->items, a->n, &a->cap, sizeof *a->items);
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
    struct reach r = reach_of(s, &n->begin.sums);
    keep(s, a,
         &(struct candidate){.node = k,
                             .start = n->begin.item,
                             .class = s->count_lines || n->line < first ? n->line : first,
                             .first = n->line < first,
                             .need = r.most + s->unit * n->begin.hang,
                             .past = r.least + n->begin.hang});
}

/* A new node; all of it is to be set. */
static struct node *add_node(struct pass *s)
{
    struct nodes *l = &s->nodes;
    if (l->n == l->cap)
        l->items = larger(s->a, l->items, l->n, &l->cap, sizeof *l->items);
    return &l->items[l->n++];
}

/* Is there a way that is cheaper by more than any neighbour could make up for, and ends with no more hyphens? */
static bool is_beaten(const struct pass *s, const struct best *b, int i)
{
    unsigned others = b->used & ((1u << (i / N_FITNESS + 1) * N_FITNESS) - 1);
    for (; others != 0; others &= others - 1)
        if (b->ways[i].demerits > b->ways[__builtin_ctz(others)].demerits + s->p->adj_demerits)
            return true;
    return false;
}

/* Makes the kept ways active, but for those that can't become part of the best solution. */
static void flush(struct pass *s, struct best *b, const struct ending *e)
{
    struct line_begin begin;
    if (b->used != 0)
        measure_behind(s->m, e->place, &begin);
    for (unsigned left = b->used; left != 0; left &= left - 1) {
        int i = __builtin_ctz(left);
        const struct way *way = &b->ways[i];
        if (is_beaten(s, b, i))
            continue;
        struct node *n = add_node(s);
        *n = (struct node){.begin = begin,
                           .place = e->index,
                           .line = s->nodes.items[way->from].line + 1,
                           .prev = way->from,
                           .badness = way->badness,
                           .fitness = (uint8_t)(i % N_FITNESS),
                           .hyphens = (uint8_t)(i / N_FITNESS),
                           .overfull = way->overfull,
                           .demerits = way->demerits};
        activate(s, &s->next, (uint32_t)s->nodes.n - 1);
        if (s->p->trace != NULL)
            tell(s, (struct linebreak_step){.event = TRACE_NODE,
                                            .node = (uint32_t)s->nodes.n - 1,
                                            .from = n->prev,
                                            .position = e->place->item,
                                            .line = n->line,
                                            .fitness = n->fitness,
                                            .demerits = n->demerits});
    }
    b->used = 0;
}

/* Nothing fits: the line that sticks out least is the one that begins last. */
static void accept_overfull(struct pass *s, struct best *b, const struct ending *e)
{
    uint32_t from = s->active.items[0].node; /* there is one: else try_break() would not have been called */
    for (size_t i = 1; i < s->active.n; i++) {
        uint32_t k = s->active.items[i].node;
        const struct node *a = &s->nodes.items[k], *c = &s->nodes.items[from];
        if (a->begin.item > c->begin.item || (a->begin.item == c->begin.item && a->demerits < c->demerits))
            from = k;
    }
    struct trial t = {.badness = BADNESS_OVERFULL, .fitness = FIT_TIGHT, .overfull = true};
    consider(s, b, from, e, &t);
    flush(s, b, e);
}

/* Tries a line from one active node. False: no further line begins at the node. */
static inline bool try_candidate(struct pass *s, struct best *best, const struct candidate *c, const struct ending *e)
{
    struct trial t = try_line(s, &s->nodes.items[c->node], e);
    if (!t.overfull && t.badness <= s->tolerance)
        consider(s, best, c->node, e, &t);
    else if (s->p->trace != NULL && !t.overfull && t.badness < BADNESS_OVERFULL)
        tell_trial(s, TRACE_TOO_LOOSE, c->node, e, &t);
    if (c->start < e->place->item && !e->forced && e->limits.past[c->first] <= c->past)
        return true;
    if (s->p->trace != NULL && t.overfull)
        tell_trial(s, TRACE_TOO_WIDE, c->node, e, &t);
    return false;
}

/* Is a line too loose that ends there, wherever it begins? At most places it is. */
static inline bool is_out_of_reach(const struct pass *s, const struct ending *e)
{
    return !e->forced && s->unit != 0 && e->limits.open[0] < s->active.least_need[0] &&
           e->limits.open[1] < s->active.least_need[1];
}

/* Tries to end a line at a place. False when no active node is left. */
static bool try_break(struct pass *s, const struct ending *e)
{
    struct best best;
    best.used = 0;
    empty(&s->next);
    for (size_t i = 0; i < s->active.n; i++) {
        const struct candidate *c = &s->active.items[i];
        if (i > 0 && c->class != c[-1].class)
            flush(s, &best, e);
        bool nothing = c->start > e->place->item || (c->start == e->place->item && !e->forced); /* between the breaks */
        bool loose = !e->forced && s->unit != 0 && e->limits.open[c->first] < c->need;
        if (nothing || loose || try_candidate(s, &best, c, e))
            keep(s, &s->next, c);
    }
    flush(s, &best, e);
    if (s->next.n == 0 && s->number == PASS_OVERFULL)
        accept_overfull(s, &best, e);
    struct active used = s->active;
    s->active = s->next;
    s->next = used;
    return s->active.n > 0;
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

static void begin_pass(struct pass *s)
{
    s->nodes.n = 0;
    empty(&s->active);
    if (s->p->trace != NULL)
        tell(s, (struct linebreak_step){.event = TRACE_PASS, .tolerance = s->tolerance});
    set_tolerance(s);
    struct node *n = add_node(s);
    *n = (struct node){.place = NONE, .prev = NONE, .fitness = FIT_DECENT};
    measure_first(s->m, &n->begin);
    activate(s, &s->active, 0);
}

static bool run_pass(struct pass *s)
{
    begin_pass(s);
    for (size_t i = 0; i < s->m->n_places; i++) {
        const struct hplace *place = &s->m->places[i];
        int64_t penalty = place->penalty;
        struct ending e = {.place = place, .index = (uint32_t)i, .forced = penalty <= PENALTY_FORCE};
        if (place->pass > s->number)
            continue;
        set_limits(s, place, &e.limits);
        if (is_out_of_reach(s, &e))
            continue;
        e.last = place->item + 1 == s->m->n;
        e.price = e.forced ? 0 : penalty > 0 ? square(penalty) : -square(penalty);
        if (try_break(s, &e))
            continue;
        if (s->p->trace != NULL)
            tell(s, (struct linebreak_step){.event = TRACE_FAILED, .position = place->item});
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
        const struct line_begin *begin = &s->nodes.items[node->prev].begin;
        const struct hplace *place = &s->m->places[node->place];
        int32_t ratio = measure_ratio(s->m, s->p, (uint32_t)--i, begin, place);
        out->items[i] =
            (struct breakpoint){place->item, begin->item, ratio, node->badness, node->fitness, node->demerits};
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
    struct pass s = {.m = &m, .p = p, .a = a, .ragged = p->ragged || p->balance, .count_lines = p->looseness != 0};
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
}
