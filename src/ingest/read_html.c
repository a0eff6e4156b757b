/* Saved pages: the visible text of the whole page becomes pieces, those of the article with their structure. What
 * stands outside of the article is dropped with a record, so that the page is accounted for to its last word.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ingest/html.h"
#include "ingest/html_notes.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define FIGURE_MAX 700 /* bytes of text in an element that is a picture with its caption */
#define UNSEEN_MAX 200
#define TAIL_PIECES 14 /* blocks behind the article in which its by-line may stand */

struct walk {
    struct reading *r;
    xmlNode *main;
    enum zone zone;
    struct frame *frame;
    uint32_t line; /* of the block that is being gathered */
    enum piece_kind kind;
    uint8_t level, hint;
    const char *noise;                      /* rule by which everything here is dropped, or NULL */
    size_t bytes, strong, linked, emphasis; /* of the text gathered, without white space */
    size_t letters, linked_letters;
    unsigned in_strong, in_link, in_emphasis;
    const char *datetime; /* of a <time> element */
    bool lines;           /* a line break ends a paragraph */
    bool centred;
    uint32_t figure, figures; /* number of the figure around, and how many there were */
    struct html_book book;
};

static size_t inked(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += (unsigned char)*s > ' ' && (unsigned char)*s != 0xC2;
    return n;
}

/* Bytes of letters; signs and figures beside a link ("• … (16/11)") say nothing. */
static size_t letter_bytes(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        bool sign = c == 0xC2 || c == 0xE2;
        n += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0x80 && !sign);
        for (int k = c == 0xE2 ? 2 : sign; k > 0 && s[1] != '\0'; k--)
            s++;
    }
    return n;
}

/* Ends the block that was gathered, if it has text. */
static void flush(struct walk *w)
{
    struct text text = text_finish(w->r->builder, w->r->a);
    if (text.n > 0) {
        struct piece *p = piece_add_text(w->r, w->kind, text, w->line);
        p->in = w->zone == ZONE_MAIN ? w->frame : NULL;
        p->level = w->level;
        p->hint = w->hint;
        p->name = w->hint == HINT_DATE ? w->datetime : NULL;
        p->zone = (uint8_t)w->zone;
        p->said = w->kind == PIECE_HEADING;
        p->bold = w->strong * 100 >= w->bytes * 97 && w->kind == PIECE_TEXT;
        p->linked = w->linked * 10 >= w->bytes * 9 || (w->linked > 0 && w->linked_letters * 10 >= w->letters * 9);
        p->centred = w->centred || w->emphasis * 100 >= w->bytes * 97;
        p->figure = w->figure;
        p->blank = 1;
        if (w->noise != NULL)
            piece_drop(w->r, p, w->noise);
    }
    w->bytes = w->strong = w->linked = w->emphasis = w->letters = w->linked_letters = 0;
}

static void put_text(struct walk *w, const xmlNode *node)
{
    const char *s = (const char *)node->content;
    if (s == NULL)
        return;
    size_t n = inked(s);
    w->bytes += n;
    w->strong += w->in_strong > 0 ? n : 0;
    w->emphasis += w->in_emphasis > 0 ? n : 0;
    w->linked += w->in_link > 0 ? n : 0;
    n = letter_bytes(s);
    w->letters += n;
    w->linked_letters += w->in_link > 0 ? n : 0;
    reading_put(w->r, s, strlen(s), w->line);
}

/* ---- pictures ---- */

static void add_image(struct walk *w, const xmlNode *img)
{
    const char *src = html_image_source(img), *alt = html_attribute(img, "alt");
    bool outside = w->zone == ZONE_TAIL || (w->zone == ZONE_OUT && w->figure == 0 && w->in_link > 0);
    if (src == NULL || w->noise != NULL || outside || w->in_link > 1 || html_is_icon(img))
        return;
    flush(w);
    struct piece *p = piece_add(w->r, PIECE_FIGURE, html_info(img) != NULL ? html_info(img)->line : w->line);
    size_t n = strcspn(src, " ,");
    p->src = arena_strndup(w->r->a, src, n > 0 ? n : strlen(src));
    if (alt != NULL && *alt != '\0') {
        text_put(w->r->builder, alt, strlen(alt));
        p->alt = text_finish(w->r->builder, w->r->a).s;
    }
    p->zone = (uint8_t)w->zone;
    p->figure = w->figure;
    p->in = w->zone == ZONE_MAIN ? w->frame : NULL;
}

