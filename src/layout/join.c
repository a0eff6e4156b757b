/* Joining: the pieces' pages get their places in the book, blanks between them, labels, furniture; and what refers to
 * pages is gathered: structure tree, anchors, page starts, outline. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/lang.h"
#include "layout/piece.h"
#include "layout/reuse_parts.h"

/* What a worker joins with. */
struct hand {
    struct par_ctx *ctx;
    struct head_title titles[2];
};

struct joiner {
    const struct layout_input *in;
    const struct design *design;
    struct piece *pieces;
    size_t n_pieces;
    struct pages *out;
    struct arena *a;
    struct hand *hands;              /* by worker */
    uint32_t *roots;                 /* by piece: the structure element below which it stands */
    const struct doc_node *contents; /* NULL: the book has none that links can lead to */
};

static bool duplex(const struct joiner *j)
{
    return j->design->page.duplex;
}

/* Gives each piece its first page, with blanks before those that begin on the right. Returns the number of pages. */
static uint32_t number_pages(struct joiner *j)
{
    uint32_t n = 0;
    bool body = false;
    for (size_t i = 0; i < j->n_pieces; i++) {
        struct piece *p = &j->pieces[i];
        bool first_of_body = !p->front && !body;
        body = body || !p->front;
        bool recto = first_of_body || (p->recto && j->design->opening.recto);
        if (duplex(j) && recto && n % 2 == 1)
            n++;
        p->first_page = n;
        n += p->n_pages;
    }
    return n;
}

static uint32_t first_body_page(const struct joiner *j)
{
    for (size_t i = 0; i < j->n_pieces; i++)
        if (!j->pieces[i].front)
            return j->pieces[i].first_page;
    return UINT32_MAX;
}

static void add_range(struct joiner *j, uint32_t page, char style, uint32_t first)
{
    j->out->labels[j->out->n_labels++] = (struct label_range){page, style, first};
}

static void label_pages(struct joiner *j)
{
    uint32_t body = first_body_page(j);
    bool arabic = j->design->folio.arabic_front != 0 || body == 0;
    j->out->labels = arena_calloc(j->a, 2, sizeof *j->out->labels);
    if (arabic) {
        add_range(j, 0, 'D', 1);
    } else {
        add_range(j, 0, 'r', 1);
        if (body < j->out->n)
            add_range(j, body, 'D', 1);
    }
    for (uint32_t i = 0; i < j->out->n; i++) {
        struct page *page = &j->out->items[i];
        page->width = j->design->page.width;
        page->height = j->design->page.height;
        char roman[16];
        if (!arabic && i < body && i < 3999) {
            lang_roman(i + 1, false, roman);
            page->label = arena_strdup(j->a, roman);
        } else {
            page->label = arena_printf(j->a, "%u", arabic || body > i ? i + 1 : i - body + 1);
        }
    }
}

static scaled text_left(const struct joiner *j, uint32_t page)
{
    const struct page_design *p = &j->design->page;
    bool verso = duplex(j) && page % 2 == 1;
    return verso ? p->outer : p->inner + p->gutter;
}

/* What links to the contents say; NULL: there are none from this piece. */
static const char *contents_words(const struct joiner *j, const struct piece *p)
{
    if (j->contents == NULL || j->design->foot.contents <= 0 || p->node == j->contents)
        return NULL;
    const struct doc_node *title = doc_child(j->contents, DOC_TITLE);
    return title != NULL && title->text.n > 0 ? title->text.s : NULL;
}

/* How many pages of the piece have such a link. */
static uint32_t links_to_contents(const struct joiner *j, const struct piece *p)
{
    return p->furniture && contents_words(j, p) != NULL ? p->n_pages : 0;
}

/* The tag of that on page `i`. */
static uint32_t link_tag(const struct piece *p, uint32_t i)
{
    return p->tag_base + (p->tags.n > 0 ? (uint32_t)p->tags.n : 1) + i;
}

/* Returns the number of *items. */
static uint32_t put_furniture(const struct joiner *j, struct hand *hand, const struct piece *p, uint32_t i,
                              const struct page_item **items)
{
    uint32_t page = p->first_page + i;
    struct furniture f = {
        .ctx = hand->ctx,
        .titles = hand->titles,
        .design = j->design,
        .lang = j->in->book->language,
        .book_title = j->in->book->running_title,
        .chapter_title = book_short_title(p->node),
        .handling = p->node->kind != DOC_TITLEPAGE ? j->in->book->manifest->handling : NULL, /* has it in its frame */
        .contents = contents_words(j, p),
        .contents_id = j->contents != NULL ? j->contents->id : NULL,
        .label = j->out->items[page].label,
        .head = i > 0 && !p->whole,
        .verso = duplex(j) && page % 2 == 1,
        .left = text_left(j, page),
    };
    if (p->kept != NULL)
        return reuse_furniture(p->kept, i, &f, items);
    struct vbox box = {0};
    furniture_put(&f, &box);
    *items = box.items;
    return box.n_items;
}

