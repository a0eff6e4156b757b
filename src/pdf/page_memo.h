/* Pages that were painted and deflated before, for builds that repeat. */
#ifndef PDF_PAGE_MEMO_H
#define PDF_PAGE_MEMO_H

#include "base/memo.h"
#include "pdf/content.h"

/* What is common to all pages of one PDF. */
struct page_memo {
    struct memo *memo; /* NULL: nothing is remembered */
    const struct paint *what;
    bool stamped;  /* pages show a stamp as well */
    uint64_t plan; /* stands for the numbers, widths and texts of all glyphs */
};

/* Begins, when the glyphs are planned. Shaped words must live as long as the memo has pages. */
void page_memo_begin(struct page_memo *m, struct memo *memo, const struct paint *what, bool stamped);

/* Writes all that the content of the page depends on into `key`. Returns false for a page that is not remembered. */
bool page_memo_key(const struct page_memo *m, size_t page, struct buf *key);

/* Appends the deflated content of the page with this key, and its marks. Returns false when it is not known. */
bool page_memo_find(const struct page_memo *m, size_t page, const struct buf *key, struct buf *deflated,
                    struct page_marks *marks);

/* Keeps them. */
void page_memo_put(const struct page_memo *m, size_t page, const struct buf *key, const struct buf *deflated,
                   const struct page_marks *marks);

#endif
