/* Ties: which spaces of a text should not become a line's end.
 *
 * Vietnamese puts a space behind every syllable, so a breaker that knows nothing may part "Nguyễn Phương | Nga" or
 * "1,5 | tỷ". The text is split at its spaces; rules then give each gap between two words a strength: none, weak (a
 * number and a word that it may count, one name and the next), soft (a title and the name, "trang 8"), name (between
 * the syllables of a name) or hard (no break at all, for numbers with their units, days with their months and the dash
 * with the word before it). Runs of tied gaps become SPAN_TIE spans; those of names stand inside the soft ones.
 * No-break spaces are not used: readers' search would miss names.
 */
#include <string.h>

#include "base/bytes.h"
#include "lang/marker.h"

/* Sequences of more capitalized words than this are headings in Title Case, not names. */
enum { MAX_NAME = 5 };

/* May something be tied to what follows word i? A full stop is let pass where it shows an abbreviation. */
static bool goes_on(const struct line *l, size_t i)
{
    return i + 1 < l->n && !l->item[i + 1].token->opens &&
           (!l->item[i].closes || (l->item[i].dot && !l->item[i + 1].sentence));
}

/* Notes the classes of a phrase of k + 1 words that begins at word `first`. */
static void add_longer(struct line *l, struct word *first, size_t k, unsigned classes)
{
    if (first->longer == 0) {
        l->longer[l->n_longer++] = (struct longer_phrases){{0}};
        first->longer = l->n_longer;
    }
    l->longer[first->longer - 1].classes[k - 1] = classes;
    first->any |= classes;
}

/* Phrases of several words that begin at word i. Few words begin one, and those are marked. */
static void find_longer(struct line *l, size_t i, const struct phrases *p)
{
    char joined[160];
    size_t used = 0;
    for (size_t k = 0; k < PHRASE_MAX_WORDS && i + k < l->n; k++) {
        const struct word *w = &l->item[i + k];
        unsigned classes = w->token->classes;
        if (used + w->token->lower_n + 1 >= sizeof joined)
            return;
        if (k > 0)
            joined[used++] = ' ';
        memcpy(joined + used, w->token->lower, w->token->lower_n);
        used += w->token->lower_n;
        if (k > 0)
            classes = phrases_find(p, joined, used);
        if (k > 0 && classes != 0)
            add_longer(l, &l->item[i], k, classes);
        if (!(classes & PHRASE_PREFIX) || (w->closes && !w->dot) ||
            (i + k + 1 < l->n && l->item[i + k + 1].token->opens))
            return;
    }
}

/* Looks up all phrases, once; the rules then only test bits. Finds the words that begin a sentence: not the one behind
 * "TP." or "г.". "Trung Á." ends one: a Latin letter behind another capitalized word is the end of a name, not an
 * initial. */
static void look_at_words(struct line *l, const struct phrases *p)
{
    for (size_t k = 0; k < l->n_busy; k++) {
        size_t i = l->busy[k];
        struct word *w = &l->item[i];
        if (w->token->classes & PHRASE_PREFIX)
            find_longer(l, i, p);
        if (i == 0) {
            w->sentence = true;
            continue;
        }
        const struct word *before = w - 1;
        if (w->initial && w->token->latin_initial && before->token->upper && !before->initial && !before->closes)
            w->initial = false;
        bool abbreviation = before->dot && (before->initial || before->token->classes & PHRASE_ABBREVIATION);
        w->sentence = w->token->opens || (before->token->stop && !abbreviation);
    }
}

/* Classes of the phrase of k words that begins at a word. */
static unsigned classes_of(const struct line *l, const struct word *w, size_t k)
{
    return k == 1 ? w->token->classes : w->longer > 0 ? l->longer[w->longer - 1].classes[k - 2] : 0;
}

/* Words of the longest phrase of a class that begins at word i; there is one. */
static size_t longest_at(const struct line *l, size_t i, unsigned classes)
{
    const struct word *w = &l->item[i];
    for (size_t k = w->longer > 0 ? PHRASE_MAX_WORDS : 1; k > 0; k--)
        if (i + k <= l->n && classes_of(l, w, k) & classes)
            return k;
    return 0;
}

/* Words of the longest phrase of a class that begins at word i, or 0, as nearly always. */
static inline size_t phrase_at(const struct line *l, size_t i, unsigned classes)
{
    return i < l->n && l->item[i].any & classes ? longest_at(l, i, classes) : 0;
}

/* Ties the gaps from word `first` to word `last`. */
static void tie(struct line *l, size_t first, size_t last, uint8_t strength)
{
    for (size_t i = first; i < last && i + 1 < l->n; i++)
        if (l->tie[i] < strength)
            l->tie[i] = strength;
    l->strengths |= 1u << strength;
}

/* ---- rules ---- */

static void tie_dash(struct line *l, size_t i)
{
    if (!l->item[i].token->dash)
        return;
    if (i == 0)
        tie(l, 0, 1, TIE_SOFT);
    else
        tie(l, i - 1, i, TIE_HARD);
    if (i > 0 && i + 1 < l->n && l->item[i - 1].token->number && l->item[i + 1].token->number)
        tie(l, i, i + 1, TIE_HARD);
}

