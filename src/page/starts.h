/* Where pages begin in the text: what layout tells the EPUB and whatever else refers to pages.
 *
 * A page starts at the first word, in document order, of its flow; running heads, folios, footnotes and repeated table
 * heads do not count. Pages without words have no start.
 */
#ifndef PAGE_STARTS_H
#define PAGE_STARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct page_start {
    uint32_t seq;      /* the leaf's number in reading order (doc_node.seq) */
    uint32_t offset;   /* byte in its text; 0: the page begins with the leaf */
    uint32_t page;     /* page index from 0 */
    const char *label; /* "iv", "12" */
};

/* On which page an id lies. */
struct page_ref {
    const char *id;
    const char *label;
    uint32_t page;
};

struct page_starts {
    struct page_start *items; /* sorted by seq, then offset */
    size_t n;
    struct page_ref *refs; /* sorted by id */
    size_t n_refs;
};

/* Starts that lie in leaf `seq`: returns the first and sets *n (0: none). */
const struct page_start *starts_in(const struct page_starts *s, uint32_t seq, size_t *n);

/* How many starts lie in the leaves from number `from` on, before `end`. */
size_t starts_between(const struct page_starts *s, uint32_t from, uint32_t end);

/* Label of the page where `id` lies, or NULL. */
const char *starts_label(const struct page_starts *s, const char *id);

/* ---- places in an index: each page once, pages that follow each other as a range ("3, 5–7") ---- */

/* One page, or the first and last of a range; `id` is the first place on it. */
struct locator {
    const char *id, *label;
    const char *last_id, *last_label; /* NULL: one page */
};

/* A place and the label of its page (NULL: not known; it is passed over). */
struct index_place {
    const char *id, *label;
};

/* Puts `n` places, in the order of the text, together. Arabic labels that count on make a range; others (Roman ones)
 * stand singly. Returns their number; *out is in the arena. */
size_t locators_make(struct arena *a, const struct index_place *places, size_t n, struct locator **out);

/* Writes them as text, one a line: --dump=starts. */
struct buf;
void starts_dump(const struct page_starts *s, struct buf *out);

#endif
