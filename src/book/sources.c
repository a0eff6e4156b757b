/* Where the articles come from: the block at a chapter's end and the list at the book's. */
#include <string.h>

#include "book/matter.h"
#include "doc/text_build.h"
#include "lang/data.h"
#include "lang/dates.h"

/* ", " between what is there. */
static void put_separator(struct text_builder *b)
{
    if (text_length(b) > 0)
        text_put(b, ", ", 2);
}

/* "Mai Anh, Thời Đại, 29/11/2021", the outlet marked as `mark`. */
static void put_citation(const struct assembly *as, struct text_builder *b, const struct chapter *chapter,
                         enum span_kind mark, bool time)
{
    const struct text *author = &chapter->article->meta.author;
    if (author->n > 0)
        text_put(b, author->s, author->n);
    if (chapter->outlet) {
        put_separator(b);
        text_begin(b, mark, NULL);
        text_put(b, chapter->outlet, strlen(chapter->outlet));
        text_end(b, mark);
    }
    const char *date = date_write(as->a, as->book->language, &chapter->date, DATE_NUMERIC, time);
    if (*date) {
        put_separator(b);
        text_put(b, date, strlen(date));
    }
}

static void put_built(const struct assembly *as, struct doc_node *to, struct text_builder *b)
{
    struct doc_node *leaf = doc_new(as->a, DOC_META, to->pos);
    leaf->text = text_finish(b, as->a);
    doc_append(to, leaf);
}

