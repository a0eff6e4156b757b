/* UTF-8 by hand, properties and normalization by ICU. ICU's u_* functions read constant tables: they follow no
 * locale and may be called from any thread. */
#include "base/utf8.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/plain_bytes.h"

#define REPLACEMENT 0xFFFDu

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

uint32_t utf8_next_long(const char *s, size_t n, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s + *i;
    size_t left = n - *i;

    *i += 1;
    if (p[0] >= 0xC2 && p[0] <= 0xDF && left >= 2 && is_continuation(p[1])) {
        *i += 1;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
    }
    if (p[0] >= 0xE0 && p[0] <= 0xEF && left >= 3 && is_continuation(p[1]) && is_continuation(p[2])) {
        uint32_t cp = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
        if (cp >= 0x800 && (cp < 0xD800 || cp > 0xDFFF)) {
            *i += 2;
            return cp;
        }
    }
    if (p[0] >= 0xF0 && p[0] <= 0xF4 && left >= 4 && is_continuation(p[1]) && is_continuation(p[2]) &&
        is_continuation(p[3])) {
        uint32_t cp = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
                      (p[3] & 0x3Fu);
        if (cp >= 0x10000 && cp <= 0x10FFFF) {
            *i += 3;
            return cp;
        }
    }
    return REPLACEMENT;
}

uint32_t utf8_prev(const char *s, size_t *i)
{
    size_t end = *i;

    /* The sequence is valid if one of the four bytes before starts one that ends exactly here. */
    for (size_t back = 1; back <= 4 && back <= end; back++) {
        if (back < 4 && is_continuation((unsigned char)s[end - back]))
            continue;
        size_t at = end - back;
        uint32_t cp = utf8_next(s, end, &at);
        if (at != end)
            break;
        *i = end - back;
        return cp;
    }
    *i = end - 1;
    return REPLACEMENT;
}

size_t utf8_put(char *out, uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = REPLACEMENT;
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

/* ---- plain text: plain_bytes.h, a block at a time ---- */

#define BLOCK 256 /* bytes that are looked at together */
#define VECTOR 32 /* of them in one loop of fixed length, which is what compilers like best */

static bool is_plain_block(const char *s, size_t n)
{
    const uint8_t *p = (const uint8_t *)s;
    size_t i = 2;
    uint8_t fault = plain_fault(0, 0, p[0]);
    plain_faults faults = PLAIN_NONE;
    if (n > 1)
        fault |= plain_fault(0, p[0], p[1]);
    while (i < n && n >= PLAIN_TOGETHER + 2) {
        i = i + PLAIN_TOGETHER <= n ? i : n - PLAIN_TOGETHER; /* the last step takes some bytes again */
        faults = plain_add_faults(faults, p + i);
        i += PLAIN_TOGETHER;
    }
    for (; i < n; i++)
        fault |= plain_fault(p[i - 2], p[i - 1], p[i]);
    return fault == 0 && !plain_any(faults) && p[n - 1] < 0xC0 && (n < 2 || p[n - 2] < 0xE0);
}

/* End of the block that begins at s[i], between two characters. */
static size_t block_end(const char *s, size_t n, size_t i)
{
    size_t end = n - i > BLOCK ? i + BLOCK : n, whole = end;
    while (end < n && end > i && whole - end < 4 && is_continuation((unsigned char)s[end]))
        end--;
    return end > i && (end == n || !is_continuation((unsigned char)s[end])) ? end : whole;
}

bool utf8_is_plain(const char *s, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        end = block_end(s, n, i);
        if (!is_plain_block(s + i, end - i))
            return false;
    }
    return true;
}

/* 0 if byte `c` may stand behind the byte `b` in a plain text that needs no care. */
static inline uint8_t plain_untidy(uint8_t b, uint8_t c)
{
    return (uint8_t)((c < 0x20) | (c == 0x7F) | (c == 0xC2) | ((b == ' ') & (c == ' ')));
}

/* The same in a text of which nothing is known. */
static inline uint8_t untidy(uint8_t a, uint8_t b, uint8_t c)
{
    return (uint8_t)(plain_untidy(b, c) | plain_fault(a, b, c));
}

