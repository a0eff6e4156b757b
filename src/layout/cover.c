/* The cover: one page on a grid of its own, flush left on the text's left edge, and the dividers of parts, which share
 * its bar.
 *
 * The title is set in the largest of five steps in which it fits the lines allowed and leaves clear space above the
 * meeting block.
 */
#include <string.h>

#include "layout/cover.h"
#include "layout/linebreak.h"

/* Steps of the title, for a first step of 38 pt; other layouts are scaled. */
static const struct {
    int size, leading;
    unsigned lines;
} title_steps[] = {{38, 46, 2}, {34, 42, 3}, {30, 37, 4}, {26, 32, 5}, {22, 27, 6}};
#define N_STEPS (sizeof title_steps / sizeof *title_steps)

/* The page is full: what follows stands on a further one. Returns the y of its first base line. */
static scaled turn_page(struct cover *c, scaled leading)
{
    const struct page_design *p = &c->f->ctx->design->page;
    flow_box(c->f, &c->box, true);
    flow_penalty(c->f, 0);
    c->box = (struct vbox){.height = p->height};
    return p->top + flow_baseline(leading);
}

static bool is_full(const struct cover *c, scaled y)
{
    const struct page_design *p = &c->f->ctx->design->page;
    return y > p->height - p->bottom / 2;
}

struct cover_column cover_measure(const struct cover *c)
{
    return (struct cover_column){c->d->left, c->d->width};
}

void cover_frame(struct cover *c, struct rect r, scaled thick, uint8_t ink)
{
    flow_put_rule(c->f, &c->box, (struct rect){r.x, r.y, r.w, thick}, ink);
    flow_put_rule(c->f, &c->box, (struct rect){r.x, r.y + r.h - thick, r.w, thick}, ink);
    flow_put_rule(c->f, &c->box, (struct rect){r.x, r.y, thick, r.h}, ink);
    flow_put_rule(c->f, &c->box, (struct rect){r.x + r.w - thick, r.y, thick, r.h}, ink);
}

scaled cover_put(struct cover *c, const struct doc_node *leaf, const struct style *style, enum tag_role role,
                 struct cover_column column, scaled y)
{
    struct leaf_setting s = {.style = style, .tag = flow_tag(c->f, role, leaf), .width = column.width};
    struct par par = {0};
    flow_set(c->f, leaf, &s, &par);
    for (uint32_t i = 0; i < par.n; i++, y += style->leading) {
        if (is_full(c, y) && y != c->d->foot)
            y = turn_page(c, style->leading);
        if (c->box.seq == 0) {
            c->box.seq = leaf->seq;
            c->box.offset = par.lines[i].start;
        }
        flow_put_line(c->f, &c->box, &par.lines[i], column.x, y);
    }
    return y;
}

/* Sets a leaf to see how it comes out; such trials are in no dump. */
static struct par try_set(struct cover *c, const struct doc_node *leaf, const struct style *style, scaled width)
{
    struct buf *dump = c->f->ctx->dump;
    struct leaf_setting s = {.style = style, .width = width};
    struct par par = {0};
    c->f->ctx->dump = NULL;
    flow_set(c->f, leaf, &s, &par);
    c->f->ctx->dump = dump;
    return par;
}

static uint32_t count_lines(struct cover *c, const struct doc_node *leaf, const struct style *style, scaled width)
{
    struct par par = try_set(c, leaf, style, width);
    return par.badness >= BADNESS_OVERFULL ? UINT32_MAX : par.n;
}

static struct style style_of_step(const struct cover *c, size_t step)
{
    struct style style = *flow_style(c->f, ROLE_COVER_TITLE);
    scaled first = style.size;
    style.leading = step == 0 ? style.leading : (scaled)muldiv(first, title_steps[step].leading, title_steps[0].size);
    style.size = (scaled)muldiv(first, title_steps[step].size, title_steps[0].size);
    return style;
}

static unsigned lines_allowed(const struct cover *c, size_t step)
{
    unsigned first = (unsigned)c->d->title_lines;
    return step == 0 ? first : title_steps[step].lines > first ? title_steps[step].lines : first;
}

/* Height of title and subtitle from the title's first line on. */
static scaled block_height(struct cover *c, const struct doc_node *subtitle, const struct style *style, uint32_t lines)
{
    const struct style *sub = flow_style(c->f, ROLE_COVER_SUBTITLE);
    scaled height = (scaled)lines * style->leading;
    if (subtitle != NULL)
        height += style->after + sub->before + (scaled)count_lines(c, subtitle, sub, c->d->width) * sub->leading;
    return height;
}

