/* The contents: an entry for each part, chapter and page group that has a title, with the page looked up later. */
#include <string.h>

#include "book/assemble.h"

/* The chapter of a node. Nodes come in the order of the chapters: it is looked for from *next on, which moves behind
 * it. */
static const struct chapter *chapter_of(const struct assembly *as, const struct doc_node *node, size_t *next)
{
    for (size_t i = 0; i < as->n; i++) {
        const struct chapter *chapter = &as->chapters[*next];
        *next = *next + 1 < as->n ? *next + 1 : 0;
        if (chapter->node == node)
            return chapter;
    }
    return NULL;
}

/* An annex is called "Phụ lục 1. Tên" in lists; parts and chapters have their label in a column of its own. */
static struct text entry_title(const struct assembly *as, const struct doc_node *target)
{
    if (target->kind == DOC_HEADING)
        return make_plain(as->a, &target->text);
    const struct doc_node *label = doc_child(target, DOC_LABEL);
    struct text title = make_plain(as->a, &doc_child(target, DOC_TITLE)->text);
    if (target->kind != DOC_MATTER || !label)
        return title;
    const char *s = arena_printf(as->a, "%s. %s", label->text.s, title.s);
    return text_make(as->a, s, strlen(s));
}

static struct doc_node *put_entry(const struct assembly *as, struct doc_node *list, const struct doc_node *target,
                                  uint8_t level)
{
    const struct doc_node *label = target->kind != DOC_MATTER ? doc_child(target, DOC_LABEL) : NULL;
    const char *lang = doc_lang(target, as->book->language);
    struct doc_node *entry = doc_new(as->a, DOC_ENTRY, target->pos);
    entry->level = level;
    entry->target = target->id;
    entry->lang = strcmp(lang, as->book->language) != 0 ? lang : NULL;
    doc_append(list, entry);
    if (label)
        make_leaf(as->a, entry, DOC_LABEL,
                  target->kind == DOC_CHAPTER ? number_label(as, target->number) : label->text.s);
    struct doc_node *name = doc_new(as->a, DOC_TITLE, target->pos);
    name->text = entry_title(as, target);
    doc_append(entry, name);
    struct doc_node *page = doc_new_text(as->a, DOC_PAGEREF, target->pos, "", 0);
    page->target = target->id;
    doc_append(entry, page);
    return entry;
}

/* Outlet and date, and what book.yaml says the chapter is about: both in the book's language, whatever the title is in.
 */
static void put_origin(const struct assembly *as, struct doc_node *entry, const struct chapter *chapter)
{
    const char *lang = entry->lang ? as->book->language : NULL;
    const char *origin = chapter ? chapter_origin(as, chapter) : NULL;
    const char *summary = chapter && chapter->from ? chapter->from->summary : NULL;
    if (summary && *summary)
        make_leaf(as->a, entry, DOC_META, summary)->lang = lang;
    if (origin)
        make_leaf(as->a, entry, DOC_META, origin)->lang = lang;
}

/* The sections of a chapter down to `depth` levels of headings, as entries of level 3 and below. */
static void put_sections(const struct assembly *as, struct doc_node *list, const struct doc_node *chapter,
                         unsigned depth)
{
    for (const struct doc_node *node = chapter->first; node; node = node->next)
        if (node->kind == DOC_HEADING && node->id && node->level <= depth + 1)
            put_entry(as, list, node, (uint8_t)(node->level + 1));
}

static bool is_listed(const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_PART:
    case DOC_CHAPTER:
    case DOC_MATTER:
    case DOC_SOURCES:
    case DOC_INDEX:
        return node->id && doc_child(node, DOC_TITLE) && !(node->name && strcmp(node->name, "half-title") == 0);
    default:
        return false;
    }
}

static void fill_contents(const struct assembly *as, struct doc_node *contents, const struct doc_node *root)
{
    unsigned depth = as->m->making ? as->m->making->contents_depth : 1;
    size_t next = 0;
    for (const struct doc_node *node = root->first; node; node = node->next) {
        if (!is_listed(node))
            continue;
        uint8_t level = node->kind == DOC_PART ? 1 : node->kind == DOC_CHAPTER ? 2 : 0;
        struct doc_node *entry = put_entry(as, contents, node, level);
        /* briefing blocks that share the pages of another are looked for by their own names */
        bool shared = node->kind == DOC_MATTER && node->name && blocks_is_name(node->name);
        for (const struct doc_node *block = shared ? node->first : NULL; block; block = block->next)
            if (block->kind == DOC_HEADING && block->level == 2 && block->id)
                put_entry(as, contents, block, 0);
        if (level != 2)
            continue;
        put_origin(as, entry, chapter_of(as, node, &next));
        if (depth > 1)
            put_sections(as, contents, node, depth - 1);
    }
}

static void fill_part(const struct assembly *as, struct doc_node *part)
{
    for (const struct doc_node *node = part->next; node && node->kind == DOC_CHAPTER; node = node->next)
        put_entry(as, part, node, 2);
}

/* A list of a chapter's sections behind its opening, where there are several. */
static void put_chapter_contents(const struct assembly *as, struct doc_node *chapter)
{
    struct doc_node *list = doc_new(as->a, DOC_CONTENTS, chapter->pos), *after = doc_child(chapter, DOC_TITLE);
    put_sections(as, list, chapter, 1);
    if (list->first == list->last)
        return;
    while (after->next &&
           (after->next->kind == DOC_SUBTITLE || after->next->kind == DOC_LEAD || after->next->kind == DOC_BYLINE))
        after = after->next;
    doc_insert_after(after, list);
}

void contents_fill(const struct assembly *as, struct doc_node *root)
{
    const struct book_making *making = as->m->making;
    for (struct doc_node *node = root->first; node; node = node->next) {
        if (node->kind == DOC_CONTENTS)
            fill_contents(as, node, root);
        else if (node->kind == DOC_PART && (!making || making->part_contents))
            fill_part(as, node);
        else if (node->kind == DOC_CHAPTER && making && making->chapter_contents)
            put_chapter_contents(as, node);
    }
}
