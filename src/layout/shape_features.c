#include "layout/shape_features.h"

#include <string.h>

#include "layout/shape.h"

#define IDENTIFIER_LEAST 12 /* digits */
#define ELLIPSIS "\xE2\x80\xA6"

static void add(struct feature_list *l, hb_tag_t tag, uint32_t value, size_t from, size_t to)
{
    l->items[l->n++] = (hb_feature_t){tag, value, (unsigned)from, (unsigned)to};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Is byte i an x between figures, perhaps with spaces, or part of an arrow? Contextual forms would make another sign of
 * it: "3x4" a product, "->" an arrow. The text has what its author wrote, so they stay as they are. */
static bool is_kept(const char *s, size_t n, size_t i)
{
    if (s[i] == '<' || s[i] == '>' || s[i] == '=' || s[i] == '|')
        return true;
    if (s[i] == '-')
        return (i > 0 && strchr("-<>=|", s[i - 1]) != NULL) || (i + 1 < n && strchr("-<>=|", s[i + 1]) != NULL);
    if (s[i] != 'x' && s[i] != 'X')
        return false;
    size_t before = i, after = i + 1;
    while (before > 0 && s[before - 1] == ' ')
        before--;
    while (after < n && s[after] == ' ')
        after++;
    return before > 0 && after < n && is_digit(s[before - 1]) && is_digit(s[after]);
}

static void keep_signs(struct feature_list *l, const char *s, size_t n)
{
    const hb_tag_t calt = HB_TAG('c', 'a', 'l', 't');
    unsigned first = l->n;
    for (size_t i = 0; i < n; i++) {
        if (!is_kept(s, n, i))
            continue;
        l->kind = FEATURES_OWN;
        if (l->n == first + FEATURES_KEPT) {
            l->n = first;
            add(l, calt, 0, 0, HB_FEATURE_GLOBAL_END);
            return;
        }
        add(l, calt, 0, i, i + 1);
    }
}

static void add_wanted(struct feature_list *l, unsigned features)
{
    static const struct {
        unsigned bit;
        hb_tag_t tag;
    } known[] = {
#define FEATURE(id, bit, a, b, c, d) {bit, HB_TAG(a, b, c, d)},
#include "style/features.def"
#undef FEATURE
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (features & known[i].bit)
            add(l, known[i].tag, 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END);
}

/* Features that are on of themselves and change a glyph for its neighbours' sake. */
static void take_out(struct feature_list *l, bool kerned)
{
    static const hb_tag_t tags[] = {HB_TAG('c', 'a', 'l', 't'), HB_TAG('c', 'c', 'm', 'p'), HB_TAG('c', 'l', 'i', 'g'),
                                    HB_TAG('l', 'i', 'g', 'a'), HB_TAG('m', 'a', 'r', 'k'), HB_TAG('m', 'k', 'm', 'k'),
                                    HB_TAG('k', 'e', 'r', 'n')}; /* the last stays where text is kerned */
    size_t n = sizeof tags / sizeof *tags - (kerned ? 1 : 0);
    for (size_t i = 0; i < n; i++)
        add(l, tags[i], 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END);
}

static bool is_number(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && is_digit(s[i]))
        i++;
    return i == n;
}

bool shape_is_identifier(const char *s, size_t n)
{
    size_t tail = strlen(ELLIPSIS), digits = 0;
    if (n > tail && memcmp(s + n - tail, ELLIPSIS, tail) == 0)
        n -= tail;
    while (digits < n && (is_digit(s[digits]) || (s[digits] >= 'a' && s[digits] <= 'f')))
        digits++;
    return digits == n && digits >= IDENTIFIER_LEAST;
}

void shape_features(struct feature_list *l, unsigned features, const char *s, size_t n)
{
    l->n = 0;
    l->kind = FEATURES_TEXT;
    add_wanted(l, features);
    if ((features & SHAPE_TABULAR) != 0 && is_number(s, n)) {
        l->kind = FEATURES_TABLE;
        take_out(l, false);
    } else if (shape_is_identifier(s, n)) {
        l->kind = FEATURES_IDENTIFIER;
        take_out(l, true);
    } else {
        keep_signs(l, s, n);
    }
}
