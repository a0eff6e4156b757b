/* What a process may still do once it has given up the rest. Each test does it in a child, for there is no way back. */
#include "base/sandbox.h"
#include "unit/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];
static unsigned granted; /* in the child */

static void setup(void)
{
    strcpy(folder, "/tmp/briefbook-sandbox-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert_int_eq(mkdir("in", 0700) | mkdir("out", 0700) | mkdir("other", 0700), 0);
    close(open("in/a.txt", O_CREAT | O_WRONLY, 0600));
    close(open("other/secret.txt", O_CREAT | O_WRONLY, 0600));
    close(open("out/book.pdf", O_CREAT | O_WRONLY, 0600));
    struct sandbox *s = sandbox_new();
    sandbox_allow_read(s, "in");
    sandbox_allow_read(s, "-");
    sandbox_allow_read(s, NULL);
    sandbox_allow_write(s, "out/book.pdf");
    granted = sandbox_enter(s);
    sandbox_drop(s);
}

static int opening(const char *path, int flags)
{
    int fd = open(path, flags, 0600), error = errno;
    if (fd < 0)
        return error;
    close(fd);
    return 0;
}

START_TEST(test_files)
{
    setup();
    ck_assert_int_eq(opening("in/a.txt", O_RDONLY), 0);
    ck_assert_int_eq(opening("out/.book.pdf.briefbook-1-0", O_CREAT | O_EXCL | O_WRONLY), 0);
    ck_assert_int_eq(rename("out/.book.pdf.briefbook-1-0", "out/book.pdf"), 0);
    ck_assert_int_eq(unlink("out/book.pdf"), 0);
    if (!(granted & SANDBOX_FILES))
        return;
    ck_assert_int_eq(opening("other/secret.txt", O_RDONLY), EACCES);
    ck_assert_int_eq(opening("in/a.txt", O_WRONLY), EACCES);
    ck_assert_int_eq(opening("in/b.txt", O_CREAT | O_WRONLY), EACCES);
    ck_assert_int_eq(opening("/etc/passwd", O_RDONLY), EACCES);
    ck_assert_int_eq(symlink("../other/secret.txt", "out/link"), -1);
    ck_assert_int_eq(unlink("in/a.txt"), -1);
}
END_TEST

static void *nothing(void *p)
{
    return p;
}

START_TEST(test_calls)
{
    setup();
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, nothing, NULL), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    if (!(granted & SANDBOX_CALLS))
        return;
    ck_assert_int_eq(socket(AF_INET, SOCK_STREAM, 0), -1);
    ck_assert_int_eq(errno, EPERM);
    ck_assert_int_eq(fork(), -1);
    ck_assert_int_eq(execl("/bin/true", "true", (char *)NULL), -1);
    ck_assert_int_eq(errno, EPERM);
}
END_TEST

START_TEST(test_output_in_a_folder_to_be_made)
{
    strcpy(folder, "/tmp/briefbook-sandbox-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    struct sandbox *s = sandbox_new();
    sandbox_allow_write(s, "new/deep/book.pdf");
    sandbox_allow_write(s, "/dev/null");
    sandbox_enter(s);
    sandbox_drop(s);
    ck_assert_int_eq(mkdir("new", 0700) | mkdir("new/deep", 0700), 0);
    ck_assert_int_eq(opening("new/deep/book.pdf", O_CREAT | O_WRONLY), 0);
    ck_assert_int_eq(opening("/dev/null", O_WRONLY), 0);
}
END_TEST

TEST_MAIN("sandbox")
{
    tcase_add_test(c, test_files);
    tcase_add_test(c, test_calls);
    tcase_add_test(c, test_output_in_a_folder_to_be_made);
}
