/* Records of the briefing blocks: lists of times and numbers as ol, of people, terms and answers as dl
 * (as ul where nothing is said about one of them). */
#include <string.h>

#include "epub/href.h"
#include "epub/xhtml.h"

enum shape {
    SHAPE_NUMBERED, /* ol: number, text, small print */
    SHAPE_TIMED,    /* ol: time or date, then what */
    SHAPE_PAIRED    /* dl: what, then about it */
};

struct form {
    const char *name, *class;
    enum shape shape;
};

static struct form form_of(const char *name)
{
    static const struct form forms[] = {
        {"agenda", "none ag", SHAPE_TIMED},          {"timeline", "none ag", SHAPE_TIMED},
        {"delegation", "people", SHAPE_PAIRED},      {"responses", "pairs", SHAPE_PAIRED},
        {"glossary", "terms", SHAPE_PAIRED},         {"key-messages", "none msgs", SHAPE_NUMBERED},
        {"agreements", "none srcs", SHAPE_NUMBERED},
    };
    for (size_t i = 0; name != NULL && i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(name, forms[i].name) == 0)
            return forms[i];
    return (struct form){name, "none points", SHAPE_NUMBERED};
}

static void begin(struct render *r, const char *tag, const char *class)
{
    xml_begin(r->x, tag);
    xml_attr(r->x, "class", class);
}

/* Number and first words on one line, as <tag class>. Returns what follows them in the record. */
static const struct doc_node *put_head(struct render *r, const char *tag, const char *class,
                                       const struct doc_node *record, const struct doc_node *words)
{
    const struct doc_node *label = doc_child(record, DOC_LABEL);
    if (label == NULL && words == NULL)
        return record->first;
    if (words != NULL)
        xhtml_begin(r, tag, class, words);
    else
        begin(r, tag, class);
    if (label != NULL) {
        inline_span(r, "no", label, LEAF_BEGINS);
        xml_puts(r->x, " ");
    }
    bool term = words != NULL && strcmp(tag, "dt") == 0 && record->parent->name != NULL &&
                strcmp(record->parent->name, "glossary") == 0;
    if (term)
        xml_begin(r->x, "dfn");
    if (words != NULL)
        inline_leaf(r, words, label != NULL ? LEAF_FOLLOWS : LEAF_BEGINS);
    if (term)
        xml_end(r->x);
    xhtml_end(r);
    return words != NULL ? words->next : label->next;
}

static void put_url(struct render *r, const struct doc_node *url)
{
    const char *href = url->target != NULL ? href_external(r->scratch, url->target) : NULL;
    begin(r, "p", "meta");
    xhtml_begin(r, href != NULL ? "a" : "span", "url", url);
    xml_attr(r->x, "href", href);
    inline_leaf(r, url, LEAF_BEGINS);
    xml_end(r->x);
    xhtml_end(r);
}

/* "Tiếng Nga Совещание…" */
static void put_field(struct render *r, const struct doc_node *field, const char *tag)
{
    const struct doc_node *label = doc_child(field, DOC_LABEL), *value = doc_child(field, DOC_VALUE);
    xhtml_begin(r, tag, "name", field);
    if (label != NULL)
        inline_span(r, "lbl", label, LEAF_BEGINS);
    xml_puts(r->x, " ");
    if (value != NULL)
        inline_span(r, NULL, value, label != NULL ? LEAF_FOLLOWS : LEAF_BEGINS);
    xhtml_end(r);
}

/* What a record holds besides number and title, in elements of flow content. */
static void put_rest(struct render *r, const struct doc_node *from)
{
    for (const struct doc_node *n = from; n != NULL; n = n->next) {
        if (n->kind == DOC_META)
            xhtml_leaf(r, "p", "meta", n);
        else if (n->kind == DOC_SUBTITLE)
            xhtml_leaf(r, "p", "office", n);
        else if (n->kind == DOC_URL)
            put_url(r, n);
        else if (n->kind == DOC_FIELD)
            put_field(r, n, "p");
        else
            xhtml_children(r, n, n->next);
    }
}

static const struct doc_node *behind_photo(const struct doc_node *record)
{
    const struct doc_node *first = record->first;
    return first != NULL && first->kind == DOC_FIGURE ? first->next : first;
}

static void put_numbered(struct render *r, const struct doc_node *record)
{
    const struct doc_node *n = behind_photo(record);
    if (n != NULL && n->kind == DOC_LABEL)
        n = n->next;
    bool words = n != NULL && (n->kind == DOC_TITLE || n->kind == DOC_PARAGRAPH);
    xhtml_begin(r, "li", NULL, record);
    xml_nl(r->x);
    const struct doc_node *rest = put_head(r, "p", "first", record, words ? n : NULL);
    put_rest(r, words ? rest : n);
    xhtml_end(r);
}

