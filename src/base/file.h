/* Reading files whole, and writing them so that they appear whole or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/diag.h"

#define FILE_MAX_BYTES ((size_t)256 << 20)

/* Reads a regular file ("-": standard input) of at most `max` bytes into the heap, with a NUL behind it that is not
 * counted. The caller frees *bytes. Returns -1 after a message at `pos` (its file is `path` when NULL). */
int file_read(const char *path, size_t max, char **bytes, size_t *n, struct diag *d, struct srcpos pos);

/* SHA-256 of bytes as 64 lower-case hex digits and a NUL. */
void file_sha256(const void *bytes, size_t n, char hex[65]);

/* MD5 of bytes: what PDF asks for as the checksum of an attached file, not for anything that must be safe. */
void file_md5(const void *bytes, size_t n, uint8_t digest[16]);

/* UUID version 5 (RFC 9562 5.5) of a name in a name space, as 36 characters and a NUL. */
void file_uuid5(const uint8_t space[16], const char *name, char out[37]);

/* An output file being written under a hidden temporary name beside its final one. */
struct out_file;

/* Opens. Returns NULL after a message. Unfinished files are removed at exit, on SIGINT, SIGTERM and SIGHUP; ones left
 * by a killed run are removed by the next run that writes the same name. */
struct out_file *out_open(const char *path, struct diag *d);

/* Not a file: what is written is appended to `to`. Ends with out_abandon(); not to be finished or committed. */
struct buf;
struct out_file *out_open_memory(struct buf *to);

/* The bytes need not be on the disk when the file gets its name: for one that is soon replaced. The name still changes
 * in one step; file_sync() makes up for it. */
void out_hasten(struct out_file *f);

/* Brings the bytes and the name of a file to the disk, as far as that can be. */
void file_sync(const char *path);

/* Writes; an error is kept and reported by out_commit(). Returns -1 from the first error on. */
int out_write(struct out_file *f, const void *p, size_t n);

/* Bytes written so far. */
uint64_t out_offset(const struct out_file *f);

/* Flushes to disk and closes, but does not yet give the final name. Returns -1 after a message. */
int out_finish(struct out_file *f, struct diag *d);

/* Gives the final name and ends `f`. Returns -1 after a message; the old file is then intact. */
int out_commit(struct out_file *f, struct diag *d);

/* The same for outputs that belong together: all get their names, or after a message all old files are in their places
 * again. Ends all of them. */
int out_commit_all(struct out_file *const *files, size_t n, struct diag *d);

/* Removes the temporary file and ends `f`. NULL is allowed. */
void out_abandon(struct out_file *f);

/* Removes all temporary files that are open; safe in a signal handler. */
void out_abandon_all(void);

/* Which file a path names, links followed. */
struct file_identity {
    bool exists;
    dev_t device;
    ino_t inode;
};
struct file_identity file_identify(const char *path);

/* True if the path names that file, which exists. */
bool file_is(const char *path, const struct file_identity *file);

/* True if the two paths name the same existing file. */
bool file_same(const char *a, const char *b);

/* True if the path is a symbolic link. */
bool file_is_link(const char *path);

/* Directory part of a path ("." when it has none), in the arena; and joining of two (absolute `name` wins). */
char *path_dir(struct arena *a, const char *path);
char *path_join(struct arena *a, const char *dir, const char *name);
/* Base name without the last suffix. */
char *path_stem(struct arena *a, const char *path);

#endif
