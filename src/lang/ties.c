/* Ties: which spaces of a text should not become a line's end.
 *
 * Vietnamese puts a space behind every syllable, so a breaker that knows nothing may part "Nguyễn Phương | Nga" or
 * "1,5 | tỷ". The text is split at its spaces; rules then give each gap between two words a strength: none, soft (a
 * penalty) or hard (no break at all, for numbers with their units, days with their months and the dash with the word
 * before it). Runs of tied gaps become SPAN_TIE spans. No-break spaces are not used: readers' search would miss names.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/lang.h"
#include "lang/spans.h"
#include "lang/syllable.h"
#include "lang/tie_phrases.h"

enum { TIE_NONE, TIE_SOFT, TIE_HARD };

/* Sequences of more capitalized words than this are headings in Title Case, not names. */
enum { MAX_NAME = 5 };

struct word {
    size_t start, end; /* without brackets, quotes and stops around it */
    const char *lower;
    size_t lower_n;
    bool opens;           /* a bracket or quote before it */
    bool closes;          /* a stop, bracket or quote behind it */
    bool dot;             /* just one full stop behind it: may be an abbreviation */
    bool stop;            /* . ! ? : or … behind it */
    bool upper, capitals; /* first letter; all of at least two */
    bool number, digit, roman, dash, initial;
    bool sentence;                      /* begins one */
    uint8_t tie;                        /* of the gap behind it */
    unsigned classes[PHRASE_MAX_WORDS]; /* of the phrases of 1, 2 … words that begin here */
};

struct line {
    const char *s;
    struct word *item;
    size_t n;
};

/* ---- words ---- */

static bool is_opening(uint32_t cp)
{
    return cp == '(' || cp == '[' || cp == '{' || cp == '"' || cp == '\'' || cp == 0x201C || cp == 0x2018 ||
           cp == 0xAB || cp == 0x201E;
}

static bool is_closing(uint32_t cp)
{
    return cp == ')' || cp == ']' || cp == '}' || cp == '"' || cp == '\'' || cp == 0x201D || cp == 0x2019 ||
           cp == 0xBB || cp == 0x2026 || cp == '.' || cp == ',' || cp == ';' || cp == ':' || cp == '!' || cp == '?';
}

static void trim(const char *s, struct word *w)
{
    size_t stops = 0;
    while (w->start < w->end) {
        size_t next = w->start;
        if (!is_opening(utf8_next(s, w->end, &next)))
            break;
        w->start = next;
        w->opens = true;
    }
    while (w->end > w->start) {
        size_t last = w->end;
        uint32_t cp = utf8_prev(s, &last);
        if (!is_closing(cp))
            break;
        w->end = last;
        w->closes = true;
        w->dot = cp == '.' && ++stops == 1;
        stops += cp != '.';
        w->stop |= cp == '.' || cp == '!' || cp == '?' || cp == ':' || cp == 0x2026;
    }
}

static bool is_roman(const char *s, size_t n)
{
    size_t len;
    return s[0] >= 'A' && s[0] <= 'Z' && lang_roman_parse(s, n, &len) && len == n;
}

/* Digits with separators, a sign or currency before them: "1.000", "15–20", "US$16", "7,2%". */
static bool is_number(const char *s, size_t n)
{
    size_t i = 0;
    bool digits = false;
    if (n > 2 && memcmp(s, "US$", 3) == 0)
        i = 3;
    while (i < n) {
        uint32_t cp = utf8_next(s, n, &i);
        bool digit = cp >= '0' && cp <= '9';
        bool sign = cp == '+' || cp == '-' || cp == 0x2212 || cp == '~' || cp == 0x2248 || cp == '$' || cp == 0x20AC ||
                    cp == 0xB1;
        bool inside = cp == '.' || cp == ',' || cp == ':' || cp == 0x2013 || cp == '/';
        if (!digit && !(sign || (digits && inside)))
            return false;
        digits |= digit;
    }
    return digits;
}

static void look(struct arena *scratch, const char *s, struct word *w)
{
    size_t letters = 0, uppers = 0;
    for (size_t i = w->start; i < w->end;) {
        bool first = i == w->start;
        uint32_t cp = utf8_next(s, w->end, &i);
        letters += utf8_is_letter(cp);
        uppers += utf8_is_upper(cp);
        w->upper |= first && utf8_is_upper(cp);
        w->digit |= cp >= '0' && cp <= '9';
        w->dash = first && i == w->end && (cp == '-' || cp == 0x2013 || cp == 0x2014 || cp == 0x2010);
    }
    w->capitals = letters > 1 && uppers == letters;
    w->initial = letters == 1 && uppers == 1 && w->dot;
    w->number = w->digit && is_number(s + w->start, w->end - w->start);
    w->roman = w->upper && is_roman(s + w->start, w->end - w->start);
    w->lower = utf8_lower_str(scratch, s + w->start, w->end - w->start);
    w->lower_n = strlen(w->lower);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n';
}

