/* Which encoding, and decoding.
 *
 * A BOM decides; then zero bytes in every other place (UTF-16); then validity as UTF-8. What is left, and UTF-8 whose
 * characters look like a misread legacy set, is weighed line by line (legacy.c), because one file can mix sets.
 */
#include "ingest/charset.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/front_matter.h"
#include "ingest/legacy.h"

#define SAMPLE_LINES 4000 /* lines that are weighed to find the set of a file */

struct span_of_bytes {
    const char *s;
    size_t n;
};

/* ---- UTF-16 ---- */

static bool zeros_alternate(const char *s, size_t n, size_t first)
{
    size_t zero = 0, seen = 0;
    for (size_t i = first; i < n && seen < 2048; i += 2, seen++)
        zero += s[i] == '\0';
    return seen >= 4 && zero * 10 >= seen * 6;
}

static uint32_t unit16(const char *s, size_t i, bool big)
{
    uint32_t a = (unsigned char)s[i], b = (unsigned char)s[i + 1];
    return big ? a << 8 | b : b << 8 | a;
}

/* Is what reads as UTF-16 a text? Tables of numbers have as many zero bytes, but as characters they are controls, zeros
 * and signs of scripts that stand in no article. */
static bool is_text16(const char *s, size_t n, bool big)
{
    size_t odd = 0, seen = 0;
    for (size_t i = 0; i + 1 < n && seen < 4096; i += 2, seen++) {
        uint32_t cp = unit16(s, i, big);
        bool control = cp < 0x20 && cp != '\n' && cp != '\r' && cp != '\t' && cp != '\f' && cp != '\v';
        bool letter = cp < 0x600 || (cp >= 0x1E00 && cp < 0x2C00);
        odd += control || (cp >= 0x7F && cp < 0xA0) || !letter;
    }
    return odd * 10 <= seen;
}

/* Halves of pairs become U+FFFD; they and an odd byte at the end are counted. */
static void decode_utf16(const char *s, size_t n, bool big, struct buf *out, size_t *faults)
{
    *faults = n % 2;
    for (size_t i = 0; i + 1 < n; i += 2) {
        uint32_t cp = unit16(s, i, big);
        if (cp >= 0xD800 && cp < 0xDC00 && i + 3 < n) {
            uint32_t low = unit16(s, i + 2, big);
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        *faults += cp >= 0xD800 && cp < 0xE000;
        buf_utf8(out, cp);
    }
}

/* ---- lines and units ---- */

/* Next line with its end; false when nothing is left. */
static bool next_line(struct span_of_bytes *rest, struct span_of_bytes *line)
{
    if (rest->n == 0)
        return false;
    const char *end = memchr(rest->s, '\n', rest->n);
    size_t n = end != NULL ? (size_t)(end - rest->s) + 1 : rest->n;
    *line = (struct span_of_bytes){rest->s, n};
    rest->s += n;
    rest->n -= n;
    return true;
}

struct units {
    uint32_t *u;
    size_t n, cap;
};

static void units_of_bytes(struct span_of_bytes line, struct units *out)
{
    mem_grow((void **)&out->u, &out->cap, line.n, sizeof *out->u);
    for (size_t i = 0; i < line.n; i++)
        out->u[i] = (unsigned char)line.s[i];
    out->n = line.n;
}

static void units_of_text(struct span_of_bytes line, struct units *out)
{
    mem_grow((void **)&out->u, &out->cap, line.n, sizeof *out->u);
    out->n = 0;
    for (size_t i = 0; i < line.n;)
        out->u[out->n++] = legacy_byte_of(utf8_next(line.s, line.n, &i));
}

static bool has_high_byte(struct span_of_bytes line)
{
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.s[i] >= 0x80)
            return true;
    return false;
}

