#include "pdf/attach.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "pdf/metadata.h"
#include "pdf/save.h"
#include "pdf/syntax.h"
#include "pdf/tree.h"

/* Text of articles is read rarely and kept long: worth more time than pages. */
#define LEVEL 9

void pdf_attachment_pack(struct pdf_attachment *to, const void *bytes, size_t n)
{
    buf_clear(&to->deflated);
    deflate_into(&to->deflated, bytes, n, LEVEL);
    to->size = n;
    file_md5(bytes, n, to->md5);
}

/* The files in the order of their names, and the numbers of their specifications. */
struct table {
    const struct pdf_attachment **items;
    uint32_t *numbers;
};

static void put_key(const void *ctx, size_t i, struct buf *out)
{
    const char *name = ((const struct table *)ctx)->items[i]->name;
    put_bytes(out, name, strlen(name));
}

static void put_value(const void *ctx, size_t i, struct buf *out)
{
    put_ref(out, ((const struct table *)ctx)->numbers[i]);
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(const struct pdf_attachment *const *)a)->name, (*(const struct pdf_attachment *const *)b)->name);
}

static uint32_t write_stream(struct document *doc, const struct pdf_attachment *file, int64_t epoch)
{
    struct buf entries = BUF_INIT;
    buf_puts(&entries, "/Type/EmbeddedFile/Subtype");
    put_name(&entries, file->mime);
    buf_printf(&entries, "/Params<</Size %llu/ModDate", (unsigned long long)file->size);
    metadata_put_date(&entries, epoch);
    buf_puts(&entries, "/CheckSum<");
    for (int i = 0; i < 16; i++)
        buf_printf(&entries, "%02X", file->md5[i]);
    buf_puts(&entries, ">>>/Filter/FlateDecode");
    uint32_t number = document_stream(doc, buf_str(&entries), file->deflated.p, file->deflated.n);
    buf_free(&entries);
    return number;
}

static uint32_t write_specification(struct document *doc, const struct pdf_attachment *file, int64_t epoch)
{
    uint32_t stream = write_stream(doc, file, epoch);
    struct buf b = BUF_INIT;
    buf_puts(&b, "<</Type/Filespec/AFRelationship/Source/F");
    put_bytes(&b, file->name, strlen(file->name));
    buf_puts(&b, "/UF");
    put_text(&b, file->name);
    if (file->about != NULL && *file->about != '\0') {
        buf_puts(&b, "/Desc");
        put_text(&b, file->about);
    }
    buf_puts(&b, "/EF<</F ");
    put_ref(&b, stream);
    buf_puts(&b, "/UF ");
    put_ref(&b, stream);
    buf_puts(&b, ">>>>");
    uint32_t number = document_add(doc, &b);
    buf_free(&b);
    return number;
}

uint32_t attachments_write(struct document *doc, const struct pdf_input *in)
{
    size_t n = in->n_attachments;
    if (n == 0)
        return 0;
    struct table table = {mem_calloc(n, sizeof *table.items), mem_calloc(n, sizeof *table.numbers)};
    for (size_t i = 0; i < n; i++)
        table.items[i] = in->attachments[i];
    qsort(table.items, n, sizeof *table.items, by_name);
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        table.numbers[i] = write_specification(doc, table.items[i], in->info->epoch);
        put_ref(&list, table.numbers[i]);
        buf_putc(&list, ' ');
    }
    buf_printf(document_catalog(doc), "/AF[%s]", buf_str(&list));
    buf_free(&list);
    const struct tree tree = {"/Names", n, put_key, put_value, &table};
    uint32_t number = tree_write(doc, &tree);
    free(table.items);
    free(table.numbers);
    return number;
}