/* A picture and its caption in one element: <figure>, an element that says so, or a table that does nothing else. */
static bool is_figure(const xmlNode *node)
{
    const struct html_info *info = html_info(node);
    if (info == NULL || !info->has_image || info->text == 0 || info->text > FIGURE_MAX || info->link * 2 > info->text)
        return false;
    return html_is(node, "figure") || html_is(node, "table") || info->figure;
}

/* ---- tables ---- */

static bool is_row(const xmlNode *node)
{
    return html_is(node, "tr");
}

/* A table holds data when it has several rows and columns and no pictures, headings or tables in its cells. */
static bool is_data_table(const xmlNode *table)
{
    size_t rows = 0, wide = 0, columns = 0;
    for (const xmlNode *node = table->children; node != NULL; node = html_next(table, node)) {
        if (html_is(node, "img") || html_is(node, "table") || html_is(node, "h2") || html_is(node, "iframe"))
            return false;
        if (html_is(node, "tr")) {
            wide += columns >= 2;
            columns = 0;
            rows++;
        }
        columns += html_is(node, "td") || html_is(node, "th");
    }
    wide += columns >= 2;
    return rows >= 2 && wide >= 2;
}

static bool is_hidden(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && html_info(node) != NULL && html_info(node)->hidden;
}

static struct text cell_text(struct walk *w, const xmlNode *cell)
{
    for (xmlNode *node = cell->children; node != NULL;) {
        if (node->type == XML_ELEMENT_NODE && html_info(node) != NULL && html_info(node)->hidden) {
            node = html_skip(cell, node);
            continue;
        }
        if (node->type == XML_TEXT_NODE && node->content != NULL)
            reading_put(w->r, (const char *)node->content, strlen((const char *)node->content), w->line);
        else if (html_is_block(node) || html_is(node, "br"))
            text_put(w->r->builder, " ", 1);
        node = html_next(cell, node);
    }
    return text_finish(w->r->builder, w->r->a);
}

/* Text in a table that lies in none of its cells stands before the table, as browsers show it. */
static void add_stray_text(struct walk *w, xmlNode *node)
{
    if (node->type == XML_TEXT_NODE && node->content != NULL)
        reading_put(w->r, (const char *)node->content, strlen((const char *)node->content), w->line);
    struct text text = node->type == XML_TEXT_NODE ? text_finish(w->r->builder, w->r->a) : cell_text(w, node);
    if (text.n == 0)
        return;
    struct piece *p = piece_add_text(w->r, PIECE_TEXT, text, w->line);
    p->zone = (uint8_t)w->zone;
    p->in = w->zone == ZONE_MAIN ? w->frame : NULL;
    if (w->noise != NULL)
        piece_drop(w->r, p, w->noise);
}

static void add_table_row(struct walk *w, const xmlNode *tr, struct doc_node *table)
{
    struct srcpos pos = {w->r->path, html_info(tr) != NULL ? html_info(tr)->line : w->line, 0};
    struct doc_node *row = doc_new(w->r->a, DOC_ROW, pos);
    size_t columns = 0, heads = 0;
    for (xmlNode *cell = tr->children; cell != NULL; cell = cell->next) {
        if (!html_is(cell, "td") && !html_is(cell, "th")) {
            if (cell->type == XML_TEXT_NODE || !is_hidden(cell))
                add_stray_text(w, cell);
            continue;
        }
        struct doc_node *node = doc_new(w->r->a, DOC_CELL, pos);
        node->header = html_is(cell, "th");
        heads += node->header;
        node->text = cell_text(w, cell);
        doc_append(row, node);
        columns++;
    }
    row->header = columns > 0 && heads == columns;
    if (columns > 0)
        doc_append(table, row);
}

