/* Opening a face: the file is checked, then HarfBuzz reads it, and what is asked often is copied out.
 *
 * HarfBuzz accepts a truncated file and shows blanks in place of the glyphs that are gone. So the table directory is
 * checked against the file's length, and FreeType, which is stricter, must be able to open the face.
 */
#include "font/font.h"

#include <errno.h>
#include <hb-ot.h>
#include <hb.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "font/known_faces.h"
#include "font/opens.h"

/* Font descriptor flags, ISO 32000-1 table 123. */
enum { FLAG_FIXED_PITCH = 1, FLAG_SERIF = 2, FLAG_SYMBOLIC = 4, FLAG_ITALIC = 64 };

/* OS/2 fsType. */
enum { FSTYPE_RESTRICTED = 0x0002, FSTYPE_USABLE = 0x000C, FSTYPE_NO_SUBSET = 0x0100, FSTYPE_BITMAPS = 0x0200 };

/* OS/2 usMaxContext, which old tables lack and some fonts leave empty; rules that reach further are not known. */
#define OS2_MAX_CONTEXT 94
#define MAX_REACH 16

#define TAG_HEAD HB_TAG('h', 'e', 'a', 'd')
#define TAG_POST HB_TAG('p', 'o', 's', 't')
#define TAG_OS2 HB_TAG('O', 'S', '/', '2')
#define TAG_CFF HB_TAG('C', 'F', 'F', ' ')
#define TAG_GLYF HB_TAG('g', 'l', 'y', 'f')

static uint16_t be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)be16(p) << 16 | be16(p + 2);
}

static int fail(const char *path, enum msg m, const char *arg, struct diag *d)
{
    diag_add(d, m, (struct srcpos){path, 0, 0}, arg, NULL);
    return -1;
}

/* Tables without which neither layout nor the back ends can work. */
static const hb_tag_t required[] = {
    TAG_HEAD,
    HB_TAG('h', 'h', 'e', 'a'),
    HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('m', 'a', 'x', 'p'),
    HB_TAG('c', 'm', 'a', 'p'),
};
#define N_REQUIRED (sizeof required / sizeof *required)

static void mark_found(hb_tag_t tag, bool *found, bool *outlines)
{
    for (size_t k = 0; k < N_REQUIRED; k++)
        found[k] = found[k] || required[k] == tag;
    *outlines = *outlines || tag == TAG_GLYF || tag == TAG_CFF;
}

/* Every table of the directory must lie within the file. */
static int check_directory(const uint8_t *p, size_t n, const char *path, struct diag *d)
{
    bool found[N_REQUIRED] = {false}, outlines = false;
    char name[5] = "";

    uint32_t version = n >= 12 ? be32(p) : 0;
    if (version != 0x00010000 && version != HB_TAG('O', 'T', 'T', 'O') && version != HB_TAG('t', 'r', 'u', 'e'))
        return fail(path, MSG_FONT_NOT_SFNT, NULL, d);
    size_t tables = be16(p + 4);
    if (12 + 16 * tables > n)
        return fail(path, MSG_FONT_TRUNCATED, "directory", d);
    for (size_t i = 0; i < tables; i++) {
        const uint8_t *entry = p + 12 + 16 * i;
        uint64_t end = (uint64_t)be32(entry + 8) + be32(entry + 12);
        hb_tag_to_string(be32(entry), name);
        if (end > n)
            return fail(path, MSG_FONT_TRUNCATED, name, d);
        mark_found(be32(entry), found, &outlines);
    }
    for (size_t k = 0; k < N_REQUIRED; k++)
        if (!found[k]) {
            hb_tag_to_string(required[k], name);
            return fail(path, MSG_FONT_TRUNCATED, name, d);
        }
    return outlines ? 0 : fail(path, MSG_FONT_TRUNCATED, "glyf", d);
}

/* FreeType must open the face and be able to scale it. One that was there when the program was built did then. */
static int check_freetype(hb_face_t *face, const char *path, struct diag *d)
{
    if (known_face_is(face))
        return 0;
    char number[16];
    unsigned n = 0;
    hb_blob_t *blob = hb_face_reference_blob(face);
    const char *bytes = hb_blob_get_data(blob, &n);
    int error = font_opens(bytes, n);
    hb_blob_destroy(blob);
    if (error == 0)
        return 0;
    snprintf(number, sizeof number, "%d", error);
    return fail(path, MSG_FONT_REFUSED, number, d);
}

