/* Shaping with HarfBuzz, where the cache (shape_cache.c) does not make it needless.
 *
 * Vietnamese has some seven thousand syllables, so nearly every word of a book was shaped before; a look-up costs a
 * twentieth of shaping. A shaped word is immutable and shared by all places where it stands, and its address is what
 * later stages know it by.
 *
 * Where a font's rules reach across spaces (font.spaces) a stretch of words is shaped at a time and then cut at the
 * spaces; words that come out as they do alone are shared like the others.
 */
#include "layout/shape.h"

#include <hb-ot.h>
#include <string.h>

#include "base/memo.h"
#include "base/utf8.h"
#include "font/composing.h"
#include "font/known_faces.h"
#include "layout/shape_cache.h"
#include "layout/shape_features.h"

/* A longer stretch is not looked for again: it is a paragraph's text. */
#define STRETCH_KEPT 256
/* Longer texts are not shared with other threads. */
#define SHARED_MOST 256
/* Where the language's number stands in a context. */
#define LANG_SHIFT 40
#define LANG_BITS (UINT64_C(255) << LANG_SHIFT)

/* Adds the text's capitals; a cluster is still counted in bytes of the text. */
static void add_capitals(hb_buffer_t *buffer, const char *s, size_t n)
{
    for (size_t i = 0, at; at = i, i < n;)
        hb_buffer_add(buffer, utf8_upper(utf8_next(s, n, &i)), (unsigned)at);
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
}

static uint64_t shape_context(const struct shaping *how)
{
    return (uint64_t)how->font->index << 48 ^ (uint64_t)how->lang << LANG_SHIFT ^ (uint64_t)how->features << 32 ^
           how->script;
}

/* What threads find each other's results by: all that shaping depends on. */
struct shared_key {
    size_t n; /* bytes of the rest, text included; 0: nothing is shared */
    struct {
        uint64_t context;
        hb_language_t lang; /* HarfBuzz has each once */
        char text[SHARED_MOST];
    } bytes;
};

static void set_shared(const struct word_cache *c, unsigned lang, const struct cache_key *own, struct shared_key *key)
{
    key->n = 0;
    if (c->shared == NULL || own->n > SHARED_MOST)
        return;
    key->bytes.context = own->context & ~LANG_BITS; /* languages have other numbers elsewhere */
    key->bytes.lang = c->hb_langs[lang];
    memcpy(key->bytes.text, own->s, own->n);
    key->n = (size_t)(key->bytes.text - (const char *)&key->bytes) + own->n;
}

static const void *find_shared(const struct word_cache *c, enum memo_kind kind, const struct shared_key *key)
{
    return key->n > 0 ? memo_object(c->shared, kind, &key->bytes, key->n) : NULL;
}

static void stays(void *object) /* in its cache's memory */
{
    (void)object;
}

/* Where another thread was faster, each goes on with its own. */
static void share(const struct word_cache *c, enum memo_kind kind, const struct shared_key *key, void *object)
{
    if (key->n > 0)
        memo_keep(c->shared, kind, &key->bytes, key->n, object, stays);
}

static void use_bare(struct cache_plan *p, hb_shape_plan_t *bare, const uint64_t *letters)
{
    p->bare = bare;
    p->letters = letters;
}

/* Looks for a plan that does for most words and has less to look at; where what it does for is not known from when the
 * program was built, that is found out only when there are words enough. */
static void find_bare(struct word_cache *c, const struct font *f, struct cache_plan *p)
{
    hb_segment_properties_t props;
    uint64_t found[COMPOSING_WORDS];
    const uint64_t *letters;
    hb_buffer_get_segment_properties(c->buffer, &props);
    if (props.script != HB_SCRIPT_LATIN && props.script != HB_SCRIPT_CYRILLIC)
        return;
    bool known = known_letters_find(f->face, props.script, props.language, &letters);
    if (known ? p->used != COMPOSING_KNOWN_AFTER || letters == NULL : p->used != COMPOSING_AFTER)
        return;
    hb_shape_plan_t *bare = hb_shape_plan_create_cached(f->face, &props, &font_no_composing, 1, NULL);
    if (known)
        use_bare(p, bare, letters);
    else if (font_composing(f->hb, p->plan, bare, found))
        use_bare(p, bare, memcpy(arena_room(c->arena, sizeof found), found, sizeof found));
    else
        hb_shape_plan_destroy(bare);
}

