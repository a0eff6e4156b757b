/* The pool: every piece is done once, whatever the number of threads. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/workers.h"
#include "unit/suite.h"

#define PIECES 100000

static atomic_uchar done[PIECES];
static atomic_uint seen[64];

static void count_piece(void *ctx, size_t i, unsigned worker)
{
    atomic_fetch_add((atomic_size_t *)ctx, i);
    atomic_fetch_add(&done[i], 1);
    atomic_fetch_add(&seen[worker], 1);
}

static const unsigned jobs[] = {0, 1, 2, 3, 8, 64, 1000};

START_TEST(every_piece_once)
{
    struct workers *w = workers_new(jobs[_i]);
    atomic_size_t sum = 0;

    memset(done, 0, sizeof done); /* ThreadSanitizer runs the cases in one process */
    memset(seen, 0, sizeof seen);
    ck_assert_uint_ge(workers_count(w), 1);
    ck_assert_uint_le(workers_count(w), 64);
    if (jobs[_i] >= 1 && jobs[_i] <= 64)
        ck_assert_uint_eq(workers_count(w), jobs[_i]);
    workers_run(w, PIECES, count_piece, &sum);
    ck_assert_uint_eq(atomic_load(&sum), (size_t)PIECES * (PIECES - 1) / 2);
    unsigned total = 0;
    for (unsigned k = 0; k < 64; k++) {
        total += atomic_load(&seen[k]);
        ck_assert(k < workers_count(w) || atomic_load(&seen[k]) == 0);
    }
    ck_assert_uint_eq(total, PIECES);
    size_t faults = 0; /* Check writes to a pipe at every assertion: too slow for so many */
    for (size_t i = 0; i < PIECES; i++)
        faults += atomic_load(&done[i]) != 1;
    ck_assert_uint_eq(faults, 0);
    workers_drop(w);
}
END_TEST

START_TEST(many_short_runs)
{
    struct workers *w = workers_new(4);
    size_t expected = 0;
    atomic_size_t sum = 0;

    for (size_t n = 0; n < 2000; n++) {
        size_t pieces = n % 7;
        workers_run(w, pieces, count_piece, &sum);
        expected += pieces ? pieces * (pieces - 1) / 2 : 0;
        ck_assert_uint_eq(atomic_load(&sum), expected); /* all were done on return */
    }
    workers_drop(w);
}
END_TEST

static void in_order(void *ctx, size_t i, unsigned worker)
{
    size_t *next = ctx;

    ck_assert_uint_eq(worker, 0);
    ck_assert_uint_eq(i, (*next)++);
}

START_TEST(no_pool)
{
    size_t next = 0;

    workers_run(NULL, 1000, in_order, &next);
    ck_assert_uint_eq(next, 1000);
    ck_assert_uint_eq(workers_count(NULL), 1);
    workers_drop(NULL);
}
END_TEST

static void uneven(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    if (i == 0)
        usleep(50000);
    atomic_fetch_add((atomic_size_t *)ctx, 1);
}

START_TEST(uneven_pieces)
{
    struct workers *w = workers_new(3);
    atomic_size_t n = 0;

    workers_run(w, 50, uneven, &n);
    ck_assert_uint_eq(atomic_load(&n), 50);
    workers_drop(w);
}
END_TEST

/* Runs in runs: within one no two threads have the same number at the same time, and no thread begins a piece while it
 * is in another of the same run. */
struct nest {
    struct workers *w;
    unsigned depth;
    atomic_size_t *done;
    atomic_uint inside[64]; /* by worker: pieces of this run that it is in */
    atomic_uint *faults;
};