bool utf8_is_tidy(const char *s, size_t n)
{
    const uint8_t *p = (const uint8_t *)s;
    if (n < VECTOR + 2 || p[n - 1] >= 0xC0 || p[n - 2] >= 0xE0)
        return false; /* short texts are looked at quickly in any way */
    uint8_t fault = untidy(0, 0, p[0]) | untidy(0, p[0], p[1]);
    for (size_t i = 2; i < n && fault == 0;) {
        i = i + VECTOR <= n ? i : n - VECTOR;
        for (size_t k = 0; k < VECTOR; k++)
            fault |= untidy(p[i + k - 2], p[i + k - 1], p[i + k]);
        i += VECTOR;
    }
    return fault == 0;
}

bool utf8_plain_is_tidy(const char *s, size_t n)
{
    const uint8_t *p = (const uint8_t *)s;
    if (n < VECTOR + 1)
        return false;
    uint8_t fault = plain_untidy(0, p[0]);
    for (size_t i = 1; i < n && fault == 0;) {
        i = i + VECTOR <= n ? i : n - VECTOR;
        for (size_t k = 0; k < VECTOR; k++)
            fault |= plain_untidy(p[i + k - 1], p[i + k]);
        i += VECTOR;
    }
    return fault == 0;
}

static bool is_valid_stretch(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t at = i;
        /* U+FFFD itself is three bytes long; the mark of a fault is one. */
        if (utf8_next(s, n, &i) == REPLACEMENT && i == at + 1)
            return false;
    }
    return true;
}

bool utf8_valid(const char *s, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        end = block_end(s, n, i);
        if (!is_plain_block(s + i, end - i) && !is_valid_stretch(s + i, end - i))
            return false;
    }
    return true;
}

size_t utf8_count(const char *s, size_t n)
{
    size_t count = 0;

    if (n < 2 * VECTOR) { /* a word or two */
        for (size_t i = 0; i < n; count++)
            utf8_next(s, n, &i);
        return count;
    }
    for (size_t i = 0, end; i < n; i = end) {
        end = block_end(s, n, i);
        if (is_plain_block(s + i, end - i)) {
            for (size_t k = i; k < end; k++)
                count += !is_continuation((unsigned char)s[k]);
            continue;
        }
        for (size_t k = i; k < end; count++)
            utf8_next(s, end, &k);
    }
    return count;
}

/* True if a text whose characters all pass is in NFC: each is a starter that normalization leaves alone. */
static bool is_plain(uint32_t cp)
{
    if (cp < 0x300)
        return true;
    return u_getIntPropertyValue((UChar32)cp, UCHAR_NFC_QUICK_CHECK) == UNORM_YES &&
           u_getCombiningClass((UChar32)cp) == 0;
}

static bool is_plain_stretch(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (!is_plain(cp) || (cp == REPLACEMENT && i == at + 1))
            return false;
    }
    return true;
}

static bool is_plain_text(const char *s, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        end = block_end(s, n, i);
        if (!is_plain_block(s + i, end - i) && !is_plain_stretch(s + i, end - i))
            return false;
    }
    return true;
}

/* UTF-16 on the heap, faulty bytes as U+FFFD; the caller frees it. */
static UChar *to_utf16(const char *s, size_t n, int32_t *units)
{
    /* A text never has more UTF-16 units than bytes. ICU counts in int32_t; file_read()'s limit lies far below. */
    if (n > (size_t)INT32_MAX / sizeof(UChar))
        mem_fail();
    UChar *out = mem_alloc((n + 1) * sizeof *out);
    int32_t count = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        U16_APPEND_UNSAFE(out, count, cp);
    }
    *units = count;
    return out;
}

static const UNormalizer2 *nfc(void)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) /* the data is built into ICU: only memory can be lacking */
        mem_fail();
    return normalizer;
}

bool utf8_is_nfc(const char *s, size_t n)
{
    if (is_plain_text(s, n))
        return true;
    if (!utf8_valid(s, n))
        return false;
    int32_t units;
    UErrorCode status = U_ZERO_ERROR;
    UChar *wide = to_utf16(s, n, &units);
    bool yes = unorm2_isNormalized(nfc(), wide, units, &status) && U_SUCCESS(status);
    free(wide);
    return yes;
}

