/* Subsets by hb-subset: a plan first, so that glyphs have their new numbers before the file is made. */
#include "font/subset.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define NOT_IN_SUBSET 0xFFFF

struct font_subset {
    hb_subset_plan_t *plan;
    hb_face_t *face; /* of the subset, made when bytes are asked for */
    hb_blob_t *whole, *cff;
    bool kept; /* belongs to a memo */
    uint16_t n_old, n_new;
    uint16_t *to_new, *to_old;
};

/* Tables that a font inside a PDF has no use for: glyphs are reached by number, and widths stand in the PDF. */
static const hb_tag_t pdf_drops[] = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'), HB_TAG('B', 'A', 'S', 'E'),
    HB_TAG('M', 'A', 'T', 'H'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('O', 'S', '/', '2'), HB_TAG('n', 'a', 'm', 'e'),
    HB_TAG('p', 'o', 's', 't'), HB_TAG('g', 'a', 's', 'p'), HB_TAG('k', 'e', 'r', 'n'), HB_TAG('S', 'T', 'A', 'T'),
    HB_TAG('V', 'O', 'R', 'G'), HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'), HB_TAG('D', 'S', 'I', 'G'),
    HB_TAG('h', 'd', 'm', 'x'), HB_TAG('V', 'D', 'M', 'X'), HB_TAG('L', 'T', 'S', 'H'), HB_TAG('m', 'e', 't', 'a'),
};

/* What letters need to stand right, and the figures that the style sheets ask for. Of itself hb-subset keeps contextual
 * alternates, fractions and the forms of scripts as well: Inter's make its subset a third larger for arrows that nobody
 * writes, and are most of the work. */
static const hb_tag_t epub_features[] = {
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('l', 'i', 'g', 'a'), HB_TAG('c', 'c', 'm', 'p'), HB_TAG('l', 'o', 'c', 'l'),
    HB_TAG('m', 'a', 'r', 'k'), HB_TAG('m', 'k', 'm', 'k'), HB_TAG('t', 'n', 'u', 'm'), HB_TAG('l', 'n', 'u', 'm'),
};

/* Name records that carry the licence, which an embedded font should keep. */
static const unsigned licence_names[] = {13, 14};

static void read_maps(struct font_subset *s)
{
    const hb_map_t *map = hb_subset_plan_new_to_old_glyph_mapping(s->plan);
    unsigned count = hb_map_get_population(map);

    s->to_new = mem_alloc(s->n_old * sizeof *s->to_new);
    memset(s->to_new, 0xFF, s->n_old * sizeof *s->to_new); /* NOT_IN_SUBSET */
    s->to_old = mem_calloc(count, sizeof *s->to_old);
    for (unsigned fresh = 0; fresh < count; fresh++) {
        hb_codepoint_t gid = hb_map_get(map, fresh);
        if (gid >= s->n_old)
            continue;
        s->to_new[gid] = (uint16_t)fresh;
        s->to_old[fresh] = (uint16_t)gid;
    }
    s->n_new = (uint16_t)count;
}

/* Ends `input`, whatever comes of it. */
static struct font_subset *plan(const struct font *f, hb_face_t *face, hb_subset_input_t *input)
{
    hb_subset_plan_t *made = hb_subset_plan_create_or_fail(face, input);

    hb_subset_input_destroy(input);
    if (!made)
        return NULL;
    struct font_subset *s = mem_calloc(1, sizeof *s);
    s->plan = made;
    s->n_old = f->n_glyphs;
    read_maps(s);
    return s;
}

