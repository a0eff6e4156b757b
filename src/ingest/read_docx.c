/* Word documents. Styles give headings, the title, captions and quotations, numbering gives lists; what a document sets
 * by hand (bold centred lines) goes through the rules for plain text. Tracked changes count as accepted.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "ingest/docx.h"
#include "ingest/words.h"

#define TITLE_WITHIN 15 /* paragraphs in which a title stands */

/* ---- runs ---- */

static void put_string(struct docx *d, const char *s)
{
    for (const char *c = s; *c != '\0'; c++) {
        d->bytes += (unsigned char)*c > ' ';
        d->strong += d->bold && (unsigned char)*c > ' ';
        d->slanted += d->italic && (unsigned char)*c > ' ';
    }
    reading_put(d->r, s, strlen(s), d->line);
}

/* The texts of one <t>: with references to unknown entities in it there are several. */
static void put_text(struct docx *d, const xmlNode *node)
{
    for (const xmlNode *part = node->children; part != NULL; part = part->next)
        if ((part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) && part->content != NULL)
            put_string(d, (const char *)part->content);
}

/* Notes are numbered in the order in which the text asks for them; asked for twice, a note keeps its number. */
static void put_note(struct docx *d, const xmlNode *reference, bool end)
{
    struct docx_entry *note = docx_find(&d->notes[end], xml_attribute(reference, "id"));
    if (note == NULL || d->frame != NULL)
        return;
    if (!note->used) {
        mem_grow((void **)&d->asked, &d->cap_asked, d->n_asked + 1, sizeof *d->asked);
        d->asked[d->n_asked++] = (struct docx_note){note->node, end ? DOCX_ENDNOTES : DOCX_FOOTNOTES};
        note->used = true;
        note->counters[0] = (unsigned)d->n_asked;
    }
    const char *number = arena_printf(d->r->a, "%u", note->counters[0]);
    text_begin(d->r->builder, SPAN_NOTE, number);
    text_put(d->r->builder, number, strlen(number));
    text_end(d->r->builder, SPAN_NOTE);
}

static const char *target_of(const struct docx *d, const char *id)
{
    const struct docx_entry *link = docx_find(d->links, id);
    return link != NULL ? xml_attribute(link->node, "Target") : NULL;
}

static void walk_run(struct docx *d, xmlNode *run, unsigned depth)
{
    const xmlNode *properties = xml_child(run, "rPr");
    bool bold = docx_is_on(properties, "b", d->style_bold), italic = docx_is_on(properties, "i", false);
    const char *height = docx_value(properties, "vertAlign");
    enum span_kind raised = height != NULL && strcmp(height, "superscript") == 0 ? SPAN_SUPERSCRIPT : SPAN_SUBSCRIPT;
    bool moved = height != NULL && (raised == SPAN_SUPERSCRIPT || strcmp(height, "subscript") == 0) &&
                 xml_child(run, "footnoteReference") == NULL && xml_child(run, "endnoteReference") == NULL;
    if (docx_is_on(properties, "vanish", false))
        return;
    d->bold = bold;
    d->italic = italic;
    if (bold)
        text_begin(d->r->builder, SPAN_STRONG, NULL);
    if (italic)
        text_begin(d->r->builder, SPAN_EMPHASIS, NULL);
    if (moved)
        text_begin(d->r->builder, raised, NULL);
    docx_walk_runs(d, run, depth + 1);
    if (moved)
        text_end(d->r->builder, raised);
    if (italic)
        text_end(d->r->builder, SPAN_EMPHASIS);
    if (bold)
        text_end(d->r->builder, SPAN_STRONG);
    d->bold = d->italic = false;
}

static void walk_link(struct docx *d, xmlNode *link, unsigned depth)
{
    const char *target = target_of(d, xml_attribute(link, "id"));
    bool known = target != NULL && (strncmp(target, "http://", 7) == 0 || strncmp(target, "https://", 8) == 0 ||
                                    strncmp(target, "mailto:", 7) == 0);
    if (known)
        text_begin(d->r->builder, SPAN_LINK, target);
    docx_walk_runs(d, link, depth + 1);
    if (known)
        text_end(d->r->builder, SPAN_LINK);
}

