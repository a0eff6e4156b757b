/* The program: which command, where its data is, what it says at the end. */
#include "cli/cli.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/yaml.h"

const struct command cli_commands[] = {
    {"build", cmd_build, true, SIZE_MAX, "build [options] SOURCE...", "make the book: NAME.pdf and NAME.epub",
     "làm sách: NAME.pdf và NAME.epub"},
    {"ingest", cmd_ingest, true, SIZE_MAX, "ingest [options] FILE...",
     "show what was understood of articles, as JSON or as Markdown to edit",
     "cho xem chương trình hiểu bài viết ra sao, dạng JSON hoặc Markdown để sửa"},
    {"init", cmd_init, true, 1, "init [options] DIR", "write a book.yaml with comments for a folder of articles",
     "viết book.yaml có chú giải cho một thư mục bài"},
    {"check", cmd_check, true, SIZE_MAX, "check [options] SOURCE...",
     "find everything that build would warn about; write nothing", "tìm mọi điều build sẽ cảnh báo; không ghi gì"},
    {"layouts", cmd_layouts, false, 0, "layouts", "list the layouts", "liệt kê các kiểu trình bày"},
    {"fonts", cmd_fonts, false, 0, "fonts", "list the font families", "liệt kê các họ phông chữ"},
    {"help", cmd_help, false, 1, "help [COMMAND]", "explain a command", "giải thích một lệnh"},
    {NULL, NULL, false, 0, NULL, NULL, NULL},
};

const struct command *cli_command(const char *name)
{
    for (const struct command *c = cli_commands; c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Data lie in the source tree when the program runs from build/ (any depth below it), else under the prefix. */
static const char *data_dir(struct cli *c, const char *name)
{
    char exe[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = '\0';
        char *dir = path_dir(c->arena, exe);
        for (int up = 0; up < 4; up++) {
            char *candidate = path_join(c->arena, dir, name), *marker = path_join(c->arena, dir, "src/data");
            if (is_folder(candidate) && is_folder(marker))
                return candidate;
            char *shared = path_join(c->arena, dir, arena_printf(c->arena, "share/briefbook/%s", name));
            if (is_folder(shared))
                return shared;
            dir = path_dir(c->arena, dir);
        }
    }
    return arena_printf(c->arena, "%s/%s", BRIEFBOOK_DATADIR, name);
}

/* Vietnamese when the locale says so; the usual order of variables. */
static const char *message_lang(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0')
            return strncmp(value, "vi", 2) == 0 ? "vi" : "en";
    }
    return "en";
}

static bool wants_colour(void)
{
    const char *none = getenv("NO_COLOR");
    return (none == NULL || *none == '\0') && isatty(STDERR_FILENO);
}

int cli_put(struct cli *c, const char *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, stdout) == n && fflush(stdout) == 0)
        return 0;
    diag_add(c->diag, MSG_FILE_WRITE, (struct srcpos){"-", 0, 0}, strerror(errno), NULL);
    return -1;
}

static int unknown_command(struct cli *c, const char *name)
{
    const char *words[16];
    size_t n = 0;
    for (const struct command *k = cli_commands; k->name != NULL; k++)
        words[n++] = k->name;
    words[n] = NULL;
    const char *like = yaml_suggest(name, words);
    if (like != NULL)
        diag_add(c->diag, MSG_COMMAND_UNKNOWN_LIKE, DIAG_NOWHERE, name, like, NULL);
    else
        diag_add(c->diag, MSG_COMMAND_UNKNOWN, DIAG_NOWHERE, name, NULL);
    return EXIT_USAGE;
}

/* Options may stand before the command too: the command is moved to the front, the rest keeps its order. */
static char **command_first(struct cli *c, int argc, char **argv)
{
    int at = 1;
    while (at < argc && (argv[at][0] == '-' || cli_command(argv[at]) == NULL))
        at++;
    if (at >= argc || argv[1][0] != '-')
        return argv;
    char **moved = arena_calloc(c->arena, (size_t)argc + 1, sizeof *moved);
    moved[0] = argv[0];
    moved[1] = argv[at];
    for (int i = 1, k = 2; i < argc; i++)
        if (i != at)
            moved[k++] = argv[i];
    return moved;
}

static int run(struct cli *c, int argc, char **argv)
{
    argv = command_first(c, argc, argv);
    if (argc < 2)
        return cmd_help(c), EXIT_USAGE;
    if (strcmp(argv[1], "--version") == 0)
        return printf("briefbook %s\n", BRIEFBOOK_VERSION) < 0 ? EXIT_TROUBLE : EXIT_DONE;
    const char *name = strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ? "help" : argv[1];
    const struct command *command = cli_command(name);
    if (command == NULL)
        return unknown_command(c, name);
    if (cli_parse(c, name, argc, argv, 2) != 0)
        return EXIT_USAGE;
    if (c->options.help && command->run != cmd_help) {
        c->options.operands = (const char *[]){name};
        c->options.n_operands = 1;
        return cmd_help(c);
    }
    if (command->needs_operands && c->options.n_operands == 0) {
        diag_add(c->diag, MSG_OPERANDS_MISSING, DIAG_NOWHERE, name, NULL);
        return EXIT_USAGE;
    }
    if (c->options.n_operands > command->max_operands) {
        diag_add(c->diag, MSG_OPERANDS_EXTRA, DIAG_NOWHERE, c->options.operands[command->max_operands], name, NULL);
        return EXIT_USAGE;
    }
    if (!c->options.watch) /* then each build has limits of its own */
        limits_set(c->options.limits);
    return command->run(c);
}

int cli_report(struct cli *c, int status)
{
    if (!c->options.quiet || status != EXIT_DONE)
        diag_print(c->diag, 0, stderr, c->lang, c->options.strict, c->colour);
    for (size_t i = 0; i < sizeof c->written / sizeof *c->written && status == EXIT_DONE && !c->options.quiet; i++)
        if (c->written[i] != NULL)
            fprintf(stderr, "%s\n", c->written[i]);
    return status;
}

int cli_main(int argc, char **argv)
{
    struct cli c = {.arena = arena_new(), .diag = diag_new(), .lang = message_lang(), .colour = wants_colour()};
    c.options.limits = LIMITS_DEFAULT;
    setenv("TZ", "UTC0", 1); /* no output shows a time of here, but the C library looks for its zone at every call */
    c.layouts_dir = data_dir(&c, "layouts");
    c.fonts_dir = data_dir(&c, "fonts");
    int status = cli_report(&c, run(&c, argc, argv));
    diag_drop(c.diag);
    arena_drop(c.arena);
    return status;
}
