/* layout/linebreak.c: the breaks are the best there are, and hostile lists cost no more than linear time. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "layout/linebreak_trace.h"
#include "unit/layout/brute.h"
#include "unit/suite.h"

#define MAX_ITEMS 64

static struct arena *arena;
static struct hitem list[MAX_ITEMS];
static size_t n_list;

static void set_up(void)
{
    arena = arena_new();
    n_list = 0;
}

static void tear_down(void)
{
    arena_drop(arena);
}

static struct hitem *put(struct hitem it)
{
    ck_assert_uint_lt(n_list, MAX_ITEMS);
    list[n_list] = it;
    return &list[n_list++];
}

static struct hitem *box(int width)
{
    return put((struct hitem){.kind = HITEM_BOX, .width = width});
}

static void glue(int width, int stretch, int shrink)
{
    put((struct hitem){.kind = HITEM_GLUE, .width = width, .stretch = stretch, .shrink = shrink});
}

static struct hitem *penalty(int p)
{
    return put((struct hitem){.kind = HITEM_PENALTY, .penalty = p});
}

static struct linebreak_params params(int width)
{
    return (struct linebreak_params){.width = width,
                                     .first_width = width,
                                     .tolerance = 2700,
                                     .line_penalty = 10,
                                     .adj_demerits = 10000,
                                     .double_hyphen_demerits = 10000,
                                     .final_hyphen_demerits = 5000,
                                     .ladder_demerits = 300000,
                                     .emergency_stretch = width / 4};
}

static unsigned seed;

static int rnd(int n)
{
    seed = seed * 1103515245u + 12345u;
    return (int)(seed >> 16) % n;
}

/* A list with at most 16 legal breaks: words, ties, hyphens, letters that stretch, hanging marks, now and then a forced
 * break. */
static void random_list(void)
{
    int words = 3 + rnd(11);
    n_list = 0;
    int divided = rnd(3) ? 6 : 2; /* now and then a list in which hyphens come in rows */
    for (int i = 0; i < words; i++) {
        struct hitem *b = box(5 + rnd(60));
        b->stretch = b->shrink = rnd(2) ? b->width / 50 : 0;
        b->more = rnd(2) ? b->width / 50 : 0;
        b->hang_right = rnd(3) ? 0 : 3;
        b->hang_left = rnd(6) ? 0 : 2;
        if (rnd(divided) == 0 && n_list + 8 < MAX_ITEMS) {
            struct hitem *hyphen = penalty(50);
            hyphen->flagged = true;
            hyphen->width = 4;
            hyphen->hang_right = 2;
            box(5 + rnd(20));
        }
        if (i + 1 == words)
            break;
        if (rnd(12) == 0) {
            penalty(PENALTY_FORCE);
            continue;
        }
        if (rnd(3) == 0) {
            struct hitem *tie = penalty(rnd(4) ? 1000 : PENALTY_FORBID);
            tie->tie = rnd(5) == 0 ? TIE_RUNT : rnd(2) ? TIE_SPAN : TIE_NAME;
        }
        glue(10, 5 + rnd(4), 3);
    }
    penalty(PENALTY_FORCE);
}

START_TEST(equals_brute_force)
{
    int by_pass[PASS_OVERFULL + 1] = {0};
    for (seed = (unsigned)_i * 7919u + 1; seed % 2 == 0;)
        seed++;
    for (int round = 0; round < 120; round++) {
        random_list();
        struct linebreak_params p = params(70 + rnd(120));
        p.first_width = rnd(2) ? p.width : p.width - 20;
        p.first_lines = (uint32_t)rnd(4);
        p.last_room = rnd(4) ? 0 : 15;
        p.last_min = rnd(2) ? 40 : 0;
        p.runt_demerits = 90000;
        p.ragged = rnd(4) == 0;
        struct brute b;
        struct breaks got;
        int64_t want = brute_force(list, n_list, &p, &b);
        linebreak(list, n_list, &p, arena, &got);
        by_pass[got.pass]++;
        ck_assert_int_eq(got.pass, b.pass);
        ck_assert_int_eq(got.overfull, b.pass == PASS_OVERFULL);
        ck_assert_uint_eq(got.items[got.n - 1].position, n_list - 1);
        if (b.pass < PASS_OVERFULL)
            ck_assert_int_eq(got.items[got.n - 1].demerits, want);
        arena_reset(arena);
    }
    for (int pass = PASS_PLAIN; pass <= PASS_EMERGENCY; pass++)
        ck_assert_int_gt(by_pass[pass] + (pass == PASS_NAMES), 0); /* names alone seldom decide */
}
END_TEST

