/* The text of a leaf: spans, ties and page-break markers as nested elements.
 *
 * The tree's spans nest; groups that may not wrap (ties.c) lie across them. Where a group crosses a span's edge it is
 * divided there: the space at the edge stays inside one of its parts, so the line still does not break. A marker is the
 * first child of its group, before a link that the group holds whole: inside, the page's number would become part of
 * the link's name.
 */
#include <string.h>

#include "base/mem.h"
#include "epub/href.h"
#include "epub/ties.h"
#include "epub/xhtml.h"
#include "lang/dates.h"

/* Kinds of elements besides those of spans. */
enum { EL_GROUP = 100, EL_TIME };

struct element {
    uint32_t start, end;
    int kind;          /* enum span_kind, EL_GROUP or EL_TIME */
    const char *value; /* href, language, date … */
    const struct span *span;
    long marker;        /* EL_GROUP: number of the page start; -1: none */
    bool until_pageref; /* SPAN_LINK: see struct open_element */
};

struct open_element {
    uint32_t end;
    int kind;
    unsigned tags;      /* end tags to write */
    bool until_pageref; /* stays open for the page's number that stands where it ends */
};

struct line {
    struct render *r;
    const struct doc_node *leaf;
    struct element *spans; /* by start, the longer first */
    size_t n_spans, at_span;
    struct element *groups;
    size_t n_groups, at_group;
    struct element rest; /* of a divided group; start > end: none */
    struct open_element *stack;
    size_t depth;
    uint32_t pos, to; /* what is written of the leaf */
    bool plain;       /* all of that can be written as it is */
};

/* ---- markers ---- */

static void put_marker(struct render *r, size_t start)
{
    const struct page_start *s = &r->plan->in->starts->items[start];
    const char *id = r->plan->marker_id[start];
    if (id == NULL)
        return;
    xml_begin(r->x, "span");
    xml_attr_plain(r->x, "class", "pb");
    xml_attr_plain(r->x, "epub:type", "pagebreak");
    xml_attr_plain(r->x, "role", "doc-pagebreak");
    xml_attr_plain(r->x, "id", id);
    xml_attr(r->x, "aria-label", s->label);
    xml_end(r->x);
    struct piece *piece = r->piece;
    mem_grow((void **)&piece->spots, &piece->cap_spots, piece->n_spots + 1, sizeof *piece->spots);
    piece->spots[piece->n_spots++] = (struct spot){NULL, start};
}

static const struct page_start *starts_of(const struct render *r, const struct doc_node *node, size_t *n)
{
    *n = 0;
    return r->in_note || r->again ? NULL : starts_in(r->plan->in->starts, node->seq, n);
}

static size_t number_of(const struct render *r, const struct page_start *s)
{
    return (size_t)(s - r->plan->in->starts->items);
}

uint32_t inline_begin(const struct render *r, const struct doc_node *leaf)
{
    const struct piece *piece = r->piece;
    if (piece->begin_at == 0 || piece->units[0] == leaf)
        return piece->begin_at;
    bool in_row = leaf->kind == DOC_CELL && piece->units[0] == leaf->parent;
    return in_row ? split_slice(r->plan, leaf, piece->begin_at) : 0;
}

uint32_t inline_end(const struct render *r, const struct doc_node *leaf)
{
    const struct piece *piece = r->piece;
    if (piece->end_at == UINT32_MAX)
        return leaf->text.n;
    const struct doc_node *last = piece->units[piece->n_units - 1];
    if (leaf->kind == DOC_CELL && last == leaf->parent)
        return split_slice(r->plan, leaf, piece->end_at);
    return last == leaf && piece->end_at < leaf->text.n ? piece->end_at : leaf->text.n;
}

bool inline_has_marker(const struct render *r, const struct doc_node *node)
{
    size_t n = 0;
    const struct page_start *s = starts_of(r, node, &n);
    return n > 0 && s->offset == 0;
}

bool inline_markers(struct render *r, const struct doc_node *node)
{
    size_t n = 0;
    const struct page_start *s = starts_of(r, node, &n);
    bool any = false;
    for (size_t i = 0; i < n && s[i].offset == 0; i++, any = true)
        put_marker(r, number_of(r, &s[i]));
    return any;
}

void inline_markers_below(struct render *r, const struct doc_node *node)
{
    for (const struct doc_node *d = node; d != NULL; d = doc_next(node, d)) {
        size_t n = 0;
        const struct page_start *s = starts_of(r, d, &n);
        for (size_t i = 0; i < n; i++)
            if (plan_piece_at(r->plan, d->seq, s[i].offset) == r->piece->index + 1)
                put_marker(r, number_of(r, &s[i]));
    }
}

