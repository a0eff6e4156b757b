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

#include "base/buf.h"
#include "base/libzip.h"
#include "base/mem.h"

#define DEFLATE_LEVEL 1 /* 6 saves 7 % of the text and takes 2.5 times as long */
#define CHUNK (1 << 16)
#define DOS_DATE 0x537D /* 2021-11-29: any would do, as long as it is always the same */
#define MODE_FILE ((zip_uint32_t)0100644 << 16)

static const char mimetype[] = "application/epub+zip";

/* An entry on its way into the archive. */
struct source {
    const struct entry *entry;
    struct packed *packed, own;
    size_t read; /* by libzip so far */
    zip_error_t error;
};

struct libdeflate_compressor *container_tool(void)
{
    struct libdeflate_compressor *tool = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (tool == NULL)
        mem_fail();
    return tool;
}

void container_tool_drop(struct libdeflate_compressor *tool)
{
    libdeflate_free_compressor(tool);
}

/* Photographs get smaller by a hundredth or not at all, at fifty instructions a byte: a piece from the middle of a long
 * entry tells. Text and fonts lose a third and more. `to` has room for the entry. */
static bool gets_smaller(struct libdeflate_compressor *tool, const char *bytes, size_t n, void *to)
{
    enum { PIECE = 4 << 10, LEAST = PIECE / 32, LONG = 64 << 10 };
    return n < LONG || libdeflate_deflate_compress(tool, bytes + n / 2, PIECE, to, PIECE - LEAST) > 0;
}

void container_pack(struct libdeflate_compressor *tool, const void *bytes, size_t n, struct packed *out)
{
    *out = (struct packed){.n = n, .all = n, .crc = libdeflate_crc32(0, bytes, n)};
    void *to = mem_alloc(n + 1);
    bool tried = n > 0 && gets_smaller(tool, bytes, n, to);
    size_t packed = tried ? libdeflate_deflate_compress(tool, bytes, n, to, n) : 0;
    if (packed == 0) {
        free(to);
        return;
    }
    out->deflated = true;
    out->bytes = mem_realloc(to, packed);
    out->n = packed;
}

struct packing {
    struct memo *memo; /* of entries that were packed before; NULL: none */
    struct source *items;
    struct libdeflate_compressor **tools;
};

/* Packs, or finds what was packed: the checksum, then the deflated bytes if there are any. */
static void pack_known(const struct packing *p, const struct entry *e, struct libdeflate_compressor *tool,
                       struct packed *out)
{
    size_t n;
    const char *known = memo_find(p->memo, MEMO_ENTRY, e->bytes, e->n, &n);
    if (known == NULL) {
        struct buf value = BUF_INIT;
        container_pack(tool, e->bytes, e->n, out);
        buf_put(&value, &out->crc, sizeof out->crc);
        if (out->deflated)
            buf_put(&value, out->bytes, out->n);
        memo_put(p->memo, MEMO_ENTRY, e->bytes, e->n, value.p, value.n);
        buf_free(&value);
        return;
    }
    *out = (struct packed){.n = e->n, .all = e->n};
    memcpy(&out->crc, known, sizeof out->crc);
    n -= sizeof out->crc;
    if (n == 0)
        return;
    out->deflated = true;
    out->n = n;
    out->bytes = mem_alloc(n);
    memcpy(out->bytes, known + sizeof out->crc, n);
}

static void pack(void *ctx, size_t i, unsigned worker)
{
    struct packing *p = ctx;
    struct source *s = &p->items[i];
    s->packed = s->entry->packed != NULL ? s->entry->packed : &s->own;
    if (s->entry->packed == NULL && p->memo != NULL)
        pack_known(p, s->entry, p->tools[worker], &s->own);
    else if (s->entry->packed == NULL)
        container_pack(p->tools[worker], s->entry->bytes, s->entry->n, &s->own);
}

static zip_int64_t source_stat(const struct source *s, void *data, zip_uint64_t len)
{
    zip_stat_t *st = data;
    if (len < sizeof *st)
        return -1;
    libzip()->zip_stat_init(st);
    const struct packed *p = s->packed;
    st->size = p->all;
    st->comp_size = p->n;
    st->comp_method = p->deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
    st->crc = p->crc;
    st->encryption_method = ZIP_EM_NONE;
    st->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_CRC | ZIP_STAT_ENCRYPTION_METHOD;
    return sizeof *st;
}

static zip_int64_t source_read(struct source *s, void *data, zip_uint64_t len)
{
    const char *bytes = s->packed->deflated ? s->packed->bytes : s->entry->bytes;
    size_t left = s->packed->n - s->read, take = len < left ? (size_t)len : left;
    if (take > 0)
        memcpy(data, bytes + s->read, take);
    s->read += take;
    return (zip_int64_t)take;
}

