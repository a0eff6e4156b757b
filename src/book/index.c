/* The index: anchors at the names' places in the texts, and the entries, in order, under their letters.
 *
 * An anchor's id is the chapter's with an ordinal within it ("ch-thu-do-x12"), so links into one chapter survive
 * changes in all others. An entry holds a page reference a place; which of them fall on one page, and which pages
 * follow each other, is known when pages are (page/starts.h).
 */
#include "book/index.h"

#include <stdlib.h>
#include <string.h>

#include "lang/collate.h"
#include "lang/data.h"
#include "lang/spans.h"

/* With fewer entries letters would only be in the way. */
enum { LETTERS_FROM = 24 };

/* ---- places ---- */

/* Spans nest: an anchor that would cross one ends or begins with it. */
static uint32_t clipped_end(const struct text *t, uint32_t start, uint32_t end)
{
    for (uint32_t i = 0; i < t->n_spans && t->spans[i].start < end; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind == SPAN_TIE || s->end <= start)
            continue;
        if (s->start < start && s->end < end)
            end = s->end;
        else if (s->start > start && s->end > end)
            end = s->start;
    }
    return end;
}

static bool is_entry(const struct index_build *b, const struct index_term *t)
{
    size_t min = b->as->m->index.min_mentions > 1 ? (size_t)b->as->m->index.min_mentions : 1;
    return t && !t->omitted && (t->own ? t->n > 0 || t->room > 0 : t->room >= min);
}

static void count_places(struct index_build *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct index_term *t = index_final(b->mentions[i].term);
        if (t)
            t->room++;
    }
    for (struct index_term *t = b->terms; t; t = t->hh.next)
        if (is_entry(b, t))
            t->anchors = arena_calloc(b->as->a, t->room + 1, sizeof *t->anchors);
}

static const char *slug_of(const struct doc_node *leaf)
{
    const struct doc_node *top = leaf;
    while (top->parent && top->parent->kind != DOC_BOOK)
        top = top->parent;
    return top->file;
}

/* Mentions stand in the order of the text, so those of one leaf come together. */
static void put_anchors(struct index_build *b)
{
    struct span_list spans = {NULL, 0, 0};
    unsigned ordinal = 0;
    for (size_t i = 0; i < b->n; i++) {
        const struct index_mention *m = &b->mentions[i];
        struct index_term *t = index_final(m->term);
        ordinal = i > 0 && m[-1].chapter == m->chapter ? ordinal : 0;
        if (is_entry(b, t)) {
            const char *id = arena_printf(b->as->a, "%s-x%u", slug_of(m->leaf), ++ordinal);
            t->anchors[t->n++] = id;
            spans_push(&spans, m->start, clipped_end(&m->leaf->text, m->start, m->end), SPAN_ANCHOR, id);
        }
        if (i + 1 == b->n || b->mentions[i + 1].leaf != m->leaf)
            spans_merge(b->as->a, &m->leaf->text, &spans);
    }
}

/* ---- entries ---- */

struct line {
    struct index_term *term;
    const char *heading;
    struct collate_key key;
    char letter[8];
};

static const char *heading_of(const struct index_build *b, const struct index_term *t)
{
    return t->acronym && !t->see ? arena_printf(b->as->a, "%s (%s)", t->name, t->acronym) : t->name;
}

static int compare_lines(const void *x, const void *y)
{
    return collate_key_compare(&((const struct line *)x)->key, &((const struct line *)y)->key);
}

static bool is_line(const struct index_build *b, const struct index_term *t)
{
    return t->see ? is_entry(b, index_final(t->see)) : !t->into && is_entry(b, t);
}

static struct line *sorted_lines(struct index_build *b, size_t *n)
{
    const char *lang = b->as->book->language;
    struct line *lines = arena_calloc(b->as->a, HASH_COUNT(b->terms) + 1, sizeof *lines);
    struct collator *c = collator_new(lang, b->as->m->index.cldr ? COLLATE_CLDR : COLLATE_SYLLABLE);
    *n = 0;
    for (struct index_term *t = b->terms; t; t = t->hh.next) {
        if (!is_line(b, t))
            continue;
        struct line *line = &lines[(*n)++];
        line->term = t;
        line->heading = heading_of(b, t);
        line->key = collator_key(c, b->as->a, line->heading);
        collate_letter(lang, line->heading, line->letter);
    }
    collator_drop(c);
    qsort(lines, *n, sizeof *lines, compare_lines);
    return lines;
}

static int compare_ids(const void *x, const void *y)
{
    const struct line *a = *(const struct line *const *)x, *b = *(const struct line *const *)y;
    int by_id = strcmp(a->term->id, b->term->id);
    return by_id ? by_id : collate_key_compare(&a->key, &b->key);
}

/* "ix-ha-noi"; names that differ in their marks alone get numbers. */
static void name_lines(const struct index_build *b, struct line *lines, size_t n)
{
    struct line **by_id = arena_calloc(b->as->a, n + 1, sizeof *by_id);
    for (size_t i = 0; i < n; i++) {
        by_id[i] = &lines[i];
        lines[i].term->id =
            arena_printf(b->as->a, "ix-%s", utf8_slug(b->as->a, lines[i].term->name, strlen(lines[i].term->name), 48));
    }
    qsort(by_id, n, sizeof *by_id, compare_ids);
    const char *id = "";
    for (size_t i = 0, same = 1; i < n; i++) {
        same = strcmp(by_id[i]->term->id, id) == 0 ? same + 1 : 1;
        id = by_id[i]->term->id;
        if (same > 1)
            by_id[i]->term->id = arena_printf(b->as->a, "%s.%zu", id, same);
    }
}

