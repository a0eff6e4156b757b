/* Font objects (ISO 32000-1, 9.7): Type 0 with an Encoding of its own (pdf/encoding.h), so that most glyphs are shown
 * by one byte. The hyphen at the ends of lines has two codes, one of which says U+00AD.
 *
 * TrueType outlines go into FontFile2; of a font with CFF outlines the bare table goes into FontFile3, where a glyph's
 * number is its character identifier (fonts with identifiers of their own are refused). The subset numbers its glyphs
 * from 0 up, so widths are one list.
 */
#include "pdf/font.h"

#include <stdlib.h>
#include <string.h>

#include "pdf/cff.h"
#include "pdf/encoding.h"
#include "pdf/syntax.h"

/* What the objects of one font share. */
struct font_writer {
    struct document *doc;
    const struct used_font *f;
    char base[160]; /* "ABCDEF+GentiumBookPlus" */
};

/* Six letters that tell this subset from others of the same font: a fingerprint of the glyphs in it. */
static void make_tag(const struct used_font *f, char tag[7])
{
    char hex[65];
    file_sha256(f->used, (size_t)f->font->n_glyphs / 8 + 1, hex);
    uint64_t h = strtoull((char[]){hex[0], hex[1], hex[2], hex[3], hex[4], hex[5], hex[6], hex[7], '\0'}, NULL, 16);
    for (int i = 0; i < 6; i++, h /= 26)
        tag[i] = (char)('A' + h % 26);
    tag[6] = '\0';
}

static int64_t per_mille(const struct font *f, int32_t units)
{
    return muldiv(units, 1000, f->upem);
}

static uint32_t write_file(const struct font_writer *w, const void *bytes, size_t n)
{
    struct buf entries = BUF_INIT;
    if (w->f->font->cff)
        buf_puts(&entries, "/Subtype/CIDFontType0C");
    else
        buf_printf(&entries, "/Length1 %zu", n);
    uint32_t number = document_deflated(w->doc, buf_str(&entries), bytes, n);
    buf_free(&entries);
    return number;
}

static uint32_t write_descriptor(const struct font_writer *w, uint32_t file)
{
    const struct font *f = w->f->font;
    struct buf b = BUF_INIT;
    buf_puts(&b, "<</Type/FontDescriptor/FontName");
    put_name(&b, w->base);
    buf_printf(&b, "/Flags %u/FontBBox[", f->flags);
    for (int i = 0; i < 4; i++) {
        buf_int(&b, per_mille(f, f->bbox[i]));
        buf_putc(&b, i < 3 ? ' ' : ']');
    }
    buf_puts(&b, "/ItalicAngle ");
    buf_fixed(&b, f->italic_angle * INT64_C(100));
    buf_puts(&b, "/Ascent ");
    buf_int(&b, per_mille(f, f->ascent));
    buf_puts(&b, "/Descent ");
    buf_int(&b, per_mille(f, f->descent));
    buf_puts(&b, "/CapHeight ");
    buf_int(&b, per_mille(f, f->cap_height));
    /* The stem's width is in no table; this rule of thumb fits most families. */
    buf_printf(&b, "/StemV %u", 50 + (unsigned)f->weight * f->weight / 4225);
    buf_puts(&b, f->cff ? "/FontFile3 " : "/FontFile2 ");
    put_ref(&b, file);
    buf_puts(&b, ">>");
    uint32_t number = document_add(w->doc, &b);
    buf_free(&b);
    return number;
}

/* Widths in thousandths of an em, with two decimals: whole numbers would drift by half a point along a line. */
static void put_widths(const struct used_font *f, struct buf *b)
{
    buf_puts(b, "/W[0[");
    for (uint16_t code = 0; code < font_subset_count(f->subset); code++) {
        if (code > 0)
            buf_putc(b, ' ');
        buf_fixed(b, (int64_t)f->widths[font_subset_old(f->subset, code)] * 10);
    }
    buf_puts(b, "]]");
}

