/* Shrinking by area, and what a profile says. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "image/profile.h"
#include "image/scale.h"
#include "unit/suite.h"

START_TEST(test_halves_are_means)
{
    uint8_t grey[] = {0, 100, 10, 30, 50, 50, 20, 40};
    struct pixels from = {grey, 4, 2, 1};
    uint8_t *half = image_shrink(&from, 2, 1);
    ck_assert_uint_eq(half[0], 50);
    ck_assert_uint_eq(half[1], 25);
    free(half);
}
END_TEST

START_TEST(test_uneven_steps_keep_the_mean)
{
    uint8_t rgb[3 * 7 * 5];
    for (size_t i = 0; i < sizeof rgb; i++)
        rgb[i] = (uint8_t)(i % 3 == 0 ? 200 : 7);
    struct pixels from = {rgb, 7, 5, 3};
    uint8_t *small = image_shrink(&from, 3, 2);
    for (size_t i = 0; i < 18; i++)
        ck_assert_uint_eq(small[i], i % 3 == 0 ? 200 : 7);
    free(small);
}
END_TEST

START_TEST(test_broken_profiles_are_refused)
{
    uint8_t junk[4096];
    struct profile p;
    memset(junk, 'x', sizeof junk);
    ck_assert(!profile_read(junk, sizeof junk, &p));
    ck_assert(!profile_read("", 0, &p));
}
END_TEST

TEST_MAIN("scale")
{
    tcase_add_test(c, test_halves_are_means);
    tcase_add_test(c, test_uneven_steps_keep_the_mean);
    tcase_add_test(c, test_broken_profiles_are_refused);
}
