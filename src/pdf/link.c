/* Link annotations (ISO 32000-1, 12.5.6.5). */
#include "pdf/link.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "pdf/names.h"
#include "pdf/syntax.h"

#define MAX_WORDS 1000 /* bytes of what a link is said to lead to */

/* PDF/A allows strings of 32,767 bytes; an address as long as that is no address. */
#define ADDRESS_MAX 8000

bool link_is_allowed(const char *uri)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (strncasecmp(uri, schemes[i], n) == 0)
            return uri[n] != '\0' && strlen(uri) <= ADDRESS_MAX;
    }
    return false;
}

/* Characters that an address may hold as they are (RFC 3986, 2.2 and 2.3). Brackets are left out: outside an IPv6
 * address they are wrong, and inside one nobody cites a newspaper. */
static bool is_address_char(unsigned char c)
{
    return c < 0x80 && (isalnum(c) || (c != '\0' && strchr("-._~:/?#@!$&'()*+,;=", c) != NULL));
}

void link_encode(struct buf *out, const char *uri)
{
    for (const unsigned char *s = (const unsigned char *)uri; *s != '\0'; s++) {
        bool escaped = *s == '%' && isxdigit(s[1]) && isxdigit(s[2]);
        if (escaped || is_address_char(*s))
            buf_putc(out, (char)*s);
        else
            buf_printf(out, "%%%02X", *s);
    }
}

/* What a message shows of an address: its beginning, without control characters. */
static void warn(struct diag *d, enum msg m, const char *uri)
{
    struct buf shown = BUF_INIT;
    text_clean(&shown, uri);
    if (shown.n > 200) {
        shown.n = 200;
        while (shown.n > 0 && ((unsigned char)shown.p[shown.n] & 0xC0) == 0x80)
            shown.n--;
        buf_puts(&shown, "…");
    }
    diag_add(d, m, DIAG_NOWHERE, buf_str(&shown), NULL);
    buf_free(&shown);
}

static bool leads_somewhere(const struct pages *pages, const char *uri, struct diag *d)
{
    if (uri == NULL)
        return false;
    if (uri[0] == '#') {
        if (names_find(pages, uri + 1) != NULL)
            return true;
        warn(d, MSG_PDF_LINK_TARGET, uri + 1);
        return false;
    }
    if (link_is_allowed(uri))
        return true;
    warn(d, MSG_PDF_LINK_ADDRESS, uri);
    return false;
}

/* A link must belong to a Link element: one that does not would be out of reach for assistive technology. */
static bool is_tagged(const struct pages *pages, uint32_t tag)
{
    return tag < pages->n_tags && pages->tags[tag].role == TAG_LINK;
}

void links_collect(struct link_use *u, const struct pages *pages, bool press, struct diag *d)
{
    u->linked = mem_calloc(pages->n_tags + 1, sizeof *u->linked);
    if (press)
        return;
    const char *refused = NULL; /* one address, which may stand in many lines, is looked at and told once */
    for (size_t i = 0; i < pages->n; i++)
        for (uint32_t k = 0; k < pages->items[i].n_items; k++) {
            const struct page_item *item = &pages->items[i].items[k];
            if (item->kind != ITEM_LINK || !is_tagged(pages, item->tag))
                continue;
            const char *uri = item->u.link.to->uri;
            if (uri == refused || !leads_somewhere(pages, uri, d)) {
                refused = uri;
                continue;
            }
            mem_grow((void **)&u->items, &u->cap, u->n + 1, sizeof *u->items);
            u->items[u->n++] = (struct link){*item, (uint32_t)i, 0};
            u->linked[item->tag] = true;
        }
}

static void put_target(struct buf *b, const char *uri)
{
    if (uri[0] == '#') {
        buf_puts(b, "/Dest");
        put_bytes(b, uri + 1, strlen(uri + 1));
        return;
    }
    struct buf address = BUF_INIT;
    link_encode(&address, uri);
    buf_puts(b, "/A<</S/URI/URI");
    put_bytes(b, address.p, address.n);
    buf_puts(b, ">>");
    buf_free(&address);
}

/* A title can be as long as its author likes, and each line of it in the contents is a link. */
static void put_beginning(struct buf *b, const char *s)
{
    char beginning[MAX_WORDS + 1];
    size_t n = strnlen(s, MAX_WORDS);
    memcpy(beginning, s, n);
    while (s[n] != '\0' && n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    beginning[n] = '\0';
    put_text(b, beginning);
}

static void put_annotation(struct buf *b, const struct link *link, const struct pages *pages, size_t key)
{
    const struct page_item *item = &link->item;
    struct rect place = {item->x, item->y, item->u.link.w, item->u.link.h};
    const char *alt = item->u.link.to->alt, *uri = item->u.link.to->uri;
    if (item->turned)
        place = page_turn_back(&place, pages->items[link->page].height);
    buf_puts(b, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
    put_rect(b, &place, pages->items[link->page].height);
    buf_puts(b, "/Contents");
    put_beginning(b, alt != NULL && *alt != '\0' ? alt : uri);
    put_target(b, uri);
    buf_puts(b, "/StructParent ");
    buf_int(b, (int64_t)key);
    buf_puts(b, ">>");
}

/* Writes the links from `first` on that lie on one page; returns the index behind them. */
static size_t write_page(struct document *doc, struct link_use *u, size_t first, const struct pages *pages)
{
    uint32_t page = u->items[first].page;
    struct buf *entries = document_page_entries(doc, page), b = BUF_INIT;
    size_t i = first;
    buf_puts(entries, "/Annots[");
    for (; i < u->n && u->items[i].page == page; i++) {
        buf_clear(&b);
        put_annotation(&b, &u->items[i], pages, pages->n + i);
        u->items[i].number = document_add(doc, &b);
        put_ref(entries, u->items[i].number);
        buf_putc(entries, ' ');
    }
    buf_puts(entries, "]");
    buf_free(&b);
    return i;
}

void links_write(struct document *doc, struct link_use *u, const struct pages *pages)
{
    for (size_t i = 0; i < u->n;)
        i = write_page(doc, u, i, pages);
}

void links_free(struct link_use *u)
{
    free(u->items);
    free(u->linked);
}
