/* The pages before and behind the chapters: a table of those that the program makes, and the user's own files. */
#include "book/matter.h"

#include "book/digest.h"

#include <string.h>

#include "lang/data.h"

static const struct book_input *input_of(const struct assembly *as, const struct manifest_matter *matter)
{
    for (size_t i = 0; i < as->inputs.n; i++)
        if (as->inputs.items[i].matter == matter)
            return &as->inputs.items[i];
    return NULL;
}

/* How many files of the user's own stand at the back. */
static unsigned count_annexes(const struct manifest *m)
{
    unsigned n = 0;
    for (size_t i = 0; i < m->n_back; i++)
        n += m->back[i].file != NULL;
    return n;
}

/* "Phụ lục 2", "Phụ lục" where it is the only one; NULL for what stands at the front. */
static const char *annex_label(const struct assembly *as, const struct manifest_matter *matter)
{
    unsigned number = 0;
    if (matter < as->m->back || matter >= as->m->back + as->m->n_back || as->m->numbering == NUMBER_NONE)
        return NULL;
    for (const struct manifest_matter *m = as->m->back; m <= matter; m++)
        number += m->file != NULL;
    if (count_annexes(as->m) == 1)
        return data_word(as->book->language, "words.annex");
    return make_filled(as, "words.annex-label", number_label(as, number));
}

static const char *slug_of(const struct assembly *as, const struct doc_node *root, const char *file)
{
    const char *stem = path_stem(as->a, file);
    const char *slug = arena_printf(as->a, "m-%s", utf8_slug(as->a, stem, strlen(stem), 48));
    for (const struct doc_node *other = root->first; other; other = other->next)
        if (other->file && strcmp(other->file, slug) == 0)
            slug = arena_printf(as->a, "%s-2", slug);
    return slug;
}

/* A page of the user's own: a foreword at the front, an annex at the back. */
static void put_file(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    const struct book_input *input = input_of(as, matter);
    if (!input || input->articles.n == 0)
        return;
    struct article *article = &input->articles.items[0];
    struct doc_node *node = doc_new(as->a, DOC_MATTER, (struct srcpos){article->meta.file, 0, 0});
    const struct text *title = &article->meta.title;
    const char *label = annex_label(as, matter), *lang = article->meta.lang;
    bool back = matter >= as->m->back && matter < as->m->back + as->m->n_back;
    node->name = back ? "annex" : "foreword";
    node->id = node->file = slug_of(as, root, matter->file);
    node->meta = &article->meta;
    if (lang && strcmp(lang, as->book->language) != 0)
        node->lang = lang;
    if (label)
        make_leaf(as->a, node, DOC_LABEL, label)->lang = node->lang ? as->book->language : NULL;
    if (matter->title && *matter->title)
        make_leaf(as->a, node, DOC_TITLE, matter->title);
    else
        make_leaf(as->a, node, DOC_TITLE, title->n > 0 ? make_plain(as->a, title).s : path_stem(as->a, matter->file));
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

static bool is_named(const struct manifest *m, const char *kind)
{
    for (size_t i = 0; i < m->n_front; i++)
        if (strcmp(m->front[i].kind, kind) == 0)
            return true;
    return false;
}

/* The cover is a picture in the EPUB, so its words stand again on a title page, which only the EPUB shows unless
 * `front:` names one. */
static void put_cover(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    (void)matter;
    doc_append(root, cover_make(as, DOC_COVER));
    if (!is_named(as->m, "title-page"))
        doc_append(root, cover_make(as, DOC_TITLEPAGE));
}

static void put_title_page(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    (void)matter;
    struct doc_node *page = cover_make(as, DOC_TITLEPAGE);
    page->name = "printed";
    doc_append(root, page);
}

/* The title alone, on the first leaf. */
static void put_half_title(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    struct doc_node *page = doc_new(as->a, DOC_MATTER, matter->pos);
    page->name = page->id = page->file = "half-title";
    make_leaf(as->a, page, DOC_TITLE, as->book->title);
    doc_append(root, page);
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
    {"half-title", put_half_title},
    {"title-page", put_title_page},
    {"imprint", imprint_put},
    {"contents", put_contents},
    {"sources", put_sources},
    {"index", put_index},
    {"digests", digest_put},
    {"agenda", blocks_put},
    {"delegations", blocks_put},
    {"objectives", blocks_put},
    {"their-objectives", blocks_put},
    {"arguments", blocks_put},
    {"key-messages", blocks_put},
    {"responses", blocks_put},
    {"press-line", blocks_put},
    {"background", blocks_put},
    {"timeline", blocks_put},
    {"figures", blocks_put},
    {"agreements", blocks_put},
    {"glossary", blocks_put},
    {"note-pages", blocks_put},
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
