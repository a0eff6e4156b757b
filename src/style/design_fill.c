/* The keys of a layout, and how they become struct design.
 *
 * Most keys are plain lengths, numbers and words, which base/yaml.h fills by table. Four kinds of value have a form of
 * their own (paper sizes, percentages, colours, and lengths in the em of a style's own size); for these the table takes
 * the text and a function here reads it.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "style/design_fill.h"

/* Clear space between the ink of two lines where the leading is found from it, in 1/100 of the size. */
#define CLEARANCE 3

struct raw_page {
    struct page_design design;
    const char *size;
};

struct raw_text {
    struct text_design design;
    const char *scaling, *letterspacing, *letterspacing_most;
};

struct raw_inks {
    const char *accent, *accent_press, *mark, *mark_press;
};

/* What the table fills: the parts of struct design, and the values that need reading. */
struct raw {
    bool ties; /* "ties: off" for text.ties */
    struct design design;
    const char *extends, *description;
    struct raw_page page;
    struct raw_text text;
    struct raw_inks inks;
    struct {
        scaled indent, left;
        const char *marker;
    } list;
    struct yaml_node *styles;
};

static const char *const align_words[] = {"justify", "left", "right", "center", NULL};
static const char *const ink_words[] = {"black", "accent", "mark", NULL};
static const char *const note_words[] = {"ruled", "dotted", NULL};
static const char *const emphasis_words[] = {"italic", "bold", NULL};
static const char *const head_words[] = {"none", "both-sides", "outer", NULL};
static const char *const folio_place_words[] = {"top", "bottom", NULL};
static const char *const folio_align_words[] = {"outer", "left", "right", "center", NULL};
static const char *const depth_words[] = {"1", "2", "3", NULL};
static const char *const mode_words[] = {"outline", "pages", "full-screen", NULL};          /* enum screen_mode */
static const char *const pages_words[] = {"auto", "single", "continuous", "spreads", NULL}; /* enum screen_pages */
static const char *const front_words[] = {"roman", "arabic", NULL};

#define END                                                                                                            \
    {                                                                                                                  \
        NULL, YT_INT, false, 0, NULL                                                                                   \
    }
#define SCHEMA(name, bytes) static const struct yaml_schema name##_schema = {name##_keys, bytes, -1, -1}

#define PAGE(k, type, required, field)                                                                                 \
    {                                                                                                                  \
        k, type, required, offsetof(struct raw_page, field), NULL                                                      \
    }
static const struct yaml_key page_keys[] = {PAGE("size", YT_STRING, true, size),
                                            PAGE("inner", YT_LENGTH, true, design.inner),
                                            PAGE("outer", YT_LENGTH, true, design.outer),
                                            PAGE("top", YT_LENGTH, true, design.top),
                                            PAGE("bottom", YT_LENGTH, true, design.bottom),
                                            PAGE("gutter", YT_LENGTH, false, design.gutter),
                                            PAGE("duplex", YT_BOOL, false, design.duplex),
                                            PAGE("full-width", YT_LENGTH, false, design.full_width),
                                            END};
SCHEMA(page, sizeof(struct raw_page));

#define TEXT(k, type, required, field, detail)                                                                         \
    {                                                                                                                  \
        k, type, required, offsetof(struct raw_text, field), detail                                                    \
    }
