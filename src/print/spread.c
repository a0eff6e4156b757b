#include "print/spread.h"

#include <string.h>

#include "print/marks.h"

#define HAIRLINE (SCALED_ONE / 4)
#define MARK_OFF mm_milli(1000) /* of fold marks from the bleed */
#define MARK_LENGTH mm_milli(3000)
#define TITLE_MOST PT(16)          /* type on a spine need not shout */
#define TITLE_LEAST PT(7)          /* … but must be read from the shelf */
#define TITLE_ENDS mm_milli(15000) /* clear of head and foot */
#define SPINE_SHARE 620     /* thousandths of the spine that the type's size takes: its diacritics stay off the folds */
#define SPINE_MOST PT(6000) /* a sheet of PDF is 14,400 pt wide at most */
#define MIDDLE 340          /* thousandths of the size from the base line to the middle of small letters and capitals */

scaled spread_spine(size_t pages, scaled caliper)
{
    int64_t leaves = (int64_t)(pages / 2 + pages % 2), spine = leaves * caliper;
    return spine < SPINE_MOST ? (scaled)spine : SPINE_MOST;
}

scaled spread_title_size(const struct spread *s, scaled width, scaled size)
{
    scaled room = s->height - 2 * TITLE_ENDS;
    if (s->spine < SPREAD_SPINE_LEAST || width <= 0 || room <= 0)
        return 0;
    scaled most = (scaled)muldiv(s->spine, SPINE_SHARE, 1000);
    most = most < TITLE_MOST ? most : TITLE_MOST;
    int64_t fitting = muldiv(size, room, width);
    most = fitting < most ? (scaled)fitting : most;
    return most < TITLE_LEAST ? 0 : most;
}

/* A page of its own that holds the line, as large as the line is: what can be placed on the sheet and turned. */
static struct page *line_page(const struct spread_line *line, scaled height, scaled base, struct arena *a)
{
    struct page *page = arena_calloc(a, 1, sizeof *page);
    struct page_item *items = arena_calloc(a, line->n, sizeof *items);
    memcpy(items, line->items, line->n * sizeof *items);
    for (uint32_t i = 0; i < line->n; i++)
        items[i].y += base;
    page->width = line->width;
    page->height = height;
    page->items = items;
    page->n_items = line->n;
    return page;
}

static void place_title(const struct spread *s, struct page *sheet, struct placed_page *placed, struct arena *a)
{
    if (s->title.n == 0)
        return;
    /* The line's box is as high as the spine is wide; small letters stand in its middle. */
    scaled base = s->spine / 2 + (scaled)muldiv(s->title.size, MIDDLE, 1000);
    placed[sheet->n_placed++] = (struct placed_page){.page = line_page(&s->title, s->spine, base, a),
                                                     .x = s->width,
                                                     .y = (s->height - s->title.width) / 2,
                                                     .turns = s->upward ? 3 : 1};
}

static void place_back(const struct spread *s, struct page *sheet, struct placed_page *placed, struct arena *a)
{
    if (s->back.n == 0)
        return;
    scaled height = 2 * s->back.size;
    placed[sheet->n_placed++] = (struct placed_page){.page = line_page(&s->back, height, s->back.size, a),
                                                     .x = s->margin,
                                                     .y = s->height - s->margin - s->back.size};
}

/* What reaches the front's edge bleeds on three sides, and ends at the spine. */
static void place_front(const struct spread *s, struct page *sheet, struct placed_page *placed)
{
    if (s->front == NULL)
        return;
    scaled x = s->width + s->spine;
    placed[sheet->n_placed++] = (struct placed_page){
        .page = s->front, .x = x, .clip = {x, -s->bleed, s->width + s->bleed, s->height + 2 * s->bleed}};
}

/* Where the spine is folded: short lines above and below, outside of the bleed. */
static void mark_folds(const struct spread *s, struct page *sheet, struct arena *a)
{
    struct page_item *item = arena_calloc(a, 1, sizeof *item);
    struct rect *r = arena_calloc(a, 4, sizeof *r);
    for (uint32_t i = 0; i < 4; i++) {
        scaled x = s->width + (i % 2 == 1 ? s->spine : 0);
        scaled y = i < 2 ? -s->bleed - MARK_OFF - MARK_LENGTH : s->height + s->bleed + MARK_OFF;
        r[i] = (struct rect){x - HAIRLINE / 2, y, HAIRLINE, MARK_LENGTH};
    }
    *item = (struct page_item){.kind = ITEM_RECTS, .ink = INK_BLACK};
    item->u.rects.r = r;
    item->u.rects.n = 4;
    sheet->items = item;
    sheet->n_items = 1;
}

struct pages *spread_make(const struct pages *book, const struct spread *s, struct arena *a)
{
    const struct marks_options bleeding = {s->bleed, false}, marked = {s->bleed, s->marks};
    struct pages only_front = *book, sheets = {.inks = book->inks, .n_inks = book->n_inks, .lang = book->lang, .n = 1};
    struct page front, *sheet = arena_calloc(a, 1, sizeof *sheet);
    struct placed_page *placed = arena_calloc(a, 3, sizeof *placed);
    struct spread own = *s;
    if (s->front != NULL) {
        front = *s->front;
        only_front.items = &front;
        only_front.n = 1;
        own.front = marks_add(&only_front, &bleeding, a)->items;
    }
    *sheet = (struct page){.width = 2 * s->width + s->spine, .height = s->height, .label = "cover", .placed = placed};
    place_back(&own, sheet, placed, a);
    place_title(&own, sheet, placed, a);
    place_front(&own, sheet, placed);
    if (s->marks)
        mark_folds(s, sheet, a);
    sheets.items = sheet;
    return marks_add(&sheets, &marked, a);
}
