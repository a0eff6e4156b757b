/* EPUB as input: the documents of its spine, one after another. */
#ifndef INGEST_READ_EPUB_H
#define INGEST_READ_EPUB_H

#include "ingest/reading.h"

struct epub;

/* Opens the bytes, which must outlive it. NULL after a message when they are no sound EPUB. */
struct epub *epub_open(struct arena *a, const char *path, const char *bytes, size_t n, struct diag *d);
void epub_close(struct epub *e);

/* Reads the next document with text to the end of the reading's pieces; covers and tables of contents are passed over
 * and recorded. False: there is none. */
bool epub_next(struct epub *e, struct reading *r);

/* Gives the fields that hold for the whole publication. */
void epub_fields(const struct epub *e, struct article_meta *meta);

#endif
