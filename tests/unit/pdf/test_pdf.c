/* pdf/pdf.c: whole books, as qpdf and poppler read them. Where those are not installed their checks are left out. */
#include <png.h>
#include <signal.h>
#include <sys/resource.h>
#include <turbojpeg.h>

#include "base/file.h"
#include "image/encode.h"
#include "image/image.h"
#include "unit/pdf/fixture.h"
#include "unit/suite.h"

static struct builder b;
static char pdf[64];
static struct image_set *images;

static void setup(void)
{
    builder_open(&b);
    images = image_set_new();
    temp_path(pdf, "test.pdf");
}

static void teardown(void)
{
    unlink(pdf);
    image_set_drop(images);
    builder_close(&b);
}

static void write_file(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(p, 1, n, f), n);
    fclose(f);
}

static const struct image *load_image(const char *name, const void *p, size_t n)
{
    char path[64];
    write_file(temp_path(path, name), p, n);
    const struct image *image = image_set_load(images, path, DIAG_NOWHERE, b.d);
    unlink(path);
    ck_assert_ptr_nonnull(image);
    return image;
}

static void fill_pixels(uint8_t *pixels, unsigned w, unsigned h)
{
    for (unsigned y = 0; y < h; y++)
        for (unsigned x = 0; x < w; x++) {
            pixels[3 * (y * w + x)] = (uint8_t)(4 * x);
            pixels[3 * (y * w + x) + 1] = (uint8_t)(6 * y);
            pixels[3 * (y * w + x) + 2] = (uint8_t)(x * y);
        }
}

static const struct image *a_png(void)
{
    static uint8_t pixels[60 * 40 * 3];
    struct buf png = BUF_INIT;
    fill_pixels(pixels, 60, 40);
    ck_assert_int_eq(png_put_rgb(&png, 60, 40, pixels), 0);
    const struct image *image = load_image("a.png", png.p, png.n);
    buf_free(&png);
    return image;
}

static const struct image *a_jpeg(void)
{
    static uint8_t pixels[60 * 40 * 3];
    unsigned char *jpeg = NULL;
    unsigned long n = 0;
    fill_pixels(pixels, 60, 40);
    tjhandle tj = tjInitCompress();
    ck_assert_int_eq(tjCompress2(tj, pixels, 60, 0, 40, TJPF_RGB, &jpeg, &n, TJSAMP_444, 90, 0), 0);
    const struct image *image = load_image("a.jpg", jpeg, n);
    tjFree(jpeg);
    tjDestroy(tj);
    return image;
}

static void add_figure(const struct image *image, uint32_t parent, const char *alt, const char *caption)
{
    uint32_t figure = add_tag(&b, TAG_FIGURE, parent);
    b.pages.tags[figure].alt = alt;
    struct page_item *item = add_item(&b, ITEM_IMAGE, figure);
    item->u.image.image = image;
    item->u.image.w = PT(90);
    item->u.image.h = PT(60);
    b.pages.tags[figure].bbox = (struct rect){item->x, item->y, PT(90), PT(60)};
    b.y += PT(64);
    add_text(&b, SANS, PT(8), add_tag(&b, TAG_CAPTION, figure), caption);
}

static void add_table(uint32_t parent)
{
    static const char *const cells[3][3] = {
        {"Năm", "Kim ngạch", "Ghi chú"}, {"2020", "350", ""}, {"2021", "", "ước tính"}};
    uint32_t table = add_tag(&b, TAG_TABLE, parent), group = 0;
    for (int row = 0; row < 3; row++) {
        if (row < 2)
            group = add_tag(&b, row == 0 ? TAG_THEAD : TAG_TBODY, table);
        uint32_t tr = add_tag(&b, TAG_TR, group);
        for (int col = 0; col < 3; col++) {
            uint32_t cell = add_tag(&b, row == 0 ? TAG_TH : TAG_TD, tr);
            b.pages.tags[cell].scope = row == 0 ? 'c' : 0;
            add_text(&b, SANS, PT(8), cell, cells[row][col]);
        }
        struct page_item *rule = add_item(&b, ITEM_RULE, 0);
        rule->u.rule.w = PT(300);
        rule->u.rule.h = PT(1) / 2;
    }
}

