#include "pdf/stamp.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/font.h"
#include "pdf/save.h"
#include "pdf/syntax.h"

#define FOOT PT(13)       /* of the base line above the lower edge */
#define COVER_FOOT PT(20) /* the same on the cover */
#define ABOVE PT(12)
#define BELOW PT(5)
#define ENTRY_WIDTH 8 /* bytes of a place in the file */

static void collect_items(struct glyph_use *glyphs, const struct pdf_stamp *stamp)
{
    for (uint32_t i = 0; i < stamp->n; i++)
        if (stamp->items[i].kind == ITEM_TEXT)
            glyphs_collect(glyphs, stamp->items[i].u.run);
}

void stamps_collect(struct glyph_use *glyphs, const struct pdf_stamp *stamps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        collect_items(glyphs, &stamps[i]);
}

void stamps_put_resource(struct buf *resources, uint32_t form)
{
    static const char key[] = "/XObject<<";
    bool within = false;
    for (size_t i = 0; i + sizeof key - 1 <= resources->n; i++)
        within = within || memcmp(resources->p + i, key, sizeof key - 1) == 0;
    if (within) /* the dictionary stands at the end: it is opened again */
        resources->n -= 2;
    else
        buf_puts(resources, key);
    buf_puts(resources, "/Stamp ");
    put_ref(resources, form);
    buf_puts(resources, ">>");
}

void stamp_show(const struct page *page, bool cover, struct buf *content)
{
    buf_puts(content, "/Artifact<</Type/Pagination>>BDC\nq ");
    buf_puts(content, cover ? "1.5 0 0 1.5 " : "1 0 0 1 ");
    put_length(content, page->width / 2);
    buf_putc(content, ' ');
    put_length(content, cover ? COVER_FOOT : FOOT);
    buf_puts(content, " cm /Stamp Do Q\nEMC\n");
}

static void make_form(const struct paint *what, size_t copy, scaled half, const struct buf *fonts, struct buf *out)
{
    const struct rect box = {-half, -ABOVE, 2 * half, ABOVE + BELOW};
    struct buf content = BUF_INIT, z = BUF_INIT;
    struct page_marks marks = {0};
    content_paint(what, copy, &content, &marks);
    deflate_into(&z, content.p, content.n, PDF_DEFLATE_LEVEL);
    buf_puts(out, "<</Type/XObject/Subtype/Form/BBox");
    put_rect(out, &box, 0);
    buf_puts(out, "/Resources<<");
    buf_put(out, fonts->p, fonts->n);
    buf_printf(out, ">>/Filter/FlateDecode/Length %zu>>stream\n", z.n);
    buf_put(out, z.p, z.n);
    buf_puts(out, "\nendstream");
    free(marks.tags);
    buf_free(&content);
    buf_free(&z);
}

void stamps_make(const struct paint *what, struct glyph_use *glyphs, const struct pdf_input *in)
{
    struct ink grey = {.rgb = {128, 128, 128}, .cmyk = {0, 0, 0, 50}, .k_only = true};
    struct page *items = mem_calloc(in->n_stamps, sizeof *items);
    struct pages pages = *what->pages;
    struct buf fonts = BUF_INIT;
    for (size_t i = 0; i < in->n_stamps; i++)
        items[i] = (struct page){.items = in->stamps[i].items, .n_items = in->stamps[i].n};
    pages.items = items;
    pages.n = in->n_stamps;
    pages.inks = &grey;
    pages.n_inks = 1;
    struct paint stamp = *what;
    stamp.pages = &pages;
    stamp.stamped = NULL;
    fonts_put_resources(glyphs, &fonts);
    in->stamped->each = mem_calloc(in->n_stamps, sizeof *in->stamped->each);
    for (size_t i = 0; i < in->n_stamps; i++)
        make_form(&stamp, i, what->stamped->width / 2, &fonts, &in->stamped->each[i]);
    buf_free(&fonts);
    free(items);
}

