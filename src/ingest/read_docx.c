/* Word documents. Styles give headings and the title, numbering gives lists; what a document sets by hand (bold centred
 * lines) goes through the rules for plain text.
 */
#include <string.h>
#include <strings.h>

#include "ingest/archive.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define MAX_DEPTH 200
#define MAX_LIST_LEVEL 8

struct docx {
    struct reading *r;
    xmlDocPtr styles, numbering, links, notes;
    uint32_t line; /* paragraphs counted: Word has no lines */
    struct frame *lists[MAX_LIST_LEVEL + 1];
    const char *list_id; /* numbering of the list that is open */
    struct frame *frame; /* of a note */
    size_t bytes, strong;
    bool bold;
    uint16_t n_notes;
};

static xmlNode *root_of(xmlDocPtr doc)
{
    return doc != NULL ? xmlDocGetRootElement(doc) : NULL;
}

/* ---- styles, numbering, links ---- */

static xmlNode *find_by(const xmlNode *parent, const char *name, const char *key, const char *value)
{
    for (xmlNode *child = parent != NULL && value != NULL ? parent->children : NULL; child != NULL;
         child = child->next) {
        const char *has = xml_is(child, name) ? xml_attribute(child, key) : NULL;
        if (has != NULL && strcmp(has, value) == 0)
            return child;
    }
    return NULL;
}

static const char *value_of(const xmlNode *node, const char *child)
{
    const xmlNode *found = xml_child(node, child);
    return found != NULL ? xml_attribute(found, "val") : NULL;
}

/* Heading level of a paragraph, 0: none, 255: the document's title. */
static uint8_t heading_level(const struct docx *d, const xmlNode *properties)
{
    const char *id = value_of(properties, "pStyle"), *outline = value_of(properties, "outlineLvl");
    for (int hops = 0; id != NULL && hops < 8; hops++) {
        const xmlNode *style = find_by(root_of(d->styles), "style", "styleId", id);
        const char *name = value_of(style, "name");
        if (name == NULL)
            name = id;
        if (strcasecmp(name, "title") == 0)
            return 255;
        if (strncasecmp(name, "heading ", 8) == 0 && name[8] >= '1' && name[8] <= '9')
            return (uint8_t)(name[8] - '0');
        if (strncasecmp(id, "heading", 7) == 0 && id[7] >= '1' && id[7] <= '9')
            return (uint8_t)(id[7] - '0');
        if (outline == NULL)
            outline = value_of(xml_child(style, "pPr"), "outlineLvl");
        id = value_of(style, "basedOn");
    }
    return outline != NULL && *outline >= '0' && *outline <= '5' ? (uint8_t)(*outline - '0' + 1) : 0;
}

static bool is_ordered(const struct docx *d, const char *list, const char *level)
{
    const xmlNode *root = root_of(d->numbering), *num = find_by(root, "num", "numId", list);
    const xmlNode *abstract = find_by(root, "abstractNum", "abstractNumId", value_of(num, "abstractNumId"));
    const char *format = value_of(find_by(abstract, "lvl", "ilvl", level), "numFmt");
    return format != NULL && strcmp(format, "bullet") != 0 && strcmp(format, "none") != 0;
}

static const char *target_of(const struct docx *d, const char *id)
{
    const xmlNode *link = find_by(root_of(d->links), "Relationship", "Id", id);
    return link != NULL ? xml_attribute(link, "Target") : NULL;
}

/* ---- runs ---- */

static bool is_on(const xmlNode *properties, const char *name)
{
    const xmlNode *node = xml_child(properties, name);
    const char *value = node != NULL ? xml_attribute(node, "val") : NULL;
    return node != NULL && (value == NULL || (strcmp(value, "0") != 0 && strcasecmp(value, "false") != 0 &&
                                              strcasecmp(value, "none") != 0));
}

static void put_string(struct docx *d, const char *s)
{
    for (const char *c = s; *c != '\0'; c++) {
        d->bytes += (unsigned char)*c > ' ';
        d->strong += d->bold && (unsigned char)*c > ' ';
    }
    reading_put(d->r, s, strlen(s), d->line);
}