static void add_list(uint32_t parent)
{
    uint32_t list = add_tag(&b, TAG_L, parent);
    b.pages.tags[list].numbering = 'u';
    for (int i = 0; i < 2; i++) {
        uint32_t li = add_tag(&b, TAG_LI, list);
        add_text(&b, TEXT, PT(10), add_tag(&b, TAG_LBL, li), "•");
        uint32_t body = add_tag(&b, TAG_LBODY, li);
        add_text(&b, TEXT, PT(10), add_tag(&b, TAG_P, body), i == 0 ? "Điều thứ nhất" : "Điều thứ hai");
    }
}

static void add_linked(uint32_t parent, const char *text, const char *uri)
{
    uint32_t link = add_tag(&b, TAG_LINK, add_tag(&b, TAG_P, parent));
    add_text(&b, TEXT, PT(10), link, text);
    add_link(&b, link, uri, text);
}

/* "Hội nghị cấp cao" broken behind a hyphen that the text does not have. */
static void add_hyphenated(uint32_t parent)
{
    uint32_t p = add_tag(&b, TAG_P, parent);
    struct setting first = set_run(&b, TEXT, PT(10)), second = set_run(&b, TEXT, PT(10));
    set_word(&first, shape(&b, TEXT, "coopera", 7), 0);
    set_word(&first, shape(&b, TEXT, "-", 1), PIECE_HYPHEN);
    place_run(&b, &first, p);
    set_word(&second, shape(&b, TEXT, "tion", 4), 0);
    place_run(&b, &second, p);
    buf_puts(&b.expected, "cooperation ");
}

static void add_furniture(const char *s)
{
    scaled y = b.y;
    b.y = PT(570);
    struct setting line = set_run(&b, SANS, PT(7));
    line.run->tracking = PT(1) / 2;
    set_word(&line, shape(&b, SANS, s, strlen(s)), 0);
    place_run(&b, &line, 0);
    b.y = y;
}

static const char prose[] =
    "Việt Nam và Kazakhstan đã ký một loạt văn kiện hợp tác; hai bên nhất trí nâng kim ngạch thương mại lên 1,5 tỷ "
    "USD. "
    "Ông Nguyễn Phương Nga cho rằng office affine efficient đều quan trọng, giữ nguyên 10\xC2\xA0km như cũ.";
static const char kazakh[] = "Қазақстан Республикасының Үкіметі мен Вьетнам ынтымақтастығын кеңейтеді Әңгіме өтті";
/* x with dot below and circumflex, q with tilde: no single characters, so several glyphs show one cluster. */
static const char marks[] = "ghép x\xCC\xA3\xCC\x82 và q\xCC\x83 dấu";

static void add_chapter(int i, uint32_t document)
{
    const char *id = arena_printf(b.a, "ch-%d", i);
    uint32_t art = add_tag(&b, TAG_ART, document);
    new_page(&b);
    add_furniture("trang");
    add_anchor(&b, id);
    add_outline(&b, arena_printf(b.a, "Chương %d", i), id, 0);
    add_text(&b, SANS, PT(18), add_tag(&b, TAG_H1, art), "Hợp tác Việt Nam – Kazakhstan");
    for (int k = 0; k < 3; k++)
        add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, art), prose);
    uint32_t p = add_tag(&b, TAG_P, art);
    b.pages.tags[p].lang = "kk";
    add_text(&b, i % 2 == 0 ? TEXT : SANS, PT(11), p, kazakh);
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, art), marks);
    add_list(art);
}

