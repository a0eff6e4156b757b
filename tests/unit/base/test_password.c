/* Passwords from files: what is taken, what is refused, and that nothing of it stays. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/password.h"
#include "unit/suite.h"

static char path[] = "/tmp/test_password-XXXXXX";

/* Reads a file of these bytes and rights; *warnings counts what was said below an error. */
static int read_file(const char *bytes, mode_t mode, struct passwords *p, size_t *warnings)
{
    strcpy(path, "/tmp/test_password-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
    ck_assert_int_eq(fchmod(fd, mode), 0);
    close(fd);
    struct diag *d = diag_new();
    int status = passwords_read(p, path, d);
    ck_assert_uint_eq(diag_count(d, DIAG_ERROR), status == 0 ? 0 : 1);
    *warnings = diag_count(d, DIAG_WARNING);
    diag_drop(d);
    unlink(path);
    return status;
}

static void check_good(const char *bytes, const char *user, const char *owner)
{
    struct passwords p;
    size_t warnings;
    ck_assert_int_eq(read_file(bytes, 0600, &p, &warnings), 0);
    ck_assert_uint_eq(warnings, 0);
    ck_assert_str_eq(p.user, user);
    ck_assert_str_eq(p.owner, owner);
}

START_TEST(two_lines)
{
    check_good("mở ra\nchủ nhân\n", "mở ra", "chủ nhân");
    check_good("a b\r\nc\r\n", "a b", "c");
    check_good("\xEF\xBB\xBFxin\nchào", "xin", "chào");
    check_good("một\nhai\n\n\n", "một", "hai");
}
END_TEST

/* RFC 4013, 3: compatibility characters are folded, soft hyphens vanish, other spaces become the usual one. */
START_TEST(prepared_as_readers_do)
{
    check_good("I\xC2\xADX\n\xE2\x85\xA8\xC2\xA0v\n", "IX", "IX v");
    check_good("e\xCC\x81\no\n", "\xC3\xA9", "o");
}
END_TEST

START_TEST(wrong_files)
{
    static const char *const wrong[] = {"",          "\n",           "một\n",          "một\n\n",        "một\nmột\n",
                                        "một\nhai\nba\n", "a\tb\nc\n", "\xFF\xFE\nhai\n", "\xC2\xAD\nhai\n"};
    struct passwords p, none = {0};
    size_t warnings;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(read_file(wrong[i], 0600, &p, &warnings), -1);
        ck_assert_int_eq(memcmp(&p, &none, sizeof p), 0);
    }
}
END_TEST

START_TEST(no_longer_than_the_standard_takes)
{
    char bytes[2000];
    struct passwords p;
    size_t warnings;
    memset(bytes, 'x', sizeof bytes);
    strcpy(bytes + PASSWORD_MAX, "\nhai\n");
    ck_assert_int_eq(read_file(bytes, 0600, &p, &warnings), 0);
    memset(bytes, 'x', sizeof bytes);
    strcpy(bytes + PASSWORD_MAX + 1, "\nhai\n");
    ck_assert_int_eq(read_file(bytes, 0600, &p, &warnings), -1);
    memset(bytes, '\n', sizeof bytes);
    memcpy(bytes, "một\nhai", strlen("một\nhai"));
    bytes[sizeof bytes - 1] = '\0';
    ck_assert_int_eq(read_file(bytes, 0600, &p, &warnings), -1);
}
END_TEST

START_TEST(others_may_not_read_it)
{
    struct passwords p;
    size_t warnings;
    ck_assert_int_eq(read_file("một\nhai\n", 0644, &p, &warnings), 0);
    ck_assert_uint_eq(warnings, 1);
}
END_TEST

START_TEST(a_descriptor_is_a_file)
{
    int ends[2];
    struct passwords p;
    struct diag *d = diag_new();
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "một\nhai\n", strlen("một\nhai\n")), (ssize_t)strlen("một\nhai\n"));
    close(ends[1]);
    char name[32];
    snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
    ck_assert_int_eq(passwords_read(&p, name, d), 0);
    ck_assert_str_eq(p.owner, "hai");
    ck_assert_uint_eq(diag_count(d, DIAG_WARNING), 0);
    close(ends[0]);
    diag_drop(d);
}
END_TEST

START_TEST(nothing_stays)
{
    struct passwords p, none = {0};
    size_t warnings;
    struct rlimit core;
    ck_assert_int_eq(read_file("một\nhai\n", 0600, &p, &warnings), 0);
    ck_assert_int_eq(getrlimit(RLIMIT_CORE, &core), 0);
    ck_assert_uint_eq(core.rlim_cur, 0);
    passwords_wipe(&p);
    ck_assert_int_eq(memcmp(&p, &none, sizeof p), 0);
}
END_TEST

TEST_MAIN("password")
{
    tcase_add_test(c, two_lines);
    tcase_add_test(c, prepared_as_readers_do);
    tcase_add_test(c, wrong_files);
    tcase_add_test(c, no_longer_than_the_standard_takes);
    tcase_add_test(c, others_may_not_read_it);
    tcase_add_test(c, a_descriptor_is_a_file);
    tcase_add_test(c, nothing_stays);
}
