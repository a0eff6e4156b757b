/* One face of a font: opened, checked, measured. Immutable once open; shared by all threads. */
#ifndef FONT_FONT_H
#define FONT_FONT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/units.h"
#include "font/spaces.h"

typedef struct hb_font_t hb_font_t;
typedef struct hb_face_t hb_face_t;

struct font_rules;

struct font {
    const char *family;  /* as fonts/NAME.yaml name it: "Gentium Book Plus" */
    const char *ps_name; /* PostScript name of the face */
    const char *path;
    uint16_t weight; /* 100 … 900 */
    bool italic;
    uint16_t index;             /* place in its set */
    bool cff;                   /* outlines in CFF, else TrueType */
    bool may_embed, may_subset; /* OS/2 fsType */
    uint16_t reach;             /* so many glyphs its rules look at together, at most */
    uint16_t upem;              /* font units an em */
    uint16_t n_glyphs;
    uint16_t space_gid;
    uint16_t space_advance; /* font units */
    uint16_t scale;         /* per mille of the asked size: fallback fonts with matched x-height; else 1000 */
    /* font units, y upward */
    int16_t ascent, descent, cap_height, x_height, underline, underline_thickness;
    int16_t bbox[4];      /* x0 y0 x1 y1 of the head table */
    int16_t italic_angle; /* degrees times 10 */
    uint16_t flags;       /* PDF font descriptor flags (ISO 32000-1, table 123) */
    hb_face_t *face;
    hb_font_t *hb;                       /* scale = upem, hb-ot functions */
    _Atomic uint64_t *boxes;             /* ink of the glyphs that were asked for: font.c */
    _Atomic(struct font_rules *) *rules; /* what font_rules() found, NULL until then; NULL: there is no space */
    uint32_t
        rank; /* fixed by fonts/NAME.yaml, while `index` follows the order of opening: sort by it what is written */
};

/* What is to be opened. Strings are borrowed for the font's life. */
struct font_spec {
    const char *family;
    const char *path;
    uint16_t weight;
    bool italic;
    bool serif;
    uint16_t scale; /* per mille */
};

/* Opens and checks a font file: every table must lie within the file and FreeType must accept it, because HarfBuzz
 * takes truncated files and shows blanks. Returns NULL after a warning. Ends with font_close(). */
struct diag;
struct font *font_open(const struct font_spec *spec, struct diag *d);
void font_close(struct font *f);

/* What GSUB and GPOS do across spaces. */
struct font_rules {
    enum font_spaces spaces;
    uint64_t *changed; /* SPACES_BY_SIGNS: a bit for each glyph that such rules make another of; NULL: not known, any
                          but letters may be one */
};

/* The rules across spaces. Found out, by shaping, when it is first asked: many faces are opened for their names or
 * measures alone. Any thread may ask. */
const struct font_rules *font_rules(const struct font *f);

static inline enum font_spaces font_spaces(const struct font *f)
{
    return font_rules(f)->spaces;
}

/* Nominal advance of a glyph, in font units. */
uint16_t font_advance(const struct font *f, uint16_t gid);

/* True if the face maps the code point to a glyph. */
bool font_has(const struct font *f, uint32_t cp);

/* Version that the face says it has ("6.101"), or "". */
void font_version(const struct font *f, char out[32]);

/* True if the font's GSUB table has the OpenType feature, 'smcp' as a tag, for any script. */
bool font_has_feature(const struct font *f, uint32_t tag);

/* Ink of a glyph in font units: *top above the base line, *bottom below it (negative when below). */
void font_ink(const struct font *f, uint16_t gid, int32_t *top, int32_t *bottom);

/* The same with its sides, from the glyph's origin. False for a glyph without ink. */
struct font_box {
    int32_t left, right, top, bottom;
};
bool font_ink_box(const struct font *f, uint16_t gid, struct font_box *out);

struct font_point {
    float x, y;
};

/* Outline of a glyph, as calls with points in font units, for rasterizing. Curves end at `to`; the other points pull at
 * them. */
struct font_outline_sink {
    void (*move)(void *u, struct font_point to);
    void (*line)(void *u, struct font_point to);
    void (*curve)(void *u, struct font_point first, struct font_point second, struct font_point to);
    void (*close)(void *u);
    void (*quad)(void *u, struct font_point pull, struct font_point to); /* NULL: they arrive as `curve` */
};
void font_outline(const struct font *f, uint16_t gid, const struct font_outline_sink *sink, void *u);

#endif