static bool is_too_large(struct walk *w, const xmlNode *table)
{
    size_t cells = 0, most = 0;
    for (const xmlNode *node = table->children; node != NULL; node = html_next(table, node)) {
        size_t columns = 0;
        for (const xmlNode *cell = is_row(node) ? node->children : NULL; cell != NULL; cell = cell->next)
            columns += html_is(cell, "td") || html_is(cell, "th");
        most = columns > most ? columns : most;
        cells += columns;
    }
    return !reading_takes_table(w->r, html_info(table) != NULL ? html_info(table)->line : w->line, most, cells);
}

/* Returns false when the table is too large; it is then read as text. */
static bool add_table(struct walk *w, const xmlNode *element)
{
    struct doc_node *table = doc_new(w->r->a, DOC_TABLE, (struct srcpos){w->r->path, w->line, 0});
    struct text caption = {.s = ""};
    if (is_too_large(w, element))
        return false;
    for (xmlNode *node = element->children; node != NULL;) {
        if (html_is(node, "caption")) {
            if (caption.n > 0)
                add_stray_text(w, node);
            else
                caption = cell_text(w, node);
            node = html_skip(element, node);
        } else if (is_row(node)) {
            add_table_row(w, node, table);
            node = html_skip(element, node);
        } else {
            if (node->type == XML_TEXT_NODE)
                add_stray_text(w, node);
            node = is_hidden(node) ? html_skip(element, node) : html_next(element, node);
        }
    }
    /* A broken caption can hold all rows. */
    enum piece_kind kind = table->first != NULL ? PIECE_TABLE : PIECE_TEXT;
    struct piece *p = piece_add_text(w->r, kind, caption, html_info(element) != NULL ? html_info(element)->line : 0);
    p->node = kind == PIECE_TABLE ? table : NULL;
    p->said = kind == PIECE_TABLE;
    p->zone = (uint8_t)w->zone;
    p->in = w->zone == ZONE_MAIN ? w->frame : NULL;
    if (w->noise != NULL)
        piece_drop(w->r, p, w->noise);
    return true;
}

/* ---- the walk ---- */

static uint8_t hint_of(const xmlNode *node)
{
    const struct html_info *info = html_info(node);
    if (info == NULL || info->hint == HINT_NONE)
        return HINT_NONE;
    size_t most = info->hint == HINT_LEAD      ? 900
                  : info->hint == HINT_CAPTION ? 600
                  : info->hint == HINT_TITLE   ? 400
                                               : 160;
    return info->text <= most ? info->hint : HINT_NONE;
}

/* Inside the article: which rule drops the whole element, if any. A small block of links that calls itself related,
 * share or tags; a list whose items are links. Large parts are never dropped by their names alone. */
static const char *noise_of(const struct walk *w, const xmlNode *node)
{
    const struct html_info *info = html_info(node), *all = html_info(w->main);
    if (info == NULL || w->zone != ZONE_MAIN || node == w->main || info->text == 0 || html_is(node, "figure") ||
        (html_is(node, "footer") && w->frame != NULL && w->frame->kind == DOC_QUOTE))
        return NULL;
    if (w->book.notes != NULL && (!w->book.page || html_book_noise(node) != NULL))
        return html_book_noise(node);
    bool small = info->text * 10 < all->text * 4;
    bool linky = info->link * 2 > info->text;
    if (info->noise && small && (linky || html_is(node, "form") || html_is(node, "button") || info->text < 400))
        return "page-box";
    bool box = html_is(node, "ul") || html_is(node, "ol") || html_is(node, "div") || html_is(node, "section") ||
               html_is(node, "table") || html_is(node, "dl");
    bool list = html_is(node, "ul") || html_is(node, "ol");
    if (box && small && info->link * 10 >= info->text * 8 && info->text > (list ? 8 : 20) &&
        hint_of(node) != HINT_AUTHOR)
        return "page-links";
    return NULL;
}

