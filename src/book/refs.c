/* Links inside the book.
 *
 * An id of the input holds first of all in its own chapter; other chapters reach it too. A link whose words are its own
 * address ("#ket-luan", perhaps with the form that is wanted behind it) is a cross-reference: number, title and page of
 * its target take the words' place, in the language around them. The page itself is looked up later.
 */
#include "book/refs.h"

#include <stdlib.h>
#include <string.h>

#include "doc/text_build.h"
#include "lang/data.h"

struct spot {
    const char *name;
    const struct doc_node *node, *top;
    size_t order;
};

struct refs {
    const struct assembly *as;
    struct spot *spots;
    size_t n, cap;
    const char **names; /* for suggestions, made when first wanted */
};

/* The words of a cross-reference. */
enum form { FORM_WHOLE, FORM_NUMBER, FORM_TITLE, FORM_PAGE };

struct refs *refs_new(const struct assembly *as)
{
    struct refs *refs = arena_alloc(as->a, sizeof *refs);
    refs->as = as;
    return refs;
}

void refs_add(struct refs *refs, const char *name, const struct doc_node *node, const struct doc_node *top)
{
    if (refs->n == refs->cap) {
        size_t cap = refs->cap > 0 ? refs->cap * 2 : 64;
        struct spot *spots = arena_calloc(refs->as->a, cap, sizeof *spots);
        if (refs->n > 0)
            memcpy(spots, refs->spots, refs->n * sizeof *spots);
        refs->spots = spots;
        refs->cap = cap;
    }
    refs->spots[refs->n] = (struct spot){name, node, top, refs->n};
    refs->n++;
}

void refs_add_book(struct refs *refs, const struct doc_node *root)
{
    for (const struct doc_node *top = root->first; top; top = top->next) {
        const char *slug = top->kind == DOC_CHAPTER || top->kind == DOC_MATTER ? top->file : NULL, *dash;
        if (slug && (dash = strchr(slug, '-')) != NULL)
            refs_add(refs, dash + 1, top, top); /* the file's name alone: "thu-do" for "ch-thu-do" */
        for (const struct doc_node *node = top; node; node = doc_next(top, node))
            if (node->id)
                refs_add(refs, node->id, node, top);
    }
}

/* ---- finding ---- */

static int compare_spots(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    int by_name = strcmp(a->name, b->name);
    return by_name ? by_name : a->order < b->order ? -1 : a->order > b->order;
}

