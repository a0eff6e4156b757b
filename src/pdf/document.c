/* libharu as object table and serializer; pages, of which a book has thousands, are written without it: to libharu a
 * page is five objects and five kilobytes.
 *
 * Objects have libharu's numbers. A run of numbers for objects that libharu never sees is taken by moving the start of
 * its table (`start_offset`), which it adds to the index of every later object. libharu writes each of its objects
 * through one callback stream, either into the file (streams) or into a buffer (members of object streams). Entries of
 * ours are appended to its dictionaries by their write_fn.
 */
#include "pdf/document.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "pdf/save.h"
#include "pdf/syntax.h"

/* Pages under one node of the page tree. */
#define PAGES_A_NODE 32
/* libharu's lists grow by this many items: small steps would copy a long table over and over. */
#define TABLE_STEP 65536
#define NUMBER_MASK 0x00FFFFFF

/* Bytes that libharu reads back while it writes a stream. */
struct stream_bytes {
    const uint8_t *p;
    size_t n, at;
};

struct document {
    HPDF_Doc pdf;
    struct arena *memory; /* all of libharu's: given back at once */
    struct saver *saver;
    HPDF_Stream writer; /* libharu's view of `direct` or the file */
    bool to_buffer;
    struct buf direct;
    struct buf *bodies; /* entries of ours, by object number */
    size_t n_bodies, cap_bodies;
    const char *stream_entries; /* of the stream that is being written */
    struct buf *pages;          /* entries of their dictionaries */
    uint32_t first_page;
    size_t n_pages;
    HPDF_STATUS error; /* first one that libharu's handler was told */
};

/* libharu's allocator carries no pointer of ours, so the document whose memory is asked for stands here while libharu
 * runs. Documents may be written by several threads. */
static _Thread_local struct arena *memory;

static void *allocate(HPDF_UINT size)
{
    return arena_alloc(memory, size);
}

static void release(void *p)
{
    (void)p; /* all goes with the arena */
}

/* Records; what to do about it is decided in document_check(). */
static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    struct document *doc = user;
    (void)detail;
    if (doc->error == 0)
        doc->error = error;
}

/* Objects with numbers in a row. */
static void put_kids(struct buf *b, uint32_t first, size_t n)
{
    buf_puts(b, "/Kids[");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_putc(b, ' ');
        put_ref(b, first + (uint32_t)i);
    }
    buf_putc(b, ']');
}

static uint32_t number_of(const void *object)
{
    return ((const HPDF_Obj_Header *)object)->obj_id & NUMBER_MASK;
}

/* Where libharu's bytes go. */
static HPDF_STATUS on_write(HPDF_Stream stream, const HPDF_BYTE *p, HPDF_UINT n)
{
    struct document *doc = stream->attr;
    if (doc->to_buffer)
        buf_put(&doc->direct, p, n);
    else
        saver_write(doc->saver, p, n);
    return HPDF_OK;
}

/* Our entries at the end of one of libharu's dictionaries. */
static HPDF_STATUS write_body(HPDF_Dict dict, HPDF_Stream stream)
{
    struct document *doc = stream->attr;
    uint32_t number = number_of(dict);
    if (number < doc->n_bodies && doc->bodies[number].n > 0)
        return HPDF_Stream_Write(stream, (const HPDF_BYTE *)doc->bodies[number].p, (HPDF_UINT)doc->bodies[number].n);
    return HPDF_OK;
}

static HPDF_STATUS write_stream_entries(HPDF_Dict dict, HPDF_Stream stream)
{
    struct document *doc = stream->attr;
    (void)dict;
    return HPDF_Stream_WriteStr(stream, doc->stream_entries);
}

static struct buf *body_of(struct document *doc, uint32_t number)
{
    if (number >= doc->n_bodies) {
        mem_grow((void **)&doc->bodies, &doc->cap_bodies, (size_t)number + 1, sizeof *doc->bodies);
        memset(doc->bodies + doc->n_bodies, 0, ((size_t)number + 1 - doc->n_bodies) * sizeof *doc->bodies);
        doc->n_bodies = (size_t)number + 1;
    }
    return &doc->bodies[number];
}

/* Information that libharu makes up itself is taken out. */
static void set_up(struct document *doc)
{
    HPDF_Doc pdf = doc->pdf;
    pdf->pdf_version = HPDF_VER_17;
    pdf->xref->entries->items_per_block = TABLE_STEP;
    pdf->catalog->write_fn = write_body;
    HPDF_Dict_RemoveElement(pdf->info, "Producer");
    pdf->info->write_fn = write_body;
    doc->writer = HPDF_CallbackWriter_New(pdf->mmgr, on_write, doc);
}

struct document *document_new(struct out_file *out, int minor, struct diag *d)
{
    struct document *doc = mem_calloc(1, sizeof *doc);
    doc->memory = memory = arena_new();
    /* No memory pool (size 0): libharu's misaligns structures. */
    doc->pdf = HPDF_NewEx(on_error, allocate, release, 0, doc);
    doc->saver = saver_new(out, minor);
    if (doc->pdf == NULL || doc->pdf->info == NULL) {
        doc->error = doc->error != 0 ? doc->error : HPDF_FAILD_TO_ALLOC_MEM;
    } else {
        set_up(doc);
        return doc;
    }
    document_check(doc, d);
    document_drop(doc);
    return NULL;
}