static void nested(void *ctx, size_t i, unsigned worker)
{
    struct nest *outer = ctx;
    if (atomic_fetch_add(&outer->inside[worker], 1) != 0)
        atomic_fetch_add(outer->faults, 1);
    if (outer->depth == 0) {
        if (i % 16 == 0)
            usleep(100);
        atomic_fetch_add(outer->done, 1);
    } else {
        struct nest inner = {.w = outer->w, .depth = outer->depth - 1, .done = outer->done, .faults = outer->faults};
        size_t before = atomic_load(outer->done), pieces = outer->depth == 1 ? 40 + i : 1 + i % 3;
        workers_run(outer->w, pieces, nested, &inner);
        if (atomic_load(outer->done) < before + pieces)
            atomic_fetch_add(outer->faults, 1); /* it came back too early */
    }
    atomic_fetch_sub(&outer->inside[worker], 1);
}

START_TEST(runs_in_runs)
{
    struct workers *w = workers_new(jobs[_i]);
    atomic_size_t all = 0;
    atomic_uint faults = 0;

    struct nest outer = {.w = w, .depth = 2, .done = &all, .faults = &faults};
    size_t expected = 0;
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < 1 + i % 3; k++)
            expected += 40 + k;
    for (int again = 1; again <= 5; again++) {
        workers_run(w, 6, nested, &outer);
        ck_assert_uint_eq(atomic_load(&all), expected * (size_t)again);
    }
    ck_assert_uint_eq(atomic_load(&faults), 0);
    workers_drop(w);
}
END_TEST

/* The thread that made the pool helps with runs of the others when nothing is left of its own. */
struct meeting {
    struct workers *w;
    atomic_uint begun, met, faults;
};

static bool comes_to(atomic_uint *count, unsigned n)
{
    for (int i = 0; i < 100000 && atomic_load(count) < n; i++)
        usleep(100);
    return atomic_load(count) >= n;
}

static void meet(void *ctx, size_t i, unsigned worker)
{
    struct meeting *m = ctx;
    (void)i, (void)worker;
    atomic_fetch_add(&m->met, 1);
    if (!comes_to(&m->met, 2))
        atomic_fetch_add(&m->faults, 1);
}

static void begin_meeting(void *ctx, size_t i, unsigned worker)
{
    struct meeting *m = ctx;
    (void)worker;
    atomic_fetch_add(&m->begun, 1);
    if (!comes_to(&m->begun, 2)) /* one thread each */
        atomic_fetch_add(&m->faults, 1);
    if (i == 1)
        workers_run(m->w, 2, meet, m);
}

START_TEST(who_waits_helps)
{
    struct meeting m = {.w = workers_new(2)};
    workers_run(m.w, 2, begin_meeting, &m);
    ck_assert_uint_eq(atomic_load(&m.faults), 0);
    workers_drop(m.w);
}
END_TEST

/* One piece alone is done by the thread that asks for it, under its own number. */
static void single(void *ctx, size_t i, unsigned worker)
{
    (void)i;
    *(unsigned *)ctx = worker;
}

struct singles {
    struct workers *w;
    atomic_uint faults;
};

static void ask_single(void *ctx, size_t i, unsigned worker)
{
    struct singles *s = ctx;
    unsigned seen_by = 1000;
    (void)i;
    usleep(200);
    workers_run(s->w, 1, single, &seen_by);
    if (seen_by != worker)
        atomic_fetch_add(&s->faults, 1);
}

START_TEST(single_pieces)
{
    struct singles s = {.w = workers_new(4)};
    workers_run(s.w, 200, ask_single, &s);
    ck_assert_uint_eq(atomic_load(&s.faults), 0);
    workers_drop(s.w);
}
END_TEST

TEST_MAIN("workers")
{
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, every_piece_once, 0, sizeof jobs / sizeof *jobs);
    tcase_add_test(c, many_short_runs);
    tcase_add_test(c, no_pool);
    tcase_add_test(c, uneven_pieces);
    tcase_add_loop_test(c, runs_in_runs, 0, sizeof jobs / sizeof *jobs);
    tcase_add_test(c, who_waits_helps);
    tcase_add_test(c, single_pieces);
}
