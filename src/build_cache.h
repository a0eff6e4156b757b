/* What a process keeps from one build of a book to the next, so that only what has changed is worked out again.
 *
 * Lifetimes: the cache holds ingested articles (source_cache.h), fonts with all that was set in them (layout/reuse.h),
 * and results found by what they depend on (base/memo.h). Each drops what the last successful build did not use. What a
 * build shows is the same with a cache and without.
 */
#ifndef BUILD_CACHE_H
#define BUILD_CACHE_H

#include "base/memo.h"
#include "base/workers.h"
#include "font/font_set.h"
#include "isolation.h"
#include "layout/reuse.h"
#include "source_cache.h"
#include "style/design.h"

/* Bytes of results that failed builds may add to those of the last success and as much again. */
#define MEMO_MOST ((size_t)64 << 20)

struct build_cache {
    struct source_cache *sources;
    struct memo *memo;
    size_t most;             /* bytes that the memo may hold */
    struct workers *workers; /* NULL before the first build */
    struct arena *design_memory;
    struct design *design, *as_read; /* of the last build, with its leading and without */
    struct font_set *fonts;
    struct layout_cache *layout; /* of this design and these fonts */
    struct buf confined;         /* what this process may still do: isolation_describe(); empty: all */
    unsigned builds;             /* done in this process */
};

/* Ends with build_cache_drop(). */
struct build_cache *build_cache_new(void);
void build_cache_drop(struct build_cache *c);

/* Takes over a design that was just read, with the memory in which it lives. If it is that of the last build, the fonts
 * and what was set in them stay; else they are opened anew, and the leading is found. Returns -1 after an error
 * message. */
int build_cache_take_design(struct build_cache *c, struct design *design, struct arena *memory, const char *fonts_dir,
                            struct diag *d);

/* The workers of all builds, who remember; the pieces that were set. */
struct workers *build_cache_workers(struct build_cache *c, unsigned jobs);
struct layout_cache *build_cache_layout(struct build_cache *c);

/* Ends a build; `d` has all its messages. What it did not use goes, if it was a success. Nothing that the build had
 * from the cache may be in use any more. */
void build_cache_end(struct build_cache *c, bool success, const struct diag *d);

#endif
