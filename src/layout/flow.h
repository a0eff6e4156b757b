/* Flows: the blocks of one piece of the book (a chapter, the contents, …) as a vertical list.
 *
 * A flow has two parallel views of the same thing: vitems, which pagebreak() sees, and the vboxes that they stand for:
 * set lines, rules, pictures, with positions relative to the box. compose.c puts the boxes of each page in place.
 */
#ifndef LAYOUT_FLOW_H
#define LAYOUT_FLOW_H

#include "book/book.h"
#include "image/image.h"
#include "layout/pagebreak.h"
#include "layout/par.h"

/* Something with a height that is never divided. */
struct vbox {
    struct page_item *items; /* x from the text box's left edge, y from the box's top */
    uint32_t n_items;
    scaled height;
    uint32_t seq, offset; /* leaf and byte of its first word; seq 0: it has none */
    bool floats;          /* does not count as the start of a page, unless it is alone there */
    const struct par_anchor *anchors;
    uint32_t n_anchors;
    scaled anchor_y;               /* where its anchors lie, from the top */
    const struct note_box **notes; /* footnotes that go to its page */
    uint32_t n_notes;
    scaled ink_top, ink_bottom; /* how far the ink of its lines reaches, from the box's top */
    bool tight;                 /* that of two lines in it may meet */
    struct srcpos pos;          /* of its text, for messages */
    uint32_t figure;            /* ordinal of the chapter's picture that it is, from 1; 0: none */
    struct vbox *head;          /* set again on top when a page begins with this box: table heads */
};

/* A footnote, set once, placed at the foot of the page that refers to it. */
struct note_box {
    const char *id;
    bool placed; /* some line has brought it to its page already */
    struct vbox *lines;
    uint32_t n_lines, max_lines;
    struct note_box *next;
};

struct flow {
    struct par_ctx *ctx;
    const struct book *book;
    const struct image_set *images;
    struct vitem *items;
    size_t n, cap;
    struct vbox **boxes;
    size_t n_boxes, cap_boxes;
    const char **waiting; /* ids whose anchor is the next box */
    size_t n_waiting, cap_waiting;
    uint32_t tag;          /* structure element that new blocks go under */
    uint32_t figure_tag;   /* of a picture that was moved: it is read where the text has it; 0: a new one */
    bool columns;          /* text is as wide as a column of the layout's */
    bool span;             /* … but for what is put now, which stands over all columns */
    bool whole;            /* boxes are whole pages: cover, divider */
    enum doc_kind last;    /* the block that stands above: a paragraph is indented only below another one */
    uint8_t heading_level; /* of the last heading's tag: levels must not be skipped */
    scaled left, right;    /* block indents in force */
    const char *lang;
    struct run_in *run_in;     /* the heading that the next paragraph begins with; NULL: none */
    struct note_box *notes;    /* of this piece */
    struct tag_list note_tags; /* their structure elements, until flow_finish_notes() */
    const uint8_t
        *delays; /* by picture: so many blocks of text come before it, to fill the page that it does not fit on */
    const scaled *limits; /* by picture: it is made no higher than this; 0: no limit */
    uint32_t n_figures, max_figures;
    struct note_line *note_lines; /* of the notes in the order of their references, with their boxes */
    const struct vbox **note_boxes;
    size_t n_note_lines, cap_note_lines, cap_note_boxes;
    bool offers_elastics; /* says what can be made a line longer or shorter, which takes time */
    struct elastic *elastics;
    size_t n_elastics, cap_elastics;
    uint32_t next_elastic;  /* constructions are numbered in the order of the flow */
    const int8_t *loosened; /* by construction: lines that it gets more */
    size_t n_loosened;
};

void flow_init(struct flow *f, struct par_ctx *ctx, const struct book *book, const struct image_set *images,
               const char *lang);
void flow_free(struct flow *f);

/* Width that blocks have now. */
scaled flow_width(const struct flow *f);

/* Does what follows stand over all columns? Returns what was in force before. Where the text is in one column it makes
 * no difference. */
bool flow_span(struct flow *f, bool span);

/* Height of the text box of a page. */
scaled flow_page_height(const struct flow *f);

/* Space; `keep` of it stays at the top of a page. */
void flow_glue(struct flow *f, scaled height, scaled keep);
void flow_penalty(struct flow *f, int32_t penalty);
/* Appends a box; waiting ids become its anchors. Returns it. */
struct vbox *flow_box(struct flow *f, const struct vbox *box, bool text);
/* The box appended last stands on the grid, or `phase` below one of its lines. */
void flow_on_grid(struct flow *f, scaled phase);
/* The next box gets an anchor for this id (NULL: none). */
void flow_anchor(struct flow *f, const char *id);
/* Space that brings the flow's height since item `from` to whole lines of the grid, at least `min`. */
void flow_fill_line(struct flow *f, size_t from, scaled min);
/* Number of the next construction whose length can be changed, and the lines that it gets more (1, 0, -1). */
uint32_t flow_elastic(struct flow *f, int *more);
/* Says what it costs to change the length of construction `id`, which reaches from item `first` to the last item; 0:
 * can't be. */
void flow_offer(struct flow *f, uint32_t id, size_t first, const struct par_choices *cost);
/* A page break that must be. */
void flow_new_page(struct flow *f);