static const struct yaml_key text_keys[] = {TEXT("font", YT_STRING, true, design.font, NULL),
                                            TEXT("size", YT_LENGTH, true, design.size, NULL),
                                            TEXT("leading", YT_LENGTH_OR_AUTO, true, design.leading, NULL),
                                            TEXT("clearance", YT_LENGTH, false, design.clearance, NULL),
                                            TEXT("indent", YT_LENGTH, false, design.indent, NULL),
                                            TEXT("paragraph-space", YT_LENGTH, false, design.par_skip, NULL),
                                            TEXT("align", YT_ENUM, false, design.align, align_words),
                                            TEXT("scaling", YT_STRING, false, scaling, NULL),
                                            TEXT("letterspacing", YT_STRING, false, letterspacing, NULL),
                                            TEXT("letterspacing-most", YT_STRING, false, letterspacing_most, NULL),
                                            TEXT("hanging", YT_BOOL, false, design.hanging, NULL),
                                            TEXT("ties", YT_BOOL, false, design.ties, NULL),
                                            TEXT("indent-all", YT_BOOL, false, design.indent_all, NULL),
                                            TEXT("grid", YT_BOOL, false, design.grid, NULL),
                                            TEXT("space-shrink", YT_INT, false, design.shrink, NULL),
                                            TEXT("space-stretch", YT_INT, false, design.stretch, NULL),
                                            TEXT("widow-lines", YT_INT, false, design.widow_lines, NULL),
                                            TEXT("orphan-lines", YT_INT, false, design.orphan_lines, NULL),
                                            TEXT("columns", YT_INT, false, design.columns, NULL),
                                            TEXT("column-gap", YT_LENGTH, false, design.column_gap, NULL),
                                            TEXT("drop-cap", YT_INT, false, design.drop_cap, NULL),
                                            TEXT("last-page-lines", YT_INT, false, design.last_page_lines, NULL),
                                            TEXT("emphasis", YT_ENUM, false, design.emphasis, emphasis_words),
                                            END};
SCHEMA(text, sizeof(struct raw_text));

/* The remaining groups are unnamed structs of struct design; offsets within a group. */
#define IN(group, field) offsetof(__typeof__(((struct design *)0)->group), field)
#define GROUP_SIZE(group) sizeof(((struct design *)0)->group)

static const struct yaml_key folio_keys[] = {{"place", YT_ENUM, false, IN(folio, place), folio_place_words},
                                             {"align", YT_ENUM, false, IN(folio, align), folio_align_words},
                                             {"baseline", YT_LENGTH, false, IN(folio, baseline), NULL},
                                             {"front", YT_ENUM, false, IN(folio, arabic_front), front_words},
                                             {"first", YT_BOOL, false, IN(folio, on_first), NULL},
                                             END};
SCHEMA(folio, GROUP_SIZE(folio));

static const struct yaml_key head_keys[] = {{"place", YT_ENUM, false, IN(head, place), head_words},
                                            {"baseline", YT_LENGTH, false, IN(head, baseline), NULL},
                                            {"chapter-share", YT_INT, false, IN(head, chapter_share), NULL},
                                            {"book-share", YT_INT, false, IN(head, book_share), NULL},
                                            END};
SCHEMA(head, GROUP_SIZE(head));

static const struct yaml_key foot_keys[] = {{"baseline", YT_LENGTH, false, IN(foot, baseline), NULL},
                                            {"contents", YT_LENGTH, false, IN(foot, contents), NULL},
                                            END};
SCHEMA(foot, GROUP_SIZE(foot));

static const struct yaml_key screen_keys[] = {{"mode", YT_ENUM, false, IN(screen, mode), mode_words},
                                              {"pages", YT_ENUM, false, IN(screen, pages), pages_words},
                                              END};
SCHEMA(screen, GROUP_SIZE(screen));

static const struct yaml_key opening_keys[] = {{"sink", YT_LENGTH, false, IN(opening, sink), NULL},
                                               {"recto", YT_BOOL, false, IN(opening, recto), NULL},
                                               {"chapter-word", YT_BOOL, false, IN(opening, chapter_word), NULL},
                                               {"title-width", YT_LENGTH, false, IN(opening, title_width), NULL},
                                               END};
SCHEMA(opening, GROUP_SIZE(opening));

