/* Finished pages: what layout makes and the PDF back end writes.
 *
 * A page is a list of items in painting order, which is also reading order. Positions are in scaled points from the
 * page's top left corner, y downward; the y of text is its base line. Items keep glyphs *and* the text they came from,
 * so that a back end can make ToUnicode and ActualText. Every item belongs to a tag of the structure tree, or to none
 * (tag 0): then it is furniture, an artifact.
 */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/units.h"
#include "font/font.h"
#include "page/lexicon.h"
#include "page/starts.h"

/* One glyph of a shaped word. Offsets and advance in font units. */
struct glyph {
    uint16_t gid;
    uint16_t cluster; /* byte in the word's text where its cluster begins */
    int16_t advance, dx, dy;
    uint16_t flags;
};

enum {
    GLYPH_CONTINUES = 1, /* belongs to the same cluster as the glyph before it */
    GLYPH_UNSAFE = 2     /* a line break before it needs new shaping */
};

/* A word or stretch of one font, shaped once and shared by all places where it stands. Immutable. */
struct shaped {
    const struct font *font;
    const char *text; /* UTF-8, NFC, NUL-terminated */
    uint16_t text_n;
    uint16_t n;
    bool capitals;   /* the glyphs show capitals of the text: they don't say what it is */
    bool steady;     /* rules across spaces leave it as it is, where they look at signs alone; false says nothing */
    int32_t width;   /* font units */
    uint32_t number; /* in the lexicon of those who shaped it */
    struct glyph glyphs[];
};

enum { PIECE_SPACE_AFTER = 1, PIECE_HYPHEN = 2 };

/* A shaped word at its place in a run. Most of a book's memory is these. */
struct run_piece {
    uint32_t word;      /* its number in the run's lexicon */
    int32_t x : 30;     /* from the run's origin, -RUN_REACH … RUN_REACH */
    uint32_t flags : 2; /* PIECE_SPACE_AFTER: the space glyph of the font follows (also at a line's end). PIECE_HYPHEN:
                           the piece is a hyphen that the text does not have */
};
#define RUN_REACH ((1 << 29) - 1)

static inline struct run_piece run_piece(uint32_t word, scaled x, uint32_t flags)
{
    struct run_piece piece = {.word = word};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" /* it is asked for */
    piece.x = x;
    piece.flags = flags;
#pragma GCC diagnostic pop
    return piece;
}

/* Pieces of one font, size and colour on one base line, one at least. */
struct glyph_run {
    scaled size;     /* with the fallback scale already in it */
    uint16_t hscale; /* glyph scaling in 1/10000; 10000: none */
    uint16_t n;
    scaled tracking;                /* added to each glyph's advance */
    scaled rise;                    /* superscripts: upward */
    const struct run_piece *pieces; /* a space glyph between two pieces is as wide as their x say */
    const struct lexicon *words;
};

/* The word of piece i. */
static inline const struct shaped *run_word(const struct glyph_run *run, size_t i)
{
    return lexicon_word(run->words, run->pieces[i].word);
}

static inline const struct font *run_font(const struct glyph_run *run)
{
    return run_word(run, 0)->font;
}

struct rect {
    scaled x, y, w, h;
};

struct image;

/* Where a link leads. */
struct page_link {
    const char *uri; /* absolute, or "#id" */
    const char *alt; /* what is there; NULL: not known */
};

/* One of the arena. */
static inline const struct page_link *page_link(struct arena *a, const char *uri, const char *alt)
{
    struct page_link *link = arena_alloc(a, sizeof *link);
    *link = (struct page_link){uri, alt};
    return link;
}

enum item_kind { ITEM_TEXT, ITEM_RULE, ITEM_RECTS, ITEM_IMAGE, ITEM_LINK };

struct page_item {
    uint8_t kind;
    uint8_t ink;  /* index into pages.inks */
    bool turned;  /* x, y are those of the page turned by a quarter, its left edge on top: a wide table */
    uint32_t tag; /* index into pages.tags; 0: artifact */
    scaled x, y;  /* TEXT: origin on the base line; others: top left corner */
    union {
        const struct glyph_run *run; /* ITEM_TEXT */
        struct {
            scaled w, h;
        } rule; /* ITEM_RULE: a filled rectangle */
        struct {
            const struct rect *r;
            uint32_t n;
        } rects; /* ITEM_RECTS: filled, relative to x, y (QR codes) */
        struct {
            const struct image *image;
            scaled w, h;
        } image;
        struct {
            const struct page_link *to;
            scaled w, h;
        } link;
    } u;
};

