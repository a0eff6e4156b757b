/* Output files that appear whole or not at all.
 *
 * Bytes go to a hidden file beside the target, named .NAME.briefbook-PID-SEQUENCE; it is synced and then renamed over
 * the target, which POSIX does in one step. A run that was killed leaves its hidden file behind; the next run that
 * writes the same name removes it when its process is gone and no one holds its lock (the lock also protects runs in
 * other containers or on other machines, whose process numbers mean nothing here).
 *
 * Targets that are not ordinary files (/dev/stdout, a FIFO) are written directly.
 *
 * The table of open files is the program's only global mutable state: a signal handler has no other way to reach it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#define BUFFER_SIZE ((size_t)64 << 10)
#define NAME_PART 180 /* bytes of NAME in a hidden name, so that the whole stays within NAME_MAX */
#define MARK ".briefbook-"
#define MAX_OPEN 1100 /* copies for 500 readers, in two forms, and what goes with them */

struct out_file {
    char *path;   /* as the user named it, for messages */
    char *target; /* where it goes: symbolic links followed */
    char *dir;
    char *temp; /* NULL: written directly */
    int slot;   /* in open_temps; -1: none */
    int fd;     /* -1: closed */
    int error;  /* the first errno, 0 while all is well */
    bool finished, hasty;
    bool replaces;         /* there was a file of this name */
    bool exchanged, named; /* how it got its final name */
    uint64_t offset;
    struct buf *memory; /* NULL: a file */
    size_t used;
    char buffer[BUFFER_SIZE];
};

/* Names of the hidden files to be removed if the program ends early. A name is taken out by exchanging it for NULL, so
 * that only one of the handler and its owner ever uses it. */
static _Atomic(char *) open_temps[MAX_OPEN];

void out_abandon_all(void)
{
    for (int i = 0; i < MAX_OPEN; i++) {
        char *temp = atomic_exchange(&open_temps[i], NULL);
        if (temp)
            unlink(temp); /* the memory is not given back: free() is not allowed in a signal handler */
    }
}

static void on_signal(int number)
{
    int error = errno;

    out_abandon_all();
    errno = error;
    raise(number); /* SA_RESETHAND: this time it ends the program, with the right status for the parent */
}

static void install_cleanup(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction old, action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) /* nohup's choice stands */
            sigaction(numbers[i], &action, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a size limit is then an error of write(), reported like a full disk */
    atexit(out_abandon_all);
}

static int register_temp(char *temp)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, install_cleanup);
    for (int i = 0; i < MAX_OPEN; i++) {
        char *none = NULL;
        if (atomic_compare_exchange_strong(&open_temps[i], &none, temp))
            return i;
    }
    return -1;
}

/* Takes the name back. False when out_abandon_all() was faster: the file is then gone and the name not ours. */
static bool unregister_temp(struct out_file *f)
{
    if (f->slot < 0)
        return true;
    char *temp = atomic_exchange(&open_temps[f->slot], NULL);
    f->slot = -1;
    if (!temp)
        f->temp = NULL;
    return temp != NULL;
}

static void report(const struct out_file *f, int error, struct diag *d)
{
    diag_add(d, MSG_FILE_WRITE, (struct srcpos){f->path, 0, 0}, diag_errno(error), NULL);
}

static void out_drop(struct out_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    free(f->target);
    free(f->dir);
    free(f->temp);
    free(f);
}

/* The process number in a hidden name of this target, or 0 when the name is another's. */
static pid_t leftover_pid(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);

    if (strncmp(name, prefix, n) != 0)
        return 0;
    char *end;
    errno = 0;
    long pid = strtol(name + n, &end, 10);
    return errno == 0 && pid > 0 && pid <= INT32_MAX && *end == '-' ? (pid_t)pid : 0;
}