/* HarfBuzz makes a face of anything; one without glyphs tells that a table is not what it should be. */
static hb_face_t *make_face(hb_blob_t *blob, const char *path, struct diag *d)
{
    hb_face_t *face = hb_face_create(blob, 0);
    unsigned n = hb_face_get_glyph_count(face);
    bool good = false;

    if (n == 0 || n > UINT16_MAX)
        fail(path, MSG_FONT_TRUNCATED, "maxp", d);
    else
        good = check_freetype(face, path, d) == 0;
    if (!good) {
        hb_face_destroy(face);
        return NULL;
    }
    hb_face_make_immutable(face);
    return face;
}

static hb_face_t *open_face(const char *path, struct diag *d)
{
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    unsigned n = 0;

    if (!blob) {
        fail(path, MSG_FONT_UNREADABLE, diag_errno(errno), d);
        return NULL;
    }
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &n);
    hb_face_t *face = NULL;
    if (check_directory(p, n, path, d) == 0)
        face = make_face(blob, path, d);
    hb_blob_destroy(blob);
    return face;
}

/* A number of a table: `bytes` (2 or 4) at `at`; 0 where the table is shorter. */
static uint32_t table_number(hb_face_t *face, hb_tag_t tag, unsigned at, unsigned bytes)
{
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    unsigned n = 0;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &n);
    uint32_t v = 0;

    if (n >= at + bytes)
        v = bytes == 4 ? be32(p + at) : be16(p + at);
    hb_blob_destroy(blob);
    return v;
}

static int16_t table_i16(hb_face_t *face, hb_tag_t tag, unsigned at)
{
    return (int16_t)table_number(face, tag, at, 2);
}

static int16_t clamp16(int32_t v)
{
    return (int16_t)(v < INT16_MIN ? INT16_MIN : v > INT16_MAX ? INT16_MAX : v);
}

/* The glyph of a character; false also where a damaged cmap names one that the face does not have. */
static bool find_glyph(const struct font *f, uint32_t cp, uint16_t *gid)
{
    hb_codepoint_t found = 0;

    *gid = 0;
    if (!hb_font_get_nominal_glyph(f->hb, cp, &found) || found == 0 || found >= f->n_glyphs)
        return false;
    *gid = (uint16_t)found;
    return true;
}

/* Height of a letter's ink: for faces whose OS/2 table is too old to tell. */
static int16_t letter_height(const struct font *f, uint32_t letter)
{
    uint16_t gid;
    int32_t top = 0, bottom = 0;

    if (find_glyph(f, letter, &gid))
        font_ink(f, gid, &top, &bottom);
    return clamp16(top);
}

static int16_t metric(const struct font *f, hb_ot_metrics_tag_t tag)
{
    hb_position_t v = 0;

    return hb_ot_metrics_get_position(f->hb, tag, &v) ? clamp16(v) : 0;
}

static void read_metrics(struct font *f)
{
    f->ascent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER);
    f->descent = metric(f, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER);
    f->cap_height = metric(f, HB_OT_METRICS_TAG_CAP_HEIGHT);
    f->x_height = metric(f, HB_OT_METRICS_TAG_X_HEIGHT);
    f->underline = metric(f, HB_OT_METRICS_TAG_UNDERLINE_OFFSET);
    f->underline_thickness = metric(f, HB_OT_METRICS_TAG_UNDERLINE_SIZE);
    if (f->cap_height <= 0)
        f->cap_height = letter_height(f, 'H');
    if (f->x_height <= 0)
        f->x_height = letter_height(f, 'x');
    for (unsigned i = 0; i < 4; i++)
        f->bbox[i] = table_i16(f->face, TAG_HEAD, 36 + 2 * i);
    int32_t angle = (int32_t)table_number(f->face, TAG_POST, 4, 4); /* 16.16 degrees */
    f->italic_angle = clamp16((int32_t)((int64_t)angle * 10 / 65536));
    if (f->italic && f->italic_angle > 0) /* some of Inter's italics have the sign wrong; to the right is negative */
        f->italic_angle = (int16_t)-f->italic_angle;
}

static void read_rights(struct font *f)
{
    uint32_t type = table_number(f->face, TAG_OS2, 8, 2);

    f->may_embed = !((type & FSTYPE_RESTRICTED) && !(type & FSTYPE_USABLE)) && !(type & FSTYPE_BITMAPS);
    f->may_subset = !(type & FSTYPE_NO_SUBSET);
}

