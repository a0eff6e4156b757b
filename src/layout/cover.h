/* Inside layout/: a cover under construction. */
#ifndef LAYOUT_COVER_H
#define LAYOUT_COVER_H

#include "layout/flow.h"

struct cover {
    struct flow *f;
    const struct cover_design *d;
    struct vbox box;
};

/* Where texts stand on it: the left edge and the width. */
struct cover_column {
    scaled x, width;
};

/* The column over the whole measure. */
struct cover_column cover_measure(const struct cover *c);

/* Sets a leaf with its first base line at y; returns the y of what comes below. */
scaled cover_put(struct cover *c, const struct doc_node *leaf, const struct style *style, enum tag_role role,
                 struct cover_column column, scaled y);

/* Four rules within the edges of `r`. */
void cover_frame(struct cover *c, struct rect r, scaled thick, uint8_t ink);

/* The first step of the title's size in which the balanced title fits its lines and the room without tearing a name;
 * where every step tears one, the first that fits. */
struct style cover_title_style(struct cover *c, const struct doc_node *title, const struct doc_node *subtitle,
                               scaled room);

/* The title as far as the room for it goes, with "…" where it was cut; it stands whole in its chapter and in the title
 * page of the EPUB. */
const struct doc_node *cover_fitting_title(struct cover *c, const struct doc_node *title, const struct style *style,
                                           scaled room);

/* Has the cover what cover_document_head() sets? */
bool cover_has_document_head(const struct doc_node *cover);

/* The head of a document of state, from the top of the text on (cover_document.c). Returns the y below it. */
scaled cover_document_head(struct cover *c, const struct doc_node *cover);

/* Draws the logo at the top left, or in the middle of the top, no larger than an eighth of the measure, or twice that
 * where it is wide. Returns its place; its height is 0 when there is none. */
struct rect cover_logo(struct cover *c, const struct doc_node *figure, bool centred);

/* The centred cover of Vietnamese offices in its double frame (cover_framed.c). */
void cover_framed(struct cover *c, const struct doc_node *cover);

#endif
