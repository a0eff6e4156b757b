/* The name finder's view of a text: words between spaces and dashes, marks around them, phrases of the lists. */
#include "lang/names_line.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "lang/lang.h"
#include "lang/syllable.h"
#include "lang/token.h"

/* ---- characters ---- */

static bool is_dash(uint32_t cp)
{
    return cp == '-' || (cp >= 0x2010 && cp <= 0x2015);
}

static bool is_long_dash(uint32_t cp)
{
    return cp >= 0x2012 && cp <= 0x2015;
}

static bool is_open_quote(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == 0x201C || cp == 0x2018 || cp == 0xAB || cp == 0x201E;
}

static bool is_close_quote(uint32_t cp)
{
    return cp == '"' || cp == '\'' || cp == 0x201D || cp == 0x2019 || cp == 0xBB || cp == 0x201C;
}

static bool is_mark(uint32_t cp)
{
    return cp == '.' || cp == ',' || cp == ';' || cp == ':' || cp == '!' || cp == '?' || cp == 0x2026 || cp == '/';
}

static bool is_stop(uint32_t cp)
{
    return cp == '.' || cp == ':' || cp == '!' || cp == '?' || cp == 0x2026;
}

/* ---- words ---- */

static void trim_front(const char *s, struct name_token *w)
{
    while (w->start < w->end) {
        size_t next = w->start;
        uint32_t cp = utf8_next(s, w->end, &next);
        bool bracket = cp == '(' || cp == '[' || cp == '{';
        if (!bracket && !is_open_quote(cp) && cp != '/')
            return;
        w->start = next;
        w->opens = true;
        w->bracket |= bracket;
        w->quote |= is_open_quote(cp);
    }
}

static void trim_back(const char *s, struct name_token *w)
{
    size_t marks = 0;
    while (w->end > w->start) {
        size_t last = w->end;
        uint32_t cp = utf8_prev(s, &last);
        bool bracket = cp == ')' || cp == ']' || cp == '}';
        if (!bracket && !is_close_quote(cp) && !is_mark(cp))
            return;
        w->end = last;
        w->closes = true;
        w->bracket_closes |= bracket;
        w->quote_closes |= is_close_quote(cp);
        w->dot = cp == '.' && ++marks == 1;
        marks += cp != '.';
        w->stop |= is_stop(cp);
    }
}

/* "Tokayev's" speaks of Tokayev. */
static void trim_possessive(const char *s, struct name_token *w)
{
    static const char *const ends[] = {"'s", "’s", "s’", "s'"};
    size_t n = w->end - w->start;
    for (size_t i = 0; i < 2; i++) {
        size_t m = strlen(ends[i]);
        if (n > m + 1 && memcmp(s + w->end - m, ends[i], m) == 0) {
            w->end -= m;
            return;
        }
    }
}

static const char *language_of(const struct name_line *l, bool cyrillic)
{
    bool own = strncmp(l->lang, "ru", 2) == 0 || strncmp(l->lang, "kk", 2) == 0;
    if (cyrillic)
        return own ? l->lang : "ru";
    return own ? "en" : l->lang;
}

static void look(struct arena *a, struct name_line *l, struct name_token *w)
{
    size_t letters = 0, uppers = 0, n = w->end - w->start;
    for (size_t i = w->start; i < w->end;) {
        bool first = i == w->start;
        uint32_t cp = utf8_next(l->s, w->end, &i);
        letters += utf8_is_letter(cp);
        uppers += utf8_is_upper(cp);
        w->upper |= first && utf8_is_upper(cp);
        w->digit |= cp >= '0' && cp <= '9';
        w->cyrillic |= syllable_is_cyrillic(cp);
        w->dash = first && i == w->end && is_dash(cp);
    }
    w->capitals = letters > 1 && uppers == letters;
    w->syllable = !w->cyrillic && letters > 0 && syllable_fits(l->s + w->start, n);
    w->lang = language_of(l, w->cyrillic);
    char key[160];
    w->key_n = names_word_key(l->s + w->start, n, w->lang, key, sizeof key);
    w->key = arena_strndup(a, key, w->key_n);
}

static void put_word(struct arena *a, struct name_line *l, size_t start, size_t end)
{
    struct name_token *w = &l->item[l->n++];
    *w = (struct name_token){.start = start, .end = end};
    trim_front(l->s, w);
    trim_back(l->s, w);
    if (strncmp(l->lang, "en", 2) == 0)
        trim_possessive(l->s, w);
    look(a, l, w);
}

