#include <libxml/parser.h>
#include <string.h>

#include "epub_zip.h"
#include "report.h"

bool zip_read(zip_t *z, const char *name, struct buf *out)
{
    zip_file_t *f = zip_fopen(z, name, 0);
    if (f == NULL)
        return false;
    for (zip_int64_t got; (got = zip_fread(f, buf_reserve(out, 1 << 16), 1 << 16)) > 0;)
        out->n += (size_t)got;
    zip_fclose(f);
    return true;
}

xmlDoc *zip_xml(zip_t *z, const char *name)
{
    struct buf b = BUF_INIT;
    if (!zip_read(z, name, &b)) {
        report_fail("epub-files", "%s is not there", name);
        return NULL;
    }
    xmlDoc *doc = xmlReadMemory(buf_str(&b), (int)b.n, name, "UTF-8", XML_PARSE_NONET | XML_PARSE_HUGE);
    if (doc == NULL)
        report_fail("epub-xml", "%s is not well-formed", name);
    buf_free(&b);
    return doc;
}

const char *zip_path(struct arena *a, const char *from, const char *href)
{
    const char *slash = strrchr(from, '/');
    if (*href == '#')
        return arena_printf(a, "%s%s", from, href);
    char *path = arena_printf(a, "%.*s%s", slash != NULL ? (int)(slash + 1 - from) : 0, from, href);
    for (char *up; (up = strstr(path, "/../")) != NULL;) {
        char *before = up;
        while (before > path && before[-1] != '/')
            before--;
        memmove(before, up + 4, strlen(up + 4) + 1);
    }
    return path;
}

bool node_is(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

const char *node_attr(const xmlNode *node, const char *name, struct arena *a)
{
    for (const xmlAttr *attr = node->type == XML_ELEMENT_NODE ? node->properties : NULL; attr != NULL;
         attr = attr->next) {
        if (strcmp((const char *)attr->name, name) != 0)
            continue;
        xmlChar *value = xmlNodeGetContent((const xmlNode *)attr);
        const char *copy = arena_strdup(a, (const char *)value);
        xmlFree(value);
        return copy;
    }
    return NULL;
}

bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (const char *s = list; s != NULL && (s = strstr(s, word)) != NULL; s += n)
        if ((s == list || s[-1] == ' ') && (s[n] == ' ' || s[n] == '\0'))
            return true;
    return false;
}

xmlNode *node_next(const xmlNode *root, const xmlNode *node)
{
    if (node->children != NULL && node->type == XML_ELEMENT_NODE)
        return node->children;
    for (; node != NULL && node != root; node = node->parent)
        if (node->next != NULL)
            return node->next;
    return NULL;
}

xmlNode *node_find(const xmlNode *root, const xmlNode *node, const char *name)
{
    xmlNode *n = node_next(root, node);
    while (n != NULL && !node_is(n, name))
        n = node_next(root, n);
    return n;
}

const char *node_text(const xmlNode *node, struct arena *a)
{
    xmlChar *s = xmlNodeGetContent(node);
    char *out = arena_strdup(a, (const char *)s);
    xmlFree(s);
    size_t n = 0;
    for (const char *p = out; *p != '\0'; p++) {
        bool space = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
        if (!space)
            out[n++] = *p;
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    n -= n > 0 && out[n - 1] == ' ';
    out[n] = '\0';
    return out;
}
