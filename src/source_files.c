#include "source_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "doc/article_copy.h"
#include "ingest/ingest.h"
#include "pictures.h"

/* What a worker ingests with: ingest's own memory is used again for each file, what stays of the articles is copied. */
struct desk {
    struct arena *scratch, *kept;
};

/* The reading of all files. */
struct reading_room {
    struct source_files *files;
    const struct source_reading *how;
    struct desk *desks; /* one a worker */
};

static void add(struct source_files *f, struct arena *a, const struct source_file *file, const char *name)
{
    bool relative = f->manifest->file != NULL && strcmp(name, "-") != 0;
    struct source_file *added = &f->items[f->n++];
    *added = *file;
    added->path = relative ? path_join(a, f->manifest->folder, name) : arena_strdup(a, name);
    added->origin = picture_origin(a, added->path);
}

static void add_matter(struct source_files *f, struct arena *a, const struct manifest_matter *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].file != NULL)
            add(f, a, &(struct source_file){.matter = &list[i], .pos = list[i].pos}, list[i].file);
}

void source_files_list(struct source_files *f, const struct manifest *m, struct arena *a)
{
    size_t n = m->n_front + m->n_back + 1;
    for (size_t i = 0; i < m->n_parts; i++)
        n += m->parts[i].n_chapters;
    *f = (struct source_files){.manifest = m, .items = mem_calloc(n, sizeof *f->items)};
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
    f->articles = (struct articles){.items = arena_calloc(desk->kept, all->n + 1, sizeof *all->items), .n = all->n};
    for (size_t i = 0; i < all->n; i++)
        article_copy(desk->kept, &all->items[i], r->how->records, &f->articles.items[i]);
    arena_reset(desk->scratch);
}

static void read_one(void *ctx, size_t i, unsigned worker)
{
    struct reading_room *r = ctx;
    struct source_file *f = &r->files->items[i];
    f->diag = diag_new();
    char *bytes;
    size_t n;
    bool named = r->files->manifest->file != NULL && f->pos.file != NULL && strcmp(f->path, "-") != 0;
    if (named && access(f->path, F_OK) != 0) {
        diag_add(f->diag, MSG_CHAPTER_MISSING, f->pos, f->chapter != NULL ? f->chapter->file : f->matter->file, NULL);
        return;
    }
    if (file_read(f->path, FILE_MAX_BYTES, &bytes, &n, f->diag, DIAG_NOWHERE) != 0)
        return;
    struct ingest_options options = {.keep = r->how->keep};
    if (f->chapter != NULL) {
        options.lang = f->chapter->lang;
        options.split = f->chapter->split;
    }
    struct articles all;
    ingest_bytes(r->desks[worker].scratch, f->path, bytes, n, &options, &all, f->diag);
    keep(r, &r->desks[worker], &all, f);
    free(bytes);
}

void source_files_read(struct source_files *f, const struct source_reading *how, struct workers *w)
{
    unsigned jobs = workers_count(w);
    struct reading_room r = {f, how, mem_calloc(jobs, sizeof *r.desks)};
    for (unsigned i = 0; i < jobs; i++)
        r.desks[i] = (struct desk){arena_new(), arena_new()};
    ingest_init();
    workers_run(w, f->n, read_one, &r);
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
