/* The package document (OPF): metadata, manifest, spine, and the guide of EPUB 2. */
#include "epub/package.h"

#include <string.h>

#include "epub/images.h"

struct manifest_item {
    const char *id, *href, *type, *properties;
};

static void put_item(struct xml *x, struct manifest_item item)
{
    xml_begin(x, "item");
    xml_attr(x, "id", item.id);
    xml_attr(x, "href", item.href);
    xml_attr(x, "media-type", item.type);
    xml_attr(x, "properties", item.properties);
    xml_close(x);
    xml_nl(x);
}

/* "images/cho-dem.png" gives "i-cho-dem", "fonts/inter-bold.otf" gives "f-inter-bold". */
static const char *id_of_file(struct arena *a, char prefix, const char *name)
{
    const char *base = strchr(name, '/'), *dot = strrchr(name, '.');
    base = base != NULL ? base + 1 : name;
    size_t n = dot != NULL && dot > base ? (size_t)(dot - base) : strlen(base);
    return arena_printf(a, "%c-%.*s", prefix, (int)n, base);
}

static void put_manifest(struct xml *x, struct arena *a, const struct package *k)
{
    const struct plan *p = k->plan;
    xml_begin(x, "manifest");
    xml_nl(x);
    put_item(x, (struct manifest_item){"nav", "nav.xhtml", "application/xhtml+xml", "nav"});
    put_item(x, (struct manifest_item){"ncx", "toc.ncx", "application/x-dtbncx+xml", NULL});
    put_item(x, (struct manifest_item){"css-book", "css/book.css", "text/css", NULL});
    put_item(x, (struct manifest_item){"css-modern", "css/modern.css", "text/css", NULL});
    if (p->in->cover_png != NULL)
        put_item(x, (struct manifest_item){"cover-image", "images/cover.png", "image/png", "cover-image"});
    for (size_t i = 0; i < p->pictures->n; i++) {
        const struct picture *pic = &p->pictures->items[i];
        put_item(x, (struct manifest_item){id_of_file(a, 'i', pic->name), pic->name, pic->media_type, NULL});
    }
    for (size_t i = 0; i < k->fonts->n; i++) {
        const struct book_face *face = &k->fonts->faces[i];
        put_item(x, (struct manifest_item){id_of_file(a, 'f', face->name), face->name, face->media_type, NULL});
    }
    for (size_t i = 0; i < p->n_pieces; i++) {
        const char *name = p->pieces[i].name;
        put_item(x, (struct manifest_item){arena_printf(a, "x-%s", name), arena_printf(a, "text/%s.xhtml", name),
                                           "application/xhtml+xml", NULL});
    }
    xml_end(x);
    xml_nl(x);
}

static void put_spine(struct xml *x, struct arena *a, const struct plan *p)
{
    xml_begin(x, "spine");
    xml_attr(x, "toc", "ncx");
    xml_attr(x, "page-progression-direction", "ltr");
    xml_nl(x);
    for (size_t i = 0; i < p->n_pieces; i++) {
        xml_begin(x, "itemref");
        xml_attr(x, "idref", arena_printf(a, "x-%s", p->pieces[i].name));
        xml_close(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
}

static void put_guide(struct xml *x, const struct plan *p)
{
    struct landmark marks[MAX_LANDMARKS];
    size_t n = toc_landmarks(p, marks);
    xml_begin(x, "guide");
    xml_nl(x);
    for (size_t i = 0; i < n; i++) {
        if (marks[i].guide == NULL)
            continue;
        xml_begin(x, "reference");
        xml_attr(x, "type", marks[i].guide);
        xml_attr(x, "title", marks[i].label);
        toc_attr(x, "href", &(struct toc_item){.piece = marks[i].piece});
        xml_close(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
}

void opf_write(const struct package *k, struct buf *out)
{
    struct xml *x = xml_new();
    struct arena *a = arena_new();
    xml_start(x, false);
    xml_begin(x, "package");
    xml_attr(x, "xmlns", "http://www.idpf.org/2007/opf");
    xml_attr(x, "version", "3.0");
    xml_attr(x, "unique-identifier", "uid");
    xml_attr(x, "xml:lang", k->plan->in->book->language);
    if (k->fonts->n > 0)
        xml_attr(x, "prefix", "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/");
    xml_nl(x);
    package_metadata_write(x, k);
    put_manifest(x, a, k);
    put_spine(x, a, k->plan);
    put_guide(x, k->plan);
    xml_finish(x, out);
    xml_drop(x);
    arena_drop(a);
}