static struct line split(struct arena *scratch, const struct text *t)
{
    size_t count = 1;
    for (size_t i = 0; i < t->n; i++)
        count += is_space(t->s[i]);
    struct line line = {t->s, arena_calloc(scratch, count, sizeof(struct word)), 0};
    for (size_t i = 0; i < t->n;) {
        size_t end = i;
        while (end < t->n && !is_space(t->s[end]))
            end++;
        if (end > i) {
            struct word *w = &line.item[line.n++];
            w->start = i;
            w->end = end;
            trim(t->s, w);
            look(scratch, t->s, w);
        }
        /* a forced line break ends a line anyway: nothing is tied over it */
        if (end < t->n && t->s[end] == '\n' && line.n > 0) {
            line.item[line.n - 1].closes = true;
            line.item[line.n - 1].dot = false;
        }
        i = end + 1;
    }
    return line;
}

/* May something be tied to what follows word i? A full stop is let pass where it shows an abbreviation. */
static bool goes_on(const struct line *l, size_t i)
{
    return i + 1 < l->n && !l->item[i + 1].opens &&
           (!l->item[i].closes || (l->item[i].dot && !l->item[i + 1].sentence));
}

/* Looks up all phrases, once; the rules then only test bits. */
static void find_phrases(struct line *l, const struct phrases *p)
{
    char joined[160];
    for (size_t i = 0; i < l->n; i++) {
        size_t used = 0;
        for (size_t k = 0; k < PHRASE_MAX_WORDS && i + k < l->n; k++) {
            const struct word *w = &l->item[i + k];
            if (used + w->lower_n + 1 >= sizeof joined)
                break;
            if (k > 0)
                joined[used++] = ' ';
            memcpy(joined + used, w->lower, w->lower_n);
            used += w->lower_n;
            l->item[i].classes[k] = phrases_find(p, joined, used);
            if (w->closes && !w->dot)
                break;
            if (k + 1 < l->n - i && l->item[i + k + 1].opens)
                break;
        }
        const char *slash = memchr(l->item[i].lower, '/', l->item[i].lower_n);
        if (slash && !l->item[i].digit)
            l->item[i].classes[0] |=
                phrases_find(p, l->item[i].lower, (size_t)(slash - l->item[i].lower)) & PHRASE_UNIT;
    }
}

/* "Trung Á." ends a sentence: a Latin letter behind another capitalized word is the end of a name, not an initial. */
static void find_initials(struct line *l)
{
    for (size_t i = 1; i < l->n; i++) {
        const struct word *before = &l->item[i - 1];
        size_t at = l->item[i].start;
        if (l->item[i].initial && syllable_is_latin(utf8_next(l->s, l->item[i].end, &at)) && before->upper &&
            !before->initial && !before->closes)
            l->item[i].initial = false;
    }
}

/* Which words begin a sentence: not the one behind "TP." or "г.". */
static void find_sentences(struct line *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct word *before = i ? &l->item[i - 1] : NULL;
        bool abbreviation = before && before->dot && (before->initial || before->classes[0] & PHRASE_ABBREVIATION);
        l->item[i].sentence = !before || l->item[i].opens || (before->stop && !abbreviation);
    }
}

/* Words of the longest phrase of a class that begins at word i, or 0. */
static size_t phrase_at(const struct line *l, size_t i, unsigned classes)
{
    for (size_t k = PHRASE_MAX_WORDS; i < l->n && k > 0; k--)
        if (i + k <= l->n && l->item[i].classes[k - 1] & classes)
            return k;
    return 0;
}

/* Ties the gaps from word `first` to word `last`. */
static void tie(struct line *l, size_t first, size_t last, uint8_t strength)
{
    for (size_t i = first; i < last && i + 1 < l->n; i++)
        if (l->item[i].tie < strength)
            l->item[i].tie = strength;
}

/* ---- rules ---- */

static void tie_dash(struct line *l, size_t i)
{
    if (!l->item[i].dash)
        return;
    if (i == 0)
        tie(l, 0, 1, TIE_SOFT);
    else
        tie(l, i - 1, i, TIE_HARD);
    if (i > 0 && i + 1 < l->n && l->item[i - 1].number && l->item[i + 1].number)
        tie(l, i, i + 1, TIE_HARD);
}