static hb_subset_input_t *new_input(const struct font *f)
{
    if (!f->may_subset)
        return NULL;
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        mem_fail();
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

static hb_blob_t *table_for_pdf(hb_face_t *unused, hb_tag_t tag, void *whole)
{
    (void)unused;
    for (size_t i = 0; i < sizeof pdf_drops / sizeof *pdf_drops; i++)
        if (pdf_drops[i] == tag)
            return NULL;
    return hb_face_reference_table(whole, tag);
}

/* The face as if it had no other tables: hb-subset goes through the whole cmap and all look-ups even where it is told
 * to drop them. */
static hb_face_t *bare_face(const struct font *f)
{
    hb_face_t *face = hb_face_create_for_tables(table_for_pdf, f->face, NULL);
    hb_face_set_upem(face, f->upem);
    return face;
}

static void end(struct font_subset *s)
{
    hb_subset_plan_destroy(s->plan);
    hb_blob_destroy(s->whole);
    hb_blob_destroy(s->cff);
    hb_face_destroy(s->face);
    free(s->to_new);
    free(s->to_old);
    free(s);
}

static void end_kept(void *object)
{
    end(object);
}

void font_subset_drop(struct font_subset *s)
{
    if (s && !s->kept)
        end(s);
}

/* What a subset is made of: the open face, how, and which characters or glyphs. */
static struct buf key_of(const struct font *f, char how, const void *which, size_t n)
{
    struct buf key = BUF_INIT;
    buf_put(&key, &f, sizeof f);
    buf_putc(&key, how);
    buf_put(&key, which, n);
    return key;
}

/* Gives the subset, if there is one and the memo did not have it, to the memo. Ends `key`. */
static struct font_subset *keep(struct memo *memo, struct buf *key, struct font_subset *s)
{
    if (s && memo && !s->kept) {
        s->kept = true;
        s = memo_keep(memo, MEMO_SUBSET, key->p, key->n, s, end_kept);
    }
    buf_free(key);
    return s;
}

static struct font_subset *subset_glyphs(const struct font *f, const uint8_t *used)
{
    hb_subset_input_t *input = new_input(f);

    if (!input)
        return NULL;
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    hb_set_add(glyphs, 0);
    for (unsigned gid = 0; gid < f->n_glyphs; gid++)
        if (used[gid >> 3] & 1 << (gid & 7))
            hb_set_add(glyphs, gid);
    hb_face_t *face = bare_face(f);
    struct font_subset *s = plan(f, face, input);
    hb_face_destroy(face); /* the plan has its own hold of it */
    return s;
}

/* True if none of the characters that the face has is of a script whose letters change or move by rule: Latin, Greek,
 * Cyrillic, Armenian, signs. */
static bool is_plainly_set(const struct font *f, const uint32_t *cps, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cps[i] >= 0x590 && !(cps[i] >= 0x1E00 && cps[i] < 0x2E80) && font_has(f, cps[i]))
            return false;
    return true;
}

static struct font_subset *subset_chars(const struct font *f, const uint32_t *cps, size_t n)
{
    hb_subset_input_t *input = new_input(f);

    if (!input)
        return NULL;
    hb_set_t *chars = hb_subset_input_unicode_set(input);
    for (size_t i = 0; i < n; i++)
        hb_set_add(chars, cps[i]);
    hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    if (is_plainly_set(f, cps, n))
        hb_set_clear(features);
    for (size_t i = 0; i < sizeof epub_features / sizeof *epub_features; i++)
        hb_set_add(features, epub_features[i]);
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    for (size_t i = 0; i < sizeof licence_names / sizeof *licence_names; i++)
        hb_set_add(names, licence_names[i]);
    return plan(f, f->face, input);
}

struct font_subset *font_subset_glyphs(const struct font *f, const uint8_t *used, struct memo *memo)
{
    struct buf key = key_of(f, 'g', used, memo ? (size_t)f->n_glyphs / 8 + 1 : 0);
    struct font_subset *s = memo_object(memo, MEMO_SUBSET, key.p, key.n);
    return keep(memo, &key, s ? s : subset_glyphs(f, used));
}

struct font_subset *font_subset_chars(const struct font *f, const uint32_t *cps, size_t n, struct memo *memo)
{
    struct buf key = key_of(f, 'c', cps, memo ? n * sizeof *cps : 0);
    struct font_subset *s = memo_object(memo, MEMO_SUBSET, key.p, key.n);
    return keep(memo, &key, s ? s : subset_chars(f, cps, n));
}

uint16_t font_subset_gid(const struct font_subset *s, uint16_t gid)
{
    return gid < s->n_old ? s->to_new[gid] : NOT_IN_SUBSET;
}

uint16_t font_subset_count(const struct font_subset *s)
{
    return s->n_new;
}

uint16_t font_subset_old(const struct font_subset *s, uint16_t gid)
{
    return gid < s->n_new ? s->to_old[gid] : 0;
}

/* Makes the subset's file and its CFF table (empty where the font has none). */
static bool make_bytes(struct font_subset *s)
{
    if (!s->face) {
        s->face = hb_subset_plan_execute_or_fail(s->plan);
        if (!s->face)
            return false;
        s->whole = hb_face_reference_blob(s->face);
        s->cff = hb_face_reference_table(s->face, HB_TAG('C', 'F', 'F', ' '));
    }
    return true;
}

const void *font_subset_bytes(struct font_subset *s, bool bare_cff, size_t *n)
{
    unsigned length = 0;

    *n = 0;
    if (!make_bytes(s))
        return NULL;
    const void *bytes = hb_blob_get_data(bare_cff ? s->cff : s->whole, &length);
    *n = length;
    return length > 0 ? bytes : NULL;
}
