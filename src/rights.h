/* What a build gives up when it knows all of its files, and before it reads the first. */
#ifndef RIGHTS_H
#define RIGHTS_H

#include "build.h"
#include "source_files.h"

/* What is read before rights are given up. */
struct rights_known {
    const struct build_options *options;
    const struct manifest *manifest;
    const struct source_files *files;
    const char *layout_file; /* NULL: the layout is one of ours */
};

/* Gives up all that a book named by book.yaml or by the command line does not need from now on. Returns -1 when the
 * process has done so for an earlier build that needed something else. */
int rights_give_up(const struct rights_known *k, struct arena *a);

#endif