void document_employ(struct document *doc, struct workers *workers)
{
    saver_employ(doc->saver, workers);
}

void document_drop(struct document *doc)
{
    if (doc == NULL)
        return;
    for (size_t i = 0; i < doc->n_bodies; i++)
        buf_free(&doc->bodies[i]);
    free(doc->bodies);
    for (size_t i = 0; i < doc->n_pages; i++)
        buf_free(&doc->pages[i]);
    free(doc->pages);
    buf_free(&doc->direct);
    saver_drop(doc->saver);
    arena_drop(doc->memory);
    free(doc);
}

int document_check(struct document *doc, struct diag *d)
{
    HPDF_STATUS error = doc->error != 0 ? doc->error : doc->pdf->error.error_no;
    if (error == 0)
        return 0;
    char code[32];
    snprintf(code, sizeof code, "0x%04lX", (unsigned long)error);
    diag_add(d, MSG_PDF_LIBRARY, DIAG_NOWHERE, code, NULL);
    return -1;
}

bool document_stopped(const struct document *doc)
{
    return saver_failed(doc->saver);
}

/* A failure of a call that does not tell the handler. */
static bool failed(struct document *doc, const void *result)
{
    if (result == NULL && doc->error == 0)
        doc->error = doc->pdf->error.error_no != 0 ? doc->pdf->error.error_no : HPDF_INVALID_DOCUMENT;
    return result == NULL;
}

void document_add_pages(struct document *doc, size_t n)
{
    doc->pages = mem_calloc(n, sizeof *doc->pages);
    doc->n_pages = n;
    doc->first_page = document_reserve(doc, n);
}

uint32_t document_page(const struct document *doc, size_t i)
{
    return doc->first_page + (uint32_t)i;
}

struct buf *document_page_entries(struct document *doc, size_t i)
{
    return &doc->pages[i];
}

struct buf *document_catalog(struct document *doc)
{
    return body_of(doc, number_of(doc->pdf->catalog));
}

struct buf *document_info(struct document *doc)
{
    return body_of(doc, number_of(doc->pdf->info));
}

static HPDF_STATUS on_read(HPDF_Stream stream, HPDF_BYTE *to, HPDF_UINT *n)
{
    struct stream_bytes *s = stream->attr;
    size_t left = s->n - s->at, take = left < *n ? left : *n;
    memcpy(to, s->p + s->at, take);
    s->at += take;
    HPDF_STATUS status = take < *n ? HPDF_STREAM_EOF : HPDF_OK;
    *n = (HPDF_UINT)take;
    return status;
}

static HPDF_STATUS on_seek(HPDF_Stream stream, HPDF_INT position, HPDF_WhenceMode mode)
{
    struct stream_bytes *s = stream->attr;
    size_t base = mode == HPDF_SEEK_SET ? 0 : mode == HPDF_SEEK_CUR ? s->at : s->n;
    s->at = base + (size_t)position <= s->n ? base + (size_t)position : s->n;
    return HPDF_OK;
}

static HPDF_INT32 on_tell(HPDF_Stream stream)
{
    return (HPDF_INT32)((const struct stream_bytes *)stream->attr)->at;
}

static HPDF_UINT32 on_size(HPDF_Stream stream)
{
    return (HPDF_UINT32)((const struct stream_bytes *)stream->attr)->n;
}

/* Writes a stream dictionary of libharu's with these bytes and forgets the bytes. */
static void write_stream(struct document *doc, HPDF_Dict dict, const char *entries, struct stream_bytes bytes)
{
    uint32_t number = number_of(dict);
    dict->stream = HPDF_CallbackReader_New(doc->pdf->mmgr, on_read, on_seek, on_tell, on_size, &bytes);
    if (failed(doc, dict->stream))
        return;
    dict->filter = HPDF_STREAM_FILTER_NONE; /* the bytes come encoded; `entries` say how */
    dict->write_fn = write_stream_entries;
    doc->stream_entries = entries;
    doc->to_buffer = false;
    doc->writer->size = 0;
    saver_begin(doc->saver, number);
    HPDF_STATUS status = HPDF_Obj_WriteValue(dict, doc->writer, NULL);
    saver_end(doc->saver);
    if (status != HPDF_OK && doc->error == 0)
        doc->error = status;
    dict->stream->attr = NULL;
}

void document_page_content(struct document *doc, size_t i, const void *deflated, size_t n)
{
    uint32_t number = document_reserve(doc, 1);
    struct buf head = BUF_INIT;
    buf_puts(&head, "<</Filter/FlateDecode/Length ");
    buf_int(&head, (int64_t)n);
    buf_puts(&head, ">>stream\n");
    saver_begin(doc->saver, number);
    saver_write(doc->saver, head.p, head.n);
    saver_write(doc->saver, deflated, n);
    saver_write(doc->saver, "\nendstream", 10);
    saver_end(doc->saver);
    buf_free(&head);
    buf_puts(&doc->pages[i], "/Contents ");
    put_ref(&doc->pages[i], number);
}

