/* Writing the PDF, stage by stage.
 *
 * Collect: what glyphs, pictures and links the pages hold. Plan: subsets with their glyph numbers, roles. Then fonts
 * and pictures are written, pages painted and deflated in workers, a batch at a time, and written in order; last comes
 * what refers to all of that: annotations, structure, outline, names, metadata. Only collecting and writing need one
 * thread, so the bytes are the same at any number of workers.
 */
#include "pdf/pdf.h"

#include <assert.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/attach.h"
#include "pdf/colour.h"
#include "pdf/content.h"
#include "pdf/document.h"
#include "pdf/font.h"
#include "pdf/intent.h"
#include "pdf/labels.h"
#include "pdf/link.h"
#include "pdf/metadata.h"
#include "pdf/names.h"
#include "pdf/outline.h"
#include "pdf/page_memo.h"
#include "pdf/save.h"
#include "pdf/stamp.h"
#include "pdf/structure.h"
#include "pdf/syntax.h"

/* Pages painted before they are written: enough to keep workers busy, few enough to keep memory flat. */
#define BATCH_PAGES 64

/* What a worker keeps from page to page. */
struct worker_tools {
    _Alignas(MEM_LINE) struct libdeflate_compressor *deflate;
    struct buf content, key;
};

/* Everything about one PDF. */
struct job {
    const struct pdf_input *in;
    struct pages pages; /* a shallow copy, so that a missing structure can be made up */
    struct diag *d;
    struct document *doc;
    struct glyph_use *glyphs, own_glyphs;
    struct image_use images;
    struct link_use links;
    struct roles roles;
    const struct page *stamped; /* the book's first page; NULL: without stamps */
    struct page_marks *marks;   /* by page */
    struct paint paint;
    struct page_memo memo;
    struct worker_tools *tools;
    size_t n_tools;
};

/* A batch of pages in the workers. */
struct batch {
    struct job *job;
    size_t first;
    struct buf deflated[BATCH_PAGES];
};

struct pdf_company {
    struct glyph_use glyphs;
};

static void collect_words(struct glyph_use *glyphs, const struct page *page)
{
    for (uint32_t i = 0; i < page->n_items; i++)
        if (page->items[i].kind == ITEM_TEXT)
            glyphs_collect(glyphs, page->items[i].u.run);
}

struct pdf_company *pdf_company_new(const struct pages *pages, struct pdf_lines stamps, struct pdf_lines likely)
{
    struct pdf_company *c = mem_calloc(1, sizeof *c);
    for (size_t i = 0; i < pages->n; i++)
        collect_words(&c->glyphs, &pages->items[i]);
    stamps_collect(&c->glyphs, stamps.items, stamps.n);
    for (size_t i = 0; i < likely.n; i++)
        for (uint32_t k = 0; k < likely.items[i].n; k++) {
            const struct page_item *item = &likely.items[i].items[k];
            if (item->kind == ITEM_TEXT && glyphs_has_font(&c->glyphs, run_font(item->u.run)))
                glyphs_collect(&c->glyphs, item->u.run);
        }
    return c;
}

void pdf_company_drop(struct pdf_company *c)
{
    if (c == NULL)
        return;
    glyphs_free(&c->glyphs);
    free(c);
}

/* A page that is as it was when the company came together. */
static bool is_known(const struct job *j, const struct page *page)
{
    return j->in->company != NULL && !page->own && page->slug == 0 && page->n_placed == 0;
}

static void collect_page(struct job *j, const struct page *page)
{
    if (!is_known(j, page))
        collect_words(j->glyphs, page);
    for (uint32_t i = 0; i < page->n_items; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind == ITEM_IMAGE)
            images_collect(&j->images, item->u.image.image, item->u.image.w, item->u.image.h);
    }
    for (uint32_t i = 0; i < page->n_placed; i++)
        collect_page(j, page->placed[i].page);
}

static int collect(struct job *j)
{
    for (size_t i = 0; i < j->pages.n; i++)
        collect_page(j, &j->pages.items[i]);
    stamps_collect(j->glyphs, j->in->stamps, j->in->n_stamps);
    links_collect(&j->links, &j->pages, j->in->info->claim == PDF_CLAIM_PRESS, j->d);
    roles_init(&j->roles, &j->pages, j->links.linked);
    return glyphs_plan(j->glyphs, j->d);
}

