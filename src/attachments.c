#include "attachments.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/ingest.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

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

/* What a string stands for. */
struct known {
    const char *key;
    size_t n; /* of a path: its item, from 1; of a name: the last number that was put behind it */
    UT_hash_handle hh;
};

/* Reading, with what was met by path and by name; all in the arena. */
struct reading {
    struct attachments *all;
    struct known *paths, *names;
    struct arena *a;
    struct diag *d;
};

static struct known *find(struct known *table, const char *key)
{
    struct known *found = NULL;
    HASH_FIND_STR(table, key, found);
    return found;
}

static struct known *note(struct reading *r, struct known **table, const char *key, size_t n)
{
    struct known *new = arena_calloc(r->a, 1, sizeof *new);
    new->key = key;
    new->n = n;
    HASH_ADD_KEYPTR(hh, *table, new->key, strlen(new->key), new);
    return new;
}

/* Names of files come from strangers: only letters, digits and hyphens of them are kept, and the end is that of what
 * the file is. */
static const char *safe_name(struct reading *r, const char *path, const char *suffix)
{
    const char *stem = path_stem(r->a, path), *slug = utf8_slug(r->a, stem, strlen(stem), SLUG_MAX);
    const char *name = arena_printf(r->a, "%s.%s", slug, suffix);
    struct known *first = find(r->names, name);
    if (first != NULL) /* "a.txt" is taken; "a-2.txt" may be, too, by a file of that very name */
        do
            name = arena_printf(r->a, "%s-%zu.%s", slug, ++first->n, suffix);
        while (find(r->names, name) != NULL);
    note(r, &r->names, name, 1);
    return name;
}

static const char *title_of(const struct article_meta *meta, struct arena *a)
{
    return meta->title.n > 0 ? arena_strndup(a, meta->title.s, meta->title.n) : NULL;
}

/* Where an original may lie: the article's own file, or one that is an article by its name. Its bytes are compared
 * besides, so nothing is carried that the writer of the article did not know already. */
static const char *original_of(const struct source_file *file, const struct article_meta *meta)
{
    bool own = strcmp(meta->file, file->path) == 0;
    return own || ingest_is_article_name(meta->file) ? meta->file : file->path;
}

/* The item of the file's original, from 1; 0: there is none. */
static size_t add(struct reading *r, const struct source_file *file)
{
    struct attachments *all = r->all;
    const struct article_meta *meta = &file->articles.items[0].meta;
    const char *path = original_of(file, meta), *suffix;
    char *bytes;
    size_t n;
    const struct known *known = find(r->paths, path);
    if (known != NULL)
        return known->n;
    if (strcmp(path, "-") == 0 || !read_same(path, meta->sha256, &bytes, &n)) {
        diag_add(r->d, MSG_ATTACH_CHANGED, (struct srcpos){file->path, 0, 0}, path, NULL);
        return 0;
    }
    struct pdf_attachment *item = &all->items[all->n];
    item->mime = ingest_media_type(path, bytes, n, &suffix);
    item->name = safe_name(r, path, suffix);
    item->about = file->articles.n == 1 ? title_of(meta, r->a) : NULL;
    pdf_attachment_pack(item, bytes, n);
    free(bytes);
    all->paths[all->n++] = path;
    note(r, &r->paths, path, all->n);
    return all->n;
}

void attachments_read(struct attachments *all, struct source_files *files, struct arena *a, struct diag *d)
{
    *all = (struct attachments){
        .items = mem_calloc(files->n + 1, sizeof *all->items),
        .paths = arena_calloc(a, files->n + 1, sizeof *all->paths),
        .of_file = arena_calloc(a, files->n + 1, sizeof *all->of_file),
    };
    struct reading r = {.all = all, .a = a, .d = d};
    while (all->n_chapters < files->n && files->items[all->n_chapters].chapter != NULL)
        all->n_chapters++;
    for (size_t i = 0; i < files->n; i++) {
        struct source_file *file = &files->items[i];
        for (size_t k = 0; k < file->articles.n; k++)
            file->articles.items[k].meta.attached = NULL; /* an earlier build may have read it */
        if (file->articles.n == 0 || (file->chapter != NULL && file->chapter->omit))
            continue;
        all->of_file[i] = add(&r, file);
        for (size_t k = 0; k < file->articles.n && all->of_file[i] > 0; k++)
            file->articles.items[k].meta.attached = all->items[all->of_file[i] - 1].name;
    }
    HASH_CLEAR(hh, r.paths);
    HASH_CLEAR(hh, r.names);
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
