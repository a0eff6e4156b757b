/* Line breaking by brute force, to compare with. */
#ifndef TESTS_LAYOUT_BRUTE_H
#define TESTS_LAYOUT_BRUTE_H

#include <stdlib.h>
#include <string.h>

#include "layout/linebreak.h"

#define BRUTE_LINES 64

/* Brute force: every subset of the legal breaks, priced by the words of the book. */
struct brute {
    const struct hitem *list;
    size_t n;
    const struct linebreak_params *p;
    int pass;
    int64_t best;
    size_t n_best;
    uint32_t chosen[BRUTE_LINES];
};

static inline bool brute_forced(const struct brute *b, size_t i)
{
    return b->list[i].kind == HITEM_PENALTY && b->list[i].penalty <= PENALTY_FORCE;
}

static inline bool brute_legal(const struct brute *b, size_t i)
{
    const struct hitem *it = &b->list[i];
    if (it->kind == HITEM_GLUE)
        return i > 0 && b->list[i - 1].kind == HITEM_BOX;
    if (it->kind != HITEM_PENALTY || it->penalty >= PENALTY_FORBID)
        return false;
    if (brute_forced(b, i) || b->pass >= PASS_EMERGENCY)
        return true;
    if (it->tie == TIE_RUNT || it->tie == TIE_CUT || (it->tie == TIE_NAME && b->pass < PASS_NAMES))
        return false;
    return b->pass > PASS_PLAIN || (!it->flagged && (it->tie == TIE_NONE || it->tie == TIE_WEAK));
}

struct brute_seen {
    int64_t demerits;
    int fitness;
    int hyphens; /* lines in a row */
};

/* Price of the line [from, end) after a line as in *before; -1: not feasible. */
static inline int64_t brute_price(const struct brute *b, size_t from, size_t end, unsigned line, struct brute_seen *s)
{
    const struct linebreak_params *p = b->p;
    int64_t width = 0, stretch = 0, shrink = 0, plain = 0, room, letters_more = 0, letters_less = 0, most = 0;
    for (size_t i = from; i < end; i++) {
        if (b->list[i].kind == HITEM_PENALTY)
            continue;
        width += b->list[i].width;
        stretch += b->list[i].kind == HITEM_GLUE ? b->list[i].stretch : 0;
        shrink += b->list[i].kind == HITEM_GLUE ? b->list[i].shrink : 0;
        letters_more += b->list[i].kind == HITEM_BOX ? b->list[i].stretch : 0;
        letters_less += b->list[i].kind == HITEM_BOX ? b->list[i].shrink : 0;
        most += b->list[i].more;
    }
    plain = width;
    bool last = end + 1 == b->n, hyphen = b->list[end].kind == HITEM_PENALTY && b->list[end].width > 0;
    if (from < end && b->list[from].kind == HITEM_BOX)
        width -= b->list[from].hang_left;
    if (hyphen)
        width += b->list[end].width - b->list[end].hang_right;
    else if (from < end && b->list[end - 1].kind == HITEM_BOX)
        width -= b->list[end - 1].hang_right;
    room = ((line == 0 || line < p->first_lines) ? p->first_width : p->width) - (last ? p->last_room : 0) - width;
    if (!p->ragged) { /* letters give first, and again when the spaces have given a quarter */
        room = room > letters_more ? room - letters_more : room < -letters_less ? room + letters_less : 0;
        int64_t part = (room > 0 ? stretch : shrink) * 25 / 100;
        if (room > part)
            room = room > part + most ? room - most : part;
        else if (room < -part)
            room = room < -part - most ? room + most : -part;
    }
    int32_t bad = 0, emergency = b->pass == PASS_EMERGENCY ? p->emergency_stretch : 0;
    int32_t tolerance = b->pass == PASS_PLAIN && !p->ragged ? 300 : b->pass < PASS_EMERGENCY ? p->tolerance : 10000;
    int fitness = FIT_DECENT;
    if (room < 0 && (p->ragged || -room > shrink))
        return -1;
    if (p->ragged) {
        bad = brute_forced(b, end) ? 0 : badness(room, p->width / 7 + emergency);
        fitness = bad > 99 ? FIT_VERY_LOOSE : bad > 12 ? FIT_LOOSE : FIT_DECENT;
    } else if (room < 0) {
        bad = badness(-room, shrink);
        fitness = bad > 12 ? FIT_TIGHT : FIT_DECENT;
    } else if (!brute_forced(b, end)) {
        bad = badness(2 * room, stretch + emergency);
        fitness = bad > 99 ? FIT_VERY_LOOSE : bad > 12 ? FIT_LOOSE : FIT_DECENT;
    }
    if (bad > tolerance)
        return -1;
    int64_t d = ((int64_t)p->line_penalty + bad) * (p->line_penalty + bad), pi = 0;
    if (b->list[end].kind == HITEM_PENALTY)
        pi = b->list[end].penalty;
    d += pi > 0 ? pi * pi : pi > PENALTY_FORCE ? -pi * pi : 0;
    bool flagged = b->list[end].kind == HITEM_PENALTY && b->list[end].flagged;
    d += !flagged || s->hyphens == 0 ? 0 : s->hyphens >= 2 ? p->ladder_demerits : p->double_hyphen_demerits;
    d += s->hyphens > 0 && last ? p->final_hyphen_demerits : 0;
    d += abs(fitness - s->fitness) > 1 ? p->adj_demerits : 0;
    d += last && line > 0 && plain < p->last_min ? p->runt_demerits : 0;
    *s = (struct brute_seen){s->demerits + d, fitness, flagged ? s->hyphens + 1 : 0};
    return d;
}

static inline void brute_search(struct brute *b, size_t from, unsigned line, struct brute_seen before, uint32_t *ends)
{
    for (size_t i = from; i < b->n; i++) {
        if (!brute_legal(b, i))
            continue;
        struct brute_seen s = before;
        size_t start = from;
        while (line > 0 && start < i && b->list[start].kind != HITEM_BOX && !brute_forced(b, start))
            start++;
        if ((start < i || brute_forced(b, i)) && brute_price(b, start, i, line, &s) >= 0) {
            ends[line] = (uint32_t)i;
            if (i + 1 < b->n)
                brute_search(b, i + 1, line + 1, s, ends);
            else if (s.demerits < b->best) {
                b->best = s.demerits;
                b->n_best = line + 1;
                memcpy(b->chosen, ends, (line + 1) * sizeof *ends);
            }
        }
        if (brute_forced(b, i))
            return;
    }
}

/* Least demerits of all ways in the first pass that has one; *b tells which. INT64_MAX: none. */
static inline int64_t brute_force(const struct hitem *list, size_t n, const struct linebreak_params *p, struct brute *b)
{
    uint32_t ends[BRUTE_LINES];
    for (int pass = PASS_PLAIN; pass < PASS_OVERFULL; pass++) {
        *b = (struct brute){.list = list, .n = n, .p = p, .pass = pass, .best = INT64_MAX};
        brute_search(b, 0, 0, (struct brute_seen){0, FIT_DECENT, 0}, ends);
        if (b->best < INT64_MAX)
            return b->best;
    }
    b->pass = PASS_OVERFULL;
    return INT64_MAX;
}

#endif
