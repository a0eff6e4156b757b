/* Inside layout/: which OpenType features a text is shaped with. */
#ifndef LAYOUT_SHAPE_FEATURES_H
#define LAYOUT_SHAPE_FEATURES_H

#include <hb.h>
#include <stdbool.h>
#include <stddef.h>

/* Signs whose forms are kept: at most so many in a text, else none has contextual forms. */
#define FEATURES_KEPT 16

/* Texts of one kind, asked for with the same features, share a shaping plan.
 *
 * FEATURES_TABLE: figures that are to stand below each other, in contents and folios. They are neither kerned nor
 * changed by their neighbours. FEATURES_IDENTIFIER: what is compared letter by letter (a SHA-256). It has no ligatures
 * and no contextual forms. FEATURES_OWN: has signs that stay as they are, each at its place; the plan is its own. */
enum feature_kind { FEATURES_TEXT, FEATURES_TABLE, FEATURES_IDENTIFIER, FEATURES_OWN };

struct feature_list {
    hb_feature_t items[FEATURES_KEPT + 16];
    unsigned n;
    enum feature_kind kind;
};

/* Chooses for `n` bytes of text; `features`: SHAPE_… as asked for (shape.h). */
void shape_features(struct feature_list *l, unsigned features, const char *s, size_t n);

/* Is the word a number in hexadecimal digits, long enough to be nothing else? "…" may stand for its end. Neighbours
 * have no effect on it, nor it on them. */
bool shape_is_identifier(const char *s, size_t n);

#endif
