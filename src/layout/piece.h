/* Pieces: parts of the book that are laid out independently: cover, contents, a part's divider, a chapter, the sources.
 */
#ifndef LAYOUT_PIECE_H
#define LAYOUT_PIECE_H

#include "layout/flow.h"
#include "layout/layout.h"

struct layout;

/* Items that running heads, folios and foot lines mostly need at most. */
#define FURNITURE_ROOM 4

/* A page of a piece, before it has its place in the book: x from the text box's left edge (or the page's, for whole
 * pages). */
struct piece_page {
    struct page_item *items; /* with room for FURNITURE_ROOM more */
    uint32_t n_items;
    uint32_t seq, offset;   /* of its first word; seq 0: none */
    struct anchor *anchors; /* page: index within the piece */
    uint32_t n_anchors;
};

/* Something wrong on a page: two lines touch (with the words), or a box is too high (without). */
struct page_fault {
    uint32_t page, line; /* of the piece, from 0; of the page, from 1 */
    const char *above, *below;
    struct srcpos pos;
};
#define MAX_FAULTS 20 /* of one piece; more of them say nothing new */

/* A page label that a piece asked for, and what it was told. */
struct page_lookup {
    const char *id, *label; /* label NULL: not known yet */
};

struct kept_piece;

struct piece {
    const struct doc_node *node;
    struct layout *layout;
    struct arena *out, *shown; /* what lives as long as the book's pages; what they show: until it is painted */
    struct tag_list tags;      /* without its items once they are joined, unless the cache keeps them */
    struct diag *diag;
    struct piece_page *pages;
    uint32_t n_pages;
    bool front;       /* before the first part or chapter: Roman folios */
    bool whole;       /* positions are from the page's corner: cover, divider */
    bool furniture;   /* pages carry folios (all but the cover): "see page 2" must lead somewhere */
    bool opens;       /* its first page has no running head */
    bool recto;       /* begins on a right-hand page where the layout says so */
    struct buf *dump; /* not NULL: how it is set is written there: `dumped`, EXPLAIN_… */
    unsigned dumped;
    bool asked;                  /* page labels were looked up: set again when they change */
    struct page_lookup *lookups; /* all of them */
    size_t n_lookups, cap_lookups;
    struct kept_piece *kept; /* not NULL: what it consists of belongs to the cache (reuse_parts.h) */
    int64_t seq_shift;       /* added to the places at which its pages start: it was set when they were others */
    struct page_fault *faults;
    uint32_t n_faults;
    struct tear_count tears;
    uint32_t first_page;       /* index in the book */
    uint32_t tag_base;         /* added to its tags when it was joined */
    const struct piece *donor; /* a variant: its finished pages are taken as they are; NULL: set here */
};

/* Lays out one piece with the given cache; what an earlier call made is given back. */
void piece_set(struct piece *p, struct word_cache *words, struct arena *scratch);
void piece_clear(struct piece *p);

/* Gives up what its pages show; the cache's stays. */
void piece_forget_shown(struct piece *p);

/* Puts the boxes of a flow on pages (compose.c). */
void compose_pages(struct piece *p, struct flow *f, const struct page_spans *spans, const struct pagebreak_params *b);

/* Label of the page where `id` lies, from the last round; NULL: not known yet. */
const char *layout_page_label(const struct layout *l, const char *id);
const struct layout_input *layout_input_of(const struct layout *l);
/* Are the labels that pieces look up noted in them? */
bool layout_notes_lookups(const struct layout *l);
/* Is it told what is wrong on its pages? Of a variant it is not: it was told of the first book. */
bool layout_tells_faults(const struct layout *l);
/* A page of a piece, joined. */
const struct page *layout_joined_page(const struct piece *p, uint32_t i);
/* Its tags, joined; the first that counts is [1]. */
const struct tag *layout_joined_tags(const struct piece *p);

/* Joins the pieces' finished pages into the book's (join.c), in two steps. */
struct join {
    const struct layout_input *in;
    struct piece *pieces;
    size_t n;
    struct pages *out;
    struct arena *a; /* of what the pages consist of */
};
/* Where everything lies: numbers and labels of pages, anchors, starts. */
void join_places(const struct join *j);
/* When those are final: the items with furniture, structure tree, outline, in workers, each with one of the `n`
 * contexts. Takes the pieces' items over: to be called once. */
void join_content(const struct join *j, struct par_ctx *ctxs, unsigned n);

/* A title as it stands in running heads. */
struct head_title {
    const char *title, *shown; /* NULL: none yet */
    scaled width;
    const struct par_line *line; /* set; NULL: not yet, or nothing to show */
};

/* Running head, folio and foot line of one page (furniture.c), appended to `items` as artifacts; the way to the
 * contents is a link whose tag the caller gives. */
struct furniture {
    struct par_ctx *ctx;
    struct head_title *titles; /* two, kept from page to page: titles that were cut */
    const struct design *design;
    const char *lang;
    const char *book_title, *chapter_title, *handling;
    const char *contents, *contents_id; /* words and target of a link to the contents; NULL: none */
    const char *label;
    bool head;   /* with a running head */
    bool verso;  /* a left-hand page of a duplex layout */
    scaled left; /* of the text box */
};
void furniture_put(const struct furniture *f, struct vbox *box);

#endif
