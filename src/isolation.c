#include "isolation.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/sandbox.h"

/* Fonts, hyphenation patterns, tables of the C library: read by libraries while a book is made. */
static const char *const system_folders[] = {"/usr", "/lib", "/lib64", "/etc/fonts", "/var/cache/fontconfig"};
/* Fonts that a user has installed, below the home folder. */
static const char *const home_folders[] = {".fonts", ".local/share/fonts", ".config/fontconfig", ".cache/fontconfig"};

void isolation_enter(const struct isolation *need)
{
    struct sandbox *s = sandbox_new();
    struct arena *scratch = arena_new();
    const char *home = getenv("HOME");

    for (size_t i = 0; i < sizeof system_folders / sizeof *system_folders; i++)
        sandbox_allow_read(s, system_folders[i]);
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
