/* pdf/finish.c as it is built without libqpdf (-DBRIEFBOOK_QPDF=OFF): it says so and does nothing. */
#undef HAVE_QPDF
/* The linker takes these functions before the library's. NOLINTNEXTLINE(bugprone-suspicious-include) */
#include "pdf/finish.c"

#include <string.h>

#include "unit/suite.h"

START_TEST(it_is_told_that_there_is_none)
{
    struct diag *d = diag_new();
    ck_assert_ptr_null(pdf_finisher_open(d));
    ck_assert_uint_eq(diag_count(d, DIAG_ERROR), 1);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 0, "en"), "qpdf"));
    pdf_finisher_close(NULL);
    diag_drop(d);
}
END_TEST

START_TEST(nothing_is_written)
{
    struct diag *d = diag_new();
    struct buf pdf = BUF_INIT, bytes = BUF_INIT;
    struct out_file *out = out_open_memory(&bytes);
    const struct pdf_finish how = {.linearize = true};
    buf_puts(&pdf, "%PDF-1.7");
    ck_assert_int_eq(pdf_finish(NULL, &how, &pdf, out, d), -1);
    out_abandon(out);
    ck_assert_uint_eq(bytes.n, 0);
    buf_free(&pdf);
    buf_free(&bytes);
    diag_drop(d);
}
END_TEST

TEST_MAIN("without qpdf")
{
    tcase_add_test(c, it_is_told_that_there_is_none);
    tcase_add_test(c, nothing_is_written);
}
