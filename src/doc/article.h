/* What ingest hands over for one article: the tree, and the record of all that was not taken as it stood. */
#ifndef DOC_ARTICLE_H
#define DOC_ARTICLE_H

#include "doc/doc.h"

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

struct article {
    struct doc_node *root; /* DOC_ARTICLE; root->meta == &meta */
    struct article_meta meta;
    struct records records;
    const char *split_of; /* file that several articles come from, or NULL */
};

#endif
