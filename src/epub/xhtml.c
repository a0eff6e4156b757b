/* One file: head, root section, a chapter's opening, its blocks, its notes. */
#include <string.h>

#include "epub/xhtml.h"

/* ---- notes ---- */

/* The number leads back to where the note is referred to. */
static void put_back_link(struct render *r, const struct doc_node *note, size_t ordinal)
{
    const struct id_entry *e = ids_lookup(r->plan->ids, r->plan->node_id[note->seq]);
    const char *number = arena_printf(r->scratch, "%zu.", note->number > 0 ? note->number : ordinal);
    if (e != NULL && e->ref_id != NULL) {
        const char *file = r->piece->refers != NULL ? arena_printf(r->scratch, "%s.xhtml", r->piece->refers) : "";
        xml_begin(r->x, "a");
        xml_attr(r->x, "class", "back");
        xml_attr(r->x, "epub:type", "backlink");
        xml_attr(r->x, "role", "doc-backlink");
        xml_attr(r->x, "href", arena_printf(r->scratch, "%s#%s", file, e->ref_id));
        xml_attr(r->x, "aria-label", arena_printf(r->scratch, "%s %s", plan_word(r->plan, "words.note-back"), number));
    }
    xml_puts(r->x, number);
    if (e != NULL && e->ref_id != NULL)
        xml_end(r->x);
    xml_puts(r->x, " ");
}

/* From a pop-up, which shows one element, to the next part of a note that is divided over files. */
static void put_way_on(struct render *r, const char *file)
{
    xml_begin(r->x, "p");
    xml_attr(r->x, "class", "on");
    xml_begin(r->x, "a");
    xml_attr(r->x, "href", arena_printf(r->scratch, "%s.xhtml", file));
    xml_puts(r->x, plan_word(r->plan, "words.continued"));
    xml_end(r->x);
    xhtml_end(r);
}

/* A note, or what this file shows of it. Only its beginning is a footnote to readers, which may take footnotes off the
 * page: what follows would not be seen. */
static void put_note(struct render *r, const struct doc_node *note, size_t ordinal)
{
    struct shown shown = xhtml_shown(r, note);
    const struct doc_node *from = shown.from;
    inline_markers_below(r, note);
    r->in_note = true;
    if (shown.begins) {
        xhtml_begin(r, "aside", ordinal == 1 && r->piece->refers == NULL ? "fn fn1" : "fn", note);
        xml_attr(r->x, "epub:type", "footnote");
        xml_attr(r->x, "role", "doc-footnote");
        xml_nl(r->x);
        bool text = from != NULL && from->kind == DOC_PARAGRAPH;
        if (text)
            xhtml_begin(r, "p", "first", from);
        else
            xml_begin(r->x, "p");
        put_back_link(r, note, ordinal);
        if (text)
            inline_leaf(r, from, LEAF_BEGINS);
        xhtml_end(r);
        from = text ? from->next : from;
    } else {
        xml_begin(r->x, "div");
        xml_attr(r->x, "class", "fn");
        xhtml_lang(r, note);
        xml_nl(r->x);
    }
    if (from != NULL)
        xhtml_children(r, from, shown.to);
    const char *next = plan_notes_after(r->plan, r->piece);
    if (next != NULL && note == r->piece->notes[r->piece->n_notes - 1])
        put_way_on(r, next);
    xhtml_end(r);
    r->in_note = false;
}

static void put_notes(struct render *r)
{
    for (size_t i = 0; i < r->piece->n_notes; i++)
        put_note(r, r->piece->notes[i], i + 1);
}

/* ---- the file ---- */

struct root_kind {
    const char *class, *type, *role;
};

/* What a page group of the user's own is, by its name in book.yaml. */
static struct root_kind matter_kind(const char *name)
{
    static const struct {
        const char *name;
        struct root_kind kind;
    } known[] = {
        {"half-title", {"titlepage", "halftitlepage", NULL}},
        {"foreword", {NULL, "foreword", "doc-foreword"}},
        {"preface", {NULL, "preface", "doc-preface"}},
        {"introduction", {NULL, "introduction", "doc-introduction"}},
        {"appendix", {NULL, "appendix", "doc-appendix"}},
        {"annex", {NULL, "appendix", "doc-appendix"}},
        {"glossary", {NULL, "glossary", "doc-glossary"}},
        {"conclusion", {NULL, "conclusion", "doc-conclusion"}},
    };
    for (size_t i = 0; name != NULL && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(name, known[i].name) == 0)
            return known[i].kind;
    return (struct root_kind){NULL, NULL, NULL};
}

static struct root_kind root_kind(const struct doc_node *top)
{
    switch (top->kind) {
    case DOC_COVER:
        return (struct root_kind){NULL, "cover", NULL};
    case DOC_TITLEPAGE:
        return (struct root_kind){"titlepage", "titlepage", NULL};
    case DOC_IMPRINT:
        return (struct root_kind){"imprint", "copyright-page", NULL};
    case DOC_CONTENTS:
        return (struct root_kind){NULL, "toc", "doc-toc"};
    case DOC_PART:
        return (struct root_kind){"divider", "part", "doc-part"};
    case DOC_CHAPTER:
        return (struct root_kind){NULL, "chapter", "doc-chapter"};
    case DOC_SOURCES:
        return (struct root_kind){NULL, "bibliography", "doc-bibliography"};
    case DOC_INDEX:
        return (struct root_kind){"ix", "index", "doc-index"};
    default:
        return matter_kind(top->name);
    }
}

