/* Whether rules of a font reach across spaces, so that words may not be shaped alone.
 *
 * Two steps. First the look-ups that apply by default are asked for the glyphs they deal with; where none names the
 * space the answer is no. But a mention alone proves little: Gentium's tone-letter rule names nearly all glyphs as its
 * context, and many kerning tables hold zero values for the space. So the second step shapes short probes with spaces
 * in them and compares each glyph with what the same character gives alone.
 *
 * Mark positioning is left out: it names the space as a base for combining marks, and no word begins with one.
 */
#include "font/spaces.h"

#include <hb-ot.h>
#include <hb.h>
#include <stdio.h>

/* Features that HarfBuzz applies unasked and that can tie neighbours together. */
static const hb_tag_t substituting[] = {
    HB_TAG('r', 'v', 'r', 'n'), HB_TAG('c', 'c', 'm', 'p'), HB_TAG('l', 'o', 'c', 'l'),
    HB_TAG('r', 'l', 'i', 'g'), HB_TAG('c', 'a', 'l', 't'), HB_TAG('c', 'l', 'i', 'g'),
    HB_TAG('l', 'i', 'g', 'a'), HB_TAG('r', 'c', 'l', 't'), HB_TAG_NONE,
};
static const hb_tag_t positioning[] = {
    HB_TAG('k', 'e', 'r', 'n'),
    HB_TAG('d', 'i', 's', 't'),
    HB_TAG('c', 'u', 'r', 's'),
    HB_TAG_NONE,
};

/* Characters whose neighbour is a space in ordinary text. */
static const char latin_probe[] =
    "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z "
    "0 1 1 2 3 4 5 6 7 8 9 . , ; : ! ? ( ) [ ] { } / \\ @ # % & * + - = < > _ ' \" ‘ ’ “ ” « » – — … • · × ° § ₫ € $ "
    "À Á Ả Ã Ạ Ă Ắ Ằ Â Ấ Đ È É Ẻ Ẽ Ẹ Ê Ế Ề Ì Í Ò Ó Ô Ố Ơ Ờ Ù Ú Ư Ừ Ỳ Ý Ỷ "
    "à á ả ã ạ ă ắ ằ â ấ đ è é ẻ ẽ ẹ ê ế ề ì í ò ó ô ố ơ ờ ù ú ư ừ ỳ ý ỷ";
static const char cyrillic_probe[] =
    "А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я Ә Ғ Қ Ң Ө Ұ Ү Һ І "
    "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я ә ғ қ ң ө ұ ү һ і";

/* Signs that fonts adapt to capitals or figures beside them; each is probed between a pair, set off by spaces. */
static const char *const signs[] = {"-", "–", "—", "/", "(", ")",  "[",  "]", ":", "·", "•", "×", "x", "+", "=",
                                    "@", "«", "»", "<", ">", "->", "<-", "|", "~", "*", "&", "‹", "›", "{", "}"};
static const char *const neighbours[] = {"HH", "11", "nn"};

static bool lookup_names(hb_face_t *face, hb_tag_t table, unsigned lookup, hb_codepoint_t gid)
{
    hb_set_t *context = hb_set_create(), *input = hb_set_create();

    hb_ot_layout_lookup_collect_glyphs(face, table, lookup, context, input, context, NULL);
    bool named = hb_set_has(context, gid) || hb_set_has(input, gid);
    hb_set_destroy(context);
    hb_set_destroy(input);
    return named;
}

static bool table_names(hb_face_t *face, hb_tag_t table, const hb_tag_t *features, hb_codepoint_t gid)
{
    hb_set_t *lookups = hb_set_create();
    hb_codepoint_t lookup = HB_SET_VALUE_INVALID;
    bool named = false;

    hb_ot_layout_collect_lookups(face, table, NULL, NULL, features, lookups);
    while (!named && hb_set_next(lookups, &lookup))
        named = lookup_names(face, table, lookup, gid);
    hb_set_destroy(lookups);
    return named;
}

/* Buffers for a probe and for its words alone. */
struct probe {
    hb_font_t *hb;
    hb_codepoint_t space;
    hb_script_t script;
    hb_language_t lang;
    hb_buffer_t *whole, *word;
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

/* Compares the word at s[from..to) with its glyphs in the shaped whole, from glyph *g on, and moves *g behind them. */
static bool word_differs(const struct probe *p, const char *s, size_t from, size_t to, unsigned *g)
{
    unsigned n_whole, n_word;
    const hb_glyph_info_t *whole = hb_buffer_get_glyph_infos(p->whole, &n_whole);
    const hb_glyph_position_t *whole_at = hb_buffer_get_glyph_positions(p->whole, NULL);

    shape(p, p->word, s + from, to - from);
    const hb_glyph_info_t *word = hb_buffer_get_glyph_infos(p->word, &n_word);
    const hb_glyph_position_t *word_at = hb_buffer_get_glyph_positions(p->word, NULL);
    for (unsigned i = 0; i < n_word; i++, ++*g)
        if (*g >= n_whole || !same_glyph(&whole[*g], &whole_at[*g], &word[i], &word_at[i]))
            return true;
    return *g < n_whole && whole[*g].cluster < to;
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

static bool text_differs(const struct probe *p, const char *s, size_t n)
{
    unsigned g = 0;

    shape(p, p->whole, s, n);
    for (size_t from = 0; from < n;) {
        size_t to = from;
        while (to < n && s[to] != ' ')
            to++;
        if (word_differs(p, s, from, to, &g))
            return true;
        if (to < n && !is_plain_space(p, g++))
            return true;
        from = to + 1;
    }
    return false;
}

static bool signs_differ(const struct probe *p)
{
    char text[32];

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (size_t k = 0; k < sizeof neighbours / sizeof *neighbours; k++) {
            int n = snprintf(text, sizeof text, "%s %s %s", neighbours[k], signs[i], neighbours[k]);
            if (text_differs(p, text, (size_t)n))
                return true;
        }
    return false;
}

static bool probes_differ(hb_font_t *hb, hb_codepoint_t space)
{
    struct probe p = {.hb = hb,
                      .space = space,
                      .script = HB_SCRIPT_LATIN,
                      .lang = hb_language_from_string("vi", -1),
                      .whole = hb_buffer_create(),
                      .word = hb_buffer_create()};
    bool differ = text_differs(&p, latin_probe, sizeof latin_probe - 1) || signs_differ(&p);

    p.script = HB_SCRIPT_CYRILLIC;
    p.lang = hb_language_from_string("ru", -1);
    differ = differ || text_differs(&p, cyrillic_probe, sizeof cyrillic_probe - 1);
    hb_buffer_destroy(p.whole);
    hb_buffer_destroy(p.word);
    return differ;
}

/* An old-style kern table is used where GPOS is missing; no call tells what glyphs it names. */
static bool has_kern_table(hb_face_t *face)
{
    hb_blob_t *kern = hb_face_reference_table(face, HB_TAG('k', 'e', 'r', 'n'));
    bool has = hb_blob_get_length(kern) > 0;

    hb_blob_destroy(kern);
    return has && !hb_ot_layout_has_positioning(face);
}

bool font_spaces_matter(hb_font_t *hb, uint16_t space_gid)
{
    hb_face_t *face = hb_font_get_face(hb);
    bool named = table_names(face, HB_OT_TAG_GSUB, substituting, space_gid) ||
                 table_names(face, HB_OT_TAG_GPOS, positioning, space_gid) || has_kern_table(face);

    return named && probes_differ(hb, space_gid);
}
