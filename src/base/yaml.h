/* YAML that users write: a tree with places, and tables that say what is allowed in it.
 *
 * Built on libyaml's events. All mistakes are reported at once, each with line and column; a misspelt key
 * gets a suggestion. Aliases are refused, depth (64) and the number of nodes are limited.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/units.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    struct srcpos pos;     /* of the value */
    const char *key;       /* inside a map: this entry's key; else NULL */
    struct srcpos key_pos; /* of the key */
    const char *scalar;    /* YAML_SCALAR: its text; an empty plain scalar is a null and gives "" */
    bool quoted;           /* YAML_SCALAR: written in quotes or as a block */
    struct yaml_node *first, *next;
    unsigned faults; /* in the root: mistakes already reported while reading; yaml_fill() counts them in */
};

/* Reads one document of `n` bytes (UTF-8, a BOM is skipped). `file` names it in messages and must outlive the
 * tree. Returns the root, an empty map for an empty document, or NULL after an error message. A second use of a key
 * (dropped) and an alias (read as a null) are errors too, but the tree is returned, so that yaml_fill() can report the
 * other mistakes in the same run: see `faults`. */
struct yaml_node *yaml_read(struct arena *a, const char *file, const char *bytes, size_t n, struct diag *d);

/* The value of `key` in a map, or NULL. */
struct yaml_node *yaml_lookup(const struct yaml_node *map, const char *key);

/* The place of the values that yaml_set() makes: the file is YAML_SET_PLACE, the line 0. */
#define YAML_SET_PLACE "--set"

/* Sets the value at a dotted path ("page.inner", "parts.0.title") to a scalar, making maps on the way.
 * A null on the way counts as absent; the index behind a list's last appends. Returns -1 when the path runs through
 * another scalar, further past a list's end, or has an empty part. */
int yaml_set(struct arena *a, struct yaml_node *root, const char *path, const char *value);

/* Lays `over` upon `under`: maps are merged key by key, everything else is replaced. Returns the result, which
 * shares nodes with both. How a layout extends another. */
struct yaml_node *yaml_merge(struct arena *a, struct yaml_node *under, struct yaml_node *over);

enum yaml_type {
    YT_STRING,         /* const char *  */
    YT_INT,            /* int64_t */
    YT_BOOL,           /* bool: yes, no, true, false, on, off */
    YT_LENGTH,         /* scaled; `em` of the table says what 1em means */
    YT_LENGTH_OR_AUTO, /* scaled; "auto" is 0 */
    YT_ENUM,           /* int: index into the NULL-terminated word list `detail` */
    YT_MAP,            /* a struct in place, filled by the table `detail` */
    YT_LIST,           /* struct yaml_array of structs, each filled by the table `detail` (or of scalars: YT_STRINGS) */
    YT_STRINGS,        /* struct yaml_array of const char *; a single scalar counts as a list of one */
    YT_NODE            /* struct yaml_node *: taken as it stands, checked by the caller */
};

struct yaml_array {
    void *items;
    size_t n;
};

/* One allowed key. */
struct yaml_key {
    const char *key;
    enum yaml_type type;
    bool required;
    size_t offset;      /* where the value goes in the struct */
    const void *detail; /* word list or sub-table */
};

/* What a map may hold; keys end with an entry whose key is NULL. */
struct yaml_schema {
    const struct yaml_key *keys;
    size_t size;       /* of the struct that is filled */
    ptrdiff_t pos_at;  /* offset of a struct srcpos that gets the map's place, or -1 */
    ptrdiff_t node_at; /* offset of a const struct yaml_node * that gets the map itself, or -1 */
};

/* Fills `out` (zeroed by the caller) from a map. A key with a null (`title:` with nothing behind it) counts as absent.
 * All mistakes are added to `d`; returns their number, with those found while reading. `em` is what 1em means in
 * lengths (0: refused). */
int yaml_fill(const struct yaml_node *map, const struct yaml_schema *s, void *out, scaled em, struct arena *a,
              struct diag *d);

/* The best of the words within edit distance 2 of `word` (1 for short ones), or NULL. Words end with NULL. */
const char *yaml_suggest(const char *word, const char *const *words);

#endif
