/* Inside book/: how the index is made.
 *
 * index_collect.c finds the names of all chapters → index_resolve.c decides which forms are one name and which are none
 * → index_rules.c does what `index:` of book.yaml says → index.c puts anchors into the texts and entries into the tree.
 */
#ifndef BOOK_INDEX_H
#define BOOK_INDEX_H

#include "base/buf.h"
#include "book/assemble.h"
#include "lang/names.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include "base/mem.h"
#include <uthash.h>

/* One way in which a name is written, and how often. */
struct index_spelling {
    const char *s;
    uint32_t count;
    struct index_spelling *next;
};

struct index_term;

/* "See also" one more entry. */
struct index_also {
    struct index_term *to;
    struct index_also *next;
};

struct index_term {
    const char *key;
    const char *name;    /* the heading */
    const char *acronym; /* shown behind it in brackets, or NULL */
    enum name_kind kind;
    uint32_t total, strong; /* mentions; those that are not weak */
    uint32_t kinds[4];      /* strong mentions by enum name_kind */
    bool listed;            /* from a word list or the user */
    bool own;               /* the user names it: in `names:` or a rule */
    bool acronymic;         /* written in capitals only */
    bool common;            /* no name */
    bool omitted;
    bool named;              /* the heading is as the user wants it */
    struct index_term *into; /* its mentions count there; NULL: here */
    struct index_term *see;  /* an entry that only leads to another */
    struct index_also *also;
    struct index_spelling *spellings;
    const char **anchors; /* ids of its places, in order */
    uint32_t n, room;
    const char *id; /* of its entry */
    UT_hash_handle hh;
};

/* A name at a place. */
struct index_mention {
    struct doc_node *leaf;
    uint32_t start, end;
    uint32_t chapter; /* number from 0 */
    bool given;       /* one word that may stand for a full name */
    bool weak;
    struct index_term *term; /* NULL: not indexed */
};

struct index_build {
    const struct assembly *as;
    struct index_term *terms; /* by key, in order of appearance */
    struct index_mention *mentions;
    size_t n, cap;
};

/* Finds names in single texts; in those that were looked at before, with the same names of the user's own, it finds them
 * again (index_memo.c). */
struct index_finder {
    struct memo *memo; /* NULL: nothing is remembered */
    const struct name_list *listed;
    uint64_t names; /* stands for those of the user */
    struct buf key;
};
void index_finder_begin(struct index_finder *f, struct memo *memo, struct arena *a, const char *const *own);
/* Puts the names of `t` in place of what `out` has. Strings live in `a`. */
void index_find_names(struct index_finder *f, struct arena *a, const struct text *t, const char *lang,
                      struct name_hits *out);
void index_finder_end(struct index_finder *f);

/* Finds all names in the chapters and the user's own pages of `root`. */
void index_collect(struct index_build *b, struct doc_node *root);
/* The term of that key, made when there is none. */
struct index_term *index_term(struct index_build *b, const char *key, const char *name);
struct index_term *index_lookup(const struct index_build *b, const char *key);
/* The term that the mentions of `t` count for. */
struct index_term *index_final(struct index_term *t);
/* Says that what `t` names is `into`; false when that would go in a circle. */
bool index_merge(struct index_term *t, struct index_term *into);

/* Decides what is a name and which names are one. */
void index_resolve(struct index_build *b);
void index_apply_rules(struct index_build *b);

#endif
