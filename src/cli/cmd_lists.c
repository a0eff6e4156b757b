/* The commands that tell what there is: layouts, fonts, help. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "font/font_set.h"
#include "style/design.h"

static int put_list(struct cli *c, struct buf *list)
{
    int status = list->n > 0 && cli_put(c, list->p, list->n) != 0 ? EXIT_TROUBLE : EXIT_DONE;
    buf_free(list);
    return diag_count(c->diag, DIAG_ERROR) > 0 ? EXIT_TROUBLE : status;
}

int cmd_layouts(struct cli *c)
{
    struct buf list = BUF_INIT;
    design_list(c->layouts_dir, &list, c->diag);
    return put_list(c, &list);
}

int cmd_fonts(struct cli *c)
{
    struct font_set *fonts = font_set_open(c->fonts_dir, c->diag);
    if (fonts == NULL)
        return EXIT_TROUBLE;
    struct buf list = BUF_INIT;
    font_set_list(fonts, &list);
    font_set_drop(fonts);
    return put_list(c, &list);
}

static bool vietnamese(const struct cli *c)
{
    return strcmp(c->lang, "vi") == 0;
}

static void help_all(const struct cli *c)
{
    puts(vietnamese(c) ? "briefbook: từ bài viết thô đến sách tài liệu (PDF và EPUB)\n"
                       : "briefbook: from raw articles to a briefing book (PDF and EPUB)\n");
    for (const struct command *k = cli_commands; k->name != NULL; k++)
        printf("  briefbook %-28s %s\n", k->synopsis, vietnamese(c) ? k->about_vi : k->about_en);
    puts("  briefbook --version");
}

int cmd_help(struct cli *c)
{
    if (c->options.n_operands == 0) {
        help_all(c);
        return EXIT_DONE;
    }
    const struct command *k = cli_command(c->options.operands[0]);
    if (k == NULL) {
        diag_add(c->diag, MSG_COMMAND_UNKNOWN, DIAG_NOWHERE, c->options.operands[0], NULL);
        return EXIT_USAGE;
    }
    printf("briefbook %s\n%s\n\n", k->synopsis, vietnamese(c) ? k->about_vi : k->about_en);
    cli_print_options(k->name, c->lang);
    return EXIT_DONE;
}
