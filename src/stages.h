/* What a build is asked to print of its stages: --dump and --trace. */
#ifndef STAGES_H
#define STAGES_H

#include <stdbool.h>

#include "base/diag.h"

struct stages {
    bool doc, book, pages, starts;
    bool time; /* what each stage takes; does not stop the build */
    unsigned explain; /* EXPLAIN_… of layout/layout.h */
};

/* Reads the stage of --dump and the list of --trace (names with commas between); NULL: not given. 0, or -1 after a
 * message. */
int stages_read(const char *dump, const char *trace, struct stages *out, struct diag *d);

#endif