/* One letter of U+1EA0 … U+1EFF proves a line. */
static bool is_proper(struct span_of_bytes line)
{
    for (size_t i = 0; i + 1 < line.n; i++)
        if ((unsigned char)line.s[i] == 0xE1 && ((unsigned char)line.s[i + 1] & 0xFE) == 0xBA)
            return true;
    return false;
}

/* Mojibake is made of characters below U+0100 and the signs of windows-1252. */
static bool may_be_mojibake(struct span_of_bytes line)
{
    bool latin1 = false;
    if (is_proper(line))
        return false;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.s[i];
        if (c >= 0xD0 && c <= 0xD3) /* Cyrillic */
            return false;
        latin1 |= c == 0xC2 || c == 0xC3;
    }
    return latin1;
}

/* ---- choosing ---- */

struct weights {
    struct plausibility of[LEGACY_SETS], as_is;
};

static void weigh_line(struct weights *w, const struct units *units, bool text, struct buf *scratch)
{
    for (int set = LEGACY_TCVN3; set <= LEGACY_LAST_VIETNAMESE; set++) {
        if (set == LEGACY_UTF8 && !text)
            continue; /* bytes that are no UTF-8 were never UTF-8 */
        buf_clear(scratch);
        legacy_decode((enum legacy_set)set, units->u, units->n, scratch);
        legacy_weigh(scratch->p, scratch->n, &w->of[set]);
    }
}

/* The set whose reading has the most syllables, if it is convincing beside reading the text as it stands. */
static enum legacy_set best_set(const struct weights *w)
{
    enum legacy_set best = LEGACY_NONE;
    double best_value = 0;
    for (int set = LEGACY_TCVN3; set <= LEGACY_LAST_VIETNAMESE; set++) {
        const struct plausibility *p = &w->of[set];
        double value = (double)p->good - 2.0 * (double)p->bad;
        if (p->good >= 2 && value > best_value) {
            best = (enum legacy_set)set;
            best_value = value;
        }
    }
    double as_is = (double)w->as_is.good - 2.0 * (double)w->as_is.bad;
    return best_value > as_is + 1 ? best : LEGACY_NONE;
}

static enum legacy_set choose_cyrillic(struct span_of_bytes all)
{
    struct units units = {0};
    struct buf scratch = BUF_INIT;
    struct plausibility p1251 = {0}, koi8 = {0};
    if (all.n > 200000)
        all.n = 200000;
    units_of_bytes(all, &units);
    legacy_decode(LEGACY_CP1251, units.u, units.n, &scratch);
    legacy_weigh_cyrillic(scratch.p, scratch.n, &p1251);
    buf_clear(&scratch);
    legacy_decode(LEGACY_KOI8R, units.u, units.n, &scratch);
    legacy_weigh_cyrillic(scratch.p, scratch.n, &koi8);
    buf_free(&scratch);
    free(units.u);
    struct plausibility *best = koi8.good > p1251.good ? &koi8 : &p1251;
    if (best->good < 5 || best->bad * 5 > best->good)
        return LEGACY_CP1252;
    return best == &koi8 ? LEGACY_KOI8R : LEGACY_CP1251;
}

/* Which set the lines are in that `suspect` points out; units as `units_of` makes them. */
static enum legacy_set choose(struct span_of_bytes all, bool (*suspect)(struct span_of_bytes),
                              void (*units_of)(struct span_of_bytes, struct units *), bool text)
{
    struct weights w = {0};
    struct units units = {0};
    struct buf scratch = BUF_INIT;
    struct span_of_bytes line;
    for (size_t count = 0; count < SAMPLE_LINES && next_line(&all, &line);) {
        if (!suspect(line))
            continue;
        if (line.n > 65536)
            line.n = 65536;
        units_of(line, &units);
        weigh_line(&w, &units, text, &scratch);
        if (text)
            legacy_weigh(line.s, line.n, &w.as_is);
        count++;
    }
    buf_free(&scratch);
    free(units.u);
    return best_set(&w);
}