static const struct yaml_key contents_keys[] = {{"number-width", YT_LENGTH, false, IN(contents, number_width), NULL},
                                                {"page-room", YT_LENGTH, false, IN(contents, page_room), NULL},
                                                {"leader-step", YT_LENGTH, false, IN(contents, leader_step), NULL},
                                                {"depth", YT_ENUM, false, IN(contents, depth), depth_words},
                                                {"per-part", YT_BOOL, false, IN(contents, per_part), NULL},
                                                {"per-chapter", YT_BOOL, false, IN(contents, per_chapter), NULL},
                                                END};
SCHEMA(contents, GROUP_SIZE(contents));

static const struct yaml_key index_keys[] = {{"columns", YT_INT, false, IN(index, columns), NULL},
                                             {"column-gap", YT_LENGTH, false, IN(index, column_gap), NULL},
                                             {"turnover", YT_LENGTH, false, IN(index, turnover), NULL},
                                             {"letter-gap", YT_LENGTH, false, IN(index, letter_gap), NULL},
                                             END};
SCHEMA(index, GROUP_SIZE(index));

#define COVER(k, type, field)                                                                                          \
    {                                                                                                                  \
        k, type, false, offsetof(struct cover_design, field), NULL                                                     \
    }
static const struct yaml_key cover_keys[] = {COVER("left", YT_LENGTH, left),
                                             COVER("width", YT_LENGTH, width),
                                             COVER("issuer-top", YT_LENGTH, issuer_top),
                                             COVER("bar-top", YT_LENGTH, bar_top),
                                             COVER("bar-length", YT_LENGTH, bar_length),
                                             COVER("bar-height", YT_LENGTH, bar_height),
                                             COVER("meeting-rule", YT_LENGTH, meeting_rule),
                                             COVER("meeting-gap", YT_LENGTH, meeting_gap),
                                             COVER("label-width", YT_LENGTH, label_width),
                                             COVER("label-gap", YT_LENGTH, label_gap),
                                             COVER("foot", YT_LENGTH, foot),
                                             COVER("title-lines", YT_INT, title_lines),
                                             COVER("framed", YT_BOOL, framed),
                                             COVER("document-head", YT_BOOL, document_head),
                                             END};
SCHEMA(cover, sizeof(struct cover_design));

static const struct yaml_key rules_keys[] = {
    {"bar", YT_LENGTH, false, IN(rules, bar), NULL},   {"accent", YT_LENGTH, false, IN(rules, accent), NULL},
    {"edge", YT_LENGTH, false, IN(rules, edge), NULL}, {"inner", YT_LENGTH, false, IN(rules, inner), NULL},
    {"hair", YT_LENGTH, false, IN(rules, hair), NULL}, END};
SCHEMA(rules, GROUP_SIZE(rules));

static const struct yaml_key block_keys[] = {{"table-grid", YT_BOOL, false, IN(block, table_grid), NULL},
                                             {"figure-gap", YT_LENGTH, false, IN(block, figure_gap), NULL},
                                             {"table-gap", YT_LENGTH, false, IN(block, table_gap), NULL},
                                             {"note-rule", YT_LENGTH, false, IN(block, note_rule), NULL},
                                             {"label-width", YT_LENGTH, false, IN(block, label_width), NULL},
                                             {"column-gap", YT_LENGTH, false, IN(block, column_gap), NULL},
                                             {"side-width", YT_LENGTH, false, IN(block, side_width), NULL},
                                             {"number-width", YT_LENGTH, false, IN(block, number_width), NULL},
                                             {"pairs", YT_BOOL, false, IN(block, pairs), NULL},
                                             {"note-step", YT_LENGTH, false, IN(block, note_step), NULL},
                                             {"note-lines", YT_ENUM, false, IN(block, note_lines), note_words},
                                             END};
SCHEMA(block, GROUP_SIZE(block));

static const struct yaml_key qr_keys[] = {{"module", YT_LENGTH, false, IN(qr, module), NULL},
                                          {"smallest", YT_LENGTH, false, IN(qr, size_min), NULL},
                                          {"largest", YT_LENGTH, false, IN(qr, size_max), NULL},
                                          END};
