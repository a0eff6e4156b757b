/* The cover that Vietnamese offices use: everything centred in a double frame. Bodies at the top, the upper one light
 * and the issuing one bold over a short rule; kind, title and subtitle; the meeting; the handling mark in a frame;
 * place or date at the foot. With the head of a document of state (cover_document.c) in the place of bodies and frame.
 */
#include "layout/cover.h"

#define OUTER_RULE PT(1.5)
#define INNER_RULE PT(0.5)
#define FRAME_GAP MM_TENTHS(15)
#define MM_TENTHS(n) ((scaled)((int64_t)(n)*PT(72) / 254))
/* Between the frame and what stands in it. */
#define INSET MM_TENTHS(100)

static void double_frame(struct cover *c)
{
    const struct page_design *p = &c->f->ctx->design->page;
    scaled w = c->d->width, h = p->height - p->top - p->bottom, in = OUTER_RULE + FRAME_GAP;
    cover_frame(c, (struct rect){c->d->left, p->top, w, h}, OUTER_RULE, INK_BLACK);
    cover_frame(c, (struct rect){c->d->left + in, p->top + in, w - 2 * in, h - 2 * in}, INNER_RULE, INK_BLACK);
}

/* A rule under a text, `share` per cent of the width, in the middle. */
static void short_rule(struct cover *c, scaled y, scaled width, int share)
{
    scaled w = (scaled)muldiv(width, share, 100);
    flow_put_rule(c->f, &c->box, (struct rect){c->d->left + (c->d->width - w) / 2, y, w, INNER_RULE}, INK_BLACK);
}

static scaled centred(struct cover *c, const struct doc_node *leaf, enum role role, enum tag_role tag, scaled y)
{
    const struct style *style = flow_style(c->f, role);
    struct cover_column inner = {c->d->left + INSET, c->d->width - 2 * INSET};
    scaled below = cover_put(c, leaf, style, tag, inner, y + flow_baseline(style->leading));
    return below - flow_baseline(style->leading);
}

/* The last body is the one that issues; above it stands the one that it belongs to. */
static void bodies(struct cover *c, const struct doc_node *cover)
{
    struct rect logo = cover_logo(c, doc_child(cover, DOC_FIGURE), true);
    scaled y = c->d->issuer_top + logo.h + (logo.h > 0 ? PT(8) : 0);
    bool any = false;
    for (const struct doc_node *leaf = cover->first; leaf != NULL; leaf = leaf->next) {
        const struct doc_node *next = leaf->next;
        if (leaf->kind != DOC_ISSUER)
            continue;
        bool last = next == NULL || next->kind != DOC_ISSUER;
        y = centred(c, leaf, last ? ROLE_COVER_DEPARTMENT : ROLE_COVER_ISSUER, TAG_P, y);
        any = true;
    }
    if (any)
        short_rule(c, y + PT(2), c->d->width, 12);
}

static void mark(struct cover *c, const struct doc_node *leaf, scaled y)
{
    const struct style *style = flow_style(c->f, ROLE_COVER_HANDLING);
    struct leaf_setting s = {.style = style, .tag = flow_tag(c->f, TAG_P, leaf), .width = c->d->width};
    struct par par = {0};
    flow_set(c->f, leaf, &s, &par);
    if (par.n == 0)
        return;
    scaled w = par.lines[0].width + 2 * PT(7), h = style->size + 2 * PT(6);
    scaled x = c->d->left + (c->d->width - w) / 2;
    cover_frame(c, (struct rect){x, y, w, h}, PT(0.8), INK_BLACK);
    /* Capitals are about 0.66 em high in the faces that offices use: the base line that centres them. */
    flow_put_line(c->f, &c->box, &par.lines[0], x + PT(7), y + (h + (scaled)muldiv(style->size, 66, 100)) / 2);
}

static scaled titles(struct cover *c, const struct doc_node *cover)
{
    const struct doc_node *kicker = doc_child(cover, DOC_KICKER), *title = doc_child(cover, DOC_TITLE),
                          *subtitle = doc_child(cover, DOC_SUBTITLE);
    scaled y = c->d->bar_top, end = c->d->meeting_rule - c->d->meeting_gap;
    if (kicker != NULL)
        y = centred(c, kicker, ROLE_COVER_KICKER, TAG_P, y) + flow_style(c->f, ROLE_COVER_KICKER)->after;
    struct cover_design inner = *c->d;
    inner.left += INSET;
    inner.width -= 2 * INSET;
    struct cover own = {.f = c->f, .d = &inner, .box = c->box};
    struct style style = cover_title_style(&own, title, subtitle, end - y);
    title = cover_fitting_title(&own, title, &style, end - y);
    y = cover_put(&own, title, &style, TAG_H1, cover_measure(&own), y + flow_baseline(style.leading)) -
        flow_baseline(style.leading);
    c->box = own.box;
    short_rule(c, y + style.after / 2, c->d->width, 32);
    y += style.after;
    return subtitle != NULL ? centred(c, subtitle, ROLE_COVER_SUBTITLE, TAG_P, y) : y;
}

/* Label and value side by side; the first value is the meeting's name. */
static void fields(struct cover *c, const struct doc_node *cover)
{
    const struct style *label = flow_style(c->f, ROLE_COVER_LABEL), *value = flow_style(c->f, ROLE_COVER_VALUE);
    struct cover_column labels = {c->d->left + INSET, c->d->label_width};
    scaled y = c->d->meeting_rule, at = labels.x + labels.width + c->d->label_gap;
    struct cover_column values = {at, c->d->left + c->d->width - INSET - at};
    for (const struct doc_node *field = cover->first; field != NULL; field = field->next) {
        if (field->kind != DOC_FIELD)
            continue;
        scaled base = y + flow_baseline(value->leading);
        cover_put(c, field->first, label, TAG_P, labels, base);
        y = cover_put(c, field->last, value, TAG_P, values, base) - flow_baseline(value->leading) + PT(4);
    }
}

void cover_framed(struct cover *c, const struct doc_node *cover)
{
    const struct doc_node *handling = doc_child(cover, DOC_HANDLING);
    const struct style *foot = flow_style(c->f, ROLE_COVER_FOOT);
    scaled y = c->d->foot - flow_baseline(foot->leading);
    if (cover_has_document_head(cover)) {
        cover_document_head(c, cover);
    } else {
        double_frame(c);
        bodies(c, cover);
    }
    if (handling != NULL)
        mark(c, handling, y - 3 * foot->leading);
    titles(c, cover);
    fields(c, cover);
    for (const struct doc_node *leaf = cover->first; leaf != NULL; leaf = leaf->next)
        if (leaf->kind == DOC_META)
            y = centred(c, leaf, ROLE_COVER_FOOT, TAG_P, y);
}
