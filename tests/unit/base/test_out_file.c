/* Outputs appear whole or not at all: success, every kind of failure, signals, leftovers of killed runs. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "unit/suite.h"

static char dir[] = "/tmp/test_out-XXXXXX";
static struct diag *d;
static struct arena *arena;

static void setup(void)
{
    strcpy(dir, "/tmp/test_out-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    d = diag_new();
    arena = arena_new();
}

static void teardown(void)
{
    char command[100];

    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", dir, dir);
    ck_assert_int_eq(system(command), 0);
    diag_drop(d);
    arena_drop(arena);
}

static const char *in_dir(const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");

    fputs(text, f);
    fclose(f);
}

static const char *get(const char *path)
{
    char *bytes;
    size_t n;

    ck_assert_int_eq(file_read(path, 1 << 24, &bytes, &n, d, DIAG_NOWHERE), 0);
    char *copy = arena_strndup(arena, bytes, n);
    free(bytes);
    return copy;
}

/* How many files the folder holds, hidden ones too. */
static int files(void)
{
    DIR *handle = opendir(dir);
    int n = 0;

    for (struct dirent *e; (e = readdir(handle)) != NULL;)
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    closedir(handle);
    return n;
}

static mode_t mode_of(const char *path)
{
    struct stat st;

    ck_assert_int_eq(stat(path, &st), 0);
    return st.st_mode & 07777;
}

START_TEST(a_new_file)
{
    umask(027);
    struct out_file *f = out_open(in_dir("a.pdf"), d);
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(out_write(f, "hello ", 6), 0);
    ck_assert_int_eq(out_write(f, "world", 5), 0);
    ck_assert_uint_eq(out_offset(f), 11);
    ck_assert_int_eq(access(in_dir("a.pdf"), F_OK), -1);
    ck_assert_int_eq(out_finish(f, d), 0);
    ck_assert_int_eq(access(in_dir("a.pdf"), F_OK), -1);
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_str_eq(get(in_dir("a.pdf")), "hello world");
    ck_assert_uint_eq(mode_of(in_dir("a.pdf")), 0640);
    ck_assert_int_eq(files(), 1);
    ck_assert_uint_eq(diag_stored(d), 0);
}
END_TEST

START_TEST(an_old_file_is_replaced_and_keeps_its_mode)
{
    umask(077);
    put(in_dir("a"), "old");
    chmod(in_dir("a"), 0664);
    struct out_file *f = out_open(in_dir("a"), d);
    out_write(f, "new", 3);
    ck_assert_str_eq(get(in_dir("a")), "old");
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_str_eq(get(in_dir("a")), "new");
    ck_assert_uint_eq(mode_of(in_dir("a")), 0664);
}
END_TEST

START_TEST(large_writes_arrive_in_order)
{
    size_t n = 1000000;
    char *bytes = malloc(n + 1);

    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)('a' + i * 7 % 26);
    bytes[n] = '\0';
    struct out_file *f = out_open(in_dir("a"), d);
    size_t steps[] = {1, 65535, 1, 65536, 65537, 3, 200000, 0};
    size_t at = 0;
    for (size_t i = 0; at < n; i++) {
        size_t step = steps[i % 8] < n - at ? steps[i % 8] : n - at;
        ck_assert_int_eq(out_write(f, bytes + at, step), 0);
        at += step;
        ck_assert_uint_eq(out_offset(f), at);
    }
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_str_eq(get(in_dir("a")), bytes);
    free(bytes);
}
END_TEST

START_TEST(abandoning_leaves_the_old_file)
{
    put(in_dir("a"), "old");
    struct out_file *f = out_open(in_dir("a"), d);
    out_write(f, "new", 3);
    out_abandon(f);
    out_abandon(NULL);
    ck_assert_str_eq(get(in_dir("a")), "old");
    ck_assert_int_eq(files(), 1);
    f = out_open(in_dir("a"), d);
    out_write(f, "new", 3);
    ck_assert_int_eq(out_finish(f, d), 0);
    out_abandon(f);
    ck_assert_str_eq(get(in_dir("a")), "old");
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(what_cannot_be_opened_is_said)
{
    ck_assert_ptr_null(out_open(dir, d));
    ck_assert_ptr_nonnull(strstr(diag_text(d, 0, "en"), "it is a folder"));
    ck_assert_ptr_null(out_open(in_dir("none/a"), d));
    ck_assert_ptr_nonnull(strstr(diag_text(d, 1, "en"), "no such file or folder"));
    ck_assert_ptr_null(out_open("", d));
    ck_assert_ptr_null(out_open(in_dir("new/"), d));
    put(in_dir("file"), "");
    ck_assert_ptr_null(out_open(in_dir("file/a"), d));
    ck_assert_ptr_null(out_open("/proc/nothing-here", d));
    ck_assert_uint_eq(diag_count_msg(d, MSG_FILE_WRITE), 6);
    ck_assert_str_eq(diag_pos(d, 1).file, in_dir("none/a"));
    ck_assert_int_eq(files(), 1);
}
END_TEST

/* Runs `fn` in a process without the root's rights, which would override a folder's mode. */
static int as_nobody(void (*fn)(void))
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
            _exit(77);
        fn();
        _exit(0);
    }
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void open_in_read_only_dir(void)
{
    struct diag *mine = diag_new();

    if (out_open(in_dir("new"), mine) || out_open(in_dir("old"), mine))
        _exit(1);
    if (!strstr(diag_text(mine, 0, "en"), "permission denied") || diag_stored(mine) != 2)
        _exit(2);
    diag_drop(mine);
    arena_drop(arena);
    diag_drop(d);
}

