/* Codes of glyphs and their CMaps. */
#include "pdf/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "pdf/syntax.h"

/* A CMap lists at most this many entries in one section. */
#define SECTION 100u
/* Values of a byte: codes below are of one byte. */
#define BYTE 256u

static const char FIRST_LINES[] = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n";
static const char LAST_LINES[] = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

static const struct glyph_text *text_of(const struct used_font *f, uint16_t glyph)
{
    return &f->texts[font_subset_old(f->subset, glyph)];
}

/* The only character that the glyph says; 0: none, or several. */
static uint32_t character_of(const struct used_font *f, uint16_t glyph)
{
    const struct glyph_text *t = text_of(f, glyph);
    size_t i = 0;
    uint32_t cp = t->n > 0 ? utf8_next(t->s, t->n, &i) : 0;
    return i == t->n ? cp : 0;
}

static void put_glyph(struct used_font *f, uint32_t code, uint16_t glyph)
{
    f->by_code[code] = glyph;
    f->codes[font_subset_old(f->subset, glyph)] = (uint16_t)code;
}

/* Is it shown, and not just a part of other glyphs? */
static bool is_shown(const struct used_font *f, uint16_t glyph)
{
    uint16_t gid = font_subset_old(f->subset, glyph);
    return glyph != 0 && (f->used[gid >> 3] & 1 << (gid & 7)) != 0;
}

static bool waits_for_code(const struct used_font *f, uint16_t glyph)
{
    return is_shown(f, glyph) && f->codes[font_subset_old(f->subset, glyph)] == 0;
}

/* Characters of ASCII first; two glyphs may say the same one. */
static void give_ascii(struct used_font *f)
{
    for (uint16_t glyph = 1; glyph < font_subset_count(f->subset); glyph++) {
        uint32_t cp = character_of(f, glyph);
        if (is_shown(f, glyph) && cp >= 0x20 && cp < 0x7F && cp >= f->n_leads && f->by_code[cp] == 0)
            put_glyph(f, cp, glyph);
    }
}

/* The next free code, once ASCII has its own: codes are tried from 0x80 up to the end of one byte, then those below,
 * then those of two bytes. */
static uint32_t next_code(const struct used_font *f, uint32_t *turn)
{
    uint32_t lowest = f->n_leads > 1 ? f->n_leads : 1;
    for (;;) {
        uint32_t code = *turn < BYTE ? *turn ^ 0x80 : *turn;
        (*turn)++;
        if (code >= lowest && f->by_code[code] == 0)
            return code;
    }
}

/* Letters that are not capitals, and signs. */
static bool is_frequent(const struct used_font *f, uint16_t glyph)
{
    uint32_t cp = character_of(f, glyph);
    return cp != 0 && !utf8_is_upper(cp);
}

static void give_rest(struct used_font *f)
{
    uint32_t turn = 0;
    if (f->hyphen != 0) {
        f->soft = (uint16_t)next_code(f, &turn);
        f->by_code[f->soft] = font_subset_gid(f->subset, f->hyphen);
    }
    for (int frequent = 1; frequent >= 0; frequent--)
        for (uint16_t glyph = 1; glyph < font_subset_count(f->subset); glyph++)
            if (waits_for_code(f, glyph) && is_frequent(f, glyph) == frequent)
                put_glyph(f, next_code(f, &turn), glyph);
}

/* How many first bytes begin codes of two, for `n` codes. The first of them, 0, has no codes that are used, each of the
 * others 256 and takes one. Numbers of glyphs must lie within the code space, too: MuPDF forgets the texts of others.
 */
static uint32_t count_leads(const struct used_font *f, uint32_t n)
{
    uint32_t count = font_subset_count(f->subset), for_codes = (n + BYTE - 2) / (BYTE - 1);
    if (n < BYTE && count <= BYTE)
        return 0;
    return count > for_codes * BYTE ? (count + BYTE - 1) / BYTE : for_codes;
}

int encoding_make(struct used_font *f)
{
    uint32_t n = f->hyphen != 0;
    for (uint16_t glyph = 1; glyph < font_subset_count(f->subset); glyph++)
        n += is_shown(f, glyph);
    f->soft = 0;
    f->codes = mem_calloc(f->font->n_glyphs, sizeof *f->codes);
    f->n_leads = count_leads(f, n);
    if (f->n_leads >= BYTE)
        return -1;
    f->n_codes = BYTE * (f->n_leads > 1 ? f->n_leads : 1);
    f->by_code = mem_calloc(f->n_codes, sizeof *f->by_code);
    give_ascii(f);
    give_rest(f);
    return 0;
}

