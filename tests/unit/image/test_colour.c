/* image/: WebP, profiles, transparency, few colours. */
#include <sys/stat.h>
#include <unistd.h>

#include "image/check.h"
#include "image/encode.h"
#include "image/image.h"
#include "image/profile.h"
#include "unit/image/pictures.h"
#include "unit/image/profiles.h"
#include "unit/image/webp_pictures.h"
#include "unit/suite.h"

static struct diag *diag;
static struct image_set *set;
static struct buf file, icc;

static void set_up(void)
{
    diag = diag_new();
    set = image_set_new();
    file = icc = (struct buf)BUF_INIT;
}

static void tear_down(void)
{
    image_set_drop(set);
    diag_drop(diag);
    buf_free(&file);
    buf_free(&icc);
}

/* Loads `file` into a fresh set. */
static const struct image *load(void)
{
    image_set_drop(set);
    set = image_set_new();
    struct image_bytes picture = {"picture", "picture", file.p, file.n};
    return image_set_load_bytes(set, &picture, (struct srcpos){"a.md", 7, 1}, diag);
}

/* The first pixel as it is seen. */
static unsigned first_pixel(const struct image *image)
{
    unsigned components;
    uint8_t *pixels = image_decode(image, &components);

    ck_assert_ptr_nonnull(pixels);
    unsigned value = pixels[0];
    free(pixels);
    return value;
}

static const struct webp_spec webps[] = {
    {.width = 9, .height = 5, .left = {200, 30, 40, 255}, .right = {10, 220, 30, 255}},
    {.width = 32, .height = 16, .left = {200, 30, 40, 255}, .right = {10, 220, 30, 255}, .lossy = true},
    {.width = 9, .height = 5, .left = {200, 30, 40, 128}, .right = {10, 220, 30, 0}},
    {.width = 32, .height = 16, .left = {90, 90, 90, 255}, .right = {30, 30, 30, 255}},
};

START_TEST(webp_is_decoded)
{
    const struct webp_spec *s = &webps[_i];

    make_webp(&file, s);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_int_eq(image->kind, IMAGE_WEBP);
    ck_assert_uint_eq(image->width, (unsigned)s->width);
    ck_assert_uint_eq(image->height, (unsigned)s->height);
    ck_assert_int_eq(image->photo, s->lossy);
    ck_assert_uint_eq(image->components, _i == 3 ? 1 : 3);
    ck_assert_int_lt(abs(image->pixels[0] - s->left[0]), s->lossy ? 9 : 1);
    ck_assert_int_eq(image->alpha != NULL, s->left[3] < 255);
    if (image->alpha) {
        ck_assert_uint_eq(image->alpha[0], 128);
        ck_assert_uint_eq(image->alpha[8], 0);
        ck_assert_uint_eq(image->pixels[3 * 8], 255); /* nobody sees what colour it was */
        ck_assert_uint_eq(first_pixel(image), (200 * 128 + 255 * 127 + 127) / 255);
    }
    ck_assert_uint_eq(diag_count(diag, DIAG_NOTE), 0);
}
END_TEST

START_TEST(of_an_animation_the_first_frame_is_shown)
{
    struct webp_spec s = webps[0];

    s.frames = 3;
    make_webp(&file, &s);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_uint_eq(image->pixels[0], 200);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_ANIMATED), 1);
    ck_assert_ptr_nonnull(strstr(diag_text(diag, 0, "vi"), "picture"));
}
END_TEST

START_TEST(truncated_webp_is_refused)
{
    struct webp_spec s = webps[_i % 2];

    s.frames = _i / 2 * 2;
    make_webp(&file, &s);
    size_t n = file.n;
    for (size_t keep = 12; keep < n; keep++) {
        file.n = keep;
        ck_assert_ptr_null(load());
    }
    file.n = n;
    ck_assert_ptr_nonnull(load());
}
END_TEST

START_TEST(changed_webp_never_crashes)
{
    struct webp_spec s = webps[_i % 3];

    s.frames = _i / 3 * 2;
    make_webp(&file, &s);
    for (size_t at = 12; at < file.n; at++) {
        char was = file.p[at];
        file.p[at] = (char)(was ^ (1 << at % 8));
        load();
        file.p[at] = was;
    }
}
END_TEST

