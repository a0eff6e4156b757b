/* What the files share that make pages of the briefing blocks. */
#ifndef BOOK_BLOCK_MAKE_H
#define BOOK_BLOCK_MAKE_H

#include "book/assemble.h"
#include "book/matter.h"

/* A word of blocks.yaml in the book's language. */
const char *block_word(const struct assembly *as, const char *name);
/* The same with `value` in the place of "{}". */
const char *block_filled(const struct assembly *as, const char *name, const char *value);

/* A list of records of that name, appended to `to`. */
struct doc_node *block_records(const struct assembly *as, struct doc_node *to, const char *name);
struct doc_node *block_record(const struct assembly *as, struct doc_node *records, struct srcpos pos);

/* A leaf with the words of book.yaml, spaces folded; nothing for NULL and "". */
void block_leaf(const struct assembly *as, struct doc_node *to, enum doc_kind kind, const char *s);
/* The blocks of a text, appended to `to`; its notes go to the end of the page group that `to` is part of. */
void block_text(const struct assembly *as, struct doc_node *to, const struct block_text *text);
/* The text as one leaf: its first paragraph. */
void block_line(const struct assembly *as, struct doc_node *to, enum doc_kind kind, const struct block_text *text);
/* "ch. 4, tr. 20; ch. 5, tr. 24" as a META; nothing without references. */
void block_reference(const struct assembly *as, struct doc_node *to, const struct block_see *see);

/* What each block holds, appended to its page group behind title or heading. */
void block_put_agenda(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_delegations(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_points(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_responses(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_prose(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_timeline(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_figures(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_agreements(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_glossary(const struct assembly *as, struct doc_node *to, const char *name);
void block_put_notes(const struct assembly *as, struct doc_node *to, const char *name);

#endif
