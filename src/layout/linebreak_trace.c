/* How the breaks of a paragraph were found, as text: --trace=linebreak.
 *
 * A node @k is the end of a line that was kept as a way on, @0 the paragraph's beginning. Under each break stand the
 * lines that could end there and from which node they begin; of those that are good enough the cheapest becomes a node.
 */
#include "layout/linebreak_trace.h"

#include <string.h>

#include "base/buf.h"

/* Words shown before a break. */
#define SHOWN_BYTES 24

static const char *const fitness_names[] = {"tight", "decent", "loose", "very loose"};
static const char *const pass_names[] = {
    [PASS_PLAIN] = "no word divided, nothing torn",
    [PASS_PRICED] = "hyphens and ties at their price, no name torn",
    [PASS_NAMES] = "hyphens, ties and names at their price",
    [PASS_EMERGENCY] = "anything at its price, with emergency stretch",
    [PASS_OVERFULL] = "lines may be too wide",
};
static const char *const tie_names[] = {
    [TIE_NONE] = "hyphen", [TIE_SPAN] = "tie",      [TIE_NAME] = "name", [TIE_RUNT] = "runt",
    [TIE_PAIR] = "pair",   [TIE_WEAK] = "weak tie", [TIE_CUT] = "cut"};

struct writer {
    const struct hlist *h;
    const struct linebreak_params *p;
    struct buf *out;
    uint32_t at; /* the break that was headed last */
};

/* The end of the text before item i, whole characters. */
static void put_before(const struct hlist *h, size_t i, struct buf *out)
{
    const char *s = h->text->s;
    size_t end = h->items[i].ref, from = end > SHOWN_BYTES ? end - SHOWN_BYTES : 0;
    while (from < end && ((unsigned char)s[from] & 0xC0) == 0x80)
        from++;
    if (from > 0)
        buf_puts(out, "…");
    for (; from < end; from++)
        buf_putc(out, s[from] == '\n' ? ' ' : s[from]);
}

static void put_price(const struct hlist *h, size_t i, struct buf *out)
{
    const struct hitem *it = &h->items[i];
    if (it->kind == HITEM_PENALTY && it->penalty <= PENALTY_FORCE)
        buf_puts(out, " forced");
    else if (it->kind == HITEM_PENALTY)
        buf_printf(out, " penalty %d %s", it->penalty, tie_names[it->tie]);
}

static void put_break(struct writer *w, uint32_t position)
{
    if (w->at == position)
        return;
    w->at = position;
    buf_puts(w->out, "  break \"");
    put_before(w->h, position, w->out);
    buf_puts(w->out, "\"");
    put_price(w->h, position, w->out);
    buf_putc(w->out, '\n');
}

static void put_part(struct buf *out, const char *name, int64_t v)
{
    if (v == 0)
        return;
    buf_puts(out, v > 0 ? " + " : " - ");
    buf_puts(out, name);
    buf_putc(out, ' ');
    buf_int(out, v > 0 ? v : -v);
}

static void put_parts(struct buf *out, const struct demerit_parts *d)
{
    buf_puts(out, "line ");
    buf_int(out, d->line);
    put_part(out, "penalty", d->penalty);
    put_part(out, "hyphens", d->hyphens);
    put_part(out, "fitness", d->fitness);
    put_part(out, "short last line", d->last);
}

static void put_ratio(struct buf *out, int32_t ratio)
{
    buf_puts(out, "ratio ");
    if (ratio == INT32_MAX || ratio == INT32_MIN)
        buf_puts(out, ratio > 0 ? "inf" : "-inf");
    else
        buf_fixed(out, scaled_milli(ratio));
}

static void put_line(struct writer *w, const struct linebreak_step *s)
{
    put_break(w, s->position);
    buf_printf(w->out, "    line %u from @%u: ", (unsigned)s->line + 1, (unsigned)s->from);
    if (s->event == TRACE_TOO_WIDE) {
        buf_puts(w->out, "too wide, none begins there any more\n");
        return;
    }
    put_ratio(w->out, s->ratio);
    buf_printf(w->out, " badness %d", s->badness);
    if (s->event == TRACE_TOO_LOOSE) {
        buf_puts(w->out, ", too loose\n");
        return;
    }
    buf_printf(w->out, " %s; ", fitness_names[s->fitness]);
    put_parts(w->out, &s->parts);
    buf_puts(w->out, "; in all ");
    buf_int(w->out, s->demerits);
    buf_putc(w->out, '\n');
}

static void note(void *user, const struct linebreak_step *s)
{
    struct writer *w = user;
    switch (s->event) {
    case TRACE_PASS:
        buf_printf(w->out, " pass %d: %s; badness up to %d\n", s->pass, pass_names[s->pass], s->tolerance);
        w->at = UINT32_MAX;
        break;
    case TRACE_LINE:
    case TRACE_TOO_LOOSE:
    case TRACE_TOO_WIDE:
        put_line(w, s);
        break;
    case TRACE_NODE:
        put_break(w, s->position);
        buf_printf(w->out, "    @%u: line %u from @%u, %s, in all ", (unsigned)s->node, (unsigned)s->line,
                   (unsigned)s->from, fitness_names[s->fitness]);
        buf_int(w->out, s->demerits);
        buf_putc(w->out, '\n');
        break;
    case TRACE_FAILED:
        put_break(w, s->position);
        buf_puts(w->out, "    no way leads on\n");
        break;
    }
}