START_TEST(huge_webp_is_refused_before_it_is_decoded)
{
    struct webp_spec s = webps[0];

    s.frames = 2;
    make_webp(&file, &s);
    char *vp8x = memmem(file.p, file.n, "VP8X", 4);
    ck_assert_ptr_nonnull(vp8x);
    memset(vp8x + 12, 0x7F, 6); /* width and height, each less 1 in 24 bits */
    ck_assert_ptr_null(load());
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 1);
}
END_TEST

START_TEST(a_profile_stays_with_a_file_that_passes)
{
    make_rgb_profile(&icc, 1.0);
    if (_i == 0) {
        make_jpeg(&file, 16, 8, TJPF_RGB, 0);
        insert_profile(&file, &icc, 200, 1);
    } else {
        struct buf chunk = BUF_INIT;
        put_iccp(&chunk, &icc);
        uint8_t rows[3 * 3] = {40, 40, 40};
        make_png(&file, &(struct png_spec){3, 1, 8, 2, .extra = "iCCP", .extra_data = chunk.p, .extra_n = chunk.n,
                                           .rows = rows});
        buf_free(&chunk);
    }
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_null(image->pixels);
    ck_assert_uint_eq(image->n_icc, icc.n);
    ck_assert_mem_eq(image->icc, icc.p, icc.n);
    ck_assert_int_lt(abs((int)first_pixel(image) - 110), 4); /* 40 of 255, linear, in sRGB */
}
END_TEST

START_TEST(decoded_pixels_are_srgb)
{
    static const uint8_t rows[] = {0x80, 0, 0x80, 0, 0x80, 0, 0xFF, 0xFF, 0, 0, 0, 0};
    struct buf chunk = BUF_INIT;

    make_rgb_profile(&icc, 1.0);
    if (_i == 0) {
        put_iccp(&chunk, &icc);
        make_png(&file, &(struct png_spec){2, 1, 16, 2, .extra = "iCCP", .extra_data = chunk.p, .extra_n = chunk.n,
                                           .rows = rows});
    } else {
        make_webp(&file, &(struct webp_spec){4, 2, {128, 128, 128, 255}, {255, 0, 0, 255}, .icc = &icc});
    }
    buf_free(&chunk);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_null(image->icc);
    ck_assert_int_lt(abs(image->pixels[0] - 188), 3);
}
END_TEST

START_TEST(srgb_by_another_name_is_srgb)
{
    make_jpeg(&file, 16, 8, TJPF_RGB, 0);
    save_profile(cmsCreate_sRGBProfile(), &icc);
    insert_profile(&file, &icc, 60000, 1);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_null(image->icc);
    ck_assert_uint_eq(diag_count(diag, DIAG_NOTE), 0);
}
END_TEST

START_TEST(cmyk_goes_by_its_profile)
{
    make_jpeg(&file, 16, 8, TJPF_CMYK, 0);
    make_cmyk_profile(&icc);
    insert_profile(&file, &icc, 60000, 1);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_uint_eq(image->components, 4);
    ck_assert_uint_eq(image->n_icc, icc.n);
    ck_assert_uint_gt(icc.n, 200);
    /* Adobe's 220 is little ink: 35/255 of cyan, so L* is 86; the inks' product would be 190. */
    ck_assert_int_lt(abs(image->pixels[15 * 3] - 216), 6);
    ck_assert_uint_eq(diag_count(diag, DIAG_NOTE), 0);
}
END_TEST

/* Damaged, out of order, of other colours: the picture is taken, and somebody told. */
START_TEST(bad_profiles_are_told_and_not_used)
{
    make_jpeg(&file, 16, 8, TJPF_RGB, 0);
    if (_i == 0)
        buf_puts(&icc,
                 "this is no profile, whatever its segment says; it only has more than the 128 bytes of a header, "
                 "all of them words, and none of a size or a class that any reader of profiles could take");
    else if (_i == 3)
        make_cmyk_profile(&icc);
    else
        make_rgb_profile(&icc, 1.0);
    if (_i == 2)
        icc.n /= 2;
    insert_profile(&file, &icc, 200, _i == 1 ? 2 : 1);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_null(image->icc);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_PROFILE), 1);
    ck_assert_ptr_nonnull(strstr(diag_text(diag, 0, "en"), "picture"));
    ck_assert_int_lt(abs((int)first_pixel(image) - 40), 6);
}
END_TEST

START_TEST(grey_has_profiles_too)
{
    make_jpeg(&file, 16, 8, TJPF_GRAY, 0);
    make_grey_profile(&icc, 1.0);
    insert_profile(&file, &icc, 60000, 1);
    const struct image *image = load();
    ck_assert_ptr_nonnull(image);
    ck_assert_ptr_nonnull(image->icc);
    ck_assert_int_lt(abs((int)first_pixel(image) - 110), 6);
}
END_TEST

