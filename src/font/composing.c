/* What 'ccmp' leaves alone is found by HarfBuzz's closures: the glyphs that look-ups can make of a set of glyphs.
 *
 * Letters that a rule changes by themselves (Gentium's Vietnamese letters with two marks) are left out first. To the
 * glyphs of the others come all that the plan's other look-ups make of them. If the closure of this set under the
 * look-ups of 'ccmp' has no further glyph, a rule that applies could only make glyphs that are in the set already. So
 * such outputs are taken out, in quarters by each two bits of their number: whichever of them is a rule's output, and
 * whichever two others it asks for, in one of these sets those two are there and the output shows up.
 */
#include "font/composing.h"

#include <hb-ot.h>
#include <string.h>

#define CCMP HB_TAG('c', 'c', 'm', 'p')

/* Blocks of code points, first and last: letters and signs, none of them a combining mark. */
static const uint16_t blocks[][2] = {{0x20, 0x7E},     {0xA1, 0xAC},     {0xAE, 0x17F},    {0x1A0, 0x1A1},
                                     {0x1AF, 0x1B0},   {0x400, 0x482},   {0x48A, 0x52F},   {0x1E00, 0x1EFF},
                                     {0x2010, 0x2014}, {0x2018, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026}};

const hb_feature_t font_no_composing = {CCMP, 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};

struct look {
    hb_font_t *hb;
    hb_face_t *face;
    hb_set_t *composing, *others; /* look-ups of the feature; of the plan without it */
    hb_set_t *glyphs;             /* that a text may be made of */
};

static void find_lookups(struct look *l, hb_shape_plan_t *full, hb_shape_plan_t *bare)
{
    const hb_tag_t feature[] = {CCMP, HB_TAG_NONE};
    hb_set_t *all = hb_set_create();
    hb_ot_shape_plan_collect_lookups(full, HB_OT_TAG_GSUB, all);
    hb_ot_shape_plan_collect_lookups(bare, HB_OT_TAG_GSUB, l->others);
    hb_ot_layout_collect_lookups(l->face, HB_OT_TAG_GSUB, NULL, NULL, feature, l->composing);
    hb_set_intersect(l->composing, all);
    hb_set_destroy(all);
}

static void add_letters(struct look *l)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (hb_codepoint_t cp = blocks[i][0], gid; cp <= blocks[i][1]; cp++)
            if (hb_font_get_nominal_glyph(l->hb, cp, &gid))
                hb_set_add(l->glyphs, gid);
}

/* Leaves out the glyphs that a rule changes by themselves. */
static void drop_changed(struct look *l)
{
    hb_set_t *input = hb_set_create();
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(l->composing, &lookup);) {
        hb_set_clear(input);
        hb_ot_layout_lookup_collect_glyphs(l->face, HB_OT_TAG_GSUB, lookup, NULL, input, NULL, NULL);
        hb_set_intersect(input, l->glyphs);
        for (hb_codepoint_t gid = HB_SET_VALUE_INVALID; hb_set_next(input, &gid);)
            if (hb_ot_layout_lookup_would_substitute(l->face, lookup, &gid, 1, true))
                hb_set_del(l->glyphs, gid);
    }
    hb_set_destroy(input);
}

static void set_letters(const struct look *l, uint64_t *letters)
{
    memset(letters, 0, COMPOSING_WORDS * sizeof *letters);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        for (hb_codepoint_t cp = blocks[i][0], gid; cp <= blocks[i][1]; cp++)
            if (hb_font_get_nominal_glyph(l->hb, cp, &gid) && hb_set_has(l->glyphs, gid))
                letters[cp / 64] |= UINT64_C(1) << cp % 64;
}

/* Does the feature make no glyph of these that is not among them? */
static bool is_closed(const struct look *l, const hb_set_t *glyphs)
{
    hb_set_t *made = hb_set_copy(glyphs);
    hb_ot_layout_lookups_substitute_closure(l->face, l->composing, made);
    bool closed = hb_set_is_equal(made, glyphs);
    hb_set_destroy(made);
    return closed;
}

/* The same without those of `outputs` whose number has these bits of the mask. */
static bool is_closed_without(const struct look *l, const hb_set_t *outputs, unsigned mask, unsigned bits)
{
    hb_set_t *rest = hb_set_copy(l->glyphs);
    unsigned number = 0;
    for (hb_codepoint_t gid = HB_SET_VALUE_INVALID; hb_set_next(outputs, &gid); number++)
        if ((number & mask) == bits)
            hb_set_del(rest, gid);
    bool closed = is_closed(l, rest);
    hb_set_destroy(rest);
    return closed;
}

/* Is it so whichever quarter of the outputs is missing that two bits tell? There are some. */
static bool is_closed_without_any(const struct look *l, const hb_set_t *outputs)
{
    unsigned last = hb_set_get_population(outputs) - 1;
    for (unsigned i = 1; i == 1 || last >> i != 0; i++)
        for (unsigned k = 0; k < i; k++)
            for (unsigned quarter = 0; quarter < 4; quarter++)
                if (!is_closed_without(l, outputs, 1u << i | 1u << k, (quarter >> 1) << i | (quarter & 1) << k))
                    return false;
    return true;
}

static bool is_idle(const struct look *l)
{
    hb_set_t *outputs = hb_set_create();
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(l->composing, &lookup);)
        hb_ot_layout_lookup_collect_glyphs(l->face, HB_OT_TAG_GSUB, lookup, NULL, NULL, NULL, outputs);
    hb_set_intersect(outputs, l->glyphs);
    bool idle = is_closed(l, l->glyphs) && (hb_set_is_empty(outputs) || is_closed_without_any(l, outputs));
    hb_set_destroy(outputs);
    return idle;
}

bool font_composing(hb_font_t *hb, hb_shape_plan_t *full, hb_shape_plan_t *bare, uint64_t letters[COMPOSING_WORDS])
{
    struct look l = {hb, hb_font_get_face(hb), hb_set_create(), hb_set_create(), hb_set_create()};
    bool idle = false;
    find_lookups(&l, full, bare);
    if (!hb_set_is_empty(l.composing)) {
        add_letters(&l);
        drop_changed(&l);
        set_letters(&l, letters);
        hb_ot_layout_lookups_substitute_closure(l.face, l.others, l.glyphs);
        idle = is_idle(&l);
    }
    hb_set_destroy(l.composing);
    hb_set_destroy(l.others);
    hb_set_destroy(l.glyphs);
    return idle;
}
