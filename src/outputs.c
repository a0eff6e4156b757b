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

/* Opens an output and writes it. Returns NULL after a message. */
static struct out_file *make(const struct output *output, void *ctx, bool hasty, struct diag *d)
{
    struct out_file *out = out_open(output->path, d);
    if (out != NULL && hasty)
        out_hasten(out);
    if (out == NULL || (output->write(ctx, out) == 0 && out_finish(out, d) == 0))
        return out;
    out_finish(out, d); /* says why, if it was the disk */
    out_abandon(out);
    return NULL;
}

int outputs_write(const struct output *list, size_t n, void *ctx, bool hasty, struct diag *d)
{
    struct out_file **made = mem_calloc(n + 1, sizeof *made);
    size_t done = 0;
    while (done < n && (made[done] = make(&list[done], ctx, hasty, d)) != NULL)
        done++;
    int status = -1;
    if (done == n)
        status = out_commit_all(made, n, d);
    else
        for (size_t i = 0; i < done; i++)
            out_abandon(made[i]);
    free(made);
    return status;
}
