/* Runs of glyphs as text operators.
 *
 * A run is one Td and as few TJ as can be. The pen is followed in 1/256 of a scaled point, by the very widths that the
 * PDF states, and a number in the TJ array closes the gap to where layout wants the next glyph; what rounding leaves is
 * carried on, so that nothing drifts along a line. (Word spacing, Tw, would do for lines of one font; what readers make
 * of it in fonts of several bytes a code differs.)
 *
 * What glyphs can't say by themselves gets ActualText in a marked-content sequence with a number of its own: a Span
 * nested without a number makes poppler lose the rest of the element's text.
 */
#include <stdlib.h>
#include <string.h>

#include "pdf/painter.h"
#include "pdf/syntax.h"

#define FINE 256
#define SOFT_HYPHEN "\xC2\xAD"
/* Bytes that a move takes at most, with the ends of the strings around it, and those of a code. */
#define MOVE_ROOM (DECIMAL_ROOM + 3)
#define CODE_ROOM 4

/* A divisor of thousands of numbers: where they are small enough, a product does for the division. */
struct divisor {
    int64_t d;
    uint64_t inverse; /* UINT64_MAX / d: dividends below it can be divided so */
};

/* A run on its way. */
struct line {
    struct painter *p;
    const struct glyph_run *run;
    const struct used_font *font;
    const struct word_code *codes; /* by the words' numbers */
    uint32_t tag;
    int64_t em;       /* width of an em with scaling, in 1/256 scaled */
    int64_t tracking; /* in 1/256 scaled */
    int64_t rise;     /* of the run, in thousandths of a point */
    int64_t pen;      /* from the run's origin */
    struct divisor by_em, by_upem;
    int64_t space; /* what the PDF says that a space advances */
    char space_code[CODE_ROOM];
    uint8_t space_n;
};

/* muldiv() for c > 0; the plain 64-bit division that nearly always will do is four times as fast, and by a constant it
 * becomes a product. */
static inline __attribute__((always_inline)) int64_t scale(int64_t a, int64_t b, int64_t c)
{
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product) || product > INT64_MAX - c || product < INT64_MIN + c)
        return muldiv(a, b, c);
    return (product < 0 ? product - c / 2 : product + c / 2) / c;
}

static struct divisor divisor_of(int64_t d)
{
    return (struct divisor){d, d > 1 ? UINT64_MAX / (uint64_t)d : 0};
}

/* scale() for d > 0. With m = 1/d in 1/2^64, rounded up, n * m is too large by less than n * d / 2^64, and so by less
 * than 1/d wherever n < 2^64 / d: that makes no other quotient. */
static inline int64_t scale_by(int64_t a, int64_t b, const struct divisor *by)
{
    __extension__ typedef unsigned __int128 wide;
    int64_t product;
    if (__builtin_mul_overflow(a, b, &product))
        return muldiv(a, b, by->d);
    uint64_t n = (product < 0 ? 0 - (uint64_t)product : (uint64_t)product) + (uint64_t)by->d / 2;
    uint64_t q = n < by->inverse ? (uint64_t)((wide)n * (by->inverse + 1) >> 64) : n / (uint64_t)by->d;
    return product < 0 ? (int64_t)(0 - q) : (int64_t)q;
}

static void flush_shown(struct painter *p)
{
    if (p->shown.n == 0)
        return;
    if (p->in_string)
        buf_putc(&p->shown, ')');
    if (p->has_numbers)
        buf_putc(p->out, '[');
    buf_put(p->out, p->shown.p, p->shown.n);
    buf_puts(p->out, p->has_numbers ? "]TJ\n" : "Tj\n");
    buf_clear(&p->shown);
    p->in_string = p->has_numbers = false;
}

/* Writes at `to`, where there is room for it; returns the place behind it. */
static inline char *open_string(struct painter *p, char *to)
{
    if (!p->in_string)
        *to++ = '(';
    p->in_string = true;
    return to;
}

/* How far from its place a glyph or a word may begin, in two thousandths of an em: nobody sees the sixtieth part of a
 * point between words, and a number for each is a tenth of a line's bytes. */
enum { NEAR_GLYPH = 1, NEAR_WORD = 3 };

/* Moves the pen to where the next glyph begins, by whole thousandths of an em, and opens its string. */
static inline char *go_to(struct line *l, char *to, int64_t want, int near)
{
    struct painter *p = l->p;
    int64_t off = l->pen - want;
    if (2000 * (off < 0 ? -off : off) < near * l->em) /* nearer than that already */
        return open_string(p, to);
    int64_t gap = scale_by(off, 1000, &l->by_em);
    if (gap == 0)
        return open_string(p, to);
    if (p->in_string)
        *to++ = ')';
    to = decimal_put(to, gap);
    *to++ = '(';
    p->in_string = p->has_numbers = true;
    l->pen -= scale(gap, l->em, 1000);
    return to;
}

