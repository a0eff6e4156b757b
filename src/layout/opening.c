/* Chapter openings: kicker, title, lead, by-line; and the heads of front and back matter, which align with them. */
#include <stdio.h>
#include <string.h>

#include "layout/linebreak.h"
#include "layout/records.h"

#define LIST_ALONE 500 /* cost of a page that ends with the chapter's list: the text begins overleaf */

/* One leaf of the opening, never parted from the next. */
static void part_of_opening(struct flow *f, const struct doc_node *leaf, enum role role, enum tag_role tag,
                            scaled width)
{
    const struct style *style = flow_style(f, role);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, tag, leaf), .whole = true, .width = width};
    flow_glue(f, style->before, style->before);
    flow_leaf(f, leaf, &s);
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, style->after, 0);
    flow_penalty(f, PENALTY_FORBID);
}

/* "1  Thời Đại · 29/11/2021": the chapter's number, set stronger, then source and date. */
static void kicker(struct flow *f, const struct doc_node *leaf, const struct doc_node *number)
{
    const struct style *style = flow_style(f, ROLE_KICKER), *strong = flow_style(f, ROLE_KICKER_NUMBER);
    struct vbox box = {.height = style->leading};
    scaled x = 0, y = flow_baseline(style->leading);
    if (number != NULL && number->text.n > 0) {
        struct leaf_setting s = {.style = strong, .tag = flow_tag(f, TAG_P, number)};
        struct par par = {0};
        flow_set(f, number, &s, &par);
        if (par.n > 0) {
            flow_put_line(f, &box, &par.lines[0], 0, y);
            x = par.lines[0].width + style->size;
        }
        box.seq = number->seq;
    }
    if (leaf != NULL && leaf->text.n > 0) {
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, leaf), .width = flow_width(f) - x};
        struct par par = {0};
        flow_set(f, leaf, &s, &par);
        if (par.n > 0)
            flow_put_line(f, &box, &par.lines[0], x, y);
        box.seq = box.seq != 0 ? box.seq : leaf->seq;
    }
    flow_box(f, &box, true);
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, style->after, 0);
    flow_penalty(f, PENALTY_FORBID);
}

static enum role opening_role(enum doc_kind kind)
{
    switch (kind) {
    case DOC_SUBTITLE:
        return ROLE_SUBTITLE;
    case DOC_LEAD:
        return ROLE_LEAD;
    case DOC_BYLINE:
        return ROLE_BYLINE;
    default:
        return ROLE_BODY;
    }
}

static bool is_opening(const struct doc_node *node)
{
    return node->kind == DOC_LABEL || node->kind == DOC_KICKER || node->kind == DOC_TITLE ||
           node->kind == DOC_SUBTITLE || node->kind == DOC_LEAD || node->kind == DOC_BYLINE ||
           node->kind == DOC_CONTENTS;
}

/* A short list of the chapter's sections, smaller than the book's. */
static void chapter_contents(struct flow *f, const struct doc_node *contents)
{
    scaled leading = f->ctx->design->text.leading;
    if (contents->prev != NULL && contents->prev->kind != DOC_BYLINE) /* which has space below */
        flow_glue(f, leading / 2, 0);
    flow_entries(f, contents);
    flow_penalty(f, LIST_ALONE);
    flow_glue(f, leading / 2, 0);
    flow_penalty(f, PENALTY_FORBID);
}

