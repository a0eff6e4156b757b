/* Inside layout/: a paragraph as a horizontal list, with what each item stands for. */
#ifndef LAYOUT_HLIST_H
#define LAYOUT_HLIST_H

#include "layout/itemize.h"
#include "layout/linebreak.h"

/* What a box is. Parallel to the items; of a penalty the hyphen that it puts in, if any; unused for glue. */
struct hbox {
    const struct word_part *part;
    const struct shaped *shaped; /* as in the part, or as the neighbours make it */
    const struct par_state *state;
};

/* hitem.ref is the offset in the paragraph's text: of a box its first byte, of glue its space, of a penalty the place.
 */
struct hlist {
    struct hitem *items;
    struct hbox *boxes;
    size_t n, cap;
    const struct par_text *text;
    scaled measure; /* width of a line: wider words are cut */
    bool justified; /* glyph scaling and hanging marks are of use */
};

/* Makes the list. It ends with a forced break. Items are in the scratch arena. */
void hlist_make(struct par_ctx *ctx, const struct par_request *r, const struct par_text *text, struct hlist *out);

/* Font size of a part in a setting. */
static inline scaled hlist_size(const struct par_state *state, const struct word_part *part)
{
    return part->scale == 1000 ? state->size : (scaled)((int64_t)state->size * part->scale / 1000);
}

/* Font units at a size, rounded. */
static inline scaled hlist_units(const struct font *f, scaled size, int32_t units)
{
    int64_t v = (int64_t)units * size;
    return (scaled)((v + (v < 0 ? -(int64_t)f->upem : f->upem) / 2) / f->upem);
}

/* Width of a box without glyph scaling. */
static inline scaled hlist_width(const struct par_request *r, const struct hbox *box)
{
    scaled width = hlist_units(box->shaped->font, hlist_size(box->state, box->part), box->shaped->width);
    return r->style->tracking ? width + box->shaped->n * r->style->tracking : width;
}

/* Writes the items of a list, one a line, with the chosen breaks marked when `b` is not NULL: --dump=hlist, breaks. */
struct buf;
void hlist_dump(const struct hlist *h, const struct breaks *b, struct buf *out);

/* Writes how the lines of a paragraph came out: width, ratio, badness, demerits and text of each. */
void hlist_dump_breaks(const struct hlist *h, const struct breaks *b, struct buf *out);

#endif
