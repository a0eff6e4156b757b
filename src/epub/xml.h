/* XML writing into a buffer. Elements nest by construction, all text is escaped, control characters and broken UTF-8
 * are left out, and an element ends as <p/> only where that is asked for: readers that take XHTML for HTML
 * misunderstand it.
 */
#ifndef EPUB_XML_H
#define EPUB_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct xml;

/* Makes a writer whose document is empty; ends with xml_drop(). Running out of memory ends the program. */
struct xml *xml_new(void);
void xml_drop(struct xml *x);

/* Writes the XML declaration; with `html` also the document type of XHTML5. */
void xml_start(struct xml *x, bool html);

/* Begins an element. Attributes follow at once, before any content. The name is borrowed until the element ends. */
void xml_begin(struct xml *x, const char *name);

/* Adds an attribute; a NULL value adds nothing. Values and texts are UTF-8; what XML does not allow is left out. */
void xml_attr(struct xml *x, const char *name, const char *value);

/* The same for a value that is plain (see xml_is_plain()): what the program itself names, as ids and classes. */
void xml_attr_plain(struct xml *x, const char *name, const char *value);
/* The same for a value of `n` parts, each plain. */
void xml_attr_joined(struct xml *x, const char *name, const char *const *parts, size_t n);

void xml_attr_int(struct xml *x, const char *name, long value);

/* Ends the innermost element with a full end tag; xml_close() as an empty one, for img, br, item and the like. */
void xml_end(struct xml *x);
void xml_close(struct xml *x);

void xml_text(struct xml *x, const char *s, size_t n);

/* True for a text of which each byte is written as it is: nothing to escape or to leave out. */
bool xml_is_plain(const char *s, size_t n);

/* Adds a text that is plain, or a part of one that does not begin or end within a character. */
void xml_plain(struct xml *x, const char *s, size_t n);

void xml_puts(struct xml *x, const char *s);

/* A line break of the file, for people who read it; not where white space counts. */
void xml_nl(struct xml *x);

/* A whole element with text alone, and a line break. */
void xml_leaf(struct xml *x, const char *name, const char *text);

/* Ends the document and appends it to `out`; the writer can then only be dropped. */
void xml_finish(struct xml *x, struct buf *out);

#endif
