/* Shaping: the only caller of hb_shape(). A word is shaped once for a font, language and feature set and then shared.
 */
#ifndef LAYOUT_SHAPE_H
#define LAYOUT_SHAPE_H

#include "font/font_set.h"
#include "page/page.h"

struct word_cache;

/* A cache for one thread. Shaped words live until it is dropped (after the pages are written). */
struct word_cache *word_cache_new(void);
void word_cache_drop(struct word_cache *c);
/* Lets a cache have what `first`, and others that share with it, have shaped: each may be another thread's. To be
 * called before any of them is used; they are all dropped at the same time, after the threads ended. */
void word_cache_share(struct word_cache *c, struct word_cache *first);
/* The numbers of its words; of caches that share, all have the same. */
const struct lexicon *word_cache_lexicon(const struct word_cache *c);
/* For what has to live as long as the words. */
struct arena *word_cache_arena(struct word_cache *c);

/* SHAPE_CAPITALS: the glyphs are those of the capitals, the text stays as it is. The others are OpenType features. */
enum {
#define FEATURE(id, bit, a, b, c, d) SHAPE_##id = (bit),
#include "style/features.def"
#undef FEATURE
    SHAPE_CAPITALS = 8
};

/* What a text is shaped with. */
struct shaping {
    const struct font *font;
    unsigned lang;     /* cache_lang() */
    uint32_t script;   /* ISO 15924 tag: 'Latn' */
    unsigned features; /* SHAPE_… */
};

/* Number of a language (BCP 47) in this cache. */
unsigned cache_lang(struct word_cache *c, const char *lang);

/* Shapes `n` bytes (NFC, no leading or trailing space). Borrowed until the cache is dropped. */
const struct shaped *shape_word(struct word_cache *c, const struct shaping *how, const char *s, size_t n);

/* A copy of a word that stands for `text`, which has to live as long as the cache. */
struct shaped *shape_copy(struct word_cache *c, const struct shaped *w, const char *text);

/* Calls of hb_shape() and look-ups that were answered from the cache, for benchmarks. */
void word_cache_figures(const struct word_cache *c, uint64_t *shaped, uint64_t *hits);

#endif
