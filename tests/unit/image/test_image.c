/* image/: sniffing, checks, what passes through and what is decoded, hostile files. */
#include "unit/image/pictures.h"

#include <sys/stat.h>
#include <unistd.h>

#include "image/check.h"
#include "image/image.h"
#include "unit/suite.h"

static struct diag *diag;
static struct image_set *set;
static char dir[64], path[128];
static struct buf file;

static void set_up(void)
{
    diag = diag_new();
    set = image_set_new();
    file = (struct buf)BUF_INIT;
    strcpy(dir, "/tmp/briefbook-image-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/picture", dir);
}

static void tear_down(void)
{
    char command[128];

    image_set_drop(set);
    diag_drop(diag);
    buf_free(&file);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

/* Saves `file` and loads it into a fresh set. */
static const struct image *load(void)
{
    image_set_drop(set);
    set = image_set_new();
    save(path, &file);
    return image_set_load(set, path, (struct srcpos){"a.md", 7, 1}, diag);
}

static void expect_refusal(const char *rule)
{
    size_t before = diag_stored(diag);

    ck_assert_ptr_null(load());
    ck_assert_uint_eq(diag_stored(diag), before + 1);
    ck_assert_str_eq(diag_rule(diag, before), rule);
    ck_assert_int_eq(diag_level(diag, before), DIAG_WARNING);
    ck_assert_str_eq(diag_pos(diag, before).file, "a.md");
    ck_assert_ptr_nonnull(strstr(diag_text(diag, before, "vi"), path));
    ck_assert_uint_eq(image_set_count(set), 0);
}

START_TEST(formats_are_told_by_their_bytes)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum image_format format;
    } cases[] = {
        {"\xFF\xD8\xFF\xE0", 4, FORMAT_JPEG},
        {"\x89PNG\r\n\x1A\n", 8, FORMAT_PNG},
        {"GIF89a", 6, FORMAT_GIF},
        {"RIFF1234WEBPVP8 ", 16, FORMAT_WEBP},
        {"\0\0\0\x20"
         "ftypavif",
         12, FORMAT_AVIF},
        {"\0\0\0\x20"
         "ftypheic",
         12, FORMAT_HEIC},
        {"II*\0", 4, FORMAT_TIFF},
        {"MM\0*", 4, FORMAT_TIFF},
        {"BM6", 3, FORMAT_BMP},
        {"<?xml version='1.0'?>\n<svg xmlns=''>", 37, FORMAT_SVG},
        {"\x89PNG", 4, FORMAT_UNKNOWN},
        {"", 0, FORMAT_UNKNOWN},
        {"<html>", 6, FORMAT_UNKNOWN},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_int_eq(image_sniff((const uint8_t *)cases[i].bytes, cases[i].n), cases[i].format);
}
END_TEST

START_TEST(other_files_are_refused)
{
    buf_puts(&file, "GIF89a and so on");
    expect_refusal("image-kind");
    buf_clear(&file);
    buf_puts(&file, "<!DOCTYPE html>");
    expect_refusal("image-kind");
    buf_clear(&file);
    expect_refusal("image-kind");
}
END_TEST

START_TEST(missing_files_are_a_warning)
{
    ck_assert_ptr_null(image_set_load(set, "/nonexistent/a.png", DIAG_NOWHERE, diag));
    ck_assert_ptr_null(image_set_load(set, dir, DIAG_NOWHERE, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_FILE), 2);
    ck_assert_uint_eq(diag_count(diag, DIAG_ERROR), 0);
    ck_assert_ptr_null(image_set_load(set, dir, DIAG_NOWHERE, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_AGAIN), 1);
    ck_assert_ptr_null(image_set_lookup(set, dir));
}
END_TEST

START_TEST(equal_files_are_one_image)
{
    char other[128];

    make_jpeg(&file, 16, 8, TJPF_RGB, 0);
    snprintf(other, sizeof other, "%s/other", dir);
    save(path, &file);
    save(other, &file);
    const struct image *a = image_set_load(set, path, DIAG_NOWHERE, diag);
    ck_assert_ptr_nonnull(a);
    ck_assert_ptr_eq(image_set_load(set, path, DIAG_NOWHERE, diag), a);
    ck_assert_ptr_eq(image_set_load(set, other, DIAG_NOWHERE, diag), a);
    ck_assert_ptr_eq(image_set_lookup(set, other), a);
    ck_assert_uint_eq(image_set_count(set), 1);
    ck_assert_ptr_eq(image_set_at(set, 0), a);
    ck_assert_ptr_null(image_set_at(set, 1));
    ck_assert_uint_eq(strlen(a->sha256), 64);
}
END_TEST

