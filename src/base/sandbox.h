/* Giving up what a run does not need, before it reads what strangers wrote: a fault in a reader of articles can then
 * neither look at other files of the user nor change any, nor start a program, nor reach the network.
 *
 * Landlock (Linux 5.13 and later) limits files, seccomp limits system calls; each is used where the kernel has it.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>

/* What may still be reached. */
struct sandbox;

struct sandbox *sandbox_new(void);
void sandbox_drop(struct sandbox *s);

/* Allows reading the file, or all below the folder. A path that does not exist is passed over; NULL and "-" too. */
void sandbox_allow_read(struct sandbox *s, const char *path);

/* Allows writing the file `path` and beside it (its hidden predecessor); below the nearest folder that exists, when its
 * own does not exist yet. An existing file that is no ordinary one (a terminal, a pipe) is allowed alone. */
void sandbox_allow_write(struct sandbox *s, const char *path);

/* What was given up, as bits. */
enum { SANDBOX_FILES = 1, SANDBOX_CALLS = 2 };

/* Gives up all else, for the calling thread and those it starts: call it before workers are made. Returns what the
 * kernel granted (0: nothing, as in builds with sanitizers). There is no way back. */
unsigned sandbox_enter(const struct sandbox *s);

#endif
