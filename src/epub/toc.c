/* The order of everything that navigation lists, from the marks that were met while writing the files. */
#include "epub/toc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static size_t count_spots(const struct plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n_pieces; i++)
        n += p->pieces[i].n_spots;
    return n;
}

static struct toc_item *add(struct toc_item *items, size_t *n, const struct toc_item *item)
{
    items[*n] = *item;
    return &items[(*n)++];
}

/* A chapter stands below the part whose number it has. */
static unsigned level_of(const struct doc_node *top, const struct doc_node *part)
{
    return top->kind == DOC_CHAPTER && part != NULL && top->part != 0 && top->part == part->number;
}

/* Every marker that links may lead to has been written, and once. */
static inline bool markers_are_whole(const struct toc *toc, const struct plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->in->starts->n; i++)
        n += p->marker_id[i] != NULL;
    return n == toc->n_pages;
}

/* The title alone is no place to go to. */
static bool is_half_title(const struct doc_node *top)
{
    return top->kind == DOC_MATTER && top->name != NULL && strcmp(top->name, "half-title") == 0;
}

void toc_make(struct toc *toc, const struct plan *p)
{
    size_t spots = count_spots(p);
    *toc = (struct toc){.items = mem_calloc(p->n_pieces + spots + 1, sizeof *toc->items),
                        .pages = mem_calloc(spots + 1, sizeof *toc->pages)};
    const struct doc_node *part = NULL;
    unsigned play = 1;
    for (size_t i = 0; i < p->n_pieces; i++) {
        const struct piece *piece = &p->pieces[i];
        const struct doc_node *top = piece->top;
        if (top->kind == DOC_PART)
            part = top;
        unsigned level = level_of(top, part);
        if (piece->first && top->kind != DOC_COVER && !is_half_title(top)) {
            struct toc_item item = {plan_title(p, top), piece, NULL, level, play++};
            add(toc->items, &toc->n_items, &item);
            toc->depth = level + 1 > toc->depth ? level + 1 : toc->depth;
        }
        for (size_t k = 0; k < piece->n_spots; k++) {
            const struct spot *s = &piece->spots[k];
            struct toc_item item = {.piece = piece, .level = level + 1, .play = play++};
            if (s->heading == NULL) {
                item.label = p->in->starts->items[s->start].label;
                item.fragment = p->marker_id[s->start];
                add(toc->pages, &toc->n_pages, &item);
                continue;
            }
            item.label = plan_plain(p->arena, &s->heading->text);
            item.fragment = p->node_id[s->heading->seq];
            add(toc->items, &toc->n_items, &item);
            toc->depth = item.level + 1 > toc->depth ? item.level + 1 : toc->depth;
        }
    }
    assert(markers_are_whole(toc, p));
}

void toc_free(struct toc *toc)
{
    free(toc->items);
    free(toc->pages);
}

void toc_attr(struct xml *x, const char *name, const struct toc_item *item)
{
    const char *const parts[] = {"text/", item->piece->name, ".xhtml#", item->fragment};
    const char *const file[] = {"text/", item->piece->name, ".xhtml"};
    if (item->fragment != NULL)
        xml_attr_joined(x, name, parts, 4);
    else
        xml_attr_joined(x, name, file, 3);
}

/* Where the book proper begins: its first part or chapter. */
static const struct piece *body_begin(const struct plan *p)
{
    for (size_t i = 0; i < p->n_pieces; i++)
        if (p->pieces[i].top->kind == DOC_PART || p->pieces[i].top->kind == DOC_CHAPTER)
            return &p->pieces[i];
    return NULL;
}

/* First piece of the page group of that name. */
static const struct piece *first_named(const struct plan *p, const char *name)
{
    for (size_t i = 0; i < p->n_pieces; i++)
        if (p->pieces[i].top->kind == DOC_MATTER && p->pieces[i].top->name != NULL &&
            strcmp(p->pieces[i].top->name, name) == 0)
            return &p->pieces[i];
    return NULL;
}

size_t toc_landmarks(const struct plan *p, struct landmark out[MAX_LANDMARKS])
{
    static const struct {
        enum doc_kind kind;
        const char *type, *guide;
    } known[] = {
        {DOC_COVER, "cover", "cover"},       {DOC_TITLEPAGE, "titlepage", "title-page"}, {DOC_CONTENTS, "toc", "toc"},
        {DOC_CHAPTER, "bodymatter", "text"}, {DOC_SOURCES, "bibliography", NULL},        {DOC_INDEX, "index", NULL},
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        bool body = known[i].kind == DOC_CHAPTER;
        const struct piece *piece = body ? body_begin(p) : plan_first(p, known[i].kind);
        if (piece == NULL)
            continue;
        const char *label = body ? plan_word(p, "words.body") : plan_title(p, piece->top);
        out[n++] = (struct landmark){known[i].type, known[i].guide, label, piece};
    }
    const struct piece *glossary = first_named(p, "glossary");
    if (glossary != NULL)
        out[n++] = (struct landmark){"glossary", NULL, plan_title(p, glossary->top), glossary};
    return n;
}