static void put_note(struct docx *d, const xmlNode *reference)
{
    const char *id = xml_attribute(reference, "id");
    if (id == NULL || find_by(root_of(d->notes), "footnote", "id", id) == NULL)
        return;
    const char *number = arena_printf(d->r->a, "%u", (unsigned)++d->n_notes);
    text_begin(d->r->builder, SPAN_NOTE, id);
    text_put(d->r->builder, number, strlen(number));
    text_end(d->r->builder, SPAN_NOTE);
}

static void add_picture(struct docx *d, const xmlNode *node, const char *id)
{
    const char *target = id != NULL ? target_of(d, id) : NULL;
    if (target == NULL)
        return;
    struct piece *p = piece_add(d->r, PIECE_FIGURE, d->line);
    p->src = arena_strdup(d->r->a, target);
    for (; node != NULL; node = node->parent) {
        const xmlNode *about = xml_child(node, "docPr");
        const char *alt = about != NULL ? xml_attribute(about, "descr") : NULL;
        if (alt != NULL && *alt != '\0')
            p->alt = arena_strdup(d->r->a, alt);
        if (about != NULL)
            break;
    }
}

static void walk_runs(struct docx *d, xmlNode *parent, unsigned depth);

static void walk_run(struct docx *d, xmlNode *run, unsigned depth)
{
    const xmlNode *properties = xml_child(run, "rPr");
    bool bold = is_on(properties, "b"), italic = is_on(properties, "i");
    if (is_on(properties, "vanish"))
        return;
    d->bold = bold;
    if (bold)
        text_begin(d->r->builder, SPAN_STRONG, NULL);
    if (italic)
        text_begin(d->r->builder, SPAN_EMPHASIS, NULL);
    walk_runs(d, run, depth + 1);
    if (italic)
        text_end(d->r->builder, SPAN_EMPHASIS);
    if (bold)
        text_end(d->r->builder, SPAN_STRONG);
    d->bold = false;
}

static void walk_link(struct docx *d, xmlNode *link, unsigned depth)
{
    const char *target = target_of(d, xml_attribute(link, "id"));
    bool known = target != NULL && (strncmp(target, "http://", 7) == 0 || strncmp(target, "https://", 8) == 0 ||
                                    strncmp(target, "mailto:", 7) == 0);
    if (known)
        text_begin(d->r->builder, SPAN_LINK, target);
    walk_runs(d, link, depth + 1);
    if (known)
        text_end(d->r->builder, SPAN_LINK);
}

/* What a reader does not see: deleted text, field codes, properties, the second of two versions. */
static bool is_skipped(const xmlNode *node)
{
    return xml_is(node, "del") || xml_is(node, "instrText") || xml_is(node, "Fallback") || xml_is(node, "rPr") ||
           xml_is(node, "pPr") || xml_is(node, "moveFrom") || xml_is(node, "txbxContent");
}

static void walk_runs(struct docx *d, xmlNode *parent, unsigned depth)
{
    if (depth > MAX_DEPTH)
        return;
    for (xmlNode *node = parent->children; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE || is_skipped(node))
            continue;
        if (xml_is(node, "t"))
            put_string(d, node->children != NULL && node->children->content != NULL
                              ? (const char *)node->children->content
                              : "");
        else if (xml_is(node, "r"))
            walk_run(d, node, depth);
        else if (xml_is(node, "tab"))
            text_put(d->r->builder, " ", 1);
        else if (xml_is(node, "br") || xml_is(node, "cr"))
            text_break(d->r->builder);
        else if (xml_is(node, "noBreakHyphen"))
            put_string(d, "-");
        else if (xml_is(node, "hyperlink"))
            walk_link(d, node, depth);
        else if (xml_is(node, "footnoteReference"))
            put_note(d, node);
        else if (xml_is(node, "blip"))
            add_picture(d, node, xml_attribute(node, "embed"));
        else if (xml_is(node, "imagedata"))
            add_picture(d, node, xml_attribute(node, "id"));
        else
            walk_runs(d, node, depth + 1);
    }
}

