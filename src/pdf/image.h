/* Pictures as image XObjects, each written once however often it is shown. */
#ifndef PDF_IMAGE_H
#define PDF_IMAGE_H

#include "base/diag.h"
#include "base/workers.h"
#include "image/image.h"
#include "pdf/document.h"
#include "pdf/pdf.h"

/* A picture that pages show. */
struct used_image {
    const struct image *image; /* NULL: not used */
    scaled w, h;               /* the largest place */
    uint32_t profile, srgb;    /* numbers of ICC profiles, as in struct encoded */
    bool own_profile;          /* `profile` came with the picture */
    uint32_t number;           /* 0: could not be written, its place stays empty */
};

struct image_use {
    struct used_image *items; /* by image.index */
    size_t n, cap;
};

/* Notes that a page shows the picture, so large. */
void images_collect(struct image_use *u, const struct image *image, scaled w, scaled h);

/* How pictures are written. */
struct image_options {
    enum pdf_colours colours;
    unsigned max_dpi; /* pictures with more pixels are made smaller; 0: none */
    const struct pdf_condition *condition;
};

/* Writes all noted pictures, encoding them in workers. But for the press colours are grey or RGB: PDF/A needs a
 * printing condition for any other. What a picture's own profile says of them is kept. A picture that can't be decoded
 * is left out with a warning. */
void images_write(struct document *doc, struct image_use *u, struct workers *workers, const struct image_options *o,
                  struct diag *d);

/* Number of the XObject /Im<index>, or 0. */
uint32_t images_number(const struct image_use *u, const struct image *image);

/* Appends the resources: "/XObject<</Im0 9 0 R…>>". */
void images_put_resources(const struct image_use *u, struct buf *out);

void images_free(struct image_use *u);

#endif
