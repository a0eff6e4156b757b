/* pdf/encoding.c: codes of one byte and of two, and the CMaps that explain them, read back. */
#include "pdf/encoding.h"

#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "unit/suite.h"

static struct diag *d;
static struct font *font;
static struct used_font f;
static char texts[0x2000][5]; /* by code point */

static void setup(void)
{
    struct font_spec spec = {.family = "Gentium Book Plus",
                             .path = "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf",
                             .weight = 400,
                             .scale = 1000};
    d = diag_new();
    font = font_open(&spec, d);
    ck_assert_ptr_nonnull(font);
    f = (struct used_font){.font = font};
    f.used = mem_calloc((size_t)font->n_glyphs / 8 + 1, 1);
    f.texts = mem_calloc((size_t)font->n_glyphs + 1, sizeof *f.texts);
}

static void teardown(void)
{
    encoding_drop(&f);
    font_subset_drop(f.subset);
    free(f.used);
    free(f.texts);
    font_close(font);
    diag_drop(d);
}

static void use(uint16_t gid)
{
    f.used[gid >> 3] |= (uint8_t)(1 << (gid & 7));
}

/* The glyph of a character, which says it from now on; 0: the face has none. */
static uint16_t use_character(uint32_t cp)
{
    hb_codepoint_t gid = 0;
    if (!hb_font_get_nominal_glyph(font->hb, cp, &gid) || f.texts[gid].n > 0)
        return 0;
    struct buf b = {texts[cp], 0, sizeof texts[cp]};
    buf_utf8(&b, cp);
    use((uint16_t)gid);
    f.texts[gid] = (struct glyph_text){texts[cp], (uint16_t)b.n};
    return (uint16_t)gid;
}

/* Characters from `from` on until the subset will have `n` glyphs without .notdef. */
static void use_characters(uint32_t from, unsigned n)
{
    for (uint32_t cp = from; n > 0; cp++) {
        ck_assert_uint_lt(cp, 0x2000);
        n -= use_character(cp) != 0;
    }
}

static void make(void)
{
    f.subset = font_subset_glyphs(font, f.used, NULL);
    ck_assert_ptr_nonnull(f.subset);
    ck_assert_int_eq(encoding_make(&f), 0);
}

/* What a CMap says of each code; read line by line. */
struct map {
    unsigned leads, n_spaces, top; /* the first code of one byte; the highest of two */
    unsigned n_codes, longest;     /* codes that it knows; entries of the longest section */
    unsigned to[0x10000];
};

/* The next number of a line: of "<0041>", "<41>" by 16, or by 10; `*at` moves behind it. */
static unsigned number(const char **at)
{
    char *end;
    *at += strspn(*at, " ");
    bool hex = **at == '<';
    unsigned long v = strtoul(*at + hex, &end, hex ? 16 : 10);
    ck_assert_ptr_ne(end, *at + hex);
    *at = end + hex;
    return (unsigned)v;
}

static void read_entry(struct map *m, const char *line, const char *kind)
{
    unsigned digits = (unsigned)(strchr(line, '>') - line - 1), first = number(&line), last = first;
    ck_assert(digits == 2 || digits == 4);
    if (strcmp(kind, "bfchar") != 0)
        last = number(&line);
    if (strcmp(kind, "codespacerange") == 0) {
        m->n_spaces++;
        if (digits == 2)
            m->leads = first;
        else
            m->top = last;
        ck_assert_uint_eq(digits == 2 ? last : first, digits == 2 ? 0xFF : 0);
        return;
    }
    unsigned to = number(&line);
    ck_assert_uint_eq(digits == 2, first < 256);
    ck_assert_uint_eq(first >> 8, last >> 8);
    for (unsigned code = first; code <= last; code++, m->n_codes++) {
        ck_assert_uint_eq(m->to[code], 0);
        m->to[code] = to + (code - first);
    }
}

/* The kind of a section that the line begins, "cidrange"; NULL: none. */
static const char *section_of(const char *line)
{
    const char *begin = strstr(line, " begin");
    return begin != NULL && *line >= '1' && *line <= '9' && strstr(line, "dict") == NULL ? begin + strlen(" begin")
                                                                                         : NULL;
}

static struct map *read_map(void (*put)(const struct used_font *f, struct buf *b))
{
    struct map *m = mem_calloc(1, sizeof *m);
    struct buf b = BUF_INIT;
    const char *kind = NULL;
    unsigned listed = 0, n = 0;
    put(&f, &b);
    for (const char *line = strtok(buf_str(&b), "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (kind != NULL && strncmp(line, "end", 3) == 0) {
            ck_assert_uint_eq(listed, n);
            m->longest = n > m->longest ? n : m->longest;
            kind = NULL;
        } else if (kind != NULL) {
            read_entry(m, line, kind);
            n++;
        } else if ((kind = section_of(line)) != NULL) {
            listed = number(&line);
            n = 0;
        }
    }
    buf_free(&b);
    return m;
}

