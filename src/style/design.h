/* A layout as read from layouts/NAME.yaml: page geometry and the styles of all roles. Drives both back ends. */
#ifndef STYLE_DESIGN_H
#define STYLE_DESIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/yaml.h"

/* Roles: what a piece of text is, for its setting. The names in YAML are those in style/roles.def. */
enum role {
#define ROLE(id, name) ROLE_##id,
#include "style/roles.def"
#undef ROLE
    ROLE_COUNT
};

enum align { ALIGN_JUSTIFY, ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };

struct style {
    const char *font; /* family name of fonts/NAME.yaml */
    int64_t weight;
    int64_t strong; /* weight of bold words in this text */
    bool italic;
    scaled size, leading;            /* leading 0: as text_design.leading */
    scaled before, after;            /* space above and below; they add, never collapse */
    scaled indent;                   /* of the first line (not after headings …); negative: the other lines hang */
    scaled left, right;              /* block indents */
    int align;                       /* enum align */
    int ink;                         /* 0 black, 1 accent, 2 mark */
    bool balance;                    /* few, even lines: titles, headings, captions */
    bool tabular;                    /* tnum */
    bool capitals;                   /* shown in capitals */
    bool run_in;                     /* headings: the text that follows goes on behind it, on its line */
    struct yaml_array feature_names; /* OpenType features as the layout names them: onum, smcp … */
    unsigned features;               /* their bits: style/features.def */
    scaled tracking;
    int64_t keep; /* lines of what follows that must stand on the same page */
};

struct cover_design {
    scaled left, width, issuer_top, bar_top, bar_length, bar_height, meeting_rule, label_width, label_gap, foot;
    scaled meeting_gap;  /* clear space wanted above the meeting rule */
    int64_t title_lines; /* lines allowed at the first step */
    bool framed;         /* nd30: frame and centred */
    bool document_head;  /* begins as a document of state where book.yaml has a `document:`, then without the frame */
};

enum head_place { HEAD_NONE, HEAD_BOTH_SIDES, HEAD_OUTER };
enum folio_place { FOLIO_TOP, FOLIO_BOTTOM };
/* Where on its line the folio stands. LEFT and RIGHT: the edges of the full width. */
enum folio_align { FOLIO_OUTER, FOLIO_LEFT, FOLIO_RIGHT, FOLIO_CENTER };
/* What emphasis in the source looks like; large print has no italics. */
enum emphasis { EMPHASIS_ITALIC, EMPHASIS_BOLD };

/* Pages for writing. */
enum note_lines { NOTES_RULED, NOTES_DOTTED };

struct page_design {
    scaled width, height, inner, outer, top, bottom, gutter; /* gutter: added to the inner margin for the binding */
    bool duplex;
    scaled full_width; /* of wide material, from the text's left edge; never less than the measure */
};

struct text_design {
    const char *font;
    scaled size, leading, indent, par_skip; /* leading 0: "auto", found from the font's ink (layout/leading.h) */
    scaled clearance;                       /* what "auto" leaves between the ink of two lines */
    int align;
    int64_t scaling;            /* glyph scaling allowed, in 1/10000 */
    int64_t letterspacing;      /* letterspacing allowed, in 1/10000 of the size */
    int64_t letterspacing_most; /* in lines whose spaces have given a part */
    bool hanging;               /* hanging punctuation */
    bool ties;
    bool indent_all;         /* also of paragraphs that do not follow another one */
    bool grid;               /* base lines on the grid */
    int64_t shrink, stretch; /* of a word space, per cent of its width: 75, 150 */
    int64_t widow_lines, orphan_lines;
    int64_t columns; /* of a chapter's text */
    scaled column_gap;
    int64_t drop_cap;        /* lines of the letter that begins a chapter; 0: none */
    int64_t last_page_lines; /* a chapter's last page should have so many lines of text */
    int emphasis;            /* enum emphasis */
};

enum screen_mode { SCREEN_OUTLINE, SCREEN_PAGES_ALONE, SCREEN_FULL };
enum screen_pages { SCREEN_BY_DUPLEX, SCREEN_SINGLE, SCREEN_CONTINUOUS, SCREEN_SPREADS };

struct design {
    const char *name;        /* "briefing-a4" */
    const char *description; /* one line */
    const char *file;
    struct page_design page;
    struct text_design text;
    struct {
        int place;
        int align;
        scaled baseline;
        int arabic_front;
        bool on_first;
    } folio; /* enum folio_place, folio_align */
    struct {
        int place;
        scaled baseline;
        int64_t chapter_share, book_share;
    } head; /* enum head_place; per cent of the measure */
    struct {
        scaled baseline;
        scaled contents; /* of a link to the contents, at the left; 0: none */
    } foot;              /* handling mark and copy number */
    struct {
        int mode, pages;
    } screen; /* enum screen_mode, screen_pages: how the PDF opens */
    struct {
        scaled sink;
        bool recto;
        scaled title_width;
        bool chapter_word; /* "Chương II" on a line of its own instead of "2" beside the source */
    } opening;
    struct {
        scaled number_width, page_room, leader_step;
        int depth;                  /* 0: chapters, 1: their sections too, 2: and those below */
        bool per_part, per_chapter; /* lists on dividers of parts; at the head of chapters with several sections */
    } contents;
    struct {
        int64_t columns;
        scaled column_gap, turnover, letter_gap;
    } index;
    struct cover_design cover;
    struct {
        uint8_t accent[3], accent_cmyk[4], mark[3], mark_cmyk[4];
    } colour;
    struct rule_design {
        scaled bar, accent, edge, inner, hair;
    } rules;                       /* thickness by use: see layouts/briefing-a4.yaml */
    scaled list_indent, list_left; /* room for markers; where they begin */
    const char *list_marker;       /* "–" */
    struct {
        scaled figure_gap, table_gap, note_rule;
        bool table_grid;                /* rules around every cell */
        scaled label_width, column_gap; /* of rows: time, date, term beside the text */
        scaled side_width; /* who leads, references: beside the measure where the full width has so much room */
        scaled number_width;
        bool pairs; /* point and answer, and the two delegations, side by side */
        scaled note_step;
        int note_lines; /* enum note_lines */
    } block;
    struct {
        scaled module;
        scaled size_min, size_max;
    } qr;
    struct style styles[ROLE_COUNT];
};

/* Reads the layout `name` from `dir` (or the file `name` when it has a '/' or ends in .yaml), with those it extends,
 * laying `overrides` (may be NULL) on top. Returns NULL after error messages, all mistakes at once; an unknown name is
 * MSG_LAYOUT_UNKNOWN at `named`, with the names that there are. A role that no file gives is set as the body, ragged
 * and without indent. */
struct design *design_read(struct arena *a, const char *dir, const char *name, struct srcpos named,
                           struct yaml_node *overrides, struct diag *d);

/* Layouts in `dir`: "name  description" lines. */
struct buf;
void design_list(const char *dir, struct buf *out, struct diag *d);

/* Top keys that belong to a layout, NULL-terminated: how --set tells them from book.yaml's. (The same list stands in
 * book/.) */
const char *const *design_keys(void);

/* Width of a column of a chapter's text. */
scaled design_column_width(const struct design *d);

/* Name of a role as layouts write it. */
const char *design_role_name(enum role role);

#endif