void flow_chapter(struct flow *f, const struct doc_node *chapter)
{
    const struct design *d = f->ctx->design;
    size_t from = f->n;
    f->heading_level = 1;
    f->last = DOC_TITLE;
    f->columns = d->text.columns > 1;
    flow_span(f, true);
    flow_anchor(f, chapter->id);
    bool at_end = f->book->manifest->end_notes;
    if (!at_end)
        flow_collect_notes(f, chapter);
    const struct doc_node *label = doc_child(chapter, DOC_LABEL), *source = doc_child(chapter, DOC_KICKER);
    bool word = d->opening.chapter_word;
    if (word && label != NULL)
        part_of_opening(f, label, ROLE_KICKER_NUMBER, TAG_P, 0);
    else if (label != NULL || source != NULL)
        kicker(f, source, label);
    const struct doc_node *node = chapter->first;
    for (; node != NULL && is_opening(node); node = node->next) {
        if (node->kind == DOC_KICKER && word && label != NULL)
            part_of_opening(f, node, ROLE_KICKER, TAG_P, 0);
        else if (node->kind == DOC_TITLE)
            part_of_opening(f, node, ROLE_CHAPTER_TITLE, TAG_H1, d->opening.title_width);
        else if (node->kind == DOC_CONTENTS)
            chapter_contents(f, node);
        else if (node->kind != DOC_LABEL && node->kind != DOC_KICKER)
            part_of_opening(f, node, opening_role(node->kind), TAG_P, 0);
    }
    flow_fill_line(f, from, 0);
    flow_penalty(f, PENALTY_FORBID);
    flow_span(f, false);
    flow_body(f, node);
    if (at_end)
        flow_end_notes(f, chapter);
    else
        flow_finish_notes(f);
}

static void head(struct flow *f, const struct doc_node *title, bool labelled)
{
    bool chapter = labelled && f->ctx->design->opening.chapter_word; /* "Phụ lục I" as "Chương I" */
    const struct style *style = flow_style(f, chapter ? ROLE_CHAPTER_TITLE : ROLE_MATTER_TITLE);
    struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_H1, title), .whole = true};
    if (!labelled)
        flow_glue(f, style->before, style->before);
    flow_leaf(f, title, &s);
    flow_penalty(f, PENALTY_FORBID);
    flow_glue(f, style->after, 0);
    flow_penalty(f, PENALTY_FORBID);
}

/* Heads of matter stand where chapter titles do: below the place of the kicker. */
void flow_head(struct flow *f, const struct doc_node *title)
{
    head(f, title, false);
}

bool flow_is_half_title(const struct doc_node *matter)
{
    return matter->kind == DOC_MATTER && matter->name != NULL && strcmp(matter->name, "half-title") == 0;
}

/* The title stands as high as the bar of the cover. */
static void half_title(struct flow *f, const struct doc_node *matter)
{
    const struct design *d = f->ctx->design;
    scaled top = d->cover.bar_top - d->page.top;
    flow_glue(f, top > 0 ? top : 0, top > 0 ? top : 0);
    head(f, matter->first, true);
}

void flow_matter(struct flow *f, const struct doc_node *matter)
{
    size_t from = f->n;
    bool at_end = f->book->manifest->end_notes;
    f->heading_level = 1;
    f->last = DOC_TITLE;
    flow_anchor(f, matter->id);
    if (flow_is_half_title(matter)) {
        half_title(f, matter);
        return;
    }
    if (!at_end)
        flow_collect_notes(f, matter);
    const struct doc_node *node = matter->first, *label = doc_child(matter, DOC_LABEL);
    if (node == label && label != NULL) {
        part_of_opening(f, label, f->ctx->design->opening.chapter_word ? ROLE_KICKER_NUMBER : ROLE_KICKER, TAG_P, 0);
        node = node->next;
    }
    if (node != NULL && node->kind == DOC_TITLE) {
        head(f, node, label != NULL);
        node = node->next;
    }
    flow_block_lines(f, node, ROLE_BLOCK_LINE);
    while (node != NULL && node->kind == DOC_META)
        node = node->next;
    flow_fill_line(f, from, 0);
    flow_penalty(f, PENALTY_FORBID);
    if (matter->name != NULL && strcmp(matter->name, "note-pages") == 0)
        flow_ruled(f, matter->number);
    flow_blocks(f, node);
    if (at_end)
        flow_end_notes(f, matter);
    else
        flow_finish_notes(f);
}
