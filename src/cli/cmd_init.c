/* The command init. */
#include <string.h>

#include "cli/cli.h"
#include "cli/sources.h"
#include "init.h"

int cmd_init(struct cli *c)
{
    const char *folder = c->options.operands[0], *sort = c->options.sort;
    size_t n;
    const char **paths = sources_folder_articles(c->arena, folder, &n, c->diag);
    if (n == 0)
        return EXIT_TROUBLE;
    enum init_sort by = sort == NULL || strcmp(sort, "date") == 0 ? INIT_DATE
                        : strcmp(sort, "theme") == 0              ? INIT_THEME
                                                                  : INIT_NAME;
    struct init_request request = {folder, paths, n, by, c->lang};
    c->written[0] = init_folder(&request, c->arena, c->diag);
    return c->written[0] != NULL ? EXIT_DONE : EXIT_TROUBLE;
}
