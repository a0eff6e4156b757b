/* Palettes for pictures of many colours: near where nobody sees it, none for photographs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/encode.h"
#include "unit/suite.h"

#define SIDE 256u
#define PIXELS (SIDE * SIDE)

static uint8_t *rgb, *indices;
static struct palette palette;

static bool is_near(void)
{
    struct pixels pixels = {rgb, SIDE, SIDE, 3};
    indices = image_index_near(&pixels, &palette);
    return indices != NULL;
}

static void setup(void)
{
    rgb = mem_calloc(PIXELS, 3);
    indices = NULL;
}

static void teardown(void)
{
    free(rgb);
    free(indices);
}

/* The greatest difference of a channel that the palette makes. */
static int worst(void)
{
    int most = 0;
    for (size_t i = 0; i < PIXELS; i++) {
        ck_assert_uint_lt(indices[i], palette.n);
        for (size_t k = 0; k < 3; k++) {
            int off = abs((int)rgb[3 * i + k] - (int)palette.colours[indices[i]][k]);
            most = off > most ? off : most;
        }
    }
    return most;
}

START_TEST(one_colour)
{
    memset(rgb, 255, 3u * PIXELS);
    ck_assert(is_near());
    ck_assert_uint_eq(palette.n, 1);
    ck_assert_int_eq(worst(), 0);
}
END_TEST

/* White paper, two inks with soft edges, and a logo whose shades change slowly. */
START_TEST(shades_come_near)
{
    memset(rgb, 255, 3u * PIXELS);
    for (size_t y = 0; y < 64; y++)
        for (size_t x = 0; x < SIDE; x++) {
            uint8_t *pixel = rgb + 3 * (y * SIDE + x);
            pixel[0] = (uint8_t)(255 - x / 2);
            pixel[1] = (uint8_t)(255 - x / 2 - y / 16);
            pixel[2] = (uint8_t)(200 - y / 2);
        }
    ck_assert(is_near());
    ck_assert_uint_gt(palette.n, 100);
    ck_assert_int_le(worst(), 12);
    const uint8_t *paper = palette.colours[indices[PIXELS - 1]];
    ck_assert_msg(paper[0] == 255 && paper[1] == 255 && paper[2] == 255, "white stays white");
}
END_TEST

START_TEST(photographs_are_refused)
{
    uint32_t seed = 1;
    for (size_t i = 0; i < 3u * PIXELS; i++) {
        seed = seed * 1664525u + 1013904223u;
        rgb[i] = (uint8_t)(seed >> 24);
    }
    ck_assert(!is_near());
}
END_TEST

TEST_MAIN("median_cut")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, one_colour);
    tcase_add_test(c, shades_come_near);
    tcase_add_test(c, photographs_are_refused);
}
