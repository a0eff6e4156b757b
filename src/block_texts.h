/* The texts of briefing blocks in book.yaml, read as the Markdown that they are, and their pictures. */
#ifndef BLOCK_TEXTS_H
#define BLOCK_TEXTS_H

#include "book/book.h"
#include "pictures.h"

/* Reads each text of the blocks and gives it its tree (`doc`), whose nodes tell their place in book.yaml. A text with
 * nothing in it but plain words, or one that cannot be read, stays as it is. Trees live in `a`. */
void block_texts_read(struct manifest_blocks *blocks, struct arena *a);

/* Loads the photos of delegates and the pictures in texts; paths are relative to book.yaml. What cannot be had is
 * reported and left out. */
void block_pictures_load(struct manifest *m, struct picture_source *source);

#endif
