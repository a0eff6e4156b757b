/* Inside layout/: breakpoints → set lines. */
#ifndef LAYOUT_LINE_H
#define LAYOUT_LINE_H

#include "layout/hlist.h"

/* A paragraph on its way from the list to lines. */
struct line_job {
    struct par_ctx *ctx;
    const struct par_request *r;
    const struct hlist *h;
    const struct linebreak_params *params;
    const struct breaks *breaks;
};

/* Sets the lines; they and their items are in par_work(), their runs in par_shown(). */
void line_set(const struct line_job *job, struct par *out);

#endif
