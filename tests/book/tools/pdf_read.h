/* What a PDF says, read from `qpdf --json=2 --json-stream-data=inline`: not from layout's own account of it, so that
 * what readers of the file get is tested. Text is taken by glyph number through ToUnicode and ActualText, in the order
 * of the structure tree.
 */
#ifndef BOOK_PDF_READ_H
#define BOOK_PDF_READ_H

#include <stdint.h>

#include "base/arena.h"
#include "flow.h"

struct pdf_page {
    const char *label;
    bool starts;    /* words of the flow stand on it */
    bool by_figure; /* the first of them are a picture's */
    size_t start;   /* place in `flow` of the first of them */
};

struct pdf_outline {
    const char *title;
    size_t page; /* index, or SIZE_MAX */
    unsigned level;
};

struct pdf {
    struct arena *a;
    struct pdf_page *pages;
    size_t n_pages;
    struct flow flow, notes, furniture; /* furniture: what is marked as artifact */
    struct flow all;                    /* the whole structure tree, with markers of lists and numbers of notes */
    struct pdf_outline *outline;
    size_t n_outline, cap_outline;
    struct pdf_dest {
        const char *name;
        size_t page;
    } * dests; /* named destinations, sorted */
    size_t n_dests, cap_dests, n_links;
    const char *lang;
    const char *title, *author, *subject, *keywords, *producer, *creator, *created,
        *modified; /* of Info; NULL: not there */
    struct buf xmp;
    const char **alts; /* of figures */
    size_t n_alts, cap_alts;
    struct {
        const char *text;
        size_t page;
    } * entries; /* lines of the contents: words of the link, page where it leads */
    size_t n_entries, cap_entries;
};

/* Reads; `cover`: also the words of the first page. What is wrong with the file's structure is reported. Returns -1
 * when it cannot be read at all. */
int pdf_read(struct pdf *p, struct arena *a, const char *json_file, bool cover);
void pdf_free(struct pdf *p);

#endif
