/* Used glyphs, their texts and their numbers. */
#include "pdf/glyphs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "pdf/encoding.h"
#include "pdf/syntax.h"

/* A glyph's own text is a character with its marks at most; a longer cluster is written with ActualText. */
#define TEXT_MAX_BYTES 32

struct deferred {
    const struct shaped *word;
    uint16_t first, font;
};

struct cluster cluster_at(const struct shaped *w, uint16_t i)
{
    uint16_t start = w->glyphs[i].cluster, end = w->text_n, k = (uint16_t)(i + 1);
    while (k < w->n && (w->glyphs[k].flags & GLYPH_CONTINUES || w->glyphs[k].cluster <= start))
        k++;
    if (k < w->n && w->glyphs[k].cluster < end)
        end = w->glyphs[k].cluster;
    if (start > end)
        start = end;
    return (struct cluster){i, k, w->text + start, (uint16_t)(end - start)};
}

/* Private use characters mean nothing to a reader, and noncharacters are forbidden in a ToUnicode map. */
static bool is_mappable(const char *s, uint16_t n)
{
    size_t i = 0;
    while (i < n) {
        uint32_t cp = utf8_next(s, n, &i);
        bool private = (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
        if (private || cp == 0 || cp == 0xFEFF || (cp & 0xFFFE) == 0xFFFE)
            return false;
    }
    return n > 0 && n <= TEXT_MAX_BYTES;
}

static bool same_text(const struct glyph_text *t, const struct cluster *c)
{
    return t->n == c->n && memcmp(t->s, c->s, c->n) == 0;
}

bool cluster_is_plain(const struct used_font *f, const struct shaped *w, const struct cluster *c)
{
    uint16_t gid = w->glyphs[c->first].gid;
    return c->end == c->first + 1 && gid != 0 && same_text(&f->texts[gid], c);
}

static void use_glyph(struct used_font *f, uint16_t gid)
{
    uint8_t bit = (uint8_t)(1 << (gid & 7));
    f->changed = f->changed || (f->used[gid >> 3] & bit) == 0;
    f->used[gid >> 3] |= bit;
}

static struct used_font *font_of(struct glyph_use *g, const struct font *font)
{
    if (font->index >= g->n) {
        mem_grow((void **)&g->fonts, &g->cap, (size_t)font->index + 1, sizeof *g->fonts);
        memset(g->fonts + g->n, 0, ((size_t)font->index + 1 - g->n) * sizeof *g->fonts);
        g->n = (size_t)font->index + 1;
    }
    struct used_font *f = &g->fonts[font->index];
    if (f->font == NULL) {
        f->font = font;
        f->used = mem_calloc((size_t)font->n_glyphs / 8 + 1, 1);
        f->texts = mem_calloc((size_t)font->n_glyphs + 1, sizeof *f->texts);
        /* A no-break space has the same glyph and may come first; the space must not pay for it. */
        f->texts[font->space_gid] = (struct glyph_text){" ", 1};
    }
    return f;
}

bool glyphs_has_font(const struct glyph_use *g, const struct font *font)
{
    return font->index < g->n && g->fonts[font->index].font != NULL;
}

static void defer(struct glyph_use *g, const struct used_font *f, const struct shaped *w, uint16_t first)
{
    mem_grow((void **)&g->deferred, &g->cap_deferred, g->n_deferred + 1, sizeof *g->deferred);
    g->deferred[g->n_deferred++] = (struct deferred){w, first, f->font->index};
}

static void collect_word(struct glyph_use *g, struct used_font *f, const struct shaped *w)
{
    for (uint16_t i = 0; i < w->n;) {
        struct cluster c = cluster_at(w, i);
        bool unknown = false;
        for (uint16_t k = c.first; k < c.end; k++) {
            uint16_t gid = w->glyphs[k].gid;
            if (gid < f->font->n_glyphs)
                use_glyph(f, gid);
            unknown = unknown || f->texts[gid].n == 0;
        }
        struct glyph_text *text = &f->texts[w->glyphs[i].gid];
        if (c.end == c.first + 1 && text->n == 0 && !w->capitals && is_mappable(c.s, c.n))
            *text = (struct glyph_text){c.s, c.n};
        else if (unknown)
            defer(g, f, w, i);
        f->changed = f->changed || unknown;
        i = c.end;
    }
}

/* Notes the glyph of a hyphen that the text does not have: it gets a code of its own, which says so. */
static void collect_hyphen(struct used_font *f, const struct shaped *w)
{
    if (f->hyphen != 0 || w->n != 1 || w->glyphs[0].gid >= f->font->n_glyphs)
        return;
    f->hyphen = w->glyphs[0].gid;
    f->changed = true;
}

/* Nearly all books have one lexicon, those of several sets of rights one for each. */
static struct word_codes *codes_of(const struct glyph_use *g, const struct lexicon *of)
{
    for (size_t i = 0; i < g->n_words; i++)
        if (g->words[i].of == of)
            return &g->words[i];
    return NULL;
}

const struct word_code *glyphs_words(const struct glyph_use *g, const struct lexicon *of)
{
    const struct word_codes *codes = codes_of(g, of);
    return codes != NULL ? codes->items : NULL;
}

/* The lexicon's codes, with room for all of its words. */
static struct word_codes *make_codes(struct glyph_use *g, const struct lexicon *of)
{
    struct word_codes *codes = codes_of(g, of);
    if (codes == NULL) {
        mem_grow((void **)&g->words, &g->cap_words, g->n_words + 1, sizeof *g->words);
        codes = &g->words[g->n_words++];
        *codes = (struct word_codes){.of = of};
    }
    size_t n = lexicon_count(of);
    if (codes->n < n) {
        codes->items = mem_realloc(codes->items, n * sizeof *codes->items);
        memset(codes->items + codes->n, 0, (n - codes->n) * sizeof *codes->items);
        codes->n = n;
    }
    return codes;
}

void glyphs_collect(struct glyph_use *g, const struct glyph_run *run)
{
    const struct font *font = run_font(run);
    struct used_font *f = font_of(g, font);
    struct word_code *codes = make_codes(g, run->words)->items;
    use_glyph(f, font->space_gid);
    for (uint16_t i = 0; i < run->n; i++) {
        struct word_code *code = &codes[run->pieces[i].word];
        if (run->pieces[i].flags & PIECE_HYPHEN)
            collect_hyphen(f, run_word(run, i));
        if (code->word != NULL)
            continue;
        code->word = run_word(run, i);
        collect_word(g, f, code->word);
    }
}

/* Texts for glyphs that never stand alone: their own character where glyphs and characters are equally many, else the
 * whole text for the first and nothing that is seen for the others. */
static void map_cluster(struct used_font *f, const struct shaped *w, const struct cluster *c)
{
    size_t at = 0, count = utf8_count(c->s, c->n);
    bool one_to_one = count == (size_t)(c->end - c->first);
    for (uint16_t k = c->first; k < c->end; k++) {
        size_t from = at;
        if (one_to_one)
            utf8_next(c->s, c->n, &at);
        struct glyph_text *text = &f->texts[w->glyphs[k].gid];
        if (text->n > 0)
            continue;
        struct glyph_text own = one_to_one      ? (struct glyph_text){c->s + from, (uint16_t)(at - from)}
                                : k == c->first ? (struct glyph_text){c->s, c->n}
                                                : (struct glyph_text){"\xE2\x80\x8B", 3};
        *text = is_mappable(own.s, own.n) ? own : (struct glyph_text){"\xEF\xBF\xBD", 3};
    }
}

static int compare_fonts(const void *x, const void *y)
{
    const struct font *a = (*(struct used_font *const *)x)->font, *b = (*(struct used_font *const *)y)->font;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    int by_name = strcmp(a->ps_name, b->ps_name);
    return by_name != 0 ? by_name : strcmp(a->path, b->path);
}

struct used_font **glyphs_in_order(struct glyph_use *g, size_t *n)
{
    struct used_font **all = mem_calloc(g->n + 1, sizeof *all);
    *n = 0;
    for (size_t i = 0; i < g->n; i++)
        if (g->fonts[i].font != NULL)
            all[(*n)++] = &g->fonts[i];
    if (*n > 1)
        qsort(all, *n, sizeof *all, compare_fonts);
    return all;
}

static void forget_plan(struct used_font *f)
{
    encoding_drop(f);
    free(f->widths);
    font_subset_drop(f->subset);
    f->widths = NULL;
    f->subset = NULL;
}

static int plan_font(const struct glyph_use *g, struct used_font *f, struct diag *d)
{
    const struct font *font = f->font;
    forget_plan(f);
    if (font->may_embed)
        f->subset = font_subset_glyphs(font, f->used, g->memo);
    if (f->subset == NULL || encoding_make(f) != 0) {
        diag_add(d, MSG_PDF_FONT_EMBED, DIAG_NOWHERE, font->ps_name, NULL);
        return -1;
    }
    f->widths = mem_calloc(font->n_glyphs, sizeof *f->widths);
    for (uint16_t glyph = 0; glyph < font_subset_count(f->subset); glyph++) {
        uint16_t gid = font_subset_old(f->subset, glyph);
        f->widths[gid] = (uint32_t)muldiv(font_advance(font, gid), 100000, font->upem);
    }
    return 0;
}

static bool is_simple(const struct used_font *f, const struct shaped *w)
{
    for (uint16_t i = 0; i < w->n; i++) {
        struct cluster c = cluster_at(w, i);
        if (w->glyphs[i].dy != 0 || w->glyphs[i].gid >= f->font->n_glyphs || !cluster_is_plain(f, w, &c))
            return false;
    }
    return w->n > 0;
}

/* 1/100000 em, rounded: what widths are counted in. */
static int64_t hundred_thousandths(const struct used_font *f, int64_t units)
{
    int64_t v = units * 100000, upem = f->font->upem;
    return (v + (v < 0 ? -upem : upem) / 2) / upem;
}

/* Writes the word with the numbers that move its glyphs from where the PDF's widths put them to where they were shaped
 * to stand; what rounding leaves is carried on. */
static void encode_word(struct glyph_use *g, const struct used_font *f, struct word_code *code)
{
    const struct shaped *w = code->word;
    int64_t pen = 0, units = 0;
    code->at = (uint32_t)g->code_bytes.n;
    for (uint16_t i = 0; i < w->n; units += w->glyphs[i++].advance) {
        int64_t off = pen - hundred_thousandths(f, units + w->glyphs[i].dx);
        int64_t gap = (off < 0 ? off - 50 : off + 50) / 100;
        if (gap != 0) {
            buf_putc(&g->code_bytes, ')');
            buf_int(&g->code_bytes, gap);
            buf_putc(&g->code_bytes, '(');
            code->numbers = true;
            pen -= gap * 100;
        }
        put_code(&g->code_bytes, f->codes[w->glyphs[i].gid]);
        pen += f->widths[w->glyphs[i].gid];
    }
    code->n = (uint32_t)(g->code_bytes.n - code->at);
    code->width = (uint32_t)pen;
    code->simple = pen >= 0 && pen <= UINT32_MAX;
}

static void encode_words(struct glyph_use *g, const struct word_codes *codes)
{
    for (size_t i = 0; i < codes->n; i++) {
        struct word_code *code = &codes->items[i];
        if (code->word == NULL)
            continue;
        const struct used_font *f = &g->fonts[code->word->font->index];
        if (code->encoded && !f->changed)
            continue;
        code->encoded = true;
        code->simple = code->numbers = false;
        if (f->font == code->word->font && is_simple(f, code->word))
            encode_word(g, f, code);
    }
}

int glyphs_plan(struct glyph_use *g, struct diag *d)
{
    for (size_t i = 0; i < g->n_deferred; i++) {
        const struct deferred *late = &g->deferred[i];
        struct cluster c = cluster_at(late->word, late->first);
        map_cluster(&g->fonts[late->font], late->word, &c);
    }
    g->n_deferred = 0;
    size_t n;
    struct used_font **all = glyphs_in_order(g, &n);
    int status = 0;
    for (size_t i = 0; i < n; i++) {
        all[i]->name = (uint16_t)i;
        if (all[i]->changed && plan_font(g, all[i], d) != 0)
            status = -1;
    }
    for (size_t i = 0; status == 0 && i < g->n_words; i++)
        encode_words(g, &g->words[i]);
    for (size_t i = 0; i < n; i++)
        all[i]->changed = status != 0;
    free(all);
    return status;
}

void glyphs_free(struct glyph_use *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct used_font *f = &g->fonts[i];
        free(f->used);
        free(f->texts);
        forget_plan(f);
    }
    free(g->fonts);
    free(g->deferred);
    for (size_t i = 0; i < g->n_words; i++)
        free(g->words[i].items);
    free(g->words);
    buf_free(&g->code_bytes);
}
