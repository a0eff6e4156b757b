#include "build_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/leading.h"
#include "style/design_same.h"

struct build_cache *build_cache_new(void)
{
    struct build_cache *c = mem_calloc(1, sizeof *c);
    c->sources = source_cache_new();
    c->memo = memo_new();
    return c;
}

/* The design with all that was made by it. What was worked out of faces goes with the faces. */
static void forget_design(struct build_cache *c)
{
    layout_cache_drop(c->layout);
    memo_forget(c->memo, MEMO_PAGE);
    memo_forget(c->memo, MEMO_GLYPH_PLAN);
    memo_forget(c->memo, MEMO_SUBSET);
    memo_forget(c->memo, MEMO_PICTURE);
    font_set_drop(c->fonts);
    arena_drop(c->design_memory);
    c->layout = NULL;
    c->fonts = NULL;
    c->design_memory = NULL;
    c->design = c->as_read = NULL;
}

void build_cache_drop(struct build_cache *c)
{
    if (c == NULL)
        return;
    forget_design(c);
    memo_drop(c->memo);
    source_cache_drop(c->sources);
    workers_drop(c->workers);
    buf_free(&c->confined);
    free(c);
}

int build_cache_take_design(struct build_cache *c, struct design *design, struct arena *memory, const char *fonts_dir,
                            struct diag *d)
{
    if (c->design != NULL && design_same(design, c->as_read)) {
        arena_drop(memory);
        return 0;
    }
    forget_design(c);
    c->design_memory = memory;
    design_own_strings(design, memory);
    c->as_read = arena_alloc(memory, sizeof *c->as_read);
    memcpy(c->as_read, design, sizeof *design); /* the bytes between its members, too */
    c->design = design;
    c->fonts = font_set_open(fonts_dir, d);
    if (c->fonts == NULL)
        return -1;
    leading_find(design, c->fonts, d);
    return 0;
}

struct workers *build_cache_workers(struct build_cache *c, unsigned jobs)
{
    if (c->workers == NULL) {
        c->workers = workers_new(jobs);
        workers_remember(c->workers, c->memo);
    }
    return c->workers;
}

struct layout_cache *build_cache_layout(struct build_cache *c)
{
    if (c->layout == NULL)
        c->layout = layout_cache_new(workers_count(c->workers));
    return c->layout;
}

/* Faces that are open already are not complained of again, so they are opened anew. */
static bool tells_of_fonts(const struct diag *d)
{
    for (size_t i = 0; i < diag_stored(d); i++)
        if (strncmp(diag_rule(d, i), "font-", 5) == 0)
            return true;
    return false;
}

void build_cache_end(struct build_cache *c, bool success, const struct diag *d)
{
    c->builds++;
    if (success) {
        source_cache_end(c->sources);
        if (c->layout != NULL && !layout_cache_end(c->layout))
            forget_design(c);
        memo_end(c->memo);
        c->most = 2 * memo_bytes(c->memo) + MEMO_MOST;
    }
    if (tells_of_fonts(d))
        forget_design(c);
    if (memo_bytes(c->memo) > c->most) /* one failure after another */
        memo_end(c->memo);
}
