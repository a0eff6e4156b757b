/* Balanced lines for titles, headings and captions: the fewest lines, and of all ways to have so many the one whose
 * lines differ least from their mean width, with the penalties at the line ends paid for.
 *
 * A table over (lines so far, break) is small for a title. Squared differences from a fixed mean add up line by line,
 * which is what makes the table possible; the mean is known beforehand because every way of setting n lines drops n − 1
 * spaces.
 */
#include "layout/linebreak_measure.h"

#define MAX_LINES 12
#define MAX_BREAKS 800
#define UNREACHED INT64_MAX
/* One unit of penalty weighs as much as this many squared thousandths of the measure: a torn tie (1000) counts as two
 * lines that are a third of the measure too short or too long. */
#define PENALTY_WEIGHT 250
/* A last line under 40 % of the mean counts as two lines off by a quarter of the measure. */
#define SHORT_LAST_COST 125000
/* A pair that is divided behind its dash reads better than a name that is divided anywhere. */
#define TORN_PAIR 1
#define TORN_NAME 2

/* A place where a line may end and another begin; the first is the beginning. */
struct turn {
    uint32_t at, start; /* items: where the line ends, where the next begins */
    int32_t penalty;
    int64_t end, begin;   /* widths up to them, with what hangs out there: their difference is a line's width */
    int64_t reach, after; /* without */
};

struct balance {
    const struct hlist_measure *m;
    const struct linebreak_params *p;
    struct turn turns[MAX_BREAKS];
    size_t n;
    int64_t mean;
};

static void set_begin(struct turn *t, const struct line_begin *b)
{
    t->start = b->item;
    t->after = b->sums.width;
    t->begin = b->sums.width + b->hang;
}

static bool collect_breaks(struct balance *b)
{
    struct line_begin begin;
    if (b->m->n_places + 1 > MAX_BREAKS)
        return false;
    b->n = 1;
    b->turns[0] = (struct turn){0};
    measure_first(b->m, &begin);
    set_begin(&b->turns[0], &begin);
    for (size_t i = 0; i < b->m->n_places; i++) {
        const struct hplace *place = &b->m->places[i];
        struct turn *t = &b->turns[b->n++];
        t->at = place->item;
        t->penalty = place->penalty;
        t->reach = place->sums.width;
        t->end = place->sums.width + place->beyond;
        measure_behind(b->m, place, &begin);
        set_begin(t, &begin);
    }
    return true;
}

/* The mean width of a space. */
static int64_t mean_space(const struct balance *b)
{
    int64_t glue = 0, glues = 0;
    for (size_t i = 0; i < b->m->n; i++) {
        if (b->m->items[i].kind == HITEM_GLUE) {
            glue += b->m->items[i].width;
            glues++;
        }
    }
    return glues ? glue / glues : 0;
}

/* Natural width of the line between two breaks, or -1 when it does not fit, runs over a forced break or has nothing in
 * it: `to` lies in what a line's beginning drops. */
static inline int64_t line_width(const struct balance *b, size_t from, size_t to, uint32_t line)
{
    const struct turn *f = &b->turns[from], *t = &b->turns[to];
    if (f->start > t->at || (f->start == t->at && t->penalty > PENALTY_FORCE))
        return -1;
    int64_t width = f->start < t->at ? t->end - f->begin : 0;
    return width <= measure_width(b->m, b->p, line, t->at) ? width : -1;
}

/* True if no line that ends at break `to` or later can begin at `from` or before. */
static inline bool out_of_reach(const struct balance *b, size_t from, size_t to)
{
    const struct turn *f = &b->turns[from];
    if (from > 0 && from < to && f->penalty <= PENALTY_FORCE)
        return true;
    int64_t widest = b->p->first_width > b->p->width ? b->p->first_width : b->p->width;
    return b->turns[to].reach - f->after - 2 * b->m->max_hang > widest;
}

/* The least number of lines, or 0. */
static uint32_t fewest_lines(const struct balance *b)
{
    uint32_t lines[MAX_BREAKS] = {0};
    for (size_t j = 1; j < b->n; j++) {
        uint32_t least = UINT32_MAX;
        for (size_t i = j; i-- > 0;) {
            if ((i == 0 || lines[i] > 0) && lines[i] < least && line_width(b, i, j, lines[i]) >= 0)
                least = lines[i];
            if (out_of_reach(b, i, j))
                break;
        }
        lines[j] = least == UINT32_MAX ? 0 : least + 1;
    }
    return lines[b->n - 1];
}

/* Most titles are short: no break but the last is forced, and all fits. */
static bool fits_one_line(const struct balance *b)
{
    for (size_t i = 1; i + 1 < b->n; i++)
        if (b->turns[i].penalty <= PENALTY_FORCE)
            return false;
    return b->n > 1 && line_width(b, 0, b->n - 1, 0) >= 0;
}