/* Is the text of letters that are never composed? */
static bool is_uncomposed(const struct cache_plan *p, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (cp >= COMPOSING_END || !(p->letters[cp / 64] >> cp % 64 & 1))
            return false;
    }
    return true;
}

/* The plan for a context; NULL: there are too many. */
static struct cache_plan *plan_for(struct word_cache *c, const struct shaping *how, const struct feature_list *list)
{
    uint64_t context = shape_context(how);
    for (unsigned i = 0; i < c->n_plans; i++)
        if (c->plans[i].context == context && c->plans[i].kind == list->kind)
            return &c->plans[i];
    if (c->n_plans == CACHE_PLANS)
        return NULL;
    hb_segment_properties_t props;
    hb_buffer_get_segment_properties(c->buffer, &props);
    struct cache_plan *new = &c->plans[c->n_plans++];
    *new = (struct cache_plan){.context = context, .kind = list->kind};
    new->plan = hb_shape_plan_create_cached(how->font->face, &props, list->items, list->n, NULL);
    return new;
}

/* Shapes the buffer as hb_shape() does, with the plan that it would look for, or one that does the same. `s`: the text
 * where it is shaped as it is; else NULL. */
static void run_plan(struct word_cache *c, const struct shaping *how, const struct feature_list *list, const char *s,
                     size_t n)
{
    const struct font *f = how->font;
    struct cache_plan *p = plan_for(c, how, list);
    if (p != NULL && s != NULL && list->n == 0) {
        if (p->used < COMPOSING_AFTER && (++p->used == COMPOSING_KNOWN_AFTER || p->used == COMPOSING_AFTER))
            find_bare(c, f, p);
        if (p->bare != NULL && is_uncomposed(p, s, n) &&
            hb_shape_plan_execute(p->bare, f->hb, c->buffer, &font_no_composing, 1))
            return;
    }
    if (p == NULL || !hb_shape_plan_execute(p->plan, f->hb, c->buffer, list->items, list->n))
        hb_shape(f->hb, c->buffer, list->items, list->n);
}

