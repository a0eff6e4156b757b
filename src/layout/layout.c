/* The layout engine's stages in order: pieces of the book, set in workers; numbered; joined; repeated where page
 * numbers moved. */
#include "layout/layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/piece.h"
#include "layout/reuse_parts.h"
#include "layout/shape_cache.h"
#include "layout/variant.h"

#define MAX_ROUNDS 5
#define LABEL_WIDTH PT(4000) /* more than any paper has */

struct layout {
    const struct layout_input *in;
    struct layout_input own_in; /* of the EPUB's cover: a design of other proportions */
    struct design own_design;
    struct piece *pieces;
    size_t n_pieces;
    size_t n_forgotten; /* whose pages show nothing any more: the first ones */
    struct setter *setters;
    unsigned n_setters;
    bool borrowed;          /* the setters are the first book's, or the cache's */
    struct arena *arena;    /* of the last round's joined pages */
    struct arena *shared;   /* a variant: what it has of the first book's pages */
    struct arena *previous; /* of the round before: holds the labels that pieces ask for */
    struct pages pages;
    struct page_starts known; /* page references of the round before */
    bool variant;
};

const struct layout_input *layout_input_of(const struct layout *l)
{
    return l->in;
}

const char *layout_page_label(const struct layout *l, const char *id)
{
    return id != NULL && l->known.n_refs > 0 ? starts_label(&l->known, id) : NULL;
}

bool layout_notes_lookups(const struct layout *l)
{
    return l->variant || l->in->cache != NULL;
}

bool layout_tells_faults(const struct layout *l)
{
    return !l->variant;
}

const struct pages *layout_pages(const struct layout *l)
{
    return &l->pages;
}

const struct page *layout_joined_page(const struct piece *p, uint32_t i)
{
    return &p->layout->pages.items[p->first_page + i];
}

const struct tag *layout_joined_tags(const struct piece *p)
{
    return p->layout->pages.tags + p->tag_base;
}

/* A printed book has its cover and needs no title page beside it, unless one was asked for. */
static bool is_piece(const struct doc_node *node)
{
    return node->kind != DOC_TITLEPAGE || node->name != NULL;
}

/* Cover, title page and half title begin on the right. */
static bool is_title_leaf(const struct doc_node *node)
{
    return node->kind == DOC_COVER || node->kind == DOC_TITLEPAGE || flow_is_half_title(node);
}

static void make_pieces(struct layout *l)
{
    const struct doc_node *root = l->in->book->root;
    size_t n = 0;
    for (const struct doc_node *node = root->first; node != NULL; node = node->next)
        n += is_piece(node);
    l->pieces = mem_calloc(n > 0 ? n : 1, sizeof *l->pieces);
    bool front = true;
    for (const struct doc_node *node = root->first; node != NULL; node = node->next) {
        if (!is_piece(node))
            continue;
        front = front && node->kind != DOC_PART && node->kind != DOC_CHAPTER;
        l->pieces[l->n_pieces++] = (struct piece){
            .node = node,
            .layout = l,
            .front = front,
            .whole = node->kind == DOC_COVER || node->kind == DOC_TITLEPAGE || node->kind == DOC_PART,
            .furniture = node->kind != DOC_COVER,
            .opens = true,
            .recto = is_title_leaf(node) || node->kind == DOC_PART || node->kind == DOC_CHAPTER,
        };
    }
}

static void make_setters(struct layout *l, unsigned n)
{
    l->n_setters = n;
    l->borrowed = l->in->cache != NULL;
    if (l->borrowed) {
        l->setters = reuse_setters(l->in->cache);
        l->n_setters = reuse_setters_count(l->in->cache);
        return;
    }
    l->setters = mem_calloc(n, sizeof *l->setters);
    for (unsigned i = 0; i < n; i++)
        l->setters[i] = (struct setter){word_cache_new(), arena_new()};
    for (unsigned i = 1; i < n; i++)
        word_cache_share(l->setters[i].words, l->setters[0].words);
}

/* One round: which pieces have to be set. */
struct round {
    struct layout *l;
    size_t *todo;
    size_t n;
};

static void set_one(void *ctx, size_t i, unsigned worker)
{
    struct round *r = ctx;
    struct setter *s = &r->l->setters[worker];
    if (r->l->in->cache != NULL)
        reuse_set(r->l->in->cache, &r->l->pieces[r->todo[i]], s);
    else
        piece_set(&r->l->pieces[r->todo[i]], s->words, s->scratch);
}