/* A page of another book's pieces: only its tags are counted anew. */
static void share_page(const struct joiner *j, struct hand *hand, const struct piece *p, uint32_t i)
{
    const struct page *from = layout_joined_page(p->donor, i);
    struct page *page = &j->out->items[p->first_page + i];
    struct page_item *items = arena_calloc(hand->ctx->out, from->n_items + 1, sizeof *items);
    memcpy(items, from->items, from->n_items * sizeof *items);
    for (uint32_t k = 0; k < from->n_items; k++)
        if (items[k].tag != 0)
            items[k].tag += p->tag_base - p->donor->tag_base;
    page->items = items;
    page->n_items = from->n_items;
}

/* The items of a page of a piece, with room for `more`, that may be changed: those in the cache stay as they are. */
static struct page_item *own_items(struct arena *a, const struct piece *p, uint32_t i, uint32_t more)
{
    const struct piece_page *from = &p->pages[i];
    if (p->kept == NULL && more <= FURNITURE_ROOM)
        return from->items;
    struct page_item *items = arena_calloc(a, from->n_items + more + 1, sizeof *items);
    if (from->n_items > 0)
        memcpy(items, from->items, from->n_items * sizeof *items);
    for (uint32_t k = 0; p->kept != NULL && k < from->n_items; k++)
        if (items[k].kind == ITEM_IMAGE)
            items[k].u.image.image = reuse_picture(p, items[k].u.image.image);
    return items;
}

/* Moves a piece's items to their places: x to the text's left edge, tags to where the piece's begin. */
static void place_page(const struct joiner *j, struct hand *hand, const struct piece *p, uint32_t i)
{
    const struct piece_page *from = &p->pages[i];
    const struct page_item *furniture = NULL;
    uint32_t n = p->furniture ? put_furniture(j, hand, p, i, &furniture) : 0;
    struct page *page = &j->out->items[p->first_page + i];
    struct page_item *items = own_items(hand->ctx->out, p, i, n);
    scaled dx = p->whole ? 0 : text_left(j, p->first_page + i);
    for (uint32_t k = 0; k < from->n_items; k++) {
        *(items[k].turned ? &items[k].y : &items[k].x) += dx;
        if (items[k].tag != 0)
            items[k].tag += p->tag_base;
    }
    if (n > 0)
        memcpy(items + from->n_items, furniture, n * sizeof *items);
    for (uint32_t k = from->n_items; k < from->n_items + n; k++)
        if (items[k].kind == ITEM_LINK) /* to the contents */
            items[k].tag = link_tag(p, i);
    page->items = items;
    page->n_items = from->n_items + n;
}

static uint32_t add_tag(struct pages *out, const struct tag *tag)
{
    out->tags[out->n_tags] = *tag;
    return (uint32_t)out->n_tags++;
}

/* Gives the structure elements of all pieces their numbers: chapters stand below their part. Behind those of a piece
 * come those of its pages' links to the contents. */
static void number_tags(struct joiner *j)
{
    size_t most = 2;
    for (size_t i = 0; i < j->n_pieces; i++)
        most += j->pieces[i].tags.n + 1 + links_to_contents(j, &j->pieces[i]);
    j->out->tags = mem_calloc(most, sizeof *j->out->tags);
    j->out->n_tags = 0;
    add_tag(j->out, &(struct tag){0});
    uint32_t document = add_tag(j->out, &(struct tag){.role = TAG_DOCUMENT}), part = document;
    for (size_t i = 0; i < j->n_pieces; i++) {
        struct piece *p = &j->pieces[i];
        if (p->node->kind == DOC_PART)
            part = add_tag(j->out, &(struct tag){.role = TAG_PART, .parent = document});
        else if (p->node->kind != DOC_CHAPTER || p->node->part == 0)
            part = document;
        j->roots[i] = part;
        p->tag_base = (uint32_t)j->out->n_tags - 1;
        j->out->n_tags += (p->tags.n > 0 ? p->tags.n - 1 : 0) + links_to_contents(j, p);
    }
}

/* Puts the tags of a piece where they belong; its own list, of which nothing but the length is needed then, goes. A
 * piece of another book has its tags from there, where they have numbers already. */
