/* What the files that read Markdown share: blocks in read_markdown.c, spans and text in md_inline.c, the fixed forms of
 * figures, leads, tables and speakers in md_forms.c. Only they include this. */
#ifndef INGEST_MD_READER_H
#define INGEST_MD_READER_H

#include <md4c.h>

#include "ingest/md_prepare.h"
#include "ingest/stages.h"

struct markdown {
    struct reading *r;
    const char *s; /* the whole text, as md4c sees it */
    size_t n;
    const size_t *line_starts;
    size_t n_lines;
    uint32_t first_line; /* of `s` in the source */
    struct md_extras extras;
    struct frame *frame;
    unsigned depth, ignored; /* frames beyond the limit are not made */
    enum piece_kind kind;
    uint8_t level;
    const char *code_name;
    uint32_t line;    /* of the first text in the block, 0: none yet */
    const char *seen; /* behind the last text that has a place */
    struct doc_node *table, *row;
    bool in_head, in_cell, too_large, in_html;
    uint8_t align;
    size_t cells, columns;
    unsigned in_image;
    bool has_strong, has_other; /* words of the block, to see whether all of it is strong */
    unsigned in_strong;
    struct buf alt, html;
    const char *src, *image_title;
    bool link;             /* inside a link that leads somewhere */
    size_t link_at;        /* length of the text where that began */
    const char *placed_at; /* the last link that was given a place, and its column */
    uint32_t placed_col;
    bool after_soft;   /* a soft line end came right before */
    bool spelled;      /* the block begins with an entity: its dash is no speaker's */
    size_t speaker_at; /* byte of the last line when it begins with a dash, SIZE_MAX: none */
    size_t last_text;  /* number of the piece made last from a text, with the two fields above as they were then */
    size_t last_speaker_at;
    bool last_spelled;
    struct piece *images; /* pictures inside the paragraph, which follow it */
    size_t n_images, cap_images;
};

/* Source line of a byte of the text; m->line when it is no byte of it. */
uint32_t md_line_of(const struct markdown *m, const char *at);
/* Line of what md4c tells no place for: the next one, behind all text so far, that `fits`. */
uint32_t md_line_ahead(struct markdown *m, bool (*fits)(const char *line, size_t n));

/* md4c's callbacks for spans and text. */
int md_enter_span(MD_SPANTYPE type, void *detail, void *ctx);
int md_leave_span(MD_SPANTYPE type, void *detail, void *ctx);
int md_put_source(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *ctx);
/* An attribute's value with its entities resolved, NULL: empty. */
const char *md_attribute(struct reading *r, const MD_ATTRIBUTE *a);

/* md_forms.c. At a quotation's end: a last paragraph, or last line of it, that begins with a dash names the speaker. */
void md_take_speaker(struct markdown *m);
/* Pieces inside "::: figure", "::: lead" and "::: table" become one figure, the lead, a table with its caption. */
void md_take_forms(struct markdown *m);
/* True for names of ":::" blocks that are such forms. */
bool md_is_form(const char *name);

#endif
