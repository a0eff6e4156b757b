/* Content streams: marked content, colours, rules, rectangles, pictures. Text is in text.c. */
#include "pdf/content.h"

#include <stdlib.h>

#include "base/mem.h"
#include "pdf/colour.h"
#include "pdf/painter.h"
#include "pdf/stamp.h"
#include "pdf/syntax.h"

static const char *const furniture = "Pagination", *const decoration = "Layout";

static void begin_text(struct painter *p)
{
    if (p->in_text)
        return;
    buf_puts(p->out, "BT\n");
    p->in_text = true;
    p->text.x = p->text.y = 0;
}

static void end_text(struct painter *p)
{
    if (!p->in_text)
        return;
    buf_puts(p->out, "ET\n");
    p->in_text = false;
}

void painter_end_mark(struct painter *p)
{
    if (!p->marked)
        return;
    buf_puts(p->out, "EMC\n");
    p->marked = false;
}

/* Takes the page's next marked-content number for the element. */
static size_t next_mcid(struct painter *p, uint32_t tag)
{
    struct page_marks *m = p->marks;
    mem_grow((void **)&m->tags, &m->cap, m->n + 1, sizeof *m->tags);
    m->tags[m->n] = tag;
    return m->n++;
}

/* Makes what follows belong to the element (0: an artifact of that type), as text or not. */
static void mark(struct painter *p, uint32_t tag, bool text, const char *artifact)
{
    if (p->marked && p->mark_tag == tag && p->in_text == text)
        return;
    painter_end_mark(p);
    if (text)
        begin_text(p);
    else
        end_text(p);
    if (tag == 0) {
        buf_printf(p->out, "/Artifact<</Type/%s>>BDC\n", artifact);
    } else {
        buf_putc(p->out, '/');
        buf_puts(p->out, tag_role_name(p->what->roles->items[tag]));
        buf_puts(p->out, "<</MCID ");
        buf_int(p->out, (int64_t)next_mcid(p, tag));
        buf_puts(p->out, ">>BDC\n");
    }
    p->marked = true;
    p->mark_tag = tag;
}

void painter_mark_text(struct painter *p, uint32_t tag)
{
    mark(p, tag, true, furniture);
}

void painter_begin_text(struct painter *p, uint32_t tag)
{
    if (p->marked && (p->mark_tag != tag || !p->in_text))
        painter_end_mark(p);
    begin_text(p);
}

void painter_mark_actual(struct painter *p, uint32_t tag, const char *s, size_t n)
{
    if (tag == 0) { /* inside an artifact: that has no number, so brackets within brackets do no harm */
        painter_mark_text(p, tag);
        buf_puts(p->out, "/Span<</ActualText");
    } else {
        painter_end_mark(p);
        buf_printf(p->out, "/Span<</MCID %zu/ActualText", next_mcid(p, tag));
        p->marked = true;
        p->mark_tag = 0;
    }
    put_page_text(p->out, s, n);
    buf_puts(p->out, ">>BDC\n");
}

uint32_t painter_tag(const struct painter *p, uint32_t tag)
{
    return p->placed ? 0 : roles_tag(p->what->roles, tag);
}

void painter_set_ink(struct painter *p, uint8_t ink)
{
    if (p->has_ink && p->ink == ink)
        return;
    const struct pages *pages = p->what->pages;
    const struct ink black = {.cmyk = {0, 0, 0, 100}, .k_only = true};
    const struct ink *i = ink < pages->n_inks ? &pages->inks[ink] : &black;
    colour_put_ink(p->out, i, p->what->colours);
    p->ink = ink;
    p->has_ink = true;
}

static void put_rectangle(struct painter *p, const struct rect *r)
{
    const int64_t sides[] = {r->x, (int64_t)p->height - r->y - r->h, r->w, r->h};
    for (int i = 0; i < 4; i++) {
        put_length(p->out, sides[i]);
        buf_putc(p->out, ' ');
    }
    buf_puts(p->out, "re\n");
}

static void paint_rule(struct painter *p, const struct page_item *item)
{
    struct rect r = {item->x, item->y, item->u.rule.w, item->u.rule.h};
    mark(p, painter_tag(p, item->tag), false, decoration);
    painter_set_ink(p, item->ink);
    put_rectangle(p, &r);
    buf_puts(p->out, "f\n");
}

/* The element of a picture; a figure that has nothing to say is decoration. */
static uint32_t figure_tag(const struct painter *p, uint32_t tag)
{
    tag = painter_tag(p, tag);
    if (tag == 0)
        return 0;
    uint8_t wanted = p->what->pages->tags[tag].role;
    bool figure = wanted == TAG_FIGURE || wanted == TAG_FORMULA;
    return figure && p->what->roles->items[tag] != wanted ? 0 : tag;
}

