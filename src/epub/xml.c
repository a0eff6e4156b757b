/* XML writing: see xml.h. The filter copies only strings that need it; nearly all pass as they are. */
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "epub/xml.h"

struct xml {
    xmlBufferPtr bytes;
    xmlTextWriterPtr writer;
    struct buf scratch; /* the text at hand, cleaned and NUL-terminated */
};

/* libxml2 fails here for want of memory alone. */
static void must(int result)
{
    if (result < 0)
        mem_fail();
}

struct xml *xml_new(void)
{
    struct xml *x = mem_calloc(1, sizeof *x);
    x->bytes = xmlBufferCreate();
    if (x->bytes == NULL)
        mem_fail();
    xmlBufferSetAllocationScheme(x->bytes, XML_BUFFER_ALLOC_DOUBLEIT);
    x->writer = xmlNewTextWriterMemory(x->bytes, 0);
    if (x->writer == NULL)
        mem_fail();
    return x;
}

void xml_drop(struct xml *x)
{
    if (x == NULL)
        return;
    if (x->writer != NULL)
        xmlFreeTextWriter(x->writer);
    xmlBufferFree(x->bytes);
    buf_free(&x->scratch);
    free(x);
}

/* XML 1.0 (production 2) less what its note discourages: the C1 controls and the noncharacters of each plane. */
static bool allowed(uint32_t cp)
{
    if (cp < 0x20)
        return cp == '\t' || cp == '\n';
    if (cp >= 0x7F && cp < 0xA0)
        return false;
    if (cp >= 0xFDD0 && cp <= 0xFDEF)
        return false;
    return (cp & 0xFFFE) != 0xFFFE && !(cp >= 0xD800 && cp <= 0xDFFF) && cp <= 0x10FFFF;
}

/* The bytes as a NUL-terminated string of allowed characters, valid until the next call. Broken bytes are left out.
 * *plain tells whether none of them has to be escaped. */
static const xmlChar *clean(struct xml *x, const char *s, size_t n, bool *plain)
{
    buf_clear(&x->scratch);
    *plain = true;
    size_t from = 0, i = 0;
    while (i < n) {
        unsigned char c = (unsigned char)s[i];
        if (c >= ' ' && c < 0x7F) {
            *plain = *plain && c != '<' && c != '>' && c != '&' && c != '"';
            i++;
            continue;
        }
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        bool broken = cp == 0xFFFD && i - at == 1;
        if (allowed(cp) && !broken)
            continue;
        buf_put(&x->scratch, s + from, at - from);
        from = i;
    }
    buf_put(&x->scratch, s + from, n - from);
    return (const xmlChar *)buf_str(&x->scratch);
}

void xml_start(struct xml *x, bool html)
{
    must(xmlTextWriterStartDocument(x->writer, "1.0", "UTF-8", NULL));
    if (!html)
        return;
    must(xmlTextWriterWriteDTD(x->writer, BAD_CAST "html", NULL, NULL, NULL));
    xml_nl(x);
}

void xml_begin(struct xml *x, const char *name)
{
    must(xmlTextWriterStartElement(x->writer, BAD_CAST name));
}

void xml_attr(struct xml *x, const char *name, const char *value)
{
    bool plain;
    if (value != NULL)
        must(xmlTextWriterWriteAttribute(x->writer, BAD_CAST name, clean(x, value, strlen(value), &plain)));
}

void xml_attr_int(struct xml *x, const char *name, long value)
{
    must(xmlTextWriterWriteFormatAttribute(x->writer, BAD_CAST name, "%ld", value));
}

void xml_end(struct xml *x)
{
    must(xmlTextWriterFullEndElement(x->writer));
}

void xml_close(struct xml *x)
{
    must(xmlTextWriterEndElement(x->writer));
}

void xml_text(struct xml *x, const char *s, size_t n)
{
    bool plain;
    if (n == 0)
        return;
    const xmlChar *text = clean(x, s, n, &plain);
    /* libxml2 would make a copy to escape nothing in it. */
    if (plain)
        must(xmlTextWriterWriteRawLen(x->writer, text, (int)x->scratch.n));
    else
        must(xmlTextWriterWriteString(x->writer, text));
}

void xml_puts(struct xml *x, const char *s)
{
    xml_text(x, s, strlen(s));
}

void xml_nl(struct xml *x)
{
    must(xmlTextWriterWriteRaw(x->writer, BAD_CAST "\n"));
}

void xml_leaf(struct xml *x, const char *name, const char *text)
{
    xml_begin(x, name);
    xml_puts(x, text);
    xml_end(x);
    xml_nl(x);
}

void xml_finish(struct xml *x, struct buf *out)
{
    must(xmlTextWriterEndDocument(x->writer));
    xmlFreeTextWriter(x->writer);
    x->writer = NULL;
    buf_put(out, xmlBufferContent(x->bytes), (size_t)xmlBufferLength(x->bytes));
}