START_TEST(jpeg_passes_through)
{
    static const struct {
        int format, flags;
        uint8_t components;
    } cases[] = {{TJPF_RGB, 0, 3}, {TJPF_GRAY, 0, 1}, {TJPF_RGB, TJFLAG_PROGRESSIVE, 3}};

    make_jpeg(&file, 33, 17, cases[_i].format, cases[_i].flags);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_int_eq(image->kind, IMAGE_JPEG);
    ck_assert_uint_eq(image->width, 33);
    ck_assert_uint_eq(image->height, 17);
    ck_assert_uint_eq(image->components, cases[_i].components);
    ck_assert_ptr_null(image->pixels);
    ck_assert_uint_eq(image->n_bytes, file.n);
    ck_assert_mem_eq(image->bytes, file.p, file.n);
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);
    ck_assert_ptr_nonnull(pixels);
    ck_assert_uint_eq(components, cases[_i].components);
    ck_assert_int_lt(abs(pixels[0] - 40), 6);
    ck_assert_int_lt(abs(pixels[32 * components] - 220), 6);
    free(pixels);
    struct png_idat how;
    size_t n;
    ck_assert_ptr_null(image_png_idat(image, &how, &n));
}
END_TEST

START_TEST(jpeg_tells_its_density)
{
    make_jpeg(&file, 8, 8, TJPF_RGB, 0);
    file.p[13] = 1; /* JFIF: units an inch, then horizontal and vertical density */
    file.p[14] = 1;
    file.p[15] = 44;
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert(image->dpi == 300);
}
END_TEST

START_TEST(cmyk_jpeg_is_decoded)
{
    make_jpeg(&file, 16, 8, TJPF_CMYK, 0);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_uint_eq(image->components, 4);
    ck_assert(image->adobe_inverted); /* libjpeg writes Adobe's mark */
    ck_assert_ptr_nonnull(image->pixels);
    ck_assert_int_lt(abs(image->pixels[0] - 40 * 40 / 255), 4);
    ck_assert_int_lt(abs(image->pixels[15 * 3] - 220 * 220 / 255), 4);
}
END_TEST

/* Exif with one entry, the orientation, in either byte order. */
static void turn_by_exif(uint8_t value, bool little)
{
    static const char big_exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\0\0\0\0\0\0\0";
    static const char little_exif[] = "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\0\0\0\0\0\0\0\0";
    char exif[sizeof big_exif];

    memcpy(exif, little ? little_exif : big_exif, sizeof exif);
    exif[little ? 24 : 25] = (char)value;
    insert_segment(&file, 0xE1, exif, sizeof exif - 1);
}

START_TEST(sideways_photographs_are_turned)
{
    make_jpeg(&file, 32, 16, TJPF_RGB, 0);
    turn_by_exif(6, _i);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_uint_eq(image->width, 16);
    ck_assert_uint_eq(image->height, 32);
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);
    ck_assert_int_lt(abs(pixels[0] - 40), 6); /* what was left is above now */
    ck_assert_int_lt(abs(pixels[3 * 15] - 40), 6);
    ck_assert_int_lt(abs(pixels[3 * 16 * 31] - 220), 6);
    free(pixels);
    /* The new bytes say that they are upright. */
    buf_clear(&file);
    buf_put(&file, image->bytes, image->n_bytes);
    uint32_t width = image->width;
    image = load();
    ck_assert_uint_eq(image->width, width);
}
END_TEST

/* A picture of more than 60 million pixels stays as it lies, and somebody is told. */
START_TEST(huge_pictures_are_not_turned)
{
    for (unsigned over = 0; over < 2; over++) {
        buf_clear(&file);
        make_jpeg(&file, 8000, 7496 + (int)over * 8, TJPF_GRAY, 0);
        turn_by_exif(6, false);
        const struct image *image = load();
        ck_assert_ptr_nonnull(image);
        ck_assert_uint_eq(image->width, over > 0 ? 8000 : 7496);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_TURN), over);
    }
}
END_TEST

