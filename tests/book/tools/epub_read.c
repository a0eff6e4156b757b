#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub_read.h"
#include "epub_zip.h"
#include "report.h"
#include "xhtml_rules.h"

enum { MAX_XHTML = 300 * 1024 };

struct reading {
    struct epub *out;
    bool title_page;
    zip_t *zip;
    const char *opf, *nav, *ncx;
    /* of the file being read */
    const char *file;
    unsigned heading, h1;
    bool in_note;
    bool mute;              /* numbers of sources: labels of list items in the PDF, no words */
    bool text_in_block;     /* words stand before in the same block */
    size_t file_start;      /* place in the flow where the file begins */
    const xmlNode *waiting; /* marker whose first word has not come yet */
};

static const char *const inline_names[] = {"a",    "abbr",   "b",   "bdi", "bdo",  "cite", "code", "data", "dfn",
                                           "em",   "i",      "img", "kbd", "mark", "q",    "s",    "samp", "small",
                                           "span", "strong", "sub", "sup", "time", "u",    "var",  "wbr",  NULL};

static bool is_inline(const xmlNode *node)
{
    for (size_t i = 0; inline_names[i] != NULL; i++)
        if (node_is(node, inline_names[i]))
            return true;
    return false;
}

static const xmlNode *block_of(const xmlNode *node)
{
    node = node->parent;
    while (node != NULL && is_inline(node))
        node = node->parent;
    return node;
}

static bool is_heading(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    return node->type == XML_ELEMENT_NODE && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0';
}

static bool is_inside(const xmlNode *node, const xmlNode *outer)
{
    while (node != NULL && node != outer)
        node = node->parent;
    return node != NULL;
}

static void add_target(struct epub *e, const char *file, const char *id, size_t at, bool note)
{
    mem_grow((void **)&e->targets, &e->cap_targets, e->n_targets + 1, sizeof *e->targets);
    e->targets[e->n_targets++] =
        (struct epub_target){.file = file, .id = id, .at = at, .note = note, .markers = e->n_markers};
}

/* ---- page-break markers ---- */

static bool is_marker(struct reading *r, const xmlNode *node)
{
    struct arena *a = r->out->a;
    return has_word(node_attr(node, "type", a), "pagebreak") || has_word(node_attr(node, "role", a), "doc-pagebreak");
}

static void take_marker(struct reading *r, const xmlNode *node)
{
    struct epub *e = r->out;
    const char *label = node_attr(node, "aria-label", e->a), *id = node_attr(node, "id", e->a);
    const char *type = node_attr(node, "type", e->a), *role = node_attr(node, "role", e->a),
               *class = node_attr(node, "class", e->a);
    if (!node_is(node, "span") || label == NULL || *label == '\0' || id == NULL || !has_word(type, "pagebreak") ||
        !has_word(role, "doc-pagebreak") || !has_word(class, "pb") || node->children != NULL)
        report_fail("marker-form", "%s: marker %s is no empty span with class, epub:type, role, id and aria-label",
                    r->file, id != NULL ? id : "?");
    if (r->in_note)
        report_fail("marker-place", "%s: marker %s stands inside a note", r->file, id != NULL ? id : "?");
    for (const xmlNode *n = node; n != NULL; n = n->parent)
        if (is_heading(n) && !r->text_in_block) /* a title longer than a page cannot be helped */
            report_fail("marker-place", "%s: marker %s stands inside a heading", r->file, id != NULL ? id : "?");
    mem_grow((void **)&e->markers, &e->cap_markers, e->n_markers + 1, sizeof *e->markers);
    e->markers[e->n_markers++] =
        (struct epub_marker){label != NULL ? label : "", id != NULL ? id : "", r->file, e->flow.bare.n};
    r->waiting = node;
}

static bool is_blank(const xmlNode *text)
{
    return strspn((const char *)text->content, " \t\r\n") == strlen((const char *)text->content);
}

/* Is it the first child, line breaks of the source apart? */
static bool is_first(const xmlNode *node)
{
    const xmlNode *first = node->parent->children;
    while (first->type == XML_TEXT_NODE && is_blank(first))
        first = first->next;
    return first == node;
}

