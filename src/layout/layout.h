/* The layout engine: a book becomes pages.
 *
 * Stages, a file each: itemize.c (text → runs of one font, script, language) → shape.c (runs → glyphs, the word cache)
 * → hlist.c (glyphs → boxes, glue, penalties) → linebreak.c (Knuth–Plass) → line.c (breakpoints → set lines) → flow*.c
 * (blocks → vertical list) → pagebreak.c (vertical list → pages) → compose.c (items in place) → furniture.c (running
 * heads, folios). layout_book() repeats what depends on page numbers until they agree, five times at most.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/workers.h"
#include "book/book.h"
#include "font/font_set.h"
#include "image/image.h"
#include "layout/par.h"
#include "page/page.h"
#include "style/design.h"

struct layout_cache;

struct layout_input {
    const struct book *book;
    const struct design *design;
    struct font_set *fonts;
    const struct image_set *images;
    struct workers *workers;    /* NULL: one thread */
    struct layout_cache *cache; /* of earlier layouts (reuse.h); NULL: none. For layout_book() alone */
    bool starts_only; /* where pages start is all that is asked, for an EPUB alone: nothing is put on the pages */
};

struct layout;

/* Lays out the whole book. The result owns all memory of its pages and ends with layout_drop(). NULL after an error. */
struct layout *layout_book(const struct layout_input *in, struct diag *d);
void layout_drop(struct layout *l);

/* Gives up what stands on the pages, as soon as it is written: half of what a build holds. How many pages there are and
 * where they start stays known. Nothing happens where pages are kept for the next build. */
void layout_forget_pages(struct layout *l);

/* The same for what stands on the first `n` pages, as soon as it is painted; tags, links' words and ids stay. */
void layout_forget_shown(struct layout *l, size_t n);

/* The finished pages, borrowed. */
const struct pages *layout_pages(const struct layout *l);

/* The tears of all its paragraphs. */
struct tear_count layout_tears(const struct layout *l);

/* Lays out `in`, the same book with chapters withheld, so that it agrees with `first` page for page; what says the same
 * as there is not set again. Both must live as long as the result. NULL after an error message: what replaces the
 * withheld words takes more pages than they did. */
struct layout *layout_variant(struct layout *first, const struct layout_input *in, struct diag *d);

/* A line of text in the style of folios, in the ink `ink`, its middle at x = 0 and its base line at y = 0, as
 * artifacts. Returns their number; *items live in `a`. */
uint32_t layout_line(struct layout *l, const char *s, uint8_t ink, struct arena *a, const struct page_item **items);

/* One line of text that stands on no page of the book: on a spine, on a back cover. */
struct layout_label {
    const char *s;
    enum role role; /* its style */
    scaled size;    /* 0: the style's */
    uint8_t ink;
};

/* Sets it from x = 0 on the base line y = 0, as artifacts. Returns the number of items; *items live in `a`, *width is
 * how far the line goes. */
uint32_t layout_label(struct layout *l, const struct layout_label *label, struct arena *a,
                      const struct page_item **items, scaled *width);

/* The cover alone, on a page of the proportions w : h, for the EPUB's picture: one page. NULL when the book has no
 * cover. */
struct layout *layout_cover(const struct layout_input *in, uint32_t w, uint32_t h, struct diag *d);

/* What layout_explain() writes, as bits. */
enum {
    EXPLAIN_BREAKS = 1,    /* --dump=breaks: how each paragraph was broken */
    EXPLAIN_HLIST = 2,     /* --dump=hlist: its horizontal list */
    EXPLAIN_LINEBREAK = 4, /* --trace=linebreak: how that was found */
    EXPLAIN_PAGEBREAK = 8  /* --trace=pagebreak: how the pages' ends were found */
};

/* Lays out the book and writes what is asked for, piece by piece as they were set in the last round. */
void layout_explain(const struct layout_input *in, unsigned what, struct buf *out, struct diag *d);

#endif