void pdf_stamped_free(struct pdf_stamped *stamped, size_t n)
{
    for (size_t i = 0; stamped->each != NULL && i < n; i++)
        buf_free(&stamped->each[i]);
    free(stamped->each);
    stamped->each = NULL;
}

/* Where the last cross-reference stream begins: the number behind "startxref". -1: there is none. */
static int64_t last_table(const struct buf *pdf)
{
    static const char mark[] = "startxref\n";
    size_t n = sizeof mark - 1;
    for (size_t i = pdf->n; i > 64 && i + 64 > pdf->n; i--)
        if (i >= n && memcmp(pdf->p + i - n, mark, n) == 0) {
            int64_t at = 0;
            for (size_t k = i; k < pdf->n && pdf->p[k] >= '0' && pdf->p[k] <= '9'; k++)
                at = at * 10 + (pdf->p[k] - '0');
            return at < (int64_t)pdf->n ? at : -1;
        }
    return -1;
}

/* The bytes of the table's dictionary from `key` up to `end`, in `out`. */
static bool take_entry(const struct buf *pdf, size_t from, const char *key, const char *end, struct buf *out)
{
    size_t stop = from + 400 < pdf->n ? from + 400 : pdf->n;
    for (size_t i = from; i + strlen(key) < stop; i++)
        if (memcmp(pdf->p + i, key, strlen(key)) == 0) {
            for (size_t k = i; k < stop && (k == i || strncmp(pdf->p + k, end, strlen(end)) != 0); k++)
                buf_putc(out, pdf->p[k]);
            return true;
        }
    return false;
}

static void put_row(struct buf *out, uint64_t where)
{
    buf_putc(out, 1);
    for (int i = ENTRY_WIDTH - 1; i >= 0; i--)
        buf_putc(out, (char)(uint8_t)(where >> (8 * i)));
    buf_putc(out, 0);
}

/* First the identifier of the common part, then the copy's. */
static void put_id(const struct buf *common, const char *name, struct buf *out)
{
    char hex[65];
    file_sha256(name, strlen(name), hex);
    buf_puts(out, "/ID[<");
    for (size_t i = 0; i < 32; i++) { /* behind "/ID[<" on */
        char c = common->p[5 + i];
        buf_putc(out, c);
    }
    buf_printf(out, "><%.32s>]", hex);
}

int pdf_copy(const struct buf *common, const struct pdf_stamped *stamped, size_t copy, const char *name,
             struct buf *out)
{
    struct buf size = BUF_INIT, root = BUF_INIT, id = BUF_INIT, rows = BUF_INIT;
    int64_t before = last_table(common);
    bool whole = before >= 0 && take_entry(common, (size_t)before, "/Size ", "/W", &size) &&
                 take_entry(common, (size_t)before, "/Root ", "/ID", &root) &&
                 take_entry(common, (size_t)before, "/ID[<", "]", &id) && id.n >= 37;
    if (whole) {
        unsigned long table = strtoul(buf_str(&size) + strlen("/Size "), NULL, 10);
        buf_put(out, common->p, common->n);
        put_row(&rows, out->n);
        buf_printf(out, "%u 0 obj\n", stamped->form);
        buf_put(out, stamped->each[copy].p, stamped->each[copy].n);
        buf_puts(out, "\nendobj\n");
        size_t at = out->n;
        put_row(&rows, at);
        buf_printf(out, "%lu 0 obj\n<</Type/XRef/Size %lu/Index[%u 1 %lu 1]/W[1 %d 1]/Prev %lld", table, table + 1,
                   stamped->form, table, ENTRY_WIDTH, (long long)before);
        buf_put(out, root.p, root.n);
        put_id(&id, name, out);
        buf_printf(out, "/Length %zu>>stream\n", rows.n);
        buf_put(out, rows.p, rows.n);
        buf_printf(out, "\nendstream\nendobj\nstartxref\n%zu\n%%%%EOF\n", at);
    }
    buf_free(&size);
    buf_free(&root);
    buf_free(&id);
    buf_free(&rows);
    return whole ? 0 : -1;
}
