/* Which language a text is in, and which stretches of it are in another one.
 *
 * Script and letters decide: Cyrillic with ә ғ қ ң ө ұ ү һ і is Kazakh, without them Russian; Latin with đ ơ ư ạ ế … is
 * Vietnamese; plain Latin is English only when English function words say so. A statistical model would do better on
 * other pairs, but among these four languages the letters leave little doubt, and a wrong guess costs more (other
 * hyphenation, another voice) than none.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "lang/data.h"
#include "lang/lang.h"
#include "lang/spans.h"
#include "lang/syllable.h"

/* ---- words ---- */

struct word {
    size_t start, end; /* bytes */
    size_t letters;
    bool cyrillic, latin, kazakh, vietnamese, upper, english, fits;
    bool joined; /* only white space or light punctuation stands between it and the word before */
};

struct words {
    struct word *item;
    size_t n;
};

/* English words that are no Vietnamese syllables and stand in nearly every sentence; a bit for each letter that one of
 * them begins with. */
struct function_words {
    struct data_list list;
    uint32_t firsts[8]; /* by length */
};

static struct function_words function_words(void)
{
    struct function_words words = {data_lookup("en", "langid.function-words"), {0}};
    for (size_t i = 0; i < words.list.n; i++)
        words.firsts[strlen(words.list.items[i]) & 7] |= 1u << (words.list.items[i][0] & 31);
    return words;
}

