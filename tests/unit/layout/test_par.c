/* layout/par.c, line.c: set lines end where they must, lose no text and know what they refer to. */
#include "base/utf8.h"
#include "lang/hyphen.h"
#include "unit/layout/fixture.h"
#include "unit/suite.h"

static struct fixture f;

static const char *const sample =
    "Đại sứ Kazakhstan tại Việt Nam cho rằng, nhân kỷ niệm 30 năm thiết lập quan hệ ngoại giao, hai nước sẽ có nhiều "
    "sự kiện quan trọng như "
    "Hội nghị thượng đỉnh lần thứ sáu về phối hợp hành động và các biện pháp xây dựng lòng tin ở châu Á (CICA). Đây là "
    "cơ hội để chúng ta "
    "phối hợp triển khai các hoạt động thúc đẩy quan hệ hợp tác song phương Việt Nam – Kazakhstan lên một tầm cao mới, "
    "góp phần tích cực vào "
    "việc duy trì hòa bình, ổn định và phát triển ở mỗi nước, trong khu vực và trên thế giới.";

static void set_up(void)
{
    fixture_init(&f);
}

static void tear_down(void)
{
    fixture_drop(&f);
}

/* All lines' glyph text: what a reader of the PDF gets. */
static char *glyph_text(const struct par *p)
{
    struct buf b = BUF_INIT;
    for (uint32_t i = 0; i < p->n; i++)
        buf_puts(&b, fixture_line(&f, &p->lines[i]));
    char *s = arena_strdup(f.arena, buf_str(&b));
    buf_free(&b);
    return s;
}

START_TEST(no_text_is_lost)
{
    static const enum role roles[] = {ROLE_BODY, ROLE_CHAPTER_TITLE, ROLE_CAPTION, ROLE_TABLE, ROLE_INDEX};
    static const int widths[] = {124, 80, 50, 30};
    struct text t = fixture_text(&f, sample);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        for (size_t k = 0; k < sizeof widths / sizeof *widths; k++) {
            struct par p = fixture_set(&f, &t, roles[i], mm_milli(widths[k] * 1000));
            ck_assert_str_eq(glyph_text(&p), sample);
            for (uint32_t n = 1; n < p.n; n++) {
                ck_assert_uint_gt(p.lines[n].start, p.lines[n - 1].start);
                ck_assert_uint_le(p.lines[n - 1].end, p.lines[n].start);
            }
            ck_assert_uint_eq(p.lines[p.n - 1].end, t.n);
            ck_assert(p.lines[p.n - 1].last);
        }
}
END_TEST

/* Where the last glyph of a line ends. */
static scaled right_edge(const struct par_line *line)
{
    const struct page_item *item = &line->items[line->n_items - 1];
    while (item->kind != ITEM_TEXT)
        item--;
    const struct glyph_run *run = item->u.run;
    const struct run_piece *last = &run->pieces[run->n - 1];
    int64_t width = (int64_t)run_word(run, run->n - 1u)->width * run->size / run_font(run)->upem;
    return item->x + last->x + (scaled)(width * run->hscale / 10000) +
           (run_word(run, run->n - 1u)->n - 1) * run->tracking;
}

START_TEST(justified_lines_end_at_the_measure)
{
    struct text t = fixture_text(&f, sample);
    scaled measure = mm_milli(124000);
    f.design->text.hanging = false;
    struct par p = fixture_set(&f, &t, ROLE_BODY, measure);
    ck_assert_uint_gt(p.n, 3);
    for (uint32_t i = 0; i + 1 < p.n; i++)
        ck_assert_int_le(abs(right_edge(&p.lines[i]) - measure), SCALED_ONE / 200);
    ck_assert_int_lt(right_edge(&p.lines[p.n - 1]), measure);
}
END_TEST