static void walk_children(struct walk *w, xmlNode *node);

static const char *link_target(struct walk *w, const xmlNode *a)
{
    const char *href = html_attribute(a, "href");
    bool known = href != NULL && (strncasecmp(href, "http://", 7) == 0 || strncasecmp(href, "https://", 8) == 0 ||
                                  strncasecmp(href, "mailto:", 7) == 0);
    return known ? arena_strdup(w->r->a, href) : NULL;
}

static bool inline_span(const xmlNode *node, enum span_kind *kind)
{
    int weight = html_weight(node);
    *kind = SPAN_STRONG;
    if (weight > 0 && html_is(node, "span"))
        return true;
    if (weight < 0 && (html_is(node, "b") || html_is(node, "strong")))
        return false;
    static const struct {
        const char *name;
        enum span_kind kind;
    } marks[] = {{"b", SPAN_STRONG},      {"strong", SPAN_STRONG}, {"i", SPAN_EMPHASIS},      {"em", SPAN_EMPHASIS},
                 {"cite", SPAN_EMPHASIS}, {"code", SPAN_CODE},     {"sup", SPAN_SUPERSCRIPT}, {"sub", SPAN_SUBSCRIPT}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (html_is(node, marks[i].name)) {
            *kind = marks[i].kind;
            return true;
        }
    }
    return false;
}

/* <cite> that stands alone in a quotation, or in its <footer>, names who said it. */
static bool names_speaker(const struct walk *w, const xmlNode *node)
{
    if (!html_is(node, "cite") || w->frame == NULL || w->frame->kind != DOC_QUOTE || w->zone != ZONE_MAIN)
        return false;
    const xmlNode *parent = node->parent;
    if (parent == NULL || html_is(parent, "blockquote"))
        return true;
    for (const xmlNode *child = parent->children; child != NULL; child = child->next)
        if (child != node && !xmlIsBlankNode((xmlNode *)child) && !html_is(parent, "footer"))
            return false;
    return true;
}

/* The block that was made last in this quotation is its speaker; a dash before the name goes. */
static void take_speaker(struct walk *w, size_t from)
{
    struct reading *r = w->r;
    struct piece *p = r->pieces.n > from ? &r->pieces.items[r->pieces.n - 1] : NULL;
    if (p == NULL || p->in != w->frame || p->kind != PIECE_TEXT || p->role != ROLE_BODY)
        return;
    size_t n = strncmp(p->text.s, "—", 3) == 0 || strncmp(p->text.s, "–", 3) == 0 ? 3 : p->text.s[0] == '-';
    while (n > 0 && p->text.s[n] == ' ')
        n++;
    if (n > 0 && n < p->text.n) {
        record_changed(r, p->line, "speaker-dash", text_slice(r->a, &p->text, 0, n), (struct text){.s = ""});
        piece_set_text(r, p, text_slice(r->a, &p->text, n, p->text.n));
    }
    p->role = ROLE_ATTRIBUTION;
}

static void walk_speaker(struct walk *w, xmlNode *node)
{
    bool footer = html_is(node->parent, "footer");
    if (!footer)
        flush(w);
    size_t from = w->r->pieces.n;
    walk_children(w, node);
    if (footer)
        return; /* its other words belong to it */
    flush(w);
    take_speaker(w, from);
}

static void walk_inline(struct walk *w, xmlNode *node)
{
    if (names_speaker(w, node)) {
        walk_speaker(w, node);
        return;
    }
    enum span_kind kind;
    const char *target = html_is(node, "a") ? link_target(w, node) : NULL;
    bool span = inline_span(node, &kind), link = html_is(node, "a");
    uint8_t hint = w->hint;
    if (hint_of(node) != HINT_NONE && w->hint == HINT_NONE)
        w->hint = hint_of(node);
    w->in_strong += span && kind == SPAN_STRONG;
    w->in_emphasis += span && kind == SPAN_EMPHASIS;
    w->in_link += link;
    if (span)
        text_begin(w->r->builder, kind, NULL);
    if (target != NULL)
        text_begin(w->r->builder, SPAN_LINK, target);
    walk_children(w, node);
    if (target != NULL)
        text_end(w->r->builder, SPAN_LINK);
    if (span)
        text_end(w->r->builder, kind);
    w->in_strong -= span && kind == SPAN_STRONG;
    w->in_emphasis -= span && kind == SPAN_EMPHASIS;
    w->in_link -= link;
    if (w->bytes == 0)
        w->hint = hint;
}

