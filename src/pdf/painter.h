/* Inside content.c and text.c: the state of painting one page.
 *
 * Marked content lies inside text objects for text (BT BDC … EMC ET) and outside for everything else, so that the two
 * kinds of bracket never cross. One sequence goes on until an item of another element comes.
 */
#ifndef PDF_PAINTER_H
#define PDF_PAINTER_H

#include "pdf/content.h"

/* Text state as last written; it outlives text objects. */
struct text_state {
    const struct used_font *font;
    scaled size;
    uint16_t hscale;  /* 1/10000 */
    int64_t tracking; /* thousandths of a point, as are the following */
    int64_t rise;
    int64_t x, y; /* origin of the line in the open text object */
};

struct painter {
    const struct paint *what;
    struct buf *out;
    struct page_marks *marks;
    scaled height; /* of the page */
    uint8_t ink;
    bool has_ink;
    bool in_text, marked;
    bool placed; /* on a sheet for the press: nothing is tagged */
    uint32_t mark_tag;
    struct text_state text;
    struct buf shown; /* operand of TJ: strings and numbers */
    bool in_string, has_numbers;
};

/* The element that an item's content belongs to; 0: none. */
uint32_t painter_tag(const struct painter *p, uint32_t tag);

/* Opens a text object; a sequence that is open stays so only if it is text of the same element. */
void painter_begin_text(struct painter *p, uint32_t tag);

/* Makes the glyphs that follow belong to the element; 0: to an artifact. */
void painter_mark_text(struct painter *p, uint32_t tag);

/* The same with other words in place of what the glyphs say. */
void painter_mark_actual(struct painter *p, uint32_t tag, const char *s, size_t n);

/* Ends the sequence that is open, if any. */
void painter_end_mark(struct painter *p);

/* Makes the fill colour that of the ink. */
void painter_set_ink(struct painter *p, uint8_t ink);

/* Paints an item of kind ITEM_TEXT (text.c). */
void paint_text(struct painter *p, const struct page_item *item);

#endif
