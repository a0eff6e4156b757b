/* The structure tree: what the content is, in reading order. */
#ifndef PDF_STRUCTURE_H
#define PDF_STRUCTURE_H

#include "pdf/content.h"
#include "pdf/document.h"
#include "pdf/link.h"
#include "pdf/roles.h"

struct structure_input {
    const struct pages *pages;
    const struct roles *roles;
    const struct page_marks *marks; /* by page */
    const struct link_use *links;   /* written already */
};

/* Writes the elements, the parent tree and the table of note ids, and names them in the catalogue. Elements without
 * content are left out, but for the cells of tables. Page i has the key i in the parent tree. */
void structure_write(struct document *doc, const struct structure_input *in);

#endif
