/* The table of set pieces.
 *
 * A piece is set from a copy of its nodes that lives as long as its pages do, so that whatever these point to (ids,
 * addresses, alternative texts) stays. Pieces that show page numbers are kept once for each round's answers, and found
 * again round by round: the way to the final numbers is the way of a layout without a cache.
 */
#include "layout/reuse.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "doc/article_copy.h"
#include "layout/reuse_parts.h"
#include "layout/shape_cache.h"
#include "layout/variant.h"

#define CHAINS 1024
/* Words beyond twice what the first layout needed, and so many bytes, are too many. */
#define WORDS_MOST ((size_t)32 << 20)
#define FURNITURE_MOST ((size_t)32 << 10) /* bytes a page: several times what one needs */

struct layout_cache {
    struct kept_piece *chains[CHAINS];
    struct setter *setters;
    unsigned n_setters;
    size_t first_words; /* bytes after the first layout; 0: before */
    struct layout_reuse figures;
};

struct layout_cache *layout_cache_new(unsigned workers)
{
    struct layout_cache *c = mem_calloc(1, sizeof *c);
    c->n_setters = workers;
    c->setters = mem_calloc(workers, sizeof *c->setters);
    for (unsigned i = 0; i < workers; i++)
        c->setters[i] = (struct setter){word_cache_new(), arena_new()};
    for (unsigned i = 1; i < workers; i++)
        word_cache_share(c->setters[i].words, c->setters[0].words);
    return c;
}

static void kept_drop(struct kept_piece *k)
{
    piece_clear(&k->piece);
    arena_drop(k->memory);
    arena_drop(k->furniture_memory);
    free(k);
}

void layout_cache_drop(struct layout_cache *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < CHAINS; i++)
        for (struct kept_piece *k = c->chains[i], *next; k != NULL; k = next) {
            next = k->next;
            kept_drop(k);
        }
    for (unsigned i = 0; i < c->n_setters; i++) {
        word_cache_drop(c->setters[i].words);
        arena_drop(c->setters[i].scratch);
    }
    free(c->setters);
    free(c);
}

/* What earlier page numbers left behind. */
static void forget_old_furniture(struct kept_piece *k)
{
    if (arena_used(k->furniture_memory) <= FURNITURE_MOST * ((size_t)k->piece.n_pages + 1))
        return;
    arena_reset(k->furniture_memory);
    k->furniture = NULL;
}

bool layout_cache_end(struct layout_cache *c)
{
    size_t words = 0;
    bool complete = true;
    for (size_t i = 0; i < CHAINS; i++)
        for (struct kept_piece **at = &c->chains[i]; *at != NULL;) {
            struct kept_piece *k = *at;
            if (k->used) {
                k->used = false;
                forget_old_furniture(k);
                at = &k->next;
                continue;
            }
            *at = k->next;
            kept_drop(k);
        }
    for (unsigned i = 0; i < c->n_setters; i++) {
        const struct word_cache *own = c->setters[i].words;
        words += arena_used(own->arena);
        complete = complete && !own->lacks_patterns[0] && !own->lacks_patterns[1]; /* which each layout has to tell */
    }
    c->first_words = c->first_words > 0 ? c->first_words : words;
    return complete && words <= 2 * c->first_words + WORDS_MOST;
}

struct layout_reuse layout_cache_figures(const struct layout_cache *c)
{
    return c->figures;
}

struct setter *reuse_setters(struct layout_cache *c)
{
    return c->setters;
}

unsigned reuse_setters_count(const struct layout_cache *c)
{
    return c->n_setters;
}

/* ---- looking ---- */

static uint64_t hash_of(const struct doc_node *node)
{
    const char *name = node->id != NULL ? node->id : node->name != NULL ? node->name : "";
    return bytes_hash(name, strlen(name), (uint64_t)node->kind);
}

/* Messages name places in the input. */
static bool same_places(const struct doc_node *a, const struct doc_node *b)
{
    const struct doc_node *x = a, *y = b;
    for (; x != NULL && y != NULL; x = doc_next(a, x), y = doc_next(b, y)) {
        const char *f = x->pos.file, *g = y->pos.file;
        if (x->pos.line != y->pos.line || x->pos.col != y->pos.col ||
            (f != g && (f == NULL || g == NULL || strcmp(f, g) != 0)))
            return false;
    }
    return x == y;
}