/* ---- long runs of combining marks ---- */

#define LONG_RUN 64 /* marks behind one letter; no writing has so many */

struct mark {
    UChar32 cp;
    uint8_t class;
    int32_t place;
};

static UChar32 next_wide(const UChar *s, int32_t n, int32_t *i)
{
    UChar32 c = s[(*i)++];
    if (U16_IS_LEAD(s[*i - 1]) && *i < n && U16_IS_TRAIL(s[*i]))
        c = 0x10000 + ((c - 0xD800) << 10) + (s[(*i)++] - 0xDC00);
    return c;
}

static int compare_marks(const void *x, const void *y)
{
    const struct mark *a = x, *b = y;
    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Writes the marks of `s` taken apart (each becomes three at most) and in canonical order. Returns the units written.
 */
static int32_t put_in_order(const UChar *s, int32_t n, UChar *out, struct mark *marks)
{
    int32_t count = 0, length = 0;
    for (int32_t i = 0; i < n;) {
        UChar parts[8];
        UErrorCode status = U_ZERO_ERROR;
        UChar32 cp = next_wide(s, n, &i);
        int32_t m = unorm2_getDecomposition(nfc(), cp, parts, 8, &status), k = 0;
        if (m < 0 || m > 3)
            U16_APPEND_UNSAFE(parts, k, cp);
        m = k > 0 ? k : m;
        for (k = 0; k < m; count++) {
            UChar32 part = next_wide(parts, m, &k);
            marks[count] = (struct mark){part, u_getCombiningClass(part), count};
        }
    }
    for (int32_t from = 0, i = 0; i <= count; i++) /* characters of class 0 keep their places */
        if (i == count || marks[i].class == 0) {
            qsort(marks + from, (size_t)(i - from), sizeof *marks, compare_marks);
            from = i + 1;
        }
    for (int32_t i = 0; i < count; i++)
        U16_APPEND_UNSAFE(out, length, marks[i].cp);
    return length;
}

/* Units from s[i] on that belong to the character before them. */
static int32_t run_of_marks(const UChar *s, int32_t n, int32_t i)
{
    int32_t end = i;
    for (int32_t next = i; next < n && s[next] >= 0x300; end = next) {
        if (unorm2_hasBoundaryBefore(nfc(), next_wide(s, n, &next)))
            break;
    }
    return end - i;
}

/* The normalizer puts one mark after another in its place among those before, which takes quadratic time where they
 * come in the wrong order. Long runs are sorted beforehand. `s` is replaced when there is one. */
static UChar *order_long_runs(UChar *s, int32_t *n)
{
    UChar *out = NULL;
    int32_t written = 0, copied = 0;
    for (int32_t i = 0; i < *n;) {
        int32_t run = run_of_marks(s, *n, i);
        if (run < LONG_RUN) {
            i += run > 0 ? run : 1;
            continue;
        }
        if (out == NULL)
            out = mem_alloc(((size_t)*n * 3 + 8) * sizeof *out);
        u_memcpy(out + written, s + copied, i - copied);
        written += i - copied;
        struct mark *marks = mem_calloc((size_t)run * 3 + 8, sizeof *marks);
        written += put_in_order(s + i, run, out + written, marks);
        free(marks);
        i += run;
        copied = i;
    }
    if (out == NULL)
        return s;
    u_memcpy(out + written, s + copied, *n - copied);
    *n = written + *n - copied;
    free(s);
    return out;
}

char *utf8_nfc(struct arena *a, const char *s, size_t n, size_t *out_n)
{
    if (is_plain_text(s, n)) {
        *out_n = n;
        return arena_strndup(a, s, n);
    }
    int32_t units;
    UChar *wide = order_long_runs(to_utf16(s, n, &units), &units);
    /* NFC at most triples the length in UTF-16, and that takes at most three times as many bytes in UTF-8. */
    if (units > INT32_MAX / 9 - 1)
        mem_fail();
    UChar *composed = mem_alloc(((size_t)units * 3 + 1) * sizeof *composed);
    UErrorCode status = U_ZERO_ERROR;
    int32_t m = unorm2_normalize(nfc(), wide, units, composed, units * 3 + 1, &status);
    if (U_FAILURE(status))
        mem_fail();
    /* Three bytes hold any unit of UTF-16 (a pair takes four). */
    char *bytes = arena_alloc(a, (size_t)m * 3 + 1);
    int32_t length = 0;
    u_strToUTF8(bytes, m * 3 + 1, &length, composed, m, &status);
    if (U_FAILURE(status))
        mem_fail();
    free(composed);
    free(wide);
    *out_n = (size_t)length;
    return bytes;
}

/* The letters of Latin script, Vietnamese among them, are decided without a table: they are most of what is asked for.
 */
bool utf8_is_letter_beyond_ascii(uint32_t cp)
{
    if ((cp >= 0xC0 && cp < 0x250) || (cp >= 0x1E00 && cp < 0x1F00))
        return cp != 0xD7 && cp != 0xF7;
    return u_isalpha((UChar32)cp);
}

bool utf8_is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp - 'A' < 26;
    if (cp >= 0x1EA0 && cp < 0x1F00) /* pairs of Vietnamese letters, capital first */
        return (cp & 1) == 0;
    return u_isupper((UChar32)cp);
}

