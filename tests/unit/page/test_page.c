/* page/starts.c and pages_dump.c: look-ups and exact dumps of a small made page. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "page/page.h"
#include "unit/suite.h"

static struct page_start start_items[] = {
    {2, 0, 0, "1"}, {5, 0, 1, "2"}, {5, 40, 2, "3"}, {5, 90, 3, "4"}, {9, 12, 4, "5"},
};
static struct page_ref refs[] = {{"ch-a", "1", 0}, {"ch-a-p2", "2", 1}, {"ch-b", "5", 4}};
static const struct page_starts starts = {start_items, 5, refs, 3};

START_TEST(starts_of_a_leaf)
{
    static const struct {
        uint32_t seq;
        size_t n;
        ptrdiff_t first;
    } cases[] = {{0, 0, -1}, {2, 1, 0}, {3, 0, -1}, {5, 3, 1}, {9, 1, 4}, {10, 0, -1}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = 99;
        const struct page_start *first = starts_in(&starts, cases[i].seq, &n);
        ck_assert_uint_eq(n, cases[i].n);
        if (cases[i].first < 0)
            ck_assert_ptr_null(first);
        else
            ck_assert_ptr_eq(first, &start_items[cases[i].first]);
    }
    size_t n;
    ck_assert_ptr_null(starts_in(&(struct page_starts){0}, 1, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(labels_by_id)
{
    ck_assert_str_eq(starts_label(&starts, "ch-a"), "1");
    ck_assert_str_eq(starts_label(&starts, "ch-a-p2"), "2");
    ck_assert_str_eq(starts_label(&starts, "ch-b"), "5");
    ck_assert_ptr_null(starts_label(&starts, "ch-"));
    ck_assert_ptr_null(starts_label(&starts, "zz"));
    ck_assert_ptr_null(starts_label(&(struct page_starts){0}, "a"));
}
END_TEST

START_TEST(starts_as_text)
{
    struct page_starts few = {start_items + 1, 2, refs, 1};
    struct buf b = BUF_INIT;

    starts_dump(&few, &b);
    ck_assert_str_eq(buf_str(&b), "start 5+0 page 1 \"2\"\n"
                                  "start 5+40 page 2 \"3\"\n"
                                  "ref ch-a page 0 \"1\"\n");
    buf_free(&b);
}
END_TEST

static struct lexicon *words;

static struct shaped *word(const char *text)
{
    struct shaped *s = calloc(1, sizeof *s);

    s->text = text;
    s->text_n = (uint16_t)strlen(text);
    s->number = lexicon_add(words, s);
    return s;
}

START_TEST(pages_as_text)
{
    static const struct font font = {.ps_name = "Test-Regular", .family = "Test"};
    words = lexicon_new();
    struct shaped *a = word("Hội"), *b = word("\"nghị\""), *hyphen = word("-");
    a->font = &font;
    struct run_piece pieces[] = {
        {a->number, 0, PIECE_SPACE_AFTER}, {b->number, PT(20), 0}, {hyphen->number, PT(40), PIECE_HYPHEN}};
    struct glyph_run run = {.size = PT(12), .hscale = 10000, .n = 3, .pieces = pieces, .words = words};
    struct glyph_run small = {.size = PT(7) + PT(1) / 2,
                              .hscale = 9800,
                              .n = 1,
                              .tracking = PT(1) / 4,
                              .rise = PT(3),
                              .pieces = pieces,
                              .words = words};
    struct rect squares[] = {{0, 0, PT(1), PT(1)}, {PT(2), PT(1), PT(3), PT(1)}};
    static const struct page_link link = {"https://x.example/", "nguồn"};
    struct page_item items[] = {
        {.kind = ITEM_TEXT, .tag = 2, .x = PT(76) + 35061, .y = PT(80), .u.run = &run},
        {.kind = ITEM_TEXT, .ink = INK_MARK, .x = PT(1), .y = PT(2), .u.run = &small},
        {.kind = ITEM_RULE, .ink = INK_ACCENT, .x = PT(1), .y = -PT(1) / 3, .u.rule = {PT(50), PT(1) / 2}},
        {.kind = ITEM_RECTS, .ink = 5, .x = PT(5), .y = PT(6), .u.rects = {squares, 2}},
        {.kind = ITEM_IMAGE, .tag = 3, .x = 0, .y = 0, .u.image = {NULL, PT(100), PT(80)}},
        {.kind = ITEM_LINK, .x = 0, .y = 0, .u.link = {&link, PT(10), PT(9)}},
    };
    struct page page = {
        .width = mm_milli(210000), .height = mm_milli(297000), .label = "iv", .items = items, .n_items = 6};
    struct tag tags[] = {
        {0},
        {.role = TAG_DOCUMENT, .lang = "vi"},
        {.role = TAG_TH, .parent = 1, .scope = 'c', .colspan = 2, .rowspan = 1},
        {.role = TAG_FIGURE, .parent = 1, .alt = "ảnh", .bbox = {0, 0, PT(100), PT(80)}},
        {.role = TAG_NOTE, .parent = 1, .id = "n1"},
    };
    struct anchor anchors[] = {{"ch-a", 0, PT(1), PT(2)}};
    struct outline_entry outline[] = {{"Thủ đô", "ch-a", 0}};
    struct label_range labels[] = {{0, 'r', 4}};
    struct pages pages = {.items = &page,
                          .n = 1,
                          .tags = tags,
                          .n_tags = 5,
                          .anchors = anchors,
                          .n_anchors = 1,
                          .outline = outline,
                          .n_outline = 1,
                          .labels = labels,
                          .n_labels = 1};
    struct buf out = BUF_INIT;

    pages_dump(&pages, &out);
    ck_assert_str_eq(buf_str(&out), "labels 0 r 4\n"
                                    "page 0 \"iv\" 595.276x841.89\n"
                                    "  text 76.535,80 Test-Regular 12 #2 \"Hội \\\"nghị\\\"¬\"\n"
                                    "  text 1,2 Test-Regular 7.5 scaled 9800 tracked 0.25 raised 3 mark \"Hội \"\n"
                                    "  rule 1,-0.333 50x0.5 accent\n"
                                    "  rects 5,6 ink5\n"
                                    "    0,0 1x1\n"
                                    "    2,1 3x1\n"
                                    "  image 0,0 100x80 #3\n"
                                    "  link 0,0 10x9 https://x.example/ \"nguồn\"\n"
                                    "tag 1 Document < 0 lang=vi\n"
                                    "tag 2 TH < 1 colspan=2 scope=c\n"
                                    "tag 3 Figure < 1 at 0,0 100x80 \"ảnh\"\n"
                                    "tag 4 Note < 1 id=n1\n"
                                    "anchor ch-a page 0 1,2\n"
                                    "outline 0 ch-a \"Thủ đô\"\n");
    buf_free(&out);
    free(a);
    free(b);
    free(hyphen);
    lexicon_drop(words);
}
END_TEST

TEST_MAIN("page")
{
    tcase_add_test(c, starts_of_a_leaf);
    tcase_add_test(c, labels_by_id);
    tcase_add_test(c, starts_as_text);
    tcase_add_test(c, pages_as_text);
}
