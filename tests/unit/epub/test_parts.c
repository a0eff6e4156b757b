/* Style sheets, fonts and pictures of the EPUB. */
#include <png.h>

#include "base/utf8.h"
#include "epub/fonts.h"
#include "epub/plan.h"
#include "unit/epub/sample.h"
#include "unit/suite.h"

static struct sample s;

static void setup(void)
{
    sample_open(&s);
}

static void teardown(void)
{
    sample_close(&s);
}

static char *css(void)
{
    struct doc_node *ch = put_chapter(&s, "ch-1", NULL, "Một");
    struct doc_node *p = put_text(&s, ch, DOC_PARAGRAPH, "Tiếng Việt đẹp, Қазақстан.");
    mark(&s, p, "đẹp", SPAN_EMPHASIS, NULL);
    sample_finish(&s);
    return entry_of(&s, "EPUB/css/book.css");
}

/* What makes an old engine drop the sheet, or takes a choice from the reader, must not be in it. */
START_TEST(base_sheet)
{
    char *t = css();
    const char *const banned[] = {"@media",    "@container",      "@supports", "calc(",      "var(",   "min(",
                                  " color: #", "line-height: 0.", "flex",      "!important", "justify"};
    for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++)
        lacks(t, banned[i]);
    const char *body = strstr(t, "body {");
    ck_assert_ptr_nonnull(body);
    char rule[512];
    snprintf(rule, sizeof rule, "%.*s", (int)strcspn(body, "}"), body);
    lacks(rule, "font-size");
    lacks(rule, "background");
    lacks(rule, "line-height");
    lacks(rule, "text-align");
    lacks(t, "font-family: \""); /* without fonts none is named */
    lacks(t, "@text");           /* all names are filled in */
    has(t, "p { margin: 0 0 0 0; text-indent: 1.333em; }");
    has(t, "h1 { font-size: 1.6em;");
    has(t, "p + .meta { page-break-before: avoid; }"); /* no reference stands alone on a screen */
    free(t);
}
END_TEST

/* Sizes follow the layout, but only within what reads well on a screen. */
START_TEST(sizes_are_kept_in_bounds)
{
    s.design.styles[ROLE_CHAPTER_TITLE].size = PT(40);
    s.design.styles[ROLE_LEAD].size = PT(14);
    s.design.text.par_skip = PT(6);
    s.design.text.indent = PT(60);
    char *t = css();
    has(t, "h1 { font-size: 1.76em;");
    has(t, ".lead { font-size: 1.167em;");
    has(t, "p { margin: 0 0 0.5em 0; text-indent: 2em; }");
    free(t);
}
END_TEST

static const struct {
    uint8_t accent[3];
} accents[] = {{{0x12, 0x47, 0x6B}}, {{0, 0, 0}}, {{255, 255, 255}}, {{0xC0, 0, 0}}, {{0, 0xFF, 0}}, {{0, 0, 0xFF}}};

/* Rules are as light as lies halfway between white paper and a black screen, whatever the accent is. */
START_TEST(rule_colour)
{
    memcpy(s.design.colour.accent, accents[_i].accent, 3);
    char *t = css();
    const char *at = strstr(t, "0.2em solid #");
    ck_assert_ptr_nonnull(at);
    unsigned long rgb = strtoul(at + strlen("0.2em solid #"), NULL, 16);
    double light = 0;
    const double weight[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
        double c = (double)(rgb >> (16 - 8 * i) & 0xFF) / 255;
        light += weight[i] * c * c;
    }
    ck_assert_msg(light > 0.21 && light < 0.24, "#%06lx is %.3f", rgb, light);
    free(t);
}
END_TEST

START_TEST(fonts_are_embedded)
{
    s.in.fonts = font_set_open(SOURCE_DIR "/fonts", s.d);
    ck_assert_ptr_nonnull(s.in.fonts);
    char *t = css();
    has(t, "font-weight: normal; font-style: normal; src: url(../fonts/");
    has(t, "font-weight: normal; font-style: italic; src: url(../fonts/");
    has(t, "font-weight: bold; font-style: normal; src: url(../fonts/");
    free(t);
    char *opf = entry_of(&s, "EPUB/package.opf");
    has(opf, "media-type=\"font/");
    has(opf, "<meta property=\"ibooks:specified-fonts\">true</meta>");
    free(opf);
    font_set_drop(s.in.fonts);
}
END_TEST

