/* Arenas: memory that is given back all at once.
 *
 * Three lifetimes exist in a build: the book (document, styles), the pages, and scratch memory that is
 * reset after each paragraph. Nothing that is stored outlives its arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Makes an empty arena. The caller owns it and ends it with arena_drop(). Never fails: when memory runs
 * out the program ends (see mem_fail()). */
struct arena *arena_new(void);

/* The same for one of many that live at the same time and hold little each: less of it lies idle, for more calls of
 * malloc(). */
struct arena *arena_new_small(void);

/* Gives back the arena and all that was allocated from it. NULL is allowed. */
void arena_drop(struct arena *a);

/* Moves all that was allocated from `from` into `a`, which then owns it, and ends `from`. */
void arena_adopt(struct arena *a, struct arena *from);

/* Gives back all allocations but keeps the arena (and its largest block) for further use. */
void arena_reset(struct arena *a);

/* Returns `size` zeroed bytes, aligned for any type. The memory belongs to the arena. */
void *arena_alloc(struct arena *a, size_t size);

/* As arena_alloc(), but what the bytes are is not said: for what is overwritten at once. */
void *arena_room(struct arena *a, size_t size);

/* As arena_alloc(), for `n` elements of `size` bytes; the product is checked for overflow. */
void *arena_calloc(struct arena *a, size_t n, size_t size);

/* Copies `n` bytes of `s` and adds a NUL. */
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* Copies a NUL-terminated string; NULL gives NULL. */
char *arena_strdup(struct arena *a, const char *s);

/* Formats as printf() into a string of the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Bytes handed out since the last reset, for benchmarks. */
size_t arena_used(const struct arena *a);

/* Bytes in all its blocks, what lies idle with them. */
size_t arena_held(const struct arena *a);

#endif