/* Inside a paragraph: the marker and its word share a span that does not wrap. */
static bool is_tied(const xmlNode *marker, const xmlNode *text, struct arena *a)
{
    const xmlNode *group = marker->parent;
    return node_is(group, "span") && has_word(node_attr(group, "class", a), "nb") && group->children == marker &&
           is_inside(text, group);
}

/* The first words after a marker have come: does it stand where readers show it with them? */
static void check_place(struct reading *r, const xmlNode *text)
{
    const xmlNode *marker = r->waiting, *block = block_of(text);
    struct arena *a = r->out->a;
    const char *id = node_attr(marker, "id", a);
    r->waiting = NULL;
    if (is_heading(block) && !r->text_in_block) {
        bool first = r->out->flow.bare.n == r->file_start,
             box = node_is(marker->parent, "div") && is_inside(block, marker->parent) &&
                   has_word(node_attr(marker->parent, "class", a), "hd") && is_first(marker);
        if (!first && !box)
            report_fail("marker-place", "%s: marker %s stands loose before a heading", r->file, id);
        return;
    }
    const char *s = (const char *)text->content;
    if (r->text_in_block) {
        if (!is_tied(marker, text, a) || *s == ' ' || *s == '\n')
            report_fail("marker-place", "%s: marker %s is not tied to its word", r->file, id);
        return;
    }
    /* A page that begins with a picture without words has its marker in the figure, not with the words below it. */
    bool pictured = node_is(marker->parent, "figure") && is_first(marker) && *node_text(marker->parent, a) == '\0';
    if (!pictured && block_of(marker) != block && !(is_inside(block, marker->parent) && is_first(marker)))
        report_fail("marker-place", "%s: marker %s stands between blocks", r->file, id);
}

/* ---- words ---- */

static void take_text(struct reading *r, const xmlNode *text)
{
    struct epub *e = r->out;
    const char *s = (const char *)text->content;
    if (r->waiting != NULL && !r->in_note && !is_blank(text))
        check_place(r, text);
    if (!r->mute)
        flow_text(r->in_note ? &e->notes : &e->flow, s, strlen(s));
    r->text_in_block |= !is_blank(text);
}