/* What a reader does not see: deleted text, field codes, properties, the second of two versions. */
static bool is_skipped(const xmlNode *node)
{
    static const char *const names[] = {"del", "delText", "instrText", "Fallback", "rPr", "pPr", "moveFrom", "sdtPr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (xml_is(node, names[i]))
            return true;
    return false;
}

/* A text box is read once its paragraph is done. */
static void keep_box(struct docx *d, const xmlNode *box)
{
    mem_grow((void **)&d->boxes, &d->cap_boxes, d->n_boxes + 1, sizeof *d->boxes);
    d->boxes[d->n_boxes++] = box;
}

static void put_break(struct docx *d, const xmlNode *node)
{
    const char *type = xml_attribute(node, "type");
    if (type != NULL && strcmp(type, "textWrapping") != 0)
        text_put(d->r->builder, " ", 1); /* of a page or column */
    else
        text_break(d->r->builder);
}

static void walk_node(struct docx *d, xmlNode *node, unsigned depth)
{
    if (xml_is(node, "t"))
        put_text(d, node);
    else if (xml_is(node, "r"))
        walk_run(d, node, depth);
    else if (xml_is(node, "tab") || xml_is(node, "ptab"))
        text_put(d->r->builder, " ", 1);
    else if (xml_is(node, "br") || xml_is(node, "cr"))
        put_break(d, node);
    else if (xml_is(node, "noBreakHyphen"))
        put_string(d, "-");
    else if (xml_is(node, "hyperlink"))
        walk_link(d, node, depth);
    else if (xml_is(node, "footnoteReference"))
        put_note(d, node, false);
    else if (xml_is(node, "endnoteReference"))
        put_note(d, node, true);
    else if (xml_is(node, "blip"))
        docx_take_picture(d, node, xml_attribute(node, "embed"));
    else if (xml_is(node, "imagedata"))
        docx_take_picture(d, node, xml_attribute(node, "id"));
    else if (xml_is(node, "txbxContent"))
        keep_box(d, node);
    else
        docx_walk_runs(d, node, depth + 1);
}

void docx_walk_runs(struct docx *d, xmlNode *parent, unsigned depth)
{
    if (depth > DOCX_DEPTH)
        return;
    for (xmlNode *node = parent->children; node != NULL; node = node->next)
        if (node->type == XML_ELEMENT_NODE && !is_skipped(node))
            walk_node(d, node, depth);
}

/* ---- paragraphs ---- */

/* The frame of a list item; lists that are deeper than it are closed. */
static struct frame *list_item(struct docx *d, const struct docx_look *look, bool ordered, unsigned number)
{
    if (d->list_id == NULL || strcmp(d->list_id, look->list) != 0)
        memset(d->items, 0, sizeof d->items);
    d->list_id = look->list;
    struct frame *parent = d->frame;
    for (unsigned i = 0; i <= look->depth; i++) {
        if (d->items[i] == NULL) {
            struct frame *list = frame_new(d->r, DOC_LIST, parent, d->line);
            list->ordered = ordered && i == look->depth;
            list->number = list->ordered ? (uint16_t)number : 0;
            d->items[i] = frame_new(d->r, DOC_ITEM, list, d->line);
        }
        parent = d->items[i];
    }
    struct frame *item = d->items[look->depth];
    if (item->line != d->line) /* the next item of the same list */
        item = d->items[look->depth] = frame_new(d->r, DOC_ITEM, item->parent, d->line);
    for (unsigned i = look->depth + 1; i < DOCX_LEVELS; i++)
        d->items[i] = NULL;
    return item;
}

/* Paragraphs in a quotation's style that follow one another are one quotation. */
static struct frame *quote_of(struct docx *d, bool quote)
{
    if (!quote)
        d->quote = NULL;
    else if (d->quote == NULL)
        d->quote = frame_new(d->r, DOC_QUOTE, d->frame, d->line);
    return quote ? d->quote : d->frame;
}

static void take_look(struct docx *d, struct piece *p, const struct docx_look *look)
{
    struct article_meta *meta = d->r->meta;
    bool title = look->level == DOCX_TITLE && d->frame == NULL;
    if (title && (meta->title.n > 0 || d->r->split == SPLIT_H1)) { /* of a second article */
        p->kind = PIECE_HEADING;
        p->level = 1;
        p->said = true;
    } else if (title) {
        p->role = ROLE_TITLE;
        meta->title = p->text;
        meta->title_line = d->line;
    } else if (look->level == DOCX_SUBTITLE && meta->subtitle.n == 0 && d->frame == NULL) {
        p->role = ROLE_SUBTITLE;
        meta->subtitle = p->text;
    } else if (look->level > 0 && look->level < 10) {
        p->kind = PIECE_HEADING;
        p->level = look->level > 6 ? 6 : look->level;
        p->said = true;
    }
    if (look->contents)
        piece_drop(d->r, p, "contents");
    if (look->caption)
        p->hint = HINT_CAPTION;
}

/* What follows a picture may be its caption: it says so, is set apart, or is no sentence. */
static bool may_be_caption(const struct docx *d, const struct docx_look *look, const struct text *text)
{
    if (text->n > PIECE_SHORT || look->level > 0 || look->list != NULL)
        return false;
    bool slanted = d->slanted > 0 && d->slanted == d->bytes;
    return look->caption || look->centred || slanted || !words_end_sentence(text->s, text->n);
}

static void add_paragraph(struct docx *d, xmlNode *paragraph, uint16_t blank, bool empty)
{
    struct docx_look look = docx_look(d, xml_child(paragraph, "pPr"));
    struct buf label = BUF_INIT;
    bool ordered = false;
    unsigned number = 0;
    d->bytes = d->strong = d->slanted = 0;
    d->style_bold = look.bold && look.level == 0;
    if (!empty && look.list != NULL)
        docx_count(d, &look, &label, &ordered, &number);
    if (label.n > 0)
        reading_put(d->r, label.p, label.n, d->line);
    docx_walk_runs(d, paragraph, 0);
    d->after_picture |= docx_put_pictures(d, text_length(d->r->builder) > 0);
    struct text text = text_finish(d->r->builder, d->r->a);
    if (text.n > 0) {
        struct piece *p = piece_add_text(d->r, PIECE_TEXT, text, d->line);
        p->blank = blank;
        p->bold = d->strong > 0 && d->strong == d->bytes;
        p->after_image = d->after_picture && may_be_caption(d, &look, &text);
        p->in = quote_of(d, look.quote);
        d->after_picture = false;
        take_look(d, p, &look);
        if (look.list != NULL && label.n == 0 && look.level == 0 && !look.quote)
            p->in = list_item(d, &look, ordered, number);
        else
            d->list_id = NULL;
        d->after_picture = docx_put_pictures(d, false);
    }
    buf_free(&label);
}

static bool is_empty(const xmlNode *paragraph)
{
    xmlChar *content = xmlNodeGetContent((xmlNode *)paragraph);
    bool empty = content == NULL || content[strspn((const char *)content, " \t\n\r")] == '\0';
    xmlFree(content);
    return empty;
}

static void walk_blocks(struct docx *d, const xmlNode *parent, unsigned depth);

static void walk_boxes(struct docx *d, unsigned depth)
{
    size_t n = d->n_boxes;
    const xmlNode **boxes = d->boxes;
    d->boxes = NULL;
    d->n_boxes = d->cap_boxes = 0;
    for (size_t i = 0; i < n; i++)
        walk_blocks(d, boxes[i], depth + 1);
    free(boxes);
}

/* Blocks of a body, a cell, a note, a text box. A table inside a table's cell is text there already. */
static void walk_blocks(struct docx *d, const xmlNode *parent, unsigned depth)
{
    uint16_t blank = 0;
    for (xmlNode *node = parent->children; node != NULL && depth < DOCX_DEPTH; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        d->line++;
        if (xml_is(node, "p")) {
            bool empty = is_empty(node); /* it may hold a picture */
            add_paragraph(d, node, empty ? 0 : blank, empty);
            blank = empty && blank < 99 ? (uint16_t)(blank + 1) : 0;
            walk_boxes(d, depth);
        } else if (xml_is(node, "tbl") && docx_is_table(d, node)) {
            docx_add_table(d, node);
            docx_put_pictures(d, false);
            walk_boxes(d, depth);
            d->list_id = NULL;
        } else if (!xml_is(node, "del") && !xml_is(node, "moveFrom") && !xml_is(node, "sectPr") &&
                   !xml_is(node, "tblPr") && !xml_is(node, "sdtPr")) {
            walk_blocks(d, node, depth + 1); /* sdt, sdtContent, customXml, cells of a layout table */
        }
    }
}

static void read_notes(struct docx *d)
{
    for (size_t i = 0; i < d->n_asked; i++) {
        d->frame = frame_new(d->r, DOC_NOTE, NULL, d->line);
        d->frame->id = arena_printf(d->r->a, "%zu", i + 1);
        d->frame->number = (uint16_t)(i + 1);
        d->list_id = NULL;
        d->quote = NULL;
        d->links = &d->links_of[d->asked[i].part];
        walk_blocks(d, d->asked[i].node, 0);
    }
    d->frame = NULL;
}

/* Notes that nothing in the text refers to are shown by no program, but stand in the file. */
static void drop_unasked_notes(struct docx *d)
{
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < d->notes[k].n; i++) {
            const struct docx_entry *note = &d->notes[k].items[i];
            if (note->used || xml_attribute(note->node, "type") != NULL) /* a line between text and notes */
                continue;
            xmlChar *words = xmlNodeGetContent((xmlNode *)note->node);
            put_string(d, words != NULL ? (const char *)words : "");
            struct text text = text_finish(d->r->builder, d->r->a);
            record_dropped(d->r, d->line, "note-unasked", text.s, text.n);
            xmlFree(words);
        }
    }
}

