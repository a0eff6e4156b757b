/* The navigation document: contents, landmarks, page list. It is not in the spine: the book's own contents page shows
 * more. */
#include "epub/toc.h"
#include "epub/xml.h"

struct nav_kind {
    const char *type, *role, *id;
    bool hidden; /* for reading systems alone */
};

static void begin_nav(struct xml *x, struct arena *a, const struct nav_kind *kind, const char *title)
{
    const char *title_id = arena_printf(a, "%s-t", kind->id);
    xml_begin(x, "nav");
    xml_attr(x, "epub:type", kind->type);
    xml_attr(x, "role", kind->role);
    xml_attr(x, "id", kind->id);
    xml_attr(x, "aria-labelledby", title_id);
    xml_attr(x, "hidden", kind->hidden ? "hidden" : NULL);
    xml_nl(x);
    xml_begin(x, kind->hidden ? "h2" : "h1");
    xml_attr(x, "id", title_id);
    xml_puts(x, title);
    xml_end(x);
    xml_nl(x);
}

static void end_line(struct xml *x)
{
    xml_end(x);
    xml_nl(x);
}

static void put_link(struct xml *x, const struct toc_item *item)
{
    xml_begin(x, "a");
    toc_attr(x, "href", item);
    xml_puts(x, item->label);
    xml_end(x);
}

/* Contents as nested lists: deeper items open a list inside the item before them. */
static void put_contents(struct xml *x, struct arena *a, const struct plan *p, const struct toc *toc)
{
    static const struct nav_kind kind = {"toc", "doc-toc", "toc", false};
    begin_nav(x, a, &kind, plan_word(p, "words.contents"));
    xml_begin(x, "ol");
    xml_nl(x);
    for (size_t i = 0; i < toc->n_items; i++) {
        const struct toc_item *item = &toc->items[i];
        unsigned next = i + 1 < toc->n_items ? toc->items[i + 1].level : 0;
        xml_begin(x, "li");
        put_link(x, item);
        if (next > item->level) {
            xml_nl(x);
            xml_begin(x, "ol");
            xml_nl(x);
            continue;
        }
        end_line(x);
        for (unsigned level = item->level; level > next; level--) {
            end_line(x);
            end_line(x);
        }
    }
    end_line(x);
    end_line(x);
}

static void put_landmarks(struct xml *x, struct arena *a, const struct plan *p)
{
    struct landmark marks[MAX_LANDMARKS];
    size_t n = toc_landmarks(p, marks);
    static const struct nav_kind kind = {"landmarks", NULL, "landmarks", true};
    begin_nav(x, a, &kind, plan_word(p, "words.landmarks"));
    xml_begin(x, "ol");
    xml_nl(x);
    for (size_t i = 0; i < n; i++) {
        xml_begin(x, "li");
        xml_begin(x, "a");
        xml_attr_plain(x, "epub:type", marks[i].type);
        toc_attr(x, "href", &(struct toc_item){.piece = marks[i].piece});
        xml_puts(x, marks[i].label);
        xml_end(x);
        end_line(x);
    }
    end_line(x);
    end_line(x);
}

static void put_pages(struct xml *x, struct arena *a, const struct plan *p, const struct toc *toc)
{
    static const struct nav_kind kind = {"page-list", "doc-pagelist", "page-list", true};
    begin_nav(x, a, &kind, plan_word(p, "words.page-list"));
    xml_begin(x, "ol");
    xml_nl(x);
    for (size_t i = 0; i < toc->n_pages; i++) {
        xml_begin(x, "li");
        put_link(x, &toc->pages[i]);
        end_line(x);
    }
    end_line(x);
    end_line(x);
}

void epub_nav(const struct plan *p, const struct toc *toc, struct buf *out)
{
    struct xml *x = xml_new();
    struct arena *a = arena_new();
    xml_start(x, true);
    xml_begin(x, "html");
    xml_attr(x, "xmlns", "http://www.w3.org/1999/xhtml");
    xml_attr(x, "xmlns:epub", "http://www.idpf.org/2007/ops");
    xml_attr(x, "lang", p->in->book->language);
    xml_attr(x, "xml:lang", p->in->book->language);
    xml_nl(x);
    xml_begin(x, "head");
    xml_nl(x);
    xml_leaf(x, "title", plan_word(p, "words.contents"));
    xml_begin(x, "link");
    xml_attr(x, "rel", "stylesheet");
    xml_attr(x, "type", "text/css");
    xml_attr(x, "href", "css/book.css");
    xml_close(x);
    xml_nl(x);
    end_line(x);
    xml_begin(x, "body");
    xml_nl(x);
    put_contents(x, a, p, toc);
    put_landmarks(x, a, p);
    if (toc->n_pages > 0)
        put_pages(x, a, p, toc);
    end_line(x);
    xml_finish(x, out);
    xml_drop(x);
    arena_drop(a);
}