START_TEST(wrong_orientation_is_ignored)
{
    make_jpeg(&file, 32, 16, TJPF_RGB, 0);
    turn_by_exif(77, false);
    ck_assert_uint_eq(load()->width, 32);
    file.p[2 + 4 + 10] = 0x7F; /* the directory lies far outside */
    ck_assert_uint_eq(load()->width, 32);
}
END_TEST

START_TEST(truncated_jpeg_is_refused)
{
    make_jpeg(&file, 64, 64, TJPF_RGB, _i % 2 ? TJFLAG_PROGRESSIVE : 0);
    size_t n = file.n;
    for (size_t keep = 3; keep < n; keep += keep < 700 ? 23 : 97) {
        file.n = keep;
        ck_assert_ptr_null(load());
    }
    file.n = n;
    ck_assert_ptr_nonnull(load());
    ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_DAMAGED), diag_count(diag, DIAG_NOTE));
}
END_TEST

/* Whatever byte is changed: an image or a warning, no crash; and decoding gives pixels or NULL. */
START_TEST(changed_jpeg_never_crashes)
{
    make_jpeg(&file, 24, 24, TJPF_RGB, _i % 2 ? TJFLAG_PROGRESSIVE : 0);
    for (size_t at = 2; at < file.n; at += 3) {
        char was = file.p[at];
        file.p[at] = (char)(was ^ (1 << at % 8));
        const struct image *image = load();
        unsigned components;
        if (image)
            free(image_decode(image, &components));
        file.p[at] = was;
    }
}
END_TEST

START_TEST(huge_and_rare_jpegs_are_refused)
{
    make_jpeg(&file, 8, 8, TJPF_RGB, 0);
    uint8_t *sof = memmem(file.p, file.n, "\xFF\xC0", 2);
    ck_assert_ptr_nonnull(sof);
    memset(sof + 5, 0xFF, 4);
    expect_refusal("image-size");
    memset(sof + 5, 0, 4);
    expect_refusal("image-damaged");
    sof[4] = 12;
    expect_refusal("image-kind");
    sof[1] = 0xC9;
    expect_refusal("image-kind");
}
END_TEST

START_TEST(scan_bombs_are_refused)
{
    make_jpeg(&file, 8, 8, TJPF_RGB, TJFLAG_PROGRESSIVE);
    uint8_t *sos = memmem(file.p, file.n, "\xFF\xDA", 2);
    ck_assert_ptr_nonnull(sos);
    size_t at = (size_t)((char *)sos - file.p);
    struct buf bomb = BUF_INIT;
    buf_put(&bomb, file.p, at);
    for (int i = 0; i < 200; i++)
        buf_put(&bomb, file.p + at, file.n - 2 - at);
    buf_put(&bomb, "\xFF\xD9", 2);
    buf_free(&file);
    file = bomb;
    expect_refusal("image-damaged");
}
END_TEST

static const struct png_spec passing[] = {
    {.width = 5, .height = 3, .bits = 1, .type = 0},
    {.width = 5, .height = 3, .bits = 8, .type = 0},
    {.width = 5, .height = 3, .bits = 8, .type = 2, .filter = 4},
    {.width = 9, .height = 3, .bits = 4, .type = 3, .n_palette = 5},
    {.width = 9, .height = 3, .bits = 8, .type = 3, .n_palette = 256},
    {.width = 5, .height = 3, .bits = 8, .type = 2, .extra = "gAMA", .extra_data = "\0\0\xB1\x8F", .extra_n = 4},
};

START_TEST(plain_png_passes_through)
{
    const struct png_spec *s = &passing[_i];
    struct png_idat how;
    size_t n = 0;

    make_png(&file, s);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_int_eq(image->kind, IMAGE_PNG);
    ck_assert_ptr_null(image->pixels);
    ck_assert_uint_eq(image->bits, s->bits);
    ck_assert_uint_eq(image->components, s->type == 0 ? 1 : 3);
    uint8_t *idat = image_png_idat(image, &how, &n);
    ck_assert_ptr_nonnull(idat);
    ck_assert_uint_eq(how.colours, s->type == 2 ? 3 : 1);
    ck_assert_uint_eq(how.bits, s->bits);
    ck_assert_uint_eq(how.n_palette, s->type == 3 ? 1u << s->bits : 0);
    if (s->n_palette > 0) {
        ck_assert_uint_eq(how.palette[3 * 4 + 2], 12);
        ck_assert_uint_eq(how.palette[3 * 15], s->n_palette > 15 ? 15 : 0);
    }
    size_t raw_n = (png_row_bytes(s) + 1) * s->height, made;
    uint8_t *raw = malloc(raw_n);
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    ck_assert_int_eq(libdeflate_zlib_decompress(z, idat, n, raw, raw_n, &made), LIBDEFLATE_SUCCESS);
    ck_assert_uint_eq(made, raw_n);
    ck_assert_uint_eq(raw[0], s->filter);
    libdeflate_free_decompressor(z);
    free(raw);
    free(idat);
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);
    ck_assert_uint_eq(components, image->components);
    ck_assert_uint_eq(pixels[0], 0);
    free(pixels);
}
END_TEST

