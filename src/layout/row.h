/* One row of a briefing block while it is made: its look and columns (records.c), its middle (row.c), what hangs on
 * that (row_hang.c). */
#ifndef LAYOUT_ROW_H
#define LAYOUT_ROW_H

#include "layout/records.h"

/* How the records of one name look. */
struct look {
    const char *name;
    enum role label, title, subtitle, text, meta;
    bool numbers; /* the label's column is as wide as numbers */
    bool codes;   /* wide enough for numbers of documents */
    bool beside;  /* the title stands in the label's column */
    bool half;    /* which is half the measure */
    bool rules;   /* between rows */
    bool accent;  /* the rule above; else it is black, or with neither there is none */
    bool side;    /* small print in the notes column */
    bool wide;    /* the text takes the notes column too */
};

/* A row while it is made. */
struct row {
    struct flow *f;
    const struct look *look;
    scaled left, measure;    /* of the row: where its label stands, and its width without the notes column */
    scaled label_width, gap; /* gap: between label and text; 0 width: the label stands on lines of its own */
    scaled side_x, side_width;
    size_t item, box; /* where it begins in the flow */
    uint32_t li, lbl, body;
    scaled line_end; /* of the last line of text, from the text's left edge; 0: nothing may follow it there */
};

/* Sets everything but what hangs. */
void row_middle(struct row *r, const struct doc_node *record);
/* Small print: references follow the text on its line (`below`: there is no column for them), addresses below it. */
void row_small_print(struct row *r, const struct doc_node *record, bool below);
/* The whole row of a record. */
void row_set(struct row *r, const struct doc_node *record);

#endif
