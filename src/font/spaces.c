/* Whether rules of a font reach across spaces, so that words may not be shaped alone.
 *
 * That look-ups name the space proves little: Gentium's tone-letter rule names nearly all glyphs as its context, and
 * many kerning tables hold zero values for the space. So short probes with spaces in them are shaped, and each glyph is
 * compared with what the same character gives alone. Nearly always that is the font's plain glyph for it, and no second
 * shaping is needed.
 *
 * Where no look-up names the space at all, nothing need be shaped; and where those that do only replace glyphs, the
 * glyphs that they replace are the only ones that come out otherwise (OpenType 1.9, chained contexts: what stands
 * before and behind stays as it is). That can't be told of fonts with tables of other kinds (kern, morx, Graphite).
 *
 * Mark positioning is left out: it names the space as a base for combining marks, and no word begins with one.
 */
#include "font/spaces.h"

#include <hb-ot.h>
#include <hb.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Characters whose neighbour is a space in ordinary text. */
static const char latin_probe[] = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p "
                                  "q r s t u v w x y z HH x HH nn x "
                                  "nn À Á Ả Ã Ạ Ă Ắ Ằ Â Ấ Đ È É Ẻ Ẽ Ẹ Ê Ế Ề Ì Í Ò Ó Ô Ố Ơ Ờ Ù Ú Ư Ừ Ỳ Ý Ỷ "
                                  "à á ả ã ạ ă ắ ằ â ấ đ è é ẻ ẽ ẹ ê ế ề ì í ò ó ô ố ơ ờ ù ú ư ừ ỳ ý ỷ";
static const char sign_probe[] = "z 0 1 1 2 3 4 5 6 7 8 9 . , ; : ! ? ( ) [ ] { } / \\ @ # % & * + - = < > _ ' \" ‘ ’ "
                                 "“ ” « » – — … • · × ° § ₫ € $ À";
static const char cyrillic_probe[] =
    "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я Ә Ғ Қ Ң Ө Ұ Ү Һ І "
    "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ә ғ қ ң ө ұ ү һ і";

/* Signs that fonts adapt to capitals or figures beside them; each is probed between a pair, set off by spaces. */
static const char *const signs[] = {"-", "–", "—", "/", "(", ")",  "[",  "]", ":", "·", "•", "×", "x", "+", "=",
                                    "@", "«", "»", "<", ">", "->", "<-", "|", "~", "*", "&", "‹", "›", "{", "}"};
static const char *const neighbours[] = {"HH", "11", "nn"};

/* Buffers for a probe and for its words alone. */
struct probe {
    hb_font_t *hb;
    hb_codepoint_t space;
    hb_script_t script;
    hb_language_t lang;
    hb_buffer_t *whole, *word;
    hb_set_t *changed; /* glyphs that rules across spaces replace, as far as is known */
};

static void shape(const struct probe *p, hb_buffer_t *b, const char *s, size_t n)
{
    hb_buffer_clear_contents(b);
    hb_buffer_set_direction(b, HB_DIRECTION_LTR);
    hb_buffer_set_script(b, p->script);
    hb_buffer_set_language(b, p->lang);
    hb_buffer_add_utf8(b, s, (int)n, 0, (int)n);
    hb_shape(p->hb, b, NULL, 0);
}

static bool same_glyph(const hb_glyph_info_t *a, const hb_glyph_position_t *pa, const hb_glyph_info_t *b,
                       const hb_glyph_position_t *pb)
{
    return a->codepoint == b->codepoint && pa->x_advance == pb->x_advance && pa->x_offset == pb->x_offset &&
           pa->y_offset == pb->y_offset;
}

/* The shaped whole. */
struct shaped_probe {
    const hb_glyph_info_t *info;
    const hb_glyph_position_t *at;
    unsigned n;
};

static struct shaped_probe shaped_probe(hb_buffer_t *b)
{
    struct shaped_probe s = {.at = hb_buffer_get_glyph_positions(b, NULL)};
    s.info = hb_buffer_get_glyph_infos(b, &s.n);
    return s;
}

