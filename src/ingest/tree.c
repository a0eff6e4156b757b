/* From pieces to the document. Containers are made when the first piece in them stays, so nothing empty appears. */
#include <string.h>

#include "ingest/stages.h"

struct tree {
    struct reading *r;
    struct doc_node *root, *notes; /* notes are gathered and stand last */
};

static struct srcpos pos_of(const struct tree *t, uint32_t line)
{
    return (struct srcpos){t->r->path, line, 0};
}

static uint8_t list_depth(const struct frame *f)
{
    uint8_t depth = 0;
    for (f = f->parent; f != NULL; f = f->parent)
        if (f->kind == DOC_LIST && depth < 9)
            depth++;
    return depth;
}

/* Where a quotation goes on behind its speaker, the name is one of its paragraphs. */
static void append_block(struct doc_node *parent, struct doc_node *node)
{
    if (parent->kind == DOC_QUOTE && parent->last != NULL && parent->last->kind == DOC_ATTRIBUTION)
        parent->last->kind = DOC_PARAGRAPH;
    doc_append(parent, node);
}

/* The node of a frame, made with those around it. Frames nest no deeper than the readers' limits. */
static struct doc_node *node_of(struct tree *t, struct frame *f)
{
    if (f == NULL)
        return t->root;
    if (f->node != NULL)
        return f->node;
    struct doc_node *parent = f->kind == DOC_NOTE ? t->notes : node_of(t, f->parent), *node;
    node = doc_new(t->r->a, f->kind, pos_of(t, f->line));
    node->ordered = f->ordered;
    node->number = f->number;
    node->name = f->name;
    node->id = f->id;
    if (f->kind == DOC_LIST)
        node->level = list_depth(f);
    append_block(parent, node);
    f->node = node;
    return node;
}

/* Text that is no paragraph may still be left in a list itself (a caption between items): items are for that. */
static struct doc_node *place_of(struct tree *t, const struct piece *p)
{
    for (struct frame *f = p->in; f != NULL && f->line == 0; f = f->parent)
        f->line = p->line; /* md4c tells no lines of containers: their first text has one */
    struct doc_node *place = node_of(t, p->in);
    if (place->kind != DOC_LIST)
        return place;
    struct doc_node *item = doc_new(t->r->a, DOC_ITEM, pos_of(t, p->line));
    doc_append(place, item);
    return item;
}

static struct doc_node *leaf(struct tree *t, enum doc_kind kind, const struct text *text, uint32_t line)
{
    struct doc_node *node = doc_new(t->r->a, kind, pos_of(t, line));
    node->text = *text;
    return node;
}

static struct doc_node *make_figure(struct tree *t, const struct piece *p)
{
    struct doc_node *figure = doc_new(t->r->a, DOC_FIGURE, pos_of(t, p->line));
    figure->id = p->id;
    figure->src = p->src;
    figure->alt = p->alt;
    if (p->text.n > 0)
        doc_append(figure, leaf(t, DOC_CAPTION, &p->text, p->line));
    if (p->credit.n > 0)
        doc_append(figure, leaf(t, DOC_CREDIT, &p->credit, p->line));
    return figure;
}

static struct doc_node *make_table(struct tree *t, const struct piece *p)
{
    struct doc_node *caption = p->text.n > 0 ? leaf(t, DOC_CAPTION, &p->text, p->line) : NULL;
    if (caption != NULL) {
        caption->next = p->node->first;
        caption->parent = p->node;
        if (p->node->first != NULL)
            p->node->first->prev = caption;
        else
            p->node->last = caption;
        p->node->first = caption;
    }
    p->node->id = p->id;
    return p->node;
}

/* Is everything but white space in strong spans? */
static bool is_all_strong(const struct text *t)
{
    uint32_t covered = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind != SPAN_STRONG || s->end <= covered)
            continue;
        while (covered < s->start && (t->s[covered] == ' ' || t->s[covered] == '\n'))
            covered++;
        if (covered < s->start)
            return false;
        covered = s->end;
    }
    return covered > 0 && covered >= t->n;
}

/* Titles, leads and headings have looks of their own: one that is strong from end to end is no stronger than others. */
static struct text without_strong(const struct reading *r, const struct text *t)
{
    if (r->finished || !is_all_strong(t))
        return *t;
    struct text plain = *t;
    struct span *spans = arena_calloc(r->a, t->n_spans, sizeof *spans);
    plain.n_spans = 0;
    for (uint32_t i = 0; i < t->n_spans; i++)
        if (t->spans[i].kind != SPAN_STRONG)
            spans[plain.n_spans++] = t->spans[i];
    plain.spans = spans;
    return plain;
}

