/* The index: a section a letter, a list of entries; each page's number leads to the very place. */
#include "epub/xhtml.h"

static void put_link(struct render *r, const char *id, const char *label)
{
    const char *href = inline_target(r, id);
    if (href == NULL) {
        xml_puts(r->x, label);
        return;
    }
    xml_begin(r->x, "a");
    xml_attr(r->x, "href", href);
    xml_puts(r->x, label);
    xml_end(r->x);
}

/* Pages and ranges of pages, as in print. Returns their number. */
static size_t put_places(struct render *r, const struct doc_node *meta)
{
    const struct text *t = &meta->text;
    struct index_place *places = arena_calloc(r->scratch, (size_t)t->n_spans + 1, sizeof *places);
    struct locator *list;
    size_t n = 0;
    for (uint32_t i = 0; i < t->n_spans; i++)
        if (t->spans[i].kind == SPAN_PAGEREF)
            places[n++] = (struct index_place){t->spans[i].value, starts_label(r->plan->in->starts, t->spans[i].value)};
    n = locators_make(r->scratch, places, n, &list);
    for (size_t i = 0; i < n; i++) {
        xml_puts(r->x, ", ");
        put_link(r, list[i].id, list[i].label);
        if (list[i].last_label == NULL)
            continue;
        xml_puts(r->x, "–");
        put_link(r, list[i].last_id, list[i].last_label);
    }
    return n;
}

/* "see also …": what the leaf holds besides places. */
static void put_words(struct render *r, const struct doc_node *meta)
{
    struct doc_node words = *meta;
    struct span *spans = arena_calloc(r->titles, (size_t)meta->text.n_spans + 1, sizeof *spans);
    words.text.n_spans = 0;
    for (uint32_t i = 0; i < meta->text.n_spans; i++)
        if (meta->text.spans[i].kind != SPAN_PAGEREF)
            spans[words.text.n_spans++] = meta->text.spans[i];
    words.text.spans = spans;
    inline_leaf(r, &words, LEAF_FOLLOWS);
}

static void put_entry(struct render *r, const struct doc_node *entry)
{
    const struct doc_node *title = doc_child(entry, DOC_TITLE), *meta = doc_child(entry, DOC_META);
    xhtml_begin(r, "li", NULL, entry);
    if (title != NULL)
        inline_leaf(r, title, LEAF_BEGINS);
    if (meta != NULL) {
        size_t n = put_places(r, meta);
        if (meta->text.n > 0) {
            xml_puts(r->x, n > 0 ? "; " : ", ");
            put_words(r, meta);
        }
    }
    xhtml_end(r);
}

void xhtml_index_group(struct render *r, const struct doc_node *group, const struct doc_node *from,
                       const struct doc_node *to, const struct doc_node *label)
{
    if (label != NULL) {
        xhtml_begin(r, "section", NULL, group);
        xml_attr(r->x, "aria-labelledby", r->plan->title_id[label->seq]);
        xml_nl(r->x);
        xhtml_label(r, label);
    }
    xml_begin(r->x, "ul");
    xml_nl(r->x);
    for (const struct doc_node *n = from; n != to; n = n->next)
        if (n->kind == DOC_ENTRY)
            put_entry(r, n);
    xhtml_end(r);
    if (label != NULL)
        xhtml_end(r);
}
