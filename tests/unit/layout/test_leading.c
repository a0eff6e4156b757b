/* Leading found from the ink of fonts. */
#include "layout/leading.h"

#include "fixture.h"
#include "unit/suite.h"

static void check_family(const char *family)
{
    struct fixture f;
    fixture_init(&f);
    struct design *d = f.design;
    d->text.font = d->styles[ROLE_BODY].font = family;
    d->text.leading = d->styles[ROLE_BODY].leading = 0;
    d->text.clearance = PT(0.36);
    leading_find(d, f.fonts, f.diag);
    const int64_t weights[] = {d->styles[ROLE_BODY].weight, d->styles[ROLE_BODY].strong};
    scaled up = 0, down = 0, own_up, own_down;
    for (int i = 0; i < 3; i++) {
        const struct font *face = font_set_lookup(f.fonts, family, (unsigned)weights[i % 2], i == 2, f.diag);
        ck_assert_ptr_nonnull(face);
        leading_ink(face, d->text.size, &own_up, &own_down);
        ck_assert_int_gt(own_up, d->text.size / 2);
        ck_assert_int_gt(own_down, d->text.size / 10);
        up = own_up > up ? own_up : up;
        down = own_down > down ? own_down : down;
    }
    scaled least = up + down + d->text.clearance;
    ck_assert_int_ge(d->text.leading, least);
    ck_assert_int_lt(d->text.leading - PT(0.25), least);
    ck_assert_int_eq(d->text.leading % PT(0.25), 0);
    ck_assert_int_eq(d->styles[ROLE_BODY].leading, d->text.leading);
    fixture_drop(&f);
}

START_TEST(test_auto_is_the_least_that_is_clear)
{
    check_family("Gentium Book Plus");
    check_family("Liberation Serif");
    check_family("Inter");
}
END_TEST

START_TEST(test_stacked_diacritics_count)
{
    struct fixture f;
    fixture_init(&f);
    const struct font *face = font_set_lookup(f.fonts, "Gentium Book Plus", 400, false, f.diag);
    scaled up, down;
    leading_ink(face, PT(100), &up, &down);
    ck_assert_int_gt(up, PT(95)); /* far above a capital without marks */
    ck_assert_int_gt(down, PT(20));
    fixture_drop(&f);
}
END_TEST

START_TEST(test_given_leading_stays)
{
    struct fixture f;
    fixture_init(&f);
    scaled before = f.design->text.leading, lead = f.design->styles[ROLE_LEAD].leading;
    f.design->styles[ROLE_QUOTE].leading = 0;
    leading_find(f.design, f.fonts, f.diag);
    ck_assert_int_eq(f.design->text.leading, before);
    ck_assert_int_eq(f.design->styles[ROLE_LEAD].leading, lead);
    ck_assert_int_gt(f.design->styles[ROLE_QUOTE].leading, f.design->styles[ROLE_QUOTE].size);
    fixture_drop(&f);
}
END_TEST

TEST_MAIN("leading")
{
    tcase_add_test(c, test_auto_is_the_least_that_is_clear);
    tcase_add_test(c, test_stacked_diacritics_count);
    tcase_add_test(c, test_given_leading_stays);
}
