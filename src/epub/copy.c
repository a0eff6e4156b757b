/* Copies of an EPUB that differ in one line: two files are written anew, the others are taken over as they are. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/container.h"
#include "epub/epub.h"
#include "epub/zipper.h"

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

/* What is needed to write a file anew. */
struct renewal {
    const char *mark, *line;
    struct libdeflate_compressor *packer;
    struct libdeflate_decompressor *unpacker;
};

/* The bytes of an entry that container.c wrote. */
static void read_entry(const struct renewal *r, const struct zipped *e, struct buf *to)
{
    char *at = buf_reserve(to, (size_t)e->all);
    if (!e->deflated)
        memcpy(at, e->bytes, (size_t)e->all);
    else if (libdeflate_deflate_decompress(r->unpacker, e->bytes, (size_t)e->n, at, (size_t)e->all, NULL) != 0)
        mem_fail(); /* what has just been deflated can be inflated */
    to->n = (size_t)e->all;
}

/* Adds an entry with the line in it, or as it is if the mark stands nowhere. */
static int renew(struct zipper *z, const struct renewal *r, const struct zipped *e)
{
    struct buf old = BUF_INIT, new = BUF_INIT;
    struct packed packed;
    int status;
    read_entry(r, e, &old);
    if (replace(&old, r->mark, r->line, &new)) {
        container_pack(r->packer, new.p, new.n, &packed);
        struct zipped renewed = {.name = e->name,
                                 .name_n = e->name_n,
                                 .deflated = packed.deflated,
                                 .bytes = packed.deflated ? packed.bytes : new.p,
                                 .n = packed.n,
                                 .all = packed.all,
                                 .crc = packed.crc};
        status = zipper_add(z, &renewed);
        free(packed.bytes);
    } else {
        status = zipper_add(z, e);
    }
    buf_free(&old);
    buf_free(&new);
    return status;
}

/* The package and the title page, wherever that is. */
static bool has_line(const struct zipped *e)
{
    return memmem(e->name, e->name_n, ".opf", strlen(".opf")) != NULL ||
           memmem(e->name, e->name_n, "text/title", strlen("text/title")) != NULL;
}

int epub_copy(const struct buf *epub, const char *copy_line, const char *line, struct buf *to, struct diag *d)
{
    struct renewal r = {copy_line, line, container_tool(), libdeflate_alloc_decompressor()};
    struct zipper z = {.out = out_open_memory(to)};
    struct zipped e;
    int status = 0;
    if (r.unpacker == NULL)
        mem_fail();
    for (size_t at = 0; status == 0 && zipper_next(epub, &at, &e);)
        status = has_line(&e) ? renew(&z, &r, &e) : zipper_add(&z, &e);
    if (zipper_end(&z) != 0)
        status = -1;
    if (status != 0)
        diag_add(d, MSG_EPUB_ZIP, DIAG_NOWHERE, NULL);
    out_abandon(z.out);
    libdeflate_free_decompressor(r.unpacker);
    container_tool_drop(r.packer);
    return status;
}
