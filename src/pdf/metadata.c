/* Information dictionary and XMP (ISO 32000-1, 14.3; ISO 19005-2, 6.6).
 *
 * Titles and names come from articles and may hold anything. They are cleaned and cut once, so that both forms can
 * hold them and are equal, and are escaped for each. PDF/A knows nothing of PDF/UA's identification, so its property is
 * described in an extension schema.
 */
#include "pdf/metadata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "pdf/syntax.h"

/* PDF/A allows strings of 32,767 bytes in UTF-16 with its mark. */
#define VALUE_MAX_UNITS 16382
#define LAST_SECOND INT64_C(253402300799) /* of the year 9999 */

/* Values fit for both forms; n 0: not said. */
struct values {
    struct buf title, author, subject, keywords, producer, lang;
    int64_t epoch;
    struct tm date;
    int part; /* of PDF/A: files may be attached from the third on */
    char uuid[37];
    enum pdf_claim claim;
};

static void cut(struct buf *b)
{
    size_t i = 0, units = 0;
    while (i < b->n) {
        size_t from = i;
        units += utf8_next(b->p, b->n, &i) >= 0x10000 ? 2 : 1;
        if (units > VALUE_MAX_UNITS) {
            b->n = from;
            return;
        }
    }
}

static void set_value(struct buf *b, const char *s)
{
    if (s == NULL)
        return;
    text_clean(b, s);
    cut(b);
    buf_str(b);
}

/* A title there must be: the first line of the outline is the next best. */
static const char *best_title(const struct pdf_input *in)
{
    if (in->info->title != NULL && *in->info->title != '\0')
        return in->info->title;
    return in->pages->n_outline > 0 ? in->pages->outline[0].title : "—";
}

static void set_date(struct tm *date, int64_t epoch)
{
    time_t seconds = (time_t)(epoch < 0 ? 0 : epoch > LAST_SECOND ? LAST_SECOND : epoch);
    gmtime_r(&seconds, date);
}

void metadata_put_date(struct buf *b, int64_t epoch)
{
    char date[32];
    struct tm moment;
    set_date(&moment, epoch);
    strftime(date, sizeof date, "(D:%Y%m%d%H%M%SZ)", &moment);
    buf_puts(b, date);
}

void metadata_id(const struct pdf_info *info, uint8_t id[16])
{
    char hex[65];
    unsigned n = 0;
    for (const char *s = info->uuid != NULL ? info->uuid : ""; *s != '\0' && n < 32; s++)
        if (strchr("0123456789abcdefABCDEF", *s) != NULL)
            hex[n++] = *s;
    if (n < 32) {
        struct buf all = BUF_INIT;
        buf_printf(&all, "%s\n%s\n%lld", info->title ? info->title : "", info->author ? info->author : "",
                   (long long)info->epoch);
        file_sha256(all.p, all.n, hex);
        buf_free(&all);
    }
    for (int i = 0; i < 16; i++)
        id[i] = (uint8_t)strtoul((char[]){hex[2 * i], hex[2 * i + 1], '\0'}, NULL, 16);
}

