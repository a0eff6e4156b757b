/* Years of events and values of quantities that articles state differently.
 *
 * A statement is an event's or quantity's words (lists of the language), the names in the same clause, and a year or a
 * value. Two are about the same thing when words and names agree; without names a sentence says too little. "28 years
 * ago" counts from the article's date, "30 years of …" from the latest year in the sentence, else from that date.
 * Numbers with "about" before them are no years; as values they may differ by a tenth, others by a twentieth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "book/contradictions_parts.h"
#include "lang/data.h"
#include "lang/names.h"
#include "lang/names_line.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

enum { MAX_EVENTS = 20, MAX_NAMES = 6, REACH = 14, MAX_VALUES = 8 };

/* What one article says of a thing. */
struct statement {
    int64_t value;      /* a year, or the quantity in thousandths */
    bool about, direct; /* an approximate number; a year that is written out */
    const char *shown;
    const struct passage *passage;
    size_t at;
};

struct thing {
    const char *key, *subject;
    enum contradiction_rule rule;
    struct statement values[MAX_VALUES];
    size_t n;
    UT_hash_handle hh;
};

struct statements {
    struct arena *a;
    struct thing *things;
};

/* A passage being looked at. */
struct reading {
    struct statements *all;
    struct arena *scratch;
    const struct passage *p;
    struct name_line l;
    struct name_hits hits;
    const char *lang;
};

/* ---- words ---- */

/* A look at the first letters, which decides most comparisons: a consonant is the same in all forms of a word. */
static bool begin_apart(const char *word, const struct name_token *w)
{
    char first = (char)(word[0] | 0x20);
    return first >= 'b' && first <= 'z' && !strchr("eiouy", first) && w->key_n > 0 && w->key[0] != first;
}

/* Do the words of `phrase` stand at word i, in any case? Returns their number, or 0. */
static size_t phrase_at(const struct reading *r, size_t i, const char *phrase)
{
    size_t count = 0;
    for (const char *word = phrase; *word; count++) {
        size_t n = strcspn(word, " ");
        char key[96];
        if (i + count >= r->l.n || (count > 0 && !name_line_joined(&r->l, i + count - 1)))
            return 0;
        const struct name_token *w = &r->l.item[i + count];
        if (begin_apart(word, w))
            return 0;
        size_t used = names_word_key(word, n, w->lang, key, sizeof key);
        if (used != w->key_n || memcmp(key, w->key, used) != 0)
            return 0;
        word += n + strspn(word + n, " ");
    }
    return count;
}

static size_t any_at(const struct reading *r, size_t i, const char *path)
{
    struct data_list list = data_lookup(r->lang, path);
    size_t best = 0;
    for (size_t k = 0; k < list.n; k++) {
        size_t n = phrase_at(r, i, list.items[k]);
        best = n > best ? n : best;
    }
    return best;
}

/* Does a phrase of the list end before word i? */
static bool any_before(const struct reading *r, size_t i, const char *path)
{
    for (size_t k = 1; k <= 4 && k <= i; k++)
        if (any_at(r, i - k, path) == k)
            return true;
    return false;
}

static bool is_break(const struct reading *r, size_t i)
{
    return r->l.item[i].closes && !(r->l.item[i].dot && i + 1 < r->l.n && !r->l.item[i + 1].sentence);
}

/* The words [*from, *to) of the clause, or of the sentence, around word i. */
static void around(const struct reading *r, size_t i, bool clause, size_t *from, size_t *to)
{
    *from = i;
    *to = i + 1;
    while (*from > 0 && !r->l.item[*from].sentence && !(clause && is_break(r, *from - 1)))
        (*from)--;
    while (*to < r->l.n && !r->l.item[*to].sentence && !(clause && is_break(r, *to - 1)))
        (*to)++;
}

/* ---- numbers ---- */

static const char *token(const struct reading *r, size_t i, size_t *n)
{
    *n = r->l.item[i].end - r->l.item[i].start;
    return r->l.s + r->l.item[i].start;
}