/* Every glyph has one code, of the length that the code space says, and both CMaps know it. */
static void check_codes(void)
{
    struct map *cids = read_map(encoding_put_cmap), *unicode = read_map(encoding_put_to_unicode);
    unsigned shown = 0;
    for (uint16_t glyph = 1; glyph < font_subset_count(f.subset); glyph++) {
        uint16_t gid = font_subset_old(f.subset, glyph), code = f.codes[gid];
        size_t i = 0;
        if ((f.used[gid >> 3] & 1 << (gid & 7)) == 0) {
            ck_assert_uint_eq(code, 0); /* a part of others */
            continue;
        }
        shown++;
        ck_assert_uint_ne(code, 0);
        ck_assert(code < 256 ? code >= cids->leads : code <= cids->top);
        ck_assert_uint_le(glyph, cids->top > 255 ? cids->top : 255);
        ck_assert_uint_eq(cids->to[code], glyph);
        if (f.texts[gid].n > 0)
            ck_assert_uint_eq(unicode->to[code], utf8_next(f.texts[gid].s, f.texts[gid].n, &i));
    }
    ck_assert_uint_eq(cids->n_codes, shown + (f.soft != 0));
    ck_assert_uint_eq(f.codes[0], 0);
    ck_assert(cids->longest <= 100 && unicode->longest <= 100);
    ck_assert_uint_eq(cids->n_spaces, f.n_leads > 0 ? 2 : 1);
    ck_assert_uint_eq(cids->leads, f.n_leads);
    ck_assert(cids->n_spaces == 1 || cids->top == f.n_leads * 256 - 1);
    if (f.soft != 0) {
        ck_assert_uint_eq(cids->to[f.soft], font_subset_gid(f.subset, f.hyphen));
        ck_assert_uint_eq(unicode->to[f.soft], 0xAD);
    }
    free(cids);
    free(unicode);
}

START_TEST(ascii_keeps_its_codes)
{
    use_characters(0x20, 95 + 96);
    use_characters(0x1EA0, 90);
    make();
    for (uint32_t cp = 0x20; cp < 0x7F; cp++) {
        hb_codepoint_t gid;
        ck_assert(hb_font_get_nominal_glyph(font->hb, cp, &gid));
        ck_assert_uint_eq(f.codes[gid], cp);
    }
    check_codes();
}
END_TEST

/* 255 glyphs are what one byte can name; each further first byte of two takes one code and gives 256. Parts of glyphs,
 * which have no codes, make the code space larger all the same. */
START_TEST(codes_grow_with_the_font)
{
    static const unsigned sizes[] = {1, 95, 200, 254, 255, 256, 300, 480, 500, 510, 511, 512, 700, 1021, 1500};
    bool hyphen = _i % 2 == 1;
    f.hyphen = hyphen ? use_character('-') : 0;
    use_characters(0x20, sizes[_i / 2] - hyphen);
    make();
    unsigned n = sizes[_i / 2] + hyphen, count = font_subset_count(f.subset);
    ck_assert_uint_gt(count, sizes[_i / 2]);
    ck_assert_uint_eq(f.n_leads == 0, n < 256 && count <= 256);
    ck_assert(f.n_leads == 0 || (f.n_leads * 255 >= n && f.n_leads * 256 >= count));
    ck_assert(f.n_leads == 0 || (f.n_leads - 1) * 255 < n || (f.n_leads - 1) * 256 < count); /* no more than needed */
    check_codes();
    ck_assert_int_eq(f.soft != 0, hyphen);
}
END_TEST

START_TEST(capitals_and_nameless_glyphs_come_last)
{
    uint16_t small = 0, capital = 0;
    for (uint32_t cp = 0x400; cp < 0x460; cp++) {
        uint16_t gid = use_character(cp);
        small = cp == 0x44F ? gid : small;
        capital = cp == 0x42F ? gid : capital;
    }
    use_characters(0x20, 250);
    for (uint16_t gid = 1; gid < 40; gid++)
        use(gid);
    make();
    check_codes();
    ck_assert_uint_gt(f.n_leads, 0);
    ck_assert_uint_lt(f.codes[small], 256);
    ck_assert_uint_ge(f.codes[capital], 256);
}
END_TEST

START_TEST(names_tell_codings_apart)
{
    char name[16], other[16];
    use_characters(0x20, 100);
    make();
    encoding_name(&f, name);
    ck_assert_uint_eq(strlen(name), 13);
    encoding_drop(&f);
    font_subset_drop(f.subset);
    use_characters(0x20, 1);
    make();
    encoding_name(&f, other);
    ck_assert_str_ne(name, other);
}
END_TEST

TEST_MAIN("encoding")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, ascii_keeps_its_codes);
    tcase_add_loop_test(c, codes_grow_with_the_font, 0, 30);
    tcase_add_test(c, capitals_and_nameless_glyphs_come_last);
    tcase_add_test(c, names_tell_codings_apart);
}
