/* The command line: options, commands, exit statuses. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"
#include "book/book.h"

enum { EXIT_DONE = 0, EXIT_TROUBLE = 1, EXIT_USAGE = 2 };

/* All that options can say; each command reads what concerns it. */
struct cli_options {
    const char **operands;
    size_t n_operands;
    const char *out, *pdf, *epub, *layout, *report, *depfile, *dump, *trace, *to, *sort, *lang, *sandbox, *impose,
        *preset, *proof, *recipients, *password_file;
    const char *named_preset; /* by --preset or --set, the last of them */
    struct settings settings;
    const char **keep; /* NULL-terminated */
    size_t n_keep;
    unsigned jobs;
    struct limits limits;
    bool strict, dedupe, quiet, watch, help, cover_spread;
};

/* What every command gets. */
struct cli {
    struct arena *arena;
    struct diag *diag;
    struct cli_options options;
    const char *layouts_dir, *fonts_dir;
    const char *lang;       /* of messages */
    bool colour;            /* on standard error */
    const char *written[4]; /* outputs of a build, named at the end */
};

/* Reads argv[first…] for the command of this name. Returns -1 after a message about a wrong command line. */
int cli_parse(struct cli *c, const char *command, int argc, char **argv, int first);

/* One --set more; the strings are borrowed. The last of those with the same path rules. */
void cli_add_setting(struct cli *c, const char *path, const char *value);

/* The commands: each returns the exit status. */
int cmd_build(struct cli *c);
int cmd_check(struct cli *c);
int cmd_ingest(struct cli *c);
int cmd_init(struct cli *c);
int cmd_layouts(struct cli *c);
int cmd_fonts(struct cli *c);
int cmd_help(struct cli *c);

/* A command as the help shows it. */
struct command {
    const char *name;
    int (*run)(struct cli *c);
    bool needs_operands;
    size_t max_operands;
    const char *synopsis, *about_en, *about_vi;
};
extern const struct command cli_commands[]; /* ends with a NULL name */
const struct command *cli_command(const char *name);

/* Options of one command with their explanations, for the help. */
void cli_print_options(const char *command, const char *lang);

/* Prints what a command had to say, and what it wrote if `status` is EXIT_DONE. Returns the status. */
int cli_report(struct cli *c, int status);

/* Builds, and again whenever a file is saved that a build has read, or an article comes into a folder that is a source
 * (watch.c). Returns only when that is impossible, with EXIT_TROUBLE after a message. */
struct build_result;
struct build_cache;
typedef int (*watch_build)(struct cli *c, struct build_cache *cache, struct build_result *result);
int cli_watch(struct cli *c, watch_build build);

/* Runs the program. */
int cli_main(int argc, char **argv);

/* Writes bytes to standard output; returns -1 after a message when that fails (a full disk, a closed pipe). */
int cli_put(struct cli *c, const char *bytes, size_t n);

#endif
