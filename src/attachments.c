#include "attachments.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/ingest.h"

#define SLUG_MAX 60

/* Reads the file if it has the bytes that the article was made of. */
static bool read_same(const char *path, const char *sha256, char **bytes, size_t *n)
{
    char hex[65] = "";
    struct diag *quiet = diag_new(); /* ingest has said what is wrong with a file */
    bool same = file_read(path, FILE_MAX_BYTES, bytes, n, quiet, DIAG_NOWHERE) == 0;
    diag_drop(quiet);
    if (same)
        file_sha256(*bytes, *n, hex);
    if (same && strcmp(hex, sha256) != 0) {
        free(*bytes);
        same = false;
    }
    return same;
}

static bool is_taken(const struct attachments *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->items[i].name, name) == 0)
            return true;
    return false;
}

/* Names of files come from strangers: only letters, digits and hyphens of them are kept, and the end is that of what
 * the file is. */
static const char *safe_name(const struct attachments *all, const char *path, const char *suffix, struct arena *a)
{
    const char *stem = path_stem(a, path), *slug = utf8_slug(a, stem, strlen(stem), SLUG_MAX);
    const char *name = arena_printf(a, "%s.%s", slug, suffix);
    for (unsigned i = 2; is_taken(all, name); i++)
        name = arena_printf(a, "%s-%u.%s", slug, i, suffix);
    return name;
}

static const char *title_of(const struct article_meta *meta, struct arena *a)
{
    return meta->title.n > 0 ? arena_strndup(a, meta->title.s, meta->title.n) : NULL;
}

/* The item of that path, from 1; 0: there is none yet. */
static size_t find_path(const struct attachments *all, const char *path)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->paths[i], path) == 0)
            return i + 1;
    return 0;
}

/* Where an original may lie: the article's own file, or one that is an article by its name. Its bytes are compared
 * besides, so nothing is carried that the writer of the article did not know already. */
static const char *original_of(const struct source_file *file, const struct article_meta *meta)
{
    bool own = strcmp(meta->file, file->path) == 0;
    return own || ingest_is_article_name(meta->file) ? meta->file : file->path;
}

static size_t add(struct attachments *all, const struct source_file *file, struct arena *a, struct diag *d)
{
    const struct article_meta *meta = &file->articles.items[0].meta;
    const char *path = original_of(file, meta), *suffix;
    char *bytes;
    size_t n, known = find_path(all, path);
    if (known > 0)
        return known;
    if (strcmp(path, "-") == 0 || !read_same(path, meta->sha256, &bytes, &n)) {
        diag_add(d, MSG_ATTACH_CHANGED, (struct srcpos){file->path, 0, 0}, path, NULL);
        return 0;
    }
    struct pdf_attachment *item = &all->items[all->n];
    item->mime = ingest_media_type(path, bytes, n, &suffix);
    item->name = safe_name(all, path, suffix, a);
    item->about = file->articles.n == 1 ? title_of(meta, a) : NULL;
    pdf_attachment_pack(item, bytes, n);
    free(bytes);
    all->paths[all->n++] = path;
    return all->n;
}

void attachments_read(struct attachments *all, struct source_files *files, struct arena *a, struct diag *d)
{
    *all = (struct attachments){
        .items = mem_calloc(files->n + 1, sizeof *all->items),
        .paths = arena_calloc(a, files->n + 1, sizeof *all->paths),
        .of_file = arena_calloc(a, files->n + 1, sizeof *all->of_file),
    };
    while (all->n_chapters < files->n && files->items[all->n_chapters].chapter != NULL)
        all->n_chapters++;
    for (size_t i = 0; i < files->n; i++) {
        struct source_file *file = &files->items[i];
        for (size_t k = 0; k < file->articles.n; k++)
            file->articles.items[k].meta.attached = NULL; /* an earlier build may have read it */
        if (file->articles.n == 0 || (file->chapter != NULL && file->chapter->omit))
            continue;
        all->of_file[i] = add(all, file, a, d);
        for (size_t k = 0; k < file->articles.n && all->of_file[i] > 0; k++)
            file->articles.items[k].meta.attached = all->items[all->of_file[i] - 1].name;
    }
}

void attachments_free(struct attachments *all)
{
    for (size_t i = 0; i < all->n; i++)
        buf_free(&all->items[i].deflated);
    free(all->items);
    *all = (struct attachments){0};
}

const struct pdf_attachment *const *attachments_for(const struct attachments *all, const bool *hidden, struct arena *a,
                                                    size_t *n)
{
    const struct pdf_attachment **list = arena_calloc(a, all->n + 1, sizeof *list);
    bool *out = arena_calloc(a, all->n + 1, sizeof *out);
    for (size_t i = 0; hidden != NULL && i < all->n_chapters; i++)
        out[all->of_file[i]] = out[all->of_file[i]] || hidden[i];
    *n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (!out[i + 1])
            list[(*n)++] = &all->items[i];
    return list;
}
