/* Shared libraries that few books need: loaded when one does, since every other start would pay for them. */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <pthread.h>
#include <stdatomic.h>
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

/* How far the loading of a library is. */
struct library_state {
    atomic_bool loaded;
    pthread_mutex_t lock;
};

/* Calls library_need() the first time, on whatever thread. */
void library_once(struct library_state *state, const char *name, const struct library_call *calls, size_t n,
                  void *table);

/* Tables of functions. LIST(X, library) says X(library, function) for each function that is used of a library, whose
 * header is included. LIBRARY_STRUCT makes `struct library` of pointers to them, by their own types; LIBRARY_TABLE
 * defines the function `const struct library *library(void)`, which loads the library at the first call. So calls look
 * like those of the library: turbojpeg()->tjDestroy(…). */
/* NOLINTBEGIN(bugprone-macro-parentheses): what is declared is the name itself */
#define LIBRARY_FIELD(library, name) __typeof__(&name) name;
#define LIBRARY_CALL(library, name) {#name, offsetof(struct library, name)},
#define LIBRARY_STRUCT(library, LIST)                                                                                  \
    struct library {                                                                                                   \
        LIST(LIBRARY_FIELD, library)                                                                                   \
    }
#define LIBRARY_TABLE(library, soname, LIST)                                                                           \
    const struct library *library(void)                                                                                \
    {                                                                                                                  \
        static const struct library_call all_calls[] = {LIST(LIBRARY_CALL, library)};                                  \
        static struct library table;                                                                                   \
        static struct library_state state = {.lock = PTHREAD_MUTEX_INITIALIZER};                                       \
        library_once(&state, soname, all_calls, sizeof all_calls / sizeof *all_calls, &table);                         \
        return &table;                                                                                                 \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
