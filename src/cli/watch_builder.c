/* One process makes the same book again and again and keeps what it has worked out (build_cache.h), so that a build
 * takes little more than what has changed. It gives up its rights at its first build, like any other; a build that
 * needs others, as one with articles in a further folder does, is made by a new process from the beginning. So is the
 * next build when one ends the process: by a limit, or by a fault. The process is asked through one pipe and answers
 * through another.
 */
#include "cli/watch_builder.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "build.h"
#include "build_cache.h"

/* Behind the last name: the build is done; nothing was done, a new process is wanted. */
enum { ANSWER_DONE = '.', ANSWER_AGAIN = '!' };

struct builder {
    struct cli *cli;
    watch_build build;
    int watcher;
    pid_t pid; /* 0: none runs */
    int to, from;
};

struct builder *builder_new(struct cli *c, watch_build build, int watcher)
{
    struct builder *b = mem_calloc(1, sizeof *b);
    signal(SIGPIPE, SIG_IGN); /* a process that has ended is found out when its answer does not come */
    *b = (struct builder){.cli = c, .build = build, .watcher = watcher};
    return b;
}

/* Lets the process go, which ends when nobody can ask it any more. */
static void end(struct builder *b)
{
    int status;
    if (b->pid == 0)
        return;
    close(b->to);
    close(b->from);
    while (waitpid(b->pid, &status, 0) < 0 && errno == EINTR)
        ;
    b->pid = 0;
}

void builder_drop(struct builder *b)
{
    end(b);
    free(b);
}

/* ---- in the process ---- */

static void send_bytes(int to, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(to, p, n);
        if (done < 0 && errno != EINTR)
            return;
        p += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
}

static void put_name(struct buf *b, char kind, const char *name)
{
    if (name == NULL || strcmp(name, "-") == 0)
        return;
    buf_putc(b, kind);
    buf_put(b, name, strlen(name) + 1);
}

/* One build with memory and messages of its own. Returns false when another process has to make it. */
static bool build_one(struct cli *c, watch_build build, struct build_cache *cache, int to)
{
    struct cli own = *c;
    struct build_result result = {0};
    struct buf answer = BUF_INIT;
    own.arena = arena_new();
    own.diag = diag_new();
    limits_set(c->options.limits);
    unsigned before = cache->builds;
    int status = build(&own, cache, &result);
    limits_pause();
    if (!result.confined) {
        cli_report(&own, status);
        put_name(&answer, BUILDER_WROTE, result.pdf);
        put_name(&answer, BUILDER_WROTE, result.epub);
        put_name(&answer, BUILDER_WROTE, result.sheets);
        for (size_t i = 0; i < result.n_inputs; i++)
            put_name(&answer, BUILDER_READ, result.inputs[i]);
    }
    buf_putc(&answer, result.confined ? ANSWER_AGAIN : ANSWER_DONE);
    fflush(NULL);
    send_bytes(to, answer.p, answer.n);
    buf_free(&answer);
    diag_drop(own.diag);
    arena_drop(own.arena);
    return !result.confined && cache->builds > before; /* one that has kept nothing only lacks rights */
}

static _Noreturn void serve(const struct builder *b, int from, int to)
{
    struct build_cache *cache = build_cache_new();
    char asked;
    ssize_t n;
    do
        n = read(from, &asked, 1);
    while ((n < 0 && errno == EINTR) || (n == 1 && build_one(b->cli, b->build, cache, to)));
    build_cache_drop(cache);
    fflush(NULL);
    _exit(0);
}

/* ---- outside of it ---- */

static int start(struct builder *b)
{
    int asking[2], answering[2];
    if (pipe(asking) != 0)
        return -1;
    if (pipe(answering) != 0) {
        close(asking[0]);
        close(asking[1]);
        return -1;
    }
    fflush(NULL);
    b->pid = fork();
    if (b->pid == 0) {
        close(asking[1]);
        close(answering[0]);
        close(b->watcher);
        serve(b, asking[0], answering[1]);
    }
    close(asking[0]);
    close(answering[1]);
    b->to = asking[1];
    b->from = answering[0];
    if (b->pid > 0)
        return 0;
    close(b->to);
    close(b->from);
    b->pid = 0;
    return -1;
}

/* Asks for a build. Returns how the answer ends, 0 when the process has ended before. */
static char ask(const struct builder *b, struct buf *names)
{
    size_t before = names->n;
    if (write(b->to, "b", 1) != 1)
        return 0;
    for (;;) {
        ssize_t n = read(b->from, buf_reserve(names, 4096), 4096);
        if (n == 0 || (n < 0 && errno != EINTR))
            return 0;
        names->n += n > 0 ? (size_t)n : 0;
        char last = names->n > before ? names->p[names->n - 1] : '\0';
        bool alone = names->n - before == 1 || (names->n > before && names->p[names->n - 2] == '\0');
        if (alone && (last == ANSWER_DONE || last == ANSWER_AGAIN)) {
            names->n--;
            return last;
        }
    }
}

int builder_run(struct builder *b, struct buf *names)
{
    for (;;) {
        bool fresh = b->pid == 0;
        if (fresh && start(b) != 0)
            return -1;
        size_t before = names->n;
        char answer = ask(b, names);
        if (answer == ANSWER_DONE)
            return 0;
        end(b);
        if (fresh) /* it has said why, or nothing can be done about it */
            return 0;
        if (answer != ANSWER_AGAIN) /* it ended while it built: again from the beginning, where it may go on */
            names->n = before;
    }
}