static struct frame *frame_for(struct walk *w, const xmlNode *node)
{
    enum doc_kind kind = html_is(node, "blockquote")                  ? DOC_QUOTE
                         : html_is(node, "ul") || html_is(node, "ol") ? DOC_LIST
                         : html_is(node, "li")                        ? DOC_ITEM
                                                                      : DOC_ARTICLE;
    if (kind == DOC_ARTICLE || w->zone != ZONE_MAIN)
        return w->frame;
    bool in_list = w->frame != NULL && w->frame->kind == DOC_LIST;
    if ((kind == DOC_ITEM) != in_list && (kind == DOC_ITEM || in_list))
        return w->frame; /* an item outside of a list, a list directly in a list: the frame around stays */
    struct frame *f = frame_new(w->r, kind, w->frame, w->line);
    f->ordered = html_is(node, "ol");
    f->number = f->ordered ? 1 : 0;
    return f;
}

static uint8_t heading_level(const xmlNode *node)
{
    const xmlChar *name = node->name;
    return (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6' && name[2] == '\0'
               ? (uint8_t)(name[1] - '0')
               : 0;
}

static bool is_strong(const xmlNode *node)
{
    enum span_kind kind;
    return node != NULL && inline_span(node, &kind) && kind == SPAN_STRONG && html_info(node) != NULL;
}

/* "<b>The river</b><br>It rises …": a strong element that is a line by itself, with a longer line below it that is not
 * strong: a heading in the paragraph. */
static bool is_bold_line(const xmlNode *node)
{
    const xmlNode *above = is_strong(node) ? html_beside(node, false) : NULL,
                  *br = is_strong(node) ? html_beside(node, true) : NULL;
    if (br == NULL || !html_is(br, "br") || (above != NULL && !html_is(above, "br")) || html_info(node)->text > 180)
        return false;
    size_t below = 0;
    const xmlNode *next = html_beside(br, true);
    if (is_strong(next))
        return false;
    for (; next != NULL && !html_is(next, "br") && !html_is_block(next); next = next->next)
        below += next->type == XML_TEXT_NODE ? strlen((const char *)next->content)
                 : html_info(next) != NULL   ? html_info(next)->text
                                             : 0;
    return below > 80 && below > html_info(node)->text;
}

/* A break between two links, or between a strong line and one: each is a line of a list. */
static bool parts_links(const xmlNode *br)
{
    const xmlNode *above = html_beside(br, false), *below = html_beside(br, true);
    bool count = above != NULL && above->type == XML_TEXT_NODE && letter_bytes((const char *)above->content) == 0;
    return above != NULL && below != NULL && html_is(below, "a") && (count || html_is(above, "a") || is_strong(above));
}

/* A block of much text whose paragraphs are only parted by line breaks. */
static bool has_lines(const xmlNode *node)
{
    size_t breaks = 0;
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        breaks += html_is(child, "br");
    return breaks >= 3 && html_info(node) != NULL && html_info(node)->direct > 600;
}

/* A date or by-line that is set apart only by its class: <span class="date">. Inside running text it stays. */
static bool is_meta_part(const xmlNode *node)
{
    uint8_t hint = hint_of(node);
    if ((hint != HINT_DATE && hint != HINT_AUTHOR) || html_info(node)->text == 0)
        return false;
    for (const xmlNode *up = node->parent; up != NULL && html_info(up) != NULL; up = up->parent)
        if (html_is_block(up))
            return html_info(up)->text <= 160 || !(html_is(up, "p") || html_is(up, "li"));
    return false;
}

/* Words of the page inside the text ("[edit]", labels for screen readers): they go without ending the paragraph. */
static void drop_unseen(struct walk *w, const xmlNode *element)
{
    struct buf words = BUF_INIT;
    for (const xmlNode *node = element->children; node != NULL;) {
        if (is_hidden(node)) {
            node = html_skip(element, node);
            continue;
        }
        if (node->type == XML_TEXT_NODE && node->content != NULL)
            buf_puts(&words, (const char *)node->content);
        node = html_next(element, node);
    }
    record_dropped(w->r, w->line, "page-part", words.p, words.n);
    buf_free(&words);
}

static void walk_block(struct walk *w, xmlNode *node)
{
    struct walk outer = *w;
    flush(w);
    w->line = html_info(node) != NULL && html_info(node)->line > 0 ? html_info(node)->line : outer.line;
    if (node == w->main)
        w->zone = ZONE_MAIN;
    if (w->noise == NULL)
        w->noise = noise_of(w, node);
    uint8_t hint = hint_of(node);
    if (hint != HINT_NONE && (hint != HINT_TITLE || w->hint == HINT_NONE))
        w->hint = hint;
    if (html_datetime(node) != NULL)
        w->datetime = arena_strdup(w->r->a, html_datetime(node));
    if (is_figure(node) && w->figure == 0)
        w->figure = ++w->figures;
    w->centred |= html_is_centred(node);
    w->frame = frame_for(w, node);
    w->lines = has_lines(node);
    uint8_t level = heading_level(node);
    if (level > 0) {
        w->kind = PIECE_HEADING;
        w->level = level;
    } else if (html_is(node, "pre")) {
        w->kind = PIECE_CODE;
        text_verbatim(w->r->builder);
    } else if (w->kind == PIECE_HEADING && !html_is(node, "div") && !html_is(node, "p")) {
        w->kind = PIECE_TEXT;
    }
    bool done = html_is(node, "table") && w->zone == ZONE_MAIN && is_data_table(node) && add_table(w, node);
    size_t from = w->r->pieces.n;
    if (!done)
        walk_children(w, node);
    flush(w);
    if (html_is(node, "footer") && w->frame != NULL && w->frame->kind == DOC_QUOTE)
        take_speaker(w, from);
    w->line = outer.line;
    w->kind = outer.kind;
    w->level = outer.level;
    w->hint = outer.hint;
    w->noise = outer.noise;
    w->lines = outer.lines;
    w->datetime = outer.datetime;
    w->frame = outer.frame;
    w->centred = outer.centred;
    w->figure = outer.figure;
    if (node == w->main)
        w->zone = ZONE_TAIL;
}

static bool has_block_child(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child != NULL; child = child->next)
        if (html_is_block(child))
            return true;
    return false;
}

