/* Which letters a face's rules for composing glyphs (the feature 'ccmp') leave alone.
 *
 * Those rules are for letters with combining marks, which NFC text hardly has, but looking through them is a third of
 * the cost of shaping a word. So words of such letters alone may be shaped by a plan without the feature.
 */
#ifndef FONT_COMPOSING_H
#define FONT_COMPOSING_H

#include <hb.h>
#include <stdbool.h>
#include <stdint.h>

/* Code points that are looked at are below this: Latin, Cyrillic, and marks of punctuation. */
#define COMPOSING_END 0x2040
#define COMPOSING_WORDS (COMPOSING_END / 64)

/* What a plan without the feature is asked for with. */
extern const hb_feature_t font_no_composing;

/* Sets the bit of each code point such that no rule of 'ccmp' has an effect on texts of these code points, in any
 * order, when they are shaped with the plan `full`; `bare` is the same plan without the feature. False: there is
 * nothing to be gained, or it can't be told. `full` is for left-to-right text in Latin or Cyrillic letters, without
 * other features. */
bool font_composing(hb_font_t *hb, hb_shape_plan_t *full, hb_shape_plan_t *bare, uint64_t letters[COMPOSING_WORDS]);

#endif