START_TEST(marks_hang_at_the_right_edge)
{
    struct text t = fixture_text(&f, sample);
    int hanging = 0;
    for (int mm = 90; mm < 150; mm++) {
        scaled measure = mm_milli(mm * 1000);
        struct par p = fixture_set(&f, &t, ROLE_BODY, measure);
        for (uint32_t i = 0; i + 1 < p.n; i++) {
            const char *s = fixture_line(&f, &p.lines[i]);
            unsigned char end = (unsigned char)s[strlen(s) - 2]; /* before the space */
            scaled out = right_edge(&p.lines[i]) - measure;
            if (end == ',' || end == '.') {
                ck_assert_int_gt(out, PT(1));
                ck_assert_int_lt(out, PT(3));
                hanging++;
            } else if (end < 0x80 || end == 0x93) { /* 0x93: the last byte of a dash */
                ck_assert_int_le(out, end == 0x93 ? PT(2) : SCALED_ONE / 200);
            }
        }
    }
    ck_assert_int_gt(hanging, 5);
}
END_TEST

START_TEST(letters_scale_within_their_limit)
{
    struct text t = fixture_text(&f, sample);
    bool scaled_one = false;
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    for (uint32_t i = 0; i < p.n; i++)
        for (uint32_t k = 0; k < p.lines[i].n_items; k++) {
            uint16_t h = p.lines[i].items[k].u.run->hscale;
            ck_assert_int_le(abs(p.lines[i].items[k].u.run->tracking), PT(12) / 200);
            ck_assert_uint_ge(h, 9800);
            ck_assert_uint_le(h, 10200);
            scaled_one = scaled_one || h != 10000;
        }
    ck_assert(scaled_one);
    ck_assert_uint_eq(p.lines[p.n - 1].items[0].u.run->hscale, 10000);
}
END_TEST

START_TEST(pieces_stand_in_order)
{
    struct text t = fixture_text(&f, sample);
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    for (uint32_t i = 0; i < p.n; i++) {
        const struct glyph_run *run = p.lines[i].items[0].u.run;
        for (uint16_t k = 1; k < run->n; k++) {
            scaled gap = run->pieces[k].x - run->pieces[k - 1].x -
                         (scaled)((int64_t)run_word(run, k - 1u)->width * run->size / run_font(run)->upem *
                                  run->hscale / 10000) -
                         run_word(run, k - 1u)->n * run->tracking;
            ck_assert_int_gt(gap, PT(1)); /* no space under 75 % of 2.6 pt */
            ck_assert_uint_eq(run->pieces[k - 1].flags & PIECE_SPACE_AFTER, PIECE_SPACE_AFTER);
        }
        ck_assert_int_le(abs(p.lines[i].width - right_edge(&p.lines[i])), 2); /* two roundings */
    }
}
END_TEST

/* A line that nothing may divide, wider than a piece's place can say: its words stand where they would. */
START_TEST(words_far_from_the_origin)
{
    struct buf b = BUF_INIT;
    for (int i = 0; i < 700; i++)
        buf_puts(&b, i > 0 ? "\xC2\xA0nghiêng" : "nghiêng");
    struct text t = text_make(f.arena, b.p, b.n);
    buf_free(&b);
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    ck_assert_uint_eq(p.n, 1);
    size_t words = 0, runs = 0;
    int64_t before = 0;
    for (uint32_t i = 0; i < p.lines[0].n_items; i++) {
        const struct page_item *item = &p.lines[0].items[i];
        runs += item->kind == ITEM_TEXT;
        for (uint16_t k = 0; item->kind == ITEM_TEXT && k < item->u.run->n; k++, words++) {
            int64_t x = (int64_t)item->x + item->u.run->pieces[k].x;
            ck_assert(words == 0 || (x - before > PT(30) && x - before < PT(60)));
            before = x;
        }
    }
    ck_assert_uint_ge(runs, 3);
    ck_assert_uint_eq(words, 700);
}
END_TEST

START_TEST(indents_and_hanging_lines)
{
    struct text t = fixture_text(&f, sample);
    struct par p;
    struct par_request r = fixture_request(&f, &t, ROLE_BODY, mm_milli(124000));
    r.first_indent = PT(16);
    par_set(&f.ctx, &r, &p);
    ck_assert_int_eq(p.lines[0].items[0].x, PT(16));
    ck_assert_int_eq(p.lines[1].items[0].x, 0);
    r.first_indent = -PT(10);
    par_set(&f.ctx, &r, &p);
    ck_assert_int_eq(p.lines[0].items[0].x, 0);
    ck_assert_int_eq(p.lines[1].items[0].x, PT(10));
}
END_TEST