SCHEMA(qr, GROUP_SIZE(qr));

#define RAW(group, field) offsetof(__typeof__(((struct raw *)0)->group), field)
static const struct yaml_key inks_keys[] = {{"accent", YT_STRING, false, RAW(inks, accent), NULL},
                                            {"accent-press", YT_STRING, false, RAW(inks, accent_press), NULL},
                                            {"mark", YT_STRING, false, RAW(inks, mark), NULL},
                                            {"mark-press", YT_STRING, false, RAW(inks, mark_press), NULL},
                                            END};
SCHEMA(inks, sizeof(struct raw_inks));

static const struct yaml_key list_keys[] = {{"indent", YT_LENGTH, false, RAW(list, indent), NULL},
                                            {"left", YT_LENGTH, false, RAW(list, left), NULL},
                                            {"marker", YT_STRING, false, RAW(list, marker), NULL},
                                            END};
SCHEMA(list, sizeof(((struct raw *)0)->list));

#define STYLE(k, type, field, detail)                                                                                  \
    {                                                                                                                  \
        k, type, false, offsetof(struct style, field), detail                                                          \
    }
static const struct yaml_key style_keys[] = {STYLE("font", YT_STRING, font, NULL),
                                             STYLE("weight", YT_INT, weight, NULL),
                                             STYLE("strong", YT_INT, strong, NULL),
                                             STYLE("italic", YT_BOOL, italic, NULL),
                                             STYLE("size", YT_LENGTH, size, NULL),
                                             STYLE("leading", YT_LENGTH_OR_AUTO, leading, NULL),
                                             STYLE("before", YT_LENGTH, before, NULL),
                                             STYLE("after", YT_LENGTH, after, NULL),
                                             STYLE("indent", YT_LENGTH, indent, NULL),
                                             STYLE("left", YT_LENGTH, left, NULL),
                                             STYLE("right", YT_LENGTH, right, NULL),
                                             STYLE("align", YT_ENUM, align, align_words),
                                             STYLE("ink", YT_ENUM, ink, ink_words),
                                             STYLE("balance", YT_BOOL, balance, NULL),
                                             STYLE("tabular", YT_BOOL, tabular, NULL),
                                             STYLE("tracking", YT_LENGTH, tracking, NULL),
                                             STYLE("capitals", YT_BOOL, capitals, NULL),
                                             STYLE("run-in", YT_BOOL, run_in, NULL),
                                             STYLE("features", YT_STRINGS, feature_names, NULL),
                                             STYLE("keep", YT_INT, keep, NULL),
                                             END};
SCHEMA(style, sizeof(struct style));

#define TOP(k, schema, where)                                                                                          \
    {                                                                                                                  \
        k, YT_MAP, false, offsetof(struct raw, where), &(schema)                                                       \
    }
static const struct yaml_key top_keys[] = {{"extends", YT_STRING, false, offsetof(struct raw, extends), NULL},
                                           {"description", YT_STRING, false, offsetof(struct raw, description), NULL},
                                           {"page", YT_MAP, true, offsetof(struct raw, page), &page_schema},
                                           {"text", YT_MAP, true, offsetof(struct raw, text), &text_schema},
                                           {"ties", YT_BOOL, false, offsetof(struct raw, ties), NULL},
                                           TOP("folio", folio_schema, design.folio),
                                           TOP("head", head_schema, design.head),
                                           TOP("foot", foot_schema, design.foot),
                                           TOP("screen", screen_schema, design.screen),
                                           TOP("opening", opening_schema, design.opening),
                                           TOP("contents", contents_schema, design.contents),
                                           TOP("index-columns", index_schema, design.index),
                                           TOP("cover", cover_schema, design.cover),
                                           TOP("inks", inks_schema, inks),
                                           TOP("rules", rules_schema, design.rules),
                                           TOP("list", list_schema, list),
                                           TOP("block", block_schema, design.block),
                                           TOP("qr-code", qr_schema, design.qr),
                                           {"styles", YT_NODE, false, offsetof(struct raw, styles), NULL},
                                           END};
