/* What an EPUB says: its words in spine order, page-break markers, navigation and metadata. */
#ifndef BOOK_EPUB_READ_H
#define BOOK_EPUB_READ_H

#include <stdint.h>

#include "base/arena.h"
#include "flow.h"

struct epub_marker {
    const char *label, *id, *file;
    size_t at; /* place in `flow` of the first word of its page */
};

/* A target of links: an id, or a file as a whole (id ""). */
struct epub_target {
    const char *file, *id;
    size_t at;
    bool note;      /* inside a note, which stands at the end of its file */
    bool figure;    /* a picture or in its caption; the layout may have moved it to the next page */
    bool wordless;  /* an empty spot, a picture without caption */
    size_t markers; /* that stand before it: places without words share `at` with what follows them */
};

/* A line of a list of links: contents, nav, NCX. */
struct epub_entry {
    const char *text, *href; /* href: file#id, from the archive's root */
    const char *page;        /* the number that the contents show, or NULL */
    unsigned depth;
};

struct epub_list {
    struct epub_entry *items;
    size_t n, cap;
};

struct epub_link {
    const char *from, *href;
    const char *text;
};

struct epub {
    struct arena *a;
    struct flow flow, notes;
    struct epub_marker *markers;
    size_t n_markers, cap_markers;
    struct epub_target *targets;
    size_t n_targets, cap_targets;
    struct epub_link *links;
    size_t n_links, cap_links;
    struct epub_list contents, toc, landmarks, page_list, ncx_toc, ncx_pages;
    const char **alts;
    size_t n_alts, cap_alts;
    const char **files; /* all entries of the archive */
    size_t n_files;
    const char *title, *language, *identifier, *source, *modified;
    size_t spine; /* number of files in reading order */
};

/* Reads; `title_page`: also its words. What is wrong with the files' structure is reported. Returns -1 when it cannot
 * be read at all. */
int epub_read(struct epub *e, struct arena *a, const char *file, bool title_page);
void epub_free(struct epub *e);

/* The target of an address from the archive's root, or NULL. */
const struct epub_target *epub_target(const struct epub *e, const char *href);

#endif
