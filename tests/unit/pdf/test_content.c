/* pdf/content.c and pdf/text.c: the operators of a page, read back with a small scanner. */
#include "pdf/content.h"
#include "unit/pdf/fixture.h"
#include "unit/suite.h"

#define MAX_OPERATORS 512

static struct builder b;
static struct glyph_use glyphs;
static struct image_use images;
static struct roles roles;
static struct page_marks marks;
static struct buf out;
static char operators[MAX_OPERATORS][24]; /* operators, and the names before BDC */
static unsigned n_operators;

static void setup(void)
{
    builder_open(&b);
    glyphs = (struct glyph_use){0};
    images = (struct image_use){0};
    roles = (struct roles){0};
    marks = (struct page_marks){0};
    out = (struct buf)BUF_INIT;
    n_operators = 0;
}

static void teardown(void)
{
    glyphs_free(&glyphs);
    images_free(&images);
    roles_free(&roles);
    free(marks.tags);
    buf_free(&out);
    builder_close(&b);
}

/* Place behind a literal string that begins at i. */
static size_t string_end(size_t i)
{
    for (i++; out.p[i] != ')'; i++)
        i += out.p[i] == '\\';
    return i + 1;
}

static bool is_word_byte(char c)
{
    return (unsigned char)c > ' ' && strchr("()<>[]/", c) == NULL;
}

/* Collects what is neither number nor string; checks that brackets of text and marked content do not cross. */
static void scan(void)
{
    char open[8] = "";
    unsigned depth = 0;
    for (size_t i = 0; i < out.n;) {
        if (out.p[i] == '(') {
            i = string_end(i);
            continue;
        }
        size_t n = out.p[i] == '/';
        while (i + n < out.n && is_word_byte(out.p[i + n]))
            n++;
        bool number = n > 0 && strchr("+-.0123456789", out.p[i]) != NULL;
        if (n > 0 && n < sizeof operators[0] && !number) {
            ck_assert_uint_lt(n_operators, MAX_OPERATORS);
            char *word = operators[n_operators++];
            memcpy(word, out.p + i, n);
            word[n] = '\0';
            if (strcmp(word, "BT") == 0 || strcmp(word, "BDC") == 0)
                open[depth++] = word[1];
            if (strcmp(word, "ET") == 0 || strcmp(word, "EMC") == 0) {
                ck_assert_uint_gt(depth, 0);
                ck_assert_int_eq(open[--depth], word[1] == 'T' ? 'T' : 'D');
            }
            ck_assert_uint_lt(depth, sizeof open);
        }
        i += n > 0 ? n : 1;
    }
    ck_assert_uint_eq(depth, 0);
}

static unsigned count(const char *word)
{
    unsigned n = 0;
    for (unsigned i = 0; i < n_operators; i++)
        n += strcmp(operators[i], word) == 0;
    return n;
}

static bool has(const char *text)
{
    return memmem(out.p, out.n, text, strlen(text)) != NULL;
}

/* Paints the only page of the book. */
static void paint(void)
{
    bool *linked = mem_calloc(b.pages.n_tags, 1);
    end_page(&b);
    const struct page *page = &b.pages.items[0];
    for (uint32_t i = 0; i < page->n_items; i++)
        if (page->items[i].kind == ITEM_TEXT)
            glyphs_collect(&glyphs, page->items[i].u.run);
    ck_assert_int_eq(glyphs_plan(&glyphs, b.d), 0);
    roles_init(&roles, &b.pages, linked);
    free(linked);
    const struct paint what = {&b.pages, &glyphs, &images, &roles, PDF_SCREEN, NULL};
    content_paint(&what, 0, &out, &marks);
    buf_str(&out);
    scan();
}

static void add_rule(uint32_t tag, uint8_t ink)
{
    struct page_item *rule = add_item(&b, ITEM_RULE, tag);
    rule->u.rule.w = PT(100);
    rule->u.rule.h = PT(1);
    rule->ink = ink;
    b.y += PT(3);
}

START_TEST(lines_of_one_element_are_one_sequence)
{
    uint32_t p = add_tag(&b, TAG_P, 1), q = add_tag(&b, TAG_P, 1);
    for (int i = 0; i < 3; i++)
        add_text(&b, TEXT, PT(11), p, "một dòng");
    add_text(&b, TEXT, PT(11), q, "dòng khác");
    paint();
    ck_assert_uint_eq(count("BT"), 1);
    ck_assert_uint_eq(count("BDC"), 2);
    ck_assert_uint_eq(count("Td"), 4);
    ck_assert_uint_eq(count("Tf"), 1);
    ck_assert_uint_eq(marks.n, 2);
    ck_assert_uint_eq(marks.tags[0], p);
    ck_assert_uint_eq(marks.tags[1], q);
}
END_TEST

