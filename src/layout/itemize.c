/* Text with spans → stretches of one setting.
 *
 * Spans nest, so a stack of settings does: a span begins by copying the setting it lies in and changing something. Page
 * labels are put into a copy of the text first; all later stages count in that copy, and itemize_source() leads back.
 */
#include "layout/itemize.h"

#include <stdlib.h>
#include <string.h>

#include "lang/data.h"
#include "lang/hyphen.h"

#define SUPERSCRIPT_SIZE 640 /* per mille */
#define SUPERSCRIPT_RISE 340
#define SUBSCRIPT_RISE (-140)
/* Code is set smaller than the text around it, but not so small that it can't be read. */
#define SMALLEST_CODE PT(7)
#define UNKNOWN_PAGE "00"

struct frame {
    const struct par_state *state;
    uint32_t end;
};

struct itemizer {
    struct par_ctx *ctx;
    const struct par_request *r;
    struct par_text *out;
    struct frame *stack;
    uint32_t depth, at; /* at: text before it has its segment */
};

static scaled per_mille(scaled v, int64_t share)
{
    return (scaled)((int64_t)v * share / 1000);
}

static void set_space(struct par_state *s, scaled tracking)
{
    s->space = (scaled)((int64_t)s->word.font->space_advance * s->size / s->word.font->upem) + tracking;
}

/* Chooses the face for the setting's weight and slope. Keeps the old one when none can be had. */
static void choose_face(const struct itemizer *it, struct par_state *s, const char *family)
{
    const struct font *font = word_face(it->ctx, family, s->weight, s->italic);
    if (font)
        s->word.font = font;
    set_space(s, it->r->style->tracking);
}

static const char *family_of(const struct itemizer *it, const struct par_state *s)
{
    return s->code ? it->ctx->design->styles[ROLE_CODE].font : it->r->style->font;
}

/* May words in this language be divided? Titles never are. Missing patterns are noted. */
static bool hyphenates(const struct itemizer *it, const char *lang)
{
    if (it->r->style->balance || it->r->tag == 0 || !hyphen_wanted(lang))
        return false;
    bool has = hyphen_for(lang) != NULL;
    it->ctx->words->lacks_patterns[lang[0] == 'r'] |= !has;
    return has;
}

static bool base_state(const struct itemizer *it, struct par_state *s)
{
    const struct style *style = it->r->style;
    *s = (struct par_state){
        .size = style->size, .tag = it->r->tag, .link = -1, .weight = (uint16_t)style->weight, .italic = style->italic};
    s->word.lang = cache_lang(it->ctx->words, it->r->lang ? it->r->lang : "vi");
    s->word.hyphenate = hyphenates(it, it->r->lang ? it->r->lang : "vi");
    s->word.features = (style->tabular ? SHAPE_TABULAR : 0) | (style->capitals ? SHAPE_CAPITALS : 0) | style->features;
    s->word.font = word_face(it->ctx, style->font, s->weight, s->italic);
    if (!s->word.font)
        return false;
    set_space(s, style->tracking);
    return true;
}

static void make_strong(const struct itemizer *it, struct par_state *s)
{
    int64_t strong = it->r->style->strong;
    s->weight = (uint16_t)(strong > s->weight ? strong : s->weight < 900 ? s->weight + 100 : 900);
    choose_face(it, s, family_of(it, s));
}

static void make_emphasis(const struct itemizer *it, struct par_state *s)
{
    if (it->ctx->design->text.emphasis == EMPHASIS_BOLD) {
        make_strong(it, s);
        return;
    }
    s->italic = !s->italic; /* within italics emphasis is upright */
    choose_face(it, s, family_of(it, s));
}

static void make_code(const struct itemizer *it, struct par_state *s)
{
    const struct style *code = &it->ctx->design->styles[ROLE_CODE], *body = &it->ctx->design->styles[ROLE_BODY];
    s->code = true;
    s->word.hyphenate = false;
    s->italic = false;
    if (it->r->style != code && body->size > 0) {
        scaled size = (scaled)((int64_t)s->size * code->size / body->size),
               least = s->size < SMALLEST_CODE ? s->size : SMALLEST_CODE;
        s->size = size > least ? size : least;
    }
    choose_face(it, s, code->font);
}

/* Super- and subscripts do not pile up: a reference to a note inside a superscript is as large as one outside. */
static void make_script(const struct itemizer *it, struct par_state *s, int64_t rise)
{
    if (s->script)
        return;
    s->script = true;
    s->rise = per_mille(s->size, rise);
    s->size = per_mille(s->size, SUPERSCRIPT_SIZE);
    set_space(s, it->r->style->tracking);
}

static uint32_t add_tag(const struct itemizer *it, enum tag_role role, uint32_t parent)
{
    return it->r->tag && it->ctx->tags ? tags_add(it->ctx->tags, role, parent) : 0;
}

