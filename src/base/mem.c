/* Checked heap memory. A book that does not fit into memory cannot be half built, so nothing above this file
 * handles a failed allocation: the program ends here, and the old outputs stay as they were. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

_Noreturn void mem_fail(void)
{
    static const char text[] =
        "briefbook: error: out of memory, or over --max-memory (hết bộ nhớ, hoặc vượt --max-memory); nothing was "
        "written [memory]\n";

    out_abandon_all();
    /* No stdio and no exit(): both may allocate, and other threads may still be running. */
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(1);
}

void *mem_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        mem_fail();
    return p;
}

void *mem_calloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (!p)
        mem_fail();
    return p;
}

void *mem_realloc(void *p, size_t size)
{
    void *q = realloc(p, size ? size : 1);
    if (!q)
        mem_fail();
    return q;
}

void *mem_apart(size_t size)
{
    size_t whole = (size / MEM_LINE + 1) * MEM_LINE;
    void *p = aligned_alloc(MEM_LINE, whole);
    if (!p)
        mem_fail();
    else
        memset(p, 0, whole);
    return p;
}

char *mem_strdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(mem_alloc(n), s, n);
}

void mem_grow(void **p, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return;
    /* Half as much again: amortized linear, and freed blocks can be joined and used again. */
    size_t grown = *cap + *cap / 2 + 8;
    if (grown < need)
        grown = need;
    if (size && grown > SIZE_MAX / size)
        mem_fail();
    *p = mem_realloc(*p, grown * size);
    *cap = grown;
}