/* What the trace says of lines and nodes. */
struct told {
    int64_t nodes[4096];
    size_t n_nodes, n_lines;
    int64_t last; /* of the node at the list's end, the cheapest */
};

static void hear(void *user, const struct linebreak_step *s)
{
    struct told *t = user;
    const struct demerit_parts *d = &s->parts;
    if (s->event == TRACE_PASS) {
        t->n_nodes = 1;
        t->last = INT64_MAX;
    } else if (s->event == TRACE_LINE) {
        ck_assert_uint_lt(s->from, t->n_nodes);
        ck_assert_int_eq(s->demerits, t->nodes[s->from] + d->line + d->penalty + d->hyphens + d->fitness + d->last);
        t->n_lines++;
    } else if (s->event == TRACE_NODE) {
        ck_assert_uint_eq(s->node, t->n_nodes);
        ck_assert_uint_lt(t->n_nodes, 4096);
        t->nodes[t->n_nodes++] = s->demerits;
        if (s->position + 1 == n_list && s->demerits < t->last)
            t->last = s->demerits;
    }
}

START_TEST(the_trace_adds_up)
{
    seed = 4711;
    for (int round = 0; round < 200; round++) {
        struct told told = {.n_lines = 0};
        struct linebreak_trace trace = {hear, &told};
        struct breaks plain, traced;
        random_list();
        struct linebreak_params p = params(70 + rnd(120));
        linebreak(list, n_list, &p, arena, &plain);
        p.trace = &trace;
        linebreak(list, n_list, &p, arena, &traced);
        ck_assert_uint_eq(plain.n, traced.n);
        ck_assert_mem_eq(plain.items, traced.items, plain.n * sizeof *plain.items);
        ck_assert_uint_gt(told.n_lines, 0);
        ck_assert_int_eq(told.last, traced.items[traced.n - 1].demerits);
        arena_reset(arena);
    }
}
END_TEST

START_TEST(badness_is_a_cube)
{
    ck_assert_int_eq(badness(0, 0), 0);
    ck_assert_int_eq(badness(1, 0), BADNESS_OVERFULL);
    ck_assert_int_eq(badness(100000, 100000), 100);
    ck_assert_int_eq(badness(50000, 100000), 12);
    ck_assert_int_eq(badness(200000, 100000), 800);
    ck_assert_int_eq(badness(INT32_MAX, 3), BADNESS_OVERFULL);
    ck_assert_int_eq(badness(INT64_C(1) << 50, INT64_C(1) << 50), 100);
}
END_TEST

/* A name is not torn for a line whose spaces are stretched by 1.5 times what they may give, whatever it costs. */
START_TEST(a_name_is_kept_where_a_loose_line_does)
{
    /* breaking after the third word would be exact, but tears a name */
    box(30), glue(10, 20, 3), box(40), glue(10, 5, 3), box(10);
    penalty(100)->tie = TIE_NAME;
    glue(10, 5, 3), box(45), glue(10, 5, 3), box(20);
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(100);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, 2);
    ck_assert_uint_eq(b.items[0].position, 3);
    ck_assert_int_eq(b.items[0].ratio, 65536);
    list[1].stretch = 10; /* now the line would be too loose: the name is torn */
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_int_eq(b.pass, PASS_NAMES);
    ck_assert_uint_eq(b.items[0].position, 5);
}
END_TEST