bool utf8_is_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp - 'a' < 26;
    if (cp >= 0x1EA0 && cp < 0x1F00)
        return (cp & 1) != 0;
    return u_islower((UChar32)cp);
}

bool utf8_is_digit(uint32_t cp)
{
    return cp < 0x80 ? cp - '0' < 10 : u_isdigit((UChar32)cp);
}

bool utf8_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= '\t' && cp <= '\r');
    return u_isUWhiteSpace((UChar32)cp);
}

uint32_t utf8_lower(uint32_t cp)
{
    if (cp < 0x80)
        return cp - 'A' < 26 ? cp + 32 : cp;
    if (cp >= 0x1EA0 && cp < 0x1F00) /* pairs of Vietnamese letters, capital first */
        return cp | 1;
    if (cp >= 0xDF && cp < 0x100) /* small already; as most letters that are asked for */
        return cp;
    if (cp >= 0x430 && cp < 0x460)
        return cp;
    return (uint32_t)u_tolower((UChar32)cp);
}

uint32_t utf8_upper(uint32_t cp)
{
    return (uint32_t)u_toupper((UChar32)cp);
}

uint32_t utf8_fold(uint32_t cp)
{
    UChar parts[32];
    UErrorCode status = U_ZERO_ERROR;

    cp = utf8_lower(cp);
    if (cp < 0x80)
        return cp;
    if (cp >= 0x1EA0 && cp < 0x1EFA) /* the Vietnamese letters stand in the order of their bases */
        return cp < 0x1EB8 ? 'a' : cp < 0x1EC8 ? 'e' : cp < 0x1ECC ? 'i' : cp < 0x1EE4 ? 'o' : cp < 0x1EF2 ? 'u' : 'y';
    if (cp == 0x111) /* đ has no decomposition: its stroke is no mark */
        return 'd';
    int32_t n = unorm2_getDecomposition(nfc(), (UChar32)cp, parts, 32, &status);
    /* Latin only: й and ё are letters of their own, not и and е with a mark. */
    if (U_SUCCESS(status) && n > 0 && parts[0] < 0x80)
        return utf8_lower(parts[0]);
    return cp;
}

/* The second and third byte of U+1EA0 … U+1EFF. */
static bool is_vietnamese_pair(unsigned char second, unsigned char third)
{
    return (second == 0xBA && third >= 0xA0 && third <= 0xBF) || (second == 0xBB && is_continuation(third));
}

