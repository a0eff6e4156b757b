/* Page breaking: the least cost equals brute force on small lists; nothing is lost or repeated; keeps are kept. */
#include "layout/pagebreak.h"

#include <stdlib.h>

#include "layout/linebreak.h"
#include "unit/suite.h"

#define LINE PT(16)

static struct vitem box(scaled height)
{
    return (struct vitem){.kind = VITEM_BOX, .height = height, .text = true};
}

static struct vitem glue(scaled height, scaled keep)
{
    return (struct vitem){.kind = VITEM_GLUE, .height = height, .keep = keep};
}

static struct vitem penalty(int32_t p)
{
    return (struct vitem){.kind = VITEM_PENALTY, .penalty = p};
}

static struct pagebreak_params params(int lines)
{
    return (struct pagebreak_params){.height = lines * LINE,
                                     .first_height = lines * LINE,
                                     .line = LINE,
                                     .last_min_lines = 2,
                                     .short_demerits = 5000};
}

/* A paragraph of n lines that keeps two together at either end. */
static size_t paragraph(struct vitem *out, size_t at, int n)
{
    for (int i = 0; i < n; i++) {
        out[at++] = box(LINE);
        if (i + 1 < n)
            out[at++] = penalty(i + 1 < 2 || n - 1 - i < 2 ? PENALTY_FORBID : 0);
    }
    out[at++] = penalty(0);
    return at;
}

static void check_whole(const struct vitem *items, size_t n, const struct page_spans *s)
{
    uint32_t next = 0;
    for (size_t i = 0; i < s->n; i++) {
        ck_assert_uint_le(next, s->items[i].first);
        for (uint32_t k = next; k < s->items[i].first; k++)
            ck_assert_int_ne(items[k].kind, VITEM_BOX);
        ck_assert_uint_lt(s->items[i].first, s->items[i].end);
        next = s->items[i].end;
    }
    for (size_t k = next; k < n; k++)
        ck_assert_int_ne(items[k].kind, VITEM_BOX);
}

/* Least cost of items [from, n), by trying every legal break: an independent statement of the cost. */
static int64_t brute(const struct vitem *items, size_t n, const struct pagebreak_params *p, size_t from)
{
    int64_t best = INT64_MAX;
    scaled y = 0, pending = 0;
    int lines = 0;
    for (size_t i = from; i <= n; i++) {
        bool legal = i == n || (items[i].kind == VITEM_PENALTY && items[i].penalty < PENALTY_FORBID) ||
                     (items[i].kind == VITEM_GLUE && i > 0 && items[i - 1].kind == VITEM_BOX);
        if (legal && lines > 0) {
            int64_t rest = i == n ? 0 : brute(items, n, p, i);
            int64_t halves = (p->height - y) * 2 / LINE;
            int64_t cost = i == n ? (lines < p->last_min_lines ? p->short_demerits : 0)
                                  : halves * halves * 25 + (items[i].kind == VITEM_PENALTY ? items[i].penalty : 0);
            bool more = false;
            for (size_t k = i; k < n; k++)
                more = more || items[k].kind == VITEM_BOX;
            if (i < n && !more)
                rest = INT64_MAX; /* the end of the list is the only end of the last page */
            if (rest != INT64_MAX && rest + cost < best)
                best = rest + cost;
        }
        if (i == n)
            break;
        if (items[i].kind == VITEM_GLUE)
            pending += lines > 0 ? items[i].height : items[i].keep;
        if (items[i].kind == VITEM_BOX) {
            y += pending + items[i].height;
            pending = 0;
            lines++;
            if (y > p->height)
                break;
        }
    }
    return best;
}

START_TEST(test_optimum_equals_brute_force)
{
    struct arena *a = arena_new();
    unsigned seed = 17;
    for (int round = 0; round < 300; round++) {
        struct vitem items[256];
        size_t n = 0;
        int paragraphs = 2 + (int)(rand_r(&seed) % 4);
        for (int k = 0; k < paragraphs; k++) {
            if (rand_r(&seed) % 3 == 0 && n > 0) { /* a heading */
                items[n++] = glue(LINE + LINE / 2, LINE / 2);
                items[n++] = box(LINE);
                items[n++] = penalty(PENALTY_FORBID);
                items[n++] = glue(LINE / 2, 0);
                items[n++] = penalty(PENALTY_FORBID);
            }
            n = paragraph(items, n, 1 + (int)(rand_r(&seed) % 6));
        }
        struct pagebreak_params p = params(6 + (int)(rand_r(&seed) % 5));
        struct page_spans spans;
        pagebreak(items, n, &p, a, NULL, &spans);
        check_whole(items, n, &spans);
        ck_assert_int_eq(spans.items[spans.n - 1].demerits, brute(items, n, &p, 0));
    }
    arena_drop(a);
}
END_TEST

