/* Small helpers of a build that know nothing of it. */
#ifndef BUILD_FILES_H
#define BUILD_FILES_H

#include "base/buf.h"

/* Appends a file's name as Make reads it: spaces and the like escaped. */
void build_put_make_name(struct buf *b, const char *name);

#endif
