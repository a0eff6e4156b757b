/* Parsing with libxml2, within limits, and small questions about nodes.
 *
 * Traps that are dealt with here: libxml2 guesses encodings (it gets UTF-8 and is told so), stops silently at a nesting
 * depth (asked afterwards), counts lines in 16 bits (taken from the input instead), and needs quadratic time for tags
 * with very many attributes (such tags are cut before).
 */
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ingest/html.h"

#define MAX_DEPTH 1024
#define MAX_TAG 65536 /* bytes of one tag */

static void ignore_error(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

void ingest_init(void)
{
    xmlInitParser();
    xmlParserMaxDepth = MAX_DEPTH;
}

/* Each element gets its record when it begins. The parser's user pointer is its own context; ours hangs on it. */
static void start_element(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxtPtr parser = ctx;
    struct reading *r = parser->_private;
    xmlSAX2StartElement(ctx, name, attributes);
    if (parser->node != NULL && parser->node->_private == NULL && parser->node->type == XML_ELEMENT_NODE) {
        struct html_info *info = arena_alloc(r->a, sizeof *info);
        info->line = parser->input != NULL ? (uint32_t)parser->input->line : 0;
        parser->node->_private = info;
    }
}

/* A copy without control characters and without tags that are too long; lines stay where they are. */
static char *safe_copy(struct reading *r, const char *s, size_t n, size_t *out_n)
{
    char *out = arena_alloc(r->a, n + 1);
    bool cut = false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        out[i] = c < 0x20 && c != '\n' && c != '\t' ? ' ' : (char)c;
    }
    for (char *at = memchr(out, '<', n); at != NULL;) {
        size_t left = n - (size_t)(at - out), length = 1;
        bool tag = left > 1 && (((at[1] | 32) >= 'a' && (at[1] | 32) <= 'z') || at[1] == '/');
        char quote = 0;
        while (tag && length < left && (quote != 0 || at[length] != '>') && length <= MAX_TAG) {
            char c = at[length++];
            if (quote != 0)
                quote = c == quote ? 0 : quote;
            else if (c == '"' || c == '\'')
                quote = c;
        }
        if (length > MAX_TAG) {
            char *end = memchr(at, '>', left);
            size_t size = end != NULL ? (size_t)(end - at) + 1 : left;
            for (size_t i = 0; i < size; i++)
                at[i] = at[i] == '\n' ? '\n' : ' ';
            cut = true;
        }
        at = n - (size_t)(at + 1 - out) > 0 ? memchr(at + 1, '<', n - (size_t)(at + 1 - out)) : NULL;
    }
    if (cut)
        diag_add(r->diag, MSG_INGEST_HTML_TAG, (struct srcpos){r->path, 0, 0}, NULL);
    *out_n = n;
    return out;
}

/* What the parser did not reach, as lines without their tags, so that no word is missing. */
static void keep_rest(struct reading *r, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && s[i] != '<' && s[i] != '\n')
            i++;
        if (i > from) {
            reading_put(r, s + from, i - from, 0);
            struct text text = text_finish(r->builder, r->a);
            if (text.n > 0)
                piece_add_text(r, PIECE_TEXT, text, 0)->zone = ZONE_MAIN;
        }
        if (i < n && s[i] == '<')
            while (i < n && s[i] != '>')
                i++;
        i++;
    }
}

/* What follows "</html>" may become further roots: they belong to the page like the first. */
static void join_roots(htmlDocPtr doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = root != NULL ? root->next : NULL, *next; node != NULL; node = next) {
        next = node->next;
        if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE)
            continue;
        xmlUnlinkNode(node);
        xmlAddChild(root, node);
    }
}

htmlDocPtr html_parse(struct reading *r, const char *s, size_t n)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_COMPACT | HTML_PARSE_NODEFDTD;
    size_t length;
    char *copy = safe_copy(r, s, n, &length);
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (parser == NULL)
        return NULL;
    xmlSetStructuredErrorFunc(NULL, ignore_error);
    parser->_private = r;
    parser->sax->startElement = start_element;
    htmlDocPtr doc = htmlCtxtReadMemory(parser, copy, (int)length, NULL, "UTF-8", options);
    if (parser->disableSAX && doc != NULL) {
        long at = xmlByteConsumed(parser);
        diag_add(r->diag, MSG_INGEST_HTML_CUT, (struct srcpos){r->path, 0, 0},
                 arena_printf(r->a, "%d", parser->input != NULL ? parser->input->line : 0), NULL);
        if (at >= 0 && (size_t)at < length)
            keep_rest(r, copy + at, length - (size_t)at);
    }
    htmlFreeParserCtxt(parser);
    if (doc != NULL)
        join_roots(doc);
    return doc;
}

