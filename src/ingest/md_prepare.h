/* What is taken out of a Markdown text before md4c reads it. Everything is overwritten in place, so that offsets, and
 * with them source lines, stay true. */
#ifndef INGEST_MD_PREPARE_H
#define INGEST_MD_PREPARE_H

#include "ingest/reading.h"

struct md_note {
    const char *id;
    size_t start, end; /* of its body */
    uint32_t line;
    bool empty; /* it says nothing: references to it are text */
};

#define MD_MAX_DIVS 16 /* open at once; a fence further in is no block */

struct md_div {
    const char *name, *values; /* what stands behind the name */
    uint32_t first, last;      /* lines of the fences */
    size_t parent;             /* the block around it, SIZE_MAX: none */
    struct frame *frame;
};

struct md_extras {
    struct md_note *notes;
    size_t n_notes, cap_notes;
    uint32_t *by_id; /* numbers of the notes, sorted by id, then number */
    struct md_div *divs;
    size_t n_divs, cap_divs;
};

/* A note reference [^id] becomes these bytes around the id: they mean nothing to md4c. */
#define MD_NOTE_OPEN '\x01'
#define MD_NOTE_CLOSE '\x02'

void md_prepare(struct reading *r, char *s, size_t n, uint32_t first_line, struct md_extras *out);
/* Marks the note references from byte `at` to `end`. */
void md_mark_references(char *s, size_t at, size_t end);
void md_extras_free(struct md_extras *x);
/* Index of the note with this id, or SIZE_MAX. */
size_t md_note_find(const struct md_extras *x, const char *id, size_t n);

#endif