static void join_tags(const struct joiner *j, struct piece *p, uint32_t root)
{
    const struct tag *tags = p->donor != NULL ? layout_joined_tags(p->donor) : p->tags.items;
    uint32_t base = p->donor != NULL ? p->donor->tag_base : 0;
    for (size_t k = 1; k < p->tags.n; k++) {
        struct tag *tag = &j->out->tags[p->tag_base + k];
        *tag = tags[k];
        tag->parent = tag->parent <= base ? root : tag->parent - base + p->tag_base;
    }
    if (p->donor == NULL && p->kept == NULL) {
        free(p->tags.items);
        p->tags.items = NULL;
    }
    for (uint32_t i = links_to_contents(j, p); i-- > 0;)
        j->out->tags[link_tag(p, i)] = (struct tag){.role = TAG_LINK, .parent = root};
}

/* Figures move with their pages. */
static void shift_figures(const struct joiner *j, const struct piece *p)
{
    for (uint32_t i = 0; i < p->n_pages; i++) {
        scaled dx = p->whole ? 0 : text_left(j, p->first_page + i);
        const struct page *page = &j->out->items[p->first_page + i];
        for (uint32_t k = 0; k < page->n_items; k++) {
            const struct page_item *item = &page->items[k];
            if (item->tag > p->tag_base && (item->kind == ITEM_IMAGE || item->kind == ITEM_RECTS))
                j->out->tags[item->tag].bbox.x += dx;
        }
    }
}

/* Pages and structure of a piece. */
static void join_piece(void *ctx, size_t i, unsigned worker)
{
    const struct joiner *j = ctx;
    struct piece *p = &j->pieces[i];
    struct hand *hand = &j->hands[worker];
    join_tags(j, p, j->roots[i]);
    for (uint32_t k = 0; k < p->n_pages; k++)
        (p->donor != NULL ? share_page : place_page)(j, hand, p, k);
    if (p->donor == NULL) /* where they have moved */
        shift_figures(j, p);
    arena_reset(hand->ctx->work);
}

static int compare_anchors(const void *x, const void *y)
{
    return strcmp(((const struct anchor *)x)->id, ((const struct anchor *)y)->id);
}

static void join_anchors(struct joiner *j)
{
    size_t n = 0;
    for (size_t i = 0; i < j->n_pieces; i++)
        for (uint32_t k = 0; k < j->pieces[i].n_pages; k++)
            n += j->pieces[i].pages[k].n_anchors;
    struct anchor *all = arena_calloc(j->a, n + 1, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < j->n_pieces; i++) {
        const struct piece *p = &j->pieces[i];
        for (uint32_t k = 0; k < p->n_pages; k++)
            for (uint32_t m = 0; m < p->pages[k].n_anchors; m++) {
                struct anchor anchor = p->pages[k].anchors[m];
                anchor.id = arena_strdup(j->a, anchor.id); /* read while its piece is being set again */
                anchor.page += p->first_page;
                anchor.x += p->whole ? 0 : text_left(j, anchor.page);
                all[count++] = anchor;
            }
    }
    qsort(all, count, sizeof *all, compare_anchors);
    j->out->anchors = all;
    j->out->n_anchors = count;
    struct page_ref *refs = arena_calloc(j->a, count + 1, sizeof *refs);
    for (size_t i = 0; i < count; i++) /* copies: ids made while a piece was set go when it is set again */
        refs[i] = (struct page_ref){arena_strdup(j->a, all[i].id), j->out->items[all[i].page].label, all[i].page};
    j->out->starts.refs = refs;
    j->out->starts.n_refs = count;
}

