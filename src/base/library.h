/* Shared libraries that few books need: loaded when one does, since every other start would pay for them. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* A function of a library, and where in a table of functions it belongs. */
struct library_call {
    const char *name;
    size_t offset; /* of a pointer to the function */
};

/* Loads the library `name` (its soname) for as long as the program runs and fills `table` with its functions. False if
 * it is not there, cannot be loaded, or lacks one. May be called by several threads. */
bool library_load(const char *name, const struct library_call *calls, size_t n, void *table);

/* The same for a library without which the program is not whole: ends it with status 1 and a message, as mem_fail()
 * does. */
void library_need(const char *name, const struct library_call *calls, size_t n, void *table);

#endif