START_TEST(black_is_black_only)
{
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "đen");
    add_rule(0, INK_BLACK);
    paint();
    ck_assert(has("\n0 g\n"));
    ck_assert_uint_eq(count("g"), 1);
    ck_assert_uint_eq(count("rg"), 0);
}
END_TEST

START_TEST(colours_change_when_they_must)
{
    add_rule(0, INK_ACCENT);
    add_rule(0, INK_ACCENT);
    add_rule(0, INK_WHITE);
    add_rule(0, 99); /* no such ink: black */
    paint();
    ck_assert(has("0.627 0.118 0.157 rg"));
    ck_assert(has("\n1 g\n"));
    ck_assert(has("\n0 g\n"));
    ck_assert_uint_eq(count("rg"), 1);
    ck_assert_uint_eq(count("/Artifact"), 1);
    ck_assert_uint_eq(marks.n, 0);
}
END_TEST

START_TEST(furniture_and_text_alternate)
{
    uint32_t p = add_tag(&b, TAG_P, 1);
    add_text(&b, TEXT, PT(11), p, "một");
    add_rule(0, INK_BLACK);
    add_text(&b, SANS, PT(7), 0, "trang");
    add_text(&b, TEXT, PT(11), p, "hai");
    paint();
    ck_assert_uint_eq(count("/Artifact"), 2);
    ck_assert_uint_eq(count("/Pagination"), 1);
    ck_assert_uint_eq(count("/Layout"), 1);
    ck_assert_uint_eq(marks.n, 2);
    ck_assert_uint_eq(count("BT"), 2);
}
END_TEST

START_TEST(clusters_without_a_character_get_words)
{
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "q\xCC\x83");
    add_text(&b, TEXT, PT(11), 0, "q\xCC\x83");
    paint();
    ck_assert_uint_eq(count("/Span"), 2);
    ck_assert_uint_eq(count("/ActualText"), 2);
    ck_assert(has("/Span<</MCID 0/ActualText(\xFE\xFF"));
    ck_assert_uint_eq(marks.n, 2); /* the cluster, and the space behind it */
}
END_TEST

START_TEST(hyphens_of_line_ends_are_soft)
{
    struct setting line = set_run(&b, TEXT, PT(10));
    set_word(&line, shape(&b, TEXT, "coopera", 7), 0);
    set_word(&line, shape(&b, TEXT, "-", 1), PIECE_HYPHEN);
    set_word(&line, shape(&b, TEXT, "-", 1), 0);
    place_run(&b, &line, add_tag(&b, TAG_P, 1));
    paint();
    const struct used_font *f = &glyphs.fonts[b.fonts[TEXT]->index];
    ck_assert(f->soft != 0 && f->soft < 256 && f->soft != '-');
    ck_assert_uint_eq(f->codes[f->hyphen], '-');
    ck_assert_uint_eq(f->texts[f->hyphen].n, 1);
    ck_assert_int_eq(f->texts[f->hyphen].s[0], '-');
    const char *soft = memchr(out.p, (char)f->soft, out.n); /* the one that is put in, then a true one */
    ck_assert_ptr_nonnull(soft);
    ck_assert_ptr_nonnull(memchr(soft, '-', (size_t)(out.p + out.n - soft)));
    ck_assert_uint_eq(count("/ActualText"), 0);
    ck_assert_uint_eq(marks.n, 1);
}
END_TEST

/* What is put in without being one glyph has no code that could say so. */
START_TEST(hyphens_of_two_glyphs_say_what_they_are)
{
    struct setting line = set_run(&b, TEXT, PT(10));
    set_word(&line, shape(&b, TEXT, "coopera", 7), 0);
    set_word(&line, shape(&b, TEXT, "--", 2), PIECE_HYPHEN);
    place_run(&b, &line, add_tag(&b, TAG_P, 1));
    paint();
    ck_assert_ptr_nonnull(memmem(out.p, out.n, "/ActualText(\xFE\xFF\0\xAD)", 17));
    ck_assert_uint_eq(glyphs.fonts[b.fonts[TEXT]->index].soft, 0);
}
END_TEST

START_TEST(text_state_is_set_and_undone)
{
    uint32_t p = add_tag(&b, TAG_P, 1);
    for (int i = 0; i < 3; i++) {
        struct setting line = set_run(&b, TEXT, PT(10));
        if (i == 1) {
            line.run->hscale = 9800;
            line.run->tracking = PT(1);
            line.run->rise = PT(3);
        }
        set_word(&line, shape(&b, TEXT, "AV", 2), PIECE_SPACE_AFTER);
        place_run(&b, &line, p);
    }
    paint();
    ck_assert(has("98 Tz"));
    ck_assert(has("100 Tz"));
    ck_assert(has("1.02 Tc")); /* scaling applies to it, too */
    ck_assert(has("\n0 Tc"));
    ck_assert(has("3 Ts"));
    ck_assert(has("\n0 Ts"));
}
END_TEST

