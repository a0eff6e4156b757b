/* A Word document between its files and the pieces: what read_docx.c, docx_styles.c, docx_numbers.c and docx_table.c
 * share. Only they include this. */
#ifndef INGEST_DOCX_H
#define INGEST_DOCX_H

#include "ingest/archive_xml.h"
#include "ingest/stages.h"

#define DOCX_DEPTH 200 /* elements inside elements that are followed */
#define DOCX_LEVELS 9  /* of lists */
#define DOCX_TITLE 255 /* as a heading level: the document's title */
#define DOCX_SUBTITLE 254

/* Elements of one file by an attribute, sorted, so that hostile files cost no more than their size. */
struct docx_entry {
    const char *key;
    const xmlNode *node;
    unsigned counters[DOCX_LEVELS]; /* of a numbering: items so far */
    bool used;                      /* of a list: it began */
};

struct docx_index {
    struct docx_entry *items;
    size_t n;
};

/* What a paragraph's style and its own properties say together. */
struct docx_look {
    uint8_t level; /* heading, DOCX_TITLE, DOCX_SUBTITLE; 0: none */
    bool bold, caption, quote, contents, centred;
    const char *list; /* numId, NULL: none */
    unsigned depth;   /* of the list */
};

/* A picture met in a paragraph, which becomes a figure before or behind it. */
struct docx_picture {
    const char *src, *alt;
    bool leads; /* no text of the paragraph stands before it */
};

/* Files of a document that have links of their own. */
enum docx_part { DOCX_BODY, DOCX_FOOTNOTES, DOCX_ENDNOTES, DOCX_PARTS };

/* A note that the text asks for. */
struct docx_note {
    const xmlNode *node;
    enum docx_part part;
};

struct docx {
    struct reading *r;
    struct archive *zip;
    xmlDocPtr document, style_sheet, numbering, footnotes, endnotes, core, relations[DOCX_PARTS];
    struct docx_index styles, lists, schemes, notes[2]; /* schemes: abstract numberings */
    struct docx_index links_of[DOCX_PARTS], *links;     /* those of the part that is being read */
    struct docx_note *asked;                            /* notes in the order in which the text asks for them */
    size_t n_asked, cap_asked;
    const xmlNode **boxes; /* text boxes met in a paragraph, which follow it */
    size_t n_boxes, cap_boxes;
    uint32_t line; /* paragraphs counted: Word has no lines */
    struct frame *frame, *items[DOCX_LEVELS], *quote;
    const char *list_id; /* of the list that is open */
    size_t bytes, strong, slanted;
    bool style_bold, bold, italic;
    struct docx_picture *pictures; /* that wait for their paragraph's end */
    size_t n_waiting, cap_pictures, n_pictures, left_out;
    bool after_picture;
};

/* docx_styles.c */
void docx_index(struct docx_index *index, xmlDocPtr file, const char *element, const char *key);
struct docx_entry *docx_find(const struct docx_index *index, const char *key);
/* Attribute "val" of a child, NULL: not there. */
const char *docx_value(const xmlNode *node, const char *child);
/* <b/>, <b w:val="1"/>: yes; <b w:val="0"/>: no; nothing: `otherwise`. */
bool docx_is_on(const xmlNode *properties, const char *name, bool otherwise);
struct docx_look docx_look(const struct docx *d, const xmlNode *properties);

/* docx_numbers.c: counts an item of a list. What stands before it as text goes to `label` ("Điều 4.", "a)"), which is
 * empty for a plain list; *ordered and *number are for those. */
void docx_count(struct docx *d, const struct docx_look *look, struct buf *label, bool *ordered, unsigned *number);

/* docx_table.c */
bool docx_is_table(struct docx *d, const xmlNode *table);
void docx_add_table(struct docx *d, xmlNode *table);

/* docx_pictures.c: keeps the picture that relation `id` names for its paragraph, or records why not. */
void docx_take_picture(struct docx *d, const xmlNode *node, const char *id);
/* Makes figures of the pictures that were kept: those before the paragraph's text, or all. True if there were any. */
bool docx_put_pictures(struct docx *d, bool leading);

/* read_docx.c: text of a paragraph or cell to the builder. */
void docx_walk_runs(struct docx *d, xmlNode *parent, unsigned depth);

#endif
