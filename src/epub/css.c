/* The two style sheets, from the layout's styles.
 *
 * book.css holds what every engine since CSS 2.1 understands: class and type selectors, no at-rule but @font-face.
 * Adobe's engine drops a whole sheet for one calc() or numeric media query; so all that is newer stands in modern.css,
 * without which the book must still please. Size, colour, background, line height and alignment of the text are the
 * reader's. No text has a colour: none is readable on white, sepia and black alike. Rules have: the layout's accent,
 * made as light as lies halfway.
 *
 * The layout decides families, weights, indents and the accent. Its sizes are for paper; here they count in em of the
 * reader's own size and only within a tenth of what reads well on a phone.
 */
#include <string.h>

#include "epub/fonts.h"

/* Names between '@' are replaced: see value_of(). */
static const char base_sheet[] =
    "\n"
    "body { margin: 0; padding: 0; font-family: @text@; -webkit-hyphens: none; -epub-hyphens: none; adobe-hyphenate: "
    "none;"
    " hyphens: none; widows: 2; orphans: 2; }\n"
    "section, header, figure, figcaption, aside, nav { display: block; }\n"
    "p { margin: 0 0 @gap@ 0; text-indent: @indent@; }\n"
    "a { color: inherit; text-decoration: underline; }\n"
    "em, cite { font-style: italic; }\n"
    "strong { font-weight: bold; }\n"
    ".nb { white-space: nowrap; }\n"
    ".pb { display: inline-block; }\n"
    ".first, .kicker, .byline, .lead, .subtitle, .part-no, .meta, .cap-note, .src-line, .attr, .issuer, .handling, "
    ".state, .doc-no, .place, "
    ".cover,"
    " .entry { text-indent: 0; }\n"
    "\n/* headings */\n"
    "h1, h2, h3, h4, h5, h6 { font-family: @sans@; font-weight: bold; text-align: left; text-indent: 0; line-height: "
    "1.3;"
    " page-break-after: avoid; }\n"
    "h2, h3, h4, .hd { page-break-inside: avoid; }\n"
    ".hd { page-break-after: avoid; }\n"
    ".hd .pb { display: block; }\n"
    "h1 { font-size: @h1@; margin: 0 0 0.5em 0; }\n"
    "h2 { font-size: @h2@; margin: 1.6em 0 0.5em 0; }\n"
    "h3, h4, h5, h6 { font-size: 1em; margin: 1.2em 0 0.3em 0; }\n"
    "\n/* a chapter's opening */\n"
    ".opening { border-top: 0.2em solid @rule@; padding: 0.7em 0 0 0; margin: 0 0 1.1em 0; page-break-after: avoid; }\n"
    ".kicker { font-family: @kicker@; font-weight: bold; font-size: 0.8em; line-height: 1.4; text-align: left;"
    " margin: 0 0 0.9em 0; page-break-after: avoid; }\n"
    ".lead { font-size: @lead@; line-height: 1.45; margin: 0 0 0.8em 0; }\n"
    ".byline { font-family: @byline@; font-size: 0.85em; line-height: 1.4; text-align: left; margin: 0 0 1.6em 0; }\n"
    "\n/* lists */\n"
    "ul, ol { margin: 0.7em 0; padding: 0 0 0 1.3em; }\n"
    "li { margin: 0 0 0.4em 0; text-indent: 0; }\n"
    ".none { list-style-type: none; padding: 0; }\n"
    "dl { margin: 0.6em 0; }\n"
    "dt { font-weight: bold; margin: 0.8em 0 0 0; page-break-after: avoid; }\n"
    "dd { margin: 0.1em 0 0 1em; text-indent: 0; }\n"
    "\n/* quotations, code, breaks */\n"
    "blockquote { margin: 1em 0; padding: 0 0 0 0.9em; border-left: 0.2em solid @rule@; }\n"
    ".said { margin-bottom: 0.3em; page-break-after: avoid; }\n"
    ".attr { font-family: @attr@; font-size: 0.85em; line-height: 1.4; text-align: left; margin: 0 0 1.2em 0;"
    " padding: 0 0 0 1.3em; }\n"
    "pre { margin: 1em 0; white-space: pre-wrap; word-wrap: break-word; text-align: left; font-size: 0.85em;"
    " line-height: 1.45; }\n"
    "hr { border: 0; border-top: 1px solid #808080; width: 30%; margin: 1.6em auto; }\n"
    "\n/* briefing blocks */\n"
    ".box { margin: 1.4em 0; padding: 0.8em 0 0.4em 0; border-top: 0.2em solid @rule@; border-bottom: 1px solid "
    "#808080; }\n"
    ".pull { margin: 1.2em 0; border-top: 0.12em solid @rule@; font-size: 1.15em; font-style: italic; }\n"
    ".box h2, .box h3, .box h4 { margin: 0 0 0.5em 0; }\n"
    ".ag, .msgs, .points, .pairs, .terms, .people { text-align: left; margin: 1.1em 0; }\n"
    ".ag p, .msgs p, .points p, .pairs p, .terms p, .people p { text-indent: 0; text-align: left; }\n"
    ".ag li, .pairs .rec { border-top: 1px solid #808080; padding: 0.6em 0; margin: 0; }\n"
    ".time { font-family: @sans@; font-weight: bold; font-size: 0.9em; line-height: 1.4; text-indent: 0; margin: 0; }\n"
    ".t, .rec dt { font-weight: bold; text-indent: 0; text-align: left; margin: 0; }\n"
    ".office { font-style: italic; text-indent: 0; }\n"
    ".msgs { border-top: 0.2em solid @rule@; border-bottom: 1px solid #808080; padding: 0.7em 0 0.3em 0;"
    " font-size: 1.08em; line-height: 1.45; }\n"
    ".box .msgs { border: 0; padding: 0; margin: 0.7em 0; }\n"
    ".msgs li, .points li, .rec { margin: 0 0 0.8em 0; }\n"
    ".msgs .no, .points .no, .people .no { font-family: @sans@; font-weight: bold; font-size: 0.85em; }\n"
    ".rec dd, li.rec p { margin: 0.1em 0 0 1em; }\n"
    "li.rec .t { margin: 0; }\n"
    "li.rec .photo { margin: 0 0 0 1em; }\n"
    ".pairs dd { margin: 0.3em 0 0 1em; }\n"
    ".rec .meta { margin-left: 1.25em; }\n" /* 1em of the others: .meta is set at 0.8 */
    ".box > .meta { page-break-after: avoid; }\n"
    "p + .meta { page-break-before: avoid; }\n"
    ".rec .photo figure { margin: 0.4em 0; text-align: left; }\n"
    ".photo img { width: 5em; }\n"
    ".name .lbl { font-family: @meta@; font-size: 0.8em; font-weight: normal; margin: 0 0.6em 0 0; }\n"
    "dfn { font-style: normal; }\n"
    "\n/* figures, and notes that stand for a missing picture */\n"
    "figure { margin: 1.4em 0; text-align: center; page-break-inside: avoid; }\n"
    "img { max-width: 100%; height: auto; }\n"
    ".wide { width: 100%; }\n"
    "figcaption, .cap-note { font-family: @caption@; font-size: 0.85em; line-height: 1.4; text-align: left;"
    " text-indent: 0; }\n"
    "figcaption { margin: 0.5em 0 0 0; }\n"
    ".cap-note { margin: 1.1em 0; padding: 0 0 0 0.9em; border-left: 1px solid #808080; }\n"
    ".lbl { font-weight: bold; }\n"
    "\n/* tables */\n"
    "table { width: 100%; margin: 1.2em 0; border-collapse: collapse; border-top: 2px solid #808080;"
    " font-family: @table@; font-size: 0.85em; line-height: 1.4; }\n"
    "caption { caption-side: top; page-break-after: avoid; text-align: left; text-indent: 0; font-weight: bold;"
    " padding: 0 0 0.5em 0; background: transparent; }\n"
    "th, td { text-align: left; vertical-align: top; text-indent: 0; padding: 0.45em 0.8em 0.45em 0;"
    " border-bottom: 1px solid #808080; background: transparent; }\n"
    "th { font-weight: bold; }\n"
    "tr, caption, .short { page-break-inside: avoid; }\n"
    ".num { text-align: right; }\n"
    ".mid { text-align: center; }\n"
    "\n/* notes */\n"
    "sup, sub { font-size: 0.75em; line-height: 0; }\n"
    "sup { vertical-align: super; }\n"
    "sub { vertical-align: sub; }\n"
    ".nr { text-decoration: none; padding: 0 0.1em; }\n"
    ".fn { font-size: 0.85em; line-height: 1.45; margin: 0 0 0.5em 0; }\n"
    ".fn1 { margin-top: 2em; padding-top: 0.7em; border-top: 1px solid #808080; }\n"
    ".back { text-decoration: none; font-weight: bold; }\n"
    "\n/* a chapter's source, the list of sources */\n"
    ".src-line { font-family: @source@; font-size: 0.85em; line-height: 1.45; text-align: left; margin: 1.8em 0 0 0;"
    " padding: 0.6em 0 0 0; border-top: 1px solid #808080; page-break-before: avoid; page-break-inside: avoid; }\n"
    ".url { word-wrap: break-word; text-align: left; }\n"
    ".srcs li { margin: 0 0 1em 0; }\n"
    ".src-t { text-indent: 0; text-align: left; margin: 0; }\n"
    ".srcs .meta { margin: 0.2em 0 0 0; }\n"
    "\n/* cover, title page, dividers, imprint */\n"
    ".cover { margin: 0; text-align: center; }\n"
    ".cover-img { max-width: 100%; max-height: 100%; }\n"
    ".titlepage { margin: 8% 0 0 0; }\n"
    ".logo { text-indent: 0; margin: 0 0 0.8em 0; }\n"
    ".logo img { width: 4.5em; }\n"
    ".titlepage .opening { margin: 2.4em 0 2em 0; }\n"
    ".titlepage h1 { font-family: @title@; font-size: 1.7em; line-height: 1.3; margin: 0 0 0.4em 0; }\n"
    ".subtitle { font-size: 1.15em; line-height: 1.4; font-style: italic; text-align: left; margin: 0; }\n"
    ".issuer, .handling, .state, .doc-no, .place { font-family: @sans@; font-size: 0.85em; line-height: 1.4; "
    "text-align: left; margin: 0; }\n"
    ".state { font-weight: bold; }\n"
    ".place { font-style: italic; }\n"
    ".handling { font-weight: bold; margin: 0.8em 0 0 0; }\n"
    ".fields { font-family: @sans@; font-size: 0.9em; line-height: 1.45; border-top: 1px solid #808080;"
    " padding: 0.6em 0 0 0; }\n"
    ".fields dt { margin: 0.3em 0 0 0; text-align: left; }\n"
    ".fields dd { margin: 0 0 0.5em 0; text-align: left; }\n"
    ".foot { margin: 1.6em 0 0 0; }\n"
    ".divider { margin: 18% 0 0 0; padding: 0.7em 0 0 0; border-top: 0.2em solid @rule@; }\n"
    ".divider h1 { margin: 0 0 1em 0; }\n"
    ".part-no { font-family: @sans@; font-weight: bold; text-align: left; margin: 0 0 0.3em 0; }\n"
    ".imprint p { text-indent: 0; text-align: left; font-size: 0.9em; margin: 0 0 0.8em 0; }\n"
    "\n/* contents, index */\n"
    ".toc, .toc ol { list-style-type: none; padding: 0; margin: 0.7em 0; }\n"
    ".toc li { margin: 0 0 0.7em 0; line-height: 1.35; text-align: left; }\n"
    ".toc .part { margin: 1.4em 0 0.7em 0; }\n"
    ".toc .part-a { font-family: @sans@; font-weight: bold; }\n"
    ".toc a, .ix a { text-decoration: none; }\n"
    ".toc .pg { margin: 0 0 0 0.8em; }\n"
    ".no { margin: 0 0.5em 0 0; }\n"
    ".meta { font-family: @meta@; font-size: 0.8em; line-height: 1.4; text-align: left; margin: 0; }\n"
    ".ix h2 { margin: 0.9em 0 0.2em 0; }\n"
    ".ix ul { list-style-type: none; margin: 0; padding: 0; }\n"
    ".ix li, .entry { margin: 0 0 0.25em 0; padding: 0 0 0 1.2em; text-indent: -1.2em; text-align: left; }\n";

