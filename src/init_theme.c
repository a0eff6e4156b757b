/* Themes: articles that share terms become a part.
 *
 * A term is a pair of neighbouring words in small letters; pairs suit Vietnamese, whose words are mostly of two
 * syllables, and other languages too. A term counts by how rare it is among the articles (tf-idf, as integers).
 * Articles are joined by average linkage until about the square root of their number is left.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "init.h"
#include "lang/data.h"

#define LEAST_ARTICLES 4
#define TERMS_KEPT 60 /* of an article: its weightiest */
#define WORDS_READ 1500
#define TITLE_COUNTS 3 /* words of titles count so many times */

struct term {
    const char *words;
    size_t article;
    unsigned count, weight;
};

struct terms {
    struct term *items;
    size_t n, cap;
};

static bool is_stop(const char *lang, const char *word, size_t n)
{
    struct data_list stop = data_lookup(lang, "init.stop");
    for (size_t i = 0; i < stop.n; i++)
        if (strlen(stop.items[i]) == n && memcmp(stop.items[i], word, n) == 0)
            return true;
    return n < 2;
}

/* Appends the pairs of neighbouring words of a text, in small letters. A sign between two words parts them. */
static void take_text(struct terms *t, struct arena *a, size_t article, const char *lang, const struct text *text,
                      size_t *words)
{
    struct buf word = BUF_INIT, before = BUF_INIT;
    for (size_t i = 0; i <= text->n && *words < WORDS_READ;) {
        uint32_t cp = '.'; /* behind the last word */
        if (i < text->n)
            cp = utf8_next(text->s, text->n, &i);
        else
            i++;
        if (utf8_is_letter(cp)) {
            buf_utf8(&word, utf8_lower(cp));
            continue;
        }
        bool good = word.n > 0 && !is_stop(lang, buf_str(&word), word.n);
        if (good && before.n > 0) {
            mem_grow((void **)&t->items, &t->cap, t->n + 1, sizeof *t->items);
            t->items[t->n++] = (struct term){arena_printf(a, "%s %s", buf_str(&before), buf_str(&word)), article, 1, 0};
        }
        *words += word.n > 0;
        if (word.n > 0 || cp != ' ')
            buf_clear(&before);
        if (good && cp == ' ')
            buf_put(&before, word.p, word.n);
        buf_clear(&word);
    }
    buf_free(&word);
    buf_free(&before);
}

static int by_words(const void *x, const void *y)
{
    const struct term *a = x, *b = y;
    int order = strcmp(a->words, b->words);
    return order != 0 ? order : a->article < b->article ? -1 : a->article > b->article;
}

/* The weightiest of an article first. */
static int by_article(const void *x, const void *y)
{
    const struct term *a = x, *b = y;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    return a->weight != b->weight ? (a->weight > b->weight ? -1 : 1) : strcmp(a->words, b->words);
}

/* Equal terms of an article become one; those that one article alone has, or most have, go: they part nothing. */
static void weigh(struct terms *t, size_t n_articles)
{
    size_t kept = 0;
    qsort(t->items, t->n, sizeof *t->items, by_words);
    for (size_t from = 0, to; from < t->n; from = to) {
        size_t first = kept;
        for (to = from; to < t->n && strcmp(t->items[to].words, t->items[from].words) == 0; to++) {
            if (kept > first && t->items[kept - 1].article == t->items[to].article)
                t->items[kept - 1].count++;
            else
                t->items[kept++] = t->items[to];
        }
        size_t articles = kept - first;
        if (articles < 2 || articles * 5 > n_articles * 3) {
            kept = first;
            continue;
        }
        for (size_t i = first; i < kept; i++) {
            unsigned count = t->items[i].count < 8 ? t->items[i].count : 8;
            t->items[i].weight = (unsigned)(count * 100 * n_articles / articles);
        }
    }
    t->n = kept;
}

/* Leaves the TERMS_KEPT weightiest of each article. */
static void keep_best(struct terms *t)
{
    size_t kept = 0, run = 0;
    qsort(t->items, t->n, sizeof *t->items, by_article);
    for (size_t i = 0; i < t->n; i++) {
        run = i > 0 && t->items[i - 1].article == t->items[i].article ? run + 1 : 0;
        if (run < TERMS_KEPT)
            t->items[kept++] = t->items[i];
    }
    t->n = kept;
    qsort(t->items, t->n, sizeof *t->items, by_words);
}

/* likeness[x * n + y]: what the articles share of their weightiest terms. */
static uint64_t *compare_all(const struct terms *t, size_t n, struct arena *a)
{
    uint64_t *likeness = arena_calloc(a, n * n, sizeof *likeness);
    for (size_t from = 0, to; from < t->n; from = to) {
        for (to = from; to < t->n && strcmp(t->items[to].words, t->items[from].words) == 0;)
            to++;
        for (size_t i = from; i < to; i++)
            for (size_t k = from; k < to; k++) {
                const struct term *x = &t->items[i], *y = &t->items[k];
                likeness[x->article * n + y->article] += x->weight < y->weight ? x->weight : y->weight;
            }
    }
    return likeness;
}

static unsigned parts_wanted(size_t n)
{
    unsigned k = 2;
    while ((size_t)(k + 1) * (k + 1) <= n)
        k++;
    return k;
}