static bool same_pictures(const struct kept_piece *k, const struct image_set *images)
{
    for (size_t i = 0; i < k->n_pictures; i++) {
        const struct kept_picture *had = &k->pictures[i];
        const struct image *now = image_set_lookup(images, had->src);
        if ((now == NULL) != (had->image == NULL))
            return false;
        if (now != NULL &&
            (now->width != had->width || now->height != had->height || strcmp(now->sha256, had->sha256) != 0))
            return false;
    }
    return true;
}

static bool same_labels(const struct kept_piece *k, const struct layout *l)
{
    for (size_t i = 0; i < k->piece.n_lookups; i++) {
        const char *had = k->piece.lookups[i].label, *now = layout_page_label(l, k->piece.lookups[i].id);
        if (had != now && (had == NULL || now == NULL || strcmp(had, now) != 0))
            return false;
    }
    return true;
}

static bool is_verso(const struct piece *p)
{
    return p->first_page % 2 == 1;
}

static struct kept_piece *find(const struct layout_cache *c, const struct piece *p)
{
    const struct layout_input *in = layout_input_of(p->layout);
    uint64_t hash = hash_of(p->node);
    for (struct kept_piece *k = c->chains[hash % CHAINS]; k != NULL; k = k->next)
        if (k->hash == hash && k->verso == is_verso(p) && k->end_notes == in->book->manifest->end_notes &&
            k->qr == in->book->manifest->qr && strcmp(k->language, in->book->language) == 0 &&
            k->piece.whole == p->whole && same_labels(k, p->layout) && variant_is_same(k->node, p->node) &&
            same_places(k->node, p->node) && same_pictures(k, in->images))
            return k;
    return NULL;
}

/* ---- keeping ---- */

static void note_pictures(struct kept_piece *k, const struct image_set *images)
{
    size_t n = 0;
    for (const struct doc_node *node = k->node; node != NULL; node = doc_next(k->node, node))
        n += node->src != NULL;
    k->pictures = arena_calloc(k->memory, n + 1, sizeof *k->pictures);
    for (const struct doc_node *node = k->node; node != NULL; node = doc_next(k->node, node)) {
        if (node->src == NULL)
            continue;
        struct kept_picture *p = &k->pictures[k->n_pictures++];
        p->src = node->src;
        p->image = image_set_lookup(images, node->src);
        if (p->image == NULL)
            continue;
        p->width = p->image->width;
        p->height = p->image->height;
        memcpy(p->sha256, p->image->sha256, sizeof p->sha256);
    }
}

/* Gives the piece what the cache has; the cache stays its owner. */
static void take(struct piece *p, struct kept_piece *k)
{
    struct piece own = *p;
    piece_clear(p);
    *p = k->piece;
    p->node = own.node;
    p->layout = own.layout;
    p->front = own.front;
    p->furniture = own.furniture;
    p->opens = own.opens;
    p->recto = own.recto;
    p->first_page = own.first_page;
    p->tag_base = own.tag_base;
    p->dump = own.dump;
    p->dumped = own.dumped;
    p->kept = k;
    p->seq_shift = (int64_t)p->node->seq - (int64_t)k->node->seq;
}

static struct kept_piece *set_and_keep(struct piece *p, struct setter *s)
{
    const struct layout_input *in = layout_input_of(p->layout);
    const struct doc_node *node = p->node;
    struct kept_piece *k = mem_calloc(1, sizeof *k);
    k->memory = arena_new();
    k->furniture_memory = arena_new();
    k->hash = hash_of(node);
    k->node = doc_copy(k->memory, node);
    k->language = arena_strdup(k->memory, in->book->language);
    k->end_notes = in->book->manifest->end_notes;
    k->qr = in->book->manifest->qr;
    k->verso = is_verso(p);
    note_pictures(k, in->images);
    p->node = k->node;
    piece_set(p, s->words, s->scratch);
    k->piece = *p;
    p->node = node;
    p->kept = k;
    return k;
}

#ifndef NDEBUG
static bool same_item(const struct piece *p, const struct page_item *a, const struct page_item *b)
{
    if (a->kind != b->kind || a->ink != b->ink || a->tag != b->tag || a->x != b->x || a->y != b->y)
        return false;
    if (a->kind == ITEM_IMAGE)
        return reuse_picture(p, a->u.image.image) == b->u.image.image && a->u.image.h == b->u.image.h;
    if (a->kind != ITEM_TEXT)
        return a->kind != ITEM_LINK || strcmp(a->u.link.to->uri, b->u.link.to->uri) == 0;
    bool same =
        run_font(a->u.run) == run_font(b->u.run) && a->u.run->size == b->u.run->size && a->u.run->n == b->u.run->n;
    for (uint16_t i = 0; same && i < a->u.run->n; i++)
        same = a->u.run->pieces[i].x == b->u.run->pieces[i].x &&
               strcmp(run_word(a->u.run, i)->text, run_word(b->u.run, i)->text) == 0;
    return same;
}