/* Tables whose rows become cards in a box that is not wider than this. */
#define CARDS(width, class)                                                                                            \
    "@container (max-width: " width ") {\n"                                                                            \
    "  ." class ", ." class " tbody, ." class " tr, ." class " th, ." class " td, ." class " caption { display: "      \
                                                                                           "block; width: auto; }\n"   \
                                                                                           "  ." class                 \
        " { border-top: 0; }\n"                                                                                        \
        "  ." class " thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); "  \
                    "}\n"                                                                                              \
                    "  ." class " tr { border-bottom: 1px solid #808080; padding: 0.5em 0; }\n"                        \
                                "  ." class " th, ." class " td { border: 0; padding: 0.1em 0; text-align: left; }\n"  \
                                                           "  ." class " td::before { content: attr(data-h) \": \"; "  \
                                                                       "font-weight: bold; }\n"                        \
                                                                       "  ." class " td:not([data-h])::before { "      \
                                                                                   "content: none; }\n"                \
                                                                                   "}\n"

static const char modern_sheet[] =
    "@charset \"UTF-8\";\n"
    "/* What an old engine may refuse. The book reads well without it, and nothing here harms where a query is not "
    "understood. */\n"
    "\n"
    "h1, h2, h3, .part-no, .subtitle { text-wrap: balance; }\n"
    "p, li, dd { text-wrap: pretty; }\n"
    "body { overflow-wrap: break-word; font-kerning: normal; }\n"
    "h1, h2, h3, h4, .kicker, .hd, .said { break-after: avoid; }\n"
    "h2, h3, h4, .hd, .toc a { break-inside: avoid; }\n"
    "figure, tr, caption, .short, .cap-note, .src-line, .srcs li { break-inside: avoid; }\n"
    ".src-line, p + .meta { break-before: avoid; }\n" /* references and dates stay with what they belong to */
    ".ag li, .people .rec { break-inside: avoid; }\n"
    ".ag li { display: flex; flex-wrap: wrap; column-gap: 1em; }\n"
    ".ag .time { flex: 0 0 5.6em; }\n"
    ".what { flex: 1 1 13em; }\n"
    ".msgs li, .points li { padding-left: 1.7em; }\n"
    ".msgs .no, .points .no { display: inline-block; width: 1.7em; margin: 0 0 0 -2em; }\n" /* and a space */
    "caption, dt, .box > .meta { break-after: avoid; }\n"
    "table, .num, .pg, .no, time { font-variant-numeric: tabular-nums lining-nums; }\n"
    ":lang(ru), :lang(kk), :lang(en) { -webkit-hyphens: auto; hyphens: auto; }\n"
    "figure img { max-height: 75vh; object-fit: contain; }\n"
    ".cover-img { max-height: 96vh; }\n"
    ".url { overflow-wrap: anywhere; }\n"
    "\n"
    ".toc a { display: flex; justify-content: space-between; align-items: baseline; }\n"
    ".toc .pg { flex: none; margin-left: 1.2em; }\n"
    ".toc .n .t, .srcs .src-t, .srcs .first { padding-left: 1.9em; text-indent: -1.9em; }\n"
    ".toc .n .no, .srcs .no { display: inline-block; width: 1.65em; margin: 0; text-indent: 0; }\n"
    ".toc .n .meta { margin-left: 2.375em; }\n" /* 1.9em of the entry: .meta is set at 0.8 */
    ".srcs .meta { margin-left: 2.375em; }\n"
    "\n"
    "/* Width is asked of the box, never of the screen: in paginated readers the window that a media query sees is as "
    "wide\n"
    "   as all the columns of the file together. */\n"
    ".fields div { display: flex; flex-wrap: wrap; align-items: baseline; }\n"
    ".fields dt { flex: 0 0 8em; }\n"
    ".fields dd { flex: 1 1 12em; margin: 0; }\n"
    "\n"
    ".titlepage, .divider { container-type: inline-size; }\n"
    ".titlepage h1, .divider h1 { font-size: min(2.2em, 14cqi); }\n"
    "\n"
    ".tw { container-type: inline-size; }\n" CARDS("34em", "cards")
        CARDS("17em", "few") "\n"
                             "@media (prefers-color-scheme: dark) {\n"
                             "  figure img { filter: brightness(0.85); }\n"
                             "}\n";

