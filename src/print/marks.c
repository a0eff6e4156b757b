/* Bleed and printers' marks.
 *
 * Marks stand outside the bleed, so that nothing of them is left when the knife goes astray. Crop marks are black: a
 * page of text alone stays on one plate. A page with colours gets register marks too, a cross in a square at the
 * middle of each side, on all plates.
 */
#include "print/marks.h"

#include <string.h>

#define HAIRLINE (SCALED_ONE / 4)
#define GAP mm_milli(1000) /* between bleed and marks */
#define CROP mm_milli(5000)
#define TARGET mm_milli(4000) /* a register mark's square */
#define CROP_MARKS 8

struct making {
    const struct pages *book;
    const struct marks_options *o;
    struct arena *a;
    uint8_t all; /* the ink of register marks */
};

bool marks_has_colour(const struct pages *book, const struct page *page)
{
    for (uint32_t i = 0; i < page->n_items; i++) {
        const struct page_item *item = &page->items[i];
        if (item->kind == ITEM_IMAGE)
            return true;
        if (item->kind == ITEM_LINK || item->ink >= book->n_inks)
            continue;
        const uint8_t *cmyk = book->inks[item->ink].cmyk;
        if (cmyk[0] + cmyk[1] + cmyk[2] > 0)
            return true;
    }
    for (uint32_t i = 0; i < page->n_placed; i++)
        if (marks_has_colour(book, page->placed[i].page))
            return true;
    return false;
}

/* Moves the sides of a rectangle that lie on the page's edge, or beyond, out by the bleed. */
static void extend(struct rect *r, const struct page *page, scaled bleed)
{
    scaled right = r->x + r->w, bottom = r->y + r->h;
    if (right <= 0 || bottom <= 0 || r->x >= page->width || r->y >= page->height)
        return;
    /* What a rounding leaves between an item and the edge is no margin. */
    if (r->x <= HAIRLINE)
        r->x = -bleed;
    if (r->y <= HAIRLINE)
        r->y = -bleed;
    if (right >= page->width - HAIRLINE)
        right = page->width + bleed;
    if (bottom >= page->height - HAIRLINE)
        bottom = page->height + bleed;
    r->w = right - r->x;
    r->h = bottom - r->y;
}

static void extend_rects(const struct making *m, struct page_item *item, const struct page *page)
{
    struct rect *list = arena_calloc(m->a, item->u.rects.n + 1, sizeof *list);
    for (uint32_t i = 0; i < item->u.rects.n; i++) {
        struct rect r = item->u.rects.r[i];
        r.x += item->x;
        r.y += item->y;
        extend(&r, page, m->o->bleed);
        list[i] = r;
    }
    item->x = item->y = 0;
    item->u.rects.r = list;
}

static void extend_item(const struct making *m, struct page_item *item, const struct page *page)
{
    struct rect r = {item->x, item->y, 0, 0};
    if (item->turned) /* tables end at the margins */
        return;
    if (item->kind == ITEM_RULE) {
        r.w = item->u.rule.w;
        r.h = item->u.rule.h;
        extend(&r, page, m->o->bleed);
        item->u.rule.w = r.w;
        item->u.rule.h = r.h;
    } else if (item->kind == ITEM_IMAGE) {
        /* Stretched by a hundredth or two, which no eye sees: nothing of the picture is lost. */
        r.w = item->u.image.w;
        r.h = item->u.image.h;
        extend(&r, page, m->o->bleed);
        item->u.image.w = r.w;
        item->u.image.h = r.h;
    } else if (item->kind == ITEM_RECTS) {
        extend_rects(m, item, page);
        return;
    }
    item->x = r.x;
    item->y = r.y;
}

