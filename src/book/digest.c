/* Digests: a page an article that says what is in it, made of its own words alone.
 *
 * Outlet and date, the lead, the sentences that say most, direct quotations with their speakers, all dates and numbers;
 * behind each the page, which leads to the paragraph. What stands under `digest:` of a chapter in book.yaml takes the
 * place of lead, sentences and quotations. digest_pick.c chooses; here the tree is made.
 */
#include "book/digest.h"

#include <string.h>

#include "doc/text_build.h"
#include "lang/data.h"

void digest_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    struct doc_node *node = doc_new(as->a, DOC_MATTER, matter ? matter->pos : (struct srcpos){as->m->file, 0, 0});
    node->name = "digests";
    node->id = node->file = "digests";
    make_leaf(as->a, node, DOC_TITLE, data_word(as->book->language, "words.digests"));
    doc_append(root, node);
}

static bool is_wanted(const struct assembly *as, const struct chapter *c)
{
    if (c->from && c->from->digest != DIGEST_UNSAID)
        return c->from->digest == DIGEST_YES;
    return as->m->digest;
}

bool digest_any(const struct assembly *as)
{
    for (size_t i = 0; i < as->n; i++)
        if (is_wanted(as, &as->chapters[i]))
            return true;
    return false;
}

/* ---- references ---- */

/* The ordinal of a leaf among those of its kind in the chapter, as number.c counts them. */
static const char *id_of(const struct assembly *as, struct doc_node *chapter, struct doc_node *leaf)
{
    unsigned ordinal = 0;
    if (leaf->id)
        return leaf->id;
    if (leaf->kind != DOC_PARAGRAPH)
        return chapter->id;
    for (struct doc_node *node = chapter->first; node; node = doc_next(chapter, node)) {
        ordinal += node->kind == DOC_PARAGRAPH;
        if (node == leaf)
            return leaf->id = arena_printf(as->a, "%s-p%u", chapter->file, ordinal);
    }
    return chapter->id;
}

/* " (trang N)", a link to the paragraph. */
static void put_reference(const struct assembly *as, struct text_builder *b, const char *id)
{
    const char *page = data_word(as->book->language, "words.page-ref"), *number = strstr(page, "{}");
    text_put(b, " (", 2);
    text_begin(b, SPAN_LINK, arena_printf(as->a, "#%s", id));
    text_put(b, page, number ? (size_t)(number - page) : strlen(page));
    text_begin(b, SPAN_PAGEREF, id);
    text_end(b, SPAN_PAGEREF);
    if (number)
        text_put(b, number + 2, strlen(number + 2));
    text_end(b, SPAN_LINK);
    text_put(b, ")", 1);
}

static struct doc_node *new_leaf(const struct assembly *as, struct doc_node *parent, enum doc_kind kind,
                                 struct text_builder *b)
{
    struct doc_node *leaf = doc_new(as->a, kind, parent->pos);
    leaf->text = text_finish(b, as->a);
    doc_append(parent, leaf);
    return leaf;
}

/* ---- lines ---- */

struct digest {
    const struct assembly *as;
    struct chapter *chapter;
    struct doc_node *div;
    struct text_builder *b;
    const char *lang; /* of the article, where it is not the book's */
};

static struct doc_node *put_paragraph(struct digest *g)
{
    struct doc_node *p = new_leaf(g->as, g->div, DOC_PARAGRAPH, g->b);
    p->continues = true;
    return p;
}

static void put_origin(struct digest *g)
{
    const char *origin = chapter_origin(g->as, g->chapter);
    const struct text *author = &g->chapter->article->meta.author;
    if (!origin && author->n == 0)
        return;
    text_begin(g->b, SPAN_EMPHASIS, NULL);
    text_put(g->b, origin ? origin : "", origin ? strlen(origin) : 0);
    if (origin && author->n > 0)
        text_put(g->b, " · ", strlen(" · "));
    text_put(g->b, author->s ? author->s : "", author->n);
    text_end(g->b, SPAN_EMPHASIS);
    put_reference(g->as, g->b, g->chapter->node->id);
    put_paragraph(g);
}

static void put_lead(struct digest *g)
{
    const struct text *lead = &g->chapter->article->meta.lead;
    if (lead->n == 0)
        return;
    text_put(g->b, lead->s, lead->n);
    put_paragraph(g)->lang = g->lang;
}

static struct doc_node *put_list(struct digest *g)
{
    struct doc_node *list = doc_new(g->as->a, DOC_LIST, g->div->pos);
    doc_append(g->div, list);
    return list;
}