static uint32_t write_cid_font(const struct font_writer *w, uint32_t descriptor)
{
    struct buf b = BUF_INIT;
    buf_puts(&b, "<</Type/Font/Subtype/");
    buf_puts(&b, w->f->font->cff ? "CIDFontType0" : "CIDFontType2/CIDToGIDMap/Identity");
    buf_puts(&b, "/BaseFont");
    put_name(&b, w->base);
    buf_puts(&b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ");
    put_ref(&b, descriptor);
    put_widths(w->f, &b);
    buf_puts(&b, ">>");
    uint32_t number = document_add(w->doc, &b);
    buf_free(&b);
    return number;
}

static uint32_t write_to_unicode(const struct font_writer *w)
{
    struct buf b = BUF_INIT;
    encoding_put_to_unicode(w->f, &b);
    uint32_t number = document_deflated(w->doc, "", b.p, b.n);
    buf_free(&b);
    return number;
}

static uint32_t write_encoding(const struct font_writer *w, const char *name)
{
    struct buf b = BUF_INIT, entries = BUF_INIT;
    encoding_put_cmap(w->f, &b);
    buf_printf(&entries,
               "/Type/CMap/CMapName/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/WMode 0",
               name);
    uint32_t number = document_deflated(w->doc, buf_str(&entries), b.p, b.n);
    buf_free(&entries);
    buf_free(&b);
    return number;
}

static void write_type0(const struct font_writer *w, uint32_t cid_font, uint32_t to_unicode)
{
    char name[16], base[sizeof w->base + sizeof name];
    encoding_name(w->f, name);
    uint32_t encoding = write_encoding(w, name);
    struct buf b = BUF_INIT;
    snprintf(base, sizeof base, w->f->font->cff ? "%s-%s" : "%s", w->base, name);
    buf_puts(&b, "<</Type/Font/Subtype/Type0/BaseFont");
    put_name(&b, base);
    buf_puts(&b, "/Encoding ");
    put_ref(&b, encoding);
    buf_puts(&b, "/DescendantFonts[");
    put_ref(&b, cid_font);
    buf_puts(&b, "]/ToUnicode ");
    put_ref(&b, to_unicode);
    buf_puts(&b, ">>");
    document_put(w->doc, w->f->number, &b);
    buf_free(&b);
}

static int write_font(struct document *doc, struct used_font *f, struct diag *d)
{
    struct font_writer w = {.doc = doc, .f = f};
    char tag[7];
    make_tag(f, tag);
    snprintf(w.base, sizeof w.base, "%s+%.100s", tag, f->font->ps_name);
    size_t n;
    const void *bytes = font_subset_bytes(f->subset, f->font->cff, &n);
    if (bytes == NULL || (f->font->cff && cff_is_cid_keyed(bytes, n))) {
        diag_add(d, MSG_PDF_FONT_EMBED, DIAG_NOWHERE, f->font->ps_name, NULL);
        return -1;
    }
    f->number = document_reserve(doc, 1);
    uint32_t descriptor = write_descriptor(&w, write_file(&w, bytes, n));
    uint32_t cid_font = write_cid_font(&w, descriptor);
    write_type0(&w, cid_font, write_to_unicode(&w));
    return 0;
}

int fonts_write(struct document *doc, struct glyph_use *g, struct diag *d)
{
    size_t n;
    struct used_font **all = glyphs_in_order(g, &n);
    int status = 0;
    for (size_t i = 0; i < n && status == 0; i++)
        status = write_font(doc, all[i], d);
    free(all);
    return status;
}

void fonts_put_resources(struct glyph_use *g, struct buf *out)
{
    size_t n;
    struct used_font **all = glyphs_in_order(g, &n);
    if (n > 0)
        buf_puts(out, "/Font<<");
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "/F%zu ", i);
        put_ref(out, all[i]->number);
    }
    if (n > 0)
        buf_puts(out, ">>");
    free(all);
}