/* Does the title fit at this step, and how many names does it tear then? */
static bool fits_step(struct cover *c, size_t step, const struct doc_node *title, const struct doc_node *subtitle,
                      scaled room, uint32_t *torn)
{
    struct style style = style_of_step(c, step);
    struct par par = try_set(c, title, &style, c->d->width);
    *torn = par.torn;
    return par.badness < BADNESS_OVERFULL && par.n <= lines_allowed(c, step) &&
           block_height(c, subtitle, &style, par.n) <= room;
}

/* The first step in which the balanced title fits its lines and the room above the meeting block without tearing a
 * name; where every step tears one, the first that fits. */
struct style cover_title_style(struct cover *c, const struct doc_node *title, const struct doc_node *subtitle,
                               scaled room)
{
    size_t fitting = N_STEPS;
    for (size_t step = 0; step < N_STEPS; step++) {
        uint32_t torn;
        if (!fits_step(c, step, title, subtitle, room, &torn))
            continue;
        if (torn == 0)
            return style_of_step(c, step);
        fitting = fitting < N_STEPS ? fitting : step;
    }
    if (fitting < N_STEPS)
        return style_of_step(c, fitting);
    diag_add(c->f->ctx->diag, MSG_COVER_TITLE_LONG, title->pos, title->text.s, NULL);
    return style_of_step(c, N_STEPS - 1);
}

/* The title as far as the room for it goes, with "…" where it was cut; it stands whole in its chapter and in the title
 * page of the EPUB. */
const struct doc_node *cover_fitting_title(struct cover *c, const struct doc_node *title, const struct style *style,
                                           scaled room)
{
    struct par par = try_set(c, title, style, c->d->width);
    uint32_t lines = room > style->leading ? (uint32_t)(room / style->leading) : 1;
    if (par.n <= lines)
        return title;
    uint32_t end = par.lines[lines].start;
    while (end > 0 && title->text.s[end - 1] != ' ')
        end--;
    if (end > 4) /* room for the mark itself */
        for (end -= 4; end > 0 && title->text.s[end - 1] != ' ';)
            end--;
    struct doc_node *cut = arena_alloc(c->f->ctx->out, sizeof *cut);
    *cut = *title;
    const char *s_cut = arena_printf(c->f->ctx->out, "%.*s…", (int)(end > 0 ? end - 1 : 0), title->text.s);
    cut->text = text_make(c->f->ctx->out, s_cut, strlen(s_cut));
    return cut;
}

struct rect cover_logo(struct cover *c, const struct doc_node *figure, bool centred)
{
    struct rect r = {.x = c->d->left, .y = c->d->issuer_top};
    const struct image *image =
        figure != NULL && figure->src != NULL ? image_set_lookup(c->f->images, figure->src) : NULL;
    if (image == NULL)
        return r;
    r.h = c->d->width / 8;
    r.w = (scaled)muldiv(r.h, image->width, image->height);
    if (r.w > 2 * r.h) {
        r.w = 2 * r.h;
        r.h = (scaled)muldiv(r.w, image->height, image->width);
    }
    r.x += centred ? (c->d->width - r.w) / 2 : 0;
    uint32_t tag = flow_tag(c->f, TAG_FIGURE, figure);
    c->f->ctx->tags->items[tag].alt = figure->alt;
    struct page_item item = {.kind = ITEM_IMAGE, .tag = tag, .x = r.x, .y = r.y};
    item.u.image.image = image;
    item.u.image.w = r.w;
    item.u.image.h = r.h;
    flow_put_item(c->f, &c->box, &item);
    return r;
}

/* The issuing body, beside its logo where there is one, the lower of the two centred on the other. */
static void issuer(struct cover *c, const struct doc_node *cover)
{
    const struct style *name = flow_style(c->f, ROLE_COVER_ISSUER),
                       *department = flow_style(c->f, ROLE_COVER_DEPARTMENT);
    struct rect r = cover_logo(c, doc_child(cover, DOC_FIGURE), false);
    scaled gap = r.w > 0 ? PT(12) : 0, height = 0;
    struct cover_column beside = {c->d->left + r.w + gap, c->d->width * 2 / 3 - r.w - gap};
    const struct style *style = name;
    for (const struct doc_node *leaf = cover->first; leaf != NULL; leaf = leaf->next) {
        if (leaf->kind != DOC_ISSUER)
            continue;
        height += (scaled)count_lines(c, leaf, style, beside.width) * style->leading;
        style = department;
    }
    scaled y = c->d->issuer_top + flow_baseline(name->leading) + (r.h > height ? (r.h - height) / 2 : 0);
    bool first = true;
    for (const struct doc_node *leaf = cover->first; leaf != NULL; leaf = leaf->next) {
        if (leaf->kind != DOC_ISSUER)
            continue;
        y = cover_put(c, leaf, first ? name : department, TAG_P, beside, y);
        first = false;
    }
}

