/* Numbered copies for named readers, from one layout pass: --recipients.
 *
 * Readers who may see the same get the same pages. For each such set the book is put together once more without the
 * articles that they may not see, so that nothing in the copy can come from them; what then says the same as in the
 * whole book keeps its pages. Copies of one set differ in a stamp alone. */
#ifndef COPIES_H
#define COPIES_H

#include "base/file.h"
#include "book/recipients.h"
#include "epub/epub.h"
#include "layout/layout.h"
#include "pdf_outputs.h"

struct copies;

/* What copies are made of; all is borrowed and must live until copies_write() has returned. */
struct copies_input {
    const struct manifest *manifest;
    struct book_inputs inputs;
    const struct design *design;
    struct font_set *fonts;
    struct image_set *images;
    struct workers *workers;
    const struct press_job *press;
    const struct attachments *attachments;
    enum impose_scheme impose; /* sheets are written of each copy, too */
    const char *epoch, *version;
};

/* The list of readers, as read from its file. */
struct copies_list {
    const char *path;
    char *bytes;
    size_t n;
};

/* Reads the list and keeps copies of the articles, which the book is going to use up. All is the arena's, but for what
 * the workers remember until copies_end(). NULL after an error. */
struct copies *copies_new(const struct copies_input *in, const struct copies_list *list, struct arena *a,
                          struct diag *d);

/* To be called in the end; NULL is none. */
void copies_end(struct copies *c);

/* The whole book, laid out. */
struct copies_book {
    const struct book *book;
    struct layout *layout;
    const char *cover_png;
    size_t cover_png_n;
    uint32_t cover_w, cover_h;
    const char *pdf, *epub; /* NAME.pdf makes NAME-07-nguyen-van-a.pdf; NULL: no such copies */
};

/* Writes all copies and the register NAME-copies.csv beside them: all appear, or none. Returns -1 after a message.
 * *register_path is the arena's. */
int copies_write(struct copies *c, const struct copies_book *whole, const char **register_path);

/* Paths of all that copies_write() wrote, for the rules of Make. */
const char *const *copies_written(const struct copies *c, size_t *n);

#endif
