/* Inside layout/: what a word cache holds, beside the shaped words of shape.h.
 *
 * One cache serves one thread. It holds shaped words, shaped stretches of fonts that look across spaces, and the words
 * of word.h, which say in which fonts a word is set and where it may be broken. Everything lives in one arena until the
 * cache is dropped; keys are the bytes of the text and a context number.
 */
#ifndef LAYOUT_SHAPE_CACHE_H
#define LAYOUT_SHAPE_CACHE_H

#include <hb.h>
#include <unicode/ubrk.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "layout/shape.h"
#include "layout/shape_features.h"

struct memo;

/* One entry: anything that is found by a text in a context. */
struct cache_entry {
    uint64_t context;
    const void *value;
    uint32_t n;
    char text[]; /* NUL-terminated */
};

/* Open addressing. Only hashes and addresses lie in the table: with a large vocabulary it is read from memory. */
struct cache_slot {
    uint64_t hash;
    const struct cache_entry *entry; /* NULL: free */
};

struct cache_table {
    struct cache_slot *slots;
    size_t n, cap; /* cap: a power of two */
};

/* A face that a style asked for. */
struct cache_face {
    const char *family;
    unsigned weight;
    bool italic;
    const struct font *font;
};

/* Ink of a glyph above and below the base line, font units; INK_UNKNOWN: not looked up yet. */
struct glyph_ink {
    int16_t top, bottom;
};
#define INK_UNKNOWN INT16_MIN

/* All that the measures of a box depend on beside its glyphs. */
struct cache_setting {
    scaled size, tracking, letter_give, letter_more;
    int64_t scaling;
    bool justified, hangs;
};

#define CACHE_LANGS 32
#define CACHE_FACES 64
#define CACHE_SETTINGS 64
#define CACHE_PLANS 32

/* How HarfBuzz shapes in a font, script, language and feature set. */
struct cache_plan {
    uint64_t context;
    enum feature_kind kind;
    hb_shape_plan_t *plan;
    unsigned used;         /* so often so far, up to COMPOSING_AFTER */
    hb_shape_plan_t *bare; /* without 'ccmp', for words of these letters (composing.h); NULL: none */
    const uint64_t *letters;
};

/* Finding such letters costs as much as shaping some hundred words, so it waits until there are many; where they are
 * known (known_faces.h) there is a second plan to be made. */
#define COMPOSING_AFTER 1000
#define COMPOSING_KNOWN_AFTER 16

/* A word of at most WORD_RECENT bytes that was looked up lately. `tag` is its context and length. */
struct word_recent {
    uint64_t bytes[2], tag;
    const struct word *word;
};

#define WORD_RECENT 16
#define CACHE_RECENT_BITS 12

struct word_cache {
    struct arena *arena;
    struct arena *work; /* what is needed while a piece is set; reset with each, so that memory is not torn to pieces */
    struct lexicon *lexicon, *own_lexicon; /* numbers of all words; own: NULL where it is another cache's */
    hb_buffer_t *buffer;
    UBreakIterator *breaks; /* opened when first needed */
    struct cache_table shaped, words, stretches;
    struct memo *shared; /* shaped words and stretches of several threads; NULL: this one works alone */
    bool owns_shared;
    struct word_recent *recent;     /* 1 << CACHE_RECENT_BITS, by hash: most words of a text are found here */
    const char *langs[CACHE_LANGS]; /* interned: index is the language's number */
    hb_language_t hb_langs[CACHE_LANGS];
    unsigned n_langs;
    struct cache_face faces[CACHE_FACES];
    unsigned n_faces;
    struct cache_plan plans[CACHE_PLANS]; /* what is used beyond them is asked of HarfBuzz each time */
    unsigned n_plans;
    struct cache_setting settings[CACHE_SETTINGS];
    unsigned n_settings;
    struct glyph_ink **inks; /* by the font's index, then by glyph */
    size_t n_inks;
    bool lacks_patterns[2]; /* English, Russian: words were to be hyphenated and there were no patterns */
    uint64_t shapings, hits;
};

/* Number of a setting in this cache, from 1; 0: there are too many. */
uint32_t cache_setting(struct word_cache *c, const struct cache_setting *s);

/* What an entry is found by. */
struct cache_key {
    uint64_t hash, context;
    const char *s;
    size_t n;
};

static inline struct cache_key cache_key(const char *s, size_t n, uint64_t context)
{
    return (struct cache_key){bytes_hash(s, n, context), context, s, n};
}

/* The value stored for the text, or NULL. */
const void *cache_find(const struct cache_table *t, const struct cache_key *key);
/* Stores a value; the text is copied and the copy returned. */
const char *cache_put(struct word_cache *c, struct cache_table *t, const struct cache_key *key, const void *value);

/* Font units as glyphs have them, cut to their limits. */
static inline int16_t narrow_units(int32_t v)
{
    return (int16_t)(v > INT16_MAX ? INT16_MAX : v < INT16_MIN ? INT16_MIN : v);
}

/* The glyph's ink: font_ink(), asked once. */
struct glyph_ink cache_ink(struct word_cache *c, const struct font *f, uint16_t gid);

/* A stretch of words of one font, shaped as a whole because the font's rules reach across spaces. */
struct stretch {
    uint32_t n;                        /* words */
    const struct shaped *const *words; /* n */
    const int16_t *spaces;             /* n - 1: advances of the spaces between them */
};

/* Shapes words that are separated by single spaces. Borrowed until the cache is dropped. */
const struct stretch *shape_stretch(struct word_cache *c, const struct shaping *how, const char *s, size_t n);

/* The glyphs of bytes [from, to) of a shaped word, as a word of its own: what stands before or after keeps its effect
 * on them. Falls back to shaping the part alone where a cluster runs over its ends. `how`: what the whole was shaped
 * with. */
const struct shaped *shape_slice(struct word_cache *c, const struct shaping *how, const struct shaped *whole,
                                 size_t from, size_t to);

/* The glyphs of `show` for the text `s`: how a character is printed that no font has. */
const struct shaped *shape_substitute(struct word_cache *c, const struct font *f, const char *show, const char *s,
                                      size_t n);

#endif