/* The first two groups of one article; false when there are not so many. */
static bool two_single(const size_t *size, size_t n, size_t *x, size_t *y)
{
    size_t found = 0;
    for (size_t i = 0; i < n && found < 2; i++)
        if (size[i] == 1)
            *(found++ == 0 ? x : y) = i;
    return found == 2;
}

/* Joins the two groups that are most alike on the average, until `wanted` are left; groups of one count double. */
static void join_groups(const uint64_t *likeness, size_t n, unsigned *group, unsigned wanted, struct arena *a)
{
    size_t *size = arena_calloc(a, n, sizeof *size), left = n;
    uint64_t *sum = arena_calloc(a, n * n, sizeof *sum);
    memcpy(sum, likeness, n * n * sizeof *sum);
    for (size_t i = 0; i < n; i++) {
        group[i] = (unsigned)i;
        size[i] = 1;
    }
    for (; left > wanted; left--) {
        size_t best_x = 0, best_y = 0;
        uint64_t best = 0;
        bool any = false;
        for (size_t x = 0; x < n; x++)
            for (size_t y = x + 1; size[x] > 0 && y < n; y++) {
                uint64_t average = size[y] > 0 ? sum[x * n + y] * 1000 / (size[x] * size[y]) : 0;
                average *= size[x] == 1 || size[y] == 1 ? 2 : 1;
                if (size[y] > 0 && (!any || average > best)) {
                    any = true;
                    best = average;
                    best_x = x;
                    best_y = y;
                }
            }
        if (best == 0 && (size[best_x] > 1 || size[best_y] > 1) && !two_single(size, n, &best_x, &best_y))
            return; /* groups that share nothing stay apart; what shares nothing with anything makes one */
        for (size_t i = 0; i < n; i++) {
            sum[best_x * n + i] += sum[best_y * n + i];
            sum[i * n + best_x] = sum[best_x * n + i];
            group[i] = group[i] == best_y ? (unsigned)best_x : group[i];
        }
        size[best_x] += size[best_y];
        size[best_y] = 0;
    }
}

/* The two terms that most hold the part together: "Hàng không, du lịch". */
static const char *name_part(const struct terms *t, const struct init_file *files, unsigned part, struct arena *a)
{
    const char *best[2] = {NULL, NULL};
    uint64_t weights[2] = {0, 0};
    for (size_t from = 0, to; from < t->n; from = to) {
        uint64_t inside = 0, outside = 1, members = 0;
        for (to = from; to < t->n && strcmp(t->items[to].words, t->items[from].words) == 0; to++) {
            bool in = files[t->items[to].article].part == part;
            members += in;
            inside += in ? t->items[to].weight : 0;
            outside += in ? 0 : t->items[to].weight;
        }
        uint64_t weight = members > 1 ? inside * members * 1000 / (inside + outside) : 0;
        if (weight > weights[0]) {
            best[1] = best[0];
            weights[1] = weights[0];
            best[0] = t->items[from].words;
            weights[0] = weight;
        } else if (weight > weights[1]) {
            best[1] = t->items[from].words;
            weights[1] = weight;
        }
    }
    if (best[0] == NULL)
        return NULL;
    size_t i = 0, n = strlen(best[0]);
    char first[4];
    size_t length = utf8_put(first, utf8_upper(utf8_next(best[0], n, &i)));
    return arena_printf(a, "%.*s%s%s%s", (int)length, first, best[0] + i, best[1] != NULL ? ", " : "",
                        best[1] != NULL ? best[1] : "");
}

unsigned init_themes(struct init_file *files, size_t n, struct arena *a, const char ***titles)
{
    if (n < LEAST_ARTICLES)
        return 1;
    struct terms t = {0};
    for (size_t i = 0; i < n; i++) {
        const struct article *article = files[i].article;
        const char *lang = article->meta.lang != NULL ? article->meta.lang : "vi";
        size_t words = 0;
        for (int k = 0; k < TITLE_COUNTS && files[i].same == NULL; k++)
            take_text(&t, a, i, lang, &article->meta.title, &words);
        if (files[i].same == NULL)
            take_text(&t, a, i, lang, &article->meta.lead, &words);
        for (const struct doc_node *node = files[i].same == NULL ? article->root : NULL; node != NULL;
             node = doc_next(article->root, node))
            take_text(&t, a, i, lang, &node->text, &words);
    }
    weigh(&t, n);
    keep_best(&t);
    unsigned *group = arena_calloc(a, n, sizeof *group), parts = 0;
    size_t alone = 0; /* texts; a second copy of one forms no group of its own */
    for (size_t i = 0; i < n; i++)
        alone += files[i].same == NULL;
    join_groups(compare_all(&t, n, a), n, group, parts_wanted(alone) + (unsigned)(n - alone), a);
    for (size_t i = 0; i < n; i++) { /* parts are numbered as their first articles stand */
        files[i].part = parts;
        for (size_t k = 0; k < i; k++)
            if (files[i].same != NULL ? files[i].same == &files[k] : group[k] == group[i]) {
                files[i].part = files[k].part;
                break;
            }
        parts += files[i].part == parts;
    }
    *titles = arena_calloc(a, parts, sizeof **titles);
    for (unsigned p = 0; p < parts; p++)
        (*titles)[p] = name_part(&t, files, p, a);
    free(t.items);
    return parts;
}
