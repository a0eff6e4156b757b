/* The file: object streams and the cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). */
#include "pdf/save.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Objects in one object stream. More compress a little better, but a reader has to inflate all to reach one; with at
 * most 255 an index takes one byte in the cross-reference stream. */
#define MEMBERS 200

/* Object streams that wait for each other, so that workers deflate them at the same time. */
#define WAITING 16

enum { ENTRY_FREE, ENTRY_OFFSET, ENTRY_MEMBER };

/* Where an object is. */
struct entry {
    uint8_t kind;
    uint8_t index;  /* ENTRY_MEMBER: its place in the stream */
    uint64_t where; /* offset, or number of the object stream */
};

/* A full object stream that is not in the file yet. */
struct full {
    uint32_t number;
    unsigned n_members;
    size_t first; /* byte where the first member begins */
    struct buf bytes, deflated;
};

struct saver {
    struct out_file *out;
    struct workers *workers; /* NULL: none */
    struct memo *memo;
    bool failed;
    struct entry *entries; /* by object number */
    size_t n, cap;
    uint32_t members[MEMBERS];
    unsigned n_members;
    struct buf index, bodies;  /* of the open object stream */
    struct full full[WAITING]; /* in the order in which they are to be written */
    unsigned n_full;
    struct libdeflate_compressor **tools; /* by worker; NULL: not needed yet */
};

void deflate_into(struct buf *out, const void *p, size_t n, int level)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(level);
    if (z == NULL)
        mem_fail();
    size_t bound = libdeflate_zlib_compress_bound(z, n);
    char *to = buf_reserve(out, bound);
    out->n += libdeflate_zlib_compress(z, p, n, to, bound);
    libdeflate_free_compressor(z);
}

void saver_employ(struct saver *s, struct workers *workers)
{
    s->workers = workers;
    s->memo = workers_memo(workers);
}

static struct libdeflate_compressor *tool_of(struct saver *s, unsigned worker)
{
    if (s->tools[worker] == NULL)
        s->tools[worker] = libdeflate_alloc_compressor(PDF_DEFLATE_LEVEL);
    if (s->tools[worker] == NULL)
        mem_fail();
    return s->tools[worker];
}

static void deflate_with(struct saver *s, unsigned worker, struct buf *out, const void *p, size_t n)
{
    size_t size, at = out->n;
    const void *known = memo_find(s->memo, MEMO_DEFLATED, p, n, &size);
    if (known != NULL) {
        buf_put(out, known, size);
        return;
    }
    struct libdeflate_compressor *tool = tool_of(s, worker);
    size_t bound = libdeflate_zlib_compress_bound(tool, n);
    char *to = buf_reserve(out, bound);
    out->n += libdeflate_zlib_compress(tool, p, n, to, bound);
    memo_put(s->memo, MEMO_DEFLATED, p, n, out->p + at, out->n - at);
}

static void make_tools(struct saver *s)
{
    if (s->tools == NULL)
        s->tools = mem_calloc(workers_count(s->workers), sizeof(struct libdeflate_compressor *));
}

void saver_deflate(struct saver *s, struct buf *out, const void *p, size_t n)
{
    make_tools(s);
    deflate_with(s, 0, out, p, n);
}

static void write_str(struct saver *s, const char *text)
{
    saver_write(s, text, strlen(text));
}

