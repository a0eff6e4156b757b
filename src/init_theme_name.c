/* The name of a theme: the terms that most of its articles have and others have not, drawn out to the phrases in which
 * they stand. */
#include <string.h>

#include "base/utf8.h"
#include "init_theme.h"

#define NAME_TERMS 2
#define TITLE_WORTH 4
#define PHRASE_BYTES 60

/* Where the terms equal to items[from] end. */
static size_t run_end(const struct terms *t, size_t from)
{
    size_t to = from;
    while (to < t->n && strcmp(t->items[to].words, t->items[from].words) == 0)
        to++;
    return to;
}

/* Has one of the part's articles the term in its title? */
static bool in_title(const struct terms *t, size_t from, size_t to, const struct init_file *files, unsigned part)
{
    for (size_t i = from; i < to; i++)
        if (t->items[i].title && files[t->items[i].article].part == part)
            return true;
    return false;
}

/* How well a term names the part: the share of its weight that lies inside, times the square of its articles there;
 * more if one of them has it in its title. */
static uint64_t worth(const struct terms *t, size_t from, size_t to, const struct init_file *files, unsigned part)
{
    uint64_t inside = 0, outside = 1, members = 0;
    for (size_t i = from; i < to; i++) {
        bool in = files[t->items[i].article].part == part;
        members += in;
        inside += in ? t->items[i].weight : 0;
        outside += in ? 0 : t->items[i].weight;
    }
    return members > 1 ? inside * members * members * (in_title(t, from, to, files, part) ? TITLE_WORTH : 1) * 100 /
                             (inside + outside)
                       : 0;
}

static bool shares_word(const char *x, const char *y)
{
    const char *x2 = strchr(x, ' '), *y2 = strchr(y, ' ');
    size_t x_n = (size_t)(x2 - x), y_n = (size_t)(y2 - y);
    return (x_n == y_n && memcmp(x, y, x_n) == 0) || strcmp(x2, y2) == 0 ||
           (strlen(x2 + 1) == y_n && memcmp(x2 + 1, y, y_n) == 0) ||
           (strlen(y2 + 1) == x_n && memcmp(y2 + 1, x, x_n) == 0);
}

/* How often the part's articles have the pair. */
static unsigned count_inside(const struct terms *t, size_t from, size_t to, const struct init_file *files,
                             unsigned part)
{
    unsigned count = 0;
    for (size_t i = from; i < to; i++)
        count += files[t->items[i].article].part == part ? t->items[i].count : 0;
    return count;
}

static const char *last_word(const struct term *pair)
{
    return strchr(pair->words, ' ') + 1;
}

/* The pair that begins with `word` and stands at least so often in the part. NULL: none. */
static const struct term *next_pair(const struct terms *all, const char *word, unsigned least,
                                    const struct init_file *files, unsigned part)
{
    size_t n = strlen(word), low = 0, high = all->n;
    while (low < high) { /* the first pair not before "word " */
        size_t middle = (low + high) / 2;
        int order = strncmp(all->items[middle].words, word, n);
        if (order < 0 || (order == 0 && (unsigned char)all->items[middle].words[n] < ' '))
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t from = low, to;
         from < all->n && strncmp(all->items[from].words, word, n) == 0 && all->items[from].words[n] == ' ';
         from = to) {
        to = run_end(all, from);
        if (!all->items[from].name && count_inside(all, from, to, files, part) >= least)
            return &all->items[from];
    }
    return NULL;
}

static bool has_capital(const char *s)
{
    for (size_t i = 0, n = strlen(s); i < n;)
        if (utf8_is_upper(utf8_next(s, n, &i)))
            return true;
    return false;
}

/* "hiệp định" → "hiệp định thương mại": two more words where they mostly follow; one where it always does, as in "bệnh
 * ung" → "bệnh ung thư". */
static const char *draw_out(const struct terms *all, const struct term *pair, unsigned count,
                            const struct init_file *files, unsigned part, struct arena *a)
{
    const struct term *link = count < 3 ? NULL : next_pair(all, last_word(pair), count * 3 / 4, files, part);
    const struct term *end = link ? next_pair(all, last_word(link), count * 3 / 4, files, part) : NULL;
    const char *whole = pair->shown;
    if (end && strcmp(end->words, pair->words) != 0 && !has_capital(end->shown))
        whole = arena_printf(a, "%s %s", pair->shown, end->shown);
    else if (link && next_pair(all, last_word(pair), count, files, part) && !has_capital(link->shown))
        whole = arena_printf(a, "%s%s", pair->shown, strchr(link->shown, ' '));
    return strlen(whole) <= PHRASE_BYTES ? whole : pair->shown;
}

/* "dân dụng" → "hàng không dân dụng": the words that always stand before it. */
static const char *draw_in(const struct terms *all, const struct term *pair, unsigned count,
                           const struct init_file *files, unsigned part, struct arena *a)
{
    const char *first = arena_strndup(a, pair->words, strcspn(pair->words, " ")), *before = "";
    for (int words = 0; words < 2; words++) {
        const struct term *found = NULL;
        for (size_t from = 0, to; from < all->n; from = to) {
            to = run_end(all, from);
            const struct term *one = &all->items[from];
            if (strcmp(last_word(one), first) == 0 && strcmp(one->words, pair->words) != 0 &&
                !has_capital(one->shown) && count_inside(all, from, to, files, part) >= count)
                found = one;
        }
        if (found == NULL)
            break;
        first = arena_strndup(a, found->words, strcspn(found->words, " "));
        before = arena_printf(a, "%s %s", first, before);
    }
    return before;
}

static const char *in_capital(const char *s, struct arena *a)
{
    size_t i = 0;
    char first[4];
    size_t n = utf8_put(first, utf8_upper(utf8_next(s, strlen(s), &i)));
    return arena_printf(a, "%.*s%s", (int)n, first, s + i);
}

const char *theme_name(const struct terms *kept, const struct terms *all, const struct init_file *files, unsigned part,
                       struct arena *a)
{
    const struct term *taken[NAME_TERMS];
    const char *name = NULL;
    for (size_t n = 0; n < NAME_TERMS; n++) {
        uint64_t best = 0;
        unsigned count = 0;
        for (size_t from = 0, to; from < kept->n; from = to) {
            to = run_end(kept, from);
            const struct term *term = &kept->items[from];
            bool fits = !term->name && (n == 0 || in_title(kept, from, to, files, part));
            uint64_t w = fits ? worth(kept, from, to, files, part) : 0;
            for (size_t k = 0; k < n && w > 0; k++)
                w = shares_word(term->words, taken[k]->words) ? 0 : w;
            if (w > best) {
                best = w;
                taken[n] = term;
                count = count_inside(kept, from, to, files, part);
            }
        }
        if (best == 0)
            break;
        const char *phrase = draw_out(all, taken[n], count, files, part, a);
        if (count >= 3)
            phrase = arena_printf(a, "%s%s", draw_in(all, taken[n], count, files, part, a), phrase);
        name = name == NULL ? in_capital(phrase, a) : arena_printf(a, "%s, %s", name, phrase);
    }
    return name;
}
