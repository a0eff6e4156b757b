/* Each five words in a row are a shingle; a fixed quarter of them, chosen by their hashes, stands for the text. A table
 * remembers which article had a shingle last. Each article is compared with those that had its shingles last, so a
 * text that stands in the book a hundred times costs a hundred comparisons and no more. Two are the same text when at
 * least half of what both have is common.
 */
#include "book/duplicates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "base/mem.h"
#include "base/utf8.h"

#define SHINGLE 5
#define ROLL 8   /* not less, and a power of two */
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

/* A word that was read before: what stands between two spaces, with at most one word in it. */
struct known_word {
    struct bytes_word bytes;
    uint64_t word; /* what it adds; 0: nothing */
    size_t n;      /* its length; 0: a free place */
};

#define KNOWN 4096 /* a text has its words from a few thousand */

/* Words of an article on their way to shingles. The sum over the last words, each times a power of BASE, rolls on. */
struct roll {
    const struct letters *letters;
    struct known_word *known; /* each at the place that its hash gives; the last one stays */
    struct shingles *out;
    uint64_t words[ROLL], sum; /* the last words, by their numbers; 0 before the first */
    size_t n;
};

struct marks {
    struct mark *slots; /* open addressing */
    size_t mask, n;
    size_t *sizes;    /* by article: its shingles, each counted once */
    uint32_t article; /* the one at hand */
    uint32_t *common; /* by earlier article: shingles that the one at hand had from it */
    uint32_t *met;    /* the earlier articles of which there are any */
    size_t n_met;
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
        if (m->common[mark->article]++ == 0)
            m->met[m->n_met++] = mark->article;
    }
    *mark = (struct mark){hash, m->article};
    m->sizes[m->article]++;
}

#define BASE UINT64_C(0x9E3779B97F4A7C15)

/* Few calls come here. */
static __attribute__((noinline)) void keep(struct shingles *out, uint32_t hash)
{
    mem_grow((void **)&out->hashes, &out->cap, out->n + 1, sizeof *out->hashes);
    out->hashes[out->n++] = hash | 1;
}

static inline void add_word(struct roll *r, uint64_t word)
{
    uint64_t oldest = r->words[(r->n - SHINGLE) % ROLL];
    r->words[r->n % ROLL] = word;
    r->sum = (r->sum - oldest * (BASE * BASE * BASE * BASE)) * BASE + word;
    uint64_t h = mix(r->sum);
    if (++r->n >= SHINGLE && h % SAMPLE == 0)
        keep(r->out, (uint32_t)(h >> 32));
}

/* Letters and digits in lower case, 0 for all else: looked up where nearly all of them stand. */
struct letters {
    uint16_t latin[0x250], vietnamese[0x100]; /* U+0000 …, U+1E00 … */
};

static uint32_t find_letter(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp) ? utf8_lower(cp) : 0;
}

static struct letters *letters_new(void)
{
    struct letters *l = mem_alloc(sizeof *l);
    for (uint32_t i = 0; i < 0x250; i++)
        l->latin[i] = (uint16_t)find_letter(i);
    for (uint32_t i = 0; i < 0x100; i++)
        l->vietnamese[i] = (uint16_t)find_letter(0x1E00 + i);
    return l;
}

static uint32_t letter_of(const struct letters *l, uint32_t cp)
{
    return cp < 0x250 ? l->latin[cp] : cp - 0x1E00 < 0x100 ? l->vietnamese[cp - 0x1E00] : find_letter(cp);
}

/* Letters and digits without case; everything else parts words. Adds all but the last word, which it returns. */
static uint64_t add_words(struct roll *r, const char *s, size_t n, size_t *added)
{
    uint64_t word = 0, last = 0;
    for (size_t i = 0; i < n;) {
        uint64_t letter = letter_of(r->letters, utf8_next(s, n, &i));
        if (letter != 0) {
            if (word == 0 && last != 0) {
                add_word(r, last);
                last = 0;
                ++*added;
            }
            word = (word << 13 | word >> 51) ^ letter; /* five letters side by side, and more over them */
        }
        if (word != 0 && (letter == 0 || i == n)) {
            last = mix(word);
            word = 0;
        }
    }
    return last;
}

