/* The head of a document of state, after Decree 30/2020/NĐ-CP, Appendix I: the issuing bodies at the left, national
 * title and motto at the right, number and date below them, every text in the middle of its side.
 *
 * The national title stands on one line: its side is as wide as it needs, the bodies get the rest. */
#include "layout/cover.h"

#define RULE PT(0.75)
#define RULE_GAP PT(4)
#define SIDE_GAP PT(10)
/* The national title's side is at most so much of the measure; the decree allows it 12 to 13 pt. */
#define STATE_SHARE 64
#define SMALLEST PT(12)

static scaled natural_width(struct cover *c, const struct doc_node *leaf, const struct style *style)
{
    struct par_request r = {.text = &leaf->text,
                            .style = style,
                            .lang = doc_lang(leaf, c->f->lang),
                            .pos = leaf->pos,
                            .width = c->d->width};
    return par_natural_width(c->f->ctx, &r);
}

/* The style, down to 12 pt where the text does not fit the width on one line otherwise. */
static struct style fitting(struct cover *c, const struct doc_node *leaf, enum role role, scaled width)
{
    struct style style = *flow_style(c->f, role);
    while (style.size > SMALLEST && natural_width(c, leaf, &style) > width)
        style.size = style.size - PT(0.5) < SMALLEST ? SMALLEST : style.size - PT(0.5);
    return style;
}

static scaled put(struct cover *c, const struct doc_node *leaf, const struct style *style, struct cover_column s,
                  scaled y)
{
    scaled base = flow_baseline(style->leading);
    return cover_put(c, leaf, style, TAG_P, s, y + base) - base;
}

static void centred_rule(struct cover *c, struct cover_column s, scaled y, scaled width)
{
    flow_put_rule(c->f, &c->box, (struct rect){s.x + (s.width - width) / 2, y, width, RULE}, INK_BLACK);
}

static scaled at_most(scaled v, scaled most)
{
    return v < most ? v : most;
}

/* The last body issues the document; a rule of two fifths of its last line stands below it. */
static scaled bodies(struct cover *c, const struct doc_node *cover, struct cover_column s, scaled y)
{
    const struct doc_node *leaf = doc_child(cover, DOC_ISSUER);
    scaled width = 0;
    for (; leaf != NULL && leaf->kind == DOC_ISSUER; leaf = leaf->next) {
        bool last = leaf->next == NULL || leaf->next->kind != DOC_ISSUER;
        struct style style = fitting(c, leaf, last ? ROLE_COVER_DEPARTMENT : ROLE_COVER_ISSUER, s.width);
        style.balance = true;
        y = put(c, leaf, &style, s, y);
        width = at_most(natural_width(c, leaf, &style), s.width);
    }
    if (width > 0)
        centred_rule(c, s, y + RULE_GAP, width * 2 / 5);
    return y;
}

static scaled state(struct cover *c, const struct doc_node *title, const struct style *style, struct cover_column s,
                    scaled y)
{
    const struct doc_node *motto = title->next;
    y = put(c, title, style, s, y);
    if (motto == NULL || motto->kind != DOC_STATE)
        return y;
    struct style of_motto = fitting(c, motto, ROLE_COVER_MOTTO, s.width);
    y = put(c, motto, &of_motto, s, y);
    centred_rule(c, s, y + RULE_GAP, at_most(natural_width(c, motto, &of_motto), s.width));
    return y;
}

bool cover_has_document_head(const struct doc_node *cover)
{
    return doc_child(cover, DOC_STATE) != NULL || doc_child(cover, DOC_NUMBER) != NULL ||
           doc_child(cover, DOC_PLACE) != NULL;
}

scaled cover_document_head(struct cover *c, const struct doc_node *cover)
{
    const struct doc_node *title = doc_child(cover, DOC_STATE), *number = doc_child(cover, DOC_NUMBER),
                          *place = doc_child(cover, DOC_PLACE);
    scaled top = c->f->ctx->design->page.top, most = (scaled)muldiv(c->d->width, STATE_SHARE, 100), own = most;
    struct style style = {0};
    if (title != NULL) {
        style = fitting(c, title, ROLE_COVER_STATE, most);
        own = natural_width(c, title, &style) + PT(1);
    }
    struct cover_column left = {c->d->left, c->d->width - own - SIDE_GAP},
                        right = {c->d->left + c->d->width - own, own};
    scaled y = bodies(c, cover, left, top), other = title != NULL ? state(c, title, &style, right, top) : top;
    y = (y > other ? y : other) + 3 * RULE_GAP;
    scaled below = y;
    if (number != NULL)
        below = put(c, number, flow_style(c->f, ROLE_COVER_NUMBER), left, y);
    if (place != NULL) {
        struct style of_place = fitting(c, place, ROLE_COVER_PLACE, own);
        other = put(c, place, &of_place, right, y);
        below = other > below ? other : below;
    }
    return below;
}
