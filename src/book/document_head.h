/* The head of a document of state, after Decree 30/2020/NĐ-CP, Appendix I: national title and motto, number, place and
 * date. */
#ifndef BOOK_DOCUMENT_HEAD_H
#define BOOK_DOCUMENT_HEAD_H

#include "book/assemble.h"

/* Adds what `document:` of book.yaml says to a cover or title page, behind its issuing bodies, where the layout shows
 * it. Returns true if the head says the date. */
bool document_head_put(const struct assembly *as, struct doc_node *cover);

/* Warns where a `document:` has no page to stand on. */
void document_head_check(const struct assembly *as);

#endif
