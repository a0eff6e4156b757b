/* Words: text of one setting → parts of one font and script, shaped, cut where a line may end.
 *
 * The font is chosen character by character: the one asked for, else the first of its fallbacks that has it. A
 * character that none has is shown as its code point in small letters; the text behind keeps the character itself.
 */
#include "layout/word.h"

#include <hb.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "lang/hyphen.h"
#include "layout/linebreak.h"

#define MISSING_SCALE 600

const struct font *word_face(struct par_ctx *ctx, const char *family, unsigned weight, bool italic)
{
    struct word_cache *c = ctx->words;
    for (unsigned i = 0; i < c->n_faces; i++) {
        const struct cache_face *f = &c->faces[i];
        if (f->weight == weight && f->italic == italic && (f->family == family || strcmp(f->family, family) == 0))
            return f->font;
    }
    const struct font *font = font_set_lookup(ctx->fonts, family, weight, italic, ctx->diag);
    if (c->n_faces < CACHE_FACES)
        c->faces[c->n_faces++] = (struct cache_face){arena_strdup(c->arena, family), weight, italic, font};
    return font;
}

/* A stretch of one font and script while a word is taken apart. */
struct run {
    const struct font *font; /* NULL: a character that no font has */
    UScriptCode script;
    uint16_t start, end;
    uint32_t cp; /* of that character */
};

static UScriptCode script_of(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript((UChar32)cp, &status);
    return U_FAILURE(status) || s == USCRIPT_COMMON || s == USCRIPT_INHERITED || s == USCRIPT_UNKNOWN ? USCRIPT_COMMON
                                                                                                      : s;
}

/* Script of words without letters. */
static UScriptCode script_of_lang(const char *lang)
{
    return strncmp(lang, "ru", 2) == 0 || strncmp(lang, "kk", 2) == 0 ? USCRIPT_CYRILLIC : USCRIPT_LATIN;
}

static UScriptCode first_script(const char *s, size_t n, UScriptCode otherwise)
{
    for (size_t i = 0; i < n;) {
        UScriptCode script = script_of(utf8_next(s, n, &i));
        if (script != USCRIPT_COMMON)
            return script;
    }
    return otherwise;
}

/* Marks and joiners stay with the letter before them, whatever font has them. */
static bool joins_before(uint32_t cp)
{
    return cp >= 0x300 && (U_MASK(u_charType((UChar32)cp)) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0;
}

static const struct font *font_for(struct par_ctx *ctx, const struct font *asked, uint32_t cp)
{
    return font_has(asked, cp) ? asked : font_set_fallback(ctx->fonts, asked, cp, ctx->diag);
}

/* Takes the word apart into runs; returns their number. */
static size_t split_runs(struct par_ctx *ctx, const struct word_style *style, const char *s, size_t n, struct run *runs)
{
    UScriptCode script = first_script(s, n, script_of_lang(ctx->words->langs[style->lang]));
    size_t k = 0;
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        UScriptCode own = script_of(cp);
        const struct font *font =
            k > 0 && runs[k - 1].font && joins_before(cp) ? runs[k - 1].font : font_for(ctx, style->font, cp);
        if (own != USCRIPT_COMMON)
            script = own;
        if (k > 0 && font && runs[k - 1].font == font && runs[k - 1].script == script) {
            runs[k - 1].end = (uint16_t)i;
            continue;
        }
        runs[k++] = (struct run){font, script, (uint16_t)at, (uint16_t)i, cp};
    }
    return k;
}

static uint32_t script_tag(UScriptCode script)
{
    const char *name = uscript_getShortName(script);
    return name && strlen(name) == 4 ? HB_TAG(name[0], name[1], name[2], name[3]) : HB_TAG('L', 'a', 't', 'n');
}

/* Shares of their width that marks hang out by, in hundredths. */
static int hang_right_share(uint32_t cp)
{
    switch (cp) {
    case '.':
    case ',':
        return 70;
    case '-':
    case 0x2010:
        return 50;
    case 0x2013:
    case 0x2014:
        return 30;
    default:
        return 0;
    }
}

static int hang_left_share(uint32_t cp)
{
    return cp == 0x201C || cp == 0x2018 || cp == 0xAB ? 50 : 0;
}

