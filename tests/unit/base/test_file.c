/* Reading files, fingerprints, paths. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "unit/suite.h"

static char dir[] = "/tmp/test_file-XXXXXX";
static struct diag *d;
static struct arena *arena;

static void setup(void)
{
    strcpy(dir, "/tmp/test_file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    d = diag_new();
    arena = arena_new();
}

static void teardown(void)
{
    char command[100];

    snprintf(command, sizeof command, "rm -rf %s", dir);
    ck_assert_int_eq(system(command), 0);
    diag_drop(d);
    arena_drop(arena);
}

static const char *in_dir(const char *name)
{
    return arena_printf(arena, "%s/%s", dir, name);
}

static void make_file(const char *path, size_t n)
{
    FILE *f = fopen(path, "wb");

    for (size_t i = 0; i < n; i++)
        fputc((int)(i % 251), f);
    fclose(f);
}

static const size_t sizes[] = {0, 1, 2, 65535, 65536, 200000};

START_TEST(whole_files)
{
    char *bytes;
    size_t n;

    make_file(in_dir("a"), sizes[_i]);
    ck_assert_int_eq(file_read(in_dir("a"), 200000, &bytes, &n, d, DIAG_NOWHERE), 0);
    ck_assert_uint_eq(n, sizes[_i]);
    ck_assert_int_eq(bytes[n], 0);
    size_t faults = 0;
    for (size_t i = 0; i < n; i++)
        faults += (unsigned char)bytes[i] != i % 251;
    ck_assert_uint_eq(faults, 0);
    free(bytes);
    ck_assert_uint_eq(diag_stored(d), 0);
}
END_TEST

START_TEST(standard_input)
{
    char *bytes;
    size_t n;

    make_file(in_dir("a"), 100000);
    int fd = open(in_dir("a"), O_RDONLY);
    ck_assert_int_eq(dup2(fd, STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(file_read("-", 100000, &bytes, &n, d, DIAG_NOWHERE), 0);
    ck_assert_uint_eq(n, 100000);
    free(bytes);
    ck_assert_int_eq((int)lseek(STDIN_FILENO, 0, SEEK_SET), 0);
    ck_assert_int_eq(file_read("-", 99999, &bytes, &n, d, DIAG_NOWHERE), -1);
    ck_assert_int_eq(diag_msg(d, 0), MSG_FILE_TOO_BIG);
    close(fd);
}
END_TEST

START_TEST(what_cannot_be_read_is_said)
{
    char *bytes = dir;
    size_t n = 1;
    struct srcpos book = {"book.yaml", 3, 9};

    ck_assert_int_eq(file_read(in_dir("none"), 100, &bytes, &n, d, DIAG_NOWHERE), -1);
    ck_assert_ptr_null(bytes);
    ck_assert_str_eq(diag_pos(d, 0).file, in_dir("none"));
    ck_assert_int_eq(file_read(in_dir("none"), 100, &bytes, &n, d, book), -1);
    ck_assert_str_eq(diag_pos(d, 1).file, "book.yaml");
    ck_assert_uint_eq(diag_pos(d, 1).col, 9);
    ck_assert_int_eq(file_read(dir, 100, &bytes, &n, d, DIAG_NOWHERE), -1);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 2, "en"), "it is a folder"));
    ck_assert_int_eq(mkfifo(in_dir("fifo"), 0600), 0);
    ck_assert_int_eq(file_read(in_dir("fifo"), 100, &bytes, &n, d, DIAG_NOWHERE), -1);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 3, "en"), "not an ordinary file"));
    ck_assert_int_eq(file_read("/dev/zero", 100, &bytes, &n, d, DIAG_NOWHERE), -1);
    make_file(in_dir("big"), (5 << 20) + 1);
    ck_assert_int_eq(file_read(in_dir("big"), 5 << 20, &bytes, &n, d, DIAG_NOWHERE), -1);
    ck_assert_str_eq(diag_text(d, 5, "en"), "the file is larger than 5 MB; split it");
    ck_assert_uint_eq(diag_count(d, DIAG_ERROR), 6);
}
END_TEST

START_TEST(files_that_lie_about_their_size)
{
    char *bytes;
    size_t n;

    /* The kernel's own files have size 0 until they are read. */
    ck_assert_int_eq(file_read("/proc/self/status", 1 << 20, &bytes, &n, d, DIAG_NOWHERE), 0);
    ck_assert_uint_gt(n, 100);
    free(bytes);
    ck_assert_int_eq(file_read("/proc/self/status", 50, &bytes, &n, d, DIAG_NOWHERE), -1);
}
END_TEST