START_TEST(hanging_gives_room)
{
    box(45), glue(10, 5, 3);
    box(48)->hang_right = 3;
    glue(10, 5, 3), box(50);
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(100);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.items[0].position, 3);
    ck_assert_int_eq(b.items[0].ratio, 0);
}
END_TEST

START_TEST(letters_shrink_before_the_line_is_too_wide)
{
    box(50)->shrink = 1;
    glue(10, 5, 3);
    box(44)->shrink = 1;
    glue(10, 5, 3), box(50);
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(99);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.items[0].position, 3);
    ck_assert_int_eq(b.items[0].ratio, -65536); /* the space gives all of its three, letters two */
}
END_TEST

START_TEST(a_wide_box_is_reported_and_stands_alone)
{
    box(30), glue(10, 5, 3), box(250), glue(10, 5, 3), box(30);
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(100);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert(b.overfull);
    ck_assert_int_eq(b.pass, PASS_OVERFULL);
    ck_assert_uint_eq(b.n, 3);
    ck_assert_uint_eq(b.items[1].start, 2);
    ck_assert_uint_eq(b.items[1].position, 3);
    ck_assert_int_eq(b.items[1].badness, BADNESS_OVERFULL);
}
END_TEST

START_TEST(forced_breaks_may_leave_empty_lines)
{
    box(30), penalty(PENALTY_FORCE), penalty(PENALTY_FORCE), box(30), penalty(PENALTY_FORCE);
    struct linebreak_params p = params(100);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, 3);
    ck_assert_uint_eq(b.items[1].position, 2);
}
END_TEST

START_TEST(looseness_adds_a_line)
{
    for (int i = 0; i < 30; i++)
        box(28), glue(10, 9, 3);
    n_list--;
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(150);
    struct breaks b;
    linebreak(list, n_list, &p, arena, &b);
    size_t n = b.n;
    p.looseness = 1;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, n + 1);
    p.looseness = -1; /* the lines can't be shrunk that far: as near as can be */
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, n);
}
END_TEST

START_TEST(balanced_lines_are_few_and_even)
{
    for (int i = 0; i < 7; i++)
        box(20), glue(5, 0, 0);
    n_list--;
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(150);
    struct breaks b;
    p.balance = p.ragged = true;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, 2); /* first fit would take six words and one */
    ck_assert(b.items[0].position == 5 || b.items[0].position == 7);
}
END_TEST

START_TEST(balanced_lines_keep_names_whole)
{
    for (int i = 0; i < 6; i++) {
        box(20);
        if (i == 2)
            penalty(1000)->tie = TIE_SPAN;
        glue(5, 0, 0);
    }
    n_list--;
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(100);
    struct breaks b;
    p.balance = p.ragged = true;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, 2);
    ck_assert_uint_ne(b.items[0].position, 5);
}
END_TEST

/* Two lines would tear a name, three a pair behind its dash: three it is. */
START_TEST(balanced_lines_tear_a_pair_before_a_name)
{
    for (int i = 0; i < 6; i++) {
        box(20);
        if (i == 1)
            penalty(300)->tie = TIE_PAIR;
        else if (i == 2)
            penalty(1300)->tie = TIE_NAME;
        glue(5, 0, 0);
    }
    n_list--;
    penalty(PENALTY_FORCE);
    struct linebreak_params p = params(70);
    struct breaks b;
    p.balance = p.ragged = true;
    linebreak(list, n_list, &p, arena, &b);
    ck_assert_uint_eq(b.n, 3);
    ck_assert_int_eq(list[b.items[0].position].tie, TIE_PAIR);
}
END_TEST

