/* A pool of threads. Pieces are handed out by an atomic counter: no queue, no locks while work is going on, and uneven
 * pieces balance themselves. Threads sleep between runs. */
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

struct workers {
    unsigned jobs;           /* threads, the calling one included */
    struct helper *helpers;  /* jobs - 1 of them */
    pthread_mutex_t lock;    /* guards what follows, but `next` */
    pthread_cond_t started;  /* a run began, or the pool ends */
    pthread_cond_t finished; /* the last helper has finished its part */
    unsigned long run;       /* number of the present run */
    unsigned busy;           /* helpers still at work in it */
    bool ending;
    work_fn fn;
    void *ctx;
    size_t n;
    struct memo *memo;
    atomic_size_t next; /* first piece that nobody has taken */
};

static void do_pieces(struct workers *w, unsigned worker)
{
    size_t i;

    while ((i = atomic_fetch_add_explicit(&w->next, 1, memory_order_relaxed)) < w->n)
        w->fn(w->ctx, i, worker);
}

static void *helper_main(void *arg)
{
    struct helper *h = arg;
    struct workers *w = h->pool;
    unsigned long seen = 0;

    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (w->run == seen && !w->ending)
            pthread_cond_wait(&w->started, &w->lock);
        if (w->ending)
            break;
        seen = w->run;
        pthread_mutex_unlock(&w->lock);
        do_pieces(w, h->number);
        pthread_mutex_lock(&w->lock);
        if (--w->busy == 0)
            pthread_cond_signal(&w->finished);
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

void workers_run(struct workers *w, size_t n, work_fn fn, void *ctx)
{
    if (!w || w->jobs == 1 || n < 2) {
        for (size_t i = 0; i < n; i++)
            fn(ctx, i, 0);
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->fn = fn;
    w->ctx = ctx;
    w->n = n;
    atomic_store_explicit(&w->next, 0, memory_order_relaxed);
    w->busy = w->jobs - 1;
    w->run++;
    pthread_cond_broadcast(&w->started);
    pthread_mutex_unlock(&w->lock);
    do_pieces(w, 0);
    pthread_mutex_lock(&w->lock);
    while (w->busy > 0)
        pthread_cond_wait(&w->finished, &w->lock);
    pthread_mutex_unlock(&w->lock);
}
