/* An article becomes a chapter: its opening, its blocks, its source at the end. */
#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/mem.h"
#include "book/assemble.h"
#include "lang/dates.h"

const char *chapter_origin(const struct assembly *as, const struct chapter *chapter)
{
    const char *date = date_write(as->a, as->book->language, &chapter->date, DATE_NUMERIC, false);
    if (chapter->outlet && *date)
        return arena_printf(as->a, "%s · %s", chapter->outlet, date);
    return chapter->outlet ? chapter->outlet : *date ? date : NULL;
}

/* The title as the book shows it; an article without one is called by its file's name. */
static struct text shown_title(const struct assembly *as, const struct chapter *chapter)
{
    const struct article_meta *meta = &chapter->article->meta;
    if (chapter->from && chapter->from->title && *chapter->from->title)
        return text_make(as->a, chapter->from->title, strlen(chapter->from->title));
    if (meta->title.n > 0)
        return meta->title;
    struct srcpos pos = {meta->file, 0, 0};
    const char *name = meta->id ? meta->id : "?";
    diag_add(as->d, MSG_BOOK_NO_TITLE, pos, name, NULL);
    return text_make(as->a, name, strlen(name));
}

static void put_text(const struct assembly *as, struct doc_node *to, enum doc_kind kind, const struct text *text,
                     uint32_t line)
{
    if (text->n == 0)
        return;
    struct srcpos pos = to->pos;
    pos.line = line;
    struct doc_node *leaf = doc_new(as->a, kind, pos);
    leaf->text = *text;
    doc_append(to, leaf);
}

/* What book.yaml says the chapter is about stands in the contents; a book without them has it here. */
static void put_summary(const struct assembly *as, struct chapter *chapter)
{
    const char *summary = chapter->from ? chapter->from->summary : NULL;
    const struct manifest *m = as->m;
    for (size_t i = 0; i < m->n_front; i++)
        if (strcmp(m->front[i].kind, "contents") == 0)
            return;
    for (size_t i = 0; i < m->n_back; i++)
        if (strcmp(m->back[i].kind, "contents") == 0)
            return;
    if (summary && *summary)
        make_leaf(as->a, chapter->node, DOC_LEAD, summary)->lang = chapter->node->lang ? as->book->language : NULL;
}

static void put_opening(const struct assembly *as, struct chapter *chapter)
{
    const struct article_meta *meta = &chapter->article->meta;
    const char *label = number_label(as, chapter->node->number), *origin = chapter_origin(as, chapter);
    if (label && as->m->chapter_words)
        label = make_filled(as, "words.chapter-label", label);
    if (label)
        make_leaf(as->a, chapter->node, DOC_LABEL, label);
    if (origin)
        make_leaf(as->a, chapter->node, DOC_KICKER, origin)->lang = chapter->node->lang ? as->book->language : NULL;
    struct text title = shown_title(as, chapter);
    put_text(as, chapter->node, DOC_TITLE, &title, meta->title_line);
    put_text(as, chapter->node, DOC_SUBTITLE, &meta->subtitle, meta->title_line);
    put_summary(as, chapter);
    put_text(as, chapter->node, DOC_LEAD, &meta->lead, meta->lead_line);
    put_text(as, chapter->node, DOC_BYLINE, &meta->author, meta->author_line);
}

/* An id that a reference to a note names. */
struct named {
    const char *id;
    UT_hash_handle hh;
};

static void add_named(struct named **all, const struct text *t)
{
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        struct named *found = NULL;
        if (s->kind != SPAN_NOTE || s->value == NULL)
            continue;
        HASH_FIND_STR(*all, s->value, found);
        if (found)
            continue;
        found = mem_calloc(1, sizeof *found);
        found->id = s->value;
        HASH_ADD_KEYPTR(hh, *all, found->id, strlen(found->id), found);
    }
}

/* A note that no reference leads to has no page to stand on: its blocks become ordinary ones, at the end. */
static void free_notes(struct doc_node *article)
{
    struct named *all = NULL, *one, *rest;
    if (!doc_child(article, DOC_NOTE))
        return;
    for (struct doc_node *node = article->first; node; node = doc_next(article, node))
        if (doc_is_leaf(node->kind))
            add_named(&all, &node->text);
    for (struct doc_node *note = article->first, *next; note; note = next) {
        next = note->next;
        struct named *found = NULL;
        if (note->kind == DOC_NOTE && note->id)
            HASH_FIND_STR(all, note->id, found);
        if (note->kind != DOC_NOTE || found)
            continue;
        for (struct doc_node *block = note->last, *before; block; block = before) {
            before = block->prev;
            doc_unlink(block);
            doc_insert_after(note, block);
        }
        doc_unlink(note);
    }
    HASH_ITER (hh, all, one, rest) {
        HASH_DEL(all, one);
        free(one);
    }
}

void chapter_move_blocks(struct doc_node *to, struct doc_node *article, bool notes)
{
    if (!notes)
        free_notes(article);
    for (struct doc_node *node = article->first, *next; node; node = next) {
        next = node->next;
        if ((node->kind == DOC_NOTE) != notes)
            continue;
        doc_unlink(node);
        doc_append(to, node);
    }
}

/* A paragraph goes on without an indent unless it follows another one. */
static void mark_continues(struct doc_node *root)
{
    for (struct doc_node *node = root; node; node = doc_next(root, node))
        if (node->kind == DOC_PARAGRAPH)
            node->continues = !node->prev || node->prev->kind != DOC_PARAGRAPH;
}

/* Levels begin at 2 and go down one by one: readers that jump from heading to heading lose their way otherwise. */
static void even_levels(struct doc_node *root)
{
    uint8_t said[8] = {0}, given[8] = {0};
    size_t depth = 0;
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        if (node->kind != DOC_HEADING)
            continue;
        while (depth > 0 && said[depth - 1] >= node->level)
            depth--;
        uint8_t level = depth > 0 ? (uint8_t)(given[depth - 1] + 1) : 2;
        said[depth] = node->level;
        given[depth] = level;
        if (depth + 1 < sizeof said)
            depth++;
        node->level = level > 6 ? 6 : level;
    }
}

void chapter_make(const struct assembly *as, struct chapter *chapter)
{
    const struct article *article = chapter->article;
    struct doc_node *node = chapter->node;
    node->meta = &article->meta;
    node->file = chapter->slug;
    node->id = chapter->slug;
    if (chapter->lang && strcmp(chapter->lang, as->book->language) != 0)
        node->lang = chapter->lang;
    put_opening(as, chapter);
    chapter_move_blocks(node, article->root, false);
    struct doc_node *source = source_block_make(as, chapter);
    if (source)
        doc_append(node, source);
    chapter_move_blocks(node, article->root, true);
    const char *short_title = chapter->from ? chapter->from->short_title : NULL;
    struct text plain = make_plain(as->a, &doc_child(node, DOC_TITLE)->text);
    node->name = short_title && *short_title ? short_title : plain.s;
    blocks_in_article(as, node);
    even_levels(node);
    mark_continues(node);
}
