/* The name finder's tables: one hash table a language, each filled from the data files on first use. */
#include "lang/names_words.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/data.h"
#include "lang/word_table.h"

/* The value of a slot: the number of the word, from 1. */
struct name_words {
    struct word_table table;
    struct name_word *words;
    uint32_t n;
};

enum { MAX_KEY = 240 };

static struct name_words tables[WORD_LANGUAGES];
static struct arena *words_arena;
static struct word_fillings fillings = WORD_FILLINGS_INIT;

static const struct {
    const char *path;
    unsigned classes;
} lists[] = {
    {"names.surnames", NC_SURNAME},
    {"names.titles", NC_TITLE},
    {"names.place-heads", NC_PLACE_HEAD},
    {"names.named-with", NC_NAMED_WITH},
    {"names.org-heads", NC_ORG_HEAD},
    {"names.org-tails", NC_ORG_TAIL},
    {"names.org-general", NC_GENERAL},
    {"names.general", NC_GENERAL},
    {"names.fields", NC_FIELD},
    {"names.not-names", NC_NOT},
    {"names.things", NC_THING},
    {"names.credits", NC_CREDIT},
    {"names.speech", NC_SPEECH},
    {"names.places", NC_PLACE},
    {"names.orgs", NC_ORG},
    {"names.ambiguous", NC_AMBIGUOUS},
    {"ties.places", NC_PLACE},
    {"ties.starters", NC_STARTER},
    {"ties.abbreviations", NC_ABBREVIATION},
    {"names.tongue", NC_TONGUE},
};

/* ---- keys ---- */

/* "hoà" and "hòa" are one word: the mark goes on the first vowel, as older spelling has it. */
static const struct {
    const char *from, *to;
} tone_places[] = {
    {"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"}, {"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"},
    {"oẽ", "õe"}, {"oẹ", "ọe"}, {"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
};

static bool is_o_or_u(char c)
{
    return c == 'o' || c == 'u';
}

/* Moves the tone mark at a word's end; both spellings have the same number of bytes or one less, never more. */
static size_t even_tone(char *word, size_t n)
{
    if (n < 3 || (unsigned char)word[n - 1] < 0x80)
        return n;
    if (!is_o_or_u(word[n - 3]) && (n < 4 || !is_o_or_u(word[n - 4])))
        return n; /* none before a last letter of two or three bytes */
    for (size_t i = 0; i < sizeof tone_places / sizeof *tone_places; i++) {
        size_t from = strlen(tone_places[i].from), to = strlen(tone_places[i].to);
        if (n < from || memcmp(word + n - from, tone_places[i].from, from) != 0)
            continue;
        if (n > from && word[n - from - 1] == 'q')
            return n;
        memcpy(word + n - from, tone_places[i].to, to);
        return n - from + to;
    }
    return n;
}

bool names_tone_word(const char *key, size_t n)
{
    for (size_t i = 0; i < sizeof tone_places / sizeof *tone_places; i++) {
        size_t to = strlen(tone_places[i].to);
        if (n > to && memcmp(key + n - to, tone_places[i].to, to) == 0 && key[n - to - 1] != 'q')
            return true;
    }
    return false;
}

static bool is_dash(uint32_t cp)
{
    return cp == '-' || (cp >= 0x2010 && cp <= 0x2015);
}

size_t names_word_key(const char *s, size_t n, const char *lang, char *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (used + 8 > room)
            return 0;
        used += utf8_put(out + used, is_dash(cp) ? '-' : cp == 0x2019 ? '\'' : utf8_lower(cp));
    }
    if (strncmp(lang, "vi", 2) == 0)
        return even_tone(out, used);
    return names_stem(out, used, lang);
}

/* ---- filling ---- */

static size_t phrase_key(const char *s, const char *lang, char *out, size_t room)
{
    size_t used = 0;
    for (const char *word = s; *word;) {
        size_t n = strcspn(word, " "), key;
        if (used > 0 && used + 1 < room)
            out[used++] = ' ';
        key = names_word_key(word, n, lang, out + used, room - used);
        if (key == 0 && n > 0)
            return 0;
        used += key;
        word += n + strspn(word + n, " ");
    }
    return used;
}

static unsigned char count_capitals(const char *s)
{
    unsigned char count = 0;
    size_t n = strlen(s);
    for (size_t i = 0; i < n;) {
        bool begins = i == 0 || s[i - 1] == ' ';
        count = (unsigned char)(count + (begins && utf8_is_upper(utf8_next(s, n, &i))));
        i += !begins;
    }
    return count;
}