/* What stands between two spaces is looked up before it is taken apart. */
static void add_text(struct roll *r, const struct text *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct bytes_word bytes;
        size_t n = bytes_to_space_word(t->s + i, t->n - i, &bytes), added = 0;
        struct known_word *known = &r->known[bytes_word_hash(bytes) >> 32 & (KNOWN - 1)];
        uint64_t word = known->word;
        if (known->n != n || known->bytes.low != bytes.low || known->bytes.high != bytes.high) {
            word = add_words(r, t->s + i, n, &added);
            if (added == 0 && n <= sizeof bytes)
                *known = (struct known_word){bytes, word, n};
        }
        if (word != 0)
            add_word(r, word);
        i += n;
    }
}

struct reading {
    struct memo *memo; /* NULL: none */
    const struct letters *letters;
    struct article *const *articles;
    struct shingles *of;
    struct known_word *known; /* KNOWN for each worker */
};

static void read_article(const struct reading *reading, const struct article *article, unsigned worker,
                         struct shingles *out)
{
    struct roll r = {.letters = reading->letters, .known = &reading->known[worker * (size_t)KNOWN], .out = out};
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
static void recall_article(const struct reading *r, const struct article *article, unsigned worker,
                           struct shingles *out)
{
    struct buf key = BUF_INIT;
    size_t n;
    put_texts(article, &key);
    const void *known = memo_find(r->memo, MEMO_SHINGLES, key.p, key.n, &n);
    if (known != NULL) {
        mem_grow((void **)&out->hashes, &out->cap, n / sizeof *out->hashes + 1, sizeof *out->hashes);
        out->n = n / sizeof *out->hashes;
        if (n > 0)
            memcpy(out->hashes, known, n);
    } else {
        read_article(r, article, worker, out);
        memo_put(r->memo, MEMO_SHINGLES, key.p, key.n, out->hashes, out->n * sizeof *out->hashes);
    }
    buf_free(&key);
}

static void read_one(void *ctx, size_t i, unsigned worker)
{
    const struct reading *r = ctx;
    struct shingles own = {0}; /* the next article's stand beside them, and another thread is at work there */
    if (r->articles[i] != NULL && r->memo != NULL)
        recall_article(r, r->articles[i], worker, &own);
    else if (r->articles[i] != NULL)
        read_article(r, r->articles[i], worker, &own);
    r->of[i] = own;
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

/* Joins the article at hand with the earlier ones that are the same text, and forgets what they had in common. */
static void join_met(struct marks *m, size_t *parents)
{
    for (size_t i = 0; i < m->n_met; i++) {
        uint32_t earlier = m->met[i];
        size_t common = m->common[earlier];
        m->common[earlier] = 0;
        if (!is_same_text(common, m->sizes[earlier], m->sizes[m->article]))
            continue;
        size_t x = root_of(parents, earlier), y = root_of(parents, m->article);
        parents[x > y ? x : y] = x > y ? y : x;
    }
    m->n_met = 0;
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
    struct marks m = {.sizes = mem_calloc(n + 1, sizeof *m.sizes),
                      .common = mem_calloc(n + 1, sizeof *m.common),
                      .met = mem_calloc(n + 1, sizeof *m.met)};
    size_t *parents = mem_calloc(n + 1, sizeof *parents);
    struct letters *letters = letters_new();
    struct reading reading = {.memo = workers_memo(workers),
                              .letters = letters,
                              .articles = articles,
                              .of = mem_calloc(n + 1, sizeof *reading.of),
                              .known = mem_calloc(workers_count(workers), KNOWN * sizeof *reading.known)};
    *out = (struct duplicates){NULL, 0};
    workers_run(workers, n, read_one, &reading);
    for (size_t i = 0; i < n; i++) {
        parents[i] = i;
        m.article = (uint32_t)i;
        for (size_t k = 0; k < reading.of[i].n; k++)
            add_shingle(&m, reading.of[i].hashes[k]);
        free(reading.of[i].hashes);
        join_met(&m, parents);
    }
    gather_clusters(parents, n, a, out);
    free(letters);
    free(reading.of);
    free(reading.known);
    free(m.common);
    free(m.met);
    free(parents);
    free(m.sizes);
    free(m.slots);
}
