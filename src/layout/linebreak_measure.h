/* Inside line breaking: widths of lines between any two places of a horizontal list. */
#ifndef LAYOUT_LINEBREAK_MEASURE_H
#define LAYOUT_LINEBREAK_MEASURE_H

#include "layout/linebreak.h"

/* Sums over the items before an index. */
struct hsums {
    int64_t width, stretch, shrink, box_stretch, box_shrink, more; /* stretch, shrink: of the glue */
};

/* A place where a line may end. */
struct hplace {
    struct hsums sums; /* over the items before it */
    uint32_t item;
    int32_t penalty;
    scaled beyond; /* the width of the hyphen that a break puts in, less what hangs out there */
    uint8_t pass;  /* enum break_pass: the first that may break here */
    bool flagged;  /* ends with a hyphen */
};

/* A horizontal list prepared so that a line's width is one subtraction. */
struct hlist_measure {
    const struct hitem *items;
    size_t n;
    const struct hplace *places;
    size_t n_places;
    struct hsums total;
    int64_t max_hang; /* the widest hanging at a right edge */
};

/* Where a line begins that may begin at an item: discardable items are dropped. */
struct line_begin {
    uint32_t item;
    scaled hang;       /* its first box hangs out by this */
    struct hsums sums; /* over the items before `item` */
};

void measure_init(struct hlist_measure *m, const struct hitem *items, size_t n, struct arena *a);

/* True if a break is forced there. */
static inline bool measure_forced(const struct hitem *it)
{
    return it->kind == HITEM_PENALTY && it->penalty <= PENALTY_FORCE;
}

/* Where the first line begins, or that behind a place. */
static inline void measure_first(const struct hlist_measure *m, struct line_begin *b)
{
    *b = (struct line_begin){.hang = m->items[0].kind == HITEM_BOX ? m->items[0].hang_left : 0};
}

static inline void measure_behind(const struct hlist_measure *m, const struct hplace *place, struct line_begin *b)
{
    const struct hitem *items = m->items;
    size_t i = place->item;
    b->sums = place->sums;
    do {
        if (items[i].kind == HITEM_GLUE) {
            b->sums.width += items[i].width;
            b->sums.stretch += items[i].stretch;
            b->sums.shrink += items[i].shrink;
        }
        i++;
    } while (i < m->n && items[i].kind != HITEM_BOX && !measure_forced(&items[i]));
    b->item = (uint32_t)i;
    b->hang = i < m->n && items[i].kind == HITEM_BOX ? items[i].hang_left : 0;
}

/* Natural width of the line between the two; 0 where nothing lies between two forced breaks. */
static inline int64_t measure_natural(const struct line_begin *b, const struct hplace *end)
{
    return b->item < end->item ? end->sums.width + end->beyond - b->sums.width - b->hang : 0;
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

/* What is left to spaces that may give `glue` of the need for `need`: letters give `first` before them, and `more` when
 * the spaces have given a part. */
static inline int64_t measure_rest(int64_t need, int64_t first, int64_t glue, int64_t more)
{
    int64_t rest = need > first ? need - first : 0, part = glue * LAST_MEANS / 100;
    if (rest <= part)
        return rest;
    return rest - part > more ? rest - more : part;
}

/* Adjustment ratio of a line's spaces in 1/65536, without emergency stretch; 0 for lines that are not justified. */
int32_t measure_ratio(const struct hlist_measure *m, const struct linebreak_params *p, uint32_t line,
                      const struct line_begin *begin, const struct hplace *end);

/* Balanced setting: false when it can't be had (a box too wide) or isn't worth its while (very many lines). */
bool linebreak_balanced(const struct hlist_measure *m, const struct linebreak_params *p, struct arena *a,
                        struct breaks *out);

#endif