/* Furniture (tag 0) is no place for links, nor is a link for another. */
static void make_link(const struct itemizer *it, struct par_state *s, const char *uri, const char *alt)
{
    if (it->r->tag == 0 || s->link >= 0 || !uri)
        return;
    s->tag = add_tag(it, TAG_LINK, s->tag);
    it->out->links[it->out->n_links] = (struct par_link){arena_strdup(it->ctx->out, uri), alt, s->tag};
    s->link = (int32_t)it->out->n_links++;
}

static const char *span_words(const struct itemizer *it, const struct span *span)
{
    const struct text *t = it->r->text;
    char *alt = arena_strndup(it->ctx->out, t->s + span->start, span->end - span->start);
    for (char *p = alt; (p = strchr(p, '\n')) != NULL;)
        *p = ' ';
    return alt;
}

static const char *labelled(const struct itemizer *it, const char *word, const char *text)
{
    return arena_printf(it->ctx->out, "%s %s", data_word(it->r->lang ? it->r->lang : "vi", word), text);
}

static const char *fragment(const struct itemizer *it, const char *id)
{
    return arena_printf(it->ctx->scratch, "#%s", id ? id : "");
}

static void make_note(const struct itemizer *it, struct par_state *s, const struct span *span)
{
    make_script(it, s, SUPERSCRIPT_RISE);
    s->tag = add_tag(it, TAG_REFERENCE, s->tag);
    make_link(it, s, fragment(it, span->value), labelled(it, "words.note", span_words(it, span)));
    it->out->notes[it->out->n_notes++] = (struct par_mark){it->at, arena_strdup(it->ctx->out, span->value)};
}

static const char *page_label(const struct par_ctx *ctx, const char *id)
{
    const char *label = ctx->page_label && id ? ctx->page_label(ctx->user, id) : NULL;
    return label ? label : UNKNOWN_PAGE;
}

static void make_pageref(const struct itemizer *it, struct par_state *s, const struct span *span)
{
    const char *label = page_label(it->ctx, span->value);
    s->tag = add_tag(it, TAG_REFERENCE, s->tag);
    make_link(it, s, fragment(it, span->value), labelled(it, "words.page", label));
}

static void make_language(const struct itemizer *it, struct par_state *s, const char *lang)
{
    if (!lang)
        return;
    s->word.lang = cache_lang(it->ctx->words, lang);
    s->word.hyphenate = !s->code && hyphenates(it, lang);
    s->tag = add_tag(it, TAG_SPAN, s->tag);
    if (s->tag)
        it->ctx->tags->items[s->tag].lang = arena_strdup(it->ctx->out, lang);
}

/* The setting of a span inside another's. */
static const struct par_state *change(const struct itemizer *it, const struct par_state *outer, const struct span *span)
{
    struct par_state *s = arena_alloc(it->ctx->scratch, sizeof *s);
    *s = *outer;
    switch (span->kind) {
    case SPAN_STRONG:
        make_strong(it, s);
        break;
    case SPAN_EMPHASIS:
        make_emphasis(it, s);
        break;
    case SPAN_CODE:
        make_code(it, s);
        s->tag = add_tag(it, TAG_CODE, s->tag);
        break;
    case SPAN_SUPERSCRIPT:
        make_script(it, s, SUPERSCRIPT_RISE);
        break;
    case SPAN_SUBSCRIPT:
        make_script(it, s, SUBSCRIPT_RISE);
        break;
    case SPAN_LINK:
        make_link(it, s, span->value, span_words(it, span));
        break;
    case SPAN_NOTE:
        make_note(it, s, span);
        break;
    case SPAN_PAGEREF:
        make_pageref(it, s, span);
        break;
    case SPAN_LANG:
        make_language(it, s, span->value);
        break;
    case SPAN_TIE:
    case SPAN_ANCHOR:
        break;
    }
    return s;
}

/* Ends the segment at hand at `to`. */
static void cut(struct itemizer *it, uint32_t to)
{
    if (to <= it->at)
        return;
    struct par_text *o = it->out;
    o->segments[o->n_segments++] = (struct par_segment){it->at, to, it->stack[it->depth].state};
    it->at = to;
}

/* Leaves all spans that end at `to` or before. */
static void leave(struct itemizer *it, uint32_t to)
{
    while (it->depth > 0 && it->stack[it->depth].end <= to) {
        cut(it, it->stack[it->depth].end);
        it->depth--;
    }
}

static void enter(struct itemizer *it, uint32_t start, uint32_t end, const struct span *span)
{
    leave(it, start);
    cut(it, start);
    const struct frame *outer = &it->stack[it->depth];
    const struct par_state *state = change(it, outer->state, span);
    it->stack[++it->depth] = (struct frame){state, end < outer->end ? end : outer->end};
}

/* Offset in the text of an offset in the source. Text put in at that very place comes after it. */
static uint32_t place(const struct par_text *t, uint32_t source)
{
    uint32_t low = 0, high = t->n_inserted;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (t->inserted[mid].source < source)
            low = mid + 1;
        else
            high = mid;
    }
    return low == 0 ? source
                    : t->inserted[low - 1].at + t->inserted[low - 1].n + (source - t->inserted[low - 1].source);
}

