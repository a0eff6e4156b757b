#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "flow.h"
#include "report.h"

enum { MAX_EDITS = 4000, SOFT_HYPHEN = 0xad };

void flow_free(struct flow *f)
{
    buf_free(&f->bare);
    free(f->words);
    *f = (struct flow)FLOW_INIT;
}

void flow_space(struct flow *f)
{
    f->apart = true;
}

void flow_text(struct flow *f, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t from = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (utf8_is_space(cp)) {
            f->apart = true;
        } else if (cp != SOFT_HYPHEN) {
            if (f->apart) {
                mem_grow((void **)&f->words, &f->cap, f->n + 1, sizeof *f->words);
                f->words[f->n++] = f->bare.n;
            }
            f->apart = false;
            buf_put(&f->bare, s + from, i - from);
        }
    }
}

const char *flow_word(const struct flow *f, size_t k, size_t *n)
{
    size_t end = k + 1 < f->n ? f->words[k + 1] : f->bare.n;
    *n = end - f->words[k];
    return f->bare.p + f->words[k];
}

size_t flow_word_at(const struct flow *f, size_t at)
{
    if (at >= f->bare.n)
        return f->n;
    size_t low = 0, high = f->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (f->words[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const char *flow_quote(const struct flow *f, size_t k, size_t count, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = k; i < f->n && i < k + count; i++) {
        size_t n;
        const char *word = flow_word(f, i, &n);
        int wrote = snprintf(out + used, size - used, "%s%.*s", i > k ? " " : "", (int)(n < 60 ? n : 60), word);
        if (wrote < 0 || (size_t)wrote >= size - used)
            break;
        used += (size_t)wrote;
    }
    return out;
}

/* ---- alignment ---- */

struct aligner {
    uint64_t *hx, *hy; /* hash of each word */
    int32_t **rounds;  /* furthest points on each diagonal, a round for each count of edits */
    int32_t n, m;
};

static uint64_t *hash_words(const struct flow *f)
{
    uint64_t *h = mem_calloc(f->n + 1, sizeof *h);
    for (size_t k = 0; k < f->n; k++) {
        size_t n;
        const unsigned char *s = (const unsigned char *)flow_word(f, k, &n);
        h[k] = 14695981039346656037u; /* FNV-1a */
        for (size_t i = 0; i < n; i++)
            h[k] = (h[k] ^ s[i]) * 1099511628211u;
    }
    return h;
}

enum { NOWHERE = -1 };

/* Where the path on diagonal k after d edits begins, before it runs along equal words: one step to the right or down
 * from the round before, whichever gets further in x. */
static int32_t step(const struct aligner *a, int32_t d, int32_t k, bool *down)
{
    *down = false;
    if (d == 0)
        return 0;
    const int32_t *v = a->rounds[d - 1] + d - 1; /* v[k] for |k| < d */
    int32_t right = NOWHERE, below = NOWHERE;
    if (k - 1 >= -(d - 1) && v[k - 1] != NOWHERE && v[k - 1] < a->n)
        right = v[k - 1] + 1;
    if (k + 1 <= d - 1 && v[k + 1] != NOWHERE && v[k + 1] - k <= a->m)
        below = v[k + 1];
    *down = below > right || (below == right && below != NOWHERE);
    return *down ? below : right;
}

/* Returns the number of edits, or -1 when there are more than allowed. */
static int32_t forward(struct aligner *a)
{
    for (int32_t d = 0; d <= MAX_EDITS; d++) {
        int32_t *v = mem_calloc((size_t)d * 2 + 1, sizeof *v);
        a->rounds[d] = v;
        for (int32_t k = -d; k <= d; k += 2) {
            bool down;
            int32_t x = step(a, d, k, &down);
            while (x != NOWHERE && x < a->n && x - k < a->m && a->hx[x] == a->hy[x - k])
                x++;
            v[d + k] = x;
            if (x == a->n && x - k == a->m)
                return d;
        }
    }
    return -1;
}

static size_t backward(const struct aligner *a, int32_t d, size_t *to)
{
    size_t pairs = 0;
    int32_t x = a->n, y = a->m;
    for (; d >= 0; d--) {
        bool down;
        int32_t k = x - y, from = step(a, d, k, &down);
        while (x > from) {
            x--, y--;
            to[x] = (size_t)y;
            pairs++;
        }
        x -= d > 0 && !down;
        y -= d > 0 && down;
    }
    return pairs;
}

size_t flow_align(const struct flow *x, const struct flow *y, size_t **to)
{
    struct aligner a = {.hx = hash_words(x), .hy = hash_words(y), .n = (int32_t)x->n, .m = (int32_t)y->n};
    a.rounds = mem_calloc(MAX_EDITS + 2, sizeof *a.rounds);
    *to = mem_calloc(x->n + 1, sizeof **to);
    for (size_t i = 0; i <= x->n; i++)
        (*to)[i] = SIZE_MAX;
    int32_t edits = forward(&a);
    size_t pairs = edits >= 0 ? backward(&a, edits, *to) : 0;
    for (size_t i = 0; i < MAX_EDITS + 2; i++)
        free(a.rounds[i]);
    free(a.rounds);
    free(a.hx);
    free(a.hy);
    return pairs;
}

static bool same_word(const struct flow *x, size_t i, const struct flow *y, size_t k)
{
    size_t n, m;
    const char *a = flow_word(x, i, &n), *b = flow_word(y, k, &m);
    return n == m && memcmp(a, b, n) == 0;
}

enum { NEXT = 3, NEAR = 60, FAR = 2000 };

/* How many words agree from word i of x and word k of y on, up to `most`. */
static size_t agreeing(const struct flow *x, size_t i, const struct flow *y, size_t k, size_t most)
{
    size_t n = 0;
    while (n < most && i + n < x->n && k + n < y->n && same_word(x, i + n, y, k + n))
        n++;
    return n;
}

/* Where word i of x stands in y, from `next` on; y->n: nowhere. */
static size_t look_ahead(const struct flow *x, size_t i, const struct flow *y, size_t next, bool running)
{
    for (size_t k = next; k < y->n && k - next < FAR; k++) {
        size_t away = k - next, want = away < NEXT || (!running && away < NEAR) ? 1 : away < NEAR ? 2 : 3;
        if (agreeing(x, i, y, k, want) == (x->n - i < want ? x->n - i : want))
            return k;
    }
    return y->n;
}

size_t flow_find(const struct flow *x, const struct flow *y, bool running, size_t **to)
{
    *to = mem_calloc(x->n + 1, sizeof **to);
    size_t pairs = 0, next = 0;
    for (size_t i = 0; i < x->n; i++) {
        size_t k = look_ahead(x, i, y, next, running);
        (*to)[i] = k < y->n ? k : SIZE_MAX;
        pairs += k < y->n;
        next = k < y->n ? k + 1 : next;
    }
    return pairs;
}

void flow_show_missing(const struct flow *x, const size_t *to, const char *rule, const char *what)
{
    unsigned shown = 0;
    for (size_t i = 0; i < x->n && shown < 12;) {
        size_t end = i;
        while (end < x->n && to[end] == SIZE_MAX)
            end++;
        if (end > i) {
            char words[400];
            report_note(rule, "%zu words %s: %s%s", end - i, what,
                        flow_quote(x, i, end - i < 12 ? end - i : 12, words, sizeof words), end - i > 12 ? " …" : "");
            shown++;
        }
        i = end + (end == i);
    }
}
