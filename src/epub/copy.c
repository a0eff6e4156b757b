/* Copies of an EPUB that differ in one line: two files are written anew, libzip takes the others over as they are. */
#include <stdlib.h>
#include <string.h>

#include "base/libzip.h"
#include "base/mem.h"
#include "epub/container.h"
#include "epub/epub.h"

#define DOS_DATE 0x537D /* as container.c */
#define ENTRY_MAX ((zip_uint64_t)64 << 20)

static void put_escaped(struct buf *to, const char *s)
{
    for (; *s != '\0'; s++)
        if (*s == '&')
            buf_puts(to, "&amp;");
        else if (*s == '<')
            buf_puts(to, "&lt;");
        else if (*s == '>')
            buf_puts(to, "&gt;");
        else
            buf_putc(to, *s);
}

/* Puts `line` where `mark` stands. Returns whether it stands anywhere. */
static bool replace(const struct buf *from, const char *mark, const char *line, struct buf *to)
{
    size_t n = strlen(mark);
    bool any = false;
    for (size_t i = 0; i < from->n;) {
        if (i + n <= from->n && memcmp(from->p + i, mark, n) == 0) {
            put_escaped(to, line);
            i += n;
            any = true;
        } else {
            buf_putc(to, from->p[i++]);
        }
    }
    return any;
}

static bool read_entry(zip_t *z, zip_uint64_t i, zip_uint64_t size, struct buf *to)
{
    zip_file_t *f = size <= ENTRY_MAX ? libzip()->zip_fopen_index(z, i, 0) : NULL;
    if (f == NULL)
        return false;
    char *at = buf_reserve(to, (size_t)size);
    zip_int64_t n = libzip()->zip_fread(f, at, size);
    libzip()->zip_fclose(f);
    to->n += n > 0 ? (size_t)n : 0;
    return n == (zip_int64_t)size;
}

/* Writes entry i anew. */
static int renew(zip_t *z, zip_uint64_t i, const char *mark, const char *line)
{
    zip_stat_t st;
    struct buf old = BUF_INIT, new = BUF_INIT;
    if (libzip()->zip_stat_index(z, i, 0, &st) < 0)
        return -1;
    bool read = read_entry(z, i, st.size, &old), any = read && replace(&old, mark, line, &new);
    buf_free(&old);
    if (!any) {
        buf_free(&new);
        return read ? 0 : -1;
    }
    zip_source_t *s = libzip()->zip_source_buffer(z, new.p, new.n, 1); /* which frees it */
    if (s == NULL)
        return -1;
    if (libzip()->zip_file_replace(z, i, s, 0) < 0) {
        libzip()->zip_source_free(s);
        return -1;
    }
    return libzip()->zip_set_file_compression(z, i, ZIP_CM_DEFLATE, 1) < 0 ||
                   libzip()->zip_file_set_dostime(z, i, 0, DOS_DATE, 0) < 0
               ? -1
               : 0;
}

/* The package and the title page, wherever that is. */
static bool has_line(const char *name)
{
    return strstr(name, ".opf") != NULL || strstr(name, "text/title") != NULL;
}

static int renew_all(zip_t *z, const char *mark, const char *line)
{
    zip_int64_t n = libzip()->zip_get_num_entries(z, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = libzip()->zip_get_name(z, (zip_uint64_t)i, 0);
        if (name == NULL || (has_line(name) && renew(z, (zip_uint64_t)i, mark, line) < 0))
            return -1;
    }
    return 0;
}

static int copy_out(zip_source_t *src, struct buf *to)
{
    zip_int64_t n = libzip()->zip_source_open(src);
    while (n >= 0 && (n = libzip()->zip_source_read(src, buf_reserve(to, 65536), 65536)) > 0)
        to->n += (size_t)n;
    libzip()->zip_source_close(src);
    return n < 0 ? -1 : 0;
}

int epub_copy(const struct buf *epub, const char *copy_line, const char *line, struct buf *to, struct diag *d)
{
    zip_error_t error;
    libzip()->zip_error_init(&error);
    zip_source_t *src = libzip()->zip_source_buffer_create(epub->p, epub->n, 0, &error);
    zip_t *z = src != NULL ? libzip()->zip_open_from_source(src, 0, &error) : NULL;
    int status = -1;
    if (z != NULL) {
        libzip()->zip_source_keep(src);
        if (renew_all(z, copy_line, line) == 0 && libzip()->zip_close(z) == 0)
            status = copy_out(src, to);
        else
            libzip()->zip_discard(z);
    }
    if (src != NULL)
        libzip()->zip_source_free(src);
    if (status != 0)
        diag_add(d, MSG_EPUB_ZIP, DIAG_NOWHERE, libzip()->zip_error_strerror(&error), NULL);
    libzip()->zip_error_fini(&error);
    return status;
}
