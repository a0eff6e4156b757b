/* Dictionary order.
 *
 * Vietnamese dictionaries compare syllable by syllable from the left: within a syllable first its letters (a ă â b c d
 * đ …), then its tone (none, huyền, hỏi, ngã, sắc, nặng); "bản đồ" stands before "bán", since the tone of the first
 * syllable decides before any letter of the second. CLDR's order, and so ICU's, compares the letters of the whole text
 * first; who wants that asks for it. Case decides last, small letters first. Digits stand before letters, by value;
 * Latin before Cyrillic.
 */
#include "lang/collate.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/library.h"
#include "base/mem.h"
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

/* ---- keys ---- */

struct collator {
    bool vietnamese;
    UCollator *icu; /* NULL: by syllables */
    struct icu_order {
        __typeof__(ucol_open) *open;
        __typeof__(ucol_getSortKey) *key;
        __typeof__(ucol_close) *close;
    } calls;
};

#define QUOTED(x) #x
#define NAME_OF(x) QUOTED(x) /* with the version that ICU's headers put behind its functions */
#define ICU_ORDER "libicui18n.so." NAME_OF(U_ICU_VERSION_MAJOR_NUM)

/* ICU's other library is loaded by the books that ask for its order: to every other run it would cost a millisecond. */
static bool load_icu(struct icu_order *calls)
{
    static const struct library_call wanted[] = {{NAME_OF(ucol_open), offsetof(struct icu_order, open)},
                                                 {NAME_OF(ucol_getSortKey), offsetof(struct icu_order, key)},
                                                 {NAME_OF(ucol_close), offsetof(struct icu_order, close)}};
    return library_load(ICU_ORDER, wanted, sizeof wanted / sizeof *wanted, calls);
}

struct collator *collator_new(const char *lang, enum collate_order order)
{
    struct collator *c = mem_calloc(1, sizeof *c);
    c->vietnamese = strncmp(lang, "vi", 2) == 0;
    if (order == COLLATE_CLDR && load_icu(&c->calls)) {
        UErrorCode status = U_ZERO_ERROR;
        c->icu = c->calls.open(lang, &status);
        if (U_FAILURE(status))
            c->icu = NULL;
    }
    return c;
}

void collator_drop(struct collator *c)
{
    if (c && c->icu)
        c->calls.close(c->icu);
    free(c);
}

static void put_number(struct buf *b, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        buf_putc(b, (char)(value >> (8 * i) & 0xFF));
}

enum { LETTER_BYTES = 3, NUMBER_MARK = 1 };

/* Letters, an end below all letters, then marks: what compare_syllables() looks at, in its order. A number stands
 * before every letter. */
static void put_syllable(struct buf *b, const struct syllable *s)
{
    if (s->number) {
        put_number(b, NUMBER_MARK, LETTER_BYTES);
        put_number(b, s->value, 8);
        return;
    }
    for (size_t i = 0; i < s->n; i++)
        put_number(b, s->letters[i].letter, LETTER_BYTES);
    put_number(b, 0, LETTER_BYTES);
    for (size_t i = 0; i < s->n; i++)
        put_number(b, s->letters[i].mark, LETTER_BYTES);
}

static void key_by_syllables(const struct collator *c, const char *s, struct buf *b)
{
    struct cursor cursor = {s, strlen(s), 0};
    struct syllable syllable;
    struct buf cases = BUF_INIT;
    while (next_syllable(&cursor, c->vietnamese, &syllable)) {
        put_syllable(b, &syllable);
        for (size_t i = 0; i < syllable.n; i++)
            buf_putc(&cases, syllable.letters[i].upper ? 2 : 1);
    }
    put_number(b, 0, LETTER_BYTES); /* the end, below every syllable */
    buf_put(b, cases.p ? cases.p : "", cases.n);
    buf_putc(b, 0);
    buf_puts(b, s);
    buf_free(&cases);
}

static void key_by_icu(const struct collator *c, const char *s, struct buf *b)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = (int32_t)strlen(s), used = 0;
    UChar *wide = mem_calloc((size_t)n + 1, sizeof *wide);
    u_strFromUTF8WithSub(wide, n + 1, &used, s, n, 0xFFFD, NULL, &status);
    int32_t need = c->calls.key(c->icu, wide, used, NULL, 0);
    uint8_t *key = mem_calloc((size_t)need + 1, 1);
    c->calls.key(c->icu, wide, used, key, need);
    buf_put(b, (const char *)key, (size_t)need);
    buf_puts(b, s); /* texts that ICU holds equal have an order, too */
    free(key);
    free(wide);
}

struct collate_key collator_key(const struct collator *c, struct arena *a, const char *s)
{
    struct buf b = BUF_INIT;
    if (c->icu)
        key_by_icu(c, s, &b);
    else
        key_by_syllables(c, s, &b);
    struct collate_key key = {(const unsigned char *)arena_strndup(a, b.p, b.n), b.n};
    buf_free(&b);
    return key;
}

int collate_key_compare(const struct collate_key *x, const struct collate_key *y)
{
    size_t n = x->n < y->n ? x->n : y->n;
    int by_bytes = memcmp(x->bytes, y->bytes, n);
    return by_bytes ? by_bytes : (x->n > y->n) - (x->n < y->n);
}

void collate_letter(const char *lang, const char *s, char out[8])
{
    struct cursor cursor = {s, strlen(s), 0};
    struct syllable first;
    strcpy(out, "#");
    if (!next_syllable(&cursor, strncmp(lang, "vi", 2) == 0, &first))
        return;
    if (first.number) {
        strcpy(out, "0");
        return;
    }
    uint32_t letter = first.letters[0].letter, cp = 0;
    const char *list = letter < FIRST_CYRILLIC ? vietnamese_letters : cyrillic_letters;
    uint32_t place = letter < FIRST_CYRILLIC ? letter - FIRST_LATIN : letter - FIRST_CYRILLIC;
    size_t n = strlen(list), i = 0;
    if (letter >= FIRST_OTHER)
        cp = letter - FIRST_OTHER;
    for (; letter < FIRST_OTHER && place > 0 && i < n; place--)
        cp = utf8_next(list, n, &i);
    out[utf8_put(out, utf8_upper(cp))] = '\0';
}