struct words {
    struct buf s;
    struct span_list spans;
};

static void put_words(struct words *w, const char *s, size_t n, enum span_kind kind, const char *value)
{
    size_t start = w->s.n;
    buf_put(&w->s, s, n);
    if (n > 0)
        spans_push(&w->spans, start, w->s.n, kind, value);
}

/* "xem thêm Astana; Almaty": the words before the names are set off, the names lead to their entries. */
static void put_reference(const struct index_build *b, struct words *w, const char *path,
                          const struct index_term *const *to, size_t n)
{
    const char *pattern = data_word(b->as->book->language, path), *at = strstr(pattern, "{}");
    size_t before = at ? (size_t)(at - pattern) : 0;
    put_words(w, pattern, before > 0 && pattern[before - 1] == ' ' ? before - 1 : before, SPAN_EMPHASIS, NULL);
    for (size_t i = 0; i < n; i++) {
        buf_puts(&w->s, i > 0 ? "; " : " ");
        const char *name = heading_of(b, to[i]);
        put_words(w, name, strlen(name), SPAN_LINK, arena_printf(b->as->a, "#%s", to[i]->id));
    }
    if (at)
        buf_puts(&w->s, at + 2);
}

static void put_also(const struct index_build *b, struct words *w, const struct index_term *t)
{
    size_t n = 0, count = 0;
    for (const struct index_also *also = t->also; also; also = also->next)
        count++;
    const struct index_term **to = arena_calloc(b->as->a, count + 1, sizeof *to);
    for (const struct index_also *also = t->also; also; also = also->next)
        if (index_final(also->to)->id)
            to[n++] = index_final(also->to);
    if (n > 0)
        put_reference(b, w, "words.index-see-also", to, n);
}

/* A page reference a place, all at the beginning. */
static void put_places(struct arena *a, struct text *text, const struct index_term *t, uint32_t n)
{
    struct span *spans = arena_calloc(a, (size_t)n + 1, sizeof *spans);
    for (uint32_t i = 0; i < n; i++)
        spans[i] = (struct span){0, 0, SPAN_PAGEREF, t->anchors[i]};
    text->spans = spans;
    text->n_spans = n;
}

static void put_entry(const struct index_build *b, struct doc_node *group, const struct line *line)
{
    struct arena *a = b->as->a;
    const struct index_term *t = line->term;
    struct doc_node *entry = doc_new(a, DOC_ENTRY, group->pos), *meta = doc_new(a, DOC_META, group->pos);
    struct words w = {BUF_INIT, {NULL, 0, 0}};
    entry->id = t->id;
    make_leaf(a, entry, DOC_TITLE, line->heading);
    const struct index_term *to = t->see ? index_final(t->see) : NULL;
    if (to)
        put_reference(b, &w, "words.index-see", &to, 1);
    if (t->also && !to)
        put_also(b, &w, t);
    meta->text = text_make(a, w.s.p ? w.s.p : "", w.s.n);
    put_places(a, &meta->text, t, to ? 0 : t->n);
    spans_merge(a, &meta->text, &w.spans);
    buf_free(&w.s);
    doc_append(entry, meta);
    doc_append(group, entry);
}

static struct doc_node *new_group(const struct index_build *b, struct doc_node *index)
{
    struct doc_node *group = doc_new(b->as->a, DOC_DIV, index->pos);
    group->name = "index-group";
    doc_append(index, group);
    return group;
}

static void put_lines(const struct index_build *b, struct doc_node *index, const struct line *lines, size_t n)
{
    struct doc_node *group = NULL;
    for (size_t i = 0; i < n; i++) {
        bool letters = n >= LETTERS_FROM;
        if (!group || (letters && strcmp(lines[i].letter, lines[i - 1].letter) != 0)) {
            group = new_group(b, index);
            if (letters)
                make_leaf(b->as->a, group, DOC_LABEL, strcmp(lines[i].letter, "0") == 0 ? "0–9" : lines[i].letter);
        }
        put_entry(b, group, &lines[i]);
    }
}

void index_fill(const struct assembly *as, struct doc_node *root)
{
    struct doc_node *index = doc_child(root, DOC_INDEX);
    struct index_build b = {as, NULL, NULL, 0, 0};
    size_t n;
    if (!index)
        return;
    index_collect(&b, root);
    index_resolve(&b);
    index_apply_rules(&b);
    count_places(&b);
    put_anchors(&b);
    struct line *lines = sorted_lines(&b, &n);
    name_lines(&b, lines, n);
    put_lines(&b, index, lines, n);
    if (n == 0) {
        diag_add(as->d, MSG_BOOK_INDEX_EMPTY, index->pos, NULL);
        doc_unlink(index);
    }
    HASH_CLEAR(hh, b.terms);
    free(b.mentions);
}