/* Letters of several bytes in a line, and stretches that are no UTF-8. */
static void count_sequences(struct span_of_bytes line, size_t *letters, size_t *stretches)
{
    bool fault = false;
    *letters = *stretches = 0;
    for (size_t i = 0; i < line.n;) {
        size_t at = i;
        bool good = utf8_next(line.s, line.n, &i) != 0xFFFD || i > at + 1;
        *letters += good && i > at + 1;
        *stretches += !good && !fault;
        fault = !good;
    }
}

/* A line of another set; in one of UTF-8 with some damage proper letters outweigh it. */
static bool is_broken(struct span_of_bytes line)
{
    size_t letters, stretches;
    if (utf8_valid(line.s, line.n))
        return false;
    count_sequences(line, &letters, &stretches);
    return letters < 2 * stretches;
}

/* Another set's bytes can look like a letter of UTF-8 once, hardly twice in a line. */
static bool is_doubtful(struct span_of_bytes line)
{
    size_t letters, stretches;
    count_sequences(line, &letters, &stretches);
    return letters < 2;
}

/* Bytes that are not valid UTF-8: lines that are valid stay, the others are decoded by the set of the file. */
static const char *decode_broken(struct span_of_bytes all, struct buf *out, size_t *faults)
{
    enum legacy_set set = choose(all, is_broken, units_of_bytes, false);
    struct span_of_bytes rest = all, line;
    size_t valid = 0, broken = 0;
    while (next_line(&rest, &line)) {
        if (has_high_byte(line))
            *(is_broken(line) ? &broken : &valid) += 1;
    }
    if (set == LEGACY_UTF8)
        set = LEGACY_NONE;
    if (set == LEGACY_NONE && valid <= broken)
        set = choose_cyrillic(all);
    struct units units = {0};
    rest = all;
    while (next_line(&rest, &line)) {
        bool legacy = set != LEGACY_NONE && (is_broken(line) || (valid < broken && is_doubtful(line)));
        if (legacy) {
            units_of_bytes(line, &units);
            legacy_decode(set, units.u, units.n, out);
            continue;
        }
        *faults += !utf8_valid(line.s, line.n);
        buf_put(out, line.s, line.n);
    }
    free(units.u);
    return legacy_name(set);
}

/* In a file without one proper line a doubtful line goes with the others. Where others are proper, a line must have
 * many syllables in the new reading and nonsense in the old one. */
static bool is_repair(const struct plausibility *before, const struct plausibility *after, bool clean)
{
    if (clean)
        return after->good >= 4 && after->bad == 0 && before->bad * 2 >= after->good;
    return after->good > 0 && after->good + before->bad + 1 > before->good + after->bad;
}

/* Valid UTF-8 with lines that are another set misread: those lines are decoded again. NULL: there are none. */
static const char *repair_mojibake(struct arena *a, struct span_of_bytes all, struct buf *out)
{
    enum legacy_set set = choose(all, may_be_mojibake, units_of_text, true);
    if (set == LEGACY_NONE)
        return NULL;
    struct units units = {0};
    struct buf scratch = BUF_INIT;
    struct span_of_bytes line, rest = all;
    size_t repaired = 0;
    bool clean = false;
    while (!clean && next_line(&rest, &line))
        clean = is_proper(line);
    while (next_line(&all, &line)) {
        struct plausibility before = {0}, after = {0};
        if (may_be_mojibake(line)) {
            units_of_text(line, &units);
            buf_clear(&scratch);
            legacy_decode(set, units.u, units.n, &scratch);
            legacy_weigh(line.s, line.n, &before);
            legacy_weigh(scratch.p, scratch.n, &after);
        }
        bool repair = is_repair(&before, &after, clean);
        repaired += repair;
        if (repair)
            buf_put(out, scratch.p, scratch.n);
        else
            buf_put(out, line.s, line.n);
    }
    buf_free(&scratch);
    free(units.u);
    if (repaired == 0) {
        buf_clear(out);
        return NULL;
    }
    return arena_printf(a, "UTF-8 (%s)", set == LEGACY_UTF8 ? "UTF-8 as windows-1252" : legacy_name(set));
}