static const struct spot *first_named(const struct refs *refs, const char *name)
{
    size_t low = 0, high = refs->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(refs->spots[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < refs->n && strcmp(refs->spots[low].name, name) == 0 ? &refs->spots[low] : NULL;
}

/* The spot of that name, best in `top`. *several: others have it as well and none is there. */
static const struct doc_node *find(const struct refs *refs, const char *name, const struct doc_node *top, bool *several)
{
    const struct spot *first = first_named(refs, name), *end = refs->spots + refs->n;
    *several = false;
    for (const struct spot *s = first; s && s < end && strcmp(s->name, name) == 0; s++) {
        if (s->top == top) {
            *several = false;
            return s->node;
        }
        *several |= s->node != first->node;
    }
    return first ? first->node : NULL;
}

static const char *suggest(struct refs *refs, const char *name)
{
    if (!refs->names) {
        refs->names = arena_calloc(refs->as->a, refs->n + 1, sizeof *refs->names);
        for (size_t i = 0; i < refs->n; i++)
            refs->names[i] = refs->spots[i].name;
    }
    return yaml_suggest(name, refs->names);
}

/* ---- messages ---- */

static struct article *article_of(const struct assembly *as, const struct doc_node *top)
{
    for (size_t i = 0; i < as->inputs.n; i++)
        for (size_t k = 0; k < as->inputs.items[i].articles.n; k++)
            if (&as->inputs.items[i].articles.items[k].meta == top->meta)
                return &as->inputs.items[i].articles.items[k];
    return NULL;
}

/* Where the link stands, as exactly as the reader of the article knows; each place is told once. */
static struct srcpos place_of(const struct assembly *as, const struct doc_node *top, const struct doc_node *leaf,
                              const char *target)
{
    struct article *article = top->meta ? article_of(as, top) : NULL;
    struct srcpos pos = leaf->pos;
    for (struct link_place **link = article ? &article->links : NULL; link && *link; link = &(*link)->next) {
        if ((*link)->line < leaf->pos.line || strcmp((*link)->target, target) != 0)
            continue;
        pos.line = (*link)->line;
        pos.col = (*link)->col;
        *link = (*link)->next;
        break;
    }
    return pos;
}

static void report_unknown(struct refs *refs, const struct doc_node *top, const struct doc_node *leaf,
                           const char *target)
{
    struct srcpos pos = place_of(refs->as, top, leaf, target);
    const char *like = suggest(refs, target + 1);
    if (like)
        diag_add(refs->as->d, MSG_BOOK_LINK_LIKE, pos, target, arena_printf(refs->as->a, "#%s", like), NULL);
    else
        diag_add(refs->as->d, MSG_BOOK_LINK, pos, target, NULL);
}

/* ---- the words of a cross-reference ---- */

/* `pattern` with `value` in the place of "{}". */
static void put_filled(struct text_builder *b, const char *pattern, const char *value)
{
    const char *at = strstr(pattern, "{}");
    text_put(b, pattern, at ? (size_t)(at - pattern) : strlen(pattern));
    if (!at)
        return;
    text_put(b, value, strlen(value));
    text_put(b, at + 2, strlen(at + 2));
}

/* "Chương 3", "Hình 2", "Phụ lục 1". Returns false when the thing has no number. */
static bool put_number(const struct assembly *as, struct text_builder *b, const struct doc_node *node, const char *lang)
{
    const struct doc_node *label = doc_child(node, DOC_LABEL);
    const char *word = node->kind == DOC_CHAPTER  ? "words.ref-chapter"
                       : node->kind == DOC_FIGURE ? "words.ref-figure"
                       : node->kind == DOC_TABLE  ? "words.ref-table"
                                                  : NULL;
    if (node->kind == DOC_FIGURE || node->kind == DOC_TABLE) {
        if (node->number == 0)
            return false;
        put_filled(b, data_word(lang, word), arena_printf(as->a, "%u", node->number));
        return true;
    }
    if (!label || label->text.n == 0 || (!word && node->kind != DOC_PART && node->kind != DOC_MATTER))
        return false;
    if (word) /* a chapter's label may have the word already, in the book's language */
        put_filled(b, data_word(lang, word), number_label(as, node->number));
    else
        put_filled(b, "{}", label->text.s);
    return true;
}

static bool put_title(const struct assembly *as, struct text_builder *b, const struct doc_node *node, const char *lang)
{
    const struct doc_node *title = node->kind == DOC_HEADING ? node : doc_child(node, DOC_TITLE);
    if (!title || title->text.n == 0)
        return false;
    const char *words = make_plain(as->a, &title->text).s, *own = doc_lang(title, as->book->language);
    const char *pattern = data_word(lang, "words.ref-title"), *at = strstr(pattern, "{}");
    bool other = strcmp(own, lang) != 0;
    text_put(b, pattern, at ? (size_t)(at - pattern) : 0);
    if (other)
        text_begin(b, SPAN_LANG, own);
    text_put(b, words, strlen(words));
    if (other)
        text_end(b, SPAN_LANG);
    if (at)
        text_put(b, at + 2, strlen(at + 2));
    return true;
}

static void put_page(struct text_builder *b, const struct doc_node *node, const char *lang)
{
    const char *pattern = data_word(lang, "words.page-ref"), *at = strstr(pattern, "{}");
    text_begin(b, SPAN_TIE, NULL);
    text_put(b, pattern, at ? (size_t)(at - pattern) : strlen(pattern));
    text_begin(b, SPAN_PAGEREF, node->id);
    text_end(b, SPAN_PAGEREF);
    if (at)
        text_put(b, at + 2, strlen(at + 2));
    text_end(b, SPAN_TIE);
}

/* “Chương 3, “Hành lang Giữa”, trang 12”: number and title lead to the spot, the page's number to its page. */
static struct text words_for(const struct assembly *as, const struct doc_node *node, const char *lang, enum form form)
{
    struct text_builder *b = text_builder_new();
    const char *link = arena_printf(as->a, "#%s", node->id);
    bool named = false;
    if (form != FORM_PAGE) {
        text_begin(b, SPAN_LINK, link);
        named = form != FORM_TITLE && put_number(as, b, node, lang);
        if (named && form == FORM_WHOLE && (node->kind == DOC_HEADING || doc_child(node, DOC_TITLE)))
            text_put(b, ", ", 2);
        if (form != FORM_NUMBER || !named)
            named |= put_title(as, b, node, lang);
        if (!named)
            named = put_number(as, b, node, lang);
        text_end(b, SPAN_LINK);
    }
    if (named && form == FORM_WHOLE)
        text_put(b, ", ", 2);
    if (!named || form == FORM_WHOLE)
        put_page(b, node, lang);
    text_put(b, ".", 1); /* keeps the space before a page's number from being trimmed */
    struct text words = text_finish(b, as->a);
    text_builder_drop(b);
    words.s = arena_strndup(as->a, words.s, --words.n);
    return words;
}

/* ---- putting them in ---- */

static int compare_spans(const void *x, const void *y)
{
    const struct span *a = x, *b = y;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end > b->end ? -1 : a->end < b->end;
}

/* The text with `words` in the place of span number `at`, which goes, as do spans inside it. */
static struct text splice(struct arena *a, const struct text *t, uint32_t at, const struct text *words)
{
    const struct span *gone = &t->spans[at];
    uint32_t from = gone->start, to = gone->end, n = 0;
    struct text out = {.n = t->n - (to - from) + words->n};
    out.s = arena_printf(a, "%.*s%s%s", (int)from, t->s, words->s, t->s + to);
    struct span *spans = arena_calloc(a, t->n_spans + words->n_spans, sizeof *spans);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        struct span s = t->spans[i];
        if (s.start >= from && s.end <= to)
            continue;
        s.start = s.start >= to ? s.start - (to - from) + words->n : s.start;
        s.end = s.end >= to ? s.end - (to - from) + words->n : s.end;
        spans[n++] = s;
    }
    for (uint32_t i = 0; i < words->n_spans; i++) {
        spans[n] = words->spans[i];
        spans[n].start += from;
        spans[n++].end += from;
    }
    qsort(spans, n, sizeof *spans, compare_spans);
    out.spans = spans;
    out.n_spans = n;
    return out;
}

/* Is the link a cross-reference, and of which form? */
static bool is_reference(const struct refs *refs, const struct doc_node *leaf, const struct span *s, enum form *form)
{
    static const char *const forms[] = {"", " number", " title", " page"};
    size_t n = strlen(s->value), length = s->end - s->start;
    const char *words = leaf->text.s + s->start;
    *form = FORM_WHOLE;
    if (length < n || memcmp(words, s->value, n) != 0 || (length > n && words[n] != ' '))
        return false;
    for (int i = 0; i < 4; i++)
        if (strlen(forms[i]) == length - n && memcmp(forms[i], words + n, length - n) == 0) {
            *form = (enum form)i;
            return true;
        }
    diag_add(refs->as->d, MSG_BOOK_REF_FORM, leaf->pos,
             arena_printf(refs->as->a, "%.*s", (int)(length - n - 1), words + n + 1), NULL);
    return true;
}

static void drop_span(struct arena *a, struct text *t, uint32_t at)
{
    struct span *spans = arena_calloc(a, t->n_spans, sizeof *spans);
    memcpy(spans, t->spans, at * sizeof *spans);
    memcpy(spans + at, t->spans + at + 1, (t->n_spans - at - 1) * sizeof *spans);
    t->spans = spans;
    t->n_spans--;
}

static void set_value(struct arena *a, struct text *t, uint32_t at, const char *value)
{
    struct span *spans = arena_calloc(a, t->n_spans, sizeof *spans);
    memcpy(spans, t->spans, t->n_spans * sizeof *spans);
    spans[at].value = value;
    t->spans = spans;
}

static bool leads_inside(const struct span *s)
{
    return s->value && (s->kind == SPAN_NOTE || (s->kind == SPAN_LINK && s->value[0] == '#'));
}

/* Follows span number `i` of the leaf. Returns the number of the span to look at next. */
static uint32_t follow(struct refs *refs, struct doc_node *leaf, const struct doc_node *top, uint32_t i)
{
    struct arena *a = refs->as->a;
    struct span s = leaf->text.spans[i];
    bool several;
    enum form form;
    const struct doc_node *to = find(refs, s.kind == SPAN_LINK ? s.value + 1 : s.value, top, &several);
    if (s.kind == SPAN_NOTE) {
        bool good = to && to->kind == DOC_NOTE && to->parent == top;
        if (!good)
            drop_span(a, &leaf->text, i);
        else
            set_value(a, &leaf->text, i, to->id);
        return good ? i + 1 : i;
    }
    if (!to || !to->id || to->kind == DOC_COVER || to->kind == DOC_TITLEPAGE) {
        report_unknown(refs, top, leaf, s.value);
        drop_span(a, &leaf->text, i);
        return i;
    }
    if (several)
        diag_add(refs->as->d, MSG_BOOK_LINK_SEVERAL, place_of(refs->as, top, leaf, s.value), s.value,
                 arena_printf(a, "#%s", to->id), NULL);
    if (!is_reference(refs, leaf, &s, &form)) {
        set_value(a, &leaf->text, i, arena_printf(a, "#%s", to->id));
        return i + 1;
    }
    struct text words = words_for(refs->as, to, doc_lang(leaf, refs->as->book->language), form);
    leaf->text = splice(a, &leaf->text, i, &words);
    return i + words.n_spans;
}

void refs_resolve(struct refs *refs, struct doc_node *root)
{
    if (refs->n > 0)
        qsort(refs->spots, refs->n, sizeof *refs->spots, compare_spots);
    for (struct doc_node *top = root->first; top; top = top->next) {
        if (top->kind != DOC_CHAPTER && top->kind != DOC_MATTER)
            continue;
        for (struct doc_node *leaf = top->first; leaf; leaf = doc_next(top, leaf))
            for (uint32_t i = 0; i < leaf->text.n_spans;)
                i = leads_inside(&leaf->text.spans[i]) ? follow(refs, leaf, top, i) : i + 1;
    }
}
