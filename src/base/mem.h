/* Heap memory that is checked: running out ends the program with exit status 1. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* malloc(), calloc(), realloc() and strdup() that never return NULL. Free with free(). */
void *mem_alloc(size_t size);
void *mem_calloc(size_t n, size_t size);
void *mem_realloc(void *p, size_t size);
char *mem_strdup(const char *s);

/* Bytes that processors fetch together. */
#define MEM_LINE 64

/* Zeroed memory in lines of its own, for what one thread changes again and again: beside what another changes both
 * would wait for each other. Free with free(). */
void *mem_apart(size_t size);

/* Grows the array *p of elements of `size` bytes so that it holds at least `need`; *cap is its capacity. */
void mem_grow(void **p, size_t *cap, size_t need, size_t size);

/* Says that memory ran out, removes unfinished outputs (see base/file.h) and ends the program with 1. */
_Noreturn void mem_fail(void);

#endif
