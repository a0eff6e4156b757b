/* A first book.yaml for a folder of articles. */
#ifndef INIT_H
#define INIT_H

#include "ingest/ingest.h"

enum init_sort { INIT_DATE, INIT_THEME, INIT_NAME };

/* An article file as the manifest names it. */
struct init_file {
    const char *name;              /* relative to the folder */
    const struct article *article; /* the first of the file */
    size_t n_articles;             /* that it may hold; 1: no more than one */
    enum split split;              /* what would divide them */
    bool sure;                     /* they have titles and dates of their own; else they have but level-1 headings */
    const struct init_file *same;  /* an earlier one with the same text, or NULL */
    unsigned part;
    size_t order;
};

/* init_theme.c: gives each file a part by the terms that texts share; titles[part] gets the terms that hold it
 * together. Returns the number of parts; 1 for few articles. The same files give the same parts. */
unsigned init_themes(struct init_file *files, size_t n, struct arena *a, const char ***titles);

/* init_write.c: the manifest with comments in `lang` that explain every key. */
void init_write(const struct init_file *files, size_t n, const char *const *part_titles, unsigned n_parts,
                const char *lang, struct buf *out);

/* The articles `paths` of a folder, how they are put in order, and the language of the comments. */
struct init_request {
    const char *folder;
    const char *const *paths;
    size_t n;
    enum init_sort sort;
    const char *lang;
};

/* Writes the folder's book.yaml. Returns its path (of the arena), or NULL after an error where there is one already, or
 * nothing can be read or written. */
const char *init_folder(const struct init_request *request, struct arena *a, struct diag *d);

#endif
