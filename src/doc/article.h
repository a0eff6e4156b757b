/* What ingest hands over for one article: the tree, and the record of all that was not taken as it stood. */
#ifndef DOC_ARTICLE_H
#define DOC_ARTICLE_H

#include "doc/doc.h"

/* How one file becomes several articles. */
enum split {
    SPLIT_NONE,
    SPLIT_H1,      /* each level-1 heading begins one */
    SPLIT_SPINE,   /* each document of an EPUB's spine is one, which is so without being said */
    SPLIT_ARTICLES /* each title with a date line near it begins one */
};

/* Something left out, put together or guessed. */
struct record {
    const char *rule; /* id of the rule */
    uint32_t line;    /* in the source file */
    const char *text; /* what it is about */
};

/* A change to characters: typographic clean-up, repaired encoding. */
struct record_change {
    const char *rule;
    uint32_t line;
    const char *before, *after;
};

struct records {
    struct record *dropped, *merged, *guessed;
    struct record_change *changed;
    size_t n_dropped, n_merged, n_guessed, n_changed;
};

/* Where the source has a link to "#id", for messages about it. */
struct link_place {
    const char *target; /* "#id" */
    uint32_t line, col;
    struct link_place *next;
};

struct article {
    struct doc_node *root; /* DOC_ARTICLE; root->meta == &meta */
    struct article_meta meta;
    struct records records;
    struct link_place *links; /* Markdown: in the order of the source */
    const char *split_of;     /* file that several articles come from, or NULL */
};

#endif