/* The tie over the text at `at`, the largest one. */
static const struct par_tie *tie_over(const struct par_text *t, uint32_t at)
{
    for (uint32_t i = 0; i < t->n_ties && t->ties[i].start <= at; i++)
        if (t->ties[i].end > at && t->ties[i].grade != GRADE_WEAK)
            return &t->ties[i];
    return NULL;
}

/* Lines before and behind a torn one that are set again to see how it would be whole: in long paragraphs those further
 * away stay as they are. */
#define LINES_AROUND 24

/* Whole lines of a paragraph. */
struct line_range {
    size_t first, last;   /* lines */
    size_t item, n_items; /* of the list */
};

static struct line_range lines_around(const struct breaks *b, size_t line)
{
    struct line_range s = {.first = line > LINES_AROUND ? line - LINES_AROUND : 0,
                           .last = b->n - line > LINES_AROUND + 1 ? line + LINES_AROUND : b->n - 1};
    s.item = b->items[s.first].start;
    s.n_items = b->items[s.last].position + 1 - s.item;
    return s;
}

/* What is asked of these lines when they stand alone. */
static struct linebreak_params params_of(const struct linebreak_params *p, const struct line_range *s, size_t n_lines)
{
    struct linebreak_params own = *p;
    size_t first_lines = p->first_lines > 0 ? p->first_lines : 1;
    own.trace = NULL;
    own.emergency_stretch += p->width / 4; /* else lines that are bad beyond telling are all alike */
    if (s->first >= first_lines)
        own.first_width = p->width;
    else
        own.first_lines = (uint32_t)(first_lines - s->first);
    if (s->last + 1 < n_lines)
        own.last_room = own.last_min = 0;
    if (s->first > 0 || s->last + 1 < n_lines)
        own.looseness = 0;
    return own;
}

void linebreak_kept(const struct hlist *h, const struct linebreak_params *p, const struct breaks *now, size_t line,
                    struct tear_choice *out)
{
    size_t item = now->items[line].position;
    const struct par_tie *tie = tie_over(h->text, h->items[item].ref);
    const struct line_range s = lines_around(now, line);
    const struct linebreak_params own = params_of(p, &s, now->n);
    struct arena *a = arena_new();
    struct hitem *items = arena_calloc(a, s.n_items, sizeof *items), *end = &items[s.n_items - 1];
    struct breaks b;
    memcpy(items, h->items + s.item, s.n_items * sizeof *items);
    for (size_t i = 0; i < s.n_items; i++) {
        bool inside = tie != NULL && items[i].ref >= tie->start && items[i].ref < tie->end;
        if (s.item + i == item || (inside && items[i].kind == HITEM_PENALTY && items[i].penalty > PENALTY_FORCE))
            items[i].penalty = PENALTY_FORBID;
    }
    if (end->kind != HITEM_PENALTY)
        *end = (struct hitem){.kind = HITEM_PENALTY, .ref = end->ref};
    end->penalty = PENALTY_FORCE;
    linebreak(items, s.n_items, &own, a, &b);
    *out = (struct tear_choice){.overfull = b.overfull, .demerits = now->items[now->n - 1].demerits};
    for (size_t i = 0; i < b.n; i++)
        if (b.items[i].ratio > out->ratio)
            out->ratio = b.items[i].ratio;
    out->demerits -= now->items[s.last].demerits - (s.first > 0 ? now->items[s.first - 1].demerits : 0);
    out->demerits += b.n > 0 ? b.items[b.n - 1].demerits : 0;
    arena_drop(a);
}

static bool is_torn(const struct hitem *end)
{
    return end->kind == HITEM_PENALTY && end->penalty > PENALTY_FORCE && (end->tie == TIE_SPAN || end->tie == TIE_NAME);
}

static void put_tear(const struct writer *w, const struct breaks *b, size_t line)
{
    struct tear_choice kept;
    const struct par_tie *tie = tie_over(w->h->text, w->h->items[b->items[line].position].ref);
    linebreak_kept(w->h, w->p, b, line, &kept);
    buf_puts(w->out, "  torn \"");
    if (tie != NULL)
        buf_put(w->out, w->h->text->s + tie->start, tie->end - tie->start);
    buf_puts(w->out, "\": kept whole, ");
    if (kept.overfull) {
        buf_puts(w->out, "a line would be too wide\n");
        return;
    }
    buf_puts(w->out, "the loosest line would have ");
    put_ratio(w->out, kept.ratio);
    buf_puts(w->out, ", the paragraph demerits ");
    buf_int(w->out, kept.demerits);
    buf_puts(w->out, " for ");
    buf_int(w->out, b->items[b->n - 1].demerits);
    buf_putc(w->out, '\n');
}

void linebreak_explain(const struct hlist *h, const struct linebreak_params *p, struct arena *a, struct buf *out)
{
    struct breaks b;
    struct writer w = {.h = h, .p = p, .out = out, .at = UINT32_MAX};
    struct linebreak_trace trace = {note, &w};
    struct linebreak_params told = *p;
    told.trace = &trace;
    linebreak(h->items, h->n, &told, a, &b);
    buf_puts(out, " chosen:\n");
    hlist_dump_breaks(h, &b, out);
    unsigned n = 0;
    int64_t cost = 0;
    for (size_t i = 0; i < b.n; i++) {
        const struct hitem *end = &h->items[b.items[i].position];
        if (!is_torn(end))
            continue;
        put_tear(&w, &b, i);
        n++;
        cost += end->penalty;
    }
    if (n > 0)
        buf_printf(out, "  torn in all: %u, cost %lld\n", n, (long long)cost);
}
