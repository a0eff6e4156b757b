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

void piece_set(struct piece *p, struct word_cache *words, struct arena *scratch)
{
    const struct layout_input *in = layout_input_of(p->layout);
    piece_drop(p);
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
    };
    struct flow f;
    flow_init(&f, &ctx, in->book, in->images, doc_lang(p->node, in->book->language));
    f.tag = tags_add(&p->tags, root_role(p->node->kind), 0);
    p->tags.items[f.tag].lang = p->node->lang;
    fill_flow(&f, p->node);
    struct pagebreak_params b = params(p, in->design);
    struct page_spans spans;
    pagebreak(f.items, f.n, &b, temporary, &spans);
    compose_pages(p, &f, &spans);
    flow_free(&f);
    arena_drop(temporary);
}

void piece_drop(struct piece *p)
{
    if (p->out == NULL)
        return;
    tags_free(&p->tags);
    diag_drop(p->diag);
    arena_drop(p->out);
    p->out = NULL;
    p->diag = NULL;
}
