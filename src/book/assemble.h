/* What the files of book/ share while a book is put together. */
#ifndef BOOK_ASSEMBLE_H
#define BOOK_ASSEMBLE_H

#include "base/file.h"
#include "base/utf8.h"
#include "book/book.h"

/* An article on its way to become a chapter. */
struct chapter {
    const struct article *article;
    const struct manifest_chapter *from;
    struct doc_node *node;
    const char *lang;
    const char *outlet;   /* name of the source, or its site; NULL: not known */
    struct doc_date date; /* of the article, or what book.yaml says */
    const char *slug;     /* "ch-thu-do" */
    unsigned part;        /* index into manifest parts */
};

struct assembly {
    struct arena *a;
    struct diag *d;
    const struct manifest *m;
    struct book *book;
    struct chapter *chapters;
    size_t n;
    struct book_inputs inputs;
    struct workers *workers;
};

/* chapter.c: makes chapter->node of the article: opening, blocks, source block, notes. */
void chapter_make(const struct assembly *as, struct chapter *chapter);
/* The blocks and notes of an article, moved under `to` (a page of the user's own). */
void chapter_move_blocks(struct doc_node *to, struct doc_node *article, bool notes);
/* "Thời Đại · 29/11/2021", or NULL when neither is known. */
const char *chapter_origin(const struct assembly *as, const struct chapter *chapter);

/* cover.c: the cover and the title page with the same words. */
struct doc_node *cover_make(const struct assembly *as, enum doc_kind kind);
/* "Thứ Năm, ngày 20 tháng 11 năm 2025": the day of the meeting, "" when it is not said. */
const char *cover_meeting_day(const struct assembly *as);

/* blocks.c: the page group of a briefing block, with those that share its pages; blocks in an article (once its nodes
 * stand in the chapter), and one warning for each name of a block that is none. */
void blocks_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter);
void blocks_in_article(const struct assembly *as, struct doc_node *chapter);
void blocks_unknown(const struct assembly *as, const struct doc_node *div);

/* contents.c: fills the contents and the lists on the dividers of parts; ids must be there. */
void contents_fill(const struct assembly *as, struct doc_node *root);

/* sources.c: the list of sources, and the block at a chapter's end (NULL when nothing is known). */
struct doc_node *sources_make(const struct assembly *as);
struct doc_node *source_block_make(const struct assembly *as, const struct chapter *chapter);

/* source_order.c: the chapters in the order of the list of sources. */
const struct chapter **source_order(const struct assembly *as);

/* number.c: slugs of chapters before, everything else after the tree is whole. */
void number_slugs(const struct assembly *as);
void number_book(const struct assembly *as, struct doc_node *root);
/* "1", "IV" or NULL. */
const char *number_label(const struct assembly *as, unsigned n);

/* index.c: fills the index of the book, where there is one; ids of chapters must be there. */
void index_fill(const struct assembly *as, struct doc_node *root);

/* mark.c: ties and language stretches on every text below `root`. */
void mark_book(const struct assembly *as, struct doc_node *root);

/* describe.c: title, language, identifiers, time of the book. */
void describe_book(const struct assembly *as, const char *epoch_env);

/* make.c: small helpers. */
struct doc_node *make_leaf(struct arena *a, struct doc_node *parent, enum doc_kind kind, const char *s);
/* Puts `child` (without a parent) before the children of `node`. */
void make_first(struct doc_node *node, struct doc_node *child);
/* The text without notes, links and line breaks: for headings that repeat it. */
struct text make_plain(struct arena *a, const struct text *t);
/* The word at `path` of the book's language with `value` in the place of "{}". */
const char *make_filled(const struct assembly *as, const char *path, const char *value);
/* Site of an http address ("thoidai.com.vn"), or NULL. */
const char *make_site(struct arena *a, const char *url);

#endif
