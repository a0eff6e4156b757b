/* The PDF under construction: libharu's object table, and the file that objects go to.
 *
 * The only place that knows libharu. It keeps what stays small: catalogue, information and the dictionaries of streams.
 * What there is thousands of (pages, structure elements, annotations, outline lines) gets only its number from
 * libharu's table and is written as soon as it is made, so that memory stays flat. Streams, too, are written at once.
 *
 * libharu fails softly: an error sticks to its document and every later call fails. Nothing here returns a status;
 * document_check() tells at the end of a stage whether all went well.
 */
#ifndef PDF_DOCUMENT_H
#define PDF_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"

struct document;

/* Starts a PDF 1.`minor` in `out`. Returns NULL after an error message. Ends with document_drop(). */
struct document *document_new(struct out_file *out, int minor, struct diag *d);
void document_drop(struct document *doc);

/* Has workers (NULL: none) help; streams that were deflated for an earlier document are found in their memo. */
struct workers;
void document_employ(struct document *doc, struct workers *workers);

/* Returns -1 after an error message when libharu has refused something. */
int document_check(struct document *doc, struct diag *d);

/* True once writing to the file has failed, which the file itself reports in the end. */
bool document_stopped(const struct document *doc);

/* Makes `n` empty pages under a page tree of two levels. Called once. */
void document_add_pages(struct document *doc, size_t n);
/* Object number of page i. */
uint32_t document_page(const struct document *doc, size_t i);
/* Writes the content stream of page i: bytes that are deflated already. */
void document_page_content(struct document *doc, size_t i, const void *deflated, size_t n);

/* Further entries of a page's dictionary, or of one that libharu holds; written when the file is finished. */
struct buf *document_page_entries(struct document *doc, size_t i);
struct buf *document_catalog(struct document *doc);
struct buf *document_info(struct document *doc);

/* Numbers for `n` objects in a row, which document_put() will write; returns the first. */
uint32_t document_reserve(struct document *doc, size_t n);
/* Writes an object whose number was reserved. `body` is the whole object, "<<…>>" where it is a dictionary. */
void document_put(struct document *doc, uint32_t number, const struct buf *body);
/* Both at once. Returns the number. */
uint32_t document_add(struct document *doc, const struct buf *body);

/* Writes a stream of bytes that stand there as they are; `entries` (with the filter, if any) are copied. Returns its
 * number. */
uint32_t document_stream(struct document *doc, const char *entries, const void *p, size_t n);
/* The same, deflated here. */
uint32_t document_deflated(struct document *doc, const char *entries, const void *p, size_t n);

/* Writes what is left, the cross-reference stream and the end. `id`: 16 bytes that identify the file. */
void document_finish(struct document *doc, const uint8_t id[16]);

#endif
