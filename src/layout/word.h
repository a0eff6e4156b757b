/* Inside layout/: a word as itemize.c sees it: in which fonts it is set and where it may be broken.
 *
 * That depends on the word, its language and the style's font alone, so it is worked out once and kept in the word
 * cache; setting a paragraph costs one look-up a word.
 */
#ifndef LAYOUT_WORD_H
#define LAYOUT_WORD_H

#include "layout/par.h"
#include "layout/shape_cache.h"

/* A part's box as it was measured last: text is set in few ways, and most words come again in the same. */
struct word_measure {
    uint32_t setting; /* number of the way in the cache, from 1; 0: not measured yet */
    scaled width, stretch, shrink, more, hang_left, hang_right; /* as in struct hitem */
};

/* A stretch of a word in one font, without a place to break inside. */
struct word_part {
    const struct shaped *shaped;
    struct word_measure *measured; /* of `shaped`; NULL: it is not kept */
    uint32_t missing;              /* code point that no font has and that stands here as "U+…"; else 0 */
    uint32_t script;               /* ISO 15924 tag */
    uint16_t start;                /* byte in the word */
    uint16_t scale;                /* per mille of the style's size */
    int16_t hang_left, hang_right; /* font units: how far it may stand out at a line's ends */
    int16_t top, bottom;           /* ink above and below the base line, font units */
    int16_t penalty;               /* of a line break after this part; PENALTY_FORBID: none */
    bool hyphen;                   /* that break follows a hyphen */
    const struct shaped *soft;     /* or it needs one, this; else NULL */
};

struct word {
    uint16_t n_parts;
    bool plain;   /* one part, in the font that was asked for */
    bool missing; /* has a part whose character no font has */
    bool closes;  /* begins with what may not begin a line, even after a space: ) ; ! and dashes */
    bool opens;   /* ends with an opening mark: no break after the space that follows */
    bool dash;    /* nothing but dashes */
    struct word_part parts[];
};

/* What words are looked up with: one for a stretch of equal setting. */
struct word_style {
    const struct font *font;
    unsigned lang;     /* number in the cache */
    unsigned features; /* SHAPE_… */
    bool hyphenate;    /* words may be divided by patterns */
};

/* What a part of a word in this style is shaped with, which may be in another font. */
static inline struct shaping word_shaping(const struct word_style *style, const struct font *f, uint32_t script)
{
    return (struct shaping){f, style->lang, script, style->features};
}

/* What it costs to divide a word, and one that begins with a capital: those stay whole inside a tie. */
#define SOFT_HYPHEN_PENALTY 150
#define NAME_HYPHEN_PENALTY 400

/* Longest word; longer ones are cut by the caller. */
#define WORD_MAX 256

/* The word of `n` bytes (at most WORD_MAX, no spaces). Borrowed until the cache is dropped. */
const struct word *word_lookup(struct par_ctx *ctx, const struct word_style *style, const char *s, size_t n);

/* A place inside a word where a line may end. */
struct word_break {
    uint16_t at; /* byte before which the next line would begin */
    int16_t penalty;
    bool hyphen, soft; /* there is a hyphen; there would have to be one */
};

/* Places to break a word, by the line breaking algorithm of Unicode (UAX 14) and the rules of this project: addresses
 * break after / - . ? & alone, numbers of documents not at all, hyphens only between longer parts. At most `max`;
 * returns their number. */
size_t word_breaks(struct word_cache *c, const char *s, size_t n, struct word_break *out, size_t max);

/* The face for a family, weight and slope, looked up once a cache. NULL when nothing can be had. */
const struct font *word_face(struct par_ctx *ctx, const char *family, unsigned weight, bool italic);

#endif
