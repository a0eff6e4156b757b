/* The EPUB, stage by stage: plan, files (on all threads), fonts for their characters, style sheets, navigation,
 * package, container. Files are packed as soon as they are written. */
#include "epub/epub.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/container.h"
#include "epub/file_memo.h"
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

/* Files being written: each worker packs what it has written and notes its characters. */
struct writing {
    struct plan *plan;
    struct writer {
        struct libdeflate_compressor *tool;
        uint8_t *chars;
        struct buf key;
    } * writers;
    struct memo *memo; /* of files that were written before; NULL: none */
};

static void write_anew(const struct plan *p, struct piece *piece, struct libdeflate_compressor *tool)
{
    xhtml_write(p, piece);
    container_pack(tool, piece->xhtml.p, piece->xhtml.n, &piece->packed);
}

#ifndef NDEBUG
/* Debug builds write what is remembered, too: the key may lack something. In place, for links are told from those to
 * other files by the piece's address. */
static void check(const struct plan *p, struct piece *piece, struct libdeflate_compressor *tool)
{
    const struct piece known = *piece;
    piece->spots = NULL;
    piece->n_spots = piece->cap_spots = 0;
    piece->xhtml = (struct buf)BUF_INIT;
    write_anew(p, piece, tool);
    assert(piece->packed.n == known.packed.n && piece->packed.crc == known.packed.crc);
    assert(piece->n_spots == known.n_spots);
    for (size_t i = 0; i < known.n_spots; i++)
        assert(piece->spots[i].heading == known.spots[i].heading && piece->spots[i].start == known.spots[i].start);
    free(piece->spots);
    free(piece->packed.bytes);
    buf_free(&piece->xhtml);
    *piece = known;
}
#endif

static void write_piece(void *ctx, size_t i, unsigned worker)
{
    struct writing *w = ctx;
    struct writer *own = &w->writers[worker];
    struct piece *piece = &w->plan->pieces[i];
    if (w->memo != NULL) {
        file_memo_key(w->plan, piece, &own->key);
        if (file_memo_find(w->memo, w->plan, piece, &own->key, own->chars)) {
#ifndef NDEBUG
            check(w->plan, piece, own->tool);
#endif
            return;
        }
    }
    write_anew(w->plan, piece, own->tool);
    epub_take_chars(own->chars, piece->xhtml.p, piece->xhtml.n);
    if (w->memo != NULL)
        file_memo_put(w->memo, w->plan, piece, &own->key);
    if (piece->packed.deflated)
        buf_free(&piece->xhtml);
}

static void write_pieces(struct plan *p, struct workers *workers)
{
    unsigned jobs = workers_count(workers);
    struct writing w = {p, mem_calloc(jobs, sizeof *w.writers), workers_memo(workers)};
    for (unsigned i = 0; i < jobs; i++)
        w.writers[i] = (struct writer){container_tool(), mem_calloc(CODE_POINTS / 8, 1), BUF_INIT};
    workers_run(workers, p->n_pieces, write_piece, &w);
    p->chars = w.writers[0].chars;
    if (p->in->copy_chars != NULL)
        epub_take_chars(p->chars, p->in->copy_chars, strlen(p->in->copy_chars));
    for (unsigned i = 0; i < jobs; i++) {
        for (size_t k = 0; i > 0 && k < CODE_POINTS / 8; k++)
            p->chars[k] |= w.writers[i].chars[k];
        container_tool_drop(w.writers[i].tool);
        buf_free(&w.writers[i].key);
        if (i > 0)
            free(w.writers[i].chars);
    }
    free(w.writers);
}

static void make_parts(struct plan *p, struct parts *k)
{
    epub_fonts_collect(p, &k->fonts);
    css_book(p, &k->fonts, &k->css);
    css_modern(p, &k->modern);
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
    e->items[e->n++] = (struct entry){name, bytes, n, NULL};
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
        struct piece *piece = &p->pieces[i];
        put(&e, arena_printf(p->arena, "EPUB/text/%s.xhtml", piece->name), piece->xhtml.p, piece->xhtml.n);
        e.items[e.n - 1].packed = &piece->packed;
    }
    return e;
}

int epub_write(const struct epub_input *in, struct out_file *out, struct diag *d)
{
    struct arena *arena = arena_new();
    struct plan plan;
    plan_make(&plan, in, arena, d);
    write_pieces(&plan, in->workers);
    struct parts parts = {0};
    make_parts(&plan, &parts);

    struct entries entries = list_entries(&plan, &parts);
    int result = epub_container(entries.items, entries.n, in->workers, out, d);
    free(entries.items);
    drop_parts(&parts);
    plan_end(&plan);
    arena_drop(arena);
    return result;
}