enum pieces { PIECES_ALL, PIECES_CHAPTERS, PIECES_OTHERS /* and what asked for pages */, PIECES_ASKED };

static bool is_wanted(const struct piece *p, enum pieces which)
{
    switch (which) {
    case PIECES_CHAPTERS:
        return p->node->kind == DOC_CHAPTER;
    case PIECES_OTHERS:
        return p->node->kind != DOC_CHAPTER || p->asked;
    case PIECES_ASKED:
        return p->asked;
    default:
        return true;
    }
}

static void set_pieces(struct layout *l, enum pieces which)
{
    struct round r = {.l = l, .todo = mem_calloc(l->n_pieces + 1, sizeof *r.todo)};
    for (int chapters = 0; chapters <= 1; chapters++) /* lists are long: whoever has one begins it early */
        for (size_t i = 0; i < l->n_pieces; i++)
            if (l->pieces[i].donor == NULL && is_wanted(&l->pieces[i], which) &&
                (l->pieces[i].node->kind == DOC_CHAPTER) == chapters)
                r.todo[r.n++] = i;
    workers_run(l->in->workers, r.n, set_one, &r);
    for (size_t i = 0; l->in->cache != NULL && i < r.n; i++)
        reuse_note(l->in->cache, &l->pieces[r.todo[i]]);
    free(r.todo);
}

static struct join join_of(struct layout *l)
{
    return (struct join){l->in, l->pieces, l->n_pieces, &l->pages, l->arena};
}

static void find_places(struct layout *l)
{
    arena_drop(l->previous);
    l->previous = l->arena;
    l->arena = arena_new();
    struct join j = join_of(l);
    join_places(&j);
}

/* Each worker joins with memory of its own, which the pages then own. */
static void fill_pages(struct layout *l)
{
    struct par_ctx *ctxs = mem_calloc(l->n_setters, sizeof *ctxs);
    for (unsigned i = 0; i < l->n_setters; i++)
        ctxs[i] = (struct par_ctx){
            .design = l->in->design,
            .fonts = l->in->fonts,
            .words = l->setters[i].words,
            .out = arena_new(),
            .work = arena_new(),
            .scratch = l->setters[i].scratch,
            .diag = diag_new(), /* furniture repeats texts that were reported where they stand */
        };
    struct join j = join_of(l);
    if (!l->in->starts_only)
        join_content(&j, ctxs, l->n_setters);
    l->known = l->pages.starts;
    arena_drop(l->previous);
    l->previous = NULL;
    for (unsigned i = 0; i < l->n_setters; i++) {
        arena_adopt(l->arena, ctxs[i].out);
        arena_drop(ctxs[i].work);
        diag_drop(ctxs[i].diag);
    }
    free(ctxs);
}

static bool same_labels(const struct page_starts *a, const struct page_starts *b)
{
    if (a->n_refs != b->n_refs)
        return false;
    for (size_t i = 0; i < a->n_refs; i++)
        if (strcmp(a->refs[i].id, b->refs[i].id) != 0 || strcmp(a->refs[i].label, b->refs[i].label) != 0)
            return false;
    return true;
}

static struct layout *new_layout(const struct layout_input *in)
{
    struct layout *l = mem_calloc(1, sizeof *l);
    l->in = in;
    make_setters(l, in->workers != NULL ? workers_count(in->workers) : 1);
    return l;
}

/* Warns of the features that a style names and its font lacks. */
static void report_features(const struct style *s, const struct font *font, const char *role, struct diag *d)
{
    static const struct {
        unsigned bit;
        char tag[5];
    } known[] = {
#define FEATURE(id, bit, a, b, c, d) {bit, {a, b, c, d, '\0'}},
#include "style/features.def"
#undef FEATURE
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *t = known[i].tag;
        uint32_t tag = (uint32_t)t[0] << 24 | (uint32_t)t[1] << 16 | (uint32_t)t[2] << 8 | (uint32_t)t[3];
        if ((s->features & known[i].bit) && !font_has_feature(font, tag))
            diag_add(d, MSG_LAYOUT_NO_FEATURE, DIAG_NOWHERE, s->font, t, role, NULL);
    }
}

/* Opens the faces of all roles before any thread asks for one, so that messages about missing families stand in one
 * order. */
