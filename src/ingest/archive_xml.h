/* XML and HTML inside zip archives. */
#ifndef INGEST_ARCHIVE_XML_H
#define INGEST_ARCHIVE_XML_H

#include <libxml/tree.h>

#include "ingest/archive.h"

/* archive_read() for XML and HTML; NULL also for more tags than a tree in memory should have. */
char *archive_markup(struct archive *z, const char *name, size_t *n);

/* Parses one entry as XML without network, entities or more depth than the parser's limit. NULL: not there or no XML.
 * The caller ends it with xmlFreeDoc(). */
xmlDocPtr archive_xml(struct archive *z, const char *name);

/* Local name is this; attribute by local name, borrowed, NULL: not there; first child element of that name. */
bool xml_is(const xmlNode *node, const char *name);
const char *xml_attribute(const xmlNode *node, const char *name);
xmlNode *xml_child(const xmlNode *node, const char *name);

#endif
