/* A pool of threads for work that is independent piece by piece. */
#ifndef BASE_WORKERS_H
#define BASE_WORKERS_H

#include <stddef.h>

#include "base/memo.h"

struct workers;

/* Does piece `i`; `worker` (0 … jobs-1) says which thread runs it, for per-thread caches. */
typedef void (*work_fn)(void *ctx, size_t i, unsigned worker);

/* Starts a pool of `jobs` threads, the calling one included (0: one a processor, at most 64). */
struct workers *workers_new(unsigned jobs);
void workers_drop(struct workers *w);
unsigned workers_count(const struct workers *w);

/* What the work may find done already, for those who do the same work again and again; borrowed. NULL at first, and for
 * no pool. */
void workers_remember(struct workers *w, struct memo *memo);
struct memo *workers_memo(const struct workers *w);

/* Runs fn for 0 … n-1 and returns when all are done. Which thread does which piece is not fixed, so results must
 * depend on `i` alone and are joined by the caller in order. NULL `w`: all in the calling thread. A piece may run
 * pieces of its own, which have the same threads under the same numbers; only the pool's own threads, and the one that
 * made it, may call. */
void workers_run(struct workers *w, size_t n, work_fn fn, void *ctx);

#endif
