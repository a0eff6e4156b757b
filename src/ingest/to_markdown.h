/* Shared by the files that write Markdown: blocks in to_markdown.c, texts in to_markdown_text.c. */
#ifndef INGEST_TO_MARKDOWN_H
#define INGEST_TO_MARKDOWN_H

#include "doc/doc.h"

/* Where a text is written. It decides which signs mean something and how a forced line break looks. */
enum md_place {
    MD_BLOCK, /* a paragraph of its own: lines may follow lines */
    MD_LINE,  /* a heading or a field of the front matter: one line */
    MD_CELL,  /* one line between bars */
    MD_QUOTED /* a paragraph that would be read as a speaker or credit if it began with a dash */
};

/* Writes a text with its spans so that the reader gives it back. `prefix` begins further lines of MD_BLOCK. */
void md_put_text(struct buf *out, const struct text *t, enum md_place place, const struct buf *prefix);

/* Writes a plain string with all signs escaped that mean something inside brackets: the words for a picture. */
void md_put_plain(struct buf *out, const char *s);

/* Writes "<address>" or "address" as it stands in a link's brackets. */
void md_put_address(struct buf *out, const char *address);

#endif
