/* build --watch: the book is made again whenever one of its files is saved, by a process that remembers
 * (watch_builder.c). Folders are watched, not files: editors save by putting a new file in the place of the old one.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/watch_builder.h"
#include "ingest/ingest.h"

#define SETTLE_MS 2   /* several files are often saved at once */
#define QUIET_MS 1000 /* outputs that stay so long are brought to the disk */
#define EVENTS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE)

/* A file in a watched folder. */
struct watched {
    int folder; /* inotify's number */
    const char *name;
};

struct watch {
    struct cli *cli;
    int fd;
    struct arena *arena;                     /* of one round */
    struct watched *inputs, *outputs, *open; /* open: folders of which every article counts; name NULL */
    size_t n_inputs, cap_inputs, n_outputs, cap_outputs, n_open, cap_open;
    const char **written; /* paths of the outputs */
    size_t n_written, cap_written;
    int newest; /* largest number of a folder that is watched; numbers only grow */
    bool fresh; /* a file was saved meanwhile in a folder that was not watched yet */
};

static void put(struct watched **list, size_t *n, size_t *cap, struct watched w)
{
    void *items = *list;
    mem_grow(&items, cap, *n + 1, sizeof w);
    *list = items;
    (*list)[(*n)++] = w;
}

static int watch_folder(const struct watch *w, const char *folder)
{
    return inotify_add_watch(w->fd, folder, EVENTS | IN_ONLYDIR);
}

static struct watched watched_of(const struct watch *w, const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct watched){watch_folder(w, path_dir(w->arena, path)), slash != NULL ? slash + 1 : path};
}

static bool saved_since(const char *path, const struct timespec *start)
{
    struct stat st;
    return stat(path, &st) == 0 && (st.st_mtim.tv_sec > start->tv_sec ||
                                    (st.st_mtim.tv_sec == start->tv_sec && st.st_mtim.tv_nsec >= start->tv_nsec));
}

/* ---- waiting ---- */

/* Sources that a folder is named for: what comes into it is read, too. */
static void watch_sources(struct watch *w)
{
    const struct cli_options *o = &w->cli->options;
    for (size_t i = 0; i < o->n_operands; i++) {
        int folder = watch_folder(w, o->operands[i]);
        if (folder >= 0)
            put(&w->open, &w->n_open, &w->cap_open, (struct watched){folder, NULL});
        else
            put(&w->inputs, &w->n_inputs, &w->cap_inputs, watched_of(w, o->operands[i]));
    }
    if (o->layout != NULL)
        put(&w->inputs, &w->n_inputs, &w->cap_inputs, watched_of(w, o->layout));
}

/* What is saved in a folder that was watched before is told by events; elsewhere by the files' times. */
static void take_names(struct watch *w, const struct buf *names, const struct timespec *start)
{
    int newest = w->newest;
    for (size_t at = 0; at < names->n; at += strlen(names->p + at) + 1) {
        const char *path = arena_strdup(w->arena, names->p + at + 1);
        if (names->p[at] == BUILDER_WROTE) {
            mem_grow((void **)&w->written, &w->cap_written, w->n_written + 1, sizeof *w->written);
            w->written[w->n_written++] = path;
            put(&w->outputs, &w->n_outputs, &w->cap_outputs, watched_of(w, path));
            continue;
        }
        struct watched input = watched_of(w, path);
        put(&w->inputs, &w->n_inputs, &w->cap_inputs, input);
        newest = input.folder > newest ? input.folder : newest;
        w->fresh = w->fresh || (input.folder > w->newest && saved_since(path, start));
    }
    w->newest = newest;
}

static bool is_listed(const struct watched *list, size_t n, int folder, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].folder == folder && (list[i].name == NULL || strcmp(list[i].name, name) == 0))
            return true;
    return false;
}

static bool is_source_name(const char *name)
{
    size_t n = strlen(name);
    return name[0] != '.' && (ingest_is_article_name(name) || (n > 5 && strcmp(name + n - 5, ".yaml") == 0));
}

static bool matters(const struct watch *w, const struct inotify_event *e)
{
    if (e->mask & IN_Q_OVERFLOW)
        return true;
    if (e->len == 0 || is_listed(w->outputs, w->n_outputs, e->wd, e->name))
        return false;
    return is_listed(w->inputs, w->n_inputs, e->wd, e->name) ||
           (is_listed(w->open, w->n_open, e->wd, e->name) && is_source_name(e->name));
}

/* Reads what has happened. Returns whether any of it is a reason to build. */
static bool read_events(const struct watch *w)
{
    _Alignas(struct inotify_event) char bytes[8192];
    bool any = false;
    ssize_t n = read(w->fd, bytes, sizeof bytes);
    for (ssize_t at = 0; at < n;) {
        const struct inotify_event *e = (const struct inotify_event *)(const void *)(bytes + at);
        any = any || matters(w, e);
        at += (ssize_t)(sizeof *e + e->len);
    }
    return any;
}

/* Builds do not wait for the disk; when no other follows at once, its outputs are brought there. */
static void sync_outputs(struct watch *w)
{
    for (size_t i = 0; i < w->n_written; i++)
        file_sync(w->written[i]);
    w->n_written = 0;
}

/* Waits for a reason to build, and then until no further one comes. */
static void wait_for_change(struct watch *w)
{
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    bool any = w->fresh;
    for (;;) {
        int ready = poll(&p, 1, any ? SETTLE_MS : w->n_written > 0 ? QUIET_MS : -1);
        if (ready > 0)
            any = read_events(w) || any;
        else if (ready == 0 && !any)
            sync_outputs(w);
        else if (ready == 0 || errno != EINTR)
            return;
    }
}

static int refuse(struct cli *c, const char *why)
{
    diag_add(c->diag, MSG_WATCH_IMPOSSIBLE, DIAG_NOWHERE, why, NULL);
    return EXIT_TROUBLE;
}

/* One round: a build, and the wait for a reason to make another. Returns -1 when no process can be had. */
static int watch_once(struct watch *w, struct builder *builder)
{
    struct timespec start;
    struct buf names = BUF_INIT;
    w->arena = arena_new();
    w->n_inputs = w->n_outputs = w->n_open = w->n_written = 0;
    w->fresh = false;
    clock_gettime(CLOCK_REALTIME_COARSE, &start); /* what files are stamped with */
    watch_sources(w);
    int status = builder_run(builder, &names);
    if (status == 0) {
        take_names(w, &names, &start);
        wait_for_change(w);
    }
    buf_free(&names);
    arena_drop(w->arena);
    return status;
}

int cli_watch(struct cli *c, watch_build build)
{
    struct watch w = {.cli = c, .fd = inotify_init1(IN_CLOEXEC)};
    if (w.fd < 0)
        return refuse(c, diag_errno(errno));
    struct builder *builder = builder_new(c, build, w.fd);
    while (watch_once(&w, builder) == 0)
        ;
    int error = errno;
    builder_drop(builder);
    free(w.inputs);
    free(w.outputs);
    free(w.open);
    free(w.written);
    close(w.fd);
    return refuse(c, diag_errno(error));
}