static const struct png_spec decoded[] = {
    {.width = 9, .height = 9, .bits = 8, .type = 6},
    {.width = 9, .height = 9, .bits = 8, .type = 4},
    {.width = 9, .height = 9, .bits = 16, .type = 2},
    {.width = 9, .height = 9, .bits = 8, .type = 3, .n_palette = 3, .extra = "tRNS", .extra_data = "\0", .extra_n = 1},
    {.width = 9, .height = 9, .bits = 8, .type = 0, .extra = "gAMA", .extra_data = "\0\1\x86\xA0", .extra_n = 4},
};

START_TEST(other_png_is_decoded)
{
    const struct png_spec *s = &decoded[_i];
    struct png_idat how;
    size_t n;

    make_png(&file, s);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_nonnull(image->pixels);
    ck_assert_uint_eq(image->bits, 8);
    ck_assert_uint_eq(image->components, 1); /* black and white are grey */
    ck_assert_ptr_null(image_png_idat(image, &how, &n));
    bool alpha = s->type >= 4 || (s->extra && strcmp(s->extra, "tRNS") == 0);
    ck_assert_int_eq(image->alpha != NULL, alpha);
    ck_assert_uint_eq(image->pixels[0], alpha ? 255 : 0); /* clear pixels are white */
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);
    ck_assert_mem_eq(pixels, image->pixels, 81u * components);
    free(pixels);
}
END_TEST

START_TEST(alpha_is_laid_on_white)
{
    static const uint8_t rows[] = {255, 0, 0, 128, 10, 20, 30, 255, 0, 0, 0, 0};
    struct png_spec s = {.width = 3, .height = 1, .bits = 8, .type = 6, .rows = rows};
    static const uint8_t expected[] = {255, 127, 127, 10, 20, 30, 255, 255, 255};

    make_png(&file, &s);
    static const uint8_t colours[] = {255, 0, 0, 10, 20, 30, 255, 255, 255}, alpha[] = {128, 255, 0};
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_mem_eq(image->pixels, colours, sizeof colours);
    ck_assert_mem_eq(image->alpha, alpha, sizeof alpha);
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);
    ck_assert_mem_eq(pixels, expected, sizeof expected);
    free(pixels);
}
END_TEST

START_TEST(png_tells_its_density)
{
    struct png_spec s = {.width = 5,
                         .height = 3,
                         .bits = 8,
                         .type = 0,
                         .extra = "pHYs",
                         .extra_data = "\0\0\x2E\x23\0\0\x2E\x23\1",
                         .extra_n = 9};

    make_png(&file, &s);
    const struct image *image = load();
    ck_assert(image->dpi > 299.9 && image->dpi < 300.1);
}
END_TEST

START_TEST(bad_png_is_refused)
{
    struct png_spec s = {.width = 40, .height = 30, .bits = 8, .type = 2};

    s.short_by = 1;
    make_png(&file, &s);
    expect_refusal("image-damaged");
    s.short_by = 0;
    s.filter = 5;
    buf_clear(&file);
    make_png(&file, &s);
    expect_refusal("image-damaged");
    s.filter = 0;
    s.bits = 4; /* no such RGB */
    buf_clear(&file);
    make_png(&file, &s);
    expect_refusal("image-damaged");
    s = (struct png_spec){.width = 9, .height = 3, .bits = 8, .type = 3}; /* no palette */
    buf_clear(&file);
    make_png(&file, &s);
    expect_refusal("image-damaged");
}
END_TEST