/* ---- paragraphs ---- */

/* The frame of a list item at its level; lists that are deeper than it are closed. */
static struct frame *list_item(struct docx *d, const char *id, const char *level)
{
    size_t depth = level != NULL && *level >= '0' && *level <= '8' ? (size_t)(*level - '0') : 0;
    if (d->list_id == NULL || strcmp(d->list_id, id) != 0)
        memset(d->lists, 0, sizeof d->lists);
    d->list_id = id;
    struct frame *parent = NULL;
    for (size_t i = 0; i <= depth; i++) {
        if (d->lists[i] == NULL) {
            struct frame *list = frame_new(d->r, DOC_LIST, parent, d->line);
            list->ordered = is_ordered(d, id, level != NULL ? level : "0");
            list->number = list->ordered ? 1 : 0;
            d->lists[i] = frame_new(d->r, DOC_ITEM, list, d->line);
        }
        parent = d->lists[i];
    }
    struct frame *list = d->lists[depth]->parent;
    if (d->lists[depth]->line != d->line) /* the next item of the same list */
        d->lists[depth] = frame_new(d->r, DOC_ITEM, list, d->line);
    for (size_t i = depth + 1; i <= MAX_LIST_LEVEL; i++)
        d->lists[i] = NULL;
    return d->lists[depth];
}

static void add_paragraph(struct docx *d, xmlNode *paragraph, uint16_t blank)
{
    const xmlNode *properties = xml_child(paragraph, "pPr"), *numbering = xml_child(properties, "numPr");
    d->bytes = d->strong = 0;
    walk_runs(d, paragraph, 0);
    struct text text = text_finish(d->r->builder, d->r->a);
    const char *list = value_of(numbering, "numId");
    uint8_t level = heading_level(d, properties);
    if (text.n == 0)
        return;
    struct piece *p = piece_add_text(d->r, PIECE_TEXT, text, d->line);
    p->blank = blank;
    p->bold = d->strong > 0 && d->strong == d->bytes;
    p->in = d->frame;
    if (level == 255 && d->r->meta->title.n == 0) {
        p->role = ROLE_TITLE;
        d->r->meta->title = text;
        d->r->meta->title_line = d->line;
    } else if (level > 0 && level < 10) {
        p->kind = PIECE_HEADING;
        p->level = level > 6 ? 6 : level;
        p->said = true;
    } else if (list != NULL && strcmp(list, "0") != 0 && d->frame == NULL) {
        p->in = list_item(d, list, value_of(numbering, "ilvl"));
        return;
    }
    d->list_id = NULL;
}

static bool is_empty(const xmlNode *paragraph)
{
    xmlChar *content = xmlNodeGetContent((xmlNode *)paragraph);
    bool empty = content == NULL || content[strspn((const char *)content, " \t\n\r")] == '\0';
    xmlFree(content);
    return empty;
}

/* ---- tables ---- */

static struct text cell_text(struct docx *d, xmlNode *cell, unsigned depth)
{
    for (xmlNode *node = cell->children; node != NULL && depth < MAX_DEPTH; node = node->next) {
        if (xml_is(node, "p")) {
            walk_runs(d, node, depth);
            text_put(d->r->builder, " ", 1);
        } else if (xml_is(node, "tbl") || xml_is(node, "tr") || xml_is(node, "tc") || xml_is(node, "sdt") ||
                   xml_is(node, "sdtContent")) {
            for (xmlNode *inner = node->children; inner != NULL; inner = inner->next)
                if (xml_is(inner, "p"))
                    walk_runs(d, inner, depth);
            text_put(d->r->builder, " ", 1);
        }
    }
    return text_finish(d->r->builder, d->r->a);
}

static size_t columns_of(const xmlNode *row)
{
    size_t columns = 0;
    for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        columns += xml_is(cell, "tc");
    return columns;
}

/* One row or one column is only a frame for setting things side by side. */
static bool is_data_table(const xmlNode *table)
{
    size_t rows = 0, wide = 0;
    for (const xmlNode *row = table->children; row != NULL; row = row->next) {
        rows += xml_is(row, "tr");
        wide += xml_is(row, "tr") && columns_of(row) >= 2;
    }
    return rows >= 2 && wide >= 2;
}

