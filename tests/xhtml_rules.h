/* What EPUB 3.3 asks of a content document (HTML's rules in XML), for the elements that books use, and what our books
 * promise besides: names for all sections, headings in order, roles that fit their epub:type, notes and references that
 * lead to each other. Unit tests and book-check hold files against it. An element or attribute that is not listed here
 * is a finding: the book should not need it. */
#ifndef XHTML_RULES_H
#define XHTML_RULES_H

#include <libxml/tree.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Takes a finding. */
typedef void xhtml_finding(void *ctx, const char *what);

struct xhtml_rules {
    const xmlNode *root;
    xhtml_finding *found;
    void *ctx;
    unsigned h1, heading; /* so far in the file */
};

enum {
    XR_TEXT = 1,       /* words may stand in it */
    XR_PHRASES = 2,    /* elements of a line: phrasing content */
    XR_BLOCKS = 4,     /* flow content */
    XR_EMPTY = 8,      /* nothing */
    XR_IS_PHRASE = 16, /* stands in lines */
    XR_IS_BLOCK = 32,  /* stands where flow content does */
    XR_NO_HEADINGS = 64
};

#define XR_LINE (XR_TEXT | XR_PHRASES)
#define XR_ANY (XR_LINE | XR_BLOCKS)

struct xhtml_element {
    const char *name;
    unsigned kind;
    const char *children;   /* besides or instead of what `kind` says */
    const char *attributes; /* besides those that all may have */
};

static const struct xhtml_element xhtml_elements[] = {
    {"html", 0, "head body", ""},
    {"head", 0, "title link", ""},
    {"title", XR_TEXT, "", ""},
    {"link", XR_EMPTY, "", "rel type href"},
    {"body", XR_BLOCKS, "", ""},
    {"section", XR_BLOCKS | XR_PHRASES | XR_IS_BLOCK, "", ""},
    {"nav", XR_BLOCKS | XR_IS_BLOCK, "", "hidden"},
    {"aside", XR_BLOCKS | XR_IS_BLOCK, "", ""},
    {"header", XR_BLOCKS | XR_PHRASES | XR_IS_BLOCK, "", ""},
    {"div", XR_BLOCKS | XR_PHRASES | XR_IS_BLOCK, "dt dd", ""},
    {"blockquote", XR_BLOCKS | XR_IS_BLOCK, "", ""},
    {"figure", XR_BLOCKS | XR_PHRASES | XR_IS_BLOCK, "figcaption", ""},
    {"figcaption", XR_LINE, "", ""},
    {"h1", XR_LINE | XR_IS_BLOCK, "", ""},
    {"h2", XR_LINE | XR_IS_BLOCK, "", ""},
    {"h3", XR_LINE | XR_IS_BLOCK, "", ""},
    {"h4", XR_LINE | XR_IS_BLOCK, "", ""},
    {"h5", XR_LINE | XR_IS_BLOCK, "", ""},
    {"h6", XR_LINE | XR_IS_BLOCK, "", ""},
    {"p", XR_LINE | XR_IS_BLOCK, "", ""},
    {"pre", XR_LINE | XR_IS_BLOCK, "", ""},
    {"hr", XR_EMPTY | XR_IS_BLOCK, "", ""},
    {"ul", XR_IS_BLOCK, "li", ""},
    {"ol", XR_IS_BLOCK, "li", "start"},
    {"li", XR_ANY, "", ""},
    {"dl", XR_IS_BLOCK, "div dt dd", ""},
    {"dt", XR_ANY | XR_NO_HEADINGS, "", ""},
    {"dd", XR_ANY, "", ""},
    {"table", XR_IS_BLOCK, "caption thead tbody", ""},
    {"caption", XR_LINE, "", ""},
    {"thead", 0, "tr", ""},
    {"tbody", 0, "tr", ""},
    {"tr", 0, "th td", ""},
    {"th", XR_LINE | XR_NO_HEADINGS, "", "scope data-h"},
    {"td", XR_LINE, "", "data-h"},
    {"a", XR_LINE | XR_IS_PHRASE, "", "href"},
    {"span", XR_LINE | XR_IS_PHRASE, "", ""},
    {"em", XR_LINE | XR_IS_PHRASE, "", ""},
    {"strong", XR_LINE | XR_IS_PHRASE, "", ""},
    {"sup", XR_LINE | XR_IS_PHRASE, "", ""},
    {"sub", XR_LINE | XR_IS_PHRASE, "", ""},
    {"code", XR_LINE | XR_IS_PHRASE, "", ""},
    {"cite", XR_LINE | XR_IS_PHRASE, "", ""},
    {"dfn", XR_LINE | XR_IS_PHRASE, "", ""},
    {"time", XR_LINE | XR_IS_PHRASE, "", "datetime"},
    {"br", XR_EMPTY | XR_IS_PHRASE, "", ""},
    {"img", XR_EMPTY | XR_IS_PHRASE, "", "src alt"},
};

