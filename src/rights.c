#include "rights.h"

#include <string.h>

#include "base/file.h"
#include "build_cache.h"
#include "isolation.h"

/* A process that has given up rights for an earlier build can do no more than that one could, and shall do no less. */
static int confine(struct build_cache *c, const struct isolation *need)
{
    struct buf described = BUF_INIT;
    if (c == NULL) {
        isolation_enter(need);
        return 0;
    }
    isolation_describe(need, &described);
    int status = 0;
    if (c->confined.n > 0) {
        status = described.n == c->confined.n && memcmp(described.p, c->confined.p, described.n) == 0 ? 0 : -1;
    } else {
        buf_put(&c->confined, described.p, described.n);
        isolation_enter(need);
    }
    buf_free(&described);
    return status;
}

/* The folder of an article is read whole: its pictures lie there. */
static size_t add_articles(const struct source_files *files, struct arena *a, const char **folders)
{
    const char *last = "";
    size_t n = 0;
    for (size_t i = 0; i < files->n; i++) {
        const char *path = files->items[i].path, *folder = path_dir(a, path);
        if (strcmp(path, "-") == 0)
            continue;
        if (strcmp(folder, last) != 0) /* most articles lie side by side */
            folders[n++] = last = folder;
        if (files->items[i].is_link) /* it may lead elsewhere */
            folders[n++] = path;
        if (files->items[i].origin != NULL)
            folders[n++] = files->items[i].origin;
    }
    return n;
}

int rights_give_up(const struct rights_known *k, struct arena *a)
{
    const struct build_options *o = k->options;
    const struct manifest *m = k->manifest;
    const char **folders = arena_calloc(a, 3 * k->files->n + m->n_texts + 12, sizeof *folders);
    size_t n = 0;
    folders[n++] = o->layouts_dir;
    folders[n++] = o->fonts_dir;
    folders[n++] = m->folder;
    if (o->cache != NULL) { /* the next build will read again what this one has read by now */
        folders[n++] = k->layout_file != NULL ? path_dir(a, k->layout_file) : NULL;
        folders[n++] = m->file;
        folders[n++] = o->password_file;
        folders[n++] = o->recipients;
        folders[n++] = m->print.profile != NULL ? path_join(a, m->folder, m->print.profile) : NULL;
        for (size_t i = 0; i < m->n_texts; i++)
            folders[n++] = m->texts[i];
    }
    n += add_articles(k->files, a, folders + n);
    const char *out_dir = o->out_dir != NULL ? o->out_dir : ".";
    const char *outputs[] = {o->pdf, o->epub, o->report, o->depfile, path_join(a, out_dir, "book.pdf")};
    return confine(o->cache, &(struct isolation){folders, n, outputs, o->check ? 0 : sizeof outputs / sizeof *outputs});
}