/* Does a word that takes numbers ("trang", "năm") stand before word i? */
static bool is_counted(const struct line *l, size_t i)
{
    for (size_t k = 1; k <= 3 && k <= i; k++)
        if (classes_of(l, &l->item[i - k], k) & PHRASE_BEFORE_NUMBER && goes_on(l, i - 1))
            return true;
    return false;
}

/* "1,5 tỷ USD", "30 năm", "15–20 %". In "năm 2021 người ta" the number belongs to the word before it. */
static void tie_unit(struct line *l, size_t i)
{
    /* "1/2.000" is a scale, "25/2" a date: what follows is not counted by them */
    if (!l->item[i].token->number || l->item[i].token->slash || !goes_on(l, i))
        return;
    size_t last = i, k;
    while (goes_on(l, last) && (k = phrase_at(l, last + 1, PHRASE_MULTIPLIER)) != 0)
        last += k;
    if (goes_on(l, last) && (last > i || !is_counted(l, i)) && (k = phrase_at(l, last + 1, PHRASE_UNIT)) != 0)
        last += k;
    tie(l, i, last, TIE_HARD);
    const struct token *number = l->item[i].token, *next = l->item[i + 1].token;
    if (last == i && !number->year && (number->day || !is_counted(l, i)) && next->letters && !next->upper)
        tie(l, i, i + 1, TIE_WEAK);
}

/* "29 tháng 11", "29 ноября", "November 29", "2021 г.", "2021 жылғы". */
static void tie_date(struct line *l, size_t i)
{
    size_t k;
    if (l->item[i].token->day && goes_on(l, i)) {
        if (phrase_at(l, i + 1, PHRASE_MONTH_WORD) == 1 && goes_on(l, i + 1) && l->item[i + 2].token->day)
            tie(l, i, i + 2, TIE_HARD);
        else if ((k = phrase_at(l, i + 1, PHRASE_MONTH)) != 0)
            tie(l, i, i + k, TIE_HARD);
    }
    k = phrase_at(l, i, PHRASE_MONTH);
    if (k && goes_on(l, i + k - 1) && l->item[i + k].token->day)
        tie(l, i, i + k, TIE_HARD);
    else if (k && goes_on(l, i + k - 1) && l->item[i + k].token->year)
        tie(l, i, i + k, TIE_SOFT);
    if (l->item[i].token->year && goes_on(l, i) && (k = phrase_at(l, i + 1, PHRASE_YEAR_AFTER)) != 0)
        tie(l, i, i + k, TIE_HARD);
}

/* "trang 8", "Chương II", "Nghị quyết 84/NQ-CP", "Nghị định số 86/2002/NĐ-CP". */
static void tie_numbered(struct line *l, size_t i)
{
    size_t k = phrase_at(l, i, PHRASE_BEFORE_NUMBER);
    if (k && goes_on(l, i + k - 1) && (l->item[i + k].token->digit || l->item[i + k].token->roman))
        tie(l, i, i + k, TIE_SOFT);
    k = phrase_at(l, i, PHRASE_DOCUMENT);
    if (!k || !goes_on(l, i + k - 1))
        return;
    if (phrase_at(l, i + k, PHRASE_DOCUMENT_NUMBER) == 1 && goes_on(l, i + k))
        k++;
    if (l->item[i + k].token->digit)
        tie(l, i, i + k, TIE_SOFT);
}

/* Does a name begin at word i? "Giám đốc Học viện …" is an office at a body whose first syllable alone is capitalized:
 * of a Vietnamese name at least two are. */
static bool begins_name(const struct line *l, size_t i)
{
    const struct token *t = l->item[i].token;
    return t->upper && (!t->syllable || (goes_on(l, i) && l->item[i + 1].token->upper));
}

/* "Đại sứ Baizanov", "bà Nga", "г-н Токаев", "К. К. Токаев", "Токаев К. К.". */
static void tie_title(struct line *l, size_t i)
{
    size_t k = phrase_at(l, i, PHRASE_TITLE);
    if (k && goes_on(l, i + k - 1) && l->item[i + k].token->upper && (k == 1 || begins_name(l, i + k)))
        tie(l, i, i + k, TIE_SOFT);
    if (!l->item[i].initial)
        return;
    if (i + 1 < l->n && l->item[i + 1].token->upper && !l->item[i + 1].token->opens)
        tie(l, i, i + 1, TIE_NAME);
    if (i > 0 && l->item[i - 1].token->upper && !l->item[i - 1].closes)
        tie(l, i - 1, i, TIE_NAME);
}

/* A word of one letter should not end a line, a preposition must not. */
static void tie_letter(struct line *l, size_t i)
{
    if (goes_on(l, i))
        tie(l, i, i + 1, l->item[i].token->classes & PHRASE_ONE_LETTER ? TIE_SOFT : TIE_WEAK);
}

/* ---- names ---- */

