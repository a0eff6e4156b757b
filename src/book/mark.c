/* Ties and stretches of other languages, on every text of the book. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/workers.h"
#include "book/assemble.h"
#include "lang/lang.h"
#include "lang/names.h"

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
static void tie_names(struct arena *a, struct text *t, const char *lang)
{
    struct name_hits found = {0};
    name_hits_find(a, t, lang, NULL, &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct name_hit *hit = &found.items[i];
        if (!hit->weak && memchr(t->s + hit->start, ' ', hit->end - hit->start) != NULL)
            text_add_span(a, t, (struct span){hit->start, hit->end, SPAN_TIE, NULL});
    }
    name_hits_free(&found);
}

/* A chapter or another page of the book, with what is below it. */
static void mark_tree(const struct assembly *as, struct marker *m, struct arena *a, struct doc_node *root)
{
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        if (!is_prose(node->kind) || node->text.n == 0)
            continue;
        marker_mark(m, a, &node->text, doc_lang(node, as->book->language));
        if (is_title(node->kind))
            tie_names(a, &node->text, doc_lang(node, as->book->language));
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