/* Shapes text into the cache's buffer. */
static void run_hb(struct word_cache *c, const struct shaping *how, const char *s, size_t n)
{
    struct feature_list list;
    bool capitals = (how->features & SHAPE_CAPITALS) != 0;
    shape_features(&list, how->features, s, n);
    hb_buffer_clear_contents(c->buffer);
    if (capitals)
        add_capitals(c->buffer, s, n);
    else
        hb_buffer_add_utf8(c->buffer, s, (int)n, 0, (int)n);
    hb_buffer_set_direction(c->buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(c->buffer, hb_script_from_iso15924_tag(how->script));
    hb_buffer_set_language(c->buffer, c->hb_langs[how->lang]);
    hb_buffer_set_cluster_level(c->buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    if (list.kind != FEATURES_OWN)
        run_plan(c, how, &list, capitals ? NULL : s, n);
    else
        hb_shape(how->font->hb, c->buffer, list.items, list.n);
    c->shapings++;
}

static struct shaped *shaped_new(struct word_cache *c, const struct font *f, const char *text, size_t text_n,
                                 unsigned n)
{
    struct shaped *w = arena_alloc(c->arena, sizeof *w + n * sizeof w->glyphs[0]);
    w->font = f;
    w->text = text;
    w->text_n = (uint16_t)text_n;
    w->n = (uint16_t)n;
    w->number = lexicon_add(c->lexicon, w);
    return w;
}

/* Glyphs [from, to) of the buffer, which belong to the text that begins at byte `base` of what was shaped. */
struct cut {
    const char *text; /* kept by the word */
    size_t n;
    uint32_t base;
    unsigned from, to;
};

static struct shaped *take_glyphs(struct word_cache *c, const struct font *f, const struct cut *cut)
{
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(c->buffer, NULL);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(c->buffer, NULL);
    struct shaped *w = shaped_new(c, f, cut->text, cut->n, cut->to - cut->from);
    for (unsigned i = cut->from; i < cut->to; i++) {
        struct glyph *g = &w->glyphs[i - cut->from];
        *g = (struct glyph){.gid = (uint16_t)info[i].codepoint,
                            .cluster = (uint16_t)(info[i].cluster - cut->base),
                            .advance = narrow_units(pos[i].x_advance),
                            .dx = narrow_units(pos[i].x_offset),
                            .dy = narrow_units(pos[i].y_offset)};
        if (i > cut->from && info[i].cluster == info[i - 1].cluster)
            g->flags |= GLYPH_CONTINUES;
        if (hb_glyph_info_get_glyph_flags(&info[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK)
            g->flags |= GLYPH_UNSAFE;
        w->width += g->advance;
    }
    return w;
}

/* Letters of the blocks for Latin, its supplements, Cyrillic and Vietnamese. */
static bool is_letters(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (!(cp < 0x250 || (cp >= 0x400 && cp < 0x530) || (cp >= 0x1E00 && cp < 0x1F00)) || !utf8_is_letter(cp))
            return false;
    }
    return true;
}

static bool is_changed(const struct font *f, const uint64_t *changed, uint32_t gid)
{
    return gid < f->n_glyphs && (changed[gid / 64] >> gid % 64 & 1);
}

/* Can the font's rules across spaces change the word, as far as is known? */
static bool may_change(const struct shaped *w, const char *s, size_t n, unsigned features)
{
    if (is_letters(s, n) || font_spaces(w->font) != SPACES_BY_SIGNS)
        return false;
    const uint64_t *changed = font_rules(w->font)->changed;
    if (changed == NULL || features != 0)
        return true;
    for (unsigned i = 0; i < w->n; i++)
        if (is_changed(w->font, changed, w->glyphs[i].gid))
            return true;
    for (size_t i = 0; i < n;) {
        hb_codepoint_t gid = 0;
        if (hb_font_get_nominal_glyph(w->font->hb, utf8_next(s, n, &i), &gid) && is_changed(w->font, changed, gid))
            return true;
    }
    return false;
}

const struct shaped *shape_word(struct word_cache *c, const struct shaping *how, const char *s, size_t n)
{
    struct cache_key key = cache_key(s, n, shape_context(how));
    const struct shaped *known = cache_find(&c->shaped, &key);
    if (known) {
        c->hits++;
        return known;
    }
    struct shared_key shared;
    set_shared(c, how->lang, &key, &shared);
    known = find_shared(c, MEMO_WORD, &shared);
    if (known) {
        cache_put(c, &c->shaped, &key, known);
        return known;
    }
    run_hb(c, how, s, n);
    struct shaped *w = take_glyphs(c, how->font, &(struct cut){.n = n, .to = hb_buffer_get_length(c->buffer)});
    w->capitals = (how->features & SHAPE_CAPITALS) != 0;
    w->steady = !may_change(w, s, n, how->features);
    w->text = cache_put(c, &c->shaped, &key, w);
    share(c, MEMO_WORD, &shared, w);
    return w;
}

const struct shaped *shape_slice(struct word_cache *c, const struct shaping *how, const struct shaped *whole,
                                 size_t from, size_t to)
{
    unsigned a = 0, b;
    while (a < whole->n && whole->glyphs[a].cluster < from)
        a++;
    for (b = a; b < whole->n && whole->glyphs[b].cluster < to;)
        b++;
    bool cut = a == b || whole->glyphs[a].cluster != from || (b < whole->n && whole->glyphs[b].cluster != to);
    bool safe = (a == 0 || !(whole->glyphs[a].flags & GLYPH_UNSAFE)) &&
                (b == whole->n || !(whole->glyphs[b].flags & GLYPH_UNSAFE));
    if (cut || safe) /* safe: shaped alone it looks the same, and is shared */
        return shape_word(c, how, whole->text + from, to - from);
    struct shaped *w =
        shaped_new(c, whole->font, arena_strndup(c->arena, whole->text + from, to - from), to - from, b - a);
    w->capitals = whole->capitals;
    for (unsigned i = a; i < b; i++) {
        w->glyphs[i - a] = whole->glyphs[i];
        w->glyphs[i - a].cluster = (uint16_t)(whole->glyphs[i].cluster - from);
        w->width += whole->glyphs[i].advance;
    }
    return w;
}

struct shaped *shape_copy(struct word_cache *c, const struct shaped *w, const char *text)
{
    struct shaped *own = shaped_new(c, w->font, text, strlen(text), w->n);
    own->width = w->width;
    memcpy(own->glyphs, w->glyphs, w->n * sizeof *w->glyphs);
    return own;
}

const struct shaped *shape_substitute(struct word_cache *c, const struct font *f, const char *show, const char *s,
                                      size_t n)
{
    struct shaping how = {.font = f, .lang = cache_lang(c, "en"), .script = HB_TAG('L', 'a', 't', 'n')};
    const struct shaped *shown = shape_word(c, &how, show, strlen(show));
    struct shaped *w = shaped_new(c, f, arena_strndup(c->arena, s, n), n, shown->n);
    for (unsigned i = 0; i < shown->n; i++) {
        w->glyphs[i] = shown->glyphs[i];
        w->glyphs[i].cluster = 0;
        w->glyphs[i].flags = i > 0 ? GLYPH_CONTINUES : 0;
    }
    w->width = shown->width;
    return w;
}

/* True if glyphs [from, to) of the buffer are those of the word shaped alone. */
static bool same_glyphs(const struct word_cache *c, unsigned from, unsigned to, const struct shaped *alone)
{
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(c->buffer, NULL);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(c->buffer, NULL);
    if (to - from != alone->n)
        return false;
    for (unsigned i = from; i < to; i++) {
        const struct glyph *g = &alone->glyphs[i - from];
        if (info[i].codepoint != g->gid || pos[i].x_advance != g->advance || pos[i].x_offset != g->dx ||
            pos[i].y_offset != g->dy)
            return false;
    }
    return true;
}

static size_t word_end(const char *s, size_t n, size_t i)
{
    const char *space = memchr(s + i, ' ', n - i);
    return space ? (size_t)(space - s) : n;
}

/* Cuts the shaped buffer at the spaces. words[] holds the words as they are alone; those that differ here are replaced.
 * A word that shares a glyph with a space (none is known to) stays as it is alone. */
static void cut_words(struct word_cache *c, const struct font *f, const char *s, size_t n, const struct shaped **words,
                      int16_t *spaces)
{
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(c->buffer, NULL);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(c->buffer, NULL);
    unsigned glyphs = hb_buffer_get_length(c->buffer), from = 0;
    size_t at = 0;
    for (uint32_t k = 0;; k++) {
        size_t end = word_end(s, n, at);
        unsigned to = from;
        while (to < glyphs && info[to].cluster < end)
            to++;
        if (to > from && !same_glyphs(c, from, to, words[k])) {
            struct shaped *own = take_glyphs(c, f, &(struct cut){words[k]->text, end - at, (uint32_t)at, from, to});
            own->capitals = words[k]->capitals;
            words[k] = own;
        }
        if (end == n)
            return;
        bool space = to < glyphs && info[to].cluster == end;
        spaces[k] = space ? narrow_units(pos[to].x_advance) : (int16_t)f->space_advance;
        from = to + space;
        at = end + 1;
    }
}

static struct stretch *stretch_new(struct word_cache *c, const struct shaping *how, const char *s, size_t n)
{
    struct stretch *t = arena_alloc(c->arena, sizeof *t);
    for (size_t at = 0; at <= n; at = word_end(s, n, at) + 1)
        t->n++;
    const struct shaped **words = arena_calloc(c->arena, t->n, sizeof *words);
    int16_t *spaces = arena_calloc(c->arena, t->n, sizeof *spaces);
    for (size_t k = 0, at = 0; k < t->n; k++, at = word_end(s, n, at) + 1)
        words[k] = shape_word(c, how, s + at, word_end(s, n, at) - at);
    run_hb(c, how, s, n);
    cut_words(c, how->font, s, n, words, spaces);
    t->words = words;
    t->spaces = spaces;
    return t;
}

const struct stretch *shape_stretch(struct word_cache *c, const struct shaping *how, const char *s, size_t n)
{
    struct cache_key key = cache_key(s, n, shape_context(how));
    const struct stretch *known = n <= STRETCH_KEPT ? cache_find(&c->stretches, &key) : NULL;
    if (known) {
        c->hits++;
        return known;
    }
    struct shared_key shared;
    set_shared(c, how->lang, &key, &shared);
    known = find_shared(c, MEMO_STRETCH, &shared);
    if (known == NULL) {
        struct stretch *t = stretch_new(c, how, s, n);
        share(c, MEMO_STRETCH, &shared, t);
        known = t;
    }
    if (n <= STRETCH_KEPT)
        cache_put(c, &c->stretches, &key, known);
    return known;
}
