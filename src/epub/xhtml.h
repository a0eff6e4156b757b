/* Writing one XHTML file of the plan (xhtml.c): blocks (xhtml_block.c), their text (xhtml_inline.c), tables
 * (xhtml_table.c), and the pages that are no chapters (xhtml_matter.c). */
#ifndef EPUB_XHTML_H
#define EPUB_XHTML_H

#include "epub/plan.h"
#include "epub/xml.h"

#define XHTML_MAX_LEVEL 6

struct render {
    const struct plan *plan;
    struct piece *piece;
    struct xml *x;
    struct arena *scratch;             /* reset after each leaf */
    struct arena *titles;              /* reset after each table */
    uint8_t sections[XHTML_MAX_LEVEL]; /* source levels of the sections that are open */
    unsigned n_sections;
    bool again;   /* a table's head is repeated: no ids, no markers */
    bool in_note; /* no markers inside notes: some readers hide them */
};

/* Writes the file into piece->xhtml and its marks into piece->spots. Several pieces may be written at once. */
void xhtml_write(const struct plan *p, struct piece *piece);

/* xhtml_inline.c */
enum leaf_place {
    LEAF_BEGINS,  /* the leaf begins its block: a page that begins with it has its marker as the block's first child */
    LEAF_FOLLOWS, /* other words of the block stand before it: the marker is tied to the first word */
    LEAF_MARKED   /* the marker of its beginning has been written */
};
/* Writes a leaf's text with its spans, ties and page-break markers. */
void inline_leaf(struct render *r, const struct doc_node *leaf, enum leaf_place place);
/* The same as a <span> on a line that others share; without the element where it would say nothing. */
void inline_span(struct render *r, const char *class, const struct doc_node *leaf, enum leaf_place place);
/* Writes the markers of pages that begin with the node itself (offset 0). Returns true if there was one. */
bool inline_markers(struct render *r, const struct doc_node *node);
/* Writes the markers of all pages that begin in the node or below it, in what this file shows of it. */
void inline_markers_below(struct render *r, const struct doc_node *node);
bool inline_has_marker(const struct render *r, const struct doc_node *node);
/* Which bytes of a leaf this file shows: all, unless it is divided over files. */
uint32_t inline_begin(const struct render *r, const struct doc_node *leaf);
uint32_t inline_end(const struct render *r, const struct doc_node *leaf);
/* True if the leaf shows nothing: neither words nor a page's beginning. */
bool inline_is_silent(const struct render *r, const struct doc_node *leaf);
/* Address of an id from the file being written, "#fragment" where a spot is meant; NULL when it leads nowhere. */
const char *inline_target(const struct render *r, const char *id);
/* Address of the marker of the page on which `id` lies, or of `id` itself; `*label` gets the page's label (NULL: not
 * known). */
const char *inline_page_of(const struct render *r, const char *id, const char **label);

/* xhtml_block.c: one element with the leaf's text: <tag class id lang>…</tag> and a line break; nothing for a silent
 * leaf. */
void xhtml_leaf(struct render *r, const char *tag, const char *class, const struct doc_node *leaf);
/* Begins an element with class (or NULL), the node's id, and its language where that changes. */
void xhtml_begin(struct render *r, const char *tag, const char *class, const struct doc_node *node);
/* The language of a node as attributes, where it differs from what holds around it. */
void xhtml_lang(struct render *r, const struct doc_node *node);
void xhtml_end(struct render *r);
/* What this file shows of a node: its children from `from` up to, not including, `to`, of which the first and the last
 * may be shown in part themselves. */
struct shown {
    const struct doc_node *from, *to;
    bool begins; /* its beginning is here: its id, number, label */
};
struct shown xhtml_shown(const struct render *r, const struct doc_node *node);
/* One block, or what this file shows of it; all units of the file. */
void xhtml_block(struct render *r, const struct doc_node *node);
void xhtml_units(struct render *r);
/* Blocks [from, to) inside another block: a heading among them makes no section of its own. */
void xhtml_children(struct render *r, const struct doc_node *from, const struct doc_node *to);
/* A heading of the file (h1), with the marker before it where a page begins with it. */
void xhtml_title(struct render *r, const struct doc_node *title);
/* The label of a named block as the heading of its section. */
void xhtml_label(struct render *r, const struct doc_node *label);

/* xhtml_table.c: a table; a figure, or a note where its picture is missing. */
void xhtml_table(struct render *r, const struct doc_node *table);
void xhtml_figure(struct render *r, const struct doc_node *figure);

/* xhtml_records.c: the records of a briefing block. */
void xhtml_records(struct render *r, const struct doc_node *records);

/* xhtml_matter.c: what stands inside the root section of the file; each ends with all its elements closed. */
void xhtml_cover(struct render *r);
void xhtml_titlepage(struct render *r);
void xhtml_part(struct render *r);
void xhtml_entries(struct render *r);
/* The list of a chapter's sections at its head. */
void xhtml_entry_list(struct render *r, const struct doc_node *contents);
/* The entries [from, to) of one letter of an index; with `label` the letter is their heading. */
void xhtml_index_group(struct render *r, const struct doc_node *group, const struct doc_node *from,
                       const struct doc_node *to, const struct doc_node *label);
void xhtml_sources(struct render *r);
void xhtml_source_block(struct render *r, const struct doc_node *block);

#endif