/* Removes one leftover, unless somebody holds its lock. */
static void remove_leftover(int dir_fd, const char *name)
{
    int fd = openat(dir_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(dir_fd, name, 0);
    close(fd);
}

static void remove_leftovers(const char *dir, const char *prefix)
{
    DIR *handle = opendir(dir);
    struct dirent *entry;

    if (!handle)
        return;
    while ((entry = readdir(handle)) != NULL) {
        pid_t pid = leftover_pid(entry->d_name, prefix);
        if (pid && pid != getpid() && kill(pid, 0) < 0 && errno == ESRCH)
            remove_leftover(dirfd(handle), entry->d_name);
    }
    closedir(handle);
}

/* ".NAME.briefbook-", from which all hidden names of a target begin. */
static char *temp_prefix(const char *target)
{
    const char *slash = strrchr(target, '/');
    const char *name = slash ? slash + 1 : target;
    size_t n = strnlen(name, NAME_PART);
    char *prefix = mem_alloc(n + 1 + sizeof MARK);

    prefix[0] = '.';
    memcpy(prefix + 1, name, n);
    memcpy(prefix + 1 + n, MARK, sizeof MARK);
    return prefix;
}

/* Opens a hidden file under a name that is still free. Returns errno, 0 for success. */
static int open_temp(struct out_file *f, const char *prefix, mode_t mode)
{
    size_t room = strlen(f->dir) + strlen(prefix) + 64;

    f->temp = mem_alloc(room);
    for (unsigned sequence = 0; sequence < 1000; sequence++) {
        snprintf(f->temp, room, "%s/%s%ld-%u", f->dir, prefix, (long)getpid(), sequence);
        f->fd = open(f->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
        if (f->fd >= 0)
            break;
        if (errno != EEXIST)
            return errno;
    }
    if (f->fd < 0)
        return EEXIST;
    flock(f->fd, LOCK_EX | LOCK_NB);
    f->slot = register_temp(f->temp);
    if (f->slot >= 0)
        return 0;
    unlink(f->temp);
    return EMFILE;
}

/* Opens what the bytes are written to. Returns errno, 0 for success. */
static int open_output(struct out_file *f)
{
    struct stat st;
    bool exists = stat(f->target, &st) == 0;

    if (exists && S_ISDIR(st.st_mode))
        return EISDIR;
    if (exists && !S_ISREG(st.st_mode)) {
        f->fd = open(f->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return f->fd < 0 ? errno : 0;
    }
    /* rename() needs rights on the folder alone; a file its owner made read-only is not to be replaced. */
    if (exists && faccessat(AT_FDCWD, f->target, W_OK, AT_EACCESS) < 0)
        return errno;
    f->replaces = exists;
    char *prefix = temp_prefix(f->target);
    remove_leftovers(f->dir, prefix);
    int error = open_temp(f, prefix, exists ? st.st_mode & 0777 : 0666);
    free(prefix);
    /* The umask has not narrowed the old file, so it must not narrow the new one. */
    if (!error && exists && fchmod(f->fd, st.st_mode & 0777) < 0)
        error = errno;
    return error;
}

struct out_file *out_open(const char *path, struct diag *d)
{
    struct out_file *f = mem_calloc(1, sizeof *f);
    struct arena *scratch = arena_new();
    size_t n = strlen(path);

    f->fd = f->slot = -1;
    f->path = mem_strdup(path);
    f->target = realpath(path, NULL);
    if (!f->target)
        f->target = mem_strdup(path);
    f->dir = mem_strdup(path_dir(scratch, f->target));
    arena_drop(scratch);
    int error = n == 0 ? ENOENT : path[n - 1] == '/' ? EISDIR : open_output(f);
    if (!error)
        return f;
    report(f, error, d);
    out_abandon(f);
    return NULL;
}

void out_hasten(struct out_file *f)
{
    f->hasty = true;
}

struct out_file *out_open_memory(struct buf *to)
{
    struct out_file *f = mem_calloc(1, sizeof *f);
    f->fd = f->slot = -1;
    f->memory = to;
    return f;
}

/* Writes all bytes out. Returns errno, 0 for success. */
static int write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno;
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

static void flush(struct out_file *f)
{
    if (!f->error && f->used)
        f->error = write_all(f->fd, f->buffer, f->used);
    f->used = 0;
}

int out_write(struct out_file *f, const void *p, size_t n)
{
    if (f->error)
        return -1;
    f->offset += n;
    if (f->memory) {
        buf_put(f->memory, p, n);
        return 0;
    }
    if (n > BUFFER_SIZE - f->used)
        flush(f);
    if (n >= BUFFER_SIZE) {
        if (!f->error)
            f->error = write_all(f->fd, p, n);
    } else if (n > 0) {
        memcpy(f->buffer + f->used, p, n);
        f->used += n;
    }
    return f->error ? -1 : 0;
}

uint64_t out_offset(const struct out_file *f)
{
    return f->offset;
}

/* Terminals, pipes and some network file systems cannot be synced; their bytes are as safe as they get. */
static bool sync_matters(int error)
{
    return error != EINVAL && error != EROFS && error != ENOTSUP && error != ENOSYS;
}

int out_finish(struct out_file *f, struct diag *d)
{
    if (!f->finished) {
        f->finished = true;
        flush(f);
        if (!f->error && !f->hasty && fsync(f->fd) < 0 && sync_matters(errno))
            f->error = errno;
        if (close(f->fd) < 0 && !f->error && errno != EINTR)
            f->error = errno;
        f->fd = -1;
        if (f->error)
            report(f, f->error, d);
    }
    return f->error ? -1 : 0;
}

/* Makes the new name itself durable. A folder that cannot be opened for reading only loses that promise. */
static void sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

void file_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
    struct arena *scratch = arena_new();
    sync_dir(path_dir(scratch, path));
    arena_drop(scratch);
}

/* Exchanges the hidden file with the target in one step, so that the old bytes stay at hand under the hidden name;
 * where there is no old file, or the file system cannot exchange, plainly renames. Returns errno, 0 for success. */
static int take_name(struct out_file *f)
{
    f->exchanged = renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->target, RENAME_EXCHANGE) == 0;
    if (f->exchanged)
        return 0;
    if (errno != ENOENT && errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return errno;
    f->named = rename(f->temp, f->target) == 0;
    return f->named ? 0 : errno;
}

/* Undoes take_name() when an output that belongs to this one could not get its name. */
static void give_back(struct out_file *f)
{
    if (f->exchanged)
        renameat2(AT_FDCWD, f->temp, AT_FDCWD, f->target, RENAME_EXCHANGE);
    else if (f->named && !f->replaces)
        unlink(f->target);
}

int out_commit_all(struct out_file *const *files, size_t n, struct diag *d)
{
    int error = 0;
    size_t done = 0;

    for (size_t i = 0; i < n && !error; i++)
        error = out_finish(files[i], d) < 0 ? -1 : 0;
    /* Nothing slow stands between the renames: a run killed just there would leave a mixture. */
    while (!error && done < n) {
        error = files[done]->temp ? take_name(files[done]) : 0;
        if (error)
            report(files[done], error, d);
        else
            done++;
    }
    for (size_t i = 0; error && i < done; i++)
        give_back(files[i]);
    for (size_t i = 0; !error && i < n; i++)
        if (files[i]->temp && !files[i]->hasty)
            sync_dir(files[i]->dir);
    for (size_t i = 0; i < n; i++)
        out_abandon(files[i]); /* removes the hidden name, under which now the old bytes are */
    return error ? -1 : 0;
}

int out_commit(struct out_file *f, struct diag *d)
{
    return out_commit_all(&f, 1, d);
}

void out_abandon(struct out_file *f)
{
    if (!f)
        return;
    if (f->temp && f->slot >= 0 && unregister_temp(f))
        unlink(f->temp);
    out_drop(f);
}