SCHEMA(top, sizeof(struct raw));

static const char *const key_names[] = {
    "extends",       "description", "page", "text",  "ties", "folio", "head",    "foot",   "opening", "contents",
    "index-columns", "cover",       "inks", "rules", "list", "block", "qr-code", "screen", "styles",  NULL};

const char *const *design_keys(void)
{
    return key_names;
}

static const char *const role_names[] = {
#define ROLE(id, name) name,
#include "style/roles.def"
#undef ROLE
    NULL};

const char *design_role_name(enum role role)
{
    return role_names[role];
}

static bool parse_paper(const char *s, scaled *width, scaled *height)
{
    static const struct {
        const char *name;
        int64_t w, h;
    } sizes[] = {{"a3", 297000, 420000}, {"a4", 210000, 297000}, {"a5", 148000, 210000},
                 {"a6", 105000, 148000}, {"b5", 176000, 250000}, {"letter", 215900, 279400}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (strcmp(s, sizes[i].name) == 0) {
            *width = mm_milli(sizes[i].w);
            *height = mm_milli(sizes[i].h);
            return true;
        }
    const char *space = strchr(s, ' ');
    char first[32];
    if (!space || (size_t)(space - s) >= sizeof first)
        return false;
    memcpy(first, s, (size_t)(space - s));
    first[space - s] = '\0';
    return length_parse(first, 0, width) && length_parse(space + 1, 0, height);
}

/* "2%" or "1.5%" in 1/10000. */
static bool parse_percent(const char *s, int64_t *out)
{
    char *end;
    long whole = strtol(s, &end, 10), cents = 0;
    if (end == s || whole < 0 || whole > 100)
        return false;
    if (*end == '.') {
        const char *digits = end + 1;
        int n = 0;
        for (; n < 2 && digits[n] >= '0' && digits[n] <= '9'; n++)
            cents += (digits[n] - '0') * (n == 0 ? 10 : 1);
        if (n == 0)
            return false;
        end += 1 + n;
    }
    *out = whole * 100 + cents;
    return strcmp(end, "%") == 0;
}

/* "#12476B". */
static bool parse_rgb(const char *s, uint8_t out[3])
{
    if (*s != '#' || strlen(s) != 7 || strspn(s + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    unsigned long v = strtoul(s + 1, NULL, 16);
    for (int i = 0; i < 3; i++)
        out[i] = (uint8_t)(v >> (16 - 8 * i));
    return true;
}

/* "100 70 30 20": per cent of the four process inks. */
static bool parse_cmyk(const char *s, uint8_t out[4])
{
    for (int i = 0; i < 4; i++) {
        char *end;
        long v = strtol(s, &end, 10);
        if (end == s || v < 0 || v > 100)
            return false;
        out[i] = (uint8_t)v;
        s = end;
    }
    return *s == '\0';
}

static int read_inks(const struct yaml_node *root, const struct raw *raw, struct design *out, struct diag *d)
{
    const struct {
        const char *key, *value;
        uint8_t *to;
        bool rgb;
    } inks[] = {{"accent", raw->inks.accent, out->colour.accent, true},
                {"accent-press", raw->inks.accent_press, out->colour.accent_cmyk, false},
                {"mark", raw->inks.mark, out->colour.mark, true},
                {"mark-press", raw->inks.mark_press, out->colour.mark_cmyk, false}};
    int faults = 0;
    for (size_t i = 0; i < sizeof inks / sizeof *inks; i++) {
        if (!inks[i].value)
            continue;
        if (inks[i].rgb ? parse_rgb(inks[i].value, inks[i].to) : parse_cmyk(inks[i].value, inks[i].to))
            continue;
        diag_add(d, MSG_LAYOUT_COLOUR, design_place(root, "inks", inks[i].key), inks[i].value,
                 inks[i].rgb ? "\"#12476B\"" : "100 70 30 20", NULL);
        faults++;
    }
    return faults;
}

static int read_special_values(const struct yaml_node *root, const struct raw *raw, struct design *out, struct diag *d)
{
    int faults = 0;
    if (raw->page.size && !parse_paper(raw->page.size, &out->page.width, &out->page.height)) {
        diag_add(d, MSG_LAYOUT_PAPER, design_place(root, "page", "size"), raw->page.size, NULL);
        faults++;
    }
    const struct {
        const char *key, *value;
        int64_t *to;
    } shares[] = {{"scaling", raw->text.scaling, &out->text.scaling},
                  {"letterspacing", raw->text.letterspacing, &out->text.letterspacing},
                  {"letterspacing-most", raw->text.letterspacing_most, &out->text.letterspacing_most}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        if (!shares[i].value || parse_percent(shares[i].value, shares[i].to))
            continue;
        diag_add(d, MSG_LAYOUT_PERCENT, design_place(root, "text", shares[i].key), shares[i].key, NULL);
        faults++;
    }
    return faults + read_inks(root, raw, out, d);
}

/* What a style is where the layout says nothing. */
static struct style default_style(const struct text_design *text)
{
    return (struct style){.font = text->font,
                          .weight = 400,
                          .strong = 700,
                          .size = text->size,
                          .leading = text->leading,
                          .align = ALIGN_LEFT};
}

static const char *const feature_names[] = {
#define FEATURE(id, bit, a, b, c, d) (const char[]){a, b, c, d, '\0'},
#include "style/features.def"
#undef FEATURE
    NULL};

static const unsigned feature_bits[] = {
#define FEATURE(id, bit, a, b, c, d) bit,
#include "style/features.def"
#undef FEATURE
};

/* The features that a style names, as bits. */
static int read_features(const struct yaml_node *map, struct style *out, struct diag *d)
{
    const char *const *named = out->feature_names.items;
    const struct yaml_node *node = map->kind == YAML_MAP ? yaml_lookup(map, "features") : NULL;
    int faults = 0;
    for (size_t i = 0; i < out->feature_names.n; i++) {
        size_t k = 0;
        while (feature_names[k] != NULL && strcmp(feature_names[k], named[i]) != 0)
            k++;
        if (feature_names[k] != NULL) {
            out->features |= feature_bits[k];
            continue;
        }
        diag_add(d, MSG_LAYOUT_FEATURE, node != NULL ? node->pos : DIAG_NOWHERE, named[i], NULL);
        faults++;
    }
    return faults;
}

/* A style's own size comes first: it is the em of its other lengths. In the size itself an em is that of the text. */
static int fill_style(const struct yaml_node *map, const struct text_design *text, struct style *out, struct arena *a,
                      struct diag *d)
{
    const struct yaml_node *size = map->kind == YAML_MAP ? yaml_lookup(map, "size") : NULL;
    scaled em = text->size;
    if (size && size->kind == YAML_SCALAR)
        length_parse(size->scalar, text->size, &em); /* what is wrong with it yaml_fill() will say */
    int faults = yaml_fill(map, &style_schema, out, em > 0 ? em : text->size, a, d);
    if (size)
        out->size = em;
    return faults + read_features(map, out, d);
}

static int find_role(const char *name)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp(name, role_names[i]) == 0)
            return i;
    return -1;
}

static int unknown_role(const struct yaml_node *node, struct diag *d)
{
    const char *like = yaml_suggest(node->key, role_names);
    if (like)
        diag_add(d, MSG_YAML_UNKNOWN_KEY_LIKE, node->key_pos, node->key, like, NULL);
    else
        diag_add(d, MSG_YAML_UNKNOWN_KEY, node->key_pos, node->key, NULL);
    return 1;
}

static int fill_styles(const struct yaml_node *styles, struct design *out, struct arena *a, struct diag *d)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        out->styles[i] = default_style(&out->text);
    out->styles[ROLE_BODY].align = out->text.align;
    out->styles[ROLE_BODY].indent = out->text.indent;
    out->styles[ROLE_BODY].after = out->text.par_skip;
    if (!styles)
        return 0;
    if (styles->kind != YAML_MAP) {
        diag_add(d, MSG_YAML_WRONG_TYPE, styles->pos, "styles", diag_word(WORD_A_MAP), NULL);
        return 1;
    }
    int faults = 0;
    for (const struct yaml_node *n = styles->first; n; n = n->next) {
        int role = find_role(n->key);
        faults += role < 0 ? unknown_role(n, d) : fill_style(n, &out->text, &out->styles[role], a, d);
    }
    return faults;
}

