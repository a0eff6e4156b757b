/* Zip archives that are read: from memory, with limits on what comes out of them. */
#ifndef INGEST_ARCHIVE_H
#define INGEST_ARCHIVE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

struct archive;

/* Opens the bytes, which must outlive it. NULL: no sound archive. */
struct archive *archive_open(const char *bytes, size_t n);
void archive_close(struct archive *z);

/* Reads one entry to the heap, NUL-terminated; the caller frees it. NULL: not there, damaged, or more than 64 MB. */
char *archive_read(struct archive *z, const char *name, size_t *n);

/* The same for XML and HTML; NULL also for more tags than a tree in memory should have. */
char *archive_markup(struct archive *z, const char *name, size_t *n);

/* Parses one entry as XML without network, entities or more depth than the parser's limit. NULL: not there or no XML.
 * The caller ends it with xmlFreeDoc(). */
xmlDocPtr archive_xml(struct archive *z, const char *name);

/* Local name is this; attribute by local name, borrowed, NULL: not there; first child element of that name. */
bool xml_is(const xmlNode *node, const char *name);
const char *xml_attribute(const xmlNode *node, const char *name);
xmlNode *xml_child(const xmlNode *node, const char *name);

#endif