/* ---- the whole ---- */

/* The title among the document's properties is often another document's: it counts where its words stand at the top. */
static void take_core_title(struct docx *d)
{
    const xmlNode *root = d->core != NULL ? xmlDocGetRootElement(d->core) : NULL, *title = xml_child(root, "title");
    const char *s = title != NULL && title->children != NULL ? (const char *)title->children->content : NULL;
    for (size_t i = 0; s != NULL && d->r->meta->title.n == 0 && i < d->r->pieces.n && i < TITLE_WITHIN; i++) {
        struct piece *p = &d->r->pieces.items[i];
        if (p->in != NULL || p->role != ROLE_BODY || !words_same(p->text.s, p->text.n, s, strlen(s)))
            continue;
        p->role = ROLE_TITLE;
        p->kind = PIECE_TEXT;
        d->r->meta->title = p->text;
        d->r->meta->title_line = p->line;
    }
}

static void open_parts(struct docx *d, struct archive *z)
{
    d->style_sheet = archive_xml(z, "word/styles.xml");
    d->numbering = archive_xml(z, "word/numbering.xml");
    d->relations[DOCX_BODY] = archive_xml(z, "word/_rels/document.xml.rels");
    d->relations[DOCX_FOOTNOTES] = archive_xml(z, "word/_rels/footnotes.xml.rels");
    d->relations[DOCX_ENDNOTES] = archive_xml(z, "word/_rels/endnotes.xml.rels");
    d->footnotes = archive_xml(z, "word/footnotes.xml");
    d->endnotes = archive_xml(z, "word/endnotes.xml");
    d->core = archive_xml(z, "docProps/core.xml");
    docx_index(&d->styles, d->style_sheet, "style", "styleId");
    docx_index(&d->lists, d->numbering, "num", "numId");
    docx_index(&d->schemes, d->numbering, "abstractNum", "abstractNumId");
    for (size_t i = 0; i < DOCX_PARTS; i++)
        docx_index(&d->links_of[i], d->relations[i], "Relationship", "Id");
    d->links = &d->links_of[DOCX_BODY];
    docx_index(&d->notes[0], d->footnotes, "footnote", "id");
    docx_index(&d->notes[1], d->endnotes, "endnote", "id");
}