/* The parser gives names in lower case. */
static bool same_name(const char *x, const char *y)
{
    return x[0] == y[0] && strcmp(x, y) == 0;
}

bool html_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && same_name((const char *)node->name, name);
}

bool html_is_block(const xmlNode *node)
{
    static const char *const names[] = {
        "p",          "div",        "section", "article", "main",     "header", "footer",  "aside", "nav",     "h1",
        "h2",         "h3",         "h4",      "h5",      "h6",       "ul",     "ol",      "li",    "dl",      "dt",
        "dd",         "table",      "tbody",   "thead",   "tfoot",    "tr",     "td",      "th",    "caption", "figure",
        "figcaption", "blockquote", "pre",     "form",    "fieldset", "hr",     "address", "body",  "html",    "center",
        "details",    "summary",    "dialog",  "legend",  "option",   "button"};
    if (node->type != XML_ELEMENT_NODE)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_name((const char *)node->name, names[i]))
            return true;
    return false;
}

const char *html_attribute(const xmlNode *node, const char *name)
{
    if (node->type != XML_ELEMENT_NODE)
        return NULL;
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
        if (same_name((const char *)a->name, name))
            return a->children != NULL && a->children->content != NULL ? (const char *)a->children->content : "";
    return NULL;
}

xmlNode *html_skip(const xmlNode *root, const xmlNode *node)
{
    while (node != NULL && node != root) {
        if (node->next != NULL)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

xmlNode *html_next(const xmlNode *root, const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->children != NULL ? node->children : html_skip(root, node);
}

const char *html_image_source(const xmlNode *img)
{
    static const char *const names[] = {"data-src", "data-original", "data-lazy-src", "data-srcset", "src", "srcset"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = html_attribute(img, names[i]);
        if (value != NULL && *value != '\0' && strncmp(value, "data:", 5) != 0)
            return value;
    }
    return NULL;
}

static bool is_small_side(const xmlNode *img, const char *name)
{
    const char *value = html_attribute(img, name);
    return value != NULL && *value >= '0' && *value <= '9' && strtol(value, NULL, 10) < 60 && strchr(value, '%') == NULL;
}

bool html_is_icon(const xmlNode *img)
{
    return is_small_side(img, "width") || is_small_side(img, "height");
}

int html_weight(const xmlNode *node)
{
    const char *style = html_attribute(node, "style");
    const char *weight = style != NULL ? strcasestr(style, "font-weight") : NULL;
    if (weight == NULL)
        return 0;
    weight += 11;
    while (*weight == ' ' || *weight == ':')
        weight++;
    if (strncasecmp(weight, "bold", 4) == 0 || (*weight >= '6' && *weight <= '9'))
        return 1;
    return strncasecmp(weight, "normal", 6) == 0 || (*weight >= '1' && *weight <= '5') ? -1 : 0;
}

bool html_is_centred(const xmlNode *node)
{
    const char *align = html_attribute(node, "align"), *style = html_attribute(node, "style");
    const char *said = style != NULL ? strcasestr(style, "text-align") : NULL;
    return html_is(node, "center") || (align != NULL && strcasecmp(align, "center") == 0) ||
           (said != NULL && strcspn(said + 10, "cC;") < 3 &&
            strncasecmp(said + 10 + strcspn(said + 10, "cC;"), "center", 6) == 0);
}

const char *html_datetime(const xmlNode *node)
{
    static const char *const names[] = {"datetime", "title", "content"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = html_attribute(node, names[i]);
        if (value != NULL && strspn(value, "0123456789") == 4 && (i == 0 || value[4] == '-'))
            return value;
    }
    return NULL;
}

bool html_next_is_break(const xmlNode *br)
{
    const xmlNode *next = br->next;
    while (next != NULL && xmlIsBlankNode((xmlNode *)next))
        next = next->next;
    return next != NULL && html_is(next, "br");
}

const xmlNode *html_beside(const xmlNode *node, bool behind)
{
    do
        node = behind ? node->next : node->prev;
    while (node != NULL && xmlIsBlankNode((xmlNode *)node));
    return node;
}