/* The handling mark in its frame, top right. */
static void handling(struct cover *c, const struct doc_node *leaf)
{
    const struct style *style = flow_style(c->f, ROLE_COVER_HANDLING);
    struct leaf_setting s = {.style = style, .tag = flow_tag(c->f, TAG_P, leaf), .width = c->d->width / 2};
    struct par par = {0};
    flow_set(c->f, leaf, &s, &par);
    if (par.n == 0)
        return;
    const struct par_line *line = &par.lines[0];
    scaled pad_x = PT(7), pad_y = PT(5), w = line->width + 2 * pad_x, h = style->size + 2 * pad_y;
    scaled x = c->d->left + c->d->width - w, y = c->d->issuer_top;
    cover_frame(c, (struct rect){x, y, w, h}, PT(0.8), INK_MARK);
    /* Capitals are about 0.73 em high: the base line that centres them. */
    flow_put_line(c->f, &c->box, line, x + pad_x, y + (h + (scaled)muldiv(style->size, 73, 100)) / 2);
}

/* The block under the bar. */
static void title_block(struct cover *c, const struct doc_node *cover)
{
    const struct doc_node *kicker = doc_child(cover, DOC_KICKER), *title = doc_child(cover, DOC_TITLE),
                          *subtitle = doc_child(cover, DOC_SUBTITLE);
    const struct style *ks = flow_style(c->f, ROLE_COVER_KICKER), *sub = flow_style(c->f, ROLE_COVER_SUBTITLE);
    flow_put_rule(c->f, &c->box, (struct rect){c->d->left, c->d->bar_top, c->d->bar_length, c->d->bar_height},
                  INK_ACCENT);
    scaled top = c->d->bar_top + ks->leading;
    if (kicker != NULL)
        cover_put(c, kicker, ks, TAG_P, cover_measure(c), top + flow_baseline(ks->leading));
    scaled y = top + ks->leading + ks->after;
    bool meeting = doc_child(cover, DOC_FIELD) != NULL;
    scaled end = meeting ? c->d->meeting_rule - c->d->meeting_gap : c->d->foot - PT(48);
    struct style ts = cover_title_style(c, title, subtitle, end - y);
    title = cover_fitting_title(c, title, &ts, end - y);
    y = cover_put(c, title, &ts, TAG_H1, cover_measure(c), y + flow_baseline(ts.leading)) - flow_baseline(ts.leading);
    if (subtitle != NULL)
        cover_put(c, subtitle, sub, TAG_P, cover_measure(c), y + ts.after + sub->before + flow_baseline(sub->leading));
}

static void meeting_block(struct cover *c, const struct doc_node *cover)
{
    const struct style *label = flow_style(c->f, ROLE_COVER_LABEL), *value = flow_style(c->f, ROLE_COVER_VALUE);
    struct cover_column labels = {c->d->left, c->d->label_width};
    scaled y = c->d->meeting_rule + PT(8), x = labels.x + labels.width + c->d->label_gap;
    struct cover_column values = {x, c->d->left + c->d->width - x};
    bool first = true;
    for (const struct doc_node *field = cover->first; field != NULL; field = field->next) {
        if (field->kind != DOC_FIELD)
            continue;
        if (first)
            flow_put_rule(c->f, &c->box,
                          (struct rect){c->d->left, c->d->meeting_rule, c->d->width, c->f->ctx->design->rules.edge},
                          INK_BLACK);
        struct style own = *value;
        own.weight = first ? 600 : value->weight;
        scaled base = y + flow_baseline(value->leading);
        cover_put(c, field->first, label, TAG_P, labels, base);
        scaled below = cover_put(c, field->last, &own, TAG_P, values, base);
        y = below - flow_baseline(value->leading) + PT(4);
        first = false;
    }
}

static void foot(struct cover *c, const struct doc_node *cover)
{
    const struct style *style = flow_style(c->f, ROLE_COVER_FOOT);
    unsigned i = 0;
    for (const struct doc_node *leaf = cover->first; leaf != NULL; leaf = leaf->next) {
        if (leaf->kind != DOC_META)
            continue;
        struct style own = *style;
        own.align = i++ == 0 ? ALIGN_LEFT : ALIGN_RIGHT;
        cover_put(c, leaf, &own, TAG_P, cover_measure(c), c->d->foot);
    }
}

void flow_cover(struct flow *f, const struct doc_node *cover)
{
    struct cover c = {.f = f, .d = &f->ctx->design->cover, .box = {.height = f->ctx->design->page.height}};
    flow_anchor(f, cover->id);
    if (c.d->framed) {
        cover_framed(&c, cover);
        flow_box(f, &c.box, true);
        return;
    }
    const struct doc_node *mark = doc_child(cover, DOC_HANDLING);
    issuer(&c, cover);
    if (mark != NULL)
        handling(&c, mark);
    title_block(&c, cover);
    meeting_block(&c, cover);
    foot(&c, cover);
    flow_box(f, &c.box, true);
}