/* Only these become links; anything else a page may say of itself is shown as words. */
static bool is_web_address(const char *url)
{
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

static void put_url(const struct assembly *as, struct doc_node *to, const char *url)
{
    if (!url || !is_web_address(url))
        return;
    struct doc_node *leaf = doc_new_text(as->a, DOC_URL, to->pos, url, strlen(url));
    leaf->target = url;
    doc_append(to, leaf);
}

static void put_accessed(const struct assembly *as, struct doc_node *to, const struct article_meta *meta)
{
    const char *lang = as->book->language;
    if (!meta->accessed.year)
        return;
    const char *date = date_write(as->a, lang, &meta->accessed, DATE_NUMERIC, false);
    make_leaf(as->a, to, DOC_META, arena_printf(as->a, "%s %s", data_word(lang, "words.accessed"), date));
}

/* The SHA-256 of the file that the article was read from: whole in the list, its beginning at a chapter's end. */
static void put_hash(const struct assembly *as, struct doc_node *to, const struct article_meta *meta, bool whole)
{
    if (!meta->sha256[0])
        return;
    const char *hash = whole ? imprint_hash(as->a, meta->sha256) : arena_printf(as->a, "%.16s…", meta->sha256);
    make_leaf(as->a, to, DOC_META, arena_printf(as->a, "SHA-256: %s", hash));
}

/* Under which name the PDF carries the file. */
static void put_attached(const struct assembly *as, struct doc_node *to, const struct article_meta *meta)
{
    if (meta->attached)
        make_leaf(as->a, to, DOC_META, make_filled(as, "words.attached-file", meta->attached));
}

struct doc_node *source_block_make(const struct assembly *as, const struct chapter *chapter)
{
    if (chapter->article->meta.withheld)
        return NULL;
    const struct article_meta *meta = &chapter->article->meta;
    const char *lang = as->book->language;
    if (meta->author.n == 0 && !chapter->outlet && !chapter->date.year && !meta->source_url)
        return NULL;
    struct doc_node *block = doc_new(as->a, DOC_SOURCE_BLOCK, (struct srcpos){meta->file, meta->url_line, 0});
    struct text_builder *b = text_builder_new();
    block->meta = meta;
    block->lang = chapter->node->lang ? lang : NULL;
    make_leaf(as->a, block, DOC_LABEL, data_word(lang, "words.source"));
    put_citation(as, b, chapter, SPAN_EMPHASIS, true);
    if (text_length(b) > 0)
        put_built(as, block, b);
    put_accessed(as, block, meta);
    put_hash(as, block, meta, false);
    put_url(as, block, meta->source_url);
    text_builder_drop(b);
    return block;
}

/* The title as the article had it, whatever the book calls the chapter. */
static void put_title(const struct assembly *as, struct doc_node *source, const struct chapter *chapter)
{
    const struct text *original = &chapter->article->meta.title;
    const struct doc_node *shown = doc_child(chapter->node, DOC_TITLE);
    struct doc_node *title = doc_new(as->a, DOC_TITLE, source->pos);
    title->text = make_plain(as->a, original->n > 0 ? original : &shown->text);
    title->lang = chapter->node->lang;
    doc_append(source, title);
}

/* "Mai Anh, Thời Đại, 29/11/2021 (trang 8)" */
static void put_line(const struct assembly *as, struct doc_node *source, const struct chapter *chapter)
{
    const char *page = data_word(as->book->language, "words.page-ref"), *number = strstr(page, "{}");
    struct text_builder *b = text_builder_new();
    put_citation(as, b, chapter, SPAN_STRONG, false);
    if (text_length(b) == 0) {
        const char *nothing = data_word(as->book->language, "words.no-source");
        text_put(b, nothing, strlen(nothing));
    }
    text_put(b, " (", 2);
    text_put(b, page, number ? (size_t)(number - page) : strlen(page));
    text_begin(b, SPAN_PAGEREF, chapter->node->id);
    text_end(b, SPAN_PAGEREF);
    if (number)
        text_put(b, number + 2, strlen(number + 2));
    text_put(b, ")", 1);
    put_built(as, source, b);
    text_builder_drop(b);
}

/* What the sources of a language stand under: "vi", "en" … or "other". */
static const char *group_of(const struct assembly *as, const struct chapter *chapter)
{
    const char *lang = chapter->lang ? chapter->lang : as->book->language;
    return data_has_language(lang) ? arena_printf(as->a, "%.*s", (int)strcspn(lang, "-_"), lang) : "other";
}

/* "Tiếng Nga" over them, where there are several languages. */
static void put_language(const struct assembly *as, struct doc_node *list, const char *group)
{
    const char *word = data_word(as->book->language, arena_printf(as->a, "words.sources-%s", group));
    struct doc_node *heading = make_leaf(as->a, list, DOC_HEADING, word);
    heading->level = 2;
    heading->id = arena_printf(as->a, "sources-%s", group);
}

static bool has_languages(const struct assembly *as, const struct chapter *const *order)
{
    const char *first = NULL;
    for (size_t i = 0; i < as->n; i++) {
        if (order[i]->article->meta.withheld)
            continue;
        const char *group = group_of(as, order[i]);
        if (first && strcmp(first, group) != 0)
            return true;
        first = group;
    }
    return false;
}

static void put_source(const struct assembly *as, struct doc_node *list, const struct chapter *chapter, unsigned n)
{
    const struct article_meta *meta = &chapter->article->meta;
    struct doc_node *source = doc_new(as->a, DOC_SOURCE, (struct srcpos){meta->file, 0, 0});
    source->number = (uint16_t)n;
    source->id = arena_printf(as->a, "src-%u", n);
    source->target = chapter->node->id;
    source->meta = meta;
    doc_append(list, source);
    make_leaf(as->a, source, DOC_LABEL, arena_printf(as->a, "%u", n));
    put_title(as, source, chapter);
    put_line(as, source, chapter);
    put_accessed(as, source, meta);
    put_hash(as, source, meta, true);
    put_attached(as, source, meta);
    put_url(as, source, meta->source_url);
}

struct doc_node *sources_make(const struct assembly *as)
{
    struct doc_node *list = doc_new(as->a, DOC_SOURCES, (struct srcpos){as->m->file, 0, 0});
    list->id = "sources";
    make_leaf(as->a, list, DOC_TITLE, data_word(as->book->language, "words.sources"));
    const struct chapter **order = source_order(as);
    bool heads = has_languages(as, order);
    const char *before = "";
    unsigned n = 0;
    for (size_t i = 0; i < as->n; i++) {
        if (order[i]->article->meta.withheld)
            continue;
        const char *group = group_of(as, order[i]);
        if (heads && strcmp(before, group) != 0)
            put_language(as, list, group);
        before = group;
        put_source(as, list, order[i], ++n);
    }
    return list;
}
