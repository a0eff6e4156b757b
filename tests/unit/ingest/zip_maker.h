/* Zip archives in memory, for tests of the formats that are such. */
#ifndef TEST_ZIP_MAKER_H
#define TEST_ZIP_MAKER_H

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct zip_entry {
    const char *name, *content;
};

/* The archive's bytes, on the heap. The list ends with a NULL name. "mimetype" is stored, the others are deflated. */
static inline char *make_zip(const struct zip_entry *entries, size_t *n)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    ck_assert_ptr_nonnull(zip);
    for (; entries->name != NULL; entries++) {
        zip_source_t *source = zip_source_buffer(zip, entries->content, strlen(entries->content), 0);
        zip_int64_t at = zip_file_add(zip, entries->name, source, ZIP_FL_ENC_UTF_8);
        ck_assert_int_ge(at, 0);
        if (strcmp(entries->name, "mimetype") == 0)
            zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    ck_assert_int_eq(zip_close(zip), 0);
    zip_stat_t stat;
    ck_assert_int_eq(zip_source_stat(target, &stat), 0);
    char *bytes = malloc(stat.size);
    zip_source_open(target);
    *n = (size_t)zip_source_read(target, bytes, stat.size);
    zip_source_close(target);
    zip_source_free(target);
    zip_error_fini(&error);
    return bytes;
}

#endif
