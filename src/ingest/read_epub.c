/* EPUB: container → package → spine → the reader of pages. Of the package's metadata the publication's name is the
 * source, its only creator the author; a table of contents gives titles to documents that have no heading.
 */
#include "ingest/read_epub.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/archive_xml.h"
#include "ingest/charset.h"
#include "ingest/html_notes.h"
#include "ingest/stages.h"
#include "lang/data.h"

#define MAX_DOCUMENTS 5000
#define MAX_LABELS 20000
#define MAX_PICTURES 1000
#define MAX_KEPT 8       /* documents of notes */
#define COVER_TEXT 400   /* bytes up to which a page that calls itself cover or title page is one */
#define HEADING_WITHIN 4 /* pieces in which a document's title stands */

struct spine_item {
    const char *name; /* of the entry */
    const char *rule; /* why it is passed over, NULL: it is read */
};

struct label {
    const char *name, *text;
};

/* A document that stays parsed because others refer to its notes. */
struct kept {
    const char *name;
    htmlDocPtr doc;
};

struct epub {
    struct arena *a;
    const char *path;
    struct diag *d;
    struct archive *zip;
    struct spine_item *items;
    size_t n_items, next;
    struct label *labels;
    size_t n_labels;
    struct text title, author;
    const char *lang;
    struct doc_date date;
    size_t pictures, left_out;
    struct html_notes *notes;
    struct reading *reading; /* that is being filled */
    struct kept kept[MAX_KEPT];
    size_t n_kept;
};

/* Text below a node, white space folded. */
static struct text text_of(struct arena *a, const xmlNode *node)
{
    struct text_builder *builder = text_builder_new();
    const xmlNode *n = node;
    while (n != NULL) {
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content != NULL)
            text_put(builder, (const char *)n->content, strlen((const char *)n->content));
        if (n->children != NULL && n->type == XML_ELEMENT_NODE) {
            n = n->children;
            continue;
        }
        while (n != node && n->next == NULL)
            n = n->parent;
        n = n != node ? n->next : NULL;
    }
    struct text text = text_finish(builder, a);
    text_builder_drop(builder);
    return text;
}

static const xmlNode *next_node(const xmlNode *root, const xmlNode *n)
{
    if (n->type == XML_ELEMENT_NODE && n->children != NULL)
        return n->children;
    while (n != root && n->next == NULL)
        n = n->parent;
    return n != root ? n->next : NULL;
}

