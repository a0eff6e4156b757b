/* The EPUB, stage by stage: plan, files (on all threads), fonts for their characters, style sheets, navigation,
 * package, container. Everything is made in memory first: an error leaves nothing half written. */
#include "epub/epub.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/container.h"
#include "epub/images.h"
#include "epub/package.h"
#include "epub/xhtml.h"

static const char container_xml[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
    "<rootfiles>\n"
    "<rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n"
    "</rootfiles>\n"
    "</container>\n";

/* All that is written beside the XHTML files. */
struct parts {
    struct toc toc;
    struct book_fonts fonts;
    struct buf package, nav, ncx, css, modern;
};

static void write_piece(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    struct plan *p = ctx;
    xhtml_write(p, &p->pieces[i]);
}

static void make_parts(struct plan *p, struct parts *k)
{
    epub_fonts_collect(p, &k->fonts);
    css_book(p, &k->fonts, &k->css);
    css_modern(&k->modern);
    toc_make(&k->toc, p);
    epub_nav(p, &k->toc, &k->nav);
    epub_ncx(p, &k->toc, &k->ncx);
    struct package package = {p, &k->toc, &k->fonts};
    opf_write(&package, &k->package);
}

static void drop_parts(struct parts *k)
{
    toc_free(&k->toc);
    epub_fonts_drop(&k->fonts);
    buf_free(&k->package);
    buf_free(&k->nav);
    buf_free(&k->ncx);
    buf_free(&k->css);
    buf_free(&k->modern);
}

struct entries {
    struct entry *items;
    size_t n;
};

static void put(struct entries *e, const char *name, const void *bytes, size_t n)
{
    e->items[e->n++] = (struct entry){name, bytes, n};
}

/* What goes into the container, the package first: readers that stream meet it early. */
static struct entries list_entries(const struct plan *p, const struct parts *k)
{
    struct entries e = {mem_calloc(8 + p->pictures->n + k->fonts.n + p->n_pieces, sizeof *e.items), 0};
    put(&e, "META-INF/container.xml", container_xml, sizeof container_xml - 1);
    put(&e, "EPUB/package.opf", k->package.p, k->package.n);
    put(&e, "EPUB/nav.xhtml", k->nav.p, k->nav.n);
    put(&e, "EPUB/toc.ncx", k->ncx.p, k->ncx.n);
    put(&e, "EPUB/css/book.css", k->css.p, k->css.n);
    put(&e, "EPUB/css/modern.css", k->modern.p, k->modern.n);
    for (size_t i = 0; i < k->fonts.n; i++) {
        const struct book_face *face = &k->fonts.faces[i];
        put(&e, arena_printf(p->arena, "EPUB/%s", face->name), face->bytes, face->n_bytes);
    }
    if (p->in->cover_png != NULL)
        put(&e, "EPUB/images/cover.png", p->in->cover_png, p->in->cover_png_n);
    for (size_t i = 0; i < p->pictures->n; i++) {
        const struct picture *pic = &p->pictures->items[i];
        put(&e, arena_printf(p->arena, "EPUB/%s", pic->name), pic->bytes, pic->n_bytes);
    }
    for (size_t i = 0; i < p->n_pieces; i++) {
        const struct piece *piece = &p->pieces[i];
        put(&e, arena_printf(p->arena, "EPUB/text/%s.xhtml", piece->name), piece->xhtml.p, piece->xhtml.n);
    }
    return e;
}

int epub_write(const struct epub_input *in, struct out_file *out, struct diag *d)
{
    xmlInitParser(); /* libxml2's tables, before threads use its writer */
    struct arena *arena = arena_new();
    struct plan plan;
    plan_make(&plan, in, arena, d);
    workers_run(in->workers, plan.n_pieces, write_piece, &plan);
    struct parts parts = {0};
    make_parts(&plan, &parts);

    struct entries entries = list_entries(&plan, &parts);
    struct buf zip = BUF_INIT;
    int result = epub_container(entries.items, entries.n, in->workers, &zip, d);
    if (result == 0)
        result = out_write(out, zip.p, zip.n);
    buf_free(&zip);
    free(entries.items);
    drop_parts(&parts);
    plan_end(&plan);
    arena_drop(arena);
    return result;
}
