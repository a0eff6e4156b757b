/* Stems of Russian and Kazakh words, and Russian adjectives: enough to bring the cases of one name together.
 *
 * Only case endings are taken off, one of them, the longest that fits. Endings that belong to surnames (-ов, -ев, -ин)
 * stay, so "Токаев" and "Токаева" have the same stem and "Ток" does not.
 */
#include <string.h>

#include "base/utf8.h"
#include "lang/data.h"
#include "lang/names_words.h"

/* Longest first. */
static const char *const russian_endings[] = {
    "иями", "ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "ией", "иях", "иям", "ием", "ою",
    "ею",   "еем", "ой",  "ей",  "ый",  "ий",  "ая",  "яя",  "ое",  "ее",  "ую",  "юю",  "ым",  "им",
    "ом",   "ем",  "ах",  "ях",  "ам",  "ям",  "ия",  "ии",  "ию",  "ие",  "ья",  "ьи",  "ье",  "ью",
    "ея",   "ею",  "а",   "я",   "ы",   "и",   "у",   "ю",   "е",   "о",   "ь",   "й"};

static bool ends_with(const char *s, size_t n, const char *end)
{
    size_t m = strlen(end);
    return n >= m && memcmp(s + n - m, end, m) == 0;
}

/* Two letters stay at least: "РФ", "США" have no endings. */
static bool leaves_stem(const char *s, size_t n, const char *end)
{
    return ends_with(s, n, end) && utf8_count(s, n - strlen(end)) >= 3;
}

size_t names_stem(const char *s, size_t n, const char *lang)
{
    size_t best = 0;
    if (strncmp(lang, "ru", 2) == 0) {
        for (size_t i = 0; i < sizeof russian_endings / sizeof *russian_endings && best == 0; i++)
            if (leaves_stem(s, n, russian_endings[i]))
                best = strlen(russian_endings[i]);
    } else if (strncmp(lang, "kk", 2) == 0) {
        struct data_list endings = data_lookup("kk", "names.endings");
        for (size_t i = 0; i < endings.n; i++)
            if (strlen(endings.items[i]) > best && leaves_stem(s, n, endings.items[i]))
                best = strlen(endings.items[i]);
    }
    return n - best;
}

/* Ending of an adjective in an oblique case or gender → is its stem soft ("синее")? */
static const struct {
    const char *end;
    bool soft;
} adjective_endings[] = {
    {"ого", false}, {"ому", false}, {"ой", false}, {"ый", false}, {"ая", false}, {"ое", false},
    {"ую", false},  {"ым", false},  {"ом", false}, {"его", true}, {"ему", true}, {"ей", true},
    {"яя", true},   {"ее", true},   {"юю", true},  {"ем", true},  {"ий", true},  {"им", true},
};

/* After these letters "ий" stands for "ый": "Киевский", "Киевская". */
static bool is_velar(const char *stem, size_t n)
{
    return ends_with(stem, n, "к") || ends_with(stem, n, "г") || ends_with(stem, n, "х");
}

const char *names_adjective(struct arena *a, const char *s, size_t n, char gender)
{
    for (size_t i = 0; i < sizeof adjective_endings / sizeof *adjective_endings; i++) {
        if (!leaves_stem(s, n, adjective_endings[i].end))
            continue;
        size_t stem = n - strlen(adjective_endings[i].end);
        bool velar = is_velar(s, stem), soft = adjective_endings[i].soft && !velar;
        const char *end = gender == 'n'   ? (soft ? "ее" : "ое")
                          : gender == 'f' ? (soft ? "яя" : "ая")
                          : velar || soft ? "ий"
                                          : "ый";
        return arena_printf(a, "%.*s%s", (int)stem, s, end);
    }
    return NULL;
}