/* ---- the package ---- */

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; at != NULL && (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static bool is_document(const char *type)
{
    return type == NULL || strcmp(type, "application/xhtml+xml") == 0 || strcmp(type, "text/html") == 0 ||
           strcmp(type, "text/x-oeb1-document") == 0;
}

/* What the guide (EPUB 2) calls a document: cover, toc, title-page; NULL: nothing. */
static const char *guide_type(const struct epub *e, const xmlNode *package, const char *opf, const char *name)
{
    const xmlNode *guide = xml_child(package, "guide");
    size_t seen = 0;
    for (const xmlNode *n = guide != NULL ? guide->children : NULL; n != NULL && seen < 50; n = n->next) {
        const char *href = xml_is(n, "reference") ? xml_attribute(n, "href") : NULL;
        seen++;
        if (href != NULL && strcmp(archive_entry_name(e->a, opf, href), name) == 0)
            return xml_attribute(n, "type");
    }
    return NULL;
}

static const char *skip_rule(const struct epub *e, const xmlNode *package, const xmlNode *item, const char *opf,
                             const char *name)
{
    const char *type = guide_type(e, package, opf, name), *id = xml_attribute(item, "id");
    if (has_word(xml_attribute(item, "properties"), "nav") || (type != NULL && strcmp(type, "toc") == 0))
        return "epub-contents";
    bool cover = (type != NULL && (strcmp(type, "cover") == 0 || strcmp(type, "title-page") == 0)) ||
                 (id != NULL && (strcasecmp(id, "cover") == 0 || strcasecmp(id, "titlepage") == 0));
    return cover ? "epub-cover" : NULL;
}

struct manifest_entry {
    const char *id;
    const xmlNode *item;
    bool used; /* a document stands in the spine once */
};

static int compare_entries(const void *x, const void *y)
{
    const struct manifest_entry *a = x, *b = y;
    return strcmp(a->id, b->id);
}

static struct manifest_entry *sorted_manifest(const xmlNode *package, size_t *n)
{
    const xmlNode *manifest = xml_child(package, "manifest");
    struct manifest_entry *entries = NULL;
    size_t cap = 0;
    *n = 0;
    for (const xmlNode *item = manifest != NULL ? manifest->children : NULL; item != NULL; item = item->next) {
        const char *id = xml_is(item, "item") ? xml_attribute(item, "id") : NULL;
        if (id == NULL || xml_attribute(item, "href") == NULL)
            continue;
        mem_grow((void **)&entries, &cap, *n + 1, sizeof *entries);
        entries[(*n)++] = (struct manifest_entry){.id = id, .item = item};
    }
    if (*n > 1)
        qsort(entries, *n, sizeof *entries, compare_entries);
    return entries;
}

static void read_spine(struct epub *e, const xmlNode *package, const char *opf)
{
    size_t n, cap = 0;
    struct manifest_entry *entries = sorted_manifest(package, &n);
    const xmlNode *spine = xml_child(package, "spine");
    for (const xmlNode *ref = spine != NULL ? spine->children : NULL; ref != NULL; ref = ref->next) {
        const char *linear = xml_attribute(ref, "linear");
        struct manifest_entry wanted = {.id = xml_is(ref, "itemref") ? xml_attribute(ref, "idref") : NULL};
        if (wanted.id == NULL || n == 0 || (linear != NULL && strcmp(linear, "no") == 0))
            continue;
        struct manifest_entry *found = bsearch(&wanted, entries, n, sizeof *entries, compare_entries);
        if (found == NULL || found->used || !is_document(xml_attribute(found->item, "media-type")))
            continue;
        if (e->n_items == MAX_DOCUMENTS) {
            diag_add(e->d, MSG_INGEST_DOCUMENTS, (struct srcpos){e->path, 0, 0},
                     arena_printf(e->a, "%d", MAX_DOCUMENTS), NULL);
            break;
        }
        found->used = true;
        mem_grow((void **)&e->items, &cap, e->n_items + 1, sizeof *e->items);
        struct spine_item *item = &e->items[e->n_items++];
        item->name = archive_entry_name(e->a, opf, xml_attribute(found->item, "href"));
        item->rule = skip_rule(e, package, found->item, opf, item->name);
    }
    free(entries);
}

static void read_metadata(struct epub *e, const xmlNode *package)
{
    const xmlNode *metadata = xml_child(package, "metadata"), *inner = xml_child(metadata, "dc-metadata");
    size_t creators = 0;
    if (inner != NULL)
        metadata = inner;
    for (const xmlNode *n = metadata != NULL ? metadata->children : NULL; n != NULL; n = n->next) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        struct text value = text_of(e->a, n);
        if (value.n == 0 || value.n > 1000)
            continue;
        if (xml_is(n, "title") && e->title.n == 0)
            e->title = value;
        else if (xml_is(n, "creator"))
            e->author = creators++ == 0 ? value : (struct text){.s = ""};
        else if (xml_is(n, "language") && e->lang == NULL && value.n >= 2)
            e->lang = arena_strndup(e->a, value.s, strcspn(value.s, "-_"));
        else if (xml_is(n, "date") && e->date.year == 0)
            doc_date_parse(value.s, &e->date);
    }
}

/* ---- titles from tables of contents ---- */

static void add_label(struct epub *e, size_t *cap, const char *file, const char *href, struct text text)
{
    if (href == NULL || text.n == 0 || e->n_labels >= MAX_LABELS)
        return;
    mem_grow((void **)&e->labels, cap, e->n_labels + 1, sizeof *e->labels);
    e->labels[e->n_labels++] = (struct label){archive_entry_name(e->a, file, href), text.s};
}

static void read_ncx(struct epub *e, const char *name, size_t *cap)
{
    xmlDocPtr doc = archive_xml(e->zip, name);
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    for (const xmlNode *n = root; n != NULL; n = next_node(root, n)) {
        const xmlNode *label = xml_is(n, "navPoint") ? xml_child(n, "navLabel") : NULL;
        if (label != NULL)
            add_label(e, cap, name, xml_attribute(xml_child(n, "content"), "src"), text_of(e->a, label));
    }
    xmlFreeDoc(doc);
}

static void read_nav(struct epub *e, const char *name, size_t *cap)
{
    size_t n_bytes;
    char *bytes = archive_markup(e->zip, name, &n_bytes);
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING;
    htmlDocPtr doc = bytes != NULL ? htmlReadMemory(bytes, (int)n_bytes, NULL, "UTF-8", options) : NULL;
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    for (const xmlNode *n = root; n != NULL; n = next_node(root, n))
        if (xml_is(n, "a"))
            add_label(e, cap, name, xml_attribute(n, "href"), text_of(e->a, n));
    if (doc != NULL)
        xmlFreeDoc(doc);
    free(bytes);
}

/* The first label that leads to a document is its title. */
static int compare_labels(const void *x, const void *y)
{
    const struct label *a = x, *b = y;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : a->text < b->text ? -1 : a->text > b->text;
}