START_TEST(fingerprints)
{
    static const uint8_t dns[16] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                    0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
    char hex[65], uuid[37];

    file_sha256("", 0, hex);
    ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    file_sha256("abc", 3, hex);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    file_uuid5(dns, "www.example.com", uuid); /* the example of RFC 9562, A.4 */
    ck_assert_str_eq(uuid, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}
END_TEST

static const struct {
    const char *path, *dir, *stem;
} paths[] = {
    {"a.txt", ".", "a"},
    {"x/a.txt", "x", "a"},
    {"/a.txt", "/", "a"},
    {"x/y/a.tar.gz", "x/y", "a.tar"},
    {".hidden", ".", ".hidden"},
    {"x/.h.txt", "x", ".h"},
    {"x.d/a", "x.d", "a"},
    {"x/", ".", "x"},
    {"x.d//", ".", "x"},
    {"/", "/", ""},
    {"//x//y", "//x", "y"},
    {"a.", ".", "a"},
    {"..", ".", "."},
};

START_TEST(parts_of_paths)
{
    if (strcmp(paths[_i].path, "/") != 0)
        ck_assert_str_eq(path_dir(arena, paths[_i].path), paths[_i].dir);
    if (strcmp(paths[_i].path, "..") != 0)
        ck_assert_str_eq(path_stem(arena, paths[_i].path), paths[_i].stem);
}
END_TEST

START_TEST(joining_paths)
{
    ck_assert_str_eq(path_join(arena, "a", "b"), "a/b");
    ck_assert_str_eq(path_join(arena, "a/", "b"), "a/b");
    ck_assert_str_eq(path_join(arena, "/", "b"), "/b");
    ck_assert_str_eq(path_join(arena, ".", "b"), "b");
    ck_assert_str_eq(path_join(arena, "", "b"), "b");
    ck_assert_str_eq(path_join(arena, "a", "/b"), "/b");
}
END_TEST

START_TEST(sameness)
{
    make_file(in_dir("a"), 1);
    make_file(in_dir("b"), 1);
    ck_assert_int_eq(link(in_dir("a"), in_dir("hard")), 0);
    ck_assert_int_eq(symlink("a", in_dir("soft")), 0);
    ck_assert(file_same(in_dir("a"), in_dir("./a")));
    ck_assert(file_same(in_dir("a"), in_dir("hard")));
    ck_assert(file_same(in_dir("a"), in_dir("soft")));
    ck_assert(!file_same(in_dir("a"), in_dir("b")));
    ck_assert(!file_same(in_dir("none"), in_dir("none")));
    struct file_identity a = file_identify(in_dir("a")), none = file_identify(in_dir("none"));
    ck_assert(a.exists && file_is(in_dir("soft"), &a) && !file_is(in_dir("b"), &a));
    ck_assert(!none.exists && !file_is(in_dir("none"), &none) && !file_is(in_dir("a"), &none));
}
END_TEST

TEST_MAIN("file")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, whole_files, 0, sizeof sizes / sizeof *sizes);
    tcase_add_test(c, standard_input);
    tcase_add_test(c, what_cannot_be_read_is_said);
    tcase_add_test(c, files_that_lie_about_their_size);
    tcase_add_test(c, fingerprints);
    tcase_add_loop_test(c, parts_of_paths, 0, sizeof paths / sizeof *paths);
    tcase_add_test(c, joining_paths);
    tcase_add_test(c, sameness);
}
