/* The commands build and check. */
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "cli/cli.h"

/* The value was checked with the option. */
static enum impose_scheme impose_of(const char *value)
{
    if (value == NULL)
        return IMPOSE_NONE;
    return strcmp(value, "booklet") == 0 ? IMPOSE_BOOKLET : (enum impose_scheme)strtol(value, NULL, 10);
}

/* --preset is a short way to say --set preset=…, and rules it. */
static void add_preset(struct cli *c)
{
    if (c->options.preset != NULL)
        cli_add_setting(c, "preset", c->options.preset);
}

static struct build_options options_of(struct cli *c)
{
    const struct cli_options *o = &c->options;
    add_preset(c);
    return (struct build_options){
        .sources = o->operands,
        .n_sources = o->n_operands,
        .out_dir = o->out,
        .pdf = o->pdf,
        .epub = o->epub,
        .layout = o->layout,
        .layouts_dir = c->layouts_dir,
        .fonts_dir = c->fonts_dir,
        .settings = o->settings,
        .keep = o->keep,
        .jobs = o->jobs,
        .dump = o->dump,
        .trace = o->trace,
        .report = o->report,
        .depfile = o->depfile,
        .recipients = o->recipients,
        .password_file = o->password_file,
        .impose = impose_of(o->impose),
        .epoch = getenv("SOURCE_DATE_EPOCH"),
        .version = "briefbook " BRIEFBOOK_VERSION,
        .grey = o->proof != NULL,
        .cover_spread = o->cover_spread,
        .strict = o->strict,
        .dedupe = o->dedupe,
        .open = o->sandbox != NULL && strcmp(o->sandbox, "off") == 0,
    };
}

static int run(struct cli *c, const struct build_options *o, struct build_result *result)
{
    struct buf dump = BUF_INIT;
    int status = build_book(o, c->arena, c->diag, &dump, result);
    if (status == EXIT_DONE && dump.n > 0 && cli_put(c, dump.p, dump.n) != 0)
        status = EXIT_TROUBLE;
    buf_free(&dump);
    c->written[0] = result->pdf;
    c->written[1] = result->epub;
    c->written[2] = result->copies != NULL ? result->copies : result->sheets;
    c->written[3] = result->spread;
    return status;
}

/* Copies, books with a password, and what tells how a book is made, are made from the beginning every time. */
static int build_once(struct cli *c, struct build_cache *cache, struct build_result *result)
{
    struct build_options o = options_of(c);
    if (o.recipients == NULL && o.password_file == NULL && o.dump == NULL &&
        (o.trace == NULL || strcmp(o.trace, "time") == 0))
        o.cache = cache;
    return run(c, &o, result);
}

static bool reads_standard_input(const struct cli_options *o)
{
    bool reads = o->password_file != NULL && strcmp(o->password_file, "-") == 0;
    for (size_t i = 0; i < o->n_operands; i++)
        reads = reads || strcmp(o->operands[i], "-") == 0;
    return reads;
}

int cmd_build(struct cli *c)
{
    struct build_result result;
    if (!c->options.watch)
        return build_once(c, NULL, &result);
    if (reads_standard_input(&c->options)) {
        diag_add(c->diag, MSG_WATCH_IMPOSSIBLE, DIAG_NOWHERE, "-", NULL);
        return EXIT_USAGE;
    }
    return cli_watch(c, build_once);
}

int cmd_check(struct cli *c)
{
    struct build_options o = options_of(c);
    o.check = true;
    struct build_result result;
    return run(c, &o, &result);
}