/* ---- line ends, zero bytes, marks ---- */

static size_t count_zeros(const char *s, size_t n)
{
    size_t zeros = 0;
    for (const char *at = s, *hit; n > 0 && (hit = memchr(at, '\0', n - (size_t)(at - s))) != NULL; at = hit + 1)
        zeros++;
    return zeros;
}

/* CR LF and CR become LF; zero bytes go. In place; returns the new length. */
static size_t normalize_lines(char *s, size_t n)
{
    size_t out = 0;
    if (memchr(s, '\r', n) == NULL && memchr(s, '\0', n) == NULL)
        return n;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\r') {
            s[out++] = '\n';
            i += i + 1 < n && s[i + 1] == '\n';
        } else if (s[i] != '\0') {
            s[out++] = s[i];
        }
    }
    return out;
}

/* NFC knows one order of a vowel's two marks: the quality (circumflex, breve) before the tone. Some typists' programs
 * wrote the tone first; "á" + circumflex is "ấ". Returns the length of the repaired sequence in `out`, 0: nothing to
 * repair. */
static size_t swap_marks(const char *s, size_t n, size_t at, char out[12], size_t *start)
{
    size_t i = at, next = at;
    uint32_t quality = utf8_next(s, n, &next);
    if (i == 0 || (quality != 0x302 && quality != 0x306))
        return 0;
    uint32_t vowel = utf8_prev(s, &i), base = utf8_fold(vowel);
    if (vowel == base || (base != 'a' && (quality == 0x306 || (base != 'e' && base != 'o'))))
        return 0;
    static const struct {
        const char *toned; /* a e o, each with this tone */
        uint32_t mark;
    } tones[] = {{"áéóÁÉÓ", 0x301}, {"àèòÀÈÒ", 0x300}, {"ảẻỏẢẺỎ", 0x309}, {"ãẽõÃẼÕ", 0x303}};
    for (size_t t = 0; t < 4; t++) {
        size_t length = strlen(tones[t].toned), order = 0;
        for (size_t j = 0; j < length; order++) {
            if (utf8_next(tones[t].toned, length, &j) != vowel)
                continue;
            size_t written = utf8_put(out, (uint32_t) "aeoAEO"[order]);
            written += utf8_put(out + written, quality);
            written += utf8_put(out + written, tones[t].mark);
            *start = i;
            return written;
        }
    }
    return 0;
}

static void repair_marks(struct arena *a, struct decoded *out)
{
    struct buf fixed = BUF_INIT;
    size_t from = 0;
    for (size_t i = 0; i + 1 < out->n; i++) {
        const char *hit = memchr(out->s + i, 0xCC, out->n - 1 - i); /* U+0300 … U+033F */
        if (hit == NULL)
            break;
        i = (size_t)(hit - out->s);
        char sequence[12];
        size_t start = 0, written = swap_marks(out->s, out->n, i, sequence, &start);
        if (written == 0 || start < from)
            continue;
        buf_put(&fixed, out->s + from, start - from);
        buf_put(&fixed, sequence, written);
        from = i + 2;
    }
    if (from > 0) {
        buf_put(&fixed, out->s + from, out->n - from);
        out->s = utf8_nfc(a, fixed.p, fixed.n, &out->n);
    }
    buf_free(&fixed);
}

#define BLOCK 64

/* In the BLOCK bytes, but for ends of lines; without a branch, so that compilers take many at once. */
static bool has_control(const uint8_t *p)
{
    uint8_t any = 0;
    for (size_t i = 0; i < BLOCK; i++)
        any |= (p[i] < 0x20) & (p[i] != '\n');
    return any != 0;
}