START_TEST(a_read_only_folder)
{
    put(in_dir("old"), "old");
    chmod(in_dir("old"), 0666);
    chmod(dir, 0555);
    ck_assert_int_eq(as_nobody(open_in_read_only_dir), 0);
    ck_assert_str_eq(get(in_dir("old")), "old");
}
END_TEST

START_TEST(a_read_only_file_stays)
{
    put(in_dir("old"), "old");
    put(in_dir("new"), "old");
    chmod(in_dir("old"), 0444);
    chmod(in_dir("new"), 0444);
    chmod(dir, 0777);
    ck_assert_int_eq(as_nobody(open_in_read_only_dir), 0);
    ck_assert_str_eq(get(in_dir("old")), "old");
    ck_assert_int_eq(files(), 2);
}
END_TEST

START_TEST(a_full_disk)
{
    struct out_file *f = out_open("/dev/full", d);

    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(out_write(f, "x", 1), 0); /* still in the buffer */
    ck_assert_int_eq(out_finish(f, d), -1);
    ck_assert_int_eq(out_finish(f, d), -1); /* said once */
    ck_assert_int_eq(out_commit(f, d), -1);
    ck_assert_uint_eq(diag_stored(d), 1);
    ck_assert_str_eq(diag_text(d, 0, "en"), "cannot write the file: no space left on the disk; nothing was changed");
    f = out_open("/dev/full", d);
    char *big = calloc(1, 100000);
    ck_assert_int_eq(out_write(f, big, 100000), -1);
    ck_assert_int_eq(out_write(f, "x", 1), -1);
    ck_assert_int_eq(out_commit(f, d), -1);
    ck_assert_uint_eq(diag_stored(d), 2);
    free(big);
}
END_TEST

START_TEST(a_size_limit_half_way)
{
    struct rlimit limit = {100000, 100000};
    char *big = calloc(1, 200000);

    put(in_dir("a"), "old");
    struct out_file *f = out_open(in_dir("a"), d);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(out_write(f, big, 200000), -1);
    ck_assert_int_eq(out_commit(f, d), -1);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 0, "en"), "beyond the allowed size"));
    ck_assert_str_eq(get(in_dir("a")), "old");
    ck_assert_int_eq(files(), 1);
    free(big);
}
END_TEST

START_TEST(devices_are_written_directly)
{
    struct out_file *f = out_open("/dev/null", d);

    ck_assert_int_eq(out_write(f, "x", 1), 0);
    ck_assert_int_eq(out_commit(f, d), 0);
    struct stat st;
    ck_assert_int_eq(stat("/dev/null", &st), 0);
    ck_assert(S_ISCHR(st.st_mode));
}
END_TEST

START_TEST(links_are_followed)
{
    mkdir(in_dir("sub"), 0755);
    put(in_dir("sub/real"), "old");
    ck_assert_int_eq(symlink("sub/real", in_dir("link")), 0);
    struct out_file *f = out_open(in_dir("link"), d);
    out_write(f, "new", 3);
    ck_assert_int_eq(out_commit(f, d), 0);
    char target[100];
    ck_assert_int_eq((int)readlink(in_dir("link"), target, sizeof target), 8);
    ck_assert_str_eq(get(in_dir("sub/real")), "new");
}
END_TEST

START_TEST(long_names)
{
    char name[256];

    memset(name, 'n', 255);
    name[255] = '\0';
    struct out_file *f = out_open(in_dir(name), d);
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_int_eq(files(), 1);
}
END_TEST

/* A process number that belongs to nobody any more. */
static pid_t dead_pid(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    waitpid(pid, NULL, 0);
    return pid;
}

