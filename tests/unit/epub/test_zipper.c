/* The ZIP writer: what it writes is read by libzip with all its checks, and by zipper_next(). */
#include <libdeflate.h>

#include "epub/container.h"
#include "epub/zipper.h"
#include "unit/epub/sample.h"
#include "unit/suite.h"

static struct zipped stored(const char *name, const char *bytes)
{
    size_t n = strlen(bytes);
    return (struct zipped){
        .name = name, .name_n = strlen(name), .bytes = bytes, .n = n, .all = n, .crc = libdeflate_crc32(0, bytes, n)};
}

static void write_two(struct buf *archive)
{
    char text[5000];
    struct packed packed;
    struct libdeflate_compressor *tool = container_tool();
    struct zipped first = stored("mimetype", "application/epub+zip"), second = stored("EPUB/a.xhtml", "");
    struct zipper z = {.out = out_open_memory(archive)};
    memset(text, 'a', sizeof text);
    container_pack(tool, text, sizeof text, &packed);
    ck_assert(packed.deflated);
    second.deflated = true;
    second.bytes = packed.bytes;
    second.n = packed.n;
    second.all = packed.all;
    second.crc = packed.crc;
    ck_assert_int_eq(zipper_add(&z, &first), 0);
    ck_assert_int_eq(zipper_add(&z, &second), 0);
    ck_assert_int_eq(zipper_end(&z), 0);
    out_abandon(z.out);
    free(packed.bytes);
    container_tool_drop(tool);
}

START_TEST(libzip_reads_it)
{
    struct buf archive = BUF_INIT;
    size_t n;
    write_two(&archive);
    zip_t *z = open_zip(archive.p, archive.n);
    ck_assert_int_eq(zip_get_num_entries(z, 0), 2);
    char *first = read_entry(z, "mimetype", &n), *second = read_entry(z, "EPUB/a.xhtml", NULL);
    ck_assert_str_eq(first, "application/epub+zip");
    ck_assert_uint_eq(strspn(second, "a"), 5000);
    zip_uint8_t system;
    zip_uint32_t attributes;
    ck_assert_int_eq(zip_file_get_external_attributes(z, 1, 0, &system, &attributes), 0);
    ck_assert_uint_eq(system, ZIP_OPSYS_UNIX);
    ck_assert_uint_eq(attributes >> 16, 0100644);
    free(first);
    free(second);
    zip_discard(z);
    buf_free(&archive);
}
END_TEST

START_TEST(what_was_written_is_found_again)
{
    struct buf archive = BUF_INIT;
    struct zipped e;
    size_t at = 0;
    write_two(&archive);
    ck_assert(zipper_next(&archive, &at, &e));
    ck_assert_uint_eq(e.name_n, strlen("mimetype"));
    ck_assert(!e.deflated && e.n == 20 && e.all == 20 && memcmp(e.bytes, "application/epub+zip", 20) == 0);
    ck_assert_uint_eq(e.crc, 0x2CAB616F);
    ck_assert(zipper_next(&archive, &at, &e));
    ck_assert(e.deflated && e.all == 5000 && e.n < 100);
    ck_assert_int_eq(memcmp(e.name, "EPUB/a.xhtml", e.name_n), 0);
    size_t end = at;
    ck_assert(!zipper_next(&archive, &at, &e));
    ck_assert_uint_eq(at, end);
    for (size_t n = 0; n < end; n++) { /* cut anywhere: nothing beyond its end is looked at */
        struct buf part = {mem_alloc(n + 1), n, n};
        memcpy(part.p, archive.p, n);
        unsigned found = 0;
        for (at = 0; zipper_next(&part, &at, &e); found++)
            if (at > n)
                ck_abort_msg("an entry ends behind its archive");
        if (found > 1)
            ck_abort_msg("an entry was found that is cut");
        buf_free(&part);
    }
    buf_free(&archive);
}
END_TEST

/* Sixteen bits count no more than 65,534; one more, and more, take ZIP64. */
static const unsigned many[] = {65534, 65535, 70000};

