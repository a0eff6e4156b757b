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
    case DOC_COVER:
        flow_cover(f, node);
        break;
    case DOC_PART:
        flow_part(f, node);
        break;
    case DOC_CONTENTS:
        flow_contents(f, node);
        break;
    case DOC_SOURCES:
        flow_sources(f, node);
        break;
    case DOC_CHAPTER:
        flow_chapter(f, node);
        break;
    default:
        flow_matter(f, node);
        break;
    }
}

static struct pagebreak_params params(const struct piece *p, const struct design *d)
{
    scaled height = p->whole ? d->page.height : d->page.height - d->page.top - d->page.bottom;
    struct pagebreak_params b = {
        .height = height, .first_height = height, .insert_gap = PT(12), .line = d->text.leading};
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
/* A page may end so many lines early before a picture is moved or made smaller to fill it. */
#define HOLE_LINES 5
/* A picture may be made smaller to this share of its height, per cent. */
#define SMALLEST 65

/* What has been decided about pictures. */
struct placing {
    uint8_t delays[MAX_FIGURES];
    scaled limits[MAX_FIGURES];
};

static scaled picture_height(const struct vbox *box)
{
    for (uint32_t i = 0; i < box->n_items; i++)
        if (box->items[i].kind == ITEM_IMAGE)
            return box->items[i].u.image.h;
    return 0;
}

/* First box of a page. */
static const struct vbox *first_box(const struct flow *f, const struct page_span *span)
{
    uint32_t k = span->first;
    while (k < f->n && f->items[k].kind != VITEM_BOX)
        k++;
    return k < f->n ? f->boxes[f->items[k].ref] : NULL;
}

/* A picture that begins a page because it did not fit into the hole at the end of the one before is made smaller, or
 * comes later. Returns whether anything changed, so that the piece has to be set again. */
static bool place_picture(const struct flow *f, const struct page_spans *spans, const struct pagebreak_params *b,
                          struct placing *placing)
{
    for (size_t i = 0; i + 1 < spans->n; i++) {
        scaled height = i == 0 ? b->first_height : b->height, hole = height - spans->items[i].used;
        const struct vbox *box = first_box(f, &spans->items[i + 1]);
        if (hole <= HOLE_LINES * b->line || box == NULL || box->figure == 0 || box->figure > MAX_FIGURES)
            continue;
        uint32_t k = box->figure - 1;
        scaled picture = picture_height(box), fits = picture - (box->height + b->line - hole);
        if (placing->limits[k] == 0 && placing->delays[k] == 0 && fits >= (scaled)muldiv(picture, SMALLEST, 100)) {
            placing->limits[k] = fits;
            return true;
        }
        if (placing->delays[k] < MAX_DELAY) {
            placing->limits[k] = 0;
            placing->delays[k]++;
            return true;
        }
    }
    return false;
}

/* Sets the piece once, pictures placed as said. Returns false when it has to be set again with what `placing` says now.
 */
static bool set_once(struct piece *p, struct word_cache *words, struct arena *scratch, struct placing *placing,
                     bool last)
{
    const struct layout_input *in = layout_input_of(p->layout);
    size_t written = p->dump != NULL ? p->dump->n : 0;
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
        .dumped = p->dumped,
    };
    struct flow f;
    flow_init(&f, &ctx, in->book, in->images, doc_lang(p->node, in->book->language));
    f.delays = placing->delays;
    f.limits = placing->limits;
    f.max_figures = MAX_FIGURES;
    f.whole = p->whole;
    f.tag = tags_add(&p->tags, root_role(p->node->kind), 0);
    p->tags.items[f.tag].lang = p->node->lang;
    fill_flow(&f, p->node);
    struct pagebreak_params b = params(p, in->design);
    struct page_spans spans;
    pagebreak(f.items, f.n, &b, temporary, &spans);
    bool done = last || !place_picture(&f, &spans, &b, placing);
    if (done)
        compose_pages(p, &f, &spans);
    else if (p->dump != NULL)
        p->dump->n = written; /* this try is not what the book will show */
    flow_free(&f);
    arena_drop(temporary);
    return done;
}

/* Chapters have few pictures and words are shaped once, so setting a piece again is cheap. */
void piece_set(struct piece *p, struct word_cache *words, struct arena *scratch)
{
    struct placing placing = {0};
    int tries = 1;
    while (!set_once(p, words, scratch, &placing, tries == MAX_TRIES))
        tries++;
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
