/* Each five words in a row are a shingle; a fixed quarter of them, chosen by their hashes, stands for the text. Equal
 * shingles are brought together by sorting. Articles that share one count as a pair with their neighbour only, so a
 * text that stands in the book a hundred times costs a hundred pairs and no more. Two are the same text when at least
 * half of what both have is common.
 */
#include "book/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define SHINGLE 5
#define SAMPLE 4 /* one of so many shingles is kept */
#define FEW 8    /* shingles of a text so short that all must agree */

struct mark {
    uint64_t hash;
    uint32_t article;
};

struct marks {
    struct mark *items;
    size_t n, cap;
    uint64_t words[SHINGLE]; /* hashes of the last words */
    size_t n_words;
    uint32_t article;
};

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= UINT64_C(0xFF51AFD7ED558CCD);
    return h ^ h >> 33;
}

static void add_word(struct marks *m, uint64_t word)
{
    m->words[m->n_words++ % SHINGLE] = word;
    if (m->n_words < SHINGLE)
        return;
    uint64_t h = 0;
    for (size_t i = 0; i < SHINGLE; i++)
        h = mix(h * 31 + m->words[(m->n_words + i) % SHINGLE]);
    if (h % SAMPLE != 0)
        return;
    mem_grow((void **)&m->items, &m->cap, m->n + 1, sizeof *m->items);
    m->items[m->n++] = (struct mark){h, m->article};
}

/* Letters and digits without case; everything else parts words. */
static void add_text(struct marks *m, const struct text *t)
{
    uint64_t word = 0;
    for (size_t i = 0; i < t->n;) {
        uint32_t cp = utf8_next(t->s, t->n, &i);
        if (utf8_is_letter(cp) || utf8_is_digit(cp)) {
            word = mix(word + utf8_lower(cp) + 1);
        } else if (word != 0) {
            add_word(m, word);
            word = 0;
        }
    }
    if (word != 0)
        add_word(m, word);
}

static void add_article(struct marks *m, const struct article *article, uint32_t number)
{
    m->article = number;
    m->n_words = 0;
    if (article->meta.lead.n > 0)
        add_text(m, &article->meta.lead);
    for (const struct doc_node *node = article->root; node != NULL; node = doc_next(article->root, node))
        if (node->text.n > 0)
            add_text(m, &node->text);
}

static int compare_marks(const void *x, const void *y)
{
    const struct mark *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static int compare_pairs(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Shingles that an article repeats count once. */
static void remove_repeated(struct marks *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        if (n == 0 || compare_marks(&m->items[i], &m->items[n - 1]) != 0)
            m->items[n++] = m->items[i];
    m->n = n;
}

/* For each shingle the articles that have it, each with the next one; sorted. */
static uint64_t *gather_pairs(const struct marks *m, size_t *n)
{
    uint64_t *pairs = NULL;
    size_t cap = 0;
    *n = 0;
    for (size_t i = 1; i < m->n; i++) {
        if (m->items[i].hash != m->items[i - 1].hash)
            continue;
        mem_grow((void **)&pairs, &cap, *n + 1, sizeof *pairs);
        pairs[(*n)++] = (uint64_t)m->items[i - 1].article << 32 | m->items[i].article;
    }
    if (*n > 1)
        qsort(pairs, *n, sizeof *pairs, compare_pairs);
    return pairs;
}

/* ---- clusters ---- */

static size_t root_of(size_t *parents, size_t i)
{
    while (parents[i] != i)
        i = parents[i] = parents[parents[i]];
    return i;
}

static bool is_same_text(size_t common, size_t x, size_t y)
{
    if (x < FEW || y < FEW)
        return common == x && common == y;
    return common * 2 >= x + y - common;
}

static void join_pairs(const uint64_t *pairs, size_t n, const size_t *sizes, size_t *parents)
{
    for (size_t i = 0; i < n;) {
        size_t from = i, x = (size_t)(pairs[i] >> 32), y = (size_t)(pairs[i] & UINT32_MAX);
        while (i < n && pairs[i] == pairs[from])
            i++;
        if (!is_same_text(i - from, sizes[x], sizes[y]))
            continue;
        x = root_of(parents, x);
        y = root_of(parents, y);
        parents[x > y ? x : y] = x > y ? y : x;
    }
}

/* A cluster's root is its first member, so clusters and members come out in the order of the articles. */
static void gather_clusters(size_t *parents, size_t n, struct arena *a, struct duplicates *out)
{
    size_t *counts = mem_calloc(n + 1, sizeof *counts), *places = mem_calloc(n + 1, sizeof *places);
    for (size_t i = 0; i < n; i++)
        counts[root_of(parents, i)]++;
    for (size_t i = 0; i < n; i++)
        out->n += counts[i] > 1;
    out->clusters = arena_calloc(a, out->n + 1, sizeof *out->clusters);
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t root = root_of(parents, i);
        if (counts[root] < 2)
            continue;
        if (root == i) {
            places[i] = out->n++;
            out->clusters[places[i]].members = arena_calloc(a, counts[i], sizeof(size_t));
        }
        struct duplicate_cluster *cluster = &out->clusters[places[root]];
        cluster->members[cluster->n++] = i;
    }
    free(counts);
    free(places);
}

void duplicates_find(struct article *const *articles, size_t n, struct arena *a, struct duplicates *out)
{
    struct marks m = {0};
    size_t *sizes = mem_calloc(n + 1, sizeof *sizes), *parents = mem_calloc(n + 1, sizeof *parents), n_pairs;
    *out = (struct duplicates){NULL, 0};
    for (size_t i = 0; i < n; i++) {
        parents[i] = i;
        if (articles[i] != NULL)
            add_article(&m, articles[i], (uint32_t)i);
    }
    if (m.n > 1)
        qsort(m.items, m.n, sizeof *m.items, compare_marks);
    remove_repeated(&m);
    for (size_t i = 0; i < m.n; i++)
        sizes[m.items[i].article]++;
    uint64_t *pairs = gather_pairs(&m, &n_pairs);
    join_pairs(pairs, n_pairs, sizes, parents);
    gather_clusters(parents, n, a, out);
    free(pairs);
    free(parents);
    free(sizes);
    free(m.items);
}
