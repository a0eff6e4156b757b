/* The ZIP container.
 *
 * Entries are deflated by libdeflate, on all threads; libzip takes them as they are through a source that says so (a
 * function source whose STAT reports the method). It then writes the directory and copies the bytes. Times are given as
 * DOS times: as seconds they would be shifted by the local time zone.
 */
#include "epub/container.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/mem.h"

#define DEFLATE_LEVEL 1 /* 6 saves 7 % of the text and takes 2.5 times as long */
#define DOS_DATE 0x537D /* 2021-11-29: any would do, as long as it is always the same */
#define MODE_FILE ((zip_uint32_t)0100644 << 16)

static const char mimetype[] = "application/epub+zip";

struct packed {
    const struct entry *entry;
    void *bytes; /* deflated; NULL: stored as it is */
    size_t n;
    uint32_t crc;
    size_t read; /* by libzip so far */
    zip_error_t error;
};

struct packing {
    struct packed *items;
};

/* Deflates one entry; one that does not get smaller (pictures) is stored. */
static void pack(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    struct packed *p = &((struct packing *)ctx)->items[i];
    const struct entry *e = p->entry;
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (c == NULL)
        mem_fail();
    p->crc = libdeflate_crc32(0, e->bytes, e->n);
    p->n = e->n;
    void *to = mem_alloc(e->n + 1);
    size_t n = e->n > 0 ? libdeflate_deflate_compress(c, e->bytes, e->n, to, e->n) : 0;
    libdeflate_free_compressor(c);
    if (n > 0) {
        p->bytes = to;
        p->n = n;
    } else {
        free(to);
    }
}

static zip_int64_t source_stat(const struct packed *p, void *data, zip_uint64_t len)
{
    zip_stat_t *st = data;
    if (len < sizeof *st)
        return -1;
    zip_stat_init(st);
    st->size = p->entry->n;
    st->comp_size = p->n;
    st->comp_method = p->bytes != NULL ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    st->crc = p->crc;
    st->encryption_method = ZIP_EM_NONE;
    st->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC | ZIP_STAT_ENCRYPTION_METHOD;
    return sizeof *st;
}

static zip_int64_t source_read(struct packed *p, void *data, zip_uint64_t len)
{
    const char *bytes = p->bytes != NULL ? p->bytes : p->entry->bytes;
    size_t left = p->n - p->read, take = len < left ? (size_t)len : left;
    if (take > 0)
        memcpy(data, bytes + p->read, take);
    p->read += take;
    return (zip_int64_t)take;
}

/* What libzip asks of a source of packed bytes. */
static zip_int64_t source(void *user, void *data, zip_uint64_t len, zip_source_cmd_t cmd)
{
    struct packed *p = user;
    switch (cmd) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        p->read = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return source_read(p, data, len);
    case ZIP_SOURCE_STAT:
        return source_stat(p, data, len);
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&p->error, data, len);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        zip_error_set(&p->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static int add(zip_t *z, const char *name, zip_source_t *from, zip_int32_t method)
{
    if (from == NULL)
        return -1;
    zip_int64_t at = zip_file_add(z, name, from, 0);
    if (at < 0) {
        zip_source_free(from);
        return -1;
    }
    zip_uint64_t i = (zip_uint64_t)at;
    if (zip_set_file_compression(z, i, method, 0) < 0 || zip_file_set_dostime(z, i, 0, DOS_DATE, 0) < 0)
        return -1;
    return zip_file_set_external_attributes(z, i, 0, ZIP_OPSYS_UNIX, MODE_FILE);
}

static int add_all(zip_t *z, struct packed *items, size_t n)
{
    if (add(z, "mimetype", zip_source_buffer(z, mimetype, sizeof mimetype - 1, 0), ZIP_CM_STORE) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        zip_int32_t method = items[i].bytes != NULL ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
        if (add(z, items[i].entry->name, zip_source_function(z, source, &items[i]), method) < 0)
            return -1;
    }
    return 0;
}

/* Appends all bytes of a closed archive. */
static int copy_out(zip_source_t *src, struct buf *out)
{
    if (zip_source_open(src) < 0)
        return -1;
    zip_int64_t n;
    do {
        n = zip_source_read(src, buf_reserve(out, 1 << 16), 1 << 16);
        if (n > 0)
            out->n += (size_t)n;
    } while (n > 0);
    zip_source_close(src);
    return n < 0 ? -1 : 0;
}

/* Writes the archive into `src`, which stays the caller's. On failure `error` tells why. */
static int fill(zip_source_t *src, struct packed *items, size_t n, zip_error_t *error)
{
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, error);
    if (z == NULL)
        return -1;
    zip_source_keep(src);
    if (add_all(z, items, n) < 0 || zip_close(z) < 0) {
        zip_error_set(error, zip_error_code_zip(zip_get_error(z)), zip_error_code_system(zip_get_error(z)));
        zip_discard(z);
        return -1;
    }
    return 0;
}

int epub_container(const struct entry *entries, size_t n, struct workers *w, struct buf *out, struct diag *d)
{
    struct packing packing = {mem_calloc(n + 1, sizeof *packing.items)};
    for (size_t i = 0; i < n; i++) {
        packing.items[i].entry = &entries[i];
        zip_error_init(&packing.items[i].error);
    }
    workers_run(w, n, pack, &packing);

    zip_error_t error;
    zip_error_init(&error);
    int result = -1;
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, &error);
    if (src != NULL && fill(src, packing.items, n, &error) == 0)
        result = copy_out(src, out);
    if (result < 0)
        diag_add(d, MSG_EPUB_ZIP, DIAG_NOWHERE, zip_error_strerror(&error), NULL);
    if (src != NULL)
        zip_source_free(src);
    zip_error_fini(&error);
    for (size_t i = 0; i < n; i++) {
        zip_error_fini(&packing.items[i].error);
        free(packing.items[i].bytes);
    }
    free(packing.items);
    return result;
}