/* Recursion is bounded by the parser's depth. */
static void walk_children(struct walk *w, xmlNode *node)
{
    for (xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            put_text(w, child);
            continue;
        }
        if (child->type != XML_ELEMENT_NODE || (html_info(child) != NULL && html_info(child)->hidden))
            continue;
        if (html_take_book_part(w->r, &w->book, child, w->line))
            continue;
        const struct html_info *info = html_info(child);
        if (info != NULL && info->unseen && info->text > 0 && info->text <= UNSEEN_MAX && !info->has_image) {
            drop_unseen(w, child);
            continue;
        }
        if (html_is(child, "br")) {
            if (w->lines || html_next_is_break(child) || parts_links(child) ||
                is_bold_line(html_beside(child, false)) || is_bold_line(html_beside(child, true)))
                flush(w); /* two of them end a paragraph, in old pages one does */
            else
                text_put(w->r->builder, " ", 1);
        } else if (html_is(child, "img")) {
            add_image(w, child);
        } else if (html_is_block(child) || child == w->main || has_block_child(child) || is_meta_part(child)) {
            walk_block(w, child);
        } else {
            walk_inline(w, child);
        }
    }
}

/* Menu and footer go; what stands between the title and the article, or right behind it, may be lead or by-line. */
static void settle_zones(struct reading *r)
{
    size_t tail = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->zone == ZONE_TAIL && p->text.n > 0 && ++tail > TAIL_PIECES)
            p->zone = ZONE_OUT;
    }
}

