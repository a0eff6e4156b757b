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

/* A file that lists what there is, with all pages; packed at once, for it may be long, and then its bytes go. */
struct list {
    struct buf bytes;
    struct packed packed;
    bool is_packed;
};

/* All that is written beside the XHTML files. */
struct parts {
    struct toc toc;
    struct book_fonts fonts;
    struct buf package, css, modern;
    struct list nav, ncx;
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

struct listing {
    const struct plan *plan;
    struct parts *parts;
};

static void write_list(void *ctx, size_t i, unsigned worker)
{
    const struct listing *l = ctx;
    struct list *list = i == 0 ? &l->parts->ncx : &l->parts->nav;
    (i == 0 ? epub_ncx : epub_nav)(l->plan, &l->parts->toc, &list->bytes);
    if (workers_memo(l->plan->in->workers) != NULL) /* of an earlier build it may be packed: the container looks */
        return;
    struct libdeflate_compressor *tool = container_tool();
    container_pack(tool, list->bytes.p, list->bytes.n, &list->packed);
    container_tool_drop(tool);
    list->is_packed = true;
    if (list->packed.deflated)
        buf_free(&list->bytes);
    (void)worker;
}

static void make_parts(struct plan *p, struct parts *k)
{
    struct listing listing = {p, k};
    epub_fonts_collect(p, &k->fonts);
    css_book(p, &k->fonts, &k->css);
    css_modern(p, &k->modern);
    toc_make(&k->toc, p);
    workers_run(p->in->workers, 2, write_list, &listing);
    struct package package = {p, &k->toc, &k->fonts};
    opf_write(&package, &k->package);
}

static void drop_list(struct list *list)
{
    buf_free(&list->bytes);
    free(list->packed.bytes);
}

static void drop_parts(struct parts *k)
{
    drop_list(&k->nav);
    drop_list(&k->ncx);
    toc_free(&k->toc);
    epub_fonts_drop(&k->fonts);
    buf_free(&k->package);
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

static void put_list(struct entries *e, const char *name, struct list *list)
{
    put(e, name, list->bytes.p, list->bytes.n);
    e->items[e->n - 1].packed = list->is_packed ? &list->packed : NULL;
}

/* What goes into the container, the package first: readers that stream meet it early. */
static struct entries list_entries(const struct plan *p, struct parts *k)
{
    struct entries e = {mem_calloc(8 + p->pictures->n + k->fonts.n + p->n_pieces, sizeof *e.items), 0};
    put(&e, "META-INF/container.xml", container_xml, sizeof container_xml - 1);
    put(&e, "EPUB/package.opf", k->package.p, k->package.n);
    put_list(&e, "EPUB/nav.xhtml", &k->nav);
    put_list(&e, "EPUB/toc.ncx", &k->ncx);
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