static void put_timed(struct render *r, const struct doc_node *record)
{
    const struct doc_node *n = record->first;
    xhtml_begin(r, "li", NULL, record);
    xml_nl(r->x);
    if (n != NULL && n->kind == DOC_LABEL) {
        xhtml_begin(r, "p", "time", n);
        inline_markers(r, n);
        if (record->target != NULL) {
            xml_begin(r->x, "time");
            xml_attr(r->x, "datetime", record->target);
        }
        inline_leaf(r, n, LEAF_MARKED);
        if (record->target != NULL)
            xml_end(r->x);
        xhtml_end(r);
        n = n->next;
    }
    begin(r, "div", "what");
    xml_nl(r->x);
    if (n != NULL && n->kind == DOC_TITLE) {
        xhtml_leaf(r, "p", "t", n);
        n = n->next;
    }
    put_rest(r, n);
    xhtml_end(r);
    xhtml_end(r);
}

/* The blocks of a definition in one dd, everything else in one of its own. */
static void put_definition(struct render *r, const struct doc_node *n)
{
    while (n != NULL) {
        if (n->kind == DOC_FIELD) {
            put_field(r, n, "dd");
        } else if (n->kind == DOC_META || n->kind == DOC_SUBTITLE) {
            xhtml_leaf(r, "dd", n->kind == DOC_META ? "meta" : "office", n);
        } else if (n->kind == DOC_URL) {
            xml_begin(r->x, "dd");
            put_url(r, n);
            xhtml_end(r);
        } else {
            const struct doc_node *to = n;
            while (to != NULL && to->kind != DOC_FIELD && to->kind != DOC_META && to->kind != DOC_URL)
                to = to->next;
            xml_begin(r->x, "dd");
            xml_nl(r->x);
            xhtml_children(r, n, to);
            xhtml_end(r);
            n = to;
            continue;
        }
        n = n->next;
    }
}

/* The picture with which the record begins, if it does. */
static void put_photo(struct render *r, const char *tag, const struct doc_node *record)
{
    const struct doc_node *figure = record->first;
    if (figure == NULL || figure->kind != DOC_FIGURE)
        return;
    begin(r, tag, "photo");
    xml_nl(r->x);
    xhtml_figure(r, figure);
    xhtml_end(r);
}

static void put_paired(struct render *r, const struct doc_node *record)
{
    const struct doc_node *title = doc_child(record, DOC_TITLE);
    xhtml_begin(r, "div", "rec", record);
    xml_nl(r->x);
    const struct doc_node *rest = put_head(r, "dt", NULL, record, title);
    put_photo(r, "dd", record);
    if (title != NULL)
        put_definition(r, rest);
    xhtml_end(r);
}

/* A description list wants something said about each term. */
static bool is_bare(const struct doc_node *record)
{
    for (const struct doc_node *n = record->first; n != NULL; n = n->next)
        if (n->kind != DOC_LABEL && n->kind != DOC_TITLE)
            return false;
    return true;
}

static bool any_is_bare(const struct doc_node *records)
{
    for (const struct doc_node *record = records->first; record != NULL; record = record->next)
        if (is_bare(record))
            return true;
    return false;
}

/* One of a list in which nothing is said about some. */
static void put_listed(struct render *r, const struct doc_node *record)
{
    const struct doc_node *title = doc_child(record, DOC_TITLE);
    xhtml_begin(r, "li", "rec", record);
    xml_nl(r->x);
    const struct doc_node *rest = put_head(r, "p", "t", record, title);
    put_photo(r, "div", record);
    if (title != NULL)
        put_rest(r, rest);
    xhtml_end(r);
}

void xhtml_records(struct render *r, const struct doc_node *records)
{
    struct shown shown = xhtml_shown(r, records);
    struct form form = form_of(records->name);
    bool listed = form.shape == SHAPE_PAIRED && any_is_bare(records);
    const char *tag = listed ? "ul" : form.shape == SHAPE_PAIRED ? "dl" : "ol";
    const char *class = listed ? arena_printf(r->scratch, "none %s", form.class) : form.class;
    if (shown.begins)
        xhtml_begin(r, tag, class, records);
    else
        begin(r, tag, class);
    xml_nl(r->x);
    for (const struct doc_node *record = shown.from; record != shown.to; record = record->next) {
        if (listed)
            put_listed(r, record);
        else if (form.shape == SHAPE_NUMBERED)
            put_numbered(r, record);
        else if (form.shape == SHAPE_TIMED)
            put_timed(r, record);
        else
            put_paired(r, record);
    }
    xhtml_end(r);
}
