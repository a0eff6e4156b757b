#include "source_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "doc/article_copy.h"
#include "ingest/front_matter.h"
#include "ingest/ingest.h"
#include "pictures.h"

/* What a worker ingests with: ingest's own memory is used again for each file, what stays of the articles is copied. */
struct desk {
    struct arena *scratch, *kept;
};

/* What the cache has to learn of a file. */
struct outcome {
    struct source_kept *fresh; /* read now */
    struct source_kept *taken; /* had from before */
    struct source_identity now;
};

/* The reading of all files. */
struct reading_room {
    struct source_files *files;
    const struct source_reading *how;
    struct desk *desks;       /* one a worker */
    struct outcome *outcomes; /* by file, for the cache */
};

/* Where the pictures of an article may lie besides, and whether a link leads to it; most articles that are known need
 * not be looked into for that. */
static void look_at(const struct source_files *f, struct arena *a, struct source_file *file)
{
    const struct manifest_chapter *chapter = file->chapter;
    const char *path = file->path;
    const struct source_kept *kept = f->cache != NULL
                                         ? source_cache_find(f->cache, path, chapter != NULL ? chapter->lang : NULL,
                                                             chapter != NULL ? chapter->split : SPLIT_NONE)
                                         : NULL;
    if (kept != NULL && !kept->has_original) {
        struct source_identity now = source_identify(path);
        if (source_is_unchanged(kept, &now)) {
            file->is_link = file_is_link(path);
            return;
        }
    }
    file->origin = picture_origin(a, path, &file->is_link);
}

static void add(struct source_files *f, struct arena *a, const struct source_file *file, const char *name)
{
    bool relative = f->manifest->file != NULL && strcmp(name, "-") != 0;
    struct source_file *added = &f->items[f->n++];
    *added = *file;
    added->path = relative ? path_join(a, f->manifest->folder, name) : arena_strdup(a, name);
    look_at(f, a, added);
}

static void add_matter(struct source_files *f, struct arena *a, const struct manifest_matter *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].file != NULL)
            add(f, a, &(struct source_file){.matter = &list[i], .pos = list[i].pos}, list[i].file);
}

void source_files_list(struct source_files *f, const struct manifest *m, struct source_cache *cache, struct arena *a)
{
    size_t n = m->n_front + m->n_back + 1;
    for (size_t i = 0; i < m->n_parts; i++)
        n += m->parts[i].n_chapters;
    *f = (struct source_files){.manifest = m, .cache = cache, .items = mem_calloc(n, sizeof *f->items)};
    for (size_t i = 0; i < m->n_parts; i++)
        for (size_t k = 0; k < m->parts[i].n_chapters; k++) {
            const struct manifest_chapter *c = &m->parts[i].chapters[k];
            add(f, a, &(struct source_file){.chapter = c, .pos = c->pos}, c->file);
        }
    add_matter(f, a, m->front, m->n_front);
    add_matter(f, a, m->back, m->n_back);
}

static void keep(const struct reading_room *r, struct desk *desk, const struct articles *all, struct source_file *f)
{
    f->articles = (struct articles){.items = arena_calloc(desk->kept, all->n, sizeof *all->items), .n = all->n};
    for (size_t i = 0; i < all->n; i++)
        article_copy(desk->kept, &all->items[i], r->how->records, &f->articles.items[i]);
    arena_reset(desk->scratch);
}

/* The articles of an earlier build, again; nothing of theirs is touched. */
static void take_kept(struct desk *desk, const struct source_kept *kept, bool records, struct source_file *f)
{
    f->articles = (struct articles){.items = arena_calloc(desk->kept, kept->articles.n, sizeof *f->articles.items),
                                    .n = kept->articles.n};
    for (size_t i = 0; i < kept->articles.n; i++)
        article_copy(desk->kept, &kept->articles.items[i], records, &f->articles.items[i]);
    diag_copy(f->diag, kept->diag);
}

/* Copies what was made of the file for the builds to come. */
static struct source_kept *to_be_kept(const struct source_file *f, const struct ingest_options *options,
                                      const struct source_identity *identity, bool records, const char *sha256)
{
    struct source_kept *kept = source_kept_new(f->path, options, identity, sha256);
    kept->articles = (struct articles){.items = arena_calloc(kept->memory, f->articles.n, sizeof *kept->articles.items),
                                       .n = f->articles.n};
    for (size_t i = 0; i < f->articles.n; i++)
        article_copy(kept->memory, &f->articles.items[i], records, &kept->articles.items[i]);
    diag_copy(kept->diag, f->diag);
    return kept;
}

