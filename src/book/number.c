/* Numbers and ids.
 *
 * An id is made of the chapter's slug (from its file's name) and the block's kind and ordinal within the chapter:
 * "ch-thu-do-s3". So links into one chapter survive changes in all others. Ids of the input ("{#ket-luan}", footnotes)
 * are replaced by such ones; refs.c knows both.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "book/assemble.h"
#include "book/refs.h"
#include "lang/data.h"
#include "lang/lang.h"

/* ---- slugs ---- */

/* The slug that a chapter's file asks for. */
struct wish {
    const char *slug;
    size_t chapter;
};

static int compare_slugs(const void *x, const void *y)
{
    const struct wish *a = x, *b = y;
    return strcmp(a->slug, b->slug);
}

static int compare_wishes(const void *x, const void *y)
{
    const struct wish *a = x, *b = y;
    int order = compare_slugs(x, y);
    return order != 0 ? order : a->chapter < b->chapter ? -1 : a->chapter > b->chapter;
}

static bool is_taken(const struct wish *sorted, size_t n, const char *slug)
{
    const struct wish wish = {slug, 0};
    return bsearch(&wish, sorted, n, sizeof *sorted, compare_slugs) != NULL;
}

/* A slug that another chapter has gets the number of its place among them: "tin", "tin-2". */
void number_slugs(const struct assembly *as)
{
    struct wish *sorted = arena_calloc(as->a, as->n + 1, sizeof *sorted);
    for (size_t i = 0; i < as->n; i++) {
        const char *file = as->chapters[i].article->meta.file;
        const char *stem = path_stem(as->a, file ? file : "x");
        sorted[i] = (struct wish){arena_printf(as->a, "ch-%s", utf8_slug(as->a, stem, strlen(stem), 48)), i};
    }
    qsort(sorted, as->n, sizeof *sorted, compare_wishes);
    for (size_t i = 0, place = 1; i < as->n; i++) {
        const char *slug = sorted[i].slug;
        place = i > 0 && strcmp(sorted[i - 1].slug, slug) == 0 ? place + 1 : 1;
        for (size_t same = place; same > 1 && is_taken(sorted, as->n, slug); same += as->n)
            slug = arena_printf(as->a, "%s-%zu", sorted[i].slug, same);
        as->chapters[sorted[i].chapter].slug = slug;
    }
}

const char *number_label(const struct assembly *as, unsigned n)
{
    char roman[16];
    if (as->m->numbering == NUMBER_NONE || n == 0)
        return NULL;
    if (as->m->numbering == NUMBER_ARABIC && !as->m->chapter_words)
        return arena_printf(as->a, "%u", n);
    lang_roman(n, true, roman);
    return arena_strdup(as->a, roman);
}

/* ---- ids of a chapter ---- */

static const char *kind_letter(enum doc_kind kind)
{
    switch (kind) {
    case DOC_HEADING:
        return "s";
    case DOC_PARAGRAPH:
        return "p";
    case DOC_LIST:
        return "l";
    case DOC_QUOTE:
        return "q";
    case DOC_FIGURE:
        return "f";
    case DOC_TABLE:
        return "t";
    case DOC_NOTE:
        return "n";
    case DOC_CODE:
        return "c";
    case DOC_DIV:
        return "d";
    default:
        return NULL;
    }
}

/* Contents, outline and lists of figures point at these; other blocks get an id when something points at them. */
static bool always_named(enum doc_kind kind)
{
    return kind == DOC_HEADING || kind == DOC_FIGURE || kind == DOC_TABLE || kind == DOC_NOTE;
}

/* Gives the blocks of a chapter their ids; those of the input stay known to `refs`. */
static void name_blocks(const struct assembly *as, struct doc_node *chapter, struct refs *refs)
{
    unsigned counts[DOC_KIND_COUNT] = {0};
    const char *slug = chapter->file ? chapter->file : chapter->id;
    for (struct doc_node *node = chapter->first; node; node = doc_next(chapter, node)) {
        const char *letter = kind_letter(node->kind);
        unsigned ordinal = letter ? ++counts[node->kind] : 0;
        const char *old = node->id;
        if (!letter || (!always_named(node->kind) && !old))
            continue;
        node->id = arena_printf(as->a, "%s-%s%u", slug, letter, ordinal);
        if (old)
            refs_add(refs, old, node, chapter);
        if (node->kind == DOC_NOTE)
            node->number = (uint16_t)ordinal;
    }
}

/* ---- figures and tables ---- */

struct counters {
    unsigned figures, tables;
};

static void put_label(const struct assembly *as, struct doc_node *to, const char *words)
{
    struct doc_node *label = doc_new_text(as->a, DOC_LABEL, to->pos, words, strlen(words));
    label->lang = strcmp(doc_lang(to, as->book->language), as->book->language) == 0 ? NULL : as->book->language;
    make_first(to, label);
}

/* "Hình 1." where a picture with a caption is; a caption alone says that its picture is missing. */
static void label_figure(const struct assembly *as, struct doc_node *node, struct counters *counters)
{
    if (!doc_child(node, DOC_CAPTION))
        return;
    if (!node->src) {
        put_label(as, node, data_word(as->book->language, "words.caption-alone"));
        return;
    }
    node->number = (uint16_t)++counters->figures;
    put_label(as, node, make_filled(as, "words.figure-label", arena_printf(as->a, "%u", counters->figures)));
}

static void label_table(const struct assembly *as, struct doc_node *node, struct counters *counters)
{
    if (!doc_child(node, DOC_CAPTION))
        return;
    node->number = (uint16_t)++counters->tables;
    put_label(as, node, make_filled(as, "words.table-label", arena_printf(as->a, "%u", counters->tables)));
}

static void label_blocks(const struct assembly *as, struct doc_node *chapter, struct counters *counters)
{
    for (struct doc_node *node = chapter->first; node; node = doc_next(chapter, node)) {
        if (node->kind == DOC_FIGURE)
            label_figure(as, node, counters);
        else if (node->kind == DOC_TABLE)
            label_table(as, node, counters);
    }
}

/* ---- the book ---- */

void number_book(const struct assembly *as, struct doc_node *root)
{
    struct counters counters = {0, 0};
    struct refs *refs = refs_new(as);
    for (struct doc_node *node = root->first; node; node = node->next) {
        if (node->kind != DOC_CHAPTER && node->kind != DOC_MATTER && node->kind != DOC_IMPRINT)
            continue;
        name_blocks(as, node, refs);
        label_blocks(as, node, &counters);
    }
    refs_add_book(refs, root);
    refs_resolve(refs, root);
    refs_drop(refs);
}