char *utf8_lower_str(struct arena *a, const char *s, size_t n)
{
    struct buf b = BUF_INIT;
    char *out = buf_reserve(&b, 3 * n + 1); /* a faulty byte becomes U+FFFD, three bytes */

    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        if (c < 0x80) {
            out[b.n++] = (char)(((c >= 'A') & (c <= 'Z')) ? c + 32 : c);
            i++;
            continue;
        }
        if (c == 0xE1 && n - i >= 3 && is_vietnamese_pair((unsigned char)s[i + 1], (unsigned char)s[i + 2])) {
            out[b.n] = s[i];
            out[b.n + 1] = s[i + 1];
            out[b.n + 2] = (char)(s[i + 2] | 1); /* as utf8_lower() does */
            b.n += 3;
            i += 3;
            continue;
        }
        uint32_t cp = utf8_lower(utf8_next(s, n, &i));
        if (cp < 0x80)
            out[b.n++] = (char)cp;
        else
            b.n += utf8_put(out + b.n, cp);
    }
    out = arena_strndup(a, b.p, b.n);
    buf_free(&b);
    return out;
}

/* Latin spellings of what folding leaves: Russian and Kazakh letters and some Latin ones. Sorted by code point. */
static const struct spelling {
    uint32_t cp;
    char latin[5];
} spellings[] = {
    {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"},  {0x00F8, "o"},  {0x00FE, "th"}, {0x0131, "i"},    {0x0142, "l"},
    {0x0153, "oe"}, {0x0430, "a"},  {0x0431, "b"},  {0x0432, "v"},  {0x0433, "g"},  {0x0434, "d"},    {0x0435, "e"},
    {0x0436, "zh"}, {0x0437, "z"},  {0x0438, "i"},  {0x0439, "y"},  {0x043A, "k"},  {0x043B, "l"},    {0x043C, "m"},
    {0x043D, "n"},  {0x043E, "o"},  {0x043F, "p"},  {0x0440, "r"},  {0x0441, "s"},  {0x0442, "t"},    {0x0443, "u"},
    {0x0444, "f"},  {0x0445, "kh"}, {0x0446, "ts"}, {0x0447, "ch"}, {0x0448, "sh"}, {0x0449, "shch"}, {0x044A, ""},
    {0x044B, "y"},  {0x044C, ""},   {0x044D, "e"},  {0x044E, "yu"}, {0x044F, "ya"}, {0x0451, "e"},    {0x0454, "ye"},
    {0x0456, "i"},  {0x0457, "yi"}, {0x0491, "g"},  {0x0493, "g"},  {0x049B, "q"},  {0x04A3, "ng"},   {0x04AF, "u"},
    {0x04B1, "u"},  {0x04BB, "h"},  {0x04D9, "a"},  {0x04E9, "o"},
};

/* The letters and digits that stand for a character in a slug, or NULL when it separates words. */
static const char *slug_spelling(uint32_t cp, char single[2])
{
    uint32_t folded = utf8_fold(cp);

    if ((folded >= 'a' && folded <= 'z') || (folded >= '0' && folded <= '9')) {
        single[0] = (char)folded;
        single[1] = '\0';
        return single;
    }
    size_t low = 0, high = sizeof spellings / sizeof *spellings;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (spellings[mid].cp == folded)
            return spellings[mid].latin;
        if (spellings[mid].cp < folded)
            low = mid + 1;
        else
            high = mid;
    }
    /* A free mark belongs to the letter before it. */
    return u_charType((UChar32)cp) == U_NON_SPACING_MARK ? "" : NULL;
}

char *utf8_slug(struct arena *a, const char *s, size_t n, size_t max)
{
    struct buf b = BUF_INIT;
    bool gap = false;

    for (size_t i = 0; i < n && b.n <= max;) {
        char single[2];
        const char *latin = slug_spelling(utf8_next(s, n, &i), single);
        if (!latin) {
            gap = b.n > 0;
            continue;
        }
        if (*latin && gap)
            buf_putc(&b, '-');
        gap = gap && !*latin;
        buf_puts(&b, latin);
    }
    if (b.n > max) {
        size_t cut = max;
        while (cut > 0 && b.p[cut] != '-')
            cut--;
        b.n = cut > 0 ? cut : max;
    }
    char *out = b.n ? arena_strndup(a, b.p, b.n) : arena_strdup(a, "x");
    buf_free(&b);
    return out;
}