/* The place where book.yaml names a file that is not there tells more than the file's own name. */
static void tell_missing(const struct reading_room *r, struct source_file *f)
{
    bool named = r->files->manifest->file != NULL && f->pos.file != NULL && strcmp(f->path, "-") != 0;
    if (!named || access(f->path, F_OK) == 0)
        return;
    diag_drop(f->diag);
    f->diag = diag_new();
    diag_add(f->diag, MSG_CHAPTER_MISSING, f->pos, f->chapter != NULL ? f->chapter->file : f->matter->file, NULL);
}

/* Ingests the file's bytes, unless an earlier build had the very same. */
static void read_bytes(const struct reading_room *r, struct source_file *f, struct desk *desk,
                       const struct ingest_options *options, struct outcome *o)
{
    struct articles all;
    char *bytes, sha256[65];
    size_t n;
    if (file_read(f->path, FILE_MAX_BYTES, &bytes, &n, f->diag, DIAG_NOWHERE) != 0) {
        o->taken = NULL;
        tell_missing(r, f);
        return;
    }
    if (r->files->cache != NULL)
        file_sha256(bytes, n, sha256);
    if (o->taken != NULL && strcmp(o->taken->sha256, sha256) == 0) {
        take_kept(desk, o->taken, r->how->records, f);
    } else {
        o->taken = NULL;
        ingest_bytes(desk->scratch, &(struct ingest_source){f->path, bytes, n}, options, &all, f->diag);
        keep(r, desk, &all, f);
        if (r->files->cache != NULL) {
            o->fresh = to_be_kept(f, options, &o->now, r->how->records, sha256);
            o->fresh->has_original = front_matter_is_ingested(bytes, n);
        }
    }
    free(bytes);
}

static void read_one(void *ctx, size_t i, unsigned worker)
{
    struct reading_room *r = ctx;
    struct source_file *f = &r->files->items[i];
    f->diag = diag_new();
    struct ingest_options options = {.keep = r->how->keep};
    if (f->chapter != NULL) {
        options.lang = f->chapter->lang;
        options.split = f->chapter->split;
    }
    struct outcome *o = &r->outcomes[i];
    if (r->files->cache != NULL) {
        o->now = source_identify(f->path);
        o->taken = source_cache_find(r->files->cache, f->path, options.lang, options.split);
    }
    if (o->taken != NULL && source_is_unchanged(o->taken, &o->now)) {
        take_kept(&r->desks[worker], o->taken, r->how->records, f);
    } else {
        read_bytes(r, f, &r->desks[worker], &options, o);
    }
}

/* The cache changes when nobody reads it any more. */
static void tell_cache(struct source_cache *c, struct outcome *outcomes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (outcomes[i].taken != NULL) {
            outcomes[i].taken->used = true;
            outcomes[i].taken->identity = outcomes[i].now;
        }
    for (size_t i = 0; i < n; i++)
        if (outcomes[i].fresh != NULL)
            source_cache_add(c, outcomes[i].fresh);
}

void source_files_read(struct source_files *f, const struct source_reading *how, struct workers *w)
{
    unsigned jobs = workers_count(w);
    struct reading_room r = {f, how, mem_calloc(jobs, sizeof *r.desks), mem_calloc(f->n + 1, sizeof *r.outcomes)};
    for (unsigned i = 0; i < jobs; i++)
        r.desks[i] = (struct desk){arena_new(), arena_new()};
    ingest_init();
    workers_run(w, f->n, read_one, &r);
    tell_cache(f->cache, r.outcomes, f->n);
    free(r.outcomes);
    f->memory = arena_new();
    for (unsigned i = 0; i < jobs; i++) {
        arena_drop(r.desks[i].scratch);
        arena_adopt(f->memory, r.desks[i].kept);
    }
    free(r.desks);
}

struct article **source_files_articles(const struct source_files *f, struct arena *a, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < f->n; i++)
        *n += f->items[i].articles.n;
    struct article **articles = arena_calloc(a, *n + 1, sizeof *articles);
    for (size_t i = 0, at = 0; i < f->n; i++)
        for (size_t k = 0; k < f->items[i].articles.n; k++, at++)
            if (f->items[i].chapter != NULL && !f->items[i].chapter->omit)
                articles[at] = &f->items[i].articles.items[k];
    return articles;
}

void source_files_leave_out(struct source_files *f, const bool *out)
{
    for (size_t i = 0, at = 0; i < f->n; i++) {
        struct articles *of_file = &f->items[i].articles;
        size_t n = 0;
        for (size_t k = 0; k < of_file->n; k++) {
            if (out[at++])
                continue;
            of_file->items[n] = of_file->items[k];
            of_file->items[n].root->meta = &of_file->items[n].meta;
            n++;
        }
        of_file->n = n;
    }
}

void source_files_drop(struct source_files *f)
{
    for (size_t i = 0; i < f->n; i++)
        diag_drop(f->items[i].diag);
    free(f->items);
    arena_drop(f->memory);
}
