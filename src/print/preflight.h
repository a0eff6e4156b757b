/* What a print shop would send the file back for, found before it is sent. */
#ifndef PRINT_PREFLIGHT_H
#define PRINT_PREFLIGHT_H

#include "base/diag.h"
#include "page/page.h"

/* Figures below which a message comes; 0: not looked at. */
struct preflight_limits {
    unsigned dpi;    /* pixels per inch of a picture at the size at which it stands */
    scaled hairline; /* the thinnest line */
    scaled to_trim;  /* from text to the edge where the page is cut */
    bool rgb;        /* pictures in red, green and blue are told as well */
    bool grey;       /* … but not when they are written in grey */
};

/* Of a book for the press (200 per inch, 0.25 pt, 5 mm), or for screens and office printers (100 per inch). */
struct preflight_limits preflight_defaults(bool press);

/* Looks through all pages, and through those placed on sheets; a picture is told once for each page, the rest once with its pages. */
void preflight(const struct pages *pages, const struct preflight_limits *limits, struct diag *d);

/* Tells how the number of pages goes into signatures of 16. */
void preflight_count(const struct pages *pages, struct diag *d);

#endif
