/* layout/itemize.c, word.c, word_breaks.c: spans become settings, words become parts of one font. */
#include "unit/layout/fixture.h"
#include "unit/suite.h"

#include "layout/itemize.h"
#include "layout/linebreak.h"

static struct fixture f;
static struct par_request request;
static struct text text;

static void set_up(void)
{
    fixture_init(&f);
}

static void tear_down(void)
{
    fixture_drop(&f);
}

static void set_text(const char *s)
{
    text = fixture_text(&f, s);
}

/* Adds a span over the first occurrence of `words`. */
static void span(enum span_kind kind, const char *words, const char *value)
{
    const char *at = strstr(text.s, words);
    ck_assert_ptr_nonnull(at);
    uint32_t start = (uint32_t)(at - text.s);
    text_add_span(f.arena, &text, (struct span){start, start + (uint32_t)strlen(words), kind, value});
}

static struct par_text run(void)
{
    struct par_text t;
    request = fixture_request(&f, &text, ROLE_BODY, mm_milli(124000));
    ck_assert(itemize(&f.ctx, &request, &t));
    return t;
}

static void check_segment(const struct par_text *t, uint32_t i, const char *words)
{
    ck_assert_uint_lt(i, t->n_segments);
    ck_assert_uint_eq(t->segments[i].end - t->segments[i].start, strlen(words));
    ck_assert_int_eq(memcmp(t->s + t->segments[i].start, words, strlen(words)), 0);
}

START_TEST(plain_text_is_one_segment)
{
    set_text("Một đoạn văn.");
    struct par_text t = run();
    ck_assert_uint_eq(t.n_segments, 1);
    check_segment(&t, 0, "Một đoạn văn.");
    ck_assert_str_eq(t.segments[0].state->word.font->ps_name, "GentiumBookPlus");
    ck_assert_uint_eq(t.segments[0].state->tag, request.tag);
}
END_TEST

START_TEST(spans_nest)
{
    set_text("một hai ba bốn năm");
    span(SPAN_STRONG, "hai ba bốn", NULL);
    span(SPAN_EMPHASIS, "ba", NULL);
    struct par_text t = run();
    ck_assert_uint_eq(t.n_segments, 5);
    check_segment(&t, 0, "một ");
    check_segment(&t, 1, "hai ");
    check_segment(&t, 2, "ba");
    check_segment(&t, 4, " năm");
    ck_assert_uint_eq(t.segments[1].state->word.font->weight, 700);
    ck_assert(t.segments[2].state->word.font->italic);
    ck_assert_uint_eq(t.segments[2].state->word.font->weight, 700);
    ck_assert_ptr_eq(t.segments[3].state, t.segments[1].state);
    ck_assert_ptr_eq(t.segments[4].state, t.segments[0].state);
}
END_TEST

START_TEST(scripts_are_small_and_raised)
{
    set_text("m2 và H2O");
    text_add_span(f.arena, &text, (struct span){1, 2, SPAN_SUPERSCRIPT, NULL});
    struct par_text t = run();
    ck_assert_int_lt(t.segments[1].state->size, t.segments[0].state->size);
    ck_assert_int_gt(t.segments[1].state->rise, 0);
}
END_TEST

START_TEST(links_and_languages_have_tags)
{
    set_text("xem trang nhà và Привет мир đi");
    span(SPAN_LINK, "trang nhà", "https://vi.example/");
    span(SPAN_LANG, "Привет мир", "ru");
    struct par_text t = run();
    ck_assert_uint_eq(t.n_links, 1);
    ck_assert_str_eq(t.links[0].uri, "https://vi.example/");
    ck_assert_str_eq(t.links[0].alt, "trang nhà");
    ck_assert_int_eq(f.tags.items[t.links[0].tag].role, TAG_LINK);
    ck_assert_uint_eq(f.tags.items[t.links[0].tag].parent, request.tag);
    const struct tag *lang = &f.tags.items[t.segments[3].state->tag];
    ck_assert_int_eq(lang->role, TAG_SPAN);
    ck_assert_str_eq(lang->lang, "ru");
}
END_TEST

START_TEST(notes_are_references)
{
    set_text("tái tạo1 sẽ");
    span(SPAN_NOTE, "1", "ch-n1");
    struct par_text t = run();
    ck_assert_uint_eq(t.n_notes, 1);
    ck_assert_str_eq(t.notes[0].id, "ch-n1");
    ck_assert_str_eq(t.links[0].uri, "#ch-n1");
    ck_assert_str_eq(t.links[0].alt, "Chú thích 1");
    ck_assert_int_eq(f.tags.items[f.tags.items[t.links[0].tag].parent].role, TAG_REFERENCE);
}
END_TEST

