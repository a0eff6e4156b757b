/* The numbers of a layout must lie within limits: each mistake is told where it stands. */
#include <stdlib.h>

#include "style/design_fill.h"

/* Least width of a column of text, mm. */
#define LEAST_COLUMN 30

/* Limits are not the page's: a layout may derive from one of larger paper and say no more than its own size.
 * Thousandths of a pt: of a place on the page, of a measure beside the text. */
#define MOST 3000000
#define WIDE 600000

struct srcpos design_place(const struct yaml_node *root, const char *group, const char *key)
{
    const struct yaml_node *map = yaml_lookup(root, group);
    const struct yaml_node *value = map && map->kind == YAML_MAP ? yaml_lookup(map, key) : NULL;
    return value ? value->pos : DIAG_NOWHERE;
}

/* A number that must lie within limits; lengths are given and shown in thousandths of a pt. */
struct limit {
    const char *group, *key;
    int64_t value, low, high;
    bool length;
};

static const char *show(struct arena *a, const struct limit *l, int64_t v)
{
    if (!l->length)
        return arena_printf(a, "%lld", (long long)v);
    return arena_printf(a, "%s%lld.%lld pt", v < 0 ? "-" : "", llabs(v) / 1000, llabs(v) % 1000 / 100);
}

static int check_limit(const struct yaml_node *root, const struct limit *l, struct srcpos pos, struct arena *a,
                       struct diag *d)
{
    if (l->value >= l->low && l->value <= l->high)
        return 0;
    if (!pos.file)
        pos = design_place(root, l->group, l->key);
    diag_add(d, MSG_LAYOUT_RANGE, pos, arena_printf(a, "%s.%s", l->group, l->key), show(a, l, l->value),
             show(a, l, l->low), show(a, l, l->high), NULL);
    return 1;
}

struct limits {
    const struct limit *items;
    size_t n;
};

static int check_all(const struct yaml_node *root, struct limits limits, struct arena *a, struct diag *d)
{
    int faults = 0;
    for (size_t i = 0; i < limits.n; i++)
        faults += check_limit(root, &limits.items[i], DIAG_NOWHERE, a, d);
    return faults;
}

#define CHECK(list) check_all(root, (struct limits){list, sizeof(list) / sizeof *(list)}, a, d)

static int check_text(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    const struct text_design *t = &s->text;
    const struct limit limits[] = {
        {"text", "size", scaled_milli(t->size), 5000, 72000, true},
        {"text", "leading", scaled_milli(t->leading), scaled_milli(t->leading == 0 ? 0 : t->size), 200000, true},
        {"text", "clearance", scaled_milli(t->clearance), 0, scaled_milli(t->size), true},
        {"text", "indent", scaled_milli(t->indent), 0, 200000, true},
        {"text", "paragraph-space", scaled_milli(t->par_skip), 0, 200000, true},
        {"text", "space-shrink", t->shrink, 50, 100, false},
        {"text", "space-stretch", t->stretch, 100, 400, false},
        {"text", "widow-lines", t->widow_lines, 1, 10, false},
        {"text", "orphan-lines", t->orphan_lines, 1, 10, false},
        {"text", "columns", t->columns, 1, 3, false},
        {"text", "column-gap", scaled_milli(t->column_gap), 0, 100000, true},
        {"text", "drop-cap", t->drop_cap, t->drop_cap > 0 ? 2 : 0, 6, false}, /* a letter of one line is none */
        {"text", "last-page-lines", t->last_page_lines, 0, 20, false},
        /* five per cent is where letters begin to look wrong to anyone */
        {"text", "scaling", t->scaling, 0, 500, false},
        {"text", "letterspacing", t->letterspacing, 0, 300, false},
        {"text", "letterspacing-most", t->letterspacing_most, 0, 300, false},
    };
    return CHECK(limits);
}