/* Debug builds set what they take over, too, and compare: something else in the book may have begun to matter. */
static void check(const struct piece *p, const struct setter *s)
{
    struct piece again = *p;
    again.out = again.shown = NULL;
    again.kept = NULL;
    piece_set(&again, s->words, s->scratch);
    assert(again.n_pages == p->n_pages && again.tags.n == p->tags.n);
    assert(diag_stored(again.diag) == diag_stored(p->diag));
    for (uint32_t i = 0; i < p->n_pages; i++) {
        assert(again.pages[i].n_items == p->pages[i].n_items && again.pages[i].n_anchors == p->pages[i].n_anchors);
        assert((int64_t)again.pages[i].seq == (p->pages[i].seq == 0 ? 0 : p->pages[i].seq + p->seq_shift));
        for (uint32_t k = 0; k < p->pages[i].n_items; k++)
            assert(same_item(p, &p->pages[i].items[k], &again.pages[i].items[k]));
    }
    piece_clear(&again);
}
#endif

void reuse_set(struct layout_cache *c, struct piece *p, struct setter *s)
{
    struct kept_piece *k = find(c, p);
    if (k != NULL) {
        take(p, k);
#ifndef NDEBUG
        check(p, s);
#endif
        return;
    }
    piece_clear(p);
    set_and_keep(p, s);
}

void reuse_note(struct layout_cache *c, struct piece *p)
{
    struct kept_piece *k = p->kept, *had = c->chains[k->hash % CHAINS];
    while (had != NULL && had != k)
        had = had->next;
    c->figures.taken += had != NULL;
    c->figures.set += had == NULL;
    if (had == NULL) {
        k->next = c->chains[k->hash % CHAINS];
        c->chains[k->hash % CHAINS] = k;
    }
    k->used = true;
}

/* ---- placing ---- */

const struct image *reuse_picture(const struct piece *p, const struct image *image)
{
    for (size_t i = 0; i < p->kept->n_pictures; i++)
        if (p->kept->pictures[i].image == image)
            return image_set_lookup(layout_input_of(p->layout)->images, p->kept->pictures[i].src);
    return image;
}

static bool same_string(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_furniture(const struct furniture *a, const struct furniture *b)
{
    return a->head == b->head && a->verso == b->verso && a->left == b->left && same_string(a->lang, b->lang) &&
           same_string(a->book_title, b->book_title) && same_string(a->chapter_title, b->chapter_title) &&
           same_string(a->handling, b->handling) && same_string(a->label, b->label) &&
           same_string(a->contents, b->contents) && same_string(a->contents_id, b->contents_id);
}

uint32_t reuse_furniture(struct kept_piece *k, uint32_t i, const struct furniture *f, const struct page_item **items)
{
    struct arena *a = k->furniture_memory;
    if (i == 0) /* titles are known by their address, which holds while one layout is joined */
        memset(k->titles, 0, sizeof k->titles);
    if (k->furniture == NULL)
        k->furniture = arena_calloc(a, k->piece.n_pages + 1, sizeof *k->furniture);
    struct kept_furniture *had = &k->furniture[i];
    if (had->items == NULL || !same_furniture(&had->made, f)) {
        struct vbox box = {0};
        struct par_ctx ctx = *f->ctx;
        struct furniture own = *f;
        ctx.out = a;
        own.titles = k->titles;
        own.ctx = &ctx;
        furniture_put(&own, &box);
        struct page_item *copy = arena_calloc(a, box.n_items + 1, sizeof *copy);
        if (box.n_items > 0)
            memcpy(copy, box.items, box.n_items * sizeof *copy);
        had->items = copy;
        had->n_items = box.n_items;
        had->made = *f;
        const char **strings[] = {&had->made.lang,       &had->made.book_title, &had->made.chapter_title,
                                  &had->made.handling,   &had->made.label,      &had->made.contents,
                                  &had->made.contents_id};
        for (size_t n = 0; n < sizeof strings / sizeof *strings; n++)
            *strings[n] = arena_strdup(a, *strings[n]);
    }
    *items = had->items;
    return had->n_items;
}