static void measure_part(struct word_cache *c, struct word_part *part)
{
    const struct shaped *w = part->shaped;
    size_t first = 0, last = w->text_n;
    int32_t top = INT32_MIN, bottom = INT32_MIN;
    if (w->n > 0 && w->text_n > 0 && !part->missing) {
        uint32_t begins = utf8_next(w->text, w->text_n, &first), ends = utf8_prev(w->text, &last);
        part->hang_left = (int16_t)(w->glyphs[0].advance * hang_left_share(begins) / 100);
        part->hang_right = (int16_t)(w->glyphs[w->n - 1].advance * hang_right_share(ends) / 100);
    }
    for (unsigned i = 0; i < w->n; i++) {
        struct glyph_ink ink = cache_ink(c, w->font, w->glyphs[i].gid);
        int32_t t = ink.top + w->glyphs[i].dy, b = -ink.bottom - w->glyphs[i].dy; /* downward */
        top = t > top ? t : top;
        bottom = b > bottom ? b : bottom;
    }
    part->top = (int16_t)(w->n ? top : 0);
    part->bottom = (int16_t)(w->n ? bottom : 0);
}

/* The parts of a word while they are made. */
struct maker {
    struct par_ctx *ctx;
    const struct word_style *style;
    const char *s;
    struct word_break breaks[WORD_MAX];
    size_t n_breaks;
    struct word_part parts[WORD_MAX];
    size_t n_parts;
};

static void add_part(struct maker *m, const struct word_part *part)
{
    struct word_part *p = &m->parts[m->n_parts++];
    *p = *part;
    p->penalty = PENALTY_FORBID;
    measure_part(m->ctx->words, p);
}

static void add_missing(struct maker *m, const struct run *run)
{
    const struct font *small = word_face(m->ctx, m->ctx->design->styles[ROLE_CAPTION].font, 400, false);
    char show[16];
    snprintf(show, sizeof show, "U+%04X", (unsigned)run->cp);
    const struct shaped *w = shape_substitute(m->ctx->words, small ? small : m->style->font, show, m->s + run->start,
                                              (size_t)(run->end - run->start));
    add_part(m, &(struct word_part){.shaped = w, .missing = run->cp, .start = run->start, .scale = MISSING_SCALE});
}

/* Shapes a run and cuts it at the places to break inside it. */
static void add_run(struct maker *m, const struct run *run)
{
    struct word_cache *c = m->ctx->words;
    struct shaping how = word_shaping(m->style, run->font, script_tag(run->script));
    const struct shaped *whole = shape_word(c, &how, m->s + run->start, (size_t)(run->end - run->start));
    struct word_part part = {.shaped = whole, .script = how.script, .start = run->start, .scale = run->font->scale};
    size_t from = run->start;
    for (size_t i = 0; i <= m->n_breaks; i++) {
        size_t to = i < m->n_breaks ? m->breaks[i].at : run->end;
        if (to <= from || to > run->end)
            continue;
        if (from > run->start || to < run->end)
            part.shaped = shape_slice(c, &how, whole, from - run->start, to - run->start);
        part.start = (uint16_t)from;
        add_part(m, &part);
        from = to;
    }
    if (from < run->end) {
        part.shaped = shape_slice(c, &how, whole, from - run->start, (size_t)(run->end - run->start));
        part.start = (uint16_t)from;
        add_part(m, &part);
    }
}

/* The hyphen that a line ends with when the word is divided behind a part. */
static const struct shaped *shape_hyphen(const struct maker *m, const struct word_part *part)
{
    struct shaping how = word_shaping(m->style, part->shaped->font, part->script);
    return shape_word(m->ctx->words, &how, "-", 1);
}

static bool has_capital(const char *s, size_t n)
{
    for (size_t i = 0; i < n;)
        if (u_isupper((UChar32)utf8_next(s, n, &i)))
            return true;
    return false;
}

/* Adds the places where a word may be divided. A word that may be broken without is not, nor is one in several fonts.
 */
static void add_points(struct maker *m, const struct run *runs, size_t n_runs, size_t n)
{
    uint16_t points[WORD_MAX];
    const struct hyphen *h = m->style->hyphenate ? hyphen_for(m->ctx->words->langs[m->style->lang]) : NULL;
    if (h == NULL || m->n_breaks > 0 || n_runs != 1 || runs[0].font == NULL || !font_has(runs[0].font, '-'))
        return;
    size_t k = hyphen_points(h, m->s, n, points, WORD_MAX);
    int16_t penalty = has_capital(m->s, n) ? NAME_HYPHEN_PENALTY : SOFT_HYPHEN_PENALTY;
    for (size_t i = 0; i < k; i++)
        m->breaks[m->n_breaks++] = (struct word_break){points[i], penalty, .hyphen = true, .soft = true};
}

/* Gives each part the price of a break after it. */
static void price_parts(struct maker *m)
{
    for (size_t i = 0, b = 0; i + 1 < m->n_parts; i++) {
        while (b < m->n_breaks && m->breaks[b].at < m->parts[i + 1].start)
            b++;
        if (b < m->n_breaks && m->breaks[b].at == m->parts[i + 1].start) {
            m->parts[i].penalty = m->breaks[b].penalty;
            m->parts[i].hyphen = m->breaks[b].hyphen;
            m->parts[i].soft = m->breaks[b].soft ? shape_hyphen(m, &m->parts[i]) : NULL;
        }
    }
}