/* Zero bytes and control characters do not occur in texts; a stray one is forgiven. */
static bool is_binary(const char *s, size_t n)
{
    size_t zeros = 0, controls = 0, seen = n < 65536 ? n : 65536;
    for (size_t i = 0, end; i < seen; i = end) {
        end = seen - i > BLOCK ? i + BLOCK : seen;
        if (end - i == BLOCK && !has_control((const uint8_t *)s + i))
            continue;
        for (size_t k = i; k < end; k++) {
            unsigned char c = (unsigned char)s[k];
            zeros += c == 0;
            controls += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1B;
        }
    }
    return zeros * 500 > seen || controls * 20 > seen;
}

/* *plain: what comes out is UTF-8 in NFC for sure. */
static const char *decode_bytes(struct arena *a, struct span_of_bytes in, struct buf *out, size_t *faults, bool *plain)
{
    const char *s = in.s;
    size_t n = in.n;
    if (n >= 2 && (memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0)) {
        bool first = (unsigned char)s[0] == 0xFE;
        decode_utf16(s + 2, n - 2, first, out, faults);
        return first ? "UTF-16BE" : "UTF-16LE";
    }
    bool zeros = n > 0 && memchr(s, '\0', n) != NULL;
    bool little = zeros && zeros_alternate(s, n, 1) && !zeros_alternate(s, n, 0);
    bool big = zeros && !little && zeros_alternate(s, n, 0) && !zeros_alternate(s, n, 1);
    if ((little || big) && is_text16(s, n, big)) {
        decode_utf16(s, n, big, out, faults);
        return little ? "UTF-16LE" : "UTF-16BE";
    }
    if (is_binary(s, n))
        return NULL;
    if (n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0) {
        in.s += 3;
        in.n -= 3;
    }
    *plain = utf8_is_plain(in.s, in.n);
    if (!*plain && !utf8_valid(in.s, in.n))
        return decode_broken(in, out, faults);
    const char *name = front_matter_is_ingested(in.s, in.n) ? NULL : repair_mojibake(a, in, out);
    if (name == NULL)
        buf_put(out, in.s, in.n);
    else
        *plain = false;
    return name != NULL ? name : "UTF-8";
}

int charset_decode(struct arena *a, const char *path, const char *bytes, size_t n, struct decoded *out, struct diag *d)
{
    struct buf text = BUF_INIT;
    size_t faults = 0;
    bool plain = false;
    struct srcpos pos = {path, 0, 0};
    out->encoding = decode_bytes(a, (struct span_of_bytes){bytes, n}, &text, &faults, &plain);
    if (out->encoding == NULL) {
        diag_add(d, MSG_INGEST_BINARY, pos, NULL);
        buf_free(&text);
        return -1;
    }
    size_t zeros = count_zeros(text.p, text.n);
    text.n = text.n > 0 ? normalize_lines(text.p, text.n) : 0;
    out->plain = plain;
    if (plain && text.n > 0) {
        out->n = text.n;
        out->s = arena_strndup(a, text.p, text.n);
    } else {
        out->s = utf8_nfc(a, text.n > 0 ? text.p : "", text.n, &out->n);
        repair_marks(a, out);
    }
    buf_free(&text);
    if (strncmp(out->encoding, "UTF-", 4) != 0 || strchr(out->encoding, '(') != NULL)
        diag_add(d, MSG_INGEST_LEGACY, pos, out->encoding, NULL);
    bool wide = strncmp(out->encoding, "UTF-16", 6) == 0;
    if (faults > 0)
        diag_add(d, wide ? MSG_INGEST_BAD_PAIRS : MSG_INGEST_BAD_BYTES, pos, arena_printf(a, "%zu", faults), NULL);
    if (zeros > 0)
        diag_add(d, MSG_INGEST_ZEROS, pos, arena_printf(a, "%zu", zeros), NULL);
    return 0;
}