static bool is_sans(const struct design *d, enum role role)
{
    const char *font = d->styles[role].font, *sans = d->styles[ROLE_HEADING_1].font;
    return font != NULL && sans != NULL && strcmp(font, sans) == 0;
}

/* A length in em: `milli` thousandths. */
static void put_em(struct buf *out, int64_t milli)
{
    buf_fixed(out, milli);
    if (milli != 0)
        buf_puts(out, "em");
}

/* The role's size against the body's, kept between what reads well on a screen and a tenth more. */
static void put_size(struct buf *out, const struct design *d, enum role role, int64_t milli)
{
    int64_t size = d->text.size > 0 ? muldiv(d->styles[role].size, 1000, d->text.size) : milli;
    int64_t most = milli * 11 / 10;
    put_em(out, size < milli ? milli : size > most ? most : size);
}

/* Lightness that has about 4.3 : 1 on white as on #121212, as sum of weighted squares (a plain stand-in for the sRGB
 * curve). */
#define RULE_LIGHT 14507

static int64_t light_of(const int64_t rgb[3])
{
    return (2126 * rgb[0] * rgb[0] + 7152 * rgb[1] * rgb[1] + 722 * rgb[2] * rgb[2]) / 10000;
}

/* The accent for rules: its hue, less saturated (the step from print to screen), as light as RULE_LIGHT asks. */
static void put_rule_colour(struct buf *out, const uint8_t accent[3])
{
    int64_t max = accent[0], min = accent[0], best[3] = {128, 128, 128};
    for (int i = 1; i < 3; i++) {
        max = accent[i] > max ? accent[i] : max;
        min = accent[i] < min ? accent[i] : min;
    }
    /* Hue and saturation stay in `place`, where each channel lies between the least and the greatest, in thousandths.
     */
    int64_t sum = max + min, span = max - min;
    int64_t saturation = span == 0 ? 0 : span * 700 / (sum <= 255 ? sum : 510 - sum);
    for (int64_t l = 0; l <= 255; l++) {
        int64_t reach = saturation * (l <= 127 ? l : 255 - l) / 1000, rgb[3];
        for (int i = 0; i < 3; i++) {
            int64_t place = span == 0 ? 500 : (accent[i] - min) * 1000 / span;
            rgb[i] = l - reach + 2 * reach * place / 1000;
        }
        memcpy(best, rgb, sizeof best);
        if (light_of(rgb) >= RULE_LIGHT)
            break;
    }
    buf_printf(out, "#%02x%02x%02x", (unsigned)best[0], (unsigned)best[1], (unsigned)best[2]);
}