/* A whole number of at most four figures, or -1. */
static int number_at(const struct reading *r, size_t i)
{
    size_t n;
    const char *s = token(r, i, &n);
    if (n == 0 || n > 4 || strspn(s, "0123456789") < n)
        return -1;
    return (int)strtol(arena_strndup(r->scratch, s, n), NULL, 10);
}

/* The year of "1992" and of "29/6/1992", or 0. */
static int year_at(const struct reading *r, size_t i)
{
    size_t n;
    const char *s = token(r, i, &n);
    size_t from = n;
    while (from > 0 && s[from - 1] >= '0' && s[from - 1] <= '9')
        from--;
    if (n - from != 4 || (from > 0 && s[from - 1] != '/' && s[from - 1] != '.' && s[from - 1] != '-'))
        return 0;
    if (from > 0 && !(s[0] >= '0' && s[0] <= '9'))
        return 0;
    int year = (int)strtol(arena_strndup(r->scratch, s + from, 4), NULL, 10);
    return year >= 1500 && year <= 2199 ? year : 0;
}

/* Thousandths of "2,7" or "1.000" by the language's decimal mark; -1: no number. */
static int64_t value_at(const struct reading *r, size_t i)
{
    size_t n;
    const char *s = token(r, i, &n);
    char decimal = data_word(r->lang, "statements.decimal")[0];
    int64_t value = 0, step = 0;
    bool digits = false;
    for (size_t k = 0; k < n; k++) {
        if (s[k] >= '0' && s[k] <= '9') {
            digits = true;
            if (value > INT64_MAX / 100)
                return -1;
            value = step == 0 ? value * 10 + (s[k] - '0') : value + step * (s[k] - '0');
            step /= 10;
            if (step == 0 && value >= 1000 && strchr(arena_strndup(r->scratch, s, k), decimal))
                break;
        } else if (s[k] == decimal && k > 0 && step == 0) {
            value *= 1000;
            step = 100;
        } else if (!(strchr(".,", s[k]) && k > 0)) {
            return -1;
        }
    }
    bool fraction = memchr(s, decimal, n) != NULL;
    return !digits ? -1 : fraction ? value : value * 1000;
}

/* ---- names ---- */

