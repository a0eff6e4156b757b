/* layout/hlist.c: spaces, ties and dashes become the right glue and penalties. */
#include "unit/layout/fixture.h"
#include "unit/suite.h"

#include "layout/hlist.h"
#include "layout/layout.h"

static struct fixture f;
static struct text text;

static void set_up(void)
{
    fixture_init(&f);
}

static void tear_down(void)
{
    fixture_drop(&f);
}

/* The list as words and marks: ' ' glue, '~' a tie's, '_' forbidden, '^' the last line's, '=' a pair's, '-' weak, '.'
 * welcome, '|' a place inside a word,
 * '/' forced. */
static const char *sketch(enum role role)
{
    struct par_request r = fixture_request(&f, &text, role, mm_milli(124000));
    struct par_text t;
    struct hlist h;
    struct buf b = BUF_INIT;
    ck_assert(itemize(&f.ctx, &r, &t));
    hlist_make(&f.ctx, &r, &t, &h);
    for (size_t i = 0; i < h.n; i++) {
        const struct hitem *it = &h.items[i];
        bool space = i + 1 < h.n && h.items[i + 1].kind == HITEM_GLUE;
        if (it->kind == HITEM_BOX)
            buf_put(&b, h.boxes[i].shaped->text, h.boxes[i].shaped->text_n);
        else if (it->kind == HITEM_GLUE)
            buf_puts(&b, i > 0 && h.items[i - 1].kind == HITEM_PENALTY ? "" : " ");
        else if (it->penalty <= PENALTY_FORCE)
            buf_putc(&b, '/');
        else if (it->penalty >= PENALTY_FORBID)
            buf_putc(&b, '_');
        else
            buf_putc(&b, !space                ? '|'
                         : it->tie == TIE_SPAN ? '~'
                         : it->tie == TIE_RUNT ? '^'
                         : it->tie == TIE_PAIR ? '='
                         : it->tie == TIE_WEAK ? '-'
                                               : '.');
    }
    char *s = arena_strdup(f.arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static void tie(const char *words, const char *value)
{
    uint32_t start = (uint32_t)(strstr(text.s, words) - text.s);
    text_add_span(f.arena, &text, (struct span){start, start + (uint32_t)strlen(words), SPAN_TIE, value});
}

static const struct {
    const char *text, *list;
} plain[] = {
    {"một hai ba", "một hai^ba/"},
    {"Việt Nam – Kazakhstan là bạn", "Việt Nam_– Kazakhstan là^bạn/"},
    {"Việt Nam - Kazakhstan là bạn", "Việt Nam_- Kazakhstan là^bạn/"},
    {"dòng một\ndòng hai", "dòng một/dòng^hai/"},
    {"15\u00A0km là xa đấy", "15_km là xa^đấy/"},
    {"( một ) ; hai ba", "(_một_)_; hai^ba/"},
    {"một", "một/"},
    {"xem https://a.vn/bcde-fghij đi", "xem https://a.vn/|bcde-|fghij^đi/"},
    {"chỉ một khuyến nghị của Chính", "chỉ một khuyến nghị của^Chính/"},
    {"báo, 25/7/2025.", "báo, 25/7/2025./"}, /* many syllables */
    {"báo, 2025", "báo,^2025/"},
    {"mã 3dd1f9016ec2070e", "mã^3dd1f9016ec2070e/"},
};

START_TEST(spaces_become_glue)
{
    text = fixture_text(&f, plain[_i].text);
    ck_assert_str_eq(sketch(ROLE_BODY), plain[_i].list);
}
END_TEST

START_TEST(ties_have_a_price)
{
    text = fixture_text(&f, "ông Nguyễn Văn An đi 15 km rồi về nhà");
    tie("ông Nguyễn Văn An", NULL);
    tie("15 km", "!");
    ck_assert_str_eq(sketch(ROLE_BODY), "ông~Nguyễn~Văn~An đi 15_km rồi về^nhà/");
    f.design->text.ties = false;
    ck_assert_str_eq(sketch(ROLE_BODY), "ông Nguyễn Văn An đi 15_km rồi về^nhà/");
}
END_TEST

START_TEST(ties_may_cross_settings)
{
    text = fixture_text(&f, "bà Lê Thị Hoa nói rằng thế");
    text_add_span(f.arena, &text, (struct span){4, 14, SPAN_STRONG, NULL});
    tie("Lê Thị Hoa", NULL);
    ck_assert_str_eq(sketch(ROLE_BODY), "bà Lê~Thị~Hoa nói rằng^thế/");
}
END_TEST

START_TEST(titles_avoid_weak_ends)
{
    text = fixture_text(&f, "Hợp tác của Việt Nam – Lào, bạn và bè gần");
    ck_assert_str_eq(sketch(ROLE_CHAPTER_TITLE), "Hợp tác.của-Việt Nam_–=Lào,.bạn.và-bè^gần/");
}
END_TEST

/* The width of the word at a size of its own, by the list and by the font. */
static void check_width(scaled size, scaled tracking)
{
    struct par_request r = fixture_request(&f, &text, ROLE_BODY, mm_milli(124000));
    struct style style = *r.style;
    struct par_text t;
    struct hlist h;
    style.size = size;
    style.tracking = tracking;
    r.style = &style;
    ck_assert(itemize(&f.ctx, &r, &t));
    hlist_make(&f.ctx, &r, &t, &h);
    const struct shaped *w = h.boxes[0].shaped;
    int64_t natural = ((int64_t)w->width * size + w->font->upem / 2) / w->font->upem;
    ck_assert_int_eq(h.items[0].width, (scaled)natural + w->n * tracking);
    ck_assert_int_eq(h.items[0].stretch, h.items[0].width * 2 / 100 + w->n * (size / 200));
}

START_TEST(a_word_is_measured_for_each_setting)
{
    text = fixture_text(&f, "nam nam");
    check_width(PT(12), 0);
    check_width(PT(20), 0);
    check_width(PT(12), PT(1));
    check_width(PT(12), 0);
    for (int pt = 21; pt < 21 + 2 * CACHE_SETTINGS; pt++) /* more than are kept */
        check_width(PT(pt), 0);
}
END_TEST

START_TEST(widths_are_those_of_the_font)
{
    text = fixture_text(&f, "nam nam nam");
    struct par_request r = fixture_request(&f, &text, ROLE_BODY, mm_milli(124000));
    struct par_text t;
    struct hlist h;
    ck_assert(itemize(&f.ctx, &r, &t));
    hlist_make(&f.ctx, &r, &t, &h);
    const struct font *font = h.boxes[0].shaped->font;
    ck_assert_int_eq(h.items[0].width,
                     (scaled)(((int64_t)h.boxes[0].shaped->width * PT(12) + font->upem / 2) / font->upem));
    ck_assert_int_eq(h.items[0].stretch, h.items[0].width * 2 / 100 + 3 * (PT(12) / 200)); /* scaling, letterspacing */
    ck_assert_int_eq(h.items[1].kind, HITEM_GLUE);
    ck_assert_int_eq(h.items[1].stretch, h.items[1].width / 2);
    ck_assert_int_eq(h.items[0].more, 3 * (PT(12) / 200));                       /* as much again, as the last means */
    ck_assert_int_eq(h.items[1].shrink, h.items[1].width - PT(12) * 165 / 1000); /* this font's spaces are narrow */
    ck_assert_uint_eq(h.items[1].ref, 3);
    ck_assert_ptr_eq(h.boxes[0].shaped, h.boxes[2].shaped); /* one shaped word */
}
END_TEST

START_TEST(a_word_wider_than_the_line_is_cut)
{
    char long_word[200];
    memset(long_word, 'm', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    text = fixture_text(&f, long_word);
    const char *s = sketch(ROLE_BODY);
    ck_assert_int_eq(s[0], 'm');
    ck_assert_int_eq(s[1], '|');
    struct par p = fixture_set(&f, &text, ROLE_BODY, mm_milli(124000));
    ck_assert_uint_gt(p.n, 3);
    for (uint32_t i = 0; i < p.n; i++)
        ck_assert_int_le(p.lines[i].width, mm_milli(124000));
    ck_assert_uint_gt(diag_count_msg(f.diag, MSG_LAYOUT_WORD_CUT), 0);
}
END_TEST

START_TEST(dumps_show_items_and_breaks)
{
    text = fixture_text(
        &f, "Một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba mười bốn mười lăm mười sáu.");
    struct par_request r = fixture_request(&f, &text, ROLE_BODY, mm_milli(124000));
    struct buf out = BUF_INIT;
    f.ctx.dumped = EXPLAIN_BREAKS | EXPLAIN_HLIST;
    par_dump(&f.ctx, &r, &out);
    const char *s = buf_str(&out);
    ck_assert_ptr_nonnull(strstr(s, "  box Một width "));
    ck_assert_ptr_nonnull(strstr(s, "\n* glue width "));
    ck_assert_ptr_nonnull(strstr(s, "paragraph lines 2 pass 1\n"));
    ck_assert_ptr_nonnull(strstr(s, "  2: ratio 0 badness 0 decent"));
    buf_free(&out);
}
END_TEST

TEST_MAIN("hlist")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, spaces_become_glue, 0, sizeof plain / sizeof *plain);
    tcase_add_test(c, ties_have_a_price);
    tcase_add_test(c, ties_may_cross_settings);
    tcase_add_test(c, titles_avoid_weak_ends);
    tcase_add_test(c, widths_are_those_of_the_font);
    tcase_add_test(c, a_word_wider_than_the_line_is_cut);
    tcase_add_test(c, a_word_is_measured_for_each_setting);
    tcase_add_test(c, dumps_show_items_and_breaks);
}