static void add_table(struct docx *d, xmlNode *table)
{
    struct srcpos pos = {d->r->path, d->line, 0};
    struct doc_node *node = doc_new(d->r->a, DOC_TABLE, pos);
    for (xmlNode *tr = table->children; tr != NULL; tr = tr->next) {
        if (!xml_is(tr, "tr") || columns_of(tr) == 0)
            continue;
        struct doc_node *row = doc_new(d->r->a, DOC_ROW, pos);
        row->header = xml_child(xml_child(tr, "trPr"), "tblHeader") != NULL;
        for (xmlNode *tc = tr->children; tc != NULL; tc = tc->next) {
            if (!xml_is(tc, "tc"))
                continue;
            struct doc_node *cell = doc_new(d->r->a, DOC_CELL, pos);
            cell->header = row->header;
            cell->text = cell_text(d, tc, 0);
            doc_append(row, cell);
        }
        doc_append(node, row);
    }
    struct piece *p = piece_add(d->r, PIECE_TABLE, d->line);
    p->node = node;
    p->said = true;
    p->blank = 1;
    p->in = d->frame;
}

/* Blocks of a body, a cell, a note. A data table inside a data table's cell is text there already. */
static void walk_blocks(struct docx *d, xmlNode *parent, unsigned depth)
{
    uint16_t blank = 0;
    for (xmlNode *node = parent->children; node != NULL && depth < MAX_DEPTH; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        d->line++;
        if (xml_is(node, "p") && !is_empty(node)) {
            add_paragraph(d, node, blank);
            blank = 0;
        } else if (xml_is(node, "p")) {
            add_paragraph(d, node, 0); /* may hold a picture */
            blank = blank < 99 ? (uint16_t)(blank + 1) : blank;
        } else if (xml_is(node, "tbl") && is_data_table(node)) {
            add_table(d, node);
        } else if (!xml_is(node, "del") && !xml_is(node, "sectPr") && !xml_is(node, "tblPr")) {
            walk_blocks(d, node, depth + 1); /* sdt, sdtContent, customXml, cells of a layout table */
        }
    }
}

static void read_notes(struct docx *d)
{
    uint16_t number = 0;
    for (xmlNode *note = root_of(d->notes) != NULL ? root_of(d->notes)->children : NULL; note != NULL;
         note = note->next) {
        const char *id = xml_is(note, "footnote") ? xml_attribute(note, "id") : NULL;
        if (id == NULL || xml_attribute(note, "type") != NULL)
            continue;
        d->frame = frame_new(d->r, DOC_NOTE, NULL, d->line);
        d->frame->id = arena_strdup(d->r->a, id);
        d->frame->number = ++number;
        walk_blocks(d, note, 0);
    }
    d->frame = NULL;
}

int read_docx(struct reading *r, const char *bytes, size_t n)
{
    struct archive *z = archive_open(bytes, n);
    struct docx d = {.r = r};
    xmlDocPtr doc = z != NULL ? archive_xml(z, "word/document.xml") : NULL;
    xmlNode *body = xml_child(root_of(doc), "body");
    int status = -1;
    if (body != NULL) {
        d.styles = archive_xml(z, "word/styles.xml");
        d.numbering = archive_xml(z, "word/numbering.xml");
        d.links = archive_xml(z, "word/_rels/document.xml.rels");
        d.notes = archive_xml(z, "word/footnotes.xml");
        walk_blocks(&d, body, 0);
        read_notes(&d);
        xmlFreeDoc(d.styles);
        xmlFreeDoc(d.numbering);
        xmlFreeDoc(d.links);
        xmlFreeDoc(d.notes);
        status = 0;
    } else {
        diag_add(r->diag, MSG_INGEST_DAMAGED, (struct srcpos){r->path, 0, 0}, "Word", NULL);
    }
    if (doc != NULL)
        xmlFreeDoc(doc);
    archive_close(z);
    return status;
}