/* A book with everything that a page can hold. */
static void make_book(void)
{
    for (int i = 0; i < 4; i++)
        add_chapter(i, 1);
    uint32_t sect = add_tag(&b, TAG_SECT, 1);
    add_text(&b, SANS, PT(12), add_tag(&b, TAG_H1, sect), "Phụ lục");
    add_figure(a_png(), sect, "Biểu đồ (kim ngạch)", "Hình 1");
    add_figure(a_jpeg(), sect, "Ảnh", "Hình 2");
    add_table(sect);
    add_linked(sect, "Nguồn tin", "https://example.org/bản tin?a=1&b=(2)");
    add_linked(sect, "Xem chương đầu", "#ch-0");
    add_hyphenated(sect);
    uint32_t note = add_tag(&b, TAG_NOTE, sect);
    b.pages.tags[note].id = "n1";
    add_text(&b, TEXT, PT(8), add_tag(&b, TAG_P, note), "Chú thích cuối trang");
    static struct label_range labels[] = {{0, 'r', 1}, {2, 'D', 1}};
    b.pages.labels = labels;
    b.pages.n_labels = 2;
}

static void check_sound(void)
{
    struct buf out = BUF_INIT;
    if (have("qpdf"))
        ck_assert_msg(run_on("qpdf --check %s 2>&1", pdf, &out) == 0, "%s", out.p);
    buf_free(&out);
}

START_TEST(a_book_is_sound)
{
    make_book();
    ck_assert_int_eq(builder_write(&b, &plain_info, 2, pdf), 0);
    ck_assert_uint_eq(diag_stored(b.d), 0);
    check_sound();
}
END_TEST

/* Equal texts; a message shows where they part. */
static void check_same(const struct buf *found, const struct buf *expected)
{
    size_t i = 0;
    while (i < found->n && i < expected->n && found->p[i] == expected->p[i])
        i++;
    bool same = found->n == expected->n && i == found->n;
    ck_assert_msg(same, "at byte %zu: found \"%.60s\", expected \"%.60s\"", i, found->p + i, expected->p + i);
}

START_TEST(text_comes_back)
{
    struct buf out = BUF_INIT;
    make_book();
    add_hyphenated(1);
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    if (have("pdfinfo")) {
        ck_assert_int_eq(run_on("pdfinfo -struct-text %s | sed -n 's/^ *\"\\(.*\\)\"$/\\1/p'", pdf, &out), 0);
        squeeze(&out);
        squeeze(&b.expected);
        check_same(&out, &b.expected);
    }
    buf_free(&out);
}
END_TEST

START_TEST(text_comes_back_in_page_order)
{
    struct buf out = BUF_INIT;
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), prose);
    add_text(&b, SANS, PT(11), add_tag(&b, TAG_P, 1), prose);
    add_text(&b, SANS, PT(11), add_tag(&b, TAG_P, 1), kazakh);
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), kazakh);
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), marks);
    add_text(&b, SANS, PT(11), add_tag(&b, TAG_P, 1), marks);
    add_hyphenated(1);
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    if (have("pdftotext")) {
        ck_assert_int_eq(run_on("pdftotext -raw -enc UTF-8 %s -", pdf, &out), 0);
        squeeze(&out);
        squeeze(&b.expected);
        check_same(&out, &b.expected);
    }
    buf_free(&out);
}
END_TEST

START_TEST(fonts_are_embedded_subsets)
{
    struct buf out = BUF_INIT;
    make_book();
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    if (have("pdffonts")) {
        ck_assert_int_eq(run_on("pdffonts %s | tail -n +3 | grep -c 'yes yes yes'", pdf, &out), 0);
        ck_assert_str_eq(out.p, "2\n");
    }
    buf_free(&out);
}
END_TEST

static char *bytes_of(const char *path, size_t *n)
{
    char *bytes;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, n, b.d, DIAG_NOWHERE), 0);
    return bytes;
}

START_TEST(bytes_do_not_depend_on_workers)
{
    size_t n[3];
    char *bytes[3];
    make_book();
    for (unsigned jobs = 0; jobs < 3; jobs++) {
        ck_assert_int_eq(builder_write(&b, &plain_info, jobs, pdf), 0);
        bytes[jobs] = bytes_of(pdf, &n[jobs]);
    }
    ck_assert_mem_eq(bytes[0], bytes[1], n[0]);
    ck_assert_mem_eq(bytes[0], bytes[2], n[0]);
    ck_assert_uint_eq(n[0], n[1]);
    ck_assert_uint_eq(n[0], n[2]);
    for (int i = 0; i < 3; i++)
        free(bytes[i]);
}
END_TEST

