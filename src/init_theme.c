/* Themes: articles that share terms become a part.
 *
 * A term is a pair of neighbouring words in small letters; pairs suit Vietnamese, whose words are mostly of two
 * syllables, and other languages too. A term counts by how rare it is among the articles (tf-idf, as integers); how
 * alike two articles are is the cosine of their weightiest terms. Articles are joined by average linkage: what is most
 * alike first, as long as it is alike enough and no group takes more than its share. What stays alone stands together
 * at the end.
 */
#include "init_theme.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "lang/data.h"

#define LEAST_ARTICLES 4
#define TERMS_KEPT 60 /* of an article: its weightiest */
#define WORDS_READ 1500
#define TITLE_COUNTS 3   /* words of titles count so many times */
#define COUNT_MOST 8     /* of a term in an article; more says no more */
#define ALIKE_UNIT 10000 /* a cosine of 1 */
#define ALIKE_LEAST 600  /* of groups that are joined */

/* Is this one of the words (`path`: init.stop) or pairs (init.stop-pairs) that say nothing of the matter? */
static bool is_stop(const char *lang, const char *path, const char *word, size_t n)
{
    struct data_list stop = data_lookup(lang, path);
    for (size_t i = 0; i < stop.n; i++)
        if (strlen(stop.items[i]) == n && memcmp(stop.items[i], word, n) == 0)
            return true;
    return n < 2;
}

/* ---- terms ---- */

/* A word being read: in small letters and as it stands. */
struct word {
    struct buf low, shown;
    bool capital;
};

struct taking {
    struct terms *terms;
    struct arena *a;
    size_t article, words;
    const char *lang;
    bool title;
};

static void clear_word(struct word *w)
{
    buf_clear(&w->low);
    buf_clear(&w->shown);
    w->capital = false;
}

static void take_pair(struct taking *t, struct word *x, struct word *y)
{
    struct terms *all = t->terms;
    const char *words = arena_printf(t->a, "%s %s", buf_str(&x->low), buf_str(&y->low));
    if (is_stop(t->lang, "init.stop-pairs", words, strlen(words)))
        return;
    mem_grow((void **)&all->items, &all->cap, all->n + 1, sizeof *all->items);
    all->items[all->n++] = (struct term){.words = words,
                                         .shown = arena_printf(t->a, "%s %s", buf_str(&x->shown), buf_str(&y->shown)),
                                         .name = x->capital && y->capital,
                                         .title = t->title,
                                         .article = t->article,
                                         .count = 1};
}

/* Appends the pairs of neighbouring words of a text. A sign between two words parts them. */
static void take_text(struct taking *t, const struct text *text)
{
    struct word pair[2] = {{BUF_INIT, BUF_INIT, false}, {BUF_INIT, BUF_INIT, false}}, *before = &pair[0],
                *word = &pair[1];
    for (size_t i = 0; i <= text->n && t->words < WORDS_READ;) {
        uint32_t cp = '.'; /* behind the last word */
        if (i < text->n)
            cp = utf8_next(text->s, text->n, &i);
        else
            i++;
        if (utf8_is_letter(cp)) {
            word->capital |= word->low.n == 0 && utf8_is_upper(cp);
            buf_utf8(&word->low, utf8_lower(cp));
            buf_utf8(&word->shown, cp);
            continue;
        }
        bool good = word->low.n > 0 && !is_stop(t->lang, "init.stop", buf_str(&word->low), word->low.n);
        if (good && before->low.n > 0)
            take_pair(t, before, word);
        t->words += word->low.n > 0;
        if (word->low.n > 0 || cp != ' ')
            clear_word(before);
        if (good && cp == ' ') {
            struct word *swap = before;
            before = word;
            word = swap;
        }
        clear_word(word);
    }
    for (size_t i = 0; i < 2; i++) {
        buf_free(&pair[i].low);
        buf_free(&pair[i].shown);
    }
}

static void take_article(struct terms *terms, struct arena *a, const struct init_file *file, size_t number)
{
    const struct article *article = file->article;
    struct taking t = {terms, a, number, 0, article->meta.lang != NULL ? article->meta.lang : "vi", true};
    for (int k = 0; k < TITLE_COUNTS; k++)
        take_text(&t, &article->meta.title);
    take_text(&t, &article->meta.lead);
    t.title = false;
    for (const struct doc_node *node = article->root; node != NULL; node = doc_next(article->root, node))
        take_text(&t, &node->text);
}

static int by_words(const void *x, const void *y)
{
    const struct term *a = x, *b = y;
    int order = strcmp(a->words, b->words);
    if (order == 0)
        order = a->article < b->article ? -1 : a->article > b->article;
    return order != 0 ? order : strcmp(b->shown, a->shown); /* small letters before capitals */
}

/* The weightiest of an article first. */
static int by_article(const void *x, const void *y)
{
    const struct term *a = x, *b = y;
    if (a->article != b->article)
        return a->article < b->article ? -1 : 1;
    return a->weight != b->weight ? (a->weight > b->weight ? -1 : 1) : strcmp(a->words, b->words);
}

/* Equal terms of an article become one. */
static void count_terms(struct terms *t)
{
    size_t kept = 0;
    qsort(t->items, t->n, sizeof *t->items, by_words);
    for (size_t i = 0; i < t->n; i++) {
        struct term *last = kept > 0 ? &t->items[kept - 1] : NULL;
        if (last != NULL && last->article == t->items[i].article && strcmp(last->words, t->items[i].words) == 0) {
            last->count++;
            last->name = last->name && t->items[i].name;
            last->title = last->title || t->items[i].title;
        } else {
            t->items[kept++] = t->items[i];
        }
    }
    t->n = kept;
}