/* Subsets hold letters beyond Adobe's standard Latin set, so they count as symbolic. */
static void set_flags(struct font *f, bool serif)
{
    unsigned flags = FLAG_SYMBOLIC;

    if (table_number(f->face, TAG_POST, 12, 4) != 0)
        flags |= FLAG_FIXED_PITCH;
    if (serif)
        flags |= FLAG_SERIF;
    if (f->italic)
        flags |= FLAG_ITALIC;
    f->flags = (uint16_t)flags;
}

static bool is_ps_char(char c)
{
    return c > ' ' && c < 127 && !strchr("[](){}<>/%#", c);
}

void font_version(const struct font *f, char out[32])
{
    char name[128];
    unsigned n = sizeof name;
    hb_ot_name_get_utf8(f->face, HB_OT_NAME_ID_VERSION_STRING, hb_language_from_string("en", -1), &n, name);
    const char *from = strpbrk(name, "0123456789");
    size_t length = n > 0 && from != NULL ? strspn(from, "0123456789.") : 0;
    if (length > 31)
        length = 31;
    if (length > 0)
        memcpy(out, from, length);
    out[length] = '\0';
}

/* The PostScript name, or the file's base name, with nothing in it that a PDF name would have to escape. */
static char *read_ps_name(hb_face_t *face, const char *path)
{
    char name[128];
    unsigned n = sizeof name;
    size_t kept = 0;

    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
    if (n == 0) {
        const char *slash = strrchr(path, '/');
        snprintf(name, sizeof name, "%s", slash ? slash + 1 : path);
    }
    for (const char *c = name; *c; c++)
        if (is_ps_char(*c))
            name[kept++] = *c;
    name[kept] = '\0';
    return mem_strdup(kept ? name : "Font");
}

static void read_space(struct font *f)
{
    bool has = find_glyph(f, ' ', &f->space_gid);

    f->space_advance = has ? font_advance(f, f->space_gid) : (uint16_t)(f->upem / 4);
    if (has) {
        f->rules = mem_alloc(sizeof *f->rules);
        atomic_init(f->rules, NULL);
    }
    f->reach = (uint16_t)table_number(f->face, TAG_OS2, OS2_MAX_CONTEXT, 2);
    if (f->reach == 0 || f->reach > MAX_REACH)
        f->reach = MAX_REACH;
}

struct font *font_open(const struct font_spec *spec, struct diag *d)
{
    hb_face_t *face = open_face(spec->path, d);

    if (!face)
        return NULL;
    struct font *f = mem_calloc(1, sizeof *f);
    f->family = spec->family;
    f->path = spec->path;
    f->weight = spec->weight;
    f->italic = spec->italic;
    f->scale = spec->scale;
    f->face = face;
    f->hb = hb_font_create(face); /* its scale is the em, its functions are hb-ot's */
    hb_font_make_immutable(f->hb);
    f->ps_name = read_ps_name(face, spec->path);
    f->upem = (uint16_t)hb_face_get_upem(face);
    f->n_glyphs = (uint16_t)hb_face_get_glyph_count(face);
    f->cff = table_number(face, TAG_CFF, 0, 2) != 0;
    f->boxes = mem_calloc((size_t)f->n_glyphs + 1, sizeof *f->boxes);
    read_metrics(f);
    read_rights(f);
    set_flags(f, spec->serif);
    read_space(f);
    return f;
}

static void rules_drop(struct font_rules *rules)
{
    if (rules != NULL)
        free(rules->changed);
    free(rules);
}

void font_close(struct font *f)
{
    if (!f)
        return;
    hb_font_destroy(f->hb);
    hb_face_destroy(f->face);
    free((void *)f->ps_name);
    free(f->boxes);
    if (f->rules != NULL)
        rules_drop(atomic_load(f->rules));
    free(f->rules);
    free(f);
}

/* The set as bits, for threads to read; NULL: it is empty. */
static uint64_t *bits_of(const hb_set_t *glyphs, unsigned n)
{
    if (hb_set_is_empty(glyphs))
        return NULL;
    uint64_t *bits = mem_calloc(n / 64 + 1, sizeof *bits);
    for (hb_codepoint_t gid = HB_SET_VALUE_INVALID; hb_set_next(glyphs, &gid) && gid < n;)
        bits[gid / 64] |= UINT64_C(1) << gid % 64;
    return bits;
}

