/* Making a book.yaml: the articles are read as build would read them, put in order, and written down with comments. */
#include "init.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "book/duplicates.h"
#include "cli/sources.h"

/* ---- reading ---- */

/* How many articles level-1 headings would make of a text of the author's own, where nothing else shows that it holds
 * several. */
static size_t count_headed(struct arena *a, const char *path, const char *bytes, size_t n)
{
    static const char *const suffixes[] = {".md", ".markdown", ".docx"};
    const char *dot = strrchr(path, '.');
    bool headed = false;
    for (size_t i = 0; dot != NULL && i < sizeof suffixes / sizeof *suffixes; i++)
        headed |= strcmp(dot, suffixes[i]) == 0;
    if (!headed)
        return 1;
    struct diag *unheard = diag_new();
    struct ingest_options options = {.split = SPLIT_H1};
    struct articles parts = {0};
    bool good = ingest_bytes(a, &(struct ingest_source){path, bytes, n}, &options, &parts, unheard) == 0;
    diag_drop(unheard);
    return good && parts.n > 1 ? parts.n : 1;
}

/* Reads one file; false (after a warning) when there is no article in it. */
static bool read_file(struct arena *a, const char *folder, const char *path, struct init_file *file, struct diag *d)
{
    char *bytes;
    size_t n;
    struct articles found = {0};
    struct diag *told = diag_new();
    struct ingest_options options = {0};
    bool good = file_read(path, FILE_MAX_BYTES, &bytes, &n, told, DIAG_NOWHERE) == 0;
    if (good) {
        good = ingest_bytes(a, &(struct ingest_source){path, bytes, n}, &options, &found, told) == 0 && found.n > 0;
        if (good) {
            file->name = path + strlen(path_join(a, folder, ""));
            file->article = found.items;
            file->sure = found.proposed != SPLIT_NONE;
            file->split = file->sure ? found.proposed : SPLIT_H1;
            file->n_articles = file->sure ? found.n_proposed : count_headed(a, path, bytes, n);
        }
        free(bytes);
    }
    if (!good)
        diag_add(d, MSG_INIT_UNREADABLE, (struct srcpos){path, 0, 0}, NULL);
    diag_drop(told);
    return good;
}

/* ---- order ---- */

static int compare_files(const void *x, const void *y)
{
    const struct init_file *a = x, *b = y;
    const struct doc_date *p = &a->article->meta.date, *q = &b->article->meta.date;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if ((p->year == 0) != (q->year == 0)) /* what has no date stands at the end */
        return p->year == 0 ? 1 : -1;
    int by = doc_date_compare(p, q);
    return by != 0 ? by : a->order < b->order ? -1 : a->order > b->order;
}

static void mark_same(struct init_file *files, size_t n, struct arena *a)
{
    struct article **articles = arena_calloc(a, n + 1, sizeof *articles);
    struct duplicates found;
    for (size_t i = 0; i < n; i++)
        articles[i] = (struct article *)files[i].article;
    duplicates_find(articles, n, NULL, a, &found);
    for (size_t i = 0; i < found.n; i++)
        for (size_t k = 1; k < found.clusters[i].n; k++)
            files[found.clusters[i].members[k]].same = &files[found.clusters[i].members[0]];
}

/* ---- the whole ---- */

static int put_file(const char *path, const struct buf *text, struct diag *d)
{
    struct out_file *out = out_open(path, d);
    if (out == NULL)
        return 1;
    out_write(out, text->p, text->n);
    if (out_finish(out, d) != 0) {
        out_abandon(out);
        return 1;
    }
    return out_commit(out, d) == 0 ? 0 : 1;
}

const char *init_folder(const struct init_request *request, struct arena *a, struct diag *d)
{
    const char *path = path_join(a, request->folder, "book.yaml");
    struct init_file *files = arena_calloc(a, request->n + 1, sizeof *files);
    size_t count = 0;
    if (access(path, F_OK) == 0) {
        diag_add(d, MSG_INIT_EXISTS, (struct srcpos){path, 0, 0}, NULL);
        return NULL;
    }
    ingest_init();
    for (size_t i = 0; i < request->n; i++) {
        files[count].order = i;
        count += read_file(a, request->folder, request->paths[i], &files[count], d);
    }
    if (count == 0) {
        diag_add(d, MSG_NO_ARTICLES, (struct srcpos){request->folder, 0, 0}, NULL);
        return NULL;
    }
    const char **titles = NULL;
    mark_same(files, count, a);
    unsigned parts = request->sort == INIT_THEME ? init_themes(files, count, a, &titles) : 1;
    for (size_t i = 0; i < count; i++)
        files[i].same = NULL;
    if (request->sort != INIT_NAME)
        qsort(files, count, sizeof *files, compare_files);
    mark_same(files, count, a);
    struct buf text = BUF_INIT;
    init_write(files, count, titles, parts, request->lang, &text);
    bool good = put_file(path, &text, d) == 0;
    buf_free(&text);
    return good ? path : NULL;
}