bool inline_is_silent(const struct render *r, const struct doc_node *leaf)
{
    size_t n = 0;
    starts_of(r, leaf, &n);
    return leaf->text.n == 0 && leaf->text.n_spans == 0 && n == 0;
}

/* ---- addresses ---- */

static const char *address(const struct render *r, const struct piece *to, const char *fragment)
{
    if (to == r->piece)
        return fragment != NULL ? arena_printf(r->scratch, "#%s", fragment) : NULL;
    if (fragment == NULL)
        return arena_printf(r->scratch, "%s.xhtml", to->name);
    return arena_printf(r->scratch, "%s.xhtml#%s", to->name, fragment);
}

static const struct piece *piece_of(const struct render *r, uint32_t seq, uint32_t offset)
{
    uint32_t piece = plan_piece_at(r->plan, seq, offset);
    return piece > 0 ? &r->plan->pieces[piece - 1] : NULL;
}

const char *inline_target(const struct render *r, const char *id)
{
    const struct id_entry *e = ids_lookup(r->plan->ids, id);
    const struct piece *to = e != NULL ? piece_of(r, e->node->seq, e->anchor != NULL ? e->anchor->start : 0) : NULL;
    if (to == NULL)
        return NULL;
    /* Another file is named without a fragment when all of it is meant: Kobo would show a short one in a pop-up. */
    bool whole = to != r->piece && to->first && e->node == to->top && e->anchor == NULL;
    return address(r, to, whole ? NULL : id);
}

const char *inline_page_of(const struct render *r, const char *id, const char **label)
{
    *label = id != NULL ? starts_label(r->plan->in->starts, id) : NULL;
    long start = *label != NULL ? ids_marker(r->plan, *label) : -1;
    if (start < 0)
        return inline_target(r, id);
    const struct page_start *s = &r->plan->in->starts->items[start];
    return address(r, piece_of(r, s->seq, s->offset), r->plan->marker_id[start]);
}

/* ---- which elements ---- */

static const char *link_address(const struct render *r, const struct span *s)
{
    if (s->value == NULL)
        return NULL;
    return s->value[0] == '#' ? inline_target(r, s->value + 1) : href_external(r->scratch, s->value);
}

/* A heading is bold by its style; that its source had it bold adds nothing. */
static bool is_whole_heading(const struct doc_node *leaf, const struct span *s)
{
    return (leaf->kind == DOC_HEADING || leaf->kind == DOC_TITLE) && s->start == 0 && s->end == leaf->text.n;
}

/* Does the stretch that is written hold something of the span? */
static bool in_part(const struct line *w, const struct span *s)
{
    if (s->start == s->end)
        return s->start >= w->pos && (s->start < w->to || w->to == w->leaf->text.n);
    return s->end > w->pos && s->start < w->to;
}

/* Fills `el` from a span other than a tie. Returns false for spans that write nothing: links, ids and languages without
 * effect. */
static bool element_of(const struct line *w, const struct span *s, struct element *el)
{
    *el = (struct element){.start = s->start < w->pos ? w->pos : s->start,
                           .end = s->end > w->to ? w->to : s->end,
                           .kind = (int)s->kind,
                           .value = s->value,
                           .span = s,
                           .marker = -1};
    const struct id_entry *e;
    switch (s->kind) {
    case SPAN_STRONG:
        return !is_whole_heading(w->leaf, s);
    case SPAN_LINK:
        el->value = link_address(w->r, s);
        return el->value != NULL;
    case SPAN_LANG:
        return plan_lang(s->value) != NULL && strcmp(s->value, doc_lang(w->leaf, w->r->plan->in->book->language)) != 0;
    case SPAN_ANCHOR:
        if (w->r->again || s->start < w->pos)
            return false;
        e = ids_lookup(w->r->plan->ids, s->value);
        return e != NULL && e->anchor == s;
    case SPAN_PAGEREF:
        el->end = el->start;
        return true;
    default:
        return true;
    }
}

