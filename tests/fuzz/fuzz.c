/* Helpers of all harnesses. */
#include "fuzz.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_FILES 20000

void fuzz_fail(const char *format, ...)
{
    va_list args;

    fputs("does not hold: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

/* The program ends so when memory runs out, which no input of a fuzzer may bring about: a length below zero, say. The
 * fuzzer keeps the input of what ends by abort() alone. */
_Noreturn void __wrap__exit(int status); /* NOLINT: the linker's name */
void __wrap__exit(int status)            /* NOLINT */
{
    (void)status;
    abort();
}

uint8_t fuzz_byte(struct fuzz_bytes *b)
{
    if (b->n == 0)
        return 0;
    b->n--;
    return *b->p++;
}

uint32_t fuzz_number(struct fuzz_bytes *b, uint32_t most)
{
    uint32_t high = fuzz_byte(b), middle = fuzz_byte(b), low = fuzz_byte(b);

    return (uint32_t)((uint64_t)(high << 16 | middle << 8 | low) * ((uint64_t)most + 1) >> 24);
}

static void write_all(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;

    while (n > 0) {
        ssize_t written = write(fd, p, n);
        FUZZ_CHECK(written > 0, "a file of the harness can be written");
        p += written;
        n -= (size_t)written;
    }
}

struct fuzz_file fuzz_file_open(const void *bytes, size_t n)
{
    struct fuzz_file f = {.fd = memfd_create("input", MFD_CLOEXEC)};

    FUZZ_CHECK(f.fd >= 0, "a file in memory can be made");
    write_all(f.fd, bytes, n);
    snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

void fuzz_file_close(struct fuzz_file *f)
{
    close(f->fd);
}

/* ---- a folder ---- */

static char folder[64];
static char written[MAX_FILES][128];
static size_t n_written;

static void remove_folder(void)
{
    for (size_t i = 0; i < n_written; i++)
        unlink(written[i]);
    rmdir(folder);
}

const char *fuzz_folder(void)
{
    if (*folder != '\0')
        return folder;
    snprintf(folder, sizeof folder, "/tmp/briefbook-fuzz-XXXXXX");
    FUZZ_CHECK(mkdtemp(folder) != NULL, "a folder can be made");
    atexit(remove_folder);
    return folder;
}

/* Files are mostly written again in the order in which they were written first. */
static const char *remember(const char *path)
{
    static size_t last;

    for (size_t i = 1; i <= n_written; i++) {
        size_t at = (last + i) % n_written;
        if (strcmp(written[at], path) == 0)
            return written[last = at];
    }
    last = n_written;
    FUZZ_CHECK(n_written < MAX_FILES, "there are few files");
    strcpy(written[n_written], path);
    return written[n_written++];
}

const char *fuzz_write(const char *name, const void *bytes, size_t n)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FUZZ_CHECK(fd >= 0, "a file can be made");
    write_all(fd, bytes, n);
    close(fd);
    return remember(path);
}