/* The entry of a key, made where there is none. */
static struct name_word *word_of(struct name_words *w, const char *key, size_t n)
{
    struct word_slot *slot = word_table_slot(&w->table, key, n);
    if (!slot->key) {
        word_table_fill(slot, arena_strndup(words_arena, key, n), n);
        slot->value = ++w->n;
    }
    return &w->words[slot->value - 1];
}

/* What a phrase's first words are has an entry as well, so that a search knows when to stop. */
static void mark_prefixes(struct name_words *w, const char *key, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (key[i] == ' ')
            word_of(w, key, i)->prefix = true;
}

static struct name_word *add(struct name_words *w, const char *lang, const char *phrase, unsigned classes)
{
    char key[MAX_KEY];
    size_t n = phrase_key(phrase, lang, key, sizeof key);
    if (n == 0)
        return NULL;
    struct name_word *s = word_of(w, key, n);
    mark_prefixes(w, key, n);
    unsigned char capitals = count_capitals(phrase);
    if (s->classes == 0 || capitals < s->capitals)
        s->capitals = capitals;
    if (!s->name && classes & (NC_PLACE | NC_ORG))
        s->name = phrase;
    s->classes |= classes;
    return s;
}

/* "[f, область, области …]" */
static void add_head(struct name_words *w, const char *lang, struct data_list list)
{
    for (size_t i = 1; i < list.n; i++) {
        struct name_word *s = add(w, lang, list.items[i], NC_HEAD);
        if (s && !s->name) {
            s->name = list.items[1];
            s->gender = list.items[0][0];
        }
    }
}

/* Names of the same take the heading of the first; what class they have they share. */
static void add_same(struct name_words *w, const char *lang, struct data_list list)
{
    unsigned classes = 0;
    for (size_t i = 0; i < list.n; i++) {
        struct name_word *s = add(w, lang, list.items[i], 0);
        classes |= s ? s->classes & (NC_PLACE | NC_ORG) : 0;
    }
    if (classes == 0)
        classes = NC_ORG;
    for (size_t i = 0; i < list.n; i++) {
        struct name_word *s = add(w, lang, list.items[i], classes);
        if (s)
            s->name = list.items[0];
    }
}

static struct data_list numbered(const char *lang, const char *path, size_t i)
{
    char full[48];
    snprintf(full, sizeof full, "%s.%zu", path, i);
    return data_lookup(lang, full);
}

/* Places that the phrases of a list take, at most: one for each, and for its first words. */
static size_t count_entries(struct data_list list)
{
    size_t count = list.n;
    for (size_t i = 0; i < list.n; i++)
        for (const char *s = list.items[i]; *s; s++)
            count += *s == ' ';
    return count;
}

static void fill(size_t language)
{
    struct name_words *w = &tables[language];
    const char *lang = word_languages[language];
    size_t count = 0, heads = 0, same = 0;
    struct data_list list;
    if (words_arena == NULL)
        words_arena = arena_new();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        count += count_entries(data_lookup(lang, lists[i].path));
    for (; (list = numbered(lang, "names.heads", heads)).n > 0; heads++)
        count += count_entries(list);
    for (; (list = numbered(lang, "names.same", same)).n > 0; same++)
        count += count_entries(list);
    word_table_make(&w->table, count);
    w->words = arena_calloc(words_arena, count + 1, sizeof *w->words);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        list = data_lookup(lang, lists[i].path);
        for (size_t k = 0; k < list.n; k++)
            add(w, lang, list.items[k], lists[i].classes);
    }
    for (size_t i = 0; i < heads || i < same; i++) {
        add_head(w, lang, numbered(lang, "names.heads", i));
        add_same(w, lang, numbered(lang, "names.same", i));
    }
}

const struct name_words *name_words_of(const char *lang)
{
    size_t i = word_language(lang);
    if (i == WORD_LANGUAGES)
        return NULL;
    word_fill_once(&fillings, i, fill);
    return &tables[i];
}

const struct name_word *name_words_find(const struct name_words *w, const char *key, size_t n, bool *goes_on)
{
    uint32_t number = w && n > 0 ? word_table_slot(&w->table, key, n)->value : 0;
    const struct name_word *s = number > 0 ? &w->words[number - 1] : NULL;
    if (goes_on)
        *goes_on = s && s->prefix;
    return s && s->classes ? s : NULL;
}