/* True if glyphs from `g` on are the plain ones of the word's characters, one each, with their own widths. */
static bool is_plain_word(const struct probe *p, const char *s, size_t from, size_t to, unsigned g)
{
    struct shaped_probe whole = shaped_probe(p->whole);
    for (size_t i = from; i < to; g++) {
        hb_codepoint_t gid = 0;
        uint32_t cp = utf8_next(s, to, &i);
        if (g >= whole.n || !hb_font_get_nominal_glyph(p->hb, cp, &gid) || whole.info[g].codepoint != gid ||
            whole.at[g].x_advance != hb_font_get_glyph_h_advance(p->hb, gid) || whole.at[g].x_offset != 0 ||
            whole.at[g].y_offset != 0)
            return false;
    }
    return g >= whole.n || whole.info[g].cluster >= to;
}

/* Compares the word at s[from..to) with its glyphs in the shaped whole, from glyph *g on, and moves *g behind them. */
static bool word_differs(const struct probe *p, const char *s, size_t from, size_t to, unsigned *g)
{
    if (is_plain_word(p, s, from, to, *g)) {
        *g += (unsigned)utf8_count(s + from, to - from);
        return false;
    }
    shape(p, p->word, s + from, to - from);
    struct shaped_probe whole = shaped_probe(p->whole), word = shaped_probe(p->word);
    for (unsigned i = 0; i < word.n; i++, ++*g)
        if (*g >= whole.n || !same_glyph(&whole.info[*g], &whole.at[*g], &word.info[i], &word.at[i]))
            return true;
    return *g < whole.n && whole.info[*g].cluster < to;
}

/* True if the glyph is the font's plain space: neither kerned nor replaced. */
static bool is_plain_space(const struct probe *p, unsigned g)
{
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(p->whole, &n);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(p->whole, NULL);

    return g < n && info[g].codepoint == p->space && at[g].x_advance == hb_font_get_glyph_h_advance(p->hb, p->space) &&
           at[g].x_offset == 0;
}

/* Has a word glyphs that rules across spaces replace? */
static bool has_changed(const struct probe *p, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        hb_codepoint_t gid = 0;
        if (hb_font_get_nominal_glyph(p->hb, utf8_next(s, n, &i), &gid) && hb_set_has(p->changed, gid))
            return true;
    }
    return false;
}

/* How a text comes out beside its words alone: the same; but for glyphs that are known to be replaced; otherwise. */
enum difference { TEXT_SAME, TEXT_REPLACED, TEXT_DIFFERS };

static enum difference compare_text(const struct probe *p, const char *s, size_t n)
{
    enum difference found = TEXT_SAME;
    unsigned g = 0;

    shape(p, p->whole, s, n);
    for (size_t from = 0; from < n;) {
        size_t to = from;
        while (to < n && s[to] != ' ')
            to++;
        if (word_differs(p, s, from, to, &g)) {
            if (!has_changed(p, s + from, to - from))
                return TEXT_DIFFERS;
            found = TEXT_REPLACED;
            struct shaped_probe whole = shaped_probe(p->whole);
            for (g = 0; g < whole.n && whole.info[g].cluster < to;)
                g++;
        }
        if (to < n && !is_plain_space(p, g++))
            return TEXT_DIFFERS;
        from = to + 1;
    }
    return found;
}

/* "HH - HH – HH …": one probe for each kind of neighbour. */
static bool signs_differ(const struct probe *p)
{
    struct buf text = BUF_INIT;
    bool differ = false;

    for (size_t k = 0; !differ && k < sizeof neighbours / sizeof *neighbours; k++) {
        buf_clear(&text);
        buf_puts(&text, neighbours[k]);
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            buf_printf(&text, " %s %s", signs[i], neighbours[k]);
        differ = compare_text(p, text.p, text.n) != TEXT_SAME;
    }
    buf_free(&text);
    return differ;
}