void encoding_drop(struct used_font *f)
{
    free(f->codes);
    free(f->by_code);
    f->codes = f->by_code = NULL;
}

void encoding_name(const struct used_font *f, char name[16])
{
    char hex[65];
    file_sha256(f->by_code, f->n_codes * sizeof *f->by_code, hex);
    snprintf(name, 16, "Text-%.8s", hex);
}

/* Entries of a CMap, in sections of as many as it may list. */
struct section {
    struct buf *out, entries;
    const char *kind; /* "cidrange" */
    unsigned n;
};

static void end_section(struct section *s)
{
    if (s->n > 0)
        buf_printf(s->out, "%u begin%s\n", s->n, s->kind);
    buf_put(s->out, s->entries.p, s->entries.n);
    if (s->n > 0)
        buf_printf(s->out, "end%s\n", s->kind);
    buf_clear(&s->entries);
    s->n = 0;
}

static void begin_entry(struct section *s)
{
    if (s->n == SECTION)
        end_section(s);
    s->n++;
}

static void put_code_hex(struct buf *b, uint32_t code)
{
    buf_printf(b, code < BYTE ? "<%02X>" : "<%04X>", code);
}

static void begin_cmap(struct buf *b, const char *ordering, const char *name, int type)
{
    buf_puts(b, FIRST_LINES);
    buf_printf(b,
               "/CIDSystemInfo <</Registry (Adobe)/Ordering (%s)/Supplement 0>> def\n"
               "/CMapName /%s def\n/CMapType %d def\n",
               ordering, name, type);
}

static void put_code_space(const struct used_font *f, struct buf *b)
{
    buf_printf(b, "%d begincodespacerange\n<%02X> <FF>\n", f->n_leads > 0 ? 2 : 1, f->n_leads);
    if (f->n_leads > 0)
        buf_printf(b, "<0000> <%02XFF>\n", f->n_leads - 1);
    buf_puts(b, "endcodespacerange\n");
}

/* The last code whose glyph is as far from that of `code` as the codes are: a range. Codes of a range differ in the
 * last byte only. */
static uint32_t range_end(const struct used_font *f, uint32_t code)
{
    uint32_t end = code + 1;
    while (end % BYTE != 0 && f->by_code[end] == f->by_code[code] + (end - code))
        end++;
    return end - 1;
}

void encoding_put_cmap(const struct used_font *f, struct buf *b)
{
    struct section ranges = {b, BUF_INIT, "cidrange", 0};
    char name[16];
    encoding_name(f, name);
    begin_cmap(b, "Identity", name, 1);
    buf_puts(b, "/WMode 0 def\n");
    put_code_space(f, b);
    for (uint32_t code = 1; code < f->n_codes; code++) {
        if (f->by_code[code] == 0)
            continue;
        uint32_t end = range_end(f, code);
        begin_entry(&ranges);
        put_code_hex(&ranges.entries, code);
        buf_putc(&ranges.entries, ' ');
        put_code_hex(&ranges.entries, end);
        buf_printf(&ranges.entries, " %u\n", f->by_code[code]);
        code = end;
    }
    end_section(&ranges);
    buf_free(&ranges.entries);
    buf_puts(b, LAST_LINES);
}

void encoding_put_to_unicode(const struct used_font *f, struct buf *b)
{
    struct section chars = {b, BUF_INIT, "bfchar", 0};
    begin_cmap(b, "UCS", "Adobe-Identity-UCS", 2);
    put_code_space(f, b);
    for (uint32_t code = 1; code < f->n_codes; code++) {
        const struct glyph_text *text = text_of(f, f->by_code[code]);
        if (f->by_code[code] == 0 || text->n == 0)
            continue;
        begin_entry(&chars);
        put_code_hex(&chars.entries, code);
        buf_puts(&chars.entries, " <");
        if (code == f->soft)
            buf_puts(&chars.entries, "00AD");
        else
            put_utf16_hex(&chars.entries, text->s, text->n);
        buf_puts(&chars.entries, ">\n");
    }
    end_section(&chars);
    buf_free(&chars.entries);
    buf_puts(b, LAST_LINES);
}