START_TEST(last_lines_are_no_runts)
{
    int lines = 0;
    struct text t = fixture_text(&f, sample);
    for (int mm = 80; mm < 140; mm++) {
        struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(mm * 1000));
        ck_assert_ptr_nonnull(strchr(fixture_line(&f, &p.lines[p.n - 1]), ' '));
        ck_assert_int_gt(p.lines[p.n - 1].width, PT(16));
        lines += (int)p.n;
    }
    ck_assert_int_gt(lines, 300);
}
END_TEST

START_TEST(links_have_areas_on_each_line)
{
    struct text t = fixture_text(&f, sample);
    const char *from = strstr(t.s, "nhân kỷ niệm"), *to = strstr(t.s, "Đây là");
    text_add_span(f.arena, &t,
                  (struct span){(uint32_t)(from - t.s), (uint32_t)(to - t.s), SPAN_LINK, "https://vi.example/a"});
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    uint32_t areas = 0, tag = 0, lines = 0;
    for (uint32_t i = 0; i < p.n; i++) {
        lines += p.lines[i].start < (uint32_t)(to - t.s) && p.lines[i].end > (uint32_t)(from - t.s);
        for (uint32_t k = 0; k < p.lines[i].n_items; k++) {
            const struct page_item *item = &p.lines[i].items[k];
            if (item->kind != ITEM_LINK)
                continue;
            areas++;
            ck_assert(tag == 0 || tag == item->tag); /* one element for the whole link */
            tag = item->tag;
            ck_assert_str_eq(item->u.link.to->uri, "https://vi.example/a");
            ck_assert_int_gt(item->u.link.w, 0);
            ck_assert_int_gt(item->u.link.h, 0);
            ck_assert_int_lt(item->y, 0);
            ck_assert_int_le(item->x + item->u.link.w, mm_milli(124000) + PT(3));
        }
    }
    ck_assert_uint_gt(lines, 2);
    ck_assert_uint_eq(areas, lines);
    ck_assert_int_eq(f.tags.items[tag].role, TAG_LINK);
    ck_assert_str_eq(glyph_text(&p), sample);
}
END_TEST

START_TEST(notes_and_anchors_come_with_their_lines)
{
    struct text t = fixture_text(&f, sample);
    uint32_t at = (uint32_t)(strstr(t.s, "30 năm") - t.s), note = (uint32_t)(strstr(t.s, "(CICA)") - t.s);
    text_add_span(f.arena, &t, (struct span){at, at, SPAN_ANCHOR, "i-30"});
    text_add_span(f.arena, &t, (struct span){note, note + 6, SPAN_NOTE, "n1"});
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    uint32_t notes = 0, anchors = 0;
    for (uint32_t i = 0; i < p.n; i++) {
        notes += p.lines[i].n_notes;
        anchors += p.lines[i].n_anchors;
        if (p.lines[i].n_notes > 0) {
            ck_assert_str_eq(p.lines[i].notes[0], "n1");
            ck_assert_uint_le(p.lines[i].start, note);
            ck_assert_uint_ge(p.lines[i].end, note);
        }
        if (p.lines[i].n_anchors > 0) {
            ck_assert_str_eq(p.lines[i].anchors[0].id, "i-30");
            ck_assert_int_gt(p.lines[i].anchors[0].x, 0);
        }
    }
    ck_assert_uint_eq(notes, 1);
    ck_assert_uint_eq(anchors, 1);
}
END_TEST

START_TEST(missing_characters_are_reported_once)
{
    struct text t = fixture_text(&f, "một \xF4\x80\x80\x80 hai \xF4\x80\x80\x80 ba");
    fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    ck_assert_uint_eq(diag_count_msg(f.diag, MSG_LAYOUT_NO_GLYPH), 1);
    ck_assert_uint_eq(diag_pos(f.diag, 0).line, 7);
    ck_assert_str_eq(fixture_line(&f, &p.lines[0]), "một \xF4\x80\x80\x80 hai \xF4\x80\x80\x80 ba");
}
END_TEST

START_TEST(titles_are_balanced)
{
    struct text t =
        fixture_text(&f, "Những lĩnh vực nào sẽ là thế mạnh trong hợp tác giữa Việt Nam và Kazakhstan hậu COVID-19?");
    struct par p = fixture_set(&f, &t, ROLE_CONTENTS_ENTRY, mm_milli(90000));
    ck_assert_uint_eq(p.n, 2);
    ck_assert_str_eq(fixture_line(&f, &p.lines[0]), "Những lĩnh vực nào sẽ là thế mạnh trong hợp tác ");
    ck_assert_int_lt(abs(p.lines[0].width - p.lines[1].width), mm_milli(25000));
}
END_TEST

