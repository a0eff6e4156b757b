/* build --watch: the book is made again whenever one of its files is saved.
 *
 * Every build runs in a process of its own, as if it had been called alone: it gives up its rights as always, its
 * memory goes with it, and its bytes are those of any other build. It tells the waiting process through a pipe what it
 * has read. Folders are watched, not files: editors save by putting a new file in the place of the old one.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "build.h"
#include "cli/cli.h"
#include "ingest/ingest.h"

#define SETTLE_MS 10 /* several files are often saved at once */
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
    bool fresh; /* a folder was not watched before, or one of its files was saved meanwhile */
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

/* ---- the build ---- */

static void send_name(int to, char kind, const char *name)
{
    struct buf b = BUF_INIT;
    if (name == NULL || strcmp(name, "-") == 0)
        return;
    buf_putc(&b, kind);
    buf_put(&b, name, strlen(name) + 1);
    for (size_t at = 0; at < b.n;) {
        ssize_t n = write(to, b.p + at, b.n - at);
        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    buf_free(&b);
}

static _Noreturn void build_in_child(struct cli *c, watch_build build, int to)
{
    struct build_result result = {0};
    limits_set(c->options.limits);
    int status = cli_report(c, build(c, &result));
    send_name(to, 'o', result.pdf);
    send_name(to, 'o', result.epub);
    send_name(to, 'o', result.sheets);
    for (size_t i = 0; i < result.n_inputs; i++)
        send_name(to, 'i', result.inputs[i]);
    fflush(NULL);
    _exit(status);
}

static void receive(int from, struct buf *names)
{
    for (;;) {
        ssize_t n = read(from, buf_reserve(names, 4096), 4096);
        if (n == 0 || (n < 0 && errno != EINTR))
            return;
        names->n += n > 0 ? (size_t)n : 0;
    }
}

/* Runs the build to its end and gathers what it said of its files. -1 when no process can be had. */
static int run_build(struct watch *w, watch_build build, struct buf *names)
{
    int ends[2], status;
    if (pipe(ends) != 0)
        return -1;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        close(w->fd);
        build_in_child(w->cli, build, ends[1]);
    }
    close(ends[1]);
    if (pid > 0) {
        receive(ends[0], names);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    close(ends[0]);
    return pid > 0 ? 0 : -1;
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

static void take_names(struct watch *w, const struct buf *names, const struct timespec *start)
{
    for (size_t at = 0; at < names->n; at += strlen(names->p + at) + 1) {
        const char *path = arena_strdup(w->arena, names->p + at + 1);
        if (names->p[at] == 'o') {
            put(&w->outputs, &w->n_outputs, &w->cap_outputs, watched_of(w, path));
            continue;
        }
        put(&w->inputs, &w->n_inputs, &w->cap_inputs, watched_of(w, path));
        w->fresh = w->fresh || saved_since(path, start);
    }
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

/* Waits for a reason to build, and then until no further one comes. */
static void wait_for_change(const struct watch *w)
{
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    bool any = w->fresh;
    for (;;) {
        int ready = poll(&p, 1, any ? SETTLE_MS : -1);
        if (ready > 0)
            any = read_events(w) || any;
        else if (ready == 0 || errno != EINTR)
            return;
    }
}

static int refuse(struct cli *c, const char *why)
{
    diag_add(c->diag, MSG_WATCH_IMPOSSIBLE, DIAG_NOWHERE, why, NULL);
    return EXIT_TROUBLE;
}

int cli_watch(struct cli *c, watch_build build)
{
    struct watch w = {.cli = c, .fd = inotify_init1(IN_CLOEXEC)};
    if (w.fd < 0)
        return refuse(c, diag_errno(errno));
    for (;;) {
        struct timespec start;
        struct buf names = BUF_INIT;
        w.arena = arena_new();
        w.n_inputs = w.n_outputs = w.n_open = 0;
        w.fresh = false;
        clock_gettime(CLOCK_REALTIME_COARSE, &start); /* what files are stamped with */
        watch_sources(&w);
        if (run_build(&w, build, &names) != 0) {
            buf_free(&names);
            arena_drop(w.arena);
            break;
        }
        take_names(&w, &names, &start);
        buf_free(&names);
        wait_for_change(&w);
        arena_drop(w.arena);
    }
    int error = errno;
    free(w.inputs);
    free(w.outputs);
    free(w.open);
    close(w.fd);
    return refuse(c, diag_errno(error));
}