static int64_t line_cost(const struct balance *b, size_t to, int64_t width, bool only)
{
    bool last = to + 1 == b->n;
    int64_t off = (width - b->mean) * 1000 / b->p->width, cost = off * off;
    if (last && !only && width * 10 < b->mean * 4)
        cost += SHORT_LAST_COST;
    if (b->turns[to].penalty > PENALTY_FORCE)
        cost += (int64_t)b->turns[to].penalty * PENALTY_WEIGHT;
    return cost;
}

struct cell {
    int64_t cost;
    uint32_t prev;
};

/* Fills the row of `line` (from 0) from the row before. */
static void fill_row(const struct balance *b, const struct cell *before, struct cell *row, uint32_t line,
                     uint32_t lines)
{
    for (size_t j = 0; j < b->n; j++)
        row[j].cost = UNREACHED;
    for (size_t j = 1; j < b->n; j++) {
        if ((j + 1 == b->n) != (line + 1 == lines))
            continue;
        for (size_t i = j; i-- > 0;) {
            int64_t width = before[i].cost != UNREACHED ? line_width(b, i, j, line) : -1;
            if (width >= 0) {
                int64_t cost = before[i].cost + line_cost(b, j, width, lines == 1);
                if (cost < row[j].cost)
                    row[j] = (struct cell){cost, (uint32_t)i};
            }
            if (out_of_reach(b, i, j))
                break;
        }
    }
}

/* Sets the text in exactly `lines` lines; ends[] gets the breaks. Returns how bad the torn ties and pairs are together,
 * or -1 when it can't be. */
static int set_lines(struct balance *b, uint32_t lines, int64_t space, struct arena *a, uint32_t *ends)
{
    struct cell *rows = arena_calloc(a, (size_t)(lines + 1) * b->n, sizeof *rows);
    b->mean = (b->m->total.width - (int64_t)(lines - 1) * space) / lines;
    for (size_t j = 1; j < b->n; j++)
        rows[j].cost = UNREACHED;
    for (uint32_t line = 0; line < lines; line++)
        fill_row(b, rows + line * b->n, rows + (line + 1) * b->n, line, lines);
    size_t j = b->n - 1;
    if (rows[lines * b->n + j].cost == UNREACHED)
        return -1;
    int torn = 0;
    for (uint32_t line = lines; line > 0; line--) {
        const struct hitem *it = &b->m->items[b->turns[j].at];
        if (it->kind == HITEM_PENALTY && (it->tie == TIE_SPAN || it->tie == TIE_NAME))
            torn += TORN_NAME;
        else if (it->kind == HITEM_PENALTY && it->tie == TIE_PAIR)
            torn += TORN_PAIR;
        ends[line - 1] = (uint32_t)j;
        j = rows[line * b->n + j].prev;
    }
    return torn;
}

static void hand_over(const struct balance *b, const uint32_t *ends, uint32_t lines, struct arena *a,
                      struct breaks *out)
{
    out->items = arena_calloc(a, lines, sizeof *out->items);
    out->n = lines;
    out->pass = PASS_PLAIN;
    out->overfull = false;
    int64_t demerits = 0;
    for (uint32_t i = 0; i < lines; i++) {
        size_t from = i == 0 ? 0 : ends[i - 1];
        demerits += line_cost(b, ends[i], line_width(b, from, ends[i], i), lines == 1);
        out->items[i] = (struct breakpoint){b->turns[ends[i]].at, b->turns[from].start, 0, 0, FIT_DECENT, demerits};
    }
}

bool linebreak_balanced(const struct hlist_measure *m, const struct linebreak_params *p, struct arena *a,
                        struct breaks *out)
{
    struct balance *b = arena_room(a, sizeof *b); /* large, and mostly unused */
    uint32_t ends[MAX_LINES + 1], more[MAX_LINES + 1];
    b->m = m;
    b->p = p;
    if (!collect_breaks(b) || p->width <= 0)
        return false;
    if (fits_one_line(b)) {
        b->mean = b->m->total.width;
        ends[0] = (uint32_t)b->n - 1;
        hand_over(b, ends, 1, a, out);
        return true;
    }
    uint32_t lines = fewest_lines(b);
    if (lines == 0 || lines > MAX_LINES)
        return false;
    int64_t space = mean_space(b);
    int torn = set_lines(b, lines, space, a, ends);
    if (torn < 0)
        return false;
    if (torn > 0) { /* a further line is better than a torn name */
        int then = set_lines(b, lines + 1, space, a, more);
        if (then >= 0 && then < torn) {
            hand_over(b, more, lines + 1, a, out);
            return true;
        }
        set_lines(b, lines, space, a, ends);
    }
    hand_over(b, ends, lines, a, out);
    return true;
}
