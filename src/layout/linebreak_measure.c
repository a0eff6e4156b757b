/* Widths of lines: prefix sums over the horizontal list, kept at the places where lines may end. */
#include "layout/linebreak_measure.h"

/* The first pass that may break at a penalty. */
static uint8_t first_pass(const struct hitem *it)
{
    if (it->penalty <= PENALTY_FORCE)
        return PASS_PLAIN;
    if (it->tie == TIE_RUNT || it->tie == TIE_CUT)
        return PASS_EMERGENCY;
    if (it->tie == TIE_NAME)
        return PASS_NAMES;
    return !it->flagged && (it->tie == TIE_NONE || it->tie == TIE_WEAK) ? PASS_PLAIN : PASS_PRICED;
}

void measure_init(struct hlist_measure *m, const struct hitem *items, size_t n, struct arena *a)
{
    struct hplace *places = arena_room(a, n * sizeof *places), *place = places;
    struct hsums so_far = {0};
    scaled hang = 0, last_hang = 0; /* of all; of the box before the item at hand */
    for (const struct hitem *it = items, *end = items + n; it < end; it++) {
        if (it->kind == HITEM_BOX) {
            so_far.width += it->width;
            so_far.box_stretch += it->stretch;
            so_far.box_shrink += it->shrink;
            so_far.more += it->more;
            last_hang = it->hang_right;
            if (last_hang > hang)
                hang = last_hang;
            continue;
        }
        bool glue = it->kind == HITEM_GLUE;
        if (glue ? it > items && it[-1].kind == HITEM_BOX : it->penalty < PENALTY_FORBID) {
            place->sums = so_far;
            place->item = (uint32_t)(it - items);
            place->penalty = glue ? 0 : it->penalty;
            place->beyond = !glue && it->width > 0 ? it->width - it->hang_right : -last_hang;
            place->pass = glue ? PASS_PLAIN : first_pass(it);
            place->flagged = !glue && it->flagged;
            place++;
        }
        last_hang = 0;
        if (glue) {
            so_far.width += it->width;
            so_far.stretch += it->stretch;
            so_far.shrink += it->shrink;
        } else if (it->hang_right > hang) {
            hang = it->hang_right;
        }
    }
    *m = (struct hlist_measure){items, n, places, (size_t)(place - places), so_far, hang};
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

int32_t measure_ratio(const struct hlist_measure *m, const struct linebreak_params *p, uint32_t line,
                      const struct line_begin *begin, const struct hplace *end)
{
    int64_t room = measure_width(m, p, line, end->item) - measure_natural(begin, end);
    if (p->ragged || p->balance || begin->item >= end->item || (room > 0 && end->penalty <= PENALTY_FORCE))
        return 0;
    const struct hsums *a = &begin->sums, *b = &end->sums;
    int64_t more = b->more - a->more, glue = room < 0 ? b->shrink - a->shrink : b->stretch - a->stretch;
    if (room < 0)
        return ratio_of(-measure_rest(-room, b->box_shrink - a->box_shrink, glue, more), glue);
    return ratio_of(measure_rest(room, b->box_stretch - a->box_stretch, glue, more), glue);
}
