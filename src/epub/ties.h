/* Stretches of a text that may not wrap in the EPUB: ties, and words that a page begins with. */
#ifndef EPUB_TIES_H
#define EPUB_TIES_H

#include "doc/doc.h"
#include "page/starts.h"

/* Bytes [start, end) that become a no-wrap span; groups are apart and in order. */
struct tie_group {
    uint32_t start, end;
    int32_t marker; /* which of the page starts stands at its beginning; -1: none */
    bool firm;      /* from a tie that forbids the break */
};

/* A stretch of a text: bytes [from, to). A leaf may be divided between files. */
struct text_part {
    const struct text *t;
    uint32_t from, to;
};

/* Groups of the part's ties, which may reach beyond it: every tie of up to 12 letters whole, of longer ones the last
 * two words; and for each of the `n_starts` page starts (in order of offset) the word that begins there, or the tie
 * that it begins. A tie over a page's edge is divided there. Allocates from `a`; returns the count. */
size_t ties_group(struct arena *a, const struct text_part *part, const struct page_start *starts, size_t n_starts,
                  struct tie_group **out);

#endif