static void read_labels(struct epub *e, const xmlNode *package, const char *opf)
{
    const xmlNode *manifest = xml_child(package, "manifest");
    size_t cap = 0;
    for (const xmlNode *item = manifest != NULL ? manifest->children : NULL; item != NULL; item = item->next) {
        const char *type = xml_attribute(item, "media-type"), *href = xml_attribute(item, "href");
        if (href == NULL || e->n_labels > 0)
            continue;
        if (has_word(xml_attribute(item, "properties"), "nav"))
            read_nav(e, archive_entry_name(e->a, opf, href), &cap);
        else if (type != NULL && strcmp(type, "application/x-dtbncx+xml") == 0)
            read_ncx(e, archive_entry_name(e->a, opf, href), &cap);
    }
    if (e->n_labels > 1)
        qsort(e->labels, e->n_labels, sizeof *e->labels, compare_labels);
}

static const char *label_of(const struct epub *e, const char *name)
{
    size_t low = 0, high = e->n_labels;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(e->labels[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < e->n_labels && strcmp(e->labels[low].name, name) == 0 ? e->labels[low].text : NULL;
}

/* ---- opening ---- */

static htmlDocPtr load_document(void *ctx, const char *name);

static const char *package_name(struct epub *e)
{
    xmlDocPtr doc = archive_xml(e->zip, "META-INF/container.xml");
    const xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    const xmlNode *file = xml_child(xml_child(root, "rootfiles"), "rootfile");
    const char *path = file != NULL ? xml_attribute(file, "full-path") : NULL;
    const char *name = path != NULL ? archive_entry_name(e->a, "", path) : NULL;
    xmlFreeDoc(doc);
    return name;
}

struct epub *epub_open(struct arena *a, const char *path, const char *bytes, size_t n, struct diag *d)
{
    struct epub *e = mem_calloc(1, sizeof *e);
    e->a = a;
    e->path = path;
    e->d = d;
    e->date = (struct doc_date){.hour = -1, .minute = -1};
    e->zip = archive_open(bytes, n);
    e->notes = html_notes_new(a, load_document, e);
    const char *opf = e->zip != NULL ? package_name(e) : NULL;
    xmlDocPtr doc = opf != NULL ? archive_xml(e->zip, opf) : NULL;
    const xmlNode *package = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (package != NULL) {
        read_metadata(e, package);
        read_spine(e, package, opf);
        read_labels(e, package, opf);
    }
    xmlFreeDoc(doc);
    if (e->n_items > 0)
        return e;
    diag_add(d, MSG_INGEST_DAMAGED, (struct srcpos){path, 0, 0}, "EPUB", NULL);
    epub_close(e);
    return NULL;
}

void epub_close(struct epub *e)
{
    if (e == NULL)
        return;
    if (e->left_out > 0)
        diag_add(e->d, MSG_INGEST_PICTURES, (struct srcpos){e->path, 0, 0}, arena_printf(e->a, "%zu", e->left_out),
                 NULL);
    html_notes_drop(e->notes);
    for (size_t i = 0; i < e->n_kept; i++)
        if (e->kept[i].doc != NULL)
            xmlFreeDoc(e->kept[i].doc);
    archive_close(e->zip);
    free(e->items);
    free(e->labels);
    free(e);
}

void epub_fields(const struct epub *e, struct article_meta *meta)
{
    meta->author = e->author;
    meta->date = e->date;
    meta->source_name = e->title.n > 0 ? e->title.s : NULL;
    if (e->lang != NULL && data_has_language(e->lang))
        meta->lang = e->lang;
}

/* ---- documents ---- */

static size_t text_length_from(const struct reading *r, size_t from)
{
    size_t n = 0;
    for (size_t i = from; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_DROPPED && p->role != ROLE_MERGED)
            n += p->text.n + (p->kind == PIECE_TABLE);
    }
    return n;
}

/* The entry of a picture, NULL: it cannot be taken along. */
static const char *picture_entry(struct epub *e, const char *document, const char *src)
{
    if (e->pictures >= MAX_PICTURES || strcmp(e->path, "-") == 0)
        return NULL;
    const char *entry = archive_entry_name(e->a, document, src);
    return archive_has(e->zip, entry) ? entry : NULL;
}

/* Pictures keep their place; `src` names the publication and the entry in it. */
static void take_pictures(struct epub *e, struct reading *r, size_t from, const char *document)
{
    for (size_t i = from; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_FIGURE || p->src == NULL || strstr(p->src, "://") != NULL)
            continue;
        const char *about = p->alt != NULL ? p->alt : p->src, *entry = picture_entry(e, document, p->src);
        p->src = entry != NULL ? reading_inner_path(r, entry) : NULL;
        e->pictures += entry != NULL;
        e->left_out += entry == NULL;
        if (entry == NULL)
            record_dropped(r, p->line, "embedded-picture", about, strlen(about));
    }
}