static void take_entry(struct epub *e, struct epub_list *list, const char *text, const char *href, const char *page,
                       unsigned depth)
{
    (void)e;
    mem_grow((void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
    list->items[list->n++] = (struct epub_entry){text, href, page, depth};
}

static const xmlNode *span_of_class(const xmlNode *root, const char *class, struct arena *a)
{
    for (const xmlNode *n = node_find(root, root, "span"); n != NULL; n = node_find(root, n, "span"))
        if (has_word(node_attr(n, "class", a), class))
            return n;
    return NULL;
}

static void take_link(struct reading *r, const xmlNode *node)
{
    struct epub *e = r->out;
    const char *href = node_attr(node, "href", e->a);
    if (href == NULL)
        return;
    bool outside =
        strncmp(href, "http:", 5) == 0 || strncmp(href, "https:", 6) == 0 || strncmp(href, "mailto:", 7) == 0;
    if (!outside && strchr(href, ':') != NULL)
        report_fail("epub-links", "%s: link to %s", r->file, href);
    if (outside)
        return;
    const char *path = zip_path(e->a, r->file, href);
    mem_grow((void **)&e->links, &e->cap_links, e->n_links + 1, sizeof *e->links);
    e->links[e->n_links++] = (struct epub_link){r->file, path, node_text(node, e->a)};
    const xmlNode *page = span_of_class(node, "pg", e->a), *title = span_of_class(node, "t", e->a);
    if (page != NULL)
        take_entry(e, &e->contents, node_text(title != NULL ? title : node, e->a), path, node_text(page, e->a), 0);
}

static void take_heading(struct reading *r, const xmlNode *node)
{
    unsigned level = (unsigned)(node->name[1] - '0');
    r->h1 += level == 1;
    if (level > r->heading + 1 && r->heading > 0)
        report_fail("epub-headings", "%s: h%u follows h%u", r->file, level, r->heading);
    r->heading = level;
    if (*node_text(node, r->out->a) == '\0')
        report_fail("epub-headings", "%s: a heading without words", r->file);
}

static void take_image(struct reading *r, const xmlNode *node)
{
    struct epub *e = r->out;
    const char *alt = node_attr(node, "alt", e->a), *src = node_attr(node, "src", e->a);
    if (alt == NULL)
        report_fail("epub-alt", "%s: a picture without alt", r->file);
    mem_grow((void **)&e->links, &e->cap_links, e->n_links + 1, sizeof *e->links);
    e->links[e->n_links++] = (struct epub_link){r->file, zip_path(e->a, r->file, src != NULL ? src : "?"), ""};
    if (has_word(node_attr(node, "class", e->a), "cover-img"))
        return;
    mem_grow((void **)&e->alts, &e->cap_alts, e->n_alts + 1, sizeof *e->alts);
    e->alts[e->n_alts++] = alt != NULL ? alt : "";
}

static bool node_below_has(const xmlNode *root, const char *attr)
{
    for (const xmlNode *n = root->children; n != NULL; n = n->next)
        if (n->type == XML_ELEMENT_NODE &&
            (xmlHasProp((xmlNode *)(uintptr_t)n, BAD_CAST attr) != NULL || node_below_has(n, attr)))
            return true;
    return false;
}

static bool is_hidden(struct reading *r, const xmlNode *node)
{
    const char *class = node_attr(node, "class", r->out->a);
    bool again = node_is(node, "thead") && has_word(class, "again"); /* the head of a divided table, repeated */
    if (again && (node_below_has(node, "id")))
        report_fail("epub-again", "%s: a repeated table head has ids", r->file);
    return again || node_attr(node, "hidden", r->out->a) != NULL ||
           (r->in_note && (has_word(class, "back") || has_word(class, "on")));
}

/* An aside is a note, unless it is a pull quote, which belongs to the text; and so is what follows of a long one. */
static bool is_note(const xmlNode *node)
{
    xmlChar *class = node_is(node, "div") ? xmlGetNoNsProp((xmlNode *)(uintptr_t)node, BAD_CAST "class") : NULL;
    bool rest = class != NULL && strcmp((const char *)class, "fn") == 0;
    xmlFree(class);
    if (rest)
        return true;
    xmlChar *role = node_is(node, "aside") ? xmlGetNoNsProp((xmlNode *)(uintptr_t)node, BAD_CAST "role") : NULL;
    bool pulled = role != NULL && strcmp((const char *)role, "doc-pullquote") == 0;
    xmlFree(role);
    return node_is(node, "aside") && !pulled;
}

/* A picture, or a name in its caption, which the index leads to. */
static bool is_in_figure(const xmlNode *node)
{
    for (; node != NULL; node = node->parent)
        if (node->type == XML_ELEMENT_NODE && node_is(node, "figure"))
            return true;
    return false;
}

static void walk(struct reading *r, const xmlNode *node, unsigned depth)
{
    struct epub *e = r->out;
    if (depth > 250) {
        report_fail("epub-xml", "%s: nested too deep", r->file);
        return;
    }
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        take_text(r, node);
        return;
    }
    if (node->type != XML_ELEMENT_NODE)
        return;
    const char *id = node_attr(node, "id", e->a);
    if (id != NULL) {
        add_target(e, r->file, id, e->flow.bare.n, r->in_note || is_note(node));
        e->targets[e->n_targets - 1].figure = is_in_figure(node);
        e->targets[e->n_targets - 1].wordless = *node_text(node, e->a) == '\0';
    }
    if (is_marker(r, node)) {
        take_marker(r, node);
        return;
    }
    if (is_hidden(r, node))
        return;
    bool was_note = r->in_note, was_mute = r->mute, block = !is_inline(node);
    r->in_note |= is_note(node);
    r->mute |=
        has_word(node_attr(node, "class", e->a), "no") && has_word(node_attr(node->parent, "class", e->a), "src-t");
    struct flow *f = r->in_note ? &e->notes : &e->flow;
    if (block) {
        flow_space(f);
        r->text_in_block = false;
    }
    if (is_heading(node))
        take_heading(r, node);
    else if (node_is(node, "a"))
        take_link(r, node);
    else if (node_is(node, "img"))
        take_image(r, node);
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        walk(r, child, depth + 1);
    if (block) {
        flow_space(f);
        r->text_in_block &= node_is(node, "br");
    }
    r->in_note = was_note;
    r->mute = was_mute;
}

/* ---- files ---- */

static void check_head(struct reading *r, const xmlNode *root)
{
    struct arena *a = r->out->a;
    if (node_attr(root, "lang", a) == NULL)
        report_fail("epub-lang", "%s: no language", r->file);
    const xmlNode *title = node_find(root, root, "title");
    if (title == NULL || *node_text(title, a) == '\0')
        report_fail("epub-title", "%s: no title", r->file);
    for (const xmlNode *n = node_find(root, root, "link"); n != NULL; n = node_find(root, n, "link")) {
        const char *href = node_attr(n, "href", a);
        struct epub *e = r->out;
        mem_grow((void **)&e->links, &e->cap_links, e->n_links + 1, sizeof *e->links);
        e->links[e->n_links++] = (struct epub_link){r->file, zip_path(a, r->file, href != NULL ? href : "?"), ""};
    }
}

static void take_finding(void *ctx, const char *what)
{
    const struct reading *r = ctx;
    report_fail("epub-content", "%s: %s", r->file, what);
}

static void read_text_file(struct reading *r, const char *file)
{
    struct epub *e = r->out;
    r->file = file;
    r->heading = r->h1 = 0;
    r->in_note = r->text_in_block = false;
    r->mute = !r->title_page && strstr(file, "/title.xhtml") != NULL;
    zip_stat_t st;
    if (zip_stat(r->zip, file, 0, &st) == 0 && st.size > MAX_XHTML)
        report_fail("epub-size", "%s has %llu bytes", file, (unsigned long long)st.size);
    xmlDoc *doc = zip_xml(r->zip, file);
    if (doc == NULL)
        return;
    const xmlNode *root = xmlDocGetRootElement(doc), *body = node_find(root, root, "body");
    check_head(r, root);
    xhtml_check(doc, take_finding, r);
    r->file_start = e->flow.bare.n;
    add_target(e, file, "", r->file_start, false);
    flow_space(&e->flow);
    if (body != NULL)
        walk(r, body, 0);
    bool cover = strstr(file, "/cover.xhtml") != NULL, continued = r->h1 == 0 && e->flow.bare.n > r->file_start;
    if (!cover && r->h1 > 1)
        report_fail("epub-headings", "%s has %u h1", file, r->h1);
    const xmlNode *section = body != NULL ? node_find(body, body, "section") : NULL;
    if (!cover && continued && (section == NULL || node_attr(section, "aria-label", e->a) == NULL))
        report_fail("epub-headings", "%s has no h1 and no label that says what it continues", file);
    if (r->waiting != NULL)
        report_fail("marker-place", "%s: no words follow the last marker", file);
    r->waiting = NULL;
    xmlFreeDoc(doc);
}

static void read_list(struct reading *r, const char *file, const xmlNode *ol, struct epub_list *list, unsigned depth)
{
    struct arena *a = r->out->a;
    for (const xmlNode *li = ol->children; li != NULL && depth < 10; li = li->next)
        for (const xmlNode *n = node_is(li, "li") ? li->children : NULL; n != NULL; n = n->next) {
            if (node_is(n, "ol"))
                read_list(r, file, n, list, depth + 1);
            else if (node_is(n, "a"))
                take_entry(r->out, list, node_text(n, a), zip_path(a, file, node_attr(n, "href", a)), NULL, depth);
            else if (node_is(n, "span"))
                take_entry(r->out, list, node_text(n, a), "", NULL, depth);
        }
}

static void read_nav(struct reading *r)
{
    struct epub *e = r->out;
    xmlDoc *doc = r->nav != NULL ? zip_xml(r->zip, r->nav) : NULL;
    if (doc == NULL) {
        report_fail("epub-nav", "no navigation document");
        return;
    }
    r->file = r->nav;
    xhtml_check(doc, take_finding, r);
    const xmlNode *root = xmlDocGetRootElement(doc);
    for (const xmlNode *nav = node_find(root, root, "nav"); nav != NULL; nav = node_find(root, nav, "nav")) {
        const char *type = node_attr(nav, "type", e->a);
        struct epub_list *list = has_word(type, "toc")         ? &e->toc
                                 : has_word(type, "landmarks") ? &e->landmarks
                                                               : &e->page_list;
        const xmlNode *ol = node_find(nav, nav, "ol");
        if (ol != NULL)
            read_list(r, r->nav, ol, list, 0);
    }
    xmlFreeDoc(doc);
}

/* An NCX point's label, address and place in the order. */
static void take_point(struct reading *r, const xmlNode *node, struct epub_list *list, unsigned depth,
                       unsigned char *orders, size_t n)
{
    struct arena *a = r->out->a;
    const char *order = node_attr(node, "playOrder", a);
    size_t place = order != NULL ? strtoul(order, NULL, 10) : 0;
    if (place == 0 || place > n || orders[place]++ > 0)
        report_fail("epub-ncx", "playOrder %s stands twice or leaves a gap", order != NULL ? order : "missing");
    const char *text = "", *href = "";
    for (const xmlNode *c = node->children; c != NULL; c = c->next) {
        if (node_is(c, "navLabel"))
            text = node_text(c, a);
        else if (node_is(c, "content"))
            href = node_attr(c, "src", a);
    }
    take_entry(r->out, list, text, zip_path(a, r->ncx, href != NULL ? href : ""), NULL, depth);
    for (const xmlNode *c = node->children; c != NULL && depth < 10; c = c->next)
        if (node_is(c, "navPoint"))
            take_point(r, c, list, depth + 1, orders, n);
}

static void read_ncx(struct reading *r)
{
    struct epub *e = r->out;
    xmlDoc *doc = r->ncx != NULL ? zip_xml(r->zip, r->ncx) : NULL;
    if (doc == NULL) {
        report_fail("epub-ncx", "no NCX");
        return;
    }
    const xmlNode *root = xmlDocGetRootElement(doc);
    size_t n = 0;
    for (const xmlNode *x = root; x != NULL; x = node_next(root, x))
        n += node_is(x, "navPoint") || node_is(x, "pageTarget");
    unsigned char *orders = mem_calloc(n + 1, 1);
    const xmlNode *map = node_find(root, root, "navMap"), *pages = node_find(root, root, "pageList");
    for (const xmlNode *c = map != NULL ? map->children : NULL; c != NULL; c = c->next)
        if (node_is(c, "navPoint"))
            take_point(r, c, &e->ncx_toc, 0, orders, n);
    for (const xmlNode *c = pages != NULL ? pages->children : NULL; c != NULL; c = c->next)
        if (node_is(c, "pageTarget"))
            take_point(r, c, &e->ncx_pages, 0, orders, n);
    free(orders);
    xmlFreeDoc(doc);
}

/* ---- package ---- */

static void read_metadata(struct reading *r, const xmlNode *root)
{
    struct epub *e = r->out;
    const struct {
        const char *name, **to;
    } wanted[] = {
        {"title", &e->title}, {"language", &e->language}, {"identifier", &e->identifier}, {"source", &e->source}};
    for (const xmlNode *n = root; n != NULL; n = node_next(root, n)) {
        for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
            if (node_is(n, wanted[i].name) && *wanted[i].to == NULL)
                *wanted[i].to = node_text(n, e->a);
        const char *property = node_is(n, "meta") ? node_attr(n, "property", e->a) : NULL;
        if (property != NULL && strcmp(property, "dcterms:modified") == 0)
            e->modified = node_text(n, e->a);
    }
}

static const char *item_href(struct reading *r, const xmlNode *root, const char *id)
{
    struct arena *a = r->out->a;
    for (const xmlNode *n = node_find(root, root, "item"); n != NULL; n = node_find(root, n, "item")) {
        const char *own = node_attr(n, "id", a), *href = node_attr(n, "href", a);
        if (own != NULL && id != NULL && href != NULL && strcmp(own, id) == 0)
            return zip_path(a, r->opf, href);
    }
    report_fail("epub-package", "the spine names %s, which is not in the manifest", id != NULL ? id : "nothing");
    return NULL;
}

static void read_manifest(struct reading *r, const xmlNode *root)
{
    struct epub *e = r->out;
    for (const xmlNode *n = node_find(root, root, "item"); n != NULL; n = node_find(root, n, "item")) {
        const char *href = node_attr(n, "href", e->a), *type = node_attr(n, "media-type", e->a);
        const char *path = href != NULL ? zip_path(e->a, r->opf, href) : "?";
        if (zip_name_locate(r->zip, path, 0) < 0)
            report_fail("epub-package", "the manifest names %s, which is not there", path);
        if (has_word(node_attr(n, "properties", e->a), "nav"))
            r->nav = path;
        if (type != NULL && strcmp(type, "application/x-dtbncx+xml") == 0)
            r->ncx = path;
    }
}

static int read_package(struct reading *r)
{
    struct epub *e = r->out;
    xmlDoc *container = zip_xml(r->zip, "META-INF/container.xml");
    if (container == NULL)
        return -1;
    const xmlNode *root = xmlDocGetRootElement(container), *file = node_find(root, root, "rootfile");
    r->opf = file != NULL ? node_attr(file, "full-path", e->a) : NULL;
    xmlFreeDoc(container);
    xmlDoc *doc = r->opf != NULL ? zip_xml(r->zip, r->opf) : NULL;
    if (doc == NULL)
        return -1;
    root = xmlDocGetRootElement(doc);
    read_metadata(r, root);
    read_manifest(r, root);
    for (const xmlNode *n = node_find(root, root, "itemref"); n != NULL; n = node_find(root, n, "itemref")) {
        const char *href = item_href(r, root, node_attr(n, "idref", e->a));
        if (href == NULL)
            continue;
        e->spine++;
        read_text_file(r, href);
    }
    xmlFreeDoc(doc);
    read_nav(r);
    read_ncx(r);
    return 0;
}

static void check_container(struct reading *r)
{
    struct epub *e = r->out;
    zip_int64_t n = zip_get_num_entries(r->zip, 0);
    e->files = arena_calloc(e->a, (size_t)n + 1, sizeof *e->files);
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        if (zip_stat_index(r->zip, (zip_uint64_t)i, 0, &st) != 0)
            continue;
        e->files[e->n_files++] = arena_strdup(e->a, st.name);
        bool mimetype = strcmp(st.name, "mimetype") == 0;
        if (mimetype != (i == 0) || (mimetype && st.comp_method != ZIP_CM_STORE))
            report_fail("epub-container", "mimetype is not the first entry, stored");
        if (strspn(st.name, "abcdefghijklmnopqrstuvwxyz0123456789-_./ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(st.name))
            report_fail("epub-container", "entry name %s", st.name);
    }
}

int epub_read(struct epub *e, struct arena *a, const char *file, bool title_page)
{
    *e = (struct epub){.a = a, .flow = FLOW_INIT, .notes = FLOW_INIT};
    int error = 0;
    struct reading r = {.out = e, .title_page = title_page, .zip = zip_open(file, ZIP_RDONLY, &error)};
    if (r.zip == NULL)
        return -1;
    check_container(&r);
    int result = read_package(&r);
    zip_discard(r.zip);
    return result;
}

void epub_free(struct epub *e)
{
    flow_free(&e->flow);
    flow_free(&e->notes);
    struct epub_list *lists[] = {&e->contents, &e->toc, &e->landmarks, &e->page_list, &e->ncx_toc, &e->ncx_pages};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->items);
    free(e->markers);
    free(e->targets);
    free(e->links);
    free(e->alts);
}

const struct epub_target *epub_target(const struct epub *e, const char *href)
{
    const char *hash = strchr(href, '#');
    size_t n = hash != NULL ? (size_t)(hash - href) : strlen(href);
    const char *id = hash != NULL ? hash + 1 : "";
    for (size_t i = 0; i < e->n_targets; i++)
        if (strncmp(e->targets[i].file, href, n) == 0 && e->targets[i].file[n] == '\0' &&
            strcmp(e->targets[i].id, id) == 0)
            return &e->targets[i];
    return NULL;
}