/* The article's date where a kicker or source line shows it, as <time>. */
static bool find_date(const struct line *w, struct element *el)
{
    const struct doc_node *n = w->leaf;
    if (n->kind != DOC_KICKER && n->kind != DOC_META)
        return false;
    while (n != NULL && n->meta == NULL)
        n = n->parent;
    if (n == NULL || n->meta->date.year == 0)
        return false;
    const char *lang = doc_lang(w->leaf, w->r->plan->in->book->language);
    const char *shown = date_write(w->r->scratch, lang, &n->meta->date, DATE_NUMERIC, false);
    const char *at = *shown != '\0' ? strstr(w->leaf->text.s, shown) : NULL;
    if (at == NULL)
        return false;
    struct doc_date day = n->meta->date;
    day.hour = day.minute = -1;
    day.has_zone = false;
    char iso[32];
    doc_date_iso(&day, iso);
    uint32_t start = (uint32_t)(at - w->leaf->text.s);
    *el = (struct element){.start = start, .end = start + (uint32_t)strlen(shown), .kind = EL_TIME, .marker = -1};
    el->value = arena_strdup(w->r->scratch, iso);
    return true;
}

static bool goes_before(const struct element *x, const struct element *y)
{
    return x->start != y->start ? x->start < y->start : x->end > y->end;
}

/* "tr. 15", a link whose page's number stands behind it, with or without a space: one link, which says where it leads,
 * instead of two with the same target. */
static void join_pageref(const struct line *w, struct element *spans, size_t n)
{
    const struct element *ref = &spans[n - 1];
    for (size_t i = n - 1; ref->kind == SPAN_PAGEREF && i-- > 0;) {
        struct element *link = &spans[i];
        uint32_t gap = ref->start - link->end;
        if (link->kind != SPAN_LINK || link->span->value[0] != '#')
            continue;
        bool near = link->end <= ref->start && (gap == 0 || (gap == 1 && w->leaf->text.s[link->end] == ' '));
        if (near && strcmp(link->span->value + 1, ref->value) == 0) {
            link->end = ref->start;
            link->until_pageref = true;
        }
        return;
    }
}

static void collect_spans(struct line *w)
{
    const struct text *t = &w->leaf->text;
    size_t n = 0;
    for (uint32_t i = 0; i < t->n_spans; i++)
        n += t->spans[i].kind != SPAN_TIE;
    w->spans = arena_calloc(w->r->scratch, n + 2, sizeof *w->spans); /* and a date */
    for (uint32_t i = 0; i < t->n_spans; i++) {
        if (t->spans[i].kind == SPAN_TIE || !in_part(w, &t->spans[i]) ||
            !element_of(w, &t->spans[i], &w->spans[w->n_spans]))
            continue;
        join_pageref(w, w->spans, ++w->n_spans);
    }
    struct element date;
    if (w->pos > 0 || !find_date(w, &date))
        return;
    size_t at = w->n_spans++;
    for (; at > 0 && goes_before(&date, &w->spans[at - 1]); at--)
        w->spans[at] = w->spans[at - 1];
    w->spans[at] = date;
}

static void collect_groups(struct line *w, enum leaf_place place)
{
    size_t n = 0, kept = 0;
    const struct page_start *s = starts_of(w->r, w->leaf, &n);
    for (; n > 0 && s->offset < w->pos; n--)
        s++;
    while (n > 0 && s[n - 1].offset >= w->to && w->to < w->leaf->text.n)
        n--;
    while (place != LEAF_FOLLOWS && n > 0 && s->offset == 0) {
        s++;
        n--;
    }
    struct tie_group *g;
    struct text_part part = {&w->leaf->text, w->pos, w->to};
    w->n_groups = ties_group(w->r->scratch, &part, s, n, &g);
    w->groups = arena_calloc(w->r->scratch, w->n_groups + 1, sizeof *w->groups);
    for (size_t i = 0; i < w->n_groups; i++) {
        long marker = g[i].marker >= 0 ? (long)number_of(w->r, s + g[i].marker) : -1;
        if (g[i].end > w->pos && g[i].start < w->to)
            w->groups[kept++] = (struct element){.start = g[i].start < w->pos ? w->pos : g[i].start,
                                                 .end = g[i].end > w->to ? w->to : g[i].end,
                                                 .kind = EL_GROUP,
                                                 .marker = marker};
    }
    w->n_groups = kept;
}

/* ---- opening and closing ---- */

static bool inside(const struct line *w, int kind)
{
    for (size_t i = 0; i < w->depth; i++)
        if (w->stack[i].kind == kind)
            return true;
    return false;
}

static bool inside_link(const struct line *w)
{
    return inside(w, SPAN_LINK) || inside(w, SPAN_NOTE);
}

