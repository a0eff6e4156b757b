/* Inside layout/: one page, filled item by item, and the ways in which it may end (for pagebreak.c). */
#ifndef LAYOUT_PAGEFILL_H
#define LAYOUT_PAGEFILL_H

#include "layout/pagebreak.h"

/* The list with what is worked out of it once. */
struct page_list {
    const struct vitem *items;
    size_t n;
    const struct pagebreak_params *p;
    int64_t *note_sums;   /* height of the note lines before each */
    uint32_t *note_start; /* of each note line: the first line of its note */
    uint32_t *brought;    /* note lines that the items before each have brought */
};

#define LEVEL_FREE 255 /* the page may end where it will: the last one, or one before a forced break */
#define LEVEL_MAX 8

/* One way to end a page. */
struct page_end {
    uint32_t at;       /* the item before which it ends */
    uint32_t note_end; /* lines of notes before this are placed */
    int64_t used;
    int32_t level; /* lines left empty; LEVEL_FREE */
    bool forced;   /* ends where nothing allows it */
    int8_t more;   /* lines that each of the elastics gains */
    uint8_t n_elastics;
    uint32_t elastics[PAGE_ELASTICS];
    int32_t lines; /* of text */
    /* What it costs, by part. */
    int64_t empty, penalty, notes, elastic, last;
};

struct page_ends {
    struct page_end *items;
    size_t n, cap;
};

void page_list_make(struct page_list *l, const struct vitem *items, size_t n, const struct pagebreak_params *p,
                    struct arena *a);

/* All ends of a page that begins with item `from`, when the note lines before `note` are placed; `first`: the first
 * page of the list. There is always one. From the emptiest to the fullest; those that leave much more empty than the
 * fullest are not among them. A `from` behind the last item gives a page of notes. */
void page_fill(const struct page_list *l, uint32_t from, uint32_t note, bool first, struct page_ends *out);

int64_t page_end_cost(const struct page_end *e);

/* For columnfill.c. */

/* Half a thousandth of a point of rounding must not cost a line. */
#define PAGE_SLACK 32

/* May a page end before item i? Must it? */
bool page_is_break(const struct vitem *items, size_t i);
bool page_is_forced(const struct vitem *v);
/* Lines of notes that go to a page of the items [from, at) when its text leaves `room` and the lines before `note` are
 * placed: all, or as many as fit, but of a note that begins there two at least. Sets e->note_end and e->notes. Returns
 * false where that can't be. */
bool page_place_notes(const struct page_list *l, uint32_t from, uint32_t note, uint32_t at, int64_t room,
                      struct page_end *e);
/* Height of the note lines [note, end), with the space above them. */
int64_t page_notes_height(const struct page_list *l, uint32_t note, uint32_t end);
/* What it costs to leave so much empty; lines of it, for the level of a page. */
int64_t page_empty_cost(const struct pagebreak_params *p, int64_t empty);
int32_t page_level(const struct pagebreak_params *p, int64_t empty);
struct page_end *page_end_append(struct page_ends *out, const struct page_end *e);

#endif
