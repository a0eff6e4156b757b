/* Each five words in a row are a shingle; a fixed quarter of them, chosen by their hashes, stands for the text. A table
 * remembers which article had a shingle last. Articles that share one count as a pair with their neighbour only, so a
 * text that stands in the book a hundred times costs a hundred pairs and no more. Two are the same text when at least
 * half of what both have is common.
 */
#include "book/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SHINGLE 5
#define SAMPLE 4 /* one of so many shingles is kept */
#define FIRST_SLOTS 1024
#define FEW 8 /* shingles of a text so short that all must agree */

/* A shingle: half of its hash, which is enough to tell a book's apart but for a few, and the article that had it last.
 */
struct mark {
    uint32_t hash; /* 0: a free place */
    uint32_t article;
};

/* The kept shingles of one article, in the order of its text. */
struct shingles {
    uint32_t *hashes;
    size_t n, cap;
};

/* Words of an article on their way to shingles. The sum over the last words, each times a power of BASE, rolls on. */
struct roll {
    struct shingles *out;
    uint64_t words[SHINGLE], sum;
    size_t n;
};

struct marks {
    struct mark *slots; /* open addressing */
    size_t mask, n;
    uint64_t *pairs; /* two articles that have a shingle in common: the earlier in the upper half */
    size_t n_pairs, cap_pairs;
    size_t *sizes; /* by article: its shingles, each counted once */
    uint32_t article;
};

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= UINT64_C(0xFF51AFD7ED558CCD);
    return h ^ h >> 33;
}

static struct mark *place_of(const struct marks *m, uint32_t hash)
{
    for (size_t i = hash & m->mask;; i = (i + 1) & m->mask)
        if (m->slots[i].hash == hash || m->slots[i].hash == 0)
            return &m->slots[i];
}

static void grow(struct marks *m)
{
    struct mark *old = m->slots;
    size_t n = old != NULL ? m->mask + 1 : 0, size = n > 0 ? 2 * n : FIRST_SLOTS;
    m->slots = mem_calloc(size, sizeof *m->slots);
    m->mask = size - 1;
    for (size_t i = 0; i < n; i++)
        if (old[i].hash != 0)
            *place_of(m, old[i].hash) = old[i];
    free(old);
}

/* Notes a shingle of the article at hand; one that it repeats counts once. */
static void add_shingle(struct marks *m, uint32_t hash)
{
    if (m->n * 2 >= m->mask)
        grow(m);
    struct mark *mark = place_of(m, hash);
    if (mark->hash == 0) {
        m->n++;
    } else if (mark->article == m->article) {
        return;
    } else {
        mem_grow((void **)&m->pairs, &m->cap_pairs, m->n_pairs + 1, sizeof *m->pairs);
        m->pairs[m->n_pairs++] = (uint64_t)mark->article << 32 | m->article;
    }
    *mark = (struct mark){hash, m->article};
    m->sizes[m->article]++;
}

#define BASE UINT64_C(0x9E3779B97F4A7C15)

static void add_word(struct roll *r, uint64_t word)
{
    uint64_t *oldest = &r->words[r->n++ % SHINGLE];
    r->sum = (r->sum - *oldest * (BASE * BASE * BASE * BASE)) * BASE + word;
    *oldest = word;
    if (r->n < SHINGLE)
        return;
    uint64_t h = mix(r->sum);
    if (h % SAMPLE != 0)
        return;
    mem_grow((void **)&r->out->hashes, &r->out->cap, r->out->n + 1, sizeof *r->out->hashes);
    r->out->hashes[r->out->n++] = (uint32_t)(h >> 32) | 1;
}

/* Letters and digits without case; everything else parts words. */
static void add_text(struct roll *r, const struct text *t)
{
    uint64_t word = 0;
    for (size_t i = 0; i < t->n;) {
        uint32_t cp = utf8_next(t->s, t->n, &i);
        if (utf8_is_letter(cp) || utf8_is_digit(cp)) {
            word = (word ^ (utf8_lower(cp) + 1)) * UINT64_C(0xFF51AFD7ED558CCD);
            word ^= word >> 32;
        } else if (word != 0) {
            add_word(r, word);
            word = 0;
        }
    }
    if (word != 0)
        add_word(r, word);
}

static void read_article(const struct article *article, struct shingles *out)
{
    struct roll r = {.out = out};
    if (article->meta.lead.n > 0)
        add_text(&r, &article->meta.lead);
    for (const struct doc_node *node = article->root; node != NULL; node = doc_next(article->root, node))
        if (node->text.n > 0)
            add_text(&r, &node->text);
}

/* The texts of an article, one behind the other: where one ends is a word's end. */
static void put_texts(const struct article *article, struct buf *out)
{
    buf_put(out, article->meta.lead.s, article->meta.lead.n);
    buf_putc(out, '\0');
    for (const struct doc_node *node = article->root; node != NULL; node = doc_next(article->root, node)) {
        buf_put(out, node->text.s, node->text.n);
        buf_putc(out, '\0');
    }
}

/* The same, but what was read before is found in the memo. */
static void recall_article(struct memo *memo, const struct article *article, struct shingles *out)
{
    struct buf key = BUF_INIT;
    size_t n;
    put_texts(article, &key);
    const void *known = memo_find(memo, MEMO_SHINGLES, key.p, key.n, &n);
    if (known != NULL) {
        mem_grow((void **)&out->hashes, &out->cap, n / sizeof *out->hashes + 1, sizeof *out->hashes);
        out->n = n / sizeof *out->hashes;
        if (n > 0)
            memcpy(out->hashes, known, n);
    } else {
        read_article(article, out);
        memo_put(memo, MEMO_SHINGLES, key.p, key.n, out->hashes, out->n * sizeof *out->hashes);
    }
    buf_free(&key);
}

struct reading {
    struct memo *memo; /* NULL: none */
    struct article *const *articles;
    struct shingles *of;
};

static void read_one(void *ctx, size_t i, unsigned worker)
{
    const struct reading *r = ctx;
    (void)worker;
    if (r->articles[i] != NULL && r->memo != NULL)
        recall_article(r->memo, r->articles[i], &r->of[i]);
    else if (r->articles[i] != NULL)
        read_article(r->articles[i], &r->of[i]);
}

static int compare_pairs(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
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

void duplicates_find(struct article *const *articles, size_t n, struct workers *workers, struct arena *a,
                     struct duplicates *out)
{
    struct marks m = {.sizes = mem_calloc(n + 1, sizeof *m.sizes)};
    size_t *parents = mem_calloc(n + 1, sizeof *parents);
    struct reading reading = {workers_memo(workers), articles, mem_calloc(n + 1, sizeof *reading.of)};
    *out = (struct duplicates){NULL, 0};
    workers_run(workers, n, read_one, &reading);
    for (size_t i = 0; i < n; i++) {
        parents[i] = i;
        m.article = (uint32_t)i;
        for (size_t k = 0; k < reading.of[i].n; k++)
            add_shingle(&m, reading.of[i].hashes[k]);
        free(reading.of[i].hashes);
    }
    if (m.n_pairs > 1)
        qsort(m.pairs, m.n_pairs, sizeof *m.pairs, compare_pairs);
    join_pairs(m.pairs, m.n_pairs, m.sizes, parents);
    gather_clusters(parents, n, a, out);
    free(reading.of);
    free(m.pairs);
    free(parents);
    free(m.sizes);
    free(m.slots);
}
