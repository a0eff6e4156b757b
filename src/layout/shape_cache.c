/* What a thread keeps of words, and how it is found again: shape_cache.h. */
#include "layout/shape_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/memo.h"

#define FIRST_CAP 1024

struct word_cache *word_cache_new(void)
{
    struct word_cache *c = mem_calloc(1, sizeof *c);
    c->arena = arena_new();
    c->work = arena_new();
    c->lexicon = c->own_lexicon = lexicon_new();
    c->buffer = hb_buffer_create();
    c->recent = mem_calloc((size_t)1 << CACHE_RECENT_BITS, sizeof *c->recent);
    return c;
}

const struct lexicon *word_cache_lexicon(const struct word_cache *c)
{
    return c->lexicon;
}

struct arena *word_cache_arena(struct word_cache *c)
{
    return c->arena;
}

void word_cache_share(struct word_cache *c, struct word_cache *first)
{
    if (first->shared == NULL) {
        first->shared = memo_new();
        first->owns_shared = true;
    }
    c->shared = first->shared;
    lexicon_drop(c->own_lexicon);
    c->own_lexicon = NULL;
    c->lexicon = first->lexicon;
}

void word_cache_drop(struct word_cache *c)
{
    if (!c)
        return;
    if (c->owns_shared)
        memo_drop(c->shared);
    lexicon_drop(c->own_lexicon);
    if (c->breaks)
        ubrk_close(c->breaks);
    hb_buffer_destroy(c->buffer);
    for (unsigned i = 0; i < c->n_plans; i++) {
        hb_shape_plan_destroy(c->plans[i].plan);
        hb_shape_plan_destroy(c->plans[i].bare);
    }
    free(c->shaped.slots);
    free(c->words.slots);
    free(c->stretches.slots);
    free(c->inks);
    free(c->recent);
    arena_drop(c->arena);
    arena_drop(c->work);
    free(c);
}

void word_cache_figures(const struct word_cache *c, uint64_t *shaped, uint64_t *hits)
{
    *shaped = c->shapings;
    *hits = c->hits;
}

unsigned cache_lang(struct word_cache *c, const char *lang)
{
    for (unsigned i = 0; i < c->n_langs; i++)
        if (strcmp(c->langs[i], lang) == 0)
            return i;
    if (c->n_langs == CACHE_LANGS) /* a book in more languages than that: the first one's forms will do */
        return 0;
    c->langs[c->n_langs] = arena_strdup(c->arena, lang);
    c->hb_langs[c->n_langs] = hb_language_from_string(lang, -1);
    return c->n_langs++;
}

uint32_t cache_setting(struct word_cache *c, const struct cache_setting *s)
{
    for (unsigned i = 0; i < c->n_settings; i++) {
        const struct cache_setting *k = &c->settings[i];
        if (k->size == s->size && k->tracking == s->tracking && k->letter_give == s->letter_give &&
            k->letter_more == s->letter_more && k->scaling == s->scaling && k->justified == s->justified &&
            k->hangs == s->hangs)
            return i + 1;
    }
    if (c->n_settings == CACHE_SETTINGS)
        return 0;
    c->settings[c->n_settings++] = *s;
    return c->n_settings;
}

const void *cache_find(const struct cache_table *t, const struct cache_key *key)
{
    if (t->cap == 0)
        return NULL;
    for (size_t i = key->hash & (t->cap - 1);; i = (i + 1) & (t->cap - 1)) {
        const struct cache_entry *e = t->slots[i].entry;
        if (!e)
            return NULL;
        if (t->slots[i].hash == key->hash && e->context == key->context && e->n == key->n &&
            bytes_same(e->text, key->s, key->n))
            return e->value;
    }
}

static void put_entry(struct cache_table *t, struct cache_slot slot)
{
    size_t i = slot.hash & (t->cap - 1);
    while (t->slots[i].entry)
        i = (i + 1) & (t->cap - 1);
    t->slots[i] = slot;
    t->n++;
}

static void grow(struct cache_table *t)
{
    struct cache_table larger = {NULL, 0, t->cap ? t->cap * 2 : FIRST_CAP};
    larger.slots = mem_calloc(larger.cap, sizeof *larger.slots);
    for (size_t i = 0; i < t->cap; i++)
        if (t->slots[i].entry)
            put_entry(&larger, t->slots[i]);
    free(t->slots);
    *t = larger;
}

const char *cache_put(struct word_cache *c, struct cache_table *t, const struct cache_key *key, const void *value)
{
    if (t->n * 2 >= t->cap)
        grow(t);
    struct cache_entry *e = arena_room(c->arena, sizeof *e + key->n + 1);
    e->context = key->context;
    e->value = value;
    e->n = (uint32_t)key->n;
    memcpy(e->text, key->s, key->n);
    e->text[key->n] = '\0';
    put_entry(t, (struct cache_slot){key->hash, e});
    return e->text;
}

static struct glyph_ink *inks_of(struct word_cache *c, const struct font *f)
{
    size_t had = c->n_inks;
    mem_grow((void **)&c->inks, &c->n_inks, f->index + 1u, sizeof(struct glyph_ink *));
    if (c->n_inks > had)
        memset(c->inks + had, 0, (c->n_inks - had) * sizeof(struct glyph_ink *));
    if (c->inks[f->index] == NULL) {
        struct glyph_ink *inks = arena_alloc(c->arena, f->n_glyphs * sizeof *inks);
        for (size_t i = 0; i < f->n_glyphs; i++)
            inks[i].top = INK_UNKNOWN;
        c->inks[f->index] = inks;
    }
    return c->inks[f->index];
}

struct glyph_ink cache_ink(struct word_cache *c, const struct font *f, uint16_t gid)
{
    int32_t top, bottom;
    struct glyph_ink *inks = inks_of(c, f);
    if (gid >= f->n_glyphs || inks[gid].top == INK_UNKNOWN) {
        font_ink(f, gid, &top, &bottom);
        struct glyph_ink ink = {narrow_units(top), narrow_units(bottom)};
        if (gid >= f->n_glyphs)
            return ink;
        inks[gid] = ink;
    }
    return inks[gid];
}
