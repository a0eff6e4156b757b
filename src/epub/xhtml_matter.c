/* The pages that are no chapters: cover, title page, divider of a part, contents, sources; and the source at a
 * chapter's end. */
#include <string.h>

#include "epub/href.h"
#include "epub/images.h"
#include "epub/xhtml.h"

static void begin(struct render *r, const char *tag, const char *class)
{
    xml_begin(r->x, tag);
    xml_attr_plain(r->x, "class", class);
}

static void put_space(struct render *r)
{
    xml_puts(r->x, " ");
}

/* ---- cover and title page ---- */

/* The cover is a picture: all its words are its alternative text, and stand again on the title page. */
void xhtml_cover(struct render *r)
{
    struct buf alt = BUF_INIT;
    const struct doc_node *top = r->piece->top;
    buf_puts(&alt, plan_word(r->plan, "words.cover"));
    const char *sep = ": ";
    for (const struct doc_node *n = top; n != NULL; n = doc_next(top, n)) {
        if (n->text.n == 0)
            continue;
        buf_puts(&alt, sep);
        buf_puts(&alt, plan_plain(r->scratch, &n->text));
        char last = alt.p[alt.n - 1];
        sep = n->kind == DOC_LABEL ? ": " : strchr(".!?:", last) != NULL ? " " : ". ";
    }
    begin(r, "p", "cover");
    begin(r, "img", "cover-img");
    xml_attr(r->x, "src", "../images/cover.png");
    xml_attr(r->x, "alt", buf_str(&alt));
    xml_close(r->x);
    xhtml_end(r);
    buf_free(&alt);
}

/* Rows of the meeting block: what and its value. */
static void put_fields(struct render *r, const struct doc_node *first)
{
    begin(r, "dl", "fields");
    xml_nl(r->x);
    for (const struct doc_node *f = first; f != NULL && f->kind == DOC_FIELD; f = f->next) {
        xhtml_begin(r, "div", NULL, f);
        xml_nl(r->x);
        const struct doc_node *label = doc_child(f, DOC_LABEL), *value = doc_child(f, DOC_VALUE);
        if (label != NULL)
            xhtml_leaf(r, "dt", NULL, label);
        if (value != NULL)
            xhtml_leaf(r, "dd", NULL, value);
        xhtml_end(r);
    }
    xhtml_end(r);
}

static bool in_head(const struct doc_node *n)
{
    return n->kind == DOC_KICKER || n->kind == DOC_TITLE || n->kind == DOC_SUBTITLE;
}

/* Kicker, title and subtitle under one rule. Returns what follows them. */
static const struct doc_node *put_title_block(struct render *r, const struct doc_node *n)
{
    begin(r, "header", "opening");
    xml_nl(r->x);
    for (; n != NULL && in_head(n); n = n->next) {
        if (n->kind == DOC_TITLE) {
            xhtml_title(r, n);
        } else if (n->kind == DOC_KICKER) {
            xhtml_leaf(r, "p", "kicker", n);
        } else {
            xhtml_begin(r, "p", "subtitle", n);
            xml_attr(r->x, "role", "doc-subtitle");
            inline_leaf(r, n, LEAF_BEGINS);
            xhtml_end(r);
        }
    }
    xhtml_end(r);
    return n;
}

static void put_logo(struct render *r, const struct doc_node *figure)
{
    const struct picture *pic = r->plan->pictures->by_seq[figure->seq];
    if (pic == NULL)
        return;
    begin(r, "p", "logo");
    xml_begin(r->x, "img");
    xml_attr(r->x, "src", arena_printf(r->scratch, "../%s", pic->name));
    xml_attr(r->x, "alt", figure->alt);
    xml_close(r->x);
    xhtml_end(r);
}

static const char *titlepage_class(enum doc_kind kind)
{
    switch (kind) {
    case DOC_ISSUER:
        return "issuer";
    case DOC_HANDLING:
        return "handling";
    case DOC_STATE:
        return "state";
    case DOC_NUMBER:
        return "doc-no";
    case DOC_PLACE:
        return "place";
    default:
        return "meta foot";
    }
}

void xhtml_titlepage(struct render *r)
{
    const struct doc_node *n = r->piece->top->first;
    while (n != NULL) {
        if (n->kind == DOC_FIGURE) {
            put_logo(r, n);
            n = n->next;
            continue;
        }
        if (in_head(n)) {
            n = put_title_block(r, n);
            continue;
        }
        if (n->kind == DOC_FIELD) {
            put_fields(r, n);
            while (n->next != NULL && n->next->kind == DOC_FIELD)
                n = n->next;
        } else {
            xhtml_leaf(r, "p", titlepage_class(n->kind), n);
        }
        n = n->next;
    }
    if (r->plan->in->copy_line != NULL) {
        begin(r, "p", "meta foot");
        xml_puts(r->x, r->plan->in->copy_line);
        xhtml_end(r);
    }
}