START_TEST(links_that_lead_nowhere_keep_their_text)
{
    static const char *const targets[] = {"#gone", "javascript:alert(1)", "file:///etc/passwd", "https://", ""};
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < 5; i++)
        add_linked(1, "vẫn còn", targets[i]);
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    ck_assert_uint_eq(diag_count_msg(b.d, MSG_PDF_LINK_TARGET), 1);
    ck_assert_uint_eq(diag_count_msg(b.d, MSG_PDF_LINK_ADDRESS), 4);
    check_sound();
    if (have("pdfinfo")) {
        run_on("pdfinfo -struct-text %s", pdf, &out);
        ck_assert_ptr_nonnull(strstr(out.p, "vẫn còn"));
        ck_assert_ptr_null(strstr(out.p, "Link"));
    }
    buf_free(&out);
}
END_TEST

START_TEST(figures_without_words_are_decoration)
{
    struct buf out = BUF_INIT;
    add_figure(a_png(), 1, NULL, "Chú thích");
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    if (have("pdfinfo")) {
        run_on("pdfinfo -struct %s", pdf, &out);
        ck_assert_ptr_null(strstr(out.p, "Figure"));
        ck_assert_ptr_nonnull(strstr(out.p, "Caption"));
    }
    buf_free(&out);
}
END_TEST

START_TEST(elements_stand_in_the_order_of_content)
{
    struct buf out = BUF_INIT;
    uint32_t p = add_tag(&b, TAG_P, 1), link = add_tag(&b, TAG_LINK, p), span = add_tag(&b, TAG_SPAN, p);
    add_anchor(&b, "here");
    add_text(&b, TEXT, PT(11), p, "một");
    add_text(&b, TEXT, PT(11), span, "hai");
    add_text(&b, TEXT, PT(11), p, "ba");
    add_text(&b, TEXT, PT(11), link, "bốn");
    add_link(&b, link, "#here", "Đến đây");
    add_text(&b, TEXT, PT(11), p, "năm");
    add_tag(&b, TAG_P, 1); /* empty: left out */
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    if (have("pdfinfo")) {
        run_on("pdfinfo -struct-text %s | tr -d ' \\n'", pdf, &out);
        ck_assert_ptr_nonnull(strstr(out.p, "\"một\"Span(inline)\"hai\"\"ba\"Link(inline)\"bốn\""));
        ck_assert_ptr_nonnull(strstr(out.p, "\"năm\""));
        ck_assert_ptr_null(strstr(strstr(out.p, "P(block)") + 1, "P(block)"));
    }
    buf_free(&out);
}
END_TEST

static const struct image *a_png_of(uint32_t format, const void *pixels, const void *colours, uint32_t n_colours)
{
    png_image header = {.version = PNG_IMAGE_VERSION, .width = 16, .height = 16, .format = format};
    png_alloc_size_t n = 0;
    header.colormap_entries = n_colours;
    ck_assert(png_image_write_to_memory(&header, NULL, &n, 0, pixels, 0, colours));
    void *png = mem_alloc(n);
    ck_assert(png_image_write_to_memory(&header, png, &n, 0, pixels, 0, colours));
    char name[16];
    snprintf(name, sizeof name, "%u.png", format);
    const struct image *image = load_image(name, png, n);
    free(png);
    return image;
}

static const struct image *a_cmyk_jpeg(void)
{
    static uint8_t pixels[16 * 16 * 4];
    unsigned char *jpeg = NULL;
    unsigned long n = 0;
    tjhandle tj = tjInitCompress();
    memset(pixels, 60, sizeof pixels);
    ck_assert_int_eq(tjCompress2(tj, pixels, 16, 0, 16, TJPF_CMYK, &jpeg, &n, TJSAMP_444, 90, 0), 0);
    const struct image *image = load_image("cmyk.jpg", jpeg, n);
    tjFree(jpeg);
    tjDestroy(tj);
    return image;
}