static bool is_year(const struct line *l, size_t i)
{
    const struct word *w = &l->item[i];
    return w->number && w->end - w->start == 4 && l->s[w->start] >= '1' && l->s[w->start] <= '2' &&
           strspn(l->s + w->start, "0123456789") >= 4;
}

static bool is_day(const struct word *w)
{
    return w->number && w->end - w->start <= 2;
}

/* Does a word that takes numbers ("trang", "năm") stand before word i? */
static bool is_counted(const struct line *l, size_t i)
{
    for (size_t k = 1; k <= 3 && k <= i; k++)
        if (l->item[i - k].classes[k - 1] & PHRASE_BEFORE_NUMBER && goes_on(l, i - 1))
            return true;
    return false;
}

/* "1,5 tỷ USD", "30 năm", "15–20 %". In "năm 2021 người ta" the number belongs to the word before it. */
static void tie_unit(struct line *l, size_t i)
{
    /* "1/2.000" is a scale, "25/2" a date: what follows is not counted by them */
    if (!l->item[i].number || memchr(l->item[i].lower, '/', l->item[i].lower_n) || !goes_on(l, i))
        return;
    size_t last = i, k;
    while (goes_on(l, last) && (k = phrase_at(l, last + 1, PHRASE_MULTIPLIER)) != 0)
        last += k;
    if (goes_on(l, last) && (last > i || !is_counted(l, i)) && (k = phrase_at(l, last + 1, PHRASE_UNIT)) != 0)
        last += k;
    tie(l, i, last, TIE_HARD);
}

/* "29 tháng 11", "29 ноября", "November 29", "2021 г.", "2021 жылғы". */
static void tie_date(struct line *l, size_t i)
{
    size_t k;
    if (is_day(&l->item[i]) && goes_on(l, i)) {
        if (phrase_at(l, i + 1, PHRASE_MONTH_WORD) == 1 && goes_on(l, i + 1) && is_day(&l->item[i + 2]))
            tie(l, i, i + 2, TIE_HARD);
        else if ((k = phrase_at(l, i + 1, PHRASE_MONTH)) != 0)
            tie(l, i, i + k, TIE_HARD);
    }
    k = phrase_at(l, i, PHRASE_MONTH);
    if (k && goes_on(l, i + k - 1) && is_day(&l->item[i + k]))
        tie(l, i, i + k, TIE_HARD);
    else if (k && goes_on(l, i + k - 1) && is_year(l, i + k))
        tie(l, i, i + k, TIE_SOFT);
    if (is_year(l, i) && goes_on(l, i) && (k = phrase_at(l, i + 1, PHRASE_YEAR_AFTER)) != 0)
        tie(l, i, i + k, TIE_HARD);
}

/* "trang 8", "Chương II", "Nghị quyết 84/NQ-CP", "Nghị định số 86/2002/NĐ-CP". */
static void tie_numbered(struct line *l, size_t i)
{
    size_t k = phrase_at(l, i, PHRASE_BEFORE_NUMBER);
    if (k && goes_on(l, i + k - 1) && (l->item[i + k].digit || l->item[i + k].roman))
        tie(l, i, i + k, TIE_SOFT);
    k = phrase_at(l, i, PHRASE_DOCUMENT);
    if (!k || !goes_on(l, i + k - 1))
        return;
    if (phrase_at(l, i + k, PHRASE_DOCUMENT_NUMBER) == 1 && goes_on(l, i + k))
        k++;
    if (l->item[i + k].digit)
        tie(l, i, i + k, TIE_SOFT);
}

/* Does a name begin at word i? "Giám đốc Học viện …" is an office at a body whose first syllable alone is capitalized:
 * of a Vietnamese name at least two are. */
static bool begins_name(const struct line *l, size_t i)
{
    const struct word *w = &l->item[i];
    bool syllable = syllable_fits(l->s + w->start, w->end - w->start);
    return w->upper && (!syllable || (goes_on(l, i) && l->item[i + 1].upper));
}

/* "Đại sứ Baizanov", "bà Nga", "г-н Токаев", "К. К. Токаев", "Токаев К. К.". */
static void tie_title(struct line *l, size_t i)
{
    size_t k = phrase_at(l, i, PHRASE_TITLE);
    if (k && goes_on(l, i + k - 1) && l->item[i + k].upper && (k == 1 || begins_name(l, i + k)))
        tie(l, i, i + k, TIE_SOFT);
    if (!l->item[i].initial)
        return;
    if (i + 1 < l->n && l->item[i + 1].upper && !l->item[i + 1].opens)
        tie(l, i, i + 1, TIE_SOFT);
    if (i > 0 && l->item[i - 1].upper && !l->item[i - 1].closes)
        tie(l, i - 1, i, TIE_SOFT);
}