static bool is_english(const struct function_words *words, const char *s, size_t n)
{
    char lower[8];
    if (n >= sizeof lower || !(words->firsts[n] >> (s[0] & 31) & 1))
        return false;
    for (size_t i = 0; i < n; i++)
        lower[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
    lower[n] = '\0';
    for (size_t i = 0; i < words->list.n; i++)
        if (words->list.items[i][0] == lower[0] && strcmp(words->list.items[i], lower) == 0)
            return true;
    return false;
}

enum { LATIN = 1, VIETNAMESE = 2, CYRILLIC = 4, KAZAKH = 8, OTHER = 16 };

/* What a character tells; 0: it is no letter. */
static inline unsigned look_at(uint32_t cp)
{
    if (cp < 0x80)
        return (cp | 32) - 'a' < 26 ? LATIN : 0;
    if (cp >= 0x1EA0 && cp <= 0x1EF9)
        return LATIN | VIETNAMESE;
    if (!utf8_is_letter(cp))
        return 0;
    if (cp < 0x250)
        return syllable_is_vietnamese_letter(cp) ? LATIN | VIETNAMESE : LATIN;
    return OTHER | (syllable_is_latin(cp) ? LATIN : 0) | (syllable_is_cyrillic(cp) ? CYRILLIC : 0) |
           (syllable_is_kazakh_letter(cp) ? KAZAKH : 0);
}

/* May stand between two words of one run. A sentence's end does not end a run, a bracket or a dash does. */
static bool joins(uint32_t cp)
{
    return cp == ' ' || utf8_is_space(cp) || cp == ',' || cp == '-' || cp == '\'' || cp == 0x2019;
}

/* Reads the next word from *i on. Returns false at the end. */
static bool next_word(const char *s, size_t n, size_t *i, struct word *w)
{
    size_t at = *i;
    uint32_t cp = 0;
    bool joined = true;
    for (size_t next = at; at < n; at = next) {
        cp = utf8_next(s, n, &next);
        if (utf8_is_letter(cp))
            break;
        joined = joined && joins(cp);
    }
    *i = at;
    *w = (struct word){.joined = joined};
    if (at >= n)
        return false;
    w->start = at;
    w->upper = utf8_is_upper(cp);
    size_t end = at, letters = 0;
    unsigned told = 0;
    for (size_t next = at; end < n; end = next, letters++) {
        unsigned letter = look_at(utf8_next(s, n, &next));
        if (letter == 0)
            break;
        told |= letter;
    }
    w->latin = (told & LATIN) != 0;
    w->vietnamese = (told & VIETNAMESE) != 0;
    w->cyrillic = (told & CYRILLIC) != 0;
    w->kazakh = (told & KAZAKH) != 0;
    w->letters = letters;
    w->end = *i = end;
    return true;
}

/* ---- the whole text ---- */

/* Letters are ASCII, U+00C0 … U+01BF but × and ÷, and Vietnamese; else anything may be none. `next`: the byte behind.
 */
static inline uint8_t may_part_words(uint8_t c, uint8_t next)
{
    uint8_t small = c | 32, ascii = (c < 0x80) & !((small >= 'a') & (small <= 'z'));
    uint8_t sign = (c == 0xC3) & ((next & 0xDF) == 0x97);
    uint8_t other = (c >= 0xC0) & ((c < 0xC3) | (c > 0xC6)) & ((c != 0xE1) | ((next & 0xFE) != 0xBA));
    return (uint8_t)(ascii | sign | other);
}

#define BLOCK 32

/* No more words than this and no more Cyrillic letters are in the text, which is UTF-8: counted without decoding, many
 * bytes at once. */
static void count_most(const char *s, size_t n, size_t *words, size_t *cyrillic)
{
    const uint8_t *p = (const uint8_t *)s;
    size_t i = 1;
    *words = 1;
    *cyrillic = n > 0 && p[0] >= 0xD0 && p[0] <= 0xD4;
    for (; i + BLOCK <= n; i += BLOCK) {
        uint8_t parts = 0, letters = 0;
        for (size_t k = 0; k < BLOCK; k++) {
            parts = (uint8_t)(parts + may_part_words(p[i + k - 1], p[i + k]));
            letters = (uint8_t)(letters + ((p[i + k] >= 0xD0) & (p[i + k] <= 0xD4)));
        }
        *words += parts;
        *cyrillic += letters;
    }
    for (; i < n; i++) {
        *words += may_part_words(p[i - 1], p[i]);
        *cyrillic += p[i] >= 0xD0 && p[i] <= 0xD4;
    }
}

/* Is one of the letters U+1EA0 … U+1EF9 at s[i], where U+1E00 … U+1EFF or a faulty byte begins? */
static bool is_vietnamese_at(const char *s, size_t n, size_t i)
{
    if (n - i < 3)
        return false;
    uint8_t second = (uint8_t)s[i + 1], third = (uint8_t)s[i + 2];
    return (second == 0xBA && third >= 0xA0 && third <= 0xBF) || (second == 0xBB && third >= 0x80 && third <= 0xB9);
}

/* Are there surely more than `least` words with Vietnamese letters? Told without decoding, by letters between which
 * there are spaces; false says nothing. */
static bool has_vietnamese_words(const char *s, size_t n, size_t least)
{
    size_t words = 0;
    for (size_t i = 0; i < n && words <= least;) {
        const char *next = memchr(s + i, 0xE1, n - i);
        if (next == NULL)
            return false;
        i = (size_t)(next - s);
        if (is_vietnamese_at(s, n, i)) {
            words++;
            i += bytes_to_space(next, n - i);
        } else {
            i++;
        }
    }
    return words > least;
}

const char *lang_identify(const char *s, size_t n, const char *otherwise)
{
    size_t cyrillic = 0, kazakh = 0, latin = 0, mixed = 0, vietnamese = 0, words = 0, english = 0;
    size_t most_words, most_cyrillic;
    struct function_words known = function_words();
    struct word w;
    count_most(s, n, &most_words, &most_cyrillic);
    if (most_cyrillic == 0 && has_vietnamese_words(s, n, most_words / 6))
        return "vi";
    for (size_t i = 0; next_word(s, n, &i, &w);) {
        size_t letters = w.letters;
        words++;
        cyrillic += w.cyrillic ? letters : 0;
        kazakh += w.kazakh;
        latin += w.latin ? letters : 0;
        mixed += w.latin && w.cyrillic ? letters : 0; /* which count for both */
        vietnamese += w.vietnamese;
        english += w.latin && !w.vietnamese && is_english(&known, s + w.start, w.end - w.start);
        if (vietnamese * 6 > most_words && most_cyrillic <= latin - mixed)
            return "vi"; /* whatever comes */
    }
    if (cyrillic > latin)
        /* About every other Kazakh word has such a letter; a Russian text quotes a name or two. */
        return cyrillic < 4 ? otherwise : kazakh * 8 > words ? "kk" : "ru";
    if (vietnamese * 6 > words)
        return "vi";
    if (english >= 2 && english * 12 > words)
        return "en";
    return otherwise;
}

/* ---- stretches ---- */

static struct words split_words(const char *s, size_t n, struct arena *scratch)
{
    struct function_words known = function_words();
    size_t count = 0;
    struct word w;
    for (size_t i = 0; next_word(s, n, &i, &w);)
        count++;
    struct words words = {arena_calloc(scratch, count + 1, sizeof(struct word)), 0};
    for (size_t i = 0; words.n < count && next_word(s, n, &i, &words.item[words.n]); words.n++) {
        struct word *at = &words.item[words.n];
        size_t length = at->end - at->start;
        at->english = at->latin && !at->vietnamese && is_english(&known, s + at->start, length);
        at->fits = at->latin && syllable_fits(s + at->start, length);
    }
    return words;
}

/* A text whose stretches are being marked. */
struct marking {
    const struct text *text;
    struct words words;
    struct span_list spans;
};

static void mark(struct marking *m, size_t first, size_t last, const char *lang)
{
    spans_push_nested(&m->spans, m->text, m->words.item[first].start, m->words.item[last].end, SPAN_LANG, lang);
}

/* Cyrillic in a Latin text: every word, joined into runs. */
static void mark_cyrillic(struct marking *m)
{
    const struct words *words = &m->words;
    for (size_t i = 0; i < words->n; i++) {
        if (!words->item[i].cyrillic)
            continue;
        size_t last = i;
        bool kazakh = words->item[i].kazakh;
        while (last + 1 < words->n && words->item[last + 1].cyrillic && words->item[last + 1].joined)
            kazakh |= words->item[++last].kazakh;
        mark(m, i, last, kazakh ? "kk" : "ru");
        i = last;
    }
}

/* Kazakh in a Russian text: from the first to the last word with a Kazakh letter, over at most two others. */
static void mark_kazakh(struct marking *m)
{
    const struct words *words = &m->words;
    for (size_t i = 0; i < words->n; i++) {
        if (!words->item[i].kazakh)
            continue;
        size_t last = i;
        for (size_t k = i + 1; k < words->n && k <= last + 3 && words->item[k].cyrillic && words->item[k].joined; k++)
            if (words->item[k].kazakh)
                last = k;
        mark(m, i, last, "kk");
        i = last;
    }
}

/* Vietnamese in a text of another language: words with Vietnamese letters and the capitalized syllables beside them
 * ("Nguyễn Văn An"). */
static void mark_vietnamese(struct marking *m)
{
    const struct words *words = &m->words;
    size_t free_from = 0;
    for (size_t i = 0; i < words->n; i++) {
        if (!words->item[i].vietnamese)
            continue;
        size_t first = i, last = i;
        while (first > free_from && words->item[first].joined && words->item[first - 1].fits &&
               words->item[first - 1].upper && !words->item[first - 1].english)
            first--;
        while (last + 1 < words->n && words->item[last + 1].joined &&
               (words->item[last + 1].vietnamese || (words->item[last + 1].fits && words->item[last + 1].upper)))
            last++;
        mark(m, first, last, "vi");
        i = last;
        free_from = last + 1;
    }
}

/* English in a Vietnamese text: at least three plain Latin words in a row, a function word and two words that cannot be
 * Vietnamese among them. Words at the ends that could be Vietnamese do not belong to it. */
static void mark_english(struct marking *m)
{
    const struct words *words = &m->words;
    for (size_t i = 0; i < words->n; i++) {
        size_t end = i;
        while (end < words->n && words->item[end].latin && !words->item[end].vietnamese &&
               (end == i || words->item[end].joined))
            end++;
        size_t first = i, last = end;
        i = end > i ? end - 1 : i;
        while (first < last && words->item[first].fits && !words->item[first].english)
            first++;
        while (last > first && words->item[last - 1].fits && !words->item[last - 1].english)
            last--;
        size_t english = 0, foreign = 0;
        for (size_t k = first; k < last; k++) {
            english += words->item[k].english;
            foreign += !words->item[k].fits && !words->item[k].english;
        }
        if (last - first >= 3 && english >= 1 && foreign >= 2)
            mark(m, first, last - 1, "en");
    }
}

/* Most texts hold nothing but letters of their own language: those are left quickly. */
static void look_for(const char *s, size_t n, bool *cyrillic, bool *latin, bool *vietnamese)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        *cyrillic |= syllable_is_cyrillic(cp);
        *latin |= syllable_is_latin(cp);
        *vietnamese |= syllable_is_vietnamese_letter(cp);
    }
}

void lang_mark_runs(struct arena *a, struct text *t, const char *lang)
{
    bool cyrillic = false, latin = false, vietnamese = false;
    bool is_cyrillic = strncmp(lang, "ru", 2) == 0 || strncmp(lang, "kk", 2) == 0;
    bool is_vietnamese = strncmp(lang, "vi", 2) == 0;
    look_for(t->s, t->n, &cyrillic, &latin, &vietnamese);
    if (is_cyrillic ? !vietnamese && strncmp(lang, "ru", 2) != 0 : !cyrillic && !(is_vietnamese ? latin : vietnamese))
        return;
    struct arena *scratch = arena_new();
    struct marking m = {t, split_words(t->s, t->n, scratch), {NULL, 0, 0}};
    if (cyrillic && !is_cyrillic)
        mark_cyrillic(&m);
    if (cyrillic && strncmp(lang, "ru", 2) == 0)
        mark_kazakh(&m);
    if (vietnamese && !is_vietnamese)
        mark_vietnamese(&m);
    if (latin && is_vietnamese)
        mark_english(&m);
    spans_merge(a, t, &m.spans);
    arena_drop(scratch);
}
