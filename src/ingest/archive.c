/* libzip behind a small face, loaded when the first archive is read. Sizes in a directory are claims: what is read is
 * counted. */
#include "ingest/archive_xml.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/libzip.h"
#include "base/mem.h"

#define MAX_ENTRY ((size_t)64 << 20)
#define MAX_TOTAL ((size_t)256 << 20)
#define MAX_TAGS 2000000

struct archive {
    zip_t *zip;
    size_t total; /* bytes read from all entries */
};

struct archive *archive_open(const char *bytes, size_t n)
{
    zip_error_t error;
    libzip()->zip_error_init(&error);
    zip_source_t *source = libzip()->zip_source_buffer_create(bytes, n, 0, &error);
    zip_t *zip = source != NULL ? libzip()->zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
    if (zip == NULL && source != NULL)
        libzip()->zip_source_free(source);
    libzip()->zip_error_fini(&error);
    if (zip == NULL)
        return NULL;
    struct archive *z = mem_calloc(1, sizeof *z);
    z->zip = zip;
    return z;
}

void archive_close(struct archive *z)
{
    if (z == NULL)
        return;
    libzip()->zip_discard(z->zip);
    free(z);
}

char *archive_read(struct archive *z, const char *name, size_t *n)
{
    zip_file_t *file = libzip()->zip_fopen(z->zip, name, 0);
    struct buf out = BUF_INIT;
    zip_int64_t got = 0;
    if (file == NULL)
        return NULL;
    while (out.n <= MAX_ENTRY && z->total <= MAX_TOTAL) {
        got = libzip()->zip_fread(file, buf_reserve(&out, 65536), 65536);
        if (got <= 0)
            break;
        out.n += (size_t)got;
        z->total += (size_t)got;
    }
    libzip()->zip_fclose(file);
    if (got != 0) {
        buf_free(&out);
        return NULL;
    }
    *n = out.n;
    return buf_str(&out);
}

bool archive_has(struct archive *z, const char *name)
{
    zip_stat_t stat;
    libzip()->zip_stat_init(&stat);
    return libzip()->zip_stat(z->zip, name, 0, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) != 0 &&
           stat.size <= MAX_ENTRY;
}

/* What a parser's tree takes is known by the tags before it is built. */
static bool has_too_many_tags(const char *s, size_t n)
{
    size_t tags = 0;
    for (const char *at = memchr(s, '<', n); at != NULL && tags <= MAX_TAGS;
         at = memchr(at + 1, '<', n - (size_t)(at + 1 - s)))
        tags++;
    return tags > MAX_TAGS;
}

char *archive_markup(struct archive *z, const char *name, size_t *n)
{
    char *bytes = archive_read(z, name, n);
    if (bytes == NULL || !has_too_many_tags(bytes, *n))
        return bytes;
    free(bytes);
    return NULL;
}

xmlDocPtr archive_xml(struct archive *z, const char *name)
{
    size_t n;
    char *bytes = archive_markup(z, name, &n);
    if (bytes == NULL)
        return NULL;
    xmlDocPtr doc = xmlReadMemory(bytes, (int)n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    free(bytes);
    if (doc != NULL && doc->intSubset != NULL && doc->intSubset->entities != NULL) {
        xmlFreeDoc(doc); /* entities of its own: nothing in these formats needs them */
        return NULL;
    }
    return doc;
}

bool xml_is(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const char *xml_attribute(const xmlNode *node, const char *name)
{
    if (node == NULL || node->type != XML_ELEMENT_NODE)
        return NULL;
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children != NULL && a->children->content != NULL ? (const char *)a->children->content : "";
    return NULL;
}

xmlNode *xml_child(const xmlNode *node, const char *name)
{
    for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
        if (xml_is(child, name))
            return child;
    return NULL;
}

/* ---- names of entries ---- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

const char *archive_entry_name(struct arena *a, const char *base, const char *href)
{
    struct buf out = BUF_INIT;
    const char *slash = strrchr(base, '/');
    if (*href == '/')
        href++;
    else if (slash != NULL)
        buf_put(&out, base, (size_t)(slash - base) + 1);
    for (const char *c = href; *c != '\0' && *c != '#' && *c != '?'; c++) {
        bool begins = out.n == 0 || out.p[out.n - 1] == '/';
        if (begins && strncmp(c, "../", 3) == 0) {
            out.n -= out.n > 0;
            while (out.n > 0 && out.p[out.n - 1] != '/')
                out.n--;
            c += 2;
        } else if (begins && strncmp(c, "./", 2) == 0) {
            c++;
        } else if (*c == '%' && c[1] != '\0' && hex_digit(c[1]) >= 0 && hex_digit(c[2]) >= 0) {
            buf_putc(&out, (char)(hex_digit(c[1]) * 16 + hex_digit(c[2])));
            c += 2;
        } else {
            buf_putc(&out, *c);
        }
    }
    const char *name = arena_strdup(a, buf_str(&out));
    buf_free(&out);
    return name;
}