/* What stands at fixed places of the page. */
static int check_places(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    const int64_t height = scaled_milli(s->page.height);
    const struct cover_design *c = &s->cover;
    const struct limit limits[] = {
        {"page", "full-width", scaled_milli(s->page.full_width), 0, MOST, true},
        {"head", "chapter-share", s->head.chapter_share, 0, 100, false},
        {"head", "book-share", s->head.book_share, 0, 100, false},
        {"folio", "baseline", scaled_milli(s->folio.baseline), 0, height, true},
        {"head", "baseline", scaled_milli(s->head.baseline), 0, height, true},
        {"foot", "baseline", scaled_milli(s->foot.baseline), 0, height, true},
        {"foot", "contents", scaled_milli(s->foot.contents), 0, height, true},
        {"opening", "sink", scaled_milli(s->opening.sink), 0, height / 2, true},
        {"opening", "title-width", scaled_milli(s->opening.title_width), 0, MOST, true},
        {"cover", "left", scaled_milli(c->left), 0, MOST, true},
        {"cover", "width", scaled_milli(c->width), 0, MOST, true},
        {"cover", "issuer-top", scaled_milli(c->issuer_top), 0, MOST, true},
        {"cover", "bar-top", scaled_milli(c->bar_top), 0, MOST, true},
        {"cover", "bar-length", scaled_milli(c->bar_length), 0, MOST, true},
        {"cover", "bar-height", scaled_milli(c->bar_height), 0, MOST, true},
        {"cover", "meeting-rule", scaled_milli(c->meeting_rule), 0, MOST, true},
        {"cover", "meeting-gap", scaled_milli(c->meeting_gap), 0, MOST, true},
        {"cover", "label-width", scaled_milli(c->label_width), 0, MOST, true},
        {"cover", "label-gap", scaled_milli(c->label_gap), 0, MOST, true},
        {"cover", "foot", scaled_milli(c->foot), 0, MOST, true},
        {"cover", "title-lines", c->title_lines, 1, 6, false},
    };
    return CHECK(limits);
}

/* Measures of lists, rows, rules and the like. */
static int check_parts(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    const struct limit limits[] = {
        {"contents", "number-width", scaled_milli(s->contents.number_width), 0, WIDE, true},
        {"contents", "page-room", scaled_milli(s->contents.page_room), 0, WIDE, true},
        {"contents", "leader-step", scaled_milli(s->contents.leader_step), 0, WIDE, true},
        {"index-columns", "columns", s->index.columns, 1, 6, false},
        {"index-columns", "column-gap", scaled_milli(s->index.column_gap), 0, WIDE, true},
        {"index-columns", "turnover", scaled_milli(s->index.turnover), 0, WIDE, true},
        {"index-columns", "letter-gap", scaled_milli(s->index.letter_gap), 0, WIDE, true},
        {"rules", "bar", scaled_milli(s->rules.bar), 0, 72000, true},
        {"rules", "accent", scaled_milli(s->rules.accent), 0, 72000, true},
        {"rules", "edge", scaled_milli(s->rules.edge), 0, 72000, true},
        {"rules", "inner", scaled_milli(s->rules.inner), 0, 72000, true},
        {"rules", "hair", scaled_milli(s->rules.hair), 0, 72000, true},
        {"list", "indent", scaled_milli(s->list_indent), 0, WIDE, true},
        {"list", "left", scaled_milli(s->list_left), 0, WIDE, true},
        {"block", "figure-gap", scaled_milli(s->block.figure_gap), 0, WIDE, true},
        {"block", "table-gap", scaled_milli(s->block.table_gap), 0, WIDE, true},
        {"block", "note-rule", scaled_milli(s->block.note_rule), 0, WIDE, true},
        {"block", "label-width", scaled_milli(s->block.label_width), 0, WIDE, true},
        {"block", "column-gap", scaled_milli(s->block.column_gap), 0, WIDE, true},
        {"block", "side-width", scaled_milli(s->block.side_width), 0, WIDE, true},
        {"block", "number-width", scaled_milli(s->block.number_width), 0, WIDE, true},
        {"block", "note-step", scaled_milli(s->block.note_step), 0, WIDE, true},
        {"qr-code", "module", scaled_milli(s->qr.module), 0, 14400, true},
        {"qr-code", "smallest", scaled_milli(s->qr.size_min), 0, WIDE, true},
        {"qr-code", "largest", scaled_milli(s->qr.size_max), 0, WIDE, true},
    };
    return CHECK(limits);
}