static struct doc_node *make_block(struct tree *t, const struct piece *p)
{
    static const enum doc_kind kinds[] = {
        [PIECE_TEXT] = DOC_PARAGRAPH, [PIECE_HEADING] = DOC_HEADING, [PIECE_CODE] = DOC_CODE};
    struct doc_node *node;
    switch (p->kind) {
    case PIECE_FIGURE:
        return p->src == NULL && p->text.n == 0 && p->credit.n == 0 ? NULL : make_figure(t, p);
    case PIECE_TABLE:
        return p->node != NULL && p->node->first != NULL ? make_table(t, p) : NULL;
    case PIECE_RULE:
        return doc_new(t->r->a, DOC_RULE, pos_of(t, p->line));
    default:
        if (p->text.n == 0)
            return NULL;
        node = leaf(t, kinds[p->kind], &p->text, p->line);
        if (p->kind == PIECE_HEADING)
            node->text = without_strong(t->r, &p->text);
        node->level = p->kind == PIECE_HEADING ? p->level : 0;
        node->id = p->id;
        node->name = p->name;
        return node;
    }
}

static void add_attribution(struct tree *t, const struct piece *p)
{
    struct doc_node *quote = p->in != NULL ? p->in->node : NULL;
    bool taken = quote == NULL || quote->kind != DOC_QUOTE || quote->last->kind == DOC_ATTRIBUTION;
    if (taken)
        append_block(place_of(t, p), leaf(t, DOC_PARAGRAPH, &p->text, p->line));
    else
        doc_append(quote, leaf(t, DOC_ATTRIBUTION, &p->text, p->line));
}

/* All words of a piece, for its record. */
static void record_piece(struct reading *r, const struct piece *p)
{
    struct buf all = BUF_INIT;
    buf_put(&all, p->text.s, p->text.n);
    if (p->credit.n > 0) {
        buf_puts(&all, all.n > 0 ? " " : "");
        buf_put(&all, p->credit.s, p->credit.n);
    }
    for (const struct doc_node *n = p->node; n != NULL; n = doc_next(p->node, n)) {
        if (n->text.n == 0)
            continue;
        buf_puts(&all, all.n > 0 ? " " : "");
        buf_put(&all, n->text.s, n->text.n);
    }
    if (p->role == ROLE_DROPPED)
        record_dropped(r, p->line, p->rule, all.p, all.n);
    else
        record_merged(r, p->line, p->rule, all.p, all.n);
    buf_free(&all);
}

static void add_piece(struct tree *t, const struct piece *p)
{
    struct article_meta *meta = t->r->meta;
    switch (p->role) {
    case ROLE_DROPPED:
    case ROLE_MERGED:
        record_piece(t->r, p);
        return;
    case ROLE_TITLE:
        meta->title = without_strong(t->r, &p->text);
        meta->title_line = p->line;
        return;
    case ROLE_SUBTITLE:
        meta->subtitle = without_strong(t->r, &p->text);
        return;
    case ROLE_LEAD:
        if (meta->lead_line > 0) /* an article has one; a second is text like any other */
            break;
        meta->lead = without_strong(t->r, &p->text);
        meta->lead_line = p->line;
        return;
    case ROLE_ATTRIBUTION:
        add_attribution(t, p);
        return;
    case ROLE_BODY:
        break;
    }
    struct doc_node *block = make_block(t, p);
    if (block == NULL)
        return;
    struct doc_node *place = place_of(t, p);
    block->continues = block->kind == DOC_PARAGRAPH && (place->last == NULL || place->last->kind != DOC_PARAGRAPH);
    append_block(place, block);
}

static struct record *take_records(struct arena *a, const struct record_list *list, size_t *n)
{
    struct record *out = list->n > 0 ? arena_calloc(a, list->n, sizeof *out) : NULL;
    if (out != NULL)
        memcpy(out, list->items, list->n * sizeof *out);
    *n = list->n;
    return out;
}

static void take_all_records(struct reading *r, struct records *out)
{
    out->dropped = take_records(r->a, &r->dropped, &out->n_dropped);
    out->merged = take_records(r->a, &r->merged, &out->n_merged);
    out->guessed = take_records(r->a, &r->guessed, &out->n_guessed);
    out->n_changed = r->changed.n;
    out->changed = r->changed.n > 0 ? arena_calloc(r->a, r->changed.n, sizeof *out->changed) : NULL;
    if (out->changed != NULL)
        memcpy(out->changed, r->changed.items, r->changed.n * sizeof *out->changed);
}

void tree_build(struct reading *r, struct article *out)
{
    struct tree t = {.r = r};
    t.root = doc_new(r->a, DOC_ARTICLE, (struct srcpos){r->path, 1, 0});
    t.notes = doc_new(r->a, DOC_ARTICLE, t.root->pos);
    for (size_t i = 0; i < r->pieces.n; i++)
        add_piece(&t, &r->pieces.items[i]);
    while (t.notes->first != NULL) {
        struct doc_node *note = t.notes->first;
        doc_unlink(note);
        doc_append(t.root, note);
    }
    t.root->meta = &out->meta;
    t.root->lang = r->meta->lang;
    out->root = t.root;
    out->links = r->links;
    take_all_records(r, &out->records);
}