static bool may_be_name(const struct word *w)
{
    return w->token->upper && !w->token->capitals;
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
            tie(l, from, i - 1, TIE_NAME);
        if (i > first)
            tie(l, i - 1, i, TIE_WEAK);
        tie(l, i, i + place - 1, TIE_NAME);
        i += place;
        from = i;
        if (i <= last)
            tie(l, i - 1, i, TIE_WEAK);
    }
    if (last + 1 > from && last + 1 - from <= MAX_NAME)
        tie(l, from, last, TIE_NAME);
}

/* Text that is all in capitals, or a heading in Title Case, shows no names by its capitals. */
static bool shows_names(const struct line *l)
{
    uint64_t words = l->n - l->n_signs;
    return l->n_uppers > 0 && (words < 6 || l->n_uppers * 10 < words * 8);
}

static void tie_names(struct line *l)
{
    if (!shows_names(l))
        return;
    for (size_t k = 0, next = 0; k < l->n_busy; k++) {
        size_t i = l->busy[k];
        if (i < next || !l->item[i].token->upper) /* in the name before; no name */
            continue;
        size_t place = phrase_at(l, i, PHRASE_PLACE);
        if (place > 1)
            tie(l, i, i + place - 1, TIE_NAME);
        if (!may_be_name(&l->item[i]))
            continue;
        size_t first = i, last = i;
        while (goes_on(l, last) && may_be_name(&l->item[last + 1]))
            last++;
        if (l->item[first].sentence && l->item[first].token->classes & PHRASE_STARTER)
            first++;
        if (first < last)
            tie_run(l, first, last);
        next = last + 1;
    }
}

/* The last word of a name of n bytes that begins at word i, or l->n where no word ends with it. */
static size_t last_of(const struct line *l, size_t i, size_t n)
{
    size_t end = l->item[i].start + n;
    while (i < l->n && l->item[i].end < end)
        i++;
    return i < l->n && l->item[i].end == end ? i : l->n;
}

/* Names that the user lists. */
static void tie_listed(struct line *l, size_t i, const char *const *names)
{
    for (; *names; names++) {
        size_t n = strlen(*names);
        if (n == 0 || strncmp(l->s + l->item[i].start, *names, n) != 0)
            continue;
        size_t last = last_of(l, i, n);
        if (last < l->n)
            tie(l, i, last, TIE_NAME);
    }
}

/* ---- spans ---- */

/* What a gap's strength means for spans of `strength`: a name's syllables are softly tied as well. */
static bool is_tied(uint8_t tie, uint8_t strength)
{
    return tie == strength || (strength == TIE_SOFT && tie == TIE_NAME);
}

/* Adds the span of the words that are tied so from word i on, if they are and the one before is not one of them. */
static void add_span(const struct line *l, size_t i, uint8_t strength, const char *value, struct span_list *out)
{
    if (!is_tied(l->tie[i], strength) || (i > 0 && is_tied(l->tie[i - 1], strength)))
        return;
    size_t last = i + 1;
    while (last + 1 < l->n && is_tied(l->tie[last], strength))
        last++;
    spans_push(out, l->item[i].start, l->item[last].end, SPAN_TIE, value);
}

/* Spans come in their order: of those that begin at one word the softer holds the other. */
static void collect(const struct line *l, struct span_list *out)
{
    if (l->strengths == 0)
        return;
    for (size_t i = 0; i + 1 < l->n; i++) {
        if (i + 8 < l->n && bytes_load8((const char *)l->tie + i) == 0) {
            i += 7; /* most gaps are free */
            continue;
        }
        switch (l->tie[i]) {
        case TIE_NONE:
            break;
        case TIE_WEAK:
            add_span(l, i, TIE_WEAK, "~", out);
            break;
        case TIE_HARD:
            add_span(l, i, TIE_HARD, "!", out);
            break;
        default:
            add_span(l, i, TIE_SOFT, NULL, out);
            add_span(l, i, TIE_NAME, "=", out);
            break;
        }
    }
}

static void apply_rules(struct line *l)
{
    for (size_t k = 0; k < l->n_busy; k++) {
        size_t i = l->busy[k];
        const struct word *w = &l->item[i];
        if (!w->token->alone && !w->initial && !(w->any & ~(unsigned)PHRASE_PREFIX))
            continue;
        if (w->token->dash)
            tie_dash(l, i);
        if (w->token->number)
            tie_unit(l, i);
        if (w->any & ~(unsigned)PHRASE_PREFIX || w->token->number) {
            tie_date(l, i);
            tie_numbered(l, i);
        }
        if (w->any & PHRASE_TITLE || w->initial)
            tie_title(l, i);
        if (w->any & PHRASE_ONE_LETTER || w->token->letter)
            tie_letter(l, i);
    }
}

void ties_find(struct line *l, const struct phrases *phrases, const char *const *names, struct span_list *out)
{
    if (l->n < 2)
        return;
    look_at_words(l, phrases);
    apply_rules(l);
    tie_names(l);
    for (size_t i = 0; names != NULL && i < l->n; i++)
        if (l->item[i].token->listed)
            tie_listed(l, i, names);
    collect(l, out);
}
