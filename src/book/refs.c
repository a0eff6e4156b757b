/* Links inside the book.
 *
 * An id of the input holds first of all in its own chapter; other chapters reach it too. A link whose words are its own
 * address ("#ket-luan", perhaps with the form that is wanted behind it) is a cross-reference: number, title and page of
 * its target take the words' place, in the language around them. The page itself is looked up later.
 */
#include "book/refs.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/text_build.h"
#include "lang/data.h"

struct spot {
    const char *name;
    const struct doc_node *node, *top;
    size_t order;
    /* filled in by sort_spots() */
    const struct doc_node *first; /* of all spots of the name */
    bool several;                 /* not all of them are the same node */
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
    struct refs *refs = mem_calloc(1, sizeof *refs);
    refs->as = as;
    return refs;
}

void refs_drop(struct refs *refs)
{
    free(refs->spots);
    free(refs);
}

void refs_add(struct refs *refs, const char *name, const struct doc_node *node, const struct doc_node *top)
{
    mem_grow((void **)&refs->spots, &refs->cap, refs->n + 1, sizeof *refs->spots);
    refs->spots[refs->n] = (struct spot){.name = name, .node = node, .top = top, .order = refs->n};
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

/* By name, then by what they stand in, in whatever order that has, then in the order of the book. */
static int compare_spots(const void *x, const void *y)
{
    const struct spot *a = x, *b = y;
    int by_name = strcmp(a->name, b->name);
    if (by_name != 0)
        return by_name;
    if (a->top != b->top)
        return (uintptr_t)a->top < (uintptr_t)b->top ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void sort_spots(struct refs *refs)
{
    if (refs->n > 0)
        qsort(refs->spots, refs->n, sizeof *refs->spots, compare_spots);
    for (size_t from = 0, to; from < refs->n; from = to) {
        const struct spot *first = &refs->spots[from];
        bool several = false;
        for (to = from; to < refs->n && strcmp(refs->spots[to].name, first->name) == 0; to++)
            if (refs->spots[to].order < first->order)
                first = &refs->spots[to];
        for (size_t i = from; i < to; i++)
            several |= refs->spots[i].node != first->node;
        for (size_t i = from; i < to; i++) {
            refs->spots[i].first = first->node;
            refs->spots[i].several = several;
        }
    }
}

/* The spot of that name, best in `top`. *several: others have it as well and none is there. */
static const struct doc_node *find(const struct refs *refs, const char *name, const struct doc_node *top, bool *several)
{
    const struct spot wanted = {.name = name, .top = top};
    size_t low = 0, high = refs->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_spots(&refs->spots[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct spot *at = low < refs->n ? &refs->spots[low] : NULL;
    bool named = at != NULL && strcmp(at->name, name) == 0;
    *several = false;
    if (named && at->top == top)
        return at->node;
    if (!named && low > 0 && strcmp(refs->spots[low - 1].name, name) == 0)
        at = &refs->spots[low - 1];
    else if (!named)
        return NULL;
    *several = at->several;
    return at->first;
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

/* Are there so many messages of the kind already that further ones are only counted? */
static bool are_many(const struct refs *refs, enum msg m)
{
    return diag_count_msg(refs->as->d, m) >= DIAG_KEEP;
}

static void report_unknown(struct refs *refs, const struct doc_node *top, const struct doc_node *leaf,
                           const char *target)
{
    if (are_many(refs, MSG_BOOK_LINK) || are_many(refs, MSG_BOOK_LINK_LIKE)) {
        diag_add(refs->as->d, MSG_BOOK_LINK, leaf->pos, target, NULL);
        return;
    }
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

/* Words that take the place of a link. */
struct swap {
    uint32_t from, to; /* bytes of the text as it was */
    struct text words;
    int64_t shift; /* of what stands behind them */
};

/* A leaf whose links are followed: its spans as they will be, still with the places that they had. */
struct edit {
    struct doc_node *leaf;
    const struct doc_node *top;
    struct span *spans;
    uint32_t n;
    struct swap *swaps; /* on the heap, in the text's order */
    size_t n_swaps, cap;
};

/* Does the span stand within a link that has gone? */
static bool has_gone(const struct edit *e, const struct span *s)
{
    const struct swap *last = e->n_swaps > 0 ? &e->swaps[e->n_swaps - 1] : NULL;
    return last != NULL && s->start >= last->from && s->start < last->to && s->end <= last->to;
}

/* Puts `words` in the place of the link, which goes, as do spans of the same extent. */
static void add_swap(struct edit *e, const struct span *link, const struct text *words)
{
    int64_t shift = e->n_swaps > 0 ? e->swaps[e->n_swaps - 1].shift : 0;
    while (e->n > 0 && e->spans[e->n - 1].start >= link->start && e->spans[e->n - 1].end <= link->end)
        e->n--;
    mem_grow((void **)&e->swaps, &e->cap, e->n_swaps + 1, sizeof *e->swaps);
    e->swaps[e->n_swaps++] =
        (struct swap){link->start, link->end, *words, shift + words->n - ((int64_t)link->end - link->start)};
}

/* Where a byte of the text as it was stands now. */
static uint32_t moved(const struct edit *e, uint32_t at)
{
    size_t low = 0, high = e->n_swaps; /* swaps before `low` end before the byte */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (e->swaps[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)(at + (low > 0 ? e->swaps[low - 1].shift : 0));
}

/* The text with all its swaps. */
static struct text swapped(struct arena *a, const struct edit *e)
{
    const struct text *t = &e->leaf->text;
    struct buf bytes = BUF_INIT;
    uint32_t n = e->n, at = 0;
    for (size_t i = 0; i < e->n_swaps; i++)
        n += e->swaps[i].words.n_spans;
    struct span *spans = arena_calloc(a, n + 1, sizeof *spans);
    for (n = 0; n < e->n; n++) {
        spans[n] = e->spans[n];
        spans[n].start = moved(e, spans[n].start);
        spans[n].end = moved(e, spans[n].end);
    }
    for (size_t i = 0; i < e->n_swaps; at = e->swaps[i++].to) {
        const struct text *words = &e->swaps[i].words;
        buf_put(&bytes, t->s + at, e->swaps[i].from - at);
        for (uint32_t k = 0; k < words->n_spans; k++, n++) {
            spans[n] = words->spans[k];
            spans[n].start += (uint32_t)bytes.n;
            spans[n].end += (uint32_t)bytes.n;
        }
        buf_put(&bytes, words->s, words->n);
    }
    buf_put(&bytes, t->s + at, t->n - at);
    qsort(spans, n, sizeof *spans, compare_spans);
    struct text out = {.s = arena_strndup(a, bytes.p, bytes.n), .n = (uint32_t)bytes.n, .spans = spans, .n_spans = n};
    buf_free(&bytes);
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

static bool leads_inside(const struct span *s)
{
    return s->value && (s->kind == SPAN_NOTE || (s->kind == SPAN_LINK && s->value[0] == '#'));
}

/* Follows a span that leads inside the book; its value becomes the target's id. Returns false when it goes. */
static bool follow(struct refs *refs, struct edit *e, struct span *s)
{
    struct arena *a = refs->as->a;
    bool several;
    enum form form;
    const struct doc_node *to = find(refs, s->kind == SPAN_LINK ? s->value + 1 : s->value, e->top, &several);
    if (s->kind == SPAN_NOTE) {
        s->value = to ? to->id : NULL;
        return to && to->kind == DOC_NOTE && to->parent == e->top;
    }
    if (!to || !to->id || to->kind == DOC_COVER || to->kind == DOC_TITLEPAGE) {
        report_unknown(refs, e->top, e->leaf, s->value);
        return false;
    }
    if (several) {
        bool told = are_many(refs, MSG_BOOK_LINK_SEVERAL);
        diag_add(refs->as->d, MSG_BOOK_LINK_SEVERAL,
                 told ? e->leaf->pos : place_of(refs->as, e->top, e->leaf, s->value), s->value,
                 arena_printf(a, "#%s", to->id), NULL);
    }
    if (!is_reference(refs, e->leaf, s, &form)) {
        s->value = arena_printf(a, "#%s", to->id);
        return true;
    }
    struct text words = words_for(refs->as, to, doc_lang(e->leaf, refs->as->book->language), form);
    add_swap(e, s, &words);
    return false;
}

static void follow_all(struct refs *refs, struct doc_node *leaf, const struct doc_node *top)
{
    struct edit e = {.leaf = leaf, .top = top};
    struct text *t = &leaf->text;
    uint32_t first = 0;
    while (first < t->n_spans && !leads_inside(&t->spans[first]))
        first++;
    if (first == t->n_spans)
        return;
    e.spans = arena_calloc(refs->as->a, t->n_spans, sizeof *e.spans);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        struct span s = t->spans[i];
        if (!has_gone(&e, &s) && (!leads_inside(&s) || follow(refs, &e, &s)))
            e.spans[e.n++] = s;
    }
    if (e.n_swaps > 0) {
        *t = swapped(refs->as->a, &e);
    } else {
        t->spans = e.spans;
        t->n_spans = e.n;
    }
    free(e.swaps);
}

void refs_resolve(struct refs *refs, struct doc_node *root)
{
    sort_spots(refs);
    for (struct doc_node *top = root->first; top; top = top->next) {
        if (top->kind != DOC_CHAPTER && top->kind != DOC_MATTER)
            continue;
        for (struct doc_node *leaf = top->first; leaf; leaf = doc_next(top, leaf))
            follow_all(refs, leaf, top);
    }
}
