/* Used glyphs, their texts and their numbers. */
#include "pdf/glyphs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

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
    f->used[gid >> 3] = (uint8_t)(f->used[gid >> 3] | 1 << (gid & 7));
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
        if (c.end == c.first + 1 && text->n == 0 && is_mappable(c.s, c.n))
            *text = (struct glyph_text){c.s, c.n};
        else if (unknown)
            defer(g, f, w, i);
        i = c.end;
    }
}

void glyphs_collect(struct glyph_use *g, const struct glyph_run *run)
{
    struct used_font *f = font_of(g, run->font);
    use_glyph(f, run->font->space_gid);
    for (uint16_t i = 0; i < run->n; i++)
        collect_word(g, f, run->pieces[i].shaped);
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

static int plan_font(struct used_font *f, struct diag *d)
{
    const struct font *font = f->font;
    if (font->may_embed)
        f->subset = font_subset_glyphs(font, f->used);
    if (f->subset == NULL) {
        diag_add(d, MSG_PDF_FONT_EMBED, DIAG_NOWHERE, font->ps_name, NULL);
        return -1;
    }
    f->codes = mem_calloc(font->n_glyphs, sizeof *f->codes);
    f->widths = mem_calloc(font->n_glyphs, sizeof *f->widths);
    for (uint16_t code = 0; code < font_subset_count(f->subset); code++) {
        uint16_t gid = font_subset_old(f->subset, code);
        f->codes[gid] = code;
        f->widths[gid] = (uint32_t)muldiv(font_advance(font, gid), 100000, font->upem);
    }
    return 0;
}

int glyphs_plan(struct glyph_use *g, struct diag *d)
{
    for (size_t i = 0; i < g->n_deferred; i++) {
        const struct deferred *late = &g->deferred[i];
        struct cluster c = cluster_at(late->word, late->first);
        map_cluster(&g->fonts[late->font], late->word, &c);
    }
    size_t n;
    struct used_font **all = glyphs_in_order(g, &n);
    int status = 0;
    for (size_t i = 0; i < n; i++) {
        all[i]->name = (uint16_t)i;
        if (plan_font(all[i], d) != 0)
            status = -1;
    }
    free(all);
    return status;
}

void glyphs_free(struct glyph_use *g)
{
    for (size_t i = 0; i < g->n; i++) {
        struct used_font *f = &g->fonts[i];
        free(f->used);
        free(f->texts);
        free(f->codes);
        free(f->widths);
        font_subset_drop(f->subset);
    }
    free(g->fonts);
    free(g->deferred);
}