/* The look-ups of a table that texts of both scripts go through. */
static hb_set_t *lookups_of(struct probe *p, hb_tag_t table)
{
    static const struct {
        hb_script_t script;
        const char *lang;
    } scripts[] = {{HB_SCRIPT_CYRILLIC, "ru"}, {HB_SCRIPT_LATIN, "vi"}};
    hb_set_t *lookups = hb_set_create();
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        hb_segment_properties_t props = HB_SEGMENT_PROPERTIES_DEFAULT;
        props.direction = HB_DIRECTION_LTR;
        props.script = scripts[i].script;
        props.language = hb_language_from_string(scripts[i].lang, -1);
        hb_shape_plan_t *plan = hb_shape_plan_create_cached(hb_font_get_face(p->hb), &props, NULL, 0, NULL);
        hb_ot_shape_plan_collect_lookups(plan, table, lookups);
        hb_shape_plan_destroy(plan);
    }
    return lookups;
}

/* Does a look-up of the table name the space? Collects what those that do take as their input. */
static bool is_named(struct probe *p, hb_tag_t table, hb_set_t *input)
{
    hb_face_t *face = hb_font_get_face(p->hb);
    hb_set_t *lookups = lookups_of(p, table), *glyphs = hb_set_create();
    hb_codepoint_t lookup = HB_SET_VALUE_INVALID;
    bool named = false;
    while (hb_set_next(lookups, &lookup)) {
        hb_set_clear(glyphs);
        hb_ot_layout_lookup_collect_glyphs(face, table, lookup, glyphs, glyphs, glyphs, NULL);
        if (!hb_set_has(glyphs, p->space))
            continue;
        named = true;
        if (input == NULL)
            break;
        hb_ot_layout_lookup_collect_glyphs(face, table, lookup, NULL, input, NULL, NULL);
    }
    hb_set_destroy(lookups);
    hb_set_destroy(glyphs);
    return named;
}

/* Are all rules of the font in GSUB and GPOS? */
static bool is_plain_opentype(hb_font_t *hb)
{
    static const hb_tag_t others[] = {HB_TAG('k', 'e', 'r', 'n'), HB_TAG('k', 'e', 'r', 'x'),
                                      HB_TAG('m', 'o', 'r', 'x'), HB_TAG('m', 'o', 'r', 't'),
                                      HB_TAG('t', 'r', 'a', 'k'), HB_TAG('S', 'i', 'l', 'f')};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        hb_blob_t *table = hb_face_reference_table(hb_font_get_face(hb), others[i]);
        bool there = hb_blob_get_length(table) > 0;
        hb_blob_destroy(table);
        if (there)
            return false;
    }
    return true;
}

static void set_script(struct probe *p, hb_script_t script, const char *lang)
{
    p->script = script;
    p->lang = hb_language_from_string(lang, -1);
}

/* What the probes say. *known: glyphs that are not replaced stay as they are, and where they are. */
static enum font_spaces try_probes(struct probe *p, bool *known)
{
    *known = false;
    set_script(p, HB_SCRIPT_CYRILLIC, "ru");
    if (compare_text(p, cyrillic_probe, sizeof cyrillic_probe - 1) != TEXT_SAME)
        return SPACES_MATTER;
    set_script(p, HB_SCRIPT_LATIN, "vi");
    if (compare_text(p, latin_probe, sizeof latin_probe - 1) != TEXT_SAME)
        return SPACES_MATTER;
    enum difference by_signs = compare_text(p, sign_probe, sizeof sign_probe - 1);
    *known = by_signs != TEXT_DIFFERS;
    return by_signs != TEXT_SAME || signs_differ(p) ? SPACES_BY_SIGNS : SPACES_PLAIN;
}

enum font_spaces font_spaces_find(hb_font_t *hb, uint16_t space_gid, hb_set_t *changed)
{
    struct probe p = {.hb = hb, .space = space_gid, .changed = changed};
    bool plain = is_plain_opentype(hb), known = false;
    if (!is_named(&p, HB_OT_TAG_GSUB, changed) && plain && !is_named(&p, HB_OT_TAG_GPOS, NULL))
        return SPACES_PLAIN;
    p.whole = hb_buffer_create();
    p.word = hb_buffer_create();
    enum font_spaces found = try_probes(&p, &known);
    hb_buffer_destroy(p.whole);
    hb_buffer_destroy(p.word);
    if (!plain || !known)
        hb_set_clear(changed);
    return found;
}