/* The style sheets set subtitles and pulled quotations in italics, whether or not a text has emphasis. */
START_TEST(italics_are_embedded_where_asked_for)
{
    s.in.fonts = font_set_open(SOURCE_DIR "/fonts", s.d);
    struct doc_node *ch = put_chapter(&s, "ch-1", NULL, "Một");
    if (_i == 1)
        put_text(&s, ch, DOC_SUBTITLE, "Hai");
    put_text(&s, ch, DOC_PARAGRAPH, "Tiếng Việt.");
    if (_i == 2) {
        struct doc_node *quote = put(&s, ch, DOC_DIV);
        quote->name = "pull-quote";
        put_text(&s, quote, DOC_PARAGRAPH, "Ba");
    }
    sample_finish(&s);
    char *t = entry_of(&s, "EPUB/css/book.css");
    bool has_face = strstr(t, "font-weight: normal; font-style: italic; src: url(../fonts/") != NULL;
    ck_assert_int_eq(has_face, _i > 0);
    free(t);
    font_set_drop(s.in.fonts);
}
END_TEST

/* Characters of all lengths, at each place of a text and at its end. */
START_TEST(characters_are_collected)
{
    static const char text[] = "a é–b😀 Қế<p>ẩ</p>ệ€ c中d đư ợ \xEF\xBF\xBD";
    for (size_t n = 0; n < sizeof text; n++) {
        if (((unsigned char)text[n] & 0xC0) == 0x80)
            continue;
        uint8_t *set = mem_calloc(CODE_POINTS / 8, 1), *want = mem_calloc(CODE_POINTS / 8, 1);
        for (size_t i = 0; i < n;) {
            uint32_t cp = utf8_next(text, n, &i);
            if (cp >= 0x80)
                want[cp >> 3] |= (uint8_t)(1u << (cp & 7));
        }
        epub_take_chars(set, text, n);
        ck_assert_msg(memcmp(set, want, CODE_POINTS / 8) == 0, "%zu", n);
        free(set);
        free(want);
    }
}
END_TEST

/* A picture that is half transparent. */
static void make_picture(char *path)
{
    uint8_t pixels[4 * 8 * 4];
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = i % 4 == 3 ? 128 : (uint8_t)i;
    png_image image = {.version = PNG_IMAGE_VERSION, .width = 8, .height = 4, .format = PNG_FORMAT_RGBA};
    int fd = mkstemps(path, 4);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_ne(png_image_write_to_file(&image, path, 0, pixels, 0, NULL), 0);
}

START_TEST(pictures_are_opaque)
{
    char path[] = "/tmp/briefbook-picture-XXXXXX.png";
    make_picture(path);
    struct image_set *images = image_set_new();
    ck_assert_ptr_nonnull(image_set_load(images, path, NOWHERE, s.d));
    s.in.images = images;
    struct doc_node *ch = put_chapter(&s, "ch-1", NULL, "Một"), *figure = put(&s, ch, DOC_FIGURE);
    figure->src = path;
    figure->alt = "Chợ đêm";
    put_text(&s, figure, DOC_CAPTION, "Chợ.");
    put_text(&s, figure, DOC_CREDIT, "Ảnh: Lan");
    figure = put(&s, ch, DOC_FIGURE); /* the same picture again, without words for it */
    figure->src = path;
    sample_finish(&s);
    size_t n;
    char *bytes = write_book(&s, &n), name[128];
    zip_t *z = open_zip(bytes, n);
    char *text = read_entry(z, "EPUB/text/ch-1.xhtml", NULL), *opf = read_entry(z, "EPUB/package.opf", NULL);
    const char *src = strstr(text, "src=\"../images/") + strlen("src=\"../");
    snprintf(name, sizeof name, "EPUB/%.*s", (int)strcspn(src, "\""), src);
    char *png = read_entry(z, name, &n);
    ck_assert_ptr_nonnull(png);
    png_image read = {.version = PNG_IMAGE_VERSION};
    ck_assert_int_ne(png_image_begin_read_from_memory(&read, png, n), 0);
    ck_assert_uint_eq(read.format & PNG_FORMAT_FLAG_ALPHA, 0);
    ck_assert_uint_eq(read.width, 8);
    uint8_t pixels[8 * 4 * 3];
    read.format = PNG_FORMAT_RGB;
    ck_assert_int_ne(png_image_finish_read(&read, NULL, pixels, 0, NULL), 0);
    has(text, "alt=\"Chợ đêm\"/>\n<figcaption>Chợ. <span class=\"credit\">Ảnh: Lan</span></figcaption>");
    has(text, "alt=\"\" role=\"presentation\"/>");
    has(opf, ">visual<");
    lacks(opf, ">alternativeText<");
    has(opf, "\"schema:accessModeSufficient\">textual,visual<");
    free(png);
    free(text);
    free(opf);
    zip_discard(z);
    free(bytes);
    image_set_drop(images);
    unlink(path);
}
END_TEST