/* A word as it is by itself: its places count from its beginning. */
static struct name_token *look_alone(struct tokens *known, const struct token *t, const char *lang, struct arena *a)
{
    struct name_token *alone = tokens_room(known, sizeof *alone);
    struct name_line l = {.s = t->bytes, .lang = lang, .item = alone};
    put_word(a, &l, 0, t->n);
    char *key = tokens_room(known, alone->key_n + 1);
    memcpy(key, alone->key, alone->key_n);
    alone->key = key;
    alone->phrases[0] = name_words_find(name_words_of(alone->lang), key, alone->key_n, &alone->goes_on);
    alone->any = alone->phrases[0] != NULL ? alone->phrases[0]->classes : 0;
    alone->looked_up = true;
    return alone;
}

static void put_known(struct arena *a, struct name_line *l, struct tokens *known, const struct token *t, size_t start)
{
    if (*t->name == NULL)
        *t->name = look_alone(known, t, l->lang, a);
    struct name_token *w = &l->item[l->n++];
    *w = **t->name;
    w->start += start;
    w->end += start;
    w->lang = language_of(l, w->cyrillic);
}

/* A word between spaces is divided at long dashes: "Mỹ–Israel". */
static void put_words(struct arena *a, struct name_line *l, const struct text *t, struct tokens *known, size_t start,
                      size_t end)
{
    /* a token ends at a space anyway, and is found sooner where more text follows */
    size_t from = start, left = end < t->n && t->s[end] == ' ' ? t->n - start : end - start;
    const struct token *token = known != NULL ? tokens_at(known, l->s + start, left) : NULL;
    if (token != NULL && !token->signs) {
        put_known(a, l, known, token, start);
        return;
    }
    for (size_t i = start; i < end;) {
        size_t at = i;
        if (!is_long_dash(utf8_next(l->s, end, &i)))
            continue;
        if (at > from)
            put_word(a, l, from, at);
        put_word(a, l, at, i);
        from = i;
    }
    if (end > from)
        put_word(a, l, from, end);
}

#define COUNTED 64

/* Words that a byte may add: where a long dash begins, itself and what stands behind it. */
static inline uint8_t may_part_words(uint8_t c)
{
    return (uint8_t)(((c == ' ') | (c == '\n')) + 2 * (c == 0xE2));
}

/* No more words than this: spaces, and what may be a long dash. Counted without a branch, many bytes at once. */
static size_t count_words(const struct text *t)
{
    const uint8_t *p = (const uint8_t *)t->s;
    size_t count = 1 + 2 * (size_t)t->n_spans, i = 0;
    for (; i + COUNTED <= t->n; i += COUNTED) {
        uint8_t words = 0;
        for (size_t k = 0; k < COUNTED; k++)
            words = (uint8_t)(words + may_part_words(p[i + k]));
        count += words;
    }
    for (; i < t->n; i++)
        count += may_part_words(p[i]);
    return count;
}

/* ---- phrases ---- */

static void find_phrases(struct name_line *l)
{
    char joined[320];
    for (size_t i = 0; i < l->n; i++) {
        struct name_token *first = &l->item[i];
        if (first->looked_up && (!first->goes_on || (first->closes && !first->dot)))
            continue; /* no more than is known */
        const struct name_words *words = name_words_of(first->lang);
        size_t used = 0;
        for (size_t k = 0; k < NAME_PHRASE_WORDS && i + k < l->n; k++) {
            struct name_token *w = &l->item[i + k];
            if (used + w->key_n + 1 >= sizeof joined || (k > 0 && w->opens))
                break;
            if (k > 0)
                joined[used++] = ' ';
            memcpy(joined + used, w->key, w->key_n);
            used += w->key_n;
            bool goes_on = w->goes_on;
            if (k > 0 || !w->looked_up)
                first->phrases[k] = name_words_find(words, joined, used, &goes_on);
            first->any |= first->phrases[k] != NULL ? first->phrases[k]->classes : 0;
            if (!goes_on || (w->closes && !w->dot))
                break;
        }
    }
}

static bool has_class(const struct name_line *l, size_t i, size_t k, unsigned classes)
{
    return l->item[i].phrases[k - 1] && l->item[i].phrases[k - 1]->classes & classes;
}