/* Values that a layout may leave out and that can't be 0. */
static void set_defaults(struct raw *raw)
{
    struct text_design *t = &raw->text.design;
    t->clearance = -1;
    t->hanging = t->ties = t->grid = true;
    t->shrink = 67;
    t->stretch = 150;
    t->widow_lines = t->orphan_lines = 2;
    t->last_page_lines = 5;
    t->columns = 1;
    raw->design.folio.on_first = true;
    raw->design.head.chapter_share = 62;
    raw->design.head.book_share = 35;
    raw->design.index.columns = 2;
    raw->design.cover.title_lines = 2;
    raw->ties = true;
    raw->list.marker = "–";
}

/* A place given from the page's foot, as a negative length, so that it holds for pages of any height. */
static void count_from_top(scaled *y, scaled height)
{
    if (*y < 0)
        *y += height;
}

static void complete(const struct raw *raw, struct design *out)
{
    scaled *const places[] = {&out->folio.baseline,   &out->head.baseline, &out->foot.baseline,
                              &out->cover.issuer_top, &out->cover.bar_top, &out->cover.meeting_rule,
                              &out->cover.foot,       &out->foot.contents};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        count_from_top(places[i], out->page.height);
    scaled measure = out->page.width - out->page.inner - out->page.gutter - out->page.outer;
    if (out->page.full_width == 0)
        out->page.full_width = measure;
    if (out->opening.title_width == 0)
        out->opening.title_width = measure;
    if (out->list_indent == 0)
        out->list_indent = out->text.indent;
    out->list_marker = raw->list.marker;
}

int design_fill(const struct yaml_node *root, struct design *out, struct arena *a, struct diag *d)
{
    struct raw raw = {.design.contents.per_part = true};
    scaled em = PT(12);
    const struct yaml_node *text = yaml_lookup(root, "text");
    const struct yaml_node *size = text && text->kind == YAML_MAP ? yaml_lookup(text, "size") : NULL;
    if (size && size->kind == YAML_SCALAR)
        length_parse(size->scalar, 0, &em);
    set_defaults(&raw);
    int faults = yaml_fill(root, &top_schema, &raw, em > 0 ? em : PT(12), a, d);
    *out = raw.design;
    out->description = raw.description ? raw.description : "";
    out->page = raw.page.design;
    out->text = raw.text.design;
    out->text.ties = out->text.ties && raw.ties;
    out->list_indent = raw.list.indent;
    out->list_left = raw.list.left;
    if (!out->text.font)
        out->text.font = "";
    faults += read_special_values(root, &raw, out, d);
    if (out->text.size <= 0)
        out->text.size = em;
    if (out->text.clearance < 0)
        out->text.clearance = (scaled)muldiv(out->text.size, CLEARANCE, 100);
    faults += fill_styles(raw.styles, out, a, d);
    complete(&raw, out);
    return faults;
}