/* Indent of paragraphs: at most 2 em (Kobo); none where paragraphs stand apart. */
static void put_indent(struct buf *out, const struct design *d)
{
    int64_t milli = d->text.size > 0 ? muldiv(d->text.indent, 1000, d->text.size) : 1250;
    put_em(out, milli < 0 ? 0 : milli > 2000 ? 2000 : milli);
}

static void put_gap(struct buf *out, const struct design *d)
{
    int64_t milli = d->text.size > 0 ? muldiv(d->text.par_skip, 1000, d->text.size) : 0;
    put_em(out, milli < 0 ? 0 : milli > 1000 ? 1000 : milli);
}

struct css {
    const struct design *design;
    const struct book_fonts *fonts;
};

static void put_family(struct buf *out, const struct css *c, enum role role)
{
    buf_puts(out, is_sans(c->design, role) ? c->fonts->sans : c->fonts->text);
}

static bool is(const char *name, size_t n, const char *what)
{
    return strlen(what) == n && memcmp(name, what, n) == 0;
}

/* What stands for a name between '@'. */
static void put_value(struct buf *out, const struct css *c, const char *name, size_t n)
{
    static const struct {
        const char *name;
        enum role role;
    } families[] = {
        {"kicker", ROLE_KICKER}, {"byline", ROLE_BYLINE}, {"attr", ROLE_ATTRIBUTION},   {"caption", ROLE_CAPTION},
        {"table", ROLE_TABLE},   {"source", ROLE_SOURCE}, {"meta", ROLE_CONTENTS_META}, {"title", ROLE_COVER_TITLE},
    };
    const struct design *d = c->design;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (is(name, n, families[i].name))
            put_family(out, c, families[i].role);
    if (is(name, n, "text"))
        buf_puts(out, c->fonts->text);
    else if (is(name, n, "sans"))
        buf_puts(out, c->fonts->sans);
    else if (is(name, n, "rule"))
        put_rule_colour(out, d->colour.accent);
    else if (is(name, n, "indent"))
        put_indent(out, d);
    else if (is(name, n, "gap"))
        put_gap(out, d);
    else if (is(name, n, "h1"))
        put_size(out, d, ROLE_CHAPTER_TITLE, 1600);
    else if (is(name, n, "h2"))
        put_size(out, d, ROLE_HEADING_1, 1150);
    else if (is(name, n, "lead"))
        put_size(out, d, ROLE_LEAD, 1120);
}

