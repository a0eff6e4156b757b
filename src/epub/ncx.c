/* The NCX of EPUB 2, which older readers and KOReader still use: the same contents and pages as nav. `playOrder` is one
 * run without gaps over both, as checkers demand. */
#include <stdlib.h>
#include <string.h>

#include "epub/toc.h"
#include "epub/xml.h"
#include "lang/lang.h"

static void put_meta(struct xml *x, const char *name, const char *content)
{
    xml_begin(x, "meta");
    xml_attr(x, "name", name);
    xml_attr(x, "content", content);
    xml_close(x);
    xml_nl(x);
}

static void put_label(struct xml *x, const char *element, const char *text)
{
    xml_begin(x, element);
    xml_begin(x, "text");
    xml_puts(x, text);
    xml_end(x);
    xml_end(x);
}

/* An id that is unique in the NCX, of what the item leads to. */
static void put_id(struct xml *x, const char *prefix, const struct toc_item *item)
{
    const char *const parts[] = {prefix, item->fragment != NULL ? item->fragment : item->piece->name};
    xml_attr_joined(x, "id", parts, 2);
}

static void put_target(struct xml *x, const struct toc_item *item)
{
    put_label(x, "navLabel", item->label);
    xml_begin(x, "content");
    toc_attr(x, "src", item);
    xml_close(x);
}

static bool is_number(const char *label)
{
    return *label != '\0' && strlen(label) <= 9 && strspn(label, "0123456789") == strlen(label);
}

/* The page's number as a number, where its label is Arabic or Roman; 0: it is neither. */
static long value_of(const char *label)
{
    size_t n = 0;
    if (is_number(label))
        return strtol(label, NULL, 10);
    unsigned roman = lang_roman_parse(label, strlen(label), &n);
    return roman > 0 && n == strlen(label) ? (long)roman : 0;
}

static long highest_page(const struct toc *toc)
{
    long max = 0;
    for (size_t i = 0; i < toc->n_pages; i++) {
        const char *label = toc->pages[i].label;
        long n = is_number(label) ? value_of(label) : 0;
        max = n > max ? n : max;
    }
    return max;
}

static void put_head(struct xml *x, struct arena *a, const struct plan *p, const struct toc *toc)
{
    xml_begin(x, "head");
    xml_nl(x);
    put_meta(x, "dtb:uid", arena_printf(a, "urn:uuid:%s", p->in->book->uuid));
    put_meta(x, "dtb:depth", arena_printf(a, "%u", toc->depth > 0 ? toc->depth : 1));
    put_meta(x, "dtb:totalPageCount", arena_printf(a, "%zu", toc->n_pages));
    put_meta(x, "dtb:maxPageNumber", arena_printf(a, "%ld", highest_page(toc)));
    xml_end(x);
    xml_nl(x);
    put_label(x, "docTitle", p->in->book->title);
    xml_nl(x);
}

static void put_points(struct xml *x, const struct toc *toc)
{
    xml_begin(x, "navMap");
    xml_nl(x);
    for (size_t i = 0; i < toc->n_items; i++) {
        const struct toc_item *item = &toc->items[i];
        unsigned next = i + 1 < toc->n_items ? toc->items[i + 1].level : 0;
        xml_begin(x, "navPoint");
        put_id(x, "np-", item);
        xml_attr_int(x, "playOrder", item->play);
        put_target(x, item);
        if (next <= item->level)
            for (unsigned level = item->level + 1; level > next; level--)
                xml_end(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
}

static void put_pages(struct xml *x, const struct plan *p, const struct toc *toc)
{
    xml_begin(x, "pageList");
    xml_nl(x);
    put_label(x, "navLabel", plan_word(p, "words.page-list"));
    xml_nl(x);
    for (size_t i = 0; i < toc->n_pages; i++) {
        const struct toc_item *page = &toc->pages[i];
        long value = value_of(page->label);
        xml_begin(x, "pageTarget");
        put_id(x, "pt-", page);
        xml_attr_plain(x, "type", is_number(page->label) ? "normal" : "front");
        if (value > 0)
            xml_attr_int(x, "value", value);
        xml_attr_int(x, "playOrder", page->play);
        put_target(x, page);
        xml_end(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
}

void epub_ncx(const struct plan *p, const struct toc *toc, struct buf *out)
{
    struct xml *x = xml_new();
    struct arena *a = arena_new();
    xml_start(x, false);
    xml_begin(x, "ncx");
    xml_attr(x, "xmlns", "http://www.daisy.org/z3986/2005/ncx/");
    xml_attr(x, "version", "2005-1");
    xml_attr(x, "xml:lang", p->in->book->language);
    xml_nl(x);
    put_head(x, a, p, toc);
    put_points(x, toc);
    if (toc->n_pages > 0)
        put_pages(x, p, toc);
    xml_finish(x, out);
    xml_drop(x);
    arena_drop(a);
}