size_t name_line_phrase(const struct name_line *l, size_t i, unsigned classes)
{
    if (i >= l->n || !(l->item[i].any & classes))
        return 0;
    for (size_t k = NAME_PHRASE_WORDS; k > 0; k--)
        if (i + k <= l->n && has_class(l, i, k, classes))
            return k;
    return 0;
}

size_t name_line_before(const struct name_line *l, size_t i, unsigned classes)
{
    if (i == 0 || i >= l->n || !name_line_joined(l, i - 1))
        return 0;
    for (size_t k = NAME_PHRASE_WORDS; k > 0; k--)
        if (k <= i && has_class(l, i - k, k, classes))
            return k;
    return 0;
}

/* ---- sentences ---- */

size_t name_line_quoted(const struct name_line *l, size_t i)
{
    if (!l->item[i].quote || i == 0)
        return 0;
    for (size_t k = i; k < l->n && k < i + 4; k++) {
        if (l->item[k].quote_closes)
            return k;
        if (l->item[k].stop || (l->item[k].closes && !l->item[k].dot))
            return 0;
    }
    return 0;
}

/* One letter before a full stop; "châu Á." ends a sentence. */
static bool is_initial(const struct name_token *w)
{
    return w->upper && w->end - w->start <= (w->cyrillic ? 2 : 1);
}

static void find_sentences(struct name_line *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct name_token *before = i ? &l->item[i - 1] : NULL;
        bool abbreviation = before && before->dot && (is_initial(before) || has_class(l, i - 1, 1, NC_ABBREVIATION));
        size_t roman;
        if (i == 1 && before->dot && lang_roman_parse(l->s + before->start, before->end - before->start, &roman) &&
            roman == before->end - before->start)
            abbreviation = false; /* "V. Đào tạo": the number of a section */
        bool quote = l->item[i].quote && name_line_quoted(l, i) == 0;
        /* a dash that opens a line of speech, or stands after a stop */
        bool dash = before && before->dash && (i == 1 || l->item[i - 2].closes);
        l->item[i].sentence = !before || quote || dash || (before->stop && !abbreviation);
    }
}

bool name_line_joined(const struct name_line *l, size_t i)
{
    return i + 1 < l->n && !l->item[i + 1].opens &&
           (!l->item[i].closes || (l->item[i].dot && !l->item[i + 1].sentence));
}

bool name_line_shouts(const struct name_line *l)
{
    size_t words = 0, uppers = 0;
    for (size_t i = 0; i < l->n; i++) {
        words += !l->item[i].dash && !l->item[i].digit;
        uppers += l->item[i].upper;
    }
    return words >= 6 && uppers * 10 >= words * 8;
}

/* The number of a note is no part of the word before it: "Nha Trang,1 rồi". Returns where the first note of [from, end)
 * starts, else `end`; *behind: where it ends. */
static size_t note_in(const struct text *t, size_t from, size_t end, size_t *behind)
{
    *behind = end;
    for (uint32_t i = 0; i < t->n_spans && t->spans[i].start < end; i++)
        if (t->spans[i].kind == SPAN_NOTE && t->spans[i].start >= from) {
            *behind = t->spans[i].end < end ? t->spans[i].end : end;
            return t->spans[i].start;
        }
    return end;
}

/* Words of a stretch without spaces; signs alone behind a note close the word before it. */
static void put_stretch(struct arena *a, struct name_line *l, const struct text *t, struct tokens *known, size_t start,
                        size_t end)
{
    for (size_t i = start, behind; i < end; i = behind) {
        size_t note = note_in(t, i, end, &behind), sign = i;
        uint32_t cp = utf8_next(t->s, end, &sign);
        if (i > start && i < note && l->n > 0 && is_mark(cp)) {
            l->item[l->n - 1].closes = true;
            l->item[l->n - 1].stop |= is_stop(cp);
            i = sign;
        }
        if (note > i)
            put_words(a, l, t, known, i, note);
    }
}

struct name_line name_line_split(struct arena *a, const struct text *t, const char *lang, struct tokens *known)
{
    struct name_line l = {t->s, lang, arena_room(a, count_words(t) * sizeof(struct name_token)), 0};
    for (size_t i = 0; i < t->n;) {
        size_t end = i + bytes_to_space(t->s + i, t->n - i);
        if (end > i)
            put_stretch(a, &l, t, known, i, end);
        if (end < t->n && t->s[end] == '\n' && l.n > 0)
            l.item[l.n - 1].closes = l.item[l.n - 1].stop = true;
        i = end + 1;
    }
    find_phrases(&l);
    find_sentences(&l);
    return l;
}