/* Shows a glyph of the face by its code where `want` says. */
static void show_code(struct line *l, uint16_t code, uint16_t gid, int64_t want)
{
    struct buf *shown = &l->p->shown;
    char *at = buf_reserve(shown, MOVE_ROOM + CODE_ROOM), *to = code_put(go_to(l, at, want, NEAR_GLYPH), code);
    shown->n += (size_t)(to - at);
    l->pen += scale(l->font->widths[gid], l->em, 100000) + l->tracking;
}

static void show_glyph(struct line *l, uint16_t gid, int64_t want)
{
    show_code(l, l->font->codes[gid], gid, want);
}

static void set_rise(struct painter *p, int64_t rise)
{
    if (p->text.rise == rise)
        return;
    flush_shown(p);
    buf_fixed(p->out, rise);
    buf_puts(p->out, " Ts\n");
    p->text.rise = rise;
}

static int64_t em_part(const struct line *l, int64_t units)
{
    return scale_by(units, l->em, &l->by_upem);
}

/* The glyphs of a cluster from `at` on. Tracking counts behind the cluster, or marks would leave their letters. */
static void show_cluster(struct line *l, const struct shaped *w, const struct cluster *c, int64_t at)
{
    const struct font *font = l->font->font;
    for (uint16_t k = c->first; k < c->end; k++) {
        const struct glyph *g = &w->glyphs[k];
        set_rise(l->p, g->dy == 0 ? l->rise : scaled_milli(l->run->rise + scale(g->dy, l->run->size, font->upem)));
        /* No .notdef may be shown: a space takes its place, and ActualText says what is meant. */
        show_glyph(l, g->gid != 0 && g->gid < font->n_glyphs ? g->gid : font->space_gid, at + em_part(l, g->dx));
        at += em_part(l, g->advance);
    }
}

static int64_t cluster_width(const struct line *l, const struct shaped *w, const struct cluster *c)
{
    int64_t units = 0;
    for (uint16_t k = c->first; k < c->end; k++)
        units += w->glyphs[k].advance;
    return em_part(l, units) + (c->end - c->first) * l->tracking;
}

static void begin_actual(struct line *l, const char *s, size_t n)
{
    flush_shown(l->p);
    painter_mark_actual(l->p, l->tag, s, n);
}

static void end_actual(struct line *l)
{
    flush_shown(l->p);
    if (l->tag != 0)
        painter_end_mark(l->p);
    else
        buf_puts(l->p->out, "EMC\n");
}

/* Opens the element's own sequence, at first or where one with ActualText has ended. */
static void mark_plain(struct line *l)
{
    if (!l->p->marked)
        painter_mark_text(l->p, l->tag);
}

/* A word that says what it means: its bytes were made beforehand. With the space behind it, if there is one. */
static void show_simple(struct line *l, const struct run_piece *piece, const struct word_code *code)
{
    struct painter *p = l->p;
    int64_t at = (int64_t)piece->x * FINE, tracking = code->word->n * l->tracking;
    mark_plain(l);
    set_rise(p, l->rise);
    char *from = buf_reserve(&p->shown, code->n + 2 * MOVE_ROOM + CODE_ROOM);
    char *to = go_to(l, from, at, NEAR_WORD);
    memcpy(to, p->what->glyphs->code_bytes.p + code->at, code->n);
    to += code->n;
    p->has_numbers = p->has_numbers || code->numbers;
    l->pen += scale(code->width, l->em, 100000) + tracking;
    if (piece->flags & PIECE_SPACE_AFTER) {
        to = open_string(p, to); /* what rounding has left goes into the gap behind it */
        memcpy(to, l->space_code, CODE_ROOM);
        to += l->space_n;
        l->pen += l->space;
    }
    p->shown.n += (size_t)(to - from);
}

/* Do two clusters or more not say what they mean, or one among capitals? */
static bool is_odd(const struct line *l, const struct shaped *w)
{
    unsigned odd = 0;
    for (uint16_t i = 0; i < w->n && odd < 2;) {
        struct cluster c = cluster_at(w, i);
        odd += !cluster_is_plain(l->font, w, &c);
        i = c.end;
    }
    return odd > 1 || (odd == 1 && w->capitals);
}

/* A word that is to be read as a whole, such as one shown in capitals: readers would take its letters apart. */
static void show_odd_word(struct line *l, const struct shaped *w, int64_t at)
{
    begin_actual(l, w->text, w->text_n);
    for (uint16_t i = 0; i < w->n;) {
        struct cluster c = cluster_at(w, i);
        show_cluster(l, w, &c, at);
        at += cluster_width(l, w, &c);
        i = c.end;
    }
    end_actual(l);
}

