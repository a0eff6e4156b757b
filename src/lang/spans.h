/* Adding many spans to a text at once. */
#ifndef LANG_SPANS_H
#define LANG_SPANS_H

#include "doc/doc.h"

/* Spans that wait to be added; heap memory, freed by spans_merge(). */
struct span_list {
    struct span *items;
    size_t n, cap;
};

void spans_push(struct span_list *list, size_t start, size_t end, enum span_kind kind, const char *value);

/* As spans_push(), but cut where the span would cross one of the text's own (a link, bold words): for kinds that must
 * nest. */
void spans_push_nested(struct span_list *list, const struct text *t, size_t start, size_t end, enum span_kind kind,
                       const char *value);

/* Merges the list into the text's spans, keeping their order, and empties the list. Linear, unlike text_add_span() span
 * by span: a paragraph may be a megabyte long. */
void spans_merge(struct arena *a, struct text *t, struct span_list *list);

#endif
