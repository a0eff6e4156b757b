/* The order of the list of sources, as Vietnamese universities ask for it: by language (Vietnamese first), then by
 * author; Vietnamese authors by given name without turning the name round, others by family name; what has no author
 * by its issuing body, else by its title. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "book/assemble.h"
#include "lang/lang.h"

struct entry {
    const struct chapter *chapter;
    const char *lang, *key, *whole; /* what it is filed under; author or body as it stands */
    const char *title;
    size_t order; /* in the book */
};

/* The first of several authors: "Mai Anh, Lê Hoa", "Mai Anh và Lê Hoa", "Mai Anh (tổng hợp)". */
static size_t first_author(const char *s)
{
    static const char *const ends[] = {",", ";", " - ", " – ", " (", "/", " & ", " và ", " and ", " и ", " және "};
    size_t n = strlen(s);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *at = strstr(s, ends[i]);
        if (at && at > s && (size_t)(at - s) < n)
            n = (size_t)(at - s);
    }
    return n;
}

/* Is this a person: two to five words, each with a capital? A body ("Thông tấn xã Việt Nam") has others as well. */
static bool is_person(const char *s, size_t n)
{
    size_t words = 0;
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (at > 0 && s[at - 1] != ' ')
            continue;
        if (!utf8_is_upper(cp))
            return false;
        words++;
    }
    return words >= 2 && words <= 5;
}

/* Given name in Vietnamese, family name elsewhere: the last word, but for "Петров И. И." the first. */
static const char *file_under(struct arena *a, const char *author)
{
    size_t n = first_author(author), last = n;
    if (!is_person(author, n))
        return arena_strndup(a, author, n);
    while (last > 0 && author[last - 1] != ' ')
        last--;
    if (author[n - 1] == '.')
        return arena_strndup(a, author, n);
    return arena_printf(a, "%.*s %.*s", (int)(n - last), author + last, (int)last, author);
}

static struct entry make_entry(const struct assembly *as, size_t i)
{
    const struct chapter *c = &as->chapters[i];
    const struct article_meta *meta = &c->article->meta;
    struct entry e = {.chapter = c, .lang = c->lang ? c->lang : as->book->language, .order = i};
    e.title = meta->title.n > 0 ? make_plain(as->a, &meta->title).s : meta->id ? meta->id : "";
    e.whole = meta->author.n > 0 ? make_plain(as->a, &meta->author).s : c->outlet ? c->outlet : e.title;
    e.key = meta->author.n > 0 ? file_under(as->a, e.whole) : e.whole;
    return e;
}

/* Vietnamese, English, Russian, Kazakh, then others by their codes. */
static int compare_languages(const char *x, const char *y)
{
    static const char *const first[] = {"vi", "en", "ru", "kk"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        int is_x = strncmp(x, first[i], 2) == 0, is_y = strncmp(y, first[i], 2) == 0;
        if (is_x || is_y)
            return is_y - is_x;
    }
    return strcmp(x, y);
}

static int compare(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    int by = compare_languages(a->lang, b->lang);
    by = by ? by : collate_compare(a->lang, a->key, b->key);
    by = by ? by : collate_compare(a->lang, a->whole, b->whole);
    by = by ? by : doc_date_compare(&a->chapter->date, &b->chapter->date);
    by = by ? by : collate_compare(a->lang, a->title, b->title);
    return by ? by : a->order < b->order ? -1 : a->order > b->order;
}

const struct chapter **source_order(const struct assembly *as)
{
    struct entry *entries = arena_calloc(as->a, as->n + 1, sizeof *entries);
    const struct chapter **order = arena_calloc(as->a, as->n + 1, sizeof *order);
    for (size_t i = 0; i < as->n; i++)
        entries[i] = make_entry(as, i);
    qsort(entries, as->n, sizeof *entries, compare);
    for (size_t i = 0; i < as->n; i++)
        order[i] = entries[i].chapter;
    return order;
}