static void open_faces(const struct layout_input *in, struct diag *d)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct style *s = &in->design->styles[role];
        const struct font *font =
            s->font != NULL ? font_set_lookup(in->fonts, s->font, (unsigned)s->weight, s->italic, d) : NULL;
        if (font != NULL && s->features != 0)
            report_features(s, font, design_role_name((enum role)role), d);
    }
}

/* Says once a language that there are no hyphenation patterns for it. */
static void note_patterns(const struct layout *l, struct diag *d)
{
    static const char *const packages[] = {"hyphen-en-us", "hyphen-ru"};
    for (int i = 0; i < 2; i++) {
        bool lacks = false;
        for (unsigned k = 0; k < l->n_setters; k++)
            lacks = lacks || l->setters[k].words->lacks_patterns[i];
        if (lacks)
            diag_add(d, MSG_LAYOUT_NO_PATTERNS, DIAG_NOWHERE, diag_word(i == 0 ? WORD_ENGLISH : WORD_RUSSIAN),
                     packages[i], NULL);
    }
}

/* What is wrong on pages, now that their numbers are known. */
static void report_faults(const struct layout *l, const struct piece *p, struct diag *d)
{
    for (uint32_t i = 0; i < p->n_faults; i++) {
        const struct page_fault *f = &p->faults[i];
        const char *label = l->pages.items[p->first_page + f->page].label;
        if (f->above == NULL)
            diag_add(d, MSG_BOX_TOO_HIGH, f->pos, label, NULL);
        else
            diag_add(d, MSG_LINES_TOUCH, f->pos, label, arena_printf(l->arena, "%u", (unsigned)f->line), f->above,
                     f->below, NULL);
    }
}

struct tear_count layout_tears(const struct layout *l)
{
    struct tear_count all = {0};
    for (size_t i = 0; i < l->n_pieces; i++) {
        all.n += l->pieces[i].tears.n;
        all.cost += l->pieces[i].tears.cost;
    }
    return all;
}

static void note_tears(const struct layout *l, struct diag *d)
{
    struct tear_count all = layout_tears(l);
    if (all.n > 0)
        diag_add(d, MSG_LAYOUT_TEARS, DIAG_NOWHERE, arena_printf(l->arena, "%u", (unsigned)all.n),
                 arena_printf(l->arena, "%lld", (long long)all.cost), NULL);
}

struct layout *layout_book(const struct layout_input *in, struct diag *d)
{
    struct layout *l = new_layout(in);
    open_faces(in, d);
    make_pieces(l);
    for (int round = 0; round < MAX_ROUNDS; round++) {
        set_pieces(l, round == 0 ? PIECES_ALL : PIECES_ASKED);
        find_places(l);
        if (round > 0 && same_labels(&l->known, &l->pages.starts))
            break;
        l->known = l->pages.starts;
    }
    fill_pages(l);
    for (size_t i = 0; i < l->n_pieces; i++) {
        if (l->pieces[i].kept != NULL)
            diag_copy(d, l->pieces[i].diag);
        else
            diag_append(d, l->pieces[i].diag);
        report_faults(l, &l->pieces[i], d);
    }
    note_patterns(l, d);
    note_tears(l, d);
    return l;
}

/* Shares what says the same. Returns false when the pieces are not those of the first book. */
static bool match_pieces(struct layout *l, const struct layout *first)
{
    if (l->n_pieces != first->n_pieces)
        return false;
    for (size_t i = 0; i < l->n_pieces; i++) {
        const struct doc_node *node = l->pieces[i].node, *other = first->pieces[i].node;
        if (node->kind != other->kind)
            return false;
        if (variant_is_same(node, other))
            variant_share(&l->pieces[i], &first->pieces[i], l->shared);
    }
    return true;
}

static bool pad_pieces(struct layout *l, const struct layout *first, struct diag *d)
{
    for (size_t i = 0; i < l->n_pieces; i++)
        if (l->pieces[i].donor == NULL && !variant_pad(&l->pieces[i], first->pieces[i].n_pages)) {
            diag_add(d, MSG_VARIANT_LONGER, DIAG_NOWHERE, book_short_title(l->pieces[i].node), NULL);
            return false;
        }
    return true;
}