/* epub:type, the role that goes with it (EPUB 3.3 structural semantics and DPUB-ARIA; "": none) and where it may stand.
 */
static const struct {
    const char *type, *role, *elements;
} xhtml_types[] = {
    {"cover", "", "section"},
    {"titlepage", "", "section"},
    {"halftitlepage", "", "section"},
    {"copyright-page", "", "section"},
    {"landmarks", "", "nav"},
    {"toc", "doc-toc", "section nav"},
    {"page-list", "doc-pagelist", "nav"},
    {"part", "doc-part", "section"},
    {"chapter", "doc-chapter", "section"},
    {"foreword", "doc-foreword", "section"},
    {"preface", "doc-preface", "section"},
    {"introduction", "doc-introduction", "section"},
    {"conclusion", "doc-conclusion", "section"},
    {"appendix", "doc-appendix", "section"},
    {"bibliography", "doc-bibliography", "section"},
    {"glossary", "doc-glossary", "section"},
    {"index", "doc-index", "section"},
    {"endnotes", "doc-endnotes", "section"},
    {"footnote", "doc-footnote", "aside"},
    {"noteref", "doc-noteref", "a"},
    {"backlink", "doc-backlink", "a"},
    {"pagebreak", "doc-pagebreak", "span"},
};

__attribute__((format(printf, 3, 4))) static inline void xr_report(const struct xhtml_rules *r, const xmlNode *node,
                                                                   const char *format, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    char line[500];
    snprintf(line, sizeof line, "line %ld: <%s>: %s", xmlGetLineNo(node), (const char *)node->name, text);
    r->found(r->ctx, line);
}

/* Is `word` one of the space-separated words? */
static inline bool xr_listed(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
        if ((at == words || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' '))
            return n > 0;
    return false;
}

static inline const xmlAttr *xr_attribute(const xmlNode *node, const char *prefix, const char *name)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        const char *own = a->ns != NULL && a->ns->prefix != NULL ? (const char *)a->ns->prefix : "";
        if (strcmp((const char *)a->name, name) == 0 && strcmp(own, prefix) == 0)
            return a;
    }
    return NULL;
}

/* Value of an attribute without prefix; NULL: there is none. */
static inline const char *xr_value(const xmlNode *node, const char *prefix, const char *name)
{
    const xmlAttr *a = xr_attribute(node, prefix, name);
    return a == NULL ? NULL : a->children == NULL ? "" : (const char *)a->children->content;
}