START_TEST(test_heading_keeps_two_lines)
{
    struct arena *a = arena_new();
    struct vitem items[64];
    size_t n = paragraph(items, 0, 8); /* leaves two lines of ten: not enough for heading and two lines */
    items[n++] = glue(LINE, 0);
    size_t heading = n;
    items[n++] = box(LINE);
    items[n++] = penalty(PENALTY_FORBID);
    items[n++] = penalty(PENALTY_FORBID);
    n = paragraph(items, n, 6);
    struct pagebreak_params p = params(10);
    struct page_spans spans;
    pagebreak(items, n, &p, a, NULL, &spans);
    ck_assert_uint_eq(spans.n, 2);
    ck_assert_uint_le(spans.items[0].end, heading);
    arena_drop(a);
}
END_TEST

START_TEST(test_box_higher_than_page_is_placed_and_reported)
{
    struct arena *a = arena_new();
    struct vitem items[3] = {box(LINE), box(100 * LINE), box(LINE)};
    struct pagebreak_params p = params(10);
    struct page_spans spans;
    pagebreak(items, 3, &p, a, NULL, &spans);
    check_whole(items, 3, &spans);
    bool overfull = false;
    for (size_t i = 0; i < spans.n; i++)
        overfull = overfull || spans.items[i].overfull;
    ck_assert(overfull);
    arena_drop(a);
}
END_TEST

START_TEST(test_notes_take_room_on_their_page)
{
    struct arena *a = arena_new();
    struct vitem items[20];
    for (int i = 0; i < 20; i++)
        items[i] = i % 2 == 0 ? box(LINE) : penalty(0);
    items[12].notes = 3; /* the seventh line brings a note of three lines */
    struct note_line notes[3] = {{LINE, true}, {LINE, false}, {LINE, false}};
    struct pagebreak_params p = params(10);
    p.note_lines = notes;
    p.n_note_lines = 3;
    p.insert_gap = LINE;
    struct page_spans spans;
    pagebreak(items, 20, &p, a, NULL, &spans);
    check_whole(items, 20, &spans);
    for (size_t i = 0; i < spans.n; i++)
        ck_assert_int_le(spans.items[i].used, p.height);
    ck_assert_uint_eq(spans.n, 2);
    arena_drop(a);
}
END_TEST

START_TEST(test_grid)
{
    ck_assert_int_eq(pagebreak_snap(0, LINE), 0);
    ck_assert_int_eq(pagebreak_snap(1000, LINE), LINE);
    ck_assert_int_eq(pagebreak_snap(LINE, LINE), LINE);
    ck_assert_int_eq(pagebreak_snap(LINE + 10, LINE), LINE); /* rounding costs no line */
    ck_assert_int_eq(pagebreak_snap(777, 0), 777);
}
END_TEST

START_TEST(test_time_grows_with_length)
{
    struct arena *a = arena_new();
    size_t n = 0, lines = 200000;
    struct vitem *items = calloc(lines * 2, sizeof *items);
    for (size_t i = 0; i < lines; i++) {
        items[n++] = box(LINE);
        items[n++] = penalty(0);
    }
    struct pagebreak_params p = params(42);
    struct page_spans spans;
    pagebreak(items, n, &p, a, NULL, &spans); /* quadratic work would run into Check's time limit */
    ck_assert_uint_eq(spans.n, (lines + 41) / 42);
    free(items);
    arena_drop(a);
}
END_TEST

TEST_MAIN("pagebreak")
{
    tcase_add_test(c, test_optimum_equals_brute_force);
    tcase_add_test(c, test_heading_keeps_two_lines);
    tcase_add_test(c, test_box_higher_than_page_is_placed_and_reported);
    tcase_add_test(c, test_notes_take_room_on_their_page);
    tcase_add_test(c, test_grid);
    tcase_add_test(c, test_time_grows_with_length);
    tcase_set_timeout(c, 60);
}