/* Everything that was looked up lies where it was thought to lie. */
static bool foreseen(const struct layout *l)
{
    for (size_t i = 0; i < l->n_pieces; i++) {
        const struct piece *p = &l->pieces[i];
        for (size_t k = 0; p->donor == NULL && k < p->n_lookups; k++) {
            const char *had = p->lookups[k].label, *now = starts_label(&l->pages.starts, p->lookups[k].id);
            if (had != now && (had == NULL || now == NULL || strcmp(had, now) != 0))
                return false;
        }
    }
    return true;
}

/* Where everything will lie once all pieces have as many pages as in the first book: chapters are set first, what asks
 * for their pages stands in for itself as it was. */
static bool foresee_places(struct layout *l, const struct layout *first, struct diag *d)
{
    set_pieces(l, PIECES_CHAPTERS);
    for (size_t i = 0; i < l->n_pieces; i++) {
        struct piece *p = &l->pieces[i];
        if (p->donor != NULL || p->node->kind == DOC_CHAPTER)
            continue;
        p->pages = first->pieces[i].pages;
        p->n_pages = first->pieces[i].n_pages;
    }
    if (!pad_pieces(l, first, d))
        return false;
    find_places(l);
    l->known = l->pages.starts;
    return true;
}

/* The first book's setters know its words. */
static struct layout *new_variant(const struct layout *first, const struct layout_input *in)
{
    struct layout *l = mem_calloc(1, sizeof *l);
    l->in = in;
    l->setters = first->setters;
    l->n_setters = first->n_setters;
    l->borrowed = true;
    l->variant = true;
    l->shared = arena_new();
    return l;
}

/* Pages that the first book does not have. */
static void mark_own_pages(const struct layout *l)
{
    for (size_t i = 0; i < l->n_pieces; i++)
        for (uint32_t k = 0; l->pieces[i].donor == NULL && k < l->pieces[i].n_pages; k++)
            l->pages.items[l->pieces[i].first_page + k].own = true;
}

struct layout *layout_variant(struct layout *first, const struct layout_input *in, struct diag *d)
{
    struct layout *l = new_variant(first, in);
    make_pieces(l);
    bool fits = match_pieces(l, first);
    if (!fits)
        diag_add(d, MSG_VARIANT_PIECES, DIAG_NOWHERE, NULL);
    l->known = first->pages.starts;
    fits = fits && foresee_places(l, first, d);
    for (int round = 0; fits && round < MAX_ROUNDS; round++) {
        set_pieces(l, round == 0 ? PIECES_OTHERS : PIECES_ASKED);
        fits = pad_pieces(l, first, d);
        find_places(l);
        if (foreseen(l))
            break;
        l->known = l->pages.starts;
    }
    if (fits) {
        fill_pages(l);
        mark_own_pages(l);
        return l;
    }
    layout_drop(l);
    return NULL;
}

uint32_t layout_label(struct layout *l, const struct layout_label *label, struct arena *a,
                      const struct page_item **items, scaled *width)
{
    struct diag *own = diag_new();
    struct par_ctx ctx = {.design = l->in->design,
                          .fonts = l->in->fonts,
                          .words = l->setters[0].words,
                          .out = a,
                          .work = arena_new(),
                          .scratch = l->setters[0].scratch,
                          .diag = own};
    struct style style = l->in->design->styles[label->role];
    struct text text = text_make(a, label->s, strlen(label->s));
    style.align = ALIGN_LEFT;
    style.left = style.right = style.indent = 0;
    style.size = label->size > 0 ? label->size : style.size;
    struct par_request r = {.text = &text, .style = &style, .lang = l->in->book->language, .width = LABEL_WIDTH};
    struct par par = {0};
    struct vbox box = {0};
    par_set(&ctx, &r, &par);
    struct flow flow = {.ctx = &ctx};
    *width = par.n > 0 ? par.lines[0].width : 0;
    if (par.n > 0)
        flow_put_line(&flow, &box, &par.lines[0], 0, 0);
    struct page_item *own_items = arena_calloc(a, box.n_items + 1, sizeof *own_items);
    for (uint32_t i = 0; i < box.n_items; i++) {
        own_items[i] = box.items[i];
        own_items[i].tag = 0;
        own_items[i].ink = label->ink;
    }
    *items = own_items;
    arena_drop(ctx.work);
    diag_drop(own);
    return box.n_items;
}

