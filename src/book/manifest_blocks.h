/* What the files share that read the briefing blocks of book.yaml. */
#ifndef BOOK_MANIFEST_BLOCKS_H
#define BOOK_MANIFEST_BLOCKS_H

#include "book/manifest_reading.h"

/* A text of the key `key`, entered into the manifest's list; NULL when it is not given or (after a fault) no text. */
const struct block_text *manifest_take_text(struct manifest_reading *r, const struct yaml_node *node, const char *key);

/* manifest_fill() for an item of the list `key`; a fault when it is no map. */
bool manifest_fill_item(struct manifest_reading *r, const struct yaml_node *node, const struct yaml_schema *schema,
                        void *out, const char *key);

/* How many items a list has; 0 after a fault when it is none, or when it is empty (a fault too). */
size_t manifest_count(struct manifest_reading *r, const struct yaml_node *list, const char *key);

/* Reads a time of day at the start of s ("08:30", "8h30"). Returns the bytes it takes, 0 when there is none. */
size_t manifest_time(const char *s, int *out);
/* Minutes since midnight as "08:30". */
const char *manifest_clock(struct arena *a, int minutes);

/* manifest_agenda.c */
void manifest_read_agenda(struct manifest_reading *r, const struct yaml_node *list);

/* manifest_places.c: after the chapters and pages are known, looks whether all that blocks refer to are there, and
 * gives those a place that `front:` and `back:` do not name. */
void manifest_check_blocks(struct manifest_reading *r);

#endif