/* The heading at the top of a document is its title, of whatever level; else what the table of contents calls it. */
static void find_title(struct epub *e, struct reading *r, size_t from, const char *name)
{
    for (size_t i = from; i < r->pieces.n && i < from + HEADING_WITHIN; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->text.n == 0)
            continue;
        p->role = ROLE_TITLE;
        p->kind = PIECE_TEXT; /* its level does not count among the others' */
        r->meta->title = p->text;
        r->meta->title_line = p->line;
        return;
    }
    const char *label = label_of(e, name);
    if (label != NULL)
        r->meta->title = text_make(r->a, label, strlen(label));
}

/* The highest rank of heading below the title becomes level 2, whatever a document begins with. */
static void raise_headings(struct reading *r, size_t from)
{
    uint8_t top = 7;
    for (size_t i = from; i < r->pieces.n; i++)
        if (r->pieces.items[i].kind == PIECE_HEADING && r->pieces.items[i].level < top)
            top = r->pieces.items[i].level;
    for (size_t i = from; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind == PIECE_HEADING)
            p->level = (uint8_t)(p->level - top + 2 > 6 ? 6 : p->level - top + 2);
    }
}

/* A document, parsed and measured; NULL: there is none. The caller frees it. */
static htmlDocPtr parse_document(struct epub *e, struct reading *r, const char *name)
{
    size_t n;
    char *bytes = archive_markup(e->zip, name, &n);
    struct decoded text;
    htmlDocPtr doc = NULL;
    if (bytes == NULL)
        diag_add(e->d, MSG_INGEST_PART, (struct srcpos){e->path, 0, 0}, name, NULL);
    else if (n > 0 && charset_decode(r->a, e->path, bytes, n, &text, e->d) == 0)
        doc = html_parse(r, text.s, text.n);
    free(bytes);
    if (doc != NULL && xmlDocGetRootElement(doc) != NULL)
        html_find_main(r, xmlDocGetRootElement(doc));
    return doc;
}

static htmlDocPtr kept_document(const struct epub *e, const char *name)
{
    for (size_t i = 0; i < e->n_kept; i++)
        if (strcmp(e->kept[i].name, name) == 0)
            return e->kept[i].doc;
    return NULL;
}

/* A document of notes that another one refers to; it is kept for the others and for its own turn. */
static htmlDocPtr load_document(void *ctx, const char *name)
{
    struct epub *e = ctx;
    htmlDocPtr doc = kept_document(e, name);
    if (doc != NULL || e->n_kept >= MAX_KEPT || !archive_has(e->zip, name))
        return doc;
    doc = parse_document(e, e->reading, name);
    e->kept[e->n_kept++] = (struct kept){arena_strdup(e->a, name), doc};
    return doc;
}

/* Adds the pieces of one document; *part gets what it says that it is. */
static void read_document(struct epub *e, struct reading *r, const char *name, enum html_part *part)
{
    htmlDocPtr doc = kept_document(e, name);
    bool own = doc == NULL;
    e->reading = r;
    if (own)
        doc = parse_document(e, r, name);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    *part = html_document_part(root);
    if (root != NULL)
        read_html_chapter(r, e->notes, name, root);
    if (own && doc != NULL) {
        html_notes_forget(e->notes, name);
        xmlFreeDoc(doc);
    }
}

/* Is the document left out, and by which rule? */
static const char *passing_rule(const struct spine_item *item, enum html_part part, size_t length)
{
    if (part == HTML_PART_CONTENTS || (item->rule != NULL && strcmp(item->rule, "epub-contents") == 0))
        return "epub-contents";
    bool cover = item->rule != NULL || part == HTML_PART_COVER;
    return cover && length <= COVER_TEXT ? "epub-cover" : NULL;
}

static void drop_pieces(struct reading *r, size_t from, const char *rule)
{
    for (size_t i = from; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        const char *about = p->alt != NULL ? p->alt : p->src;
        if (p->kind == PIECE_FIGURE && p->role == ROLE_BODY && about != NULL && !rule_kept(r, rule))
            record_dropped(r, p->line, rule, about, strlen(about));
        piece_drop(r, p, rule);
    }
}

bool epub_next(struct epub *e, struct reading *r)
{
    r->authored = true;
    if (r->split != SPLIT_H1)
        html_notes_restart(e->notes);
    while (e->next < e->n_items) {
        const struct spine_item *item = &e->items[e->next++];
        size_t from = r->pieces.n;
        enum html_part part;
        read_document(e, r, item->name, &part);
        take_pictures(e, r, from, item->name);
        size_t length = text_length_from(r, from);
        const char *rule = passing_rule(item, part, length);
        if (rule != NULL)
            drop_pieces(r, from, rule);
        if (rule != NULL || length == 0)
            continue;
        if (r->split != SPLIT_H1) {
            find_title(e, r, from, item->name);
            raise_headings(r, from);
        }
        return true;
    }
    return false;
}