START_TEST(there_may_be_many_entries)
{
    struct buf archive = BUF_INIT;
    struct zipper z = {.out = out_open_memory(&archive)};
    char name[32];
    int status = 0;
    for (unsigned i = 0; i < many[_i]; i++) {
        snprintf(name, sizeof name, "%u", i);
        struct zipped e = stored(name, name);
        status |= zipper_add(&z, &e);
    }
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(zipper_end(&z), 0);
    out_abandon(z.out);
    zip_t *read = open_zip(archive.p, archive.n);
    ck_assert_int_eq(zip_get_num_entries(read, 0), many[_i]);
    snprintf(name, sizeof name, "%u", many[_i] - 1);
    char *last = read_entry(read, name, NULL);
    ck_assert_ptr_nonnull(last);
    ck_assert_str_eq(last, name);
    free(last);
    zip_discard(read);
    buf_free(&archive);
}
END_TEST

START_TEST(what_reaches_four_gigabytes_is_refused)
{
    struct buf archive = BUF_INIT;
    struct zipped e = stored("a", "abc"), huge = e;
    struct zipper z = {.out = out_open_memory(&archive), .at = UINT32_MAX - 34};
    ck_assert_int_eq(zipper_add(&z, &e), -1); /* 30 bytes, a name of one, three: the limit itself */
    ck_assert_uint_eq(archive.n, 0);
    z.at--;
    ck_assert_int_eq(zipper_add(&z, &e), 0);
    ck_assert_uint_eq(archive.n, 34);
    ck_assert_int_eq(zipper_end(&z), -1); /* no room for the directory */
    z.at = 0;
    huge.all = UINT32_MAX;
    ck_assert_int_eq(zipper_add(&z, &huge), -1);
    huge = e;
    huge.n = (uint64_t)UINT32_MAX + 1;
    ck_assert_int_eq(zipper_add(&z, &huge), -1);
    ck_assert_int_eq(zipper_end(&z), 0);
    out_abandon(z.out);
    buf_free(&archive);
}
END_TEST

/* The mark's two files are written anew, the rest is taken over. */
START_TEST(a_copy_has_its_own_line)
{
    struct buf archive = BUF_INIT, copy = BUF_INIT;
    struct zipper z = {.out = out_open_memory(&archive)};
    struct diag *d = diag_new();
    struct zipped entries[] = {stored("mimetype", "application/epub+zip"),
                               stored("EPUB/package.opf", "<meta>MARK</meta>"),
                               stored("EPUB/text/title.xhtml", "<p>none</p>"), stored("EPUB/text/ch-1.xhtml", "MARK")};
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(zipper_add(&z, &entries[i]), 0);
    ck_assert_int_eq(zipper_end(&z), 0);
    out_abandon(z.out);
    ck_assert_int_eq(epub_copy(&archive, "MARK", "Bộ A & <B>", &copy, d), 0);
    zip_t *read = open_zip(copy.p, copy.n);
    char *package = read_entry(read, "EPUB/package.opf", NULL),
         *title = read_entry(read, "EPUB/text/title.xhtml", NULL),
         *chapter = read_entry(read, "EPUB/text/ch-1.xhtml", NULL);
    ck_assert_str_eq(package, "<meta>Bộ A &amp; &lt;B&gt;</meta>");
    ck_assert_str_eq(title, "<p>none</p>");
    ck_assert_str_eq(chapter, "MARK");
    ck_assert_str_eq(zip_get_name(read, 0, 0), "mimetype");
    free(package);
    free(title);
    free(chapter);
    zip_discard(read);
    buf_free(&archive);
    buf_free(&copy);
    diag_drop(d);
}
END_TEST

TEST_MAIN("zipper")
{
    tcase_add_test(c, libzip_reads_it);
    tcase_add_test(c, what_was_written_is_found_again);
    tcase_add_loop_test(c, there_may_be_many_entries, 0, sizeof many / sizeof *many);
    tcase_add_test(c, what_reaches_four_gigabytes_is_refused);
    tcase_add_test(c, a_copy_has_its_own_line);
}
