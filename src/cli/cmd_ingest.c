/* The command ingest: JSON of each document, on standard output or in a folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "ingest/ingest.h"

struct job {
    struct cli *cli;
    const struct ingest_options *options;
    const char *const *stems; /* of all operands, to see which are equal */
    size_t n;
};

static int write_file(struct cli *c, const char *path, const struct buf *bytes)
{
    struct out_file *out = out_open(path, c->diag);
    if (out == NULL)
        return -1;
    out_write(out, bytes->p, bytes->n);
    if (out_finish(out, c->diag) != 0) {
        out_abandon(out);
        return -1;
    }
    return out_commit(out, c->diag);
}

/* DIR/ID.json; where another operand has the same base name, its suffix is kept: a.txt.json. */
static const char *output_path(const struct job *j, size_t i, const struct article *article)
{
    struct cli *c = j->cli;
    const char *path = c->options.operands[i], *name = article->meta.id;
    for (size_t k = 0; k < j->n; k++)
        if (k != i && strcmp(j->stems[k], j->stems[i]) == 0) {
            const char *slash = strrchr(path, '/');
            name = slash != NULL ? slash + 1 : path;
            break;
        }
    return path_join(c->arena, c->options.out, arena_printf(c->arena, "%s.json", name));
}

static int put_article(const struct job *j, size_t i, const struct article *article)
{
    struct buf json = BUF_INIT;
    ingest_json(article, j->cli->options.out != NULL, &json);
    buf_putc(&json, '\n');
    int status = 0;
    if (j->cli->options.out == NULL) {
        status = cli_put(j->cli, json.p, json.n);
    } else {
        const char *path = output_path(j, i, article);
        if (file_same(path, j->cli->options.operands[i])) {
            diag_add(j->cli->diag, MSG_OUTPUT_IS_INPUT, (struct srcpos){path, 0, 0}, NULL);
            status = -1;
        } else {
            status = write_file(j->cli, path, &json);
        }
    }
    buf_free(&json);
    return status;
}

static int ingest_one(const struct job *j, size_t i)
{
    struct cli *c = j->cli;
    char *bytes;
    size_t n;
    if (file_read(c->options.operands[i], FILE_MAX_BYTES, &bytes, &n, c->diag, DIAG_NOWHERE) != 0)
        return -1;
    struct arena *a = arena_new();
    struct articles articles = {0};
    int status = ingest_bytes(a, c->options.operands[i], bytes, n, j->options, &articles, c->diag);
    for (size_t k = 0; status == 0 && k < articles.n; k++)
        status = put_article(j, i, &articles.items[k]);
    free(bytes);
    arena_drop(a);
    return status;
}

int cmd_ingest(struct cli *c)
{
    struct ingest_options options = {.keep = c->options.keep, .lang = NULL};
    if (c->options.out != NULL && mkdir(c->options.out, 0777) != 0 && errno != EEXIST) {
        diag_add(c->diag, MSG_FILE_WRITE, (struct srcpos){c->options.out, 0, 0}, strerror(errno), NULL);
        return EXIT_TROUBLE;
    }
    size_t n = c->options.n_operands;
    const char **stems = arena_calloc(c->arena, n, sizeof *stems);
    for (size_t i = 0; i < n; i++)
        stems[i] = path_stem(c->arena, c->options.operands[i]);
    struct job j = {.cli = c, .options = &options, .stems = stems, .n = n};
    ingest_init();
    int status = EXIT_DONE;
    for (size_t i = 0; i < n; i++)
        if (ingest_one(&j, i) != 0)
            status = EXIT_TROUBLE;
    return status;
}
