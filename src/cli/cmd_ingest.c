/* The command ingest: JSON or Markdown of each document, on standard output or in a folder. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "ingest/ingest.h"
#include "isolation.h"

struct job {
    struct cli *cli;
    const struct ingest_options *options;
    const char *const *stems; /* of all operands, to see which are equal */
    size_t n;
    bool markdown;
    size_t printed; /* documents on standard output */
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

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* DIR/ID.json; where another operand has the same base name, its suffix is kept: a.txt.json, a.txt-2.json. */
static const char *output_path(const struct job *j, size_t i, const struct article *article)
{
    struct cli *c = j->cli;
    const char *name = article->meta.id, *part = name + strlen(j->stems[i]);
    for (size_t k = 0; k < j->n; k++)
        if (k != i && strcmp(j->stems[k], j->stems[i]) == 0) {
            name = arena_printf(c->arena, "%s%s", base_name(c->options.operands[i]),
                                article->split_of != NULL ? part : "");
            break;
        }
    return path_join(c->arena, c->options.out, arena_printf(c->arena, "%s.%s", name, j->markdown ? "md" : "json"));
}

/* What leads from the folder of the results to that of the article, with "/" at its end; NULL: it is the same. Both
 * folders are there. */
static const char *way_back(struct cli *c, const char *operand)
{
    char *from = realpath(c->options.out, NULL), *to = realpath(path_dir(c->arena, operand), NULL);
    const char *way = NULL;
    if (from != NULL && to != NULL && strcmp(from, to) != 0) {
        size_t same = 0;
        for (size_t i = 0;; i++) {
            bool end_from = from[i] == '\0' || from[i] == '/', end_to = to[i] == '\0' || to[i] == '/';
            if (end_from && end_to)
                same = i;
            if (from[i] != to[i] || from[i] == '\0')
                break;
        }
        struct buf path = BUF_INIT;
        for (const char *s = from + same; *s != '\0'; s++)
            if (*s == '/' && s[1] != '\0')
                buf_puts(&path, "../");
        const char *rest = to + same + (to[same] == '/');
        buf_printf(&path, "%s%s", rest, *rest != '\0' ? "/" : "");
        way = arena_strdup(c->arena, buf_str(&path));
        buf_free(&path);
    }
    free(from);
    free(to);
    return way;
}

/* A Markdown file names its original and the pictures as they are found from its own folder; on standard output, whose
 * folder nobody knows, as they are found from here. */
static void write_markdown(const struct job *j, size_t i, const struct article *article, struct buf *out)
{
    struct cli *c = j->cli;
    struct article named = *article;
    const char *pictures = NULL;
    if (c->options.out != NULL && strcmp(article->meta.file, "-") != 0) {
        const char *way = way_back(c, article->meta.file);
        named.meta.file = arena_printf(c->arena, "%s%s", way != NULL ? way : "", base_name(article->meta.file));
        pictures = way_back(c, c->options.operands[i]);
    }
    ingest_markdown(&named, pictures, out);
}

static void write_document(const struct job *j, size_t i, const struct article *article, struct buf *out)
{
    if (j->markdown) {
        write_markdown(j, i, article, out);
        return;
    }
    ingest_json(article, j->cli->options.out != NULL, out);
    buf_putc(out, '\n');
}

/* Documents in a row on standard output are lines of JSON; Markdown has nothing that parts them. */
static int print_document(struct job *j, const struct buf *document)
{
    if (j->markdown && j->printed++ > 0) {
        diag_add(j->cli->diag, MSG_MARKDOWN_SEVERAL, DIAG_NOWHERE, NULL);
        return -1;
    }
    return cli_put(j->cli, document->p, document->n);
}

static int put_article(struct job *j, size_t i, const struct article *article)
{
    struct buf document = BUF_INIT;
    write_document(j, i, article, &document);
    int status = 0;
    if (j->cli->options.out == NULL) {
        status = print_document(j, &document);
    } else {
        const char *path = output_path(j, i, article);
        if (file_same(path, j->cli->options.operands[i])) {
            diag_add(j->cli->diag, MSG_OUTPUT_IS_INPUT, (struct srcpos){path, 0, 0}, NULL);
            status = -1;
        } else {
            status = write_file(j->cli, path, &document);
        }
    }
    buf_free(&document);
    return status;
}

static int ingest_one(struct job *j, size_t i)
{
    struct cli *c = j->cli;
    char *bytes;
    size_t n;
    if (file_read(c->options.operands[i], FILE_MAX_BYTES, &bytes, &n, c->diag, DIAG_NOWHERE) != 0)
        return -1;
    struct arena *a = arena_new();
    struct articles articles = {0};
    int status =
        ingest_bytes(a, &(struct ingest_source){c->options.operands[i], bytes, n}, j->options, &articles, c->diag);
    for (size_t k = 0; status == 0 && k < articles.n; k++)
        status = put_article(j, i, &articles.items[k]);
    free(bytes);
    arena_drop(a);
    return status;
}

static void give_up_the_rest(struct cli *c)
{
    size_t n = c->options.n_operands;
    const char *output = c->options.out != NULL ? path_join(c->arena, c->options.out, "a.json") : NULL;
    if (c->options.sandbox == NULL || strcmp(c->options.sandbox, "off") != 0)
        isolation_enter(&(struct isolation){c->options.operands, n, &output, 1});
}

int cmd_ingest(struct cli *c)
{
    struct ingest_options options = {.keep = c->options.keep, .lang = NULL};
    if (c->options.out != NULL && mkdir(c->options.out, 0777) != 0 && errno != EEXIST) {
        diag_add(c->diag, MSG_FILE_WRITE, (struct srcpos){c->options.out, 0, 0}, strerror(errno), NULL);
        return EXIT_TROUBLE;
    }
    give_up_the_rest(c);
    size_t n = c->options.n_operands;
    const char **stems = arena_calloc(c->arena, n, sizeof *stems);
    for (size_t i = 0; i < n; i++)
        stems[i] = path_stem(c->arena, c->options.operands[i]);
    struct job j = {.cli = c, .options = &options, .stems = stems, .n = n};
    j.markdown = c->options.to != NULL && strcmp(c->options.to, "markdown") == 0;
    if (j.markdown && n > 1 && c->options.out == NULL) {
        diag_add(c->diag, MSG_MARKDOWN_SEVERAL, DIAG_NOWHERE, NULL);
        return EXIT_USAGE;
    }
    ingest_init();
    int status = EXIT_DONE;
    for (size_t i = 0; i < n; i++)
        if (ingest_one(&j, i) != 0)
            status = EXIT_TROUBLE;
    return status;
}