/* The weights of all terms; those that one article alone has, or most have, go: they part nothing. Of each article the
 * weightiest stay. */
static struct terms choose_terms(const struct terms *all, size_t n_articles, struct arena *a)
{
    struct terms t = {arena_calloc(a, all->n + 1, sizeof *t.items), 0, 0};
    for (size_t from = 0, to; from < all->n; from = to) {
        for (to = from; to < all->n && strcmp(all->items[to].words, all->items[from].words) == 0;)
            to++;
        size_t articles = to - from;
        if (articles < 2 || articles * 5 > n_articles * 3)
            continue;
        for (size_t i = from; i < to; i++) {
            unsigned count = all->items[i].count < COUNT_MOST ? all->items[i].count : COUNT_MOST;
            t.items[t.n] = all->items[i];
            t.items[t.n++].weight = (unsigned)(count * 100 * n_articles / articles);
        }
    }
    size_t kept = 0, run = 0;
    qsort(t.items, t.n, sizeof *t.items, by_article);
    for (size_t i = 0; i < t.n; i++) {
        run = i > 0 && t.items[i - 1].article == t.items[i].article ? run + 1 : 0;
        if (run < TERMS_KEPT)
            t.items[kept++] = t.items[i];
    }
    t.n = kept;
    qsort(t.items, t.n, sizeof *t.items, by_words);
    return t;
}

/* ---- groups ---- */

static uint64_t square_root(uint64_t x)
{
    uint64_t low = 0, high = UINT32_MAX;
    while (low < high) {
        uint64_t middle = (low + high + 1) / 2;
        if (middle * middle <= x)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* alike[x * n + y]: the cosine of the terms of two articles. */
static uint64_t *compare_all(const struct terms *t, size_t n, struct arena *a)
{
    uint64_t *alike = arena_calloc(a, n * n, sizeof *alike), *length = arena_calloc(a, n, sizeof *length);
    for (size_t from = 0, to; from < t->n; from = to) {
        for (to = from; to < t->n && strcmp(t->items[to].words, t->items[from].words) == 0;)
            to++;
        for (size_t i = from; i < to; i++)
            for (size_t k = from; k < to; k++)
                alike[t->items[i].article * n + t->items[k].article] +=
                    (uint64_t)t->items[i].weight * t->items[k].weight;
    }
    for (size_t i = 0; i < n; i++)
        length[i] = square_root(alike[i * n + i]) + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            alike[i * n + k] = alike[i * n + k] / length[i] * ALIKE_UNIT / length[k];
    return alike;
}

/* The most that a group takes: no theme is the whole book. */
static size_t group_most(size_t n)
{
    return n * 3 / 5 > 2 ? n * 3 / 5 : 2;
}

/* Joins the two groups that are most alike on the average, until none are alike enough. */
static void join_groups(uint64_t *sum, size_t n, size_t *group, struct arena *a)
{
    size_t *size = arena_calloc(a, n, sizeof *size), most = group_most(n);
    for (size_t i = 0; i < n; i++) {
        group[i] = i;
        size[i] = 1;
    }
    for (;;) {
        size_t best_x = 0, best_y = 0;
        uint64_t best = 0;
        for (size_t x = 0; x < n; x++)
            for (size_t y = x + 1; size[x] > 0 && y < n; y++) {
                bool fits = size[y] > 0 && size[x] + size[y] <= most;
                uint64_t average = fits ? sum[x * n + y] / (size[x] * size[y]) : 0;
                if (average > best) {
                    best = average;
                    best_x = x;
                    best_y = y;
                }
            }
        if (best < ALIKE_LEAST)
            return;
        for (size_t i = 0; i < n; i++) {
            sum[best_x * n + i] += sum[best_y * n + i];
            sum[i * n + best_x] = sum[best_x * n + i];
            group[i] = group[i] == best_y ? best_x : group[i];
        }
        size[best_x] += size[best_y];
        size[best_y] = 0;
    }
}

/* Numbers the groups of several articles as their first ones stand; the others come behind them, as one part. A second
 * copy of a text goes with the first. Returns the number of parts. */
static unsigned number_parts(struct init_file *files, size_t n, const size_t *group, unsigned *named)
{
    unsigned parts = 0;
    bool alone = false;
    for (size_t i = 0; i < n; i++) {
        size_t members = 0;
        for (size_t k = 0; k < n; k++)
            members += group[k] == group[i];
        files[i].part = UINT32_MAX;
        for (size_t k = 0; k < i && members > 1; k++)
            if (group[k] == group[i])
                files[i].part = files[k].part;
        if (members > 1 && files[i].part == UINT32_MAX)
            files[i].part = parts++;
    }
    *named = parts;
    for (size_t i = 0; i < n; i++) {
        if (files[i].same != NULL)
            files[i].part = files[files[i].same - files].part;
        if (files[i].part == UINT32_MAX) {
            files[i].part = parts;
            alone = true;
        }
    }
    return parts + alone;
}

unsigned init_themes(struct init_file *files, size_t n, struct arena *a, const char ***titles)
{
    if (n < LEAST_ARTICLES)
        return 1;
    struct terms all = {NULL, 0, 0};
    for (size_t i = 0; i < n; i++)
        if (files[i].same == NULL)
            take_article(&all, a, &files[i], i);
    count_terms(&all);
    struct terms kept = choose_terms(&all, n, a);
    size_t *group = arena_calloc(a, n, sizeof *group);
    join_groups(compare_all(&kept, n, a), n, group, a);
    unsigned named, parts = number_parts(files, n, group, &named);
    *titles = arena_calloc(a, parts + 1u, sizeof **titles);
    for (unsigned p = 0; p < named; p++)
        (*titles)[p] = theme_name(&kept, &all, files, p, a);
    free(all.items);
    return parts;
}