START_TEST(pictures_of_all_kinds)
{
    static uint8_t pixels[16 * 16 * 8], palette[3 * 3] = {255, 0, 0, 0, 255, 0, 0, 0, 255};
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i % 3); /* valid as indexes, too */
    add_figure(a_png_of(PNG_FORMAT_GRAY, pixels, NULL, 0), 1, "xám", "1");
    add_figure(a_png_of(PNG_FORMAT_RGB, pixels, NULL, 0), 1, "màu", "2");
    add_figure(a_png_of(PNG_FORMAT_RGBA, pixels, NULL, 0), 1, "trong suốt", "3");
    add_figure(a_png_of(PNG_FORMAT_RGB_COLORMAP, pixels, palette, 3), 1, "bảng màu", "4");
    add_figure(a_png_of(PNG_FORMAT_LINEAR_RGB, pixels, NULL, 0), 1, "16 bit", "5");
    add_figure(a_cmyk_jpeg(), 1, "bốn màu", "6");
    const struct image *jpeg = a_jpeg();
    add_figure(jpeg, 1, "một ảnh", "7");
    add_figure(jpeg, 1, "hai lần", "8");
    ck_assert_int_eq(builder_write(&b, &plain_info, 2, pdf), 0);
    ck_assert_uint_eq(diag_stored(b.d), 0);
    check_sound();
    if (have("pdfimages")) { /* in the order of pages; the JPEG is one object shown twice, nothing is CMYK */
        run_on("pdfimages -list %s | awk 'NR > 2 {printf \"%%s%%s%%s%%s \", $6, $7, $8, $9}'", pdf, &out);
        ck_assert_str_eq(out.p, "gray18image rgb38image index12image gray18image index12image index11image "
                                "index11image rgb38jpeg rgb38jpeg ");
        buf_clear(&out);
        run_on("pdfimages -list %s | awk 'NR > 2 {print $3}' | sort | uniq -c | awk '{printf \"%%s \", $2 $1}'", pdf,
               &out);
        ck_assert_str_eq(out.p, "image8 smask1 ");
        buf_clear(&out);
        run_on("pdfimages -list %s | awk 'NR > 9 {print $11}' | uniq | wc -l", pdf, &out);
        ck_assert_str_eq(out.p, "1\n");
    }
    buf_free(&out);
}
END_TEST

START_TEST(every_anchor_is_a_destination)
{
    struct buf out = BUF_INIT;
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "một");
    for (int i = 0; i < 5000; i++)
        add_anchor(&b, arena_printf(b.a, "ch-thu-do-p%d", i));
    add_anchor(&b, "lạ (\\) đây");
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    check_sound();
    if (have("pdfinfo")) {
        run_on("pdfinfo -dests %s | grep -c XYZ", pdf, &out);
        ck_assert_str_eq(out.p, "5001\n");
    }
    buf_free(&out);
}
END_TEST

START_TEST(page_tree_has_two_levels)
{
    struct buf out = BUF_INIT;
    for (int i = 0; i < 100; i++) {
        new_page(&b);
        add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "một");
    }
    new_page(&b); /* a blank one */
    ck_assert_int_eq(builder_write(&b, &plain_info, 2, pdf), 0);
    check_sound();
    if (have("pdfinfo")) {
        run_on("pdfinfo %s | sed -n 's/^Pages: *//p'", pdf, &out);
        ck_assert_str_eq(out.p, "101\n");
    }
    buf_free(&out);
}
END_TEST

/* What was painted may go: here it is overwritten. */
static void spoil(void *painted, size_t n)
{
    size_t *before = painted;
    ck_assert_uint_gt(n, *before);
    for (; *before < n; ++*before) {
        const struct page *page = &b.pages.items[*before];
        memset((struct page_item *)page->items, 0xA5, page->n_items * sizeof *page->items);
    }
}

