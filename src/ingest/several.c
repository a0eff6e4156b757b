/* Several articles pasted into one file. Each of them begins as articles do: a title, near it a line with nothing but
 * the date, and paragraphs below. Where that comes twice or more, the file can be split there.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define TITLE_LEAST 12 /* bytes */
#define TITLE_MOST 250
#define TITLE_WORDS 4  /* fewer may be a name */
#define TITLE_LINES 3  /* kicker, title, subtitle */
#define BODY_LEAST 500 /* bytes of text below a date */
#define PARAGRAPH_LEAST 120

static bool may_be_title(const struct piece *p)
{
    if (p->role == ROLE_TITLE || (p->kind == PIECE_HEADING && p->level == 1))
        return true;
    uint32_t last = words_last_sign(p->text.s, p->text.n);
    size_t upper;
    return p->kind == PIECE_TEXT && p->role == ROLE_BODY && p->in == NULL && p->text.n >= TITLE_LEAST &&
           p->text.n <= TITLE_MOST && words_count(p->text.s, p->text.n) >= TITLE_WORDS && last != '.' && last != ':' &&
           last != ',' && last != ';' && words_letters(p->text.s, 8, &upper) > 0;
}

/* The piece with which the article begins whose date stands at `at`; SIZE_MAX: no title stands by it. */
static size_t start_of(const struct reading *r, size_t at)
{
    const struct piece *items = r->pieces.items;
    size_t first = at;
    while (first > 0 && at - first < TITLE_LINES && may_be_title(&items[first - 1]) &&
           (first == at || items[first].blank < 2))
        first--;
    if (first < at)
        return first;
    return at + 1 < r->pieces.n && may_be_title(&items[at + 1]) ? at : SIZE_MAX;
}

/* Bytes of the paragraphs between two pieces. */
static size_t body_between(const struct reading *r, size_t from, size_t to)
{
    size_t bytes = 0;
    for (size_t i = from; i < to; i++)
        bytes += r->pieces.items[i].text.n >= PARAGRAPH_LEAST ? r->pieces.items[i].text.n : 0;
    return bytes;
}

struct starts {
    size_t *items, n, cap;
};

static void push(struct starts *list, size_t start)
{
    mem_grow((void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
    list->items[list->n++] = start;
}

/* Titles with a date, in order; those with too little below them are taken out again. */
static struct starts find_starts(const struct reading *r)
{
    struct starts all = {0}, kept = {0};
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct doc_date date;
        const struct piece *p = &r->pieces.items[i];
        size_t start =
            p->role == ROLE_BODY && p->in == NULL && metadata_is_date_line(r, p, &date) ? start_of(r, i) : SIZE_MAX;
        if (start != SIZE_MAX && (all.n == 0 || start > all.items[all.n - 1]))
            push(&all, start);
    }
    for (size_t i = 0; i < all.n; i++)
        if (body_between(r, all.items[i], i + 1 < all.n ? all.items[i + 1] : r->pieces.n) >= BODY_LEAST)
            push(&kept, all.items[i]);
    free(all.items);
    return kept;
}

size_t several_find(const struct reading *r, enum split *how)
{
    struct starts starts = find_starts(r);
    bool headings = true;
    for (size_t i = 0; i < starts.n; i++) {
        const struct piece *p = &r->pieces.items[starts.items[i]];
        headings &= p->role == ROLE_TITLE || (p->kind == PIECE_HEADING && p->level == 1);
    }
    *how = headings ? SPLIT_H1 : SPLIT_ARTICLES;
    free(starts.items);
    return starts.n;
}

size_t several_mark(struct reading *r)
{
    struct starts starts = find_starts(r);
    for (size_t i = 0; i < starts.n; i++)
        r->pieces.items[starts.items[i]].begins = true;
    free(starts.items);
    return starts.n;
}