/* What book.yaml says about the book stands in the package. */
START_TEST(package_says_what_the_manifest_says)
{
    static const struct manifest_creator creators[] = {
        {"Nguyễn Văn Mẫu", NULL}, {"Ban biên tập", "Biên tập, Ban"}, {0}};
    static const char *const tags[] = {"Đối ngoại", "Thương mại", NULL};
    struct manifest m = {.metadata = {.identifier = "urn:isbn:9786040000000",
                                      .publisher = "Nhà xuất bản Mẫu",
                                      .rights = "© 2021 Vụ Châu Âu",
                                      .series = "Sách tóm lược",
                                      .series_number = "7",
                                      .filed = creators}};
    s.book.manifest = &m;
    s.book.tags = tags;
    s.book.description = "Hai bài báo & một bảng";
    struct doc_node *ch = put_chapter(&s, "ch-1", NULL, "Một");
    put_text(&s, ch, DOC_PARAGRAPH, "Câu.");
    sample_finish(&s);
    char *t = entry_of(&s, "EPUB/package.opf");
    has(t, "<dc:identifier id=\"uid\">urn:uuid:3e6a6f07-8001-5b6f-9a71-7c6ac729b36f</dc:identifier>\n"
           "<dc:identifier>urn:isbn:9786040000000</dc:identifier>");
    has(t, ">Vụ Châu Âu</dc:creator>");
    has(t, ">Nguyễn Văn Mẫu</dc:creator>");
    has(t, "property=\"file-as\">Mẫu, Nguyễn Văn<");
    has(t, "property=\"file-as\">Biên tập, Ban<");
    has(t, "<dc:publisher>Nhà xuất bản Mẫu</dc:publisher>");
    has(t, "<dc:description>Hai bài báo &amp; một bảng</dc:description>");
    has(t, "<dc:subject>Đối ngoại</dc:subject>\n<dc:subject>Thương mại</dc:subject>");
    has(t, "<dc:rights>© 2021 Vụ Châu Âu</dc:rights>");
    has(t, "<meta property=\"belongs-to-collection\" id=\"series\">Sách tóm lược</meta>\n"
           "<meta refines=\"#series\" property=\"collection-type\">series</meta>\n"
           "<meta refines=\"#series\" property=\"group-position\">7</meta>");
    free(t);
}
END_TEST

/* What is said about access follows from what there is, in the words that 1.1 wants and those that 1.2 wants. */
START_TEST(access_is_computed)
{
    struct doc_node *ch = put_chapter(&s, "ch-1", NULL, "Một");
    put_text(&s, ch, DOC_PARAGRAPH, "Câu.");
    sample_finish(&s);
    char *t = entry_of(&s, "EPUB/package.opf");
    has(t, "\"schema:accessMode\">textual<");
    has(t, "\"schema:accessModeSufficient\">textual<");
    has(t, "\"schema:accessibilityHazard\">none<");
    static const char *const always[] = {"tableOfContents", "readingOrder", "structuralNavigation",
                                         "displayTransformability", "ARIA"};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        char feature[64];
        snprintf(feature, sizeof feature, "\"schema:accessibilityFeature\">%s<", always[i]);
        has(t, feature);
    }
    lacks(t, ">visual<");
    lacks(t, "alternativeText");
    lacks(t, "pageBreakMarkers"); /* no page begins in this book */
    lacks(t, "pageBreakSource");
    lacks(t, ">index<");
    lacks(t, "Chú thích có đường dẫn");
    free(t);
}
END_TEST

TEST_MAIN("parts")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, base_sheet);
    tcase_add_test(c, sizes_are_kept_in_bounds);
    tcase_add_loop_test(c, rule_colour, 0, (int)(sizeof accents / sizeof accents[0]));
    tcase_add_test(c, fonts_are_embedded);
    tcase_add_loop_test(c, italics_are_embedded_where_asked_for, 0, 3);
    tcase_add_test(c, characters_are_collected);
    tcase_add_test(c, pictures_are_opaque);
    tcase_add_test(c, package_says_what_the_manifest_says);
    tcase_add_test(c, access_is_computed);
}
