/* Page breaking over a whole chapter by dynamic programming, in the manner of Plass (Optimal Pagination Techniques,
 * 1981), with footnotes that may be divided and facing pages that end level. Sees heights, never text. */
#ifndef LAYOUT_PAGEBREAK_H
#define LAYOUT_PAGEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/units.h"

enum vitem_kind { VITEM_BOX, VITEM_GLUE, VITEM_PENALTY };

/* An item of a vertical list. Glue at the top of a page is dropped, but for its `keep` part. A break is possible at
 * glue that follows a box, and at a penalty below PENALTY_FORBID. */
struct vitem {
    uint8_t kind;
    bool text; /* BOX: a line of running text */
    bool grid; /* BOX: moves down until its top lies `phase` below a line of the base line grid */
    bool span; /* in a list of columns: stands over all of them, or belongs to what does */
    int32_t penalty;
    scaled height;    /* BOX: with its share of the leading; GLUE: natural space */
    scaled keep;      /* GLUE: what stays of it at the top of a page */
    scaled phase;     /* BOX: see `grid`; 0 for running text, so that its base lines are on the grid */
    scaled top;       /* BOX: height of what is set again above it when it begins a page (table heads) */
    uint32_t notes;   /* BOX: so many lines of footnotes belong to its page, the next ones of `note_lines` */
    uint32_t elastic; /* the last item of an elastic construction: its index + 1; else 0 */
    uint32_t ref;     /* what it stands for, known to the caller */
};

/* Lines of all footnotes in the order in which they are referred to. */
struct note_line {
    scaled height;
    bool first; /* of its note, which begins on the page of its reference */
};

/* What can be made a line longer or shorter where it stands wholly on one page: a paragraph of other breaks, a heading
 * with more space. Ends with a box, or with glue that counts when a box follows on the page. */
struct elastic {
    uint32_t first;          /* item; when it is glue, it must not be the page's first */
    int32_t longer, shorter; /* demerits of it; 0: it can't be */
    uint32_t id;             /* known to the caller */
};

/* Pages that face each other should end on the same line. */
enum facing { FACING_NONE, FACING_FROM_SECOND, FACING_FROM_FIRST }; /* the first page is a recto, a verso */

struct buf;

struct pagebreak_params {
    scaled height;          /* of the text box */
    scaled first_height;    /* of the first page's (openings may sink) */
    scaled insert_gap;      /* between text and notes */
    scaled line;            /* leading: step of the grid, and unit of the costs for empty space */
    int32_t last_min_lines; /* a last page with fewer lines of text costs `short_demerits` */
    int64_t short_demerits;
    int facing; /* enum facing */
    const struct note_line *note_lines;
    size_t n_note_lines;
    const struct elastic *elastics;
    size_t n_elastics;
    int columns; /* of the text, MAX_TEXT_COLUMNS at most; 0 is 1 */
};

#define MAX_TEXT_COLUMNS 3
#define PAGE_ELASTICS 2

/* One page: items [first, end), lines of notes [note_first, note_end), and what it cost. A page of the rest of a long
 * note alone has no items. */
struct page_span {
    uint32_t first, end;
    uint32_t note_first, note_end;
    scaled used;      /* height that is filled, notes included */
    int64_t demerits; /* total up to here */
    bool overfull;    /* a box taller than the page */
    bool uneven;      /* ends higher or lower than the page that it faces */
    bool free;        /* the last page, or one before a forced break: its columns are balanced */
    uint8_t n_elastics;
    int8_t more;                      /* lines that each of the elastics gains: 1 or -1 */
    uint32_t elastics[PAGE_ELASTICS]; /* their ids */
};

struct page_spans {
    struct page_span *items;
    size_t n;
};

/* Chooses page breaks of least total cost. Results in the arena. `trace` (may be NULL) gets for each page the ends that
 * came into question and what each would have cost. */
void pagebreak(const struct vitem *items, size_t n, const struct pagebreak_params *p, struct arena *a,
               struct buf *trace, struct page_spans *out);

/* The next line of the grid at or below y; a step of 0 or less: y. */
int64_t pagebreak_snap(int64_t y, scaled step);

#endif
