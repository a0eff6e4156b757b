/* A pool of threads. Pieces are handed out by an atomic counter: no queue, no locks while work is going on, and uneven
 * pieces balance themselves. Several runs may be open at a time, for a piece may be work that is divided in its turn;
 * helpers take the oldest that has pieces left. Who waits for a run to end inside other work takes nothing of others:
 * the work of one thread is never begun inside other work of the same thread. Who has none, the thread that made the
 * pool, helps like the others. Threads without work sleep. */
#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

#define MAX_JOBS 64

struct helper {
    struct workers *pool;
    pthread_t thread;
    unsigned number;
};

/* One call of workers_run(), in its caller's frame. */
struct run {
    work_fn fn;
    void *ctx;
    size_t n;
    atomic_size_t next; /* first piece that nobody has taken */
    unsigned busy;      /* helpers at work in it */
    bool outermost;     /* its caller is in no other work */
    struct run *later;
};

struct workers {
    unsigned jobs;           /* threads, the calling one included */
    struct helper *helpers;  /* jobs - 1 of them */
    pthread_mutex_t lock;    /* guards what follows, but `next` of the runs */
    pthread_cond_t started;  /* a run began, the last helper has left an outermost run, or the pool ends */
    pthread_cond_t finished; /* the last helper has left another run */
    struct run *open;        /* runs of which nobody knows yet that all pieces are taken; the oldest first */
    bool ending;
    bool inside; /* the thread that made the pool is in a piece; its own to read and write */
    struct memo *memo;
};

static void do_pieces(struct run *r, unsigned worker)
{
    size_t i;

    while ((i = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed)) < r->n)
        r->fn(r->ctx, i, worker);
}

/* Nobody shall look for work in it any more. It may have been taken out already. */
static void close_run(struct workers *w, const struct run *r)
{
    struct run **at = &w->open;

    while (*at != NULL && *at != r)
        at = &(*at)->later;
    if (*at != NULL)
        *at = r->later;
}

/* Helps with a run, as thread `worker`. The lock is held before and after. */
static void help(struct workers *w, struct run *r, unsigned worker)
{
    r->busy++;
    pthread_mutex_unlock(&w->lock);
    do_pieces(r, worker);
    pthread_mutex_lock(&w->lock);
    close_run(w, r);
    if (--r->busy == 0)
        pthread_cond_broadcast(r->outermost ? &w->started : &w->finished);
}

static void *helper_main(void *arg)
{
    struct helper *h = arg;
    struct workers *w = h->pool;

    pthread_mutex_lock(&w->lock);
    while (!w->ending) {
        if (w->open == NULL)
            pthread_cond_wait(&w->started, &w->lock);
        else
            help(w, w->open, h->number);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* Processors this process may use: fewer than the machine has, in a container. */
static unsigned processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n > 0 ? (unsigned)n : 1;
}

struct workers *workers_new(unsigned jobs)
{
    struct workers *w = mem_calloc(1, sizeof *w);

    if (jobs == 0)
        jobs = processors();
    if (jobs > MAX_JOBS)
        jobs = MAX_JOBS;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->started, NULL);
    pthread_cond_init(&w->finished, NULL);
    w->helpers = mem_calloc(jobs, sizeof *w->helpers);
    w->jobs = 1;
    for (unsigned i = 1; i < jobs; i++) {
        struct helper *h = &w->helpers[i - 1];
        h->pool = w;
        h->number = i;
        if (pthread_create(&h->thread, NULL, helper_main, h) != 0)
            break; /* fewer threads do the same work */
        w->jobs++;
    }
    return w;
}

void workers_drop(struct workers *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->ending = true;
    pthread_cond_broadcast(&w->started);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 1; i < w->jobs; i++)
        pthread_join(w->helpers[i - 1].thread, NULL);
    pthread_cond_destroy(&w->started);
    pthread_cond_destroy(&w->finished);
    pthread_mutex_destroy(&w->lock);
    free(w->helpers);
    free(w);
}

unsigned workers_count(const struct workers *w)
{
    return w ? w->jobs : 1;
}

void workers_remember(struct workers *w, struct memo *memo)
{
    w->memo = memo;
}

struct memo *workers_memo(const struct workers *w)
{
    return w != NULL ? w->memo : NULL;
}

/* The number of the calling thread. */
static unsigned own_number(const struct workers *w)
{
    pthread_t self = pthread_self();

    for (unsigned i = 1; i < w->jobs; i++)
        if (pthread_equal(w->helpers[i - 1].thread, self))
            return i;
    return 0;
}

/* The caller's part of its own run. */
static void do_own_pieces(struct workers *w, struct run *r, unsigned self)
{
    if (r->outermost)
        w->inside = true;
    do_pieces(r, self);
    if (r->outermost)
        w->inside = false;
}

/* Waits until all helpers have left the run. The lock is held before and after. */
static void await(struct workers *w, const struct run *r)
{
    while (r->busy > 0) {
        if (!r->outermost) {
            pthread_cond_wait(&w->finished, &w->lock);
        } else if (w->open == NULL) {
            pthread_cond_wait(&w->started, &w->lock);
        } else {
            w->inside = true;
            help(w, w->open, 0);
            w->inside = false;
        }
    }
}

void workers_run(struct workers *w, size_t n, work_fn fn, void *ctx)
{
    struct run r = {.fn = fn, .ctx = ctx, .n = n};
    unsigned self = w != NULL ? own_number(w) : 0;

    if (w == NULL || w->jobs == 1) {
        do_pieces(&r, self);
        return;
    }
    r.outermost = self == 0 && !w->inside;
    if (n < 2) {
        do_own_pieces(w, &r, self);
        return;
    }
    pthread_mutex_lock(&w->lock);
    struct run **end = &w->open;
    while (*end != NULL)
        end = &(*end)->later;
    *end = &r;
    pthread_cond_broadcast(&w->started);
    pthread_mutex_unlock(&w->lock);
    do_own_pieces(w, &r, self);
    pthread_mutex_lock(&w->lock);
    close_run(w, &r);
    await(w, &r);
    pthread_mutex_unlock(&w->lock);
}
