/* Footnotes: set once for their chapter, placed at the foot of the page whose line refers to them. */
#include <stdio.h>
#include <string.h>

#include "layout/flow.h"
#include "layout/linebreak.h"

/* Room for n more lines; long notes of many paragraphs are not copied for each. */
static void reserve_lines(struct flow *f, struct note_box *note, uint32_t n)
{
    uint32_t need = note->n_lines + n;
    if (need <= note->max_lines)
        return;
    note->max_lines = need > 2 * note->max_lines ? need : 2 * note->max_lines;
    struct vbox *all = arena_calloc(par_work(f->ctx), note->max_lines, sizeof *all);
    if (note->n_lines > 0)
        memcpy(all, note->lines, note->n_lines * sizeof *all);
    note->lines = all;
}

/* The number stands before the first line, at the margin. */
static void put_number(struct flow *f, struct vbox *box, const struct doc_node *node, const struct style *style,
                       uint32_t lbl)
{
    char digits[16];
    int n = snprintf(digits, sizeof digits, "%u", node->number);
    struct text text = text_make(f->ctx->out, digits, (size_t)n);
    struct leaf_setting s = {.style = style, .tag = lbl, .width = flow_width(f)};
    struct par par = {0};
    flow_set_text(f, &text, node, &s, &par);
    if (par.n > 0)
        flow_put_line(f, box, &par.lines[0], 0, flow_baseline(style->leading));
}

static void set_note(struct flow *f, struct note_box *note, const struct doc_node *node)
{
    const struct style *style = flow_style(f, ROLE_NOTE);
    uint32_t outer = f->tag, tag = flow_tag(f, TAG_NOTE, node);
    f->ctx->tags->items[tag].id = node->id;
    uint32_t lbl = tags_add(f->ctx->tags, TAG_LBL, tag);
    scaled indent = style->size * 3 / 2;
    f->tag = tag;
    /* Lists and quotations in a note are set as its paragraphs. */
    for (const struct doc_node *child = node->first; child != NULL; child = doc_next(node, child)) {
        if (!doc_is_leaf(child->kind))
            continue;
        struct leaf_setting s = {.style = style, .tag = flow_tag(f, TAG_P, child), .width = flow_width(f) - indent};
        struct par par = {0};
        flow_set(f, child, &s, &par);
        reserve_lines(f, note, par.n);
        for (uint32_t i = 0; i < par.n; i++) {
            struct vbox box = {
                .height = style->leading, .seq = child->seq, .offset = par.lines[i].start, .floats = true};
            if (note->n_lines == 0) {
                flow_put_anchor(f, &box, node->id);
                put_number(f, &box, node, style, lbl);
            }
            flow_put_line(f, &box, &par.lines[i], indent, flow_baseline(style->leading));
            note->lines[note->n_lines++] = box;
        }
    }
    f->tag = outer;
}

/* Notes are set before the text that refers to them but are read after it: their structure elements wait in a list of
 * their own. */
void flow_collect_notes(struct flow *f, const struct doc_node *chapter)
{
    struct note_box **end = &f->notes;
    struct tag_list *tags = f->ctx->tags;
    uint32_t root = f->tag;
    tags_init(&f->note_tags);
    f->ctx->tags = &f->note_tags;
    f->tag = 0;
    for (const struct doc_node *node = chapter->first; node != NULL; node = node->next) {
        if (node->kind != DOC_NOTE || node->id == NULL)
            continue;
        struct note_box *note = arena_alloc(par_work(f->ctx), sizeof *note);
        note->id = node->id;
        set_note(f, note, node);
        *end = note;
        end = &note->next;
    }
    f->ctx->tags = tags;
    f->tag = root;
}

/* Share of the measure that the rule above endnotes takes. */
#define END_RULE 5

void flow_end_notes(struct flow *f, const struct doc_node *chapter)
{
    scaled leading = f->ctx->design->text.leading;
    size_t from = f->n;
    bool first = true;
    for (const struct doc_node *node = chapter->first; node != NULL; node = node->next) {
        if (node->kind != DOC_NOTE || node->id == NULL)
            continue;
        struct note_box note = {.id = node->id};
        set_note(f, &note, node);
        if (first && note.n_lines > 0) {
            struct vbox rule = {.height = leading / 2};
            flow_put_rule(f, &rule, (struct rect){f->left, 0, flow_width(f) / END_RULE, f->ctx->design->rules.hair},
                          INK_BLACK);
            flow_glue(f, leading, 0);
            flow_box(f, &rule, false);
            flow_penalty(f, PENALTY_FORBID);
            first = false;
        }
        for (uint32_t i = 0; i < note.n_lines; i++) {
            note.lines[i].floats = false;
            flow_box(f, &note.lines[i], true);
            flow_penalty(f, i + 1 < note.n_lines && (i == 0 || i + 2 == note.n_lines) ? PENALTY_FORBID : 0);
        }
    }
    if (!first)
        flow_fill_line(f, from, 0);
}

static void shift_tags(struct note_box *note, uint32_t base)
{
    for (uint32_t i = 0; i < note->n_lines; i++)
        for (uint32_t k = 0; k < note->lines[i].n_items; k++)
            if (note->lines[i].items[k].tag != 0)
                note->lines[i].items[k].tag += base;
}

void flow_finish_notes(struct flow *f)
{
    struct tag_list *tags = f->ctx->tags;
    uint32_t base = (uint32_t)tags->n - 1;
    for (size_t i = 1; i < f->note_tags.n; i++) {
        const struct tag *tag = &f->note_tags.items[i];
        uint32_t index = tags_add(tags, tag->role, tag->parent == 0 ? f->tag : tag->parent + base);
        uint32_t parent = tags->items[index].parent;
        tags->items[index] = *tag;
        tags->items[index].parent = parent;
    }
    for (struct note_box *note = f->notes; note != NULL && f->note_tags.n > 1; note = note->next)
        shift_tags(note, base);
    tags_free(&f->note_tags);
}

struct note_box *flow_note(const struct flow *f, const char *id)
{
    for (struct note_box *note = f->notes; note != NULL; note = note->next)
        if (strcmp(note->id, id) == 0)
            return note;
    return NULL;
}
