#include "pdf/finish.h"

#include <stdlib.h>

#include "base/mem.h"

#ifdef HAVE_QPDF

#include <qpdf/qpdf-c.h>

#include "base/library.h"

/* The functions used, by their own types. */
#define FUNCTIONS(X)                                                                                                   \
    X(qpdf_init)                                                                                                       \
    X(qpdf_cleanup)                                                                                                    \
    X(qpdf_silence_errors)                                                                                             \
    X(qpdf_set_suppress_warnings)                                                                                      \
    X(qpdf_read_memory)                                                                                                \
    X(qpdf_init_write_memory)                                                                                          \
    X(qpdf_set_object_stream_mode)                                                                                     \
    X(qpdf_set_stream_data_mode)                                                                                       \
    X(qpdf_set_newline_before_endstream)                                                                               \
    X(qpdf_set_linearization)                                                                                          \
    X(qpdf_set_deterministic_ID)                                                                                       \
    X(qpdf_set_r6_encryption_parameters2)                                                                              \
    X(qpdf_write)                                                                                                      \
    X(qpdf_get_buffer)                                                                                                 \
    X(qpdf_get_buffer_length)                                                                                          \
    X(qpdf_get_error)                                                                                                  \
    X(qpdf_get_error_message_detail)

struct pdf_finisher {
/* NOLINTNEXTLINE(bugprone-macro-parentheses): what is declared is the name itself */
#define FIELD(name) __typeof__(&name) name;
    FUNCTIONS(FIELD)
#undef FIELD
};

static const struct library_call functions[] = {
#define ENTRY(name) {#name, offsetof(struct pdf_finisher, name)},
    FUNCTIONS(ENTRY)
#undef ENTRY
};

struct pdf_finisher *pdf_finisher_open(struct diag *d)
{
    struct pdf_finisher *f = mem_calloc(1, sizeof *f);
    if (library_load(QPDF_SONAME, functions, sizeof functions / sizeof *functions, f))
        return f;
    diag_add(d, MSG_PDF_FINISH_NONE, DIAG_NOWHERE, NULL);
    pdf_finisher_close(f);
    return NULL;
}

void pdf_finisher_close(struct pdf_finisher *f)
{
    free(f);
}

static int fail(const struct pdf_finisher *f, qpdf_data q, struct diag *d)
{
    const char *why = f->qpdf_get_error_message_detail(q, f->qpdf_get_error(q));
    diag_add(d, MSG_PDF_FINISH, DIAG_NOWHERE, why != NULL ? why : "?", NULL);
    return -1;
}

/* Reading aloud, and copying for it, stay allowed; so does printing. */
static void encrypt(const struct pdf_finisher *f, qpdf_data q, const struct pdf_finish *how)
{
    f->qpdf_set_r6_encryption_parameters2(q, how->user, how->owner, /* accessibility */ QPDF_TRUE, /* extract */
                                          QPDF_FALSE, /* assemble */ QPDF_FALSE, /* annotate */ QPDF_FALSE,
                                          /* fill forms */ QPDF_FALSE, /* modify */ QPDF_FALSE, qpdf_r3p_full,
                                          /* metadata too */ QPDF_TRUE);
}

int pdf_finish(const struct pdf_finisher *f, const struct pdf_finish *how, const struct buf *pdf, struct out_file *out,
               struct diag *d)
{
    qpdf_data q = f->qpdf_init();
    f->qpdf_silence_errors(q);
    f->qpdf_set_suppress_warnings(q, QPDF_TRUE);
    bool done = (f->qpdf_read_memory(q, "book.pdf", pdf->p, pdf->n, NULL) & QPDF_ERRORS) == 0 &&
                (f->qpdf_init_write_memory(q) & QPDF_ERRORS) == 0;
    if (done) {
        f->qpdf_set_object_stream_mode(q, qpdf_o_generate);
        f->qpdf_set_stream_data_mode(q, qpdf_s_preserve);
        f->qpdf_set_newline_before_endstream(q, QPDF_TRUE); /* PDF/A wants it */
        f->qpdf_set_linearization(q, how->linearize ? QPDF_TRUE : QPDF_FALSE);
        if (how->user != NULL)
            encrypt(f, q, how);
        else
            f->qpdf_set_deterministic_ID(q, QPDF_TRUE);
        done = (f->qpdf_write(q) & QPDF_ERRORS) == 0;
    }
    if (done)
        out_write(out, f->qpdf_get_buffer(q), f->qpdf_get_buffer_length(q));
    int status = done ? 0 : fail(f, q, d);
    f->qpdf_cleanup(&q);
    return status;
}

#else

struct pdf_finisher *pdf_finisher_open(struct diag *d)
{
    diag_add(d, MSG_PDF_FINISH_NONE, DIAG_NOWHERE, NULL);
    return NULL;
}

void pdf_finisher_close(struct pdf_finisher *f)
{
    (void)f;
}

int pdf_finish(const struct pdf_finisher *f, const struct pdf_finish *how, const struct buf *pdf, struct out_file *out,
               struct diag *d)
{
    (void)f, (void)how, (void)pdf, (void)out, (void)d;
    return -1;
}

#endif
