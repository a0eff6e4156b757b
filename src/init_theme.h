/* Inside of init: the terms of articles, for themes and their names. */
#ifndef INIT_THEME_H
#define INIT_THEME_H

#include "init.h"

/* Two neighbouring words of an article. */
struct term {
    const char *words; /* in small letters, a space between them */
    const char *shown; /* as they first stand */
    bool name;         /* both with capitals: a name says nothing of the matter */
    bool title;        /* stands in the article's title or lead */
    size_t article;
    unsigned count, weight;
};

/* Sorted by words, then by article. */
struct terms {
    struct term *items;
    size_t n, cap;
};

/* init_theme_name.c: a title for the articles of `part`, of the terms that hold them together: "Hiệp định thương mại,
 * thuế quan". NULL when they share none. `all` has every term, also those too rare or too common to part articles. */
const char *theme_name(const struct terms *kept, const struct terms *all, const struct init_file *files, unsigned part,
                       struct arena *a);

#endif