/* ---- contents and dividers ---- */

/* A page's number as a leaf: perhaps words before it, then the label, as a link to the page's beginning. */
static void put_pageref(struct render *r, const struct doc_node *ref, bool link)
{
    inline_markers(r, ref);
    if (ref->text.n > 0) {
        inline_leaf(r, ref, LEAF_MARKED);
        put_space(r);
    }
    const char *label, *href = inline_page_of(r, ref->target, &label);
    if (label == NULL)
        return;
    if (link && href != NULL) {
        xml_begin(r->x, "a");
        xml_attr(r->x, "href", href);
    }
    xml_puts(r->x, label);
    if (link && href != NULL)
        xml_end(r->x);
}

/* Number, title and page as one link. It names the file alone (Kobo shows the target of a short forward link in a
 * pop-up). */
static void put_entry_line(struct render *r, const struct doc_node *entry)
{
    const struct doc_node *label = doc_child(entry, DOC_LABEL), *title = doc_child(entry, DOC_TITLE);
    const struct doc_node *page = doc_child(entry, DOC_PAGEREF);
    const char *target = entry->target != NULL ? entry->target : page != NULL ? page->target : NULL;
    const char *href = inline_target(r, target);
    begin(r, href != NULL ? "a" : "span", entry->level <= 1 ? "part-a" : "line");
    xml_attr(r->x, "href", href);
    begin(r, "span", "t");
    bool numbered = label != NULL && label->text.n > 0;
    if (numbered) {
        inline_span(r, "no", label, LEAF_BEGINS);
        put_space(r);
    }
    if (title != NULL)
        inline_leaf(r, title, numbered ? LEAF_FOLLOWS : LEAF_BEGINS);
    xml_end(r->x);
    put_space(r);
    if (page != NULL) {
        begin(r, "span", "pg");
        put_pageref(r, page, false);
        xml_end(r->x);
    }
    xml_end(r->x);
}

/* An entry's item, left open so that a part's chapters can follow in it. */
static void begin_entry(struct render *r, const struct doc_node *entry)
{
    const struct doc_node *label = doc_child(entry, DOC_LABEL);
    bool numbered = label != NULL && label->text.n > 0;
    xhtml_begin(r, "li", entry->level <= 1 ? "part" : numbered ? "n" : NULL, entry);
    put_entry_line(r, entry);
    for (const struct doc_node *meta = entry->first; meta != NULL; meta = meta->next) {
        if (meta->kind != DOC_META)
            continue;
        xml_nl(r->x);
        xhtml_leaf(r, "p", "meta", meta);
    }
}

/* How deep an entry stands in the lists: chapters in their part's item, sections in their chapter's. */
static unsigned depth_of(const struct doc_node *entry)
{
    return entry->level <= 1 ? 0 : entry->level - 1u;
}

/* Entries as nested lists; one that is deeper than the one before it opens a list in its item. */
static void put_entries(struct render *r, const struct doc_node *const *entries, size_t n)
{
    unsigned open[8] = {0}, lists = 0; /* depths of the lists that are open */
    begin(r, "ol", "toc");
    xml_nl(r->x);
    for (size_t i = 0; i < n; i++) {
        begin_entry(r, entries[i]);
        unsigned next = i + 1 < n ? depth_of(entries[i + 1]) : 0, depth = depth_of(entries[i]);
        bool inside = next > depth && (depth > 0 || entries[i]->level == 1) && lists < 7;
        if (i + 1 < n && inside) {
            xml_nl(r->x);
            xml_begin(r->x, "ol");
            xml_nl(r->x);
            open[lists++] = depth;
            continue;
        }
        xhtml_end(r);
        while (lists > 0 && (i + 1 == n || next <= open[lists - 1])) {
            xhtml_end(r);
            xhtml_end(r);
            lists--;
        }
    }
    xhtml_end(r);
}

void xhtml_entries(struct render *r)
{
    if (r->piece->n_units > 0)
        put_entries(r, r->piece->units, r->piece->n_units);
}

void xhtml_entry_list(struct render *r, const struct doc_node *contents)
{
    size_t n = 0;
    for (const struct doc_node *entry = contents->first; entry != NULL; entry = entry->next)
        n++;
    const struct doc_node **entries = arena_calloc(r->titles, n + 1, sizeof *entries);
    n = 0;
    for (const struct doc_node *entry = contents->first; entry != NULL; entry = entry->next)
        entries[n++] = entry;
    put_entries(r, entries, n);
    arena_reset(r->titles);
}