START_TEST(leftovers_of_the_dead_are_removed)
{
    const char *dead = arena_printf(arena, "%s/.a.pdf.briefbook-%ld-0", dir, (long)dead_pid());
    const char *locked = arena_printf(arena, "%s/.a.pdf.briefbook-%ld-1", dir, (long)dead_pid());
    const char *living = arena_printf(arena, "%s/.a.pdf.briefbook-%ld-0", dir, (long)getppid());
    const char *other[] = {".b.pdf.briefbook-1-0", ".a.pdf.briefbook-x-0", ".a.pdf.briefbook-12",
                           "a.pdf.briefbook-1-0"};

    put(dead, "");
    put(locked, "");
    put(living, "");
    for (int i = 0; i < 4; i++)
        put(in_dir(other[i]), "");
    int fd = open(locked, O_RDONLY);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    struct out_file *f = out_open(in_dir("a.pdf"), d);
    ck_assert_int_eq(access(dead, F_OK), -1);
    ck_assert_int_eq(access(living, F_OK), 0);
    ck_assert_int_eq(access(locked, F_OK), 0);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(access(in_dir(other[i]), F_OK), 0);
    ck_assert_int_eq(out_commit(f, d), 0);
    close(fd);
}
END_TEST

START_TEST(two_runs_at_once)
{
    struct out_file *f = out_open(in_dir("a"), d), *g = out_open(in_dir("a"), d);

    out_write(f, "first", 5);
    out_write(g, "second", 6);
    ck_assert_int_eq(out_commit(g, d), 0);
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_str_eq(get(in_dir("a")), "first");
    ck_assert_int_eq(files(), 1);
}
END_TEST

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, 0};

START_TEST(an_early_end_removes_what_is_unfinished)
{
    int status;

    put(in_dir("a"), "old");
    pid_t pid = fork();
    if (pid == 0) {
        if (signals[_i])
            signal(signals[_i], SIG_DFL); /* the test runner has handlers of its own */
        struct out_file *f = out_open(in_dir("a"), d), *g = out_open(in_dir("b"), d);
        out_write(f, "new", 3);
        if (signals[_i])
            raise(signals[_i]);
        out_finish(g, d);
        exit(3); /* through atexit() */
    }
    waitpid(pid, &status, 0);
    if (signals[_i])
        ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == signals[_i]);
    else
        ck_assert(WIFEXITED(status));
    ck_assert_str_eq(get(in_dir("a")), "old");
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(a_killed_run_is_cleaned_up_by_the_next)
{
    pid_t pid = fork();

    if (pid == 0) {
        struct out_file *f = out_open(in_dir("a"), d);
        out_write(f, "new", 3);
        raise(SIGKILL);
    }
    waitpid(pid, NULL, 0);
    ck_assert_int_eq(files(), 1);
    struct out_file *f = out_open(in_dir("a"), d);
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(access(in_dir("a"), F_OK), 0);
}
END_TEST

START_TEST(ignored_signals_stay_ignored)
{
    signal(SIGHUP, SIG_IGN);
    struct out_file *f = out_open(in_dir("a"), d);
    raise(SIGHUP);
    ck_assert_int_eq(out_commit(f, d), 0);
    ck_assert_int_eq(files(), 1);
}
END_TEST

/* Ends with the number of the first check that fails. */
static void abandon_all_and_end(void)
{
    struct out_file *f = out_open(in_dir("a"), d), *g = out_open(in_dir("b"), d);

    out_abandon_all();
    if (files() != 0)
        _exit(1);
    if (out_commit(f, d) != -1) /* nothing is left that could get the final name */
        _exit(2);
    out_abandon(g);
    _exit(files() == 0 ? 0 : 3);
}

START_TEST(abandoning_all)
{
    int status;
    pid_t pid = fork(); /* the names it takes over are never freed: see out_abandon_all() */

    if (pid == 0)
        abandon_all_and_end();
    waitpid(pid, &status, 0);
    ck_assert_int_eq(status, 0);
}
END_TEST

TEST_MAIN("out_file")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, a_new_file);
    tcase_add_test(c, an_old_file_is_replaced_and_keeps_its_mode);
    tcase_add_test(c, large_writes_arrive_in_order);
    tcase_add_test(c, abandoning_leaves_the_old_file);
    tcase_add_test(c, what_cannot_be_opened_is_said);
    tcase_add_test(c, a_read_only_folder);
    tcase_add_test(c, a_read_only_file_stays);
    tcase_add_test(c, a_full_disk);
    tcase_add_test(c, a_size_limit_half_way);
    tcase_add_test(c, devices_are_written_directly);
    tcase_add_test(c, links_are_followed);
    tcase_add_test(c, long_names);
    tcase_add_test(c, leftovers_of_the_dead_are_removed);
    tcase_add_test(c, two_runs_at_once);
    tcase_add_loop_test(c, an_early_end_removes_what_is_unfinished, 0, sizeof signals / sizeof *signals);
    tcase_add_test(c, a_killed_run_is_cleaned_up_by_the_next);
    tcase_add_test(c, ignored_signals_stay_ignored);
    tcase_add_test(c, abandoning_all);
}
