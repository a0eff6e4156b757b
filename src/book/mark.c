/* Ties and stretches of other languages, on every text of the book. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/workers.h"
#include "book/assemble.h"
#include "lang/lang.h"

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

/* A chapter or another page of the book, with what is below it. */
static void mark_tree(const struct assembly *as, struct marker *m, struct arena *a, struct doc_node *root)
{
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        if (!is_prose(node->kind) || node->text.n == 0)
            continue;
        marker_mark(m, a, &node->text, doc_lang(node, as->book->language));
        tie_page_numbers(a, &node->text);
    }
}

/* Each worker has its own memory and remembers its own words. */
struct marking {
    const struct assembly *as;
    struct doc_node **trees;
    struct worker_memory {
        struct marker *marker;
        struct arena *arena;
    } * of_worker;
};

static void mark_one(void *ctx, size_t i, unsigned worker)
{
    const struct marking *m = ctx;
    mark_tree(m->as, m->of_worker[worker].marker, m->of_worker[worker].arena, m->trees[i]);
}

void mark_book(const struct assembly *as, struct doc_node *root)
{
    size_t n = 0;
    unsigned jobs = workers_count(as->workers);
    for (const struct doc_node *node = root->first; node; node = node->next)
        n++;
    struct marking m = {as, mem_calloc(n + 1, sizeof *m.trees), mem_calloc(jobs, sizeof *m.of_worker)};
    n = 0;
    for (struct doc_node *node = root->first; node; node = node->next)
        m.trees[n++] = node;
    for (unsigned i = 0; i < jobs; i++)
        m.of_worker[i] = (struct worker_memory){marker_new(as->m->names), arena_new()};
    workers_run(as->workers, n, mark_one, &m);
    for (unsigned i = 0; i < jobs; i++) {
        marker_drop(m.of_worker[i].marker);
        arena_adopt(as->a, m.of_worker[i].arena);
    }
    free(m.trees);
    free(m.of_worker);
}
