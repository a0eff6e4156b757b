/* The house's spellings, put in with their spans moved and a record of each. */
#include "book/house.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Bytes [at, at + from_n) become to_n others. */
struct edit {
    size_t at, from_n, to_n;
    ptrdiff_t shift; /* of what stands before it */
};

struct house {
    struct arena *a;
    const struct house_word *words;
    size_t n_words;
    struct edit *edits; /* of one text */
    size_t n_edits, cap_edits;
    struct record_change *changes; /* of one article */
    size_t n_changes, cap_changes;
};

static bool is_word_char(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp);
}

/* Length of the text's bytes at s[at] that are `word` without regard to case, or 0. */
static size_t match(const char *s, size_t n, size_t at, const char *word)
{
    size_t word_n = strlen(word), i = at, k = 0;
    while (k < word_n) {
        if (i >= n || utf8_lower(utf8_next(s, n, &i)) != utf8_lower(utf8_next(word, word_n, &k)))
            return 0;
    }
    size_t next = i;
    return i < n && is_word_char(utf8_next(s, n, &next)) ? 0 : i - at;
}

/* The replacement with the capital of what it replaces. */
static const char *in_case(struct house *h, const char *s, size_t n, const char *to)
{
    size_t i = 0, k = 0, to_n = strlen(to);
    uint32_t was = utf8_next(s, n, &i), is = to_n > 0 ? utf8_next(to, to_n, &k) : 0;
    if (!utf8_is_upper(was) || !utf8_is_lower(is))
        return to;
    char first[4];
    return arena_printf(h->a, "%.*s%s", (int)utf8_put(first, utf8_upper(is)), first, to + k);
}

static void note(struct house *h, uint32_t line, const char *before, size_t n, const char *after)
{
    mem_grow((void **)&h->changes, &h->cap_changes, h->n_changes + 1, sizeof *h->changes);
    h->changes[h->n_changes++] = (struct record_change){"house", line, arena_strndup(h->a, before, n), after};
}

/* The first of the words that stands at s[at]; its replacement goes to `out`. Returns the bytes replaced, or 0. */
static size_t replace_at(struct house *h, const struct text *t, size_t at, uint32_t line, struct buf *out)
{
    for (size_t i = 0; i < h->n_words; i++) {
        size_t n = match(t->s, t->n, at, h->words[i].from);
        const char *to = n > 0 ? in_case(h, t->s + at, n, h->words[i].to) : NULL;
        if (n == 0 || (strlen(to) == n && memcmp(t->s + at, to, n) == 0))
            continue;
        note(h, line, t->s + at, n, to);
        mem_grow((void **)&h->edits, &h->cap_edits, h->n_edits + 1, sizeof *h->edits);
        ptrdiff_t shift = 0;
        if (h->n_edits > 0) {
            const struct edit *before = &h->edits[h->n_edits - 1];
            shift = before->shift + (ptrdiff_t)before->to_n - (ptrdiff_t)before->from_n;
        }
        h->edits[h->n_edits++] = (struct edit){at, n, strlen(to), shift};
        buf_puts(out, to);
        return n;
    }
    return 0;
}

/* Where an offset of the old text lies in the new one; inside of an edit: at its end. `shift` of an edit is what those
 * before it add up to. */
static uint32_t moved(const struct house *h, uint32_t offset)
{
    size_t low = 0, high = h->n_edits;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (h->edits[middle].at < offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return offset;
    const struct edit *e = &h->edits[low - 1];
    if (offset < e->at + e->from_n)
        return (uint32_t)((ptrdiff_t)(e->at + e->to_n) + e->shift);
    return (uint32_t)((ptrdiff_t)offset + e->shift + (ptrdiff_t)e->to_n - (ptrdiff_t)e->from_n);
}

static void change_text(struct house *h, struct text *t, uint32_t line)
{
    struct buf out = BUF_INIT;
    bool inside = false; /* of a word */
    h->n_edits = 0;
    for (size_t i = 0; i < t->n;) {
        size_t n = inside ? 0 : replace_at(h, t, i, line, &out), next = i;
        uint32_t cp = utf8_next(t->s, t->n, &next);
        if (n > 0) {
            i += n;
            continue;
        }
        buf_put(&out, t->s + i, next - i);
        inside = is_word_char(cp);
        i = next;
    }
    if (h->n_edits > 0) {
        struct span *spans = arena_calloc(h->a, (size_t)t->n_spans + 1, sizeof *spans);
        for (uint32_t i = 0; i < t->n_spans; i++) {
            spans[i] = t->spans[i];
            spans[i].start = moved(h, t->spans[i].start);
            spans[i].end = moved(h, t->spans[i].end);
        }
        t->s = arena_strndup(h->a, out.p ? out.p : "", out.n);
        t->n = (uint32_t)out.n;
        t->spans = spans;
    }
    buf_free(&out);
}

static void change_article(struct house *h, struct article *article)
{
    h->n_changes = 0;
    change_text(h, &article->meta.title, article->meta.title_line);
    change_text(h, &article->meta.subtitle, article->meta.title_line);
    change_text(h, &article->meta.lead, article->meta.lead_line);
    for (struct doc_node *node = article->root; node; node = doc_next(article->root, node))
        if (node->text.n > 0 && node->kind != DOC_CODE && node->kind != DOC_URL)
            change_text(h, &node->text, node->pos.line);
    struct records *r = &article->records;
    struct record_change *all = arena_calloc(h->a, r->n_changed + h->n_changes + 1, sizeof *all);
    if (r->n_changed > 0)
        memcpy(all, r->changed, r->n_changed * sizeof *all);
    if (h->n_changes > 0)
        memcpy(all + r->n_changed, h->changes, h->n_changes * sizeof *all);
    r->changed = all;
    r->n_changed += h->n_changes;
}

void house_apply(struct arena *a, struct article *const *articles, size_t n, const struct house_word *words,
                 size_t n_words)
{
    struct house h = {.a = a, .words = words, .n_words = n_words};
    for (size_t i = 0; i < n && n_words > 0; i++)
        if (articles[i])
            change_article(&h, articles[i]);
    free(h.edits);
    free(h.changes);
}