static int compare_strings(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Keys of the places and bodies among words [from, to), sorted, joined; *n gets their number. */
static const char *names_in(const struct reading *r, size_t from, size_t to, size_t *n)
{
    const char *keys[MAX_NAMES];
    size_t start = r->l.item[from].start, end = r->l.item[to - 1].end;
    *n = 0;
    for (size_t i = 0; i < r->hits.n && *n < MAX_NAMES; i++) {
        const struct name_hit *h = &r->hits.items[i];
        bool inside = h->start >= start && h->end <= end && (h->kind == NAME_PLACE || h->kind == NAME_ORG);
        for (size_t k = 0; k < *n && inside; k++)
            inside = strcmp(keys[k], h->key) != 0;
        if (inside)
            keys[(*n)++] = h->key;
    }
    if (*n > 1)
        qsort(keys, *n, sizeof *keys, compare_strings);
    const char *joined = "";
    for (size_t i = 0; i < *n; i++)
        joined = arena_printf(r->scratch, "%s|%s", joined, keys[i]);
    return joined;
}

/* ---- keeping ---- */

static bool is_same_value(const struct thing *t, const struct statement *x, const struct statement *y)
{
    if (t->rule == YEAR_DIFFERS)
        return x->value == y->value;
    int64_t more = x->value > y->value ? x->value : y->value, gap = more - (x->value + y->value - more);
    return gap <= more / (x->about || y->about ? 10 : 20);
}

static void keep(struct reading *r, enum contradiction_rule rule, const char *key, const char *subject,
                 const struct statement *s)
{
    struct thing *t = NULL;
    HASH_FIND_STR(r->all->things, key, t);
    if (!t) {
        t = arena_alloc(r->all->a, sizeof *t);
        *t = (struct thing){
            .key = arena_strdup(r->all->a, key), .subject = arena_strdup(r->all->a, subject), .rule = rule};
        HASH_ADD_KEYPTR(hh, r->all->things, t->key, strlen(t->key), t);
    }
    for (size_t i = 0; i < t->n; i++)
        if (is_same_value(t, &t->values[i], s)) {
            if (s->direct && !t->values[i].direct)
                t->values[i] = *s;
            return;
        }
    if (t->n < MAX_VALUES)
        t->values[t->n++] = *s;
}

/* ---- events ---- */

static int article_year(const struct reading *r)
{
    return r->p->article->meta.date.year;
}

/* "… N years <event>", "… kỷ niệm N năm <event>": counted back from the latest year of the sentence, or the article's.
 */
static bool year_of_anniversary(const struct reading *r, size_t event, struct statement *s)
{
    if (event < 2 || any_at(r, event - 1, "statements.years") != 1 || number_at(r, event - 2) <= 0)
        return false;
    size_t from, to;
    int years = number_at(r, event - 2), now = 0;
    around(r, event, false, &from, &to);
    for (size_t i = from; i < to; i++)
        now = year_at(r, i) > now ? year_at(r, i) : now;
    now = now > 0 ? now : article_year(r);
    if (now == 0 || any_before(r, event - 2, "statements.about") || !any_before(r, event - 2, "statements.anniversary"))
        return false;
    s->value = now - years;
    s->shown = arena_printf(r->all->a, "%d (%d − %d)", now - years, now, years);
    return true;
}

/* "cách đây 28 năm", "28 years ago" in the clause. */
static bool year_of_duration(const struct reading *r, size_t from, size_t to, struct statement *s)
{
    for (size_t i = from; i + 1 < to; i++) {
        int years = number_at(r, i);
        if (years <= 0 || any_at(r, i + 1, "statements.years") != 1 || any_before(r, i, "statements.about"))
            continue;
        if (!any_before(r, i, "statements.ago-before") &&
            (i + 2 >= to || any_at(r, i + 2, "statements.ago-after") == 0))
            continue;
        if (article_year(r) == 0)
            return false;
        s->value = article_year(r) - years;
        s->shown = arena_printf(r->all->a, "%d (%d − %d)", article_year(r) - years, article_year(r), years);
        return true;
    }
    return false;
}

/* The only year among words [from, to). */
static bool year_written(const struct reading *r, size_t from, size_t to, struct statement *s)
{
    int found = 0;
    for (size_t i = from; i < to; i++) {
        int year = year_at(r, i);
        if (year > 0 && found > 0 && year != found)
            return false;
        found = year > 0 ? year : found;
    }
    s->value = found;
    s->direct = true;
    s->shown = arena_printf(r->all->a, "%d", found);
    return found > 0;
}

static void event(struct reading *r, size_t i, const struct data_list *list, unsigned number)
{
    size_t from, to, start, end, n;
    around(r, i, true, &from, &to);
    around(r, i, false, &start, &end);
    const char *names = names_in(r, from, to, &n);
    struct statement s = {.passage = r->p, .at = r->l.item[i].start};
    if (n < strtoul(list->items[0], NULL, 10))
        return;
    if (!year_of_anniversary(r, i, &s) && !year_of_duration(r, from, to, &s) && !year_written(r, from, to, &s) &&
        !year_written(r, start, end, &s))
        return;
    keep(r, YEAR_DIFFERS, arena_printf(r->scratch, "event %u%s", number, names), list->items[1], &s);
}

static void events(struct reading *r)
{
    for (unsigned k = 0; k < MAX_EVENTS; k++) {
        char path[40];
        snprintf(path, sizeof path, "statements.events.%u", k);
        struct data_list list = data_lookup(r->lang, path);
        for (size_t i = 0; list.n > 1 && i < r->l.n; i++) {
            size_t found = 0;
            for (size_t m = 1; m < list.n && found == 0; m++)
                found = phrase_at(r, i, list.items[m]);
            if (found == 0)
                continue;
            event(r, i, &list, k);
            i += found;
        }
    }
}

/* ---- quantities ---- */

/* "2,7 triệu km²" at word i: the value in thousandths of the unit, and the unit. */
static bool quantity_at(const struct reading *r, size_t i, struct statement *s, const char **unit)
{
    struct data_list words = data_lookup(r->lang, "statements.multipliers");
    struct data_list factors = data_lookup(r->lang, "statements.multiplier-values");
    int64_t value = value_at(r, i);
    size_t at = i + 1;
    if (value <= 0 || year_at(r, i) > 0)
        return false;
    for (bool more = true; more && at < r->l.n && name_line_joined(&r->l, at - 1);) {
        more = false;
        for (size_t k = 0; k < words.n && k < factors.n && !more; k++)
            if (phrase_at(r, at, words.items[k]) == 1 && value < INT64_MAX / strtoll(factors.items[k], NULL, 10)) {
                value *= strtoll(factors.items[k], NULL, 10);
                more = true;
                at++;
            }
    }
    if (at >= r->l.n || !name_line_joined(&r->l, at - 1))
        return false;
    s->value = value;
    s->about = any_before(r, i, "statements.about");
    s->direct = true;
    s->shown = arena_strndup(r->all->a, r->l.s + r->l.item[i].start, r->l.item[at].end - r->l.item[i].start);
    *unit = r->l.item[at].key;
    return true;
}

static void quantity(struct reading *r, size_t i, size_t words, bool flow)
{
    size_t from, to, n;
    const char *unit;
    struct statement s = {.passage = r->p, .at = r->l.item[i].start}, year = {0};
    around(r, i, true, &from, &to);
    const char *names = names_in(r, from, to, &n);
    if (n == 0 || n == MAX_NAMES)
        return;
    size_t start, end;
    around(r, i, false, &start, &end);
    bool dated = year_written(r, start, end, &year);
    if (flow && !dated)
        return;
    for (size_t k = i + words; k < to && k < i + words + REACH; k++) {
        if (!quantity_at(r, k, &s, &unit))
            continue;
        const char *what =
            arena_strndup(r->scratch, r->l.s + r->l.item[i].start, r->l.item[i + words - 1].end - r->l.item[i].start);
        const char *subject = dated ? arena_printf(r->scratch, "%s, %s", what, year.shown) : what;
        const char *lower = utf8_lower_str(r->scratch, what, strlen(what));
        keep(r, NUMBER_DIFFERS, arena_printf(r->scratch, "value %s %s %d%s", lower, unit, (int)year.value, names),
             subject, &s);
        return;
    }
}

static void quantities(struct reading *r)
{
    for (size_t i = 0; i < r->l.n; i++) {
        size_t stock = any_at(r, i, "statements.stocks"), flow = any_at(r, i, "statements.flows");
        if (stock > 0 || flow > 0)
            quantity(r, i, stock > 0 ? stock : flow, stock == 0);
    }
}

/* ---- the whole ---- */

static void look(struct statements *all, const struct passage *p, struct arena *scratch)
{
    struct reading r = {.all = all, .scratch = scratch, .p = p, .lang = p->lang};
    r.l = name_line_split(scratch, p->text, p->lang, NULL);
    name_hits_find(scratch, p->text, p->lang, NULL, &r.hits);
    events(&r);
    quantities(&r);
    name_hits_free(&r.hits);
}

static struct contradiction_place place_of(struct arena *a, const struct statement *s)
{
    return (struct contradiction_place){s->passage->article->meta.file, s->passage->line, s->shown,
                                        contradictions_sentence(a, s->passage, s->at)};
}

void contradictions_statements(const struct passages *p, struct arena *a, struct contradictions *out)
{
    struct statements all = {a, NULL};
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < p->n; i++) {
        look(&all, &p->items[i], scratch);
        arena_reset(scratch);
    }
    for (const struct thing *t = all.things; t; t = t->hh.next)
        for (size_t i = 1; i < t->n; i++) {
            struct contradiction c = {.rule = t->rule, .subject = t->subject};
            c.places[0] = place_of(a, &t->values[0]);
            c.places[1] = place_of(a, &t->values[i]);
            contradictions_add(out, &c);
        }
    HASH_CLEAR(hh, all.things);
    arena_drop(scratch);
}