/* "<!-- saved from url=(0070)https://… -->": browsers write it above the page. */
static void read_saved_from(struct reading *r, const htmlDocPtr doc, struct page_meta *page)
{
    for (const xmlNode *node = doc->children; node != NULL && page->saved_from == NULL; node = node->next) {
        const char *said = node->type == XML_COMMENT_NODE && node->content != NULL
                               ? strstr((const char *)node->content, "saved from url=(")
                               : NULL;
        const char *url = said != NULL ? strchr(said, ')') : NULL;
        if (url != NULL && strncmp(++url, "http", 4) == 0)
            page->saved_from = arena_strndup(r->a, url, strcspn(url, " \t\r\n"));
    }
}

static void walk_note(struct walk *w, xmlNode *note, unsigned number)
{
    w->line = html_info(note) != NULL ? html_info(note)->line : 0;
    w->frame = frame_new(w->r, DOC_NOTE, NULL, w->line);
    w->frame->id = arena_printf(w->r->a, "%u", number);
    w->frame->number = (uint16_t)number;
    w->main = note;
    walk_block(w, note);
}

/* The notes that were asked for, behind the text. */
static void walk_notes(struct reading *r, struct html_notes *notes)
{
    unsigned number;
    for (xmlNode *note; (note = html_notes_next(notes, &number)) != NULL;) {
        struct walk apart = {.r = r, .zone = ZONE_MAIN, .book = {.notes = notes, .in_note = true}};
        walk_note(&apart, note, number);
    }
    html_notes_tell(notes, r);
}

int read_html(struct reading *r, const char *s, size_t n)
{
    htmlDocPtr doc = html_parse(r, s, n);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (root == NULL) {
        if (doc != NULL)
            xmlFreeDoc(doc);
        return 0;
    }
    struct page_meta *page = arena_alloc(r->a, sizeof *page);
    struct walk w = {.r = r, .zone = ZONE_OUT};
    html_read_meta(r, root, page);
    read_saved_from(r, doc, page);
    html_settle_url(r, page);
    r->head = page;
    w.main = html_main_by_body(root, page->body, html_find_main(r, root));
    if (w.main == NULL) { /* no paragraph at all: everything is the article */
        w.zone = ZONE_MAIN;
        w.main = root;
    }
    struct html_notes *notes = html_notes_new(r->a, NULL, NULL);
    if (html_notes_find_in_page(notes, root, w.main))
        w.book = (struct html_book){.notes = notes, .page = true};
    walk_block(&w, root);
    settle_zones(r);
    walk_notes(r, notes);
    html_notes_drop(notes);
    xmlFreeDoc(doc);
    return 0;
}

static void walk_fragment(struct walk *w, xmlNode *root)
{
    size_t from = w->r->pieces.n;
    w->main = root;
    walk_block(w, root);
    html_attach_captions(w->r, from);
}

void read_html_fragment(struct reading *r, const char *s, size_t n, uint32_t line, struct frame *frame)
{
    htmlDocPtr doc = html_parse(r, s, n);
    xmlNode *root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (root != NULL) {
        struct walk w = {.r = r, .zone = ZONE_MAIN, .frame = frame, .line = line};
        html_find_main(r, root);
        walk_fragment(&w, root);
    }
    if (doc != NULL)
        xmlFreeDoc(doc);
}

void read_html_chapter(struct reading *r, struct html_notes *notes, const char *name, xmlNode *root)
{
    struct walk w = {.r = r, .zone = ZONE_MAIN, .line = 1, .book = {.notes = notes}};
    html_notes_find(notes, name, root);
    walk_fragment(&w, root);
    walk_notes(r, notes);
}
