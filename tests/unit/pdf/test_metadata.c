/* pdf/metadata.c and pdf/intent.c: hostile titles in both forms, dates, identifiers, the profile. */
#include "pdf/intent.h"
#include "pdf/metadata.h"
#include "unit/pdf/fixture.h"
#include "unit/suite.h"

static struct builder b;
static char pdf[64];

static void setup(void)
{
    builder_open(&b);
    temp_path(pdf, "metadata.pdf");
    add_text(&b, TEXT, PT(11), add_tag(&b, TAG_P, 1), "một");
}

static void teardown(void)
{
    unlink(pdf);
    builder_close(&b);
}

/* Writes the book with this title and reads what `format` prints of it. */
static char *read_back(const char *title, const char *format)
{
    struct pdf_info info = plain_info;
    struct buf out = BUF_INIT;
    info.title = title;
    ck_assert_int_eq(builder_write(&b, &info, 1, pdf), 0);
    if (have("qpdf"))
        ck_assert_msg(run_on("qpdf --check %s 2>&1", pdf, &out) == 0, "%s", out.p);
    buf_clear(&out);
    ck_assert_int_eq(run_on(format, pdf, &out), 0);
    char *text = mem_strdup(out.p);
    buf_free(&out);
    return text;
}

static const struct {
    const char *title, *info, *xmp;
} titles[] = {
    {"Bản tin", "Bản tin", ">Bản tin<"},
    {"(a) \\ )b(", "(a) \\ )b(", ">(a) \\ )b(<"},
    {"<script>&amp;]]>", "<script>&amp;]]>", ">&lt;script&gt;&amp;amp;]]&gt;<"},
    {"a\x01\x02\nb\x7F", "a b", ">a b<"},
    {"\xE2\x80\xAEtxt.\xE2\x81\xA6"
     "fdp",
     "txt.fdp", ">txt.fdp<"},
    {"\xEF\xBF\xBF"
     "cuối\xFF",
     "cuối", ">cuối<"},
    {"\x01", "—", ">—<"},
};

START_TEST(hostile_titles_agree)
{
    if (!have("pdfinfo"))
        return;
    char *info = read_back(titles[_i].title, "pdfinfo -enc UTF-8 %s | sed -n 's/^Title: *//p'");
    char *xmp = read_back(titles[_i].title, "pdfinfo -meta %s");
    ck_assert_ptr_nonnull(strchr(info, '\n'));
    *strchr(info, '\n') = '\0';
    ck_assert_str_eq(info, titles[_i].info);
    ck_assert_ptr_nonnull(strstr(xmp, titles[_i].xmp));
    free(info);
    free(xmp);
}
END_TEST

START_TEST(endless_titles_are_cut_alike)
{
    char *title = malloc(40001);
    for (int i = 0; i < 40000; i += 2)
        memcpy(title + i, "\xC4\x90", 2);
    title[40000] = '\0';
    if (have("pdfinfo")) {
        char *info = read_back(title, "pdfinfo -enc UTF-8 %s | sed -n 's/^Title: *//p'");
        char *xmp = read_back(title, "pdfinfo -meta %s | sed -n 's/.*x-default\">\\([^<]*\\)<.*/\\1/p'");
        ck_assert_uint_eq(strlen(info), 2 * 16382 + 1);
        ck_assert_str_eq(info, xmp);
        free(info);
        free(xmp);
    }
    free(title);
}
END_TEST

START_TEST(ten_thousand_characters_stay)
{
    char *title = malloc(10001);
    memset(title, 'x', 10000);
    title[10000] = '\0';
    if (have("pdfinfo")) {
        char *info = read_back(title, "pdfinfo %s | sed -n 's/^Title: *//p'");
        ck_assert_uint_eq(strlen(info), 10001);
        free(info);
    }
    free(title);
}
END_TEST

START_TEST(dates_come_from_the_epoch)
{
    if (!have("pdfinfo"))
        return;
    char *dates = read_back("x", "pdfinfo -isodates %s | sed -n 's/^.*Date: *//p'");
    char *xmp = read_back("x", "pdfinfo -meta %s");
    ck_assert_str_eq(dates, "2023-11-14T22:13:20Z\n2023-11-14T22:13:20Z\n");
    ck_assert_ptr_nonnull(strstr(xmp, "<xmp:CreateDate>2023-11-14T22:13:20Z</xmp:CreateDate>"));
    ck_assert_ptr_nonnull(strstr(xmp, "uuid:01234567-89ab-5cde-8f01-23456789abcd"));
    free(dates);
    free(xmp);
}
END_TEST

START_TEST(nothing_said_is_nothing_written)
{
    const struct pdf_info bare = {.epoch = INT64_MAX};
    struct buf out = BUF_INIT;
    add_outline(&b, "Chương một", NULL, 0);
    ck_assert_int_eq(builder_write(&b, &bare, 1, pdf), 0);
    if (have("pdfinfo")) {
        run_on("pdfinfo -enc UTF-8 %s", pdf, &out);
        ck_assert_ptr_nonnull(strstr(out.p, "Chương một")); /* a title there must be */
        ck_assert_ptr_null(strstr(out.p, "Author:"));
        buf_clear(&out);
        run_on("pdfinfo -meta %s", pdf, &out);
        ck_assert_ptr_null(strstr(out.p, "pdfaid"));
        ck_assert_ptr_null(strstr(out.p, "dc:creator"));
    }
    buf_free(&out);
}
END_TEST

START_TEST(identifiers)
{
    uint8_t id[16], other[16];
    struct pdf_info info = plain_info;
    metadata_id(&info, id);
    ck_assert_uint_eq(id[0], 0x01);
    ck_assert_uint_eq(id[15], 0xCD);
    info.uuid = NULL;
    metadata_id(&info, id);
    info.title = "another";
    metadata_id(&info, other);
    ck_assert_mem_ne(id, other, 16);
}
END_TEST

static uint32_t u32(const struct buf *p, size_t at)
{
    const uint8_t *s = (const uint8_t *)p->p + at;
    return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3];
}

START_TEST(profile_is_well_formed)
{
    struct buf p = BUF_INIT;
    intent_profile(&p);
    ck_assert_uint_eq(u32(&p, 0), p.n);
    ck_assert_mem_eq(p.p + 36, "acsp", 4);
    uint32_t n = u32(&p, 128);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = u32(&p, 132 + 12 * i + 4), size = u32(&p, 132 + 12 * i + 8);
        ck_assert_uint_eq(at % 4, 0);
        ck_assert_uint_ge(at, 132 + 12 * n);
        ck_assert_uint_le(at + size, p.n);
    }
    /* The colorants add up to white. */
    for (unsigned axis = 0; axis < 3; axis++) {
        uint32_t sum = 0, white = 0;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t v = u32(&p, u32(&p, 132 + 12 * i + 4) + 8 + 4 * axis);
            const char *name = p.p + 132 + 12 * i;
            if (memcmp(name + 1, "XYZ", 3) == 0)
                sum += v;
            if (memcmp(name, "wtpt", 4) == 0)
                white = v;
        }
        ck_assert_uint_eq(sum, white);
    }
    buf_free(&p);
}
END_TEST

TEST_MAIN("metadata")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, hostile_titles_agree, 0, sizeof titles / sizeof *titles);
    tcase_add_test(c, endless_titles_are_cut_alike);
    tcase_add_test(c, ten_thousand_characters_stay);
    tcase_add_test(c, dates_come_from_the_epoch);
    tcase_add_test(c, nothing_said_is_nothing_written);
    tcase_add_test(c, identifiers);
    tcase_add_test(c, profile_is_well_formed);
}