uint32_t itemize_source(const struct par_text *t, uint32_t at)
{
    uint32_t low = 0, high = t->n_inserted;
    while (low < high) {
        uint32_t mid = (low + high) / 2;
        if (t->inserted[mid].at <= at)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return at;
    const struct par_insertion *i = &t->inserted[low - 1];
    return at < i->at + i->n ? i->source : at - i->at - i->n + i->source;
}

/* Copies the source with page labels put in; the source itself when there are none. */
static void insert_labels(struct par_ctx *ctx, const struct text *src, struct par_text *out)
{
    struct buf b = BUF_INIT;
    uint32_t n = 0, from = 0;
    out->s = src->s;
    out->n = src->n;
    for (uint32_t i = 0; i < src->n_spans; i++)
        n += src->spans[i].kind == SPAN_PAGEREF;
    if (n == 0)
        return;
    out->inserted = arena_calloc(ctx->scratch, n, sizeof *out->inserted);
    for (uint32_t i = 0; i < src->n_spans; i++) {
        const struct span *span = &src->spans[i];
        if (span->kind != SPAN_PAGEREF)
            continue;
        const char *label = page_label(ctx, span->value);
        buf_put(&b, src->s + from, span->start - from);
        out->inserted[out->n_inserted++] = (struct par_insertion){span->start, (uint32_t)b.n, (uint32_t)strlen(label)};
        buf_puts(&b, label);
        from = span->start;
    }
    buf_put(&b, src->s + from, src->n - from);
    out->s = arena_strndup(ctx->scratch, b.p, b.n);
    out->n = (uint32_t)b.n;
    buf_free(&b);
}

static void allot(struct par_ctx *ctx, const struct text *src, struct par_text *out, struct itemizer *it)
{
    uint32_t count[SPAN_ANCHOR + 1] = {0};
    for (uint32_t i = 0; i < src->n_spans; i++)
        count[src->spans[i].kind]++;
    out->segments = arena_calloc(ctx->scratch, 2 * (size_t)src->n_spans + 1, sizeof *out->segments);
    out->links =
        arena_calloc(ctx->scratch, count[SPAN_LINK] + count[SPAN_NOTE] + count[SPAN_PAGEREF], sizeof *out->links);
    out->notes = arena_calloc(ctx->scratch, count[SPAN_NOTE], sizeof *out->notes);
    out->anchors = arena_calloc(ctx->scratch, count[SPAN_ANCHOR], sizeof *out->anchors);
    out->ties = arena_calloc(ctx->scratch, count[SPAN_TIE], sizeof *out->ties);
    it->stack = arena_calloc(ctx->scratch, (size_t)src->n_spans + 1, sizeof *it->stack);
}

static void add_tie(const struct itemizer *it, const struct span *span)
{
    char mark = span->value != NULL ? span->value[0] : '\0';
    uint8_t grade = mark == '!' ? GRADE_FORBIDDEN : mark == '=' ? GRADE_NAME : mark == '~' ? GRADE_WEAK : GRADE_SOFT;
    if (grade == GRADE_FORBIDDEN || it->ctx->design->text.ties)
        it->out->ties[it->out->n_ties++] =
            (struct par_tie){place(it->out, span->start), place(it->out, span->end), grade};
}

static void add_span(struct itemizer *it, const struct span *span, uint32_t *n_pagerefs)
{
    if (span->kind == SPAN_TIE) {
        add_tie(it, span);
    } else if (span->kind == SPAN_ANCHOR) {
        it->out->anchors[it->out->n_anchors++] =
            (struct par_mark){place(it->out, span->start), arena_strdup(it->ctx->out, span->value)};
    } else if (span->kind == SPAN_PAGEREF) {
        const struct par_insertion *i = &it->out->inserted[(*n_pagerefs)++];
        enter(it, i->at, i->at + i->n, span);
    } else if (span->end > span->start) {
        enter(it, place(it->out, span->start), place(it->out, span->end), span);
    }
}

bool itemize(struct par_ctx *ctx, const struct par_request *r, struct par_text *out)
{
    struct itemizer it = {.ctx = ctx, .r = r, .out = out};
    struct par_state *base = arena_alloc(ctx->scratch, sizeof *base);
    uint32_t n_pagerefs = 0;
    *out = (struct par_text){0};
    if (!base_state(&it, base))
        return false;
    insert_labels(ctx, r->text, out);
    allot(ctx, r->text, out, &it);
    it.stack[0] = (struct frame){base, UINT32_MAX};
    for (uint32_t i = 0; i < r->text->n_spans; i++)
        add_span(&it, &r->text->spans[i], &n_pagerefs);
    leave(&it, out->n);
    cut(&it, out->n);
    return true;
}