static void show_word(struct line *l, const struct shaped *w, int64_t at)
{
    if (is_odd(l, w)) {
        show_odd_word(l, w, at);
        return;
    }
    for (uint16_t i = 0; i < w->n;) {
        struct cluster c = cluster_at(w, i);
        bool plain = cluster_is_plain(l->font, w, &c);
        if (plain)
            mark_plain(l);
        else
            begin_actual(l, c.s, c.n);
        show_cluster(l, w, &c, at);
        if (!plain)
            end_actual(l);
        at += cluster_width(l, w, &c);
        i = c.end;
    }
}

/* A hyphen that the text does not have: readers that join lines look for U+00AD. The hyphen's code says it, where there
 * is one: it does not part the word as a sequence of its own does. */
static void show_hyphen(struct line *l, const struct shaped *w, int64_t at)
{
    if (l->font->soft != 0 && w->n == 1 && w->glyphs[0].gid == l->font->hyphen) {
        mark_plain(l);
        set_rise(l->p, l->rise);
        show_code(l, l->font->soft, l->font->hyphen, at);
        return;
    }
    struct cluster all = {0, w->n, w->text, w->text_n};
    begin_actual(l, SOFT_HYPHEN, strlen(SOFT_HYPHEN));
    show_cluster(l, w, &all, at);
    end_actual(l);
}

static void show_piece(struct line *l, const struct run_piece *piece)
{
    int64_t at = (int64_t)piece->x * FINE;
    const struct word_code *code = &l->codes[piece->word];
    if (code->simple && !(piece->flags & PIECE_HYPHEN)) {
        show_simple(l, piece, code);
        return;
    }
    const struct shaped *w = code->word;
    if (piece->flags & PIECE_HYPHEN)
        show_hyphen(l, w, at);
    else
        show_word(l, w, at);
    if (!(piece->flags & PIECE_SPACE_AFTER))
        return;
    mark_plain(l);
    set_rise(l->p, l->rise);
    show_glyph(l, l->font->font->space_gid, at + em_part(l, w->width) + w->n * l->tracking);
}

static void move_to(struct painter *p, const struct page_item *item)
{
    struct text_state *t = &p->text;
    int64_t x = scaled_milli(item->x), y = scaled_milli((int64_t)p->height - item->y);
    buf_fixed(p->out, x - t->x);
    buf_putc(p->out, ' ');
    buf_fixed(p->out, y - t->y);
    buf_puts(p->out, " Td\n");
    t->x = x;
    t->y = y;
}

static void set_font(struct painter *p, const struct used_font *font, scaled size)
{
    struct text_state *t = &p->text;
    if (t->font == font && t->size == size)
        return;
    buf_puts(p->out, "/F");
    buf_int(p->out, font->name);
    buf_putc(p->out, ' ');
    put_length(p->out, size);
    buf_puts(p->out, " Tf\n");
    t->font = font;
    t->size = size;
}

static void set_spacing(struct painter *p, const struct glyph_run *run)
{
    struct text_state *t = &p->text;
    if (t->hscale != run->hscale) {
        buf_fixed(p->out, run->hscale * INT64_C(10));
        buf_puts(p->out, " Tz\n");
        t->hscale = run->hscale;
    }
    /* Tz scales Tc, too. */
    int64_t tracking = scaled_milli(muldiv(run->tracking, 10000, run->hscale));
    if (t->tracking != tracking) {
        buf_fixed(p->out, tracking);
        buf_puts(p->out, " Tc\n");
        t->tracking = tracking;
    }
}

void paint_text(struct painter *p, const struct page_item *item)
{
    const struct glyph_run *run = item->u.run;
    const struct font *font = run_font(run);
    struct line l = {
        .p = p,
        .run = run,
        .font = &p->what->glyphs->fonts[font->index],
        .codes = glyphs_words(p->what->glyphs, run->words),
        .tag = painter_tag(p, item->tag),
        .em = muldiv((int64_t)run->size * FINE, run->hscale, 10000),
        .tracking = (int64_t)run->tracking * FINE,
        .rise = scaled_milli(run->rise),
        .by_upem = divisor_of(font->upem),
    };
    if (l.em <= 0)
        return;
    l.by_em = divisor_of(l.em);
    l.space = scale(l.font->widths[font->space_gid], l.em, 100000) + l.tracking;
    l.space_n = (uint8_t)(code_put(l.space_code, l.font->codes[font->space_gid]) - l.space_code);
    painter_begin_text(p, l.tag);
    painter_set_ink(p, item->ink);
    set_font(p, l.font, run->size);
    set_spacing(p, run);
    move_to(p, item);
    for (uint16_t i = 0; i < run->n; i++)
        show_piece(&l, &run->pieces[i]);
    flush_shown(p);
}
