/* pdf/cff.c: telling CID-keyed fonts from others, and surviving what is no font. */
#include <stdint.h>
#include <stdlib.h>

#include "base/diag.h"
#include "font/font.h"
#include "font/subset.h"
#include "pdf/cff.h"
#include "unit/suite.h"

/* Header, an INDEX with the name "A", an INDEX with one top dictionary of nine bytes. */
#define FONT(...)                                                                                                      \
    {                                                                                                                  \
        1, 0, 4, 1, 0, 1, 1, 1, 2, 'A', 0, 1, 1, 1, 10, __VA_ARGS__                                                    \
    }

static const uint8_t cid[] = FONT(0xF8, 0x1B, 0xF8, 0x1C, 0x8B, 12, 30, 0x8B, 0x8B);
static const uint8_t cid_by_long_numbers[] = FONT(28, 1, 2, 30, 0x1A, 0x2F, 139, 12, 30);
static const uint8_t plain[] = FONT(0xF8, 0x1B, 0, 0xF8, 0x1C, 1, 12, 30, 0x8B);

START_TEST(cid_keyed_fonts_are_known)
{
    ck_assert(cff_is_cid_keyed(cid, sizeof cid));
    ck_assert(cff_is_cid_keyed(cid_by_long_numbers, sizeof cid_by_long_numbers));
    ck_assert(!cff_is_cid_keyed(plain, sizeof plain));
}
END_TEST

START_TEST(what_breaks_off_is_no_cid_font)
{
    for (size_t n = 0; n + 3 < sizeof cid; n++) {
        uint8_t *cut = calloc(1, n + 1);
        for (size_t i = 0; i < n; i++)
            cut[i] = cid[i];
        ck_assert(!cff_is_cid_keyed(cut, n));
        free(cut);
    }
    uint8_t noise[64];
    for (unsigned seed = 0; seed < 2000; seed++) {
        srand(seed);
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (uint8_t)rand();
        cff_is_cid_keyed(noise, sizeof noise);
    }
}
END_TEST

START_TEST(inter_is_not)
{
    struct diag *d = diag_new();
    struct font_spec spec = {
        .family = "Inter", .path = "/usr/share/fonts/opentype/inter/Inter-Regular.otf", .weight = 400, .scale = 1000};
    struct font *f = font_open(&spec, d);
    ck_assert_ptr_nonnull(f);
    uint8_t *used = calloc(1, 8192);
    used[0] = 0xFF;
    struct font_subset *s = font_subset_glyphs(f, used, NULL);
    size_t n;
    const void *bytes = font_subset_bytes(s, true, &n);
    ck_assert_ptr_nonnull(bytes);
    ck_assert(!cff_is_cid_keyed(bytes, n));
    font_subset_drop(s);
    free(used);
    font_close(f);
    diag_drop(d);
}
END_TEST

TEST_MAIN("cff")
{
    tcase_add_test(c, cid_keyed_fonts_are_known);
    tcase_add_test(c, what_breaks_off_is_no_cid_font);
    tcase_add_test(c, inter_is_not);
}