struct saver *saver_new(struct out_file *out, int minor)
{
    struct saver *s = mem_calloc(1, sizeof *s);
    s->out = out;
    /* Four bytes above 127 tell programs that the file is not text. */
    write_str(s, minor == 6 ? "%PDF-1.6\n%\xE2\xE3\xCF\xD3\n" : "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
    return s;
}

void saver_drop(struct saver *s)
{
    if (s == NULL)
        return;
    for (unsigned i = 0; i < WAITING; i++) {
        buf_free(&s->full[i].bytes);
        buf_free(&s->full[i].deflated);
    }
    for (unsigned i = 0; s->tools != NULL && i < workers_count(s->workers); i++)
        if (s->tools[i] != NULL)
            libdeflate_free_compressor(s->tools[i]);
    free(s->tools);
    free(s->entries);
    buf_free(&s->index);
    buf_free(&s->bodies);
    free(s);
}

static void set_entry(struct saver *s, uint32_t number, struct entry e)
{
    if (number >= s->n) {
        mem_grow((void **)&s->entries, &s->cap, (size_t)number + 1, sizeof *s->entries);
        memset(s->entries + s->n, 0, ((size_t)number + 1 - s->n) * sizeof *s->entries);
        s->n = (size_t)number + 1;
    }
    s->entries[number] = e;
}

void saver_write(struct saver *s, const void *p, size_t n)
{
    if (n > 0 && out_write(s->out, p, n) != 0)
        s->failed = true;
}

static void begin(struct saver *s, uint32_t number)
{
    struct buf head = BUF_INIT;
    set_entry(s, number, (struct entry){ENTRY_OFFSET, 0, out_offset(s->out)});
    buf_int(&head, number);
    buf_puts(&head, " 0 obj\n");
    saver_write(s, head.p, head.n);
    buf_free(&head);
}

void saver_end(struct saver *s)
{
    write_str(s, "\nendobj\n");
}

void saver_member(struct saver *s, uint32_t number, const void *p, size_t n)
{
    s->members[s->n_members++] = number;
    buf_int(&s->index, number);
    buf_putc(&s->index, ' ');
    buf_int(&s->index, (int64_t)s->bodies.n);
    buf_putc(&s->index, ' ');
    buf_put(&s->bodies, p, n);
    buf_putc(&s->bodies, '\n');
}

bool saver_is_full(const struct saver *s)
{
    return s->n_members == MEMBERS;
}

bool saver_has(const struct saver *s, uint32_t number)
{
    if (number < s->n && s->entries[number].kind != ENTRY_FREE)
        return true;
    for (unsigned i = 0; i < s->n_members; i++)
        if (s->members[i] == number)
            return true;
    return false;
}

bool saver_failed(const struct saver *s)
{
    return s->failed;
}

/* "<<…/Filter/FlateDecode/Length n>>stream…endstream" of the deflated bytes. */
static void write_deflated(struct saver *s, struct buf *dict, const struct buf *deflated)
{
    buf_printf(dict, "/Filter/FlateDecode/Length %zu>>stream\n", deflated->n);
    saver_write(s, dict->p, dict->n);
    saver_write(s, deflated->p, deflated->n);
    write_str(s, "\nendstream");
}

static void deflate_full(void *ctx, size_t i, unsigned worker)
{
    struct saver *s = ctx;
    struct full *f = &s->full[i];
    deflate_with(s, worker, &f->deflated, f->bytes.p, f->bytes.n);
}

/* Deflates and writes the object streams that wait: before anything that is to stand behind them. */
static void write_waiting(struct saver *s)
{
    if (s->n_full == 0)
        return;
    make_tools(s);
    workers_run(s->workers, s->n_full, deflate_full, s);
    struct buf dict = BUF_INIT;
    for (unsigned i = 0; i < s->n_full; i++) {
        struct full *f = &s->full[i];
        buf_clear(&dict);
        buf_printf(&dict, "<</Type/ObjStm/N %u/First %zu", f->n_members, f->first);
        begin(s, f->number);
        write_deflated(s, &dict, &f->deflated);
        saver_end(s);
        buf_clear(&f->bytes);
        buf_clear(&f->deflated);
    }
    buf_free(&dict);
    s->n_full = 0;
}

void saver_begin(struct saver *s, uint32_t number)
{
    write_waiting(s);
    begin(s, number);
}

void saver_flush(struct saver *s, uint32_t number)
{
    if (s->n_members == 0)
        return;
    for (unsigned i = 0; i < s->n_members; i++)
        set_entry(s, s->members[i], (struct entry){ENTRY_MEMBER, (uint8_t)i, number});
    set_entry(s, number, (struct entry){ENTRY_OFFSET, 0, 0}); /* until it has its place */
    struct full *f = &s->full[s->n_full++];
    f->number = number;
    f->n_members = s->n_members;
    f->first = s->index.n;
    buf_put(&f->bytes, s->index.p, s->index.n);
    buf_put(&f->bytes, s->bodies.p, s->bodies.n);
    buf_clear(&s->index);
    buf_clear(&s->bodies);
    s->n_members = 0;
    if (s->n_full == WAITING)
        write_waiting(s);
}

/* Bytes that an offset takes. */
static unsigned offset_bytes(uint64_t largest)
{
    unsigned n = 1;
    while (n < 8 && largest >> (8 * n) != 0)
        n++;
    return n;
}

/* One row of the cross-reference stream: kind, place, index. */
static void make_row(const struct entry *e, unsigned width, uint8_t *row)
{
    row[0] = e->kind;
    for (unsigned i = 0; i < width; i++)
        row[1 + i] = (uint8_t)(e->where >> (8 * (width - 1 - i)));
    row[1 + width] = e->index;
}

/* All rows, each as the difference from the one above (PNG's filter "up"), which deflates to a third. */
static void put_rows(const struct saver *s, unsigned width, struct buf *out)
{
    uint8_t above[10] = {0}, row[10];
    for (size_t i = 0; i < s->n; i++) {
        make_row(&s->entries[i], width, row);
        buf_putc(out, 2);
        for (unsigned k = 0; k < width + 2; k++)
            buf_putc(out, (char)(uint8_t)(row[k] - above[k]));
        memcpy(above, row, sizeof above);
    }
}

void saver_finish(struct saver *s, uint32_t number, const struct buf *trailer)
{
    write_waiting(s);
    uint64_t start = out_offset(s->out);
    begin(s, number);
    unsigned width = offset_bytes(start > s->n ? start : s->n);
    struct buf rows = BUF_INIT, dict = BUF_INIT, deflated = BUF_INIT;
    put_rows(s, width, &rows);
    saver_deflate(s, &deflated, rows.p, rows.n);
    buf_printf(&dict, "<</Type/XRef/Size %zu/W[1 %u 1]", s->n, width);
    buf_put(&dict, trailer->p, trailer->n);
    buf_printf(&dict, "/DecodeParms<</Predictor 12/Columns %u>>", width + 2);
    write_deflated(s, &dict, &deflated);
    saver_end(s);
    buf_clear(&dict);
    buf_puts(&dict, "startxref\n");
    buf_int(&dict, (int64_t)start);
    buf_puts(&dict, "\n%%EOF\n");
    saver_write(s, dict.p, dict.n);
    buf_free(&rows);
    buf_free(&deflated);
    buf_free(&dict);
}
