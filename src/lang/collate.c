/* Dictionary order.
 *
 * Vietnamese dictionaries compare syllable by syllable from the left: within a syllable first its letters (a ă â b c d
 * đ …), then its tone (none, huyền, hỏi, ngã, sắc, nặng); "bản đồ" stands before "bán", since the tone of the first
 * syllable decides before any letter of the second. CLDR's order, and so ICU's, compares the letters of the whole text
 * first, which is why it is not used. Case decides last, small letters first. Digits stand before letters, by value;
 * Latin before Cyrillic.
 */
#include <string.h>

#include "base/utf8.h"
#include "lang/lang.h"
#include "lang/syllable.h"

/* A letter's place in the alphabet and its mark: the tone, or the accent of a foreign letter. */
struct rank {
    uint32_t letter, mark;
    bool upper;
};

struct cursor {
    const char *s;
    size_t n, i;
};

static const char vietnamese_letters[] = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
/* Kazakh; Russian lacks some of the letters but orders the rest alike. */
static const char cyrillic_letters[] = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/* Base letters by tone, in the order of enum: none, huyền, hỏi, ngã, sắc, nặng. */
static const struct {
    const char *base, *toned; /* toned: five letters */
} vietnamese_tones[] = {
    {"a", "àảãáạ"}, {"ă", "ằẳẵắặ"}, {"â", "ầẩẫấậ"}, {"e", "èẻẽéẹ"}, {"ê", "ềểễếệ"}, {"i", "ìỉĩíị"},
    {"o", "òỏõóọ"}, {"ô", "ồổỗốộ"}, {"ơ", "ờởỡớợ"}, {"u", "ùủũúụ"}, {"ư", "ừửữứự"}, {"y", "ỳỷỹýỵ"},
};

/* Place of `cp` in a list of letters, from 1; 0: not there. */
static uint32_t place_in(const char *letters, uint32_t cp)
{
    size_t n = strlen(letters);
    uint32_t place = 1;
    for (size_t i = 0; i < n; place++)
        if (utf8_next(letters, n, &i) == cp)
            return place;
    return 0;
}

enum { FIRST_LATIN = 0x100, FIRST_CYRILLIC = 0x200, FIRST_OTHER = 0x1000 };

static void rank_vietnamese(uint32_t lower, struct rank *out)
{
    for (size_t i = 0; i < sizeof vietnamese_tones / sizeof *vietnamese_tones; i++) {
        uint32_t tone = place_in(vietnamese_tones[i].toned, lower);
        if (tone) {
            size_t at = 0;
            lower = utf8_next(vietnamese_tones[i].base, strlen(vietnamese_tones[i].base), &at);
            out->mark = tone;
            break;
        }
    }
    out->letter = place_in(vietnamese_letters, lower);
}

static struct rank rank_of(uint32_t cp, bool vietnamese)
{
    struct rank r = {0, 0, utf8_is_upper(cp)};
    uint32_t lower = utf8_lower(cp);
    if (syllable_is_cyrillic(lower)) {
        r.letter = place_in(cyrillic_letters, lower);
        r.letter = r.letter ? FIRST_CYRILLIC + r.letter : FIRST_OTHER + lower;
        return r;
    }
    if (vietnamese)
        rank_vietnamese(lower, &r);
    if (r.letter == 0) {
        uint32_t base = utf8_fold(cp);
        r.letter = base < 0x80 ? place_in(vietnamese_letters, base) : 0;
        r.mark = base == lower ? 0 : lower;
    }
    r.letter = r.letter ? FIRST_LATIN + r.letter : FIRST_OTHER + lower;
    return r;
}

/* ---- syllables ---- */

enum { MAX_LETTERS = 48 };

struct syllable {
    struct rank letters[MAX_LETTERS];
    size_t n;
    bool number;
    uint64_t value;
};

/* Reads the next syllable: a run of letters or of digits. Returns false at the end. */
static bool next_syllable(struct cursor *c, bool vietnamese, struct syllable *out)
{
    out->n = 0;
    out->number = false;
    out->value = 0;
    while (c->i < c->n) {
        size_t next = c->i;
        uint32_t cp = utf8_next(c->s, c->n, &next);
        bool digit = cp >= '0' && cp <= '9', letter = utf8_is_letter(cp);
        if ((digit || letter) && (out->n > 0 || out->number) && digit != out->number)
            return true;
        if (!digit && !letter) {
            c->i = next;
            if (out->n > 0 || out->number)
                return true;
            continue;
        }
        out->number = digit;
        if (digit && out->value < UINT64_MAX / 16)
            out->value = out->value * 10 + (cp - '0');
        else if (letter && out->n < MAX_LETTERS)
            out->letters[out->n++] = rank_of(cp, vietnamese);
        c->i = next;
    }
    return out->n > 0 || out->number;
}

static int order(uint64_t x, uint64_t y)
{
    return x < y ? -1 : x > y;
}

static int compare_syllables(const struct syllable *x, const struct syllable *y)
{
    if (x->number || y->number)
        return x->number && y->number ? order(x->value, y->value) : x->number ? -1 : 1;
    size_t n = x->n < y->n ? x->n : y->n;
    for (size_t i = 0; i < n; i++)
        if (x->letters[i].letter != y->letters[i].letter)
            return order(x->letters[i].letter, y->letters[i].letter);
    if (x->n != y->n)
        return order(x->n, y->n);
    for (size_t i = 0; i < n; i++)
        if (x->letters[i].mark != y->letters[i].mark)
            return order(x->letters[i].mark, y->letters[i].mark);
    return 0;
}

static int compare_case(const struct syllable *x, const struct syllable *y)
{
    for (size_t i = 0; i < x->n && i < y->n; i++)
        if (x->letters[i].upper != y->letters[i].upper)
            return x->letters[i].upper ? 1 : -1;
    return 0;
}

int collate_compare(const char *lang, const char *x, const char *y)
{
    bool vietnamese = strncmp(lang, "vi", 2) == 0;
    struct cursor a = {x, strlen(x), 0}, b = {y, strlen(y), 0};
    struct syllable sa, sb;
    int by_case = 0;
    for (;;) {
        bool more_a = next_syllable(&a, vietnamese, &sa), more_b = next_syllable(&b, vietnamese, &sb);
        if (!more_a || !more_b) {
            if (more_a != more_b)
                return more_a ? 1 : -1;
            break;
        }
        int by_letters = compare_syllables(&sa, &sb);
        if (by_letters)
            return by_letters;
        if (!by_case)
            by_case = compare_case(&sa, &sb);
    }
    return by_case ? by_case : strcmp(x, y);
}
