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

struct build_cache {
    struct source_cache *sources;
    struct memo *memo;
    struct workers *workers;     /* NULL before the first build */
    struct arena *design_memory; /* of `design` */
    struct design *design;       /* of the last build */
    struct font_set *fonts;
    struct layout_cache *layout; /* of this design and these fonts */
    struct buf confined;         /* what rights this process has kept (isolation_list()); empty: all */
    unsigned builds;             /* done in this process */
};

/* Ends with build_cache_drop(). */
struct build_cache *build_cache_new(void);
void build_cache_drop(struct build_cache *c);

/* The fonts, and what was set in them, when the design is that of the last build; else these are dropped and opened
 * anew. Takes over `memory`, in which the design lives. NULL after an error message. */
struct font_set *build_cache_fonts(struct build_cache *c, struct design *design, struct arena *memory,
                                   const char *fonts_dir, struct diag *d);

/* Ends a build; `d` has all its messages. What it did not use goes, if it was a success. */
void build_cache_end(struct build_cache *c, bool success, const struct diag *d);

#endif
