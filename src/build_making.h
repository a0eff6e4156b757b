/* What a build tells the book about how it is made. */
#ifndef BUILD_MAKING_H
#define BUILD_MAKING_H

#include "book/book.h"
#include "font/font_set.h"
#include "style/design.h"

/* Program, layout and fonts for the imprint, and what lists the layout wants. In the arena. */
const struct book_making *build_making(struct arena *a, const char *program, const struct design *design,
                                       struct font_set *fonts);

/* All tags of the chapters, each once, joined by ", "; NULL when there are none. */
const char *build_keywords(struct arena *a, const struct book *book);

#endif
