/* Imposition: pages in, sheets for the press out.
 *
 * A booklet is one section, its sheets laid into each other and stapled through the fold. Signatures are sheets of 8,
 * 16 or 32 pages that are folded two, three or four times, trimmed, gathered and bound. Both come as pairs of pages of
 * a PDF, front and back of a sheet; the back is meant to be turned over the short side of the paper as it lies (left to
 * right).
 */
#ifndef PRINT_IMPOSE_H
#define PRINT_IMPOSE_H

#include "base/arena.h"
#include "page/page.h"

enum impose_scheme { IMPOSE_NONE, IMPOSE_BOOKLET, IMPOSE_8 = 8, IMPOSE_16 = 16, IMPOSE_32 = 32 };

struct impose_options {
    enum impose_scheme scheme;
    scaled caliper; /* thickness of a leaf of the paper: by so much pages further in creep toward the fore-edge */
    scaled trim;    /* signatures: paper between pages and folds that is cut off at head, foot and fore-edge */
    scaled margin;  /* signatures: around the pages of a sheet, for marks */
    scaled bleed;   /* pages are painted so far beyond where they are cut */
    bool marks;     /* booklets: where they are cut; sheets that need more than black: for register */
};

/* Office paper of 80 g/m² (0.1 mm a leaf), 3 mm cut off, 10 mm for marks. */
struct impose_options impose_defaults(enum impose_scheme scheme);

/* Where one page of a signature stands on its sheet: column from the left and row from the top, as seen from that side.
 */
struct impose_cell {
    uint16_t leaf_page; /* 0 … pages of the signature - 1, in reading order */
    bool back;          /* on the back of the sheet */
    uint8_t column, row;
    bool turned; /* head down */
};

/* The cells of a signature of 4 (one leaf folded once), 8, 16 or 32 pages, in the order of the pages; found by folding
 * a sheet. `columns` and `rows` are those of a side. Returns the number of pages, 0 for another number. */
unsigned impose_cells(unsigned pages, struct impose_cell cells[32], unsigned *columns, unsigned *rows);

/* Makes the sheets of a book; everything new is the arena's, the pages stay the book's. */
struct pages *impose(const struct pages *book, const struct impose_options *o, struct arena *a);

/* What binding the book in such sheets takes. */
struct impose_advice {
    unsigned pages, sheets; /* of the book; sheets of paper for one copy */
    unsigned signatures;    /* 1 for a booklet */
    unsigned blank;         /* pages added at the end */
};
struct impose_advice impose_count(const struct pages *book, enum impose_scheme scheme);

#endif