uint32_t layout_line(struct layout *l, const char *s, uint8_t ink, struct arena *a, const struct page_item **items)
{
    const struct layout_label label = {.s = s, .role = ROLE_FOLIO, .ink = ink};
    scaled width;
    uint32_t n = layout_label(l, &label, a, items, &width);
    struct page_item *own = (struct page_item *)*items; /* made above, for the caller */
    for (uint32_t i = 0; i < n; i++)
        own[i].x -= width / 2;
    return n;
}

void layout_explain(const struct layout_input *in, unsigned what, struct buf *out, struct diag *d)
{
    struct layout *l = layout_book(in, d);
    for (size_t i = 0; l != NULL && i < l->n_pieces; i++) {
        l->pieces[i].dump = out;
        l->pieces[i].dumped = what;
        piece_set(&l->pieces[i], l->setters[0].words, l->setters[0].scratch); /* now that page numbers are known */
    }
    layout_drop(l);
}

/* The cover's positions on a page of other proportions: smaller than the printed one, so that type is larger in a
 * picture that is looked at as small as a stamp. */
static void reshape_cover(struct design *design, uint32_t w, uint32_t h)
{
    scaled old_height = design->page.height, width = (scaled)muldiv(design->page.width, 3, 4);
    scaled height = (scaled)muldiv(width, h, w);
    struct cover_design *c = &design->cover;
    scaled *across[] = {&c->left, &c->width, &c->bar_length, &c->label_width, &c->label_gap};
    scaled *down[] = {&c->issuer_top, &c->bar_top, &c->meeting_rule, &c->foot};
    for (size_t i = 0; i < sizeof across / sizeof *across; i++)
        *across[i] = (scaled)muldiv(*across[i], 3, 4);
    for (size_t i = 0; i < sizeof down / sizeof *down; i++)
        *down[i] = (scaled)muldiv(*down[i], height, old_height);
    design->page.width = width;
    design->page.height = height;
    design->page.inner = c->left;
    design->page.outer = width - c->left - c->width;
    design->page.gutter = 0;
    design->page.duplex = false;
}

struct layout *layout_cover(const struct layout_input *in, uint32_t w, uint32_t h, struct diag *d)
{
    const struct doc_node *cover = doc_child(in->book->root, DOC_COVER);
    if (cover == NULL || w == 0 || h == 0)
        return NULL;
    struct layout *l = new_layout(&(struct layout_input){.workers = NULL});
    l->own_in = *in;
    l->own_in.cache = NULL;
    l->own_in.starts_only = false;
    l->own_design = *in->design;
    reshape_cover(&l->own_design, w, h);
    l->own_in.design = &l->own_design;
    l->own_in.workers = NULL;
    l->in = &l->own_in;
    l->pieces = mem_calloc(1, sizeof *l->pieces);
    l->pieces[0] = (struct piece){.node = cover, .layout = l, .front = true, .whole = true};
    l->n_pieces = 1;
    set_pieces(l, PIECES_ALL);
    find_places(l);
    fill_pages(l);
    (void)d; /* the same texts were reported when the book was laid out */
    return l;
}

void layout_forget_shown(struct layout *l, size_t n)
{
    for (; l->n_forgotten < l->n_pieces; l->n_forgotten++) {
        struct piece *p = &l->pieces[l->n_forgotten];
        if (p->first_page + p->n_pages > n)
            return;
        if (p->donor == NULL)
            piece_forget_shown(p);
    }
}

void layout_forget_pages(struct layout *l)
{
    if (l->in->cache != NULL)
        return;
    for (size_t i = 0; i < l->pages.n; i++) {
        l->pages.items[i].items = NULL;
        l->pages.items[i].n_items = 0;
    }
    for (size_t i = 0; i < l->n_pieces; i++)
        if (l->pieces[i].donor == NULL)
            piece_clear(&l->pieces[i]);
    free(l->pages.tags);
    l->pages.tags = NULL;
    l->pages.n_tags = 0;
}

void layout_drop(struct layout *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->n_pieces; i++)
        piece_clear(&l->pieces[i]);
    for (unsigned i = 0; i < l->n_setters && !l->borrowed; i++) {
        word_cache_drop(l->setters[i].words);
        arena_drop(l->setters[i].scratch);
    }
    free(l->pages.tags);
    free(l->pieces);
    if (!l->borrowed)
        free(l->setters);
    arena_drop(l->arena);
    arena_drop(l->previous);
    if (l->shared != NULL)
        arena_drop(l->shared);
    free(l);
}