static inline bool xr_is(const xmlNode *node, const char *name)
{
    return node != NULL && node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static inline const xmlNode *xr_next(const xmlNode *root, const xmlNode *node)
{
    if (node->children != NULL && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

static inline const xmlNode *xr_by_id(const struct xhtml_rules *r, const char *id, unsigned *count)
{
    const xmlNode *found = NULL;
    *count = 0;
    for (const xmlNode *n = r->root; n != NULL; n = xr_next(r->root, n)) {
        const char *own = n->type == XML_ELEMENT_NODE ? xr_value(n, "", "id") : NULL;
        if (own != NULL && strcmp(own, id) == 0) {
            found = found != NULL ? found : n;
            ++*count;
        }
    }
    return found;
}

static inline bool xr_inside(const xmlNode *node, const char *name)
{
    for (const xmlNode *n = node->parent; n != NULL && n->type == XML_ELEMENT_NODE; n = n->parent)
        if (xr_is(n, name))
            return true;
    return false;
}

static inline const struct xhtml_element *xr_element(const xmlNode *node)
{
    for (size_t i = 0; i < sizeof xhtml_elements / sizeof xhtml_elements[0]; i++)
        if (xr_is(node, xhtml_elements[i].name))
            return &xhtml_elements[i];
    return NULL;
}

static inline bool xr_is_heading(const xmlNode *node)
{
    const char *s = (const char *)node->name;
    return node->type == XML_ELEMENT_NODE && s[0] == 'h' && s[1] >= '1' && s[1] <= '6' && s[2] == '\0';
}

/* ---- what stands where ---- */

static inline bool xr_fits(const struct xhtml_element *in, const struct xhtml_element *e)
{
    return xr_listed(in->children, e->name) || ((in->kind & XR_PHRASES) && (e->kind & XR_IS_PHRASE)) ||
           ((in->kind & XR_BLOCKS) && (e->kind & XR_IS_BLOCK));
}

static inline void xr_check_place(const struct xhtml_rules *r, const xmlNode *node, const struct xhtml_element *e)
{
    const struct xhtml_element *in = node == r->root ? NULL : xr_element(node->parent);
    if (in != NULL && !xr_fits(in, e))
        xr_report(r, node, "may not stand in <%s>", in->name);
    if (xr_is(node, "a") && xr_inside(node, "a"))
        xr_report(r, node, "a link in a link");
    if (xr_is(node, "dfn") && xr_inside(node, "dfn"))
        xr_report(r, node, "a definition in a definition");
    if (xr_is_heading(node) && (xr_inside(node, "dt") || xr_inside(node, "th") || xr_inside(node, "figcaption")))
        xr_report(r, node, "a heading where none may stand");
    bool described = xr_is(node, "dt") || xr_is(node, "dd");
    bool in_group = xr_is(node->parent, "dl") || (xr_is(node->parent, "div") && xr_is(node->parent->parent, "dl"));
    if (described && !in_group)
        xr_report(r, node, "outside of a description list");
    if ((e->kind & XR_EMPTY) && node->children != NULL)
        xr_report(r, node, "must be empty");
}

static inline void xr_check_text(const struct xhtml_rules *r, const xmlNode *text)
{
    const struct xhtml_element *in = xr_element(text->parent);
    const char *s = (const char *)text->content;
    if (in != NULL && !(in->kind & XR_TEXT) && strspn(s, " \t\r\n") != strlen(s))
        xr_report(r, text->parent, "words that stand loose: %.30s", s);
}

/* ---- attributes ---- */

static inline bool xr_is_name(const char *id)
{
    if (!((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z')))
        return false;
    for (; *id != '\0'; id++)
        if (strchr(" \t\n\r#\"'<>&", *id) != NULL)
            return false;
    return true;
}

static inline void xr_check_attributes(const struct xhtml_rules *r, const xmlNode *node, const struct xhtml_element *e)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        const char *prefix = a->ns != NULL && a->ns->prefix != NULL ? (const char *)a->ns->prefix : "";
        const char *name = (const char *)a->name;
        bool known = *prefix == '\0' ? xr_listed("id class lang role aria-label aria-labelledby", name) ||
                                           xr_listed(e->attributes, name)
                                     : (strcmp(prefix, "xml") == 0 && strcmp(name, "lang") == 0) ||
                                           (strcmp(prefix, "epub") == 0 && strcmp(name, "type") == 0);
        if (!known)
            xr_report(r, node, "attribute %s%s%s", prefix, *prefix != '\0' ? ":" : "", name);
    }
    const char *lang = xr_value(node, "", "lang"), *xml_lang = xr_value(node, "xml", "lang");
    if ((lang == NULL) != (xml_lang == NULL) || (lang != NULL && strcmp(lang, xml_lang) != 0))
        xr_report(r, node, "lang and xml:lang differ");
    const char *id = xr_value(node, "", "id");
    unsigned count = 0;
    if (id != NULL && (xr_by_id(r, id, &count) == NULL || count != 1 || !xr_is_name(id)))
        xr_report(r, node, "id \"%s\" stands %u times, or is no name", id, count);
    const char *label = xr_value(node, "", "aria-label");
    if (label != NULL && strspn(label, " ") == strlen(label))
        xr_report(r, node, "an empty label");
}

static inline void xr_check_labelledby(const struct xhtml_rules *r, const xmlNode *node)
{
    const char *ids = xr_value(node, "", "aria-labelledby");
    while (ids != NULL && *ids != '\0') {
        char id[200];
        size_t n = strcspn(ids, " ");
        unsigned count = 0;
        snprintf(id, sizeof id, "%.*s", (int)n, ids);
        const xmlNode *named = xr_by_id(r, id, &count);
        xmlChar *words = named != NULL ? xmlNodeGetContent(named) : NULL;
        if (words == NULL || strspn((char *)words, " \n") == strlen((char *)words))
            xr_report(r, node, "its name, \"%s\", is not there or has no words", id);
        xmlFree(words);
        ids += n + strspn(ids + n, " ");
    }
}

static inline bool xr_in_landmarks(const xmlNode *node)
{
    while (node != NULL && !xr_is(node, "nav"))
        node = node->parent;
    const char *type = node != NULL ? xr_value(node, "epub", "type") : NULL;
    return type != NULL && strcmp(type, "landmarks") == 0;
}

static inline void xr_check_type(const struct xhtml_rules *r, const xmlNode *node)
{
    const char *type = xr_value(node, "epub", "type"), *role = xr_value(node, "", "role");
    const char *own = role != NULL ? role : "";
    if (type == NULL) {
        bool pulled = strcmp(own, "doc-pullquote") == 0 && xr_is(node, "aside");
        bool subtitle = strcmp(own, "doc-subtitle") == 0 && xr_is(node, "p");
        bool picture = strcmp(own, "presentation") == 0 && xr_is(node, "img");
        if (role != NULL && !pulled && !subtitle && !picture)
            xr_report(r, node, "role %s without a type", role);
        return;
    }
    if (xr_is(node, "a") && role == NULL && xr_in_landmarks(node))
        return; /* says what it leads to */
    for (size_t i = 0; i < sizeof xhtml_types / sizeof xhtml_types[0]; i++) {
        if (strcmp(type, xhtml_types[i].type) != 0)
            continue;
        if (strcmp(own, xhtml_types[i].role) != 0)
            xr_report(r, node, "type %s goes with role \"%s\", not \"%s\"", type, xhtml_types[i].role, own);
        if (!xr_listed(xhtml_types[i].elements, (const char *)node->name))
            xr_report(r, node, "type %s belongs to <%s>", type, xhtml_types[i].elements);
        return;
    }
    xr_report(r, node, "unknown type %s", type);
}

/* ---- elements of their own kind ---- */

static inline const xmlNode *xr_first(const xmlNode *node)
{
    const xmlNode *child = node->children;
    while (child != NULL && child->type != XML_ELEMENT_NODE)
        child = child->next;
    return child;
}

static inline const xmlNode *xr_following(const xmlNode *node)
{
    const xmlNode *next = node->next;
    while (next != NULL && next->type != XML_ELEMENT_NODE)
        next = next->next;
    return next;
}

static inline void xr_check_heading(struct xhtml_rules *r, const xmlNode *node)
{
    unsigned level = (unsigned)(node->name[1] - '0');
    r->h1 += level == 1;
    if (r->h1 > 1)
        xr_report(r, node, "a second h1");
    if (r->heading > 0 && level > r->heading + 1)
        xr_report(r, node, "follows h%u", r->heading);
    r->heading = level;
    xmlChar *words = xmlNodeGetContent(node);
    if (strspn((char *)words, " \n") == strlen((char *)words))
        xr_report(r, node, "no words");
    xmlFree(words);
    const xmlNode *first = xr_first(node);
    const char *type = first != NULL ? xr_value(first, "epub", "type") : NULL;
    if (type != NULL && strcmp(type, "pagebreak") == 0 && first == node->children)
        xr_report(r, node, "a page's label in its name");
}

/* Groups of terms, then what is said about them. */
static inline void xr_check_descriptions(const struct xhtml_rules *r, const xmlNode *list)
{
    const xmlNode *child = xr_first(list);
    bool grouped = xr_is(child, "div"), term = false, said = true;
    if (child == NULL)
        xr_report(r, list, "nothing in it");
    for (; child != NULL; child = xr_following(child)) {
        if (xr_is(child, "div") != grouped)
            xr_report(r, list, "groups and loose terms are mixed");
        if (xr_is(child, "div"))
            xr_check_descriptions(r, child);
        else if (xr_is(child, "dt") && !said && !term)
            xr_report(r, list, "a term after nothing");
        else if (xr_is(child, "dd") && !term)
            xr_report(r, list, "a description without its term");
        else if (xr_is(child, "dd"))
            said = true;
        else if (xr_is(child, "dt"))
            said = !(term = true);
        else
            xr_report(r, list, "<%s> in it", (const char *)child->name);
    }
    if (!said)
        xr_report(r, list, "a term of which nothing is said");
}

static inline void xr_check_table(const struct xhtml_rules *r, const xmlNode *table)
{
    unsigned columns = 0;
    for (const xmlNode *n = table; n != NULL; n = xr_next(table, n)) {
        if (xr_is(n, "tr")) {
            unsigned cells = 0;
            for (const xmlNode *c = xr_first(n); c != NULL; c = xr_following(c))
                cells++;
            if (cells == 0 || (columns > 0 && cells != columns))
                xr_report(r, n, "%u cells, the row before has %u", cells, columns);
            columns = cells;
        }
        const char *scope = xr_is(n, "th") ? xr_value(n, "", "scope") : NULL;
        if (xr_is(n, "th") && (scope == NULL || strcmp(scope, xr_inside(n, "thead") ? "col" : "row") != 0) &&
            (scope == NULL || strcmp(scope, "col") != 0))
            xr_report(r, n, "scope is %s", scope != NULL ? scope : "missing");
    }
    if (columns == 0)
        xr_report(r, table, "no rows");
}

static inline void xr_check_figure(const struct xhtml_rules *r, const xmlNode *figure)
{
    for (const xmlNode *n = xr_first(figure); n != NULL; n = xr_following(n))
        if (xr_is(n, "figcaption") && n != xr_first(figure) && xr_following(n) != NULL)
            xr_report(r, n, "neither first nor last in its figure");
}

static inline void xr_check_image(const struct xhtml_rules *r, const xmlNode *image)
{
    const char *alt = xr_value(image, "", "alt"), *role = xr_value(image, "", "role");
    if (alt == NULL || (*alt == '\0') != (role != NULL && strcmp(role, "presentation") == 0))
        xr_report(r, image, "alt and role do not agree");
}

/* A date, a time of day, or a year. */
static inline bool xr_is_time(const char *s)
{
    char shape[32] = "";
    for (size_t i = 0; s[i] != '\0' && i < sizeof shape - 1; i++)
        shape[i] = s[i] >= '0' && s[i] <= '9' ? '0' : s[i];
    return xr_listed("0000 0000-00 0000-00-00 00:00 0000-00-00T00:00 0000-00-00T00:00:00Z", shape);
}

/* Notes that are too long to stand below the text have files of their own. */
static inline bool xr_leads_to_notes(const struct xhtml_rules *r, const char *href, const char *role)
{
    unsigned count = 0;
    bool back = strcmp(role, "doc-backlink") == 0;
    for (const xmlNode *n = r->root; back && n != NULL; n = xr_next(r->root, n))
        if (n->type == XML_ELEMENT_NODE && xr_value(n, "", "role") != NULL &&
            strcmp(xr_value(n, "", "role"), "doc-endnotes") == 0)
            count++;
    return *href != '#' && strstr(href, ".xhtml#") != NULL && (back ? count == 1 : strstr(href, "-notes") != NULL);
}

/* A reference and its note lead to each other inside the file: readers show the note in a pop-up. */
static inline void xr_check_note_link(const struct xhtml_rules *r, const xmlNode *link, const char *role)
{
    const char *href = xr_value(link, "", "href");
    unsigned count = 0;
    const xmlNode *to = href != NULL && *href == '#' ? xr_by_id(r, href + 1, &count) : NULL;
    const char *there = to != NULL ? xr_value(to, "", "role") : NULL;
    const char *want = strcmp(role, "doc-noteref") == 0 ? "doc-footnote" : "doc-noteref";
    if (href != NULL && xr_leads_to_notes(r, href, role))
        return;
    if (there == NULL || strcmp(there, want) != 0)
        xr_report(r, link, "%s leads to %s, which is no %s", role, href != NULL ? href : "nothing", want);
}

static inline void xr_check_marker(const struct xhtml_rules *r, const xmlNode *marker)
{
    if (marker->children != NULL || xr_value(marker, "", "id") == NULL || xr_value(marker, "", "aria-label") == NULL)
        xr_report(r, marker, "a page-break marker with words, or without id or label");
}

static inline void xr_check_kind(struct xhtml_rules *r, const xmlNode *node)
{
    const char *role = xr_value(node, "", "role"), *type = xr_value(node, "epub", "type");
    if (xr_is_heading(node))
        xr_check_heading(r, node);
    else if (xr_is(node, "dl"))
        xr_check_descriptions(r, node);
    else if (xr_is(node, "table"))
        xr_check_table(r, node);
    else if (xr_is(node, "figure"))
        xr_check_figure(r, node);
    else if (xr_is(node, "img"))
        xr_check_image(r, node);
    else if ((xr_is(node, "ul") || xr_is(node, "ol")) && xr_first(node) == NULL)
        xr_report(r, node, "no items");
    else if (xr_is(node, "time") &&
             !xr_is_time(xr_value(node, "", "datetime") != NULL ? xr_value(node, "", "datetime") : ""))
        xr_report(r, node, "no date or time");
    else if (role != NULL && (strcmp(role, "doc-noteref") == 0 || strcmp(role, "doc-backlink") == 0))
        xr_check_note_link(r, node, role);
    else if (role != NULL && strcmp(role, "doc-pagebreak") == 0)
        xr_check_marker(r, node);
    bool named = xr_value(node, "", "aria-label") != NULL || xr_value(node, "", "aria-labelledby") != NULL;
    if (xr_is(node, "section") && !named && !(type != NULL && strcmp(type, "titlepage") == 0))
        xr_report(r, node, "a section without a name");
}

/* Reports what breaks the rules in a file of the book. */
static inline void xhtml_check(const xmlDoc *doc, xhtml_finding *found, void *ctx)
{
    struct xhtml_rules r = {.root = xmlDocGetRootElement(doc), .found = found, .ctx = ctx};
    const xmlNode *words = NULL;
    for (const xmlNode *n = r.root; n != NULL; n = xr_next(r.root, n)) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
            xr_check_text(&r, n);
            continue;
        }
        const struct xhtml_element *e = n->type == XML_ELEMENT_NODE ? xr_element(n) : NULL;
        if (e == NULL) {
            xr_report(&r, n, "no element that the book should need");
            continue;
        }
        xr_check_place(&r, n, e);
        xr_check_attributes(&r, n, e);
        xr_check_labelledby(&r, n);
        xr_check_type(&r, n);
        xr_check_kind(&r, n);
        words = xr_is(n, "title") ? n : words;
    }
    if (words == NULL || words->children == NULL)
        xr_report(&r, r.root, "no title");
    if (xr_value(r.root, "", "lang") == NULL)
        xr_report(&r, r.root, "no language");
}

#endif
