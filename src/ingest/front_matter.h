/* The YAML between "---" lines at the top of a Markdown file. */
#ifndef INGEST_FRONT_MATTER_H
#define INGEST_FRONT_MATTER_H

#include "ingest/reading.h"

/* Reads the front matter of `s` into the article's fields and returns the byte behind it, 0: there is none. */
size_t front_matter_read(struct reading *r, const char *s, size_t n);

/* How a file begins that ingest wrote itself: `ingested:` is the first key. */
#define INGESTED_MARK "---\ningested: 1\n"
bool front_matter_is_ingested(const char *s, size_t n);

#endif
