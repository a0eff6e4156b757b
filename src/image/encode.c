/* Writing PNG by libpng's simplified interface: the same picture gives the same bytes, and it chooses the bit depth. */
#include "image/encode.h"

#include <png.h>

static int put_png(struct buf *out, png_image *writer, const void *pixels, const void *palette)
{
    png_alloc_size_t n = PNG_IMAGE_PNG_SIZE_MAX(*writer);
    char *room = buf_reserve(out, n);

    if (!png_image_write_to_memory(writer, room, &n, 0, pixels, 0, palette))
        return -1;
    out->n += n;
    return 0;
}

int png_put_indexed(struct buf *out, const struct indexed_image *image)
{
    png_image writer = {.version = PNG_IMAGE_VERSION,
                        .width = image->width,
                        .height = image->height,
                        .format = PNG_FORMAT_RGB_COLORMAP,
                        .colormap_entries = image->n_colours};

    return put_png(out, &writer, image->pixels, image->palette);
}

int png_put_rgb(struct buf *out, uint32_t width, uint32_t height, const uint8_t *pixels)
{
    png_image writer = {.version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB};

    return put_png(out, &writer, pixels, NULL);
}
