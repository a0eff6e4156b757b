/* The program's malloc(): the C library's, but running out of memory ends the program.
 *
 * Our own rooms use base/mem.h, which does that anyway. The libraries beneath do not: one answers a failed allocation
 * by leaving glyphs out, another by an empty dictionary, a third by abort(). A book must not be wrong without a word,
 * so in the program the end comes before any of them sees a NULL. Symbols of an executable are found before those of
 * shared libraries, so these functions serve all of them; free() stays the C library's, to which the memory belongs.
 *
 * Sanitizers and test programs keep their own allocator: this file is part of the program alone.
 */
#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) &&                           \
    !defined(BRIEFBOOK_OWN_MALLOC)

/* The allocator beneath (glibc, malloc/malloc.c); exported for replacements like this one.
 * NOLINTBEGIN(cert-dcl37-c): so the names are the C library's own. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
/* NOLINTEND(cert-dcl37-c) */

#define MB ((size_t)1 << 20)
#define LARGE_PAGE (2 * MB)
#define LARGE_PAGES (14 * MB) /* the part of the heap that lies in them: with two workers more of it would lie idle */

/* Asks for the beginning of the heap in large pages, where the kernel gives them to those who ask: most of a book's
 * memory is written once, and a fault for each 4 KB of it costs more than all else that the kernel does for a build.
 * What is not used of it takes no memory. */
static void use_large_pages(void)
{
    mallopt(M_TOP_PAD, LARGE_PAGES);
    void *p = __libc_malloc(MB / 2); /* makes the heap grow */
    uintptr_t from = ((uintptr_t)p + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
    uintptr_t end = (uintptr_t)sbrk(0) & ~(uintptr_t)(LARGE_PAGE - 1);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): an address is rounded */
    if (p != NULL && end > from && end - from <= LARGE_PAGES)
        madvise((void *)from, end - from, MADV_HUGEPAGE);
    free(p);
}

/* Blocks from 1 MB on have memory of their own, which goes back when they are freed: left alone the C library raises
 * that limit as it goes, and what one stage leaves behind lies idle in the next. All else comes in steps of 1 MB, which
 * takes fewer system calls than its 132 KB. */
__attribute__((constructor)) static void settle_heap(void)
{
    mallopt(M_MMAP_THRESHOLD, MB);
    mallopt(M_TRIM_THRESHOLD, LARGE_PAGES + 2 * MB);
    use_large_pages();
    mallopt(M_TOP_PAD, MB);
}

/* A request that no machine could meet is not a lack of memory: libraries try such sizes and cope. */
#define ABSURD ((size_t)1 << 46)

void *malloc(size_t size)
{
    void *p = __libc_malloc(size);
    if (p == NULL && size < ABSURD)
        mem_fail();
    return p;
}

void *calloc(size_t n, size_t size)
{
    void *p = __libc_calloc(n, size);
    size_t product;
    if (p == NULL && !__builtin_mul_overflow(n, size, &product) && product < ABSURD)
        mem_fail();
    return p;
}

void *realloc(void *old, size_t size)
{
    void *p = __libc_realloc(old, size);
    if (p == NULL && size > 0 && size < ABSURD)
        mem_fail();
    return p;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    void *p = __libc_memalign(alignment, size);
    if (p == NULL && size < ABSURD)
        mem_fail();
    return p;
}

int posix_memalign(void **p, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
        return EINVAL;
    *p = aligned_alloc(alignment, size);
    return 0;
}

#endif
