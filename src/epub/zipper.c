#include "epub/zipper.h"

#include <string.h>

#define LOCAL_SIGNATURE 0x04034B50
#define DIRECTORY_SIGNATURE 0x02014B50
#define END_SIGNATURE 0x06054B50
#define END64_SIGNATURE 0x06064B50
#define LOCATOR64_SIGNATURE 0x07064B50

#define MADE_BY 0x033F  /* on Unix, by what knows version 6.3 */
#define DOS_TIME 0      /* local time: a real one would tell the zone */
#define DOS_DATE 0x537D /* 2021-11-29: any would do, as long as it is always the same */
#define MODE_FILE 0100644u
#define MAX_BYTES UINT32_MAX
#define MAX_ENTRIES 0xFFFE /* one more means: see ZIP64 */
#define VERSION_ZIP64 45

enum { LOCAL_BYTES = 30, METHOD_STORED = 0, METHOD_DEFLATED = 8 };

/* A number of 2, 4 or 8 bytes, the lowest first. */
static void put(struct buf *b, uint64_t value, unsigned bytes)
{
    char *to = buf_reserve(b, bytes);
    for (unsigned i = 0; i < bytes; i++)
        to[i] = (char)(value >> 8 * i & 0xFF);
    b->n += bytes;
}

static uint32_t get(const char *p, unsigned bytes)
{
    uint32_t value = 0;
    for (unsigned i = bytes; i-- > 0;)
        value = value << 8 | (uint8_t)p[i];
    return value;
}

/* What an entry's own head and its place in the directory have in common. */
static void put_common(struct buf *b, const struct zipped *e)
{
    put(b, e->deflated ? 20 : 10, 2); /* version needed */
    put(b, 0, 2);                     /* flags */
    put(b, e->deflated ? METHOD_DEFLATED : METHOD_STORED, 2);
    put(b, DOS_TIME, 2);
    put(b, DOS_DATE, 2);
    put(b, e->crc, 4);
    put(b, e->n, 4);
    put(b, e->all, 4);
    put(b, e->name_n, 2);
    put(b, 0, 2); /* extra field */
}

static void put_in_directory(struct zipper *z, const struct zipped *e)
{
    struct buf *b = &z->directory;
    put(b, DIRECTORY_SIGNATURE, 4);
    put(b, MADE_BY, 2);
    put_common(b, e);
    put(b, 0, 2); /* comment */
    put(b, 0, 2); /* volume */
    put(b, 0, 2); /* internal attributes */
    put(b, (uint64_t)MODE_FILE << 16, 4);
    put(b, z->at, 4);
    buf_put(b, e->name, e->name_n);
}

static void write_out(struct zipper *z, const void *bytes, size_t n)
{
    (void)out_write(z->out, bytes, n); /* kept, and told when the file is finished */
    z->at += n;
}

int zipper_add(struct zipper *z, const struct zipped *e)
{
    struct buf head = BUF_INIT;
    if (e->all >= MAX_BYTES || e->n >= MAX_BYTES || z->at + LOCAL_BYTES + e->name_n + e->n >= MAX_BYTES)
        return -1;
    put_in_directory(z, e);
    put(&head, LOCAL_SIGNATURE, 4);
    put_common(&head, e);
    buf_put(&head, e->name, e->name_n);
    write_out(z, head.p, head.n);
    write_out(z, e->bytes, (size_t)e->n);
    z->entries++;
    buf_free(&head);
    return 0;
}

/* The end as ZIP64 has it, before the one that all readers know. */
static void put_end64(struct zipper *z, struct buf *b, size_t directory)
{
    put(b, END64_SIGNATURE, 4);
    put(b, 44, 8); /* bytes that follow */
    put(b, MADE_BY, 2);
    put(b, VERSION_ZIP64, 2);
    put(b, 0, 4); /* this volume */
    put(b, 0, 4); /* the directory's volume */
    put(b, z->entries, 8);
    put(b, z->entries, 8);
    put(b, directory, 8);
    put(b, z->at - directory, 8); /* where it begins */
    put(b, LOCATOR64_SIGNATURE, 4);
    put(b, 0, 4); /* the volume of what stands above */
    put(b, z->at, 8);
    put(b, 1, 4); /* volumes */
}

int zipper_end(struct zipper *z)
{
    size_t directory = z->directory.n;
    uint64_t start = z->at;
    struct buf *b = &z->directory;
    bool fits = z->at + directory<MAX_BYTES, many = z->entries> MAX_ENTRIES;
    if (fits) {
        write_out(z, b->p, directory);
        buf_clear(b);
        if (many)
            put_end64(z, b, directory);
        put(b, END_SIGNATURE, 4);
        put(b, 0, 2); /* this volume */
        put(b, 0, 2); /* the directory's volume */
        put(b, many ? UINT16_MAX : z->entries, 2);
        put(b, many ? UINT16_MAX : z->entries, 2);
        put(b, directory, 4);
        put(b, start, 4);
        put(b, 0, 2); /* comment */
        write_out(z, b->p, b->n);
    }
    buf_free(b);
    return fits ? 0 : -1;
}

bool zipper_next(const struct buf *archive, size_t *at, struct zipped *e)
{
    const char *head = archive->p + *at;
    size_t left = archive->n - *at;
    if (left < LOCAL_BYTES || get(head, 4) != LOCAL_SIGNATURE)
        return false;
    *e = (struct zipped){.name = head + LOCAL_BYTES,
                         .name_n = get(head + 26, 2),
                         .deflated = get(head + 8, 2) == METHOD_DEFLATED,
                         .n = get(head + 18, 4),
                         .all = get(head + 22, 4),
                         .crc = get(head + 14, 4)};
    e->bytes = e->name + e->name_n;
    if (e->name_n + e->n > left - LOCAL_BYTES)
        return false;
    *at += LOCAL_BYTES + e->name_n + (size_t)e->n;
    return true;
}