START_TEST(few_colours_are_indexed)
{
    uint8_t pixels[3 * 260];
    struct palette palette;
    struct pixels from = {pixels, 260, 1, 3};

    for (unsigned i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(i / 3 < 256 ? i / 3 * (i % 3 + 1) : 7 * (i % 3 + 1));
    uint8_t *indices = image_index(&from, &palette);
    ck_assert_ptr_nonnull(indices);
    ck_assert_uint_eq(palette.n, 256);
    for (unsigned i = 0; i < 260; i++)
        ck_assert_mem_eq(palette.colours[indices[i]], pixels + 3 * i, 3);
    ck_assert_uint_eq(indices[259], 7);
    free(indices);
    pixels[3 * 259] = 1; /* one colour more */
    ck_assert_ptr_null(image_index(&from, &palette));
    from.components = 1;
    from.width = 16;
    for (unsigned i = 0; i < 17; i++)
        pixels[i] = (uint8_t)(15 * i);
    indices = image_index(&from, &palette);
    ck_assert_ptr_nonnull(indices);
    ck_assert_uint_eq(image_index_bits(palette.n), 4);
    free(indices);
    from.width = 17;
    ck_assert_ptr_null(image_index(&from, &palette));
}
END_TEST

START_TEST(pixels_become_a_png_and_come_back)
{
    uint8_t pixels[3 * 300];
    struct pixels from = {pixels, 10, 10, _i % 2 == 0 ? 3 : 1};

    for (unsigned i = 0; i < sizeof pixels; i++)
        pixels[i] = (uint8_t)(_i < 2 ? i * 37 : i % 3 * 80 + 9);
    ck_assert_int_eq(png_put_pixels(&file, &from), 0);
    const struct image *image = load();
    unsigned components;
    ck_assert_ptr_nonnull(image);
    uint8_t *decoded = image_decode(image, &components);
    for (unsigned i = 0; i < 100 * from.components; i++)
        ck_assert_uint_eq(decoded[components == from.components ? i : 3 * i], pixels[i]);
    free(decoded);
}
END_TEST

/* A profile of more than 16 MiB is none, and somebody is told; one byte less would do. */
START_TEST(profiles_have_a_limit)
{
    const size_t most = (size_t)16 << 20;
    make_rgb_profile(&icc, 1.0);
    while (icc.n < most + 1)
        buf_putc(&icc, 0);
    for (unsigned over = 0; over < 2; over++) {
        struct buf chunk = BUF_INIT;
        uint8_t rows[3] = {40, 40, 40};
        struct profile profile;
        icc.n = most + over;
        ck_assert_int_eq(profile_read(icc.p, icc.n, &profile), over == 0);
        put_iccp(&chunk, &icc);
        buf_clear(&file);
        make_png(&file, &(struct png_spec){1, 1, 8, 2, .extra = "iCCP", .extra_data = chunk.p, .extra_n = chunk.n,
                                           .rows = rows});
        buf_free(&chunk);
        const struct image *image = load();
        ck_assert_ptr_nonnull(image);
        ck_assert_uint_eq(image->n_icc, over == 0 ? most : 0);
        ck_assert_uint_eq(diag_count_msg(diag, MSG_IMAGE_PROFILE), over);
    }
}
END_TEST

TEST_MAIN("colour")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, webp_is_decoded, 0, 4);
    tcase_add_test(c, of_an_animation_the_first_frame_is_shown);
    tcase_add_loop_test(c, truncated_webp_is_refused, 0, 4);
    tcase_add_loop_test(c, changed_webp_never_crashes, 0, 6);
    tcase_add_test(c, huge_webp_is_refused_before_it_is_decoded);
    tcase_add_loop_test(c, a_profile_stays_with_a_file_that_passes, 0, 2);
    tcase_add_loop_test(c, decoded_pixels_are_srgb, 0, 2);
    tcase_add_test(c, srgb_by_another_name_is_srgb);
    tcase_add_test(c, cmyk_goes_by_its_profile);
    tcase_add_loop_test(c, bad_profiles_are_told_and_not_used, 0, 4);
    tcase_add_test(c, grey_has_profiles_too);
    tcase_add_test(c, profiles_have_a_limit);
    tcase_add_test(c, few_colours_are_indexed);
    tcase_add_loop_test(c, pixels_become_a_png_and_come_back, 0, 4);
}