/* How a leaf's lines go into the flow. */
struct leaf_setting {
    const struct style *style;
    uint32_t tag; /* the leaf's own structure element */
    scaled first_indent;
    uint32_t first_lines; /* so many lines are indented like the first; 0 is 1 */
    scaled width;         /* 0: flow_width() */
    scaled last_room;
    bool grid;    /* the first line moves to the grid */
    scaled phase; /* so far below a grid line (headings, whose space below brings the text back to the grid) */
    bool whole;   /* never divided over pages */
    bool elastic; /* may be set a line longer or shorter, so that its page comes out even */
    int looseness;
    const struct run_in *run_in; /* stands before the first word, on its line; NULL: nothing */
};

/* A heading on the line with which its text begins. */
struct run_in {
    const struct doc_node *heading;
    struct par_line line;
};

/* Sets the leaf and appends its lines, with penalties against widows and orphans. Returns the number of lines. */
uint32_t flow_leaf(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s);
/* Sets the first paragraph of a chapter with its first letter as high as text.drop-cap lines (drop_cap.c). False, and
 * nothing is set, where the layout has no such letters or the paragraph can't carry one. */
bool flow_drop_cap(struct flow *f, const struct doc_node *node, const struct leaf_setting *s);
/* Sets the leaf without appending: lines for composed boxes. */
void flow_set(struct flow *f, const struct doc_node *leaf, const struct leaf_setting *s, struct par *out);
/* Appends `line` as items of a box under construction at x, y (y: of the base line). */
void flow_put_line(struct flow *f, struct vbox *box, const struct par_line *line, scaled x, scaled y);
/* The same with a space after the last word, for texts that stand side by side in one structure element. */
void flow_put_spaced(struct flow *f, struct vbox *box, const struct par_line *line, scaled x, scaled y);
/* Appends one item to a box under construction. */
struct page_item *flow_put_item(struct flow *f, struct vbox *box, const struct page_item *item);
/* A rule, which is a filled rectangle, as an artifact. */
void flow_put_rule(struct flow *f, struct vbox *box, struct rect r, uint8_t ink);
/* Adds an anchor to a box under construction. */
void flow_put_anchor(struct flow *f, struct vbox *box, const char *id);

/* From the top of a line of this leading to its base line: 0.72 of it (the grid's rule). */
scaled flow_baseline(scaled leading);

/* The layout's style of a role. */
const struct style *flow_style(const struct flow *f, enum role role);

/* Blocks (flow_block.c): one, or `first` and all that follow it; what is no block is passed over. */
void flow_block(struct flow *f, const struct doc_node *node);
void flow_blocks(struct flow *f, const struct doc_node *first);
/* The blocks of a chapter, with pictures moved behind as many blocks as `delays` says. */
void flow_body(struct flow *f, const struct doc_node *first);
/* A structure element below the flow's present one, in the language of the node. */
uint32_t flow_tag(struct flow *f, enum tag_role role, const struct doc_node *node);
/* Several leaves as one run-in text: the first `n_strong` bold, joined by spaces. */
struct text flow_join(struct flow *f, const struct doc_node *const *leaves, size_t n, size_t n_strong);
/* The text of a DOC_URL: a link over all of it, where it has a target. */
struct text flow_url(struct flow *f, const struct doc_node *url);
/* As flow_set(), for a text that is no leaf. */
void flow_set_text(struct flow *f, const struct text *text, const struct doc_node *at, const struct leaf_setting *s,
                   struct par *out);
/* A table (table.c), a figure (figure.c). */
void flow_table(struct flow *f, const struct doc_node *table);
void flow_figure(struct flow *f, const struct doc_node *figure);
/* The notes of a chapter, to be found by id when lines refer to them (notes.c). */
void flow_collect_notes(struct flow *f, const struct doc_node *chapter);
/* Sets them behind the text instead, as a list under a short rule: endnotes. */
void flow_end_notes(struct flow *f, const struct doc_node *chapter);
/* Puts the notes' structure elements behind those of the text. */
void flow_finish_notes(struct flow *f);
struct note_box *flow_note(const struct flow *f, const char *id);
/* The source at a chapter's end (sources.c), list of sources. */
void flow_source_block(struct flow *f, const struct doc_node *block);

/* Whole pieces: each fills the flow from a child of the book. */
void flow_chapter(struct flow *f, const struct doc_node *chapter); /* opening.c */
void flow_matter(struct flow *f, const struct doc_node *matter);   /* opening.c */
/* The page with nothing but the book's title (opening.c). */
bool flow_is_half_title(const struct doc_node *matter);
/* The head of a contents list, sources list …, at the height of chapter titles. */
void flow_head(struct flow *f, const struct doc_node *title);        /* opening.c */
void flow_contents(struct flow *f, const struct doc_node *contents); /* contents.c */
/* The entries of a contents list as a structure element of their own (contents.c). */
void flow_entries(struct flow *f, const struct doc_node *contents);
void flow_sources(struct flow *f, const struct doc_node *sources); /* sources.c */
void flow_index(struct flow *f, const struct doc_node *index);     /* index.c: in columns, a box a page */
void flow_cover(struct flow *f, const struct doc_node *cover);     /* cover.c: one box as high as the page */
void flow_part(struct flow *f, const struct doc_node *part);       /* part.c: one box as high as the text */

#endif
