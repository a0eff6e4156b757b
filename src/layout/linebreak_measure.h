/* Inside line breaking: widths of lines between any two places of a horizontal list. */
#ifndef LAYOUT_LINEBREAK_MEASURE_H
#define LAYOUT_LINEBREAK_MEASURE_H

#include "layout/linebreak.h"

/* Sums over the items before an index. */
struct hsums {
    int64_t width, stretch, shrink, box_stretch, box_shrink, more; /* stretch, shrink: of the glue */
};

/* A horizontal list prepared so that a line's width is one subtraction. */
struct hlist_measure {
    const struct hitem *items;
    size_t n;
    const struct hsums *sums;   /* n + 1 */
    const uint32_t *line_start; /* n + 1: where a line begins that may begin at this index, discardable items dropped */
    int64_t max_hang;           /* the widest hanging at a right edge */
};

/* What a line needs that begins with item `start` and ends at item `end`. */
struct line_fit {
    int64_t natural; /* with the hyphen, without what hangs out */
    int64_t stretch, shrink, box_stretch, box_shrink, more;
};

void measure_init(struct hlist_measure *m, const struct hitem *items, size_t n, struct arena *a);

/* True if a line may end at item i; *penalty gets the price. */
static inline bool measure_may_break(const struct hlist_measure *m, size_t i, int32_t *penalty)
{
    const struct hitem *it = &m->items[i];
    *penalty = 0;
    if (it->kind == HITEM_GLUE)
        return i > 0 && m->items[i - 1].kind == HITEM_BOX;
    *penalty = it->penalty;
    return it->kind == HITEM_PENALTY && it->penalty < PENALTY_FORBID;
}

/* Sets *fit for the line. */
static inline void measure_line(const struct hlist_measure *m, uint32_t start, uint32_t end, struct line_fit *fit)
{
    *fit = (struct line_fit){0};
    if (start >= end) /* an empty line between two forced breaks */
        return;
    const struct hitem *last = &m->items[end];
    fit->natural = m->sums[end].width - m->sums[start].width;
    fit->stretch = m->sums[end].stretch - m->sums[start].stretch;
    fit->shrink = m->sums[end].shrink - m->sums[start].shrink;
    fit->box_stretch = m->sums[end].box_stretch - m->sums[start].box_stretch;
    fit->box_shrink = m->sums[end].box_shrink - m->sums[start].box_shrink;
    fit->more = m->sums[end].more - m->sums[start].more;
    if (m->items[start].kind == HITEM_BOX)
        fit->natural -= m->items[start].hang_left;
    if (last->kind == HITEM_PENALTY && last->width > 0) {
        fit->natural += last->width - last->hang_right;
        return;
    }
    if (m->items[end - 1].kind == HITEM_BOX)
        fit->natural -= m->items[end - 1].hang_right;
}

/* Lines that have the width of the first. */
static inline uint32_t measure_first_lines(const struct linebreak_params *p)
{
    return p->first_lines > 1 ? p->first_lines : 1;
}

/* Width that the line with this number has for its text. */
static inline int64_t measure_width(const struct hlist_measure *m, const struct linebreak_params *p, uint32_t line,
                                    uint32_t end)
{
    int64_t width = line < measure_first_lines(p) ? p->first_width : p->width;
    return end + 1 == m->n ? width - p->last_room : width;
}

/* True if the line ends at a forced break. */
static inline bool measure_forced(const struct hlist_measure *m, uint32_t end)
{
    return m->items[end].kind == HITEM_PENALTY && m->items[end].penalty <= PENALTY_FORCE;
}

/* What is left to the spaces of a line with so much room (negative: too little): letters give first, and once more when
 * the spaces have given a part. */
int64_t measure_rest(const struct line_fit *fit, int64_t room);

/* Adjustment ratio of a line's spaces in 1/65536, without emergency stretch; 0 for lines that are not justified. */
int32_t measure_ratio(const struct hlist_measure *m, const struct linebreak_params *p, uint32_t line, uint32_t start,
                      uint32_t end);

/* Balanced setting: false when it can't be had (a box too wide) or isn't worth its while (very many lines). */
bool linebreak_balanced(const struct hlist_measure *m, const struct linebreak_params *p, struct arena *a,
                        struct breaks *out);

#endif