START_TEST(names_stay_whole)
{
    struct text t = fixture_text(&f, sample);
    ties_mark(f.arena, &t, "vi", NULL);
    for (int mm = 100; mm < 170; mm++) {
        struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(mm * 1000));
        for (uint32_t i = 0; i + 1 < p.n; i++) {
            const char *next = t.s + p.lines[i + 1].start;
            ck_assert(strncmp(next, "Nam", 3) != 0); /* Việt | Nam */
            ck_assert(strncmp(next, "–", strlen("–")) != 0);
        }
    }
}
END_TEST

START_TEST(natural_width_is_that_of_one_line)
{
    struct text t = fixture_text(&f, "Mục lục");
    struct par p;
    struct par_request r = fixture_request(&f, &t, ROLE_RUNNING_HEAD, mm_milli(124000));
    size_t tags = f.tags.n;
    scaled width = par_natural_width(&f.ctx, &r);
    ck_assert_uint_eq(f.tags.n, tags);
    par_set(&f.ctx, &r, &p);
    ck_assert_uint_eq(p.n, 1);
    ck_assert_int_le(abs(p.lines[0].width - width), 2);
    r.style = &f.design->styles[ROLE_CONTENTS_PAGE]; /* set right */
    par_set(&f.ctx, &r, &p);
    ck_assert_int_eq(p.lines[0].width, mm_milli(124000));
}
END_TEST

START_TEST(empty_text_gives_no_line)
{
    struct text t = fixture_text(&f, "");
    struct par p = fixture_set(&f, &t, ROLE_BODY, mm_milli(124000));
    ck_assert_uint_eq(p.n, 0);
    struct par_request r = fixture_request(&f, &t, ROLE_BODY, mm_milli(124000));
    ck_assert_int_eq(par_natural_width(&f.ctx, &r), 0);
}
END_TEST

START_TEST(odd_texts_do_no_harm)
{
    static const char *const odd[] = {
        " ",        "\n", "a\n", "\n\na", "a  b", "a \n b", "–", "\u00A0", "a\u00A0", "\u0301", "中文字體排印在這裡",
        "a\u200B b"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int mm = 1; mm < 40; mm += 13) {
            struct text t = fixture_text(&f, odd[i]);
            fixture_set(&f, &t, ROLE_BODY, mm_milli(mm * 1000));
            struct par p = fixture_set(&f, &t, ROLE_CAPTION, mm_milli(mm * 1000));
            ck_assert_uint_lt(p.n, 12);
        }
}
END_TEST

static unsigned seed;

static uint32_t rnd(uint32_t n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % n;
}

