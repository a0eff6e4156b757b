/* The files of an EPUB, and XML in them. */
#ifndef BOOK_EPUB_ZIP_H
#define BOOK_EPUB_ZIP_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <zip.h>

#include "base/arena.h"
#include "base/buf.h"

/* Reads an entry whole. Returns false if it is not there. */
bool zip_read(zip_t *z, const char *name, struct buf *out);
/* Parses an entry; NULL after a report. */
xmlDoc *zip_xml(zip_t *z, const char *name);
/* Path of `href` as seen from the file `from`, both from the archive's root: "EPUB/nav.xhtml" + "text/a.xhtml#b". */
const char *zip_path(struct arena *a, const char *from, const char *href);

bool node_is(const xmlNode *node, const char *name);
/* An attribute without regard to its name space prefix ("epub:type" is "type"), or NULL. In the arena. */
const char *node_attr(const xmlNode *node, const char *name, struct arena *a);
/* True if a list of words (class, type) has this one. */
bool has_word(const char *list, const char *word);
/* Next node in document order below `root`, or NULL. */
xmlNode *node_next(const xmlNode *root, const xmlNode *node);
/* The next element of that name in document order behind `node` below `root`, or NULL. */
xmlNode *node_find(const xmlNode *root, const xmlNode *node, const char *name);
/* Text of a node with single spaces, in the arena. */
const char *node_text(const xmlNode *node, struct arena *a);

#endif
