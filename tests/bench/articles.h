/* Made-up articles of any size for measurements: Vietnamese sentences of common syllables, set like newspaper texts
 * with date line, lead, headings, captions, lists, quotations, teasers. The same size gives the same bytes. */
#ifndef BENCH_ARTICLES_H
#define BENCH_ARTICLES_H

#include "base/buf.h"

/* Each appends an article of about `n` bytes. The page has head, navigation and side matter as saved pages do. */
void make_text_article(struct buf *out, size_t n);
void make_page_article(struct buf *out, size_t n);
void make_markdown_article(struct buf *out, size_t n);

/* word/document.xml of a Word document, with Heading styles, and a chapter of an EPUB. */
void make_word_article(struct buf *out, size_t n);
void make_chapter_article(struct buf *out, size_t n);

#endif
