/* The text of a page's marked content, by MCID. */
#ifndef BOOK_PDF_TEXT_H
#define BOOK_PDF_TEXT_H

#include "pdf_json.h"

struct marked {
    struct buf text;
    bool present;      /* the content has this MCID */
    unsigned referred; /* how often the structure tree refers to it */
};

struct page_text {
    struct marked *items; /* by MCID */
    size_t n, cap;
    struct buf furniture; /* text of artifacts */
};

struct pdf_fonts;

struct pdf_fonts *fonts_new(const struct pdf_json *j);
void fonts_drop(struct pdf_fonts *f);

/* Reads the contents of a page. Text and painting that is neither tagged nor artifact is reported. */
void page_text_read(struct page_text *t, const struct pdf_json *j, struct pdf_fonts *fonts, const cJSON *page,
                    size_t number);
void page_text_free(struct page_text *t);

#endif