static void fill_in(struct buf *out, const struct css *c, const char *sheet)
{
    while (*sheet != '\0') {
        const char *at = strchr(sheet, '@'), *end = at != NULL ? strchr(at + 1, '@') : NULL;
        if (end == NULL) {
            buf_puts(out, sheet);
            return;
        }
        buf_put(out, sheet, (size_t)(at - sheet));
        put_value(out, c, at + 1, (size_t)(end - at - 1));
        sheet = end + 1;
    }
}

static void put_faces(struct buf *out, const struct book_fonts *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct book_face *face = &f->faces[i];
        buf_puts(out, "@font-face { font-family: \"");
        for (const char *s = face->family; *s != '\0'; s++)
            if (*s != '"' && *s != '\\' && *s != '<')
                buf_putc(out, *s);
        buf_printf(out, "\"; font-weight: %s; font-style: %s; src: url(../%s); }\n", face->bold ? "bold" : "normal",
                   face->italic ? "italic" : "normal", face->name);
    }
}

void css_book(const struct plan *p, const struct book_fonts *f, struct buf *out)
{
    struct css c = {p->in->design, f};
    buf_puts(
        out,
        "@charset \"UTF-8\";\n"
        "/* CSS 2.1 and class selectors alone, so that old engines keep all of it. What needs newer CSS stands in\n"
        "   modern.css. Size, colour and background of the text are the reader's. */\n\n");
    put_faces(out, f);
    fill_in(out, &c, base_sheet);
}

/* The letter that begins a chapter, as high as so many lines of the reader's own height; a reading system that does not
 * know how shows a letter like others. */
static void put_drop_cap(struct buf *out, int64_t lines)
{
    if (lines < 2)
        return;
    int n = lines < 4 ? (int)lines : 4;
    buf_puts(out, "\n.cap { margin-top: 1em; }\n"); /* a mark on a capital rises over its line */
    buf_printf(out, ".cap::first-letter { -webkit-initial-letter: %d; initial-letter: %d; margin-right: 0.1em; }\n", n,
               n);
}

void css_modern(const struct plan *p, struct buf *out)
{
    buf_puts(out, modern_sheet);
    put_drop_cap(out, p->in->design->text.drop_cap);
}