static unsigned begin_simple(struct line *w, const char *tag)
{
    xml_begin(w->r->x, tag);
    return 1;
}

static unsigned begin_link(struct line *w, const struct element *el)
{
    if (inside_link(w))
        return 0;
    xml_begin(w->r->x, "a");
    xml_attr(w->r->x, "href", el->value);
    return 1;
}

static unsigned begin_note(struct line *w, const struct element *el)
{
    struct xml *x = w->r->x;
    unsigned tags = 0;
    if (!inside(w, SPAN_SUPERSCRIPT))
        tags += begin_simple(w, "sup");
    const struct id_entry *note = ids_lookup(w->r->plan->ids, el->value);
    if (note == NULL || note->node->kind != DOC_NOTE || inside_link(w))
        return tags;
    xml_begin(x, "a");
    xml_attr(x, "class", "nr");
    xml_attr(x, "epub:type", "noteref");
    xml_attr(x, "role", "doc-noteref");
    xml_attr(x, "id", note->ref == el->span && !w->r->again ? note->ref_id : NULL);
    xml_attr(x, "href", inline_target(w->r, el->value));
    return tags + 1;
}

/* A page's number, as a link to that page's beginning; in an index to the very spot. */
static unsigned put_pageref(struct line *w, const struct element *el)
{
    const struct id_entry *e = ids_lookup(w->r->plan->ids, el->value);
    const char *label, *href = inline_page_of(w->r, el->value, &label);
    if (e != NULL && e->anchor != NULL)
        href = inline_target(w->r, el->value);
    if (label == NULL)
        return 0;
    bool link = href != NULL && !inside_link(w);
    if (link) {
        xml_begin(w->r->x, "a");
        xml_attr(w->r->x, "href", href);
    }
    xml_puts(w->r->x, label);
    if (link)
        xml_end(w->r->x);
    return 0;
}

static unsigned begin_with(struct line *w, const char *tag, const char *name, const char *value)
{
    xml_begin(w->r->x, tag);
    xml_attr(w->r->x, name, value);
    return 1;
}

static unsigned begin_element(struct line *w, const struct element *el)
{
    switch (el->kind) {
    case SPAN_STRONG:
        return begin_simple(w, "strong");
    case SPAN_EMPHASIS:
        return begin_simple(w, "em");
    case SPAN_CODE:
        return begin_simple(w, "code");
    case SPAN_SUPERSCRIPT:
        return begin_simple(w, "sup");
    case SPAN_SUBSCRIPT:
        return begin_simple(w, "sub");
    case SPAN_LINK:
        return begin_link(w, el);
    case SPAN_NOTE:
        return begin_note(w, el);
    case SPAN_PAGEREF:
        return put_pageref(w, el);
    case SPAN_ANCHOR:
        return begin_with(w, "span", "id", el->value);
    case EL_TIME:
        return begin_with(w, "time", "datetime", el->value);
    case SPAN_LANG:
        begin_with(w, "span", "lang", el->value);
        xml_attr(w->r->x, "xml:lang", el->value);
        return 1;
    case EL_GROUP:
        xml_begin(w->r->x, "span");
        xml_attr_plain(w->r->x, "class", "nb");
        if (el->marker >= 0)
            put_marker(w->r, (size_t)el->marker);
        return 1;
    default:
        return 0;
    }
}

static bool is_within_char(const struct text *t, uint32_t at)
{
    return at < t->n && ((unsigned char)t->s[at] & 0xC0) == 0x80;
}

static void put_text(struct line *w, uint32_t to)
{
    const char *s = w->leaf->text.s;
    bool code = w->leaf->kind == DOC_CODE;
    if (w->plain && w->pos < to && !is_within_char(&w->leaf->text, w->pos) && !is_within_char(&w->leaf->text, to)) {
        xml_plain(w->r->x, s + w->pos, to - w->pos);
        w->pos = to;
    }
    while (w->pos < to) {
        const char *nl = code ? NULL : memchr(s + w->pos, '\n', to - w->pos);
        uint32_t end = nl != NULL ? (uint32_t)(nl - s) : to;
        xml_text(w->r->x, s + w->pos, end - w->pos);
        w->pos = end;
        if (nl != NULL) {
            xml_begin(w->r->x, "br");
            xml_close(w->r->x);
            w->pos++;
        }
    }
}

static void pop(struct line *w)
{
    for (unsigned tags = w->stack[--w->depth].tags; tags > 0; tags--)
        xml_end(w->r->x);
}

