/* Links: which of them lead somewhere, and their annotations. */
#ifndef PDF_LINK_H
#define PDF_LINK_H

#include "base/diag.h"
#include "pdf/document.h"
#include "pdf/roles.h"

/* A link that is written. */
struct link {
    struct page_item item;
    uint32_t page;
    uint32_t number; /* of its annotation */
};

struct link_use {
    struct link *items; /* in the order of pages */
    size_t n, cap;
    bool *linked; /* by tag: has a link */
};

/* Finds the links of all pages. One that leads nowhere, or to where a book may not link, is left out with a warning;
 * its text stays. For
 * the press all are: PDF/X allows no links within the bleed (ISO 15930-7, 6.18). */
void links_collect(struct link_use *u, const struct pages *pages, bool press, struct diag *d);

/* Writes the annotations and names them in their pages. Link i has the key pages->n + i in the parent tree. */
void links_write(struct document *doc, struct link_use *u, const struct pages *pages);

void links_free(struct link_use *u);

/* True for http, https and mailto addresses. */
bool link_is_allowed(const char *uri);

/* Appends the address in ASCII as RFC 3986 wants it: whatever may not stand in an address is percent-encoded. */
void link_encode(struct buf *out, const char *uri);

#endif
