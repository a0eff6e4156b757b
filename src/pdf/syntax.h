/* The words of PDF: numbers, names, strings and references (ISO 32000-1, 7.3), appended to a buffer.
 *
 * Nothing of the input reaches a file but through these functions, which escape it.
 */
#ifndef PDF_SYNTAX_H
#define PDF_SYNTAX_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/units.h"
#include "page/page.h"

/* A reference to an indirect object: "12 0 R". */
void put_ref(struct buf *b, uint32_t number);

/* A length in points with three decimals at most. */
void put_length(struct buf *b, int64_t length);

/* The rectangle "[x0 y0 x1 y1]" of a place given from the top of a page of that height. */
void put_rect(struct buf *b, const struct rect *r, scaled page_height);

/* A name with its slash; what is no regular character is escaped. At most 127 bytes are taken (PDF/A's limit). */
void put_name(struct buf *b, const char *name);

/* A code inside a literal string: one byte below 256, else two, the higher first. */
void put_code(struct buf *b, uint16_t code);
/* The same at `to`, where there is room for four bytes; returns the place behind it. */
char *code_put(char *to, uint16_t code);

/* A literal string of bytes. */
void put_bytes(struct buf *b, const void *p, size_t n);

/* A text string for people: of UTF-8 that may hold anything. Control characters, noncharacters and marks that turn the
 * direction of writing are left out (see text_clean()); what is longer than PDF/A allows is cut. */
void put_text(struct buf *b, const char *s);

/* The same for `n` bytes of text that is shown on a page: nothing is left out. */
void put_page_text(struct buf *b, const char *s, size_t n);

/* UTF-16BE of the text as hexadecimal digits without brackets. */
void put_utf16_hex(struct buf *b, const char *s, size_t n);

/* Appends text without what could break or forge a display: white space becomes single spaces; control characters,
 * noncharacters, invalid bytes and bidirectional controls vanish. How metadata and outline titles are made fit for
 * both PDF strings and XML. */
void text_clean(struct buf *out, const char *s);

#endif
