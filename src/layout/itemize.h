/* Inside layout/: a paragraph's text with its spans, as stretches of one setting. */
#ifndef LAYOUT_ITEMIZE_H
#define LAYOUT_ITEMIZE_H

#include "layout/par.h"
#include "layout/word.h"

/* A setting: all that a stretch of text has in common. */
struct par_state {
    struct word_style word;
    scaled size, rise, space; /* space: natural width of a word space */
    uint32_t tag;
    int32_t link; /* index into par_text.links, or -1 */
    uint16_t weight;
    bool italic, code, script; /* script: super- or subscript */
};

/* A stretch of the text in one setting. */
struct par_segment {
    uint32_t start, end;
    const struct par_state *state;
};

struct par_link {
    const char *uri, *alt;
    uint32_t tag;
};

/* An id at a place in the text: an anchor, or a reference to a note. */
struct par_mark {
    uint32_t at;
    const char *id;
};

/* How much a tie is worth, from the least. */
enum tie_grade { GRADE_WEAK, GRADE_SOFT, GRADE_NAME, GRADE_FORBIDDEN, GRADE_COUNT };

/* Where spaces should not break (or, forbidden, must not). */
struct par_tie {
    uint32_t start, end;
    uint8_t grade;
};

/* Text that was put in: a page label. */
struct par_insertion {
    uint32_t source, at, n; /* offset in the source; in the text; bytes */
};

/* The text as it is set: the source with page labels put in. Offsets below are into `s`. */
struct par_text {
    const char *s;
    uint32_t n;
    struct par_segment *segments;
    uint32_t n_segments;
    struct par_link *links;
    uint32_t n_links;
    struct par_mark *notes, *anchors;
    uint32_t n_notes, n_anchors;
    struct par_tie *ties;
    uint32_t n_ties;
    struct par_insertion *inserted;
    uint32_t n_inserted;
};

/* Works the spans out. Everything in the scratch arena but for strings that page items refer to. Returns false when no
 * font can be had. */
bool itemize(struct par_ctx *ctx, const struct par_request *r, struct par_text *out);

/* Offset in the source of an offset in the text. */
uint32_t itemize_source(const struct par_text *t, uint32_t at);

#endif