static int check_styles(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    const struct yaml_node *styles = yaml_lookup(root, "styles");
    int faults = 0;
    for (int i = 0; styles && styles->kind == YAML_MAP && i < ROLE_COUNT; i++) {
        const struct yaml_node *node = yaml_lookup(styles, design_role_name((enum role)i));
        const struct style *y = &s->styles[i];
        const char *role = design_role_name((enum role)i);
        const struct limit limits[] = {
            {role, "size", scaled_milli(y->size), 4000, 200000, true},
            {role, "leading", scaled_milli(y->leading), scaled_milli(y->leading == 0 ? 0 : y->size), 400000, true},
            {role, "weight", y->weight, 100, 900, false},
            {role, "strong", y->strong, 100, 900, false},
            {role, "left", scaled_milli(y->left), 0, 400000, true},
            {role, "right", scaled_milli(y->right), 0, 400000, true},
            {role, "before", scaled_milli(y->before), 0, 400000, true},
            {role, "after", scaled_milli(y->after), 0, 400000, true},
            {role, "indent", scaled_milli(y->indent), -200000, 200000, true},
            {role, "keep", y->keep, 0, 10, false},
            {role, "tracking", scaled_milli(y->tracking), -scaled_milli(y->size) / 10, scaled_milli(y->size), true},
        };
        for (size_t k = 0; node && k < sizeof limits / sizeof *limits; k++) {
            const struct yaml_node *value = node->kind == YAML_MAP ? yaml_lookup(node, limits[k].key) : NULL;
            if (value) /* what it takes from the text is judged there */
                faults += check_limit(root, &limits[k], value->pos, a, d);
        }
    }
    return faults;
}

scaled design_column_width(const struct design *d)
{
    int64_t n = d->text.columns > 0 ? d->text.columns : 1;
    scaled measure = d->page.width - d->page.inner - d->page.outer - d->page.gutter;
    return (scaled)((measure - (n - 1) * d->text.column_gap) / n);
}

/* Columns that hold no more than a few words. */
static int check_columns(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    scaled width = design_column_width(s);
    if (s->text.columns < 2 || s->text.columns > 3 || width >= mm_milli(LEAST_COLUMN * 1000))
        return 0;
    diag_add(d, MSG_LAYOUT_COLUMNS, design_place(root, "text", "columns"), arena_printf(a, "%d", (int)s->text.columns),
             arena_printf(a, "%lld", (long long)muldiv(width, 254, (int64_t)720 * SCALED_ONE)),
             arena_printf(a, "%d", LEAST_COLUMN), NULL);
    return 1;
}

int design_check(const struct yaml_node *root, const struct design *s, struct arena *a, struct diag *d)
{
    int64_t measure = (int64_t)s->page.width - s->page.inner - s->page.gutter - s->page.outer;
    int64_t height = (int64_t)s->page.height - s->page.top - s->page.bottom;
    int faults = 0;
    if (s->page.inner < 0 || s->page.outer < 0 || s->page.top < 0 || s->page.bottom < 0 || s->page.gutter < 0 ||
        measure < mm_milli(40000) || height < mm_milli(40000)) {
        const struct yaml_node *page = yaml_lookup(root, "page");
        diag_add(d, MSG_LAYOUT_MARGINS, page ? page->pos : DIAG_NOWHERE,
                 arena_printf(a, "%lld", (long long)(muldiv(measure, 254, (int64_t)720 * SCALED_ONE))),
                 arena_printf(a, "%lld", (long long)(muldiv(height, 254, (int64_t)720 * SCALED_ONE))), NULL);
        faults++;
    }
    faults += check_text(root, s, a, d) + check_places(root, s, a, d) + check_parts(root, s, a, d);
    return faults + check_columns(root, s, a, d) + check_styles(root, s, a, d);
}
