/* Inside structure*.c: which elements are written, and in what order their parts stand. */
#ifndef PDF_STRUCTURE_PLAN_H
#define PDF_STRUCTURE_PLAN_H

#include "pdf/structure.h"

enum part_kind { PART_CONTENT, PART_LINK, PART_ELEMENT };

/* A part of an element: a marked-content sequence, a link annotation, or another element. */
struct part {
    uint32_t page;  /* PART_CONTENT, PART_LINK */
    uint32_t value; /* MCID, index of the link, or tag */
    uint32_t order; /* place of its beginning in the content of the whole book */
    uint8_t kind;
};

struct structure_plan {
    const struct structure_input *in;
    uint32_t first_number; /* object number of the first element */
    uint32_t n_elements;
    uint32_t *numbers; /* object number by tag; 0: left out */
    uint32_t *starts;  /* by tag, one more at the end: where its parts begin */
    struct part *parts;
};

/* Makes the plan; object numbers are reserved in `doc`. Ends with structure_plan_free(). */
void structure_plan_make(struct structure_plan *p, struct document *doc, const struct structure_input *in);
void structure_plan_free(struct structure_plan *p);

#endif