static void set_uuid(struct values *v, const struct pdf_info *info)
{
    uint8_t id[16];
    char *to = v->uuid;
    metadata_id(info, id);
    for (int i = 0; i < 16; i++)
        to += sprintf(to, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", id[i]);
}

static void set_values(struct values *v, const struct pdf_input *in)
{
    const struct pdf_info *info = in->info;
    set_value(&v->title, best_title(in));
    if (v->title.n == 0)
        set_value(&v->title, "—");
    set_value(&v->author, info->author);
    set_value(&v->subject, info->subject);
    set_value(&v->keywords, info->keywords);
    set_value(&v->producer, info->producer);
    set_value(&v->lang, info->lang != NULL ? info->lang : in->pages->lang);
    if (v->lang.n == 0)
        set_value(&v->lang, "und");
    v->epoch = info->epoch;
    v->part = in->n_attachments > 0 ? 3 : 2;
    set_date(&v->date, info->epoch);
    set_uuid(v, info);
    v->claim = info->claim;
}

static void free_values(struct values *v)
{
    buf_free(&v->title);
    buf_free(&v->author);
    buf_free(&v->subject);
    buf_free(&v->keywords);
    buf_free(&v->producer);
    buf_free(&v->lang);
}

static void put_entry(struct buf *b, const char *key, const struct buf *value)
{
    if (value->n == 0)
        return;
    buf_puts(b, key);
    put_text(b, value->p);
}

static void put_info(const struct values *v, struct buf *b)
{
    put_entry(b, "/Title", &v->title);
    put_entry(b, "/Author", &v->author);
    put_entry(b, "/Subject", &v->subject);
    put_entry(b, "/Keywords", &v->keywords);
    put_entry(b, "/Producer", &v->producer);
    buf_puts(b, "/CreationDate");
    metadata_put_date(b, v->epoch);
    buf_puts(b, "/ModDate");
    metadata_put_date(b, v->epoch);
    if (v->claim == PDF_CLAIM_PRESS)
        buf_puts(b, "/Trapped/False/GTS_PDFXVersion(PDF/X-4)");
}

static void put_xml(struct buf *b, const struct buf *value)
{
    for (size_t i = 0; i < value->n; i++) {
        char c = value->p[i];
        if (c == '&')
            buf_puts(b, "&amp;");
        else if (c == '<')
            buf_puts(b, "&lt;");
        else if (c == '>')
            buf_puts(b, "&gt;");
        else
            buf_putc(b, c);
    }
}

/* "<before>value<after>", nothing for a value that is not said. */
static void put_property(struct buf *b, const char *before, const struct buf *value, const char *after)
{
    if (value->n == 0)
        return;
    buf_puts(b, before);
    put_xml(b, value);
    buf_puts(b, after);
}

static const char xmp_head[] = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                               "<rdf:Description rdf:about=\"\""
                               " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                               " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                               " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                               " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n";
static const char xmp_extension[] =
    "<rdf:Description rdf:about=\"\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";
static const char xmp_tail[] = "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";

/* What PDF/X-4 wants beside what is always there (ISO 15930-7, 6.16 and 6.17). */
static void put_press_claim(struct buf *b, const struct values *v, const char *date)
{
    buf_puts(b, "<rdf:Description rdf:about=\"\""
                " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
                " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\">\n"
                "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"
                "<pdf:Trapped>False</pdf:Trapped>\n");
    buf_printf(b, "<xmp:MetadataDate>%s</xmp:MetadataDate>\n", date);
    buf_printf(b, "<xmpMM:InstanceID>uuid:%s</xmpMM:InstanceID>\n", v->uuid);
    buf_puts(b, "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
                "<xmpMM:VersionID>1</xmpMM:VersionID>\n"
                "</rdf:Description>\n");
}

static void put_archive_claim(struct buf *b, int part)
{
    buf_puts(b, "<rdf:Description rdf:about=\"\""
                " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
                " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
    buf_printf(b, "<pdfaid:part>%d</pdfaid:part>\n", part);
    buf_puts(b, "<pdfaid:conformance>A</pdfaid:conformance>\n"
                "<pdfuaid:part>1</pdfuaid:part>\n"
                "</rdf:Description>\n");
}

static void put_xmp(const struct values *v, struct buf *b)
{
    char date[32];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &v->date);
    buf_puts(b, xmp_head);
    put_property(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", &v->title,
                 "</rdf:li></rdf:Alt></dc:title>\n");
    put_property(b, "<dc:creator><rdf:Seq><rdf:li>", &v->author, "</rdf:li></rdf:Seq></dc:creator>\n");
    put_property(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", &v->subject,
                 "</rdf:li></rdf:Alt></dc:description>\n");
    put_property(b, "<dc:language><rdf:Bag><rdf:li>", &v->lang, "</rdf:li></rdf:Bag></dc:language>\n");
    put_property(b, "<pdf:Keywords>", &v->keywords, "</pdf:Keywords>\n");
    put_property(b, "<pdf:Producer>", &v->producer, "</pdf:Producer>\n");
    buf_printf(b, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n", date, date);
    buf_printf(b, "<xmpMM:DocumentID>uuid:%s</xmpMM:DocumentID>\n</rdf:Description>\n", v->uuid);
    if (v->claim == PDF_CLAIM_PRESS)
        put_press_claim(b, v, date);
    if (v->claim == PDF_CLAIM_ARCHIVE) {
        put_archive_claim(b, v->part);
        buf_puts(b, xmp_extension);
    }
    buf_puts(b, xmp_tail);
}

static const char *const arrangements[] = {
    [PAGES_SINGLE] = "/SinglePage", [PAGES_CONTINUOUS] = "/OneColumn", [PAGES_SPREADS] = "/TwoPageRight"};

/* The title in the window, and what stands beside the pages (ISO 32000-1, 7.7.2 and 12.2). */
static void put_panel(struct buf *catalog, const struct pages *pages)
{
    bool outline = pages->n_outline > 0, full = pages->panel == PANEL_FULL_SCREEN;
    buf_puts(catalog, "/ViewerPreferences<</DisplayDocTitle true");
    if (full && outline)
        buf_puts(catalog, "/NonFullScreenPageMode/UseOutlines");
    buf_puts(catalog, ">>");
    if (full)
        buf_puts(catalog, "/PageMode/FullScreen");
    else if (pages->panel == PANEL_OUTLINE && outline)
        buf_puts(catalog, "/PageMode/UseOutlines");
}

void pdf_metadata_write(struct document *doc, const struct pdf_input *in)
{
    struct values v = {0};
    struct buf xmp = BUF_INIT;
    set_values(&v, in);
    put_info(&v, document_info(doc));
    put_xmp(&v, &xmp);
    /* Not compressed: archives look for it with programs that know nothing of PDF. */
    uint32_t number = document_stream(doc, "/Type/Metadata/Subtype/XML", xmp.p, xmp.n);
    struct buf *catalog = document_catalog(doc);
    put_panel(catalog, in->pages);
    buf_puts(catalog, "/Lang");
    put_text(catalog, v.lang.p);
    buf_puts(catalog, "/PageLayout");
    buf_puts(catalog, arrangements[in->pages->arrangement]);
    buf_puts(catalog, "/Metadata ");
    put_ref(catalog, number);
    buf_free(&xmp);
    free_values(&v);
}