/* Writes the text up to `at` and ends what ends there or before. */
static void advance(struct line *w, uint32_t at)
{
    while (w->depth > 0 && w->stack[w->depth - 1].end <= at) {
        const struct open_element *top = &w->stack[w->depth - 1];
        put_text(w, top->end);
        if (top->until_pageref && top->end == at)
            return;
        pop(w);
    }
    put_text(w, at);
}

/* Is this the page's number that an open link waits for? */
static bool awaited(const struct line *w, const struct element *span)
{
    for (size_t i = w->depth; i > 0 && span->kind == SPAN_PAGEREF; i--)
        if (w->stack[i - 1].until_pageref && w->stack[i - 1].end == span->start)
            return true;
    return false;
}

/* The next element to open: a span, a group, or the rest of a divided group. NULL at the end. */
static const struct element *next_element(struct line *w, struct element *copy)
{
    const struct element *span = w->at_span < w->n_spans ? &w->spans[w->at_span] : NULL;
    bool rest = w->rest.start < w->rest.end;
    const struct element *group = rest ? &w->rest : w->at_group < w->n_groups ? &w->groups[w->at_group] : NULL;
    if (span == NULL && group == NULL)
        return NULL;
    bool group_first = span == NULL || (group != NULL && goes_before(group, span));
    /* A link that the group holds whole: the marker stays outside of it. */
    if (span != NULL && group != NULL && group->marker >= 0 && span->start == group->start && span->end <= group->end)
        group_first = true;
    if (span != NULL && group != NULL && group->start == span->start && awaited(w, span))
        group_first = false;
    *copy = group_first ? *group : *span;
    if (!group_first)
        w->at_span++;
    else if (rest)
        w->rest.end = w->rest.start;
    else
        w->at_group++;
    return copy;
}

/* Makes the element nest in what is open. */
static void fit(struct line *w, struct element *el)
{
    if (el->kind == EL_GROUP) {
        while (w->depth > 0 && w->stack[w->depth - 1].end <= el->start)
            pop(w); /* a link that waited in vain */
        uint32_t limit = w->depth > 0 ? w->stack[w->depth - 1].end : UINT32_MAX;
        if (el->end > limit) {
            w->rest = (struct element){.start = limit, .end = el->end, .kind = EL_GROUP, .marker = -1};
            el->end = limit;
        }
        return;
    }
    for (size_t i = w->depth; i > 0; i--)
        if (w->stack[i - 1].kind != EL_GROUP && el->end > w->stack[i - 1].end) {
            el->end = w->stack[i - 1].end;
            el->until_pageref = false;
        }
    while (w->depth > 0 && w->stack[w->depth - 1].kind == EL_GROUP && el->end > w->stack[w->depth - 1].end) {
        w->rest =
            (struct element){.start = el->start, .end = w->stack[w->depth - 1].end, .kind = EL_GROUP, .marker = -1};
        pop(w);
    }
}

void inline_span(struct render *r, const char *class, const struct doc_node *leaf, enum leaf_place place)
{
    bool bare = class == NULL && leaf->lang == NULL && r->plan->node_id[leaf->seq] == NULL;
    if (!bare)
        xhtml_begin(r, "span", class, leaf);
    inline_leaf(r, leaf, place);
    if (!bare)
        xml_end(r->x);
}

void inline_leaf(struct render *r, const struct doc_node *leaf, enum leaf_place place)
{
    struct line w = {.r = r, .leaf = leaf, .pos = inline_begin(r, leaf), .to = inline_end(r, leaf)};
    w.plain = w.pos < w.to && xml_is_plain(leaf->text.s + w.pos, w.to - w.pos);
    if (place == LEAF_BEGINS && w.pos == 0)
        inline_markers(r, leaf);
    collect_spans(&w);
    collect_groups(&w, place);
    w.stack = arena_calloc(r->scratch, w.n_spans + w.n_groups + 2, sizeof *w.stack);
    struct element el;
    while (next_element(&w, &el) != NULL) {
        advance(&w, el.start);
        fit(&w, &el);
        unsigned tags = begin_element(&w, &el);
        if (el.kind == SPAN_PAGEREF && w.depth > 0)
            w.stack[w.depth - 1].until_pageref = false;
        w.stack[w.depth++] = (struct open_element){el.end, el.kind, tags, el.until_pageref && tags > 0};
    }
    advance(&w, w.to);
    while (w.depth > 0)
        pop(&w);
    arena_reset(r->scratch);
}
