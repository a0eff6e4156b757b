/* Outputs that belong together: all appear, or none does. */
#ifndef OUTPUTS_H
#define OUTPUTS_H

#include "base/diag.h"
#include "base/file.h"
#include "base/workers.h"

struct output {
    const char *path;
    int (*write)(void *ctx, struct out_file *out); /* returns -1 after a message */
    void *ctx;
    struct diag *d; /* of messages about this one, added to the others in the end; NULL: they go there at once */
    unsigned line;  /* outputs of one line are written one after another: 0, 1 … */
};

/* How outputs are written. */
struct outputs_how {
    bool hasty;               /* they get their names before their bytes are on the disk */
    struct workers *together; /* they write the lines at the same time, each output with a `d` of its own; NULL: one by
                                 one */
};

/* Makes the folder and those above it, where they are not there yet. Returns -1 after a message. */
int outputs_make_folder(const char *path, struct diag *d);

/* Writes each, then gives all of them their names. Returns -1 after a message; what was there before is then intact. */
int outputs_write(const struct output *list, size_t n, const struct outputs_how *how, struct diag *d);

#endif
