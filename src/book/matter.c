/* The pages before and behind the chapters: a table of those that the program makes, and the user's own files. */
#include "book/matter.h"

#include <string.h>

#include "lang/data.h"

static const struct book_input *input_of(const struct assembly *as, const struct manifest_matter *matter)
{
    for (size_t i = 0; i < as->n_inputs; i++)
        if (as->inputs[i].matter == matter)
            return &as->inputs[i];
    return NULL;
}

/* A page of the user's own: foreword, annex. */
static void put_file(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
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

static void put_contents(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    (void)matter;
    struct doc_node *contents = doc_new(as->a, DOC_CONTENTS, (struct srcpos){as->m->file, 0, 0});
    contents->id = "contents";
    make_leaf(as->a, contents, DOC_TITLE, data_word(as->book->language, "words.contents"));
    doc_append(root, contents);
}

static void put_cover(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    (void)matter;
    doc_append(root, cover_make(as, DOC_COVER));
    doc_append(root, cover_make(as, DOC_TITLEPAGE));
}

static void put_sources(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    (void)matter;
    doc_append(root, sources_make(as));
}

/* Its entries come when all names and ids are there: index_fill(). */
static void put_index(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    struct doc_node *index = doc_new(as->a, DOC_INDEX, matter->pos);
    index->id = "index";
    make_leaf(as->a, index, DOC_TITLE, data_word(as->book->language, "words.index"));
    doc_append(root, index);
}

const struct matter_kind matter_kinds[] = {
    {"cover", put_cover},
    {"contents", put_contents},
    {"sources", put_sources},
    {"index", put_index},
    {NULL, NULL},
};

const struct matter_kind *matter_kind_named(const char *name)
{
    for (const struct matter_kind *k = matter_kinds; k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

void matter_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct matter_kind *kind = matter_kind_named(list[i].kind);
        if (list[i].file)
            put_file(as, root, &list[i]);
        else if (kind)
            kind->put(as, root, &list[i]);
    }
}