/* Two threads that ask at once find the same; what the second found goes. */
const struct font_rules *font_rules(const struct font *f)
{
    static const struct font_rules plain = {SPACES_PLAIN, NULL};
    if (f->rules == NULL)
        return &plain;
    struct font_rules *known = atomic_load_explicit(f->rules, memory_order_acquire);
    if (known != NULL)
        return known;
    struct font_rules *found = mem_alloc(sizeof *found);
    hb_set_t *changed = hb_set_create();
    if (!known_spaces_find(f->face, &found->spaces, changed))
        found->spaces = font_spaces_find(f->hb, f->space_gid, changed);
    found->changed = found->spaces == SPACES_BY_SIGNS ? bits_of(changed, f->n_glyphs) : NULL;
    hb_set_destroy(changed);
    if (atomic_compare_exchange_strong(f->rules, &known, found))
        return found;
    rules_drop(found);
    return known;
}

uint16_t font_advance(const struct font *f, uint16_t gid)
{
    hb_position_t v = gid < f->n_glyphs ? hb_font_get_glyph_h_advance(f->hb, gid) : 0;
    return (uint16_t)(v < 0 ? 0 : v > UINT16_MAX ? UINT16_MAX : v);
}

bool font_has(const struct font *f, uint32_t cp)
{
    uint16_t gid;

    return find_glyph(f, cp, &gid);
}

bool font_has_feature(const struct font *f, uint32_t tag)
{
    hb_tag_t tags[32];
    hb_face_t *face = hb_font_get_face(f->hb);
    unsigned all = hb_ot_layout_table_get_feature_tags(face, HB_OT_TAG_GSUB, 0, NULL, NULL);
    for (unsigned from = 0; from < all; from += 32) {
        unsigned n = 32;
        hb_ot_layout_table_get_feature_tags(face, HB_OT_TAG_GSUB, from, &n, tags);
        for (unsigned i = 0; i < n; i++)
            if (tags[i] == tag)
                return true;
    }
    return false;
}

static bool find_box(const struct font *f, uint16_t gid, struct font_box *out)
{
    hb_glyph_extents_t e;

    if (!hb_font_get_glyph_extents(f->hb, gid, &e) || e.width == 0 || e.height == 0)
        return false;
    *out = (struct font_box){e.x_bearing, e.x_bearing + e.width, e.y_bearing, e.y_bearing + e.height};
    return true;
}

/* Each side takes 16 bits, so that any thread may store a box at once. */
#define BOX_HALF 0x8000
#define BOX_UNKNOWN UINT64_C(0) /* all sides at -32768: no glyph's */
#define BOX_NO_INK UINT64_C(1)  /* neither are these */

static bool pack_box(const struct font_box *box, uint64_t *out)
{
    const int32_t sides[] = {box->left, box->right, box->top, box->bottom};

    *out = 0;
    for (int i = 0; i < 4; i++) {
        if (sides[i] <= -BOX_HALF || sides[i] >= BOX_HALF)
            return false;
        *out = *out << 16 | (uint64_t)(sides[i] + BOX_HALF);
    }
    return true;
}

static int32_t box_side(uint64_t packed, int shift)
{
    return (int32_t)(packed >> shift & 0xFFFF) - BOX_HALF;
}

/* HarfBuzz adds up the outline each time it is asked, and the same letters are asked for on every page. */
bool font_ink_box(const struct font *f, uint16_t gid, struct font_box *out)
{
    if (f->boxes == NULL || gid >= f->n_glyphs)
        return find_box(f, gid, out);
    uint64_t packed = atomic_load_explicit(&f->boxes[gid], memory_order_relaxed);
    if (packed == BOX_UNKNOWN) {
        bool ink = find_box(f, gid, out);
        if (!ink || pack_box(out, &packed))
            atomic_store_explicit(&f->boxes[gid], ink ? packed : BOX_NO_INK, memory_order_relaxed);
        return ink;
    }
    if (packed == BOX_NO_INK)
        return false;
    *out = (struct font_box){box_side(packed, 48), box_side(packed, 32), box_side(packed, 16), box_side(packed, 0)};
    return true;
}

void font_ink(const struct font *f, uint16_t gid, int32_t *top, int32_t *bottom)
{
    hb_glyph_extents_t e;

    *top = *bottom = 0;
    if (!hb_font_get_glyph_extents(f->hb, gid, &e))
        return;
    *top = e.y_bearing;
    *bottom = e.y_bearing + e.height; /* height is negative: y points upward */
}
