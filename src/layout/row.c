/* The middle of a row: what it is about, text, small print. */
#include "layout/row.h"
#include "layout/linebreak.h"

static struct leaf_setting setting(struct row *r, enum role role, enum tag_role tag, const struct doc_node *leaf)
{
    return (struct leaf_setting){.style = flow_style(r->f, role), .tag = flow_tag(r->f, tag, leaf)};
}

/* Lines of a text that is `leaf` or made of it. Between two parts of a row a page may end only if the row is long. */
static void put_lines(struct row *r, const struct text *text, const struct doc_node *leaf, const struct leaf_setting *s)
{
    struct flow *f = r->f;
    struct par par = {0};
    flow_set_text(f, text, leaf, s, &par);
    flow_anchor(f, leaf->id);
    r->line_end = 0;
    for (uint32_t i = 0; i < par.n; i++) {
        struct vbox box = {.height = s->style->leading, .seq = leaf->seq, .offset = par.lines[i].start};
        flow_put_line(f, &box, &par.lines[i], f->left + s->style->left, flow_baseline(s->style->leading));
        if (f->n > r->item)
            flow_penalty(f, i == 1 || (i > 0 && i + 1 == par.n) ? PENALTY_FORBID : 0);
        flow_box(f, &box, true);
        r->line_end = par.lines[i].width + s->style->left;
    }
}

static void put_leaf(struct row *r, const struct doc_node *leaf, enum role role, enum tag_role tag)
{
    struct leaf_setting s = setting(r, role, tag, leaf);
    put_lines(r, &leaf->text, leaf, &s);
}

/* Small print on the last line, where it fits behind the words that stand there. */
static bool run_in(struct row *r, const struct doc_node *leaf, enum role role)
{
    struct flow *f = r->f;
    const struct style *style = flow_style(f, role);
    struct par_request wish = {
        .text = &leaf->text, .style = style, .lang = doc_lang(leaf, f->lang), .pos = leaf->pos, .width = flow_width(f)};
    scaled at = r->line_end + style->size;
    struct leaf_setting s = {.style = style};
    if (r->line_end == 0 || at + par_natural_width(f->ctx, &wish) + style->size / 4 > flow_width(f))
        return false;
    struct par par = {0};
    struct vbox *box = f->boxes[f->n_boxes - 1];
    s.tag = flow_tag(f, TAG_P, leaf);
    flow_set(f, leaf, &s, &par);
    if (par.n == 0)
        return true;
    flow_put_line(f, box, &par.lines[0], f->left + at, flow_baseline(box->height));
    r->line_end = at + par.lines[0].width;
    return true;
}

/* Paragraphs of one row stand a little apart. */
static void put_paragraph(struct row *r, const struct doc_node *node)
{
    if (node->prev != NULL && node->prev->kind == DOC_PARAGRAPH) {
        flow_penalty(r->f, 0);
        flow_glue(r->f, flow_style(r->f, r->look->text)->leading / 4, 0);
    }
    put_leaf(r, node, r->look->text, TAG_P);
}

static void put_url(struct row *r, const struct doc_node *url)
{
    struct text text = flow_url(r->f, url);
    struct leaf_setting s = setting(r, r->look->meta, TAG_P, url);
    put_lines(r, &text, url, &s);
}

/* Where the values of a record's fields begin: behind the widest of their labels. */
static scaled field_indent(struct row *r, const struct doc_node *record)
{
    struct flow *f = r->f;
    const struct style *small = flow_style(f, r->look->meta);
    scaled x = f->ctx->design->block.label_width * 3 / 4;
    for (const struct doc_node *node = record->first; node != NULL; node = node->next) {
        const struct doc_node *label = node->kind == DOC_FIELD ? doc_child(node, DOC_LABEL) : NULL;
        if (label == NULL)
            continue;
        struct par_request wish = {.text = &label->text,
                                   .style = small,
                                   .lang = doc_lang(label, f->lang),
                                   .pos = label->pos,
                                   .width = flow_width(f)};
        scaled least = par_natural_width(f->ctx, &wish) + small->size;
        x = least > x ? least : x;
    }
    return x < flow_width(f) / 2 ? x : flow_width(f) / 2;
}

/* "Tiếng Nga   Совещание…": what language, and the name, from `x`. */
static void put_field(struct row *r, const struct doc_node *field, scaled x)
{
    struct flow *f = r->f;
    const struct doc_node *label = doc_child(field, DOC_LABEL), *value = doc_child(field, DOC_VALUE);
    const struct style *text = flow_style(f, r->look->text);
    struct leaf_setting s = setting(r, r->look->meta, TAG_P, field);
    struct par left = {0}, right = {0};
    scaled y = flow_baseline(text->leading);
    s.width = x;
    flow_set(f, label, &s, &left);
    s.style = text;
    s.width = flow_width(f) - x;
    flow_set(f, value, &s, &right);
    for (uint32_t i = 0; i < left.n || i < right.n; i++) {
        struct vbox box = {.height = text->leading, .seq = i == 0 ? label->seq : i < right.n ? value->seq : 0};
        if (i < left.n)
            flow_put_spaced(f, &box, &left.lines[i], f->left, y);
        if (i < right.n) {
            box.offset = right.lines[i].start;
            flow_put_line(f, &box, &right.lines[i], f->left + x, y);
        }
        flow_penalty(f, 0);
        flow_box(f, &box, true);
    }
    r->line_end = 0;
}

void row_middle(struct row *r, const struct doc_node *record)
{
    struct flow *f = r->f;
    scaled fields = 0;
    for (const struct doc_node *node = record->first; node != NULL; node = node->next) {
        f->tag = r->body;
        switch (node->kind) {
        case DOC_LABEL:
            break;
        case DOC_FIGURE:
            if (node != record->first)
                flow_block(f, node);
            break;
        case DOC_TITLE:
            if (!r->look->beside)
                put_leaf(r, node, r->look->title, TAG_P);
            break;
        case DOC_SUBTITLE:
            put_leaf(r, node, r->look->subtitle, TAG_P);
            break;
        case DOC_PARAGRAPH:
            put_paragraph(r, node);
            break;
        case DOC_FIELD:
            fields = fields > 0 ? fields : field_indent(r, record);
            put_field(r, node, fields);
            break;
        case DOC_URL:
        case DOC_META: /* see put_small_print() */
            break;
        default:
            if (f->n > r->item)
                flow_penalty(f, 0);
            flow_block(f, node);
            r->line_end = 0;
        }
    }
}

/* References follow the text on its line; who leads begins a line, and what else is said of it follows there. */
static void put_meta(struct row *r, const struct doc_node *node)
{
    bool follows = r->look->rules && !r->look->beside ? node->prev->kind == DOC_META : true;
    if (!r->look->side || !follows || !run_in(r, node, r->look->meta))
        put_leaf(r, node, r->look->meta, TAG_P);
}

/* References and names of those who lead, `below` the text, and addresses. */
void row_small_print(struct row *r, const struct doc_node *record, bool below)
{
    r->f->tag = r->body;
    for (const struct doc_node *node = record->first; node != NULL; node = node->next)
        if (node->kind == DOC_META && below)
            put_meta(r, node);
        else if (node->kind == DOC_URL)
            put_url(r, node);
}
