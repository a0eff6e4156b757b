/* Operands of a build: which manifest, which articles. */
#ifndef CLI_SOURCES_H
#define CLI_SOURCES_H

#include "book/book.h"

/* The manifest that the operands mean: of a folder with a book.yaml, of a book.yaml, or made for the articles of a
 * folder (natural order) or the files given. Returns NULL after an error message. */
struct manifest *sources_manifest(struct arena *a, const char *const *sources, size_t n, struct settings settings,
                                  struct diag *d);

/* Paths of a folder's articles in natural order, in the arena; *n gets their count: 0 after an error message. */
const char **sources_folder_articles(struct arena *a, const char *folder, size_t *n, struct diag *d);

/* Compares names so that "2.txt" comes before "10.txt". */
int sources_compare_natural(const char *x, const char *y);

#endif