/* Fonts and pictures in one dictionary that all pages share. Returns its number. */
static uint32_t write_resources(struct job *j)
{
    struct buf b = BUF_INIT;
    buf_puts(&b, "<<");
    fonts_put_resources(j->glyphs, &b);
    images_put_resources(&j->images, &b);
    if (j->in->n_stamps > 0) { /* right behind the pictures */
        j->in->stamped->form = document_reserve(j->doc, 1);
        stamps_put_resource(&b, j->in->stamped->form);
    }
    colour_put_resources(&b, j->in->colours);
    buf_puts(&b, ">>");
    uint32_t number = document_add(j->doc, &b);
    buf_free(&b);
    return number;
}

/* The trimmed page, and so much around it. */
static void put_box(struct buf *b, const char *name, const struct page *page, scaled around)
{
    const struct rect r = {-around, -around, page->width + 2 * around, page->height + 2 * around};
    buf_puts(b, name);
    put_rect(b, &r, page->height);
}

static void describe_page(struct job *j, size_t i, uint32_t resources)
{
    const struct page *page = &j->pages.items[i];
    struct buf *b = document_page_entries(j->doc, i);
    put_box(b, "/MediaBox", page, page->slug);
    put_box(b, "/TrimBox", page, 0);
    if (page->slug > 0) {
        put_box(b, "/CropBox", page, page->slug); /* the marks are to be seen */
        put_box(b, "/BleedBox", page, page->bleed);
    }
    buf_printf(b, "/StructParents %zu/Tabs/S/Resources ", i);
    put_ref(b, resources);
}

static int write_resources_and_pages(struct job *j)
{
    document_add_pages(j->doc, j->pages.n);
    if (document_check(j->doc, j->d) != 0 || fonts_write(j->doc, j->glyphs, j->d) != 0)
        return -1;
    images_write(j->doc, &j->images, j->in->workers,
                 &(struct image_options){j->in->colours, j->in->max_dpi, j->in->condition}, j->d);
    uint32_t resources = write_resources(j);
    for (size_t i = 0; i < j->pages.n; i++)
        describe_page(j, i, resources);
    return document_check(j->doc, j->d);
}

static void make_tools(struct job *j)
{
    j->n_tools = j->in->workers != NULL ? workers_count(j->in->workers) : 1;
    j->tools = mem_apart(j->n_tools * sizeof *j->tools);
    for (size_t i = 0; i < j->n_tools; i++) {
        j->tools[i].deflate = libdeflate_alloc_compressor(PDF_DEFLATE_LEVEL);
        if (j->tools[i].deflate == NULL)
            mem_fail();
    }
}

/* The first page of the book, whether it stands alone or on a sheet: the pages of sheets are of one array. */
static const struct page *first_page(const struct pages *pages)
{
    const struct page *first = NULL;
    for (size_t i = 0; i < pages->n; i++)
        for (uint32_t k = 0; k < pages->items[i].n_placed; k++)
            if (first == NULL || pages->items[i].placed[k].page < first)
                first = pages->items[i].placed[k].page;
    return first != NULL ? first : &pages->items[0];
}

static struct paint paint_of(const struct job *j)
{
    return (struct paint){&j->pages, j->glyphs, &j->images, &j->roles, j->in->colours, j->stamped};
}

static void paint(const struct job *j, size_t page, struct worker_tools *tools, struct buf *out,
                  struct page_marks *marks)
{
    buf_clear(&tools->content);
    content_paint(&j->paint, page, &tools->content, marks);
    size_t bound = libdeflate_zlib_compress_bound(tools->deflate, tools->content.n);
    char *to = buf_reserve(out, bound);
    out->n = libdeflate_zlib_compress(tools->deflate, tools->content.p, tools->content.n, to, bound);
}

#ifndef NDEBUG
/* Debug builds paint what is remembered, too: the key may lack something. */
static void check(const struct job *j, size_t page, struct worker_tools *tools, const struct buf *known)
{
    struct buf again = BUF_INIT;
    struct page_marks marks = {0};
    paint(j, page, tools, &again, &marks);
    assert(again.n == known->n && memcmp(buf_str(&again), known->p, known->n) == 0);
    assert(marks.n == j->marks[page].n &&
           (marks.n == 0 || memcmp(marks.tags, j->marks[page].tags, marks.n * sizeof *marks.tags) == 0));
    buf_free(&again);
    free(marks.tags);
}
#endif

