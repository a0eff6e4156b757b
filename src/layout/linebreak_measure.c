/* Widths of lines: prefix sums over the horizontal list. */
#include "layout/linebreak_measure.h"

static bool is_forced(const struct hitem *it)
{
    return it->kind == HITEM_PENALTY && it->penalty <= PENALTY_FORCE;
}

void measure_init(struct hlist_measure *m, const struct hitem *items, size_t n, struct arena *a)
{
    struct hsums *sums = arena_room(a, (n + 1) * sizeof *sums);
    uint32_t *starts = arena_room(a, (n + 1) * sizeof *starts);
    int64_t hang = 0;
    struct hsums so_far = {0};
    for (size_t i = 0; i < n; i++) {
        const struct hitem *it = &items[i];
        sums[i] = so_far;
        if (it->hang_right > hang)
            hang = it->hang_right;
        if (it->kind == HITEM_PENALTY)
            continue;
        so_far.width += it->width;
        if (it->kind == HITEM_GLUE) {
            so_far.stretch += it->stretch;
            so_far.shrink += it->shrink;
        } else {
            so_far.box_stretch += it->stretch;
            so_far.box_shrink += it->shrink;
        }
        so_far.more += it->more;
    }
    sums[n] = so_far;
    starts[n] = (uint32_t)n;
    for (size_t i = n; i-- > 0;)
        starts[i] = items[i].kind == HITEM_BOX || is_forced(&items[i]) ? (uint32_t)i : starts[i + 1];
    *m = (struct hlist_measure){items, n, sums, starts, hang};
}

static int32_t ratio_of(int64_t t, int64_t s)
{
    if (t == 0)
        return 0;
    if (s <= 0)
        return t > 0 ? INT32_MAX : INT32_MIN;
    int64_t r = muldiv(t, 65536, s);
    return r > INT32_MAX ? INT32_MAX : r < INT32_MIN ? INT32_MIN : (int32_t)r;
}

/* What spaces that may give `glue` have to give of `need`, letters having given `first`, and `more` in the end. */
static int64_t rest_of(int64_t need, int64_t first, int64_t glue, int64_t more)
{
    int64_t rest = need > first ? need - first : 0, part = glue * LAST_MEANS / 100;
    if (rest <= part)
        return rest;
    return rest - part > more ? rest - more : part;
}

int64_t measure_rest(const struct line_fit *fit, int64_t room)
{
    return room < 0 ? -rest_of(-room, fit->box_shrink, fit->shrink, fit->more)
                    : rest_of(room, fit->box_stretch, fit->stretch, fit->more);
}

int32_t measure_ratio(const struct hlist_measure *m, const struct linebreak_params *p, uint32_t line, uint32_t start,
                      uint32_t end)
{
    struct line_fit fit;
    measure_line(m, start, end, &fit);
    int64_t room = measure_width(m, p, line, end) - fit.natural;
    if (p->ragged || p->balance || (room > 0 && measure_forced(m, end)))
        return 0;
    return ratio_of(measure_rest(&fit, room), room > 0 ? fit.stretch : fit.shrink);
}