/* What libzip asks of a source of packed bytes. */
static zip_int64_t source(void *user, void *data, zip_uint64_t len, zip_source_cmd_t cmd)
{
    struct source *p = user;
    switch (cmd) {
    case ZIP_SOURCE_SUPPORTS:
        return libzip()->zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                        ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        p->read = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return source_read(p, data, len);
    case ZIP_SOURCE_STAT:
        return source_stat(p, data, len);
    case ZIP_SOURCE_ERROR:
        return libzip()->zip_error_to_data(&p->error, data, len);
    case ZIP_SOURCE_CLOSE: /* it stands in the archive now */
        free(p->packed->bytes);
        p->packed->bytes = NULL;
        return 0;
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        libzip()->zip_error_set(&p->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

static int add(zip_t *z, const char *name, zip_source_t *from, zip_int32_t method)
{
    if (from == NULL)
        return -1;
    zip_int64_t at = libzip()->zip_file_add(z, name, from, 0);
    if (at < 0) {
        libzip()->zip_source_free(from);
        return -1;
    }
    zip_uint64_t i = (zip_uint64_t)at;
    if (libzip()->zip_set_file_compression(z, i, method, 0) < 0 ||
        libzip()->zip_file_set_dostime(z, i, 0, DOS_DATE, 0) < 0)
        return -1;
    return libzip()->zip_file_set_external_attributes(z, i, 0, ZIP_OPSYS_UNIX, MODE_FILE);
}

static int add_all(zip_t *z, struct source *items, size_t n)
{
    if (add(z, "mimetype", libzip()->zip_source_buffer(z, mimetype, sizeof mimetype - 1, 0), ZIP_CM_STORE) < 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        zip_int32_t method = items[i].packed->deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
        if (add(z, items[i].entry->name, libzip()->zip_source_function(z, source, &items[i]), method) < 0)
            return -1;
    }
    return 0;
}

/* Writes all bytes of a closed archive. */
static int copy_out(zip_source_t *src, struct out_file *out)
{
    char *bytes = mem_alloc(CHUNK);
    zip_int64_t n = libzip()->zip_source_open(src) < 0 ? -1 : 0;
    int result = (int)n;
    while (result == 0 && (n = libzip()->zip_source_read(src, bytes, CHUNK)) > 0)
        result = out_write(out, bytes, (size_t)n);
    libzip()->zip_source_close(src);
    free(bytes);
    return n < 0 ? -1 : result;
}

/* Writes the archive into `src`, which stays the caller's. On failure `error` tells why. */
static int fill(zip_source_t *src, struct source *items, size_t n, zip_error_t *error)
{
    zip_t *z = libzip()->zip_open_from_source(src, ZIP_TRUNCATE, error);
    if (z == NULL)
        return -1;
    libzip()->zip_source_keep(src);
    if (add_all(z, items, n) < 0 || libzip()->zip_close(z) < 0) {
        libzip()->zip_error_set(error, libzip()->zip_error_code_zip(libzip()->zip_get_error(z)),
                                libzip()->zip_error_code_system(libzip()->zip_get_error(z)));
        libzip()->zip_discard(z);
        return -1;
    }
    return 0;
}

static struct libdeflate_compressor **make_tools(unsigned n)
{
    struct libdeflate_compressor **tools = mem_calloc(n, sizeof *tools);
    for (unsigned i = 0; i < n; i++)
        tools[i] = container_tool();
    return tools;
}

static struct source *pack_all(const struct entry *entries, size_t n, struct workers *w)
{
    unsigned jobs = workers_count(w);
    struct packing packing = {workers_memo(w), mem_calloc(n + 1, sizeof *packing.items), make_tools(jobs)};
    for (size_t i = 0; i < n; i++) {
        packing.items[i].entry = &entries[i];
        libzip()->zip_error_init(&packing.items[i].error);
    }
    workers_run(w, n, pack, &packing);
    for (unsigned i = 0; i < jobs; i++)
        container_tool_drop(packing.tools[i]);
    free(packing.tools);
    return packing.items;
}

int epub_container(const struct entry *entries, size_t n, struct workers *w, struct out_file *out, struct diag *d)
{
    struct source *items = pack_all(entries, n, w);
    zip_error_t error;
    libzip()->zip_error_init(&error);
    int result = -1;
    zip_source_t *src = libzip()->zip_source_buffer_create(NULL, 0, 0, &error);
    if (src != NULL && fill(src, items, n, &error) == 0)
        result = copy_out(src, out);
    else
        diag_add(d, MSG_EPUB_ZIP, DIAG_NOWHERE, libzip()->zip_error_strerror(&error), NULL);
    if (src != NULL)
        libzip()->zip_source_free(src);
    libzip()->zip_error_fini(&error);
    for (size_t i = 0; i < n; i++) {
        libzip()->zip_error_fini(&items[i].error);
        free(items[i].own.bytes);
    }
    free(items);
    return result;
}
