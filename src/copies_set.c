#include "copies_set.h"

#include <string.h>

#include "block_texts.h"
#include "doc/article_copy.h"
#include "lang/data.h"
#include "pictures.h"

/* An article that says no more than that another one was taken away. */
static void make_stub(struct arena *a, const char *lang, size_t chapter, size_t k, struct article *to)
{
    const char *title = data_word(lang, "words.withheld-title"), *words = data_word(lang, "words.withheld");
    const char *id = arena_printf(a, "withheld-%zu-%zu", chapter + 1, k + 1);
    *to = (struct article){0};
    to->meta = (struct article_meta){
        .id = id, .file = id, .lang = lang, .withheld = true, .title = text_make(a, title, strlen(title))};
    to->root = doc_new(a, DOC_ARTICLE, (struct srcpos){id, 0, 0});
    to->root->meta = &to->meta;
    doc_append(to->root, doc_new_text(a, DOC_PARAGRAPH, to->root->pos, words, strlen(words)));
}

static struct articles_ref articles_of(const struct copies_set *set, const struct articles_ref *kept, bool hidden,
                                       const char *lang, size_t i)
{
    struct articles_ref all = {arena_calloc(set->own, kept->n + 1, sizeof *all.items), kept->n};
    for (size_t k = 0; k < kept->n; k++)
        if (hidden)
            make_stub(set->own, lang, i, k, &all.items[k]);
        else
            article_copy(set->own, &kept->items[k], false, &all.items[k]);
    return all;
}

/* A manifest that says nothing of the withheld chapters. */
static struct manifest *hide_in_manifest(const struct copies_set *set, const struct manifest *m)
{
    struct manifest *copy = arena_alloc(set->own, sizeof *copy);
    *copy = *m;
    copy->parts = arena_calloc(set->own, m->n_parts + 1, sizeof *copy->parts);
    for (size_t i = 0, at = 0; i < m->n_parts; i++) {
        struct manifest_part *part = &copy->parts[i];
        *part = m->parts[i];
        part->chapters = arena_calloc(set->own, part->n_chapters + 1, sizeof *part->chapters);
        for (size_t k = 0; k < part->n_chapters; k++, at++) {
            part->chapters[k] = m->parts[i].chapters[k];
            if (set->hidden[at])
                part->chapters[k] = (struct manifest_chapter){
                    .pos = part->chapters[k].pos, .file = "withheld", .omit = part->chapters[k].omit};
        }
    }
    return copy;
}

/* The first book has used up the texts of the briefing blocks. */
static void read_blocks_again(const struct copies_set *set, struct manifest *m, struct image_set *images)
{
    struct diag *quiet = diag_new(); /* all was said of the whole book */
    block_texts_read(&m->blocks, set->own);
    struct manifest texts = *m;
    texts.blocks.n_delegations = 0; /* their pictures stay */
    struct picture_source *source = picture_source_new(images, set->own, quiet);
    if (m->file != NULL)
        block_pictures_load(&texts, source);
    picture_source_drop(source);
    diag_drop(quiet);
}

static struct book_input *hide_in_inputs(const struct copies_set *set, const struct copies_input *in,
                                         const struct articles_ref *kept, const struct manifest *m, const char *lang)
{
    struct book_input *inputs = arena_calloc(set->own, in->inputs.n + 1, sizeof *inputs);
    size_t i = 0;
    for (size_t p = 0; p < m->n_parts; p++)
        for (size_t k = 0; k < m->parts[p].n_chapters && i < in->inputs.n; k++, i++) {
            inputs[i].chapter = &m->parts[p].chapters[k];
            inputs[i].articles = articles_of(set, &kept[i], set->hidden[i], lang, i);
        }
    for (; i < in->inputs.n; i++)
        inputs[i] = (struct book_input){.matter = in->inputs.items[i].matter,
                                        .articles = articles_of(set, &kept[i], false, lang, i)};
    return inputs;
}

static bool hides_any(const struct copies_set *set, const struct copies_input *in)
{
    for (size_t i = 0; i < in->inputs.n && in->inputs.items[i].chapter != NULL; i++)
        if (set->hidden[i])
            return true;
    return false;
}

int copies_set_lay_out(struct copies_set *set, const struct copies_input *in, const struct articles_ref *kept,
                       const struct copies_book *whole, struct diag *d)
{
    set->book = whole->book;
    set->layout = whole->layout;
    if (!hides_any(set, in))
        return 0;
    set->own = arena_new();
    set->layout = NULL;
    struct diag *quiet = diag_new(); /* what is wrong in the articles was said of the whole book */
    struct manifest *m = hide_in_manifest(set, in->manifest);
    read_blocks_again(set, m, in->images);
    const struct book_input *inputs = hide_in_inputs(set, in, kept, m, whole->book->language);
    set->book = book_assemble(set->own, m, (struct book_inputs){inputs, in->inputs.n}, in->epoch, in->workers, quiet);
    diag_drop(quiet);
    if (set->book == NULL)
        return -1;
    struct layout_input *layout = arena_alloc(set->own, sizeof *layout);
    *layout = (struct layout_input){
        .book = set->book, .design = in->design, .fonts = in->fonts, .images = in->images, .workers = in->workers};
    set->layout = layout_variant(whole->layout, layout, d);
    return set->layout != NULL ? 0 : -1;
}

void copies_set_drop(struct copies_set *set)
{
    if (set->own == NULL)
        return;
    layout_drop(set->layout);
    arena_drop(set->own);
    set->own = NULL;
}
