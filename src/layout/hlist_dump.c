/* Horizontal lists and chosen breaks as text: --dump=hlist, --dump=breaks. */
#include "base/buf.h"
#include "layout/hlist.h"

static const char *const tie_names[] = {
    [TIE_NONE] = "",      [TIE_SPAN] = " tie",  [TIE_NAME] = " name", [TIE_RUNT] = " runt",
    [TIE_PAIR] = " pair", [TIE_WEAK] = " weak", [TIE_CUT] = " cut"};
static const char *const fitness_names[] = {"tight", "decent", "loose", "very-loose"};

/* A length in points. */
static void put_pt(struct buf *out, const char *name, int64_t v)
{
    if (v == 0)
        return;
    buf_printf(out, " %s ", name);
    buf_fixed(out, scaled_milli(v));
}

static void dump_item(const struct hlist *h, size_t i, struct buf *out)
{
    const struct hitem *it = &h->items[i];
    switch (it->kind) {
    case HITEM_BOX:
        buf_printf(out, "box %.*s", (int)h->boxes[i].shaped->text_n, h->boxes[i].shaped->text);
        put_pt(out, "width", it->width);
        put_pt(out, "hang-left", it->hang_left);
        put_pt(out, "hang-right", it->hang_right);
        break;
    case HITEM_GLUE:
        buf_puts(out, "glue");
        put_pt(out, "width", it->width);
        put_pt(out, "plus", it->stretch);
        put_pt(out, "minus", it->shrink);
        break;
    default:
        buf_printf(out, "penalty %d%s%s", it->penalty, tie_names[it->tie], it->flagged ? " flagged" : "");
        put_pt(out, "width", it->width);
    }
}

void hlist_dump(const struct hlist *h, const struct breaks *b, struct buf *out)
{
    size_t k = 0;
    for (size_t i = 0; i < h->n; i++) {
        bool chosen = b && k < b->n && b->items[k].position == i;
        buf_puts(out, chosen ? "* " : "  ");
        dump_item(h, i, out);
        buf_putc(out, '\n');
        k += chosen;
    }
}

/* The line's words, with spaces where the list has glue. */
static void put_words(const struct hlist *h, size_t start, size_t end, struct buf *out)
{
    for (size_t i = start; i < end; i++) {
        if (h->items[i].kind == HITEM_BOX)
            buf_put(out, h->boxes[i].shaped->text, h->boxes[i].shaped->text_n);
        else if (h->items[i].kind == HITEM_GLUE)
            buf_putc(out, ' ');
    }
}

static void put_ratio(struct buf *out, int32_t ratio)
{
    buf_puts(out, " ratio ");
    if (ratio == INT32_MAX || ratio == INT32_MIN)
        buf_puts(out, ratio > 0 ? "inf" : "-inf");
    else
        buf_fixed(out, scaled_milli(ratio));
}

void hlist_dump_breaks(const struct hlist *h, const struct breaks *b, struct buf *out)
{
    int64_t before = 0;
    buf_printf(out, "paragraph lines %zu pass %d%s\n", b->n, b->pass, b->overfull ? " overfull" : "");
    for (size_t i = 0; i < b->n; i++) {
        const struct breakpoint *p = &b->items[i];
        const struct hitem *end = &h->items[p->position];
        buf_printf(out, "  %zu:", i + 1);
        put_ratio(out, p->ratio);
        buf_printf(out, " badness %d %s demerits ", p->badness, fitness_names[p->fitness]);
        buf_int(out, p->demerits - before);
        if (end->kind == HITEM_PENALTY && end->penalty > PENALTY_FORCE)
            buf_printf(out, " penalty %d%s", end->penalty, tie_names[end->tie]);
        buf_puts(out, " | ");
        put_words(h, p->start, p->position, out);
        buf_putc(out, '\n');
        before = p->demerits;
    }
}
