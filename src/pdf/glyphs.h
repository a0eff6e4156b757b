/* Which glyphs of which fonts the pages show, and what text each glyph stands for.
 *
 * Collected over all pages before anything is painted: the subset gives glyphs their final numbers, and whether a glyph
 * can carry its text by itself (ToUnicode) or needs ActualText where it stands depends on all its uses. The rule: of a
 * cluster with one glyph the first text seen becomes the glyph's text; a cluster that says anything else is written
 * with ActualText. Glyphs of clusters with several glyphs get the text that is most likely right for readers without
 * ActualText.
 */
#ifndef PDF_GLYPHS_H
#define PDF_GLYPHS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/memo.h"
#include "font/subset.h"
#include "page/page.h"

/* Text of one glyph; borrowed from shaped words. n 0: none. */
struct glyph_text {
    const char *s;
    uint16_t n;
};

/* A font that pages use. */
struct used_font {
    const struct font *font;
    uint8_t *used; /* a bit a glyph */
    struct glyph_text *texts;
    struct font_subset *subset;
    uint16_t *codes;   /* what shows a glyph, by glyph of the face: one byte below 256, else two */
    uint16_t hyphen;   /* the glyph that ends divided words; 0: none */
    uint16_t soft;     /* the code that shows it and says U+00AD; 0: none */
    uint16_t *by_code; /* the glyph of the subset that a code shows; 0: none */
    uint32_t n_codes;  /* of by_code */
    uint32_t n_leads;  /* first bytes below begin codes of two */
    uint32_t *widths;  /* in 1/100000 em, by glyph of the face: what the PDF says a glyph advances */
    uint16_t name;     /* /F0, /F1 …: fixed order, whatever order fonts were opened in */
    uint32_t number;   /* of the font dictionary */
    bool changed;      /* since its glyphs were numbered */
};

/* A shaped word as it is written wherever nothing else is asked for: operand bytes of a TJ from within a string to
 * within a string. */
struct word_code {
    const struct shaped *word; /* NULL: it was not collected */
    uint32_t at, n;            /* in glyph_use.code_bytes */
    bool simple;               /* all glyphs say their own text and stand on the base line: else it has no code */
    bool numbers;              /* has kerning in it */
    bool encoded;              /* the rest was worked out */
    uint32_t width;            /* what the PDF says it advances, 1/100000 em */
};

/* Those of a lexicon, by number. */
struct word_codes {
    const struct lexicon *of;
    struct word_code *items;
    size_t n;
};

struct glyph_use {
    struct memo *memo;        /* where subsets of the same glyphs are found; NULL: nowhere */
    struct word_codes *words; /* of each lexicon that has words here */
    size_t n_words, cap_words;
    struct buf code_bytes;
    struct used_font *fonts; /* by font.index; font NULL: not used */
    size_t n, cap;
    struct deferred *deferred; /* clusters of several glyphs, looked at in the end */
    size_t n_deferred, cap_deferred;
};

/* The glyphs of one cluster and the bytes of text they show. */
struct cluster {
    uint16_t first, end; /* glyphs */
    const char *s;
    uint16_t n;
};

/* The cluster of a word that begins with glyph i. */
struct cluster cluster_at(const struct shaped *w, uint16_t i);

/* True if the cluster is one glyph whose own text is the cluster's. */
bool cluster_is_plain(const struct used_font *f, const struct shaped *w, const struct cluster *c);

/* Notes what a run shows. Runs come in the order of pages. */
void glyphs_collect(struct glyph_use *g, const struct glyph_run *run);

/* Was anything in the font collected? */
bool glyphs_has_font(const struct glyph_use *g, const struct font *font);

/* The codes of the lexicon's words that were collected, by number; NULL: none was. */
const struct word_code *glyphs_words(const struct glyph_use *g, const struct lexicon *of);

/* Ends collecting: gives fonts their names, glyphs their texts and numbers. More may be collected afterwards and be
 * planned again: what needs no glyph that was not there keeps all numbers. Returns -1 after an error message when a
 * font can't be embedded. */
int glyphs_plan(struct glyph_use *g, struct diag *d);

/* The fonts in the order of their names; the caller frees the array. */
struct used_font **glyphs_in_order(struct glyph_use *g, size_t *n);

void glyphs_free(struct glyph_use *g);

#endif
