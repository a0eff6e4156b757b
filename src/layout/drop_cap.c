/* The large letter that begins a chapter. Its head stands level with the capitals of the first line and its foot on the
 * base line of the last line beside it; marks above a Vietnamese capital rise over that. The lines beside it are broken
 * with their own width. For readers letter and rest are one word: the rest's ActualText has the letter, which has none
 * itself, since where it stands it would be read after the lines beside it. */
#include <string.h>

#include "base/utf8.h"
#include "layout/flow.h"
#include "layout/linebreak.h"
#include "layout/shape.h"

/* More than that is a poster. */
#define MOST_LINES 6
/* Between the letter and the lines beside it, in parts of the body's size. */
#define GAP_SHARE 6

struct drop_cap {
    const struct doc_node *node;
    const struct leaf_setting *s;
    struct style style;
    struct text letter, rest;
    uint32_t skipped; /* bytes of the text before `rest` */
    bool word;        /* the letter is a word by itself */
    uint32_t lines;   /* base line of the letter */
    struct par_line cap;
};

/* A text on a line of its own; no items where that can't be had. */
static struct par_line set_alone(struct flow *f, const struct doc_node *at, const struct text *text,
                                 const struct style *style, uint32_t tag)
{
    struct style plain = *style;
    struct buf *dump = f->ctx->dump;
    struct par par = {0};
    plain.align = ALIGN_LEFT;
    plain.tracking = 0;
    f->ctx->dump = NULL;
    flow_set_text(f, text, at, &(struct leaf_setting){.style = &plain, .tag = tag, .width = flow_width(f)}, &par);
    f->ctx->dump = dump;
    return par.n == 1 && par.lines[0].n_items == 1 ? par.lines[0] : (struct par_line){0};
}

/* A capital at the beginning that is no link, no note and nothing shown in another way. */
static uint32_t first_letter(const struct text *t)
{
    size_t i = 0;
    uint32_t cp = t->n > 0 ? utf8_next(t->s, t->n, &i) : 0;
    if (cp == 0 || utf8_lower(cp) == cp || i >= t->n)
        return 0;
    for (uint32_t k = 0; k < t->n_spans && t->spans[k].start < i; k++)
        if (t->spans[k].end > t->spans[k].start &&
            (t->spans[k].kind == SPAN_LINK || t->spans[k].kind == SPAN_NOTE || t->spans[k].kind == SPAN_CODE))
            return 0;
    return (uint32_t)i;
}

/* The text from byte `from` on, with its spans. */
static struct text text_from(struct arena *a, const struct text *t, uint32_t from)
{
    struct text out = {.s = t->s + from, .n = t->n - from};
    struct span *spans = arena_calloc(a, (size_t)t->n_spans + 1, sizeof *spans);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        struct span s = t->spans[i];
        if (s.end <= from && s.end > s.start)
            continue;
        s.start = s.start > from ? s.start - from : 0;
        s.end = s.end > from ? s.end - from : 0;
        spans[out.n_spans++] = s;
    }
    out.spans = spans;
    return out;
}

/* A copy of a piece's word that is read as `text`; words outlive the pages that show them. */
static const struct shaped *read_as(struct word_cache *words, const struct shaped *w, const char *text)
{
    struct shaped *own = shape_copy(words, w, text);
    own->capitals = true; /* its glyphs don't say what it is */
    return own;
}

/* Changes the first piece of a run, which others may share. */
static void replace_first(struct arena *a, struct page_item *item, const struct shaped *word)
{
    struct glyph_run *run = arena_alloc(a, sizeof *run);
    struct run_piece *pieces = arena_calloc(a, item->u.run->n, sizeof *pieces);
    memcpy(pieces, item->u.run->pieces, item->u.run->n * sizeof *pieces);
    pieces[0].word = word->number;
    *run = *item->u.run;
    run->pieces = pieces;
    item->u.run = run;
}

/* Lets the rest's first word be read with the letter before it. False where the rest does not begin with a word that
 * can carry the letter. */