static void close_parts(struct docx *d)
{
    xmlDocPtr files[] = {d->document, d->style_sheet, d->numbering, d->footnotes, d->endnotes, d->core};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        xmlFreeDoc(files[i]);
    free(d->styles.items);
    free(d->lists.items);
    free(d->schemes.items);
    for (size_t i = 0; i < DOCX_PARTS; i++) {
        xmlFreeDoc(d->relations[i]);
        free(d->links_of[i].items);
    }
    free(d->notes[0].items);
    free(d->notes[1].items);
    free(d->asked);
    free(d->boxes);
    free(d->pictures);
}

int read_docx(struct reading *r, const char *bytes, size_t n)
{
    struct archive *z = archive_open(bytes, n);
    struct docx d = {.r = r, .zip = z};
    d.document = z != NULL ? archive_xml(z, "word/document.xml") : NULL;
    const xmlNode *body = d.document != NULL ? xml_child(xmlDocGetRootElement(d.document), "body") : NULL;
    if (body != NULL) {
        open_parts(&d, z);
        walk_blocks(&d, body, 0);
        read_notes(&d);
        drop_unasked_notes(&d);
        take_core_title(&d);
    } else {
        diag_add(r->diag, MSG_INGEST_DAMAGED, (struct srcpos){r->path, 0, 0}, "Word", NULL);
    }
    if (d.left_out > 0)
        diag_add(r->diag, MSG_INGEST_PICTURES, (struct srcpos){r->path, 0, 0}, arena_printf(r->a, "%zu", d.left_out),
                 NULL);
    close_parts(&d);
    archive_close(z);
    return body != NULL ? 0 : -1;
}