START_TEST(painted_pages_may_go)
{
    size_t n[2], painted = 0;
    make_book();
    for (int i = 0; i < 100; i++) {
        new_page(&b);
        add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "một");
    }
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    char *whole = bytes_of(pdf, &n[0]);
    struct pdf_input in = {.pages = &b.pages, .info = &plain_info, .painted = spoil, .user = &painted};
    struct out_file *out = out_open(pdf, b.d);
    ck_assert_int_eq(pdf_write(&in, out, b.d), 0);
    ck_assert_int_eq(out_finish(out, b.d), 0);
    ck_assert_int_eq(out_commit(out, b.d), 0);
    ck_assert_uint_eq(painted, b.pages.n);
    char *spoilt = bytes_of(pdf, &n[1]);
    ck_assert_uint_eq(n[0], n[1]);
    ck_assert_mem_eq(whole, spoilt, n[0]);
    free(whole);
    free(spoilt);
}
END_TEST

START_TEST(a_full_disk_is_told_by_the_file)
{
    const struct rlimit small = {4096, 4096};
    make_book();
    end_page(&b);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    struct pdf_input in = {.pages = &b.pages, .info = &plain_info};
    struct out_file *out = out_open(pdf, b.d);
    ck_assert_int_eq(pdf_write(&in, out, b.d), 0);
    ck_assert_uint_eq(diag_stored(b.d), 0);
    ck_assert_int_eq(out_finish(out, b.d), -1);
    ck_assert_uint_eq(diag_count(b.d, DIAG_ERROR), 1);
    out_abandon(out);
    ck_assert_int_ne(access(pdf, F_OK), 0);
}
END_TEST

START_TEST(no_pages_no_file)
{
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), -1);
    ck_assert_uint_eq(diag_count_msg(b.d, MSG_PDF_NO_PAGES), 1);
    ck_assert_int_ne(access(pdf, F_OK), 0);
}
END_TEST

START_TEST(fonts_that_may_not_be_embedded_are_named)
{
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "một");
    b.fonts[TEXT]->may_embed = false;
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), -1);
    ck_assert_uint_eq(diag_count_msg(b.d, MSG_PDF_FONT_EMBED), 1);
}
END_TEST

START_TEST(hostile_structure_is_survived)
{
    uint32_t p = add_tag(&b, TAG_P, 77); /* no such parent */
    add_text(&b, TEXT, PT(11), p, "một");
    add_text(&b, TEXT, PT(11), 4711, "hai"); /* no such tag */
    uint32_t note = add_tag(&b, TAG_NOTE, 1), again = add_tag(&b, TAG_NOTE, 1), third = add_tag(&b, TAG_NOTE, 1);
    b.pages.tags[note].id = b.pages.tags[again].id = b.pages.tags[third].id = "n";
    add_text(&b, TEXT, PT(11), note, "ba");
    add_text(&b, TEXT, PT(11), again, "bốn");
    add_text(&b, TEXT, PT(11), third, "năm");
    b.pages.tags[p].lang = "x\"y";
    add_outline(&b, "sâu", "nowhere", 7);
    add_outline(&b, "", NULL, 0);
    ck_assert_int_eq(builder_write(&b, &plain_info, 1, pdf), 0);
    check_sound();
}
END_TEST

TEST_MAIN("pdf")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, a_book_is_sound);
    tcase_add_test(c, text_comes_back);
    tcase_add_test(c, text_comes_back_in_page_order);
    tcase_add_test(c, fonts_are_embedded_subsets);
    tcase_add_test(c, bytes_do_not_depend_on_workers);
    tcase_add_test(c, links_that_lead_nowhere_keep_their_text);
    tcase_add_test(c, figures_without_words_are_decoration);
    tcase_add_test(c, elements_stand_in_the_order_of_content);
    tcase_add_test(c, pictures_of_all_kinds);
    tcase_add_test(c, every_anchor_is_a_destination);
    tcase_add_test(c, page_tree_has_two_levels);
    tcase_add_test(c, painted_pages_may_go);
    tcase_add_test(c, a_full_disk_is_told_by_the_file);
    tcase_add_test(c, no_pages_no_file);
    tcase_add_test(c, fonts_that_may_not_be_embedded_are_named);
    tcase_add_test(c, hostile_structure_is_survived);
}
