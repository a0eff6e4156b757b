/* Putting the book together: chapters in their parts, between what stands before and behind them. */
#include <string.h>

#include "book/assemble.h"
#include "lang/data.h"
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
    for (size_t i = 0; i < as->n_inputs; i++)
        room += as->inputs[i].chapter ? as->inputs[i].articles.n : 0;
    as->chapters = arena_calloc(as->a, room + 1, sizeof *as->chapters);
    for (unsigned p = 0; p < as->m->n_parts; p++)
        for (size_t k = 0; k < as->m->parts[p].n_chapters && next < as->n_inputs; k++, next++)
            for (size_t i = 0; i < as->inputs[next].articles.n; i++)
                take_article(as, &as->inputs[next], &as->inputs[next].articles.items[i], p);
}

/* ---- matter ---- */

static const struct book_input *input_of(const struct assembly *as, const struct manifest_matter *matter)
{
    for (size_t i = 0; i < as->n_inputs; i++)
        if (as->inputs[i].matter == matter)
            return &as->inputs[i];
    return NULL;
}

/* A page of the user's own: foreword, annex. */
static void put_own_matter(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    const struct book_input *input = input_of(as, matter);
    if (!input || input->articles.n == 0)
        return;
    struct article *article = &input->articles.items[0];
    struct doc_node *node = doc_new(as->a, DOC_MATTER, (struct srcpos){article->meta.file, 0, 0});
    const char *stem = path_stem(as->a, matter->file);
    const struct text *title = &article->meta.title;
    node->name = "file";
    node->file = arena_printf(as->a, "m-%s", utf8_slug(as->a, stem, strlen(stem), 48));
    for (const struct doc_node *other = root->first; other; other = other->next)
        if (other->file && strcmp(other->file, node->file) == 0)
            node->file = arena_printf(as->a, "%s-2", node->file);
    node->id = node->file;
    node->meta = &article->meta;
    if (matter->title && *matter->title)
        make_leaf(as->a, node, DOC_TITLE, matter->title);
    else
        make_leaf(as->a, node, DOC_TITLE, title->n > 0 ? make_plain(as->a, title).s : stem);
    if (article->meta.lead.n > 0) {
        struct doc_node *lead = doc_new(as->a, DOC_PARAGRAPH, node->pos);
        lead->text = article->meta.lead;
        lead->continues = true;
        doc_append(node, lead);
    }
    chapter_move_blocks(node, article->root, false);
    chapter_move_blocks(node, article->root, true);
    doc_append(root, node);
}

static void put_contents(const struct assembly *as, struct doc_node *root)
{
    struct doc_node *contents = doc_new(as->a, DOC_CONTENTS, (struct srcpos){as->m->file, 0, 0});
    contents->id = "contents";
    make_leaf(as->a, contents, DOC_TITLE, data_word(as->book->language, "words.contents"));
    doc_append(root, contents);
}

static void put_matter(const struct assembly *as, struct doc_node *root, const struct manifest_matter *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *kind = list[i].kind;
        if (strcmp(kind, "cover") == 0) {
            doc_append(root, cover_make(as, DOC_COVER));
            doc_append(root, cover_make(as, DOC_TITLEPAGE));
        } else if (strcmp(kind, "contents") == 0) {
            put_contents(as, root);
        } else if (strcmp(kind, "sources") == 0) {
            doc_append(root, sources_make(as));
        } else if (strcmp(kind, "file") == 0) {
            put_own_matter(as, root, &list[i]);
        }
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

struct book *book_assemble(struct arena *a, const struct manifest *m, const struct book_input *inputs, size_t n_inputs,
                           const char *epoch_env, struct diag *d)
{
    struct assembly as = {a, d, m, arena_alloc(a, sizeof(struct book)), NULL, 0, inputs, n_inputs};
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
    put_matter(&as, root, m->front, m->n_front);
    put_chapters(&as, root);
    put_matter(&as, root, m->back, m->n_back);
    number_book(&as, root);
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
