/* Pages as text, an item a line, positions in points: what golden files of layout are made of.
 *
 *   page 3 "1" 595.276x841.89
 *     text 76.535,79.37 GentiumBookPlus 12 #4 "Hội nghị cấp cao"
 *     rule 76.535,100 50x0.5 accent
 *   tag 4 P < 2
 *   anchor ch-thu-do page 3 76.535,60
 *   outline 0 ch-thu-do "Thủ đô"
 *
 * Positions have three decimals at most, since the pages themselves are exact; a font is named by its PostScript name,
 * never by its path or number, so that the text is the same wherever fonts lie and in whatever order they were opened.
 */
#include <string.h>

#include "base/buf.h"
#include "page/page.h"

static const char *const ink_names[] = {"black", "accent", "mark", "white"};

static void put_length(struct buf *out, scaled v)
{
    buf_fixed(out, scaled_milli(v));
}

static void put_pair(struct buf *out, scaled a, char between, scaled b)
{
    put_length(out, a);
    buf_putc(out, between);
    put_length(out, b);
}

static void put_escaped(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"' || s[i] == '\\')
            buf_putc(out, '\\');
        if (s[i] == '\n')
            buf_puts(out, "\\n");
        else
            buf_putc(out, s[i]);
    }
}

static void put_quoted(struct buf *out, const char *s)
{
    buf_puts(out, " \"");
    put_escaped(out, s, strlen(s));
    buf_putc(out, '"');
}

/* The run's text: its words, with the spaces that follow them and the hyphens that stand at line ends ("¬"). */
static void put_run_text(struct buf *out, const struct glyph_run *run)
{
    buf_puts(out, " \"");
    for (uint16_t i = 0; i < run->n; i++) {
        const struct run_piece *piece = &run->pieces[i];
        if (piece->flags & PIECE_HYPHEN)
            buf_puts(out, "¬");
        else
            put_escaped(out, run_word(run, i)->text, run_word(run, i)->text_n);
        if (piece->flags & PIECE_SPACE_AFTER)
            buf_putc(out, ' ');
    }
    buf_putc(out, '"');
}

static void put_text(struct buf *out, const struct glyph_run *run)
{
    buf_printf(out, " %s ", run_font(run)->ps_name);
    put_length(out, run->size);
    if (run->hscale != 10000 && run->hscale != 0)
        buf_printf(out, " scaled %u", (unsigned)run->hscale);
    if (run->tracking != 0) {
        buf_puts(out, " tracked ");
        put_length(out, run->tracking);
    }
    if (run->rise != 0) {
        buf_puts(out, " raised ");
        put_length(out, run->rise);
    }
}

static void put_size(struct buf *out, scaled w, scaled h)
{
    buf_putc(out, ' ');
    put_pair(out, w, 'x', h);
}

static void put_ink_and_tag(struct buf *out, const struct page_item *item)
{
    if (item->ink != INK_BLACK && item->ink < INK_FIRST_FREE)
        buf_printf(out, " %s", ink_names[item->ink]);
    else if (item->ink != INK_BLACK)
        buf_printf(out, " ink%u", (unsigned)item->ink);
    if (item->tag != 0)
        buf_printf(out, " #%u", (unsigned)item->tag);
}

static void put_rects(struct buf *out, const struct page_item *item)
{
    for (uint32_t i = 0; i < item->u.rects.n; i++) {
        const struct rect *r = &item->u.rects.r[i];
        buf_puts(out, "\n    ");
        put_pair(out, r->x, ',', r->y);
        put_size(out, r->w, r->h);
    }
}

static void put_link(struct buf *out, const struct page_item *item)
{
    buf_printf(out, " %s", item->u.link.to->uri);
    if (item->u.link.to->alt)
        put_quoted(out, item->u.link.to->alt);
}

/* Pictures are named by size alone: pages know nothing of their files. */
static void put_item(struct buf *out, const struct page_item *item)
{
    static const char *const kinds[] = {"text", "rule", "rects", "image", "link"};

    buf_printf(out, "  %s%s ", item->turned ? "turned " : "", kinds[item->kind]);
    put_pair(out, item->x, ',', item->y);
    if (item->kind == ITEM_TEXT)
        put_text(out, item->u.run);
    else if (item->kind == ITEM_RULE)
        put_size(out, item->u.rule.w, item->u.rule.h);
    else if (item->kind == ITEM_IMAGE)
        put_size(out, item->u.image.w, item->u.image.h);
    else if (item->kind == ITEM_LINK)
        put_size(out, item->u.link.w, item->u.link.h);
    put_ink_and_tag(out, item);
    if (item->kind == ITEM_TEXT)
        put_run_text(out, item->u.run);
    else if (item->kind == ITEM_RECTS)
        put_rects(out, item);
    else if (item->kind == ITEM_LINK)
        put_link(out, item);
    buf_putc(out, '\n');
}

static void put_page(struct buf *out, const struct page *page, size_t number)
{
    buf_printf(out, "page %zu", number);
    put_quoted(out, page->label ? page->label : "");
    put_size(out, page->width, page->height);
    buf_putc(out, '\n');
    for (uint32_t i = 0; i < page->n_items; i++)
        put_item(out, &page->items[i]);
}

static void put_spans(struct buf *out, const struct tag *tag)
{
    if (tag->colspan > 1)
        buf_printf(out, " colspan=%u", (unsigned)tag->colspan);
    if (tag->rowspan > 1)
        buf_printf(out, " rowspan=%u", (unsigned)tag->rowspan);
    if (tag->scope)
        buf_printf(out, " scope=%c", tag->scope);
    if (tag->numbering)
        buf_printf(out, " numbering=%c", tag->numbering);
}

static void put_tag(struct buf *out, const struct tag *tag, size_t number)
{
    buf_printf(out, "tag %zu %s < %u", number, tag_role_name(tag->role), (unsigned)tag->parent);
    put_spans(out, tag);
    if (tag->id)
        buf_printf(out, " id=%s", tag->id);
    if (tag->lang)
        buf_printf(out, " lang=%s", tag->lang);
    if (tag->bbox.w != 0) {
        buf_puts(out, " at ");
        put_pair(out, tag->bbox.x, ',', tag->bbox.y);
        put_size(out, tag->bbox.w, tag->bbox.h);
    }
    if (tag->alt)
        put_quoted(out, tag->alt);
    buf_putc(out, '\n');
}

static void put_anchor(struct buf *out, const struct anchor *a)
{
    buf_printf(out, "anchor %s page %u ", a->id, (unsigned)a->page);
    put_pair(out, a->x, ',', a->y);
    buf_putc(out, '\n');
}

static void put_outline(struct buf *out, const struct outline_entry *e)
{
    buf_printf(out, "outline %u %s", (unsigned)e->level, e->anchor ? e->anchor : "-");
    put_quoted(out, e->title);
    buf_putc(out, '\n');
}

void pages_dump(const struct pages *p, struct buf *out)
{
    for (size_t i = 0; i < p->n_labels; i++)
        buf_printf(out, "labels %u %c %u\n", (unsigned)p->labels[i].page, p->labels[i].style,
                   (unsigned)p->labels[i].first);
    for (size_t i = 0; i < p->n; i++)
        put_page(out, &p->items[i], i);
    for (size_t i = 1; i < p->n_tags; i++)
        put_tag(out, &p->tags[i], i);
    for (size_t i = 0; i < p->n_anchors; i++)
        put_anchor(out, &p->anchors[i]);
    for (size_t i = 0; i < p->n_outline; i++)
        put_outline(out, &p->outline[i]);
}