/* Start of a character at or before a random place. */
static uint32_t random_place(const struct text *t, uint32_t from, uint32_t to)
{
    uint32_t at = from + rnd(to - from + 1);
    while (at > from && at < t->n && ((unsigned char)t->s[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Spans inside [from, to), nested or apart, in any order. */
static void random_spans(struct text *t, uint32_t from, uint32_t to, int depth)
{
    static const enum span_kind kinds[] = {SPAN_STRONG,    SPAN_EMPHASIS, SPAN_CODE, SPAN_SUPERSCRIPT,
                                           SPAN_SUBSCRIPT, SPAN_LINK,     SPAN_NOTE, SPAN_LANG};
    for (int i = 0; i < 3 && from < to; i++) {
        uint32_t start = random_place(t, from, to), end = random_place(t, start, to);
        if (end <= start)
            continue;
        enum span_kind kind = kinds[rnd(8)];
        const char *value = kind == SPAN_LANG ? "ru" : kind == SPAN_NOTE ? "n1" : kind == SPAN_LINK ? "#a" : NULL;
        text_add_span(f.arena, t, (struct span){start, end, kind, value});
        if (depth < 3)
            random_spans(t, start, end, depth + 1);
        from = end;
    }
}

START_TEST(any_spans_keep_the_text)
{
    seed = (unsigned)_i * 7919u + 17u;
    for (int round = 0; round < 25; round++) {
        struct text t = fixture_text(&f, sample);
        random_spans(&t, 0, t.n, 0);
        for (uint32_t i = 0; i < 4; i++) {
            uint32_t start = random_place(&t, 0, t.n), end = random_place(&t, start, t.n);
            text_add_span(f.arena, &t, (struct span){start, end, SPAN_TIE, rnd(3) ? NULL : "!"});
            text_add_span(f.arena, &t, (struct span){start, start, SPAN_ANCHOR, "here"});
        }
        static const enum role roles[] = {ROLE_BODY, ROLE_LIST, ROLE_CAPTION, ROLE_CHAPTER_TITLE};
        struct par p = fixture_set(&f, &t, roles[rnd(4)], mm_milli(20000 + (int64_t)rnd(120000)));
        ck_assert_str_eq(glyph_text(&p), sample);
        uint32_t anchors = 0;
        for (uint32_t i = 0; i < p.n; i++)
            anchors += p.lines[i].n_anchors;
        ck_assert_uint_eq(anchors, 4);
    }
}
END_TEST

START_TEST(stacked_marks_reach_higher)
{
    struct text low = fixture_text(&f, "ao"), high = fixture_text(&f, "Ểỳ");
    struct par a = fixture_set(&f, &low, ROLE_BODY, mm_milli(50000)),
               b = fixture_set(&f, &high, ROLE_BODY, mm_milli(50000));
    ck_assert_int_gt(b.lines[0].top, a.lines[0].top + PT(4));
    ck_assert_int_gt(b.lines[0].bottom, PT(2));
    ck_assert_int_gt(b.lines[0].top, PT(12) * 90 / 100);
    ck_assert_int_lt(b.lines[0].top, PT(12) * 1066 / 1000); /* the default form's */
    ck_assert_int_lt(b.lines[0].bottom, PT(12) * 40 / 100);
}
END_TEST

static const char *const russian =
    "Новый участок, который начинается от эстакады возле станции и идет до Можайского шоссе, позволит исключить проезд "
    "транзитного транспорта через населенные пункты и междугородные автомобильные магистрали, соответствующие "
    "международным требованиям; эстакада разгрузит улично-дорожную сеть и одновременно предотвратит возникновение "
    "заторов государственного значения, министр Кайрат Умаров и Евгений Дитрих подтвердили заинтересованность.";

/* Sets a text in a language; counts the lines that end with a hyphen which was put in. */
static int count_hyphens(const char *s, const char *lang, enum role role, int mm, struct par *p)
{
    struct text t = fixture_text(&f, s);
    struct par_request r = fixture_request(&f, &t, role, mm_milli(mm * 1000));
    int n = 0;
    r.lang = lang;
    par_set(&f.ctx, &r, p);
    for (uint32_t i = 0; i < p->n; i++)
        n += p->lines[i].hyphenated;
    return n;
}

/* Letters of the text at a line's end that are in one row. */
static size_t row_before(const char *s, size_t at)
{
    size_t n = 0;
    while (at > 0 && utf8_is_letter(utf8_prev(s, &at)))
        n++;
    return n;
}

START_TEST(russian_is_hyphenated)
{
    struct par p;
    int hyphens = 0;
    if (hyphen_for("ru") == NULL)
        return;
    for (int mm = 40; mm < 130; mm += 3) {
        scaled measure = mm_milli(mm * 1000);
        f.design->text.hanging = mm % 2;
        hyphens += count_hyphens(russian, "ru", ROLE_BODY, mm, &p);
        ck_assert_str_eq(glyph_text(&p), russian);
        ck_assert(!p.lines[p.n - 1].hyphenated);
        for (uint32_t i = 0; i + 1 < p.n; i++) {
            const struct par_line *line = &p.lines[i];
            if (!line->hyphenated)
                continue;
            const struct page_item *item = &line->items[line->n_items - 1];
            const struct run_piece *last = &item->u.run->pieces[item->u.run->n - 1];
            scaled out = right_edge(line) - measure;
            ck_assert_uint_eq(last->flags, PIECE_HYPHEN);
            ck_assert_uint_eq(line->end, p.lines[i + 1].start);
            ck_assert_uint_ge(row_before(russian, line->end), 2);
            ck_assert_int_le(abs(line->width - right_edge(line)), 2);
            if (p.badness < 300) {
                ck_assert_int_ge(out, -SCALED_ONE / 200);
                ck_assert_int_le(out, f.design->text.hanging ? PT(3) : SCALED_ONE / 200);
            }
        }
        if (mm > 60) /* the last word stays whole */
            ck_assert_ptr_nonnull(strstr(fixture_line(&f, &p.lines[p.n - 1]), "заинтересованность."));
    }
    ck_assert_int_gt(hyphens, 20);
}
END_TEST

START_TEST(hyphens_make_spaces_even)
{
    struct par whole, divided;
    if (hyphen_for("ru") == NULL)
        return;
    for (int mm = 60; mm < 130; mm += 5) {
        int none = count_hyphens(russian, "kk", ROLE_BODY, mm, &whole);
        count_hyphens(russian, "ru", ROLE_BODY, mm, &divided);
        ck_assert_int_eq(none, 0);
        ck_assert_int_le(divided.badness, whole.badness > 100 ? whole.badness : 100);
    }
}
END_TEST

START_TEST(what_is_never_hyphenated)
{
    static const char *const english = "international relations, cooperation and organizations of considerable "
                                       "significance characterized administrative responsibilities everywhere";
    struct par p;
    if (hyphen_for("en") == NULL || hyphen_for("ru") == NULL)
        return;
    ck_assert_int_gt(count_hyphens(english, "en", ROLE_BODY, 38, &p), 0);
    ck_assert_int_eq(count_hyphens(english, "vi", ROLE_BODY, 38, &p), 0);
    ck_assert_int_eq(count_hyphens(english, "en", ROLE_CODE, 200, &p), 0);
    for (int mm = 60; mm < 130; mm += 5) {
        ck_assert_int_eq(count_hyphens(sample, "vi", ROLE_BODY, mm, &p), 0);
        ck_assert_int_eq(count_hyphens(russian, "ru", ROLE_CHAPTER_TITLE, mm, &p), 0);
        ck_assert_int_eq(count_hyphens(russian, "ru", ROLE_HEADING_1, mm, &p), 0);
    }
}
END_TEST

START_TEST(ragged_lines_have_few_hyphens)
{
    struct par p;
    int ragged = 0, justified = 0;
    if (hyphen_for("ru") == NULL)
        return;
    for (int mm = 60; mm < 130; mm += 2) {
        f.design->styles[ROLE_LIST].align = ALIGN_LEFT;
        ragged += count_hyphens(russian, "ru", ROLE_LIST, mm, &p);
        ck_assert_str_eq(glyph_text(&p), russian);
        f.design->styles[ROLE_LIST].align = ALIGN_JUSTIFY;
        justified += count_hyphens(russian, "ru", ROLE_LIST, mm, &p);
    }
    ck_assert_int_lt(ragged * 2, justified);
}
END_TEST

TEST_MAIN("par")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, no_text_is_lost);
    tcase_add_test(c, justified_lines_end_at_the_measure);
    tcase_add_test(c, marks_hang_at_the_right_edge);
    tcase_add_test(c, letters_scale_within_their_limit);
    tcase_add_test(c, pieces_stand_in_order);
    tcase_add_test(c, words_far_from_the_origin);
    tcase_add_test(c, indents_and_hanging_lines);
    tcase_add_test(c, last_lines_are_no_runts);
    tcase_add_test(c, links_have_areas_on_each_line);
    tcase_add_test(c, notes_and_anchors_come_with_their_lines);
    tcase_add_test(c, missing_characters_are_reported_once);
    tcase_add_test(c, titles_are_balanced);
    tcase_add_test(c, names_stay_whole);
    tcase_add_test(c, natural_width_is_that_of_one_line);
    tcase_add_test(c, empty_text_gives_no_line);
    tcase_add_test(c, odd_texts_do_no_harm);
    tcase_add_loop_test(c, any_spans_keep_the_text, 0, 6);
    tcase_add_test(c, stacked_marks_reach_higher);
    tcase_add_test(c, russian_is_hyphenated);
    tcase_add_test(c, hyphens_make_spaces_even);
    tcase_add_test(c, what_is_never_hyphenated);
    tcase_add_test(c, ragged_lines_have_few_hyphens);
}
