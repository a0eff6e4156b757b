/* Outputs that belong together: all appear, or none does. */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include "base/diag.h"
#include "base/file.h"

struct output {
    const char *path;
    int (*write)(void *ctx, struct out_file *out); /* returns -1 after a message */
};

/* Makes the folder and those above it, where they are not there yet. Returns -1 after a message. */
int outputs_make_folder(const char *path, struct diag *d);

/* Writes each, then gives all of them their names; `hasty`: before their bytes are on the disk. Returns -1 after a
 * message; what was there before is then intact. */
int outputs_write(const struct output *list, size_t n, void *ctx, bool hasty, struct diag *d);

#endif