static void paint_rects(struct painter *p, const struct page_item *item)
{
    if (item->u.rects.n == 0)
        return;
    mark(p, figure_tag(p, item->tag), false, decoration);
    painter_set_ink(p, item->ink);
    for (uint32_t i = 0; i < item->u.rects.n; i++) {
        struct rect r = item->u.rects.r[i];
        r.x += item->x;
        r.y += item->y;
        put_rectangle(p, &r);
    }
    buf_puts(p->out, "f\n");
}

static void paint_image(struct painter *p, const struct page_item *item)
{
    const struct image *image = item->u.image.image;
    /* Marked even when nothing is painted: the figure keeps its place and its alternative text. */
    mark(p, figure_tag(p, item->tag), false, decoration);
    if (images_number(p->what->images, image) == 0)
        return;
    buf_puts(p->out, "q ");
    put_length(p->out, item->u.image.w);
    buf_puts(p->out, " 0 0 ");
    put_length(p->out, item->u.image.h);
    buf_putc(p->out, ' ');
    put_length(p->out, item->x);
    buf_putc(p->out, ' ');
    put_length(p->out, (int64_t)p->height - item->y - item->u.image.h);
    buf_printf(p->out, " cm /Im%u Do Q\n", image->index);
}

static void paint_item(struct painter *p, const struct page_item *item)
{
    switch ((enum item_kind)item->kind) {
    case ITEM_TEXT:
        paint_text(p, item);
        break;
    case ITEM_RULE:
        paint_rule(p, item);
        break;
    case ITEM_RECTS:
        paint_rects(p, item);
        break;
    case ITEM_IMAGE:
        paint_image(p, item);
        break;
    case ITEM_LINK: /* an annotation, not content: link.c */
        break;
    }
}

/* Begins with a graphics state of which nothing is known. */
static void forget_state(struct painter *p)
{
    painter_end_mark(p);
    end_text(p);
    p->text = (struct text_state){.hscale = 10000};
    p->has_ink = false;
}

/* From here on items are turned, or no more. */
static void turn(struct painter *p, const struct page *page, bool turned)
{
    forget_state(p);
    if (turned) {
        buf_puts(p->out, "q 0 1 -1 0 ");
        put_length(p->out, page->width);
        buf_puts(p->out, " 0 cm\n");
    } else {
        buf_puts(p->out, "Q\n");
    }
    p->height = turned ? page->width : page->height;
}

static void paint_items(struct painter *p, const struct page *page)
{
    bool turned = false;
    p->height = page->height;
    forget_state(p);
    for (uint32_t i = 0; i < page->n_items; i++) {
        if (page->items[i].turned != turned)
            turn(p, page, !turned);
        turned = page->items[i].turned;
        paint_item(p, &page->items[i]);
    }
    if (turned)
        turn(p, page, false);
    painter_end_mark(p);
    end_text(p);
}

/* The matrix that takes a page's coordinates (from its bottom left corner, upward) to those of the sheet. */
static void put_matrix(struct painter *p, const struct placed_page *placed, scaled sheet_height)
{
    static const char *const turned[] = {"1 0 0 1 ", "0 -1 1 0 ", "-1 0 0 -1 ", "0 1 -1 0 "};
    bool sideways = placed->turns % 2 == 1;
    scaled w = sideways ? placed->page->height : placed->page->width;
    scaled h = sideways ? placed->page->width : placed->page->height;
    int64_t left = placed->x, bottom = (int64_t)sheet_height - placed->y - h;

    buf_puts(p->out, turned[placed->turns % 4]);
    put_length(p->out, placed->turns % 4 >= 2 ? left + w : left);
    buf_putc(p->out, ' ');
    put_length(p->out, placed->turns % 4 == 1 || placed->turns % 4 == 2 ? bottom + h : bottom);
    buf_puts(p->out, " cm\n");
}

void content_paint(const struct paint *what, size_t page, struct buf *out, struct page_marks *marks)
{
    const struct page *source = &what->pages->items[page];
    struct painter p = {.what = what, .out = out, .marks = marks};
    paint_items(&p, source);
    if (what->stamped != NULL && source->n_placed == 0)
        stamp_show(source, source == what->stamped, out);
    p.placed = true;
    for (uint32_t i = 0; i < source->n_placed; i++) {
        buf_puts(out, "q\n");
        if (source->placed[i].clip.w > 0) {
            p.height = source->height;
            put_rectangle(&p, &source->placed[i].clip);
            buf_puts(out, "W n\n");
        }
        put_matrix(&p, &source->placed[i], source->height);
        paint_items(&p, source->placed[i].page);
        if (what->stamped != NULL)
            stamp_show(source->placed[i].page, source->placed[i].page == what->stamped, out);
        buf_puts(out, "Q\n");
    }
    buf_free(&p.shown);
}
