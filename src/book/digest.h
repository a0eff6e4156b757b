/* Inside book/: digests, a page an article. */
#ifndef BOOK_DIGEST_H
#define BOOK_DIGEST_H

#include "book/assemble.h"

/* Words of the article, and the leaf where they stand. */
struct digest_pick {
    const char *s;
    size_t n;
    struct doc_node *leaf;
    const char *speaker; /* of a quotation */
};

struct digest_picks {
    struct digest_pick *sentences, *quotes, *figures; /* in the order of the text */
    size_t n_sentences, n_quotes, n_figures;
};

/* What a page of the layout holds besides its heads. */
struct digest_room {
    size_t lines, letters; /* letters of a line */
};
struct digest_room digest_room_of(const struct assembly *as);

/* digest_pick.c: chooses from the chapter's paragraphs, with as many bytes in all as a page can bear. In the book's
 * arena; the same text gives the same choice. */
void digest_pick(const struct assembly *as, const struct chapter *c, const struct digest_room *page,
                 struct digest_picks *out);
/* digest_memo.c: the same, but what was chosen before is found in the memo of the workers. */
void digest_recall(const struct assembly *as, const struct chapter *c, struct digest_picks *out);

/* digest.c: the pages' place (`digests` in `front:` or `back:`; by itself behind the front matter). */
void digest_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter);
/* Does a chapter want a digest? */
bool digest_any(const struct assembly *as);
/* Fills the pages, when ids are there. */
void digest_fill(const struct assembly *as, struct doc_node *root);

#endif