/* Lines of one leaf of an entry, `y` the top of the first; returns the y below them. */
static scaled entry_text(struct cover *c, const struct doc_node *leaf, enum role role, uint32_t tag,
                         struct cover_column column, scaled y)
{
    const struct style *line = flow_style(c->f, ROLE_PART_ENTRY);
    struct leaf_setting s = {.style = flow_style(c->f, role), .tag = tag, .width = column.width};
    struct par par = {0};
    flow_set_text(c->f, &leaf->text, leaf, &s, &par);
    for (uint32_t i = 0; i < par.n; i++, y += line->leading)
        flow_put_spaced(c->f, &c->box, &par.lines[i], column.x, y + flow_baseline(line->leading));
    return y;
}

/* Number, title and page of one chapter of the part; the whole leads there. Returns the y of the next one. */
static scaled part_entry(struct cover *c, const struct doc_node *entry, scaled y)
{
    struct flow *f = c->f;
    const struct doc_node *label = doc_child(entry, DOC_LABEL), *title = doc_child(entry, DOC_TITLE),
                          *ref = doc_child(entry, DOC_PAGEREF);
    uint32_t toc = f->tag;
    f->tag = flow_tag(f, TAG_TOCI, entry);
    uint32_t link = flow_tag(f, TAG_LINK, entry);
    f->tag = toc;
    const struct style *line_style = flow_style(f, ROLE_PART_ENTRY);
    if (is_full(c, y + 2 * line_style->leading))
        y = turn_page(c, line_style->leading) - flow_baseline(line_style->leading);
    if (c->box.seq == 0)
        c->box.seq = label != NULL ? label->seq : title->seq;
    scaled measure = flow_width(f), top = y, x = c->d->left,
           indent = label != NULL ? f->ctx->design->contents.number_width : 0;
    if (label != NULL)
        entry_text(c, label, ROLE_CONTENTS_NUMBER, link, (struct cover_column){x, measure}, top);
    struct cover_column titles = {x + indent, measure - indent - f->ctx->design->contents.page_room};
    y = entry_text(c, title, ROLE_PART_ENTRY, link, titles, top);
    const char *page = ref != NULL ? f->ctx->page_label(f->ctx->user, ref->target) : NULL;
    if (page != NULL) {
        struct text text = text_make(f->ctx->out, page, strlen(page));
        struct leaf_setting s = {.style = flow_style(f, ROLE_CONTENTS_PAGE), .tag = link, .width = measure};
        struct par par = {0};
        flow_set_text(f, &text, ref, &s, &par);
        scaled line = y - flow_style(f, ROLE_PART_ENTRY)->leading;
        if (par.n > 0)
            flow_put_line(f, &c->box, &par.lines[0], x + measure - par.lines[0].width, line + flow_baseline(y - line));
        struct page_item item = {.kind = ITEM_LINK, .tag = link, .x = x, .y = top};
        item.u.link.to = page_link(f->ctx->out, arena_printf(f->ctx->out, "#%s", ref->target), title->text.s);
        item.u.link.w = measure;
        item.u.link.h = y - top;
        flow_put_item(f, &c->box, &item);
    }
    return y + flow_style(f, ROLE_PART_ENTRY)->after;
}

void flow_part(struct flow *f, const struct doc_node *part)
{
    struct cover c = {.f = f, .d = &f->ctx->design->cover, .box = {.height = f->ctx->design->page.height}};
    const struct doc_node *label = doc_child(part, DOC_LABEL), *title = doc_child(part, DOC_TITLE);
    const struct style *ls = flow_style(f, ROLE_PART_LABEL), *ts = flow_style(f, ROLE_PART_TITLE);
    flow_anchor(f, part->id);
    if (!c.d->framed) /* which has its titles centred */
        flow_put_rule(f, &c.box, (struct rect){c.d->left, c.d->bar_top, c.d->bar_length, c.d->bar_height}, INK_ACCENT);
    scaled y = c.d->bar_top + ls->leading;
    if (label != NULL)
        cover_put(&c, label, ls, TAG_P, cover_measure(&c), y + flow_baseline(ls->leading));
    y += ls->leading + ls->after;
    y = cover_put(&c, title, ts, TAG_H1, cover_measure(&c), y + flow_baseline(ts->leading)) -
        flow_baseline(ts->leading);
    y += PT(32);
    f->tag = flow_tag(f, TAG_TOC, part);
    for (const struct doc_node *node = part->first; node != NULL; node = node->next)
        if (node->kind == DOC_ENTRY)
            y = part_entry(&c, node, y);
    flow_box(f, &c.box, true);
}