/* The root is named by what is shown where that can be, else by a label. */
static void put_root_name(struct render *r)
{
    const struct piece *piece = r->piece;
    const struct doc_node *title = doc_child(piece->top, DOC_TITLE), *label = doc_child(piece->top, DOC_LABEL);
    if (piece->top->kind == DOC_TITLEPAGE)
        return;
    if (!piece->first || title == NULL || piece->top->kind == DOC_COVER) {
        xml_attr(r->x, "aria-label", piece->label != NULL ? piece->label : piece->title);
        return;
    }
    const char *title_id = r->plan->title_id[title->seq];
    if (piece->top->kind == DOC_PART && label != NULL)
        title_id = arena_printf(r->scratch, "%s %s", r->plan->title_id[label->seq], title_id);
    xml_attr(r->x, "aria-labelledby", title_id);
}

static void begin_root(struct render *r)
{
    const struct piece *piece = r->piece;
    struct root_kind kind =
        piece->refers != NULL ? (struct root_kind){NULL, "endnotes", "doc-endnotes"} : root_kind(piece->top);
    xml_begin(r->x, "section");
    xml_attr(r->x, "class", kind.class);
    xml_attr(r->x, "epub:type", kind.type);
    xml_attr(r->x, "role", kind.role);
    xml_attr(r->x, "id", piece->root_id);
    put_root_name(r);
    xhtml_lang(r, piece->top);
    xml_nl(r->x);
}

/* The chapter's number and where the article comes from, on one line. */
static void put_kicker(struct render *r, const struct doc_node *label, const struct doc_node *kicker)
{
    if (label != NULL && inline_is_silent(r, label))
        label = NULL;
    if (label == NULL && (kicker == NULL || inline_is_silent(r, kicker)))
        return;
    xml_begin(r->x, "p");
    xml_attr(r->x, "class", "kicker");
    if (label != NULL)
        inline_span(r, "no", label, LEAF_BEGINS);
    if (label != NULL && kicker != NULL)
        xml_puts(r->x, " ");
    if (kicker != NULL)
        inline_span(r, NULL, kicker, label != NULL ? LEAF_FOLLOWS : LEAF_BEGINS);
    xhtml_end(r);
}

/* Source, title, lead and author of an article, in the order in which the tree has them. */
static void put_opening(struct render *r)
{
    const struct doc_node *top = r->piece->top;
    xml_begin(r->x, "header");
    xml_attr(r->x, "class", "opening");
    xml_nl(r->x);
    put_kicker(r, doc_child(top, DOC_LABEL), doc_child(top, DOC_KICKER));
    for (const struct doc_node *n = top->first; n != NULL; n = n->next) {
        if (n->kind == DOC_TITLE)
            xhtml_title(r, n);
        else if (n->kind == DOC_SUBTITLE)
            xhtml_leaf(r, "p", "subtitle", n);
    }
    xhtml_end(r);
    for (const struct doc_node *n = top->first; n != NULL; n = n->next) {
        if (n->kind == DOC_LEAD)
            xhtml_leaf(r, "p", "lead", n);
        else if (n->kind == DOC_BYLINE)
            xhtml_leaf(r, "p", "byline", n);
        else if (n->kind == DOC_CONTENTS)
            xhtml_entry_list(r, n);
    }
}

static void put_content(struct render *r)
{
    const struct piece *piece = r->piece;
    switch (piece->top->kind) {
    case DOC_COVER:
        xhtml_cover(r);
        return;
    case DOC_TITLEPAGE:
        xhtml_titlepage(r);
        return;
    case DOC_PART:
        xhtml_part(r);
        return;
    default:
        break;
    }
    if (piece->first && piece->top->kind == DOC_CHAPTER) {
        put_opening(r);
    } else if (piece->first) {
        if (piece->top->kind == DOC_MATTER)
            put_kicker(r, doc_child(piece->top, DOC_LABEL), NULL);
        xhtml_title(r, doc_child(piece->top, DOC_TITLE));
    }
    if (piece->top->kind == DOC_CONTENTS)
        xhtml_entries(r);
    else if (piece->top->kind == DOC_SOURCES)
        xhtml_sources(r);
    else
        xhtml_units(r);
    const struct doc_node *source = doc_child(piece->top, DOC_SOURCE_BLOCK);
    if (piece->last && source != NULL)
        xhtml_source_block(r, source);
    put_notes(r);
}

static void put_head(struct render *r)
{
    struct xml *x = r->x;
    static const char *const sheets[] = {"../css/book.css", "../css/modern.css"};
    xml_begin(x, "head");
    xml_nl(x);
    xml_leaf(x, "title", r->piece->label != NULL ? r->piece->label : r->piece->title);
    for (size_t i = 0; i < 2; i++) {
        xml_begin(x, "link");
        xml_attr(x, "rel", "stylesheet");
        xml_attr(x, "type", "text/css");
        xml_attr(x, "href", sheets[i]);
        xml_close(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
}

void xhtml_write(const struct plan *p, struct piece *piece)
{
    struct xml *x = xml_new();
    struct render r = {.plan = p, .piece = piece, .x = x, .scratch = arena_new(), .titles = arena_new()};
    xml_start(x, true);
    xml_begin(x, "html");
    xml_attr(x, "xmlns", "http://www.w3.org/1999/xhtml");
    xml_attr(x, "xmlns:epub", "http://www.idpf.org/2007/ops");
    xml_attr(x, "lang", p->in->book->language);
    xml_attr(x, "xml:lang", p->in->book->language);
    xml_nl(x);
    put_head(&r);
    xml_begin(x, "body");
    xml_nl(x);
    begin_root(&r);
    if (piece->refers != NULL)
        put_notes(&r);
    else
        put_content(&r);
    xhtml_end(&r);
    xhtml_end(&r);
    xml_finish(x, &piece->xhtml);
    xml_drop(x);
    arena_drop(r.scratch);
    arena_drop(r.titles);
}
