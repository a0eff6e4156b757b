/* Ties and stretches of other languages, on every text of the book. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/workers.h"
#include "book/assemble.h"
#include "doc/doc_key.h"
#include "lang/compounds.h"
#include "lang/lang.h"
#include "lang/names.h"
#include "lang/spans.h"

/* An address or a listing is no prose. */
static bool is_prose(enum doc_kind kind)
{
    return doc_is_leaf(kind) && kind != DOC_CODE && kind != DOC_URL && kind != DOC_PAGEREF && kind != DOC_RULE;
}

/* "trang" stays with the page number that will stand behind it. */
static void tie_page_numbers(struct arena *a, struct text *t)
{
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind != SPAN_PAGEREF || s->start < 2 || t->s[s->start - 1] != ' ')
            continue;
        uint32_t word = s->start - 1;
        while (word > 0 && t->s[word - 1] != ' ')
            word--;
        struct span tie = {word, s->start, SPAN_TIE, NULL};
        text_add_span(a, t, tie);
        i++; /* the tie stands before the reference now */
    }
}

static bool is_title(enum doc_kind kind)
{
    return kind == DOC_TITLE || kind == DOC_SUBTITLE || kind == DOC_HEADING;
}

/* In the large type of a title a torn name hurts most, and lines there are balanced, not filled: all names are kept
 * whole that the index would find, long ones of bodies with words in lower case too. */
static void tie_names(struct arena *a, struct marker *m, struct text *t, const char *lang)
{
    struct name_hits found = {0};
    struct span_list ties = {NULL, 0, 0};
    name_hits_find_known(a, t, lang, marker_tokens(m, lang), &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct name_hit *hit = &found.items[i];
        if (!hit->weak && memchr(t->s + hit->start, ' ', hit->end - hit->start) != NULL)
            spans_push(&ties, hit->start, hit->end, SPAN_TIE, NULL);
    }
    spans_merge(a, t, &ties);
    name_hits_free(&found);
}

/* Each worker has its own memory and remembers its own words. */
struct marking {
    const struct assembly *as;
    struct doc_node **trees;
    struct memo *memo; /* of texts that were marked before; NULL: none */
    uint64_t names;    /* stands for those of the manifest */
    struct worker_memory {
        _Alignas(MEM_LINE) struct marker *marker;
        struct arena *arena, *scratch;
        struct buf key, spans;
    } * of_worker;
};

/* Titles are marked in steps, each of which makes a list anew: only the last one is kept. The values of what is found
 * are constants. */
static void mark_title(struct worker_memory *w, struct text *t, const char *lang)
{
    const struct span *before = t->spans;
    marker_mark(w->marker, w->scratch, t, lang);
    tie_names(w->scratch, w->marker, t, lang);
    compounds_tie(w->scratch, t, lang);
    if (t->spans != before) {
        struct span *kept = arena_room(w->arena, t->n_spans * sizeof *kept);
        t->spans = memcpy(kept, t->spans, t->n_spans * sizeof *kept);
    }
    arena_reset(w->scratch);
}

static void mark_text(struct worker_memory *w, struct text *t, const char *lang, bool title)
{
    if (title)
        mark_title(w, t, lang);
    else
        marker_mark(w->marker, w->arena, t, lang);
    tie_page_numbers(w->arena, t);
}

/* What was found in the very same text before is found again. */
static void recall_text(const struct marking *m, struct worker_memory *w, struct text *t, const char *lang, bool title)
{
    size_t n;
    buf_clear(&w->key);
    key_number(&w->key, m->names * 2 + title);
    key_string(&w->key, lang);
    key_text(&w->key, t);
    const char *known = memo_find(m->memo, MEMO_MARKS, w->key.p, w->key.n, &n);
    if (known != NULL) {
        key_take_spans(w->arena, t, known);
        return;
    }
    mark_text(w, t, lang, title);
    buf_clear(&w->spans);
    key_spans(&w->spans, t);
    memo_put(m->memo, MEMO_MARKS, w->key.p, w->key.n, w->spans.p, w->spans.n);
}

/* A chapter or another page of the book, with what is below it. */
static void mark_one(void *ctx, size_t i, unsigned worker)
{
    const struct marking *m = ctx;
    struct worker_memory *w = &m->of_worker[worker];
    struct doc_node *root = m->trees[i];
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        const char *lang = doc_lang(node, m->as->book->language);
        if (!is_prose(node->kind) || node->text.n == 0)
            continue;
        if (m->memo)
            recall_text(m, w, &node->text, lang, is_title(node->kind));
        else
            mark_text(w, &node->text, lang, is_title(node->kind));
    }
}

/* The number of the user's names. */
static uint64_t number_of_names(struct memo *memo, const char *const *names)
{
    struct buf key = BUF_INIT;
    for (size_t i = 0; names && names[i]; i++)
        key_string(&key, names[i]);
    uint64_t number = memo_number(memo, MEMO_NAMES, key.p, key.n);
    buf_free(&key);
    return number;
}

void mark_book(const struct assembly *as, struct doc_node *root)
{
    size_t n = 0;
    unsigned jobs = workers_count(as->workers);
    for (const struct doc_node *node = root->first; node; node = node->next)
        n++;
    struct memo *memo = workers_memo(as->workers);
    struct marking m = {as, mem_calloc(n + 1, sizeof *m.trees), memo, number_of_names(memo, as->m->names),
                        mem_apart(jobs * sizeof *m.of_worker)};
    n = 0;
    for (struct doc_node *node = root->first; node; node = node->next)
        m.trees[n++] = node;
    for (unsigned i = 0; i < jobs; i++)
        m.of_worker[i] = (struct worker_memory){marker_new(as->m->names), arena_new(), arena_new(), BUF_INIT, BUF_INIT};
    workers_run(as->workers, n, mark_one, &m);
    for (unsigned i = 0; i < jobs; i++) {
        marker_drop(m.of_worker[i].marker);
        arena_drop(m.of_worker[i].scratch);
        buf_free(&m.of_worker[i].key);
        buf_free(&m.of_worker[i].spans);
        arena_adopt(as->a, m.of_worker[i].arena);
    }
    free(m.trees);
    free(m.of_worker);
}
