/* What line breaking tells while it works: --trace=linebreak. */
#ifndef LAYOUT_LINEBREAK_TRACE_H
#define LAYOUT_LINEBREAK_TRACE_H

#include "layout/hlist.h"

/* What a line's demerits are made of. */
struct demerit_parts {
    int64_t line;    /* (line penalty + badness)² */
    int64_t penalty; /* of the break, squared with its sign */
    int64_t hyphens; /* lines in a row that end with one; the last line but one */
    int64_t fitness; /* a loose line beside a tight one */
    int64_t last;    /* a short last line */
};

enum linebreak_event {
    TRACE_PASS,      /* a pass begins: pass, tolerance */
    TRACE_LINE,      /* a line that is good enough: from, position, ratio, badness, fitness, parts */
    TRACE_TOO_LOOSE, /* one that is not: from, position, ratio, badness */
    TRACE_TOO_WIDE,  /* no further line begins at this node: from, position */
    TRACE_NODE,      /* the best way to a break, for a fitness class: node, from, position, fitness, demerits */
    TRACE_FAILED     /* nothing leads on: position */
};

struct linebreak_step {
    enum linebreak_event event;
    int pass;
    uint32_t node, from, position, line; /* nodes count from 0, the paragraph's beginning; position: an item */
    int32_t tolerance, badness;
    int32_t ratio; /* as in struct breakpoint */
    uint8_t fitness;
    struct demerit_parts parts;
    int64_t demerits; /* of the whole way */
};

struct linebreak_trace {
    void (*note)(void *user, const struct linebreak_step *step);
    void *user;
};

/* Breaks a list once more and writes every step, then the lines with the parts of their demerits and, where something
 * is torn, how the paragraph would look if it were not. */
void linebreak_explain(const struct hlist *h, const struct linebreak_params *p, struct arena *a, struct buf *out);

/* How well a paragraph can be set when the tie is kept whole that line number `line` of its breaks `now` tears; of a
 * long one only the lines near it are set again. */
struct tear_choice {
    bool overfull;    /* not at all: a line would be too wide */
    int32_t ratio;    /* the loosest line's */
    int64_t demerits; /* the paragraph's */
};
void linebreak_kept(const struct hlist *h, const struct linebreak_params *p, const struct breaks *now, size_t line,
                    struct tear_choice *out);

#endif