START_TEST(page_labels_are_put_in)
{
    set_text("xem trang  và trang  nữa");
    text_add_span(f.arena, &text, (struct span){10, 10, SPAN_PAGEREF, "known"});
    text_add_span(f.arena, &text, (struct span){21, 21, SPAN_PAGEREF, "unknown"});
    text_add_span(f.arena, &text, (struct span){11, 14, SPAN_STRONG, NULL});
    struct par_text t = run();
    ck_assert_str_eq(t.s, "xem trang 128 và trang 00 nữa");
    check_segment(&t, 1, "128");
    check_segment(&t, 3, "và");
    ck_assert_str_eq(t.links[0].uri, "#known");
    ck_assert_uint_eq(itemize_source(&t, 5), 5);
    ck_assert_uint_eq(itemize_source(&t, 11), 10); /* inside the label */
    ck_assert_uint_eq(itemize_source(&t, 14), 11);
    ck_assert_uint_eq(itemize_source(&t, t.n), text.n);
}
END_TEST

START_TEST(furniture_has_no_tags)
{
    set_text("một hai");
    span(SPAN_LINK, "hai", "https://vi.example/");
    struct par_text t;
    size_t tags = f.tags.n;
    request = fixture_request(&f, &text, ROLE_RUNNING_HEAD, mm_milli(50000));
    request.tag = 0;
    ck_assert(itemize(&f.ctx, &request, &t));
    ck_assert_uint_eq(t.n_links, 0);
    ck_assert_uint_eq(f.tags.n, tags + 1); /* the request's own */
}
END_TEST

static const struct word *word(const char *s, const char *lang)
{
    struct word_style style = {word_face(&f.ctx, "Gentium Book Plus", 400, false), cache_lang(f.ctx.words, lang), 0,
                               false};
    return word_lookup(&f.ctx, &style, s, strlen(s));
}

START_TEST(words_know_their_parts)
{
    const struct word *w = word("nghiệp,", "vi");
    ck_assert(w->plain);
    ck_assert_uint_eq(w->n_parts, 1);
    ck_assert_int_gt(w->parts[0].hang_right, 0);
    ck_assert_ptr_eq(word("nghiệp,", "vi"), w);
    ck_assert_int_gt(word("“Tôi", "vi")->parts[0].hang_left, 0);
    ck_assert(word("–", "vi")->dash);
    ck_assert(word("–", "vi")->closes);
    ck_assert(word(")", "vi")->closes);
    ck_assert(word("(", "vi")->opens);
    ck_assert(!word("nam", "vi")->closes);
    const struct word *capital = word("Ể", "vi"), *small = word("a", "vi");
    ck_assert_int_gt(capital->parts[0].top, small->parts[0].top);
    ck_assert_int_gt(word("ỳ", "vi")->parts[0].bottom, 0);
}
END_TEST

START_TEST(fallback_fonts_stand_in)
{
    const struct word *w = word("5≤x", "vi"); /* whatever has it, every byte is in exactly one part */
    size_t bytes = 0;
    for (uint16_t i = 0; i < w->n_parts; i++)
        bytes += w->parts[i].shaped->text_n;
    ck_assert_uint_eq(bytes, strlen("5≤x"));
    const struct word *none = word("\xF4\x80\x80\x80", "vi"); /* private use: in no font */
    ck_assert(none->missing);
    ck_assert_uint_eq(none->parts[0].missing, 0x100000);
    ck_assert_int_lt(none->parts[0].scale, 1000);
    ck_assert_str_eq(none->parts[0].shaped->text, "\xF4\x80\x80\x80");
}
END_TEST

/* Word, and where it may be broken, as its parts joined by '|'. */
static const struct {
    const char *word, *parts;
} breaks[] = {
    {"84/NQ-CP", "84/NQ-CP"},
    {"COVID-19", "COVID-19"},
    {"2019–2024", "2019–2024"},
    {"29/5/2020", "29/5/2020"},
    {"kinh", "kinh"},
    {"Xanh-Pê-téc-bua", "Xanh-Pê-téc-|bua"},
    {"Almaty–Astana", "Almaty–|Astana"},
    {"Ba-na", "Ba-na"},
    {"giáo-khoa", "giáo-|khoa"},
    {"https://thoidai.com.vn/nhung-linh-vuc", "https://thoidai.|com.|vn/|nhung-|linh-vuc"},
    {"(hoặc", "(hoặc"},
    {"mai?”", "mai?”"},
};

START_TEST(words_break_where_they_may)
{
    struct buf got = BUF_INIT;
    const struct word *w = word(breaks[_i].word, "vi");
    for (uint16_t i = 0; i < w->n_parts; i++) {
        buf_put(&got, w->parts[i].shaped->text, w->parts[i].shaped->text_n);
        if (i + 1 < w->n_parts)
            buf_putc(&got, w->parts[i].penalty < PENALTY_FORBID ? '|' : '+');
    }
    ck_assert_str_eq(buf_str(&got), breaks[_i].parts);
    buf_free(&got);
}
END_TEST

TEST_MAIN("itemize")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, plain_text_is_one_segment);
    tcase_add_test(c, spans_nest);
    tcase_add_test(c, scripts_are_small_and_raised);
    tcase_add_test(c, links_and_languages_have_tags);
    tcase_add_test(c, notes_are_references);
    tcase_add_test(c, page_labels_are_put_in);
    tcase_add_test(c, furniture_has_no_tags);
    tcase_add_test(c, words_know_their_parts);
    tcase_add_test(c, fallback_fonts_stand_in);
    tcase_add_loop_test(c, words_break_where_they_may, 0, sizeof breaks / sizeof *breaks);
}
