/* The plan of an EPUB: which files there are, which part of the tree each shows, and which id lies in which of them.
 *
 * Made on one thread before anything is written (chapters.c, split.c, ids.c) and then only read, so that the files can
 * be written by several threads. What writing a file finds out (its bytes, the order of its marks) goes into its own
 * `struct piece`.
 */
#ifndef EPUB_PLAN_H
#define EPUB_PLAN_H

#include "epub/container.h"
#include "epub/epub.h"

/* A mark in a file that navigation lists, in the order in which they stand there. */
struct spot {
    const struct doc_node *heading; /* of a section; NULL: a page-break marker */
    size_t start;                   /* the marker's number in page_starts */
};

/* One XHTML file: a child of the book, or a stretch of one that is too long for small readers. */
struct piece {
    const struct doc_node *top;
    size_t index;                  /* place in the spine */
    const struct doc_node **units; /* blocks (or items, rows of a long list or table) that it shows, in order */
    size_t n_units;
    /* A leaf or row that is divided over files: where the first unit begins, where the last ends; bytes of a leaf,
     * slices of a row. */
    uint32_t begin_at, end_at;
    const struct doc_node **notes; /* footnotes that its text refers to */
    size_t n_notes;
    const char *refers;  /* of a file that has notes alone: name of the file that refers to them; else NULL */
    bool first, last;    /* shows the beginning, the end of `top` */
    const char *name;    /* "ch-thu-do": text/ch-thu-do.xhtml, manifest id x-ch-thu-do */
    const char *title;   /* plain, for <title> */
    const char *label;   /* of a later file: "Title (tiếp)", else NULL */
    const char *root_id; /* id of the root section, or NULL */
    /* filled in while writing the file */
    struct buf xhtml; /* until it is packed */
    struct packed packed;
    struct spot *spots;
    size_t n_spots, cap_spots;
};

#define CODE_POINTS 0x110000u
#define PLAN_TITLE_BYTES 300u /* a longer title of a column is not repeated in its cells */

struct id_table;
struct picture_list;

/* Facts that the metadata are computed from. */
struct facts {
    bool markers, pictures, pictures_lacking_alt, table_heads, notes, index, italics;
};

/* Why a node is to be looked at again, as bits: it or a spot in it may have an id; it is a heading, title or label; it
 * refers to a note; it has links; it is a figure. */
enum { SURVEY_NAMED = 1, SURVEY_HEAD = 2, SURVEY_REFERS = 4, SURVEY_LINKS = 8, SURVEY_FIGURE = 16 };

struct surveyed {
    const struct doc_node *node;
    uint8_t what;
};

/* Bytes of a page-break marker in XHTML, roughly. */
#define SURVEY_START_BYTES 115u

/* A later stretch of a leaf that is divided over files. */
struct leaf_part {
    uint32_t seq, from; /* byte in its text */
    uint32_t piece;
};

/* Where the stretches of a cell begin whose row is divided over files. */
struct slices {
    const uint32_t *starts;
    uint32_t n;
};

struct plan {
    const struct epub_input *in;
    struct arena *arena;
    struct diag *diag;
    struct piece *pieces;
    size_t n_pieces, cap_pieces;
    uint32_t *piece_of;      /* by seq: number of the piece plus 1; 0: shown nowhere */
    struct leaf_part *parts; /* by seq, then from */
    size_t n_parts, cap_parts;
    struct slices *slices;   /* by seq of cells in rows that are divided over files; NULL: there are none */
    struct surveyed *survey; /* in reading order */
    size_t n_survey, cap_survey;
    struct id_table *ids;
    struct id_table *names; /* file names taken */
    const char **node_id;   /* by seq: id that the node's element gets, or NULL */
    const char **title_id;  /* by seq of titles, headings and labels that name their section */
    const char **marker_id; /* by number of the page start; NULL: no marker (cover) */
    struct picture_list *pictures;
    uint8_t *chars; /* a bit a code point: which the files hold, but for ASCII; of CODE_POINTS */
    struct facts facts;
};

/* Works everything out. Warnings go to `d`. The plan lives in `a`; plan_end() frees what does not. */
void plan_make(struct plan *p, const struct epub_input *in, struct arena *a, struct diag *d);
void plan_end(struct plan *p);

/* chapters.c: the text without marks: references to notes left out, line breaks as spaces. In the arena. */
const char *plan_plain(struct arena *a, const struct text *t);
/* Title of a child of the book for people: its TITLE, with the label of a part before it. */
const char *plan_title(const struct plan *p, const struct doc_node *top);
/* A word of the book's language. */
const char *plan_word(const struct plan *p, const char *path);
/* `lang` if it has the form of a language tag (BCP 47), else NULL: readers refuse a book for a wrong one. */
const char *plan_lang(const char *lang);
/* First piece of a child of the book; NULL when the book has none of that kind. */
const struct piece *plan_first(const struct plan *p, enum doc_kind kind);
/* True if the node heads its container (title, kicker …) rather than being part of its content. */
bool plan_is_head(enum doc_kind kind);

/* Says that piece number `piece` shows the node and all below it. */
void plan_place(struct plan *p, const struct doc_node *node, size_t piece);

/* Says so of each unit of the piece; a block that begins in it counts as standing there. */
void plan_place_units(struct plan *p, size_t piece);

/* Puts the parts in order, for plan_piece_at(). */
void plan_sort_parts(struct plan *p);

/* Number plus 1 of the piece that shows byte `offset` of the leaf `seq`; 0: none does. */
uint32_t plan_piece_at(const struct plan *p, uint32_t seq, uint32_t offset);

/* survey.c: walks over a child of the book, notes what is to be looked at again and all facts but those of pictures;
 * returns how many bytes its XHTML takes, roughly. survey_bytes(): those of one node, without page-break markers. */
size_t survey_top(struct plan *p, const struct doc_node *top);
size_t survey_bytes(const struct doc_node *n);

/* Number of the first node behind all that is below the node: those below it have the numbers between. */
uint32_t plan_seq_behind(const struct plan *p, const struct doc_node *node);

/* split.c: fills piece->units and adds further pieces behind it when the text, of so many bytes, is too long for one
 * file. */
void split_piece(struct plan *p, size_t piece, size_t bytes);
/* Byte at which slice `slice` of a row that is divided over files begins in one of its cells; the text's length when
 * nothing of the cell is left. */
uint32_t split_slice(const struct plan *p, const struct doc_node *cell, uint32_t slice);
/* Gives notes that are too long to stand below the text that refers to them files of their own, behind its file. */
void split_notes(struct plan *p);
/* Name of the file that goes on with the last note of `piece`; NULL when it ends there. */
const char *plan_notes_after(const struct plan *p, const struct piece *piece);

/* ids.c: the table of all ids of the book. */
struct id_entry {
    const char *id;
    const struct doc_node *node; /* the node, or the leaf that holds the anchor */
    const struct span *anchor;   /* SPAN_ANCHOR; NULL: the id is the node's */
    const struct span *ref;      /* NOTE: the first reference, which its back link leads to */
    const char *ref_id;
};
struct id_table *ids_new(void);
void ids_drop(struct id_table *t);
/* Makes an id that nothing else has out of `wish`, and keeps it. */
const char *ids_fresh(struct id_table *t, struct arena *a, const char *wish);
/* Enters all ids of the tree and of page-break markers, after the pieces are known. */
void ids_collect(struct plan *p);
/* The entry of an id, or NULL when there is none that can be linked to. */
const struct id_entry *ids_lookup(const struct id_table *t, const char *id);
/* The marker of the page with this label, or -1. */
long ids_marker(const struct plan *p, const char *label);

#endif
