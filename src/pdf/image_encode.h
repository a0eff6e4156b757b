/* One picture on its way into the file. */
#ifndef PDF_IMAGE_ENCODE_H
#define PDF_IMAGE_ENCODE_H

#include "base/buf.h"
#include "image/image.h"
#include "pdf/pdf.h"

struct encoded {
    const struct image *image;
    /* Numbers of ICC profiles, 0: the output intent says it. */
    uint32_t profile;       /* of the colours that the file has */
    uint32_t srgb;          /* of those that are decoded */
    uint32_t width, height; /* that are written */
    struct buf entries;     /* of the stream's dictionary */
    uint8_t *own;           /* bytes to free; NULL when the file's are used */
    const void *bytes;      /* NULL: can't be decoded */
    size_t n;
    struct buf mask_entries, mask; /* the soft mask, a stream of its own; empty: none */
};

/* Would the picture be written as its file has it, if no pixels are too many? Then its own profile goes with it. */
bool encoded_keeps(const struct image *image, enum pdf_colours colours);

/* Makes the streams of what the first five fields say. */
void encoded_make(struct encoded *e, enum pdf_colours colours);
void encoded_free(struct encoded *e);

#endif
