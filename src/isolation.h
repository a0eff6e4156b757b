/* Which files a command still needs once it begins to read articles. */
#ifndef ISOLATION_H
#define ISOLATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct isolation {
    const char *const *folders; /* read whole: of articles and their pictures, of layouts and fonts; files too */
    size_t n_folders;
    const char *const *outputs; /* files to be written; NULLs are passed over */
    size_t n_outputs;
};

/* Gives up all else (base/sandbox.h), but for the system's libraries and fonts. Call it before threads begin. */
void isolation_enter(const struct isolation *need);

/* Writes what is needed, in a form that is equal for equal needs. */
void isolation_describe(const struct isolation *need, struct buf *out);

#endif