static bool join(struct flow *f, struct drop_cap *c, struct par_line *first)
{
    struct arena *a = f->ctx->out, *words = word_cache_arena(f->ctx->words);
    struct page_item *cap = &c->cap.items[0];
    if (first->n_items == 0 || first->items[0].kind != ITEM_TEXT || first->items[0].u.run->n == 0)
        return false;
    const struct shaped *w = run_word(first->items[0].u.run, 0);
    const char *whole =
        arena_printf(words, "%.*s%s%.*s", (int)c->letter.n, c->letter.s, c->word ? " " : "", (int)w->text_n, w->text);
    replace_first(a, &first->items[0], read_as(f->ctx->words, w, whole));
    replace_first(a, cap, read_as(f->ctx->words, run_word(cap->u.run, 0), ""));
    return true;
}

/* The size in which the letter is as high as its lines. */
static bool find_style(struct flow *f, struct drop_cap *c)
{
    struct text plain = text_make(f->ctx->out, "H", 1);
    const struct style *body = c->s->style;
    scaled high = set_alone(f, c->node, &plain, body, 0).top;
    if (high <= 0)
        return false;
    c->style = *body;
    c->style.size = (scaled)muldiv(body->size, (int64_t)(c->lines - 1) * body->leading + high, high);
    c->cap = set_alone(f, c->node, &c->letter, &c->style, c->s->tag);
    return c->cap.n_items == 1 && c->cap.width > 0 && c->cap.width < flow_width(f) / 3;
}

/* Lines beside the letter: one more where it reaches down to the next, as a dot below does. */
static uint32_t lines_beside(const struct drop_cap *c)
{
    const struct style *body = c->s->style;
    return c->cap.bottom > body->leading - flow_baseline(body->leading) ? c->lines + 1 : c->lines;
}

static void put_cap(struct flow *f, struct vbox *box, const struct drop_cap *c, scaled x)
{
    scaled base = flow_baseline(c->s->style->leading), y = base + (scaled)(c->lines - 1) * c->s->style->leading;
    struct page_item *item = flow_put_item(f, box, &c->cap.items[0]);
    item->x += x;
    item->y += y;
    box->ink_top = y - c->cap.top < box->ink_top ? y - c->cap.top : box->ink_top;
}

static void put_lines(struct flow *f, const struct drop_cap *c, const struct par *par, uint32_t beside)
{
    const struct style *body = c->s->style;
    const struct text_design *t = &f->ctx->design->text;
    scaled x = f->left + body->left;
    for (uint32_t i = 0; i < par->n; i++) {
        const struct par_line *line = &par->lines[i];
        struct vbox box = {.height = body->leading, .seq = c->node->seq, .pos = c->node->pos};
        box.offset = i > 0 ? line->start + c->skipped : 0;
        if (i == 0)
            put_cap(f, &box, c, x);
        flow_put_line(f, &box, line, x, flow_baseline(body->leading));
        if (i == 0)
            box.ink_top = flow_baseline(body->leading) + (scaled)(c->lines - 1) * body->leading - c->cap.top;
        flow_box(f, &box, true);
        flow_on_grid(f, 0);
        bool keep = i + 1 < beside || i + 1 < (uint32_t)t->orphan_lines || par->n - 1 - i < (uint32_t)t->widow_lines;
        if (i + 1 < par->n)
            flow_penalty(f, keep || line->hyphenated ? PENALTY_FORBID : 0);
    }
}

bool flow_drop_cap(struct flow *f, const struct doc_node *node, const struct leaf_setting *s)
{
    int64_t lines = f->ctx->design->text.drop_cap;
    uint32_t n = first_letter(&node->text);
    struct drop_cap c = {.node = node, .s = s, .lines = (uint32_t)(lines < MOST_LINES ? lines : MOST_LINES)};
    if (lines < 2 || n == 0 || node->parent == NULL || node->parent->kind != DOC_CHAPTER)
        return false;
    c.word = node->text.s[n] == ' ';
    c.skipped = n + c.word;
    c.letter = text_make(f->ctx->out, node->text.s, n);
    c.rest = text_from(f->ctx->out, &node->text, c.skipped);
    if (!find_style(f, &c))
        return false;
    struct leaf_setting own = *s;
    uint32_t beside = lines_beside(&c);
    struct par par = {0};
    own.first_lines = beside;
    own.first_indent = c.cap.width + s->style->size / GAP_SHARE;
    flow_set_text(f, &c.rest, node, &own, &par);
    if (par.n <= beside || !join(f, &c, &par.lines[0]))
        return false;
    flow_anchor(f, node->id);
    put_lines(f, &c, &par, beside);
    return true;
}