/* "Phần II", its title, and its chapters where the tree lists them. */
void xhtml_part(struct render *r)
{
    const struct doc_node *top = r->piece->top, *label = doc_child(top, DOC_LABEL);
    if (label != NULL && !inline_is_silent(r, label)) {
        begin(r, "p", "part-no");
        xml_attr(r->x, "id", r->plan->title_id[label->seq]);
        inline_leaf(r, label, LEAF_BEGINS);
        xhtml_end(r);
    }
    xhtml_title(r, doc_child(top, DOC_TITLE));
    const struct doc_node *entry = doc_child(top, DOC_ENTRY);
    if (entry == NULL)
        return;
    begin(r, "ol", "toc");
    xml_nl(r->x);
    for (; entry != NULL; entry = entry->next) {
        if (entry->kind != DOC_ENTRY)
            continue;
        begin_entry(r, entry);
        xhtml_end(r);
    }
    xhtml_end(r);
}

/* ---- sources ---- */

/* The address as it is shown, a link where it is one. */
static void put_url(struct render *r, const struct doc_node *url, enum leaf_place place)
{
    const char *href = url->target != NULL ? href_external(r->scratch, url->target) : NULL;
    xhtml_begin(r, href != NULL ? "a" : "span", "url", url);
    xml_attr(r->x, "href", href);
    inline_leaf(r, url, place);
    xml_end(r->x);
}

static void put_break(struct render *r)
{
    xml_begin(r->x, "br");
    xml_close(r->x);
    xml_nl(r->x);
}

/* What the lines under a title or label hold, each on a line of its own. */
static void put_source_lines(struct render *r, const struct doc_node *n, bool begun)
{
    for (; n != NULL; n = n->next) {
        if (n->kind != DOC_META && n->kind != DOC_URL && n->kind != DOC_PAGEREF)
            continue;
        if (n->kind != DOC_PAGEREF && inline_is_silent(r, n))
            continue;
        if (begun)
            put_break(r);
        enum leaf_place place = begun ? LEAF_FOLLOWS : LEAF_BEGINS;
        if (n->kind == DOC_URL)
            put_url(r, n, place);
        else if (n->kind == DOC_PAGEREF)
            put_pageref(r, n, true);
        else
            inline_span(r, NULL, n, place);
        begun = true;
    }
}

static void put_cite(struct render *r, const struct doc_node *title, enum leaf_place place)
{
    xhtml_begin(r, "cite", NULL, title);
    inline_leaf(r, title, place);
    xml_end(r->x);
}

static void put_source(struct render *r, const struct doc_node *source)
{
    const struct doc_node *label = doc_child(source, DOC_LABEL), *title = doc_child(source, DOC_TITLE);
    xhtml_begin(r, "li", NULL, source);
    bool numbered = label != NULL && label->text.n > 0;
    begin(r, "p", "src-t");
    if (numbered) {
        inline_span(r, "no", label, LEAF_BEGINS);
        put_space(r);
    }
    if (title != NULL)
        put_cite(r, title, numbered ? LEAF_FOLLOWS : LEAF_BEGINS);
    xhtml_end(r);
    const struct doc_node *lines = title != NULL ? title->next : source->first;
    if (lines != NULL) {
        begin(r, "p", "meta");
        put_source_lines(r, lines, false);
        xhtml_end(r);
    }
    xhtml_end(r);
}

void xhtml_sources(struct render *r)
{
    const struct piece *piece = r->piece;
    if (piece->n_units == 0)
        return;
    bool open = false;
    for (size_t i = 0; i < piece->n_units; i++) {
        bool source = piece->units[i]->kind == DOC_SOURCE;
        if (open && !source)
            xhtml_end(r);
        if (!open && source) {
            begin(r, "ol", "none srcs");
            xml_nl(r->x);
        }
        open = source;
        if (source)
            put_source(r, piece->units[i]);
        else
            xhtml_block(r, piece->units[i]);
    }
    if (open)
        xhtml_end(r);
}

void xhtml_source_block(struct render *r, const struct doc_node *block)
{
    const struct doc_node *label = doc_child(block, DOC_LABEL);
    if (block->first == NULL)
        return;
    xhtml_begin(r, "p", "src-line", block);
    bool labelled = label != NULL && label->text.n > 0;
    if (labelled)
        inline_span(r, "lbl", label, LEAF_BEGINS);
    put_source_lines(r, block->first, labelled);
    xhtml_end(r);
}
