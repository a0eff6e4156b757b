/* The PDF back end: finished pages in, a file out. */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/workers.h"
#include "font/font_set.h"
#include "image/image.h"
#include "page/page.h"

/* What colours are written as. GREY: inks and pictures in shades of black. PRESS: inks as the four plates get them,
 * pictures as they are, with profiles. */
enum pdf_colours { PDF_SCREEN, PDF_GREY, PDF_PRESS };

/* What the PDF says that it conforms to. */
enum pdf_claim {
    PDF_CLAIM_NONE,
    PDF_CLAIM_ARCHIVE, /* PDF/A-2a (with attachments 3a) and PDF/UA-1 */
    PDF_CLAIM_PRESS    /* PDF/X-4 */
};

/* The printing condition of a press job: an ICC profile with four components. */
struct pdf_condition {
    const void *profile;
    size_t n;
    const char *name;
};

/* What the document says of itself; strings are UTF-8, NULL: not said. */
struct pdf_info {
    const char *title, *author, *subject, *keywords, *lang;
    const char *producer; /* "briefbook 0.1.0" */
    const char *uuid;     /* identifier of this PDF, 36 characters: trailer ID and xmpMM:DocumentID */
    int64_t epoch;        /* seconds since 1970: creation and modification date */
    enum pdf_claim claim;
};

/* A line that is the copy's own: the name of its reader. Items in text, as artifacts, about the origin. */
struct pdf_stamp {
    const struct page_item *items;
    uint32_t n;
};

/* A file that the PDF carries. */
struct pdf_attachment {
    const char *name;    /* ASCII: letters, digits, hyphens and one dot; unique in the book */
    const char *mime;    /* "text/html" */
    const char *about;   /* for people, UTF-8; NULL: nothing is said */
    struct buf deflated; /* its bytes as a zlib stream */
    uint64_t size;       /* of the bytes */
    uint8_t md5[16];     /* of them */
};

/* Takes the bytes in: deflates and sums them. */
void pdf_attachment_pack(struct pdf_attachment *to, const void *bytes, size_t n);

/* Files that have the same fonts: which letters a font holds then tells nothing of any of them, and what was made of a
 * page serves for all. Fonts only grow, where a file needs a glyph that none before it had. */
struct pdf_company;

/* Lines that other files may show. */
struct pdf_lines {
    const struct pdf_stamp *items;
    size_t n;
};

/* From the start with all glyphs of `pages` and `stamps`, and those of the `likely` lines in fonts that these have.
 * Their words must live as long as the company. */
struct pdf_company *pdf_company_new(const struct pages *pages, struct pdf_lines stamps, struct pdf_lines likely);
void pdf_company_drop(struct pdf_company *c);

struct pdf_input {
    const struct pages *pages;
    struct font_set *fonts;
    const struct pdf_info *info;
    struct workers *workers; /* NULL: one thread */
    enum pdf_colours colours;
    unsigned max_dpi;                                /* pictures with more pixels are made smaller; 0: none */
    const struct pdf_condition *condition;           /* for PDF_PRESS; else NULL: sRGB */
    const struct pdf_attachment *const *attachments; /* the claim of archives is then PDF/A-3a */
    size_t n_attachments;
    /* Copies that differ in nothing but a stamp (NULL: none): the file is their common part, shown by no reader as it
     * is; pdf_copy() makes each whole. `stamped` gets a form for each, which the caller frees. */
    const struct pdf_stamp *stamps;
    size_t n_stamps;
    struct pdf_stamped *stamped;
    struct pdf_company *company; /* NULL: none */
    /* Called each time when what stands on the first `n` pages will not be looked at again, strings apart; NULL: is
     * not.
     */
    void (*painted)(void *user, size_t n);
    void *user;
};

/* What the copies are made of. */
struct pdf_stamped {
    uint32_t form;    /* number of the form that every page shows */
    struct buf *each; /* the form of each copy, "<<…>>stream…endstream" */
};

/* Writes a copy: the common part, its own form in an incremental update (ISO 32000-1, 7.5.6), and an identifier of its
 * own made from `name`. Appends to `out`. Returns -1 when the common part is none. */
int pdf_copy(const struct buf *common, const struct pdf_stamped *stamped, size_t copy, const char *name,
             struct buf *out);
void pdf_stamped_free(struct pdf_stamped *stamped, size_t n);

/* Writes the whole PDF (1.7, object and cross-reference streams, tagged) into `out`, which the caller finishes and
 * commits. Returns -1 after an error message. The same input gives the same bytes at any number of workers. */
int pdf_write(const struct pdf_input *in, struct out_file *out, struct diag *d);

#endif