static bool is_dash(uint32_t cp)
{
    return cp == '-' || (cp >= 0x2010 && cp <= 0x2015);
}

/* What the ends of the word say about breaks at the spaces around it (UAX 14: LB13, LB14; and the dash, which in
 * Vietnamese belongs to the word before). */
static void judge_ends(struct word *w, const char *s, size_t n)
{
    size_t first = 0, last = n;
    uint32_t begins = utf8_next(s, n, &first), ends = utf8_prev(s, &last);
    int lb = begins < 0x80 && (utf8_is_letter(begins) || utf8_is_digit(begins))
                 ? U_LB_ALPHABETIC
                 : u_getIntPropertyValue((UChar32)begins, UCHAR_LINE_BREAK);
    w->dash = true;
    for (size_t i = 0; i < n && w->dash;)
        w->dash = is_dash(utf8_next(s, n, &i));
    w->closes = w->dash || lb == U_LB_CLOSE_PUNCTUATION || lb == U_LB_CLOSE_PARENTHESIS || lb == U_LB_EXCLAMATION ||
                (n == first && (lb == U_LB_INFIX_NUMERIC || lb == U_LB_BREAK_SYMBOLS));
    w->opens = u_getIntPropertyValue((UChar32)ends, UCHAR_LINE_BREAK) == U_LB_OPEN_PUNCTUATION;
}

static const struct word *make_word(struct par_ctx *ctx, const struct word_style *style, const char *s, size_t n)
{
    struct run runs[WORD_MAX];
    struct maker m; /* its lists are large and mostly unused */
    m.ctx = ctx;
    m.style = style;
    m.s = s;
    m.n_parts = 0;
    size_t k = split_runs(ctx, style, s, n, runs);
    m.n_breaks = word_breaks(ctx->words, s, n, m.breaks, WORD_MAX);
    add_points(&m, runs, k, n);
    for (size_t i = 0; i < k; i++) {
        if (runs[i].font)
            add_run(&m, &runs[i]);
        else
            add_missing(&m, &runs[i]);
    }
    price_parts(&m);
    struct word *w = arena_alloc(ctx->words->arena, sizeof *w + m.n_parts * sizeof w->parts[0]);
    struct word_measure *measures = arena_calloc(ctx->words->arena, m.n_parts, sizeof *measures);
    w->n_parts = (uint16_t)m.n_parts;
    memcpy(w->parts, m.parts, m.n_parts * sizeof w->parts[0]);
    for (size_t i = 0; i < m.n_parts; i++) {
        w->parts[i].measured = &measures[i];
        w->missing = w->missing || m.parts[i].missing;
    }
    w->plain = m.n_parts == 1 && m.parts[0].shaped->font == style->font && !w->missing && !shape_is_identifier(s, n);
    judge_ends(w, s, n);
    return w;
}

/* All that a word depends on beside its text: bits 56 and above are free. */
static inline uint64_t word_context(const struct word_style *style)
{
    return (uint64_t)style->font->index << 32 | (uint64_t)style->hyphenate << 31 | (uint64_t)style->lang << 8 |
           style->features;
}

static const struct word *lookup(struct par_ctx *ctx, const struct word_style *style, uint64_t context, const char *s,
                                 size_t n)
{
    struct word_cache *c = ctx->words;
    struct cache_key key = cache_key(s, n, context);
    const struct word *known = cache_find(&c->words, &key);
    if (known) {
        c->hits++;
        return known;
    }
    const struct word *made = make_word(ctx, style, s, n);
    cache_put(c, &c->words, &key, made);
    return made;
}

const struct word *word_lookup(struct par_ctx *ctx, const struct word_style *style, const char *s, size_t n)
{
    struct word_cache *c = ctx->words;
    uint64_t context = word_context(style);
    if (n == 0 || n > WORD_RECENT)
        return lookup(ctx, style, context, s, n);
    uint64_t tag = context | (uint64_t)n << 56, a = n > 8 ? bytes_load8(s) : 0,
             b = n > 8 ? bytes_load8(s + n - 8) : bytes_load(s, n);
    uint64_t hash = bytes_mix(bytes_mix(a, tag), b);
    struct word_recent *r = &c->recent[hash >> (64 - CACHE_RECENT_BITS)];
    if (r->bytes[0] == a && r->bytes[1] == b && r->tag == tag) {
        c->hits++;
        return r->word;
    }
    const struct word *found = lookup(ctx, style, context, s, n);
    *r = (struct word_recent){{a, b}, tag, found};
    return found;
}
