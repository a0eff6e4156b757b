/* Line breaking by total fit (Knuth & Plass, Software: Practice and Experience 11, 1981; names as in TeX). Sees widths,
 * never fonts. All arithmetic is in integers, so results match on every machine. */
#ifndef LAYOUT_LINEBREAK_H
#define LAYOUT_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/units.h"

enum hitem_kind { HITEM_BOX, HITEM_GLUE, HITEM_PENALTY };

#define PENALTY_FORBID 10000   /* and more: no break here */
#define PENALTY_FORCE (-10000) /* and less: a break here */
#define BADNESS_OVERFULL 10000

/* Why a break at a penalty would be a pity (hitem.tie). */
enum tie_kind {
    TIE_NONE,
    TIE_SPAN, /* tears what belongs together: a SPAN_TIE of the text */
    TIE_NAME, /* tears a name */
    TIE_RUNT, /* leaves one syllable for the last line */
    TIE_PAIR, /* tears a pair "A – B" in a title */
    TIE_WEAK, /* ends a line with a short link word, or between a number and what it counts; costs, but is not counted
                 as torn */
    TIE_CUT   /* cuts a word that is wider than the line */
};

/* An item of a horizontal list. A break is possible at glue that follows a box, and at a penalty below PENALTY_FORBID.
 * At the beginning of a line glue and penalties are dropped, up to a box or a forced break. */
struct hitem {
    uint8_t kind;
    bool flagged;    /* PENALTY: a hyphen; two in a row cost more */
    uint8_t tie;     /* PENALTY: enum tie_kind */
    int32_t penalty; /* PENALTY */
    scaled width; /* BOX, GLUE: natural; PENALTY: added at the line's end if broken here (the hyphen); never negative */
    scaled stretch, shrink; /* GLUE; BOX: what glyph scaling may add or take, which it does before any space gives;
                               shrink is at most width */
    scaled more; /* BOX: what letterspacing may add or take once the line's spaces gave LAST_MEANS per cent */
    scaled hang_left,
        hang_right; /* BOX: how far its ink may stand out when it begins or ends a line; PENALTY: its hyphen's */
    uint32_t ref;   /* what it stands for, known to the caller */
};

struct linebreak_trace; /* linebreak_trace.h */

struct linebreak_params {
    scaled width, first_width; /* of all lines, and of the first */
    uint32_t first_lines;      /* so many lines have the first one's width; 0 is 1 */
    scaled last_room;          /* the last line is shorter by this */
    int32_t tolerance;         /* highest badness of a line in the second and third pass */
    int32_t line_penalty, adj_demerits, double_hyphen_demerits, final_hyphen_demerits;
    int32_t ladder_demerits;  /* of the third line in a row that ends with a hyphen, and of each after it */
    scaled emergency_stretch; /* for the third pass */
    scaled last_min;          /* a last line shorter than this costs `runt_demerits` */
    int32_t runt_demerits;
    int32_t looseness;
    bool ragged;                         /* lines are not justified: badness by the empty space */
    bool balance;                        /* fewest lines, then least squared differences from their mean width */
    const struct linebreak_trace *trace; /* who is told every step, or NULL */
};

enum fitness { FIT_TIGHT, FIT_DECENT, FIT_LOOSE, FIT_VERY_LOOSE };

/* One chosen break. */
struct breakpoint {
    uint32_t position; /* index of the item at which the line ends */
    uint32_t start;    /* index of the item with which the line begins */
    int32_t ratio;     /* adjustment ratio of the line's glue in 1/65536 (stretch > 0, shrink < 0) */
    int32_t badness;
    uint8_t fitness;
    int64_t demerits; /* total up to here */
};

struct breaks {
    struct breakpoint *items;
    size_t n;
    bool overfull; /* no set of breaks within the limits: at least one line is too wide */
    int pass;      /* enum break_pass: which pass succeeded */
};

/* What is allowed, from pass to pass. */
enum break_pass {
    PASS_PLAIN = 1, /* neither words nor ties are broken; badness up to 300, ragged up to `tolerance` */
    PASS_PRICED,    /* hyphens and ties at their price, but no name is torn; badness up to `tolerance` */
    PASS_NAMES,     /* names as well */
    PASS_EMERGENCY, /* also what leaves one syllable for the last line or cuts a word; every line has the emergency
                       stretch; any loose line */
    PASS_OVERFULL   /* lines that are too wide, as few and as narrow as can be */
};

/* Chooses the breaks of least demerits. `items` ends with PENALTY_FORCE. Results in the arena.
 *
 * Passes follow each other until one succeeds (enum break_pass). A line that ends with a forced break is not stretched.
 */
void linebreak(const struct hitem *items, size_t n, const struct linebreak_params *p, struct arena *a,
               struct breaks *out);

/* Where letterspacing, the last means, begins: per cent of what a line's spaces may give. */
#define LAST_MEANS 25

/* A line that is stretched is as bad as one that is shrunk by so many times as much of what it may: holes are seen
 * before narrow places are, and where every syllable has a space behind it they join to rivers. */
#define STRETCH_WEIGHT 2

/* Badness of stretching or shrinking by `t` when `s` is there (TeX: about 100 (t/s)³, at most 10000). */
int32_t badness(int64_t t, int64_t s);

#endif
