/* What the files share that read book.yaml.
 *
 * manifest.c reads the plain top keys. A top key with a structure of its own is read in a file of its own: that file
 * has a table of struct manifest_key, which manifest.c's list of tables names.
 */
#ifndef BOOK_MANIFEST_READING_H
#define BOOK_MANIFEST_READING_H

#include "book/book.h"

/* A book.yaml being read. Mistakes are reported and counted; reading goes on. */
struct manifest_reading {
    struct arena *a;
    struct diag *d;
    struct manifest *m;
    int faults;
};

/* A top key of book.yaml that has a reader of its own. */
struct manifest_key {
    const char *key;
    /* Takes the value into r->m; it is not called for a null. `key_pos` in the node is the key's place. */
    void (*read)(struct manifest_reading *r, const struct yaml_node *value);
};

/* Tables of such keys; each ends with an entry whose key is NULL. */
extern const struct manifest_key manifest_block_keys[];    /* manifest_blocks.c: agenda, delegations … */
extern const struct manifest_key manifest_index_keys[];    /* manifest_index.c: index, digest … */
extern const struct manifest_key manifest_document_keys[]; /* document_head.c: document */
extern const struct manifest_key manifest_print_keys[];    /* manifest_print.c: print, pdf … */
extern const struct manifest_key manifest_metadata_keys[]; /* manifest_metadata.c: metadata, fonts */

/* Reports an error that ends the build after all others are reported. Arguments may be NULL. */
void manifest_fault(struct manifest_reading *r, enum msg id, struct srcpos pos, const char *arg, const char *arg2);

/* yaml_fill() that counts the mistakes; returns true if there was none. */
bool manifest_fill(struct manifest_reading *r, const struct yaml_node *map, const struct yaml_schema *schema,
                   void *out);

/* The strings of a YT_STRINGS field, NULL-terminated, or NULL for none. */
const char *const *manifest_strings(struct arena *a, const struct yaml_array *array);

/* Checks the code of a language and returns it; NULL for none. */
const char *manifest_language(struct manifest_reading *r, const char *code, struct srcpos pos);

/* Checks a date as manifest_date() reads it; false (and a fault) when it is none. */
bool manifest_check_date(struct manifest_reading *r, const char *date, struct srcpos pos, struct doc_date *out);

/* Reads a file that book.yaml names, at most `limit` bytes, as NFC text of the arena; NULL (and a fault) when it cannot
 * be read. */
const char *manifest_text_file(struct manifest_reading *r, const char *file, struct srcpos pos, size_t limit,
                               size_t *n);

/* The file of names: one a line, "#" begins a comment. */
const char *const *manifest_names(struct manifest_reading *r, const char *file, struct srcpos pos);

/* The place of the value of `key`, or nowhere. */
struct srcpos manifest_place(const struct yaml_node *map, const char *key);

bool manifest_is_one_of(const char *word, size_t n, const char *const *words);

/* manifest_index.c: `digest:` of a chapter: yes, no, or its lines. */
void manifest_read_digest(struct manifest_reading *r, const struct yaml_node *value, struct manifest_chapter *out);

/* manifest_print.c: what holds when book.yaml says nothing of printing. */
void manifest_print_defaults(struct manifest *m);

/* manifest_parts.c: `chapters:` or `parts:`. */
void manifest_read_parts(struct manifest_reading *r, const struct yaml_node *root);

/* manifest_matter.c: `front:` and `back:`, and what stands there when the keys do not. */
void manifest_read_matter(struct manifest_reading *r, const struct yaml_node *front, const struct yaml_node *back);

#endif
