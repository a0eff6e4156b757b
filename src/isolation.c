#include "isolation.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/sandbox.h"

/* Libraries and the list of where they are, fonts, hyphenation patterns, tables of the C library: read while a book is
 * made. */
static const char *const system_paths[] = {
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig"};
/* Fonts that a user has installed, below the home folder. */
static const char *const home_folders[] = {".fonts", ".local/share/fonts", ".config/fontconfig", ".cache/fontconfig"};

void isolation_enter(const struct isolation *need)
{
    struct sandbox *s = sandbox_new();
    struct arena *scratch = arena_new();
    const char *home = getenv("HOME");

    for (size_t i = 0; i < sizeof system_paths / sizeof *system_paths; i++)
        sandbox_allow_read(s, system_paths[i]);
    for (size_t i = 0; home != NULL && *home == '/' && i < sizeof home_folders / sizeof *home_folders; i++)
        sandbox_allow_read(s, path_join(scratch, home, home_folders[i]));
    for (size_t i = 0; i < need->n_folders; i++)
        sandbox_allow_read(s, need->folders[i]);
    for (size_t i = 0; i < need->n_outputs; i++)
        sandbox_allow_write(s, need->outputs[i]);
    sandbox_enter(s);
    arena_drop(scratch);
    sandbox_drop(s);
}

static int compare_names(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Each name once, sorted. */
static void describe(const char *const *names, size_t n, struct buf *out)
{
    const char **sorted = mem_calloc(n + 1, sizeof *sorted), *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (names[i] != NULL)
            sorted[count++] = names[i];
    qsort(sorted, count, sizeof *sorted, compare_names);
    for (size_t i = 0; i < count; last = sorted[i++])
        if (last == NULL || strcmp(sorted[i], last) != 0)
            buf_put(out, sorted[i], strlen(sorted[i]) + 1);
    buf_putc(out, '\0');
    free(sorted);
}

void isolation_describe(const struct isolation *need, struct buf *out)
{
    buf_clear(out);
    describe(need->folders, need->n_folders, out);
    describe(need->outputs, need->n_outputs, out);
}
