/* The names of all chapters, each with its places. */
#include <string.h>

#include "base/workers.h"
#include "book/index.h"

/* Prose, and what is set beside it. Titles would send the reader to where he is; bylines, credits and sources are no
 * part of what is said. */
static bool is_indexed(const struct doc_node *leaf)
{
    switch (leaf->kind) {
    case DOC_PARAGRAPH:
    case DOC_HEADING:
    case DOC_LEAD:
    case DOC_SUBTITLE:
    case DOC_CAPTION:
    case DOC_CELL:
    case DOC_ATTRIBUTION:
        return leaf->text.n > 0;
    default:
        return false;
    }
}

struct index_term *index_lookup(const struct index_build *b, const char *key)
{
    struct index_term *t = NULL;
    HASH_FIND_STR(b->terms, key, t);
    return t;
}

struct index_term *index_term(struct index_build *b, const char *key, const char *name)
{
    struct index_term *t = index_lookup(b, key);
    if (t)
        return t;
    t = arena_alloc(b->as->a, sizeof *t);
    t->key = key;
    t->name = name;
    HASH_ADD_KEYPTR(hh, b->terms, t->key, strlen(t->key), t);
    return t;
}

struct index_term *index_final(struct index_term *t)
{
    while (t && t->into)
        t = t->into;
    return t;
}

bool index_merge(struct index_term *t, struct index_term *into)
{
    t = index_final(t);
    into = index_final(into);
    if (t == into)
        return false;
    t->into = into;
    return true;
}

static void count_spelling(struct index_build *b, struct index_term *t, const char *s)
{
    struct index_spelling **at = &t->spellings;
    for (size_t n = 0; *at && n < 12; n++, at = &(*at)->next)
        if (strcmp((*at)->s, s) == 0) {
            (*at)->count++;
            return;
        }
    if (*at)
        return; /* a hostile text may spell a name in a thousand ways */
    *at = arena_alloc(b->as->a, sizeof **at);
    **at = (struct index_spelling){s, 1, NULL};
}

static void take_hit(struct index_build *b, struct doc_node *leaf, uint32_t chapter, const struct name_hit *hit)
{
    struct index_term *t = index_term(b, hit->key, hit->name);
    t->acronymic = t->acronymic || hit->acronym;
    t->listed = t->listed || hit->listed;
    t->common = t->common || hit->common;
    t->total++;
    if (!hit->weak && !hit->given) {
        t->strong++;
        t->kinds[hit->kind]++;
    }
    count_spelling(b, t, hit->name);
    if (hit->of) {
        struct index_term *whole = index_lookup(b, hit->of);
        if (whole && index_merge(t, whole))
            index_final(whole)->acronym = hit->name;
    }
    mem_grow((void **)&b->mentions, &b->cap, b->n + 1, sizeof *b->mentions);
    b->mentions[b->n++] = (struct index_mention){leaf, hit->start, hit->end, chapter, hit->given, hit->weak, t};
}

/* Names of `names:` and of the rules, NULL-terminated: the finder takes them wherever they stand. */
static const char *const *own_names(const struct index_build *b)
{
    const struct manifest *m = b->as->m;
    size_t n = 0;
    while (m->names && m->names[n])
        n++;
    const char **list = arena_calloc(b->as->a, n + m->index.n_rules + 1, sizeof *list);
    if (n > 0)
        memcpy(list, m->names, n * sizeof *list);
    for (size_t i = 0; i < m->index.n_rules; i++)
        list[n++] = m->index.rules[i].name;
    return list;
}

void index_collect(struct index_build *b, struct doc_node *root)
{
    const char *const *own = own_names(b);
    const char *language = b->as->book->language;
    struct index_finder finder;
    index_finder_begin(&finder, workers_memo(b->as->workers), b->as->a, own);
    struct name_hits hits = {NULL, 0, 0};
    uint32_t chapter = 0;
    for (struct doc_node *top = root->first; top; top = top->next, chapter++) {
        if (top->kind != DOC_CHAPTER && (top->kind != DOC_MATTER || !top->meta))
            continue;
        for (struct doc_node *leaf = top; leaf; leaf = doc_next(top, leaf)) {
            if (!is_indexed(leaf))
                continue;
            index_find_names(&finder, b->as->a, &leaf->text, doc_lang(leaf, language), &hits);
            for (size_t i = 0; i < hits.n; i++)
                take_hit(b, leaf, chapter, &hits.items[i]);
        }
    }
    name_hits_free(&hits);
    index_finder_end(&finder);
    for (size_t i = 0; own[i]; i++) {
        struct index_term *t = index_lookup(b, names_key(b->as->a, own[i], language));
        if (t)
            t->own = t->listed = true;
    }
}
