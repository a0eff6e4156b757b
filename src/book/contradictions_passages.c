/* Paragraphs that are largely the same.
 *
 * Each five words in a row are a run, known by its hash. Runs are sorted, so equal ones come together; each pair of
 * paragraphs that has one counts it. A run that many paragraphs have is counted for neighbours alone, so a text that
 * stands in the book a hundred times costs a hundred pairs.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "book/contradictions_parts.h"

enum { RUN = 5, LEAST_RUNS = 14, LEAST_WITHIN = 24, MANY = 8, SHARE = 60, PER_ARTICLES = 3, SHOWN = 160 };

struct run {
    uint64_t hash;
    uint32_t passage;
};

struct runs {
    struct run *items;
    size_t n, cap;
    uint32_t *sizes; /* distinct runs of each passage */
};

static uint64_t mix(uint64_t h)
{
    h ^= h >> 33;
    h *= UINT64_C(0xFF51AFD7ED558CCD);
    return h ^ h >> 33;
}

static int compare_runs(const void *x, const void *y)
{
    const struct run *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->passage < b->passage ? -1 : a->passage > b->passage;
}

static void put_runs(struct runs *r, const struct text *t, uint32_t passage)
{
    uint64_t words[RUN] = {0}, word = 0;
    size_t count = 0;
    for (size_t i = 0; i <= t->n;) {
        uint32_t cp = ' '; /* a blank behind the last word */
        if (i < t->n)
            cp = utf8_next(t->s, t->n, &i);
        else
            i++;
        if (utf8_is_letter(cp) || utf8_is_digit(cp)) {
            word = mix(word + utf8_lower(cp) + 1);
            continue;
        }
        if (word == 0)
            continue;
        words[count++ % RUN] = word;
        word = 0;
        if (count < RUN)
            continue;
        uint64_t h = 0;
        for (size_t k = 0; k < RUN; k++)
            h = mix(h * 31 + words[(count + k) % RUN]);
        mem_grow((void **)&r->items, &r->cap, r->n + 1, sizeof *r->items);
        r->items[r->n++] = (struct run){h, passage};
    }
}

static void remove_repeated(struct runs *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (n == 0 || compare_runs(&r->items[i], &r->items[n - 1]) != 0)
            r->items[n++] = r->items[i];
    r->n = n;
}

static int compare_pairs(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

struct pairs {
    uint64_t *items;
    size_t n, cap;
};

static void put_pair(struct pairs *p, uint32_t x, uint32_t y)
{
    mem_grow((void **)&p->items, &p->cap, p->n + 1, sizeof *p->items);
    p->items[p->n++] = (uint64_t)x << 32 | y;
}

static void gather_pairs(const struct runs *r, struct pairs *p)
{
    for (size_t i = 0, end; i < r->n; i = end) {
        for (end = i; end < r->n && r->items[end].hash == r->items[i].hash;)
            end++;
        for (size_t x = i; x + 1 < end; x++)
            for (size_t y = x + 1; y < end && (y == x + 1 || end - i <= MANY); y++)
                put_pair(p, r->items[x].passage, r->items[y].passage);
    }
    if (p->n > 1)
        qsort(p->items, p->n, sizeof *p->items, compare_pairs);
}

static const char *beginning(struct arena *a, const struct text *t)
{
    size_t n = t->n;
    if (n > SHOWN) {
        for (n = SHOWN; n > 0 && t->s[n] != ' ';)
            n--;
        return arena_printf(a, "%.*s …", (int)n, t->s);
    }
    return arena_strndup(a, t->s, n);
}

/* Of two articles that have much in common the first passages are enough. */
static bool is_enough(const struct contradictions *out, size_t from, const struct passage *x, const struct passage *y)
{
    size_t told = 0;
    for (size_t i = out->n; i > from && i + PER_ARTICLES * 4 > out->n; i--) {
        const struct contradiction *c = &out->items[i - 1];
        told += c->places[0].file == x->article->meta.file && c->places[1].file == y->article->meta.file;
    }
    return told >= PER_ARTICLES;
}

struct telling {
    const struct passages *p;
    const struct runs *runs;
    struct arena *a;
    struct contradictions *out;
    size_t from; /* what was there before */
};

static void tell(const struct telling *t, uint64_t pair, size_t common)
{
    uint32_t x = (uint32_t)(pair >> 32), y = (uint32_t)pair;
    uint32_t least = t->runs->sizes[x] < t->runs->sizes[y] ? t->runs->sizes[x] : t->runs->sizes[y];
    const struct passage *one = &t->p->items[x], *two = &t->p->items[y];
    /* an article repeats a sentence of its own on purpose: as a pull quote, as a form's line */
    uint32_t wanted = one->article == two->article ? LEAST_WITHIN : LEAST_RUNS;
    if (least < wanted || common * 100 < (size_t)least * SHARE || is_enough(t->out, t->from, one, two))
        return;
    struct contradiction c = {.rule = PASSAGE_TWICE, .subject = "", .share = (unsigned)(common * 100 / least)};
    c.places[0] = (struct contradiction_place){one->article->meta.file, one->line, "", beginning(t->a, one->text)};
    c.places[1] = (struct contradiction_place){two->article->meta.file, two->line, "", beginning(t->a, two->text)};
    contradictions_add(t->out, &c);
}

void contradictions_passages(const struct passages *p, struct arena *a, struct contradictions *out)
{
    struct runs r = {NULL, 0, 0, mem_calloc(p->n + 1, sizeof *r.sizes)};
    struct pairs pairs = {NULL, 0, 0};
    struct telling t = {p, &r, a, out, out->n};
    for (size_t i = 0; i < p->n; i++)
        if (p->items[i].body)
            put_runs(&r, p->items[i].text, (uint32_t)i);
    if (r.n > 1)
        qsort(r.items, r.n, sizeof *r.items, compare_runs);
    remove_repeated(&r);
    for (size_t i = 0; i < r.n; i++)
        r.sizes[r.items[i].passage]++;
    gather_pairs(&r, &pairs);
    for (size_t i = 0, end; i < pairs.n; i = end) {
        for (end = i; end < pairs.n && pairs.items[end] == pairs.items[i];)
            end++;
        tell(&t, pairs.items[i], end - i);
    }
    free(pairs.items);
    free(r.items);
    free(r.sizes);
}
