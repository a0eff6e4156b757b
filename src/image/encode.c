/* Writing PNG. libpng would do it too, but compresses with zlib: half the time of drawing a cover went there. The
 * pixels of a page are so plain that filters bring nothing for a palette; pictures get the filter "Up" (PNG 9.2).
 */
#include "image/encode.h"

#include <endian.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define LEVEL_PAGE                                                                                                     \
    1 /* of a page, whose pixels are mostly alike: half the work of level 3 for a twentieth more bytes                 \
       */
#define LEVEL_PICTURE 9

static void put_be32(struct buf *out, uint32_t v)
{
    const char bytes[4] = {(char)(v >> 24), (char)(v >> 16 & 255), (char)(v >> 8 & 255), (char)(v & 255)};

    buf_put(out, bytes, sizeof bytes);
}

void png_put_chunk(struct buf *out, const char *type, const void *data, size_t n)
{
    put_be32(out, (uint32_t)n);
    size_t at = out->n;
    buf_put(out, type, 4);
    buf_put(out, data, n);
    put_be32(out, libdeflate_crc32(0, out->p + at, out->n - at));
}

void png_put_header(struct buf *out, uint32_t width, uint32_t height, unsigned bits, enum png_type type)
{
    struct buf header = BUF_INIT;

    buf_put(out, "\x89PNG\r\n\x1A\n", 8);
    put_be32(&header, width);
    put_be32(&header, height);
    buf_putc(&header, (char)bits);
    buf_putc(&header, (char)type);
    buf_put(&header, "\0\0\0", 3); /* compression, filters, no interlace: the one value that each has */
    png_put_chunk(out, "IHDR", header.p, header.n);
    buf_free(&header);
}

int png_put_data(struct buf *out, const void *packed, size_t n)
{
    bool fits = n > 0 && n <= INT32_MAX;

    if (fits)
        png_put_chunk(out, "IDAT", packed, n);
    png_put_chunk(out, "IEND", NULL, 0);
    return fits ? 0 : -1;
}

/* Deflates the filtered rows into an IDAT and ends the file. -1 when the data are too long for a chunk. */
static int put_rows(struct buf *out, const uint8_t *rows, size_t n, int level)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(level);

    if (!z)
        mem_fail();
    size_t bound = libdeflate_zlib_compress_bound(z, n);
    void *packed = mem_alloc(bound);
    size_t packed_n = libdeflate_zlib_compress(z, rows, n, packed, bound);
    libdeflate_free_compressor(z);
    int result = png_put_data(out, packed, packed_n);
    free(packed);
    return result;
}

unsigned image_index_bits(unsigned n_colours)
{
    return n_colours <= 2 ? 1 : n_colours <= 4 ? 2 : n_colours <= 16 ? 4 : 8;
}

/* Eight pixels of four bits, the first in the lowest byte, as four bytes in the same order. */
static uint32_t pack_eight(uint64_t v)
{
    v = (v & UINT64_C(0x000F000F000F000F)) << 4 | (v >> 8 & UINT64_C(0x000F000F000F000F));
    v = (v | v >> 8) & UINT64_C(0x0000FFFF0000FFFF);
    return (uint32_t)(v | v >> 16);
}

void image_pack_row(const uint8_t *pixels, uint32_t width, unsigned bits, uint8_t *to)
{
    unsigned a_byte = 8 / bits;

    uint32_t x = 0;

    for (; bits == 4 && width - x >= 8; x += 8, to += 4) { /* covers */
        uint64_t eight;
        memcpy(&eight, pixels + x, sizeof eight);
        uint32_t four = eight == 0 ? 0 : htole32(pack_eight(le64toh(eight)));
        memcpy(to, &four, sizeof four);
    }
    for (; x < width; to++) {
        unsigned v = 0;
        for (unsigned i = 0; i < a_byte; i++, x++)
            v = v << bits | (x < width ? pixels[x] : 0u);
        *to = (uint8_t)v;
    }
}

static int put_indexed(struct buf *out, const struct indexed_image *image, int level)
{
    unsigned bits = image_index_bits(image->n_colours);
    size_t row = ((size_t)image->width * bits + 7) / 8 + 1, n = row * image->height;
    uint8_t *rows = mem_calloc(n, 1); /* the filter of all rows is "None", 0 */

    for (uint32_t y = 0; y < image->height; y++)
        image_pack_row(image->pixels + (size_t)y * image->width, image->width, bits, rows + y * row + 1);
    png_put_header(out, image->width, image->height, bits, PNG_PALETTE);
    png_put_chunk(out, "PLTE", image->palette, 3 * (size_t)image->n_colours);
    int result = put_rows(out, rows, n, level);
    free(rows);
    return result;
}

int png_put_indexed(struct buf *out, const struct indexed_image *image)
{
    return put_indexed(out, image, LEVEL_PAGE);
}

static int put_plain(struct buf *out, const struct pixels *from, int level)
{
    size_t bytes = from->components * (size_t)from->width, n = (bytes + 1) * from->height;
    uint8_t *rows = mem_alloc(n), *to = rows;
    const uint8_t *pixels = from->p;

    for (uint32_t y = 0; y < from->height; y++, pixels += bytes) {
        *to++ = ROW_FILTER_UP;
        for (size_t i = 0; i < bytes; i++)
            *to++ = (uint8_t)(pixels[i] - (y > 0 ? *(pixels + i - bytes) : 0));
    }
    png_put_header(out, from->width, from->height, 8, from->components == 1 ? PNG_GREY : PNG_RGB);
    int result = put_rows(out, rows, n, level);
    free(rows);
    return result;
}

int png_put_rgb(struct buf *out, uint32_t width, uint32_t height, const uint8_t *pixels)
{
    const struct pixels from = {(uint8_t *)pixels, width, height, 3};

    return put_plain(out, &from, LEVEL_PAGE);
}

int png_put_pixels(struct buf *out, const struct pixels *from)
{
    struct palette palette;
    uint8_t *indices = image_index(from, &palette);

    if (!indices)
        return put_plain(out, from, LEVEL_PICTURE);
    const struct indexed_image indexed = {from->width, from->height, indices, palette.colours, palette.n};
    int result = put_indexed(out, &indexed, LEVEL_PICTURE);
    free(indices);
    return result;
}