/* What an area of the page turned by a quarter covers of the page. */
static inline struct rect page_turn_back(const struct rect *r, scaled page_height)
{
    return (struct rect){r->y, page_height - r->x - r->w, r->h, r->w};
}

/* Roles of the structure tree: standard structure types of ISO 32000-1 14.8.4. */
enum tag_role {
    TAG_NONE,
    TAG_DOCUMENT,
    TAG_PART,
    TAG_ART,
    TAG_SECT,
    TAG_DIV,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_P,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_BLOCKQUOTE,
    TAG_QUOTE,
    TAG_FIGURE,
    TAG_FORMULA,
    TAG_CAPTION,
    TAG_TABLE,
    TAG_THEAD,
    TAG_TBODY,
    TAG_TR,
    TAG_TH,
    TAG_TD,
    TAG_TOC,
    TAG_TOCI,
    TAG_INDEX,
    TAG_REFERENCE,
    TAG_NOTE,
    TAG_LINK,
    TAG_SPAN,
    TAG_CODE,
    TAG_ROLE_COUNT
};

/* Standard structure type of a role ("P", "LBody"); a number that is no role is a Div. */
const char *tag_role_name(unsigned role);

/* A structure element. Tags of one parent stand in reading order by index; where a tag holds both content and child
 * tags (a link in a paragraph) the order is that of the content on the pages. */
struct tag {
    uint8_t role;
    uint8_t scope;             /* TH: 'c' column, 'r' row, 'b' both; else 0 */
    uint8_t numbering;         /* L: 'd' decimal, 'u' bullets, 'n' none; else 0 */
    uint16_t colspan, rowspan; /* TH, TD; 0: 1 */
    uint32_t parent;           /* index; the root has 0 */
    const char *lang;          /* NULL: inherited */
    const char *alt;           /* Figure, Formula: alternative text */
    const char *id;            /* Note: unique id; else NULL */
    struct rect bbox;          /* Figure: its place on the page (w 0: none) */
};

/* A spot that can be linked to. */
struct anchor {
    const char *id;
    uint32_t page;
    scaled x, y;
};

/* A line of the outline; levels from 0, never more than one deeper than the line before. */
struct outline_entry {
    const char *title;
    const char *anchor; /* an id */
    uint8_t level;
};

struct ink {
    uint8_t rgb[3];
    uint8_t cmyk[4]; /* per cent */
    bool k_only;     /* written as grey: "0 g" */
    bool all;        /* on every plate of the press: registration marks */
};

enum { INK_BLACK, INK_ACCENT, INK_MARK, INK_WHITE, INK_FIRST_FREE };

/* A finished page at its place on a larger sheet. */
struct placed_page {
    const struct page *page;
    scaled x, y;      /* top left corner of the area that it covers on the sheet */
    uint8_t turns;    /* quarter turns, clockwise */
    struct rect clip; /* on the sheet: nothing of it is painted outside (w 0: all of it is) */
};

struct page {
    scaled width, height; /* after trimming */
    scaled bleed;         /* around that, painted as well and cut off; 0 in a book that is not for the press */
    scaled slug;          /* around the trimmed page: room for the bleed and for marks */
    const char *label;    /* page label: "iv", "12" */
    const struct page_item *items;
    uint32_t n_items;
    const struct placed_page *placed; /* a sheet: its pages, above its own items; their tags and links do not count */
    uint32_t n_placed;
    bool own; /* of a variant: not a page of the first book */
};

/* Labels from a page on: for the PDF's PageLabels. */
struct label_range {
    uint32_t page;
    char style; /* 'r' lower Roman, 'D' decimal */
    uint32_t first;
};

/* How pages stand on a screen when the PDF is opened: one; one under another; as spreads, the first on the right. */
enum page_arrangement { PAGES_SINGLE, PAGES_CONTINUOUS, PAGES_SPREADS };
/* What stands beside them: the outline; nothing; nothing, and the page fills the screen. */
enum page_panel { PANEL_OUTLINE, PANEL_NONE, PANEL_FULL_SCREEN };

struct pages {
    struct page *items;
    size_t n;
    struct tag *tags; /* [0] is unused, [1] the Document */
    size_t n_tags;
    struct anchor *anchors; /* sorted by id */
    size_t n_anchors;
    struct outline_entry *outline;
    size_t n_outline;
    struct label_range *labels;
    size_t n_labels;
    struct ink *inks;
    size_t n_inks;
    const char *lang;
    enum page_arrangement arrangement;
    enum page_panel panel;
    struct page_starts starts;
};

/* Writes pages as text, an item a line: --dump=pages. */
struct buf;
void pages_dump(const struct pages *p, struct buf *out);

#endif
