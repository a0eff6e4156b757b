/* Faults on demand, as a library to be loaded before the C library (LD_PRELOAD).
 *
 * FAULT_KIND=memory|files   which calls are counted
 * FAULT_AT=N                the N-th of them fails (0: none); with FAULT_STICKY=1 also each one after it
 * FAULT_ERROR=NUMBER        errno of failing file calls (5: EIO, 28: ENOSPC)
 * FAULT_EACH=1              each allocation of the run fails, in a copy of the process (each.c)
 * FAULT_COUNT=FILE          the number of calls is written there at the end, and the descriptors still open
 *
 * Memory: what the program's own malloc() asks of the C library (src/heap.c), so allocations of all libraries count.
 * Files: open for writing or reading, read, write, rename, fsync, close, fopen, fread.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "each.h"

enum kind { KIND_NONE, KIND_MEMORY, KIND_FILES };

static enum kind kind;
static long at;
static bool sticky, each;
static int error_number = EIO;
static atomic_long calls;
static _Thread_local bool inside; /* our own calls do not count */

/* True in a copy of the process in which the n-th call is to fail; nothing fails after it there. */
static bool is_due_in_copy(long n)
{
    inside = true;
    bool due = each_fails(n);
    inside = false;
    if (due)
        kind = KIND_NONE;
    return due;
}

static bool is_due(enum kind of)
{
    if (kind != of || inside)
        return false;
    long n = atomic_fetch_add(&calls, 1) + 1;
    if (each)
        return is_due_in_copy(n);
    return at > 0 && (n == at || (sticky && n > at));
}

/* Where faults last, they are those of a full disk: what needs no room goes on working. */
static bool fails_once(void)
{
    bool lasting = sticky;
    sticky = false;
    bool due = is_due(KIND_FILES);
    sticky = lasting;
    if (due)
        errno = error_number;
    return due;
}

static bool fails(void)
{
    if (!is_due(KIND_FILES))
        return false;
    errno = error_number;
    return true;
}

/* The next definition of a name. dlsym() may allocate, which must not count. */
static void *next_of(const char *name)
{
    bool was = inside;
    inside = true;
    void *f = dlsym(RTLD_NEXT, name);
    inside = was;
    return f;
}

#define NEXT(name) ((__typeof__(&(name)))next_of(#name))

/* NOLINTBEGIN(cert-dcl37-c): the C library's own names, to stand before them */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
/* NOLINTEND(cert-dcl37-c) */

static void *(*real_malloc)(size_t), *(*real_calloc)(size_t, size_t), *(*real_realloc)(void *, size_t);

/* dlsym() itself needs memory before it can tell where memory is. */
static char early[8192] __attribute__((aligned(16)));
static size_t early_used;

static void *take_early(size_t size)
{
    void *p = early + early_used;
    early_used += (size + 15) / 16 * 16;
    return early_used <= sizeof early ? p : NULL;
}

static void find_allocator(void)
{
    static bool begun;
    if (begun)
        return;
    begun = true;
    real_calloc = (void *(*)(size_t, size_t))next_of("__libc_calloc");
    real_realloc = (void *(*)(void *, size_t))next_of("__libc_realloc");
    real_malloc = (void *(*)(size_t))next_of("__libc_malloc");
}

void *__libc_malloc(size_t size)
{
    find_allocator();
    if (real_malloc == NULL)
        return take_early(size);
    return is_due(KIND_MEMORY) ? NULL : real_malloc(size);
}

void *__libc_calloc(size_t n, size_t size)
{
    find_allocator();
    if (real_malloc == NULL)
        return take_early(n * size);
    return is_due(KIND_MEMORY) ? NULL : real_calloc(n, size);
}

void *__libc_realloc(void *p, size_t size)
{
    find_allocator();
    return is_due(KIND_MEMORY) ? NULL : real_realloc(p, size);
}

static bool is_coverage(const char *path)
{
    size_t n = strlen(path);
    return n > 5 && strcmp(path + n - 5, ".gcda") == 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, int) : 0;
    va_end(args);
    if (is_coverage(path)) /* the program has ended; what it counted must not be spoiled */
        kind = KIND_NONE;
    return fails() ? -1 : NEXT(open)(path, flags, mode);
}

ssize_t read(int fd, void *to, size_t n)
{
    return fails() ? -1 : NEXT(read)(fd, to, n);
}

ssize_t write(int fd, const void *from, size_t n)
{
    return fd != STDERR_FILENO && fails() ? -1 : NEXT(write)(fd, from, n);
}

int fsync(int fd)
{
    return fails() ? -1 : NEXT(fsync)(fd);
}

int rename(const char *from, const char *to)
{
    return fails_once() ? -1 : NEXT(rename)(from, to);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return fails_once() ? -1 : NEXT(renameat2)(from_dir, from, to_dir, to, flags);
}

/* A close that fails has closed all the same (Linux). */
int close(int fd)
{
    bool failing = fails();
    int result = NEXT(close)(fd);
    if (!failing)
        return result;
    errno = error_number;
    return -1;
}

FILE *fopen(const char *path, const char *how)
{
    return fails() ? NULL : NEXT(fopen)(path, how);
}

size_t fread(void *to, size_t size, size_t n, FILE *f)
{
    return fails() ? 0 : NEXT(fread)(to, size, n, f);
}

/* Asked one by one: a program that has given up its rights cannot read /proc. */
static int open_descriptors(void)
{
    int n = 0;
    for (int fd = 0; fd < 1024; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static int descriptors_before;

__attribute__((constructor)) static void begin(void)
{
    const char *what = getenv("FAULT_KIND"), *n = getenv("FAULT_AT"), *number = getenv("FAULT_ERROR");
    inside = true;
    descriptors_before = open_descriptors();
    find_allocator();
    if (n != NULL)
        at = strtol(n, NULL, 10);
    if (number != NULL)
        error_number = (int)strtol(number, NULL, 10);
    sticky = getenv("FAULT_STICKY") != NULL;
    each = getenv("FAULT_EACH") != NULL;
    if (each)
        each_begin();
    inside = false;
    if (what != NULL)
        kind = strcmp(what, "memory") == 0 ? KIND_MEMORY : KIND_FILES;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAULT_COUNT");
    inside = true;
    if (each && kind != KIND_NONE)
        each_end();
    if (path == NULL)
        return;
    FILE *f = NEXT(fopen)(path, "w");
    if (f != NULL) {
        fprintf(f, "%ld %d\n", (long)calls, open_descriptors() - 1 - descriptors_before);
        fclose(f);
    }
}
