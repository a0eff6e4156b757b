#include "outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"

int outputs_make_folder(const char *path, struct diag *d)
{
    char *copy = mem_strdup(path);
    int error = 0;
    for (char *p = copy + 1; error == 0; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char end = *p;
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            error = errno;
        *p = end;
        if (end == '\0')
            break;
    }
    free(copy);
    if (error != 0)
        diag_add(d, MSG_FILE_WRITE, (struct srcpos){path, 0, 0}, diag_errno(error), NULL);
    return error != 0 ? -1 : 0;
}

/* The outputs on their way. */
struct making {
    const struct output *list;
    size_t n;
    struct out_file **made; /* NULL: not yet, or it failed */
    bool hasty;
    struct diag *d;
};

/* Opens an output and writes it; it stays NULL after a message. */
static void make(const struct making *m, size_t i)
{
    const struct output *output = &m->list[i];
    struct diag *d = output->d != NULL ? output->d : m->d;
    struct out_file *out = out_open(output->path, d);
    if (out != NULL && m->hasty)
        out_hasten(out);
    if (out == NULL || (output->write(output->ctx, out) == 0 && out_finish(out, d) == 0)) {
        m->made[i] = out;
        return;
    }
    out_finish(out, d); /* says why, if it was the disk */
    out_abandon(out);
}

/* Writes the outputs of a line, up to one that fails. */
static void make_line(void *ctx, size_t line, unsigned worker)
{
    const struct making *m = ctx;
    bool failed = false;
    (void)worker;
    for (size_t i = 0; i < m->n && !failed; i++)
        if (m->list[i].line == line) {
            make(m, i);
            failed = m->made[i] == NULL;
        }
}

int outputs_write(const struct output *list, size_t n, const struct outputs_how *how, struct diag *d)
{
    struct making m = {list, n, mem_calloc(n + 1, sizeof(struct out_file *)), how->hasty, d};
    size_t done = 0, lines = 0;
    for (size_t i = 0; i < n; i++)
        lines = list[i].line >= lines ? list[i].line + 1 : lines;
    if (how->together != NULL)
        workers_run(how->together, lines, make_line, &m);
    for (; done < n; done++) {
        if (how->together == NULL)
            make(&m, done);
        if (list[done].d != NULL)
            diag_append(d, list[done].d);
        if (m.made[done] == NULL)
            break; /* what would come behind is not told of */
    }
    int status = -1;
    if (done == n)
        status = out_commit_all(m.made, n, d);
    else
        for (size_t i = 0; i < n; i++)
            out_abandon(m.made[i]);
    free(m.made);
    return status;
}
