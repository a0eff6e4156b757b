/* Putting the book together: chapters in their parts, between what stands before and behind them. */
#include <string.h>

#include "book/assemble.h"
#include "book/digest.h"
#include "book/document_head.h"
#include "book/matter.h"
#include "lang/lang.h"

/* ---- chapters ---- */

static void take_article(struct assembly *as, const struct book_input *input, const struct article *article,
                         unsigned part)
{
    struct chapter *c = &as->chapters[as->n++];
    const struct manifest_chapter *from = input->chapter;
    c->article = article;
    /* of several articles in one file the title of book.yaml can mean but the first */
    c->from = article == input->articles.items ? from : NULL;
    c->part = part;
    c->lang = from->lang ? from->lang : article->meta.lang;
    c->date = article->meta.date;
    if (from->date)
        manifest_date(from->date, &c->date);
    c->outlet = article->meta.source_name && *article->meta.source_name ? article->meta.source_name
                                                                        : make_site(as->a, article->meta.source_url);
}

/* Inputs stand in the order of the manifest's chapters; an input that failed has no articles. */
static void take_chapters(struct assembly *as)
{
    size_t room = 0, next = 0;
    for (size_t i = 0; i < as->inputs.n; i++)
        room += as->inputs.items[i].chapter ? as->inputs.items[i].articles.n : 0;
    as->chapters = arena_calloc(as->a, room + 1, sizeof *as->chapters);
    for (unsigned p = 0; p < as->m->n_parts; p++)
        for (size_t k = 0; k < as->m->parts[p].n_chapters && next < as->inputs.n; k++, next++) {
            const struct book_input *input = &as->inputs.items[next];
            for (size_t i = 0; input->chapter != NULL && i < input->articles.n; i++)
                take_article(as, input, &input->articles.items[i], p);
        }
}

/* ---- parts ---- */

static void put_part(const struct assembly *as, struct doc_node *root, const struct manifest_part *part,
                     unsigned number)
{
    struct doc_node *node = doc_new(as->a, DOC_PART, part->pos);
    char roman[16];
    node->number = (uint16_t)number;
    node->id = node->file = arena_printf(as->a, "part-%u", number);
    lang_roman(number, true, roman);
    if (as->m->numbering != NUMBER_NONE)
        make_leaf(as->a, node, DOC_LABEL, make_filled(as, "words.part-label", roman));
    node->name = make_leaf(as->a, node, DOC_TITLE, part->title)->text.s;
    doc_append(root, node);
}

static void put_chapters(const struct assembly *as, struct doc_node *root)
{
    unsigned part = 0;
    for (size_t i = 0; i < as->n; i++) {
        struct chapter *c = &as->chapters[i];
        const struct manifest_part *of = &as->m->parts[c->part];
        if (of->title && (i == 0 || c[-1].part != c->part))
            put_part(as, root, of, ++part);
        c->node->part = (uint16_t)(of->title ? part : 0);
        doc_append(root, c->node);
    }
}

/* Chapters are made before the matter in front of them, which lists them. */
static void make_chapters(const struct assembly *as)
{
    number_slugs(as);
    for (size_t i = 0; i < as->n; i++) {
        struct chapter *c = &as->chapters[i];
        c->node = doc_new(as->a, DOC_CHAPTER, (struct srcpos){c->article->meta.file, 0, 0});
        c->node->number = (uint16_t)(i + 1);
        chapter_make(as, c);
    }
}

/* Does book.yaml say where the digests stand? */
static bool names_digests(const struct manifest *m)
{
    for (size_t i = 0; i < m->n_front; i++)
        if (strcmp(m->front[i].kind, "digests") == 0)
            return true;
    for (size_t i = 0; i < m->n_back; i++)
        if (strcmp(m->back[i].kind, "digests") == 0)
            return true;
    return false;
}

struct book *book_assemble(struct arena *a, const struct manifest *m, struct book_inputs inputs, const char *epoch_env,
                           struct workers *workers, struct diag *d)
{
    struct assembly as = {a, d, m, arena_alloc(a, sizeof(struct book)), NULL, 0, inputs, workers};
    take_chapters(&as);
    if (as.n == 0) {
        diag_add(d, MSG_BOOK_NOTHING_LEFT, DIAG_NOWHERE, NULL);
        return NULL;
    }
    describe_book(&as, epoch_env);
    make_chapters(&as);
    struct doc_node *root = doc_new(a, DOC_BOOK, (struct srcpos){m->file, 0, 0});
    root->lang = as.book->language;
    as.book->root = root;
    document_head_check(&as);
    matter_put(&as, root, m->front, m->n_front);
    if (digest_any(&as) && !names_digests(m))
        digest_put(&as, root, NULL);
    put_chapters(&as, root);
    matter_put(&as, root, m->back, m->n_back);
    number_book(&as, root);
    digest_fill(&as, root);
    index_fill(&as, root);
    contents_fill(&as, root);
    mark_book(&as, root);
    as.book->n_nodes = doc_number_nodes(root);
    return as.book;
}

const char *book_short_title(const struct doc_node *node)
{
    if ((node->kind == DOC_CHAPTER || node->kind == DOC_PART) && node->name)
        return node->name;
    const struct doc_node *title = doc_child(node, DOC_TITLE);
    return title && title->text.s ? title->text.s : "";
}