uint32_t document_stream(struct document *doc, const char *entries, const void *p, size_t n)
{
    memory = doc->memory;
    HPDF_Dict dict = HPDF_DictStream_New(doc->pdf->mmgr, doc->pdf->xref);
    if (failed(doc, dict))
        return 0;
    write_stream(doc, dict, entries, (struct stream_bytes){p, n, 0});
    return number_of(dict);
}

uint32_t document_deflated(struct document *doc, const char *entries, const void *p, size_t n)
{
    struct buf z = BUF_INIT, all = BUF_INIT;
    saver_deflate(doc->saver, &z, p, n);
    buf_puts(&all, entries);
    buf_puts(&all, "/Filter/FlateDecode");
    uint32_t number = document_stream(doc, buf_str(&all), z.p, z.n);
    buf_free(&all);
    buf_free(&z);
    return number;
}

uint32_t document_reserve(struct document *doc, size_t n)
{
    HPDF_Xref table = doc->pdf->xref;
    uint32_t first = table->start_offset + table->entries->count;
    table->start_offset += (HPDF_UINT32)n;
    return first;
}

static void put_bytes_of(struct document *doc, uint32_t number, const struct buf *body)
{
    saver_member(doc->saver, number, body->p, body->n);
    if (saver_is_full(doc->saver))
        saver_flush(doc->saver, document_reserve(doc, 1));
}

void document_put(struct document *doc, uint32_t number, const struct buf *body)
{
    put_bytes_of(doc, number, body);
}

uint32_t document_add(struct document *doc, const struct buf *body)
{
    uint32_t number = document_reserve(doc, 1);
    put_bytes_of(doc, number, body);
    return number;
}

/* The page tree, under the root that libharu's catalogue names. */
static void write_pages(struct document *doc)
{
    size_t nodes = (doc->n_pages + PAGES_A_NODE - 1) / PAGES_A_NODE;
    uint32_t root = number_of(doc->pdf->root_pages), first = document_reserve(doc, nodes);
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < doc->n_pages; i++) {
        buf_clear(&b);
        buf_puts(&b, "<</Type/Page/Parent ");
        put_ref(&b, first + (uint32_t)(i / PAGES_A_NODE));
        buf_put(&b, doc->pages[i].p, doc->pages[i].n);
        buf_puts(&b, ">>");
        document_put(doc, document_page(doc, i), &b);
    }
    for (size_t i = 0; i < nodes; i++) {
        size_t from = i * PAGES_A_NODE, to = from + PAGES_A_NODE < doc->n_pages ? from + PAGES_A_NODE : doc->n_pages;
        buf_clear(&b);
        buf_puts(&b, "<</Type/Pages/Parent ");
        put_ref(&b, root);
        put_kids(&b, document_page(doc, from), to - from);
        buf_printf(&b, "/Count %zu>>", to - from);
        document_put(doc, first + (uint32_t)i, &b);
    }
    buf_clear(&b);
    buf_puts(&b, "<</Type/Pages");
    put_kids(&b, first, nodes);
    buf_printf(&b, "/Count %zu>>", doc->n_pages);
    document_put(doc, root, &b);
    buf_free(&b);
}

/* Writes all of libharu's objects that are not in the file yet. */
static void write_rest(struct document *doc)
{
    HPDF_List entries = doc->pdf->xref->entries;
    doc->to_buffer = true;
    for (HPDF_UINT i = 1; i < entries->count; i++) { /* entry 0 heads the list of free numbers */
        void *object = ((HPDF_XrefEntry)HPDF_List_ItemAt(entries, i))->obj;
        uint32_t number = number_of(object);
        if (saver_has(doc->saver, number))
            continue;
        buf_clear(&doc->direct);
        HPDF_STATUS status = HPDF_Obj_WriteValue(object, doc->writer, NULL);
        if (status != HPDF_OK && doc->error == 0)
            doc->error = status;
        put_bytes_of(doc, number, &doc->direct);
    }
}

void document_finish(struct document *doc, const uint8_t id[16])
{
    memory = doc->memory;
    write_pages(doc);
    write_rest(doc);
    saver_flush(doc->saver, document_reserve(doc, 1));
    struct buf trailer = BUF_INIT;
    buf_printf(&trailer, "/Root %u 0 R/Info %u 0 R/ID[", number_of(doc->pdf->catalog), number_of(doc->pdf->info));
    for (int twice = 0; twice < 2; twice++) {
        buf_putc(&trailer, '<');
        for (int i = 0; i < 16; i++)
            buf_printf(&trailer, "%02X", id[i]);
        buf_putc(&trailer, '>');
    }
    buf_putc(&trailer, ']');
    saver_finish(doc->saver, document_reserve(doc, 1), &trailer);
    buf_free(&trailer);
}
