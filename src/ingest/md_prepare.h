/* What is taken out of a Markdown text before md4c reads it. Everything is overwritten in place, so that offsets, and
 * with them source lines, stay true. */
#ifndef INGEST_MD_PREPARE_H
#define INGEST_MD_PREPARE_H

#include "ingest/reading.h"

struct md_note {
    const char *id;
    size_t start, end; /* of its body */
    uint32_t line;
};

struct md_div {
    const char *name;
    uint32_t first, last; /* lines of the fences */
    struct frame *frame;
};

struct md_extras {
    struct md_note *notes;
    size_t n_notes, cap_notes;
    struct md_div *divs;
    size_t n_divs, cap_divs;
};

/* A note reference [^id] becomes these bytes around the id: they mean nothing to md4c. */
#define MD_NOTE_OPEN '\x01'
#define MD_NOTE_CLOSE '\x02'

void md_prepare(struct reading *r, char *s, size_t n, uint32_t first_line, struct md_extras *out);
void md_extras_free(struct md_extras *x);
/* Index of the note with this id, or SIZE_MAX. */
size_t md_note_find(const struct md_extras *x, const char *id, size_t n);

#endif