/* Two lines at each corner, in line with the edges. */
static uint32_t put_crop_marks(const struct making *m, const struct page *page, struct rect *r)
{
    uint32_t n = 0;
    scaled off = m->o->bleed + GAP;
    for (int right = 0; right < 2; right++)
        for (int bottom = 0; bottom < 2; bottom++) {
            scaled x = right ? page->width : 0, y = bottom ? page->height : 0;
            r[n++] = (struct rect){right ? x + off : x - off - CROP, y - HAIRLINE / 2, CROP, HAIRLINE};
            r[n++] = (struct rect){x - HAIRLINE / 2, bottom ? y + off : y - off - CROP, HAIRLINE, CROP};
        }
    return n;
}

/* A cross in a square about the point. */
void marks_put_target(scaled x, scaled y, struct rect r[MARKS_TARGET_RECTS])
{
    const scaled half = TARGET / 2, long_half = half + GAP / 2;
    r[0] = (struct rect){x - long_half, y - HAIRLINE / 2, 2 * long_half, HAIRLINE};
    r[1] = (struct rect){x - HAIRLINE / 2, y - long_half, HAIRLINE, 2 * long_half};
    r[2] = (struct rect){x - half, y - half, TARGET, HAIRLINE};
    r[3] = (struct rect){x - half, y + half - HAIRLINE, TARGET, HAIRLINE};
    r[4] = (struct rect){x - half, y - half, HAIRLINE, TARGET};
    r[5] = (struct rect){x + half - HAIRLINE, y - half, HAIRLINE, TARGET};
}

static uint32_t put_targets(const struct making *m, const struct page *page, struct rect *r)
{
    scaled off = m->o->bleed + GAP + CROP / 2;
    marks_put_target(page->width / 2, -off, r);
    marks_put_target(page->width / 2, page->height + off, r + MARKS_TARGET_RECTS);
    marks_put_target(-off, page->height / 2, r + 2 * MARKS_TARGET_RECTS);
    marks_put_target(page->width + off, page->height / 2, r + 3 * MARKS_TARGET_RECTS);
    return 4 * MARKS_TARGET_RECTS;
}

static struct page_item marks_item(struct making *m, const struct page *page, bool register_marks)
{
    struct page_item item = {.kind = ITEM_RECTS, .ink = register_marks ? m->all : INK_BLACK};
    struct rect *r = arena_calloc(m->a, 4 * MARKS_TARGET_RECTS + CROP_MARKS, sizeof *r);
    item.u.rects.r = r;
    item.u.rects.n = register_marks ? put_targets(m, page, r) : put_crop_marks(m, page, r);
    return item;
}

static void make_page(struct making *m, const struct page *from, struct page *to)
{
    struct page_item *items = arena_calloc(m->a, (size_t)from->n_items + 2, sizeof *items);
    uint32_t n = from->n_items;
    *to = *from;
    to->bleed = m->o->bleed;
    to->slug = m->o->bleed + (m->o->marks ? 2 * GAP + CROP : 0);
    to->items = items;
    for (uint32_t i = 0; i < n; i++) {
        items[i] = from->items[i];
        extend_item(m, &items[i], from);
    }
    if (m->o->marks)
        items[n++] = marks_item(m, from, false);
    if (m->o->marks && marks_has_colour(m->book, from))
        items[n++] = marks_item(m, from, true);
    to->n_items = n;
}

struct pages *marks_add(const struct pages *book, const struct marks_options *o, struct arena *a)
{
    struct pages *out = arena_alloc(a, sizeof *out);
    struct making m = {.book = book, .o = o, .a = a, .all = (uint8_t)book->n_inks};
    struct ink *inks = arena_calloc(a, book->n_inks + 1, sizeof *inks);
    *out = *book;
    if (book->n_inks > 0)
        memcpy(inks, book->inks, book->n_inks * sizeof *inks);
    inks[book->n_inks] = (struct ink){.cmyk = {100, 100, 100, 100}, .all = true};
    out->inks = inks;
    out->n_inks = book->n_inks + 1;
    out->items = arena_calloc(a, book->n + 1, sizeof *out->items);
    for (size_t i = 0; i < book->n; i++)
        make_page(&m, &book->items[i], &out->items[i]);
    return out;
}
