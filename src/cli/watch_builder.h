/* The process that builds for build --watch, apart from the one that waits. */
#ifndef CLI_WATCH_BUILDER_H
#define CLI_WATCH_BUILDER_H

#include "base/buf.h"
#include "cli/cli.h"

struct builder;

/* What builder_run() puts before each name. */
enum { BUILDER_READ = 'i', BUILDER_WROTE = 'o' };

/* Nothing runs yet. `watcher` is the file descriptor that the process need not have. Ends with builder_drop(), which
 * ends the process. */
struct builder *builder_new(struct cli *c, watch_build build, int watcher);
void builder_drop(struct builder *b);

/* Has the book built, and what there is to say of it said. Appends the names of what was read and written, each with
 * one of the letters above before it and a NUL behind. Returns -1, with errno, when no process can be had. */
int builder_run(struct builder *b, struct buf *names);

#endif