static void put_item(struct digest *g, struct doc_node *list, const char *s, size_t n, const char *id)
{
    struct doc_node *item = doc_new(g->as->a, DOC_ITEM, list->pos);
    doc_append(list, item);
    text_put(g->b, s, n);
    if (id)
        put_reference(g->as, g->b, id);
    struct doc_node *p = new_leaf(g->as, item, DOC_PARAGRAPH, g->b);
    p->continues = true;
    p->lang = g->lang;
}

static void put_sentences(struct digest *g, const struct digest_picks *picks)
{
    struct doc_node *list = picks->n_sentences > 0 ? put_list(g) : NULL;
    for (size_t i = 0; i < picks->n_sentences; i++) {
        const struct digest_pick *p = &picks->sentences[i];
        put_item(g, list, p->s, p->n, id_of(g->as, g->chapter->node, p->leaf));
    }
}

static void put_quotes(struct digest *g, const struct digest_picks *picks)
{
    for (size_t i = 0; i < picks->n_quotes; i++) {
        const struct digest_pick *p = &picks->quotes[i];
        struct doc_node *quote = doc_new(g->as->a, DOC_QUOTE, g->div->pos);
        doc_append(g->div, quote);
        text_put(g->b, p->s, p->n);
        struct doc_node *words = new_leaf(g->as, quote, DOC_PARAGRAPH, g->b);
        words->continues = true;
        words->lang = g->lang;
        text_put(g->b, p->speaker, strlen(p->speaker));
        put_reference(g->as, g->b, id_of(g->as, g->chapter->node, p->leaf));
        new_leaf(g->as, quote, DOC_ATTRIBUTION, g->b);
    }
}

/* "Ngày và con số: 29/6/1992; 30 năm (trang 2); …": those of a paragraph stand before its page. */
static void put_figures(struct digest *g, const struct digest_picks *picks)
{
    const char *words = data_word(g->as->book->language, "words.digest-figures");
    if (picks->n_figures == 0)
        return;
    text_begin(g->b, SPAN_STRONG, NULL);
    text_put(g->b, words, strlen(words));
    text_end(g->b, SPAN_STRONG);
    for (size_t i = 0; i < picks->n_figures; i++) {
        const struct digest_pick *p = &picks->figures[i];
        text_put(g->b, i == 0 ? " " : "; ", i == 0 ? 1 : 2);
        text_put(g->b, p->s, p->n);
        if (i + 1 == picks->n_figures || picks->figures[i + 1].leaf != p->leaf)
            put_reference(g->as, g->b, id_of(g->as, g->chapter->node, p->leaf));
    }
    text_put(g->b, ".", 1);
    put_paragraph(g);
}

/* The user's lines; one that stands in the article as it is leads to its place. */
static void put_own(struct digest *g, const char *const *lines)
{
    struct doc_node *list = *lines ? put_list(g) : NULL;
    for (; *lines; lines++) {
        const char *id = NULL;
        for (struct doc_node *n = g->chapter->node->first; n && !id; n = doc_next(g->chapter->node, n))
            if (n->kind == DOC_PARAGRAPH && n->text.n > 0 && strstr(n->text.s, *lines))
                id = id_of(g->as, g->chapter->node, n);
        put_item(g, list, *lines, strlen(*lines), id);
    }
}

static void make(const struct assembly *as, struct doc_node *matter, struct chapter *c)
{
    struct digest g = {as, c, doc_new(as->a, DOC_DIV, matter->pos), text_builder_new(), c->node->lang};
    struct digest_picks picks;
    const struct doc_node *label = doc_child(c->node, DOC_LABEL);
    const char *title = doc_child(c->node, DOC_TITLE)->text.s;
    const char *const *own = c->from ? c->from->digest_lines : NULL;
    g.div->name = "digest";
    g.div->id = arena_printf(as->a, "%s-digest", c->slug);
    doc_append(matter, g.div);
    make_leaf(as->a, g.div, DOC_LABEL, label ? arena_printf(as->a, "%s. %s", label->text.s, title) : title);
    put_origin(&g);
    digest_recall(as, c, &picks);
    if (own) {
        put_own(&g, own);
    } else {
        put_lead(&g);
        put_sentences(&g, &picks);
        put_quotes(&g, &picks);
    }
    put_figures(&g, &picks);
    text_builder_drop(g.b);
}

void digest_fill(const struct assembly *as, struct doc_node *root)
{
    for (struct doc_node *node = root->first; node; node = node->next) {
        if (node->kind != DOC_MATTER || !node->name || strcmp(node->name, "digests") != 0)
            continue;
        for (size_t i = 0; i < as->n; i++)
            if (is_wanted(as, &as->chapters[i]))
                make(as, node, &as->chapters[i]);
        return;
    }
}
