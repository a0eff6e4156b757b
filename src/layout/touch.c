/* Lines whose ink meets, found from the glyphs' boxes. */
#include "layout/touch.h"

#include "layout/hlist.h"

/* Texts whose base lines are so near each other stand on one line. */
#define SAME_LINE PT(3)
#define MAX_LOW 64

/* Ink of one glyph on the page. */
struct inked {
    scaled left, right, top, bottom, base;
    const char *word;
};

/* Walks over the glyphs of a box that have ink. */
struct walk {
    const struct vbox *box;
    scaled y;
    uint32_t item;
    uint16_t piece, glyph;
    scaled x; /* of the next glyph */
};

static bool next_glyph(struct walk *w, struct inked *out)
{
    for (; w->item < w->box->n_items; w->item++, w->piece = 0) {
        const struct page_item *item = &w->box->items[w->item];
        const struct glyph_run *run = item->kind == ITEM_TEXT ? item->u.run : NULL;
        for (; run != NULL && w->piece < run->n; w->piece++, w->glyph = 0) {
            const struct shaped *word = run_word(run, w->piece);
            if (w->glyph == 0)
                w->x = item->x + run->pieces[w->piece].x;
            const struct font *font = word->font;
            while (w->glyph < word->n) {
                const struct glyph *g = &word->glyphs[w->glyph++];
                struct font_box ink;
                scaled at = w->x + hlist_units(font, run->size, g->dx);
                w->x += hlist_units(font, run->size, g->advance) + run->tracking;
                if (!font_ink_box(font, g->gid, &ink))
                    continue;
                scaled base = w->y + item->y - run->rise - hlist_units(font, run->size, g->dy);
                *out = (struct inked){.left = at + hlist_units(font, run->size, ink.left),
                                      .right = at + hlist_units(font, run->size, ink.right),
                                      .top = base - hlist_units(font, run->size, ink.top),
                                      .bottom = base - hlist_units(font, run->size, ink.bottom),
                                      .base = w->y + item->y,
                                      .word = word->text};
                return true;
            }
        }
    }
    return false;
}

static bool meet(const struct inked *above, const struct inked *below)
{
    return below->base - above->base > SAME_LINE && above->bottom > below->top && above->left < below->right &&
           below->left < above->right;
}

bool touch_find(const struct vbox *above, scaled y_above, const struct vbox *below, scaled y_below,
                struct touching *out)
{
    struct inked low[MAX_LOW], glyph;
    scaled lowest = INT32_MIN, first_base = INT32_MAX; /* of all in `low` */
    size_t n = 0;
    for (struct walk w = {.box = above, .y = y_above}; n < MAX_LOW && next_glyph(&w, &low[n]);) {
        if (above != below && low[n].bottom <= y_below + below->ink_top)
            continue;
        lowest = low[n].bottom > lowest ? low[n].bottom : lowest;
        first_base = low[n].base < first_base ? low[n].base : first_base;
        n++;
    }
    for (struct walk w = {.box = below, .y = y_below}; next_glyph(&w, &glyph);)
        for (size_t i = 0; i < n && glyph.top < lowest && glyph.base > first_base; i++)
            if (meet(&low[i], &glyph)) {
                *out = (struct touching){low[i].word, glyph.word};
                return true;
            }
    return false;
}
