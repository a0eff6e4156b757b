/* Archives made of the parts of an input. */
#include <string.h>
#include <zip.h>

#include "base/mem.h"
#include "fuzz.h"

static void add_part(zip_t *zip, const char *name, const char *bytes, size_t n)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, n, 0);

    FUZZ_CHECK(source != NULL, "a part can be added");
    zip_int64_t index = zip_file_add(zip, name, source, 0);
    FUZZ_CHECK(index >= 0, "a part can be added");
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

static void add_parts(zip_t *zip, const char *const *names, const char *s, size_t n)
{
    for (size_t i = 0; names[i] != NULL && n > 0; i++) {
        const char *end = memmem(s, n, "\n----\n", 6);
        size_t length = end != NULL ? (size_t)(end - s) : n, step = end != NULL ? length + 6 : n;
        add_part(zip, names[i], s, length);
        s += step;
        n -= step;
    }
}

uint8_t *fuzz_archive(const char *const *names, const uint8_t *bytes, size_t n, size_t *length)
{
    zip_error_t error;
    zip_stat_t st;

    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    FUZZ_CHECK(source != NULL, "an archive can be made");
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    FUZZ_CHECK(zip != NULL, "an archive can be made");
    add_parts(zip, names, (const char *)bytes, n);
    FUZZ_CHECK(zip_close(zip) == 0, "an archive can be closed");
    FUZZ_CHECK(zip_source_open(source) == 0 && zip_source_stat(source, &st) == 0, "an archive can be read");
    uint8_t *archive = mem_alloc(st.size > 0 ? st.size : 1);
    FUZZ_CHECK(zip_source_read(source, archive, st.size) == (zip_int64_t)st.size, "an archive can be read");
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    *length = st.size;
    return archive;
}
