/* Pictures of the EPUB: opaque, in RGB or grey, each file once. */
#ifndef EPUB_IMAGES_H
#define EPUB_IMAGES_H

#include "epub/plan.h"

struct picture {
    const struct image *image;
    const char *name; /* below EPUB/: "images/cho-dem.png" */
    const char *media_type;
    const void *bytes;
    size_t n_bytes;
    struct buf made; /* the bytes, where they had to be written anew */
};

struct picture_list {
    struct picture *items;
    size_t n;
    const struct picture **by_seq; /* by seq of figures; NULL: no picture */
};

/* Finds the pictures of all figures and makes them fit; those that cannot be used are left out after a warning, and
 * their captions become notes. */
struct picture_list *epub_pictures_collect(struct plan *p);
void epub_pictures_drop(struct picture_list *l);

#endif