/* Compares balance with all ways to set so many lines. */
START_TEST(balance_equals_brute_force)
{
    seed = (unsigned)_i * 104729u + 3;
    for (int round = 0; round < 50; round++) {
        n_list = 0;
        int words = 3 + rnd(9);
        for (int i = 0; i < words; i++) {
            box(10 + rnd(50));
            glue(6, 0, 0);
        }
        n_list--;
        penalty(PENALTY_FORCE);
        struct linebreak_params p = params(80 + rnd(60));
        p.balance = p.ragged = true;
        struct breaks b;
        linebreak(list, n_list, &p, arena, &b);
        int64_t total = 0, best = INT64_MAX, got = 0;
        for (size_t i = 0; i < n_list; i++)
            total += list[i].width;
        size_t fewest = SIZE_MAX;
        for (unsigned set = 0; set < 1u << (words - 1); set++) {
            size_t lines = (size_t)__builtin_popcount(set) + 1;
            int64_t mean = (total - (int64_t)(lines - 1) * 6) / (int64_t)lines, cost = 0, width = 0;
            bool fits = true;
            for (int i = 0; i < words; i++) {
                width += list[2 * i].width;
                if (i + 1 == words || (set >> i & 1)) {
                    int64_t off = (width - mean) * 1000 / p.width;
                    cost += off * off;
                    if (i + 1 == words && lines > 1 && width * 10 < mean * 4)
                        cost += 125000;
                    fits = fits && width <= p.width;
                    width = 0;
                } else
                    width += 6;
            }
            if (!fits || lines > fewest)
                continue;
            if (lines < fewest || cost < best)
                best = cost;
            fewest = lines;
        }
        got = b.items[b.n - 1].demerits;
        ck_assert_uint_eq(b.n, fewest);
        ck_assert_int_eq(got, best);
        arena_reset(arena);
    }
}
END_TEST

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double time_of(size_t words)
{
    struct hitem *items = arena_calloc(arena, 2 * words, sizeof *items);
    size_t n = 0;
    for (size_t i = 0; i < words; i++) {
        items[n++] = (struct hitem){.kind = HITEM_BOX, .width = 20 + (int)(i * 7919 % 30)};
        items[n++] = (struct hitem){.kind = HITEM_GLUE, .width = 10, .stretch = 5, .shrink = 3};
    }
    items[n - 1] = (struct hitem){.kind = HITEM_PENALTY, .penalty = PENALTY_FORCE};
    struct linebreak_params p = params(400);
    struct breaks b;
    double from = seconds();
    linebreak(items, n, &p, arena, &b);
    double took = seconds() - from;
    ck_assert_uint_gt(b.n, words / 20);
    arena_reset(arena);
    return took;
}

START_TEST(long_paragraphs_take_linear_time)
{
    double small = time_of(20000), large = time_of(160000);
    ck_assert_msg(large < small * 32 + 0.05, "8 times the words took %.3f s against %.3f s", large, small);
}
END_TEST

TEST_MAIN("linebreak")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, equals_brute_force, 0, 20);
    tcase_add_loop_test(c, balance_equals_brute_force, 0, 10);
    tcase_add_test(c, the_trace_adds_up);
    tcase_add_test(c, badness_is_a_cube);
    tcase_add_test(c, a_name_is_kept_where_a_loose_line_does);
    tcase_add_test(c, hanging_gives_room);
    tcase_add_test(c, letters_shrink_before_the_line_is_too_wide);
    tcase_add_test(c, a_wide_box_is_reported_and_stands_alone);
    tcase_add_test(c, forced_breaks_may_leave_empty_lines);
    tcase_add_test(c, looseness_adds_a_line);
    tcase_add_test(c, balanced_lines_are_few_and_even);
    tcase_add_test(c, balanced_lines_keep_names_whole);
    tcase_add_test(c, balanced_lines_tear_a_pair_before_a_name);
    tcase_add_test(c, long_paragraphs_take_linear_time);
}