/* Paints and deflates page `i` of the batch, unless it is known. */
static void paint_one(void *ctx, size_t i, unsigned worker)
{
    struct batch *batch = ctx;
    struct job *j = batch->job;
    struct worker_tools *tools = &j->tools[worker];
    size_t page = batch->first + i;
    struct buf *out = &batch->deflated[i];
    bool has_key = page_memo_key(&j->memo, page, &tools->key);
    if (has_key && page_memo_find(&j->memo, page, &tools->key, out, &j->marks[page])) {
#ifndef NDEBUG
        check(j, page, tools, out);
#endif
        return;
    }
    paint(j, page, tools, out, &j->marks[page]);
    if (has_key)
        page_memo_put(&j->memo, page, &tools->key, out, &j->marks[page]);
}

static int paint_pages(struct job *j)
{
    struct batch batch = {.job = j};
    make_tools(j);
    j->paint = paint_of(j);
    page_memo_begin(&j->memo, workers_memo(j->in->workers), &j->paint, j->in->n_stamps > 0);
    j->marks = mem_calloc(j->pages.n, sizeof *j->marks);
    for (; batch.first < j->pages.n && !document_stopped(j->doc); batch.first += BATCH_PAGES) {
        size_t left = j->pages.n - batch.first, n = left < BATCH_PAGES ? left : BATCH_PAGES;
        workers_run(j->in->workers, n, paint_one, &batch);
        for (size_t i = 0; i < n; i++) {
            document_page_content(j->doc, batch.first + i, batch.deflated[i].p, batch.deflated[i].n);
            buf_clear(&batch.deflated[i]);
        }
        if (j->in->painted != NULL)
            j->in->painted(j->in->user, batch.first + n);
    }
    for (size_t i = 0; i < BATCH_PAGES; i++)
        buf_free(&batch.deflated[i]);
    return document_check(j->doc, j->d);
}

static int write_rest(struct job *j)
{
    uint8_t id[16];
    if (j->in->n_stamps > 0) {
        const struct paint what = paint_of(j);
        stamps_make(&what, j->glyphs, j->in);
    }
    links_write(j->doc, &j->links, &j->pages);
    const struct structure_input structure = {&j->pages, &j->roles, j->marks, &j->links};
    structure_write(j->doc, &structure);
    outline_write(j->doc, &j->pages);
    names_write(j->doc, &j->pages, attachments_write(j->doc, j->in));
    labels_write(j->doc, &j->pages);
    intent_write(j->doc, j->in->condition);
    pdf_metadata_write(j->doc, j->in);
    metadata_id(j->in->info, id);
    document_finish(j->doc, id);
    return document_check(j->doc, j->d);
}

static void drop_job(struct job *j)
{
    for (size_t i = 0; i < j->n_tools; i++) {
        libdeflate_free_compressor(j->tools[i].deflate);
        buf_free(&j->tools[i].content);
        buf_free(&j->tools[i].key);
    }
    for (size_t i = 0; j->marks != NULL && i < j->pages.n; i++)
        free(j->marks[i].tags);
    free(j->tools);
    free(j->marks);
    glyphs_free(&j->own_glyphs);
    images_free(&j->images);
    links_free(&j->links);
    roles_free(&j->roles);
    document_drop(j->doc);
}

int pdf_write(const struct pdf_input *in, struct out_file *out, struct diag *d)
{
    static struct tag bare[] = {{0}, {.role = TAG_DOCUMENT}};
    if (in->pages->n == 0) {
        diag_add(d, MSG_PDF_NO_PAGES, DIAG_NOWHERE, NULL);
        return -1;
    }
    struct job j = {.in = in, .pages = *in->pages, .d = d};
    if (j.pages.n_tags < 2) {
        j.pages.tags = bare;
        j.pages.n_tags = 2;
    }
    j.stamped = in->n_stamps > 0 ? first_page(&j.pages) : NULL;
    int status = -1;
    j.doc = document_new(out, in->info->claim == PDF_CLAIM_PRESS ? 6 : 7, d);
    j.own_glyphs.memo = workers_memo(in->workers);
    j.glyphs = in->company != NULL ? &in->company->glyphs : &j.own_glyphs;
    if (j.doc != NULL)
        document_employ(j.doc, in->workers);
    if (j.doc != NULL && collect(&j) == 0 && write_resources_and_pages(&j) == 0 && paint_pages(&j) == 0)
        /* A full disk is reported when the file is finished; nothing is gained by going on. */
        status = document_stopped(j.doc) ? 0 : write_rest(&j);
    drop_job(&j);
    return status;
}