START_TEST(sizes_of_nothing_show_nothing)
{
    struct setting line = set_run(&b, TEXT, 0), other = set_run(&b, TEXT, PT(10));
    set_word(&line, shape(&b, TEXT, "x", 1), 0);
    place_run(&b, &line, add_tag(&b, TAG_P, 1));
    other.run->hscale = 0;
    set_word(&other, shape(&b, TEXT, "x", 1), 0);
    place_run(&b, &other, add_tag(&b, TAG_P, 1));
    add_item(&b, ITEM_RECTS, 0)->u.rects.n = 0;
    paint();
    ck_assert_uint_eq(n_operators, 0);
}
END_TEST

/* Files of one company: what was numbered keeps its number until a glyph comes that was not there. */
START_TEST(fonts_grow_only_when_they_must)
{
    static struct glyph_use apart;
    apart = (struct glyph_use){0};
    add_text(&b, TEXT, PT(11), 1, "bao cao");
    add_text(&b, TEXT, PT(11), 1, "cao bao");
    add_text(&b, TEXT, PT(11), 1, "xin");
    end_page(&b);
    const struct page_item *items = b.pages.items[0].items;
    const struct glyph_run *first = items[0].u.run, *other = items[1].u.run, *new = items[2].u.run;
    glyphs_collect(&glyphs, first);
    ck_assert_int_eq(glyphs_plan(&glyphs, b.d), 0);
    struct used_font *f = &glyphs.fonts[run_font(first)->index];
    struct font_subset *subset = f->subset;
    uint16_t count = font_subset_count(subset), *codes = f->codes;
    glyphs_collect(&glyphs, other);
    ck_assert_int_eq(glyphs_plan(&glyphs, b.d), 0);
    f = &glyphs.fonts[run_font(first)->index];
    ck_assert(f->subset == subset && f->codes == codes);
    ck_assert(glyphs_words(&glyphs, other->words)[other->pieces[0].word].simple);
    glyphs_collect(&glyphs, new);
    ck_assert_int_eq(glyphs_plan(&glyphs, b.d), 0);
    f = &glyphs.fonts[run_font(first)->index];
    ck_assert_uint_gt(font_subset_count(f->subset), count);
    /* the same as if all had come at once */
    glyphs_collect(&apart, first);
    glyphs_collect(&apart, other);
    glyphs_collect(&apart, new);
    ck_assert_int_eq(glyphs_plan(&apart, b.d), 0);
    const struct used_font *g = &apart.fonts[run_font(first)->index];
    ck_assert_mem_eq(f->codes, g->codes, f->font->n_glyphs * sizeof *f->codes);
    const struct glyph_run *runs[] = {first, other, new};
    for (size_t i = 0; i < 3; i++)
        for (uint16_t k = 0; k < runs[i]->n; k++) {
            const struct word_code *x = &glyphs_words(&glyphs, runs[i]->words)[runs[i]->pieces[k].word],
                                   *y = &glyphs_words(&apart, runs[i]->words)[runs[i]->pieces[k].word];
            ck_assert_uint_eq(x->n, y->n);
            ck_assert_mem_eq(glyphs.code_bytes.p + x->at, apart.code_bytes.p + y->at, x->n);
        }
    glyphs_free(&apart);
}
END_TEST

START_TEST(squares_are_one_path)
{
    static const struct rect squares[] = {{0, 0, PT(1), PT(1)}, {PT(2), PT(1), PT(1), PT(1)}};
    uint32_t figure = add_tag(&b, TAG_FIGURE, 1);
    b.pages.tags[figure].alt = "QR";
    struct page_item *item = add_item(&b, ITEM_RECTS, figure);
    item->u.rects.r = squares;
    item->u.rects.n = 2;
    paint();
    ck_assert_uint_eq(count("re"), 2);
    ck_assert_uint_eq(count("f"), 1);
    ck_assert_uint_eq(count("/Figure"), 1);
    ck_assert(has("52 548 1 1 re"));
}
END_TEST

TEST_MAIN("content")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, lines_of_one_element_are_one_sequence);
    tcase_add_test(c, black_is_black_only);
    tcase_add_test(c, colours_change_when_they_must);
    tcase_add_test(c, furniture_and_text_alternate);
    tcase_add_test(c, clusters_without_a_character_get_words);
    tcase_add_test(c, hyphens_of_line_ends_are_soft);
    tcase_add_test(c, hyphens_of_two_glyphs_say_what_they_are);
    tcase_add_test(c, text_state_is_set_and_undone);
    tcase_add_test(c, sizes_of_nothing_show_nothing);
    tcase_add_test(c, fonts_grow_only_when_they_must);
    tcase_add_test(c, squares_are_one_path);
}
