/* Landlock: kernel documentation, "Landlock: unprivileged access control"; seccomp through libseccomp. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/mem.h"

#ifdef HAVE_SECCOMP
#include <sched.h>
#include <seccomp.h>
#endif
#ifdef __linux__
#include <linux/landlock.h>
#endif

struct rule {
    char *path;
    bool writes;
};

struct sandbox {
    struct rule *rules;
    size_t n, cap;
};

struct sandbox *sandbox_new(void)
{
    return mem_calloc(1, sizeof(struct sandbox));
}

void sandbox_drop(struct sandbox *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        free(s->rules[i].path);
    free(s->rules);
    free(s);
}

static void add(struct sandbox *s, const char *path, bool writes)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->rules[i].writes == writes && strcmp(s->rules[i].path, path) == 0)
            return;
    mem_grow((void **)&s->rules, &s->cap, s->n + 1, sizeof *s->rules);
    s->rules[s->n++] = (struct rule){mem_strdup(path), writes};
}

void sandbox_allow_read(struct sandbox *s, const char *path)
{
    if (path && strcmp(path, "-") != 0)
        add(s, path, false);
}

void sandbox_allow_write(struct sandbox *s, const char *path)
{
    struct stat st;

    if (!path)
        return;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
        add(s, path, true);
        return;
    }
    struct arena *scratch = arena_new();
    char *real = realpath(path, NULL); /* the hidden file stands beside what a symbolic link means */
    const char *folder = path_dir(scratch, real ? real : path);
    while (stat(folder, &st) < 0 && strcmp(folder, ".") != 0 && strcmp(folder, "/") != 0)
        folder = path_dir(scratch, folder);
    add(s, folder, true);
    free(real);
    arena_drop(scratch);
}

/* Sanitizers and coverage write files and trace threads of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(BRIEFBOOK_NO_SANDBOX)
#define MAY_ENTER false
#else
#define MAY_ENTER true
#endif

#if defined(__linux__) && defined(SYS_landlock_create_ruleset)

/* From the third version of the interface on; Debian 12's headers may be older than its kernel. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FOR_FILES                                                                                                      \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE |                      \
     LANDLOCK_ACCESS_FS_EXECUTE)
#define WRITES                                                                                                         \
    (READS | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_MAKE_REG |               \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
/* All that the first version knows: what is handled and not allowed is forbidden. */
#define FIRST_VERSION ((1ULL << 13) - 1)

static void allow(int ruleset, const struct rule *r, uint64_t handled)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = r->writes ? WRITES : READS};
    struct stat st;

    beneath.parent_fd = open(r->path, O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0)
        return;
    if (fstat(beneath.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
        beneath.allowed_access &= FOR_FILES;
    beneath.allowed_access &= handled;
    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
}

static bool limit_files(const struct sandbox *s)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    struct landlock_ruleset_attr attr = {.handled_access_fs = FIRST_VERSION};
    if (version >= 3)
        attr.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
    if (ruleset < 0)
        return false;
    for (size_t i = 0; i < s->n; i++)
        allow(ruleset, &s->rules[i], attr.handled_access_fs);
    bool done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done;
}

#else

static bool limit_files(const struct sandbox *s)
{
    (void)s;
    return false;
}

#endif

#ifdef HAVE_SECCOMP

/* What no stage of a book needs: other programs, the network, other processes, the machine's own matters. */
static const char *const refused[] = {
    "execve",
    "execveat",
    "fork",
    "vfork",
    "ptrace",
    "process_vm_readv",
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recvfrom",
    "recvmsg",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "bpf",
    "keyctl",
    "add_key",
    "request_key",
    "perf_event_open",
    "process_vm_writev",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "io_uring_setup",
    "userfaultfd",
    "reboot",
    "swapon",
    "swapoff",
    "settimeofday",
    "clock_settime",
    "sethostname",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "open_by_handle_at",
    "quotactl",
    "acct",
    "personality",
    "memfd_secret",
    "pidfd_getfd",
};

static bool refuse_calls(scmp_filter_ctx ctx)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        int call = seccomp_syscall_resolve_name(refused[i]);
        if (call != __NR_SCMP_ERROR && seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), call, 0) < 0)
            return false;
    }
    /* Threads may begin, processes may not. What clone3() is asked for cannot be seen from a filter; without it the C
     * library takes clone(). */
    return seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0 &&
           seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static bool limit_calls(void)
{
    scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
    if (!ctx)
        return false;
    bool done = refuse_calls(ctx) && seccomp_load(ctx) == 0;
    seccomp_release(ctx);
    return done;
}

#else

static bool limit_calls(void)
{
    return false;
}

#endif

unsigned sandbox_enter(const struct sandbox *s)
{
    if (!MAY_ENTER || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return 0;
    return (limit_files(s) ? SANDBOX_FILES : 0u) | (limit_calls() ? SANDBOX_CALLS : 0u);
}
