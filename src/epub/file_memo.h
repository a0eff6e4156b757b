/* Files of text that were written before, for builds that repeat. */
#ifndef EPUB_FILE_MEMO_H
#define EPUB_FILE_MEMO_H

#include "epub/plan.h"

/* Writes all that the file depends on into `key`: its nodes, their ids, the pages that begin in it, and where its links
 * lead. */
void file_memo_key(const struct plan *p, struct piece *piece, struct buf *key);

/* Fills the piece, packed, with its marks, and adds the file's characters to the set. Returns false when the file is
 * not known. */
bool file_memo_find(struct memo *m, const struct plan *p, struct piece *piece, const struct buf *key, uint8_t *chars);

/* Keeps what was written; `chars` are those of this file alone. */
void file_memo_put(struct memo *m, const struct plan *p, const struct piece *piece, const struct buf *key);

#endif