START_TEST(huge_png_is_refused_before_it_is_decoded)
{
    struct png_spec s = {.width = 4, .height = 4, .bits = 8, .type = 6};

    make_png(&file, &s);
    file.p[16] = 0x7F; /* width */
    uint32_t sum = libdeflate_crc32(0, file.p + 12, 17);
    for (int i = 0; i < 4; i++)
        file.p[29 + i] = (char)(sum >> (24 - 8 * i) & 255);
    expect_refusal("image-size");
}
END_TEST

START_TEST(truncated_png_is_refused)
{
    make_png(&file, &(struct png_spec){.width = 50, .height = 40, .bits = 8, .type = _i == 0 ? 2 : 6});
    size_t n = file.n;
    for (size_t keep = 8; keep < n; keep++) {
        file.n = keep;
        ck_assert_ptr_null(load());
    }
    file.n = n;
    ck_assert_ptr_nonnull(load());
}
END_TEST

START_TEST(changed_png_never_crashes)
{
    make_png(&file, &(struct png_spec){.width = 30, .height = 20, .bits = 8, .type = _i == 0 ? 3 : 6, .n_palette = 9});
    for (size_t at = 8; at < file.n; at++) {
        char was = file.p[at];
        file.p[at] = (char)(was ^ (1 << at % 8));
        load();
        file.p[at] = was;
    }
}
END_TEST

/* Loads three small pictures into a set; returns how many it took. */
static unsigned load_three(struct image_set *into)
{
    for (unsigned i = 0; i < 3; i++) {
        uint8_t rows[30 * 20 * 4];
        memset(rows, (int)(40 * i + 10), sizeof rows);
        buf_clear(&file);
        make_png(&file, &(struct png_spec){.width = 30, .height = 20, .bits = 8, .type = 6, .rows = rows});
        snprintf(path, sizeof path, "%s/%u", dir, i);
        const struct image_bytes from = {path, path, file.p, file.n};
        image_set_load_bytes(into, &from, (struct srcpos){"a.md", 7, 1}, diag);
    }
    return image_set_count(into);
}

/* Files and pixels of all pictures together. */
START_TEST(pictures_of_a_set_have_a_limit)
{
    const uint64_t most = (uint64_t)2 << 30;
    ck_assert_uint_eq(image_set_room(set), most);
    ck_assert_uint_eq(load_three(set), 3);
    uint64_t weight = most - image_set_room(set);
    ck_assert_uint_gt(weight, 3 * 30 * 20 * (1 + 1)); /* grey, alpha */
    for (unsigned less = 0; less < 2; less++) {
        image_set_drop(set);
        set = image_set_limited(weight - less);
        ck_assert_uint_eq(load_three(set), 3 - less);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_TOTAL), less);
    }
}
END_TEST

TEST_MAIN("image")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, formats_are_told_by_their_bytes);
    tcase_add_test(c, other_files_are_refused);
    tcase_add_test(c, missing_files_are_a_warning);
    tcase_add_test(c, equal_files_are_one_image);
    tcase_add_loop_test(c, jpeg_passes_through, 0, 3);
    tcase_add_test(c, jpeg_tells_its_density);
    tcase_add_test(c, cmyk_jpeg_is_decoded);
    tcase_add_loop_test(c, sideways_photographs_are_turned, 0, 2);
    tcase_add_test(c, huge_pictures_are_not_turned);
    tcase_add_test(c, wrong_orientation_is_ignored);
    tcase_add_loop_test(c, truncated_jpeg_is_refused, 0, 2);
    tcase_add_loop_test(c, changed_jpeg_never_crashes, 0, 2);
    tcase_add_test(c, huge_and_rare_jpegs_are_refused);
    tcase_add_test(c, scan_bombs_are_refused);
    tcase_add_loop_test(c, plain_png_passes_through, 0, 6);
    tcase_add_loop_test(c, other_png_is_decoded, 0, 5);
    tcase_add_test(c, alpha_is_laid_on_white);
    tcase_add_test(c, png_tells_its_density);
    tcase_add_test(c, bad_png_is_refused);
    tcase_add_test(c, huge_png_is_refused_before_it_is_decoded);
    tcase_add_loop_test(c, truncated_png_is_refused, 0, 2);
    tcase_add_loop_test(c, changed_png_never_crashes, 0, 2);
    tcase_add_test(c, pictures_of_a_set_have_a_limit);
}
