/* Reading whole files, fingerprints, and paths. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* A message about `path` at `pos`, or at the file itself when the caller knows no place. */
static int fail(struct diag *d, enum msg m, const char *path, struct srcpos pos, const char *why)
{
    if (!pos.file)
        pos = (struct srcpos){path, 0, 0};
    diag_add(d, m, pos, why, NULL);
    return -1;
}

/* A file to be read: how much of it, and where it is named. */
struct wanted {
    const char *path;
    size_t max;
    struct diag *d;
    struct srcpos pos;
};

static int fail_size(const struct wanted *w)
{
    char megabytes[32];

    snprintf(megabytes, sizeof megabytes, "%zu", (w->max + ((size_t)1 << 20) - 1) >> 20);
    return fail(w->d, MSG_FILE_TOO_BIG, w->path, w->pos, megabytes);
}

/* Reads to the end of `fd`, at most one byte more than `max`; a regular file has `expect` bytes, others 0. Returns
 * errno, 0 for success. */
static int read_all(int fd, size_t max, size_t expect, char **bytes, size_t *n)
{
    size_t cap = 0, used = 0;
    void *p = NULL;

    mem_grow(&p, &cap, expect + 2, 1);
    while (used <= max) {
        if (cap - used < 2)
            mem_grow(&p, &cap, used + 65536, 1);
        size_t want = cap - used - 1;
        if (want > max + 1 - used)
            want = max + 1 - used;
        ssize_t got = read(fd, (char *)p + used, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int error = errno;
            free(p);
            return error;
        }
        used += (size_t)got;
        if (got == 0 || (used == expect && (size_t)got < want)) /* a file ends where less comes than was asked for */
            break;
    }
    ((char *)p)[used] = '\0';
    *bytes = p;
    *n = used;
    return 0;
}

/* Reads what `fd` gives, after it was found to be readable. */
static int read_checked(int fd, const struct wanted *w, size_t expect, char **bytes, size_t *n)
{
    if (expect > w->max)
        return fail_size(w);
    int error = read_all(fd, w->max, expect, bytes, n);
    if (error)
        return fail(w->d, MSG_FILE_READ, w->path, w->pos, diag_errno(error));
    if (*n > w->max) { /* it grew, or is a pipe */
        free(*bytes);
        return fail_size(w);
    }
    return 0;
}

int file_read(const char *path, size_t max, char **bytes, size_t *n, struct diag *d, struct srcpos pos)
{
    struct stat st;

    *bytes = NULL;
    *n = 0;
    if (max > FILE_MAX_BYTES)
        max = FILE_MAX_BYTES;
    const struct wanted w = {path, max, d, pos};
    if (strcmp(path, "-") == 0)
        return read_checked(STDIN_FILENO, &w, 0, bytes, n);
    /* Without O_NONBLOCK opening a FIFO would wait for a writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fail(d, MSG_FILE_OPEN, path, pos, diag_errno(errno));
    int result;
    if (fstat(fd, &st) < 0)
        result = fail(d, MSG_FILE_OPEN, path, pos, diag_errno(errno));
    else if (S_ISDIR(st.st_mode))
        result = fail(d, MSG_FILE_OPEN, path, pos, diag_errno(EISDIR));
    else if (!S_ISREG(st.st_mode))
        result = fail(d, MSG_FILE_OPEN, path, pos, diag_word(WORD_ERR_NOT_REGULAR));
    else
        result = read_checked(fd, &w, (size_t)st.st_size, bytes, n);
    close(fd);
    return result;
}

static void put_hex(char *out, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
}

void file_sha256(const void *bytes, size_t n, char hex[65])
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];

    sha256_init(&ctx);
    if (n)
        sha256_update(&ctx, n, bytes);
    sha256_digest(&ctx, sizeof digest, digest);
    put_hex(hex, digest, sizeof digest);
    hex[64] = '\0';
}

void file_md5(const void *bytes, size_t n, uint8_t digest[16])
{
    struct md5_ctx ctx;
    md5_init(&ctx);
    if (n > 0)
        md5_update(&ctx, n, bytes);
    md5_digest(&ctx, MD5_DIGEST_SIZE, digest);
}

void file_uuid5(const uint8_t space[16], const char *name, char out[37])
{
    struct sha1_ctx ctx;
    uint8_t digest[SHA1_DIGEST_SIZE];

    sha1_init(&ctx);
    sha1_update(&ctx, 16, space);
    sha1_update(&ctx, strlen(name), (const uint8_t *)name);
    sha1_digest(&ctx, sizeof digest, digest);
    digest[6] = (uint8_t)((digest[6] & 0x0F) | 0x50); /* version 5 */
    digest[8] = (uint8_t)((digest[8] & 0x3F) | 0x80); /* variant of RFC 9562 */
    static const size_t groups[] = {4, 2, 2, 2, 6};
    const uint8_t *from = digest;
    for (size_t i = 0; i < 5; i++) {
        if (i > 0)
            *out++ = '-';
        put_hex(out, from, groups[i]);
        out += 2 * groups[i];
        from += groups[i];
    }
    *out = '\0';
}

bool file_is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

struct file_identity file_identify(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return (struct file_identity){0};
    return (struct file_identity){true, st.st_dev, st.st_ino};
}

bool file_is(const char *path, const struct file_identity *file)
{
    struct stat st;
    return file->exists && stat(path, &st) == 0 && st.st_dev == file->device && st.st_ino == file->inode;
}

bool file_same(const char *a, const char *b)
{
    struct file_identity file = file_identify(a);
    return file_is(b, &file);
}

/* Length of the path without slashes at its end (the root keeps its own). */
static size_t trimmed(const char *path)
{
    size_t n = strlen(path);

    while (n > 1 && path[n - 1] == '/')
        n--;
    return n;
}

/* Where the last part of a path of n bytes begins. */
static size_t base_at(const char *path, size_t n)
{
    while (n > 0 && path[n - 1] != '/')
        n--;
    return n;
}

char *path_dir(struct arena *a, const char *path)
{
    size_t n = base_at(path, trimmed(path));

    if (n == 0)
        return arena_strdup(a, ".");
    while (n > 1 && path[n - 1] == '/')
        n--;
    return arena_strndup(a, path, n);
}

char *path_join(struct arena *a, const char *dir, const char *name)
{
    if (name[0] == '/' || strcmp(dir, ".") == 0 || dir[0] == '\0')
        return arena_strdup(a, name);
    const char *slash = dir[strlen(dir) - 1] == '/' ? "" : "/";
    return arena_printf(a, "%s%s%s", dir, slash, name);
}

char *path_stem(struct arena *a, const char *path)
{
    size_t end = trimmed(path);
    size_t start = base_at(path, end);

    /* A dot in front makes a file hidden, it begins no suffix. */
    for (size_t i = end; i > start + 1; i--)
        if (path[i - 1] == '.')
            return arena_strndup(a, path + start, i - 1 - start);
    return arena_strndup(a, path + start, end - start);
}
