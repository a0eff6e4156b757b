/* Setting one piece: its flow, its page breaks, its pages. */
#include "layout/piece.h"

#include "layout/linebreak.h"

static const char *page_label(void *user, const char *id)
{
    struct piece *p = user;
    p->asked = true;
    return layout_page_label(p->layout, id);
}

static enum tag_role root_role(enum doc_kind kind)
{
    return kind == DOC_CHAPTER ? TAG_ART : TAG_SECT;
}

static void fill_flow(struct flow *f, const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_COVER: flow_cover(f, node); break;
    case DOC_PART: flow_part(f, node); break;
    case DOC_CONTENTS: flow_contents(f, node); break;
    case DOC_SOURCES: flow_sources(f, node); break;
    case DOC_CHAPTER: flow_chapter(f, node); break;
    default: flow_matter(f, node); break;
    }
}

static struct pagebreak_params params(const struct piece *p, const struct design *d)
{
    scaled height = p->whole ? d->page.height : d->page.height - d->page.top - d->page.bottom;
    struct pagebreak_params b = {.height = height, .first_height = height, .insert_gap = PT(12), .line = d->text.leading};
    if (p->node->kind == DOC_CHAPTER) {
        b.first_height -= d->opening.sink;
        b.last_min_lines = (int32_t)d->text.last_page_lines;
        b.short_demerits = 20000;
    }
    return b;
}

#define MAX_FIGURES 64
#define MAX_DELAY 12
#define MAX_TRIES 60
#define HOLE_LINES 5

/* The picture that begins a page because it did not fit on the page before, which has a hole of some lines; 0: none. */
static uint32_t figure_after_hole(const struct flow *f, const struct page_spans *spans, const struct pagebreak_params *b)
{
    for (size_t i = 0; i + 1 < spans->n; i++) {
        scaled height = i == 0 ? b->first_height : b->height;
        uint32_t k = spans->items[i + 1].first;
        while (k < f->n && f->items[k].kind != VITEM_BOX)
            k++;
        if (k < f->n && height - spans->items[i].used > HOLE_LINES * b->line && f->boxes[f->items[k].ref]->figure != 0)
            return f->boxes[f->items[k].ref]->figure;
    }
    return 0;
}

/* Sets the piece once, pictures delayed as said. Returns the picture that should come later, 0: all is well. */
static uint32_t set_once(struct piece *p, struct word_cache *words, struct arena *scratch, uint8_t *delays, bool last)
{
    const struct layout_input *in = layout_input_of(p->layout);
    piece_clear(p);
    p->out = arena_new();
    p->diag = diag_new();
    p->asked = false;
    tags_init(&p->tags);
    struct arena *temporary = arena_new();
    struct par_ctx ctx = {
        .design = in->design,
        .fonts = in->fonts,
        .words = words,
        .out = p->out,
        .scratch = scratch,
        .tags = &p->tags,
        .diag = p->diag,
        .page_label = page_label,
        .user = p,
        .dump = p->dump,
        .dump_items = p->dump_items,
    };
    struct flow f;
    flow_init(&f, &ctx, in->book, in->images, doc_lang(p->node, in->book->language));
    f.delays = delays;
    f.max_figures = MAX_FIGURES;
    f.tag = tags_add(&p->tags, root_role(p->node->kind), 0);
    p->tags.items[f.tag].lang = p->node->lang;
    fill_flow(&f, p->node);
    struct pagebreak_params b = params(p, in->design);
    struct page_spans spans;
    pagebreak(f.items, f.n, &b, temporary, &spans);
    uint32_t late = last ? 0 : figure_after_hole(&f, &spans, &b);
    if (late == 0)
        compose_pages(p, &f, &spans);
    flow_free(&f);
    arena_drop(temporary);
    return late;
}

/* A picture that does not fit moves behind the text that follows it, a block at a time, until the hole before it is filled.
 * Chapters have few pictures and words are shaped once, so setting the piece again is cheap. */
void piece_set(struct piece *p, struct word_cache *words, struct arena *scratch)
{
    uint8_t delays[MAX_FIGURES] = {0};
    for (int tries = 0; tries < MAX_TRIES; tries++) {
        uint32_t late = set_once(p, words, scratch, delays, tries + 1 == MAX_TRIES || p->dump != NULL);
        if (late == 0)
            return;
        if (late > MAX_FIGURES || delays[late - 1] >= MAX_DELAY)
            break;
        delays[late - 1]++;
    }
    set_once(p, words, scratch, delays, true);
}

void piece_clear(struct piece *p)
{
    if (p->out == NULL)
        return;
    tags_free(&p->tags);
    diag_drop(p->diag);
    arena_drop(p->out);
    p->out = NULL;
    p->diag = NULL;
}