static int compare_starts(const void *x, const void *y)
{
    const struct page_start *a = x, *b = y;
    if (a->seq != b->seq)
        return a->seq < b->seq ? -1 : 1;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static void join_starts(struct joiner *j)
{
    struct page_start *starts = arena_calloc(j->a, j->out->n + 1, sizeof *starts);
    size_t n = 0;
    for (size_t i = 0; i < j->n_pieces; i++) {
        const struct piece *p = &j->pieces[i];
        for (uint32_t k = 0; k < p->n_pages; k++) {
            uint32_t page = p->first_page + k;
            if (p->pages[k].seq != 0 && p->node->kind != DOC_COVER)
                starts[n++] = (struct page_start){(uint32_t)(p->pages[k].seq + p->seq_shift), p->pages[k].offset, page,
                                                  j->out->items[page].label};
        }
    }
    qsort(starts, n, sizeof *starts, compare_starts);
    j->out->starts.items = starts;
    j->out->starts.n = n;
}

static void add_outline(struct joiner *j, const char *title, const char *id, uint8_t level)
{
    if (title != NULL && *title != '\0' && id != NULL)
        j->out->outline[j->out->n_outline++] = (struct outline_entry){title, id, level};
}

/* Parts, chapters, their sections; front and back matter. */
static void make_outline(struct joiner *j)
{
    size_t n = j->n_pieces;
    for (size_t i = 0; i < j->n_pieces; i++)
        for (const struct doc_node *child = j->pieces[i].node->first; child != NULL; child = child->next)
            n += child->kind == DOC_HEADING;
    j->out->outline = arena_calloc(j->a, n + 1, sizeof *j->out->outline);
    for (size_t i = 0; i < j->n_pieces; i++) {
        const struct doc_node *node = j->pieces[i].node;
        uint8_t level = node->kind == DOC_CHAPTER && node->part != 0;
        if (!flow_is_half_title(node))
            add_outline(j, book_short_title(node), node->id, level);
        if (node->kind != DOC_CHAPTER && node->kind != DOC_MATTER && node->kind != DOC_IMPRINT)
            continue;
        for (const struct doc_node *child = node->first; child != NULL; child = child->next)
            if (child->kind == DOC_HEADING && child->level <= 2)
                add_outline(j, child->text.s, child->id, (uint8_t)(level + 1));
    }
}

static void make_inks(struct joiner *j)
{
    static const struct ink black = {.cmyk = {0, 0, 0, 100}, .k_only = true}, white = {.rgb = {255, 255, 255}};
    bool colour = j->in->book->manifest->colour;
    struct ink *inks = arena_calloc(j->a, INK_FIRST_FREE, sizeof *inks);
    inks[INK_BLACK] = inks[INK_ACCENT] = inks[INK_MARK] = black;
    inks[INK_WHITE] = white;
    if (colour) {
        memcpy(inks[INK_ACCENT].rgb, j->design->colour.accent, 3);
        memcpy(inks[INK_ACCENT].cmyk, j->design->colour.accent_cmyk, 4);
        memcpy(inks[INK_MARK].rgb, j->design->colour.mark, 3);
        memcpy(inks[INK_MARK].cmyk, j->design->colour.mark_cmyk, 4);
        inks[INK_ACCENT].k_only = inks[INK_MARK].k_only = false;
    }
    j->out->inks = inks;
    j->out->n_inks = INK_FIRST_FREE;
}

static struct joiner joiner_of(const struct join *j)
{
    return (struct joiner){
        .in = j->in, .design = j->in->design, .pieces = j->pieces, .n_pieces = j->n, .out = j->out, .a = j->a};
}

static enum page_arrangement arrangement_of(const struct design *d)
{
    switch ((enum screen_pages)d->screen.pages) {
    case SCREEN_SINGLE:
        return PAGES_SINGLE;
    case SCREEN_CONTINUOUS:
        return PAGES_CONTINUOUS;
    case SCREEN_SPREADS:
        return PAGES_SPREADS;
    case SCREEN_BY_DUPLEX:
        break;
    }
    return d->page.duplex ? PAGES_SPREADS : PAGES_SINGLE;
}

static enum page_panel panel_of(const struct design *d)
{
    static const enum page_panel panels[] = {
        [SCREEN_OUTLINE] = PANEL_OUTLINE, [SCREEN_PAGES_ALONE] = PANEL_NONE, [SCREEN_FULL] = PANEL_FULL_SCREEN};
    return panels[d->screen.mode];
}

void join_places(const struct join *join)
{
    struct joiner j = joiner_of(join);
    *j.out = (struct pages){
        .lang = j.in->book->language, .arrangement = arrangement_of(j.design), .panel = panel_of(j.design)};
    j.out->n = number_pages(&j);
    j.out->items = arena_calloc(j.a, j.out->n + 1, sizeof *j.out->items);
    label_pages(&j);
    join_anchors(&j);
    join_starts(&j);
}

void join_content(const struct join *join, struct par_ctx *ctxs, unsigned n)
{
    struct joiner j = joiner_of(join);
    j.hands = mem_calloc(n, sizeof *j.hands);
    j.roots = mem_calloc(j.n_pieces + 1, sizeof *j.roots);
    for (unsigned i = 0; i < n; i++)
        j.hands[i].ctx = &ctxs[i];
    j.contents = doc_child(j.in->book->root, DOC_CONTENTS);
    if (j.contents != NULL && j.contents->id == NULL)
        j.contents = NULL;
    make_inks(&j);
    number_tags(&j);
    workers_run(j.in->workers, j.n_pieces, join_piece, &j);
    make_outline(&j);
    free(j.hands);
    free(j.roots);
}
