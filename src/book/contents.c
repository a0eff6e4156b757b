/* The contents: an entry for each part, chapter and page group that has a title, with the page looked up later. */
#include <string.h>

#include "book/assemble.h"

static const struct chapter *chapter_of(const struct assembly *as, const struct doc_node *node)
{
    for (size_t i = 0; i < as->n; i++)
        if (as->chapters[i].node == node)
            return &as->chapters[i];
    return NULL;
}

static struct doc_node *put_entry(const struct assembly *as, struct doc_node *list, const struct doc_node *target,
                                  uint8_t level)
{
    const struct doc_node *label = doc_child(target, DOC_LABEL), *title = doc_child(target, DOC_TITLE);
    struct doc_node *entry = doc_new(as->a, DOC_ENTRY, target->pos);
    entry->level = level;
    entry->target = target->id;
    entry->lang = target->lang;
    doc_append(list, entry);
    if (label)
        make_leaf(as->a, entry, DOC_LABEL,
                  target->kind == DOC_CHAPTER ? number_label(as, target->number) : label->text.s);
    struct doc_node *name = doc_new(as->a, DOC_TITLE, target->pos);
    name->text = make_plain(as->a, &title->text);
    doc_append(entry, name);
    struct doc_node *page = doc_new_text(as->a, DOC_PAGEREF, target->pos, "", 0);
    page->target = target->id;
    doc_append(entry, page);
    return entry;
}

static void put_origin(const struct assembly *as, struct doc_node *entry, const struct doc_node *node)
{
    const struct chapter *chapter = chapter_of(as, node);
    const char *origin = chapter ? chapter_origin(as, chapter) : NULL;
    if (!origin)
        return;
    /* the outlet and the date are in the book's language, whatever the title is in */
    make_leaf(as->a, entry, DOC_META, origin)->lang = entry->lang ? as->book->language : NULL;
}

static bool is_listed(const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_PART:
    case DOC_CHAPTER:
    case DOC_MATTER:
    case DOC_SOURCES:
    case DOC_INDEX:
    case DOC_IMPRINT:
        return node->id && doc_child(node, DOC_TITLE);
    default:
        return false;
    }
}

static void fill_contents(const struct assembly *as, struct doc_node *contents, const struct doc_node *root)
{
    for (const struct doc_node *node = root->first; node; node = node->next) {
        if (!is_listed(node))
            continue;
        uint8_t level = node->kind == DOC_PART ? 1 : node->kind == DOC_CHAPTER ? 2 : 0;
        struct doc_node *entry = put_entry(as, contents, node, level);
        if (level == 2)
            put_origin(as, entry, node);
    }
}

static void fill_part(const struct assembly *as, struct doc_node *part)
{
    for (const struct doc_node *node = part->next; node && node->kind == DOC_CHAPTER; node = node->next)
        put_entry(as, part, node, 2);
}

void contents_fill(const struct assembly *as, struct doc_node *root)
{
    for (struct doc_node *node = root->first; node; node = node->next) {
        if (node->kind == DOC_CONTENTS)
            fill_contents(as, node, root);
        else if (node->kind == DOC_PART)
            fill_part(as, node);
    }
}