static void tie_preposition(struct line *l, size_t i)
{
    if (l->item[i].classes[0] & PHRASE_ONE_LETTER && goes_on(l, i))
        tie(l, i, i + 1, TIE_SOFT);
}

/* ---- names ---- */

static bool may_be_name(const struct word *w)
{
    return w->upper && !w->capitals;
}

/* A run of capitalized words, from `first` to `last`: known names are cut out, the rest is one name. */
static void tie_run(struct line *l, size_t first, size_t last)
{
    size_t from = first;
    for (size_t i = first; i <= last;) {
        size_t place = phrase_at(l, i, PHRASE_PLACE);
        if (!place || i + place > last + 1) {
            i++;
            continue;
        }
        if (i > from && i - from <= MAX_NAME)
            tie(l, from, i - 1, TIE_SOFT);
        tie(l, i, i + place - 1, TIE_SOFT);
        i += place;
        from = i;
    }
    if (last + 1 > from && last + 1 - from <= MAX_NAME)
        tie(l, from, last, TIE_SOFT);
}

/* Text that is all in capitals, or a heading in Title Case, shows no names by its capitals. */
static bool shows_names(const struct line *l)
{
    size_t words = 0, uppers = 0;
    for (size_t i = 0; i < l->n; i++) {
        words += !l->item[i].dash && !l->item[i].digit;
        uppers += l->item[i].upper;
    }
    return words < 6 || uppers * 10 < words * 8;
}

static void tie_names(struct line *l)
{
    if (!shows_names(l))
        return;
    for (size_t i = 0; i < l->n; i++) {
        size_t place = phrase_at(l, i, PHRASE_PLACE);
        if (place > 1 && l->item[i].upper)
            tie(l, i, i + place - 1, TIE_SOFT);
        if (!may_be_name(&l->item[i]))
            continue;
        size_t first = i, last = i;
        while (goes_on(l, last) && may_be_name(&l->item[last + 1]))
            last++;
        if (l->item[first].sentence && l->item[first].classes[0] & PHRASE_STARTER)
            first++;
        if (first < last)
            tie_run(l, first, last);
        i = last;
    }
}

static size_t word_at(const struct line *l, size_t byte)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (l->item[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Names that the user lists. */
static void tie_listed(struct line *l, const char *const *names)
{
    for (; names && *names; names++) {
        size_t n = strlen(*names);
        for (const char *at = l->s; n && (at = strstr(at, *names)) != NULL; at += n) {
            size_t first = word_at(l, (size_t)(at - l->s)), last = word_at(l, (size_t)(at - l->s) + n - 1);
            if (first < l->n && last < l->n && l->item[first].start == (size_t)(at - l->s) &&
                l->item[last].end == (size_t)(at - l->s) + n)
                tie(l, first, last, TIE_SOFT);
        }
    }
}

/* ---- spans ---- */

static void collect(const struct line *l, struct span_list *out)
{
    for (size_t i = 0; i + 1 < l->n; i++) {
        uint8_t strength = l->item[i].tie;
        size_t last = i;
        while (last + 1 < l->n && l->item[last].tie == strength)
            last++;
        if (strength != TIE_NONE && last > i)
            spans_push(out, l->item[i].start, l->item[last].end, SPAN_TIE, strength == TIE_HARD ? "!" : NULL);
        i = last > i ? last - 1 : i;
    }
}

void ties_mark(struct arena *a, struct text *t, const char *lang, const char *const *names)
{
    if (t->n == 0 || !strchr(t->s, ' '))
        return;
    struct arena *scratch = arena_new();
    struct line l = split(scratch, t);
    find_phrases(&l, phrases_of(lang));
    find_initials(&l);
    find_sentences(&l);
    for (size_t i = 0; i < l.n; i++) {
        tie_dash(&l, i);
        tie_unit(&l, i);
        tie_date(&l, i);
        tie_numbered(&l, i);
        tie_title(&l, i);
        tie_preposition(&l, i);
    }
    tie_names(&l);
    tie_listed(&l, names);
    struct span_list spans = {NULL, 0, 0};
    collect(&l, &spans);
    spans_merge(a, t, &spans);
    arena_drop(scratch);
}
